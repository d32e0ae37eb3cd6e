"""Values against targets: the verdict, the gap, what is still needed, and the points."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from indicators.counting.quarters import Quarter
from indicators.counting.values import Value
from indicators.judging import verdicts
from indicators.judging.plans import Plan
from indicators.judging.targets import Target
from indicators.model import Indicator
from indicators.workspace import Fault

if TYPE_CHECKING:
    from indicators.counting.measure import Measures

VERDICTS = [
    "met", "not_met", "uncertain", "on_track", "behind",
    "not_yet_due", "insufficient_data", "nobody_in_scope", "no_target", "withheld",
]  # fmt: skip
UNJUDGED = ("insufficient_data", "nobody_in_scope", "no_target")  # their points leave the total
STANDING = {"met": "already_reached", "not_met": "not_reached_yet", "uncertain": "reached_perhaps"}  # before the day
COMPLETENESS = "report_completeness_rate"  # where a programme has it, returned figures are held against it


class Unit(NamedTuple):
    """One unit where a target asks something of each: its name, its value, and whether it has what is due by now."""

    unit: str
    value: Value
    met: bool


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """One target judged for one area and quarter; `number` is its place in the plan, from 1.

    `value` is what is compared; for an `each` target it is the share of units that have what is due by now
    (numerator: such units, denominator: units) and `total` is the indicator's own value. `gap` is value − target, as a
    share or a count. `still_needed` is how many more (under a ceiling: fewer) are needed, over all units for `each`.
    `expected` is what time progress asks of a yearly count by now. `reason` says why data are insufficient:
    "not_reported", "too_few" (of a sample) or "incomplete_reports"; of a target not yet due, which earns and loses
    nothing, it says that too, or how it stands: a value of STANDING; and that a target is judged in another quarter only.
    `previous` and `year_ago` are None where nothing was reported then. `points` is None where the plan gives none, `earned` also where the target cannot be scored.
    """

    target: Target
    indicator: Indicator
    value: Value
    verdict: str
    gap: float | None = None
    still_needed: int | None = None
    expected: float | None = None
    reason: str | None = None
    previous: Value | None = None
    year_ago: Value | None = None
    total: Value | None = None
    units: tuple[Unit, ...] = ()
    points: float | None = None
    earned: float | None = None
    number: int = 0

    @property
    def told(self) -> float | None:
        """The points earned as they may be shown: of a hidden value they would be the value."""
        return None if self.value.suppressed else self.earned

    @property
    def lost(self) -> float | None:
        """Points that a better value would regain."""
        return None if self.earned is None else self.points - self.earned


class Measured(NamedTuple):
    """What one target reads off the measures for one quarter."""

    value: Value
    total: Value | None
    units: tuple[Unit, ...]


def assess(measures: Measures, plan: Plan, quarter: str, area: str) -> list[Judgement]:
    """Every target of the plan that is asked in this quarter of areas of this level, judged for one area, in the plan's order.

    Raises Fault where the plan is not in force.
    """
    when = Quarter.parse(quarter)
    if not plan.in_force(when, area, measures.areas):
        name = measures.areas.name(area)
        raise Fault(
            f"plan {plan.name}: not in force in {when} for {name}. Choose another plan, quarter or area.",
            f"方案 {plan.name}：{when} 在{name}不适用。请另选方案、季度或地区。",
        )
    level = measures.areas.level(area)
    return [
        replace(_judge(measures, plan, target.stated_for(area, measures.areas), when, area), number=number)
        for number, target in enumerate(plan.targets, 1)
        if target.level in (None, level) and target.asked_in(when)
    ]


def _judge(measures: Measures, plan: Plan, target: Target, quarter: Quarter, area: str) -> Judgement:
    now = _measure(measures, target, quarter, area)
    indicator = measures.indicators[target.indicator]
    verdict, reason = _verdict(measures, plan, target, quarter, now)
    before = (_measure(measures, target, earlier, area).value for earlier in (quarter.previous, quarter.year_ago))
    previous, year_ago = (value if value.rows else None for value in before)
    judgement = Judgement(
        target=target,
        indicator=indicator,
        value=now.value,
        verdict=verdict,
        reason=reason,
        previous=previous,
        year_ago=year_ago,
        total=now.total,
        units=now.units,
        points=None if target.points is None else float(target.points),
    )
    if verdict in UNJUDGED or (verdict == "not_yet_due" and reason not in STANDING.values()):
        return judgement
    earned = None if verdict == "not_yet_due" else _earned(indicator, target, quarter, now)
    return replace(judgement, **_distances(indicator, target, quarter, now), earned=earned)


def _measure(measures: Measures, target: Target, quarter: Quarter, area: str) -> Measured:
    """The value to compare; for `each`, the share of units that have what is due by the quarter's end."""
    asked = (target.indicator, str(quarter), area, target.where, target.window)
    total = measures.value(*asked)
    if not target.each:
        return Measured(total, None, ())
    due = None if target.value is None else verdicts.due_by(total.indicator, target, quarter)
    units = tuple(
        Unit(name, value, due is not None and verdicts.reaches(value.exact, target.comparison, due))
        for name, value in measures.units(*asked).items()
    )
    counting = replace(total.indicator, counts="units", data_basis="census")
    share = Value.of(
        counting, area, str(quarter), target.where, sum(u.met for u in units), len(units), total.rows, total.window
    )
    return Measured(share, total, units)


def _verdict(measures, plan: Plan, target: Target, quarter: Quarter, now: Measured) -> tuple[str, str | None]:
    """The verdict and its reason; before its deadline a level that must only be reached by then is not yet due."""
    verdict, reason = _verdict_if_due(measures, plan, target, quarter, now)
    waits = verdicts.is_pending(measures.indicators[target.indicator], target, quarter)
    if waits and (verdict == "insufficient_data" or verdict in STANDING):
        return "not_yet_due", reason or STANDING[verdict]
    return verdict, reason


def _verdict_if_due(measures, plan: Plan, target: Target, quarter: Quarter, now: Measured) -> tuple[str, str | None]:
    indicator = measures.indicators[target.indicator]
    if quarter.number not in target.quarters:
        return "no_target", "other_quarter"
    if target.value is None:
        return "no_target", None
    if now.value.rows and now.value.denominator == 0 and indicator.data_basis == "census":
        return "nobody_in_scope", None
    if reason := verdicts.insufficiency(now.value) or _incomplete(measures, plan, indicator, now.value):
        return "insufficient_data", reason
    full = Fraction(target.value)
    if verdicts.is_yearly(indicator, target) and not verdicts.is_final(target, quarter):
        values = [unit.value for unit in now.units] if target.each else [now.value]
        if all(verdicts.reaches(value.exact, target.comparison, full) for value in values):
            return "met", None
        due = verdicts.due_by(indicator, target, quarter)
        on_track = all(verdicts.reaches(value.exact, target.comparison, due) for value in values)
        return "on_track" if on_track else "behind", None
    if target.each:
        return "met" if now.value.numerator == now.value.denominator else "not_met", None
    return verdicts.compare(now.value, target.comparison, full), None


def _incomplete(measures: Measures, plan: Plan, indicator: Indicator, value: Value) -> str | None:
    """Whether figures rest on returns of which fewer came than the plan asks for; where no programme measures that,
    nothing is held back."""
    code = f"{indicator.programme}.{COMPLETENESS}"
    if not indicator.returned or code not in measures.indicators:
        return None
    complete = measures.value(code, value.quarter, value.area)
    short = complete.value is not None and complete.exact < Fraction(plan.minimum_completeness)
    return "incomplete_reports" if short else None


def _distances(indicator: Indicator, target: Target, quarter: Quarter, now: Measured) -> dict:
    """Gap, what is still needed and time progress of a target that could be judged."""
    full, due = Fraction(target.value), verdicts.due_by(indicator, target, quarter)
    values = [unit.value for unit in now.units] if target.each else [now.value]
    return {
        "gap": float(now.value.exact - (1 if target.each else full)),
        "still_needed": sum(verdicts.still_needed(value, target.comparison, full) for value in values),
        "expected": float(due) if verdicts.is_yearly(indicator, target) else None,
    }


def _earned(indicator: Indicator, target: Target, quarter: Quarter, now: Measured) -> float | None:
    if target.points is None:
        return None
    comparison, goal = target.comparison, verdicts.due_by(indicator, target, quarter)
    if target.each:
        comparison, goal = ">=", Fraction(1)
    return float(verdicts.earn(now.value.exact, comparison, goal, target))
