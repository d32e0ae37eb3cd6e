"""The plan of the special families judged from files as they arrive: staged, and only when due. All records are invented."""

from __future__ import annotations

import pytest

from indicators.judging.assess import assess
from indicators.judging.scores import score
from indicators.office import Office
from pipelines.warehouse import build
from tests.conftest import Office as Folder

DISTRICT = "310190000000"
STREETS = ("东街道", "西街道", "南街道", "北街道", "中街道")
AREAS = "区划代码,区划名称,级别,上级代码\n310000,上海市,省级,\n310190,示例区,区县,310000\n" + "".join(
    f"31019000{n},{name},街道,310190\n" for n, name in enumerate(STREETS, 1)
)
HOMES = "所在地,场所名称,场所类别,启用日期\n" + "".join(
    f"{name},{name}暖心家园,暖心家园,{opened}\n"
    for name, opened in zip(
        STREETS, ("2019-05-01", "2020-12-31", "2021-08-01", "2021-12-01", "2021-12-31"), strict=True
    )
)
ROSTER = """姓名,性别,出生日期,所在村居,是否计生特殊家庭
虚构甲,男,1960-03-05,东街道,是
虚构乙,女,1958-01-05,东街道,是
"""
VISITS = """走访对象,所在村居,走访日期,走访类别
虚构甲,东街道,2020-01-20,慰问
虚构甲,东街道,2021-12-20,问候
虚构甲,东街道,2021-03-08,突发事件走访
"""
EVENTS = """姓名,所在村居,发生日期,变故类型
虚构甲,东街道,2021-03-01,重病
虚构乙,东街道,2021-03-01,亡故
虚构乙,东街道,2021-03-02,出生
"""


@pytest.fixture(scope="module")
def district(tmp_path_factory):
    folder = Folder(tmp_path_factory.mktemp("warm_heart"))
    for name, text in {"区划": AREAS, "场所": HOMES, "名册": ROSTER, "走访": VISITS, "变故": EVENTS}.items():
        folder.write(f"示例单位/{name}.csv", text)
    (folder.root / "jiping.toml").write_text('name = "示例区"\nroot_area = "310190"\n', encoding="utf-8")
    ledger = build(folder.workspace).ledger
    assert [(e.file, e.status, e.returned) for e in ledger if e.status != "read" or e.returned] == []
    return Office.open(folder.workspace)


def judged(office, quarter, indicator, area=DISTRICT):
    found = assess(office.measures, office.plan("warm_heart"), quarter, area)
    return [j for j in found if j.indicator.name == indicator]


def test_each_stage_is_judged_at_its_own_day_and_not_before(district):
    stages = {quarter: judged(district, quarter, "warm_home_coverage") for quarter in district.measures.quarters}
    assert {quarter: [(float(j.target.value), j.verdict) for j in found] for quarter, found in stages.items()} == {
        "2020Q1": [(0.4, "not_yet_due")], "2020Q2": [(0.4, "not_yet_due")], "2020Q3": [(0.4, "not_yet_due")], "2020Q4": [(0.4, "met")],
        "2021Q1": [(1, "not_yet_due")], "2021Q2": [(1, "not_yet_due")], "2021Q3": [(1, "not_yet_due")], "2021Q4": [(1, "met")],
    }  # fmt: skip
    reached = [stages[quarter][0].value for quarter in ("2020Q3", "2020Q4", "2021Q3", "2021Q4")]
    assert [(value.numerator, value.denominator) for value in reached] == [(1, 5), (2, 5), (3, 5), (5, 5)]


def test_a_street_is_not_judged_by_what_is_asked_of_its_district(district):
    assert judged(district, "2020Q4", "warm_home_coverage", "310190002000") == []


def test_a_visit_on_the_seventh_day_is_in_time_and_the_days_are_said_to_be_inferred(district):
    (visits,) = judged(district, "2021Q1", "event_visit_timeliness")
    assert (visits.value.numerator, visits.value.denominator, visits.verdict) == (1, 2, "not_met")
    assert visits.target.inferred and visits.earned == 10


def test_five_promises_weigh_the_same_whichever_stage_it_is(district):
    for quarter in ("2020Q4", "2021Q4"):
        assert score(assess(district.measures, district.plan("warm_heart"), quarter, DISTRICT)).possible == 100
