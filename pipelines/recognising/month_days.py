"""Days written as month.day, 6.1: what the other cells of a column say of the zero that a spreadsheet's number loses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.recognising.match import Match

if TYPE_CHECKING:
    import duckdb


def digits(con: duckdb.DuckDBPyConnection, match: Match, lines: str) -> dict[str, int]:
    """By date field, with how many digits (1 or 2) its column in `lines` writes days; none for a column that does not show it."""
    cells = {name: f"c{i}" for name, i in match.columns.items() if match.form.fields[name].type == "date"}
    short = " OR ".join(f"is_short({cell})" for cell in dict.fromkeys(cells.values())) or "false"
    if not con.execute(f"SELECT 1 FROM {lines} WHERE {short} LIMIT 1").fetchall():
        return {}  # as nearly always: dates are longer
    found = con.execute(f"SELECT {', '.join(f'day_digits({cell})' for cell in cells.values())} FROM {lines}")
    return {name: n for name, n in zip(cells, found.fetchall()[0], strict=True) if n}
