"""Who is entitled, verified, paired and on file, held against a slow Python answer over invented rosters."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from indicators.folders import HERE
from tests.people import oracle
from tests.people.village import ground, village

pytestmark = pytest.mark.slow  # it builds forty villages

TABLES = ("cared_for", "entitlements", "census_persons", "pairings_as_at", "care_records")
ENDS = {
    "2024Q1": date(2024, 3, 31),
    "2024Q2": date(2024, 6, 30),
    "2024Q3": date(2024, 9, 30),
    "2024Q4": date(2024, 12, 31),
}
CENSUSES = {"2024Q1": (date(2024, 3, 1), date(2024, 9, 1)), "2024Q3": (date(2024, 9, 1), date(2025, 3, 1))}
KINDS = ("old_age_allowance", "service_subsidy", "destitute_support", "disability_allowance")
ELDER, WOMAN, CHILD, NEST = (
    "left_behind_elder_of_registered_place",
    "left_behind_woman",
    "left_behind_child",
    "empty_nest_elder",
)
IN_CARE = ("left_behind_elder", WOMAN, CHILD, NEST, "destitute_dispersed")

# One of whom every kind of record is made before the year: from then on each is looked for.
FIRST = {"person": "first", "birth_year": 1930, "birth_month": 1, "sex": "male", "verified_on": date(2023, 12, 1)}
some_day = st.dates(date(2023, 10, 1), date(2024, 12, 31))
persons = st.fixed_dictionaries(
    {
        "birth_year": st.sampled_from([1939, 1944, 1950, 1960, 1964, 1988, 2015]),
        "birth_month": st.integers(1, 12),
        "sex": st.sampled_from(["male", "female"]),
    },
    optional={
        "living_arrangement": st.sampled_from(["alone", "with_spouse", "with_children", "with_grandparents"]),
        "children_away_since_on": some_day,
        "husband_away_since_on": some_day,
        "father_away_since_on": some_day,
        "mother_away_since_on": some_day,
        "destitute": st.booleans(),
        "low_income": st.booleans(),
        "special_family": st.booleans(),
        "disabled": st.booleans(),
        "demented": st.booleans(),
        "self_care": st.sampled_from(["full", "partial", "none"]),
        "died_on": some_day,
        "verified_on": some_day,
    },
)
rosters = st.lists(persons, min_size=4, max_size=8)
aid = st.lists(st.tuples(st.integers(0, 7), st.sampled_from(KINDS), some_day), max_size=12)
pairs = st.lists(
    st.tuples(st.integers(0, 7), st.sampled_from(["cadre", "guardian", "family"]), some_day, some_day), max_size=6
)
files = st.lists(st.tuples(st.integers(0, 7), some_day, some_day), max_size=6, unique_by=lambda file: file[0])


def built(roster, given_aid, paired, filed):
    """The tables of a village with these people, built from the files of the product."""
    own = {"demented": "BOOLEAN", "verified_on": "DATE", "health_state": "VARCHAR"}
    con = village([{k: v for k, v in p.items() if k not in own} for p in roster], first="2024Q1", quarters=4)
    for column, kind in own.items():
        con.execute(f"ALTER TABLE clean.residents ADD COLUMN {column} {kind}")
        for person in roster:
            con.execute(
                f"UPDATE clean.residents SET {column} = ? WHERE person = ?", [person.get(column), person["person"]]
            )
    con.execute("CREATE TABLE clean.aid (person VARCHAR, kind VARCHAR, given_on DATE)")
    con.execute("CREATE TABLE clean.pairings (person VARCHAR, role VARCHAR, since_on DATE, until_on DATE)")
    con.execute(
        "CREATE TABLE clean.health_records (person VARCHAR, kind VARCHAR, established_on DATE, updated_on DATE)"
    )
    for table, rows in (("aid", given_aid), ("pairings", paired), ("health_records", filed)):
        for row in rows:
            con.execute(f"INSERT INTO clean.{table} VALUES ({', '.join('?' * len(row))})", list(row))
    folder = Path(tempfile.mkdtemp())
    (folder / "left_behind_care").mkdir()
    for table in TABLES:
        (folder / "left_behind_care" / f"{table}.sql").symlink_to(HERE / "left_behind_care" / f"{table}.sql")
    return ground(con, folder)


def entitled(person, kind, day) -> bool:
    """The documents' rule, as one would say it."""
    if not oracle.is_there(person, day):
        return False
    age = day.year - person["birth_year"] - (person["birth_month"] > day.month)
    poor = bool(person.get("destitute") or person.get("low_income"))
    weak = person.get("self_care") in ("partial", "none") or bool(person.get("demented")) or age >= 80
    match kind:
        case "old_age_allowance":
            return age >= 80
        case "service_subsidy":
            return age >= 60 and (poor or bool(person.get("special_family"))) and weak
        case "destitute_support":
            return bool(person.get("destitute"))
    return bool(person.get("disabled")) and (is_left_behind(person, day) or oracle.is_member(person, WOMAN, day))


def is_left_behind(person, day) -> bool:
    """An elder whose children have been away for half a year, whoever else is at hand."""
    away = oracle.away(person, "children_away_since_on", 6, day) and person.get("living_arrangement") != "with_children"
    return away and oracle.is_member(person, "elder_60", day)


def check_entitlements(roster, given_aid, con):
    found = con.execute("SELECT person, kind, quarter, received FROM left_behind_care.entitlements").fetchall()
    expected = set()
    for kind in KINDS:
        for quarter, ends in ENDS.items():
            for person in roster:
                if entitled(person, kind, ends):
                    of_them = [day for who, of, day in given_aid if (who, of) == (person["person"], kind)]
                    got = any(date(2024, 1, 1) <= day <= ends for day in of_them)
                    expected.add((person["person"], kind, quarter, got))
    assert sorted(found) == sorted(expected)


def check_census(roster, con):
    found = con.execute("SELECT person, quarter, verified FROM left_behind_care.census_persons").fetchall()
    expected = set()
    for quarter, (opens, after) in CENSUSES.items():
        for person in roster:
            on = person.get("verified_on")
            if any(oracle.is_member(person, g, ENDS[quarter]) for g in (NEST, CHILD)) and not (on and on >= after):
                expected.add((person["person"], quarter, bool(on) and (on.year, on.month) == (opens.year, opens.month)))
    assert sorted(found) == sorted(expected)


def check_as_at(roster, paired, filed, con):
    pairings = con.execute("SELECT person, quarter, paired FROM left_behind_care.pairings_as_at").fetchall()
    records = con.execute("SELECT person, quarter, has_record FROM left_behind_care.care_records").fetchall()
    contacts = [row for row in paired if row[1] == "cadre"]
    expected_pairings, expected_records = set(), set()
    for quarter, ends in ENDS.items():
        for name in (p["person"] for p in roster if is_in_care(p, ends)):
            expected_pairings.add((name, quarter, any(row[0] == name and row[2] <= ends <= row[3] for row in contacts)))
            expected_records.add((name, quarter, any(row[0] == name and row[2] <= ends for row in filed)))
    assert sorted(pairings) == sorted(expected_pairings)
    assert sorted(records) == sorted(expected_records)


def is_in_care(person, day) -> bool:
    in_need = any(person.get(what) for what in ("special_family", "destitute", "low_income", "children_away_since_on"))
    elder_in_need = in_need and oracle.at_least(person, 65, day)
    of_a_group = any(oracle.is_member(person, group, day) for group in IN_CARE) or is_left_behind(person, day)
    return oracle.is_there(person, day) and (of_a_group or elder_in_need or person.get("self_care") == "none")


# Each village is built anew: making a failing one smaller would take minutes, and it is small enough to read.
@settings(max_examples=40, phases=[Phase.explicit, Phase.generate], deadline=None)
@given(roster=rosters, given_aid=aid, paired=pairs, filed=files)
def test_who_is_entitled_verified_paired_and_on_file(roster, given_aid, paired, filed):
    named = [FIRST, *({"person": f"p{number}"} | person for number, person in enumerate(roster))]
    before = FIRST["verified_on"]
    told_aid = [(f"p{n}", kind, day) for n, kind, day in given_aid] + [("first", kind, before) for kind in KINDS]
    told_pairs = [(f"p{n}", role, min(a, b), max(a, b)) for n, role, a, b in paired] + [
        ("first", "cadre", before, before)
    ]
    told_files = [(f"p{n}", "care", min(a, b), max(a, b)) for n, a, b in filed] + [("first", "care", before, before)]
    con = built(named, told_aid, told_pairs, told_files)
    check_entitlements(named, told_aid, con)
    check_census(named, con)
    check_as_at(named, told_pairs, told_files, con)
