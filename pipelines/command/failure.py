"""What is told when a command fails: one sentence with the remedy, in the officer's language."""

from __future__ import annotations

import re

from typer.exceptions import TyperException

from indicators.workspace import Fault
from pipelines import shortages
from pipelines.command import helping
from pipelines.command.speech import say


def is_internal(error: Exception) -> bool:
    """True for what is no fault of the officer's input."""
    return not isinstance(error, Fault | TyperException) and shortages.of(error) is None


def told(error: Exception) -> str:
    """The sentence for anything that can go wrong."""
    if isinstance(error, Fault):
        return error.text(say.lang)
    if isinstance(error, helping.NoSuchCommand):
        return say.own("mistake.near_command" if error.near else "mistake.no_command", name=error.name, near=error.near)
    if isinstance(error, TyperException):
        return _mistake(error)
    if lacking := shortages.of(error):
        return lacking.text(say.lang)
    first = (str(error).splitlines() or [""])[0]
    return say.own("mistake.internal", error=f"{type(error).__name__}: {first}")


def _mistake(error: TyperException) -> str:
    """A command as it was typed; what has no words of its own is told as the command-line library tells it."""
    context, param = getattr(error, "ctx", None), getattr(error, "param", None)
    said = {"command": helping.name(context) if context else "jiping"}
    match type(error).__name__:
        case "NoSuchOption":
            near = " / ".join(sorted(error.possibilities or ()))
            return say.own(f"mistake.{'near' if near else 'no'}_option", name=error.option_name, near=near, **said)
        case "BadParameter" | "MissingParameter" as kind if param:
            said |= {"name": (param.metavar if param.param_type_name == "argument" else "") or param.opts[0]}
            return say.own("mistake.value" if kind == "BadParameter" else "mistake.missing", help=param.help, **said)
        case "BadOptionUsage":
            return say.own("mistake.no_value", name=error.option_name, **said)
    if extra := re.fullmatch(r"Got unexpected extra argument\(s\) \((.*)\)", error.format_message()):
        return say.own("mistake.too_many", name=extra[1], **said)
    return say.own("mistake.other", error=error.format_message().rstrip("."), **said)
