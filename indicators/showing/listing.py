"""Values as rows for programs: what `jiping values` prints and `values.csv` holds."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from indicators.counting.quarters import Quarter
from indicators.counting.values import Value
from indicators.judging.assess import Judgement
from indicators.judging.plans import Plan
from indicators.model import UNITS
from indicators.office import Office
from indicators.showing.words import Words, vocabulary
from indicators.workspace import Workspace

Row = dict[str, object]
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet program takes for the beginning of a formula


def of(
    workspace: Workspace,
    quarter: str,
    indicators: Iterable[str] | None = None,
    areas: Iterable[str] | None = None,
    by: Iterable[str] = (),
    plans: Iterable[str] | None = None,
    lang: str = "zh",
    public: bool = False,
    below: bool = False,
) -> list[Row]:
    """The values of a quarter: every target of the plans in force, then every indicator as a whole or `by` breakdowns.

    `indicators` are codes or short names, `areas` codes or names (each plan's whole area if none are given), `plans`
    names; with `below` the areas directly below are listed too. The office sees its own numbers exactly; `public` hides
    small numbers of people as assessments do. Raises Fault for a name that means nothing, a breakdown that an indicator
    has not, a quarter without records.
    """
    exact = msgspec.structs.replace(workspace.settings, suppression_threshold=0)
    office, when = Office.at(workspace if public else dataclasses.replace(workspace, settings=exact), quarter)
    codes = [office.indicator(name) for name in indicators or ()] or list(office.catalogue.indicators)
    chosen = [office.plan(name) for name in plans] if plans else office.plans_in_force(when)
    places = [office.areas.resolve(text) for text in areas] if areas else None
    if below:
        tops = places or dict.fromkeys([office.top(plan) for plan in chosen] or office.areas.tops)
        places = list(dict.fromkeys(code for top in tops for code in (top, *office.areas.children(top))))
    return list(rows(office, when, chosen, codes, places, tuple(by), lang, whole=not plans))


def rows(
    office: Office,
    quarter: Quarter,
    plans: Sequence[Plan],
    codes: Sequence[str],
    areas: Sequence[str] | None = None,
    by: tuple[str, ...] = (),
    lang: str = "zh",
    whole: bool = True,
) -> Iterator[Row]:
    """Rows of targets (unless `by` is given), then with `whole` of the indicators that no target took as a whole.

    Without `areas`, those are the first with anything reported for each plan: its whole area; or the tops of the
    register where no plan has anything.
    """
    words, first, listed = Words(lang), {}, set()
    for plan in plans:
        places = areas or office.areas_with_data(plan, quarter)[:1]
        first |= dict.fromkeys(places)
        for area in places if not by else ():
            if plan.in_force(quarter, area, office.areas):
                for judgement in office.judgements(plan, quarter, area):
                    if judgement.target.indicator in codes:
                        yield _of_target(office, plan, judgement, words)
                        listed |= {(judgement.target.indicator, area)} if _is_whole(judgement) else set()
    for code in codes if whole or by else ():
        for value in _values(office, code, quarter, tuple(areas or first or office.areas.tops), by):
            if by or (code, value.area) not in listed:
                yield _of_value(office, value, words)


def _values(office: Office, code: str, quarter: Quarter, areas: tuple[str, ...], by: tuple[str, ...]) -> list[Value]:
    """An indicator's values in some areas, protected together with those of all areas."""
    indicator, found = office.measures.indicators[code], []
    for grouping in dict.fromkeys(((), by)):
        for row in office.measures.rollup(code, grouping).iter_rows(named=True):
            if row["quarter"] == str(quarter):
                where = {column: row[column] or "" for column in grouping}
                counted = (row["numerator"], row["denominator"], row["rows"])
                found.append(Value.of(indicator, row["area"], str(quarter), where, *counted))
    safe = office.protect(found)
    return [value for value in safe if value.area in areas and bool(value.where) == bool(by)]


def _is_whole(judgement: Judgement) -> bool:
    """True for a target of everybody, in the indicator's own window."""
    target = judgement.target
    return not target.where and not target.each and judgement.value.window == judgement.indicator.window


def _of_target(office: Office, plan: Plan, judgement: Judgement, words: Words) -> Row:
    value, target = judgement.value, judgement.target
    said = words.target(target, judgement.indicator) if target.value is not None else None
    judged = {
        "target": said,
        "verdict": judgement.verdict,
        "reason": judgement.reason,
        "still_needed": judgement.still_needed,
        "points": judgement.points,
        "earned": judgement.told,
    }
    return {"plan": plan.name, "clause": target.clause, **_numbers(office, value, words), **judged}


def _of_value(office: Office, value: Value, words: Words) -> Row:
    nothing = dict.fromkeys(("target", "verdict", "reason", "still_needed", "points", "earned"))
    return {"plan": None, "clause": None, **_numbers(office, value, words), **nothing}


def _numbers(office: Office, value: Value, words: Words) -> Row:
    said = {column: codes if isinstance(codes, str) else "|".join(codes) for column, codes in value.where.items()}
    return {
        "indicator": value.indicator.code,
        "name": words.name(value.indicator, value.where),
        "where": "; ".join(f"{column}={codes}" for column, codes in said.items()),
        "area": value.area,
        "area_name": office.areas.name(value.area),
        "quarter": value.quarter,
        "window": value.window,
        "numerator": value.numerator,
        "denominator": value.denominator,
        "value": value.value,
        "lower": value.lower,
        "upper": value.upper,
        "unit": value.indicator.counts,
        "method": value.method,
        "difference": value.difference,
        "state": _state(value),
    }


def for_spreadsheets(rows: Iterable[Row], words: Words) -> list[Row]:
    """Rows for a CSV file: what people read first, and what codes mean in words; nothing in it is computed.

    The headings are in the language of `words`; in English they are the names that programs know.
    """
    return [inert(_headed({**row, **_said(row, words)}, words)) for row in rows]


def _said(row: Row, words: Words) -> Row:
    """What the codes of a row mean; "= 100%" with a sign that begins no formula."""
    verdict, target = row["verdict"], row["target"]
    return {
        "unit_name": UNITS[row["unit"]][words.lang == "en"],
        "state_name": words(f"state.{row['state']}"),
        "verdict_name": words(f"verdict.{verdict}") if verdict else None,
        "target": f"＝{target[1:]}" if target and target.startswith("=") else target,
    }


def _headed(row: Row, words: Words) -> Row:
    known = vocabulary()["values"]
    return {
        words(f"values.{key}") if key in known else key: row[key] for key in dict.fromkeys((*known, *row)) if key in row
    }


def inert(row: Row) -> Row:
    """A text that would be computed by a spreadsheet program has an apostrophe before it."""
    return {k: f"'{v}" if isinstance(v, str) and v.startswith(FORMULA) else v for k, v in row.items()}


def _state(value: Value) -> str:
    """Not reported, nobody in scope and suppressed are three states, and none of them is 0."""
    if value.suppressed:
        return "suppressed"
    if value.value is not None:
        return "reported"
    return "nobody_in_scope" if value.reported else "not_reported"
