"""Every record type as an office would send it: recognised among all the others, read right, and its planted errors named.

All persons are invented; their ids are made here.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.workspace import Fault, Workspace
from pipelines.reading.sheets import Sheet
from pipelines.recognising import forms, questionnaires
from pipelines.recognising.recognise import recognise
from tests.conftest import AREAS, Office


def invented_id(area: str, birth: str, number: str) -> str:
    """A resident id by GB 11643."""
    digits = area + birth + number
    weights = [2**i % 11 for i in range(17, 0, -1)]
    return digits + "10X98765432"[sum(w * int(d) for w, d in zip(weights, digits, strict=True)) % 11]


WOMAN = invented_id("320802", "19600512", "004")  # Qinghe district: its code ended in 2017
MAN = invented_id("320829", "19550301", "001")
NOWHERE = invented_id("329999", "19600512", "004")  # never a code
DAY = datetime.date

# form → (file as sent, columns to look at, the clean rows, what comes back: line, header and reason)
SENT: dict[str, tuple[str, str, list[tuple], list[tuple]]] = {
    "health_records": (
        f"""姓名,身份证号码,性别,村(社区),建档时间,最近更新日期,是否建立电子档案,档案类型
虚构甲,{WOMAN},女,柳园社区,2015年6月1日,2024/3/5,√,健康档案
虚构甲,{WOMAN},女,柳园社区,2020-01-02,,否,一人一档
虚构乙,{MAN},男,黄码村,2016.7.1,2015.7.1,是,健康档案
虚构丙,{NOWHERE},女,黄码村,2016.7.1,,是,健康档案
虚构丁,{WOMAN},男,黄码村,1950-01-01,,是,病历
""",
        "kind, established_on, updated_on, electronic, sex, birth_year",
        [
            ("care", DAY(2020, 1, 2), None, False, "female", 1960),
            ("health", DAY(2015, 6, 1), DAY(2024, 3, 5), True, "female", 1960),
        ],
        [
            (4, "最近更新日期", "rule:3"),
            (5, "身份证号码", "resident_id_area"),
            (6, "建档时间", "rule:2"),
            (6, "性别", "rule:1"),
            (6, "档案类型", "code"),
        ],
    ),
    "patients": (
        f"""患者姓名,公民身份号码,出生年月日,镇街,村居,管理病种,诊断日期,建卡日期,结案日期,结案原因
虚构甲,{WOMAN},1960-05-12,柳树湾街道,柳园,原发性高血压,2018-05-01,2018年6月,,
虚构甲,{WOMAN},1960-05-12,柳树湾街道,柳园,高血压病,2018-05-01,2018年6月3日,,
虚构甲,{WOMAN},1960-05-12,柳树湾街道,柳园,Ⅱ型糖尿病,,20190102,2024-02-01,迁出
虚构乙,{MAN},1955-03-01,黄码镇,黄码村,糖尿病,2019-01-01,2018-01-01,2017-01-01,死亡
虚构乙,{MAN},1955-03-02,黄码镇,黄码村,感冒,,2018-01-01,,治愈
""",
        "condition, diagnosed_on, enrolled_on, ended_on, end_reason, area",
        [
            ("diabetes", None, DAY(2019, 1, 2), DAY(2024, 2, 1), "moved", "320812010001"),
            ("hypertension", DAY(2018, 5, 1), DAY(2018, 6, 3), None, None, "320812010001"),
        ],
        [
            (2, "建卡日期", "date"),
            (5, "建卡日期", "rule:2"),
            (5, "结案日期", "rule:3"),
            (6, "出生年月日", "rule:0"),
            (6, "管理病种", "code"),
            (6, "结案日期", "rule:4"),
        ],
    ),
    "followups": (
        f"""姓名,身份证号,病种,社区,建卡日期,服务日期,随访日期,随访方式,血压(mmHg),空腹血糖(mmol/L),此次随访分类,下次随访日期
虚构甲,{WOMAN},高血压患者,柳园社区,2018-06-03,2024-01-05,2024-04-08,入户随访,138/86,6.1,控制满意,2024-07-08
虚构甲,{WOMAN},2型糖尿病,柳园社区,2018-06-03,2024-01-05,2024-04-09,门诊,,７.８,控制不满意,2024-07-08
虚构乙,{MAN},高血压,黄码村,2024-05-01,2024-01-05,2024-04-08,电话,86/138,61,控制满意,2024-04-01
""",
        "service, followed_up_on, mode, systolic_mmhg, diastolic_mmhg, fasting_glucose_mmol_l, controlled, next_due_on",
        [
            ("diabetes", DAY(2024, 4, 9), "clinic", None, None, 7.8, False, DAY(2024, 7, 8)),
            ("hypertension", DAY(2024, 4, 8), "home_visit", 138, 86, 6.1, True, DAY(2024, 7, 8)),
        ],
        [
            (4, "下次随访日期", "rule:3"),
            (4, "空腹血糖(mmol/L)", "range"),
            (4, "血压(mmHg)", "blood_pressure"),
            (4, "随访日期", "rule:1"),
        ],
    ),
    "checkups": (
        f"""受检人,证件号码,性别,社区,筛查日期,筛查项目,收缩压,舒张压,身高(cm),体重(kg),结果异常
虚构甲,{WOMAN},女性,枫香,2024-05-06,,,,,,
虚构甲,{WOMAN},女性,柳树湾街道枫香居委会,2024-05-06,“两癌”筛查,128,79,158,55.5,无
虚构乙,{MAN},男性,黄码村,2024-05-07,老年人体检,79,128,17,70斤,有
虚构乙,{MAN},男性,黄码村,2024-05-08,妇科检查,,,,,×
""",
        "kind, checked_on, systolic_mmhg, diastolic_mmhg, height_cm, weight_kg, abnormal",
        [("two_cancers", DAY(2024, 5, 6), 128, 79, 158.0, 55.5, False)],
        [
            (2, "社区", "area_ambiguous"),
            (2, "筛查项目", "missing"),
            (4, "体重(kg)", "unit"),
            (4, "舒张压", "rule:4"),
            (4, "身高(cm)", "range"),
            (5, "筛查项目", "rule:3"),
        ],
    ),
    "visits": (
        f"""走访对象,身份证号,社区,走访时间,走访事项,走访人,走访人身份,节日,变故日期,有无困难,是否解决,上报日期,走访日志,走访方式
虚构甲,{WOMAN},柳园社区,2024年9月17日,节日慰问,虚构干部,社区干部,中秋节,,有,是,2024-09-18,虚构甲家屋顶漏雨,上门
虚构乙,,黄码村,2024/8/3,变故走访,虚构干部,义工,,2024/8/1,无,,,,打电话
虚构丙,,黄码村,2024/8/4,送药助医,虚构干部,医生,,,无,,,否,
虚构乙,,黄码村,2024/8/3,变故走访,虚构干部,路人,,2024/8/5,无,是,2024/8/2,,
""",
        "service, visited_on, visitor_role, festival, event_on, problem_found, problem_solved, person_match, problem_reported_on, logged, mode",
        [
            (
                "event_visit",
                DAY(2024, 8, 3),
                "volunteer",
                None,
                DAY(2024, 8, 1),
                False,
                None,
                "name",
                None,
                None,
                "phone",
            ),
            (
                "festival_visit",
                DAY(2024, 9, 17),
                "cadre",
                "mid_autumn",
                None,
                True,
                True,
                "id",
                DAY(2024, 9, 18),
                True,
                "in_person",
            ),
            ("medicine_delivery", DAY(2024, 8, 4), "doctor", None, None, False, None, "name", None, False, None),
        ],
        [(5, "上报日期", "rule:5"), (5, "是否解决", "rule:3"), (5, "走访人身份", "code"), (5, "走访时间", "rule:2")],
    ),
    "services": (
        f"""办理日期,服务事项,社区,药具名称,数量,是否到位,服务对象,身份证号
2024-02-03,药具发放,柳园社区,避孕套,10盒,是,,
2024-02-03,药具发放,柳园社区,避孕套,10,是,,
2024-02-04,查环查孕,黄码村,,1,否,虚构甲,{WOMAN}
2024-02-05,算命,黄码村,,-1,,,
""",
        "service, served_on, item IS NOT NULL, quantity, completed, person_match",
        [
            ("contraceptive_distribution", DAY(2024, 2, 3), True, 10, True, None),
            ("double_check", DAY(2024, 2, 4), False, 1, False, "id"),
        ],
        [(2, "数量", "integer"), (5, "数量", "range"), (5, "服务事项", "code")],
    ),
    "aid": (
        """户主姓名,户号,社区,家庭类型,慰问日期,帮扶形式,慰问金额(元),其中现金,实物折款,慰问物品,困难是否解决
虚构甲,7,柳园社区,二女户,2024-02-01,慰问金,"1,234.50",,,,是
虚构乙,8,黄码村,失独家庭,2024-02-02,现金,贰佰元整,,,,
虚构丙,9,黄码村,特困,2024-02-02,实物,约500,,,大米一袋,否
虚构丁,10,黄码村,特困,2024-02-03,慰问金,,,,,否
虚构戊,11,黄码村,留守老人,2024-02-03,款物,,200,80,大米一袋,否
虚构己,12,黄码村,留守老人,2024-02-03,款物,300,200,80,大米一袋,否
""",
        "population_group, kind, amount_yuan, person_match, problem_solved",
        [
            ("left_behind_elder", "cash_and_in_kind", Decimal("280.00"), "number", False),
            ("special_family", "cash", Decimal("200.00"), "number", None),
            ("two_daughter_household", "cash", Decimal("1234.50"), "name", True),
        ],
        [(4, "慰问金额(元)", "money"), (5, "慰问金额(元)", "rule:2"), (7, "慰问金额(元)", "rule:4")],
    ),
    "pairings": (
        f"""帮扶对象,身份证号,社区,联系人,联系人身份,联系人级别,岗位,结对时间,结束日期
虚构甲,{WOMAN},柳园社区,虚构干部,街道干部,街道,计生办,2023-01-01,2099-12-31
虚构甲,{WOMAN},柳园社区,虚构志愿者,志愿者,区,,2023-02-01,
虚构甲,{WOMAN},柳园社区,虚构邻居,邻居,,,2023-02-01,
虚构乙,{MAN},黄码村,,路人,,,2023-01-01,2022-01-01
""",
        "role, level, regexp_full_match(post, '[0-9a-f-]{36}'), since_on, until_on, typeof(contact)",
        [
            ("cadre", "street", True, DAY(2023, 1, 1), DAY(2099, 12, 31), "UUID"),
            ("neighbour", None, None, DAY(2023, 2, 1), None, "UUID"),
            ("volunteer", "county", None, DAY(2023, 2, 1), None, "UUID"),
        ],
        [(5, "结束日期", "rule:2"), (5, "联系人", "missing"), (5, "联系人身份", "code")],
    ),
    "events": (
        f"""当事人,身份证号,社区,事发日期,事件类型,获知日期,是否需要援助,援助日期,处置完成日期
虚构甲,{WOMAN},柳园社区,2024-07-30,患大病,2024-08-01,是,2024-08-02,
虚构乙,{MAN},黄码村,2024-07-30,火灾,2024-07-01,,2024-07-02,2024-07-03
,,黄码村,2099-07-30,升学,,,,
虚构丁,,黄码村,2024-03-01,辍学,2024-03-02,,,2024-03-11
""",
        "kind, happened_on, reported_on, wants_help, helped_on, resolved_on",
        [
            ("dropout", DAY(2024, 3, 1), DAY(2024, 3, 2), None, None, DAY(2024, 3, 11)),
            ("illness", DAY(2024, 7, 30), DAY(2024, 8, 1), True, DAY(2024, 8, 2), None),
        ],
        [
            (3, "处置完成日期", "rule:4"),
            (3, "援助日期", "rule:5"),
            (3, "获知日期", "rule:2"),
            (4, "事件类型", "code"),
            (4, "事发日期", "future"),
            (4, "当事人", "rule:3"),
        ],
    ),
    "residents": (
        f"""姓名,身份证号,社区,人口类型,流入时间,户口所在地,居住状况,子女外出时间,生活自理能力,困难类型,是否残疾人,手机号码
虚构甲,{WOMAN},柳园社区,外来人口,2022-03-01,安徽省六安市,独居,2023-10-01,能自理,低保、计生特殊家庭,否,+86 138 0000 0000
虚构乙,{MAN},黄码村,户籍,1950-01-01,,,,半失能,,,14400000000
""",
        "migrant, came_on, living_arrangement, children_away_since_on, self_care, special_family, low_income, destitute, disabled",
        [("in", DAY(2022, 3, 1), "alone", DAY(2023, 10, 1), "full", True, True, False, False)],
        [(3, "手机号码", "phone"), (3, "流入时间", "rule:3")],
    ),
    "sites": (
        """社区,单位名称,类型,社会信用代码,有无心理咨询室,是否建成暖心家园
柳园社区,虚构小学,小学,91110000600037341l,有,×
黄码村,虚构中学,中学,91110000600037341M,有,
""",
        "name, kind, credit_code, has_counselling_room, has_warm_home",
        [("虚构小学", "school", "91110000600037341L", True, False)],
        [(3, "社会信用代码", "uscc")],
    ),
    "volunteers": (
        f"""志愿者姓名,身份证号码,志愿者职业,志愿者级别,所属分队,社区,加入日期,退出日期,培训时间
虚构甲,{WOMAN},退休医生,街道,一分队,柳园社区,2021-03-05,,2024-03-06
虚构乙,,心理咨询师,区级,,黄码村,2022-03-05,,
虚构丙,,下岗职工,镇级,,黄码村,2022-03-05,2021-03-05,
虚构丁,,,乡里,,黄码村,,,
""",
        "kind, level, since_on, trained_on, person_match, special_family, typeof(contact)",
        [
            ("doctor", "street", DAY(2021, 3, 5), DAY(2024, 3, 6), "id", False, "UUID"),
            ("psychologist", "county", DAY(2022, 3, 5), None, "name", False, "UUID"),
        ],
        [(4, "退出日期", "rule:2"), (5, "志愿者级别", "code"), (5, "志愿者职业", "missing")],
    ),
    "staff": (
        f"""姓名,身份证号,公益岗位,专兼职,村居,上岗时间,离岗日期
虚构甲,{WOMAN},爱心妈妈,兼职,黄码村,2022-03-01,2023-02-28
虚构甲,{WOMAN},爱心妈妈,兼职,黄码村,2024-03-01,
虚构乙,,村妇联主席,专职,黄码村,,
虚构丙,,,专职,黄码村,2024-03-01,2023-02-28
""",
        "post, full_time, since_on, until_on, regexp_full_match(post_title, '[0-9a-f-]{36}'), person_match",
        [
            ("loving_mother", "part_time", DAY(2022, 3, 1), DAY(2023, 2, 28), True, "id"),
            ("loving_mother", "part_time", DAY(2024, 3, 1), None, True, "id"),
            ("women_federation", "full_time", None, None, True, "name"),
        ],
        [(5, "公益岗位", "missing"), (5, "离岗日期", "rule:1")],
    ),
    "tasks": (
        """工作任务,责任单位,责任人,方案条款,完成时限,完成日期,完成情况,佐证材料
留守人员摸底排查,虚构小学,虚构干部,四(一),2024-02-29,2024-02-20,已完成,花名册
志愿者培训,民政办,虚构干部,四(二),2024-03-31,,正在推进,
8月督导检查,民政办,虚构干部,四(四),2024-08-31,,,
计划生育贫困母亲摸底,民政办,虚构干部,四(五),2024-11-30,,,
,民政办,虚构干部,,2024-12-31,2099-12-30,,
""",
        "kind, population_group, clause, unit = '虚构小学', due_on, done_on, completed, evidence_filed",
        [
            ("census", "poor_mother", "四(五)", False, DAY(2024, 11, 30), None, None, None),
            ("census", None, "四(一)", True, DAY(2024, 2, 29), DAY(2024, 2, 20), True, True),
            ("supervision", None, "四(四)", False, DAY(2024, 8, 31), None, None, None),
            ("training", None, "四(二)", False, DAY(2024, 3, 31), None, False, None),
        ],
        [(6, "完成日期", "future"), (6, "工作任务", "missing")],
    ),
    "documents": (
        """资料名称,资料类别,文号,归档单位,归档日期,份数
2024年关爱工作方案,,1,虚构小学,2024-02-03,2份
走访影像,照片,,虚构小学,2024-03-03,
年终总结,,,虚构小学,,1
,,3,虚构小学,2024-03-03,1
""",
        "kind, document_no, dated_on, filed_on, copies, unit",
        [
            ("photo", None, DAY(2024, 3, 3), DAY(2024, 3, 3), None, "虚构小学"),
            ("scheme", "1", DAY(2024, 2, 3), DAY(2024, 2, 3), 2, "虚构小学"),
        ],
        [(4, "归档日期", "missing"), (5, "资料名称", "missing")],
    ),
    "needs": (
        f"""姓名,身份证号,户号,社区,排查日期,需求内容,责任人,办结日期,办理情况
虚构甲,{WOMAN},7,柳园社区,2024-02-01,屋顶漏雨,虚构干部,2024-03-01,
虚构乙,,8,黄码村,2024-02-02,想找人说说话 很孤独,,,暂未解决
虚构丙,,9,黄码村,2024-02-02,,虚构干部,2024-02-01,
""",
        "kind, found_on, assigned, solved_on, solved, person_match",
        [
            ("comfort", DAY(2024, 2, 2), False, None, False, "number"),
            ("housing", DAY(2024, 2, 1), True, DAY(2024, 3, 1), True, "id"),
        ],
        [(4, "办结日期", "rule:2"), (4, "需求内容", "missing")],
    ),
    "supervisions": (
        """督导日期,社区,督导类别,督导内容,发现的问题,整改期限,整改完成日期
2024-08-05,柳园社区,督导检查,空巢老人关爱,台账不全,2099-08-20,2024-08-18
2024-08-06,黄码村,考核,健康教育,未发现问题,,
2024-08-07,黄码村,检查,,台账不全,,2024-08-01
""",
        "kind, subject, problem_found, rectify_by, rectified_on",
        [
            ("evaluation", "health_education", False, None, None),
            ("supervision", "left_behind_care", True, DAY(2099, 8, 20), DAY(2024, 8, 18)),
        ],
        [(4, "整改完成日期", "rule:0")],
    ),
    "activities": (
        """活动日期,活动形式,社区,参加人次,活动对象,活动场地,避孕套(盒),宣传标语,有无照片
2024-02-01,主题日,柳园社区,120,返乡流动人口,汽车站,280,30,有
2024-02-02,主题日,黄码村,120,返乡流动人口,汽车站,很多,30,
""",
        "kind, attendances, regexp_full_match(audience, '[0-9a-f-]{36}'), audience_group, venue_kind, condoms, slogans, photo_filed",
        [("theme_day", 120, True, "migrant", "station", 280, 30, True)],
        [(3, "避孕套(盒)", "integer")],
    ),
}


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> Office:
    """An office that was sent one file of every kind."""
    office = Office(tmp_path_factory.mktemp("office"))
    office.write("区卫健委/区划.csv", AREAS)
    (office.root / "jiping.toml").write_text('name = "清江浦区"\nroot_area = "320812"\n', encoding="utf-8")
    for name, (text, *_) in SENT.items():
        office.write(f"某街道/{name}.csv", f"{name}登记表（虚构）\n{text}", "gb18030")
    office.build()
    return office


@pytest.mark.parametrize("name", SENT)
def test_a_file_of_each_type_is_recognised_and_read(office, name):
    _, columns, clean, _ = SENT[name]
    assert office.rows(f"SELECT form, status FROM intake.ledger WHERE file = '某街道/{name}.csv'") == [(name, "read")]
    assert sorted(office.rows(f"SELECT {columns} FROM clean.{name}"), key=str) == sorted(clean, key=str)


@pytest.mark.parametrize("name", SENT)
def test_its_planted_errors_are_named(office, name):
    found = office.rows(f"SELECT row - 1, header, reason FROM intake.returned WHERE form = '{name}' ORDER BY ALL")
    assert found == sorted(SENT[name][3])


def test_nobody_is_named_in_the_warehouse(office):
    stored = office.workspace.warehouse.read_bytes()
    for private in (WOMAN, MAN, NOWHERE, "虚构甲", "虚构干部", "13800000000", "14400000000"):
        assert private.encode() not in stored


SHIPPED = Workspace.open(Path(__file__).parents[1])
KNOWN = forms.load(SHIPPED)
FORMS = forms.recognisable(KNOWN, questionnaires.load(SHIPPED))


def sheet(headers: list[str]) -> Sheet:
    rows = [headers, ["x"] * len(headers)]
    return Sheet("表.csv", "", rows)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.questionnaire or form.name)
def test_the_official_headers_of_a_form_mean_that_form_and_no_other(form):
    headers = [field.headers[0] for field in form.fields.values() if field.headers]
    found = recognise(sheet(headers + [item.headers[0] for item in form.items.values()] + form.only_with), FORMS).form
    assert (found.name, found.questionnaire) == (form.name, form.questionnaire)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_whatever_synonyms_are_mixed_a_form_is_never_taken_for_another(data):
    """Any synonyms of the required fields and of some others: that form, or set aside because two fit; never another."""
    form = data.draw(st.sampled_from([form for form in FORMS if not form.questionnaires]))
    chosen = [f for f in form.fields.values() if f.headers and (f.required or data.draw(st.booleans()))]
    headers = [data.draw(st.sampled_from(field.headers)) for field in chosen]
    try:
        found = recognise(sheet(headers), FORMS).form.en
    except Fault as fault:
        found = fault.en  # names the forms that fit
    assert form.en in found


@pytest.mark.parametrize("form", KNOWN.values(), ids=lambda form: form.name)
def test_a_header_means_one_field_of_a_form_and_a_word_one_code_of_a_field(form):
    headers = [forms.normal(header) for field in form.fields.values() for header in field.headers]
    assert len(headers) == len(set(headers)), sorted(h for h in headers if headers.count(h) > 1)
    for name, field in form.fields.items():
        words = [word.lower() for code, said in field.codes.items() for word in {code, *said}]
        assert len(words) == len(set(words)), (name, sorted(w for w in words if words.count(w) > 1))


def test_a_log_of_contacts_has_no_date_but_that_of_the_contact(tmp_path):
    """Served and followed up on the same day; where the sheet has both dates, each has its own column."""
    office = Office(tmp_path)
    office.write("甲/区划.csv", AREAS)
    head = "姓名,身份证号,病种,社区,随访日期,下次随访日期\n"
    rows = f"虚构甲,{WOMAN},高血压,柳园社区,2024-04-08,2099-01-01\n虚构乙,{MAN},高血压,柳园社区,,\n虚构乙,{MAN},高血压,柳园社区,很久以前,\n"
    office.write("甲/随访.csv", head + rows)
    office.write(
        "甲/应访.csv", f"姓名,身份证号,病种,社区,随访日期,服务日期\n虚构甲,{WOMAN},糖尿病,柳园社区,,2024-04-01\n"
    )
    office.build()
    assert office.rows("SELECT service, served_on, followed_up_on FROM clean.followups ORDER BY served_on") == [
        ("diabetes", DAY(2024, 4, 1), None),
        ("hypertension", DAY(2024, 4, 8), DAY(2024, 4, 8)),
    ]
    assert office.rows("SELECT row, header, reason FROM intake.returned ORDER BY ALL") == [
        (3, "随访日期", "missing"),
        (4, "随访日期", "date"),
    ]


def test_of_what_a_roster_says_in_its_own_words_only_the_meaning_is_kept(tmp_path):
    office = Office(tmp_path)
    office.write("甲/区划.csv", AREAS)
    head = "姓名,身份证号,社区,户号,死亡日期,子女外出范围,子女联系电话,监护人姓名,健康状况,经济来源,参保情况,子女数,女孩数,人员类别"
    rows = f"""虚构甲,{WOMAN},柳园社区,7,,县外,手机13800000000、宅电,虚构乙,患高血压多年,子女给一点，主要靠养老金,未参保,2个,2,
虚构乙,{MAN},柳园社区,7,2024-05-01,县内乡外,无,,良好,种地,城乡居民医保,2,1,困难母亲、失智
"""
    office.write("甲/台账.csv", f"{head}\n{rows.replace('，', ' ')}")
    office.build()
    known = "supporter_contact_known, guardian_known, guardian_contact_known, insured, two_daughter_household, poor_mother, demented"
    assert office.rows(f"""SELECT died_on, children_destination, health_state, income_source, {known}
        FROM clean.residents ORDER BY died_on NULLS FIRST""") == [
        (None, "out_of_county", "chronic_disease", "pension", True, True, False, False, True, None, None),
        (DAY(2024, 5, 1), "out_of_place", "good", "labour", False, False, False, True, False, True, True),
    ]
    assert office.rows("SELECT count(DISTINCT household_no), typeof(any_value(household_no)) FROM clean.residents") == [
        (1, "UUID")
    ]
    stored = office.workspace.warehouse.read_bytes()
    assert not [text for text in ("13800000000", "虚构乙", "患高血压", "种地") if text.encode() in stored]


@pytest.mark.parametrize(
    ("school", "grade", "found"),
    [
        ("虚构幼儿园", "", ("preschool", True)),
        ("虚构学校", "七年级", ("junior_secondary", True)),
        ("虚构学校", "三（2）班", ("primary", True)),
        ("虚构学校", "高三（2）班", ("senior_secondary", True)),
        ("虚构小学", "", ("primary", True)),
        ("虚构中学", "", (None, True)),
        ("辍学", "", (None, False)),
        ("", "", (None, None)),
    ],
)
def test_a_school_and_a_grade_tell_the_stage(tmp_path, school, grade, found):
    office = Office(tmp_path)
    office.write("甲/区划.csv", AREAS)
    office.write("甲/名册.csv", f"姓名,身份证号,社区,所在学校,年级\n虚构甲,{WOMAN},柳园社区,{school},{grade}\n")
    office.build()
    assert office.rows("SELECT school_stage, in_school FROM clean.residents") == [found]


def test_a_household_is_the_same_where_only_its_number_is_told(tmp_path):
    office = Office(tmp_path)
    office.write("甲/区划.csv", AREAS)
    office.write("甲/名册.csv", f"姓名,身份证号,社区,户号\n虚构甲,{WOMAN},柳园社区,7\n虚构乙,{MAN},柳园社区,8\n")
    office.write("甲/帮扶.csv", "户号,社区,帮扶日期,帮扶形式,金额\n7,柳园社区,2024-02-01,慰问金,200\n")
    office.build()
    asked = "SELECT r.sex FROM clean.residents r JOIN clean.aid a ON a.person = r.household_no"
    assert office.rows(asked) == [("female",)]


@pytest.mark.parametrize(("register", "word"), [("志愿者类别", "退休教师"), ("岗位", "爱心妈妈")])
def test_who_helps_is_the_contact_of_a_pairing_and_not_who_is_visited(tmp_path, register, word):
    """Also where the elder who is visited has the same name in the same village."""
    office = Office(tmp_path)
    office.write("甲/区划.csv", AREAS)
    office.write("甲/名册.csv", f"姓名,身份证号,社区,居住状况\n虚构甲,{WOMAN},柳园社区,独居\n")
    office.write("甲/队伍.csv", f"姓名,{register},联系电话,社区,身份证号\n虚构甲,{word},13800000000,柳园社区,{MAN}\n")
    office.write("甲/结对.csv", "结对对象,社区,联系人,联系人身份,结对日期\n虚构甲,柳园社区,虚构甲,志愿者,2024-01-01\n")
    office.write("甲/走访.csv", "姓名,社区,走访日期,走访类别\n虚构甲,柳园社区,2024-01-02,问候\n")
    office.build()
    form = "staff" if register == "岗位" else "volunteers"
    assert office.rows(f"""SELECT count(*) FROM clean.residents r JOIN clean.visits USING (person)
        JOIN clean.pairings p USING (person) JOIN clean.{form} h USING (contact) WHERE h.person <> r.person""") == [
        (1,)
    ]


def test_only_what_is_planned_may_lie_in_the_future(tmp_path):
    office = Office(tmp_path)
    office.write("甲/区划.csv", AREAS)
    head = "姓名,身份证号,社区,病种,确诊日期,纳入管理日期\n"
    office.write("甲/患者.csv", head + f"虚构甲,{WOMAN},柳园社区,高血压,2098-01-01,2099-01-01\n")
    office.build()
    assert office.rows("SELECT header, reason FROM intake.returned ORDER BY ALL") == [
        ("确诊日期", "future"),
        ("纳入管理日期", "future"),
    ]


@pytest.mark.parametrize(("header", "yuan"), [("金额", 2), ("金额(元)", 2), ("金额（万元）", 20_000)])
def test_the_unit_of_a_header_counts(tmp_path, header, yuan):
    office = Office(tmp_path)
    office.write("甲/区划.csv", AREAS)
    office.write("甲/帮扶.csv", f"户号,社区,帮扶日期,帮扶形式,{header}\n7,柳园社区,2024-02-01,慰问金,2\n")
    office.build()
    assert office.rows("SELECT amount_yuan FROM clean.aid") == [(Decimal(yuan),)]
