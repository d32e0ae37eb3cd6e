"""Who belongs to which group and what is owed to whom, held against a slow Python answer over invented rosters."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.cleaning.calendar import festivals
from tests.people import oracle
from tests.people.village import ground, village

FIRST, LAST = date(2023, 10, 1), date(2024, 9, 30)  # over the end of a year and a leap day
QUARTER_ENDS = {
    "2023Q4": date(2023, 12, 31),
    "2024Q1": date(2024, 3, 31),
    "2024Q2": date(2024, 6, 30),
    "2024Q3": date(2024, 9, 30),
}
CADENCES = (
    "week",
    "half_month",
    "month",
    "two_months",
    "even_month",
    "quarter",
    "term",
    "half_year",
    "year",
    "birthday",
)

some_day = st.dates(date(2023, 1, 1), date(2024, 12, 31))
maybe = lambda strategy: st.one_of(st.none(), strategy)  # noqa: E731
persons = st.fixed_dictionaries(
    {
        "birth_year": st.sampled_from([1940, 1943, 1944, 1963, 1964, 1965, 2007, 2008, 2018]),
        "birth_month": st.integers(1, 12),
        "sex": st.sampled_from(["male", "female"]),
    },
    optional={
        "urban_rural": st.sampled_from(["urban", "rural"]),
        "household_kind": st.sampled_from(["agricultural", "non_agricultural"]),
        "living_arrangement": st.sampled_from(["alone", "with_spouse", "with_children", "with_parents", "institution"]),
        "children_away_since_on": some_day,
        "children_destination": st.sampled_from(["out_of_county", "in_county"]),
        "has_supporter_near": st.booleans(),
        "supporters_unable": st.booleans(),
        "husband_away_since_on": some_day,
        "father_away_since_on": some_day,
        "mother_away_since_on": some_day,
        "destitute": st.booleans(),
        "died_on": some_day,
        "moved_in_on": some_day,
        "moved_out_on": some_day,
        "refused_on": some_day,
        "left_on": some_day,
        "returned_on": some_day,
    },
)
rosters = st.lists(persons, min_size=1, max_size=8)
duties = st.lists(
    st.fixed_dictionaries(
        {
            "population_group": st.sampled_from(sorted(oracle.GROUPS)),
            "cadence": st.sampled_from(CADENCES),
            "service": st.just("greeting"),
        },
        optional={"months": st.lists(st.integers(1, 12), min_size=1, max_size=4)},
    ),
    min_size=1,
    max_size=4,
)
visits = st.lists(st.tuples(st.integers(0, 7), st.dates(FIRST, LAST)), max_size=20)


def built(roster, visited=(), asked=()):
    named = [{"person": f"p{number}"} | person for number, person in enumerate(roster)]
    rows = [{"person": f"p{number}", "service": "greeting", "visited_on": day} for number, day in visited]
    folder = Path(tempfile.mkdtemp())
    return named, rows, ground(village(named, rows, asked, first="2023Q4", quarters=4), folder)


def check_members(named, con):
    found = con.execute("SELECT person, population_group, quarter FROM people.members WHERE is_member").fetchall()
    expected = {
        (person["person"], group, quarter)
        for person in named
        for group in oracle.GROUPS
        for quarter, day in QUARTER_ENDS.items()
        if oracle.is_member(person, group, day)
    }
    assert {row for row in found if row[1] in oracle.GROUPS} == expected and len(found) == len(set(found))


def check_changes(named, con):
    """Who joined and who left since the quarter before, and that there is a reason."""
    rows = con.execute(
        "SELECT person, population_group, quarter, change, why FROM people.members WHERE quarter > '2023Q4'"
    ).fetchall()
    for person, group, quarter, change, why in rows:
        if group in oracle.GROUPS:
            who = named[int(person[1:])]
            ends = list(QUARTER_ENDS.values())
            now = QUARTER_ENDS[quarter]
            before = ends[ends.index(now) - 1]
            was, is_now = (oracle.is_member(who, group, day) for day in (before, now))
            assert change == {(True, True): "stayed", (False, True): "joined", (True, False): "left"}[was, is_now]
            assert (why is None) == (change == "stayed")


def check_windows(named, visited, asked, con):
    """The windows owed, and in each the first day on which somebody came; looked for from the quarter on in which they first did."""
    found = con.execute(
        "SELECT person, duty, starts_on, due_on, done_on FROM people.due_windows WHERE NOT is_ahead"
    ).fetchall()
    since = min((row["visited_on"] for row in visited), default=None)
    begins = since and date(since.year, (since.month - 1) // 3 * 3 + 1, 1)
    expected = []
    for number, duty in enumerate(asked, 1):
        for person in named:
            days = sorted(row["visited_on"] for row in visited if row["person"] == person["person"])
            for starts_on, due_on in oracle.owed(person, duty, begins, LAST) if begins else ():
                done = next((day for day in days if starts_on <= day <= due_on), None)
                expected.append((person["person"], number, starts_on, due_on, done))
    assert sorted(found, key=str) == sorted(expected, key=str)


def check_quarters(con):
    """Every window stands in one quarter, and is counted there."""
    counted = "SELECT quarter, sum(windows_due), sum(windows_met), count(*) FILTER (WHERE every_window_met) FROM people.duty_quarters GROUP BY ALL"
    windows = """SELECT quarter, sum(due), sum(met), count(*) FILTER (WHERE due = met) FROM (
        SELECT quarter, person, duty, count(*) AS due, count(done_on) AS met FROM people.due_windows WHERE NOT is_ahead GROUP BY ALL) GROUP BY ALL"""
    assert sorted(con.execute(counted).fetchall()) == sorted(con.execute(windows).fetchall())


def check(roster, visited, asked):
    visited = [(number, day) for number, day in visited if number < len(roster)]
    named, rows, con = built(roster, visited, asked)
    check_members(named, con)
    check_changes(named, con)
    check_windows(named, rows, asked, con)
    check_quarters(con)
    con.close()


@given(rosters, visits, duties)
@settings(max_examples=5)
def test_groups_and_windows_are_those_of_the_slow_answer(roster, visited, asked):
    check(roster, visited, asked)


@pytest.mark.slow
@given(rosters, visits, duties)
@settings(max_examples=150)
def test_they_are_for_many_rosters(roster, visited, asked):
    check(roster, visited, asked)


OCCASIONS = ("spring_festival", "mid_autumn", "double_ninth", "womens_day")
holidays = st.lists(
    st.fixed_dictionaries(
        {
            "population_group": st.sampled_from(sorted(oracle.GROUPS)),
            "cadence": st.just("festival"),
            "service": st.just("festival_visit"),
        },
        optional={"occasions": st.lists(st.sampled_from(OCCASIONS), min_size=1, max_size=3, unique=True)},
    ),
    min_size=1,
    max_size=3,
)
festive = st.lists(
    st.tuples(st.integers(0, 7), st.dates(FIRST, LAST), maybe(st.sampled_from(OCCASIONS))), min_size=1, max_size=30
)


@given(rosters, festive, holidays)
@settings(max_examples=5)
def test_festivals_are_kept_for_whom_is_in_the_group_on_the_day(roster, visited, asked):
    named = [{"person": f"p{number}"} | person for number, person in enumerate(roster)]
    rows = [
        {"person": f"p{number}", "service": "festival_visit", "visited_on": day, "festival": festival}
        for number, day, festival in visited
    ]
    days = {}
    for _, occasion, day, _ in (row for year in (2023, 2024) for row in festivals(year) if row[0] == "festival"):
        days.setdefault(occasion, []).append(day)
    con = ground(village(named, rows, asked, first="2023Q4", quarters=4), Path(tempfile.mkdtemp()))
    found = con.execute(
        "SELECT person, duty, occasion, starts_on, due_on, done_on FROM people.due_windows WHERE NOT is_ahead"
    ).fetchall()
    first = min(day for _, day, _ in visited)
    begins, expected = date(first.year, (first.month - 1) // 3 * 3 + 1, 1), []
    for number, duty in enumerate(asked, 1):
        for person in named:
            mine = [row for row in rows if row["person"] == person["person"]]
            for occasion, opens, day in oracle.festivals_owed(person, duty, days, begins, LAST):
                done = [
                    r["visited_on"]
                    for r in mine
                    if opens <= r["visited_on"] <= day and r["festival"] in (None, occasion)
                ]
                expected.append((person["person"], number, occasion, opens, day, min(done, default=None)))
    assert sorted(found, key=str) == sorted(expected, key=str)


befallen = st.lists(
    st.tuples(st.integers(0, 3), st.dates(FIRST, date(2024, 9, 1)), st.sampled_from(["illness", "disaster", "birth"])),
    min_size=1, max_size=8, unique_by=lambda event: event[:2],
)  # fmt: skip
calls = st.lists(st.tuples(st.integers(0, 3), st.dates(FIRST, LAST)), max_size=10)


@given(rosters, befallen, calls, st.integers(0, 30))
@settings(max_examples=5)
def test_events_are_answered_in_time_late_or_never(roster, happened, came, within):
    named = [{"person": f"p{number}"} | person for number, person in enumerate(roster)]
    events = [{"person": f"p{n}", "happened_on": day, "kind": kind} for n, day, kind in happened if n < len(named)]
    rows = [{"person": f"p{n}", "service": "event_visit", "visited_on": day} for n, day in came if n < len(named)]
    duty = {
        "population_group": "elder_60", "service": "event_visit", "cadence": "event", "occasions": ["illness", "disaster"], "within_days": within,
    }  # fmt: skip
    con = ground(village(named, rows, [duty], events=events, first="2023Q4", quarters=4), Path(tempfile.mkdtemp()))
    found = con.execute("SELECT person, starts_on, due_on, done_on, late_on FROM people.due_windows").fetchall()
    expected = []
    for person in named:
        days = sorted(row["visited_on"] for row in rows if row["person"] == person["person"])
        for opens, last in oracle.events_owed(person, duty, events):
            done = next((day for day in days if opens <= day <= last), None)
            late = next((day for day in days if day > last), None)
            expected.append((person["person"], opens, last, done, late))
    assert sorted(found, key=str) == sorted(expected, key=str)


def test_a_household_is_its_number_else_the_person():
    roster = [{"person": "a", "household_no": "h"}, {"person": "b", "household_no": "h"}, {"person": "c"}]
    con = ground(village(roster), Path(tempfile.mkdtemp()))
    found = con.execute("SELECT person, household FROM people.households ORDER BY ALL").fetchall()
    assert found == [("a", "h"), ("b", "h"), ("c", "c"), ("h", "h")]


def test_a_child_that_left_school_is_back_from_the_day_its_case_is_closed_and_is_one_case_however_often_told():
    roster = [{"person": "a", "sex": "female"}, {"person": "b", "sex": "male"}]
    told = {"person": "a", "happened_on": date(2024, 3, 31), "kind": "dropout"}
    events = [told, told | {"resolved_on": date(2024, 4, 8)}, told | {"person": "b", "happened_on": date(2024, 4, 1)}]
    events += [told | {"kind": "illness"}]
    con = ground(village(roster, events=events, first="2024Q1", quarters=5), Path(tempfile.mkdtemp()))
    found = con.execute("SELECT person, sex, quarter, returned FROM people.dropouts ORDER BY ALL").fetchall()
    assert found == [
        ("a", "female", "2024Q1", False), ("a", "female", "2024Q2", True), ("a", "female", "2024Q3", True), ("a", "female", "2024Q4", True),
        ("b", "male", "2024Q2", False), ("b", "male", "2024Q3", False), ("b", "male", "2024Q4", False),
    ]  # fmt: skip


def test_who_moves_in_after_having_gone_and_come_back_is_there_from_moving_in():
    roster = [
        {"person": "a", "left_on": date(2023, 1, 1), "returned_on": date(2023, 2, 1), "moved_in_on": date(2024, 1, 1)}
    ]
    con = ground(village(roster), Path(tempfile.mkdtemp()))
    assert con.execute("SELECT since_on, until_on, comes_back FROM people.stays").fetchall() == [
        (date(2024, 1, 1), None, False)
    ]
