"""Total rows (合计, 小计) against the rows they cover: one that disagrees is told of, and never keeps a row from being counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING

from indicators.words import Words
from indicators.workspace import LANGUAGES
from pipelines.corrections import place
from pipelines.forms import Form

if TYPE_CHECKING:
    import duckdb

SUMMED = ("integer", "money")  # measures and scores, the decimals, do not add up
NAMED = ("person_name", "person_no")  # 12人 in a total row counts these
TALLY = r"(\d+) ?(人|名)$"
LONGEST = 10**10  # a number longer than this may be somebody's
MOST_TOLD = 5  # of one sheet

Number = int | Decimal


@dataclass(frozen=True)
class Stretch:
    """The records from one total row to the next: how many, by field what they add up to or how many persons they name at
    least (None where no cell says), and the fields that have a cell nobody can read."""

    rows: int
    amounts: dict[str, Number | None]
    unsure: frozenset[str]


@dataclass(frozen=True)
class Total:
    """A total row: total (合计) or subtotal (小计), and the numbers it gives by field."""

    row: int
    kind: str
    written: dict[str, Number | None]


@dataclass(frozen=True)
class Difference:
    """A number that a total row gives, and the one its rows make."""

    row: int
    field: str
    written: Number
    found: Number


def notes(con: duckdb.DuckDBPyConnection, form: Form, source: str) -> Iterator[tuple[str, str, tuple[str, str]]]:
    """(file, sheet, the note in Chinese and English) of every sheet in which a total disagrees with its rows.

    `source` is a table of the staged rows of a form: file, sheet, row, class, problems and the fields; the table
    `headers(file, sheet, field, header)` says which of these the sheet has.
    """
    fields = [n for n, f in form.fields.items() if f.type in NAMED or (f.type in SUMMED and f.adds_up)]
    if not fields or not _find(con, form, fields, source):
        return
    named = {name for name in fields if form.fields[name].type in NAMED}
    stretches = _stretches(con, fields, named, source)
    written = ", ".join(fields)
    found = con.execute(
        f"SELECT file, sheet, row, class, {written} FROM total_rows ORDER BY file, sheet, row"
    ).fetchall()
    for where, rows in groupby(found, key=lambda row: row[:2]):
        headers = dict(con.execute("SELECT field, header FROM headers WHERE file = ? AND sheet = ?", where).fetchall())
        totals = [Total(row[2], row[3], dict(zip(fields, row[4:], strict=True))) for row in rows]
        between = [stretches.get((*where, n), Stretch(0, {}, frozenset())) for n in range(len(totals) + 1)]
        if wrong := [d for d in differences(totals, between, named) if d.field in headers]:
            yield *where, tuple(_note(Words(lang), place(*where), headers, named, wrong) for lang in LANGUAGES)


def _find(con: duckdb.DuckDBPyConnection, form: Form, fields: list[str], source: str) -> bool:
    """Make `total_rows`, those of sheets in which one gives a number; False where there are none."""
    numbers = ", ".join(f"{_tally(name) if form.fields[name].type in NAMED else name} AS {name}" for name in fields)
    con.execute(f"""CREATE OR REPLACE TEMP TABLE total_rows AS
        FROM (SELECT file, sheet, row, class, {numbers} FROM {source} WHERE class = 'total' OR class = 'subtotal')
        QUALIFY bool_or(coalesce({", ".join(f"{name}::VARCHAR" for name in fields)}) IS NOT NULL) OVER (PARTITION BY file, sheet)""")
    return bool(con.execute("SELECT 1 FROM total_rows LIMIT 1").fetchall())


def _tally(name: str) -> str:
    said = f"coalesce({name}, list_filter(problems, lambda p: p.field = '{name}')[1].value)"
    return f"try_cast(regexp_extract({said}, '{TALLY}', 1) AS BIGINT)"


def _stretches(con: duckdb.DuckDBPyConnection, fields: list[str], named: set[str], source: str) -> dict[tuple, Stretch]:
    """The stretches of the sheets in `total_rows`, by file, sheet and how many total rows stand above.

    (An ASOF join would say the same, but sort all the rows of a long sheet for its one total.)
    """
    amounts = ", ".join(f"nullif(count(DISTINCT {n}), 0)" if n in named else f"sum({n})" for n in fields)
    wrong = "len(list_filter(problems, lambda p: p.field = '{0}' AND p.reason <> 'missing')) > 0"
    unsure = ", ".join("false" if n in named else f"bool_or({n} IS NULL AND {wrong.format(n)})" for n in fields)
    rows = con.execute(f"""
        WITH ends AS (SELECT file, sheet, row FROM total_rows UNION ALL SELECT DISTINCT file, sheet, 0 FROM total_rows),
        between AS (
            SELECT file, sheet, row AS above, lead(row) OVER w AS below, row_number() OVER w - 1 AS place FROM ends
            WINDOW w AS (PARTITION BY file, sheet ORDER BY row))
        SELECT b.file, b.sheet, b.place, count(*), {amounts}, {unsure}
        FROM {source} r JOIN between b ON r.file = b.file AND r.sheet = b.sheet AND r.row > b.above AND r.row < coalesce(b.below, 2147483647)
        WHERE class = 'record' OR class = 'corrected' GROUP BY ALL""").fetchall()
    found = {}
    for file, sheet, above, n, *values in rows:
        doubtful = frozenset(name for name, doubt in zip(fields, values[len(fields) :], strict=True) if doubt)
        found[file, sheet, above] = Stretch(n, dict(zip(fields, values[: len(fields)], strict=True)), doubtful)
    return found


def differences(totals: list[Total], stretches: list[Stretch], named: set[str]) -> Iterator[Difference]:
    """What the totals of a sheet say that its rows do not, whichever rows they are meant to cover.

    `stretches` are the rows above the first total, between the first and the second, … and below the last.
    """
    for i, total in enumerate(totals):
        covered = _covered([t.kind for t in totals], stretches, i)
        for field, written in total.written.items():
            if written is None or not covered or abs(written) >= LONGEST:
                continue
            ways = [_amount(way, field, written, field in named) for way in covered]
            unsure = ways[0] is None or any(field in s.unsure for way in covered for s in way)
            # Where streets stand among their villages the rows add up to twice the whole, and with the county to three times.
            may_be = {written} if field in named else {written, 2 * written, 3 * written}
            if not unsure and not may_be & set(ways):
                yield Difference(total.row, field, written, ways[0])


def _covered(kinds: list[str], stretches: list[Stretch], i: int) -> list[list[Stretch]]:
    """The stretches that a total row may cover, first those it should by its place; none where nobody can tell.

    A 小计 covers the rows from the total row before it, a 合计 those from the last 合计 or from the top; where the first of a
    kind has no rows above it, those below.
    """
    first = kinds.index(kinds[i])
    stands_above = not any(s.rows for s in stretches[_start(kinds, first) : first + 1])
    end = next((j for j in range(i + 1, len(kinds)) if kinds[j] == "total" or kinds[i] == "subtotal"), len(kinds))
    ways = [stretches[_start(kinds, i) : i + 1], stretches[i + 1 : end + 1]]
    whole = [stretches[: i + 1], stretches[i + 1 :]] if kinds[i] == "total" else []
    if stands_above:
        ways, whole = ways[::-1], whole[::-1]
    if kinds[i] == "subtotal" and not any(s.rows for s in ways[0]):
        return []  # of 小计 upon 小计
    return [way for way in [ways[0], *whole, ways[1]] if any(s.rows for s in way)]


def _start(kinds: list[str], i: int) -> int:
    """The first stretch after the total row that ends what stands above total row i."""
    return max((j + 1 for j in range(i) if kinds[j] == "total" or kinds[i] == "subtotal"), default=0)


def _amount(way: list[Stretch], field: str, written: Number, is_named: bool) -> Number | None:
    """What the rows of some stretches add up to; how many persons they name, where that is not the number written."""
    amounts = [s.amounts[field] for s in way if s.rows and s.amounts[field] is not None]
    if is_named and amounts:  # a person may have several rows, but no row names two
        return min(max(written, *amounts), sum(s.rows for s in way))
    return sum(amounts) if amounts else None


def _note(words: Words, where: str, headers: dict[str, str], named: set[str], wrong: list[Difference]) -> str:
    told = [
        words(
            f"totals.{'persons' if d.field in named else 'sum'}",
            row=f"{d.row}", header=headers[d.field], written=f"{d.written:,}", found=f"{d.found:,}",
        )
        for d in wrong[:MOST_TOLD]
    ]  # fmt: skip
    if len(wrong) > MOST_TOLD:
        told.append(words("totals.more", n=len(wrong) - MOST_TOLD))
    return words("totals.note", place=where, told=words.clauses(told))
