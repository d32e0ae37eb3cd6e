"""Names of areas outside the office's register: resolved by the table of divisions, the register always first."""

from __future__ import annotations

import csv
import random

import pytest

from indicators.office import Office as Opened
from pipelines import divisions
from pipelines.cleaning import elsewhere
from tests.conftest import AREAS, Office

pytestmark = pytest.mark.slow  # each test takes in an office of its own

ROOT = "320812000000"
MEANT = {
    "安徽省阜阳市颍州区": "341202000000",
    "安徽省/阜阳市/颍州区": "341202000000",
    "安徽阜阳颍州": "341202000000",
    "安徽省颍州区": "341202000000",
    "颍州区": "341202000000",
    "河南周口": "411600000000",
    "内蒙古": "150000000000",
    "广西": "450000000000",
    "江苏淮安": "320800000000",  # the city, in which its district lies
    "北京朝阳": "110105000000",
    "福州市鼓楼区": "350102000000",
    "湖北长阳": "420528000000",
    "延边州": "222400000000",
    "湖北省仙桃市": "429004000000",
    "341202": "341202000000",
    "淮安市清江浦区": ROOT,
    "江苏省淮安市清江浦区黄码镇黄码村": "320812103201",
    "淮安市黄码村": "320812103201",
    "清江浦区柳园社区": "320812010001",
    # former names
    "淮安市清河区": "320802000000",  # merged into nobody the table knows
    "320802": "320802000000",
    "淮阴县": "320804000000",
    "江苏省淮阴市沭阳县": "321322000000",
    "320821": "320804000000",
    "楚州区": "320803000000",
    "阜阳地区太和县": "341222000000",
    "四川省重庆市": "500000000000",
    # the table ends at counties
    "淮阴区王营镇某村3组": "320804000000",
    "上海市松江区九亭镇": "310117000000",
    "安徽省阜阳市某镇": "341200000000",
    "东莞市长安镇": "441900000000",
}
UNKNOWN = {
    "鼓楼区": "area_ambiguous",
    "朝阳区望京街道": "area_ambiguous",
    "清河区": "area_ambiguous",  # 淮安's and 铁岭's
    "山东郊区": "area_ambiguous",
    "清江浦区枫香": "area_ambiguous",
    "颍州": "area",  # a village may be called that
    "南京路12号": "area",
    "清江浦区乌有村": "area",  # the register knows all of it
    "江苏省乌有县": "area",
    "淮安市市辖区": "area",
    "341202001": "area",
    "329999": "area",
}


def activities(office: Office, names, header: str = "社区") -> None:
    rows = "".join(f"2024-02-{i % 28 + 1:02},讲座,{name},{i + 10}\n" for i, name in enumerate(names))
    office.write("某街道/活动.csv", f"活动日期,活动形式,{header},参加人次\n{rows}")


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Office:
    """An office whose records name places all over the country."""
    office = Office(tmp_path_factory.mktemp("office"))
    office.write("区卫健委/区划.csv", AREAS)
    (office.root / "jiping.toml").write_text('name = "清江浦区"\nroot_area = "320812"\n', encoding="utf-8")
    activities(office, [*MEANT, *UNKNOWN, "黄码村"])
    office.build()
    return office


def test_names_and_codes_all_over_the_country(built):
    found = dict(built.rows("SELECT row, area FROM clean.activities"))
    assert {name: found.get(row) for row, name in enumerate(MEANT, 2)} == MEANT


def test_what_fits_none_or_several_comes_back(built):
    found = dict(built.rows("SELECT row, reason FROM intake.returned"))
    assert {name: found.get(row) for row, name in enumerate(UNKNOWN, 2 + len(MEANT))} == UNKNOWN
    shown = {value for (value,) in built.rows("SELECT value FROM intake.returned")}
    assert shown == UNKNOWN.keys() - {"颍州", "南京路12号", "341202001"} | {"***"}  # these might be somebody's


def test_a_far_place_is_kept_and_counts_in_no_figure_of_the_office(office):
    people = ("黄码村", "阜阳市颍州区", "淮安区", "柳树湾街道", "江苏省淮安市")
    rows = "".join(f"虚构{'甲乙丙丁戊'[i]},某单位,{where},2024-02-01,在职,职工,是\n" for i, where in enumerate(people))
    office.write("某街道/培训.csv", f"姓名,工作单位,所属地区,培训日期,培训类别,人员类别,是否参加\n{rows}")
    office.build()
    assert [entry.note_zh for entry in office.build().ledger if entry.form == "trainings"] == [
        "某街道/培训.csv：3 行所写地区在 320812 的区划登记表之外：已收录，不计入本地区的数字。"
    ]
    assert office.rows("SELECT count(*), count(DISTINCT area) FROM clean.trainings") == [(5, 5)]
    measures = Opened.open(office.workspace).measures
    rate = "health_education.training_participation_rate"
    assert measures.value(rate, "2024Q1", ROOT).denominator == 2
    assert measures.value(rate, "2024Q1", "341202000000").denominator == 1
    assert (
        len(measures.areas) == 8 and measures.areas.name("341202000000") == "341202000000"
    )  # the register stays as sent


def test_the_register_goes_first(office):
    """Villages named like provinces, cities and counties, whole or shortened: their names are never looked up elsewhere."""
    rows = list(csv.DictReader(divisions.COUNTIES.open(encoding="utf-8")))
    names = sorted(
        {row["name"] for row in random.Random(1).sample(rows, 60)} | {"鼓楼区", "内蒙古", "淮安市清河区", "江苏省"}
    )
    villages = {name: f"320812103{i:03}" for i, name in enumerate(names, 300)}
    office.write("区卫健委/村.csv", "区划代码,区划名称,级别\n" + "".join(f"{c},{n},村\n" for n, c in villages.items()))
    activities(office, names)
    office.build()
    found = dict(office.rows("SELECT row, area FROM clean.activities"))
    assert {name: found.get(row) for row, name in enumerate(names, 2)} == villages


def test_former_names_in_the_register_go_first(office):
    office.write(
        "区卫健委/区划.csv",
        AREAS.replace("城乡\n", "城乡,曾用名\n").replace("清江浦区,区,\n", "清江浦区,区,,清河区、清浦区\n"),
    )
    activities(office, ["清河区", "淮安市清河区", "江苏省淮安市清浦区", "铁岭市清河区", "河北省清河县"])
    office.build()
    assert office.rows("SELECT area FROM clean.activities ORDER BY row") == [(ROOT,)] * 3 + [
        ("211204000000",),
        ("130534000000",),
    ]


def test_a_name_is_looked_up_inside_the_place_named_beside_it(office):
    text = "活动日期,活动形式,街道,社区,参加人次\n2024-02-01,讲座,{},{},3{}\n"
    said = [
        ("淮安市", "清江浦区"),
        ("安徽省", "颍州"),
        ("颍州区", "王店镇"),
        ("清江浦区", "黄码村"),
        ("柳树湾街道", "颍州区"),
    ]
    for i, (outer, inner) in enumerate(said):
        office.write(f"街道{i}/活动.csv", text.format(outer, inner, i))
    office.build()
    assert [code for (code,) in office.rows("SELECT area FROM clean.activities ORDER BY file")] == [
        ROOT, "341202000000", "341202000000", "320812103201",
    ]  # fmt: skip
    assert office.rows("SELECT file, value, reason FROM intake.returned") == [("街道4/活动.csv", "颍州区", "area")]


def test_without_a_register_the_office_knows_its_own_area(office):
    (office.root / "data/raw/区卫健委/区划.csv").unlink()
    activities(office, ["清江浦区", "清江浦区黄码镇", "黄码镇"])
    office.build()
    assert office.rows("SELECT area FROM clean.activities ORDER BY row") == [(ROOT,), (ROOT,)]
    assert office.rows("SELECT value FROM intake.returned") == [("黄码镇",)]


def test_where_a_resident_comes_from_is_a_place_and_no_address(office):
    office.write(
        "某街道/居民.csv",
        "姓名,性别,出生日期,户籍地\n虚构甲,女,1990-01-01,安徽省六安市霍邱县某镇某村12号\n虚构乙,男,1980-01-01,\n"
        "虚构丙,男,1981-01-01,黄码村\n虚构丁,男,1982-01-01,乌有乡\n",
    )
    office.build()
    assert office.rows("SELECT area, origin FROM clean.residents ORDER BY row") == [
        (ROOT, "341522000000"), (ROOT, None), (ROOT, "320812103201"),
    ]  # fmt: skip
    assert office.rows("SELECT field, reason FROM intake.returned") == [("origin", "area")]


def test_the_table_is_not_read_where_the_register_knows_all(office, monkeypatch):
    monkeypatch.setattr(elsewhere, "names", lambda: pytest.fail("read"))
    activities(office, ["黄码村", "柳树湾街道"])
    office.build()
    assert office.rows("SELECT count(*) FROM clean.activities") == [(2,)]


def listed(villages: int) -> str:
    """A public list, invented: some counties of a province and their villages, no levels."""
    rows = ["32,某省", "3208,某市", "320812,某区", "320812103,某镇", "320812103201,大桥村村民委员会", "320813,邻区"]
    rows += [f"32081310{i // 900}{i % 900 + 100},邻村{i}村委会" for i in range(villages)]
    return "code,name,streetCode,provinceCode,cityCode,areaCode\n" + "".join(f"{row},,,,\n" for row in rows)


def test_of_a_public_list_only_the_own_area_and_those_above_are_taken(office):
    (office.root / "data/raw/区卫健委/区划.csv").unlink()
    office.write("全省/villages.csv", listed(1500))
    activities(office, ["大桥村", "大桥村委会", "某镇大桥"])
    office.build()
    assert office.rows("SELECT area, level, parent FROM clean.areas ORDER BY area") == [
        ("320000000000", "province", None),
        ("320800000000", "city", "320000000000"),
        ("320812000000", "county", "320800000000"),
        ("320812103000", "street", "320812000000"),
        ("320812103201", "village", "320812103000"),
    ]
    assert office.rows("SELECT DISTINCT area FROM clean.activities") == [("320812103201",)]
    entry = (
        "SELECT lines, header_rows + skipped, read, clean, returned, note_zh FROM intake.ledger WHERE form = 'areas'"
    )
    assert office.rows(entry) == [
        (1507, 1502, 5, 5, 0, "全省/villages.csv：1,501 行是 320812 以外的地区，未收入区划登记表。")
    ]


def test_a_few_areas_elsewhere_are_the_offices_own_wish(office):
    office.write("全省/villages.csv", listed(20))
    activities(office, ["邻村3"])
    office.build()
    assert office.rows("SELECT area FROM clean.activities") == [("320813100103",)]
    assert office.rows("SELECT DISTINCT note_zh FROM intake.ledger") == [("",)]


def test_the_statistical_list_of_a_county(office):
    """Villages with their class, under a header as published; a village whose street is not listed lies in the county."""
    office.write(
        "区卫健委/统计用区划代码.csv",
        "统计用区划代码,城乡分类代码,名称\n320812104001,111,甲社区居民委员会\n320812104002,122,乙社区居委会\n"
        "320812104003,210,丙村委会\n320812104004,220,丁村民委员会\n320812104005,999,戊村委会\n",
    )
    office.build()
    assert office.rows(
        "SELECT name[1], level, parent, urban_rural FROM clean.areas WHERE area LIKE '320812104%' ORDER BY area"
    ) == [
        ("甲", "village", ROOT, "urban"),
        ("乙", "village", ROOT, "urban"),
        ("丙", "village", ROOT, "rural"),
        ("丁", "village", ROOT, "rural"),
    ]
    assert office.rows("SELECT row, header, reason FROM intake.returned") == [(6, "城乡分类代码", "code")]


def test_a_list_of_other_codes_is_no_register_of_areas(office):
    office.write("某街道/目录.csv", "代码,名称\nI10,高血压\n999999,其他\n")
    office.build()
    assert office.rows("SELECT count(*) FROM clean.areas") == [(8,)]
    assert office.rows("SELECT DISTINCT zh FROM intake.returned") == [
        ("没有写级别，代码也不像统计用区划代码，请补填级别",)
    ]
