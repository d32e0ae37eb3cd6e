"""What judgements add up to: the score of a quarter and of a year, by area and by owner, what was lost, and who stands where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import fsum
from typing import NamedTuple

from indicators.judging.assess import Judgement

COMPARABLE = Fraction("0.8")  # of the points that could apply: an area with fewer judged is not ranked
SHOWN = 2  # decimals of points as they are shown: who has the same to them is tied


@dataclass(frozen=True)
class Score:
    """`earned` of `possible` points. Targets that could not be scored leave the total: then only `judged` points were
    scored and what they earned is `rescaled` to the whole. `missing` points wait for data that should be there. `earned`
    is None when nothing could be scored."""

    earned: float | None
    possible: float
    judged: float
    rescaled: bool
    missing: float = 0.0

    @property
    def comparable(self) -> bool:
        """Whether so much was judged that the score may stand beside others."""
        return bool(self.judged) and self.judged >= COMPARABLE * Fraction(self.judged + self.missing)


class Place(NamedTuple):
    """A place from 1; who has the same points has the same place, `tied`, and the places after it stay empty."""

    number: int
    tied: bool


def score(judgements: Sequence[Judgement]) -> Score:
    """The plan's score for one area and quarter."""
    possible = fsum(j.points for j in judgements if j.points is not None)
    scored = [j for j in judgements if j.earned is not None]
    judged = fsum(j.points for j in scored)
    missing = fsum(j.points for j in judgements if j.points and j.verdict == "insufficient_data")
    if not judged:
        return Score(None, possible, 0.0, bool(possible), missing)
    earned = fsum(j.earned for j in scored) * possible / judged
    return Score(earned, possible, judged, judged != possible, missing)


def gained(before: Sequence[Judgement], now: Sequence[Judgement]) -> float | None:
    """By how many points, as shown, the score moved; None where either is of too little or they ask other targets: such
    scores tell nothing of the work."""
    was, became = score(before), score(now)
    alike = {j.number for j in before} == {j.number for j in now}
    return round(became.earned - was.earned, SHOWN) if alike and was.comparable and became.comparable else None


def yearly(quarters: Sequence[Score | None], rule: str) -> Score | None:
    """The score of a year from those of its four quarters (None where the plan was not in force or no records reach):
    "mean" or "sum" of the quarters in which anything was scored, or the "fourth_quarter" alone. None when nothing was.

    What is missing in a quarter without a score is missing in the year.
    """
    told = [one for one in (quarters[-1:] if rule == "fourth_quarter" else quarters) if one]
    scored = [one for one in told if one.earned is not None]
    if not scored:
        return None
    parts = len(scored) if rule == "mean" else 1
    earned, possible, judged = (
        fsum(getattr(one, name) for one in scored) / parts for name in ("earned", "possible", "judged")
    )
    missing = fsum(one.missing for one in told) / parts
    return Score(earned, possible, judged, any(one.rescaled for one in scored), missing)


def by_owner(judgements: Sequence[Judgement]) -> dict[str, list[Judgement]]:
    """The judgements that each owner answers for, in the plan's order; those of nobody in particular are left out."""
    owners = dict.fromkeys(j.target.owner for j in judgements if j.target.owner)
    return {owner: [j for j in judgements if j.target.owner == owner] for owner in owners}


def tells_hidden(judgements: Sequence[Judgement]) -> bool:
    """True where a value among them is hidden: of the few targets of one owner the points would give it away."""
    return any(j.earned is not None and j.told is None for j in judgements)


def losses(judgements: Sequence[Judgement]) -> list[Judgement]:
    """The targets that lost points, those that would regain most first; none of which the value is hidden."""
    return sorted((j for j in judgements if j.lost and not j.value.suppressed), key=lambda j: (-j.lost, j.number))


def places(scores: Mapping[str, Score | None]) -> dict[str, Place]:
    """The place of each whose score may stand beside others."""
    points = {who: round(one.earned, SHOWN) for who, one in scores.items() if one and one.comparable}
    told = list(points.values())
    return {who: Place(1 + sum(other > own for other in told), told.count(own) > 1) for who, own in points.items()}
