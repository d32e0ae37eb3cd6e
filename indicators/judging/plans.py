"""Plans: what a document asks of an indicator, read strictly from `<programme>/plans/*.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec.structs import asdict, replace

from indicators.counting.areas import Areas, area_code
from indicators.counting.conditions import columns_used
from indicators.counting.quarters import Quarter
from indicators.model import Count, Indicator
from indicators.workspace import Fault, nearest, read_toml

MINIMUM_COMPLETENESS = Decimal("0.8")  # of the returns due, where the plan does not say otherwise
MEANING = (
    "A plan has zh, en, document, and where needed note, area, from, until, minimum_completeness; each [[targets]] has "
    "indicator, and where needed where, comparison, value, each, deadline, quarters, window, level, clause, points, "
    "scoring, bands."
)


class Target(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One promise of a plan: an indicator, for whom, and what it must reach.

    `value` is a share for rates (0.9, not 90) and a total for counts; without it the indicator is only monitored.
    `level` is the level of area the promise is about, where it is about one ("five hospitals in the district"): areas of
    other levels are not judged by it. `each` asks the value of every unit. Before the quarter of its `deadline` a level
    is `not_yet_due` and costs nothing; a yearly count is `on_track` or `behind` until the fourth quarter or the deadline.
    `quarters` are those of the year in which it is judged; in the others its figure is only monitored. `window` replaces
    the indicator's own.
    `bands` are pairs [reached from, points], best first, for `scoring = "bands"`.
    """

    indicator: str
    where: dict[str, str | tuple[str, ...]] = {}
    comparison: Literal[">=", ">", "=", "<=", "<"] = ">="
    value: Decimal | None = None
    each: bool = False
    deadline: date | None = None
    quarters: Annotated[tuple[Literal[1, 2, 3, 4], ...], msgspec.Meta(min_length=1)] = (1, 2, 3, 4)
    window: Literal["quarter", "ytd", "previous_year"] | None = None
    level: Literal["province", "city", "county", "street", "village"] | None = None
    clause: str = ""
    points: Decimal | None = None
    scoring: Literal["all_or_nothing", "proportional", "yes_no", "bands"] = "all_or_nothing"
    bands: tuple[tuple[Decimal, Decimal], ...] = ()

    @property
    def is_floor(self) -> bool:
        return self.comparison in (">=", ">")


class PlanFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename={"starts_on": "from"}):
    """What a plan's file holds: its names, the document it comes from, where and when it is in force, its targets.

    Without dates it is in force in every year; with `area`, for that area and all below it.
    """

    zh: str
    en: str
    document: str
    targets: Annotated[tuple[Target, ...], msgspec.Meta(min_length=1)]
    note: str = ""
    area: str | None = None
    starts_on: date | None = None
    until: date | None = None
    minimum_completeness: Decimal = MINIMUM_COMPLETENESS


class Plan(PlanFile, frozen=True, kw_only=True):
    """A plan with its `name` (the file's stem) and `programme` (the folder); its targets name full indicator codes."""

    name: str
    programme: str

    def title(self, lang: str = "zh") -> str:
        return self.en if lang == "en" else self.zh

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


def load(path: Path, programme: str, indicators: Mapping[str, Indicator]) -> Plan:
    """The plan in one file, every target checked against the catalogue's indicators.

    An indicator may be named without its programme when it is the plan's own. Raises Fault naming file and target.
    """
    read = read_toml(path, PlanFile, MEANING)
    if read.starts_on and read.until and read.starts_on > read.until:
        raise Fault(f"{path}: from {read.starts_on} lies after until {read.until}. Exchange the two dates.")
    if not 0 <= read.minimum_completeness <= 1:
        raise Fault(f"{path}: minimum_completeness {read.minimum_completeness} is not a share; 80 % is written 0.8.")
    targets = []
    for number, target in enumerate(read.targets, 1):
        where = f"{path}: target {number} ({target.indicator})"
        code = target.indicator if "." in target.indicator else f"{programme}.{target.indicator}"
        if code not in indicators:
            known = [indicator.name for indicator in indicators.values() if indicator.programme == programme]
            raise Fault(f"{where}: no such indicator.{nearest(target.indicator, [*known, *indicators])}")
        _check(where, target, indicators[code])
        targets.append(replace(target, indicator=code))
    area = area_code(read.area) if read.area else None
    return Plan(**{**asdict(read), "targets": tuple(targets), "area": area, "name": path.stem, "programme": programme})


def _check(where: str, target: Target, indicator: Indicator):
    """Raise Fault for a target that its indicator cannot answer."""
    known = columns_used(indicator)
    for column in target.where:
        if column not in known:
            raise Fault(
                f'{where}: where "{column}" is not a breakdown of the indicator ({", ".join(known) or "nothing"}).'
                f"{nearest(column, list(known))}"
            )
    if target.value is not None and target.value > 1 and indicator.is_rate:
        raise Fault(
            f"{where}: value {target.value} is more than the whole; for a percentage write {target.value / 100}."
        )
    if min((number for number in (target.value, target.points) if number is not None), default=0) < 0:
        raise Fault(f"{where}: value and points cannot be below 0.")
    if target.each and not (isinstance(indicator, Count) and indicator.by_unit):
        raise Fault(f"{where}: each needs a Count with by_unit; give the indicator one or leave each out.")
    if target.window in ("quarter", "ytd") and indicator.window in ("as_at", "year_so_far"):
        raise Fault(f"{where}: window {target.window}: the indicator is a stock and is never summed; leave window out.")
    if (target.scoring == "bands") != bool(target.bands):
        raise Fault(f'{where}: bands and scoring = "bands" go together; write bands = [[0.9, 10], [0.8, 6]].')
