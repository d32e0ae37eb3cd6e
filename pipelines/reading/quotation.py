"""Quotation marks in delimited text: those that quote a cell, and stray ones that are part of what somebody wrote."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from itertools import chain

MOST_LINES = 200  # of one cell: a mark that is not closed by then quotes nothing


def rows(lines: Iterable[str], delimiter: str, stray: set[int]) -> Iterator[list[str]]:
    """The rows of a text as their cells (RFC 4180), but for lines on which a quotation mark is never closed, is closed in the
    middle of a cell, or would make one cell of several whole rows: there it is a character like any other.

    The numbers of those lines, from 1, are added to `stray`.
    """
    source, number, width = iter(lines), 0, 0
    while True:
        pending: list[str] = []
        reader = csv.reader(_noted(source, pending), delimiter=delimiter, strict=True)
        try:
            for row in reader:
                if len(pending) > 1 and _are_rows(pending, delimiter, width):
                    raise csv.Error("whole rows in one cell")
                number, width = number + len(pending), width or len(row)
                pending.clear()
                yield row
            return
        except csv.Error:
            number += 1
            stray.add(number)
            yield pending[0].rstrip("\r\n").split(delimiter)
            source = chain(pending[1:], source)


def _noted(lines: Iterator[str], pending: list[str]) -> Iterator[str]:
    for line in lines:
        if len(pending) == MOST_LINES:
            pending.append(line)
            raise csv.Error("a cell longer than any cell is")
        pending.append(line)
        yield line


def _are_rows(lines: list[str], delimiter: str, width: int) -> bool:
    """Whether each line has as many cells as the header, and none of them is quoted as a program does it."""
    cells = [line.rstrip("\r\n").split(delimiter) for line in lines]
    quoted = any(len(cell) > 1 and cell[0] == cell[-1] == '"' for row in cells for cell in row)
    return not quoted and all(len(row) == width for row in cells)
