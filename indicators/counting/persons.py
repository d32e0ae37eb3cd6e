"""The persons behind rows that are not persons: the answers to a questionnaire are many, those who gave them few."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from indicators.counting.areas import Areas
from indicators.counting.conditions import expressions
from indicators.counting.quarters import Quarter
from indicators.counting.rosters import source
from indicators.counting.values import Value
from indicators.model import Indicator
from indicators.sql import identifier

if TYPE_CHECKING:
    import duckdb


class Persons:
    """Counts of different persons by area, quarter and group. They cannot be added over groups of rows (the same person
    answers on every topic), so they are counted from the rows, once for all areas of each population asked for."""

    def __init__(self, con: duckdb.DuckDBPyConnection, areas: Areas):
        self._con, self._areas = con, areas
        self._found: dict[tuple, Counter] = {}

    def behind(self, value: Value) -> int | None:
        """How many persons the rows of a value come from; None where the indicator names no column of persons.

        Rows that name nobody count as one person: what is not known is not taken for many.
        """
        indicator = value.indicator
        if not indicator.person:
            return None
        where = {column: (code,) if isinstance(code, str) else tuple(code) for column, code in value.where.items()}
        single = tuple(sorted(column for column, codes in where.items() if len(codes) == 1))
        several = tuple(sorted((column, codes) for column, codes in where.items() if len(codes) != 1))
        key = (indicator.code, single, several)
        if key not in self._found:
            self._found[key] = self._count(indicator, single, several)
        when, codes = Quarter.parse(value.quarter), tuple(where[column][0] for column in single)
        quarters = range(1, when.number + 1) if value.window == "ytd" else (when.number,)
        return sum(self._found[key][(value.area, f"{when.year}Q{number}", *codes)] for number in quarters)

    def _count(self, indicator: Indicator, single: tuple[str, ...], several: tuple) -> Counter:
        """Persons by (area, quarter, a code of each single column), in every area and all above it."""
        groups = [f"coalesce({identifier(column)}::VARCHAR, '')" for column in single]
        inside = [f"({expressions(indicator).get('denominator', 'true')}\n)"]
        inside += [f"coalesce({identifier(column)}::VARCHAR, '') IN (SELECT unnest(?))" for column, _ in several]
        person = f"count(DISTINCT coalesce({identifier(indicator.person)}::VARCHAR, ''))"
        select = ", ".join(["area::VARCHAR", "quarter::VARCHAR", *groups, person])
        columns = (*single, *(column for column, _ in several))
        query = f"SELECT {select} FROM {source(indicator, columns)} WHERE {' AND '.join(inside)} GROUP BY ALL"
        found: Counter = Counter()
        for area, *group, persons in self._con.execute(query, [list(codes) for _, codes in several]).fetchall():
            for whole in (area or "", *self._areas.ancestors(area or "")):
                found[(whole, *group)] += persons
        return found
