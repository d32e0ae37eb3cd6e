"""Days written as month.day, 6.1: what the other cells of a column say of the zero that a spreadsheet's number loses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.recognise import Match

if TYPE_CHECKING:
    import duckdb


def learn(con: duckdb.DuckDBPyConnection, match: Match, relation: str) -> None:
    """Set the DuckDB variable `digits`: by date field, with how many digits (1 or 2) its column writes days.

    A field is left out where its column does not show it, and the variable alone where no column does.
    """
    cells = {name: f"c{i}" for name, i in match.columns.items() if match.form.fields[name].type == "date"}
    short = " OR ".join(f"is_short({cell})" for cell in cells.values()) or "false"
    if not con.execute(f"SELECT 1 FROM {relation} WHERE {short} LIMIT 1").fetchall():
        return  # as nearly always: dates are longer
    digits = con.execute(f"SELECT {', '.join(f'day_digits({cell})' for cell in cells.values())} FROM {relation}")
    known = ", ".join(f"'{name}': {n}" for name, n in zip(cells, digits.fetchall()[0], strict=True) if n)
    con.execute(f"SET VARIABLE digits = MAP {{{known}}}")
