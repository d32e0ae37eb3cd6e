"""What rosters know of the persons behind rows: which groups they are in, whether they are migrants, their age, sex and place.

A table of persons (`rostered`) need not repeat it: these columns are put beside its rows when they are asked for.
"""

from __future__ import annotations

from collections.abc import Iterable

from indicators.model import Count, Indicator
from indicators.sql import identifier, literal

MEMBER_OF = "member_of"  # one row for each group that a person is in on the quarter's last day
AS_AT = ("residence", "age_band", "sex", "urban_rural")


def own(indicator: Indicator) -> tuple[str, ...]:
    """The columns of the table, beside area and quarter, by which the indicator's rows are told apart."""
    unit = (indicator.by_unit,) if isinstance(indicator, Count) and indicator.by_unit else ()
    return (*indicator.breakdowns, *unit)


def known(indicator: Indicator) -> tuple[str, ...]:
    """What rosters add to them: of tables of persons, whatever they do not tell themselves."""
    return tuple(column for column in (MEMBER_OF, *AS_AT) if indicator.rostered and column not in own(indicator))


def offered(indicator: Indicator) -> tuple[str, ...]:
    """Everything that the indicator can be broken down by."""
    return (*own(indicator), *known(indicator))


def source(indicator: Indicator, columns: Iterable[str]) -> str:
    """The table as DuckDB reads it, with those of `columns` beside it that it takes from the rosters."""
    added = [column for column in known(indicator) if column in set(columns)]
    if not added:
        return indicator.relation
    joins = "LEFT JOIN people.residents_as_at AS r ON r.person = t.person AND r.quarter = t.quarter"
    if MEMBER_OF in added:
        joins += " JOIN people.members AS m ON m.person = t.person AND m.quarter = t.quarter AND m.is_member"
    told = (
        f"m.population_group AS {MEMBER_OF}" if column == MEMBER_OF else f"r.{identifier(column)}" for column in added
    )
    rest = f"SELECT COLUMNS(lambda c: c NOT IN ({', '.join(map(literal, added))})) FROM {indicator.relation}"
    return f"(SELECT t.*, {', '.join(told)} FROM ({rest}) AS t {joins})"
