"""What of a wrong cell is shown, and where nothing personal may stand. All persons, ids and numbers are invented."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from indicators.workspace import Fault
from pipelines.cleaning.privacy import add_macros
from pipelines.example.people import check_digit

pytestmark = pytest.mark.slow  # each test takes in an office of its own

ROOT = Path(__file__).parents[2]
ID = "32081219900307123" + check_digit("32081219900307123")
PHONE = "13812340003"
NAMES = ("欧阳虚构", "司马乌有", "诸葛子虚", "上官亡是")


@pytest.fixture(scope="module")
def con():
    import duckdb

    with duckdb.connect() as connection:
        add_macros(connection, b"k" * 32)
        yield connection


HARMLESS = [
    "2024-13-45", "2024/2/30", "20241332", "2024年13月2日", "3月5日", "6.1", "13/45", "2024.3", "1.2", "-5", "123456", "1.2万户/人",
    "30尺", "2024年第5季度", "70斤", "86/138", "12,345", "45%", "#REF!", "#N/A", "32日", "",
]  # fmt: skip
PERSONAL = [
    *NAMES, "张三", "李四五", "zhang san", "Okello", "张三村里的事", PHONE, "138-1234-0003", "138 1234 0003", "+86 138 1234 0003",
    "0517-83901234", "83901234", "8390123", "839-0123", "8390 123", ID, f"{ID[:6]} {ID[6:14]} {ID[14:]}", "1.38E+10", "13812340003人", "12人 13812340003",
    "张三13812340003", "3 张三", "5人张三", "2024-03-05 张三", "无人在家", "很多", "1381234000.3", "13,812,340,003", "12-34-5678",
]  # fmt: skip


@pytest.mark.parametrize("text", HARMLESS)
def test_days_and_small_numbers_are_shown(con, text):
    assert con.execute("SELECT shown(?, false, false)", [text]).fetchone() == (text,)


@pytest.mark.parametrize("text", PERSONAL)
def test_what_may_be_somebodys_is_not(con, text):
    assert con.execute("SELECT shown(?, false, false)", [text]).fetchone() == ("***",)


def test_known_words_are_shown_and_places_where_one_was_asked_for(con):
    told = con.execute(
        "SELECT shown('高血压', true, false), shown('不存在村', false, true), shown('欧阳虚构', false, true), shown('不存在村', false, false)"
    )
    assert told.fetchone() == ("高血压", "不存在村", "***", "***")


@pytest.fixture
def written_badly(office):
    """An office whose units write persons wherever they should not."""
    (office.root / "questionnaires").mkdir()
    item = '[items.q1]\nheaders = ["第一题"]\ntopic = "general"\nkind = "knowledge"\ncorrect = ["A"]\n'
    (office.root / "questionnaires/小卷.toml").write_text(f'zh = "小卷"\nen = "Short"\n{item}', encoding="utf-8")
    head = "活动编号,活动日期,活动形式,社区,参加人次,活动名称,活动对象\n"
    acts = [
        f"{PHONE},2024-02-01,讲座,柳园社区,120,{NAMES[0]}先进事迹,{NAMES[1]}等人",
        f"2,{NAMES[0]},讲座,黄码村,120,,", f"3,2024-02-02,{NAMES[1]},黄码村,120,,", f"4,2024-02-02,讲座,{NAMES[2]},120,,",
        f"5,2024-02-02,讲座,黄码村,{NAMES[3]},,", "6,138-1234-0003,讲座,黄码村,１３８ 1234 0003,,", f"7,2024-02-02,{ID[:6]} {ID[6:14]} {ID[14:]},黄码村,0517-83901234,,",
    ]  # fmt: skip
    office.write("甲/活动.csv", head + "\n".join(acts) + "\n")
    aid = f"户主姓名,户号,社区,家庭类型,慰问日期,帮扶形式,慰问金额(元),慰问物品,困难情况\n{NAMES[0]},{ID},柳园社区,特困,2024-02-01,实物,,{NAMES[1]}的大米,{NAMES[2]}病重{PHONE}\n"
    office.write("甲/帮扶.csv", aid)
    survey = f"问卷编号,调查日期,社区,第一题\n{ID},2024-08-01,柳园社区,A\n{PHONE},2024-08-01,柳园社区,{NAMES[0]}说不知道\n{NAMES[1]},2024-08-01,柳园社区,138-1234-0003\n"
    office.write("甲/调查.csv", survey)
    office.write(
        "甲/无表头.csv", f"{NAMES[0]},{ID},柳园社区,低保,残疾,{PHONE}\n{NAMES[1]},{ID},柳园社区,低保,残疾,{PHONE}\n"
    )
    return office


SOUGHT = [
    *NAMES,
    ID,
    PHONE,
    "138-1234-0003",
    "138 1234 0003",
    ID[:6] + " " + ID[6:14],
    "83901234",
    "先进事迹",
    "大米",
    "病重",
    "说不知道",
]


def test_nobody_stands_in_the_warehouse_the_ledger_or_on_the_screen(written_badly):
    office = written_badly
    printed = [_jiping(office, "intake", "--strict")]
    printed += [_jiping(office, "intake", "--explain", str(p)) for p in sorted((office.root / "data/raw/甲").iterdir())]
    inside = [p for p in office.workspace.processed.rglob("*") if p.is_file() and p.parent.name != "returns"]
    assert office.workspace.warehouse in inside and len(office.rows("FROM intake.returned")) >= 8
    for text in SOUGHT:
        assert not [p.name for p in inside if text.encode() in p.read_bytes()], text
        assert not [said for said in printed if text in said], text
    dumped = "".join(
        str(office.rows(f"FROM {schema}.{table}"))
        for schema, table in office.rows("SELECT schema_name, table_name FROM duckdb_tables()")
    )
    assert not [text for text in SOUGHT if text in dumped]
    assert office.rows("SELECT answer, correct FROM clean.survey_answers ORDER BY ALL") == [
        ("***", None),
        ("***", None),
        ("A", True),
    ]


def test_records_that_differ_in_a_free_text_only_are_still_two(office):
    head = "活动日期,活动形式,社区,参加人次,活动名称\n"
    office.write(
        "甲/活动.csv",
        head + "2024-02-01,讲座,柳园社区,120,一\n2024-02-01,讲座,柳园社区,120,二\n2024-02-01,讲座,柳园社区,120,二\n",
    )
    office.build()
    assert office.rows("SELECT clean, duplicate FROM intake.ledger WHERE form = 'activities'") == [(2, 1)]


def test_short_codes_are_kept_so_that_officers_know_their_own_numbers_again(office):
    codes = ["1", "12", "A-001", "qn_000123", "2-017"]
    others = [PHONE, "138-1234", ID, NAMES[0], "ABCD12", "0517-8390123", "1234567", "3 号", "某某1"]
    rows = "".join(f"2024-02-01,讲座,柳园社区,12,{text}\n" for text in [*codes, *others])
    office.write("甲/活动.csv", "活动日期,活动形式,社区,参加人次,活动名称\n" + rows)
    office.build()
    kept = [title for (title,) in office.rows("SELECT title FROM clean.activities")]
    assert sorted(title for title in kept if len(title) < 36) == sorted(codes)
    assert len(set(kept)) == len(codes) + len(others)


def _jiping(office, *arguments: str, umask: int = 0o022) -> str:
    command = [sys.executable, "-m", "pipelines.cli", *arguments, "--workspace", str(office.root)]
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, umask=umask
    )
    assert done.returncode in (0, 1), done.stderr
    return done.stdout + done.stderr


@pytest.mark.skipif(os.name != "posix", reason="modes of files")
def test_everything_internal_is_its_owners_whatever_the_umask(written_badly):
    _jiping(written_badly, "intake", umask=0)
    processed = written_badly.workspace.processed
    modes = {p.relative_to(processed).as_posix(): p.stat().st_mode & 0o777 for p in processed.rglob("*")}
    assert {"jiping.duckdb", "jiping.key", "returns/甲.xlsx"} <= set(modes)
    assert {name: oct(mode) for name, mode in modes.items() if mode & 0o077} == {}


@pytest.mark.parametrize("content", ["", "\n", "ab", "00" * 15, "no key at all"])
def test_a_key_that_is_none_is_refused_with_the_remedy(office, content):
    office.build()
    key = office.workspace.processed / "jiping.key"
    key.write_text(content)
    with pytest.raises(Fault, match=r"not a key\. Put the office's key back"):
        office.build()


def test_a_missing_key_is_not_replaced_while_its_warehouse_stands(office):
    office.build()
    key = office.workspace.processed / "jiping.key"
    before = key.read_bytes()
    key.unlink()
    with pytest.raises(Fault, match=r"key is not there.*delete jiping\.duckdb"):
        office.build()
    assert not key.exists()
    office.workspace.warehouse.unlink()
    office.build()
    assert key.read_bytes() != before and len(key.read_bytes()) == 64


def test_a_site_of_the_register_is_named_wherever_it_stands_and_nobody_else_is(office):
    office.write("甲/场所.csv", "场所名称,场所类型,所在地\n柳园示例中心,医院,柳园社区\n")
    told = "姓名,工号,单位,所属地区,培训日期,培训类别,人员类别,是否参加\n"
    for number, unit in enumerate(("柳园示例中心", "赵虚构诊所")):
        told += f"钱虚构,G{number},{unit},柳园社区,2024-08-01,岗前,医务人员,是\n"
    office.write("甲/培训.csv", told)
    office.build()
    units = {unit for (unit,) in office.rows("SELECT unit FROM clean.trainings")}
    assert len(units) == 2 and "柳园示例中心" in units and not any("诊所" in unit for unit in units)
