"""The head of an assessment: what was met, what moved, and where most is lacking."""

from __future__ import annotations

from math import ceil

from indicators.counting.measure import change
from indicators.judging.assess import Judgement
from indicators.judging.scores import COMPARABLE, gained, losses
from indicators.showing.report import Report
from indicators.showing.steps import needed, next_steps, short_units
from indicators.showing.waiting import waiting
from indicators.showing.words import html

GAPS = 3
GOOD, BAD = ("met", "on_track"), ("not_met", "behind")
LACKING = (*BAD, "uncertain")


def summary(report: Report) -> str:
    """The summary as HTML: figures, sentences, gaps, steps."""
    said = filter(None, (waiting(report), _verdicts(report), _score(report), _since(report)))
    paragraphs = "".join(f"<p>{html(report.words.sentences(sentences))}</p>" for sentences in said)
    return _tiles(report) + paragraphs + _gaps(report) + _next(report)


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
        number = f"{words.points(score.earned)}<small>/{words.points(score.possible)}</small>"
        tiles.append((number, words("column.score"), "score"))
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
    """Points earned and lost, what could not be scored or is not asked here, and the place among the neighbours."""
    words, score = report.words, report.score
    if not score.possible:
        return [words("summary.no_score")]
    if score.earned is None:
        return [words("summary.nothing_scored")]
    figures = {"earned": score.earned, "possible": score.possible, "lost": score.possible - score.earned}
    text = words("summary.score", **{name: words.points(number) for name, number in figures.items()})
    most = losses(report.judgements)[:GAPS]
    lost = [words("summary.lost_item", name=report.name(j), lost=words.points(j.lost)) for j in most]
    said = [text + (words("summary.lost_most", items=words.join(lost)) if lost else words("summary.stop"))]
    if report.unscored:
        parts = words.tally(verdict for verdict, n in report.unscored.items() for _ in range(n))
        left = sum(report.unscored.values())
        said.append(words("summary.unscored", n=left, parts=parts, judged=words.points(score.judged)))
    if report.elsewhere:
        points = words.points(sum(target.points for target in report.elsewhere))
        said.append(words("summary.elsewhere", n=len(report.elsewhere), points=points))
    return said + _rank(report)


def _rank(report: Report) -> list[str]:
    """The place among the areas beside this one, and who takes no part for want of data."""
    words, rank = report.words, report.rank()
    if rank is None:
        return []
    beside = words.beside(report.areas.level(report.area))
    floor = words.share(COMPARABLE)
    if rank.place is None:
        return [words("summary.unranked", floor=floor)]
    left = sum(report.unscored.values())
    key = "summary.rank_unscored" if left else "summary.rank"
    said = [words(key, place=words.place(rank.place), n=rank.of, beside=beside, left=left)]
    return said + ([words("summary.left_out", n=rank.left_out, beside=beside, floor=floor)] if rank.left_out else [])


def _since(report: Report) -> list[str]:
    """One sentence for the quarter before (of a campaign there is none), one for the year before."""
    quarter = report.quarter
    before = (
        [] if report.words.called else [("since_quarter", quarter.previous, [j.previous for j in report.judgements])]
    )
    before.append(("since_year", quarter.year_ago, [j.year_ago for j in report.judgements]))
    return [_changes(report, *told) for told in before]


def _changes(report: Report, key: str, quarter, values) -> str:
    words = report.words
    when = words(f"summary.{key}", quarter=words.quarter(quarter))
    before = report.judged_in(quarter)
    moves = [change(j.value, value) for j, value in zip(report.judgements, values, strict=True)]
    if not any(moves):
        return words("summary.no_earlier", when=when)
    parts = []
    if (points := gained(before, report.judgements)) is not None:
        way = "up" if points > 0 else "down" if points < 0 else "same"
        parts.append(words(f"summary.score_{way}", points=words.points(abs(points))))
    pairs = [(earlier, j) for j in report.judgements for earlier in before if earlier.number == j.number]
    for key, was, now in (("newly_met", LACKING, GOOD), ("no_longer_met", GOOD, BAD)):
        names = [report.name(j) for earlier, j in pairs if earlier.verdict in was and j.verdict in now]
        if names:
            parts.append(words(f"summary.{key}", names=words.some(names, key="summary.and_more_items")))
    sure = [move.difference for move in moves if move and move.beyond_chance]
    counts = {"risen": sum(d > 0 for d in sure), "fallen": sum(d < 0 for d in sure)}
    moved = words.join(words(f"summary.{way}", n=n) for way, n in counts.items() if n)
    parts.append(words("summary.moved", moves=moved) if sure else words("summary.unmoved"))
    return words("summary.since", when=when, parts=words.clauses(parts))


def by_loss(judgements) -> list[Judgement]:
    """Judgements by the points they lost, then by how far they are from their target."""
    return sorted(judgements, key=lambda j: (-(j.lost or 0), -_distance(j)))


def _distance(judgement: Judgement) -> float:
    """How far a value is from its target, as a share of the target: what unlike units have in common."""
    goal = 1 if judgement.target.each else float(judgement.target.value or 0)
    return abs(judgement.gap or 0) / (goal or 1)


def largest_gaps(judgements) -> list[Judgement]:
    """The targets that miss most: those that cost most points, then those furthest from their target."""
    return [j for j in by_loss(judgements) if j.verdict in LACKING and (j.still_needed or j.lost)][:GAPS]


def _gaps(report: Report) -> str:
    words, gaps = report.words, largest_gaps(report.judgements)
    if not gaps:
        return f"<p>{html(words('summary.no_gap'))}</p>" if report.score.possible else ""
    items = "".join(f"<li>{html(words.sentences([_gap(report, j), _closing(report, j)]))}</li>" for j in gaps)
    return f"<h3>{html(words('summary.gaps'))}</h3><ol>{items}</ol>"


def _gap(report: Report, judgement: Judgement) -> str:
    """Value, target and distance, in the unit that can be acted on: units for `each`, points of a rate for a sample."""
    words, value, target, name = report.words, judgement.value, judgement.target, report.name(judgement)
    asked = words.target(target, judgement.indicator)
    if judgement.still_needed is None:
        return words("summary.gap_hidden", name=name)
    if target.each:
        units, due = short_units(report, judgement), words.due(judgement)
        figures = {"met": value.numerator, "n": value.denominator, "share": words.value(value, target.value)}
        return words("summary.gap_each", name=name, due=due, units=units, target=asked, **figures)
    figures = {"name": name, "value": words.value(value, target.value), "target": asked}
    if judgement.indicator.data_basis == "sample":
        return words("summary.gap_sample", apart=words.apart(judgement), **figures)
    if judgement.expected is not None:
        late = needed(report, judgement, max(0, ceil(judgement.expected - value.numerator)))
        return words("summary.gap_yearly", due=words.due(judgement), late=late, **figures)
    key = "summary.gap" if target.is_floor or target.comparison == "=" else "summary.gap_fewer"
    return words(key, counts=words.counts(value) or words(f"window.{value.window}"), needed=needed(report, judgement), **figures)  # fmt: skip


def _closing(report: Report, judgement: Judgement) -> str:
    """The fewest areas below that would close the gap; where sites are known, the steps name those instead."""
    words, chosen = report.words, report.areas_to_see(judgement)
    if not chosen or report.doors(judgement):
        return ""
    short = judgement.still_needed - sum(lacking for _, lacking in chosen)
    if short > 0:
        return words("summary.closes_all", short=needed(report, judgement, short))
    named = [
        words("summary.area_needs", area=report.areas.name(area), needed=needed(report, judgement, lacking))
        for area, lacking in chosen
    ]
    whole, below = report.areas.level(report.area), report.areas.level(chosen[0][0])
    level = words(f"level.{whole}") if whole else ""
    key = "summary.closes_one" if len(chosen) == 1 else "summary.closes"
    return words(key, n=len(chosen), areas=words.some(named, most=6), beside=words.beside(below), level=level)  # fmt: skip


def _next(report: Report) -> str:
    words, steps = report.words, list(next_steps(report, by_loss(report.judgements)))
    items = "".join(f"<li>{html(step)}</li>" for step in steps or [words("summary.next_none")])
    return f"<h3>{html(words('summary.next'))}</h3><ol>{items}</ol>"
