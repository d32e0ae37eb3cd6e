"""A district for the benchmark of people: persons on rosters and the visits paid to them over eight quarters, all invented."""

from __future__ import annotations

from tests.people.village import CHECKUP, DUTY, EVENT, RESIDENT, ground, lay_calendar

VILLAGES = 2400
VISITS_EACH = 50  # of a person in eight quarters
BORN = {
    "person": "md5(n::VARCHAR)::UUID",
    "household_no": "NULL::UUID",
    "area": f"'9901' || lpad((n % {VILLAGES})::VARCHAR, 8, '0')",
    "birth_year": "1935 + n % 25",
    "birth_month": "1 + n % 12",
    "sex": "CASE n % 2 WHEN 0 THEN 'male' ELSE 'female' END",
    "living_arrangement": "CASE n % 3 WHEN 0 THEN 'alone' WHEN 1 THEN 'with_spouse' END",
    "children_away_since_on": "DATE '2020-01-01' + (n % 900)::INT",
    "destitute": "n % 20 = 0",
    "died_on": "CASE WHEN n % 31 = 0 THEN DATE '2023-02-01' + (n % 600)::INT END",
}
DUTIES = [
    ("a", 1, "elder_65", "greeting", "week"),
    ("a", 2, "elder_65", "shared_meal", "month"),
    ("b", 1, "empty_nest_elder", "greeting", "month"),
]


def write(con, visits: int) -> None:
    """`clean.*` and `plans.duties` of so many visits to a fiftieth as many persons, and the calendar."""
    persons = visits // VISITS_EACH
    con.execute("CREATE SCHEMA clean; CREATE SCHEMA calendar; CREATE SCHEMA plans")
    lay_calendar(con, "2023Q1", 8)
    con.execute(f"""CREATE TABLE clean.areas AS
        SELECT '9901' || lpad(n::VARCHAR, 8, '0') AS area, NULL::VARCHAR AS parent, 'village' AS level, '村' AS name, 'rural' AS urban_rural
        FROM range({VILLAGES}) t(n)""")
    columns = ({column: f"NULL::{kind}" for column, kind in RESIDENT.items()} | BORN).items()
    con.execute(
        f"CREATE TABLE clean.residents AS SELECT {', '.join(f'{sql} AS {name}' for name, sql in columns)} FROM range({persons}) t(n)"
    )
    con.execute(f"""CREATE TABLE clean.visits AS
        SELECT md5((hash(n) % {persons})::VARCHAR)::UUID AS person, '' AS area, CASE n % 5 WHEN 0 THEN 'shared_meal' ELSE 'greeting' END AS service,
            DATE '2023-01-01' + (hash(n * 7) % 731)::INT AS visited_on, 'volunteer' AS visitor_role, NULL::VARCHAR AS festival, NULL::DATE AS event_on
        FROM range({visits}) t(n)""")
    for name, kinds in (("clean.checkups", CHECKUP), ("clean.events", EVENT), ("plans.duties", DUTY)):
        columns = ", ".join(f"{column} {'UUID' if column == 'person' else kind}" for column, kind in kinds.items())
        con.execute(f"CREATE TABLE {name} ({columns})")
    con.executemany(
        "INSERT INTO plans.duties (plan, duty, population_group, service, cadence) VALUES (?, ?, ?, ?, ?)", DUTIES
    )


def by_ground(con, scratch) -> None:
    """Groups, windows and what was done in them, as the product builds them."""
    ground(con, scratch)


def by_group_by(con, scratch) -> None:
    """One plain group-by over the visits: how often each person was served in each quarter."""
    con.execute("""CREATE TEMP TABLE served AS
        SELECT person, service, year(visited_on) AS year, quarter(visited_on) AS quarter, count(*) AS times FROM clean.visits GROUP BY ALL""")


def due(con, area: str | None):
    """The windows of a fortnight: of one village, or of all."""
    where = f"AND area = '{area}'" if area else ""
    return con.execute(f"""SELECT count(*), count(done_on) FROM people.due_windows
        WHERE due_on BETWEEN DATE '2024-09-01' AND DATE '2024-09-14' {where}""").fetchall()
