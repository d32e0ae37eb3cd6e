"""Where a target is lacking: the very sites and units whose rows fail it, or the areas that would close the gap."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from indicators.counting.areas import Areas
from indicators.counting.conditions import expressions, probe
from indicators.counting.disclosure import is_personal
from indicators.counting.quarters import Quarter
from indicators.counting.values import Value
from indicators.judging import verdicts
from indicators.judging.assess import Judgement
from indicators.model import Proportion
from indicators.sql import identifier

if TYPE_CHECKING:
    import duckdb

# The column that says whose a row is, and its name for people: a site is called what the register calls it.
WHOSE = {"site": "called", "unit": "t.unit"}
CALLED = (
    "(SELECT site AS called_site, any_value(name) AS called FROM clean.sites GROUP BY site) ON called_site = t.site"
)
PSEUDONYM = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Door(NamedTuple):
    """A site or unit that lacks something: its name, the area it lies in, and how much of the indicator's unit."""

    name: str
    area: str
    needed: int


def doors(con: duckdb.DuckDBPyConnection, areas: Areas, value: Value, needed: int) -> tuple[Door, ...]:
    """Whose rows are missing from a rate's numerator, those that lack most first, as many as make up for `needed`.

    Nobody where the table does not say whose its rows are, for samples, and where the cases lacking are persons'.
    """
    indicator = value.indicator
    if not isinstance(indicator, Proportion) or indicator.data_basis == "sample" or is_personal(indicator):
        return ()
    described = con.execute(f"DESCRIBE {indicator.relation}").fetchall()
    columns = {row[0] for row in described if row[1] == "VARCHAR"}
    whose = next((name for column, name in WHOSE.items() if column in columns), None)
    if whose is None:
        return ()
    found = [Door(*row) for row in con.execute(*_query(con, areas, value, whose)).fetchall()]
    if any(PSEUDONYM.fullmatch(door.name) for door in found):
        return ()  # what is kept as a pseudonym names nobody
    return tuple(_until_closed(found, needed))


def _query(con, areas: Areas, value: Value, whose: str) -> tuple[str, list]:
    """The query for (name, area, how much is lacking), and its values."""
    indicator = value.indicator
    parts, whole = expressions(indicator), probe(con, indicator) != "condition"
    numerator, denominator = (f"({parts[side]}\n)" for side in ("numerator", "denominator"))
    short = (
        f"sum({denominator}) - sum({numerator})" if whole else f"count_if({denominator} AND {numerator} IS NOT TRUE)"
    )
    when = Quarter.parse(value.quarter)
    first = 1 if value.window == "ytd" else when.number
    inside = [area for area in areas if areas.within(area, value.area)]
    asked = {column: [codes] if isinstance(codes, str) else list(codes) for column, codes in value.where.items()}
    where = "".join(f" AND t.{identifier(column)}::VARCHAR IN (SELECT unnest(?))" for column in asked)
    called = f"LEFT JOIN {CALLED}" if whose == WHOSE["site"] else ""
    query = f"""
        SELECT {whose} AS door, t.area, ceil({short})::BIGINT AS short FROM {indicator.relation} AS t {called}
        WHERE t.area IN (SELECT unnest(?)) AND t.quarter IN (SELECT unnest(?)){where}
        GROUP BY ALL HAVING door IS NOT NULL AND short > 0 ORDER BY short DESC, t.area, door"""
    quarters = [f"{when.year}Q{number}" for number in range(first, when.number + 1)]
    return query, [inside, quarters, *asked.values()]


def smallest_set(
    judgement: Judgement, below: Sequence[str], look: Callable[[str], Value]
) -> tuple[tuple[str, int], ...]:
    """The fewest of the areas `below` whose catching-up would close a rate's gap, each with what it still needs.

    `look` gives an area's value as it may be shown: what is hidden takes no part. All that are behind when even that
    would not do; empty when nothing is lacking, and for counts and samples: those who were not asked lack too.
    """
    target, indicator = judgement.target, judgement.indicator
    if not judgement.still_needed or not indicator.is_rate or indicator.data_basis == "sample":
        return ()
    lacking = []
    for area in below:
        part = look(area)
        needed = 0 if part.value is None else verdicts.still_needed(part, target.comparison, Fraction(target.value))
        if needed:
            lacking.append(Door(area, area, needed))
    lacking.sort(key=lambda door: (-door.needed, door.area))
    return tuple((door.area, door.needed) for door in _until_closed(lacking, judgement.still_needed))


def _until_closed(found: Sequence[Door], needed: int) -> list[Door]:
    """The first that lack `needed` together; of the last only as much as is left."""
    chosen: list[Door] = []
    for door in found:
        if not needed:
            break
        chosen.append(door._replace(needed=min(door.needed, needed)))
        needed -= chosen[-1].needed
    return chosen
