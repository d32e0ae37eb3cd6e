"""The ledger: what became of every row of every file, and why rows came back."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from indicators.received import printable
from pipelines.accounting import assumptions, bulk
from pipelines.accounting.assumptions import Assumption
from pipelines.recognising.forms import Form
from pipelines.recognising.headers import Header

if TYPE_CHECKING:
    import datetime

    import duckdb

REASONS = Path(__file__).parent / "reasons.toml"
MANY_CODES = 12  # choices shown in a reason
SKIPPED = {  # what is no record, by the class of a row
    "blank": "blank", "header": "repeated", "total": "totals", "subtotal": "totals", "running": "totals",
    "footer": "footers", "elsewhere": "elsewhere", "title": "titles", "heading": "headings", "continued": "continued",
    "sample": "samples", "void": "void", "undone": "undone", "not_yet": "not_yet", "planned": "planned",
}  # fmt: skip
BECAME = ("clean", "returned", "duplicate", "superseded", "corrected")  # what a row read has become
COUNTS = ("read", *BECAME)
PERSON = re.compile(r"[\u3400-\u9fff·]{2,4}")  # as long as a name
UNIT = re.compile(
    r"街道|社区|中心|学校|[小中大]学|幼儿园|公司|集团|诊所|[镇乡村区站院局委所办部科处室厂县市厅组队馆会校]$"
)


@dataclass
class Entry:
    """A line of the ledger: one sheet of one file, or a file that could not be read."""

    file: str
    sheet: str = ""
    form: str | None = None
    encoding: str = ""
    bytes: int = 0
    sha256: str = ""
    received_on: str = ""  # the day on which this content was first received
    lines: int = 0  # as the reader counts them, whatever they are taken for
    header_rows: int = 0
    titles: int = 0  # rows above the header
    blank: int = 0
    totals: int = 0
    footers: int = 0
    repeated: int = 0  # the header again, further down
    elsewhere: int = 0  # places of a public list that lie far away
    headings: int = 0  # lines between the rows that speak of those below: a village, a year
    continued: int = 0  # rows over which the record above is merged
    samples: int = 0  # examples of how to fill in
    void: int = 0
    undone: int = 0  # work that was cancelled, put off or not begun
    not_yet: int = 0  # of a list of what is due, not filled in
    planned: int = 0
    skipped: int = 0  # all of these
    read: int = 0
    clean: int = 0
    returned: int = 0
    duplicate: int = 0
    superseded: int = 0
    corrected: int = 0  # replaced by a row of a correction workbook
    status: str = "read"  # or set_aside (understood by no form), failed (could not be read)
    note_zh: str = ""
    note_en: str = ""
    assumed: list[Assumption] = field(default_factory=list)

    def note(self, zh: str, en: str) -> None:
        """Say one thing more of the sheet."""
        self.note_zh, self.note_en = self.note_zh + printable(zh), f"{self.note_en} {printable(en)}".strip()

    def assume(self, kind: str, n: int, **names: str) -> None:
        """Something was taken for granted `n` times; nothing where it was not."""
        if n:
            self.assumed = [*self.assumed, Assumption(kind, n, tuple(names.items()))]

    @property
    def assumptions(self) -> list[Assumption]:
        """Everything taken for granted of a sheet that was read, and the rows left out of it."""
        omitted = {name: getattr(self, name) for name in assumptions.OMITTED}
        return assumptions.with_counts(self.assumed, self.read, omitted) if self.status == "read" else []

    def counts_from(self, head: list[list[str]], header: Header, below: int) -> None:
        """Take over from the reader how many rows there are: those down to the header, and `below` it."""
        above = [any(map(str.strip, row)) for row in head[: header.first - 1]]
        self.header_rows, self.titles, self.blank = header.last - header.first + 1, sum(above), len(above) - sum(above)
        self.lines = header.last + below

    def settle(self, classes: dict[str, int], became: dict[str, int]) -> None:
        """Complete the line with the class of each row below the header and what became of the records. The rows that the
        reader counted must all be there, and every record read must have become something."""
        for name, n in classes.items():
            if name in SKIPPED:
                setattr(self, SKIPPED[name], getattr(self, SKIPPED[name]) + n)
        for status in BECAME[:-1]:
            setattr(self, status, became.get(status, 0))
        self.corrected = classes.get("corrected", 0)
        self.read = classes.get("record", 0) + self.corrected
        self.skipped = sum(getattr(self, name) for name in set(SKIPPED.values()))
        told, became = self.header_rows + self.skipped + self.read, sum(getattr(self, name) for name in BECAME)
        if self.lines != told or self.read != became:
            where = f"{self.file} › {self.sheet}"
            raise AssertionError(
                f"{where}: {self.lines} rows, {told} told of; {self.read} read, {became} accounted for"
            )


def write_units(con: duckdb.DuckDBPyConnection, entries: list[Entry]) -> None:
    """`intake.units`: who sent each file, as a page may say it."""
    sent_by = publicly(sorted({entry.file for entry in entries}))
    con.execute("CREATE TABLE intake.units (file VARCHAR, unit VARCHAR)")
    bulk.insert(con, "intake.units", list(sent_by.items()))


def publicly(files: list[str]) -> dict[str, str]:
    """By file the unit that sent it: its folder in data/raw; '' for a file that lies there by itself. A folder that may be
    called after a person is only numbered: what is published names units, never persons, files or sheets."""
    folders = {file: file.partition("/")[0] if "/" in file else "" for file in files}
    persons = sorted({folder for folder in folders.values() if PERSON.fullmatch(folder) and not UNIT.search(folder)})
    numbered = {folder: f"某报送单位 {number}" for number, folder in enumerate(persons, 1)}
    return {file: numbered.get(folder, folder) for file, folder in folders.items()}


def write_returned(con: duckdb.DuckDBPyConnection, known: dict[str, Form]) -> None:
    """`intake.returned`: one row per reason, in words; of the values only what can be nobody's name or number (see privacy)."""
    problems = "SELECT form, file, sheet, row, unnest(problems) AS problem FROM returned_rows"
    con.execute(
        "CREATE TEMP TABLE reasons (form VARCHAR, field VARCHAR, reason VARCHAR, label VARCHAR, zh VARCHAR, en VARCHAR)"
    )
    given = con.execute(f"SELECT DISTINCT form, problem.field, problem.reason FROM ({problems})").fetchall()
    bulk.insert(con, "reasons", list(_in_words(known, given)))
    con.execute("CREATE TEMP TABLE known_words (form VARCHAR, field VARCHAR, value VARCHAR)")
    said = {
        (n, f, w)
        for n, form in known.items()
        for f, field in form.fields.items()
        for c in field.codes.items()
        for w in (c[0], *c[1])
    }
    bulk.insert(con, "known_words", sorted(said))
    con.execute(f"""
        CREATE TABLE intake.returned AS
        SELECT u.unit, p.file, p.sheet, p.row, p.form,
            p.problem.field AS field, coalesce(h.header, r.label) AS header,
            shown(p.problem.value, w.value IS NOT NULL OR ends_with(p.problem.reason, '_ambiguous'), p.problem.reason IN ('area', 'site')) AS value, p.problem.reason AS reason, r.zh, r.en
        FROM ({problems}) p JOIN intake.units AS u ON u.file = p.file
        LEFT JOIN headers h ON h.file = p.file AND h.sheet = p.sheet AND h.field = p.problem.field
        LEFT JOIN known_words w ON w.form = p.form AND w.field = p.problem.field AND w.value = p.problem.value
        LEFT JOIN reasons r ON r.form = p.form AND r.field = p.problem.field AND r.reason = p.problem.reason
        ORDER BY p.file, p.sheet, p.row, field, reason""")


def _in_words(known: dict[str, Form], given: list[tuple[str, str, str]]) -> Iterator[tuple[str, ...]]:
    """What is wrong, from (form, field, reason): the same with the field's header, Chinese and English."""
    words = tomllib.loads(REASONS.read_text(encoding="utf-8"))
    for name, field_name, reason in given:
        form = known[name]
        field = form.fields[field_name]
        label = field.headers[0] if field.headers else field_name
        if reason.startswith("rule:"):
            rule = form.rules[int(reason.removeprefix("rule:"))]
            yield name, field_name, reason, label, rule.zh, rule.en
            continue
        shown = [labels[0] for labels in field.codes.values() if labels][:MANY_CODES]
        bounds = f"{'' if field.min is None else field.min}~{'' if field.max is None else field.max}"
        choices = {"zh": "、".join(shown) or bounds, "en": ", ".join(field.codes) or bounds}
        unit = next(iter(field.counted_in), "")
        told = (
            words[reason][lang].replace("{choices}", choices[lang]).replace("{unit}", unit) for lang in ("zh", "en")
        )
        yield name, field_name, reason, label, *told


def write_ledger(con: duckdb.DuckDBPyConnection, ledger: list[Entry]) -> list[Entry]:
    """Complete the ledger with what became of each row, assert that none is missing, and store it."""
    became = _per_sheet(con, "SELECT file, sheet, status, sum(n) FROM became GROUP BY ALL")
    classes = _per_sheet(con, "SELECT file, sheet, class, n FROM classes")
    for entry in (e for e in ledger if e.status == "read"):
        place = entry.file, entry.sheet
        entry.settle(classes.get(place, {}), became.get(place, {}))
    columns = {
        n: "BIGINT" if f.type == "int" else "VARCHAR" for n, f in Entry.__dataclass_fields__.items() if n != "assumed"
    }
    con.execute(f"CREATE TABLE intake.ledger ({', '.join(f'{n} {t}' for n, t in columns.items())})")
    bulk.insert(con, "intake.ledger", [tuple(getattr(entry, name) for name in columns) for entry in ledger])
    assumptions.write(con, {(e.file, e.sheet, e.form): e.assumptions for e in ledger if e.form})
    return ledger


def write_receipts(con: duckdb.DuckDBPyConnection, receipts: dict[str, datetime.date]) -> None:
    """`intake.receipts`: the day on which each content was first received, also of files that are gone: they may come back."""
    con.execute("CREATE TABLE intake.receipts (sha256 VARCHAR, received_on DATE)")
    bulk.insert(con, "intake.receipts", sorted(receipts.items()))


def write_overviews(con: duckdb.DuckDBPyConnection, known: dict[str, Form]) -> None:
    """What the data-quality report reads besides: `intake.forms` (what record types are called), `intake.quarters` (what rows became, by the quarter they speak of; a row without a date goes with its
    sheet) and `intake.persons` (whom the registers of several units name)."""
    con.execute("CREATE TABLE intake.forms (form VARCHAR, zh VARCHAR, en VARCHAR)")
    bulk.insert(con, "intake.forms", [(n, f.zh, f.en) for n, f in known.items()])
    dated = ", ".join(f"'{name}'" for name, form in known.items() if form.dated_by) or "''"
    con.execute(f"""
        CREATE TABLE intake.quarters AS
        WITH counted AS (FROM became WHERE form IN ({dated})),
        totals AS (SELECT file, sheet, starts_on AS usual, sum(n) AS n FROM counted WHERE starts_on IS NOT NULL GROUP BY ALL),
        sheets AS (SELECT file, sheet, arg_max(usual, (n, usual)) AS usual FROM totals GROUP BY ALL),
        placed AS (SELECT c.* REPLACE (coalesce(starts_on, usual) AS starts_on) FROM counted AS c LEFT JOIN sheets USING (file, sheet))
        SELECT form, file, sheet, year(starts_on) || 'Q' || quarter(starts_on) AS quarter, status, sum(n)::BIGINT AS rows
        FROM placed GROUP BY ALL ORDER BY ALL""")
    sent = {form for (form,) in con.execute("SELECT DISTINCT form FROM became").fetchall()}
    registers = " UNION ALL ".join(
        f"SELECT person, '{n}' AS form, unit, file, sheet, row FROM {rows} JOIN intake.units USING (file)"
        for n in sent
        if known[n].key == ["person"]
        for rows in (f"clean.{n}", f"repeated_{n}")
    )
    con.execute(f"""
        CREATE TABLE intake.persons AS
        FROM ({registers or "SELECT NULL::UUID AS person, '' AS form, '' AS unit, '' AS file, '' AS sheet, 0 AS row WHERE false"})
        WHERE person IS NOT NULL
        QUALIFY min(unit) OVER (PARTITION BY form, person) <> max(unit) OVER (PARTITION BY form, person) ORDER BY ALL""")


def _per_sheet(con: duckdb.DuckDBPyConnection, rows: str) -> dict[tuple[str, str], dict[str, int]]:
    """How many rows of each kind every sheet has, from a query of (file, sheet, kind, number)."""
    counts: dict[tuple[str, str], dict[str, int]] = {}
    for file, sheet, kind, n in con.execute(rows).fetchall():
        kinds = counts.setdefault((file, sheet), {})
        kinds[kind] = kinds.get(kind, 0) + n
    return counts
