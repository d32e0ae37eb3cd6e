"""Total rows (合计, 小计) against the rows they cover: one that disagrees is told of, and never keeps a row from being counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import accumulate, groupby
from typing import TYPE_CHECKING

from indicators.showing.words import Words
from indicators.workspace import LANGUAGES
from pipelines.accounting.corrections import place
from pipelines.recognising.forms import Form

if TYPE_CHECKING:
    import duckdb

    from pipelines.accounting.ledger import Entry

NAMED = ("person_name", "person_no")  # 12人 in a total row counts these
TALLY = re.compile(r"(?:(?:合|总|小|共) ?计:? ?)?(\d{1,6}) ?[人名]")
LONGEST = 10**10  # a longer number may be somebody's
MOST_TOLD = 5  # of one sheet

Number = int | Decimal


@dataclass(frozen=True)
class Stretch:
    """Rows of a sheet that follow each other: how many, what they add up to and how many persons they name at least (by
    field, where a cell says), and the fields with a cell that nobody can read."""

    rows: int = 0
    sums: dict[str, Number] = field(default_factory=dict)
    persons: dict[str, int] = field(default_factory=dict)
    unsure: frozenset[str] = frozenset()

    def __add__(self, other: Stretch) -> Stretch:
        sums = {name: self.sums.get(name, 0) + other.sums.get(name, 0) for name in self.sums | other.sums}
        persons = {
            name: max(self.persons.get(name, 0), other.persons.get(name, 0)) for name in self.persons | other.persons
        }
        return Stretch(self.rows + other.rows, sums, persons, self.unsure | other.unsure)

    def makes(self, name: str, written: Number) -> Number | None:
        """The number that a total of these rows has: `written` where it may be that, None where no row says."""
        if name in self.persons:  # a person may have several rows, but no row names two
            return min(max(written, self.persons[name]), self.rows)
        made = self.sums.get(name)
        # Where streets stand among their villages the rows add up to twice the whole, and with the county to three times.
        return written if made in (2 * written, 3 * written) else made


@dataclass(frozen=True)
class Total:
    """A total row: total (合计) or subtotal (小计), and the numbers it gives by field."""

    row: int
    kind: str
    written: dict[str, Number]


@dataclass(frozen=True)
class Difference:
    """A number that a total row gives, and the one its rows make."""

    row: int
    field: str
    written: Number
    made: Number


def create(con: duckdb.DuckDBPyConnection) -> None:
    """The temporary table `disagreements`: what is to be said of sheets, in Chinese and English."""
    con.execute("CREATE TEMP TABLE disagreements (file VARCHAR, sheet VARCHAR, zh VARCHAR, en VARCHAR)")


def note(con: duckdb.DuckDBPyConnection, entries: list[Entry]) -> None:
    """Say in the ledger which totals disagree with their rows."""
    lines = {(entry.file, entry.sheet): entry for entry in entries}
    for file, sheet, zh, en in con.execute("FROM disagreements").fetchall():
        lines[file, sheet].note(zh, en)


def compare(con: duckdb.DuckDBPyConnection, form: Form, rows: str) -> None:
    """Find what the totals among staged rows say that the others do not → `disagreements`.

    `rows` is a SELECT; `classes` tells whether there are totals among them.
    """
    is_total = "(class = 'total' OR class = 'subtotal')"
    fields = {name: f for name, f in form.fields.items() if name not in form.derived}
    summed = [name for name, f in fields.items() if f.counts and not f.is_private]
    named = [name for type_ in NAMED for name, f in fields.items() if f.type == type_]
    asked = f"SELECT 1 FROM classes WHERE form = '{form.name}' AND {is_total} LIMIT 1"
    if not summed + named or not con.execute(asked).fetchall():
        return
    numbers = "".join(f", {name}" for name in summed)
    con.execute(f"""CREATE OR REPLACE TEMP TABLE total_rows AS
        SELECT file, sheet, row, class, list_transform(cells, lambda c: fold(c)) AS cells {numbers} FROM ({rows}) WHERE {is_total}""")
    headers: dict[tuple, dict[str, tuple[str, int]]] = {}
    for file, sheet, *found in con.execute("FROM headers SEMI JOIN total_rows USING (file, sheet)").fetchall():
        headers.setdefault((file, sheet), {})[found[0]] = tuple(found[1:])
    stretches = _stretches(con, summed, named, rows)
    found = con.execute("FROM total_rows ORDER BY file, sheet, row").fetchall()
    for where, lines in groupby(found, key=lambda line: line[:2]):
        totals = [_total(headers[where], summed, named, *line[2:]) for line in lines]
        between = [stretches.get((*where, above), Stretch()) for above in range(len(totals) + 1)]
        if wrong := [(headers[where][d.field][0], d) for d in differences(totals, between)]:
            said = [_note(Words(lang), place(*where), wrong, named) for lang in LANGUAGES]
            con.execute("INSERT INTO disagreements VALUES (?, ?, ?, ?)", [*where, *said])


def _total(
    headers: dict[str, tuple], summed: list[str], named: list[str], row: int, kind: str, cells, *numbers
) -> Total:
    """What a total row gives, in the columns that its sheet has: sums, and how many persons its first cell or one of theirs says."""
    written = {name: n for name, n in _given(summed, numbers).items() if name in headers}
    if name := next((name for name in named if name in headers), None):
        said = [cells[headers[name][1]], next(filter(None, cells), None)]
        found = next((m for text in said if text and (m := TALLY.fullmatch(text))), None)
        written |= {name: int(found[1])} if found else {}
    return Total(row, kind, written)


def _stretches(
    con: duckdb.DuckDBPyConnection, summed: list[str], named: list[str], source: str
) -> dict[tuple, Stretch]:
    """The rows between the totals of each sheet in `total_rows`, by file, sheet and how many total rows stand above.

    (An ASOF join would say the same, but sort all the rows of a long sheet for its one total.)
    """
    wrong = "len(list_filter(problems, lambda p: p.field = '{0}' AND p.reason <> 'missing')) > 0"
    numbers = [f"sum({name})" for name in summed] + [f"nullif(count(DISTINCT {name}), 0)" for name in named]
    numbers += [f"nullif(bool_or({name} IS NULL AND {wrong.format(name)}), false)" for name in summed]
    rows = con.execute(f"""
        WITH ends AS (SELECT file, sheet, row FROM total_rows UNION ALL SELECT DISTINCT file, sheet, 0 FROM total_rows),
        between AS (
            SELECT file, sheet, row AS above, lead(row, 1, 2147483647) OVER w AS below, row_number() OVER w - 1 AS place FROM ends
            WINDOW w AS (PARTITION BY file, sheet ORDER BY row))
        SELECT b.file, b.sheet, b.place, count(*), {", ".join(numbers)}
        FROM ({source}) r JOIN between b ON r.file = b.file AND r.sheet = b.sheet AND r.row > b.above AND r.row < b.below
        WHERE class = 'record' OR class = 'corrected' GROUP BY ALL""").fetchall()
    found, first, last = {}, len(summed), len(summed + named)
    for file, sheet, above, n, *values in rows:
        unsure = frozenset(_given(summed, values[last:]))
        found[file, sheet, above] = Stretch(n, _given(summed, values), _given(named, values[first:last]), unsure)
    return found


def _given(names: list[str], values: list) -> dict[str, Number]:
    """The first values by name, but for those that are not there."""
    return {name: value for name, value in zip(names, values, strict=False) if value is not None}


def differences(totals: list[Total], stretches: list[Stretch]) -> Iterator[Difference]:
    """What the totals of a sheet say that its rows do not, whichever rows they are meant to cover.

    `stretches` are the rows above the first total, between the first and the second, … and below the last.
    """
    kinds = [total.kind for total in totals]
    above = list(accumulate(stretches))
    below = list(accumulate(stretches[::-1]))[::-1]
    for i, total in enumerate(totals):
        covered = _covered(kinds, stretches, i, [above[i], below[i + 1]])
        for name, written in total.written.items():
            made = [stretch.makes(name, written) for stretch in covered if name not in stretch.unsure]
            if len(made) == len(covered) > 0 and made[0] is not None and written not in made and abs(written) < LONGEST:
                yield Difference(total.row, name, written, made[0])


def _covered(kinds: list[str], stretches: list[Stretch], i: int, whole: list[Stretch]) -> list[Stretch]:
    """The rows a total row may cover, first those it should by its place; none where nobody can tell.

    A 小计 covers the rows from the total row before it, a 合计 those from the last 合计 or all there are; where the first of
    a kind has no rows above it, those below. `whole` is all above and all below.
    """
    stands_above = not _sum(stretches[_start(kinds, kinds.index(kinds[i])) : kinds.index(kinds[i]) + 1]).rows
    end = next((j for j in range(i + 1, len(kinds)) if _ends(kinds, j, i)), len(kinds))
    ways = [_sum(stretches[_start(kinds, i) : i + 1]), _sum(stretches[i + 1 : end + 1])]
    if stands_above:
        ways, whole = ways[::-1], whole[::-1]
    if kinds[i] == "subtotal":
        return [way for way in ways if way.rows] if ways[0].rows else []  # 小计 upon 小计: of what?
    return [way for way in [ways[0], *whole, ways[1]] if way.rows]


def _start(kinds: list[str], i: int) -> int:
    """The first stretch of those that total row i stands below."""
    return next((j + 1 for j in range(i - 1, -1, -1) if _ends(kinds, j, i)), 0)


def _ends(kinds: list[str], j: int, i: int) -> bool:
    """Whether what total row i covers reaches no further than total row j."""
    return kinds[j] == "total" or kinds[i] == "subtotal"


def _sum(stretches: list[Stretch]) -> Stretch:
    return sum(stretches, Stretch())


def _note(words: Words, where: str, wrong: list[tuple[str, Difference]], named: list[str]) -> str:
    told = []
    for header, d in wrong[:MOST_TOLD]:
        values = {"row": str(d.row), "header": header, "written": f"{d.written:,}", "made": f"{d.made:,}"}
        told.append(words("totals.persons" if d.field in named else "totals.sum", **values))
    if len(wrong) > MOST_TOLD:
        told.append(words("totals.more", n=len(wrong) - MOST_TOLD))
    return words("totals.note", place=where, told=words.clauses(told))
