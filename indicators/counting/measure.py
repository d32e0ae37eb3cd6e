"""Numerators and denominators: counted by the columns asked for, and rolled up to areas and periods from the counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import duckdb
import polars as pl

from indicators.counting.areas import Areas
from indicators.counting.carry import carried
from indicators.counting.cells import Cells, Columns
from indicators.counting.intervals import newcombe
from indicators.counting.rosters import known, offered, own
from indicators.counting.values import Value, is_share
from indicators.model import Indicator
from indicators.workspace import Fault, nearest


class Change(NamedTuple):
    """A value less an earlier one, in the value's unit; limits by Newcombe's method where both are proportions."""

    difference: float
    lower: float | None
    upper: float | None
    beyond_chance: bool


def change(value: Value, earlier: Value | None) -> Change | None:
    """How far `value` is from an earlier one; None where either is missing.

    There is no interval for counts, nor where the earlier figure is part of the later one (year to date).
    """
    if earlier is None or value.value is None or earlier.value is None:
        return None
    lower = upper = None
    overlap = value.window in ("ytd", "year_so_far", "previous_year") and value.quarter[:4] == earlier.quarter[:4]
    shares = all(is_share(v.numerator, v.denominator) for v in (value, earlier))
    if shares and not overlap:
        lower, upper = newcombe(value.numerator, value.denominator, earlier.numerator, earlier.denominator)
    return Change(value.value - earlier.value, lower, upper, lower is not None and not lower <= 0 <= upper)


class Measures:
    """Every value of some indicators. `areas` is the tree; `quarters` are those of the calendar, in order.

    `code` is an indicator's full code; `where` maps breakdown columns to the value (or values) kept; `window` replaces
    the indicator's own ("previous_year": the whole of the year before, of a stock its state at that year's end).
    `populations` are (code, columns) of the `where`s that plans name: known beforehand, they share
    scans. A table is counted when first asked for. Raises Fault for what cannot be counted.
    """

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        indicators: Mapping[str, Indicator],
        populations: Iterable[tuple[str, Iterable[str]]] = (),
    ):
        self._con = con
        self.indicators = dict(indicators)
        self._populations = [(self.indicators[code], Columns(columns)) for code, columns in populations]
        self.areas = Areas(con)
        calendar = con.execute("SELECT quarter FROM calendar.quarters ORDER BY quarter").fetchall()
        self.quarters = tuple(quarter for (quarter,) in calendar)
        self._cells: dict[tuple[str, Columns], Cells] = {}
        self._rolled: dict[tuple, pl.DataFrame] = {}
        self._found: dict[tuple, dict] = {}

    def rollup(self, code: str, by: Iterable[str] = (), where: Mapping | None = None, window: str | None = None):
        """Frame (area, quarter, *by, numerator, denominator, rows) for every area with rows and all above it.

        The denominator of a Count is null. Without `by`, `rows` are the table's rows whatever `where` selects; with
        it, those of the group, and a group that `where` leaves nothing of is not listed.
        """
        indicator, by, where = self._asked(code, tuple(by), where)
        keys, columns = ("area", "quarter", *by), (*by, *sorted(where.keys() - {*by}))
        counted = self._over(indicator, columns, window)
        chosen = (pl.col(column).is_in(list(texts)) for column, texts in where.items())
        kept = pl.all_horizontal(pl.col("rows") > 0, *chosen).fill_null(False)
        sides = self._counted(indicator, columns).sums[code]
        counts = (pl.when(kept).then(name).alias(side) for side, name in sides.items())
        frame = (counted.filter(kept) if by else counted).select(*keys, "rows", *counts)
        if columns != by:
            frame = frame.group_by(keys, maintain_order=True).sum()
        frame = frame.with_columns(pl.col(keys).cast(pl.String), pl.col(*sides).fill_null(0))
        plain = pl.Int64 if frame.schema["numerator"].is_integer() else pl.Float64
        if not indicator.is_rate:
            frame = frame.with_columns(denominator=pl.lit(None))
        return frame.select(*keys, pl.col("numerator", "denominator").cast(plain), "rows")

    def value(self, code: str, quarter: str, area: str, where: Mapping | None = None, window=None) -> Value:
        """The value for one area and quarter; with no rows there, a value that says "not reported"."""
        counted = self._look_up(code, quarter, area, (), where, window).get(())
        return self._value(code, quarter, area, where, window, counted)

    def trend(self, code: str, area: str, where: Mapping | None = None, window=None) -> list[Value]:
        """The value in every quarter of the calendar."""
        return [self.value(code, quarter, area, where, window) for quarter in self.quarters]

    def breakdown(self, code, quarter, area, by: str, where=None, window=None) -> dict[str, Value]:
        """The values by category of the column `by`, in order; rows without a category stand last, under ""."""
        found = self._look_up(code, quarter, area, (by,), where, window)
        order = sorted(found, key=lambda key: (key[0] is None, key[0] or ""))
        return {
            key[0] or "": self._value(code, quarter, area, {**(where or {}), by: key[0] or ""}, window, found[key])
            for key in order
        }

    def units(self, code, quarter, area, where=None, window=None) -> dict[str, Value]:
        """The value of each unit, in order, for a Count with `by_unit`; rows without a unit are left out."""
        found = self._look_up(code, quarter, area, (self.indicators[code].by_unit,), where, window)
        names = sorted(name for (name,) in found if name is not None)
        return {name: self._value(code, quarter, area, where, window, found[(name,)]) for name in names}

    def counts_in(self, quarter: str) -> bool:
        """True when a table has rows of the quarter."""
        return any(quarter in self._upward(each, ())["quarter"] for each in self.indicators.values())

    def _over(self, indicator: Indicator, columns: tuple[str, ...], window: str | None) -> pl.DataFrame:
        """The counts of `_upward` over the windows of the quarters."""
        counted = self._upward(indicator, columns)
        pairs = self._windows(counted, indicator, window)
        key = (indicator.relation, known(indicator), columns, *pairs)
        if key not in self._rolled:
            self._rolled[key] = carried(counted, "quarter", pairs)
        return self._rolled[key]

    def _upward(self, indicator: Indicator, columns: tuple[str, ...]) -> pl.DataFrame:
        """The counts of the indicator's table by `columns`, in its areas and all above them: rolled up once, for all
        indicators of the table."""
        key = (indicator.relation, known(indicator), columns)
        if key not in self._rolled:
            counted = self._counted(indicator, columns).by(Columns(columns))
            counted = counted.select("area", "quarter", *columns, pl.exclude("area", "quarter", *columns))
            self._rolled[key] = carried(counted, "area", self._wholes(counted))
        return self._rolled[key]

    def _counted(self, indicator: Indicator, columns: Iterable[str]) -> Cells:
        """The counts of one table, with those of `columns` beside it that rosters tell; the columns of a population that plans
        name are counted together, with each other one too."""
        beside = Columns(columns) & {*known(indicator)}
        key = (indicator.relation, beside)
        if key not in self._cells:
            standing = [
                each
                for each in self.indicators.values()
                if each.relation == indicator.relation and beside <= {*known(each)}
            ]
            named = [(each, columns) for each, columns in self._populations if each in standing]
            together = (columns | {other} for each, columns in named for other in (*columns, *own(each)))
            told = (columns for columns in together if columns & {*known(indicator)} == beside)
            self._cells[key] = Cells(self._con, standing, told, beside)
        return self._cells[key]

    def _asked(self, code: str, by: tuple[str, ...], where: Mapping | None):
        """The indicator and the breakdowns asked for, checked; every `where` as a tuple of texts."""
        if code not in self.indicators:
            raise Fault(
                f'indicator "{code}": no such indicator.{nearest(code, list(self.indicators))}',
                f"指标“{code}”：没有这个指标。",
            )
        indicator = self.indicators[code]
        for column in (*by, *(where or {})):
            if column not in offered(indicator):
                known_en = ", ".join(offered(indicator)) or "none"
                raise Fault(
                    f'{code}: no breakdown "{column}"; it can be broken down by: {known_en}.',
                    f"{code}：不能按“{column}”分组；可以按以下各项分组：{known_en}。",
                )
        return indicator, by, {column: _texts(value) for column, value in (where or {}).items()}

    def _look_up(self, code, quarter, area, by, where, window) -> dict[tuple, tuple]:
        """(numerator, denominator, rows) by group for one area and quarter, from a rollup made once."""
        _, by, texts = self._asked(code, by, where)
        key = (code, by, tuple(sorted(texts.items())), window)
        if key not in self._found:
            index: dict[tuple[str, str], dict] = {}
            for row in self.rollup(code, by, where, window).iter_rows():
                index.setdefault(row[:2], {})[row[2:-3]] = row[-3:]
            self._found[key] = index
        return self._found[key].get((area, str(quarter)), {})

    def _value(self, code, quarter, area, where, window, counted) -> Value:
        indicator = self.indicators[code]
        numerator, denominator, rows = counted or (0, 0 if indicator.is_rate else None, 0)
        return Value.of(
            indicator, area, str(quarter), where or {}, numerator, denominator, rows, window=window or indicator.window
        )

    def _wholes(self, counted: pl.DataFrame) -> list[tuple[str, str]]:
        """Each area that has rows, with itself and with every area above it."""
        return [(code, whole) for code in counted["area"].unique() for whole in (code, *self.areas.ancestors(code))]

    def _windows(self, counted: pl.DataFrame, indicator: Indicator, window: str | None) -> list[tuple[str, str]]:
        """Each quarter, with every quarter whose window holds it: itself, year to date the later of its year, of the
        previous year all of the next."""
        known, window = sorted({*self.quarters, *counted["quarter"].unique()}), window or indicator.window
        if window == "previous_year":
            summed = indicator.window in ("quarter", "ytd")
            told = [quarter for quarter in known if summed or quarter.endswith("Q4")]
            return [(quarter, until) for quarter in told for until in known if int(until[:4]) == int(quarter[:4]) + 1]
        if window != "ytd":
            return [(quarter, quarter) for quarter in known]
        return [
            (quarter, until) for quarter in known for until in known if quarter <= until and quarter[:4] == until[:4]
        ]


def _texts(value) -> tuple[str, ...]:
    """One category or several, as the texts that stand in the cells."""
    several = value if isinstance(value, list | tuple | set | frozenset) else (value,)
    return tuple(str(one).lower() if isinstance(one, bool) else str(one) for one in several)
