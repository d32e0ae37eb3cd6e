"""`jiping plan` as an officer uses it: list, show, make a workbook, put it into the workspace, check it."""

from __future__ import annotations

import openpyxl
import pytest

from indicators.catalogue import catalogue
from tests.command.test_cli import jiping

pytestmark = pytest.mark.slow  # each command is a process of its own

PLAN = """zh = "本区方案"
document = "虚构"
[[targets]]
indicator = "health_education.bulletin_board_setup_rate"
value = 0.9
from = 2024-01-01
owner = "各街道"
values_by_area = { 320812010 = 1 }
inferred = true
[[duties]]
group = "elder_65"
service = "greeting"
every = "month"
months = [3, 9]
by = ["cadre"]
[[duties]]
group = "special_family"
service = "event_visit"
every = "event"
occasions = ["death"]
within_days = 7
inferred = true
[[tasks]]
zh = "制定年度计划"
due_yearly = "03-31"
[[periods]]
name = "春节"
from = 2024-01-15
until = 2024-02-24
"""


@pytest.fixture
def at(office):
    (office.root / "plans").mkdir()
    return lambda *arguments: jiping(*arguments, "--workspace", str(office.root))


def test_plans_are_listed_with_those_of_the_workspace_and_shown_whole(office, at):
    (office.root / "plans" / "own.toml").write_text(PLAN, encoding="utf-8")
    listed = at("plan")
    assert listed.returncode == 0 and "chuzhou_2010" in listed.stdout and "工作区" in listed.stdout
    shown = at("plan", "own").stdout
    for said in (
        "≥ 90%（推定）；320812010000 ≥ 100%（推定）", "2024年1月1日起", "各街道", "65岁以上老年人", "问候", "每月（3、9月）", "干部",
        "发生变故时（死亡），7 日内（推定）", "每年3月31日前", "2024 春节", "2024年1月15日",
    ):  # fmt: skip
        assert said in shown
    english = at("plan", "own", "--lang", "en").stdout
    assert (
        "≥ 90% (inferred)" in english and "people of 65 and over" in english and "every month (months 3, 9)" in english
    )
    assert "本区方案" in at("indicators", "bulletin_board_setup_rate").stdout


def test_a_workbook_is_made_filled_in_and_checked_by_cell(office, at):
    path = office.root / "plans" / "方案.xlsx"
    made = at("plan", "new", str(path), "--from", "chuzhou_2010")
    assert made.returncode == 0 and "jiping check" in made.stdout
    checked = at("check")
    assert checked.returncode == 0 and f"{len(catalogue().plans) + 1} 个方案" in checked.stdout
    book = openpyxl.load_workbook(path)
    book["目标 targets"]["D3"] = "九成"
    for cell, value in {"A3": "老人", "B3": "问候 greeting", "C3": "每月 month"}.items():
        book["服务 duties"][cell] = value
    book.save(path)
    checked = at("check")
    assert checked.returncode == 2 and len(checked.stderr.splitlines()) == 2
    assert "方案.xlsx：工作表“目标 targets”单元格 D3：目标值（value）不能写“九成”" in checked.stderr
    assert "cell A3: group" in at("check", "--lang", "en").stderr
    refused = at("intake")
    assert refused.returncode == 2 and "单元格 D3" in refused.stderr and "另有 1 个问题" in refused.stderr
    assert at("plan").returncode == 2


@pytest.mark.parametrize(
    ("arguments", "remedy"),
    [
        (("plan", "chuzou_2010"), "chuzhou_2010"),
        (("plan", "new"), "jiping plan new FILE.xlsx"),
        (("plan", "chuzhou_2010", "x.xlsx"), "jiping plan new FILE.xlsx"),
        (("plan", "new", "x.docx"), "ends in .xlsx"),
        (("plan", "new", "no/such/folder/x.xlsx"), "Name a new file"),
        (("plan", "new", "/dev/null/x.xlsx", "--from", "nothing"), "no such plan"),
    ],
)
def test_what_is_wrong_is_named_in_one_sentence(at, arguments, remedy):
    done = at(*arguments, "--lang", "en")
    assert done.returncode == 2 and remedy in done.stderr and len(done.stderr.strip().splitlines()) == 1
