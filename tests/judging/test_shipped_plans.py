"""The shipped plans judged from files as they arrive: what their documents ask, of whom and when. All records are invented."""

from __future__ import annotations

import pytest

from indicators.judging.assess import assess
from indicators.judging.lacking import doors
from indicators.office import Office
from pipelines.warehouse import build
from tests.conftest import Office as Folder

pytestmark = pytest.mark.slow  # each test takes in an office of its own

AREAS = """区划代码,区划名称,级别,城乡
320803,楚州区,区县,
320803100,平桥镇,镇,农村
320803100201,柳庄村,村,农村
320803100202,石桥村,村,农村
"""
SITES = """所在地,场所名称,场所类别,启用日期,宣传栏
平桥镇,平桥医院,医院,2000-01-01,有
平桥镇,平桥小学,学校,2000-01-01,
平桥镇,平桥防保所,防保所,2000-01-01,
"""
VISITS = """被督导地区,被督导单位,督导日期,督导单位
楚州区,区教育局,2010-04-12,区疾控中心
平桥镇,平桥防保所,2010-01-20,区疾控中心
平桥镇,平桥防保所,2010-05-06,区疾控中心
"""
BOARDS = """所在地,宣传栏单位,更换日期
平桥镇,平桥医院,2010-01-05
平桥镇,平桥医院,2010-04-28
平桥镇,平桥医院,2010-06-02
平桥镇,平桥医院,2010-12-10
"""
TRAININGS = """姓名,工号,工作单位,地区,培训日期,培训类别,人员类别,是否参加
赵甲一,G1,平桥化工厂,平桥镇,2010-02-01,岗前培训,接毒接尘工人,是
赵甲一,G1,平桥化工厂,平桥镇,2010-03-10,岗位安全与健康培训,接毒接尘工人,是
钱乙二,G2,平桥化工厂,平桥镇,2010-03-10,岗位安全与健康培训,接毒接尘工人,否
"""
DELIVERIES = """活动日期,活动形式,地区,参加人数,入户数
2009-03-05,入户发放,柳庄村,0,60
2009-11-20,入户发放,石桥村,0,30
2010-02-05,入户发放,柳庄村,0,99
"""
HOUSEHOLDS = """地区,年份,人群,人数
柳庄村,2009,农户,100
石桥村,2009,农户,50
"""
ARRANGED = """填报单位,地区,报告期,上报项目,上报数
柳庄村委会,柳庄村,2010年第二季度,资料入户安排,1
"""
SURVEY = "调查名称,问卷编号,调查日期,地区,调查对象,城乡,T1\n" + "".join(
    f"春季,{n},2010-02-{1 + n % 28},柳庄村,居民,农村,{'A' if n < 36 else 'B'}\n" for n in range(60)
)
QUESTIONS = """zh = "问卷"
en = "Questions"

[items.one]
headers = ["T1"]
topic = "general"
kind = "knowledge"
correct = ["A"]
"""


@pytest.fixture(scope="module")
def chuzhou(tmp_path_factory):
    folder = Folder(tmp_path_factory.mktemp("chuzhou"))
    files = {"区划": AREAS, "场所": SITES, "督导": VISITS, "宣传栏": BOARDS, "培训": TRAININGS, "活动": DELIVERIES}
    files |= {"人口": HOUSEHOLDS, "汇总": ARRANGED, "调查": SURVEY}
    for name, text in files.items():
        folder.write(f"示例单位/{name}.csv", text)
    (folder.root / "questionnaires").mkdir()
    (folder.root / "questionnaires" / "q.toml").write_text(QUESTIONS, encoding="utf-8")
    (folder.root / "jiping.toml").write_text('name = "楚州区"\nroot_area = "320803"\n', encoding="utf-8")
    ledger = build(folder.workspace).ledger
    assert [(e.file, e.status, e.returned) for e in ledger if e.status != "read" or e.returned] == []
    return Office.open(folder.workspace)


def judged(office, quarter, indicator, area="320803000000", **where):
    """The one target of the plan about `indicator` and whom `where` selects."""
    plan = office.plan("chuzhou_2010")
    found = assess(office.measures, plan, quarter, area)
    (one,) = (j for j in found if j.indicator.name == indicator and where.items() <= dict(j.target.where).items())
    return one


def test_the_education_bureau_is_visited_once_a_term_and_schools_are_not_owed_a_visit(chuzhou):
    spring = judged(chuzhou, "2010Q2", "supervision_completion_rate", kind=("education_bureau", "prevention_station"))
    assert (spring.verdict, spring.value.numerator, spring.value.denominator) == ("met", 2, 2)
    schools = judged(chuzhou, "2010Q2", "school_supervised_by_station_rate")
    assert (schools.verdict, schools.value.numerator, schools.value.denominator) == ("no_target", 0, 1)


def test_workers_are_trained_before_the_post_and_on_it(chuzhou):
    assert judged(chuzhou, "2010Q1", "induction_training_rate", population_group="exposed_worker").verdict == "met"
    on_post = judged(chuzhou, "2010Q1", "on_post_safety_training_rate", population_group="exposed_worker")
    assert (on_post.verdict, on_post.value.numerator, on_post.value.denominator) == ("not_met", 1, 2)


def test_a_board_changed_in_january_is_not_februarys(chuzhou):
    first, second = (judged(chuzhou, q, "bulletin_board_update_rate", kind="hospital") for q in ("2010Q1", "2010Q2"))
    assert (first.verdict, first.value.denominator) == ("not_met", 1)
    assert (second.verdict, second.value.denominator) == ("met", 2)


def test_the_second_quarter_looks_at_the_deliveries_of_the_year_before_and_at_this_years_arrangement(chuzhou):
    delivered, arranged = (
        judged(chuzhou, "2010Q2", name) for name in ("household_material_coverage", "household_delivery_arranged_rate")
    )
    assert (delivered.value.numerator, delivered.value.denominator, delivered.value.window) == (
        90,
        150,
        "previous_year",
    )
    assert (arranged.value.numerator, arranged.value.denominator) == (1, 2)
    assert (delivered.reason, arranged.reason) == (None, None)
    assert judged(chuzhou, "2010Q1", "household_material_coverage").reason == "other_quarter"
    assert judged(chuzhou, "2010Q2", "bulletin_board_setup_rate").reason == "other_quarter"


def test_what_is_promised_for_the_years_end_is_not_yet_due_in_the_first_quarter(chuzhou):
    rural = judged(chuzhou, "2010Q1", "knowledge_awareness_rate", population_group="resident", urban_rural="rural")
    assert (rural.verdict, rural.reason, rural.earned, rural.value.numerator) == (
        "not_yet_due",
        "not_reached_yet",
        None,
        36,
    )
    assert (
        judged(chuzhou, "2010Q4", "knowledge_awareness_rate", population_group="resident", urban_rural="rural").verdict
        == "not_met"
    )


LECTURES = """活动日期,活动形式,活动主题,地区,举办单位,参加人数,师资,发放评估卷
2024-01-10,讲座,孕产期,柳庄村,东里服务站,30,本单位,30
2024-02-10,讲座,孕产期,柳庄村,东里服务站,30,本单位,
2024-03-10,讲座,孕产期,柳庄村,西里服务站,30,本单位,
"""
STATIONS = """所在地,场所名称,场所类别
柳庄村,东里服务站,一门式服务站
柳庄村,西里服务站,一门式服务站
"""


def test_lectures_whose_sheets_nobody_states_stay_and_their_stations_are_named(tmp_path):
    folder = Folder(tmp_path)
    for name, text in {"区划": AREAS, "场所": STATIONS, "讲座": LECTURES}.items():
        folder.write(f"示例单位/{name}.csv", text)
    (folder.root / "jiping.toml").write_text('name = "楚州区"\nroot_area = "320803"\n', encoding="utf-8")
    folder.build()
    office = Office.open(folder.workspace)
    found = assess(office.measures, office.plan("one_stop_street"), "2024Q1", "320803000000")
    (one,) = (j for j in found if j.indicator.name == "evaluated_lecture_rate")
    assert (one.verdict, one.value.numerator, one.value.denominator) == ("not_met", 1, 3)
    named = doors(office.con, office.areas, one.value, one.still_needed)
    assert {(door.name, door.needed) for door in named} == {("东里服务站", 1), ("西里服务站", 1)}


def test_managers_and_workers_of_enterprises_are_told_apart_and_asked_together(chuzhou):
    targets = [
        t for t in chuzhou.plan("chuzhou_2010").targets if "enterprise_manager" in t.where.get("population_group", ())
    ]
    assert {t.where["population_group"] for t in targets} == {("enterprise_worker", "enterprise_manager")}
    assert "大型企业" in chuzhou.plan("chuzhou_2010").note  # what the records cannot tell, the plan says


def test_what_a_plan_does_not_reckon_it_says(chuzhou):
    """No score of the year and no funds; of articles, which units are meant by each."""
    assert "没有年度得分" in chuzhou.plan("chuzhou_2010").note
    assert "医疗单位" in chuzhou.catalogue.indicator("article_submission_count").definition_zh


def test_boards_in_clinics_wards_stations_and_villages_are_one_promise_and_count_once(chuzhou):
    (boards,) = (t for t in chuzhou.plan("qingjiangpu").targets if t.indicator.endswith("bulletin_board_setup_rate"))
    assert not boards.where  # of every kind of place together
    assert sum(t.points for t in chuzhou.plan("qingjiangpu").targets if t.clause == boards.clause) == boards.points


CALLS = """姓名,村居,走访日期,走访类别
虚构甲,柳园社区居委会,2024-07-05,亲情电话
虚构乙,柳园社区居委会,2024-07-06,与子女联系
"""
ELDERS = """姓名,性别,出生日期,村居,身边有无赡养人,赡养人是否无能力
虚构甲,女,1950-01-01,柳园社区居委会,有,是
虚构乙,男,1951-01-01,柳园社区居委会,无,否
"""


def test_a_cadre_who_calls_the_children_is_not_the_familys_own_call(office):
    office.write("某街道/走访.csv", CALLS)
    office.build()
    found = office.rows("SELECT service::VARCHAR FROM clean.visits ORDER BY visited_on")
    assert found == [("family_call",), ("cadre_family_contact",)]


def test_whether_a_supporter_is_near_and_whether_one_is_able_are_two_things(office):
    office.write("某街道/名册.csv", ELDERS)
    office.build()
    found = office.rows("SELECT has_supporter_near, supporters_unable FROM clean.residents ORDER BY birth_year")
    assert found == [(True, True), (False, False)]
