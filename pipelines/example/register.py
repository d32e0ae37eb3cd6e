"""The registers of the invented district: its areas, its people counted, its service sites."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from pipelines.example.district import Area, District
from pipelines.example.files import Record

# The five centres that the plan names, in streets of our choice, and when each became a health-promoting hospital.
CENTRES = {
    "320812005": ("清浦社区卫生服务中心", date(2024, 5, 20)),
    "320812103": ("黄码社区卫生服务中心", date(2024, 9, 12)),
    "320812006": ("淮西社区卫生服务中心", date(2024, 11, 29)),
    "320812008": ("淮海社区卫生服务中心", date(2024, 6, 28)),
    "320812009": ("淮东社区卫生服务中心", None),  # not yet: the plan's five are four at the end of 2024
}
HOSPITALS = {"320812011": "示例第一人民医院", "320812004": "示例妇幼保健院"}
STATION_STREETS = ("320812001", "320812003", "320812005", "320812008", "320812010", "320812103")
ENTERPRISES = {
    "320812003": "示例化工厂", "320812005": "示例港口机械厂", "320812010": "示例纺织厂", "320812012": "示例电子厂",
    "320812013": "示例建材厂", "320812100": "示例粮油厂", "320812450": "示例运输公司", "320812011": "示例食品厂",
}  # fmt: skip
LEVELS = {"province": "省", "city": "市", "county": "区县", "street": "街道", "village": "村居"}
STATION_KIND, ROOM_KIND, HOSPITAL_KIND = "一门式服务站", "综合服务室", "社区卫生服务中心"


@dataclass(frozen=True)
class Unit:
    """A medical unit or one-stop station, which holds activities and reports on the platform."""

    name: str
    street: Area
    kind: str
    health_promoting_on: date | None = None


@cache
def hospitals(district: District) -> tuple[Unit, ...]:
    """A community health service centre in each street, and two hospitals of the district."""
    units = []
    for street in district.streets:
        centre, since = CENTRES.get(street.code, (f"{street.short}示例社区卫生服务中心", None))
        units.append(Unit(centre, street, HOSPITAL_KIND, since))
    return (*units, *(Unit(name, district.area(code), "医院") for code, name in HOSPITALS.items()))


@cache
def stations(district: District) -> tuple[Unit, ...]:
    return tuple(
        Unit(f"{district.area(code).short}示例一门式服务站", district.area(code), STATION_KIND)
        for code in STATION_STREETS
    )


def areas(district: District) -> list[Record]:
    city = {"urban": "城市", "rural": "农村", "": ""}
    return [
        Record(area=a.code, name=a.name, level=LEVELS[a.level], parent=a.parent, urban_rural=city[a.urban_rural])
        for a in district.areas
    ]


def population(district: District) -> list[Record]:
    """Residents and households of every village, 2023 and 2024; village households in the countryside."""
    records = []
    for area in district.villages:
        chance = district.stream("population", area.code)
        households = chance.randrange(420, 1900)
        for year in (2023, 2024):
            persons = round(households * chance.uniform(2.5, 3.0))
            counts = {
                "常住人口": persons,
                "总户数": households,
                "流动人口": round(persons * chance.uniform(0.05, 0.22)),
            }
            if area.urban_rural == "rural":
                counts["农户"] = round(households * 0.93)
            street = district.street_of(area.code).name
            records += [
                Record(street=street, area=area.name, year=year, population_group=g, persons=n)
                for g, n in counts.items()
            ]
    return records


@cache
def sites(district: District) -> tuple[Record, ...]:
    """Every site with the state of its board, its place in the network and its standard."""
    found = [_village_site(district, area) for area in district.villages]
    found += [
        _site(district, a, f"{a.short}{'村卫生室' if a.urban_rural == 'rural' else '社区卫生服务站'}", "卫生服务站")
        for a in district.villages[::2]
    ]
    for unit in hospitals(district):
        found += _hospital_sites(district, unit)
    found += [
        _site(district, s, f"{s.short}示例{'中学' if n % 3 else '小学'}", "学校")
        for n, s in enumerate(district.streets)
    ]
    for code, name in ENTERPRISES.items():
        found.append(
            _site(district, district.area(code), name, "企业")
            | {"large": "否" if "运输" in name or "粮油" in name else "是"}
        )
    found += [
        _site(district, district.area(code), f"{district.area(code).short}示例防保所", "防保所")
        for code in ("320812003", "320812100")
    ]
    for unit in stations(district):
        found.append(_standard(district, _site(district, unit.street, unit.name, unit.kind)))
        found += [
            _standard(district, _site(district, a, f"{a.short}综合服务室", ROOM_KIND))
            for a in district.villages_of(unit.street.code)
        ]
    return tuple(found)


def _village_site(district: District, area: Area) -> Record:
    return _site(district, area, area.name, "行政村" if area.urban_rural == "rural" else "社区")


def _hospital_sites(district: District, unit: Unit) -> list[Record]:
    hospital = _site(district, unit.street, unit.name, unit.kind)
    hospital |= {"reports": "是", "health_promoting_on": unit.health_promoting_on}
    hospital |= {"health_promoting_grade": "省级" if unit.health_promoting_on else ""}
    hospital |= {"medical_level": "基层医疗单位" if unit.kind == HOSPITAL_KIND else "综合医院"}
    inside = [("门诊", "门诊大厅"), ("内科病区", "病区"), ("外科病区", "病区")]
    return [hospital] + [_site(district, unit.street, unit.name + name, kind) for name, kind in inside]


def _site(district: District, area: Area, name: str, kind: str) -> Record:
    """A site; some boards and liaisons come late, and a few not at all."""
    chance = district.stream("site", area.code, name)
    record = Record(street=district.street_of(area.code).name, area=area.name, name=name, kind=kind)
    record |= {"opened_on": date(2012, 1, 1) + timedelta(days=chance.randrange(3000))}
    for has, since in (("has_board", "board_set_up_on"), ("has_liaison", "liaison_since_on")):
        early = date(2021, 1, 1) + timedelta(days=chance.randrange(700))
        late = date(2023, 2, 1) + timedelta(days=chance.randrange(650))
        luck = chance.random()
        record |= {has: "否" if luck < 0.02 else "是", since: None if luck < 0.02 else late if luck < 0.14 else early}
    return record


def _standard(district: District, record: Record) -> Record:
    """Rooms and stations come up to standard one by one; every seventh does not yet."""
    chance = district.stream("standard", record["name"])
    met = chance.random() < 0.86
    on = date(2021, 6, 1) + timedelta(days=chance.randrange(1250))
    return record | {"standard_met": "达标" if met else "未达标", "standard_met_on": on if met else None}
