"""What is due as of a day, held against the windows of the ground tables built from what was known on that day. All invented."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from indicators.counting.areas import Areas
from indicators.workspace import Fault
from pipelines.listing.due import due
from tests.people.village import COUNTY, NEXT_VILLAGE, VILLAGE, ground, village

DUTIES = [
    {"population_group": "elder_65", "service": "greeting", "cadence": "week"},
    {"population_group": "elder_60", "service": "greeting", "cadence": "month"},
    {"population_group": "elder_65", "service": "greeting", "cadence": "quarter", "done_by": ["cadre"]},
    {"population_group": "elder_65", "service": "cleaning", "cadence": "half_month", "done_by": ["volunteer", "cadre"]},
    {"population_group": "elder_60", "service": "festival_visit", "cadence": "festival", "days_before": 20,
     "occasions": ["mid_autumn", "national_day"]},
    {"population_group": "elder_60", "service": "event_visit", "cadence": "event", "within_days": 7},
]  # fmt: skip
SERVICES = ["greeting", "cleaning", "festival_visit", "event_visit"]


def drawn(seed: int) -> dict:
    """A village drawn by lot: people, what was done for them in 2024, what happened to them."""
    draw = random.Random(seed)
    day = lambda: date(2024, 1, 1) + timedelta(days=draw.randrange(366))  # noqa: E731
    people = [
        {"person": f"p{n:02}", "area": draw.choice([VILLAGE, NEXT_VILLAGE]), "birth_year": draw.choice([1940, 1959, 1964, 1980]),
         "birth_month": draw.randint(1, 12), "died_on": day() if n % 9 == 0 else None}
        for n in range(25)
    ]  # fmt: skip
    visits = [
        {"person": draw.choice(people)["person"], "service": draw.choice(SERVICES), "visited_on": day(),
         "visitor_role": draw.choice(["cadre", "volunteer", None]), "festival": draw.choice([None, None, "mid_autumn"])}
        for _ in range(600)
    ]  # fmt: skip
    visits += [{"person": "p01", "service": service, "visited_on": date(2024, 1, 1)} for service in SERVICES]
    events = [{"person": draw.choice(people)["person"], "happened_on": day(), "kind": "accident"} for _ in range(8)]
    return {"residents": people, "visits": visits, "events": events, "duties": DUTIES, "first": "2024Q1", "quarters": 4}


def found(con, day: date, days: int, area: str = COUNTY) -> set[tuple]:
    listed = due(con, Areas(con), area, day, days).fetch()
    return {(row["person"], row["duty"], row["starts_on"], row["due_on"]) for row in listed}


def expected(drawn: dict, day: date, days: int, folder) -> set[tuple]:
    """The same from the windows of a village that knows of nothing after the day, one after the other."""
    known = drawn | {"visits": [visit for visit in drawn["visits"] if visit["visited_on"] <= day]}
    con = ground(village(**known), folder)
    rows = con.execute("""SELECT w.person, w.duty, w.service, w.cadence, w.occasion, w.starts_on, w.due_on, d.done_by
        FROM people.due_windows AS w JOIN plans.duties AS d USING (plan, duty) WHERE done_on IS NULL AND late_on IS NULL""").fetchall()
    dead = {p["person"]: p["died_on"] for p in known["residents"] if p["died_on"]}
    open_ = []
    for row in rows:
        person, _, _, cadence, _, starts_on, due_on, _ = row
        if cadence == "event":
            wanted = starts_on <= day and (dead.get(person) is None or dead[person] >= day)
        else:
            wanted = starts_on <= day + timedelta(days=days) and due_on >= day
        open_ += [row] if wanted else []
    return {(row[0], row[1], row[5], row[6]) for row in open_ if not any(does_for_both(other, row) for other in open_)}


def does_for_both(short, long) -> bool:
    """What is done in a shorter window counts for the longer one around it."""
    person, duty, service, _, occasion, starts_on, due_on, by = long
    inside = short[:1] == (person,) and short[2] == service and starts_on <= short[5] and short[6] <= due_on
    shorter = (short[6] - short[5], short[1]) < (due_on - starts_on, duty)
    same = occasion is None or occasion == short[4]
    return inside and shorter and same and (by is None or bool(short[7] and set(short[7]) <= set(by)))


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("day", [date(2024, 9, 16), date(2024, 9, 30), date(2024, 12, 29)])
def test_it_is_what_a_village_that_knows_nothing_later_is_owed(tmp_path, seed, day):
    for folder in ("whole", "then"):
        (tmp_path / folder).mkdir()
    con = ground(village(**drawn(seed)), tmp_path / "whole")
    assert found(con, day, 14) == expected(drawn(seed), day, 14, tmp_path / "then") != set()


GRANNY = {"person": "granny", "birth_year": 1940, "birth_month": 1}
BEGAN = {"person": "granny", "service": "greeting", "visited_on": date(2024, 7, 1)}
WEEKLY = {"population_group": "elder_65", "service": "greeting", "cadence": "week"}


def listed(tmp_path, day=date(2024, 9, 16), days=0, area=COUNTY, **rows) -> list[dict]:
    con = ground(village(first="2024Q1", quarters=4, **{"residents": [GRANNY], "visits": [BEGAN]} | rows), tmp_path)
    return due(con, Areas(con), area, day, days).fetch()


def test_the_time_since_the_last_visit_is_known(tmp_path):
    (row,) = listed(tmp_path, duties=[WEEKLY])
    assert (row["last_done_on"], row["days_waited"], row["is_overdue"]) == (date(2024, 7, 1), 77, False)
    assert (row["starts_on"], row["due_on"]) == (date(2024, 9, 16), date(2024, 9, 22))


def test_who_waits_longest_comes_first_and_what_is_to_come_last(tmp_path):
    others = [GRANNY | {"person": name} for name in ("never", "lately")]
    visits = [BEGAN, {"person": "lately", "service": "greeting", "visited_on": date(2024, 9, 15)}]
    rows = listed(tmp_path, residents=[GRANNY, *others], visits=visits, duties=[WEEKLY], days=7)
    assert [row["person"] for row in rows] == ["never", "granny", "lately"] * 2


def test_an_event_without_an_answer_stays_due_until_it_is_answered_closed_or_nobody_is_left(tmp_path):
    duty = {"population_group": "elder_60", "service": "event_visit", "cadence": "event", "within_days": 7}
    people = [GRANNY | {"person": name} for name in ("answered", "closed", "open", "known_later")]
    people.append(GRANNY | {"person": "dead", "died_on": date(2024, 9, 1)})
    events = [{"person": p["person"], "kind": "accident", "happened_on": date(2024, 8, 1)} for p in people]
    events[1] |= {"resolved_on": date(2024, 8, 20)}
    visits = [{"person": "open", "service": "event_visit", "visited_on": date(2024, 2, 1)},  # for an event before
              {"person": "answered", "service": "event_visit", "visited_on": date(2024, 8, 30)},
              {"person": "known_later", "service": "event_visit", "visited_on": date(2024, 9, 20)}]  # fmt: skip
    rows = listed(tmp_path, residents=people, events=events, visits=visits, duties=[duty])
    assert {row["person"]: (row["is_overdue"], row["days_waited"]) for row in rows} == dict.fromkeys(
        ("open", "known_later"), (True, 46)
    )


def test_events_still_open_are_told_with_their_clock(tmp_path):
    duty = {"population_group": "elder_60", "service": "event_visit", "cadence": "event", "within_days": 7}
    events = [
        {"person": "granny", "kind": "illness", "happened_on": date(2024, 9, 1), "reported_on": date(2024, 9, 2)},
        {"person": "granny", "kind": "disaster", "happened_on": date(2024, 9, 3), "reported_on": date(2024, 9, 30)},
        {"person": "granny", "kind": "accident", "happened_on": date(2024, 9, 4), "resolved_on": date(2024, 9, 5)},
    ]
    visits = [{"person": "granny", "service": "event_visit", "visited_on": date(2024, 9, 6)}]
    con = ground(village([GRANNY], visits, [duty], events=events, first="2024Q1", quarters=4), tmp_path)
    (event,) = due(con, Areas(con), COUNTY, date(2024, 9, 16)).events
    assert event == {
        "person": "granny", "area": VILLAGE, "kind": "illness", "happened_on": date(2024, 9, 1), "reported_on": date(2024, 9, 2),
        "due_on": date(2024, 9, 8), "answered_on": date(2024, 9, 6),
    }  # fmt: skip


def test_only_what_is_asked_for(tmp_path):
    neighbour = GRANNY | {"person": "neighbour", "area": NEXT_VILLAGE}
    visits = [BEGAN, BEGAN | {"person": "neighbour"}]
    rows = listed(tmp_path, residents=[GRANNY, neighbour], visits=visits, duties=[WEEKLY], area=NEXT_VILLAGE)
    assert [row["person"] for row in rows] == ["neighbour"]


def test_a_day_of_which_nothing_is_known_is_refused(tmp_path):
    with pytest.raises(Fault, match="from 2024-01-01 to 2025-12-31"):
        listed(tmp_path, day=date(2026, 1, 1), duties=[WEEKLY])


def test_where_no_plan_owes_anything_that_is_said(tmp_path):
    with pytest.raises(Fault, match="duties"):
        listed(tmp_path)
