"""`jiping run`: files → clean records → indicators → the assessments of a quarter."""

from __future__ import annotations

from pathlib import Path

from pipelines.command import intake
from pipelines.command.console import fault, note, progress
from pipelines.command.opening import opened
from pipelines.command.opening import quarter as quarter_of
from pipelines.command.speech import say
from pipelines.publishing import quarterly
from pipelines.publishing.reports import RunResult


def run(
    quarter: str | None, plan: list[str] | None, area: list[str] | None, workspace: Path | None, raw: Path | None,
    lang: str | None, jobs: int | None, strict: bool,
) -> int:  # fmt: skip
    place, when = opened(workspace, raw, lang), quarter_of(quarter)
    intake.show_ledger(intake.take_in(place), place)
    intake.show_assumed(place)
    intake.show_returns(place)
    with progress(say("console.reporting")) as advance:
        asked = {"plans": plan or None, "areas": area or None, "lang": say.lang, "jobs": jobs}
        result = quarterly.run(place, when, **asked, progress=advance)
    show_reports(result)
    return intake.ATTENTION if strict and result.faults else intake.outcome(place, strict)


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
