"""What medical units and stations recorded of people: prescriptions, follow-ups and the training of their staff."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from random import Random

from indicators.counting.quarters import Quarter
from pipelines.example.district import QUARTERS, District
from pipelines.example.files import Record
from pipelines.example.people import Person, people
from pipelines.example.register import ENTERPRISES, Unit, hospitals, stations

STAFF = 14  # of each unit
NEVER_TRAINED = 0.06  # of the staff come to no training of a year
LAST_DAY = date(2024, 12, 31)
SETTINGS = {"门诊": ("prescription.outpatient", 1500, 4200), "病区": ("prescription.ward", 60, 260)}


def prescriptions(district: District, year: int) -> Iterator[Record]:
    """A tally a month for the out-patient hall and the wards of each unit; at larger scales, several a month."""
    for unit in hospitals(district):
        for month in range(1, 13):
            for setting in SETTINGS:
                yield from _tallies(district, unit, year, month, setting)


def _tallies(district: District, unit: Unit, year: int, month: int, setting: str) -> Iterator[Record]:
    course, fewest, most = SETTINGS[setting]
    chance = district.stream("prescriptions", unit.name, year, month, setting)
    likely = district.chance(course, unit.street.code, Quarter(year, (month + 2) // 3))
    days = monthrange(year, month)[1]
    tallies = min(days, district.times(1))
    for n in range(1, tallies + 1):
        encounters = chance.randrange(fewest, most) // tallies + 1
        given = round(encounters * min(max(likely + chance.uniform(-0.03, 0.03), 0), 1))
        day = date(year, month, days * n // tallies)
        yield Record(
            area=unit.street.name, site=unit.name, setting=setting, given_on=day, encounters=encounters, given=given
        )


def emergency_followups(district: District) -> Iterator[Record]:
    """Clients of emergency contraception by case number only; nearly all followed up within a month."""
    for unit in stations(district):
        chance = district.stream("emergency", unit.name)
        for quarter in QUARTERS:
            for _ in range(chance.randrange(2, 6)):
                served_on = quarter.starts_on + timedelta(days=chance.randrange(88))
                yield _followup(chance, unit, served_on, 30, 0.95, 0.97) | {
                    "case_no": f"SL-{chance.randrange(10**6):06}",
                    "service": "紧急避孕",
                    "mode": chance.choice(("电话", "门诊")),
                }


def hypertension_followups(district: District) -> Iterator[Record]:
    """Patients of the five centres, due every quarter: fewer are seen in the countryside."""
    for unit in hospitals(district)[::4]:
        chance = district.stream("hypertension", unit.name)
        for person in people(chance, district.times(12), 45, 84):
            for quarter in QUARTERS[2:]:
                served_on = quarter.starts_on + timedelta(days=chance.randrange(30))
                seen = 0.92 if unit.street.name.endswith("街道") else 0.78
                yield _followup(chance, unit, served_on, 60, seen, 0.7) | {
                    "name": person.name,
                    "resident_id": person.resident_id,
                    "service": "高血压",
                    "mode": chance.choice(("面访", "入户", "电话", "门诊")),
                }


def _followup(chance: Random, unit: Unit, served_on: date, within: int, seen: float, success: float) -> Record:
    """Served, due, and followed up or not; a follow-up not yet due at the end of the data is left open."""
    due_on = served_on + timedelta(days=within)
    day = served_on + timedelta(days=chance.randrange(3, within))
    done = chance.random() < seen and day <= LAST_DAY
    record = Record(area=unit.street.name, served_on=served_on, due_on=due_on, followed_up_on=day if done else None)
    return record | {"success": ("是" if chance.random() < success else "否") if done else ""}


@cache
def staff(district: District, unit: Unit) -> tuple[tuple[str, Person], ...]:
    """The number and person of everyone who works in a unit. Numbers are marked SL (示例)."""
    number = [u.name for u in hospitals(district)].index(unit.name)
    chance = district.stream("staff", unit.name)
    return tuple((f"SL-YG{number:02}{n:02}", person) for n, person in enumerate(people(chance, STAFF, 24, 59), 1))


def in_service(district: District, year: int) -> Iterator[Record]:
    """Two trainings a year for everyone; scores before and after for those who came."""
    for number, day in enumerate((date(year, 4, 18), date(year, 9, 12))):
        for unit in hospitals(district):
            chance = district.stream("in_service", unit.name, year, number)
            likely = district.chance("training", unit.street.code, Quarter.of(day))
            for staff_no, person in staff(district, unit):
                never = district.stream("never", year, staff_no).random() < NEVER_TRAINED
                came = chance.random() < likely and not never
                before = chance.randrange(45, 85)
                after = min(100, before + chance.randrange(4, 30))
                record = _trainee(unit, staff_no, person) | {
                    "trained_on": day,
                    "kind": "在职培训",
                    "attended": "是" if came else "否",
                }
                yield record | {"pre_score": before if came else None, "post_score": after if came else None}


def induction(district: District) -> Iterator[Record]:
    """New staff before they take up post, and workers of the enterprises; three of the staff did not come."""
    for number, unit in enumerate(hospitals(district)):
        chance = district.stream("induction", unit.name)
        for n, person in enumerate(people(chance, 3, 22, 30)):
            day = date(2023 + n % 2, chance.randrange(1, 13), chance.randrange(1, 25))
            came = (number, n) not in ((2, 0), (9, 0), (12, 1))
            record = _trainee(unit, f"SL-XR{number:02}{n:02}", person) | {"trained_on": day, "kind": "岗前培训"}
            yield record | {"took_post_on": day + timedelta(days=5), "attended": "是" if came else "否"}
    for code, factory in ENTERPRISES.items():
        chance = district.stream("exposed", factory)
        for n, person in enumerate(people(chance, 6, 20, 50)):
            day = date(2023 + n % 2, chance.randrange(1, 13), chance.randrange(1, 25))
            record = Record(
                name=person.name, staff_no=f"SL-{code[-3:]}{n:02}", unit=factory, area=district.area(code).name
            )
            record |= {
                "population_group": ("新工人", "接毒接尘工人", "女工")[n % 3],
                "kind": "岗前培训",
                "trained_on": day,
            }
            yield record | {
                "took_post_on": day + timedelta(days=3),
                "attended": "是" if chance.random() < 0.97 else "否",
            }


def _trainee(unit: Unit, staff_no: str, person: Person) -> Record:
    record = Record(name=person.name, staff_no=staff_no, resident_id="", unit=unit.name, area=unit.street.name)
    return record | {"population_group": "医务人员"}
