"""Every indicator of persons can be broken down by what rosters know of them, whatever its table holds."""

from __future__ import annotations

from datetime import date

import pytest

from indicators.counting.measure import Measures
from indicators.counting.rows import behind
from indicators.model import Proportion
from indicators.workspace import Fault
from tests.people import oracle
from tests.people.village import NEXT_VILLAGE, TOWN, VILLAGE, ground, village

ROSTER = [
    {"person": "a", "birth_year": 1940, "birth_month": 2, "sex": "female", "living_arrangement": "alone", "urban_rural": "rural"},
    {"person": "b", "birth_year": 1950, "birth_month": 3, "sex": "male", "living_arrangement": "with_spouse", "area": NEXT_VILLAGE},
    {"person": "c", "birth_year": 1990, "birth_month": 4, "sex": "female", "migrant": "in", "husband_away_since_on": date(2022, 1, 1)},
    {"person": "d", "birth_year": 1939, "birth_month": 5, "sex": "male", "died_on": date(2024, 2, 1)},
]  # fmt: skip
ENDS = {"2023Q4": date(2023, 12, 31), "2024Q1": date(2024, 3, 31)}
SCREENED = [
    ("a", "2024Q1", True),
    ("b", "2024Q1", False),
    ("c", "2024Q1", True),
    ("d", "2024Q1", True),
    ("d", "2023Q4", False),
    ("a", "2023Q4", False),
]
RATE = Proportion(
    code="care.screened_rate", zh="筛查率", en="Screened", counts="persons", table="screened", numerator="screened", rostered=True,
    definition_zh="x", definition_en="x",
)  # fmt: skip


@pytest.fixture
def measures(tmp_path):
    con = ground(village(ROSTER, first="2023Q4", quarters=2), tmp_path)
    con.execute("CREATE SCHEMA care")
    con.execute("CREATE TABLE care.screened (person VARCHAR, area VARCHAR, quarter VARCHAR, screened BOOLEAN)")
    lives = {row["person"]: row.get("area", VILLAGE) for row in ROSTER}
    con.executemany("INSERT INTO care.screened VALUES (?, ?, ?, ?)", [(p, lives[p], q, s) for p, q, s in SCREENED])
    return Measures(con, {RATE.code: RATE})


def counted(measures, **where) -> tuple:
    value = measures.value(RATE.code, "2024Q1", TOWN, where)
    return value.numerator, value.denominator


def test_a_group_filters_whoever_is_in_it_at_the_end_of_the_quarter(measures):
    for group, in_group in oracle.GROUPS.items():
        there = [
            s
            for p, q, s in SCREENED
            if q == "2024Q1" and oracle.is_there(_of(p), ENDS[q]) and in_group(_of(p), ENDS[q])
        ]
        assert counted(measures, member_of=group) == (sum(there), len(there)), group
    assert counted(measures, member_of="elder_60") == (1, 2) and counted(measures) == (3, 4)


def _of(person: str) -> dict:
    return next(row for row in ROSTER if row["person"] == person)


def test_other_columns_tell_each_person_once(measures):
    by = {
        code: (v.numerator, v.denominator) for code, v in measures.breakdown(RATE.code, "2024Q1", TOWN, "sex").items()
    }
    assert by == {"female": (2, 2), "male": (0, 1), "": (1, 1)}  # who had died by then is on no roster
    assert counted(measures, residence="migrant") == (1, 1) and counted(measures, age_band=("65-79", "80+")) == (1, 2)
    assert counted(measures, member_of="elder_60", sex="male") == (0, 1)


def test_a_group_adds_up_over_areas_and_in_the_rows_behind(measures):
    for area in (TOWN, VILLAGE, NEXT_VILLAGE):
        value = measures.value(RATE.code, "2024Q1", area, {"member_of": "empty_nest_elder"})
        rows = behind(measures._con, measures.areas, RATE, "2024Q1", area, {"member_of": "empty_nest_elder"}).fetch()
        assert (value.numerator, value.denominator) == (sum(r["n"] for r in rows), sum(r["d"] for r in rows))


def test_what_rosters_do_not_know_is_refused(measures):
    with pytest.raises(
        Fault,
        match=r'no breakdown "income"; it can be broken down by: member_of, residence, age_band, sex, urban_rural',
    ):
        measures.value(RATE.code, "2024Q1", TOWN, {"income": "low"})
