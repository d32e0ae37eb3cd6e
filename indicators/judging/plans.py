"""Plans: a document as data. What it asks of indicators, what it owes whom, what it has done by when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec

from indicators.counting.areas import Areas
from indicators.counting.quarters import Quarter
from indicators.judging.duties import Duty
from indicators.judging.strict import Problem, wrong
from indicators.judging.targets import Target, in_order, not_an_area
from indicators.judging.tasks import Period, Task
from indicators.workspace import AREA

MINIMUM_COMPLETENESS = Decimal("0.8")  # of the returns due, where the plan does not say otherwise
PARTS = {"targets": Target, "duties": Duty, "tasks": Task, "periods": Period}


class Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename={"starts_on": "from"}):
    """What stands above a plan's parts: its names, the document it comes from, where and when it is in force.

    Without dates it is in force in every year; with `area`, for that area and all below it.
    """

    zh: str
    en: str = ""
    document: str
    note: str = ""
    area: str | None = None
    starts_on: date | None = None
    until: date | None = None
    minimum_completeness: Decimal = MINIMUM_COMPLETENESS
    yearly: Literal["mean", "fourth_quarter", "sum"] | None = None  # how the quarters make the year, where it says so


class Plan(Head, frozen=True, kw_only=True):
    """A plan with its parts, its `name` (the file's stem) and `programme` (the folder; "" in a workspace's plans/); its
    targets name full indicator codes, areas are padded."""

    name: str
    programme: str
    targets: tuple[Target, ...] = ()
    duties: tuple[Duty, ...] = ()
    tasks: tuple[Task, ...] = ()
    periods: tuple[Period, ...] = ()

    def title(self, lang: str = "zh") -> str:
        """Its name; in English the Chinese one where the document has no other."""
        return (self.en if lang == "en" else "") or self.zh

    def in_force(self, quarter: str | Quarter, area: str | None = None, areas: Areas | None = None) -> bool:
        """True when any day of the quarter, and the area if one is given, lies within the plan."""
        quarter = Quarter.parse(quarter)
        early = self.starts_on is not None and quarter.ends_on < self.starts_on
        late = self.until is not None and quarter.starts_on > self.until
        if early or late:
            return False
        if self.area is None or area is None:
            return True
        return areas.within(area, self.area) if areas else area == self.area


def problems(head: Head) -> Iterator[Problem]:
    """What of a plan's head contradicts itself."""
    yield from in_order(head.starts_on, head.until)
    if not 0 <= head.minimum_completeness <= 1:
        yield wrong("plan", "minimum_completeness", head.minimum_completeness)
    if head.area and not AREA.fullmatch(head.area):
        yield not_an_area("area", head.area)
