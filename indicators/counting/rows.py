"""The rows behind a value: who or what is still missing from it, has been reached, or is counted at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from indicators.counting.areas import Areas
from indicators.counting.cells import added
from indicators.counting.quarters import Quarter
from indicators.counting.rosters import offered, source
from indicators.model import Count, Indicator, Verification
from indicators.sql import identifier, literal
from indicators.workspace import Fault

if TYPE_CHECKING:
    import duckdb

# Of what a row adds to the numerator (n) and the denominator (d) of a rate, of a verification, and of a count.
RATE = {"missed": "n < d", "met": "d > 0 AND n >= d", "all": "d > 0 OR n > 0"}
VERIFICATION = RATE | {"missed": "n <> d", "met": "n = d"}
COUNT = {"met": "n <> 0", "all": "n <> 0"}


@dataclass(frozen=True)
class Rows:
    """Rows of one indicator's table, of the areas and quarters that a value sums, with what each adds: `n` to the numerator
    and `d` to the denominator (of a count always 0)."""

    con: duckdb.DuckDBPyConnection
    indicator: Indicator
    select: str
    parameters: dict = field(repr=False)

    def columns(self) -> dict[str, str]:
        """The columns of the table with their types, without n and d."""
        described = self.con.execute(f"DESCRIBE {self.indicator.relation}").fetchall()
        return {name: type_ for name, type_, *_ in described}

    def by_area(self) -> dict[str, tuple]:
        """By area (as it stands in the rows): how many rows, and what they add up to: the numerator and the denominator."""
        query = f"SELECT coalesce(area::VARCHAR, ''), count(*), sum(n), sum(d) FROM ({self.select}) GROUP BY 1"
        return {area: numbers for area, *numbers in self.con.execute(query, self.parameters).fetchall()}

    def fetch(self, most: int | None = None, by: str | None = None) -> list[dict]:
        """The rows, in order of their area, of the column `by` and then of all their columns; the first of them."""
        limit, first = "" if most is None else f" LIMIT {most}", f"{identifier(by)}, " if by else ""
        found = self.con.execute(f"FROM ({self.select}) ORDER BY area, {first}COLUMNS(*){limit}", self.parameters)
        names = [name for name, *_ in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def behind(
    con: duckdb.DuckDBPyConnection,
    areas: Areas,
    indicator: Indicator,
    quarter: str,
    area: str,
    where: Mapping | None = None,
    window: str | None = None,
    which: str = "all",
) -> Rows:
    """The rows behind the value of an area and a quarter, of those that `where` selects: the "missed" are inside the denominator
    and not the numerator, the "met" inside both; "all" are both.

    By the conditions that the value is counted by: of all rows, n and d add up to its numerator and denominator. Of a
    verification those missed are the rows that do not agree. Raises Fault for the missed of a count, and for a column that
    the indicator has no breakdown by.
    """
    known = _kinds(indicator)
    if which not in known:
        raise Fault(
            f"{indicator.code}: a count of what was done; nothing can be missing from it. List what it counts with --show met.",
            f"{indicator.code}：这是计数指标，没有“应做未做”的名单；要列出已计入的记录，请加 --show met。",
        )
    sides = added(con, indicator)
    n, d = sides["numerator"], sides.get("denominator", "0")
    quarters = _quarters(indicator, Quarter.parse(quarter), window or indicator.window)
    inside = [code for code in {*areas, area} if areas.within(code, area)]
    selected = [
        "list_contains($areas, coalesce(area::VARCHAR, ''))",
        f"quarter::VARCHAR IN ({', '.join(map(literal, quarters))})",
        *_where(indicator, where or {}),
    ]
    rows = f"SELECT *, {n} AS n, {d} AS d FROM {source(indicator, where or ())} WHERE {' AND '.join(selected)}"
    return Rows(con, indicator, f"FROM ({rows}) WHERE {known[which]}", {"areas": inside})


def _kinds(indicator: Indicator) -> dict[str, str]:
    return COUNT if isinstance(indicator, Count) else VERIFICATION if isinstance(indicator, Verification) else RATE


def _quarters(indicator: Indicator, quarter: Quarter, window: str) -> list[str]:
    """The quarters whose rows a value of this one sums."""
    if window == "ytd":
        return [str(each) for each in quarter.year_so_far]
    if window == "previous_year":
        last = Quarter(quarter.year - 1, 4)
        summed = indicator.window in ("quarter", "ytd")
        return [str(each) for each in (last.year_so_far if summed else (last,))]
    return [str(quarter)]


def _where(indicator: Indicator, where: Mapping):
    """SQL of the categories kept of each column."""
    for column, codes in where.items():
        if column not in offered(indicator):
            known = ", ".join(offered(indicator)) or "none"
            raise Fault(
                f'{indicator.code}: no breakdown "{column}"; it can be broken down by: {known}.',
                f"{indicator.code}：不能按“{column}”分组；可以按以下各项分组：{known}。",
            )
        texts = (codes,) if isinstance(codes, str) else codes
        yield f"{identifier(column)}::VARCHAR IN ({', '.join(map(literal, texts))})"
