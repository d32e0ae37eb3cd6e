"""Help in the officer's language. It is laid out here: rich takes longer to load than all the rest of the help."""

from __future__ import annotations

import re
import shutil
from difflib import get_close_matches
from unicodedata import east_asian_width

from typer import Context
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

from pipelines.command.speech import say

WIDEST = 100
CLOSING = "[，。；、：）”？]*"
PIECES = re.compile(rf"[\x21-\x7e]+{CLOSING}\s*|\s+|[（“][^\x00-\x7f]|[^\x00-\x7f]{CLOSING}")  # a line ends after each


class NoSuchCommand(TyperException):
    """A command that is none, and the one that was probably meant."""

    def __init__(self, name: str, near: str):
        super().__init__(name)
        self.name, self.near = name, near


class Command(TyperCommand):
    """A command whose help is laid out here; the examples are the lines of its epilog."""

    def get_help(self, ctx: Context) -> str:
        return page(self, ctx)


class Group(TyperGroup):
    """All the commands; one that is none is told with the nearest."""

    def get_help(self, ctx: Context) -> str:
        return page(self, ctx)

    def resolve_command(self, ctx: Context, args: list[str]):
        if args[0] not in self.commands:
            raise NoSuchCommand(args[0], "".join(get_close_matches(args[0], self.commands, n=1)))
        return super().resolve_command(ctx, args)


def page(command: Command | Group, ctx: Context) -> str:
    """The whole help of a command: usage, what it does, arguments, options, commands, examples."""
    usage = " ".join([name(ctx), *command.collect_usage_pieces(ctx)])
    parts = [say.own("heading.usage") + usage, *_wrapped(command.help or "", _width())]
    for kind in ("argument", "option"):
        parts += _section(kind, [_record(p, ctx) for p in command.get_params(ctx) if p.param_type_name == kind])
    parts += _section("command", [(n, c.help or "") for n, c in getattr(command, "commands", {}).items()])
    parts += _section("examples", [(line, "") for line in (command.epilog or "").splitlines()])
    return "\n".join(parts)


def name(ctx: Context) -> str:
    """How the command is called, however it was started."""
    return ctx.command_path.replace("python -m pipelines.cli", "jiping")


def _record(param, ctx: Context) -> tuple[str, str]:
    names = param.metavar if param.param_type_name == "argument" else param.get_help_record(ctx)[0]
    return names, say.own("help.help") if param.name == "help" else param.help


def _section(heading: str, rows: list[tuple[str, str]]) -> list[str]:
    """A heading and its rows in two columns."""
    if not rows:
        return []
    first = max(_cells(left) for left, _ in rows) + 4
    lines = ["", say.own(f"heading.{heading}")]
    for left, right in rows:
        gap = " " * (first - 2 - _cells(left))
        head, *others = _wrapped(right, _width() - first) or [""]
        lines += [f"  {left}{gap}{head}".rstrip(), *(" " * first + line for line in others)]
    return lines


def _wrapped(text: str, width: int) -> list[str]:
    """Lines of at most `width` cells; a Chinese character takes two and may end a line."""
    lines = [""]
    for piece in PIECES.findall(text):
        if lines[-1] and _cells(lines[-1] + piece.rstrip()) > width:
            lines.append("")
        lines[-1] += piece
    return [line.rstrip() for line in lines if line]


def _cells(text: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def _width() -> int:
    return min(shutil.get_terminal_size().columns, WIDEST)
