"""Headers in an office's own words: which field each is taken for, and which it must never be taken for."""

from __future__ import annotations

from pathlib import Path

import pytest

from indicators.workspace import Workspace
from pipelines.recognising import forms
from pipelines.recognising.claims import claims
from pipelines.recognising.headers import Header

KNOWN = forms.load(Workspace.open(Path(__file__).parents[2]))
PERSONS = [name for name, form in KNOWN.items() if form.has_person and "resident_id" in form.fields]
PLACED = [name for name, form in KNOWN.items() if "area" in form.fields and form.fields["area"].type == "area"]

VILLAGES = """村 村名 村别 所在村 所属村 行政村 自然村 居委会 村（居） 行政村（居） 村（居）委会 居（村）委会 村居委会 村民委员会 社区居委会 村/社区 村、社区
村（社区） 社区（村）名称 村或社区 所在村（社区） 所属社区 居住社区 本人所在村居 老人所在村 患者现居住村 学生所在社区 您所在的社区 村（必填） *村（居） 【必填】村名
乡镇（街道）村（社区） 镇村 辖区 所在辖区 居住地 住址 现住址 家庭住址 家庭地址 现居住地址 常住地址 服务对象住址 地址（详细） 所屬社區 村（居）委會"""
IDS = """身份证 身份证号 身份证号码 身份证件号码 证件号 证件号码 公民身份号码 公民身份证号码 居民身份证号 居民身份证 有效证件号码 二代身份证号 本人身份证号
患者身份证号码 老人身份证 儿童身份证号 身份证号（必填） 身份证号码（18位） 身份证号（18位）（必填） 身份证号* 服务对象身份证号 身份證號碼"""
PHONES = (
    "电话 手机 手机号 手机号码 联系电话 联系方式 联系手机 电话号码 本人电话 患者联系电话 移动电话 家庭电话 您的手机号码"
)
STREETS = "街道 乡镇 镇 乡镇（街道） 街道（乡镇） 镇（街） 乡镇/街道 所在乡镇 所属街道 街道办事处 街道名称 乡（镇） 所在街道（镇）"

OF_OTHERS = """父亲身份证号 母亲身份证号 监护人身份证号 配偶身份证号 联系人身份证号 父亲姓名 母亲姓名 监护人姓名 家长姓名 填表人 填报人 填表人姓名 审核人 随访医生 责任医生姓名
父亲电话 监护人电话 联系人电话 志愿者电话 医生电话 学生家长电话 证件类型 证件类别 身份类别 电话随访次数"""
OF_OTHER_PLACES = "学校地址 单位地址 工作单位地址 务工地 父亲务工地点 出生地 发证机关 村医 村民小组 村卫生室 社区医生 镇卫生院 街道干部 户数"
OTHER_DAYS = "填表日期 填报日期 打印日期 审核日期 制表日期 父亲出生日期 配偶出生年月 居住日期 所用时间"
NOT_ATTENDED = "预计人数 预计参加人数 计划人数 应到人数 学生人数 未参加人数 老人数量 工作人员数"


def taken(form: str, header: str) -> str | None:
    claim = claims(KNOWN[form], Header([[header]], [None], [[header]], 1, 1))[0]
    return claim and claim.name


@pytest.mark.parametrize("form", PLACED)
def test_every_word_for_a_village_or_a_street_is_one(form):
    fields = {"area"} | ({"address"} if form == "residents" else set())
    assert {header: taken(form, header) for header in VILLAGES.split() if taken(form, header) not in fields} == {}
    assert {header: taken(form, header) for header in STREETS.split() if taken(form, header) != "street"} == {}


@pytest.mark.parametrize("form", PERSONS)
def test_every_word_for_an_id_or_a_telephone_is_one(form):
    assert {header: taken(form, header) for header in IDS.split() if taken(form, header) != "resident_id"} == {}
    if "phone" in KNOWN[form].fields:
        assert {header: taken(form, header) for header in PHONES.split() if taken(form, header) != "phone"} == {}


@pytest.mark.parametrize("form", KNOWN)
def test_what_is_said_of_another_person_place_or_day_is_never_taken_for_the_records(form):
    """Whatever else it may be (the contact of a pairing is a field of its own)."""
    own = {"name", "resident_id", "phone", "area", "street", "birth_on", KNOWN[form].dated_by}
    own = {name for name in own if name in KNOWN[form].fields and KNOWN[form].fields[name].type != "text"}
    surveyed = {"填表日期"} if form == "survey_answers" else {"填报日期"} if form == "returns" else set()
    headers = {*f"{OF_OTHERS} {OF_OTHER_PLACES} {OTHER_DAYS}".split()} - surveyed
    assert {header: taken(form, header) for header in headers if taken(form, header) in own} == {}
    assert taken(form, "户籍所在地") in (None, "origin") and taken(form, "户籍地址") in (None, "origin")


def test_who_was_expected_did_not_attend():
    assert {header: taken("activities", header) for header in NOT_ATTENDED.split() if taken("activities", header)} == {}


@pytest.mark.parametrize(
    ("group", "header", "field"),
    [
        ("父亲情况", "外出日期", "father_away_since_on"),
        ("配偶信息", "姓名", None),
        ("监护人信息", "姓名", "guardian"),
        ("儿童基本情况", "姓名", "name"),
        ("户主", "现住址", "address"),
    ],
)
def test_a_group_says_whom_its_columns_are_about(group, header, field):
    labels = [[header, group + header], ["序号"]]
    claim = claims(KNOWN["residents"], Header(labels, [(0, group), None], [[group, ""], [header, "序号"]], 1, 2))[0]
    assert (claim.name if claim and not claim.is_other else None) == field


@pytest.mark.parametrize(
    "header",
    ["1.2 走访日期", "1.2走访日期", "Q2：走访日期", "A2、走访日期", "题2：走访日期（必填，单选）", "*2．走访日期："],
)
def test_the_number_of_a_question_is_no_part_of_its_name(header):
    assert taken("visits", header) == "visited_on"


@pytest.mark.parametrize(
    ("form", "header"),
    [("visits", "6.1节日"), ("visits", "3.8 节日"), ("activities", "Q2 参加人数"), ("activities", "Q2参加人数")],
)
def test_a_festival_or_a_quarter_is_no_number_of_a_question(form, header):
    assert taken(form, header) is None
