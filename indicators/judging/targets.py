"""Targets: what a plan asks of an indicator, for whom, from when and until when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

import msgspec
from msgspec.structs import replace

from indicators.counting.areas import Areas
from indicators.counting.quarters import Quarter
from indicators.counting.rosters import offered
from indicators.judging.strict import Code, Problem, explained
from indicators.model import Count, Indicator
from indicators.workspace import AREA, nearest


class Target(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename={"starts_on": "from"}):
    """One promise of a plan: an indicator, for whom, and what it must reach.

    `value` is a share for rates (0.9, not 90) and a total for counts; without it the indicator is only monitored;
    `values_by_area` replace it in the areas named and all below them.
    `level` is the level of area the promise is about, where it is about one ("five hospitals in the district"): areas of
    other levels are not judged by it. `each` asks the value of every unit. Before the quarter of its `deadline` a level
    is `not_yet_due` and costs nothing; a yearly count is `on_track` or `behind` until the fourth quarter or the deadline.
    A stage of a promise is a target with `from` (the quarter of that day is the first in which it is asked at all) and
    `until` (the last). `quarters` are those of the year in which it is judged; in the others its figure is only
    monitored. `window` replaces the indicator's own. `inferred` says that the document gives no number: the reader does.
    `bands` are pairs [reached from, points], best first, for `scoring = "bands"`.
    """

    indicator: Code
    where: dict[str, str | tuple[str, ...]] = {}
    comparison: Literal[">=", ">", "=", "<=", "<"] = ">="
    value: Decimal | None = None
    values_by_area: dict[str, Decimal] = {}
    each: bool = False
    starts_on: date | None = None
    until: date | None = None
    deadline: date | None = None
    quarters: Annotated[tuple[Literal[1, 2, 3, 4], ...], msgspec.Meta(min_length=1)] = (1, 2, 3, 4)
    window: Literal["quarter", "ytd", "previous_year"] | None = None
    level: Literal["province", "city", "county", "street", "village"] | None = None
    owner: str = ""
    clause: str = ""
    inferred: bool = False
    points: Decimal | None = None
    scoring: Literal["all_or_nothing", "proportional", "yes_no", "bands"] = "all_or_nothing"
    bands: tuple[tuple[Decimal, Decimal], ...] = ()

    @property
    def is_floor(self) -> bool:
        return self.comparison in (">=", ">")

    def asked_in(self, quarter: Quarter) -> bool:
        """True when any day of the quarter lies within the target's own time."""
        early = self.starts_on is not None and quarter.ends_on < self.starts_on
        late = self.until is not None and quarter.starts_on > self.until
        return not (early or late)

    def stated_for(self, area: str, areas: Areas) -> Target:
        """The target with the value that holds for an area: its own, that of the nearest area above, else the plan's."""
        near = next((code for code in (area, *areas.ancestors(area)) if code in self.values_by_area), None)
        return self if near is None else replace(self, value=self.values_by_area[near])


def problems(target: Target, indicator: Indicator) -> Iterator[Problem]:
    """What of a target its indicator cannot answer, or contradicts itself."""
    yield from _population(target, indicator)
    yield from _numbers(target, indicator)
    if target.each and not (isinstance(indicator, Count) and indicator.by_unit):
        yield Problem("each", "each needs a Count with by_unit; leave each out.", "这个指标不按单位计数，请不写 each。")
    if target.window in ("quarter", "ytd") and indicator.window in ("as_at", "year_so_far"):
        yield Problem(
            "window",
            f"window {target.window}: the indicator is a stock and is never summed; leave window out.",
            f"window {target.window}：这个指标是时点数，不能累计，请不写 window。",
        )
    if (target.scoring == "bands") != bool(target.bands):
        yield Problem(
            "bands",
            f'bands and scoring = "bands" go together.{explained("targets", "bands")[0]}',
            f"bands 和 scoring = “bands”要一起写。{explained('targets', 'bands')[1]}",
        )
    yield from in_order(target.starts_on, target.until)
    yield from in_order(target.starts_on, target.deadline, last="deadline")


def in_order(first: date | None, last_day: date | None, last: str = "until") -> Iterator[Problem]:
    """A problem where the first day lies after the last."""
    if first and last_day and first > last_day:
        yield Problem(
            last,
            f"from {first} lies after {last} {last_day}. Exchange the two dates.",
            f"from {first} 晚于 {last} {last_day}，请把两个日期对调。",
        )


def _population(target: Target, indicator: Indicator) -> Iterator[Problem]:
    known = list(offered(indicator))
    for column in target.where:
        if column not in known:
            yield Problem(
                "where",
                f'where "{column}" is not a breakdown of the indicator ({", ".join(known) or "nothing"}).{nearest(column, known)}',
                f"where 中的“{column}”不是这个指标的细分维度（可用：{'、'.join(known) or '无'}）。",
            )


def _numbers(target: Target, indicator: Indicator) -> Iterator[Problem]:
    asked: list[tuple[str, Decimal]] = [("value", target.value)] if target.value is not None else []
    asked += [("values_by_area", value) for value in target.values_by_area.values()]
    for key, value in asked:
        if value > 1 and indicator.is_rate:
            yield Problem(
                key,
                f"{key} {value} is more than the whole; for a percentage write {value / 100}.",
                f"{key} {value} 超过 100%；百分数请写成 {value / 100}。",
            )
    points = [("points", target.points)] if target.points is not None else []
    for key, number in (*asked, *points):
        if number < 0:
            yield Problem(
                key, f"{key} {number}: value and points cannot be below 0.", f"{key} 不能小于 0（{number}）。"
            )
    yield from _codes("values_by_area", target.values_by_area)


def _codes(key: str, codes: Mapping[str, Decimal]) -> Iterator[Problem]:
    for code in codes:
        if not AREA.fullmatch(code):
            yield not_an_area(key, code)


def not_an_area(key: str, code: str) -> Problem:
    """What is said of a text that is no division code."""
    return Problem(
        key,
        f'{key} "{code}": no division code. Write its 2, 4, 6, 9 or 12 digits.',
        f"{key}“{code}”不是区划代码，请写 2、4、6、9 或 12 位数字。",
    )
