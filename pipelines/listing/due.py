"""What is due: whom plans owe a service in the days to come and who has not had it yet, as it is known on a day."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from indicators.counting.areas import Areas
from indicators.workspace import Fault

if TYPE_CHECKING:
    import duckdb

DAYS = 14  # that a list looks ahead

FEW = 50_000  # persons whose own records are looked through; of more, all records are

# Windows that are open on the day, or begin in the days after it.
OWED = """
    CREATE OR REPLACE TEMP TABLE owed AS
    SELECT w.plan, w.duty, w.person, w.area, w.population_group, w.service, w.cadence, w.occasion, w.starts_on, w.due_on, d.done_by, d.clause
    FROM people.owed_windows AS w JOIN plans.duties AS d USING (plan, duty)
    WHERE w.starts_on <= $until AND w.due_on >= $day AND list_contains($areas, w.area) AND ($plan IS NULL OR w.plan = $plan)
"""
# When each person last had a service, by whom and for which festival, as it is known on the day: looked up where nothing was done
# after it, else found among all that was done until then.
LAST = """
    CREATE OR REPLACE TEMP TABLE last AS
    SELECT person, service, done_by, festival::VARCHAR AS festival, last_on FROM people.last_acts {among}
"""
UNTIL_THEN = """
    CREATE OR REPLACE TEMP TABLE last AS
    SELECT person, service, done_by, festival::VARCHAR AS festival, max(done_on) AS last_on
    FROM people.acts {among} WHERE done_on <= $day GROUP BY ALL
"""
# A window is done when the last time lies in it. One in which another of the same person and service lies is left out: what is
# done in the shorter one counts for both, if those who may do it may also do the other. Events stay due until they are answered or closed.
DUE = """
    CREATE OR REPLACE TEMP TABLE due AS
    WITH counted AS (
        SELECT d.plan, d.duty, l.person, l.festival, max(l.last_on) AS last_on
        FROM last AS l JOIN plans.duties AS d ON d.service = l.service AND (d.done_by IS NULL OR list_contains(d.done_by, l.done_by))
        GROUP BY ALL
    ),
    missing AS (
        SELECT o.* FROM owed AS o
        ANTI JOIN counted AS c
            ON c.person = o.person AND c.plan = o.plan AND c.duty = o.duty AND c.last_on >= o.starts_on
            AND (o.occasion IS NULL OR coalesce(c.festival, o.occasion) = o.occasion)
        UNION ALL BY NAME
        SELECT e.* EXCLUDE (quarter, is_ahead, done_on, last_done_on, late_on), d.done_by, d.clause
        FROM people.event_windows AS e JOIN plans.duties AS d USING (plan, duty)
        WHERE e.starts_on <= $day AND coalesce(least(e.done_on, e.late_on) > $day, true) AND list_contains($areas, e.area)
            AND NOT EXISTS (SELECT 1 FROM clean.events AS c
                WHERE c.person = e.person AND c.happened_on = e.starts_on AND c.kind::VARCHAR = e.occasion AND c.resolved_on <= $day)
            AND ($plan IS NULL OR e.plan = $plan)
            AND EXISTS (SELECT 1 FROM people.stays AS s
                WHERE s.person = e.person AND coalesce(s.since_on <= $day, true) AND coalesce(s.until_on >= $day, true))
    ),
    told AS (SELECT person, service, max(last_on) AS last_done_on FROM last GROUP BY ALL)
    SELECT
        m.*, last_done_on, $day - CASE WHEN cadence = 'event' THEN starts_on ELSE last_done_on END AS days_waited,
        due_on < $day AS is_overdue, starts_on > $day AS is_to_come
    FROM missing AS m LEFT JOIN told USING (person, service)
    WHERE NOT EXISTS (
        SELECT 1 FROM missing AS s
        WHERE s.person = m.person AND s.service = m.service AND s.starts_on >= m.starts_on AND s.due_on <= m.due_on
            AND coalesce(m.occasion = s.occasion, m.occasion IS NULL)
            AND (m.done_by IS NULL OR coalesce(list_has_all(m.done_by, s.done_by), false))
            AND (s.due_on - s.starts_on, s.plan, s.duty) < (m.due_on - m.starts_on, m.plan, m.duty))
"""
ORDER = (
    "is_overdue DESC, is_to_come, days_waited DESC NULLS FIRST, due_on, area, person, service, starts_on, plan, duty"
)

# Events that are not closed on the day, with the day by which a plan asks for something, and the first day on which it was done.
OPEN_EVENTS = """
    SELECT e.person, e.area, e.kind, e.happened_on, e.reported_on, min(w.due_on) AS due_on, min(w.done_on) AS answered_on
    FROM clean.events AS e
    LEFT JOIN (SELECT person, starts_on, occasion, due_on, CASE WHEN least(done_on, late_on) <= $day THEN least(done_on, late_on) END AS done_on
               FROM people.event_windows) AS w
        ON w.person = e.person AND w.starts_on = e.happened_on AND w.occasion = e.kind
    WHERE e.happened_on <= $day AND coalesce(e.reported_on <= $day, true) AND coalesce(e.resolved_on > $day, true)
        AND list_contains($areas, e.area)
    GROUP BY ALL
    ORDER BY min(w.done_on) IS NOT NULL, e.happened_on, e.area, e.person, e.kind
"""


@dataclass(frozen=True)
class Due:
    """What is due in an area as of a day. `events` are those still open; what is owed stands in the table `due`."""

    con: duckdb.DuckDBPyConnection
    day: date
    days: int
    area: str
    plan: str | None
    events: list[dict]

    def by_area(self) -> dict[str, list[int]]:
        """By area: how many visits are due, to how many persons, and how many of them are overdue."""
        counts = "count(*), count(DISTINCT person), count(*) FILTER (WHERE is_overdue)"
        found = self.con.execute(f"SELECT area, {counts} FROM due GROUP BY area").fetchall()
        return {area: numbers for area, *numbers in found}

    def is_known(self) -> bool:
        """Whether any service that plans ask for has ever been recorded: before, nothing is looked for, and nothing due says nothing."""
        recorded = "SELECT count(*) FROM people.last_acts SEMI JOIN plans.duties USING (service)"
        return self.con.execute(recorded).fetchone() != (0,)

    def plans(self) -> list[str]:
        """The plans that ask for it."""
        return [plan for (plan,) in self.con.execute("SELECT DISTINCT plan FROM due ORDER BY plan").fetchall()]

    def fetch(self, most: int | None = None) -> list[dict]:
        """What is due, what is overdue before what is open now and what is to come, longest waiting first; the first of it."""
        limit = "" if most is None else f" LIMIT {most}"
        return _rows(self.con.execute(f"FROM due ORDER BY {ORDER}{limit}"))


def due(
    con: duckdb.DuckDBPyConnection, areas: Areas, area: str, day: date, days: int = DAYS, plan: str | None = None
) -> Due:
    """What plans (or one of them) owe in an area and all below it, on a day and the days after it. Raises Fault where the
    records know nothing of the day."""
    _refuse_unknown(con, day)
    inside = _inside(areas, area)
    con.execute(OWED, {"day": day, "until": day + timedelta(days=days), "areas": inside, "plan": plan})
    _find_last(con, day)
    con.execute(DUE, {"day": day, "areas": inside, "plan": plan})
    events = _rows(con.execute(OPEN_EVENTS, {"day": day, "areas": inside}))
    return Due(con, day, days, area, plan, events)


def _find_last(con: duckdb.DuckDBPyConnection, day: date) -> None:
    """The temporary table `last`."""
    ((persons,),) = con.execute("SELECT count(DISTINCT person) FROM owed").fetchall()
    among = "SEMI JOIN owed USING (person)" if persons < FEW else ""
    ((is_latest,),) = con.execute("SELECT coalesce(max(last_on) <= ?, true) FROM people.last_acts", [day]).fetchall()
    con.execute(*((LAST.format(among=among),) if is_latest else (UNTIL_THEN.format(among=among), {"day": day})))


def _refuse_unknown(con: duckdb.DuckDBPyConnection, day: date) -> None:
    """Raises Fault for a day outside the quarters of the records and those after them, and where no plan owes anything."""
    if con.execute("SELECT count(*) FROM plans.duties").fetchone() == (0,):
        raise Fault(
            "jiping due: no plan says who is owed what. Write [[duties]] into a plan in plans/; `jiping plan new` makes one.",
            "jiping due：没有方案规定要为哪些人做什么。请在工作区 plans/ 的方案中写 [[duties]]（可用 jiping plan new 生成方案表）。",
        )
    query = "SELECT min(starts_on), max(ends_on) FROM (FROM calendar.quarters UNION ALL BY NAME FROM calendar.coming)"
    first, last = con.execute(query).fetchone()
    if first is None or not first <= day <= last:
        raise Fault(
            f"--on {day}: the records and the year after them reach from {first} to {last}. Name a day in between, or take newer records in.",
            f"--on {day}：记录及其后一年的日期为 {first} 至 {last}。请指定其间的一天，或先收录新的记录。",
        )


def _inside(areas: Areas, area: str) -> Collection[str]:
    return [code for code in {*areas, area} if areas.within(code, area)]


def _rows(found) -> list[dict]:
    names = [name for name, *_ in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
