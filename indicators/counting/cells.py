"""A table counted by the columns that are asked for, for all the indicators that stand on it at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from math import prod
from typing import TYPE_CHECKING

import polars as pl

from indicators.counting.conditions import OWN_COLUMNS, expressions, probe
from indicators.counting.rosters import own, source
from indicators.model import Indicator
from indicators.sql import identifier

if TYPE_CHECKING:
    import duckdb

# Fractional columns (weights, money) are added as decimals: a sum of floats depends on the order of the rows.
NUMBERS = {"condition": "UTINYINT", "whole": "BIGINT", "fraction": "DECIMAL(38, 6)"}
NOWHERE = ""  # the area of rows that name none: a top of its own, so that they do not vanish
FEW_CELLS = 500_000  # of all columns together: the table is scanned once, and what is asked for added up from them
MOST_CELLS = 4_000_000  # in memory at once while a large table is read
CELLS_A_ROW = 1  # arrays of more cells cost more than grouping the rows does

Columns = frozenset[str]


class Cells:
    """The counts of one table. All `indicators` stand on it; `together` are columns that will be asked for in combination, `beside`
    those that the rosters add to the table: with them a row may stand once for each group of its person.

    A table of few cells is scanned once. A large one is read once for each of its columns by itself and those
    combinations, as far as its rows are more than their cells; any other combination is scanned for when it is asked for.
    So the cost is that of the columns, never of the product of all. Raises Fault for a definition that does not fit.
    """

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        indicators: Sequence[Indicator],
        together: Iterable[Columns] = (),
        beside: Columns = frozenset(),
    ):
        self._con, self._relation = con, source(indicators[0], beside)
        self._added = {f"1::{NUMBERS['condition']}": "rows"}  # what a row adds -> the name of the sum
        self.sums = {
            indicator.code: {
                side: self._added.setdefault(sql, f"sum {len(self._added)}")
                for side, sql in added(con, indicator).items()
            }
            for indicator in indicators
        }
        self._columns = list(dict.fromkeys(column for indicator in indicators for column in (*own(indicator), *beside)))
        self._rows, self._countable, self._categories = self._look_over()
        self._readings = self._together(Columns(wanted) for wanted in ((), *zip(self._columns), *together))
        self._counted: dict[Columns, pl.DataFrame] = {}

    def by(self, columns: Columns) -> pl.DataFrame:
        """Frame (area, quarter, *columns, rows, "sum 1", "sum 2" …), one row per group; keys are categories of texts.

        `sums` names those of each indicator's sides: what several have in common is counted once. Rows without a quarter
        belong to no period and are left out (`Catalogue.problems` counts them).
        """
        if min(self._rows, self._cells(Columns(self._columns))) <= FEW_CELLS:
            keys = (*OWN_COLUMNS, *sorted(columns))
            return self._all.group_by(keys).agg(pl.col(*self._added.values()).sum())
        if columns not in self._counted:
            reading = next((reading for reading in self._readings if columns in reading), None)
            self._counted |= self._read(reading) if reading else {columns: self._scan(columns)}
        return self._counted[columns]

    @cached_property
    def _all(self) -> pl.DataFrame:
        return self._scan(Columns(self._columns))

    def _scan(self, columns: Columns) -> pl.DataFrame:
        """The table grouped by area, quarter and `columns` in the database."""
        keys = (*OWN_COLUMNS, *sorted(columns))
        fraction = NUMBERS["fraction"]
        sums = (
            f"sum({identifier(name)})::{fraction if sql.endswith(fraction) else 'BIGINT'} AS {identifier(name)}"
            for sql, name in self._added.items()
        )
        select = ", ".join([*map(identifier, keys), *sums])
        rows = f"({self._select(keys)}) WHERE quarter IS NOT NULL"
        counted = self._con.sql(f"SELECT {select} FROM {rows} GROUP BY ALL").pl()
        return counted.with_columns(pl.col(keys).cast(pl.Categorical))

    def _read(self, groups: Sequence[Columns]) -> dict[Columns, pl.DataFrame]:
        """The table counted by each of several groups of columns while it is read once."""
        from indicators.counting.tally import tallied

        keys = (*OWN_COLUMNS, *sorted(Columns().union(*groups)))
        categories = {key: self._categories[key] for key in keys}
        named, sums = [tuple(sorted(columns)) for columns in groups], list(self._added.values())
        frames = tallied(self._con, self._select(keys), categories, sums, named)
        return dict(zip(groups, frames, strict=True))

    def _select(self, keys: Iterable[str]) -> str:
        """Every row: its keys as texts, and what it adds."""
        texts = {key: f"{identifier(key)}::VARCHAR" for key in keys}
        texts["area"] = f"coalesce({texts['area']}, '{NOWHERE}')"
        named = [*((sql, key) for key, sql in texts.items()), *self._added.items()]
        select = ", ".join(f"{sql} AS {identifier(name)}" for sql, name in named)
        return f"SELECT {select} FROM {self._relation}"

    def _look_over(self) -> tuple[int, bool, dict[str, list[str | None]]]:
        """How many rows there are, whether all sums are whole and stay within 64 bits, and the texts of each column."""
        keys = (*OWN_COLUMNS, *self._columns)
        lists = (f"list(DISTINCT {identifier(key)})" for key in keys)
        numbers = (identifier(name) for sql, name in self._added.items() if not sql.endswith(NUMBERS["condition"]))
        bounds = (f"min({name}), max({name})" for name in numbers)
        query = f"SELECT {', '.join(['count(*)', *lists, *bounds])} FROM ({self._select(keys)})"
        rows, *found = self._con.execute(query).fetchall()[0]
        countable = all(isinstance(bound, int) and rows * abs(bound) < 1 << 63 for bound in found[len(keys) :])
        categories = {key: texts or [] for key, texts in zip(keys, found, strict=False)}
        categories["quarter"] = [quarter for quarter in categories["quarter"] if quarter is not None]
        return rows, countable, categories

    def _cells(self, columns: Columns) -> int:
        """The most cells that the table can have when counted by `columns`."""
        return prod(len(self._categories[column]) for column in (*OWN_COLUMNS, *columns))

    def _together(self, wanted: Iterable[Columns]) -> list[list[Columns]]:
        """The columns counted in each reading: those wanted that have few cells for the rows there are."""
        readings: list[list[Columns]] = [[]]
        for columns in sorted(dict.fromkeys(wanted), key=self._cells):
            if not self._countable or self._cells(columns) > min(self._rows * CELLS_A_ROW, MOST_CELLS):
                break
            if sum(map(self._cells, (*readings[-1], columns))) > MOST_CELLS:
                readings.append([])
            readings[-1].append(columns)
        return readings


def added(con: duckdb.DuckDBPyConnection, indicator: Indicator) -> dict[str, str]:
    """Side -> what a row adds to it, for one indicator; the numerator is counted inside the denominator."""
    kind = probe(con, indicator)
    numerator, denominator = _sides(indicator)
    inside = f"({denominator}\n)" + ("" if kind == "condition" else " IS NOT NULL") if denominator else "true"
    sides = {"numerator": numerator, "denominator": denominator}
    return {side: _number(sql, kind, inside) for side, sql in sides.items() if sql}


def _sides(indicator: Indicator) -> tuple[str, str | None]:
    """Numerator and denominator; a verification compares what was recounted with what was reported."""
    parts = expressions(indicator)
    numerator = parts.get("numerator") or parts.get("quantity") or parts["recounted"]
    return numerator, parts.get("denominator") or parts.get("reported")


def _number(sql: str, kind: str, inside: str) -> str:
    if kind == "condition":
        return f"coalesce(({sql}\n) AND {inside}, false)::{NUMBERS[kind]}"
    return f"coalesce(CASE WHEN {inside} THEN TRY_CAST(({sql}\n) AS {NUMBERS[kind]}) END, 0)::{NUMBERS[kind]}"
