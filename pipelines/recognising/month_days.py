"""Days written as month.day, 6.1: what the other cells of a column say of the zero that a spreadsheet's number loses."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from pipelines.recognising.match import Match

if TYPE_CHECKING:
    import duckdb


def columns(match: Match) -> dict[str, str]:
    """The columns of date fields."""
    return {name: f"c{i}" for name, i in match.columns.items() if match.form.fields[name].type == "date"}


def digits(con: duckdb.DuckDBPyConnection, match: Match, lines: str) -> dict[str, int]:
    """By date field, with how many digits (1 or 2) its column in `lines` writes days; none for a column that does not show it."""
    cells = columns(match)
    if not _are_short(con, cells, lines):
        return {}  # as nearly always: dates are longer
    found = con.execute(f"SELECT {', '.join(f'day_digits({cell})' for cell in cells.values())} FROM {lines}")
    return {name: n for name, n in zip(cells, found.fetchall()[0], strict=True) if n}


def of_numbers(con: duckdb.DuckDBPyConnection, rows: list[tuple[int, str]], numbers: Collection[int]) -> str:
    """SQL of the same for a column, as (row, cell), of which the rows `numbers` are numbers and the others texts: a text keeps its
    last zero, so neither tells of the other."""
    kinds = [[cell for row, cell in rows if (row in numbers) is kind] for kind in (True, False)]
    asked = "SELECT day_digits(cell) FROM (SELECT unnest($cells::VARCHAR[]) AS cell)"
    number, text = (con.execute(asked, {"cells": cells}).fetchall()[0][0] or "NULL" for cells in kinds)
    places = ", ".join(str(row) for row, _ in rows if row in numbers) or "NULL"
    return f"CASE WHEN row IN ({places}) THEN {number} ELSE {text} END"


def by_sheet(con: duckdb.DuckDBPyConnection, cells: dict[str, str], lines: str) -> str:
    """The same of many sheets: SELECT of (s_file, s_sheet, s_digits_<field>, …); '' where no day is written so."""
    found = ", ".join(f"day_digits({cell}) AS s_digits_{name}" for name, cell in cells.items())
    return f"SELECT s_file, s_sheet, {found} FROM {lines} GROUP BY ALL" if _are_short(con, cells, lines) else ""


def _are_short(con: duckdb.DuckDBPyConnection, cells: dict[str, str], lines: str) -> bool:
    short = " OR ".join(f"is_short({cell})" for cell in dict.fromkeys(cells.values()))
    return bool(cells and con.execute(f"SELECT 1 FROM {lines} WHERE {short} LIMIT 1").fetchall())
