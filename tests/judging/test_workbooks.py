"""A plan as a workbook: all of it goes in and comes out again, and whatever is filled in wrongly is named by its cell."""

from __future__ import annotations

import dataclasses
import shutil
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from msgspec.structs import replace

from indicators.catalogue import catalogue
from indicators.judging.documents import files, load
from pipelines.publishing import plan_workbook
from tests.judging.test_documents import INDICATORS, KNOWN, WARM_HOMES

WORDS = {
    "indicator": dict.fromkeys(INDICATORS, "率"),
    **{key: dict.fromkeys(words, "词") for key, words in KNOWN.items()},
}
SHIPPED = catalogue()


def back(path: Path, indicators=INDICATORS, known=KNOWN):
    plan, faults = load(path, "", indicators, known)
    return plan, [(str(fault).removeprefix(f"{path}: "), fault.zh.removeprefix(f"{path}：")) for fault in faults]


@pytest.fixture
def warm(tmp_path):
    (tmp_path / "warm.toml").write_text(WARM_HOMES, encoding="utf-8")
    return load(tmp_path / "warm.toml", "care", INDICATORS, KNOWN)[0]


@pytest.fixture
def book(tmp_path, warm):
    path = tmp_path / "warm.xlsx"
    plan_workbook.write(path, WORDS, warm)
    return path


@pytest.mark.parametrize("name", SHIPPED.plans)
def test_every_shipped_plan_goes_into_a_workbook_whole(tmp_path, name):
    plan, path = SHIPPED.plans[name], tmp_path / f"{name}.xlsx"
    plan_workbook.write(path, {"indicator": {code: i.zh for code, i in SHIPPED.indicators.items()}}, plan)
    read, faults = back(path, SHIPPED.indicators, {})
    assert not faults and replace(read, programme=plan.programme) == plan


def test_duties_tasks_and_periods_go_into_a_workbook_whole(warm, book):
    read, faults = back(book)
    assert not faults and replace(read, programme="care") == warm


def test_an_empty_workbook_says_what_it_lacks(tmp_path):
    plan_workbook.write(tmp_path / "new.xlsx", WORDS)
    assert [en for en, _ in back(tmp_path / "new.xlsx")[1]] == [
        "sheet 方案 plan, cell B2: zh is missing. zh: The plan's name in Chinese.",
        "sheet 方案 plan, cell B4: document is missing. document: The document it comes from, with who issued it and the year.",
        "sheet 方案 plan, row 1: it asks nothing. Write at least one of targets, duties and tasks.",
    ]


def test_columns_explain_themselves_and_offer_what_may_be_chosen(book):
    opened = openpyxl.load_workbook(book)
    targets, duties = opened["目标 targets"], opened["服务 duties"]
    assert (targets.freeze_panes, opened["方案 plan"].freeze_panes) == ("B3", "B2")
    assert (
        targets["A1"].value == "指标 indicator"
        and targets["A2"].value.startswith("指标代码")
        and "`jiping indicators`" in targets["A2"].value
    )
    offered = {
        str(one.sqref).split(":")[0]: one.formula1
        for one in duties.data_validations.dataValidation
        if one.type == "list"
    }
    assert set(offered) == {"A3", "B3", "C3", "E3", "H3", "K3"} - {"E3", "H3"}
    column = offered["A3"].split("$")[1]
    assert opened["选项 choices"][f"{column}2"].value == "60岁以上老年人 elder_60"
    assert duties["A3"].value == "65岁以上老年人 elder_65" and duties["C3"].value == "每月 month"


# Thirty ways to fill a workbook in wrongly: sheet, cell, what is written there, what is said.
WRONG = [
    ("方案 plan", "B2", None, "cell B2: zh is missing."),
    ("方案 plan", "B6", "清江浦", 'cell B6: area "清江浦": no division code.'),
    ("方案 plan", "B7", "一月一日", 'cell B7: from "一月一日" cannot stand here. from: First day in force'),
    ("方案 plan", "B8", date(2019, 1, 1), "cell B8: from 2020-01-01 lies after until 2019-01-01."),
    ("方案 plan", "B9", 80, 'cell B9: minimum_completeness "80" cannot stand here.'),
    ("方案 plan", "A9", "备注", 'cell A9: unknown key "备注".'),
    ("方案 plan", "A5", "中文名称 zh", "cell A5: zh stands here a second time."),
    ("目标 targets", "A3", "率 care.warm_home_rat", 'cell A3: indicator "care.warm_home_rat": no such indicator. Did you mean "care.warm_home_rate"?'),
    ("目标 targets", "A3", None, "cell A3: indicator is missing."),
    ("目标 targets", "B3", "女", 'cell B3: where "女" cannot stand here.'),
    ("目标 targets", "B3", "sexes=female", 'cell B3: where "sexes" is not a breakdown of the indicator (sex). Did you mean "sex"?'),
    ("目标 targets", "C3", "大于", 'cell C3: comparison "大于" cannot stand here. comparison: One of >='),
    ("目标 targets", "D3", "九成", 'cell D3: value "九成" cannot stand here. value: A share for a rate'),
    ("目标 targets", "D3", 90, "cell D3: value 90 is more than the whole; for a percentage write 0.9."),
    ("目标 targets", "D3", -0.1, "cell D3: value -0.1: value and points cannot be below 0."),
    ("目标 targets", "E3", "柳树湾=0.9", 'cell E3: values_by_area "柳树湾": no division code.'),
    ("目标 targets", "F3", "每个", 'cell F3: each "每个" cannot stand here. each: Yes (true) when'),
    ("目标 targets", "I3", 2020, 'cell I3: deadline "1905-07-12" cannot stand here. deadline: The day by which'),
    ("目标 targets", "J3", "2, 5", 'cell J3: quarters "5" cannot stand here. quarters: The quarters of the year'),
    ("目标 targets", "L3", "区级", 'cell L3: level "区级" cannot stand here. level: Only areas of this level'),
    ("目标 targets", "P3", "十分", 'cell P3: points "十分" cannot stand here.'),
    ("目标 targets", "R3", "0.9=10", 'cell R3: bands and scoring = "bands" go together.'),
    ("目标 targets", "D1", "目标", 'cell D1: unknown key "目标". Known keys: indicator'),
    ("目标 targets", "T4", "多出来的", 'cell T4: "多出来的" stands under no heading.'),
    ("服务 duties", "A3", "老年人", 'cell A3: group "老年人" cannot stand here. group: Who is owed it'),
    ("服务 duties", "B3", "问候 greting", 'cell B3: service "greting" cannot stand here. Did you mean "greeting"?'),
    ("服务 duties", "C3", "每逢双月", 'cell C3: every "每逢双月" cannot stand here. every: How often'),
    ("服务 duties", "D3", "3, 十月", 'cell D3: months "十月" cannot stand here.'),
    ("服务 duties", "E4", "春节 spring_festival, 中秋 autumn", 'cell E4: occasions "autumn" cannot stand here.'),
    ("服务 duties", "F5", 7.5, 'cell F5: within_days "7.5" cannot stand here.'),
    ("服务 duties", "F5", None, "cell F5: within_days is missing."),
    ("服务 duties", "G3", 10, 'cell G3: days_before does not go with every = "month"'),
    ("工作 tasks", "D3", "3月底", 'cell D3: due_yearly "3月底" cannot stand here. due_yearly: Month and day'),
    ("工作 tasks", "C3", date(2020, 3, 31), "cell C3: one of due_on and due_yearly must stand."),
    ("工作 tasks", "C4", datetime(2020, 3, 31, 8, 30), 'cell C4: due_on "2020-03-31 08:30:00" cannot stand here.'),
    ("活动期 periods", "C3", date(2020, 1, 1), "cell C3: from 2020-12-25 lies after until 2020-01-01."),
    ("活动期 periods", "D3", "本年", 'cell D3: year "本年" cannot stand here.'),
]  # fmt: skip


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "message"), WRONG, ids=[f"{sheet} {cell} {value}" for sheet, cell, value, _ in WRONG]
)
def test_whatever_is_filled_in_wrongly_is_named_by_its_cell(book, sheet, cell, value, message):
    opened = openpyxl.load_workbook(book)
    opened[sheet][cell] = value
    opened.save(book)
    (said, *_) = back(book)[1]
    assert said[0].startswith(f"sheet {sheet}, {message}") and said[1].startswith(f"工作表“{sheet}”单元格 {cell}：")


def test_a_workbook_filled_in_wrongly_in_thirty_ways_gets_thirty_sentences(book):
    """All at once, each in a copy of its row: every cell has its own sentence, and none hides another."""
    opened, expected = openpyxl.load_workbook(book), []
    for number, (sheet, cell, value, message) in enumerate(WRONG, 20):
        page, letter, row = opened[sheet], cell[0], int(cell[1:])
        if sheet == "方案 plan" or row == 1:
            continue
        for column in range(1, 20):
            page.cell(row=number, column=column).value = page.cell(row=row, column=column).value
        if sheet == "活动期 periods":
            page.cell(row=number, column=1).value = f"活动期{number}"
        page[f"{letter}{number}"] = value
        expected.append(f"sheet {sheet}, " + message.replace(f"cell {cell}", f"cell {letter}{number}"))
    opened["方案 plan"]["B6"], opened["方案 plan"]["B9"] = "清江浦", 80
    opened.save(book)
    said = [en for en, _ in back(book)[1]]
    assert len(said) == len(expected) + 2 >= 30
    assert all(any(one.startswith(message) for one in said) for message in expected)


def test_what_is_no_part_of_a_plan_is_named(book, tmp_path):
    opened = openpyxl.load_workbook(book)
    opened.create_sheet("Sheet1")
    opened.create_sheet("草稿")["B2"] = "随手记"
    opened.save(book)
    assert [en.partition(":")[0] for en, _ in back(book)[1]] == ["sheet 草稿, cell A1"]
    del opened["方案 plan"], opened["草稿"]
    opened.save(book)
    assert "no sheet" in back(book)[1][0][0]
    (tmp_path / "torn.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    assert "not a readable workbook" in back(tmp_path / "torn.xlsx")[1][0][0]


@pytest.mark.parametrize(
    ("cell", "value", "message"),
    [
        ("D3", "=1/0", "a formula without a result. Write the value itself."),
        ("D3", "#DIV/0!", "an error value. Write the value itself."),
        ("A1048576", "随手", "lies far from all others. Delete its row or column."),
        ("XFD3", "随手", "lies far from all others. Delete its row or column."),
    ],
)
def test_what_cannot_be_read_in_a_cell_is_never_taken_for_an_empty_one(book, cell, value, message):
    opened = openpyxl.load_workbook(book)
    opened["目标 targets"][cell] = value
    opened.save(book)
    assert (f"sheet 目标 targets, cell {cell}: {message}") in [en for en, _ in back(book)[1]]


def test_in_a_plans_folder_an_old_workbook_is_refused_and_what_is_open_elsewhere_passed_over(tmp_path, book):
    folder = tmp_path / "plans"
    folder.mkdir()
    for name in ("方案.xlsx", "~$方案.xlsx", "旧方案.xls", "方案原文.docx"):
        shutil.copy(book, folder / name)
    assert [path.name for path in files(folder)] == ["方案.xlsx", "旧方案.xls"]
    assert "Save it as XLSX" in back(folder / "旧方案.xls")[1][0][0]


def test_a_line_of_explanation_that_was_taken_out_is_not_missed(warm, book):
    opened = openpyxl.load_workbook(book)
    for sheet in opened.worksheets[1:5]:
        sheet.delete_rows(2)
    opened.save(book)
    assert replace(back(book)[0], programme="care") == warm


def test_an_indicator_may_be_written_by_its_name_where_only_one_has_it(book):
    opened = openpyxl.load_workbook(book)
    opened["目标 targets"]["A3"] = "完成率"
    opened.save(book)
    named = dataclasses.replace(INDICATORS["care.warm_home_rate"], zh="完成率")
    assert back(book, INDICATORS | {"care.warm_home_rate": named})[0].targets[0].indicator == "care.warm_home_rate"
    both = {code: dataclasses.replace(indicator, zh="完成率") for code, indicator in INDICATORS.items()}
    ((said, _),) = back(book, both)[1]
    assert said.startswith('sheet 目标 targets, cell A3: indicator "完成率": no such indicator.')


def test_what_people_write_is_understood(book):
    """By hand: the code alone or the name alone, dates as text, yes in English, a percentage, another order of columns."""
    opened = openpyxl.load_workbook(book)
    duties, targets = opened["服务 duties"], opened["目标 targets"]
    duties["A3"], duties["D3"], duties["H3"], duties["K3"] = "elder_65", "3；9", "cadre、volunteer", "Yes"
    targets["D3"].number_format, targets["H3"], targets["E3"] = "0%", "2020-12-31", "320812010 ＝ 0.5"
    duties["C3"], duties["E4"], targets["L3"] = "每两个月", "春节、重阳节", "street"
    duties.move_range("C1:C9", cols=20)
    opened.save(book)
    plan, faults = back(book)
    assert not faults
    assert (plan.duties[0].group, plan.duties[0].months, plan.duties[0].by) == (
        "elder_65",
        (3, 9),
        ("cadre", "volunteer"),
    )
    assert (plan.duties[0].every, plan.duties[1].occasions) == ("two_months", ("spring_festival", "double_ninth"))
    assert plan.targets[0].level == "street" and plan.duties[0].inferred and plan.targets[0].until == date(2020, 12, 31)
