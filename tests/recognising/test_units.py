"""In what a column's numbers are given, wherever it is said; what cannot be told comes back."""

from __future__ import annotations

from decimal import Decimal

import pytest

from indicators.workspace import Fault
from tests.test_intake import returned

pytestmark = pytest.mark.slow  # each test takes in an office of its own

AID = ["户号", "社区", "帮扶日期", "帮扶形式", "金额"]
GIVEN = ["7", "柳园社区", "2024-02-01", "实物"]


def sheets(office, *received: list[list[str]]) -> None:
    for number, rows in enumerate(received):
        office.write(f"甲/帮扶{number}.csv", "".join(",".join(row) + "\n" for row in rows))
    office.build()


def amounts(office) -> list[Decimal]:
    return [amount for (amount,) in office.rows("SELECT amount_yuan FROM clean.aid ORDER BY file, row")]


def test_a_title_states_the_unit_of_sums_of_money(office):
    titles = [
        [["单位：万元"]],
        [["2024年帮扶情况"], ["填报单位：柳园中心", "", "", "", "單位：萬圓"]],
        [["帮扶情况（计量单位：人、万元）"]],
        [["填报单位：柳园中心 单位:人民币万元 日期：2024年"]],
    ]
    rows = [[*GIVEN, "2.5"], [*GIVEN, "贰"], [*GIVEN, "1200元"], [*GIVEN, "3万"]]
    sheets(office, *([*above, AID, *rows] for above in titles))
    assert amounts(office) == [25_000, 20_000, 1200, 30_000]
    assert office.rows("SELECT sum(duplicate) FROM intake.ledger") == [(12,)]  # every file says the same


def test_where_the_unit_of_a_column_stands(office):
    """Over a group of columns, below the name, behind it; before the one in the titles; in other scales."""
    sheets(
        office,
        [["单位：万元"], [*AID[:-1], "金额（元）"], [*GIVEN, "500"]],
        [["户号", "社区", "帮扶日期", "救助（万元）", ""], ["", "", "", "帮扶形式", "金额"], [*GIVEN, "1.1"]],
        [AID, ["", "", "", "", "万元"], [*GIVEN, "1.2"]],
        [AID, ["", "", "", "", "（万元）"], [*GIVEN, "1.3"]],
        [[*AID[:-1], "金额（单位：万元）"], [*GIVEN, "1.4"]],
        [[*AID[:-1], "金额(百元)"], [*GIVEN, "2.5"]],
        [[*AID[:-1], "金额(千元)"], [*GIVEN, "2.5"]],
        [[*AID[:-1], "金额(百万元)"], [*GIVEN, "2.5"]],
    )
    assert amounts(office) == [500, 11_000, 12_000, 13_000, 14_000, 250, 2500, 2_500_000]


def test_a_sum_whose_unit_cannot_be_told_comes_back(office):
    sheets(
        office,
        [["单位：元、万元"], AID, [*GIVEN, "2.5"]],
        [[*AID[:-1], "金额(美元)"], [*GIVEN, "2.5"]],
        [AID, [*GIVEN, "500美元"], [*GIVEN, "1200元/人"], [*GIVEN, "2.555元"]],
    )
    assert [(value, reason) for *_, value, reason in returned(office)] == [
        ("2.5万元/元", "unit"), ("2.5美元", "unit"), ("500美元", "unit"), ("1200元/人", "unit"), ("2.555元", "money"),
    ]  # fmt: skip
    ((zh, en),) = office.rows("SELECT DISTINCT zh, en FROM intake.returned WHERE reason = 'unit'")
    assert "换算成 元" in zh and "into 元" in en


def test_persons_are_counted_in_what_titles_say_of_persons_only(office):
    titles = {"万人": "万人", "万人、万户": "万人、万户", "万元": "万元", "人、万户": "人、万户"}
    for year, unit in enumerate(titles, 2020):
        text = f"单位：{unit}\n地区,年份,人群,人数\n柳园社区,{year},常住人口,1.2\n"
        office.write(f"甲/人口{year}.csv", text)
    office.write("甲/人口.csv", "单位：元\n地区,年份,人群,人数(万人)\n柳园社区,2024,常住人口,1.2\n")
    office.write(
        "甲/活动.csv", "（单位：万元）,,\n村居,活动日期,活动形式,参加人数,场次\n柳园社区,2024-02-01,讲座,30,2\n"
    )
    office.build()
    assert office.rows("SELECT year, persons FROM clean.population ORDER BY ALL") == [
        (2020, 12_000), (2021, 12_000), (2024, 12_000),
    ]  # fmt: skip
    assert [(value, reason) for *_, value, reason in returned(office)] == [("1.2", "integer"), ("1.2万户/人", "unit")]
    assert office.rows("SELECT attendances, sessions FROM clean.activities") == [(30, 2)]


CHECKUP = "体检编号,社区,体检日期,体检项目,收缩压,空腹血糖,{}\n1,柳园社区,2024-05-06,老年人体检,{},{},{}\n"


def test_a_number_may_have_the_fields_own_unit_after_it(office):
    office.write("甲/体检.csv", CHECKUP.format("体重kg", "138 mmHg", "6.1mmol/L", "５５．５公斤"))
    office.build()
    values = "SELECT systolic_mmhg, fasting_glucose_mmol_l, weight_kg FROM clean.checkups"
    assert returned(office) == [] and office.rows(values) == [(138, 6.1, 55.5)]


def test_a_number_with_another_unit_comes_back(office):
    office.write("甲/体检.csv", CHECKUP.format("体重(斤)", "18.4kPa", "110mg/dL", "111"))
    office.build()
    assert {(header, value, reason) for _, _, header, value, reason in returned(office)} == {
        ("体重(斤)", "111斤", "unit"), ("收缩压", "18.4kPa", "unit"), ("空腹血糖", "110mg/dL", "unit"),
    }  # fmt: skip
    remedies = office.rows("SELECT en FROM intake.returned ORDER BY header")
    assert any("into mmol/L" in en for (en,) in remedies)


def test_a_unit_goes_with_the_rows_that_come_back(office):
    """From under a title or a group, a returned row is corrected and sent again as it was meant."""
    from pipelines.accounting import returns

    group = [["填报单位：甲", "", "", "", "单位：万元"], AID]
    sheets(office, [*group, [*GIVEN, "2"], ["8", "柳园社区", "坏", "实物", "3"]])
    assert amounts(office) == [20_000]
    (book,) = returns.listed(office.workspace)
    correct(book, office.root / "data/raw/甲/更正.xlsx", "坏", "2024-02-02")
    office.build()
    assert amounts(office) == [20_000, 30_000] and returned(office) == []


def correct(book, target, wrong: str, right: str) -> None:
    """What a unit does with its correction workbook."""
    import python_calamine
    import xlsxwriter

    rows = python_calamine.load_workbook(str(book)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    with xlsxwriter.Workbook(str(target)) as new:
        page = new.add_worksheet()
        for number, row in enumerate(rows):
            page.write_row(number, 0, [right if cell == wrong else cell for cell in row])


def test_what_stands_above_two_tables_side_by_side_is_said_of_both(office):
    rows = [
        ["", "", "", "", "", "", "", "", "", "", "单位：万元"],
        [*AID, "", *AID],
        [*GIVEN, "2", "", "8", *GIVEN[1:], "3"],
    ]
    office.book("甲/帮扶.xlsx", rows)
    office.build()
    assert office.rows("SELECT amount_yuan FROM clean.aid ORDER BY ALL") == [(20_000,), (30_000,)]


WELLS = 'zh = "水井"\nen = "Wells"\n[fields.area]\ntype = "area"\nrequired = true\nheaders = ["村"]\n[fields.depth]\ntype = "{}"\nunits = ["米", "m"]\nheaders = ["井深"]\n'


def test_a_record_type_of_the_offices_own_says_its_units(office):
    (office.root / "forms").mkdir()
    (office.root / "forms/wells.toml").write_text(WELLS.format("decimal"), encoding="utf-8")
    office.write("甲/水井.csv", "村,井深(米)\n黄码村,12.5\n黄码村,8M\n黄码村,30尺\n")
    office.build()
    assert office.rows("SELECT depth FROM clean.wells ORDER BY row") == [(12.5,), (8,)]
    assert [(value, reason) for *_, value, reason in returned(office)] == [("30尺", "unit")]
    (office.root / "forms/wells.toml").write_text(WELLS.format("money"), encoding="utf-8")
    with pytest.raises(Fault, match=r"fields\.depth: only an integer or a decimal has units"):
        office.build()
