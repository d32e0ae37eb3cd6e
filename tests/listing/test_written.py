"""Lists with names as they are written: where, for whose eyes, with what in them; and how a due list comes back. All invented."""

from __future__ import annotations

import os
import stat
import zipfile

import openpyxl
import pytest

from indicators.workspace import Fault
from pipelines.listing import keeping
from tests.command.test_cli import jiping
from tests.listing import care

pytestmark = pytest.mark.slow  # each test takes in an office of its own

ON = ("--on", "2024-09-17", "--days", "0")


def books(office) -> dict[str, list[tuple]]:
    """The rows of every workbook below data/processed/lists, by its name."""
    paths = sorted((office.workspace.processed / "lists").rglob("*.xlsx"))
    return {f"{p.parent.name}/{p.stem}": [*openpyxl.load_workbook(p).active.iter_rows(values_only=True)] for p in paths}


def table(rows: list[tuple]) -> list[dict]:
    """The rows below the header as dicts."""
    at = next(n for n, row in enumerate(rows) if row[0] == "序号")
    return [dict(zip(rows[at], row, strict=True)) for row in rows[at + 1 :]]


def due(office, *options: str, workbook: bool = True):
    return jiping("due", *ON, *options, *(["--workbook"] if workbook else []), "--workspace", str(office.root))


def test_each_village_has_a_workbook_with_names_and_the_screen_has_none(cared):
    done = due(cared)
    assert done.returncode == 0 and "4 次，其中逾期 1 次" in done.stdout, done.stdout + done.stderr
    assert not [text for text in care.PRIVATE if text in done.stdout + done.stderr]
    found = books(cared)
    assert sorted(found) == [
        f"due_2024-09-17/{village}" for village in ("枫香社区居委会", "柳园社区居委会", "黄码村委会")
    ]
    (row,) = table(found["due_2024-09-17/黄码村委会"])
    name, id_, village, phone, address = care.ELDERS[1]
    told = {
        "姓名": name,
        "身份证号": id_,
        "联系电话": phone,
        "家庭住址": address,
        "街道": "黄码镇",
        "所在村居": village,
    }
    told |= {"走访类别": "问候", "上次": "2024-08-01", "已隔天数": "47", "应做时间": "09-16–09-22", "走访日期": None}
    assert told.items() <= row.items()
    assert [r["走访类别"] for r in table(found["due_2024-09-17/柳园社区居委会"])] == ["突发事件走访", "问候"]
    (row,) = table(found["due_2024-09-17/枫香社区居委会"])
    assert row["出生日期"] == "1941-05-06" and row["街道"] == "水渡口街道"
    head = [row[0] for row in found["due_2024-09-17/黄码村委会"][:4]]
    assert "内部使用" in head[0] and "2024年9月17日" in head[1] and "关爱老人工作计划" in head[3]


def test_only_their_owner_can_read_them_and_the_same_list_makes_the_same_bytes(cared):
    due(cared)
    folder = cared.workspace.processed / "lists"
    bytes_before = {path: path.read_bytes() for path in folder.rglob("*.xlsx")}
    for path in (folder, *folder.rglob("*")):
        assert not path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO), path
    due(cared)
    assert {path: path.read_bytes() for path in folder.rglob("*.xlsx")} == bytes_before
    assert not [path.name for path in folder.iterdir() if path.name.startswith(".")]


def test_nothing_personal_stands_anywhere_else(cared):
    due(cared)
    inside = [p for p in cared.workspace.processed.rglob("*") if p.is_file() and p.parent.name != "returns"]
    for path in inside:
        is_list = path.is_relative_to(cared.workspace.processed / "lists") and path.suffix == ".xlsx"
        content = path.read_bytes()
        assert is_list or not [text for text in care.PRIVATE if text.encode() in content], path
    assert any(zipfile.is_zipfile(path) for path in inside)


def test_by_visitor_each_has_a_workbook_and_the_screen_tells_them_apart_by_number(cared):
    done = due(cared, "--by", "visitor")
    assert "干部" in done.stdout and "未结对" in done.stdout
    assert not [text for text in care.PRIVATE if text in done.stdout]
    assert sorted(books(cared)) == [
        "due_2024-09-17/枫香社区居委会 未结对", "due_2024-09-17/柳园社区居委会 未结对", "due_2024-09-17/黄码村委会 吴进步",
    ]  # fmt: skip


def test_of_an_indicator_the_persons_missing_are_written_and_the_records_behind_it_told_without_a_name(cared):
    asked = ("visit_adherence_rate", "2024Q3", "--where", "plan=care", "--workspace", str(cared.root))
    listed = jiping("list", *asked, "--by", "visitor", "--workbook")
    traced = jiping("trace", *asked)
    assert "居民名册" in traced.stdout and "民政办/走访.csv" in traced.stdout
    assert not [text for text in care.PRIVATE if text in listed.stdout + traced.stdout]
    found = {
        name: rows for name, rows in books(cared).items() if name.startswith("visit_adherence_rate_care_missed_2024Q3/")
    }
    assert {name.partition("/")[2] for name in found} >= {"黄码村委会 吴进步", "枫香社区居委会 未结对"}
    names = {row["姓名"]: row["按时次数"] for rows in found.values() for row in table(rows) if row["频次"] == "每周"}
    assert names["赵甲英"] == "2" and names["李丁芳"] == "0"


def test_what_a_killed_run_has_left_is_taken_away(cared):
    left = cared.workspace.processed / "lists" / ".build" / "scratch"
    left.mkdir(parents=True)
    (left / "copy.csv").write_text("赵甲英", encoding="utf-8")
    due(cared)
    assert not left.exists()


def test_in_english(cared):
    done = due(cared, "--lang", "en")
    assert "4 visits to 3 persons, 1 overdue" in done.stdout and "hospital admission" in done.stdout
    rows = books(cared)["due_2024-09-17/黄码村委会"]
    header = next(row for row in rows if row[0] == "no")
    assert (
        header[1:3] == ("name", "resident id")
        and "visited on" in header
        and rows[-1][header.index("care service")] == "greeting"
    )


def test_a_folder_that_others_can_read_is_refused_before_a_name_is_read(cared):
    folder = cared.workspace.processed / "lists"
    folder.mkdir(mode=0o700, exist_ok=True)
    folder.chmod(0o750)
    try:
        done = due(cared)
    finally:
        folder.chmod(0o700)
    assert done.returncode == 2 and "chmod 700" in done.stderr and "名单已写成" not in done.stdout


@pytest.mark.skipif(os.name != "posix", reason="owners of files")
def test_so_is_one_of_another_owner(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    with pytest.raises(Fault, match="chmod 700"):
        keeping.refuse_open(tmp_path)


def test_a_file_that_has_changed_is_refused(caring):
    caring.build()
    path = caring.root / "data" / "raw" / "民政办" / "名册.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("一组1号", "九组9号"), encoding="utf-8")
    done = due(caring)
    assert done.returncode == 2 and "名册.csv：收录之后已改动" in done.stderr and not books(caring)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_due_list_comes_back_as_records(caring, lang):
    """Of four rows one is filled in, and one half: it comes back to be completed; the other two are told as not done yet."""
    caring.build()
    due(caring, "--lang", lang)
    folder = caring.workspace.processed / "lists" / "due_2024-09-17"
    on, by = ("走访日期", "走访人") if lang == "zh" else ("visited on", "visitor")
    for village, fills in (("柳园社区居委会", {0: {on: "2024-09-17"}, 1: {by: "吴进步"}}), ("黄码村委会", {})):
        book = openpyxl.load_workbook(folder / f"{village}.xlsx")
        sheet = book.active
        top = next(n for n, row in enumerate(sheet.iter_rows(values_only=True), 1) if row[0] in ("序号", "no"))
        header = [cell.value for cell in sheet[top]]
        for line, cells in fills.items():
            for heading, text in cells.items():
                sheet.cell(top + 1 + line, header.index(heading) + 1).value = text
        book.save(caring.root / "data" / "raw" / "民政办" / f"回收 {village}.xlsx")
    caring.build()
    told = caring.rows(
        "SELECT file, form, read, clean, returned, not_yet, note_zh FROM intake.ledger WHERE file LIKE '%回收%' ORDER BY file"
    )
    assert told == [
        ("民政办/回收 柳园社区居委会.xlsx", "visits", 2, 1, 1, 0, ""),
        ("民政办/回收 黄码村委会.xlsx", "visits", 0, 0, 0, 1, ""),
    ]
    assumed = caring.rows(
        "SELECT kind, n FROM intake.assumptions WHERE file LIKE '%回收 黄%' AND kind NOT LIKE 'rows_t%'"
    )
    assert ("rows_not_yet", 1) in assumed and not [kind for kind, _ in assumed if kind.startswith("column")]
    assert caring.rows(
        "SELECT service::VARCHAR, visited_on::VARCHAR, event_on::VARCHAR, count(*) FROM clean.visits WHERE visited_on = '2024-09-17' GROUP BY ALL"
    ) == [("event_visit", "2024-09-17", "2024-09-02", 1)]
    assert "3 次，其中逾期 0 次" in due(caring, workbook=False).stdout


def test_so_does_a_long_one(office):
    """Long enough to be read where it lies: the rows not filled in are told from the others there, too."""
    head = "姓名,身份证号,所在村居,走访类别,名单编号（请勿改动，右侧各栏做后填写）,走访日期,走访人\n"
    surnames, names = "赵钱孙李周吴郑王冯陈", "甲乙丙丁戊己庚辛壬癸"
    lines = (
        f"{surnames[n % 10]}{names[n // 10 % 10]},,黄码村,问候,1234abcd,{'' if n % 7 else '2024-09-16'},\n"
        for n in range(60_000)
    )
    office.write("民政办/名单.csv", "2024年应走访名单\n" + head + "".join(lines))
    office.build()
    assert office.rows("SELECT not_yet, read FROM intake.ledger WHERE file LIKE '%名单%'") == [(51_428, 8_572)]
