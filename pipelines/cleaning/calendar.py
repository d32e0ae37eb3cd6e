"""The time that records speak of: its quarters, the four that come after them, and the festivals and theme days in all of these."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

QUARTERS_AHEAD = 4
# Of the traditional calendar: month and day of the lunar year.
LUNAR = {
    "spring_festival": (1, 1),
    "lantern": (1, 15),
    "dragon_boat": (5, 5),
    "mid_autumn": (8, 15),
    "double_ninth": (9, 9),
}
SOLAR = {
    "new_year": (1, 1), "womens_day": (3, 8), "labour_day": (5, 1), "childrens_day": (6, 1), "national_day": (10, 1),
}  # fmt: skip
# The days of health education that plans name, from a day to a day.
THEME_DAYS = {
    "tuberculosis_day": ((3, 24), (3, 24)),
    "patriotic_health_month": ((4, 1), (4, 30)),
    "health_day": ((4, 7), (4, 7)),
    "vaccination_day": ((4, 25), (4, 25)),
    "no_tobacco_day": ((5, 31), (5, 31)),
    "anti_drug_day": ((6, 26), (6, 26)),
    "hypertension_day": ((10, 8), (10, 8)),
    "aids_day": ((12, 1), (12, 1)),
}


def build(con: duckdb.DuckDBPyConnection, deadline_days: int) -> None:
    """`calendar.quarters`, from the first dated record to the last; `calendar.coming`, the next four; `calendar.festivals`."""
    named = """year(starts_on) || 'Q' || quarter(starts_on) AS quarter, year(starts_on)::INTEGER AS year,
        quarter(starts_on)::INTEGER AS number, starts_on, (starts_on + INTERVAL 3 MONTH - INTERVAL 1 DAY)::DATE AS ends_on"""
    con.execute(f"""
        CREATE TABLE calendar.quarters AS
        WITH starts AS (SELECT unnest(generate_series(min(starts_on), max(starts_on), INTERVAL 3 MONTH))::DATE AS starts_on
                        FROM became WHERE status = 'clean')
        SELECT {named}, (ends_on + {deadline_days})::DATE AS reports_due_on FROM starts ORDER BY starts_on;
        CREATE TABLE calendar.coming AS
        WITH last AS (SELECT max(starts_on) AS starts_on FROM calendar.quarters),
        starts AS (SELECT (starts_on + unnest(range(1, {QUARTERS_AHEAD + 1})) * INTERVAL 3 MONTH)::DATE AS starts_on FROM last)
        SELECT {named} FROM starts WHERE starts_on IS NOT NULL ORDER BY starts_on;
        CREATE TABLE calendar.festivals (kind VARCHAR, occasion VARCHAR, day_on DATE, until_on DATE)""")
    asked = "SELECT min(year), max(year) FROM (FROM calendar.quarters UNION ALL BY NAME FROM calendar.coming)"
    first, last = con.execute(asked).fetchall()[0]
    rows = [row for year in range(first, last + 1) for row in festivals(year)] if first else []
    if rows:
        con.execute(f"INSERT INTO calendar.festivals VALUES {', '.join(['(?, ?, ?, ?)'] * len(rows))}", [*chain(*rows)])


def festivals(year: int) -> Iterator[tuple[str, str, date, date]]:
    """(kind, occasion, first day, last day) of the festivals and theme days of a solar year, 1900 to 2100.

    The days of the lunar calendar are borax's; a test holds them against the dates published for 2000 to 2050.
    """
    from borax.calendars.lunardate import LunarDate

    for occasion, (month, day) in LUNAR.items():
        on = LunarDate(year, month, day).to_solar_date()
        yield "festival", occasion, on, on
    eve = LunarDate(year, 1, 1).to_solar_date() - timedelta(days=1)
    yield "festival", "new_years_eve", eve, eve
    for occasion, (month, day) in SOLAR.items():
        yield "festival", occasion, date(year, month, day), date(year, month, day)
    for occasion, month, number in (("mothers_day", 5, 2), ("fathers_day", 6, 3)):
        on = _sunday(year, month, number)
        yield "festival", occasion, on, on
    for occasion, (first, last) in THEME_DAYS.items():
        yield "theme_day", occasion, date(year, *first), date(year, *last)


def _sunday(year: int, month: int, number: int) -> date:
    """The second, third … Sunday of a month."""
    first = date(year, month, 1)
    return first + timedelta(days=(6 - first.weekday()) % 7 + 7 * (number - 1))
