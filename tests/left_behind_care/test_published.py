"""The numbers that the documents publish or promise come out of records, and are judged when they are due. All records are invented."""

from __future__ import annotations

from itertools import product

import pytest

from indicators.judging.assess import assess
from indicators.office import Office
from pipelines.warehouse import build
from tests.conftest import Office as Folder

pytestmark = pytest.mark.slow  # it takes in a village of 1,867 people

YUNNAN, LANSHAN, ZHENYUAN = "532399", "431127", "621027"
TOWNS = {YUNNAN: 5, LANSHAN: 1, ZHENYUAN: 8}  # how many villages the one town of each county has
HOUSEHOLDS, PEOPLE, OLD, ALONE, POOR = (
    412,
    1867,
    67,
    range(20),
    range(12, 32),
)  # 32 of the old are alone or poor, eight both
NUMERALS = "一二三四五六七八九十"
FACILITIES = {0: ("2019-05-01", ""), 1: ("2020-06-01", ""), 2: ("2020-12-01", "2021-02-01")}
VISITS = "姓名,所在村居,走访日期,走访类别\n某某,{village},2020-01-05,问候\n某某,{village},2021-02-05,问候\n"


def village(county: str, number: int = 0) -> str:
    return f"{county}199{201 + number}"


def areas() -> str:
    lines = ["区划代码,区划名称,级别,城乡", "530000,云南省,省,"]
    for county, villages in TOWNS.items():
        lines += [f"{county},示例{county}县,区县,", f"{county}199,示例{county}镇,镇,"]
        lines += [f"{village(county, n)},示例{county}第{NUMERALS[n]}村,村,农村" for n in range(villages)]
    return "\n".join(lines) + "\n"


def roster() -> str:
    """The village of 所城镇 as its document counts it: the first of each of 67 households is of 70 and over."""
    names = ("".join(parts) for parts in product("赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许", NUMERALS, NUMERALS))
    lines = ["姓名,出生日期,性别,所在村居,户号,居住情况,是否低保"]
    for person in range(PEOPLE):
        household, place = person % HOUSEHOLDS, person // HOUSEHOLDS
        is_old = place == 0 and household < OLD
        lives = "独居" if is_old and household in ALONE else "其他"
        poor = "是" if is_old and household in POOR else ""
        born = f"{1945 if is_old else 1960 + 10 * place}-0{1 + household % 9}-15"
        lines.append(f"{next(names)},{born},女,{village(LANSHAN)},H{household:03},{lives},{poor}")
    return "\n".join(lines) + "\n"


def sites() -> str:
    lines = ["所在地,场所名称,场所类别,启用日期,停用日期"]
    lines += [
        f"{village(YUNNAN, n)},第{n}幸福院,幸福院,{opened},{closed}" for n, (opened, closed) in FACILITIES.items()
    ]
    return "\n".join(lines) + "\n"


def posts() -> str:
    lines = ["姓名,所在村居,岗位,上岗日期,离岗日期"]
    lines += [
        f"妈妈{NUMERALS[n]},{village(ZHENYUAN, n)},爱心妈妈,2020-03-01,{'' if n else '2021-02-28'}" for n in range(8)
    ]
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    folder = Folder(tmp_path_factory.mktemp("published"))
    files = {
        "区划": areas(),
        "名册": roster(),
        "场所": sites(),
        "岗位": posts(),
        "走访": VISITS.format(village=village(LANSHAN)),
    }
    for name, text in files.items():
        folder.write(f"示例单位/{name}.csv", text)
    ledger = build(folder.workspace).ledger
    assert [(e.file, e.status, e.returned) for e in ledger if e.status != "read" or e.returned] == []
    return Office.open(folder.workspace)


def value(office, indicator, quarter, county, **where):
    return office.measures.value(f"left_behind_care.{indicator}", quarter, f"{county}000000", where).numerator


def judged(office, plan, indicator, quarter, county):
    (found,) = (
        j
        for j in assess(office.measures, office.plan(plan), quarter, f"{county}000000")
        if j.indicator.name == indicator
    )
    return found.verdict, found.value.numerator, found.value.denominator


def test_a_village_is_counted_as_its_document_counts_it(office):
    assert value(office, "household_count", "2020Q4", LANSHAN) == HOUSEHOLDS
    assert value(office, "roster_count", "2020Q4", LANSHAN) == PEOPLE
    assert value(office, "roster_count", "2020Q4", LANSHAN, member_of="elder_70") == OLD
    alone, poor = (
        value(office, "roster_count", "2020Q4", LANSHAN, member_of=g) for g in ("empty_nest_elder", "low_income")
    )
    assert (alone, poor) == (len(ALONE), len(POOR))
    asked = "SELECT count(DISTINCT person) FROM people.members WHERE is_member AND population_group IN ('empty_nest_elder', 'low_income')"
    assert office.con.execute(asked).fetchall() == [(32,)]


def test_facilities_for_60_percent_of_villages_are_asked_for_at_the_end_of_2020_and_not_before(office):
    asked = ("yunnan_left_behind_elders", "care_facility_coverage")
    assert judged(office, *asked, "2020Q3", YUNNAN) == ("not_yet_due", 2, 5)
    assert judged(office, *asked, "2020Q4", YUNNAN) == ("met", 3, 5)
    assert judged(office, *asked, "2021Q1", YUNNAN) == ("not_met", 2, 5)


def test_each_of_eight_villages_has_a_loving_mother(office):
    asked = ("pingquan_town", "caregiver_post_coverage")
    assert judged(office, *asked, "2020Q4", ZHENYUAN) == ("met", 8, 8)
    assert judged(office, *asked, "2021Q1", ZHENYUAN) == ("not_met", 7, 8)
