"""What is taken for granted of a recognised sheet → its line of the ledger: columns left out, days that count from 1904, defaults, and rows that speak of the whole."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.accounting.ledger import Entry
from pipelines.cleaning.answers import RESPONDENT
from pipelines.cleaning.rows import is_status
from pipelines.cleaning.statement import Source, is_unplaced
from pipelines.reading.grids import letters
from pipelines.reading.sheets import Sheet
from pipelines.recognising import due_lists
from pipelines.recognising.match import Match

if TYPE_CHECKING:
    import duckdb

SERIAL = r"^\s*\d{5}\s*$"  # a day as a spreadsheet counts it
MANY_DIGITS = re.compile(r"\d{6}")  # a header with so many may be somebody's

Cells = list[list[str | None]]


def note(
    con: duckdb.DuckDBPyConnection, entry: Entry, sheet: Sheet, source: Source, cells: Cells | None, lines: str
) -> None:
    """Add to the entry what was assumed of its sheet; its rows are in `cells`, or in the relation `lines`."""
    match = source.match
    columns, days = _unused(match), _days(match) if source.from_1904 else []
    filled, serials = _counted(cells, columns, days) if cells is not None else _counted_by(con, lines, columns, days)
    for (column, header), n in zip(columns.items(), filled, strict=True):
        kind = _kind(match, column, header)
        entry.assume(kind, n, header=_shown(header), column=letters(column), used=_instead(match, column))
    entry.assume("from_1904", serials)
    for name, text in source.defaults.items():
        field = match.form.fields[name]
        if field.type != "text":
            entry.assume("default", 1, field=field.headers[0], value=text)
    if is_unplaced(match) and any(f.type == "area" and f.required for f in match.form.fields.values()):
        entry.assume("area_root", 1)
    if match.form.questionnaires and RESPONDENT not in match.columns:
        entry.assume("rows_are_respondents", 1)
    for part in (p for p in match.subs if p.how == "sum"):
        entry.assume("summed", 1, field=part.label, parts="、".join(part.columns.values()))
    for kind, n in sheet.told.items():
        entry.assume(kind, n)


def _kind(match: Match, column: int, header: str) -> str:
    if column in match.rivals:
        return "column_rival"
    if is_status(header):
        return "column_status"
    if column in match.parts:
        return "column_part"
    return "column_other" if column in match.others else "column_unused" if header else "column_untitled"


def _instead(match: Match, column: int) -> str:
    """What is read instead of a column: a surer one, or the others under its heading."""
    group = match.header.groups[column]
    return match.rivals.get(column) or (_shown(group[1]) if group else "")


def _unused(match: Match) -> dict[int, str]:
    """The columns that nothing is read from, and their headers."""
    used = {*match.columns.values(), *match.items.values(), *(i for part in match.subs for i in part.columns)}
    first = 0 if (key := due_lists.key(match)) is None else key + 1  # what jiping wrote itself is no news to it
    return {i: match.unknown.get(i, match.labels[i]).strip() for i in range(first, match.width) if i not in used}


def _days(match: Match) -> list[int]:
    return sorted({i for name, i in match.columns.items() if match.form.fields[name].type == "date"})


def _counted(cells: Cells, columns: dict[int, str], days: list[int]) -> tuple[list[int], int]:
    """How many cells of each column hold something, and how many days are numbers."""
    filled = [sum(1 for cell in cells[i] if cell and cell.strip()) for i in columns]
    return filled, sum(1 for i in days for cell in cells[i] if cell and re.match(SERIAL, cell))


def _counted_by(con, lines: str, columns: dict[int, str], days: list[int]) -> tuple[list[int], int]:
    asked = [f"count(nullif(trim(c{i}), ''))" for i in columns]
    asked += [f"count(*) FILTER (regexp_matches(c{i}, '{SERIAL}'))" for i in days]
    found = con.execute(f"SELECT {', '.join(asked)} FROM {lines}").fetchall()[0] if asked else ()
    return list(found[: len(columns)]), sum(found[len(columns) :])


def _shown(header: str) -> str:
    return "***" if MANY_DIGITS.search(header) else " ".join(header.split())
