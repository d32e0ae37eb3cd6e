"""The year of days written without one, in the columns of a recognised sheet; and days that count from 1904."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pipelines.accounting import bulk
from pipelines.reading.sheets import Sheet
from pipelines.recognising import day_order, month_days
from pipelines.recognising.match import Match
from pipelines.recognising.years import Contradiction, Period, of_sheet

if TYPE_CHECKING:
    import duckdb

LONGEST_SHORT = 8  # characters of 12.25 and the spaces around it
KINDS = {"title": "year", "sheet": "year_sheet", "file": "year_file", "printed": "year_printed"}
Columns = dict[int, list[str | None]]
Years = dict[int, list[int | None]]


class Said(NamedTuple):
    """The period that a sheet says its days lie in, and where; of one that says two, their words."""

    period: Period | None = None
    source: str = ""
    against: tuple[str, ...] = ()


@dataclass
class Settled:
    """The year that completes every day without one, else the columns with the year written in; and what to tell of it: how many
    days, by kind and names."""

    year: str | None = None
    columns: Columns = field(default_factory=dict)
    told: Counter[tuple[str, tuple[tuple[str, str], ...]]] = field(default_factory=Counter)


def said(sheet: Sheet, match: Match) -> Said:
    """What the titles of a sheet say, its name and its file's."""
    titles = [cell for row in sheet.head[: match.header_row] for cell in row]
    try:
        return Said(*of_sheet(titles, sheet.name, Path(sheet.file).stem))
    except Contradiction as two:
        return Said(against=two.args)


def dates(match: Match) -> list[int]:
    """The columns of days whose year the sheet may tell: first what has happened, then what is planned."""
    fields = [(i, match.form.fields[name]) for name, i in match.columns.items()]  # a column may be read for two
    asked = {i: f.planned for i, f in fields if f.type == "date" and not f.own_year}
    return sorted(asked, key=lambda i: (asked[i], i))


def settle(match: Match, said: Said, columns: Columns, in_order: bool) -> Settled:
    """Find the years of the days in the columns `dates`; `in_order` tells that the rows still stand as they were sent."""
    without = {i: [n for n, c in enumerate(columns[i]) if c and re.match(day_order.YEARLESS, c)] for i in dates(match)}
    plain = said.period and said.period.year
    settled = Settled(plain and str(plain))
    if not any(without.values()):
        return settled
    planned = {i for name, i in match.columns.items() if match.form.fields[name].planned}
    days = {i: [day_order.parse(cell) if cell else None for cell in columns[i]] for i in without}
    found: Years = {}
    for i, places in without.items():
        simply = [day and day_order.year_of(day, said.period) for day in days[i]]
        if i in planned:
            found[i] = [_nearest(days, found, n, day) or simply[n] for n, day in enumerate(days[i])]
        else:
            found[i] = day_order.years(days[i], said.period) if in_order and places else simply
        for n in (n for n in places if days[i][n] and (found[i][n] or said.against)):
            settled.told[_kind(said, found[i][n], simply[n], i in planned)] += 1
    years = {found[i][n] for i, places in without.items() for n in places if days[i][n]}
    if years - {plain}:
        settled.columns = {
            i: _written(columns[i], places, days[i], found[i]) for i, places in without.items() if places
        }
        settled.year = None if None in years else settled.year
    return settled


def settle_lines(
    con: duckdb.DuckDBPyConnection, match: Match, said: Said, table: str, lines: str, in_order: bool
) -> tuple[str, Settled]:
    """The same of `lines`, what is read from `table`; and what is to be read from it now."""
    asked = " OR ".join(f"regexp_matches(c{i}, '{day_order.YEARLESS}')" for i in dates(match))
    if not asked or not con.execute(f"SELECT 1 FROM {lines} WHERE {asked} LIMIT 1").fetchall():
        return lines, settle(match, said, {i: [] for i in dates(match)}, in_order)
    cells = ", ".join(f"c{i}" for i in dates(match))
    rows, *texts = zip(*con.execute(f"SELECT row, {cells} FROM {lines} ORDER BY row").fetchall(), strict=True)
    settled = settle(match, said, dict(zip(dates(match), texts, strict=True)), in_order)
    if settled.columns:
        con.register("days", bulk.arrays({"row": rows, **{f"c{i}": cells for i, cells in settled.columns.items()}}))
        texts = ", ".join(f"days.c{i}::VARCHAR AS c{i}" for i in settled.columns)
        con.execute(f"""CREATE OR REPLACE TEMP TABLE {table} AS
            SELECT l.* REPLACE ({texts}) FROM {lines} l JOIN days USING (row) ORDER BY row""")
        con.unregister("days")
        lines = table
    return lines, settled


def digits(
    con: duckdb.DuckDBPyConnection, match: Match, numbers: dict[int, set[int]], cells: tuple | None, lines: str
) -> dict[str, str]:
    """By date field, how the days of 6.1 are written in a column of which some cells are `numbers`, by their rows (see month_days)."""
    found = {}
    for name, i in match.columns.items():
        if i in numbers and match.form.fields[name].type == "date":
            column = (
                zip(cells[0], cells[1][i], strict=True)
                if cells
                else con.execute(f"SELECT row, c{i} FROM {lines}").fetchall()
            )
            short = [(row, cell) for row, cell in column if cell and len(cell) <= LONGEST_SHORT]
            found[name] = month_days.of_numbers(con, short, numbers[i])
    return found


def _kind(
    said: Said, year: int | None, simply: int | None, is_planned: bool
) -> tuple[str, tuple[tuple[str, str], ...]]:
    """What to tell of a day: how its year was found, or why not."""
    if year is None:
        return "year_against", (("one", said.against[0]), ("other", said.against[1]))
    if year != simply:
        return "year_planned" if is_planned else "year_order", (("year", str(year)),)
    period = said.period
    shown = str(period.year) if period.year else f"{period.first:%Y-%m}—{period.last:%Y-%m}"
    return KINDS[said.source], (("year", shown), ("said", period.said))


def _nearest(days: dict[int, list], found: Years, n: int, planned: day_order.Day | None) -> int | None:
    """The year in which a planned day is nearest to what has happened in its row; None where nothing has."""
    happened = next((date for i, years in found.items() if (date := _date(years[n], days[i][n]))), None)
    if not planned or planned.year or not happened:
        return planned and planned.year
    around = [made for year in (-1, 0, 1) if (made := _date(happened.year + year, planned))]
    return min(around, key=lambda made: abs(made - happened)).year if around else None


def _date(year: int | None, day: day_order.Day | None) -> date | None:
    try:
        return date(year, day.month, day.day) if year and day else None
    except ValueError:
        return None


def _written(cells: list[str | None], places: list[int], days: list, years: list[int | None]) -> list[str | None]:
    """The cells with the year before those days of which it is known."""
    made = list(cells)
    for n in places:
        if years[n] and (text := cells[n].strip()):
            made[n] = f"{years[n]}年{text}" if "月" in text else f"{years[n]}-{days[n].month}-{days[n].day}"
    return made
