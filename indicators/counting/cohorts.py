"""Build `<programme>.<table>` from its SELECT file, each after the tables it reads."""

from __future__ import annotations

import re
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING

from indicators.folders import HERE, data_folders, is_ground
from indicators.sql import identifier, nodes, parsed
from indicators.workspace import Fault, nearest

if TYPE_CHECKING:
    import duckdb

FIRST_LINE = "-- one row per "
COMPUTED_WHEN_ASKED = re.compile(r"^-- a view: ", re.MULTILINE)  # and why, in the file's head


def build(con: duckdb.DuckDBPyConnection, folder: str | Path | None = None) -> dict[str, int]:
    """Build every table of ground and of every programme, then run the checks; rows by "folder.table", in order of building.

    What says in its head that it is a view is computed when it is asked for, and has no rows of its own.

    Runs inside the caller's transaction: all tables or none. Raises Fault naming the file.
    """
    folders = data_folders(Path(folder) if folder else HERE)
    files = [path for inside in folders for path in sorted(inside.glob("*.sql"))]
    checks = [path for path in files if path.stem.startswith("check_")]
    tables = {f"{path.parent.name}.{path.stem}": path for path in files if path not in checks}
    rows = {}
    for name in in_order(con, tables):
        path = tables[name]
        schema, relation = identifier(path.parent.name), identifier(*name.split("."))
        con.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
        if COMPUTED_WHEN_ASKED.search(path.read_text(encoding="utf-8")):
            _execute(con, path, f"CREATE OR REPLACE VIEW {relation} AS\n{_select(path)}")
            continue
        rows[name] = _execute(con, path, f"CREATE OR REPLACE TABLE {relation} AS\n{_select(path)}").fetchall()[0][0]
    for path in checks:
        _must_be_empty(con, path)
    return rows


def in_order(con: duckdb.DuckDBPyConnection, tables: dict[str, Path]) -> list[str]:
    """The tables, each after those it reads. Raises Fault for a circle, and for a table that is nowhere or another programme's."""
    graph = {name: _reads(con, path, tables) for name, path in tables.items()}
    try:
        return list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        circle = " → ".join(error.args[1])
        raise Fault(f"{tables[error.args[1][0]]}: tables read each other in a circle: {circle}. Break it.") from None


def _reads(con, path: Path, tables: dict[str, Path]) -> list[str]:
    """The tables of ground and of its own programme that one file reads, in order of name."""
    if not path.read_text(encoding="utf-8").startswith(FIRST_LINE):
        raise Fault(f'{path}: the first line must say what a row is: "{FIRST_LINE}…".')
    try:
        (tree,) = parsed(con, _select(path))
    except ValueError as error:
        raise Fault(f"{path}: {error}. A table is one SELECT.") from None
    named, local = _named(tree)
    programmes = {name.split(".")[0] for name in tables}
    for schema, table in sorted(named):
        name = f"{schema}.{table}"
        if not schema and table not in local:
            raise Fault(f'{path}: table "{table}" is written without its schema. Write clean.{table}, or whose it is.')
        if schema in programmes and name not in tables:
            raise Fault(f'{path}: reads "{name}", which has no file.{nearest(name, list(tables))}')
        if name in tables and schema != path.parent.name and not is_ground(tables[name].parent):
            raise Fault(
                f'{path}: reads "{name}" of another programme. What both need goes into a folder of its own, as ground.'
            )
    return sorted(f"{schema}.{table}" for schema, table in named if f"{schema}.{table}" in tables)


def _named(tree: dict) -> tuple[set[tuple[str, str]], set[str]]:
    """The tables of a SELECT as (schema, table), and the names given by WITH, which need no schema."""
    tables, local = set(), set()
    for node in nodes(tree):
        if node.get("type") == "BASE_TABLE":
            tables.add((node["schema_name"], node["table_name"]))
        local.update(entry["key"] for entry in node.get("cte_map", {}).get("map", ()))
    return tables, local


def _select(path: Path) -> str:
    return path.read_text(encoding="utf-8").rstrip().removesuffix(";")


def _execute(con, path: Path, sql: str):
    import duckdb

    try:
        return con.execute(sql)
    except duckdb.OperationalError:
        raise  # a full disk is not the file's fault
    except duckdb.Error as error:
        raise Fault(f"{path}: {' '.join(str(error).split())}") from None


def _must_be_empty(con, path: Path):
    found = _execute(con, path, _select(path))
    columns, rows = [column[0] for column in found.description], found.fetchall()
    if rows:
        first = ", ".join(f"{column} {value}" for column, value in zip(columns, rows[0], strict=True))
        raise Fault(f"{path}: must find nothing, but found: {first}. Correct those records or the table's SQL.")
