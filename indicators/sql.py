"""What stands inside a statement, and what a statement may touch: names, texts, expressions, and the files left open to it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

# Of a warehouse that is only read: no other file is opened by any statement, and no statement can change that.
LOCKED = {"enable_external_access": False, "lock_configuration": True}


def identifier(*names: str) -> str:
    """A name, or a schema and the name in it, as DuckDB identifiers."""
    return ".".join('"' + name.replace('"', '""') + '"' for name in names)


def literal(text: str) -> str:
    """A text."""
    return "'" + text.replace("'", "''") + "'"


def lock(con: duckdb.DuckDBPyConnection, folders: Iterable[Path] = (), files: Iterable[Path] = ()) -> None:
    """From now on statements can open nothing but the database itself, what lies in `folders`, and `files`; for good."""
    inside, these = (", ".join(literal(str(path)) for path in paths) for paths in (folders, files))
    con.execute(f"SET allowed_directories = [{inside}]; SET allowed_paths = [{these}]")
    con.execute("SET enable_external_access = false; SET lock_configuration = true")


def parsed(con: duckdb.DuckDBPyConnection, *selects: str) -> list[dict]:
    """The tree of each SELECT, never run. Raises ValueError saying why one is none."""
    found = con.execute("SELECT json_serialize_sql(unnest(?))", [list(selects)]).fetchall()
    trees = [json.loads(tree) for (tree,) in found]
    for tree in trees:
        if tree["error"] or len(tree["statements"]) != 1:
            raise ValueError(tree.get("error_message", f"{len(tree.get('statements', ()))} statements"))
    return [tree["statements"][0]["node"] for tree in trees]


def expression(con: duckdb.DuckDBPyConnection, sql: str) -> dict:
    """The tree of one whole expression: its brackets are its own, and nothing follows it. Raises ValueError."""
    selected = parsed(con, f"SELECT {sql}\n", f"SELECT ({sql}\n)")[0]["select_list"]
    if len(selected) != 1 or selected[0]["alias"]:
        raise ValueError("not one expression")
    return selected[0]


def nodes(tree) -> Iterator[dict]:
    """Every object of a tree, those that hold others before them."""
    waiting = [tree]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            yield part
            waiting += (value for value in reversed(part.values()) if isinstance(value, dict | list))
        else:
            waiting += (value for value in reversed(part) if isinstance(value, dict | list))
