"""The ledger: what became of every row of every file, and why rows came back."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.forms import Form

if TYPE_CHECKING:
    import duckdb

REASONS = Path(__file__).parent / "reasons.toml"
MANY_CODES = 12  # choices shown in a reason
PERSONAL = r"\d{11}"  # an id or a mobile number, in whatever column


@dataclass
class Entry:
    """A line of the ledger: one sheet of one file, or a file that could not be read."""

    file: str
    sheet: str = ""
    form: str | None = None
    encoding: str = ""
    bytes: int = 0
    sha256: str = ""
    lines: int = 0
    header_rows: int = 0
    skipped: int = 0  # titles, blank rows, totals, footers, repeated headers
    read: int = 0
    clean: int = 0
    returned: int = 0
    duplicate: int = 0
    superseded: int = 0
    status: str = "read"  # or set_aside (understood by no form), failed (could not be read)
    note_zh: str = ""
    note_en: str = ""


def write_returned(con: duckdb.DuckDBPyConnection, known: dict[str, Form]) -> None:
    """`intake.returned`: one row per reason, in words; private values are masked, and so is an id or a telephone number
    that stands in the wrong column."""
    import pyarrow as pa

    columns = ("form", "field", "reason", "label", "zh", "en")
    con.register("reasons", pa.table(dict(zip(columns, zip(*_reasons(known), strict=True), strict=True))))
    problems = " UNION ALL BY NAME ".join(
        f"SELECT '{name}' AS form, file, sheet, row, unnest(problems) AS problem FROM judged_{name} WHERE status = 'returned'"
        for name in known
    )
    con.execute(f"""
        CREATE TABLE intake.returned AS
        SELECT CASE WHEN contains(p.file, '/') THEN split_part(p.file, '/', 1) ELSE '' END AS unit, p.file, p.sheet, p.row, p.form,
            p.problem.field AS field, coalesce(h.header, r.label) AS header, CASE WHEN regexp_matches(p.problem.value, '{PERSONAL}') THEN '***' ELSE coalesce(p.problem.value, '') END AS value, p.problem.reason AS reason, r.zh, r.en
        FROM ({problems}) p
        LEFT JOIN headers h ON h.file = p.file AND h.sheet = p.sheet AND h.field = p.problem.field
        LEFT JOIN reasons r ON r.form = p.form AND r.field = p.problem.field AND r.reason = p.problem.reason
        ORDER BY p.file, p.sheet, p.row, field, reason""")


def _reasons(known: dict[str, Form]) -> Iterator[tuple[str, ...]]:
    """What can be wrong with each field, in words."""
    words = tomllib.loads(REASONS.read_text(encoding="utf-8"))
    for form in known.values():
        for name, field in form.fields.items():
            shown = [labels[0] for labels in field.codes.values() if labels][:MANY_CODES]
            bounds = f"{'' if field.min is None else field.min}~{'' if field.max is None else field.max}"
            choices = {"zh": "、".join(shown) or bounds, "en": ", ".join(field.codes) or bounds}
            for reason, text in words.items():
                yield (
                    form.name,
                    name,
                    reason,
                    field.headers[0] if field.headers else name,
                    *(text[lang].replace("{choices}", choices[lang]) for lang in ("zh", "en")),
                )
        for i, rule in enumerate(form.rules):
            yield form.name, rule.field, f"rule:{i}", form.fields[rule.field].headers[0], rule.zh, rule.en


def write_ledger(con: duckdb.DuckDBPyConnection, known: dict[str, Form], ledger: list[Entry]) -> list[Entry]:
    """Complete the ledger with what became of each row, assert that none is missing, and store it."""
    union = " UNION ALL ".join(f"SELECT file, sheet, status FROM judged_{name}" for name in known)
    sent = " UNION ALL ".join(f"SELECT file, sheet, class FROM staged_{name}" for name in known)
    became, classes = _per_sheet(con, union), _per_sheet(con, sent)
    for entry in (e for e in ledger if e.status == "read"):
        place = entry.file, entry.sheet
        for status in ("clean", "returned", "duplicate", "superseded"):
            setattr(entry, status, became.get(place, {}).get(status, 0))
        rows = sum(classes.get(place, {}).values())
        entry.read = classes.get(place, {}).get("record", 0)
        entry.lines, entry.skipped = rows + entry.header_rows, rows - entry.read
        accounted = entry.clean + entry.returned + entry.duplicate + entry.superseded
        if entry.read != accounted:
            raise AssertionError(f"{entry.file} › {entry.sheet}: {entry.read} rows read but {accounted} accounted for")
    columns = {name: {"int": "BIGINT"}.get(str(f.type), "VARCHAR") for name, f in Entry.__dataclass_fields__.items()}
    con.execute(f"CREATE TABLE intake.ledger ({', '.join(f'{n} {t}' for n, t in columns.items())})")
    if ledger:
        con.executemany(
            f"INSERT INTO intake.ledger VALUES ({', '.join('?' * len(columns))})",
            [list(asdict(e).values()) for e in ledger],
        )
    return ledger


def _per_sheet(con: duckdb.DuckDBPyConnection, rows: str) -> dict[tuple[str, str], dict[str, int]]:
    """How many rows of each kind every sheet has, from a query of (file, sheet, kind)."""
    counts: dict[tuple[str, str], dict[str, int]] = {}
    for file, sheet, kind, n in con.execute(f"SELECT *, count(*) FROM ({rows}) GROUP BY ALL").fetchall():
        counts.setdefault((file, sheet), {})[kind] = n
    return counts
