"""The cells of a sheet by column, each row and column under its own number: those without a cell can be left out."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

Span = tuple[int, int, int, int]  # merged cells: row, column, row, column, the first and the last, from 0


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

    def part(self, first: int, end: int) -> Grid:
        """The columns from `first` to before `end`, numbered from 0."""
        return Grid(self.rows, {i - first: cells for i, cells in self.columns.items() if first <= i < end})

    def arrays(self, after: int, width: int) -> dict[str, np.ndarray]:
        """The rows after number `after` (row, c0, c1, … as text) of the first `width` columns, as DuckDB reads them quickest."""
        import numpy as np

        start = bisect_right(self.rows, after)
        blank = [None] * (len(self.rows) - start)
        cells = (self.columns[i][start:] if i in self.columns else blank for i in range(width))
        named = {f"c{i}": np.array(column, dtype=object) for i, column in enumerate(cells)}
        return {"row": np.array(self.rows[start:], dtype=np.int64)} | named


def _height(cells: Sequence[str]) -> int:
    """How many rows there are down to the last that is not blank."""
    return next((i for i in range(len(cells), 0, -1) if cells[i - 1].strip()), 0)
