"""What a family is owed and given, held against a slow Python answer over invented rosters with households."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.folders import HERE
from tests.people import oracle
from tests.people.village import ground, village

pytestmark = pytest.mark.slow  # each test takes in an office of its own

FIRST, LAST = date(2023, 10, 1), date(2024, 9, 30)
NUMBERS = ("h1", "h2")

some_day = st.dates(FIRST, LAST)
persons = st.fixed_dictionaries(
    {"birth_year": st.just(1960), "birth_month": st.just(5), "special_family": st.booleans()},
    optional={
        "household_no": st.sampled_from(NUMBERS), "died_on": some_day, "moved_in_on": some_day, "moved_out_on": some_day,
        "refused_on": some_day,
    },
)  # fmt: skip
rosters = st.lists(persons, min_size=1, max_size=6)
called = st.lists(
    st.tuples(st.sampled_from(["p0", "p1", "p2", "p3", "p4", "p5", *NUMBERS]), some_day), min_size=1, max_size=20
)
befallen = st.lists(st.tuples(st.integers(0, 5), st.dates(FIRST, date(2024, 9, 1))), max_size=5, unique=True)
MONTHLY = {"population_group": "special_family", "service": "greeting", "cadence": "month"}
AFTERWARDS = MONTHLY | {"cadence": "event", "occasions": ["illness"], "within_days": 7}


def built(named, visits, events):
    folder = Path(tempfile.mkdtemp())
    (folder / "special_family").mkdir()
    (folder / "special_family" / "family_windows.sql").symlink_to(HERE / "special_family" / "family_windows.sql")
    con = ground(village(named, visits, [MONTHLY, AFTERWARDS], events=events, first="2023Q4", quarters=4), folder)
    return con.execute("SELECT household, cadence, due_on, done FROM special_family.family_windows").fetchall()


@given(rosters, called, befallen)
@settings(max_examples=15)
def test_a_family_is_owed_once_and_given_by_whoever_of_it_is_called_on(roster, called, befallen):
    named = [{"person": f"p{number}"} | person for number, person in enumerate(roster)]
    household = {number: number for number in NUMBERS if any(p.get("household_no") == number for p in named)}
    household |= {person["person"]: person.get("household_no", person["person"]) for person in named}
    visits = [{"person": who, "service": "greeting", "visited_on": day} for who, day in called]
    events = [{"person": f"p{n}", "kind": "illness", "happened_on": day} for n, day in befallen if n < len(named)]
    begun = min(day for _, day in called)
    begins = date(begun.year, (begun.month - 1) // 3 * 3 + 1, 1)
    expected = set()
    for person in named:
        mine = household[person["person"]]
        days = [visit["visited_on"] for visit in visits if household.get(visit["person"]) == mine]
        asked = [("month", *window) for window in oracle.owed(person, MONTHLY, begins, LAST)]
        asked += [("event", *window) for window in oracle.events_owed(person, AFTERWARDS, events)]
        expected |= {(mine, how, due, any(starts <= day <= due for day in days)) for how, starts, due in asked}
    assert sorted(built(named, visits, events)) == sorted(expected)
