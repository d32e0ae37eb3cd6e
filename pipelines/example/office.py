"""What the district's offices keep: supervision visits, articles received, and the rosters of three streets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from indicators.counting.quarters import Quarter
from pipelines.example.district import QUARTERS, District
from pipelines.example.files import Record
from pipelines.example.people import Person, people
from pipelines.example.register import hospitals, sites

ROSTER = 780  # persons on the roster of one street
DISTRICT = "320812"
ROSTER_STREETS = ("320812005", "320812014", "320812103")


def supervisions(district: District) -> list[Record]:
    """Towns monthly; hospitals and prevention stations quarterly; the education bureau once a term, and schools by their
    prevention stations; some visits fall out."""
    records = []
    for month in range(24):
        first = date(2023 + month // 12, month % 12 + 1, 1)
        towns = [(street, "", "街道") for street in district.streets if not street.name.endswith("街道")]
        records += [r for place in towns if (r := _visit(district, first, *place))]
        if month % 3 == 1:
            units = [(unit.street, unit.name, "区卫健委") for unit in hospitals(district)]
            units += [(_street(district, s), s["name"], "区疾控中心") for s in sites(district) if s["kind"] == "防保所"]
            records += [r for place in units if (r := _visit(district, first, *place))]
        if first.month in (4, 10):
            places = [(district.area(DISTRICT), "区教育局", "区疾控中心")]
            places += [(_street(district, s), s["name"], "防保所") for s in sites(district) if s["kind"] == "学校"]
            records += [r for place in places if (r := _visit(district, first, *place))]
    return records


def _street(district: District, site: Record):
    return next(street for street in district.streets if street.name == site["street"])


def _visit(district: District, first: date, street, site: str, by: str) -> Record | None:
    chance = district.stream("supervision", street.code, site, first)
    day = first + timedelta(days=chance.randrange(2, 27))
    score = round(chance.uniform(78, 99), 1)
    record = Record(area=street.name, site=site, inspected_on=day, inspected_by=by, score=score)
    return record if chance.random() < 0.94 else None


def articles(district: District) -> list[Record]:
    """Two or three a quarter from most units; some send one."""
    records = []
    for quarter in QUARTERS:
        for unit in hospitals(district):
            chance = district.stream("articles", unit.name, quarter)
            for n in range(chance.choice((1, 2, 2, 2, 3))):
                day = quarter.starts_on + timedelta(days=chance.randrange(88))
                title = f"{unit.street.short}健康教育工作简讯{quarter}-{n + 1}"
                accepted = "是" if chance.random() < 0.7 else "否"
                records.append(
                    Record(area=unit.street.name, site=unit.name, submitted_on=day, title=title, accepted=accepted)
                )
    return records


def roster(district: District, street: str, year: int) -> Iterator[Record]:
    """Everyone on the roster of a street; those who moved in are younger. `year` is when the list was drawn up."""
    chance = district.stream("roster", street)
    villages = district.villages_of(street)
    for number, person in enumerate(people(chance, district.times(ROSTER), 9, 92)):
        yield _resident(district, chance, person, villages[number % len(villages)], year)


def _resident(district: District, chance, person: Person, village, year: int) -> Record:
    rural = village.urban_rural == "rural"
    age = 2024 - person.born_on.year
    luck = chance.random()
    migrant = (
        "户籍"
        if luck < 0.72
        else "流入"
        if luck < (0.8 if rural else 0.93) and age < 60
        else "流出"
        if age < 60
        else "户籍"
    )
    marital = (
        "未婚" if age < 23 else chance.choice(("已婚", "已婚", "已婚", "已婚", "离异", "丧偶" if age > 55 else "未婚"))
    )
    record = Record(name=person.name, resident_id=person.resident_id, sex=person.sex, birth_on=person.born_on)
    record |= {
        "street": district.street_of(village.code).name,
        "area": village.name,
        "household_kind": "农业" if rural else "非农业",
    }
    return record | {"migrant": migrant, "marital_status": marital, "listed_on": Quarter(year, 2).ends_on}
