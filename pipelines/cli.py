"""The `jiping` command: what can be written after it. `jiping run` does what pipelines/command/run.py says, and so the others."""

from __future__ import annotations

from pipelines import ending

ending.listen()  # before the imports that take time: a signal during them ends the command as quietly as later

import os
import sys
from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from pipelines.command.helping import Command, Group
from pipelines.command.speech import say

OK, WRONG, NOBODY_READS = 0, 2, 141
CHINESE = "季评"
Format = StrEnum("Format", ("table", "csv", "json"))
Apart = StrEnum("Apart", ("village", "visitor"))
Shown = StrEnum("Shown", ("missed", "met", "all"))
app = typer.Typer(
    cls=Group,
    add_completion=False,
    rich_markup_mode=None,
    help=say.own("help.jiping"),
    options_metavar=say.own("stands_for.options"),
    subcommand_metavar=say.own("stands_for.command"),
    pretty_exceptions_enable=False,
)


def _flag(name: str, said: str = "", **more):
    """An option; `said` is where its help stands when another command's of the same name means something else."""
    return typer.Option(f"--{name}", help=say.own(f"help.{said or name}"), **more)


def _option(name: str, said: str = "", stands_for: str = "", **more):
    shown = {"metavar": say.own(f"stands_for.{stands_for or name}"), "show_default": False, "show_envvar": False}
    return _flag(name, said, **shown, **more)


def _argument(name: str, **more):
    return typer.Argument(
        metavar=say.own(f"stands_for.{name}"), help=say.own(f"help.{name}"), show_default=False, **more
    )


Quarter = Annotated[str | None, _argument("quarter")]
QuarterOrYear = Annotated[str | None, _argument("quarter_or_year")]
Plans = Annotated[list[str] | None, _option("plan")]
Area = Annotated[str | None, _option("area", "one_area")]
Areas = Annotated[list[str] | None, _option("area")]
WorkspaceFolder = Annotated[Path | None, _option("workspace", envvar="JIPING_WORKSPACE")]
Raw = Annotated[Path | None, _option("raw")]
Lang = Annotated[str | None, _option("lang")]
Strict = Annotated[bool, _flag("strict")]


def _command(*examples: str) -> Callable:
    """Declare a command: its help, its examples, and that its module in pipelines/command does it; heavy libraries load there."""

    def declare(function: Callable) -> Callable:
        name = function.__name__.rstrip("_")  # one that stands over a name of Python

        @wraps(function)
        def command(**options) -> int:
            return import_module(f"pipelines.command.{name}").run(**options)

        told = {"help": say.own(f"command.{name}"), "epilog": "\n".join(examples)}
        return app.command(name, cls=Command, options_metavar=say.own("stands_for.options"), **told)(command)

    return declare


@app.callback(invoke_without_command=True)
def _main(
    context: typer.Context, lang: Lang = None, version: Annotated[bool, _flag("version", is_eager=True)] = False
) -> None:
    if lang:
        os.environ["JIPING_LANG"] = lang  # as if it stood after the command
    if version:
        from indicators.workspace import version as installed

        print(f"jiping {installed()}")
        raise typer.Exit
    if not context.invoked_subcommand:
        print(context.get_help())
        raise typer.Exit(WRONG)


@_command("jiping run 2024Q3", "jiping run 2024", "jiping run 2024Q3 --plan qingjiangpu --area 320812010 --lang en")
def run(
    quarter: QuarterOrYear = None, plan: Plans = None, area: Areas = None, workspace: WorkspaceFolder = None, raw: Raw = None,
    lang: Lang = None, jobs: Annotated[int | None, _option("jobs", min=1)] = None, strict: Strict = False,
): ...  # fmt: skip


@_command("jiping intake", "jiping intake --raw ~/Desktop/2024Q3 --strict", "jiping intake --explain 宣传栏.xlsx")
def intake(
    explain: Annotated[Path | None, _option("explain")] = None, workspace: WorkspaceFolder = None, raw: Raw = None,
    lang: Lang = None, strict: Strict = False,
): ...  # fmt: skip


@_command(
    "jiping values 2002Q3",
    "jiping values 2024年第三季度 --indicator 岗前培训率 --below",
    "jiping values 2024Q3 --indicator knowledge_awareness_rate --by population_group --format csv > values.csv",
)
def values(
    quarter: Quarter = None, indicator: Annotated[list[str] | None, _option("indicator")] = None, area: Areas = None,
    below: Annotated[bool, _flag("below")] = False,
    by: Annotated[list[str] | None, _option("by")] = None, plan: Plans = None,
    format: Annotated[Format, _option("format")] = Format.table, public: Annotated[bool, _flag("public")] = False,
    workspace: WorkspaceFolder = None, raw: Raw = None, lang: Lang = None,
): ...  # fmt: skip


@_command(
    "jiping list induction_training_rate 2024Q3",
    "jiping list 岗前培训率 --area 黄码镇 --where population_group=new_worker --workbook",
)
def list_(
    code: Annotated[str, _argument("code")], quarter: Quarter = None, area: Area = None,
    where: Annotated[list[str] | None, _option("where")] = None,
    show: Annotated[Shown, _option("show")] = Shown.missed, workbook: Annotated[bool, _flag("workbook")] = False,
    by: Annotated[Apart, _option("by", "apart", "apart")] = Apart.village, workspace: WorkspaceFolder = None, lang: Lang = None,
): ...  # fmt: skip


@_command(
    "jiping due", "jiping due --days 7 --on 2024-09-16 --area 黄码镇 --workbook", "jiping due --by visitor --workbook"
)
def due(
    days: Annotated[int, _option("days", min=0, max=366)] = 14, on: Annotated[str | None, _option("on")] = None, area: Area = None,
    by: Annotated[Apart, _option("by", "apart", "apart")] = Apart.village, plan: Annotated[str | None, _option("plan", "one_plan")] = None,
    workbook: Annotated[bool, _flag("workbook")] = False, workspace: WorkspaceFolder = None, lang: Lang = None,
): ...  # fmt: skip


@_command("jiping calendar 2024Q4", "jiping calendar 2024 --area 黄码镇 --on 2024-09-16")
def calendar(
    period: Annotated[str | None, _argument("period")] = None, area: Area = None,
    plan: Annotated[str | None, _option("plan", "one_plan")] = None,
    on: Annotated[str | None, _option("on")] = None, workspace: WorkspaceFolder = None, lang: Lang = None,
): ...  # fmt: skip


@_command("jiping trace 宣传栏更新率 2024Q3 --area 黄码镇")
def trace(
    code: Annotated[str, _argument("code")], quarter: Quarter = None, area: Area = None,
    where: Annotated[list[str] | None, _option("where")] = None, workspace: WorkspaceFolder = None, lang: Lang = None,
): ...  # fmt: skip


@_command("jiping indicators", "jiping indicators bulletin_board_update_rate")
def indicators(
    code: Annotated[str | None, _argument("code")] = None, workspace: WorkspaceFolder = None, lang: Lang = None
): ...


@_command("jiping plan", "jiping plan chuzhou_2010", "jiping plan new 方案.xlsx --from chuzhou_2010")
def plan(
    name: Annotated[str | None, _argument("name")] = None, file: Annotated[Path | None, _argument("file")] = None,
    origin: Annotated[str | None, _option("from")] = None, workspace: WorkspaceFolder = None, lang: Lang = None,
): ...  # fmt: skip


@_command("jiping example my-office/data/raw", "jiping example big --scale 20")
def example(
    folder: Annotated[Path, _argument("folder")],
    scale: Annotated[float, _option("scale", min=0.1, max=10_000)] = 1.0, lang: Lang = None,
): ...  # fmt: skip


@_command("jiping check")
def check(workspace: WorkspaceFolder = None, lang: Lang = None): ...


@_command("jiping explore")
def explore(workspace: WorkspaceFolder = None, lang: Lang = None): ...


def main() -> None:
    """The console script: every error ends in one sentence and an exit code, never in a traceback."""
    ending.watch(_tell_of_the_end)
    _speak_chinese()
    try:
        code = _run()
    except ending.Stopped:
        code = WRONG
    if ending.told():
        _tell_of_the_end()
    sys.exit(ending.told() or code)


def _run() -> int:
    try:
        code = app(standalone_mode=False) or OK
        sys.stdout.flush()
        return code
    except BrokenPipeError:  # `jiping values | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NOBODY_READS
    except Exception as error:
        from pipelines.command import failure

        if ending.told():  # DuckDB raises an error of its own when it is interrupted
            return WRONG
        if os.environ.get("JIPING_DEBUG") and failure.is_internal(error):
            raise
        _tell(failure.told(error))
    return WRONG


def _speak_chinese() -> None:
    """Whatever the locale is said to be: what a terminal cannot show becomes a question mark, never an error."""
    for stream in filter(None, (sys.stdout, sys.stderr)):
        try:
            CHINESE.encode(stream.encoding)
            stream.reconfigure(errors="replace")
        except (UnicodeEncodeError, LookupError):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _tell_of_the_end() -> None:
    """Without the libraries of the terminal: loading them takes a part of the time there is."""
    print("✗", say.own("mistake.interrupted"), file=sys.stderr)


def _tell(sentence: str) -> None:
    from pipelines.command import console

    console.fault(sentence)


if __name__ == "__main__":
    main()
