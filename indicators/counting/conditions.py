"""The SQL inside a definition, tried against the real table before anything is counted with it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from indicators.counting.rosters import own
from indicators.model import Indicator, Verification
from indicators.sql import expression, nodes
from indicators.workspace import Fault, nearest

if TYPE_CHECKING:
    import duckdb

PARTS = {"Proportion": ("numerator", "denominator"), "Count": ("quantity",), "Verification": ("reported", "recounted")}
KINDS = {
    "condition": "BOOLEAN",
    "whole": r"U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER",
    "fraction": r"FLOAT|DOUBLE|DECIMAL\(.*\)",
}
OWN_COLUMNS = ("area", "quarter")
# Names that the result tables use themselves.
RESERVED = (*OWN_COLUMNS, "rows", "numerator", "denominator")


def expressions(indicator: Indicator) -> dict[str, str]:
    """The SQL parts of a definition by the name of their field."""
    return {part: getattr(indicator, part) for part in PARTS[type(indicator).__name__]}


def probe(con: duckdb.DuckDBPyConnection, indicator: Indicator) -> str:
    """How the indicator counts: rows meeting a "condition", or sums of "whole" or "fraction" numbers.

    Raises Fault naming the indicator, the part and the nearest column when any part cannot be used.
    """
    columns = _columns(con, indicator)
    for column in (*OWN_COLUMNS, *own(indicator), *filter(None, [indicator.person, indicator.rostered and "person"])):
        if column not in columns:
            raise Fault(
                f'{indicator.code}: table {indicator.table_name} has no column "{column}".'
                f"{nearest(column, list(columns))}"
            )
    kinds = {part: _kind(con, indicator, part, sql, columns) for part, sql in expressions(indicator).items()}
    conditions = [part for part, kind in kinds.items() if kind == "condition"]
    if isinstance(indicator, Verification) and conditions:
        raise Fault(f"{indicator.code}: {conditions[0]} is a condition; a verification compares two numeric columns.")
    if 0 < len(conditions) < len(kinds):
        raise Fault(
            f"{indicator.code}: {conditions[0]} is a condition and the other part a number; make both the same."
        )
    return "fraction" if "fraction" in kinds.values() else next(iter(kinds.values()))


def _columns(con, indicator: Indicator) -> dict[str, str]:
    """Name -> type of every column of the indicator's table."""
    import duckdb

    try:
        return {row[0]: row[1] for row in con.execute(f"DESCRIBE {indicator.relation}").fetchall()}
    except duckdb.CatalogException:
        raise Fault(
            f"{indicator.code}: table {indicator.table_name} is not in the warehouse. Run `jiping run` to build it."
        ) from None


def _kind(con, indicator: Indicator, part: str, sql: str, columns: dict[str, str]) -> str:
    """What one expression gives: a "condition", or a "whole" or "fraction" number."""
    import duckdb

    where = f'{indicator.code}: {part} "{sql}"'
    _refuse_query(con, where, sql)
    # Standing in WHERE as well, it can be neither an aggregate nor a window function; a line comment ends with it.
    query = f"DESCRIBE SELECT ({sql}\n) FROM {indicator.relation} WHERE ({sql}\n) IS NOT NULL"
    try:
        given = con.execute(query).fetchall()[0][1]
    except duckdb.BinderException as error:
        missing = re.search(r'column "([^"]+)" not found', str(error))
        if not missing:
            raise Fault(f"{where}: {str(error).splitlines()[0]}. Make it a column of the table's SQL file.") from None
        raise Fault(f'{where}: no column "{missing[1]}".{nearest(missing[1], list(columns))}') from None
    except duckdb.Error as error:
        raise Fault(f"{where}: {str(error).splitlines()[0]}. Write one DuckDB condition or column.") from None
    for kind, pattern in KINDS.items():
        if re.fullmatch(pattern, given):
            return kind
    raise Fault(f"{where}: gives {given}; write a condition (true or false) or a numeric column.")


def _refuse_query(con, where: str, sql: str):
    """Raise Fault unless `sql` is one whole expression (its brackets its own) with no query inside."""
    try:
        tree = expression(con, sql)
    except ValueError as error:
        raise Fault(f"{where}: {error}. Write one DuckDB condition or column.") from None
    if any(node.get("class") == "SUBQUERY" for node in nodes(tree)):
        raise Fault(f"{where}: has a query inside. Make a column in the table's SQL file.")
