"""Judgements as they may be published: with a hidden value goes what would give it away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from indicators.counting.areas import Areas
from indicators.counting.disclosure import PERSONAL, is_small, protect
from indicators.judging.assess import Judgement


def protect_judgements(judgements: Sequence[Judgement], areas: Areas, k: int) -> list[Judgement]:
    """The judgements of one plan and quarter, for any number of areas, as they may be published.

    Verdicts and points stay; with a hidden value go its gap, what is still needed and its units.
    """
    fields = {}
    for field in ("value", "previous", "year_ago", "total"):
        shown = [(number, getattr(j, field)) for number, j in enumerate(judgements) if getattr(j, field)]
        safe = protect([value for _, value in shown], areas, k)
        fields[field] = {number: value for (number, _), value in zip(shown, safe, strict=True)}
    return [
        _without_detail(replace(judgement, **{field: safe.get(number) for field, safe in fields.items()}), k)
        for number, judgement in enumerate(judgements)
    ]


def _without_detail(judgement: Judgement, k: int) -> Judgement:
    cells = {unit.unit: (unit.value.numerator, unit.value.denominator) for unit in judgement.units}
    personal = judgement.indicator.counts in PERSONAL
    small_unit = personal and any(is_small(counts, k) for counts in cells.values())
    if judgement.value.suppressed or (judgement.total and judgement.total.suppressed) or small_unit:
        return replace(judgement, gap=None, still_needed=None, units=())
    return judgement
