"""One value against one target, in exact arithmetic: what it reaches, what it lacks, what it earns."""

from __future__ import annotations

import operator
from fractions import Fraction
from math import ceil, floor

from indicators.counting.quarters import Quarter
from indicators.counting.values import Value
from indicators.judging.targets import Target
from indicators.model import Count, Indicator

MINIMUM_SAMPLE = 30  # asked: fewer say too little of those not asked
COMPARE = {">=": operator.ge, ">": operator.gt, "=": operator.eq, "<=": operator.le, "<": operator.lt}


def reaches(number: Fraction | float, comparison: str, goal: Fraction) -> bool:
    """True when the unrounded number satisfies the comparison."""
    return COMPARE[comparison](Fraction(number), goal)


def is_yearly(indicator: Indicator, target: Target) -> bool:
    """True for a floor on a count that grows through the year: until its end, time progress is what can be asked."""
    window = target.window or indicator.window
    return (
        isinstance(indicator, Count)
        and window in ("ytd", "year_so_far")
        and target.is_floor
        and target.value is not None
    )


def is_pending(indicator: Indicator, target: Target, quarter: Quarter) -> bool:
    """True before the quarter of its deadline for a target that asks a level by that day; yearly floors go by progress."""
    return target.deadline is not None and quarter < Quarter.of(target.deadline) and not is_yearly(indicator, target)


def is_final(target: Target, quarter: Quarter) -> bool:
    """True in the fourth quarter, and from the quarter in which the year's own deadline falls."""
    deadline = target.deadline
    this_year = deadline is not None and deadline.year == quarter.year
    return quarter.number == 4 or (this_year and deadline <= quarter.ends_on)


def due_by(indicator: Indicator, target: Target, quarter: Quarter) -> Fraction:
    """What the target asks by the end of `quarter`: its value, or the quarters elapsed / 4 of a yearly floor."""
    goal = Fraction(target.value)
    early = is_yearly(indicator, target) and not is_final(target, quarter)
    return goal * quarter.number / 4 if early else goal


def insufficiency(value: Value) -> str | None:
    """Why a value cannot be judged at all: "not_reported", "too_few" of a sample, or None."""
    if not value.rows:
        return "not_reported"
    sampled = value.indicator.data_basis == "sample" and value.denominator is not None
    return "too_few" if sampled and value.denominator < MINIMUM_SAMPLE else None


def compare(value: Value, comparison: str, goal: Fraction) -> str:
    """met, not_met, or for a sample whose interval straddles the goal, uncertain.

    A census is compared as it is. Of a sample both limits must clear the goal, or both miss it; without an interval
    (weighted or above 100 %) nothing is certain.
    """
    if value.indicator.data_basis == "census" or value.denominator is None:
        return "met" if reaches(value.exact, comparison, goal) else "not_met"
    if value.lower is None:
        return "uncertain"
    if comparison == "=":
        return "uncertain" if value.lower <= goal <= value.upper else "not_met"
    sides = {reaches(value.lower, comparison, goal), reaches(value.upper, comparison, goal)}
    return "uncertain" if len(sides) > 1 else "met" if sides == {True} else "not_met"


def still_needed(value: Value, comparison: str, goal: Fraction) -> int:
    """How many more the numerator needs, or under a ceiling how many fewer; 0 when the goal is reached."""
    lacking = goal * (1 if value.denominator is None else Fraction(value.denominator)) - Fraction(value.numerator)
    if comparison == "=":
        return ceil(abs(lacking))
    if comparison in ("<=", "<"):
        lacking = -lacking
    return max(0, floor(lacking) + 1 if comparison in (">", "<") else ceil(lacking))


def earn(exact: Fraction, comparison: str, goal: Fraction, target: Target) -> Fraction:
    """The points of `target` that an exact value earns against a goal; an uncertain one by its estimate."""
    points = Fraction(target.points)
    if target.scoring == "bands":
        side = "<=" if comparison in ("<=", "<") else ">="
        return next(
            (Fraction(given) for edge, given in target.bands if reaches(exact, side, Fraction(edge))), Fraction()
        )
    if reaches(exact, comparison, goal):
        return points
    # Short of a floor this is value/target, above a ceiling target/value: the smaller over the larger.
    low, high = sorted((exact, goal))
    return points * low / high if target.scoring == "proportional" and high else Fraction()
