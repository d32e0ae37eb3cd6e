"""Campaigns: a plan's own days, looked at as a quarter is. `2024春节` is counted in a calendar in which these days stand in the
quarter's place, so every table, value and verdict means what it means of a quarter."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from indicators.counting.quarters import Quarter
from indicators.judging.plans import Plan
from indicators.workspace import Fault

WRITTEN = re.compile(r"(?P<year>\d{4})\s*年?\s*(?P<name>\D.*)", re.ASCII)


@dataclass(frozen=True)
class Campaign:
    """What it is called, the year it belongs to, its days, and the plans that set them; `str()` gives "2024春节"."""

    name: str
    year: int
    starts_on: date
    until: date
    plans: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.year}{self.name}"

    @property
    def quarter(self) -> Quarter:
        """The quarter whose place it takes: that of its last day."""
        return Quarter.of(self.until)


def campaigns(plans: Iterable[Plan]) -> dict[str, Campaign]:
    """Every campaign of some plans by its name. Raises Fault where two plans set other days for one."""
    found: dict[str, Campaign] = {}
    for plan in plans:
        for period in plan.periods:
            made = Campaign(period.name, period.belongs_to, period.starts_on, period.until, (plan.name,))
            other = found.get(str(made))
            if other and (other.starts_on, other.until) != (made.starts_on, made.until):
                raise Fault(
                    f"plans {other.plans[0]} and {plan.name} set other days for {made}. Make them the same, or give one another name.",
                    f"方案 {other.plans[0]} 和 {plan.name} 对“{made}”写的日期不同，请统一日期，或改一个名称。",
                )
            found[str(made)] = replace(made, plans=(*other.plans, plan.name)) if other else made
    return found


def named(plans: Iterable[Plan], text: str) -> Campaign | None:
    """The campaign that a text such as "2024春节" or "2024年春节" names, else None."""
    written = WRITTEN.fullmatch(text.strip())
    return campaigns(plans).get(written["year"] + written["name"].strip()) if written else None


def of_all_years(plans: Iterable[Plan], campaign: Campaign) -> list[Campaign]:
    """The campaign and those of its name in other years, in order."""
    same = (each for each in campaigns(plans).values() if each.name == campaign.name)
    return sorted(same, key=lambda each: each.starts_on)
