"""`jiping plan`: the plans there are, one of them whole, or a workbook to write one in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from rich.table import Table

from indicators.catalogue import Catalogue, catalogue
from indicators.judging.plans import PARTS, Plan
from indicators.showing import promises
from indicators.workspace import Fault
from pipelines.command.console import fault, note, out
from pipelines.command.opening import opened
from pipelines.command.speech import say
from pipelines.recognising import forms, plan_words

OK, WRONG = 0, 2
NEW = "new"
Services = Mapping[str, Mapping[str, str]]


def run(name: str | None, file: Path | None, origin: str | None, workspace: Path | None, lang: str | None) -> int:
    place = opened(workspace, None, lang)
    if (name == NEW) != (file is not None) or (origin and name != NEW):
        raise Fault(
            "jiping plan: a file and --from go with new: `jiping plan new FILE.xlsx --from PLAN`.",
            "jiping plan：文件名和 --from 与 new 一起用，如 jiping plan new 方案.xlsx --from 方案名。",
        )
    services = plan_words.words(forms.load(place))
    found = catalogue(strict=False, workspace=place, words=services)
    if name == NEW:
        _write(file, found, services, found.plan(origin) if origin else None)
    elif name:
        _show(found, found.plan(name), services)
    else:
        _list(found)
        for one in found.faults:
            fault(one.text(say.lang))
        return WRONG if found.faults else OK
    return OK


def _write(file: Path, found: Catalogue, services: Services, plan: Plan | None) -> None:
    from pipelines.publishing import plan_workbook

    if file.suffix.lower() != ".xlsx":
        raise Fault(f'"{file}": a plan workbook ends in .xlsx.', f"“{file}”：方案工作簿的文件名应以 .xlsx 结尾。")
    if file.exists() or not file.absolute().parent.is_dir():
        raise Fault(
            f'"{file}": there already, or in a folder that is not. Name a new file.',
            f"“{file}”：文件已存在，或所在文件夹不存在。请另写一个新文件名。",
        )
    titles = {code: indicator.title("zh") for code, indicator in found.indicators.items()}
    plan_workbook.write(file, {"indicator": titles, **services}, plan)
    note(say("console.workbook_written", path=file))


def _list(found: Catalogue) -> None:
    table = Table()
    for key in ("code", "plan", "programme", "in_force", *PARTS):
        table.add_column(
            say(f"console.{key}"), overflow="fold", no_wrap=key == "code", justify="right" if key in PARTS else "left"
        )
    for plan in found.plans.values():
        whose = found.programmes[plan.programme].title(say.lang) if plan.programme else say("console.of_workspace")
        table.add_row(
            plan.name, plan.title(say.lang), whose, _in_force(plan), *(str(len(getattr(plan, part))) for part in PARTS)
        )
    out.print(table)


def _show(found: Catalogue, plan: Plan, services: Services) -> None:
    note(f"{plan.title(say.lang)}  {plan.name}")
    told = {
        "document": plan.document,
        "area": plan.area or say("console.everywhere"),
        "in_force": _in_force(plan),
        "note": plan.note,
    }
    for key, text in told.items():
        if text:
            note(f"{say(f'console.{key}')}: {text}")
    words = say.words
    _table("targets", ("indicator", "population", "target", "when", "points", "owner", "clause"), [
        (found.indicators[t.indicator].title(say.lang), words.population(t.where), promises.values(t, found.indicators[t.indicator], words),
         words.clauses(promises.when(t, words)), "" if t.points is None else words.points(t.points), t.owner, t.clause)
        for t in plan.targets
    ])  # fmt: skip
    _table("duties", ("name", "group", "service", "every", "done_by", "owner", "clause"), [
        (duty.title(say.lang), words.label("group", duty.group), promises.called(duty.service, "service", words, services),
         promises.cadence(duty, words, services),
         words.join(promises.called(one, "by", words, services) for one in duty.by) or say("console.anybody"), duty.owner, duty.clause)
        for duty in plan.duties
    ])  # fmt: skip
    _table("tasks", ("task", "when", "evidence", "owner", "clause"), [
        (task.title(say.lang), promises.due(task, words), promises.called(task.evidence, "evidence", words, services), task.owner, task.clause)
        for task in plan.tasks
    ])  # fmt: skip
    _table("periods", ("name", "when"), [
        (f"{period.belongs_to} {period.name}", f"{words.day(period.starts_on)} – {words.day(period.until)}") for period in plan.periods
    ])  # fmt: skip


def _table(part: str, columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """A part of a plan, unless it has none."""
    if not rows:
        return
    table = Table(title=say(f"console.{part}"), title_justify="left")
    for key in columns:
        table.add_column(say(f"console.{key}"), overflow="fold")
    for row in rows:
        table.add_row(*row)
    out.print(table)


def _in_force(plan: Plan) -> str:
    """From when until when a plan is in force."""
    if not plan.starts_on and not plan.until:
        return say("console.always")
    return " – ".join(day.isoformat() if day else "…" for day in (plan.starts_on, plan.until))
