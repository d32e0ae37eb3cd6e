"""Judgements as they may be published: with a hidden value goes what would give it away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from indicators.counting.areas import Areas
from indicators.counting.disclosure import is_personal, is_small, protect
from indicators.counting.values import Value
from indicators.judging.assess import STANDING, Judgement
from indicators.judging.targets import Target


def protect_judgements(
    judgements: Sequence[Judgement], areas: Areas, k: int, persons: Callable[[Value], int | None] = lambda value: None
) -> list[Judgement]:
    """The judgements of one plan and quarter, for any number of areas, as they may be published.

    Verdicts and points stay; with a hidden value go its gap, what is still needed and its units, and where "met" would
    be the value itself (all, or nobody) the verdict. `persons` as for `protect`.
    """
    fields = {}
    for field in ("value", "previous", "year_ago", "total"):
        shown = [(number, getattr(j, field)) for number, j in enumerate(judgements) if getattr(j, field)]
        safe = protect([value for _, value in shown], areas, k, persons)
        fields[field] = {number: value for (number, _), value in zip(shown, safe, strict=True)}
    return [
        _without_detail(replace(judgement, **{field: safe.get(number) for field, safe in fields.items()}), k)
        for number, judgement in enumerate(judgements)
    ]


def _without_detail(judgement: Judgement, k: int) -> Judgement:
    cells = {unit.unit: (unit.value.numerator, unit.value.denominator) for unit in judgement.units}
    personal = is_personal(judgement.indicator)
    small_unit = personal and any(is_small(counts, k) for counts in cells.values())
    if judgement.value.suppressed or (judgement.total and judgement.total.suppressed) or small_unit:
        judgement = replace(judgement, gap=None, still_needed=None, units=())
        if judgement.value.suppressed and _only_one_way(judgement.target):
            return replace(judgement, **_untold(judgement))
    return judgement


def _untold(judgement: Judgement) -> dict:
    """What a judgement says instead of whether its target is met, or reached before its day."""
    standing = judgement.reason in STANDING.values()
    return {
        "verdict": "withheld" if judgement.verdict in ("met", "not_met") else judgement.verdict,
        "reason": None if standing else judgement.reason,
    }


def _only_one_way(target: Target) -> bool:
    """True where a single value meets the target: all of all, nobody of all, or the number itself."""
    return target.comparison == "=" or target.value == (1 if target.is_floor else 0)
