"""The `jiping` command. Heavy libraries are imported inside the commands, so that help appears at once."""

from __future__ import annotations

import os
import signal
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from typer.exceptions import TyperException

from indicators.counting.quarters import Quarter
from indicators.workspace import LANGUAGES, Fault, Workspace
from indicators.workspace import version as installed
from pipelines.command import console
from pipelines.command.usage import mistake

OK, ATTENTION, WRONG, INTERRUPTED = 0, 1, 2, 130
say = console.words(sys.argv)
app = typer.Typer(
    add_completion=False,
    rich_markup_mode="rich",
    help=say("help.jiping"),
    pretty_exceptions_enable=False,
)


class Format(StrEnum):
    table = "table"
    csv = "csv"
    json = "json"


def _option(name: str, *flags: str):
    return typer.Option(*flags, help=say(f"help.{name}"))


QuarterArgument = Annotated[str | None, typer.Argument(metavar="QUARTER", help=say("help.quarter"), show_default=False)]
WorkspaceOption = Annotated[
    Path | None, typer.Option("--workspace", envvar="JIPING_WORKSPACE", help=say("help.workspace"))
]
RawOption = Annotated[Path | None, _option("raw", "--raw")]
LangOption = Annotated[str | None, _option("lang", "--lang")]
PlanOption = Annotated[list[str] | None, _option("plan", "--plan")]
AreaOption = Annotated[list[str] | None, _option("area", "--area")]
StrictOption = Annotated[bool, _option("strict", "--strict")]


def _command(name: str, *examples: str):
    """A command with its help and its examples under it."""
    lines = "\n\n".join(f"  [cyan]{example}[/cyan]" for example in examples)
    return app.command(
        name, help=say(f"help.{name}"), epilog=f"{say('help.examples')}\n\n{lines}", no_args_is_help=False
    )


@app.callback(invoke_without_command=True)
def _main(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help=say("help.version"), is_eager=True)] = False,
) -> None:
    if version:
        console.note(f"jiping {installed()}")
        raise typer.Exit
    if not context.invoked_subcommand:
        console.note(context.get_help())
        raise typer.Exit(WRONG)


@_command("run", "jiping run 2024Q3", "jiping run 2024Q3 --plan qingjiangpu --area 320812010 --lang en")
def run(
    quarter: QuarterArgument = None, plan: PlanOption = None, area: AreaOption = None, workspace: WorkspaceOption = None, raw: RawOption = None,
    lang: LangOption = None, jobs: Annotated[int | None, typer.Option("--jobs", min=1, help=say("help.jobs"))] = None, strict: StrictOption = False,
) -> None:  # fmt: skip
    from pipelines.publishing import quarterly

    when, place = _quarter(quarter), _open(workspace, raw, lang)
    console.show_ledger(_build(place), _titles(place), say)
    console.show_returns(place, say)
    with console.progress(say("console.reporting")) as advance:
        result = quarterly.run(
            place, when, plans=plan or None, areas=area or None, lang=say.lang, jobs=jobs, progress=advance
        )
    console.show_reports(result, say)
    raise typer.Exit(ATTENTION if strict and result.faults else _outcome(place, strict))


@_command(
    "intake", "jiping intake", "jiping intake --raw ~/Desktop/2024Q3 --strict", "jiping intake --explain 宣传栏.xlsx"
)
def intake(
    explain: Annotated[Path | None, _option("explain", "--explain")] = None,
    workspace: WorkspaceOption = None, raw: RawOption = None, lang: LangOption = None, strict: StrictOption = False,
) -> None:  # fmt: skip
    place = _open(workspace, raw, lang)
    if explain:
        from pipelines.command import explanation
        from pipelines.command.explain import explain as explained

        explanation.show(explained(place, explain), place, say)
        return
    built = _build(place)
    console.show_files(built, say)
    console.show_ledger(built, _titles(place), say)
    console.show_reasons(place, say)
    console.show_returns(place, say)
    raise typer.Exit(_outcome(place, strict))


@_command(
    "values",
    "jiping values 2002Q3",
    "jiping values 2024Q3 --indicator knowledge_awareness_rate --by population_group --format csv",
)
def values(
    quarter: QuarterArgument = None, indicator: Annotated[list[str] | None, _option("indicator", "--indicator")] = None, area: AreaOption = None,
    by: Annotated[list[str] | None, _option("by", "--by")] = None, plan: PlanOption = None,
    format: Annotated[Format, _option("format", "--format")] = Format.table,
    public: Annotated[bool, _option("public", "--public")] = False,
    workspace: WorkspaceOption = None, raw: RawOption = None, lang: LangOption = None,
) -> None:  # fmt: skip
    from indicators.showing import listing

    when, place = _quarter(quarter), _open(workspace, raw, lang)
    if raw or not place.warehouse.exists():
        _build(place)
    console.show_changes(place, say)
    listed = listing.of(
        place, when, indicators=indicator, areas=area, by=by or (), plans=plan, lang=say.lang, public=public
    )
    console.show_values(listed, format, when, say)


@_command("indicators", "jiping indicators", "jiping indicators bulletin_board_update_rate")
def indicators(
    code: Annotated[str | None, typer.Argument(help=say("help.code"))] = None, lang: LangOption = None
) -> None:
    from indicators.catalogue import catalogue

    _speak(lang)
    found = catalogue()
    if code:
        console.show_indicator(found, found.indicator(code), say)
    else:
        console.show_catalogue(found, say)


@_command("example", "jiping example my-office/data/raw", "jiping example big --scale 20")
def example(
    folder: Annotated[Path, typer.Argument(help=say("help.folder"))],
    scale: Annotated[float, typer.Option(min=0.1, max=10_000, help=say("help.scale"))] = 1.0, lang: LangOption = None,
) -> None:  # fmt: skip
    from pipelines import example as examples

    _speak(lang)
    if folder.exists() and any(folder.iterdir()):
        raise Fault(f'"{folder}": not empty. Name a new folder.', f"“{folder}”：文件夹非空，请另指定一个新文件夹。")
    examples.write(folder, scale)
    console.note(say("console.written", n=sum(p.is_file() for p in folder.rglob("*")), path=folder))


@_command("check", "jiping check")
def check(workspace: WorkspaceOption = None, lang: LangOption = None) -> None:
    from indicators.catalogue import catalogue
    from pipelines.recognising import forms

    place = _open(workspace, None, lang)
    found = catalogue(strict=False)
    problems, known, questionnaires = list(found.faults), {}, {}
    try:
        known, questionnaires = forms.load(place), forms.load_questionnaires(place)
        forms.recognisable(known, questionnaires)
    except Fault as fault:
        problems.append(fault.text(say.lang))
    if place.warehouse.exists() and not problems:
        with place.connect() as con:
            problems += found.problems(con)
    for problem in problems:
        console.fault(problem)
    if problems:
        raise typer.Exit(WRONG)
    counts = {
        "forms": len(known),
        "questionnaires": len(questionnaires),
        "indicators": len(found.indicators),
        "plans": len(found.plans),
    }
    console.note(say("console.no_problem", **counts))


@_command("explore", "jiping explore")
def explore(workspace: WorkspaceOption = None, lang: LangOption = None) -> None:
    from pipelines.publishing.quarterly import NOTEBOOKS

    place = _open(workspace, None, lang)
    os.environ["JIPING_WORKSPACE"] = str(place.root)
    os.execv(sys.executable, [sys.executable, "-m", "jupyterlab", "--notebook-dir", str(NOTEBOOKS)])


def _quarter(text: str | None) -> str:
    try:
        return str(Quarter.parse(text) if text else Quarter.last_complete())
    except ValueError as error:
        raise Fault(f"{error}.", f"“{text}”不是季度，请写成 2024Q3（季度只有 Q1 至 Q4）。") from None


def _speak(lang: str | None) -> None:
    if lang is not None and lang not in LANGUAGES:
        raise Fault(f'--lang "{lang}": the languages are zh and en.', f"--lang “{lang}”：可用的语言是 zh 和 en。")


def _open(workspace: Path | None, raw: Path | None, lang: str | None) -> Workspace:
    _speak(lang)
    place = Workspace.open(workspace, raw)
    if lang is None and "JIPING_LANG" not in os.environ:
        say.speak(place.settings.language)
    return place


def _build(place: Workspace):
    from pipelines.warehouse import build

    with console.progress(say("console.reading")) as advance:
        return build(place, advance)


def _titles(place: Workspace) -> dict[str, str]:
    """What each record type is called."""
    from pipelines.recognising import forms

    return {name: form.en if say.lang == "en" else form.zh for name, form in forms.load(place).items()}


def _outcome(place: Workspace, strict: bool) -> int:
    """0, or under --strict 1 when a file or row needs attention."""
    if not strict:
        return OK
    with place.connect() as con:
        waiting = con.execute("SELECT count(*) FROM intake.ledger WHERE status <> 'read' OR returned > 0")
        return ATTENTION if waiting.fetchone()[0] else OK


def main() -> None:
    """The console script: every error ends in one sentence and an exit code, never in a traceback."""
    try:
        code = _run()
    except KeyboardInterrupt:
        code = INTERRUPTED
    if code == INTERRUPTED:
        signal.signal(signal.SIGINT, lambda *_: None)  # one more, or one that DuckDB left pending, changes nothing now
        console.fault(say("console.interrupted"))
    sys.exit(code)


def _run() -> int:
    try:
        return app(standalone_mode=False) or OK
    except Fault as fault:
        console.fault(fault.text(say.lang))
    except TyperException as error:
        console.fault(mistake(error, say.words))
    except Exception as error:
        if "Query interrupted" in str(error):  # Ctrl-C while DuckDB was at work
            return INTERRUPTED
        if os.environ.get("JIPING_DEBUG"):
            raise
        first = (str(error).splitlines() or [""])[0]
        console.fault(say("console.internal", error=f"{type(error).__name__}: {first}") + say("help.debug"))
    return WRONG


if __name__ == "__main__":
    main()
