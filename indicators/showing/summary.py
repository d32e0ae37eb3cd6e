"""The head of an assessment: what was met, what moved, the largest gaps in people, and what to do next."""

from __future__ import annotations

from math import ceil

from indicators.counting.measure import change
from indicators.judging.assess import VERDICTS, Judgement, smallest_set
from indicators.showing.report import Report
from indicators.showing.words import html

GAPS = 3
PEOPLE = ("persons", "person_times", "households", "encounters")  # units whose gaps come before gaps in items or sites
GOOD, BAD = ("met", "on_track"), ("not_met", "behind")
LACKING = (*BAD, "uncertain")


def summary(report: Report) -> str:
    """The summary as HTML: figures, sentences, gaps, steps."""
    said = (_verdicts(report), _score(report), _since(report))
    paragraphs = "".join(f"<p>{html(report.words.sentences(sentences))}</p>" for sentences in said)
    parts = [_tiles(report), paragraphs, _gaps(report), _next(report)]
    return "".join(parts)


def cover(report: Report) -> str:
    """The title of the report as HTML, with the notice where the records are invented."""
    words = report.words
    title = words("title.report", area=report.areas.name(report.area), quarter=words.quarter(report.quarter))
    data_to = words("title.data_to", day=words.day(report.quarter.ends_on))
    lines = [f"<h1>{html(title)}</h1>", f'<p class="plan">{html(report.plan.title(words.lang))}</p>']
    lines.append(f'<p class="office">{html(report.settings.name)} · {html(data_to)}</p>')
    if report.is_example:
        lines.append(f'<p class="example" role="note">{html(words("title.example"))}</p>')
    return "".join(lines)


def _tiles(report: Report) -> str:
    """The score and the verdicts in figures."""
    words, score = report.words, report.score
    tiles = []
    if score.earned is not None:
        tiles.append(
            (
                f"{words.points(score.earned)}<small>/{words.points(score.possible)}</small>",
                words("column.score"),
                "score",
            )
        )
    tiles += [
        (str(count), f"{words(f'symbol.{verdict}')} {words(f'verdict.{verdict}')}", verdict)
        for verdict, count in report.tally.items()
    ]
    drawn = "".join(
        f'<div class="tile {kind}"><b>{number}</b><span>{label}</span></div>' for number, label, kind in tiles
    )
    return f'<div class="tiles">{drawn}</div>'


def _verdicts(report: Report) -> list[str]:
    words, tally = report.words, dict(report.tally)
    monitored = tally.pop("no_target", 0)
    parts = words.tally(j.verdict for j in report.judgements if j.verdict in tally)
    sentences = [words("summary.judged", n=sum(tally.values()), parts=parts)] if tally else []
    if waiting := tally.get("not_yet_due"):
        reached = sum(j.reason == "already_reached" for j in report.judgements)
        sentences.append(words("summary.waiting", n=waiting, reached=reached))
    return sentences + ([words("summary.monitored", n=monitored)] if monitored else [])


def _score(report: Report) -> list[str]:
    words, score = report.words, report.score
    if not score.possible:
        return [words("summary.no_score")]
    if score.earned is None:
        return [words("summary.nothing_scored")]
    figures = {"earned": score.earned, "possible": score.possible, "lost": score.possible - score.earned}
    text = words("summary.score", **{name: words.points(number) for name, number in figures.items()})
    if score.rescaled:
        text += words("summary.rescaled", judged=words.points(score.judged))
    place = report.rank()
    ranked = [words("summary.rank", place=place[0], n=place[1])] if place else []
    losses = sorted((j for j in report.judgements if j.lost), key=lambda j: -j.lost)[:GAPS]
    if not losses:
        return [text + words("summary.stop"), *ranked]
    lost = [words("summary.lost_item", name=report.name(j), lost=words.points(j.lost)) for j in losses]
    return [text + words("summary.lost_most", items=words.join(lost)), *ranked]


def _since(report: Report) -> list[str]:
    """One sentence for the quarter before, one for the year before."""
    quarter = report.quarter
    return [
        _changes(report, "since_quarter", quarter.previous, [j.previous for j in report.judgements]),
        _changes(report, "since_year", quarter.year_ago, [j.year_ago for j in report.judgements]),
    ]


def _changes(report: Report, key: str, quarter, values) -> str:
    words = report.words
    when = words(f"summary.{key}", quarter=words.quarter(quarter))
    before, score_before = report.judged_in(quarter)
    moves = [change(j.value, value) for j, value in zip(report.judgements, values, strict=True)]
    if not any(moves):
        return words("summary.no_earlier", when=when)
    parts = []
    if report.score.earned is not None and score_before.earned is not None:
        gained = round(report.score.earned - score_before.earned, 1)
        way = "up" if gained > 0 else "down" if gained < 0 else "same"
        parts.append(words(f"summary.score_{way}", points=words.points(abs(gained))))
    pairs = list(zip(before, report.judgements, strict=False))
    for key, was, now in (("newly_met", LACKING, GOOD), ("no_longer_met", GOOD, BAD)):
        names = [report.name(j) for earlier, j in pairs if earlier.verdict in was and j.verdict in now]
        if names:
            parts.append(words(f"summary.{key}", names=words.some(names, key="summary.and_more_items")))
    sure = [move.difference for move in moves if move and move.beyond_chance]
    counts = {"risen": sum(d > 0 for d in sure), "fallen": sum(d < 0 for d in sure)}
    moved = words.join(words(f"summary.{way}", n=n) for way, n in counts.items() if n)
    parts.append(words("summary.moved", moves=moved) if sure else words("summary.unmoved"))
    return words("summary.since", when=when, parts=words.clauses(parts))


def largest_gaps(judgements: list[Judgement]) -> list[Judgement]:
    """The targets that lack most, those counted in people before those counted in items or sites."""
    lacking = [j for j in judgements if j.still_needed and j.verdict in LACKING]
    return sorted(lacking, key=lambda j: (j.indicator.counts not in PEOPLE, -j.still_needed))[:GAPS]


def _gaps(report: Report) -> str:
    words, gaps = report.words, largest_gaps(report.judgements)
    if not gaps:
        return f"<p>{html(words('summary.no_gap'))}</p>" if report.score.possible else ""
    items = "".join(f"<li>{html(words.sentences([_gap(report, j), _closing(report, j)]))}</li>" for j in gaps)
    return f"<h3>{html(words('summary.gaps', n=len(gaps)))}</h3><ol>{items}</ol>"


def _gap(report: Report, judgement: Judgement) -> str:
    words, value, target = report.words, judgement.value, judgement.target
    if target.each:
        counts = words("scorecard.units_met", met=value.numerator, n=value.denominator)
    else:
        counts = words.counts(value) or words(f"window.{value.window}")
    return words(
        "summary.gap" if target.is_floor or target.comparison == "=" else "summary.gap_fewer",
        name=report.name(judgement),
        value=words.value(value, target.value),
        counts=counts,
        target=words.target(target, judgement.indicator),
        needed=_needed(report, judgement),
    )


def _needed(report: Report, judgement: Judgement, number: int | None = None) -> str:
    return report.words.amount(judgement.still_needed if number is None else number, judgement.indicator.counts)


def _closing(report: Report, judgement: Judgement) -> str:
    """The fewest areas below that would close the gap."""
    words, chosen = report.words, smallest_set(report.measures, judgement)
    if not chosen:
        return ""
    short = judgement.still_needed - sum(needed for _, needed in chosen)
    if short > 0:
        return words("summary.closes_all", short=_needed(report, judgement, short))
    level = report.areas.level(report.area)
    name = words(f"level.{level}") if level else ""
    areas = _areas(report, judgement, chosen)
    return words("summary.closes_one", areas=areas, level=name) if len(chosen) == 1 else words(
        "summary.closes_some", n=len(chosen), areas=areas
    )  # fmt: skip


def _areas(report: Report, judgement: Judgement, chosen) -> str:
    words = report.words
    named = [
        words("summary.area_needs", area=report.areas.name(area), needed=_needed(report, judgement, needed))
        for area, needed in chosen
    ]
    return words.some(named, most=6)


def _next(report: Report) -> str:
    words, steps = report.words, list(_steps(report))
    items = "".join(f"<li>{html(step)}</li>" for step in steps or [words("summary.next_none")])
    return f"<h3>{html(words('summary.next'))}</h3><ol>{items}</ol>"


def _steps(report: Report):
    """What follows from the verdicts, most urgent first."""
    words = report.words
    by_verdict = {v: [j for j in report.judgements if j.verdict == v] for v in VERDICTS}
    for judgement in largest_gaps([j for j in by_verdict["not_met"] if not j.target.each])[:1]:
        chosen = smallest_set(report.measures, judgement)
        name, areas = report.name(judgement), words.some([report.areas.name(area) for area, _ in chosen])
        yield words("summary.next_gap", name=name, areas=areas) if chosen else words(
            "summary.next_gap_here", name=name, needed=_needed(report, judgement)
        )  # fmt: skip
    for judgement in by_verdict["behind"]:
        if not judgement.target.each:
            expected = words.amount(ceil(judgement.expected), judgement.indicator.counts)
            value = words.value(judgement.value)
            yield words("summary.next_behind", name=report.name(judgement), expected=expected, value=value)
    for judgement in by_verdict["not_met"] + by_verdict["behind"]:
        if missing := [unit.unit for unit in judgement.units if not unit.met]:
            met, n = len(judgement.units) - len(missing), len(judgement.units)
            yield words("summary.next_each", name=report.name(judgement), met=met, n=n, units=words.some(missing))
    for verdict, key in (("uncertain", "next_uncertain"), ("insufficient_data", "next_missing")):
        if by_verdict[verdict]:
            names = words.some([report.name(j) for j in by_verdict[verdict]], key="summary.and_more_items")
            yield words(f"summary.{key}", names=names)
    for finding in report.differences()[:1]:
        yield words("summary.next_finding", finding=finding)
    if units := report.returned_units():
        yield words("summary.next_returned", rows=sum(units.values()), units=words.some(list(units)))
