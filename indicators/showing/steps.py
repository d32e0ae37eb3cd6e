"""What to do next: a step for every target that is not met, naming whom to see and what is lacking there."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from indicators.judging.assess import COMPLETENESS, Judgement
from indicators.judging.lacking import Door
from indicators.judging.verdicts import MINIMUM_SAMPLE, still_needed
from indicators.showing.report import Report

MOST_DOORS = 6  # named in one step
MOST_FINDINGS = 3


def next_steps(report: Report, judgements: list[Judgement]) -> Iterator[str]:
    """Steps in the order of `judgements`, then what keeps others from being judged, then what must be verified."""
    words = report.words
    for judgement in judgements:
        if judgement.verdict in ("not_met", "behind"):
            yield _step(report, judgement)
    for key, which in _open(judgements).items():
        names = words.some([report.name(j) for j in which], key="summary.and_more_items")
        yield words(
            f"summary.next_{key}", names=names, n=MINIMUM_SAMPLE, units=_doors(report, report.silent(), "reports")
        )
        if key == "withheld":
            yield words("summary.next_look", command=_command(report, which[0]))
    for finding in report.differences()[:MOST_FINDINGS]:
        yield words("summary.next_finding", finding=finding)
    if units := report.returned_units():
        named = words.some(list(units), key="summary.and_more_units")
        yield words("summary.next_returned", rows=sum(units.values()), units=named)


def _open(judgements: list[Judgement]) -> dict[str, list[Judgement]]:
    """What could not be judged, by what is to be done about it."""
    found: dict[str, list[Judgement]] = {}
    for judgement in judgements:
        if judgement.verdict in ("uncertain", "withheld"):
            found.setdefault(judgement.verdict, []).append(judgement)
        elif judgement.verdict == "insufficient_data":
            found.setdefault(judgement.reason or "not_reported", []).append(judgement)
    return found


def _step(report: Report, judgement: Judgement) -> str:
    """What to do about one target that is not met."""
    words, target, name = report.words, judgement.target, report.name(judgement)
    if judgement.still_needed is None:
        return words("summary.next_hidden", name=name) + words("summary.next_look", command=_command(report, judgement))
    if target.each:
        return words("summary.next_each", name=name, due=words.due(judgement), units=short_units(report, judgement))
    if judgement.indicator.data_basis == "sample":
        return words("summary.next_sample", name=name, apart=words.apart(judgement))
    if judgement.expected is not None:
        return words("summary.next_behind", name=name, due=words.due(judgement), value=words.value(judgement.value))
    if found := report.doors(judgement):
        key = "next_returns" if judgement.indicator.name == COMPLETENESS else "next_doors"
        return words(
            f"summary.{key}",
            name=name,
            n=judgement.still_needed,
            units=_doors(report, found, judgement.indicator.counts),
        )
    if chosen := report.areas_to_see(judgement):
        areas = words.some([report.areas.name(area) for area, _ in chosen], most=MOST_DOORS)
        return words("summary.next_areas", name=name, areas=areas)
    key = "next_here" if target.is_floor or target.comparison == "=" else "next_fewer"
    return words(f"summary.{key}", name=name, needed=needed(report, judgement))


def needed(report: Report, judgement: Judgement, number: int | None = None) -> str:
    """An amount of what the indicator counts; without a number what the target still needs."""
    return report.words.amount(judgement.still_needed if number is None else number, judgement.indicator.counts)


def short_units(report: Report, judgement: Judgement) -> str:
    """The units that have not what is due by now, each with its number and what it lacks, the nearest last."""
    words, target = report.words, judgement.target
    due = Fraction(target.value if judgement.expected is None else judgement.expected)
    short = [(still_needed(u.value, target.comparison, due), u) for u in judgement.units if not u.met]
    named = [
        words("summary.unit_short", unit=unit.unit, value=words.value(unit.value), needed=needed(report, judgement, lacks))
        for lacks, unit in sorted(short, key=lambda pair: (-pair[0], pair[1].unit))
    ]  # fmt: skip
    return words.some(named, most=MOST_DOORS, key="summary.and_more_units")


def _doors(report: Report, found: tuple[Door, ...], counts: str) -> str:
    """Sites and units by name, each with the area it is in and, where it lacks more than one, how much."""
    words, named = report.words, []
    below = report.areas.children(report.area)
    for door in found:
        inside = [report.areas.name(area) for area in below if report.areas.within(door.area, area)]
        about = [name for name in inside if name not in door.name]
        about += [words("summary.lacks", amount=words.amount(door.needed, counts))] if door.needed > 1 else []
        named.append(words("summary.door", name=door.name, about=words.join(about)) if about else door.name)
    return words.some(named, most=MOST_DOORS, key="summary.and_more_units")


def _command(report: Report, judgement: Judgement) -> str:
    """How an office sees its own numbers, which a report hides."""
    indicator = judgement.indicator.code
    return f"jiping values {report.quarter} --plan {report.plan.name} --area {report.area} --indicator {indicator}"
