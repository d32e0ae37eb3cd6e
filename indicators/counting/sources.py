"""The record types that a table stands on: those its SELECT file reads, itself or through ground."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from indicators.sql import nodes, parsed

if TYPE_CHECKING:
    import duckdb


def record_types(con: duckdb.DuckDBPyConnection, tables: Mapping[str, Path], name: str) -> dict[str, set[str]]:
    """By record type ("visits" is clean.visits): the names of the columns that are used where it is read. `tables` are the SELECT
    files by "folder.table"."""
    found: dict[str, set[str]] = {}
    waiting, seen = [name], set()
    while waiting:
        table = waiting.pop()
        if table in seen or table not in tables:
            continue
        seen.add(table)
        (tree,) = parsed(con, tables[table].read_text(encoding="utf-8").rstrip().removesuffix(";"))
        used = {node["column_names"][-1] for node in nodes(tree) if node.get("type") == "COLUMN_REF"}
        for node in nodes(tree):
            if node.get("type") == "BASE_TABLE":
                schema, read = node["schema_name"], node["table_name"]
                waiting.append(f"{schema}.{read}")
                if schema == "clean":
                    found.setdefault(read, set()).update(used)
    return found
