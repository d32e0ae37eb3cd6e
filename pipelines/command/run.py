"""`jiping run`: files → clean records → indicators → the assessments of a quarter, or the scores of a year."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.table import Table

from indicators.showing.year import Line, Year
from indicators.workspace import Fault
from pipelines.command import intake, run_lists
from pipelines.command.console import fault, note, out, progress
from pipelines.command.opening import opened
from pipelines.command.opening import quarter as quarter_of
from pipelines.command.speech import say
from pipelines.publishing import quarterly, yearly
from pipelines.publishing.reports import RunResult


def run(
    quarter: str | None, plan: list[str] | None, area: list[str] | None, workspace: Path | None, raw: Path | None,
    lang: str | None, jobs: int | None, strict: bool,
) -> int:  # fmt: skip
    place, year = opened(workspace, raw, lang), yearly.year_in(quarter)
    if year and area:
        raise Fault(
            "--area: a year is scored for all areas together; leave it out.",
            "--area：年度得分是各地区一并计算的，请不写 --area。",
        )
    when = None if year else quarter_of(quarter, place)
    intake.show_ledger(intake.take_in(place), place)
    intake.show_assumed(place)
    intake.show_returns(place)
    if year:
        show_year(*yearly.run(place, year, plan, say.words))
        return intake.outcome(place, strict)
    with progress(say("console.reporting")) as advance:
        asked = {"plans": plan or None, "areas": area or None, "lang": say.lang, "jobs": jobs}
        result = quarterly.run(place, when, **asked, progress=advance)
    show_reports(result)
    if place.settings.lists:
        run_lists.write(place, when)
    return intake.ATTENTION if strict and result.faults else intake.outcome(place, strict)


def show_year(page: Path, found: list[Year]) -> None:
    """The points of the year of each plan, by area and by owner, and where the page is."""
    for one in found:
        note(f"{one.title}  {one.rule}")
        for heading, lines in (("column.area", one.lines), ("league.owner", one.owners)):
            if lines:
                _show_lines(say(heading), lines, one.is_scored)
    note(say("console.look", path=page))


def _show_lines(heading: str, lines: Sequence[Line], is_scored: bool) -> None:
    table, whole = Table(), ("year.total", "league.rank") if is_scored else ()
    table.add_column(heading, overflow="fold")
    for title in (*(say("year.quarter", number=n) for n in say.words.numbers), *map(say, whole)):
        table.add_column(title, overflow="fold", justify="right")
    for line in lines:
        table.add_row(line.name, *line.quarters, *((line.year, line.place) if is_scored else ()))
    out.print(table)


def show_reports(result: RunResult) -> None:
    """How many assessments were written, how many stand from before, where to look, and any that could not be made."""
    for report in result.faults:
        fault(f"{report.path}: {report.fault}")
    if result.gone:
        fault(say("console.gone", n=len(result.gone), paths=say.words.join(report.path for report in result.gone)))
    note(say("console.reports", n=len(result.reports) - len(result.faults) - len(result.kept)))
    if result.kept:
        note(say("console.kept", n=len(result.kept)))
    note(say("console.look", path=result.index))
