"""What a cell takes from those above it: marks for the same again, and what was merged over several rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from pipelines.cleaning.headings import Columns, Told
from pipelines.reading.grids import Span
from pipelines.recognising.match import Match
from pipelines.recognising.row_words import BESIDE, DITTO, NOTHING, plain

NO_NEIGHBOURS = {
    "blank",
    "header",
    "total",
    "subtotal",
    "running",
    "footer",
    "heading",
    "title",
}  # rows without an own text


def fill_dittos(match: Match, columns: Columns, classes: Sequence[str]) -> int:
    """Put what stands above for 同上 and 〃, and to the left for 同左; how many. Who somebody is must be written: it is asked for, as in the first row."""
    parts = sorted({i for sub in match.subs for i in sub.columns})
    filled = sum(len(_fill(columns, i, classes)) for i in _shared(match) if i < match.width and i not in parts)
    changed = {n for i in parts for n in _fill(columns, i, classes)}
    for place, sub in enumerate(match.subs, match.width):
        for n in changed:
            columns[place][n] = sub.text([column[n] for column in columns])
    return filled + len(changed)


def _fill(columns: Columns, i: int, classes: Sequence[str]) -> list[int]:
    """Fill in one column; where."""
    filled, above = [], None
    for n, cell in enumerate(columns[i]):
        if classes[n] in NO_NEIGHBOURS:
            continue
        left = columns[i - 1][n] if cell and i and BESIDE.fullmatch(plain(cell)) else None
        if left or (cell and DITTO.fullmatch(plain(cell)) and above):
            columns[i][n] = left or above
            filled.append(n)
        above = columns[i][n]
    return filled


def has_dittos(match: Match, columns: Columns) -> bool:
    marks = (DITTO, BESIDE)
    return any(
        cell and any(mark.fullmatch(plain(cell)) for mark in marks) for i in _shared(match) for cell in columns[i]
    )


def _shared(match: Match) -> list[int]:
    """The columns of what may be the same in several rows."""
    return sorted({i for name, i in match.columns.items() if not match.form.fields[name].is_private})


def count_once(match: Match, spans: Iterable[Span], rows: Sequence[int], columns: Columns, classes: list[str]) -> Told:
    """Leave a number that is merged over several rows in the first of them; how many, by kind and names. A row in which everything
    is merged with the row above goes on with the record there: its class is 'continued'. `spans` count rows as `rows` do, but from 0.
    """
    covered = {}  # by column, the place of the first row of the range that each place is in
    places = {row: n for n, row in enumerate(rows)}
    for top, left, bottom, right in spans:
        inside = [places[row] for row in range(top + 1, bottom + 2) if row in places]
        for i in range(left, right + 1):
            covered.setdefault(i, {}).update((n, inside[0]) for n in inside[1:] if top + 1 in places)
    for n in sorted({n for places in covered.values() for n in places}):
        said = [i for i in _own(match) if plain(columns[i][n])]
        if classes[n] == "record" and said and all(n in covered.get(i, {}) for i in said):
            classes[n] = "continued"
    told: Told = Counter()
    for name, i in match.columns.items():
        if match.form.fields[name].counts:
            told["merged_numbers", (("field", match.labels[i]),)] += _once(covered, match, i, columns[i], classes)
    return told


def _own(match: Match) -> list[int]:
    return sorted({i for i in (*match.columns.values(), *match.items.values()) if i < match.width})


def _once(
    covered: dict[int, dict[int, int]], match: Match, column: int, cells: list[str | None], classes: list[str]
) -> int:
    """Empty the cells of records below the first that a number is merged over; how many numbers."""
    parts = [column] if column < match.width else match.subs[column - match.width].columns
    over = {n: first for i in parts for n, first in covered.get(i, {}).items() if classes[n] == "record"}
    over = {n: first for n, first in over.items() if cells[n] and not NOTHING.fullmatch(cells[n])}
    for n in over:
        cells[n] = None
    return len(set(over.values()))
