"""Disclosure control for the public profile: small counts of people are hidden, and what would give them away."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace

from indicators.counting.areas import Areas
from indicators.counting.values import Value
from indicators.model import Indicator

PERSONAL = ("persons", "person_times", "households")  # the counts that can point at somebody
Key = Hashable
Counts = tuple[float, float | None]  # numerator, and denominator of a rate


def is_personal(indicator: Indicator) -> bool:
    """True where few cases can point at somebody: persons outside of their work, or what persons answered."""
    return bool(indicator.person) or (indicator.counts in PERSONAL and not indicator.at_work)


def is_small(counts: Counts, k: int) -> bool:
    """True when the numerator, its complement or the denominator is above 0 and below k. True zeros may be shown."""
    return any(0 < part < k for part in _parts(counts))


def hidden(cells: Mapping[Key, Counts], lines: Iterable[Sequence[Key]], k: int) -> frozenset[Key]:
    """The cells to hide: the small ones, and on every line as many more as keep those from being worked out.

    A line is a total followed by the cells that add up to it. Where it has a single hidden cell, or hidden parts that
    are small together, its next-smallest part (and any of the same size) is hidden too, until nothing changes.
    """
    gone = {key for key, counts in cells.items() if is_small(counts, k)}
    lines = [line for line in lines if len(line) > 1]
    more = gone
    while more:
        more = {key for line in lines for key in _next(cells, line, gone, k)}
        gone |= more
    return frozenset(gone)


def protect(
    values: Sequence[Value], areas: Areas, k: int, persons: Callable[[Value], int | None] = lambda value: None
) -> list[Value]:
    """The values of one table as they may be published, in the same order; the hidden ones are `suppressed`.

    Lines run over areas (each with the shown area it lies in) and over breakdowns (each with the value for all of it).
    `persons` gives how many stand behind a value that counts something else: those are what must not be few.
    """
    if not k:
        return list(values)
    personal = [v for v in values if is_personal(v.indicator) and v.value is not None]
    cells = {_key(v): (persons(v), None) if v.indicator.person else (v.numerator, v.denominator) for v in personal}
    gone = hidden(cells, _lines(personal, cells, areas), k)
    return [_withheld(v) if _key(v) in gone else v for v in values]


def _parts(counts: Counts) -> tuple[float, ...]:
    """What a cell tells: of a rate the numerator, the complement and the denominator."""
    numerator, denominator = counts
    return (numerator,) if denominator is None else (numerator, denominator - numerator, denominator)


def _next(cells: Mapping[Key, Counts], line: Sequence[Key], gone: set[Key], k: int) -> set[Key]:
    """What one line must hide besides; empty when it gives nothing away or has nothing left to hide."""
    total, *parts = line
    lost = [key for key in line if key in gone]
    together = [sum(sums) for sums in zip(*(_parts(cells[key]) for key in parts if key in gone), strict=True)]
    exposed = len(lost) == 1 or (total not in gone and any(0 < amount < k for amount in together))
    if not lost or not exposed:
        return set()
    size = {key: max(_parts(cells[key])) for key in parts if key not in gone}
    smallest = min((amount for amount in size.values() if amount), default=None)
    # Where only empty parts are left, the total itself would give the hidden part away.
    return {key for key, amount in size.items() if amount == smallest} if smallest else {total} - gone


def _key(value: Value) -> tuple:
    return (value.indicator.code, value.window, value.quarter, value.area, frozenset(value.where.items()))


def _lines(values: Sequence[Value], cells: Mapping[Key, Counts], areas: Areas) -> list[list[Key]]:
    """Each total with its parts, along the areas and along each breakdown."""
    lines: dict[tuple, list[Key]] = {}
    for value in values:
        code, window, quarter, area, where = key = _key(value)
        above = ((code, window, quarter, upper, where) for upper in areas.ancestors(area))
        if (total := next((upper for upper in above if upper in cells), None)) is not None:
            lines.setdefault(("area", total), [total]).append(key)
        for part in where:
            total = (code, window, quarter, area, where - {part})
            if total in cells:
                lines.setdefault((part[0], total), [total]).append(key)
    return list(lines.values())


def _withheld(value: Value) -> Value:
    """The value without its numbers; `rows` only keeps whether there were any."""
    numbers = ("numerator", "denominator", "value", "lower", "upper", "method")
    return replace(value, **dict.fromkeys(numbers), rows=min(value.rows, 1), suppressed=True)
