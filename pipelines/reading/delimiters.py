"""What the cells of a line of text are separated by: one of the usual characters, or any other that cuts the lines alike."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator

USUAL = ",\t;|，；^~\x01\x1f"
COLUMNS = "  "  # two or more spaces: the cells stand under each other
GAP = re.compile(r"[ \u3000]{2,}")
FEWEST = 3  # cells of a header that an unusual delimiter cuts: two are a word and its explanation
OTHERS = 0.2  # of the lines below a header may be cut otherwise, or three: a total, a footer, a date
WITHIN = "\"'“”‘’()（）[]【】{}《》<>.-_%&+"  # stands inside words, numbers and dates


def delimiter(sample: str) -> str:
    """The delimiter of a text that begins like this; COLUMNS where cells are set out by spaces.

    The one that cuts most lines into the same number (> 1) of cells; Excel's own `sep=;` line decides. What is not usual is
    a delimiter only where a line of labels, without a usual one in it, and the lines below are cut alike.
    """
    first = sample.splitlines()[0] if sample.strip() else ""
    if first.lower().startswith("sep=") and len(first) == 5:
        return first[-1]
    usual = {mark: _agreement(_rows(sample, mark)) for mark in USUAL}
    best = max(usual, key=usual.get)
    if usual[best][0] >= sum(1 for line in sample.splitlines() if line.strip()):
        return best
    marks = {
        c for c in sample if not (c.isalnum() or c in WITHIN or c in USUAL or (c.isspace() and c not in " \u3000"))
    }
    cuts = {mark: _rows(sample, mark) for mark in sorted(marks)} | {COLUMNS: _set_out(sample)}
    other = {mark: _agreement(_below_labels(rows)) for mark, rows in cuts.items()}
    unusual = max(other, key=other.get)
    return unusual if other[unusual][0] > usual[best][0] else best


def _rows(sample: str, mark: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(sample, newline=""), delimiter=mark))
    except csv.Error:
        return []


def _set_out(text: str) -> list[list[str]]:
    return [GAP.split(line.strip()) for line in text.splitlines()]


def with_tabs(sample: str, lines: Iterable[str]) -> Iterator[str]:
    """The lines of a text that is set out by spaces, with tabs between the cells.

    A line with fewer or more cells than the header stays whole: which of them is blank cannot be told.
    """
    width = len(_below_labels(_set_out(sample))[0])
    for line in lines:
        cells = GAP.split(line.strip())
        yield "\t".join(cells) + line[len(line.rstrip("\r\n")) :] if len(cells) == width else line


def _agreement(rows: list[list[str]]) -> tuple[int, int]:
    """In how many rows the commonest number (> 1) of cells stands, and that number."""
    widths = Counter(len(row) for row in rows if len(row) > 1)
    width, count = widths.most_common(1)[0] if widths else (1, 0)
    return count, width


def _below_labels(rows: list[list[str]]) -> list[list[str]]:
    """The first row that could be a header and those below it with as many cells, where most have; else none."""
    written = [row for row in rows if any(cell.strip() for cell in row)]
    for number, row in enumerate(written):
        below = written[number + 1 :]
        alike = [other for other in below if len(other) == len(row)]
        others = len(below) - len(alike)
        if alike and others <= min(max(3, OTHERS * len(below)), len(alike)) and _are_labels(row, alike):
            return [row, *alike]
    return []


def _are_labels(row: list[str], below: list[list[str]]) -> bool:
    """Different words, none of them a number, without a usual delimiter, that are not said again below."""
    cells = [cell.strip() for cell in row if cell.strip()]
    again = any(cell == label != "" for other in below if other != row for cell, label in zip(other, row, strict=True))
    return (
        len(set(cells)) == len(cells) >= FEWEST
        and all(re.search(r"[^\W\d_]", cell) for cell in cells)
        and not any(mark in cell for mark in USUAL for cell in cells)
        and not again
    )
