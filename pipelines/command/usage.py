"""What is wrong with a command as it was typed, in the officer's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typer.exceptions import TyperException

    from indicators.showing.words import Words


def mistake(error: TyperException, words: Words) -> str:
    """One sentence with the remedy; what has no words of its own is told as the command-line library tells it."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "jiping"
    said = {
        "command": command.replace("python -m pipelines.cli", "jiping"),
        "error": error.format_message().rstrip("."),
    }
    kind = type(error).__name__
    if kind == "NoSuchOption":
        near = " / ".join(sorted(error.possibilities or ()))
        return words("usage.near" if near else "usage.no_option", option=error.option_name, near=near, **said)
    if kind in ("BadParameter", "MissingParameter") and error.param:
        said["error"] = error.message
        return words(f"usage.{kind}", name=(error.param.opts or [error.param.name])[0], **said)
    return words("usage.other", **said)
