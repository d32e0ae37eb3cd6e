"""The command as an officer uses it: what it prints, how it ends, and one sentence for everything that can be wrong."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_weather import TRAINED

pytestmark = pytest.mark.slow  # each test takes in an office of its own

ROOT = Path(__file__).parents[2]
SITES = "街道,所在村居,场所名称,类别,有无宣传栏,宣传栏设置日期\n柳树湾街道,柳园社区,柳园社区,社区,有,2024-01-01\n黄码镇,黄码村,黄码村,行政村,无,\n"
UPDATES = "村(社区),场所名称,更换日期\n柳园社区,柳园社区,2024-08-05\n"


def jiping(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
    env = os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "160"} | environment
    command = [sys.executable, "-m", "pipelines.cli", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, env=env, cwd=ROOT)
    assert "Traceback" not in done.stderr + done.stdout
    return done


@pytest.fixture
def filled(office):
    office.write("甲/场所.csv", SITES)
    office.write("甲/更换.csv", UPDATES)
    return office


@pytest.fixture
def at(filled):
    """jiping in the filled office."""
    return lambda *arguments, **env: jiping(*arguments, "--workspace", str(filled.root), **env)


def test_intake_prints_what_became_of_every_row(filled, at):
    (filled.root / "data/raw/乙").mkdir()
    (filled.root / "data/raw/乙/坏.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    filled.write("乙/更换.csv", "村(社区),场所名称,更换日期\n柳园社区,无名单位,2024年13月2日\n")
    shown = at("intake")
    assert shown.returncode == 0
    assert "读取 12 行 = 收录 11 + 退回 1 + 重复 0 + 被替代 0 + 已更正 0" in shown.stdout
    assert "不是日期，请写成 2024-03-05 的样子" in shown.stdout and "场所登记表中没有这个单位" in shown.stdout
    assert "乙/坏.xlsx：工作簿已损坏" in shown.stderr
    english = at("intake", "--lang", "en")
    assert (
        "12 rows read = 11 clean + 1 returned" in english.stdout
        and "not a date; write it as 2024-03-05" in english.stdout
    )
    assert "not a readable workbook" in english.stderr
    assert at("intake", "--strict").returncode == 1


def test_what_was_taken_for_granted_is_counted_by_every_command_that_takes_files_in(filled, at):
    filled.write("乙/活动.csv", "活动日期,活动形式,村(社区),参加人数\n2024-07-05,讲座,柳园社区,40\n")
    filled.write("甲/培训.csv", TRAINED)
    for command in (("intake",), ("run", "2024Q3", "--plan", "qingjiangpu", "--area", "320812", "--jobs", "1")):
        shown = at(*command)
        assert shown.returncode == 0, shown.stderr
        assert "1 个文件中有 1 处未写明、按推定处理" in shown.stdout + shown.stderr, command


def test_intake_of_clean_files_is_0_even_if_strict(at):
    assert at("intake", "--strict").returncode == 0


def test_explain_shows_what_was_understood_and_keeps_nothing(filled, at, tmp_path):
    at("intake")
    before = filled.workspace.warehouse.read_bytes()
    sheet = tmp_path / "更换.csv"
    sheet.write_text(
        "2024年更换情况\n村(社区),场所名称,更换日期,天气\n柳园社区,柳园社区,2024年13月2日,晴\n柳园社区,柳园社区,8月9日,雨\n",
        encoding="gb18030",
    )
    shown = at("intake", "--explain", str(sheet))
    assert shown.returncode == 0
    for part in (
        "宣传栏更换",
        "第 2 行",
        "gb18030",
        "updated_on",
        "更换日期（日期）",
        "天气",
        "不认得",
        "读取 2 行 = 收录 1 + 退回 1",
    ):
        assert part in shown.stdout, part
    assert "第 3 行 › 更换日期 “2024年13月2日”：不是日期" in shown.stderr
    assert filled.workspace.warehouse.read_bytes() == before
    sheet.write_text("甲,乙\n1,2\n", encoding="utf-8")
    assert "no header is known" in at("intake", "--explain", str(sheet), "--lang", "en").stderr
    sheet.write_text("活动日期,活动形式,社区,参加人数\n2024-07-01,讲座,柳园社区,20\n合计,,,30\n", encoding="utf-8")
    assert "“参加人数”写作 30，各行相加为 20" in at("intake", "--explain", str(sheet)).stderr
    assert at("intake", "--explain", str(tmp_path / "无.csv")).returncode == 2


def test_values_for_people_and_for_programs(at):
    asked = ("values", "2024Q3", "--indicator", "bulletin_board_setup_rate", "--area", "320812")
    table = at(*asked)
    assert table.returncode == 0 and "宣传栏设置率" in table.stdout and "50.0%" in table.stdout
    rows = list(csv.DictReader(io.StringIO(at(*asked, "--format", "csv").stdout)))
    (row,) = rows  # the plan's target is of everybody: it is the value as a whole
    assert list(row)[:2] == ["地区", "指标"] and (row["地区"], row["数据状态"]) == ("清江浦区", "已报送")
    assert (row["分子"], row["分母"], row["数值"], row["单位"]) == ("1", "2", "0.5", "个")
    assert (row["方案代码"], row["目标"], row["结论代码"]) == ("qingjiangpu", "＝ 100%", "not_met")
    (row,) = csv.DictReader(io.StringIO(at(*asked, "--format", "csv", "--lang", "en").stdout))
    assert (row["numerator"], row["denominator"], row["value"], row["unit"]) == ("1", "2", "0.5", "sites")
    listed = json.loads(at(*asked, "--by", "kind", "--format", "json").stdout)
    assert {(r["where"], r["numerator"], r["denominator"]) for r in listed} == {
        ("kind=community", 1, 1), ("kind=administrative_village", 0, 1),
    }  # fmt: skip
    assert "Bulletin-board set-up rate" in at(*asked, "--lang", "en").stdout


def test_the_catalogue_and_one_indicator(at):
    assert "knowledge_awareness_rate" in jiping("indicators").stdout
    one = jiping("indicators", "bulletin_board_setup_rate")
    for part in ("宣传栏设置率", "numerator", "SELECT", "qingjiangpu", "= 100"):
        assert part in one.stdout or (part == "qingjiangpu" and "清江浦区" in one.stdout), part


def test_check_finds_nothing_wrong_with_what_is_shipped(at):
    checked = at("check")
    assert checked.returncode == 0 and "没有发现问题" in checked.stdout


def test_example_writes_files_and_never_over_others(tmp_path):
    made = jiping("example", str(tmp_path / "raw"))
    assert made.returncode == 0 and (tmp_path / "raw" / "EXAMPLE.md").exists()
    again = jiping("example", str(tmp_path / "raw"), "--lang", "en")
    assert again.returncode == 2 and "not empty" in again.stderr


WRONG = [
    (("values", "2024Q5"), "2024Q5", "there are four quarters"),
    (("values", "第三季度"), "第三季度", "not a quarter"),
    (("values", "2031Q1"), "2031Q1", "2024Q3"),
    (("run", "2031Q1"), "2031Q1", "2024Q3"),
    (("values", "2024Q3", "--indicator", "bulletin_board_setup_rat"), "bulletin_board_setup_rat", "bulletin_board_setup_rate"),
    (("values", "2024Q3", "--area", "柳树弯街道"), "柳树弯街道", "柳树湾街道"),
    (("values", "2024Q3", "--indicator", "bulletin_board_setup_rate", "--by", "knd"), "knd", "kind"),
    (("run", "2024Q3", "--plan", "qingjangpu"), "qingjangpu", "qingjiangpu"),
    (("intake", "--lang", "fr"), "fr", "zh"),
    (("intake", "--raw", "/no/such/folder"), "/no/such/folder", "no such folder"),
    (("intke",), "intke", "was intake meant"),
    (("values", "2024Q3", "--indikator", "x"), "--indikator", "--indicator"),
    (("values", "2024Q3", "--zzz"), "--zzz", "jiping values --help"),
    (("values", "2024Q3", "--format", "xml"), "--format", "table, csv or json"),
    (("values", "2024Q3", "2024Q4"), "2024Q4", "jiping values --help"),
    (("run", "--jobs", "none"), "--jobs", "a whole number from 1"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "named", "remedy"), WRONG)
def test_what_is_wrong_is_named_in_one_sentence(at, arguments, named, remedy):
    lang = () if "--lang" in arguments else ("--lang", "en")
    done = at(*arguments, *lang)
    assert done.returncode == 2 and named in done.stderr and remedy in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    chinese = at(*arguments)
    assert chinese.returncode == 2 and named in chinese.stderr
    assert any("一" <= c <= "鿿" for c in chinese.stderr.replace(named, ""))


def test_without_a_command_the_help_is_shown():
    done = jiping()
    assert done.returncode == 2 and "季评" in done.stdout and "explore" in done.stdout


@pytest.mark.parametrize("arguments", [(), ("values",), ("example",), ("indicators",)])
def test_help_is_in_one_language(arguments):
    chinese, english = (jiping(*arguments, "--help", "--lang", lang).stdout for lang in ("zh", "en"))
    assert chinese.startswith("用法：jiping") and "显示这份说明" in chinese and "[选项]" in chinese
    assert not re.search(r"Usage|Options|Arguments|Commands|Examples|[Ss]how|exit|<|TEXT|PATH|default", chinese)
    assert english.startswith("Usage: jiping") and "Show this help." in english
    assert not re.search(r"[\u4e00-\u9fff]", english.partition("Examples:")[0])


def test_help_fits_the_terminal():
    """A Chinese character takes two cells, and no punctuation begins a line."""
    lines = jiping("intake", "--help", COLUMNS="60").stdout.partition("示例")[0].splitlines()
    assert max(sum(2 if ord(c) > 0x2E7F else 1 for c in line) for line in lines) <= 60
    assert not [line for line in lines if line.strip()[:1] in tuple("，。；、：）")]


def test_values_say_that_files_have_changed_since_they_were_taken_in(filled, at):
    asked = ("values", "2024Q3", "--indicator", "bulletin_board_setup_rate", "--format", "csv", "--lang", "en")
    assert at("intake").returncode == 0
    filled.write("甲/更换.csv", UPDATES)  # saved again as it was
    assert at(*asked).stderr == ""
    filled.write("甲/更换.csv", UPDATES + "柳园社区,柳园社区,2024-09-05\n")
    filled.write("乙/场所.csv", SITES)
    (filled.root / "data/raw/甲/场所.csv").unlink()
    before = at(*asked)
    assert before.returncode == 0 and "3 files have come, changed or gone" in before.stderr and before.stdout
    assert at("intake").returncode == 0
    assert at(*asked).stderr == ""


def test_a_misspelt_setting_is_refused_by_name(filled, at):
    (filled.root / "jiping.toml").write_text('nam = "清江浦区"\n', encoding="utf-8")
    done = at("intake", "--lang", "en")
    assert done.returncode == 2 and 'unknown key "nam"' in done.stderr and '"name"' in done.stderr


def test_a_missing_workspace_is_named():
    done = jiping("intake", "--workspace", "/no/such/place", "--lang", "en")
    assert done.returncode == 2 and "/no/such/place" in done.stderr


def test_the_folder_one_stands_in_is_the_workspace_when_it_has_settings(tmp_path, monkeypatch):
    from indicators.workspace import CHECKOUT, Workspace

    monkeypatch.delenv("JIPING_WORKSPACE", raising=False)
    monkeypatch.chdir(tmp_path)
    assert Workspace.open().root == CHECKOUT
    (tmp_path / "jiping.toml").write_text('name = "某街道"\n', encoding="utf-8")
    assert (Workspace.open().root, Workspace.open().settings.name) == (tmp_path, "某街道")


def test_it_is_said_when_the_example_steps_aside_and_where_corrections_go(tmp_path):
    from tests.conftest import AREAS, Office

    office = Office(tmp_path)
    for name, text in {"EXAMPLE.md": "", "区/区划.csv": AREAS, "甲/场所.csv": SITES + "无名,,,,有,\n"}.items():
        office.write(f"example/{name}", text)
    place = ("--workspace", str(tmp_path))
    first = jiping("intake", *place).stdout
    assert f"存入 {tmp_path}/data/raw/example 中该单位的文件夹" in first and "示例不再计入" not in first
    office.write("乙/区划.csv", AREAS)
    assert f"{tmp_path}/data/raw 中有了本单位的文件，随附的示例不再计入" in jiping("intake", *place).stdout
    assert "示例不再计入" not in jiping("intake", *place).stdout


def test_what_pages_write_can_be_asked_for(at, filled):
    at("intake")
    code = ("values", "2024Q3", "--indicator", "bulletin_board_setup_rate", "--area", "320812010", "--format", "csv")
    said = ("values", "2024年第三季度", "--indicator", "宣传栏设置率", "--area", "柳树湾", "--format", "csv")
    assert at(*said).stdout == at(*code).stdout != ""
    assert "bulletin_board_setup_rate" in jiping("indicators", "宣传栏设置率").stdout
    below = at("values", "2024Q3", "--indicator", "宣传栏设置率", "--below").stdout
    assert "清江浦区 2024Q3" not in below and "宣传栏设置率 2024Q3" in below, "one table for all areas"
    table = below.partition("宣传栏设置率 2024Q3")[2].splitlines()
    assert [line.split()[1] for line in table if "│" in line] == [
        "清江浦区", "柳树湾街道", "水渡口街道", "黄码镇",
    ]  # fmt: skip


def test_a_file_of_values_opens_in_excel_and_a_pipe_reads_as_it_is(at, filled, tmp_path):
    at("intake")
    asked = [
        sys.executable,
        "-m",
        "pipelines.cli",
        "values",
        "2024Q3",
        "--format",
        "csv",
        "--workspace",
        str(filled.root),
    ]
    path = tmp_path / "values.csv"
    with path.open("wb") as stream:
        subprocess.run(asked, cwd=ROOT, stdout=stream, check=True)
    assert path.read_bytes().startswith("\ufeff地区,".encode())
    assert subprocess.run(asked, cwd=ROOT, capture_output=True, check=True).stdout.startswith("地区,".encode())


@pytest.mark.parametrize("command", [("intake",), ("run", "2024Q3"), ("values", "2024Q3")])
def test_without_files_it_says_where_to_put_them(tmp_path, command):
    done = jiping(*command, "--workspace", str(tmp_path))
    assert done.returncode == 2 and f"{tmp_path}/data/raw 中没有表格" in done.stderr
    assert f"jiping example {tmp_path}/data/raw/example" in done.stderr


def test_codes_are_never_broken_and_a_file_is_not_cut_at_80_columns(at, filled):
    from indicators.catalogue import catalogue

    lines = [line.split() for line in jiping("indicators", COLUMNS="80").stdout.splitlines()]
    assert {i.name for i in catalogue().indicators.values()} <= {word for line in lines for word in line}
    filled.write(
        "这是一个名称很长的报送单位它的文件夹名称也很长/一份名称很长的宣传栏更换登记表二零二四年第三季度.csv", UPDATES
    )
    env = {k: v for k, v in os.environ.items() if k != "COLUMNS"} | {"PYTHONPATH": str(ROOT)}
    asked = [sys.executable, "-m", "pipelines.cli", "intake", "--workspace", str(filled.root)]
    piped = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, env=env, check=True).stdout
    assert "也很长/一份名称很长的宣传栏更换登记表二零二四年第三季度.csv" in piped
