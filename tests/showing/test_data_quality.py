"""What the data-quality report says of files, rows and units; nothing of what a row holds."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from indicators.showing.data_quality import DataQuality
from indicators.showing.words import vocabulary
from indicators.workspace import Fault
from tests.test_intake import ID, SITES

pytestmark = pytest.mark.slow  # each test takes in an office of its own

SECTIONS = ("summary", "refused", "reasons", "reports", "persons", "files")
UPDATES = "村(社区),场所名称,更换日期\n柳园社区,柳园社区,2024-05-05\n柳园社区,柳园社区,2024-08-05\n无名村,柳园社区,2024-08-06\n柳园社区,柳园社区,坏\n"
REPORTS = "填报单位,所属地区,报告期,上报项目,上报数,应报日期,收到日期\n"


def text(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<style>.*?</style>|<[^>]+>", " ", html, flags=re.S))


@pytest.fixture
def quality(office):
    office.write("甲/场所.csv", SITES)
    office.write("甲/更换.csv", UPDATES)
    office.write("乙/坏.xlsx", "not a workbook")
    sent = [
        ("柳园中心", "2024Q2", "2024-07-05"),
        ("柳园中心", "2024Q3", "2024-10-20"),
        ("黄码中心", "2024Q2", "2024-07-05"),
    ]
    rows = [
        f"{u},柳园社区,{q},工作报表,1,{'2024-07-10' if q == '2024Q2' else '2024-10-10'},{day}\n" for u, q, day in sent
    ]
    office.write("乙/上报.csv", REPORTS + "".join(rows))
    person = f"欧阳虚构,{ID},女,1949-12-31,柳园社区\n"
    for unit in ("甲", "乙"):
        office.write(f"{unit}/名册.csv", "姓名,身份证号,性别,出生日期,村(社区)\n" + person)
    office.build()
    return lambda lang="zh", quarter="2024Q3": DataQuality.open(quarter, lang, str(office.root))


def test_rows_are_accounted_for_and_files_not_read_are_counted_by_unit(quality):
    said = text(quality().summary().html)
    assert "20 行 = 有效 17 行 + 退回 2 行 + 重复 1 行 + 被替代 0 行 + 已更正 0 行" in said and "退回率 10.0%" in said
    assert "乙：1 个文件或工作表未读取" in text(quality().refused().html) and "1 file or sheet was not read" in text(
        quality("en").summary().html
    )


def test_reasons_stand_under_their_unit_and_record_type(quality):
    said = text(quality().reasons().html)
    assert (
        "宣传栏更换 更换日期：不是日期" in said
        and "村(社区)：区划登记表中没有这个地区" in said
        and said.index("甲") < said.index("宣传栏")
    )
    assert "Board updates 更换日期: not a date" in text(quality("en").reasons().html)


def test_the_trend_places_undated_rows_with_their_sheet(quality, office):
    ((_, figure),) = quality().trend().charts
    rates = dict(zip(figure.data[0].x, figure.data[0].text, strict=True))
    assert rates == {"2024Q2": "0.0%", "2024Q3": "50.0%"}
    assert "没有走势" in text(quality(quarter="2024Q2").trend().html)


def test_reports_are_in_time_late_or_missing(quality):
    said = text(quality().reports().html)
    assert "2 个单位应报，本季度 1 个未报；近四个季度完整率 75.0%，及时率 50.0%" in said
    assert "柳园中心 迟报 2/2 100.0% 50.0%" in said and "黄码中心 未报 1/2 50.0% 50.0%" in said


def test_persons_in_the_registers_of_several_units_are_counted_not_shown(quality, office):
    assert "居民名册 乙、甲 1" in text(quality().persons().html)
    assert {typeof for (typeof,) in office.rows("SELECT typeof(person) FROM intake.persons")} == {"UUID"}


def test_each_unit_has_one_line(quality):
    said = text(quality().files().html)
    assert "乙 3 4 3 — 1 —" in said and "甲 3 8 6 2 —" in said  # files, rows read, clean, returned, duplicate


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_file_or_sheet_and_no_person_is_named(office, lang):
    """A folder, file or sheet may be called after a person: what is published names units only."""
    office.write("甲/场所.csv", SITES)
    office.write("欧阳虚构/赵虚构的更换.csv", UPDATES)
    office.write("钱虚构/坏.xlsx", "not a workbook")
    office.write("孙虚构.csv", UPDATES)
    rows = [line.split(",") for line in UPDATES.splitlines()]
    office.book("水渡口街道/更换.xlsx", rows, sheet="李虚构")
    office.build()
    shown = DataQuality.open("2024Q3", lang, str(office.root))
    page = shown._repr_html_() + "".join(getattr(shown, section)().html for section in SECTIONS)
    assert "虚构" not in page and ".csv" not in page and ".xlsx" not in page
    assert "水渡口街道" in page and "某报送单位 1" in page and "某报送单位 2" in page


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_a_row_holds_is_shown(quality, lang):
    page = "".join(getattr(quality(lang), section)().html for section in SECTIONS)
    assert not [private for private in ("欧阳虚构", ID, "无名村", "坏<") if private in page]


def test_an_office_without_returned_rows_and_a_misspelt_quarter(office):
    office.write("甲/场所.csv", SITES)
    office.build()
    empty = DataQuality.open("", "zh", str(office.root))
    assert "没有退回的记录" in empty.reasons().html and "没有应报的报表" in empty.reports().html
    assert "没有走势" in empty.trend().html and "没有人" in empty.persons().html and empty.files().html
    with pytest.raises(Fault, match="four quarters"):
        DataQuality.open("2024Q5", "zh", str(office.root))


def test_the_headings_are_the_words_of_the_report():
    cells = json.loads((Path(__file__).parents[2] / "notebooks" / "data_quality.ipynb").read_text(encoding="utf-8"))[
        "cells"
    ]
    headings = ["".join(c["source"]) for c in cells if c["cell_type"] == "markdown"][1:]
    shown = ["".join(c["source"])[len("quality.") : -2] for c in cells if c["cell_type"] == "code"][2:]
    assert headings == [f"## {' · '.join(vocabulary()['quality'][name])}" for name in shown]


@pytest.mark.slow
def test_the_page_is_made_beside_the_assessments_and_linked(published):
    folder = published.processed / "assessments" / "2024Q3"
    page = (folder / "data_quality.html").read_text(encoding="utf-8")
    assert "数据质量" in page and 'href="data_quality.html"' in (folder / "index.html").read_text(encoding="utf-8")
