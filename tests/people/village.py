"""An invented village in memory: its roster, what was done for whom, the duties of a plan, and the ground tables built from them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import duckdb

from indicators.counting.cohorts import build
from indicators.folders import HERE
from pipelines.cleaning.calendar import festivals

COUNTY, TOWN, VILLAGE, NEXT_VILLAGE = "990100000000", "990100100000", "990100100201", "990100100202"
RESIDENT = {
    "person": "VARCHAR", "household_no": "VARCHAR", "area": "VARCHAR", "birth_year": "INTEGER", "birth_month": "INTEGER", "sex": "VARCHAR", "urban_rural": "VARCHAR",
    "household_kind": "VARCHAR", "migrant": "VARCHAR", "living_arrangement": "VARCHAR", "marital_status": "VARCHAR", "self_care": "VARCHAR", "limited_mobility": "BOOLEAN",
    "came_on": "DATE", "moved_in_on": "DATE", "left_on": "DATE", "returned_on": "DATE", "died_on": "DATE", "moved_out_on": "DATE",
    "refused_on": "DATE", "children_away_since_on": "DATE", "children_destination": "VARCHAR", "has_supporter_near": "BOOLEAN",
    "supporters_unable": "BOOLEAN", "husband_away_since_on": "DATE", "father_away_since_on": "DATE", "mother_away_since_on": "DATE",
    "special_family": "BOOLEAN", "destitute": "BOOLEAN", "low_income": "BOOLEAN", "disabled": "BOOLEAN", "in_school": "BOOLEAN",
    "poor_mother": "BOOLEAN", "one_child_household": "BOOLEAN", "two_daughter_household": "BOOLEAN",
}  # fmt: skip
VISIT = {
    "person": "VARCHAR", "area": "VARCHAR", "service": "VARCHAR", "visited_on": "DATE", "visitor_role": "VARCHAR", "festival": "VARCHAR",
    "event_on": "DATE",
}  # fmt: skip
CHECKUP = {"person": "VARCHAR", "area": "VARCHAR", "checked_on": "DATE", "kind": "VARCHAR"}
EVENT = {
    "person": "VARCHAR", "area": "VARCHAR", "happened_on": "DATE", "kind": "VARCHAR", "sex": "VARCHAR", "reported_on": "DATE",
    "persuaded_on": "DATE", "resolved_on": "DATE",
}  # fmt: skip
DUTY = {
    "plan": "VARCHAR", "duty": "INTEGER", "area": "VARCHAR", "from_on": "DATE", "until_on": "DATE", "population_group": "VARCHAR", "service": "VARCHAR",
    "cadence": "VARCHAR", "months": "INTEGER[]", "occasions": "VARCHAR[]", "within_days": "INTEGER", "days_before": "INTEGER", "done_by": "VARCHAR[]",
    "clause": "VARCHAR",
}  # fmt: skip


def village(
    residents=(), visits=(), duties=(), checkups=(), events=(), first="2023Q1", quarters=8
) -> duckdb.DuckDBPyConnection:
    """The tables of a village in which the rows given (dicts; what they leave out is unknown) are all there is."""
    con = duckdb.connect()
    con.execute("CREATE SCHEMA clean; CREATE SCHEMA calendar; CREATE SCHEMA plans")
    con.execute(
        "CREATE TABLE clean.areas (area VARCHAR, parent VARCHAR, level VARCHAR, name VARCHAR, urban_rural VARCHAR, "
        "former_names VARCHAR, valid_from DATE)"
    )
    con.execute(
        "INSERT INTO clean.areas (area, parent, level, name) VALUES (?, NULL, 'county', '甲县'), (?, ?, 'street', '乙镇'), "
        "(?, ?, 'village', '丙村'), (?, ?, 'village', '丁村')",
        [COUNTY, TOWN, COUNTY, VILLAGE, TOWN, NEXT_VILLAGE, TOWN],
    )
    lay_calendar(con, first, quarters)
    here = [{"area": VILLAGE} | row for row in residents]
    _table(con, "clean.residents", RESIDENT, here)
    lives = {row["person"]: row["area"] for row in here}
    for name, columns, rows in (("visits", VISIT, visits), ("checkups", CHECKUP, checkups), ("events", EVENT, events)):
        _table(con, f"clean.{name}", columns, [{"area": lives.get(row["person"], VILLAGE)} | row for row in rows])
    numbered = [{"plan": "plan", "duty": number} | row for number, row in enumerate(duties, 1)]
    _table(con, "plans.duties", DUTY, numbered)
    return con


def ground(con: duckdb.DuckDBPyConnection, folder: Path) -> duckdb.DuckDBPyConnection:
    """Build times, people and the part of places they read, from the files of the product; `folder` is a scratch one."""
    for part in ("times", "people"):
        (folder / part).symlink_to(HERE / part)
    (folder / "places").mkdir()
    (folder / "places" / "areas_above.sql").symlink_to(HERE / "places" / "areas_above.sql")
    build(con, folder)
    return con


def lay_calendar(con, first: str, quarters: int) -> None:
    """The calendar of so many quarters, and of the four after them."""
    for name, begin, end in (("quarters", 0, quarters), ("coming", quarters, quarters + 4)):
        con.execute(f"""CREATE TABLE calendar.{name} AS
            SELECT year(s) || 'Q' || quarter(s) AS quarter, year(s)::INTEGER AS year, quarter(s)::INTEGER AS number, s::DATE AS starts_on,
                (s + INTERVAL 3 MONTH - INTERVAL 1 DAY)::DATE AS ends_on
            FROM (SELECT unnest(range({begin}, {end})) AS n) CROSS JOIN LATERAL
                (SELECT make_date({first[:4]}, {3 * int(first[-1]) - 2}, 1) + n * INTERVAL 3 MONTH AS s)""")
    con.execute("CREATE TABLE calendar.festivals (kind VARCHAR, occasion VARCHAR, day_on DATE, until_on DATE)")
    years = range(int(first[:4]), int(first[:4]) + quarters // 4 + 3)
    con.executemany(
        "INSERT INTO calendar.festivals VALUES (?, ?, ?, ?)", [row for year in years for row in festivals(year)]
    )


def _table(con, name: str, columns: dict[str, str], rows) -> None:
    con.execute(f"CREATE TABLE {name} ({', '.join(f'{column} {kind}' for column, kind in columns.items())})")
    filled = [[row.get(column) for column in columns] for row in rows]
    unknown = {column for row in rows for column in row} - set(columns)
    assert not unknown, unknown
    if filled:
        con.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(columns))})", filled)


def days(first: date, last: date) -> list[date]:
    """Every day from one to another."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
