"""A table counted by the columns that are asked for, for all the indicators that stand on it at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import prod
from typing import TYPE_CHECKING

import polars as pl

from indicators.counting.conditions import OWN_COLUMNS, columns_used, expressions, probe
from indicators.model import Indicator
from indicators.sql import identifier

if TYPE_CHECKING:
    import duckdb

# Fractional columns (weights, money) are added as decimals: a sum of floats depends on the order of the rows.
SUM_TYPES = {"whole": "BIGINT", "fraction": "DECIMAL(38, 6)"}
NOWHERE = ""  # the area of rows that name none: a top of its own, so that they do not vanish
MOST_CELLS = 500_000  # so many are counted in one scan about as fast as fewer; then columns are counted apart

Columns = frozenset[str]


class Cells:
    """The counts of one table. All `indicators` stand on it; `together` are columns that will be asked for in combination.

    Each column by itself and each of those combinations shares a scan with others while their cells are few; a scan
    is made when one of its columns is first asked for, and any other combination is counted by itself. So the cost is
    that of the columns asked for, never of the product of all. Raises Fault for a definition that does not fit.
    """

    def __init__(
        self, con: duckdb.DuckDBPyConnection, indicators: Sequence[Indicator], together: Iterable[Columns] = ()
    ):
        self._con, self._relation = con, indicators[0].relation
        self._names: dict[str, str] = {}
        self.sums = {
            indicator.code: {
                side: self._names.setdefault(sql, f"sum {len(self._names)}")
                for side, sql in _sums(con, indicator).items()
            }
            for indicator in indicators
        }
        self._columns = list(dict.fromkeys(column for indicator in indicators for column in columns_used(indicator)))
        self._rows, self._sizes = self._count_categories()
        self._scans = self._shared(Columns(wanted) for wanted in ((), *zip(self._columns), *together))
        self._counted: dict[Columns, pl.DataFrame] = {}

    def by(self, columns: Columns) -> pl.DataFrame:
        """Frame (area, quarter, *columns, rows, "sum 0", "sum 1" …), one row per group; keys are categories of texts.

        `sums` names those of each indicator's sides: what several have in common is counted once. Rows without a quarter
        belong to no period and are left out (`Catalogue.problems` counts them).
        """
        keys = (*OWN_COLUMNS, *sorted(columns))
        return self._holding(columns).group_by(keys).agg(pl.col("rows", *self._names.values()).sum())

    def _holding(self, columns: Columns) -> pl.DataFrame:
        """The smallest frame counted that tells the columns apart; where there is none, it is counted now."""
        counted = [scan for scan in self._counted if columns <= scan]
        if not counted:
            counted = [min((scan for scan in self._scans if columns <= scan), key=self._cells, default=columns)]
            self._counted[counted[0]] = self._scan(counted[0])
        return min((self._counted[scan] for scan in counted), key=len)

    def _scan(self, columns: Columns) -> pl.DataFrame:
        """The table counted by area, quarter and `columns`; what they are grouped by becomes text only afterwards."""
        keys = ", ".join(identifier(column) for column in (*OWN_COLUMNS, *sorted(columns)))
        sums = "".join(f", {sql} AS {identifier(name)}" for sql, name in self._names.items())
        counted = (
            f"SELECT {keys}, count(*) AS rows{sums} FROM {self._relation} WHERE quarter IS NOT NULL GROUP BY {keys}"
        )
        texts = [f"{name}::VARCHAR AS {name}" for name in map(identifier, ("quarter", *sorted(columns)))]
        given = f"SELECT * REPLACE (coalesce(area::VARCHAR, '{NOWHERE}') AS area, {', '.join(texts)}) FROM ({counted})"
        return self._con.sql(given).pl().with_columns(pl.col(*OWN_COLUMNS, *columns).cast(pl.Categorical))

    def _count_categories(self) -> tuple[int, dict[str, int]]:
        """The table's rows, and how many different values each column has."""
        columns = (*OWN_COLUMNS, *self._columns)
        counts = "".join(f", count(DISTINCT {identifier(column)})" for column in columns)
        rows, *sizes = self._con.execute(f"SELECT count(*){counts} FROM {self._relation}").fetchall()[0]
        return rows, dict(zip(columns, sizes, strict=True))

    def _cells(self, columns: Columns) -> int:
        """The most cells that the table can have when counted by `columns`."""
        return min(self._rows, prod(max(self._sizes[column], 1) for column in (*OWN_COLUMNS, *columns)))

    def _shared(self, wanted: Iterable[Columns]) -> list[Columns]:
        """The columns of each scan, so that each of `wanted` lies in one; what has too many cells is left out."""
        scans: list[Columns] = []
        for columns in sorted(set(wanted), key=lambda columns: (-self._cells(columns), sorted(columns))):
            fitting = (scan for scan in scans if self._cells(scan | columns) <= MOST_CELLS)
            beside = min(fitting, key=lambda scan: len(columns - scan), default=Columns())
            if self._cells(columns) <= MOST_CELLS:
                scans = [scan for scan in scans if scan != beside] + [beside | columns]
        return scans


def _sums(con: duckdb.DuckDBPyConnection, indicator: Indicator) -> dict[str, str]:
    """Side -> aggregate for one indicator; the numerator is counted inside the denominator."""
    kind = probe(con, indicator)
    numerator, denominator = _sides(indicator)
    inside = f"({denominator}\n)" + ("" if kind == "condition" else " IS NOT NULL") if denominator else "true"
    sides = {"numerator": numerator, "denominator": denominator}
    return {side: _sum(sql, kind, inside) for side, sql in sides.items() if sql}


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
