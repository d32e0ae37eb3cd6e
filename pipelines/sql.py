"""What the statements of several modules share."""

from __future__ import annotations


def quoted(text: str) -> str:
    """A SQL text literal."""
    return "'" + text.replace("'", "''") + "'"
