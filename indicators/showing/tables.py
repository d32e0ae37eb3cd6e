"""The tables of an assessment (great-tables): every cell is made of words from the values it shows."""

from __future__ import annotations

from fractions import Fraction

from indicators.counting.measure import change
from indicators.counting.values import Value
from indicators.judging.assess import Judgement
from indicators.judging.verdicts import MINIMUM_SAMPLE, still_needed
from indicators.showing import promises
from indicators.showing.report import Report
from indicators.showing.words import Words, html, percent, rated

FONTS = ["Source Han Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "Hiragino Sans GB", "sans-serif"]
RULE = "#17375e"
MOST_SPREADS = 15  # groupings shown, the widest apart
MOST_REASONS = 2  # reasons named for each unit


def table(columns: dict[str, list], right: tuple[str, ...] = (), groups: str | None = None, kind: str = "") -> str:
    """Columns of HTML cells (title -> cells) as a table; `right` are the columns of numbers, `groups` a column of
    group headings."""
    import polars as pl
    from great_tables import GT

    keys = [f"c{number}" for number in range(len(columns))]
    names = dict(zip(columns, keys, strict=True))
    frame = pl.DataFrame(dict(zip(keys, columns.values(), strict=True)), schema=dict.fromkeys(keys, pl.String))
    made = GT(frame, groupname_col=names.get(groups)).cols_label(
        {names[title]: title for title in columns if title != groups}
    )
    made = made.fmt_passthrough(escape=False).cols_align("left").tab_options(
        table_width="100%", table_font_names=FONTS, table_font_size="13px", table_font_color="#222222",
        data_row_padding="4px", column_labels_font_weight="bold", table_border_top_color=RULE, table_border_top_width="2px",
        table_border_bottom_color=RULE, column_labels_border_bottom_color=RULE, row_group_font_weight="bold",
        row_group_padding="4px", table_body_hlines_color="#d8dde3",
    )  # fmt: skip
    numbers = [names[title] for title in right]
    made = made.cols_align("right", columns=numbers) if numbers else made
    return f'<div class="table {kind}">{made.as_raw_html()}</div>'


def scorecard(report: Report) -> str:
    """Every target on one row: value with its counts and interval, verdict, what is still needed, change, points."""
    words, judged = report.words, report.judgements
    columns = {
        words("column.number"): [str(number) for number in range(1, len(judged) + 1)],
        words("column.indicator"): [_indicator(report, j) for j in judged],
        words("column.target"): [_target(j, words) for j in judged],
        words("column.value"): [_value(j, words) for j in judged],
        words("column.verdict"): [_verdict(j, words) for j in judged],
        words("column.needed"): [_needed(j, words) for j in judged],
        words("column.since_quarter"): [_change(j.value, j.previous, words) for j in judged],
        words("column.since_year"): [_change(j.value, j.year_ago, words) for j in judged],
        words("column.score"): [_points(j, words) for j in judged],
    }
    if not report.score.possible:
        columns.popitem()
    if words.called:  # no quarter goes before a campaign
        del columns[words("column.since_quarter")]
    numbers = ("target", "value", "needed", "since_quarter", "since_year", "score")
    right = tuple(title for name in numbers if (title := words(f"column.{name}")) in columns)
    return table(columns, right, kind="scorecard") + note(words("scorecard.change_note"))


def note(text: str) -> str:
    return f'<p class="note">{html(text)}</p>'


def small(*parts: str) -> str:
    """Lines in small print under a cell's main text."""
    return "".join(f'<br><small style="color:#5f6b76">{html(part)}</small>' for part in parts if part)


def _indicator(report: Report, judgement: Judgement) -> str:
    words, target = report.words, judgement.target
    said = [target.clause and words("scorecard.clause", clause=target.clause)]
    said.append(target.owner and words("scorecard.owner", owner=target.owner))
    return html(judgement.indicator.title(words.lang)) + small(words.population(target.where), *said)


def _target(judgement: Judgement, words: Words) -> str:
    target = judgement.target
    return html(words.target(target, judgement.indicator)) + small(*promises.when(target, words))


def _value(judgement: Judgement, words: Words) -> str:
    value, lines = judgement.value, []
    if judgement.target.each and value.value is not None:
        lines.append(words("scorecard.units_met", met=value.numerator, n=value.denominator, due=words.due(judgement)))
    else:
        lines.append(words.counts(value))
    if value.lower is not None:
        lines.append(words("scorecard.interval", lower=words.rate(value.lower), upper=words.rate(value.upper)))
    if value.over_full:
        lines.append(words("scorecard.over_full"))
    return f"<b>{html(words.value(value, judgement.target.value))}</b>{small(*lines)}"


def _verdict(judgement: Judgement, words: Words) -> str:
    verdict = judgement.verdict
    badge = f'<span class="badge {verdict}">{words(f"symbol.{verdict}")}&nbsp;{words(f"verdict.{verdict}")}</span>'
    told = judgement.reason in (None, "not_reported")  # the value's cell says that already
    return badge if told else badge + small(words(f"reason.{judgement.reason}"))


def _needed(judgement: Judgement, words: Words) -> str:
    needed, counts = judgement.still_needed, judgement.indicator.counts
    if needed is None:
        return words("state.suppressed" if judgement.value.suppressed else "state.none")
    if not needed:
        return "0"
    if judgement.indicator.data_basis == "sample":  # those who were not asked lack too
        return html(words("scorecard.points_apart", apart=words.apart(judgement)))
    late = _late(judgement)
    behind = small(words("scorecard.late", late=words.amount(late, counts))) if late else ""
    return html(words.amount(needed, counts)) + behind


def _late(judgement: Judgement) -> int:
    """How many a yearly count lacks of what is due by now, over all units for `each`."""
    if judgement.expected is None:
        return 0
    values = [unit.value for unit in judgement.units] if judgement.target.each else [judgement.value]
    return sum(still_needed(v, judgement.target.comparison, Fraction(judgement.expected)) for v in values)


def _change(value: Value, earlier: Value | None, words: Words) -> str:
    moved = change(value, earlier)
    if moved is None:
        return words("state.none")
    text = words.difference(moved.difference, rated(value))
    if not moved.beyond_chance:
        return text
    return f"<b>{'▲' if moved.difference > 0 else '▼'}&nbsp;{text}</b>"


def _points(judgement: Judgement, words: Words) -> str:
    if judgement.points is None:
        return words("state.none")
    hidden = judgement.earned is not None and judgement.value.suppressed
    nothing = words("state.suppressed" if hidden else "state.none")
    earned = nothing if judgement.told is None else words.points(judgement.told)
    return f"{earned}/{words.points(judgement.points)}" + small(words(f"scorecard.{judgement.target.scoring}"))


def breakdowns(report: Report) -> str:
    """Where groups differ beyond chance: the highest and the lowest group of each grouping, the widest apart first."""
    words, rows, compared = report.words, [], 0
    for judgement in report.judgements:
        for column, values in report.groups(judgement).items():
            known = {code: v for code, v in values.items() if v.indicator.is_rate and _is_enough(report, v)}
            compared += len(known) > 1
            if len(known) > 1 and (spread := _spread(report, judgement, column, known)):
                rows.append(spread)
    if not rows:
        return note(words("breakdown.none", least=MINIMUM_SAMPLE))
    rows = [cells for _, cells in sorted(rows, key=lambda row: -row[0])[:MOST_SPREADS]]
    titles = [words(f"column.{title}") for title in ("indicator", "group", "highest", "lowest", "spread")]
    columns = {title: list(cells) for title, cells in zip(titles, zip(*rows, strict=True), strict=True)}
    return note(words("breakdown.note", n=compared, least=MINIMUM_SAMPLE)) + table(
        columns, tuple(titles[2:]), kind="breakdowns"
    )


def _is_enough(report: Report, value: Value) -> bool:
    """True where a group is large enough to differ by more than its few: in persons, if they gave several answers."""
    if value.value is None:
        return False
    persons = report.office.persons.behind(value)
    return (value.denominator if persons is None else persons) >= MINIMUM_SAMPLE


def _spread(report: Report, judgement: Judgement, column: str, known: dict[str, Value]):
    """(difference, cells) of the highest and the lowest group; None where chance explains it."""
    words = report.words
    worst, best = sorted(known, key=lambda code: known[code].value)[:: len(known) - 1]
    moved = change(known[best], known[worst])
    if not moved.beyond_chance:
        return None
    name = html(judgement.indicator.title(words.lang)) + small(words.population(judgement.target.where))
    ends = [
        f"{html(words.label(column, code))} <b>{html(words.value(known[code]))}</b>{small(words.counts(known[code]))}"
        for code in (best, worst)
    ]
    return moved.difference, (name, html(words.breakdown(column)), *ends, f"{percent(moved.difference)}")


def findings(report: Report) -> str:
    """Where what was reported differs from the records, and rates above 100 %."""
    words = report.words
    sentences = [*report.differences(), *report.over_full()]
    if not sentences:
        return note(words("finding.none"))
    listed = "".join(f"<li>{html(sentence)}</li>" for sentence in sentences)
    agreeing = report.agreeing()
    return f"<ul>{listed}</ul>" + (note(words("finding.agree", n=agreeing)) if agreeing else "")


def returned(report: Report) -> str:
    """Rows that intake returned, by sending unit with the commonest reasons, and answers that nobody can read: counts only."""
    words, units, answers = report.words, report.returned_units(), report.unread_answers()
    unread = note(words("returned.answers", n=answers)) if answers else ""
    if not units:
        return unread + note(words("returned.none"))
    columns = {
        words("column.unit"): [html(unit) for unit in units],
        words("column.rows"): [f"{rows:,}" for rows in units.values()],
        words("column.reason"): [html(_reasons(report.returned_reasons()[unit], words)) for unit in units],
    }
    total = note(words("returned.total", rows=sum(units.values())))
    return unread + total + table(columns, (words("column.rows"),), kind="returned")


def _reasons(reasons: list[tuple[str, int]], words: Words) -> str:
    said = [words("returned.reason", reason=reason, rows=rows) for reason, rows in reasons[:MOST_REASONS]]
    more = sum(rows for _, rows in reasons[MOST_REASONS:])
    return words.clauses([*said, words("returned.others", rows=more)] if more else said)


def method(report: Report) -> str:
    """Definitions, sources and clauses of the plan's indicators, and how verdicts are reached."""
    words, plan = report.words, report.plan
    used = {j.indicator.code: report.measures.indicators[j.target.indicator] for j in report.judgements}
    clauses = {code: [j.target.clause for j in report.judgements if j.indicator.code == code] for code in used}
    columns = {
        words("column.indicator"): [html(i.title(words.lang)) for i in used.values()],
        words("column.definition"): [
            html(i.definition(words.lang)) + small(_basis(i, words)) for i in used.values()
        ],
        words("column.source"): [
            html(i.source) + small(words.join(dict.fromkeys(c for c in clauses[code] if c))) for code, i in used.items()
        ],
    }  # fmt: skip
    floor = words.share(plan.minimum_completeness)
    lines = [
        words("method.plan", plan=plan.title(words.lang), document=plan.document),
        *filter(None, [plan.note]),
        words("method.verdicts", floor=floor),
        words("method.intervals"),
        words("method.privacy", k=report.settings.suppression_threshold),
        words("method.files", **report.ledger),
    ]
    notes = "".join(f"<li>{html(line)}</li>" for line in lines)
    return f'<ul class="notes">{notes}</ul>' + table(columns, kind="method")


def _basis(indicator, words: Words) -> str:
    unit = words("method.counted", unit=indicator.unit(words.lang))
    return words.join([words(f"method.{indicator.data_basis}"), words(f"window.{indicator.window}"), unit])
