"""The rows that could be a sheet's header: each row, and two or three rows joined into paths."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.reading.sheets import Sheet
from pipelines.recognising import units

HEADER_ROWS = 20  # a header stands within the first rows
HEADER_DEPTH = 3  # rows of the deepest header
# 填报单位：某街道 stands above a header, not in it.
NOTE = re.compile(r"(单位|單位|日期|时间|時間|人|电话|電話|表号|表號|机关|機關)\s*[:：]\s*\w")


@dataclass(frozen=True)
class Header:
    """A header as read: for each column its label and what it may also be called, with the rows above it."""

    labels: list[list[str]]
    groups: list[tuple[int, str] | None]  # what stands over each column's own label, and where that begins
    rows: list[list[str]]  # as sent, for the same header further down the sheet
    first: int  # the numbers of its first and last row, from 1
    last: int

    @property
    def is_titled(self) -> bool:
        """The first of several rows says one thing only: a title merged over the columns."""
        return len(self.rows) > 1 and len({cell.strip() for cell in self.rows[0]} - {""}) == 1


def headers(sheet: Sheet) -> Iterator[Header]:
    """Every header the first rows could make."""
    rows = sheet.head[: HEADER_ROWS + HEADER_DEPTH - 1]
    for first in range(min(HEADER_ROWS, len(rows))):
        if sum(1 for cell in rows[first] if cell.strip()) >= 2:
            depth = 1 if any(NOTE.search(units.BRACKETS.sub("", cell)) for cell in rows[first]) else HEADER_DEPTH
            for last in range(first + 1, min(first + depth, len(rows)) + 1):
                parts = rows[first:last]
                if _texts(parts[-1]) in map(_texts, parts[:-1]):
                    break  # the header again
                if not _cuts_a_cell(sheet, first, last - 1):
                    labelled = [*parts[:-1], _once(sheet, last - 1)]
                    yield Header(*_joined(labelled, _width(rows[first:])), parts, first + 1, last)


def _cuts_a_cell(sheet: Sheet, first: int, last: int) -> bool:
    """Whether a cell merged over a few rows lies half in the header and half outside it."""
    return any(
        0 < bottom - top < HEADER_DEPTH and (top < first <= bottom or top <= last < bottom)
        for top, _, bottom, _ in sheet.spans
    )


def _texts(row: list[str]) -> list[str]:
    """What a row says, apart from spaces and blank cells at its end."""
    return [cell.strip() for cell in row[: _width([row])]]


def _width(rows: list[list[str]]) -> int:
    """How many columns rows have, apart from blank cells at their end: some may have no header."""
    return max((i + 1 for row in rows for i, cell in enumerate(row) if cell.strip()), default=0)


def _once(sheet: Sheet, number: int) -> list[str]:
    """A row in which a cell merged over several columns labels only the first of them."""
    row = list(sheet.head[number])
    for top, left, bottom, right in sheet.spans:
        if top <= number <= bottom and right > left:
            row[left + 1 : right + 1] = [""] * len(row[left + 1 : right + 1])
    return row


def _joined(rows: list[list[str]], width: int) -> tuple[list[list[str]], list[tuple[int, str] | None]]:
    """Each column's label is its lowest cell; it may also be called that with the cells above it, which reach over blanks.
    The nearest of these is its group."""
    padded = [[cell.strip() and cell for cell in row[:width]] + [""] * (width - len(row)) for row in rows]
    over = [_carried(row) for row in padded]
    labels = [_names([row[i] for row in padded], [row[i] for row in over]) for i in range(width)]
    return labels, [_group(padded, over, i) for i in range(width)]


def _group(padded: list[list[str]], over: list[list[str]], column: int) -> tuple[int, str] | None:
    """The nearest text above the lowest cell of a column that says something else, and the column where it begins."""
    own = max((row for row in range(len(padded)) if padded[row][column]), default=0)
    for row in reversed(range(own)):
        if (text := over[row][column]) and text != padded[own][column]:
            first = column
            while first and over[row][first - 1] == text:
                first -= 1
            return first, text
    return None


def _carried(row: list[str]) -> list[str]:
    """A row of groups: a blank cell belongs to the group before it."""
    carried, group = [], ""
    for cell in row:
        group = cell or group
        carried.append(group)
    return carried


def _names(cells: list[str], groups: list[str]) -> list[str]:
    depth = max((i for i, cell in enumerate(cells) if cell), default=0)
    path = [text for i, text in enumerate([*groups[:depth], cells[depth]]) if text]
    path = [text for i, text in enumerate(path) if i == 0 or text != path[i - 1]]
    called = ["".join(path[i:]) for i in reversed(range(len(path)))] or [""]
    unit = units.bracketed(path[-1]) if len(path) > 1 else None  # 金额 over 万元 is also called 金额(万元)
    return [*called, *("".join(path[i:-1]) + unit for i in reversed(range(len(path) - 1)))] if unit else called
