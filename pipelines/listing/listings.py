"""A list for officers: whom or what it names by pseudonym, what is said of each in words, how many there are in each village."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from operator import add
from uuid import UUID

from indicators.counting.areas import Areas


@dataclass(frozen=True)
class Entry:
    """One line: the area, what it is called (the beginning of a pseudonym, the name of a site), the person if it is about one,
    what is said of it under the headings of its list, and the row of the table behind it."""

    area: str
    called: str
    person: UUID | None
    cells: tuple[str, ...]
    row: Mapping[str, object] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Listing:
    """Entries in order, under what they are a list of; `called` heads what they are called."""

    title: str
    told: tuple[str, ...]
    called: str
    headings: tuple[str, ...]
    entries: tuple[Entry, ...]


def by_part(areas: Areas, area: str, numbers: Mapping[str, Iterable]) -> dict[str, tuple]:
    """Numbers of areas added up for the areas directly below one, each with all below it; what lies in none of these (the
    area's own, or of an area outside the register) stands under the area itself."""
    found: dict[str, tuple] = {}
    parts = {*areas.children(area)}
    for code, counts in numbers.items():
        whole = next((step for step in (code, *areas.ancestors(code)) if step in parts), area)
        before = found.get(whole)
        found[whole] = tuple(map(add, before, counts) if before else counts)
    return {whole: found[whole] for whole in sorted(found, key=lambda code: (code != area, code))}
