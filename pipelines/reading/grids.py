"""The cells of a sheet by column, each row and column under its own number: those without a cell can be left out."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

Span = tuple[int, int, int, int]  # merged cells: row, column, row, column, the first and the last, from 0

MONTH_AND_DAY, MOST_OF_A_DAY = re.compile(r"\s*(?:0?[1-9]|1[0-2])\.\d{1,2}\s*"), 8


@dataclass
class Grid:
    """`rows` are row numbers (from 1, rising), `columns` the cells of those rows by column number (from 0, rising)."""

    rows: Sequence[int]
    columns: dict[int, list[str]]

    def trim(self) -> None:
        """Columns without a cell go, and blank rows at the end."""
        self.columns = {i: cells for i, cells in self.columns.items() if any(map(str.strip, cells))}
        height = max(map(_height, self.columns.values()), default=0)
        if height < len(self.rows):
            self.rows = self.rows[:height]
            self.columns = {i: cells[:height] for i, cells in self.columns.items()}

    def cells(self) -> Iterator[list[str]]:
        """Every row from the first to the last, blank ones too, without blank cells at its end."""
        places, number = list(self.columns), 1
        for row, cells in zip(self.rows, zip(*self.columns.values(), strict=True), strict=True):
            yield from ([] for _ in range(number, row))
            filled = [(place, cell) for place, cell in zip(places, cells, strict=True) if cell.strip()]
            line = [""] * (filled[-1][0] + 1 if filled else 0)
            for place, cell in filled:
                line[place] = cell
            yield line
            number = row + 1

    def merge(self, spans: list[Span]) -> None:
        """Every cell of a merged range says what its first one says, as far as there are columns."""
        for top, left, bottom, right in spans:
            first, end = bisect_left(self.rows, top + 1), bisect_right(self.rows, bottom + 1)
            if left in self.columns and first < end and self.rows[first] == top + 1:
                for place in (place for place in self.columns if left <= place <= right):
                    self.columns[place][first:end] = [self.columns[left][first]] * (end - first)

    def first_below(self, number: int) -> int:
        """The place of the first row after row `number`."""
        return bisect_right(self.rows, number)

    def part(self, first: int, end: int) -> Grid:
        """The columns from `first` to before `end`, numbered from 0."""
        return Grid(self.rows, {i - first: cells for i, cells in self.columns.items() if first <= i < end})

    def below(self, after: int, width: int) -> tuple[Sequence[int], list[list[str | None]]]:
        """The rows after number `after`: their numbers, and their first `width` columns."""
        start = bisect_right(self.rows, after)
        blank = [None] * (len(self.rows) - start)
        return self.rows[start:], [self.columns[i][start:] if i in self.columns else blank for i in range(width)]

    def arrays(self, after: int, width: int) -> dict[str, np.ndarray]:
        """The same (row, c0, c1, … as text), as DuckDB reads them quickest."""
        import numpy as np

        rows, columns = self.below(after, width)
        named = {f"c{i}": np.array(column, dtype=object) for i, column in enumerate(columns)}
        return {"row": np.array(rows, dtype=np.int64)} | named


def _height(cells: Sequence[str]) -> int:
    """How many rows there are down to the last that is not blank."""
    return next((i for i in range(len(cells), 0, -1) if cells[i - 1].strip()), 0)


def day_numbers(values: Sequence[object], texts: Sequence[str]) -> list[int]:
    """The places of numbers that may be days, 6.1, in a column where texts are such too: a number loses its last zero, a text
    keeps it. `texts` are the values as a person reads them."""
    written = (value for value in values if value.__class__ is str and len(value) <= MOST_OF_A_DAY and "." in value)
    if not any(MONTH_AND_DAY.fullmatch(value) for value in written):
        return []
    return [i for i, text in enumerate(texts) if values[i].__class__ is not str and MONTH_AND_DAY.fullmatch(text)]


@dataclass
class Marks:
    """What a reader of workbooks leaves out of one sheet, by row and column from 0: merged ranges, what cells hold whose formula
    failed, which numbers are shown as percentages, formulas without a stored value; and whether days count from 1904."""

    spans: list[Span] = field(default_factory=list)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    percents: set[tuple[int, int]] = field(default_factory=set)
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    from_1904: bool = False


@dataclass
class Page:
    """A visible sheet: its cells as text, its merged ranges, already filled, and what its reading took for granted (how many
    cells, by a key of the words for it)."""

    name: str
    grid: Grid
    spans: list[Span] = field(default_factory=list)
    told: Counter[str] = field(default_factory=Counter)
    from_1904: bool = False
    numbers: dict[int, set[int]] = field(default_factory=dict)  # by column, the rows (from 1) of `day_numbers`


def letters(column: int) -> str:
    """The letters of a column as a spreadsheet writes them: 0 → A, 26 → AA."""
    text = ""
    column += 1
    while column:
        column, digit = divmod(column - 1, 26)
        text = chr(ord("A") + digit) + text
    return text


def number(text: str) -> int:
    """The number of a column from its letters: A → 0, AA → 26."""
    found = 0
    for letter in text:
        found = found * 26 + ord(letter) - 64
    return found - 1
