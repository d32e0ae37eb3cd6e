"""A table counted at its finest grain: one scan for all the indicators that stand on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from indicators.counting.conditions import columns_used, expressions, probe
from indicators.model import Indicator
from indicators.sql import identifier

if TYPE_CHECKING:
    import duckdb
    import polars as pl

# Fractional columns (weights, money) are added as decimals: a sum of floats depends on the order of the rows.
SUM_TYPES = {"whole": "BIGINT", "fraction": "DECIMAL(38, 6)"}
NOWHERE = ""  # the area of rows that name none: a top of its own, so that they do not vanish


def scan(con: duckdb.DuckDBPyConnection, indicators: Sequence[Indicator]) -> pl.DataFrame:
    """Frame (area, quarter, *breakdowns, rows, "<name> numerator", "<name> denominator" …), one row per group.

    All `indicators` stand on the same table. Breakdowns become texts. Rows without a quarter belong to no period and
    are left out (`Catalogue.problems` counts them). Raises Fault for a definition that does not fit the table.
    """
    columns = dict.fromkeys(column for indicator in indicators for column in columns_used(indicator))
    groups = [f"{identifier(column)}::VARCHAR AS {identifier(column)}" for column in columns]
    sums = [f"{sql} AS {identifier(name)}" for indicator in indicators for name, sql in _sums(con, indicator).items()]
    area = f"coalesce(area::VARCHAR, '{NOWHERE}') AS area"
    select = ", ".join([area, "quarter::VARCHAR AS quarter", *groups, "count(*) AS rows", *sums])
    return con.sql(f"SELECT {select} FROM {indicators[0].relation} WHERE quarter IS NOT NULL GROUP BY ALL").pl()


def _sums(con: duckdb.DuckDBPyConnection, indicator: Indicator) -> dict[str, str]:
    """Column name -> aggregate for one indicator; the numerator is counted inside the denominator."""
    kind = probe(con, indicator)
    numerator, denominator = _sides(indicator)
    inside = f"({denominator}\n)" + ("" if kind == "condition" else " IS NOT NULL") if denominator else "true"
    sides = {"numerator": numerator, "denominator": denominator}
    return {f"{indicator.name} {side}": _sum(sql, kind, inside) for side, sql in sides.items() if sql}


def _sides(indicator: Indicator) -> tuple[str, str | None]:
    """Numerator and denominator; a verification compares what was recounted with what was reported."""
    parts = expressions(indicator)
    numerator = parts.get("numerator") or parts.get("quantity") or parts["recounted"]
    return numerator, parts.get("denominator") or parts.get("reported")


def _sum(sql: str, kind: str, inside: str) -> str:
    if kind == "condition":
        return f"count(*) FILTER (WHERE ({sql}\n) AND {inside})"
    to = SUM_TYPES[kind]
    return f"coalesce(sum(TRY_CAST(({sql}\n) AS {to})) FILTER (WHERE {inside}), 0)::{to}"
