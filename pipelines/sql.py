"""What the statements of several modules share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb


def quoted(text: str) -> str:
    """A SQL text literal."""
    return "'" + text.replace("'", "''") + "'"


@contextmanager
def in_order(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Statements inside keep the order of the rows on the left of a LEFT JOIN: its sides are not exchanged.

    So rows that came in the order of the files need not be sorted again.
    """
    con.execute("SET disabled_optimizers = 'build_side_probe_side,filter_pushdown'")
    try:
        yield
    finally:
        con.execute("RESET disabled_optimizers")
