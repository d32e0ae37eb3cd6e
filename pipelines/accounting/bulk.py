"""Many rows from Python into a table at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

ANALYSED = 1000  # rows by which DuckDB tells the type of a column: among more it may see only empty lists


def insert(con: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Sequence]) -> None:
    """Add rows to a table: values in the order of its columns, texts, numbers and lists, None for NULL."""
    for start in range(0, len(rows), ANALYSED):
        columns = zip(*rows[start : start + ANALYSED], strict=True)
        con.register("rows_to_add", arrays({f"v{i}": column for i, column in enumerate(columns)}))
        con.execute(f"INSERT INTO {table} FROM rows_to_add")
        con.unregister("rows_to_add")


def arrays(columns: dict[str, Sequence]) -> dict:
    """Columns as DuckDB reads them quickest."""
    import numpy as np

    found = {}
    for name, values in columns.items():
        found[name] = np.empty(len(values), dtype=object)
        found[name][:] = values
    return found
