"""Two tables side by side under the same headers → two sheets, told apart by their columns."""

from __future__ import annotations

import re

from pipelines.reading.grids import letters

HEADER_ROWS = 20  # a header stands within the first rows
NOTE = re.compile(r"[:：]|\d{4}")  # a unit or date line above the header: 填报单位：…, 2024年10月


def blocks(head: list[list[str]]) -> tuple[int, list[tuple[int, int]]]:
    """How many lines stand above tables that stand side by side under the same headers, and the columns (first, one past the
    last) of each; no columns for one table."""
    for above, row in enumerate(head[:HEADER_ROWS]):
        labels = {cell.strip() for cell in row if cell.strip()}
        if found := _repeats(row):
            return above, found
        if len({label for label in labels if not NOTE.search(label)}) > 1:
            break  # the header, or a group of headers, of one table
    return 0, []


def _repeats(row: list[str]) -> list[tuple[int, int]]:
    """Where a row of labels says the same thing two or more times over, apart from empty columns between."""
    cells = [re.sub(r"\s", "", cell) for cell in row]
    filled = [i for i, cell in enumerate(cells) if cell]
    if not filled or any(re.fullmatch(r"[\d.,%/-]+", cells[i]) for i in filled):
        return []
    first = filled[0]
    starts = [i for i in filled if cells[i] == cells[first]]
    step = starts[1] - starts[0] if len(starts) > 1 else 0
    if starts != list(range(first, first + step * len(starts), step or 1)):
        return []
    parts = [cells[i : i + step] for i in starts]
    parts[-1] += [""] * (step - len(parts[-1]))
    labels = [cell for cell in parts[0] if cell]
    if len(set(labels)) < 2 or len(set(labels)) < len(labels) or any(part != parts[0] for part in parts):
        return []
    width = max(i for i, cell in enumerate(parts[0]) if cell) + 1
    return [(i, i + width) for i in starts]


def columns(first: int, end: int) -> str:
    """The letters of columns as a spreadsheet writes them: 4, 8 → E:H."""
    return f"{letters(first)}:{letters(end - 1)}"
