"""Every kind of file is read with the right cells, or refused with a sentence that says what to do."""

from __future__ import annotations

import csv
import datetime
import io
import threading
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.workspace import Fault
from pipelines import intake
from pipelines.reading import packages, sheets, text_files
from tests.test_intake import SITES, returned


def read(path, tmp_path):
    """The sheets of a file as (name, rows)."""
    found, _ = sheets.read(path, path.name, tmp_path)
    return [(sheet.name, list(sheet.cells())) for sheet in found]


def rows_of(path, tmp_path):
    ((_, rows),) = read(path, tmp_path)
    return rows


def write(path, content: bytes):
    path.write_bytes(content)
    return path


# Text ---------------------------------------------------------------------------------------------------------------

PLAIN = st.one_of(
    st.text(st.characters(codec="gb18030", exclude_categories=["Cs", "Cc"]), max_size=6),
    st.sampled_from(["a,b", 'say "x"', "00123", "3.2E+17", "；", " ", "", "a，b", "㐂𠮷"]),
)
QUOTED = st.one_of(PLAIN, st.sampled_from(["one\ntwo", "one\r\ntwo", "tab\there"]))


@settings(max_examples=150, deadline=None)
@given(data=st.data(), quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]))
def test_text_comes_back_as_it_was_written(tmp_path_factory, data, quoting):
    """Any encoding, delimiter, quoting and line end, by the csv module and by DuckDB alike."""
    import duckdb

    cell = QUOTED if quoting == csv.QUOTE_ALL else PLAIN
    encoding = data.draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"]))
    delimiter, end = data.draw(st.sampled_from(",\t;|")), data.draw(st.sampled_from(["\n", "\r\n", "\r"]))
    body = data.draw(st.lists(st.tuples(cell, cell).map(lambda pair: [*pair, "9"]), min_size=1, max_size=9))
    rows = [["甲", "乙", "丙"]] * 3 + body + [data.draw(st.lists(cell, min_size=2, max_size=5))]
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, quoting=quoting, lineterminator=end).writerows(rows)
    scratch = tmp_path_factory.mktemp("text")
    path = write(scratch / "x.csv", text.getvalue().encode(encoding))
    found = text_files.read(path, path.name, scratch)
    assert found.delimiter == delimiter and list(found.records()) == rows
    with duckdb.connect() as con:
        found.fill(con, "lines", 2, 3)
        seen = con.execute("SELECT rowid + 3, * FROM lines").fetchall()
    assert [tuple(c or "" for c in row) for row in seen] == [
        (i + 1, *(row + [""] * 3)[:3]) for i, row in enumerate(rows) if i >= 2
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_blank_lines_do_not_shift_the_numbers_of_rows(tmp_path, end):
    import duckdb

    path = write(tmp_path / "x.csv", end.join(["题目", "", "a,b", "1,2", "", "3,4,5", ""]).encode())
    with duckdb.connect() as con:
        text_files.read(path, "x.csv", tmp_path).fill(con, "lines", 3, 2)
        rows = con.execute("SELECT rowid + 4, * FROM lines").fetchall()
        assert [row for row in rows if row[1]] == [(4, "1", "2"), (6, "3", "4")]


def test_excels_own_separator_line_decides(tmp_path):
    assert rows_of(write(tmp_path / "x.csv", b"sep=^\na,b^c\n1^2\n"), tmp_path) == [
        ["sep=", ""],
        ["a,b", "c"],
        ["1", "2"],
    ]


def test_names_that_gbk_cannot_write(tmp_path):
    assert rows_of(write(tmp_path / "x.csv", "村,人\n㭎村,𬱖\n".encode("gb18030")), tmp_path)[1] == ["㭎村", "𬱖"]


def test_text_under_the_name_of_a_workbook_is_read(tmp_path):
    assert rows_of(write(tmp_path / "导出.xls", "甲\t乙\n1\t2\n".encode("gb18030")), tmp_path) == [
        ["甲", "乙"],
        ["1", "2"],
    ]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("导出.xls", b"<html><table><tr><td>1</td></tr></table></html>", "网页"),
        ("导出.xls", b"\x09\x00\x04\x00\x02\x00\x10\x00", "损坏"),
        ("截断.xlsx", None, "损坏"),
        ("加密.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "加密"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(tmp_path, office, name, content, said):
    if content is None:
        whole = office.book("甲/好.xlsx", [["甲", "乙"], [1, 2]]).read_bytes()
        content = whole[: len(whole) // 2]
    with pytest.raises(Fault) as caught:
        read(write(tmp_path / name, content), tmp_path)
    assert said in caught.value.zh and name in caught.value.zh and name in caught.value.en


def test_a_quotation_mark_never_closed_costs_its_own_cell_only(office):
    office.write("甲/场所.csv", SITES)
    good = "".join(f"柳园社区,柳园社区,2024-07-{day:02}\n" for day in range(1, 29))
    office.write(
        "甲/更换.csv", f'村(社区),场所名称,更换日期\n{good}柳园社区,"柳园,2024-07-05\n{good.replace("07-", "08-")}'
    )
    office.build()
    assert office.rows("SELECT status, read, clean, returned FROM intake.ledger WHERE file = '甲/更换.csv'") == [
        ("read", 57, 56, 1)
    ]


# Workbooks ----------------------------------------------------------------------------------------------------------


def test_cells_read_as_a_person_reads_them(tmp_path, office):
    cells = [12.0, 0.1 + 0.2, 320812199001011234, True, "007", datetime.datetime(2024, 3, 5), " "]
    assert rows_of(office.book("甲/x.xlsx", [["甲"], cells]), tmp_path)[1] == [
        "12", "0.3", "3.20812E+17", "TRUE", "007", "2024-03-05",
    ]  # fmt: skip


def test_a_failed_formula_comes_back_as_such(office):
    import xlsxwriter

    office.write("甲/场所.csv", SITES)
    path = office.root / "data/raw/甲/更换.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        page.write_row(2, 1, ["村(社区)", "场所名称", "更换日期"])
        page.write_row(3, 1, ["柳园社区", "柳园社区"])
        page.write_formula("D4", "=1/0", None, "#DIV/0!")
        page.write_row(4, 1, ["柳园社区", "柳园社区", "2024-07-05"])
    office.build()
    assert returned(office) == [("甲/更换.xlsx", 4, "更换日期", "#DIV/0!", "cell_error")]


ODS = """<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"><office:automatic-styles>
 <style:style style:name="off" style:family="table"><style:table-properties table:display="false"/></style:style>
 </office:automatic-styles><office:body><office:spreadsheet><table:table table:name="甲">
 <table:table-row><table:table-cell office:value-type="string" table:number-columns-spanned="2"><text:p>标题</text:p></table:table-cell>
 <table:covered-table-cell/><table:table-cell table:number-columns-repeated="16382"/></table:table-row>
 <table:table-row><table:table-cell office:value-type="date" office:date-value="2024-03-05"><text:p>2024/3/5</text:p></table:table-cell>
 <table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value=""><text:p>#DIV/0!</text:p></table:table-cell>
 <table:table-cell office:value-type="float" office:value="12"><text:p>12</text:p></table:table-cell></table:table-row>
 <table:table-row table:number-rows-repeated="1048574"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
 </table:table><table:table table:name="乙" table:style-name="off"><table:table-row><table:table-cell office:value-type="string">
 <text:p>x</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"""
KIND = "application/vnd.oasis.opendocument.spreadsheet"
MANIFEST = f"""<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="{KIND}"/></manifest:manifest>"""


def test_an_ods_workbook(tmp_path):
    path = tmp_path / "x.ods"
    with zipfile.ZipFile(path, "w") as package:
        for name, text in {
            "mimetype": KIND,
            "META-INF/manifest.xml": MANIFEST,
            "content.xml": ODS.replace('"\n ', '" ').replace("\n ", ""),
        }.items():
            package.writestr(name, text)
    found, hidden = sheets.read(path, "x.ods", tmp_path)
    assert list(found[0].cells()) == [["标题", "标题"], ["2024-03-05", "#DIV/0!", "12"]] and hidden == ["乙"]


@pytest.mark.parametrize(("row", "column"), [(1_048_575, 16_383), (1_048_575, 3), (3, 16_383), (20_000, 16_383)])
def test_a_stray_cell_far_away_costs_nothing(tmp_path, row, column):
    """The used range of a sheet may be 17 thousand million cells; what is filled is read, and where it stands."""
    import xlsxwriter

    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("甲")
        page.write_row(0, 0, ["a", "b", "c"])
        page.merge_range("A2:B2", "合")
        page.write(row, column, "远")
    rows = rows_of(path, tmp_path)
    assert rows[:2] == [["a", "b", "c"], ["合", "合"]] and rows[2] == []
    assert len(rows) == row + 1 and len(rows[row]) == column + 1 and rows[row][column] == "远"


def test_formatted_empty_cells_are_no_cells(tmp_path):
    import xlsxwriter

    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page, red = book.add_worksheet(), book.add_format({"bg_color": "red"})
        for number in range(12):
            page.write(number, 0, "a")
            for column in range(1, 16_384):
                page.write_blank(number, column, None, red)
    assert rows_of(path, tmp_path) == [["a"]] * 12


def test_a_zip_bomb_is_not_opened(tmp_path):
    path = tmp_path / "弹.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", b" " * (packages.RATIO_FROM + 1))
    with pytest.raises(Fault, match="unpacks to 32 MiB"):
        read(path, tmp_path)


def test_a_file_that_changes_while_it_is_read_is_left_for_the_next_run(office, monkeypatch):
    """Also when its digest is already that of what it has become."""
    path, read, digest, changed = office.write("甲/场所.csv", SITES), sheets.read, intake.digest, threading.Event()

    def read_and_change(file, *others):
        found = read(file, *others)
        if file == path:
            path.write_text(SITES + "黄码镇,黄码村,黄码小学,学校,无\n", encoding="utf-8")
            changed.set()
        return found

    def digest_late(file):
        if file == path:
            changed.wait(60)
        return digest(file)

    monkeypatch.setattr(sheets, "read", read_and_change)
    monkeypatch.setattr(intake, "digest", digest_late)
    office.build()
    assert office.rows("SELECT count(*) FROM clean.sites") == [(0,)]
    ((status, note),) = office.rows("SELECT status, note_zh FROM intake.ledger WHERE file = '甲/场所.csv'")
    assert status == "failed" and "再运行一次" in note
    monkeypatch.undo()
    office.build()
    assert office.rows("SELECT count(*) FROM clean.sites") == [(4,)]


# Headers and recognition --------------------------------------------------------------------------------------------


def test_tables_side_by_side_are_read_each_with_its_own_columns(office):
    office.write("甲/场所.csv", SITES)
    head = ["村(社区)", "场所名称", "更换日期"]
    rows = [
        ["2024年宣传栏更换情况"],
        [*head, "", *head],
        ["柳园社区", "柳园社区", "2024-07-05", "", "黄码村", "黄码村", "7月6日"],
        ["柳园社区", "柳园社区", "2024-08-05", "", "", "", ""],
        ["合计", "", "", "", "合计", "", ""],
    ]
    office.book("甲/更换.xlsx", rows, merged={"A1:G1": "2024年宣传栏更换情况"})
    office.build()
    assert office.rows("SELECT area, updated_on::VARCHAR, row FROM clean.board_updates ORDER BY ALL") == [
        ("320812010001", "2024-07-05", 3), ("320812010001", "2024-08-05", 4), ("320812103201", "2024-07-06", 3),
    ]  # fmt: skip
    told = (
        "SELECT sheet, header_rows, skipped, read, clean FROM intake.ledger WHERE form = 'board_updates' ORDER BY sheet"
    )
    assert office.rows(told) == [("Sheet1 A:C", 1, 2, 2, 2), ("Sheet1 E:G", 1, 3, 1, 1)]


def test_groups_of_columns_with_the_same_headers_are_one_table(tmp_path, office):
    rows = [["第一季度", "", "第二季度", ""], ["场次", "人次", "场次", "人次"], [1, 2, 3, 4]]
    assert len(read(office.book("甲/x.xlsx", rows), tmp_path)) == 1


def test_a_header_of_three_rows_in_traditional_characters_with_marks(office):
    office.write("甲/场所.csv", SITES)
    rows = [
        ["", "", "", ""],
        ["村（社區）*", "宣傳欄", "", ""],
        ["", "場所 名稱", "更換", ""],
        ["", "", "日期\n（年月日）", "備註"],
    ]
    office.book(
        "甲/更换.xlsx",
        [*rows, ["柳园社区", "柳园社区", "2024-07-05", ""]],
        merged={"B2:D2": "宣傳欄", "A2:A4": "村（社區）*", "B3:B4": "場所 名稱"},
    )
    office.build()
    assert office.rows("SELECT header_rows, clean FROM intake.ledger WHERE form = 'board_updates'") == [(3, 1)]


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("村(社区),场所名称,更换日其\n柳园社区,柳园社区,2024-07-05\n", "更换日其（是“更换日期”吗？）", "did you mean 更换日期?"),
        ("村(社区),场所名称,更换日期,更换日期\n柳园社区,柳园社区,2024-07-05,2024-07-06\n", "改成不同的表头", "headed 更换日期"),
        ("甲,乙\n1,2\n", "没有认得的表头", "no header is known"),
    ],
)  # fmt: skip
def test_a_sheet_not_understood_is_set_aside_with_what_to_change(office, text, zh, en):
    office.write("甲/场所.csv", SITES)
    office.write("甲/更换.csv", text)
    office.build()
    ((status, note_zh, note_en),) = office.rows(
        "SELECT status, note_zh, note_en FROM intake.ledger WHERE file = '甲/更换.csv'"
    )
    assert status == "set_aside" and zh in note_zh and en in note_en


@pytest.mark.parametrize("kind", ["book", "text"])
def test_a_header_of_two_rows_that_stands_again_further_down_is_no_record(office, kind):
    office.write("甲/场所.csv", SITES)
    header = [["村(社区)", "宣传栏", "", ""], ["", "场所名称", "更换日期", "备注"]]
    first, second = (["柳园社区", "柳园社区", day, ""] for day in ("2024-07-05", "2024-08-05"))
    rows = [["2024年更换"], *header, first, *header, second, ["填表人：某某"]]
    if kind == "book":
        merged = {"A2:A3": "村(社区)", "B2:D2": "宣传栏", "A5:A6": "村(社区)", "B5:D5": "宣传栏"}
        office.book("甲/更换.xlsx", rows, merged=merged)
    else:
        office.write("甲/更换.csv", "\n".join(",".join(row) for row in rows))
    office.build()
    assert returned(office) == []
    assert office.rows("SELECT header_rows, skipped, clean FROM intake.ledger WHERE form = 'board_updates'") == [
        (2, 4, 2)
    ]
