"""One table of all areas by all targets of a plan: who stands where, what moved, where points were lost, and whose they were."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from indicators.counting.quarters import Quarter
from indicators.judging.assess import Judgement
from indicators.judging.plans import Plan
from indicators.judging.scores import Place, Score, by_owner, gained, losses, places, score, tells_hidden
from indicators.office import Office
from indicators.showing.report import Report
from indicators.showing.summary import GOOD, LACKING
from indicators.showing.words import Words

MOST_LOSSES = 2  # named in a row


class Cell(NamedTuple):
    """One target in one area: its verdict, the value as people write it, and whether it is newly met or no longer."""

    verdict: str
    said: str
    value: str
    moved: str


class Line(NamedTuple):
    """One area, or one owner in the whole of them: where it stands, its points and what most would regain."""

    name: str
    href: str
    place: str
    points: str
    change: str
    cells: tuple[Cell | None, ...]
    lost: str


@dataclass(frozen=True)
class League:
    """A plan's table: `since` names what it is compared with; `targets` are (number, whom and what, what is asked); `owners`
    lines without cells."""

    title: str
    since: str
    targets: tuple[tuple[str, str, str], ...]
    lines: tuple[Line, ...]
    owners: tuple[Line, ...]


def league(office: Office, plan: Plan, quarter: Quarter, words: Words, pages: Mapping[str, str]) -> League:
    """The table of a plan's area and those directly below it, as far as anything was reported; the whole first, then by
    place. `pages` are the links to assessments by area."""
    found = [Report(office, plan, quarter, area, words) for area in office.areas_with_data(plan, quarter)]
    whole = [report for report in found if report.area == office.top(plan)]
    beside = [report for report in found if report not in whole]
    ranked = places({report.area: report.score for report in beside})
    beside.sort(key=lambda report: ranked[report.area].number if report.area in ranked else len(found))
    numbers = _asked(found)
    told = (_line(report, ranked.get(report.area), numbers, pages.get(report.area, "")) for report in (*whole, *beside))
    return League(
        title=plan.title(words.lang),
        since=words("league.since", quarter=words.quarter(found[0].before)),
        targets=tuple(_target(office, plan, number, words) for number in numbers),
        lines=tuple(told),
        owners=tuple(_owner(report, *one) for report in whole for one in by_owner(report.judgements).items()),
    )


def _asked(reports: Iterable[Report]) -> list[int]:
    """The numbers of the targets that ask something of any of the areas."""
    return sorted({j.number for report in reports for j in report.judgements if j.target.value is not None})


def _target(office: Office, plan: Plan, number: int, words: Words) -> tuple[str, str, str]:
    target = plan.targets[number - 1]
    indicator = office.catalogue.indicators[target.indicator]
    return str(number), words.name(indicator, target.where), words.target(target, indicator)


def _line(report: Report, place: Place | None, numbers: list[int], href: str) -> Line:
    words, before = report.words, report.judged_in(report.before)
    was = {judgement.number: judgement.verdict for judgement in before}
    judged = {judgement.number: judgement for judgement in report.judgements}
    return Line(
        name=report.areas.name(report.area),
        href=href,
        place=words.place(place) if place else "",
        points=points(report.score, words),
        change=_change(gained(before, report.judgements), words),
        cells=tuple(_cell(judged[n], was.get(n), words) if n in judged else None for n in numbers),
        lost=_lost(report, report.judgements),
    )


def _cell(judgement: Judgement, was: str | None, words: Words) -> Cell:
    now = judgement.verdict
    moved = "gained" if was in LACKING and now in GOOD else "dropped" if was in GOOD and now in LACKING else ""
    said = f"{words(f'symbol.{now}')} {words(f'verdict.{now}')}"
    value = "" if now == "nobody_in_scope" else words.value(judgement.value, judgement.target.value)  # said already
    return Cell(now, said, value, words(f"league.{moved}") if moved else "")


def points(total: Score | None, words: Words) -> str:
    """Points earned of those possible; a dash where nothing could be scored."""
    if total is None or total.earned is None:
        return words("state.none")
    return f"{words.points(total.earned)} / {words.points(total.possible)}"


def _change(points: float | None, words: Words) -> str:
    """How the score moved, with its sign."""
    if points is None:
        return words("state.none")
    return f"{'−' if points < 0 else '+' if points else ''}{words.points(abs(points))}"


def _lost(report: Report, judgements: Iterable[Judgement]) -> str:
    """Where most points would be regained."""
    words = report.words
    most = losses(list(judgements))[:MOST_LOSSES]
    return words.join(words("summary.lost_item", name=report.name(j), lost=words.points(j.lost)) for j in most)


def _owner(report: Report, owner: str, judgements: list[Judgement]) -> Line:
    words = report.words
    told = words("state.suppressed") if tells_hidden(judgements) else points(score(judgements), words)
    return Line(owner, "", "", told, "", (), _lost(report, judgements))
