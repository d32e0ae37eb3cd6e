"""Tables that stand below each other in a sheet, each with its own header → sheets of their own, told apart by their rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipelines.reading.grids import Grid
from pipelines.reading.sheets import HEAD_ROWS, Sheet
from pipelines.recognising import row_words
from pipelines.recognising.forms import Form
from pipelines.recognising.headers import HEADER_ROWS
from pipelines.recognising.labels import names

FEWEST = 2  # labels of a header
LONGEST = 16  # characters of one
COLUMNS = 2  # in which another header is looked for
Rows = list[list[str]]


def apart(sheet: Sheet, forms: list[Form]) -> list[Sheet]:
    """The sheet, or each of its tables with the lines right above its header.

    A header that stands again as it was begins no other table, unless it has a title of its own. A long text is one table.
    """
    if sheet.grid is None and not sheet.is_small:
        return [sheet]
    known = [form.known.keys() for form in forms]
    first = next((n for n, row in enumerate(sheet.head[:HEADER_ROWS]) if _is_header(row, known)), None)
    if first is None:
        return [sheet]
    candidates = sorted(set(_candidates(sheet, sheet.head[first], known)))
    if not candidates or candidates[-1] <= first + 1:
        return [sheet]
    rows = list(sheet.cells())
    starts = _starts(rows, first, known, candidates)
    if not starts:
        return [sheet]
    return [_part(sheet, rows, a, b) for a, b in zip([0, *starts], [*starts, len(rows)], strict=True)]


def _is_header(row: list[str], known: list) -> bool:
    """Whether half of what a row says, or more, are labels of one form."""
    said = [cell.strip() for cell in row if cell.strip()]
    if len(set(said)) < FEWEST or any(re.fullmatch(r"[\d.,%/-]+", cell) for cell in said):
        return False
    called = [set(names(cell)) for cell in said if len(cell) <= LONGEST]
    most = max(sum(1 for words in called if not words.isdisjoint(labels)) for labels in known) if known else 0
    return most >= FEWEST and most * 2 >= len(said)


def _candidates(sheet: Sheet, header: list[str], known: list) -> Iterator[int]:
    """The rows (from 0) that hold a label where the first header has one."""
    places = [i for i, cell in enumerate(header) if any(not labels.isdisjoint(names(cell)) for labels in known)][
        :COLUMNS
    ]
    for numbers, column in _columns_at(sheet, places):
        texts = {cell for cell in set(column) if 1 < len(cell) <= LONGEST and not re.search(r"\d{3}", cell)}
        labels = {cell for cell in texts if any(not words.isdisjoint(names(cell)) for words in known)}
        yield from (numbers[n] - 1 for n, cell in enumerate(column) if cell in labels)


def _columns_at(sheet: Sheet, places: list[int]) -> Iterator[tuple[Sequence[int], list[str]]]:
    """Some columns of a sheet, each with the numbers of its rows."""
    if sheet.grid:
        yield from ((sheet.grid.rows, sheet.grid.columns[i]) for i in places if i in sheet.grid.columns)
        return
    rows = list(sheet.cells())
    for i in places:
        yield range(1, len(rows) + 1), [row[i] if i < len(row) else "" for row in rows]


def _starts(rows: Rows, first: int, known: list, candidates: list[int]) -> list[int]:
    """Where the tables below the first begin."""
    starts, current, last, title = [], _texts(rows[first]), first, _title(rows[:first])
    for n in (n for n in candidates if n > first and _is_header(rows[n], known)):
        goes_on = n == last + 1  # a header of several rows
        above = [] if goes_on else _title(rows[last + 1 : n])
        if not goes_on and (_texts(rows[n]) != current or (above and above != title)):
            starts.append(n - len(above))
            current, title = _texts(rows[n]), above
        last = n
    return starts


def _title(rows: Rows) -> list[str]:
    """The last of some rows that say one thing each, and no total of the table above, with the blank ones among them."""
    lines: list[str] = []
    for row in reversed(rows):
        said = {cell.strip() for cell in row} - {""}
        text = row_words.plain(next(iter(said), ""))
        if len(said) > 1 or row_words.total(text) or row_words.FOOTER.match(text):
            break
        lines.insert(0, text)
    return lines[next((n for n, text in enumerate(lines) if text), len(lines)) :]


def _texts(row: list[str]) -> list[str]:
    texts = [cell.strip() for cell in row]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _part(sheet: Sheet, rows: Rows, first: int, end: int) -> Sheet:
    width = max(map(len, rows[first:end]), default=0)
    columns = {i: [row[i] if i < len(row) else "" for row in rows[first:end]] for i in range(width)}
    spans = [(a - first, b, c - first, d) for a, b, c, d in sheet.spans if first <= a and c < end]
    return replace(
        sheet,
        name=f"{sheet.name} {first + 1}:{end}".strip(),
        head=rows[first : min(end, first + HEAD_ROWS)],
        spans=spans,
        grid=Grid(range(first + 1, end + 1), columns),
        text=None,
        told=sheet.told if not first else sheet.told.__class__(),
        above=sheet.above + first,
    )
