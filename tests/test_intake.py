"""Files through the production door: what comes out clean, what comes back and why, and that nothing is lost."""

from __future__ import annotations

import datetime
import subprocess
import sys
import time
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.workspace import Fault
from pipelines.example.people import check_digit

SITES = "街道,所在村居,场所名称,类别,有无宣传栏\n柳树湾街道,柳园社区,柳园社区,社区,有\n水渡口街道,枫香社区,枫香社区,社区,有\n黄码镇,黄码村,黄码村,行政村,无\n"
ID = "11010519491231002X"  # the standard's own specimen


def returned(office):
    return office.rows("SELECT file, row, header, value, reason FROM intake.returned ORDER BY ALL")


def test_a_mess_comes_out_clean(office):
    office.write("甲/场所.csv", SITES, "gb18030")
    text = "2024年第三季度宣传栏更换情况,,,\n,,,\n街道,村(社区),场所名称,更换日期,备注\n"
    text += "柳树湾,柳园社区居委会,柳园社区,７月5日,\n水渡口街道办事处,枫香,枫香社区,2024.8.30,\n黄码镇,320812103201,黄码村,二〇二四年九月十五日,\n"
    text += "合计,,,3,\n填表人：张某某,,,填表日期：2024-10-08,\n"
    office.write("甲/更换.csv", text, "utf-8-sig")
    office.build()
    assert returned(office) == []
    assert office.rows("SELECT area, updated_on::VARCHAR FROM clean.board_updates ORDER BY ALL") == [
        ("320812010001", "2024-07-05"), ("320812011001", "2024-08-30"), ("320812103201", "2024-09-15"),
    ]  # fmt: skip
    assert office.rows(
        "SELECT lines, header_rows, skipped, read, clean FROM intake.ledger WHERE form = 'board_updates'"
    ) == [(8, 1, 4, 3, 3)]


def test_a_workbook_with_merged_titles_two_row_headers_and_real_dates(office):
    office.write("甲/场所.csv", SITES)
    day = datetime.datetime(2024, 7, 5)
    rows = [
        [],
        ["街道", "村(社区)", "宣传栏", ""],
        ["", "", "场所名称", "更换日期"],
        ["柳树湾街道", "柳园社区", "柳园社区", day],
        ["合 计", "", "", 1],
    ]
    office.book(
        "甲/更换.xlsx",
        rows,
        merged={"A1:D1": "宣传栏更换登记表(2024年)", "A2:A3": "街道", "B2:B3": "村(社区)", "C2:D2": "宣传栏"},
    )
    office.build()
    assert office.rows("SELECT area, updated_on::VARCHAR FROM clean.board_updates") == [("320812010001", "2024-07-05")]


def test_a_row_comes_back_with_all_its_reasons(office):
    office.write("甲/场所.csv", SITES)
    office.write(
        "甲/更换.csv",
        "村(社区),场所名称,更换日期\n柳园社区,柳园社区,2024年13月2日\n枫香,枫香社区,2024-07-01\n不存在村,无名单位,\n",
    )
    office.build()
    assert returned(office) == [
        ("甲/更换.csv", 2, "更换日期", "2024年13月2日", "date"),
        ("甲/更换.csv", 3, "村(社区)", "枫香", "area_ambiguous"),
        ("甲/更换.csv", 4, "场所名称", "无名单位", "site"),
        ("甲/更换.csv", 4, "更换日期", "", "missing"),
        ("甲/更换.csv", 4, "村(社区)", "不存在村", "area"),
    ]
    ((zh, en),) = office.rows("SELECT zh, en FROM intake.returned WHERE reason = 'date'")
    assert zh == "不是日期，请写成 2024-03-05 的样子" and en == "not a date; write it as 2024-03-05"


def test_the_same_record_twice_is_kept_once_and_the_later_file_wins(office):
    head = "填报单位,报告期,上报项目,上报数,收到日期\n"
    office.write(
        "甲/上报_1.csv", head + "甲中心,2024Q3,咨询人次,100,2024-10-05\n甲中心,2024Q3,咨询人次,100,2024-10-05\n"
    )
    office.write("甲/上报_2.csv", head + "甲中心,2024年第三季度,咨询人次,120,2024-10-09\n")
    office.build()
    assert office.rows("SELECT value, file FROM clean.returns") == [(120.0, "甲/上报_2.csv")]
    assert office.rows("SELECT file, clean, duplicate, superseded FROM intake.ledger WHERE form = 'returns' ORDER BY file") == [
        ("甲/上报_1.csv", 0, 0, 2), ("甲/上报_2.csv", 1, 0, 0),
    ]  # fmt: skip
    office.write("甲/上报_3.csv", head + "甲中心,2024Q3,咨询人次,120,2024-10-09\n")
    office.build()
    assert office.rows(
        "SELECT sum(clean), sum(duplicate), sum(superseded) FROM intake.ledger WHERE form = 'returns'"
    ) == [(1, 1, 2)]


def test_persons_become_pseudonyms_and_nothing_private_stays(office):
    office.write(
        "甲/名册.csv",
        f"姓名,身份证号,性别,出生日期,联系电话,村(社区)\n欧阳虚构,{ID},女,1949-12-31,13800000000,柳园社区\n",
        "gb18030",
    )
    office.write(
        "乙/名册.csv",
        f"姓名,身份证号,性别,出生日期,村(社区)\n司马虚构,{ID[:-1]}1,女,1949-12-31,柳园社区\n诸葛虚构,{ID},男,1950-01-01,柳园社区\n",
    )
    office.build()
    ((person, match, year, sex),) = office.rows("SELECT person, person_match, birth_year, sex FROM clean.residents")
    assert isinstance(person, UUID) and (match, year, sex) == ("id", 1949, "female")
    assert {reason for _, _, _, _, reason in returned(office)} == {"resident_id", "rule:0", "rule:1"}
    processed = [p for p in office.workspace.processed.rglob("*") if p.is_file() and p.name != "jiping.key"]
    assert office.workspace.warehouse in processed
    for path in processed:
        for private in ("欧阳虚构", "司马虚构", "诸葛虚构", ID, ID[:-1], "13800000000"):
            assert private.encode() not in path.read_bytes(), (path, private)
    key = office.workspace.processed / "jiping.key"
    assert key.stat().st_mode & 0o777 == 0o600


def test_a_damaged_id_is_named_as_such(office):
    office.book(
        "甲/名册.xlsx",
        [
            ["姓名", "身份证号", "性别", "出生日期", "村(社区)"],
            ["虚构", 320812199001011234, "男", "1990-01-01", "柳园社区"],
        ],
    )
    office.build()
    assert returned(office) == [("甲/名册.xlsx", 2, "身份证号", "***", "resident_id_damaged")]


@pytest.mark.parametrize(
    ("name", "content", "status", "said"),
    [
        ("空.csv", b"", "failed", "空的"),
        ("只有空行.csv", b"\n\n,,\n", "failed", "没有内容"),
        ("坏.xlsx", b"PK\x03\x04 not a workbook", "failed", "损坏"),
        ("二进制.csv", b"\xff\xfe\xfa\x81\x00\x9f" * 9 + b"\x81", "failed", "GB18030"),
        ("怪.csv", "甲列,乙列\n1,2\n".encode(), "set_aside", "表头"),
        ("说明.docx", b"PK", "failed", "不是表格"),
        ("像两种.csv", "日期,单位,姓名\n2024-01-01,甲,乙\n".encode(), "set_aside", "缺少表头"),
    ],
)  # fmt: skip
def test_one_bad_file_is_named_and_never_stops_the_others(office, name, content, status, said):
    office.write("甲/场所.csv", SITES)
    (office.root / "data/raw/甲" / name).write_bytes(content)
    office.build()
    ((found, note_zh, note_en),) = office.rows(
        f"SELECT status, note_zh, note_en FROM intake.ledger WHERE file = '甲/{name}'"
    )
    assert found == status and said in note_zh and name in note_zh and name in note_en
    assert office.rows("SELECT count(*) FROM clean.sites") == [(3,)]


def test_a_file_without_permission_is_named(office, monkeypatch):
    """Root reads everything, so the refusal comes from a stand-in for the system."""
    from pathlib import Path

    path, real = office.write("甲/锁.csv", SITES), Path.open

    def refuse(self, *args, **kwargs):
        if self == path:
            raise PermissionError(13, "Permission denied")
        return real(self, *args, **kwargs)

    monkeypatch.setattr(Path, "open", refuse)
    office.build()
    ((status, note),) = office.rows("SELECT status, note_en FROM intake.ledger WHERE file = '甲/锁.csv'")
    assert status == "failed" and "Permission denied" in note and "锁.csv" in note


def test_a_link_out_of_the_workspace_is_not_followed(office, tmp_path):
    secret = tmp_path / "elsewhere.csv"
    secret.write_text(SITES, encoding="utf-8")
    (office.root / "data/raw/甲").mkdir(parents=True, exist_ok=True)
    (office.root / "data/raw/甲/链接.csv").symlink_to(secret)
    office.build()
    assert office.rows("SELECT status, clean FROM intake.ledger WHERE file = '甲/链接.csv'") == [("failed", 0)]


def test_nothing_changed_means_nothing_done(office):
    office.write("甲/场所.csv", SITES)
    assert office.build().changed
    before = office.workspace.warehouse.stat()
    assert not office.build().changed
    assert office.workspace.warehouse.stat().st_ino == before.st_ino
    office.write("甲/场所.csv", SITES + "黄码镇,黄码村,黄码小学,学校,无\n")
    assert office.build().changed
    assert office.rows("SELECT count(*) FROM clean.sites") == [(4,)]


def test_a_failed_build_leaves_the_previous_state(office):
    office.write("甲/场所.csv", SITES)
    office.build()
    before = office.workspace.warehouse.read_bytes()
    (office.root / "forms").mkdir()
    (office.root / "forms/sites.toml").write_text('[derived]\nx = "no_such_column + 1"\n', encoding="utf-8")
    with pytest.raises(Fault, match=r"sites\.toml"):
        office.build()
    assert office.workspace.warehouse.read_bytes() == before
    assert not (office.workspace.processed / ".build").exists()


@pytest.mark.slow
def test_killed_at_any_moment_the_warehouse_is_the_old_or_the_new_one(office):
    """Kill -9 after ever longer times: whole, and one of the two states."""
    head = "村(社区),场所名称,更换日期\n"
    office.write("甲/场所.csv", SITES)
    office.write("甲/更换.csv", head + "柳园社区,柳园社区,2024-07-05\n" * 20_000)
    office.build()
    office.write("甲/更换2.csv", head + "水渡口街道枫香社区,枫香社区,2024-08-05\n")
    command = [
        sys.executable,
        "-c",
        f"from indicators.workspace import Workspace; from pipelines.warehouse import build; build(Workspace.open({str(office.root)!r}))",
    ]
    seen = set()
    for tenth in range(1, 25):
        run = subprocess.Popen(command)
        time.sleep(tenth / 10)
        run.kill()
        run.wait()
        seen.add(office.rows("SELECT count(*) FROM clean.board_updates")[0][0])
    assert seen <= {1, 2}
    office.build()
    assert office.rows("SELECT count(*) FROM clean.board_updates") == [(2,)]
    assert not (office.workspace.processed / ".build").exists()


def test_two_runs_at_once_are_told_apart(office):
    from pipelines.warehouse import writing

    office.write("甲/场所.csv", SITES)
    office.workspace.processed.mkdir(parents=True)
    with writing(office.workspace), pytest.raises(Fault, match="another run"):
        office.build()
    assert office.build().changed


def test_a_workspace_adds_synonyms_and_whole_record_types_as_data(office):
    (office.root / "forms").mkdir()
    (office.root / "forms/sites.toml").write_text('[fields.name]\nheaders = ["铺子"]\n', encoding="utf-8")
    (office.root / "forms/wells.toml").write_text(
        'zh = "水井"\nen = "Wells"\n[fields.area]\ntype = "area"\nrequired = true\nheaders = ["村"]\n'
        '[fields.depth]\ntype = "decimal"\nrequired = true\nmin = 0\nheaders = ["井深(米)"]\n',
        encoding="utf-8",
    )
    office.write("甲/场所.csv", "社区,铺子,类别\n柳园社区,甲店,企业\n")
    office.write("甲/水井.csv", "村,井深(米)\n黄码村,12.5\n黄码村,-1\n")
    office.build()
    assert office.rows("SELECT name FROM clean.sites") == [("甲店",)]
    assert office.rows("SELECT area, depth FROM clean.wells") == [("320812103201", 12.5)]
    assert returned(office) == [("甲/水井.csv", 3, "井深(米)", "-1", "range")]


def test_a_misspelt_key_in_a_form_is_named(office):
    (office.root / "forms").mkdir()
    (office.root / "forms/wells.toml").write_text(
        'zh = "水井"\nen = "Wells"\n[fields.area]\ntyp = "area"\nheaders = ["村"]\n', encoding="utf-8"
    )
    with pytest.raises(Fault, match=r'wells.toml.*"typ".*"type"'):
        office.build()


def test_answers_are_marked_against_the_key(office):
    (office.root / "questionnaires").mkdir()
    (office.root / "questionnaires/小问卷.toml").write_text(
        'zh = "小问卷"\nen = "Short"\npass_points = 2\n'
        '[items.q1]\nheaders = ["第一题"]\ntopic = "general"\nkind = "knowledge"\ncorrect = ["A"]\n'
        '[items.q2]\nheaders = ["第二题"]\ntopic = "general"\nkind = "knowledge"\ncorrect = ["A", "C"]\n'
        '[items.q3]\nheaders = ["第三题"]\ntopic = "general"\nkind = "behaviour"\ncorrect = ["B"]\n',
        encoding="utf-8",
    )
    office.write(
        "甲/调查.csv",
        "问卷编号,调查日期,社区,第一题,第二题,第三题\n1,2024-08-01,柳园社区,a,C、A,B.\n2,2024-08-01,柳园社区,B,A,\n2,2024-08-01,柳园社区,B,A,\n",
    )
    office.build()
    assert office.rows("SELECT row - 1, item, answer, correct, points, pass_points FROM clean.survey_answers ORDER BY ALL") == [
        (1, "q1", "A", True, 1, 2), (1, "q2", "AC", True, 1, 2), (1, "q3", "B", True, 1, 2),
        (3, "q1", "B", False, 0, 2), (3, "q2", "A", False, 0, 2), (3, "q3", None, False, 0, 2),
    ]  # fmt: skip
    assert office.rows("SELECT read, clean, duplicate FROM intake.ledger WHERE form = 'survey_answers'") == [(3, 2, 1)]


CELLS = st.one_of(
    st.sampled_from(
        [
            "",
            "柳园社区",
            "枫香社区",
            "黄码村",
            "2024-07-05",
            "2024年13月2日",
            "45356",
            "合计",
            "小计",
            "填表人：某",
            "/",
            "无",
            "#DIV/0!",
            "场所名称",
            "更换日期",
        ]
    ),
    st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"), max_size=8),
)


@pytest.mark.slow
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    titles=st.lists(st.lists(CELLS, max_size=2), max_size=3),
    rows=st.lists(st.lists(CELLS, min_size=0, max_size=6), max_size=12),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
)
def test_no_sheet_breaks_the_accounting(tmp_path_factory, titles, rows, encoding):
    """Random titles, noise and bad values: every row is clean, returned, duplicate or superseded; never an exception."""
    import csv
    import io

    from tests.conftest import AREAS, Office

    office = Office(tmp_path_factory.mktemp("office"))
    office.write("甲/区划.csv", AREAS)
    office.write("甲/场所.csv", SITES)
    text = io.StringIO()
    csv.writer(text).writerows([*titles, ["村(社区)", "场所名称", "更换日期"], *rows])
    office.write("甲/更换.csv", text.getvalue(), encoding)
    office.build()
    entries = office.rows(
        "SELECT read, clean + returned + duplicate + superseded + corrected, lines, header_rows + skipped + read, status FROM intake.ledger"
    )
    for read, accounted, lines, rows_told, status in entries:
        assert status != "read" or (read == accounted and lines == rows_told)


def test_an_id_in_the_wrong_column_or_without_a_header_is_not_repeated(office):
    office.write("甲/名册.csv", f"姓名,身份证号,性别,出生日期,村(社区)\n{ID},欧阳虚构,女,1949-12-31,柳园社区\n")
    office.write("甲/无表头.csv", f"欧阳虚构,{ID},女,姓名,1949-12-31\n")
    office.write("甲/随访.csv", f"编号,服务项目,社区,服务日期\n1,高血压,柳园社区,{ID}\n2,高血压,柳园社区,20241332\n")
    office.build()
    shown = {(file, value) for file, _, _, value, _ in returned(office)}
    assert shown == {("甲/名册.csv", "***"), ("甲/随访.csv", "***"), ("甲/随访.csv", "20241332")}
    assert ID.encode() not in office.workspace.warehouse.read_bytes()


def test_the_example_never_mixes_with_the_records_of_an_office(office):
    office.write("example/EXAMPLE.md", "示例")
    office.write("example/甲/场所.csv", SITES)
    office.build()
    assert office.rows("SELECT DISTINCT file FROM intake.ledger") == [("区卫健委/区划.csv",)]
    (office.root / "data/raw/区卫健委/区划.csv").unlink()
    (office.root / "data/raw/区卫健委").rmdir()
    office.build()
    assert office.rows("SELECT DISTINCT file FROM intake.ledger") == [("甲/场所.csv",)]


def test_whom_the_roster_knows_by_id_a_visit_may_name(office):
    """The name is enough where only one person in the village has it; with a birth date, where only one was born then."""
    ids = [f"{body}{check_digit(body)}" for body in ("11010519491231002", "11010519491231001", "11010519500101002")]
    people = ["甲小一", "甲小二", "甲小二"]
    roster = "".join(f"{name},{id_},柳园社区\n" for name, id_ in zip(people, ids, strict=True))
    office.write("甲/花名册.csv", f"姓名,身份证号,所在村居\n{roster}")
    office.write(
        "甲/走访.csv",
        "姓名,出生日期,所在村居,走访日期,走访类别\n甲小一,,柳园社区,2024-07-01,问候\n甲小二,,柳园社区,2024-07-01,问候\n"
        "甲小二,1950-01-01,柳园社区,2024-07-02,问候\n甲小三,,柳园社区,2024-07-02,问候\n甲小一,,黄码村,2024-07-02,问候\n",
    )
    office.build()
    known = dict(office.rows("SELECT row, person FROM clean.residents"))
    visits = {
        row: (person, how) for row, person, how in office.rows("SELECT row, person, person_match FROM clean.visits")
    }
    assert len(set(known.values())) == 3
    assert visits[2] == (known[2], "name") and visits[4] == (known[4], "name")
    assert not {visits[row][0] for row in (3, 5, 6)} & set(known.values()), (
        "nobody, or no single one, has this name there"
    )


@pytest.mark.parametrize("quoted", [False, True])
def test_a_file_that_only_begins_without_chinese_is_read_in_its_own_encoding(office, quoted):
    """All of the first 64 KiB is ASCII, and so UTF-8; what comes later is GB18030."""
    row = "F{},hypertension,320812010001,2024-04-08\n"
    rows = [row.format(n) for n in range(2000)] + ["F2000,高血压,黄码村,2024年4月8日\n"]
    if quoted:
        rows[1000] = '"F\n1000",hypertension,320812010001,2024-04-08\n'
    text = "case_no,service,area,followed_up_on\n" + "".join(rows)
    assert len(text) > 1 << 16
    office.write("甲/随访.csv", text, "gb18030")
    office.write("甲/别的.csv", text.replace("case_no,service,area,followed_up_on", "a,b,c,d"), "gb18030")
    office.build()
    assert office.rows("SELECT DISTINCT encoding FROM intake.ledger WHERE file LIKE '甲/%'") == [("gb18030",)]
    assert office.rows("SELECT read, clean FROM intake.ledger WHERE file = '甲/随访.csv'") == [(2001, 2001)]
    assert office.rows("SELECT service, area FROM clean.followups WHERE row = 2002") == [
        ("hypertension", "320812103201")
    ]
    with (office.root / "data/raw/甲/随访.csv").open("ab") as stream:
        stream.write(b"F2001,hypertension,\xff\xff,2024-04-08\n")
    office.build()
    assert office.rows("SELECT note_zh FROM intake.ledger WHERE file = '甲/随访.csv'") == [
        ("甲/随访.csv：既不是 UTF-8 也不是 GB18030 文本，请用 Excel 另存为 CSV UTF-8。",)
    ]


def test_records_stand_in_the_order_of_the_files(office):
    """Also those of a sheet so long that several threads read it, so that the same files make the same tables."""
    lines = [f"F{n},高血压,{'黄码村' if n % 100 else '无此村'},2024-04-08" for n in range(300_000)]
    office.write("乙/随访.csv", "编号,服务项目,村(社区),随访日期\n" + "\n".join(lines) + "\n")
    office.write("甲/随访.csv", "编号,服务项目,村(社区),随访日期\nG1,高血压,黄码村,2024-04-08\n")
    office.build()
    ((records, sorted_),) = office.rows("""
        SELECT count(*), count(*) FILTER (coalesce((file, row) > before, true))
        FROM (SELECT file, row, lag((file, row)) OVER (PARTITION BY file ORDER BY rowid) AS before FROM clean.followups)""")
    assert records == sorted_ == 297_001


def test_a_connection_opened_after_an_intake_reads_the_new_warehouse_though_an_old_one_is_still_open(office):
    office.write("甲/场所.csv", "场所名称,场所类型,所在地\n柳园综合服务站,一门式服务站,柳园社区\n")
    office.build()
    with office.workspace.connect() as old:
        office.write("甲/场所.csv", "场所名称,场所类型,所在地\n")
        office.build()
        counted = "SELECT count(*) FROM clean.sites"
        assert office.rows(counted) == [(0,)]
        assert old.execute(counted).fetchall() == [(1,)]
