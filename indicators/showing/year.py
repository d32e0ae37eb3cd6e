"""A plan's year: the points of each quarter and of the year by the rule that the plan gives, by area and by owner."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from indicators.counting.quarters import Quarter
from indicators.judging.assess import Judgement
from indicators.judging.plans import Plan
from indicators.judging.scores import Place, Score, by_owner, places, score, tells_hidden, yearly
from indicators.office import Office
from indicators.showing.league import points
from indicators.showing.report import Report
from indicators.showing.words import Words

QUARTERS = (1, 2, 3, 4)


class Line(NamedTuple):
    """One area, or one owner: the points of the four quarters, those of the year, and the place."""

    name: str
    quarters: tuple[str, ...]
    year: str
    place: str


@dataclass(frozen=True)
class Year:
    """A plan's year as a table, and the rule by which the year is scored, if there is one."""

    title: str
    rule: str
    is_scored: bool
    lines: tuple[Line, ...]
    owners: tuple[Line, ...]


def of(office: Office, plan: Plan, year: int, words: Words) -> Year | None:
    """The year of a plan's area and of those directly below it; None where nothing was reported for any.

    The whole comes first, then the areas below by their place in the year, where the plan says how it is scored.
    """
    judged = _judged(office, plan, year, words)
    if not judged:
        return None
    scores = {area: [score(found) if found else None for found in quarters] for area, quarters in judged.items()}
    totals = {area: yearly(quarters, plan.yearly) if plan.yearly else None for area, quarters in scores.items()}
    top = office.top(plan)
    ranked = places({area: total for area, total in totals.items() if area != top})
    order = sorted(scores, key=lambda area: (area != top, ranked[area].number if area in ranked else len(scores)))
    return Year(
        title=plan.title(words.lang),
        rule=words(f"year.{plan.yearly or 'none'}"),
        is_scored=plan.yearly is not None,
        lines=tuple(_line(office.areas.name(a), scores[a], totals[a], ranked.get(a), words) for a in order),
        owners=tuple(_owners(judged.get(top, []), plan, words)),
    )


def _judged(office: Office, plan: Plan, year: int, words: Words) -> dict[str, list[list[Judgement]]]:
    """By area the judgements of the four quarters; nothing of one in which the plan is not in force or no records reach."""
    quarters = [Quarter(year, number) for number in QUARTERS]
    known = [q for q in quarters if str(q) in office.measures.quarters and plan.in_force(q)]
    areas = list(dict.fromkeys(area for quarter in known for area in office.areas_with_data(plan, quarter)))
    reports = {area: Report(office, plan, quarters[-1], area, words) for area in areas}
    return {area: [report.judged_in(quarter) for quarter in quarters] for area, report in reports.items()}


def _owners(quarters: Sequence[list[Judgement]], plan: Plan, words: Words) -> Iterator[Line]:
    """A line for each owner of targets in the whole area; a year with a hidden quarter has no total."""
    split: list[Mapping[str, list[Judgement]]] = [by_owner(judged) for judged in quarters]
    for owner in dict.fromkeys(owner for one in split for owner in one):
        mine = [one.get(owner, []) for one in split]
        scores = [score(judged) if judged else None for judged in mine]
        line = _line(owner, scores, yearly(scores, plan.yearly) if plan.yearly else None, None, words)
        hidden = [tells_hidden(judged) for judged in mine]
        told = [
            words("state.suppressed") if is_hidden else said
            for is_hidden, said in zip(hidden, line.quarters, strict=True)
        ]
        yield line._replace(quarters=tuple(told), year=words("state.suppressed") if any(hidden) else line.year)


def _line(name: str, quarters: list[Score | None], total: Score | None, place: Place | None, words: Words) -> Line:
    told = tuple(points(one, words) for one in quarters)
    return Line(name, told, points(total, words), words.place(place) if place else "")
