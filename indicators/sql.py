"""How names and texts are written inside a statement."""

from __future__ import annotations


def identifier(*names: str) -> str:
    """A name, or a schema and the name in it, as DuckDB identifiers."""
    return ".".join('"' + name.replace('"', '""') + '"' for name in names)


def literal(text: str) -> str:
    """A text."""
    return "'" + text.replace("'", "''") + "'"
