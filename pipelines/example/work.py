"""What units did: activities with their evaluation sheets, boards changed, and what the units then reported of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from indicators.counting.quarters import Quarter
from pipelines.example.district import QUARTERS, District
from pipelines.example.files import Record
from pipelines.example.register import HOSPITAL_KIND, STATION_KIND, Unit, hospitals, sites, stations

HEALTH_TALKS = ("高血压防治", "糖尿病", "合理膳食", "控烟", "传染病防治", "健康素养", "中老年保健")
STATION_TALKS = ("孕产期保健", "胎教", "产后保健", "中老年保健", "婚恋观")
THEME_DAYS = {3: "世界防治结核病日", 4: "世界卫生日", 5: "世界无烟日", 10: "全国高血压日", 12: "世界艾滋病日"}
TOPICS = {
    "合理膳食": "健康生活方式",
    "高血压防治": "高血压",
    "世界防治结核病日": "结核病",
    "世界卫生日": "健康素养",
    "世界无烟日": "控烟",
}
TOPICS |= {"全国高血压日": "高血压", "世界艾滋病日": "艾滋病"}
REPORT_DAYS = 10  # a return is due this many days after the quarter
GRASSROOTS_ASSESSED = 1150  # persons a unit brings to the online assessment in a year, about
LATE = {
    ("黄码社区卫生服务中心", "2023Q3"),
    ("清河示例社区卫生服务中心", "2024Q1"),
    ("盐河示例社区卫生服务中心", "2024Q3"),
    ("示例妇幼保健院", "2024Q3"),
}
NOT_SENT = {("武墩示例社区卫生服务中心", "2024Q3"), ("宁连示例社区卫生服务中心", "2023Q2")}
A_QUARTER = {
    "咨询人次": (440, 620),
    "享受优质服务人数": (3, 9),
    "弱势妇女调查人数": (12, 40),
    "妇科检查受益人数": (30, 90),
}
THROUGH_YEARS = ("弱势妇女调查人数", "妇科检查受益人数")
OVERSTATED = {("武墩示例社区卫生服务中心", "2024Q2"): (2, 85), ("柳树湾示例一门式服务站", "2024Q3"): (1, 30)}


@cache
def activities(district: District) -> tuple[Record, ...]:
    """Every activity, in order of date; each keeps the street it was held in and its own number."""
    held = [record for unit in (*hospitals(district), *stations(district)) for record in _activities_of(district, unit)]
    held.sort(key=lambda record: (record["held_on"], record["site"]))
    return tuple(record | {"activity_no": f"SL-HD{n:04}"} for n, record in enumerate(held, 1))


def _activities_of(district: District, unit: Unit) -> Iterator[Record]:
    """A talk nearly every month, an outside expert about every quarter, theme days, and leaflets to households."""
    chance = district.stream("activities", unit.name)
    places = district.villages_of(unit.street.code)
    for month in range(24):
        first = date(2023 + month // 12, month % 12 + 1, 1)
        place = chance.choice(places)
        outside = month % 3 == 1 and chance.random() < 0.85
        if chance.random() < 0.93:
            yield _talk(chance, unit, place.name, first, outside)
        if unit.kind != STATION_KIND and first.month in THEME_DAYS:
            yield _theme_day(chance, unit, place.name, first)
        if unit.kind != STATION_KIND and first.month in (5, 9) and place.urban_rural == "rural":
            yield _delivery(chance, unit, place.name, first)


def _talk(chance, unit: Unit, place: str, first: date, outside: bool) -> Record:
    talk = chance.choice(STATION_TALKS if unit.kind == STATION_KIND else HEALTH_TALKS)
    people = chance.randrange(18, 75)
    out = people - chance.randrange(0, 5)
    record = _held(chance, unit, place, first) | {
        "kind": "公开课" if talk == "胎教" else "讲座",
        "topic": TOPICS.get(talk, talk),
    }
    record |= {"title": f"{talk}知识讲座", "attendances": people, "speaker": "外请专家" if outside else "本单位"}
    return record | {
        "sheets_out": out,
        "sheets_in": max(0, out - chance.randrange(0, 9)),
        "materials": people + chance.randrange(40),
    }


def _theme_day(chance, unit: Unit, place: str, first: date) -> Record:
    title = THEME_DAYS[first.month]
    record = _held(chance, unit, place, first) | {"kind": "主题日宣传", "topic": TOPICS[title], "title": title}
    return record | {
        "attendances": chance.randrange(60, 240),
        "speaker": "本单位",
        "materials": chance.randrange(100, 500),
    }


def _delivery(chance, unit: Unit, place: str, first: date) -> Record:
    households = chance.randrange(150, 640)
    record = _held(chance, unit, place, first) | {
        "kind": "入户发放",
        "topic": "健康素养",
        "title": "健康素养66条读本入户",
    }
    return record | {"attendances": 0, "materials": households, "households_reached": households}


def _held(chance, unit: Unit, place: str, first: date) -> Record:
    day = first + timedelta(days=chance.randrange(1, 27))
    return Record(held_on=day, street=unit.street.name, area=place, site=unit.name, sessions=1)


@cache
def board_updates(district: District) -> tuple[Record, ...]:
    """Boards of hospitals, villages, stations, halls and wards, changed every two months as often as the street's level says."""
    kinds = ("社区", "行政村", "卫生服务站", "门诊大厅", "病区", HOSPITAL_KIND, "医院", STATION_KIND)
    records = []
    for site in sites(district):
        if site["kind"] in kinds and site["has_board"] == "是":
            records += _board_updates_of(district, site)
    return tuple(records)


def _board_updates_of(district: District, site: Record) -> Iterator[Record]:
    chance = district.stream("board", site["street"], site["name"])
    street = next(area.code for area in district.streets if area.name == site["street"])
    for window in range(12):
        first = date(2023 + window // 6, window % 6 * 2 + 1, 1)
        day = first + timedelta(days=chance.randrange(2, 54))
        kept = chance.random() < district.chance("board_update", street, Quarter.of(first))
        if kept and day >= site["board_set_up_on"]:
            topic = chance.choice(("合理膳食", "控烟", "慢性病防治", "传染病防治", "心理健康", "科学就医"))
            yield Record(street=site["street"], area=site["area"], site=site["name"], updated_on=day, topic=topic)


def returns(district: District, quarter: Quarter) -> list[Record]:
    """What every unit reports for the year up to `quarter`; a few too late, a few never, two too high."""
    records = []
    for unit in (*hospitals(district), *stations(district)):
        if (unit.name, str(quarter)) not in NOT_SENT:
            records += _returns_of(district, unit, quarter)
    return records


def _returns_of(district: District, unit: Unit, quarter: Quarter) -> Iterator[Record]:
    chance = district.stream("returns", unit.name, quarter)
    sessions, attendances = _done(district)[unit.name, quarter]
    extra = OVERSTATED.get((unit.name, str(quarter)), (0, 0))
    due_on = quarter.ends_on + timedelta(days=REPORT_DAYS)
    lateness = chance.randrange(2, 9) if (unit.name, str(quarter)) in LATE else -chance.randrange(0, 8)
    values = {"工作报表": 1, "活动场次": sessions + extra[0], "参加人次": attendances + extra[1]}
    values |= (
        _of_station(district, unit, quarter) if unit.kind == STATION_KIND else _of_hospital(district, unit, quarter)
    )
    head = {"unit": unit.name, "area": unit.street.name, "period": f"{quarter.year}年第{quarter.number}季度"}
    for item, value in values.items():
        yield Record(
            head | {"item": item, "value": value, "due_on": due_on, "received_on": due_on + timedelta(days=lateness)}
        )


@cache
def _done(district: District) -> dict[tuple[str, Quarter], tuple[int, int]]:
    """(unit, quarter) → sessions and attendances of the year so far, as the activities say."""
    done: dict[tuple[str, Quarter], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for record in activities(district):
        held_in = Quarter.of(record["held_on"])
        for quarter in QUARTERS:
            if quarter.year == held_in.year and held_in <= quarter:
                sessions, attendances = done[record["site"], quarter]
                done[record["site"], quarter] = sessions + record["sessions"], attendances + record["attendances"]
    return done


def _of_hospital(district: District, unit: Unit, quarter: Quarter) -> dict[str, int]:
    """Persons in the online assessment so far this year: most units pass 1000 by December, some do not."""
    year = GRASSROOTS_ASSESSED * district.stream("assessed", unit.name, quarter.year).uniform(0.78, 1.2)
    shares = (0.14, 0.42, 0.74, 1.0)
    return {"网上测评人数": round(year * shares[quarter.number - 1])}


def _of_station(district: District, unit: Unit, quarter: Quarter) -> dict[str, int]:
    """What a one-stop station counts: consultations and services so far this year, women surveyed and screened through
    the years, women on its books."""
    chance = district.stream("station", unit.name, quarter.year)
    so_far = {item: chance.randrange(*span) * quarter.number for item, span in A_QUARTER.items()}
    for year in range(QUARTERS[0].year, quarter.year):
        earlier = district.stream("station", unit.name, year)
        done = {item: 4 * earlier.randrange(*span) for item, span in A_QUARTER.items()}
        so_far |= {item: so_far[item] + done[item] for item in THROUGH_YEARS}
    women = chance.randrange(70, 240)
    return so_far | {"规章制度数": 12, "婚嫁外来妹人数": women, "生育后期妇女占比": chance.randrange(68, 86)}
