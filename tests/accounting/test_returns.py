"""What goes back to a unit, and what its corrections close: through the production door, with workbooks as Excel saves them."""

from __future__ import annotations

import openpyxl
import pytest

from pipelines.accounting import corrections, returns
from tests.test_intake import ID, SITES

pytestmark = pytest.mark.slow  # each test takes in an office of its own

HEAD = "村(社区),场所名称,更换日期,备注\n"
WRONG = HEAD + "柳园社区,柳园社区,2024年13月2日,甲\n枫香,枫香社区,2024-07-01,乙\n柳园社区,柳园社区,2024-08-05,丙\n"
RED = "FFFFC7CE"


@pytest.fixture
def sent(office):
    """An office with two wrong rows and a right one from unit 甲."""
    office.write("甲/场所.csv", SITES)
    office.write("甲/更换.csv", WRONG)
    office.build()
    return office


def book(office, unit="甲"):
    return openpyxl.load_workbook(office.workspace.processed / returns.FOLDER / f"{unit}.xlsx")


def table(page) -> list[dict]:
    """The rows of a page under its header, as {heading: cell}."""
    rows = list(page.iter_rows())
    header = next(i for i, row in enumerate(rows) if str(row[-1].value).startswith(corrections.words("key")[0]))
    return [dict(zip((c.value for c in rows[header]), row, strict=True)) for row in rows[header + 1 :]]


def correct(office, values: dict[str, dict[str, str]], name: str, unit: str = "甲"):
    """Put the workbook back under data/raw/<unit>/<name>; `values` are {cell as it was: {heading: new text}}."""
    edited = book(office, unit)
    for page in edited:
        for row in table(page):
            held = {cell.value for cell in row.values()}
            for was, changes in values.items():
                for heading, text in changes.items() if was in held else ():
                    row[heading].value = text
    path = office.root / "data/raw" / unit / name
    edited.save(path)
    return path


def ledger(office, columns="file, read, clean, returned, corrected"):
    return office.rows(f"SELECT {columns} FROM intake.ledger WHERE form <> 'areas' AND form <> 'sites' ORDER BY file")


BOTH = {"2024年13月2日": {"更换日期": "2024-12-02"}, "枫香": {"村(社区)": "水渡口街道枫香社区"}}


def test_a_unit_gets_its_own_rows_back_with_the_wrong_cells_coloured(sent):
    (page,) = book(sent).worksheets
    first, second = table(page)
    assert list(first)[1:5] == ["村(社区)", "场所名称", "更换日期", "备注"]
    assert [c.value for c in first.values()][1:5] == ["柳园社区", "柳园社区", "2024年13月2日", "甲"]
    assert {h for h, c in first.items() if c.fill.fgColor.rgb == RED} == {"更换日期"}
    assert {h for h, c in second.items() if c.fill.fgColor.rgb == RED} == {"村(社区)"}
    zh, en = next(iter(first.values())).value.split("\n")
    assert zh == "更换日期：不是日期，请写成 2024-03-05 的样子" and en.endswith("not a date; write it as 2024-03-05")
    assert list(first.values())[-1].value.startswith("甲/更换.csv › 2 #")
    assert first["更换日期"].comment.text.startswith(zh) and page.freeze_panes == "B5"
    assert "发回清江浦区" in page["A1"].value and "data/raw" not in page["A1"].value
    path = sent.workspace.processed / returns.FOLDER / "甲.xlsx"
    assert path.stat().st_mode & 0o777 == 0o600 and path.parent.stat().st_mode & 0o777 == 0o700


def test_choices_are_offered_and_other_words_still_count(office):
    office.write("甲/场所.csv", SITES.splitlines()[0] + "\n柳树湾街道,柳园社区,柳园社区,社 团,有\n")
    office.build()
    (page,) = book(office).worksheets
    offered = {str(v.sqref): v for v in page.data_validations.dataValidation}
    (row,) = table(page)
    kinds = offered[row["类别"].coordinate]
    assert kinds.formula1.startswith('"社区,行政村,医院,') and not kinds.showErrorMessage
    assert offered[row["有无宣传栏"].coordinate].formula1 == '"是,否"'
    correct(office, {"社 团": {"类别": "居委会", "有无宣传栏": "否"}}, "更正.xlsx")
    office.build()
    assert office.rows("SELECT kind::VARCHAR, has_board FROM clean.sites") == [("community", False)]


def test_put_back_corrected_it_is_accepted_and_closes_the_return(sent):
    assert ledger(sent) == [("甲/更换.csv", 3, 1, 2, 0)]
    correct(sent, BOTH, "更正.xlsx")
    sent.build()
    assert ledger(sent) == [("甲/更换.csv", 3, 1, 0, 2), ("甲/更正.xlsx", 2, 2, 0, 0)]
    assert sent.rows("SELECT area, updated_on::VARCHAR FROM clean.board_updates ORDER BY ALL") == [
        ("320812010001", "2024-08-05"), ("320812010001", "2024-12-02"), ("320812011001", "2024-07-01"),
    ]  # fmt: skip
    assert sent.rows("FROM intake.returned") == [] and returns.listed(sent.workspace) == []
    (sent.root / "data/raw/甲/更正.xlsx").unlink()
    sent.build()
    assert ledger(sent) == [("甲/更换.csv", 3, 1, 2, 0)], "without the correction the rows are returned again"


def test_rows_of_a_long_sheet_come_back_and_are_closed_as_others_are(sent, monkeypatch):
    """A long sheet is not staged; what is returned of it, and the key, are the same."""
    from pipelines.cleaning import staging

    sent.build()
    keys = [list(row.values())[-1].value for row in table(book(sent).worksheets[0])]
    monkeypatch.setattr(staging, "LONG", 1)
    sent.workspace.warehouse.unlink()
    sent.build()
    assert [list(row.values())[-1].value for row in table(book(sent).worksheets[0])] == keys
    correct(sent, BOTH, "更正.xlsx")
    sent.build()
    assert ledger(sent) == [("甲/更换.csv", 3, 1, 0, 2), ("甲/更正.xlsx", 2, 2, 0, 0)]
    assert sent.rows("FROM intake.returned") == [] and returns.listed(sent.workspace) == []


def test_what_is_still_wrong_comes_back_once_until_it_is_right(sent):
    correct(sent, {"2024年13月2日": {"更换日期": "2024年13月3日"}, "枫香": BOTH["枫香"]}, "更正1.xlsx")
    sent.build()
    assert ledger(sent) == [("甲/更换.csv", 3, 1, 0, 2), ("甲/更正1.xlsx", 2, 1, 1, 0)]
    (row,) = table(book(sent).worksheets[0])
    assert list(row.values())[-1].value.startswith("甲/更正1.xlsx › ") and len(row) == 6
    correct(sent, {"2024年13月3日": {"更换日期": "2024-12-03"}}, "更正2.xlsx")
    sent.build()
    assert ledger(sent) == [("甲/更换.csv", 3, 1, 0, 2), ("甲/更正1.xlsx", 2, 1, 0, 1), ("甲/更正2.xlsx", 1, 1, 0, 0)]
    assert returns.listed(sent.workspace) == []


def test_put_back_untouched_it_changes_nothing_but_where_the_rows_stand(sent):
    correct(sent, {}, "原样.xlsx")
    sent.build()
    assert ledger(sent) == [("甲/原样.xlsx", 2, 0, 2, 0), ("甲/更换.csv", 3, 1, 0, 2)]


def test_an_edited_or_a_stale_key_closes_nothing_and_says_so(sent):
    path = correct(sent, BOTH, "更正.xlsx")
    edited = openpyxl.load_workbook(path)
    cells = [list(row.values())[-1] for row in table(edited.worksheets[0])]
    cells[0].value = cells[0].value.replace("› 2 #", "› 4 #")
    cells[1].value = "../../etc/passwd › 1 #0123456789ab"
    edited.save(path)
    sent.build()
    assert ledger(sent) == [("甲/更换.csv", 3, 1, 2, 0), ("甲/更正.xlsx", 2, 2, 0, 0)]
    ((note,),) = sent.rows("SELECT note_en FROM intake.ledger WHERE file = '甲/更正.xlsx'")
    assert "2 rows" in note
    correct(sent, BOTH, "更正.xlsx")
    sent.write("甲/更换.csv", WRONG.replace(",乙", ",丁"))
    sent.build()
    assert ledger(sent, "file, returned, corrected") == [("甲/更换.csv", 1, 1), ("甲/更正.xlsx", 0, 0)]


def test_a_row_that_became_right_by_itself_is_not_counted_twice(sent):
    """The register was completed after the workbook went out: the correction still replaces the row."""
    correct(sent, BOTH, "更正.xlsx")
    sent.write("甲/更换.csv", WRONG)
    sent.write("甲/场所2.csv", "街道,所在村居,场所名称,类别\n柳树湾街道,枫香,枫香社区二,社区\n")
    sent.build()
    assert sent.rows("SELECT count(*) FROM clean.board_updates") == [(3,)]


def test_saved_as_csv_it_counts_as_well(sent):
    import csv

    (page,) = book(sent).worksheets
    rows = [["" if c is None else c for c in row] for row in page.iter_rows(values_only=True)]
    rows[-2][3] = "2024-12-02"
    with (sent.root / "data/raw/甲/更正.csv").open("w", encoding="gb18030", newline="") as stream:
        csv.writer(stream).writerows(rows)
    sent.build()
    assert ledger(sent) == [("甲/更换.csv", 3, 1, 0, 2), ("甲/更正.csv", 2, 1, 1, 0)]


def test_ids_are_text_and_names_stand_only_in_the_workbook_of_their_unit(office):
    wrong = ID[:-1] + "1"
    text = f"姓名,身份证号,性别,出生日期,村(社区)\n司马虚构,{wrong},女,1949-12-31,柳园社区\n"
    office.write("甲/名册.csv", text)
    office.build()
    (row,) = table(book(office).worksheets[0])
    cell = row["身份证号"]
    assert (cell.value, cell.data_type, cell.number_format, cell.fill.fgColor.rgb) == (wrong, "s", "@", RED)
    assert row["姓名"].value == "司马虚构"
    assert [p.name for p in returns.listed(office.workspace)] == ["甲.xlsx"]
    warehouse = office.workspace.warehouse.read_bytes()
    assert wrong.encode() not in warehouse and "司马虚构".encode() not in warehouse
    correct(office, {wrong: {"身份证号": ID}}, "更正.xlsx")
    office.build()
    assert office.rows("SELECT person_match, birth_year FROM clean.residents") == [("id", 1949)]


def test_nothing_in_a_cell_is_computed(office):
    cells = ["=1+1", "+2", "-3", "@SUM(A1)", "\t=4", '=HYPERLINK("http://example")']
    office.write("甲/场所.csv", SITES)
    office.book(
        "甲/更换.xlsx",
        [["村(社区)", "场所名称", "更换日期", "备注"], *(["柳园社区", "柳园社区", "?", c] for c in cells)],
    )
    office.build()
    got = [row["备注"] for row in table(book(office).worksheets[0])]
    assert all(cell.data_type == "s" for cell in got if cell.value) and any(c.value == "+2" for c in got)


def test_a_header_of_several_rows_a_merged_title_and_a_year_survive(office):
    office.write("甲/场所.csv", SITES)
    rows = [
        [],
        ["街道", "村(社区)", "宣传栏", ""],
        ["", "", "场所名称", "更换日期"],
        ["柳树湾街道", "柳园社区", "柳园社区", "13月5日"],
        ["柳树湾街道", "柳园社区", "柳园社区", "7月6日"],
    ]
    merged = {"A1:D1": "宣传栏更换登记表(2023年)", "A2:A3": "街道", "B2:B3": "村(社区)", "C2:D2": "宣传栏"}
    office.book("甲/更换2024.xlsx", rows, merged=merged)
    office.build()
    correct(office, {"13月5日": {"更换日期": "7月5日"}}, "更正2022.xlsx")
    office.build()
    assert office.rows("SELECT updated_on::VARCHAR FROM clean.board_updates ORDER BY ALL") == [
        ("2023-07-05",),
        ("2023-07-06",),
    ]


def test_a_corrected_answer_sheet_belongs_to_the_survey_it_was_sent_for(office):
    """Names of file and sheet name the survey where no column does: those of the first file, however often it came back."""
    (office.root / "questionnaires").mkdir()
    (office.root / "questionnaires/小问卷.toml").write_text(
        'zh = "小问卷"\nen = "Short"\n[items.q1]\nheaders = ["第一题"]\ntopic = "general"\nkind = "knowledge"\ncorrect = ["A"]\n',
        encoding="utf-8",
    )
    head = "问卷编号,调查日期,社区,第一题\n"
    office.write("甲/二季度调查.csv", head + "1,2024-08-01,柳园社区,A\n2,8月1日,柳园社区,A\n3,32日,柳园社区,A\n")
    office.build()
    correct(office, {"8月1日": {"调查日期": "2024-08-01"}}, "一.xlsx")
    office.build()
    correct(office, {"32日": {"调查日期": "2024-08-02"}}, "二.xlsx")
    office.build()
    assert office.rows("SELECT survey, count(DISTINCT respondent) FROM clean.survey_answers GROUP BY ALL") == [
        ("二季度调查", 3),
    ]  # fmt: skip


def test_a_file_by_itself_gets_a_workbook_of_its_name(office):
    office.write("甲/场所.csv", SITES)
    office.write("更换.csv", WRONG)
    office.build()
    assert [p.name for p in returns.listed(office.workspace)] == ["更换.xlsx"]


def test_the_same_rows_make_the_same_bytes_and_nothing_changed_writes_nothing(sent):
    path = sent.workspace.processed / returns.FOLDER / "甲.xlsx"
    before, inode = path.read_bytes(), path.stat().st_ino
    assert not sent.build().changed and path.stat().st_ino == inode
    sent.workspace.warehouse.unlink()
    sent.build()
    assert path.read_bytes() == before
    path.unlink()
    path.parent.rmdir()
    assert sent.build().changed and path.read_bytes() == before


def test_a_failed_build_leaves_the_workbooks(sent, monkeypatch):
    before = (sent.workspace.processed / returns.FOLDER / "甲.xlsx").read_bytes()
    correct(sent, BOTH, "更正.xlsx")
    monkeypatch.setattr(returns, "write", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        sent.build()
    assert (sent.workspace.processed / returns.FOLDER / "甲.xlsx").read_bytes() == before
    assert {p.name for p in sent.workspace.processed.iterdir()} >= {returns.FOLDER, "jiping.duckdb"}
    assert not [p for p in sent.workspace.processed.iterdir() if p.name.startswith(f".{returns.FOLDER}")]


def test_of_many_wrong_rows_the_first_come_back_and_the_rest_after_them(office, monkeypatch):
    monkeypatch.setattr(returns, "MOST_ROWS", 2)
    office.write("甲/场所.csv", SITES)
    office.write("甲/更换.csv", HEAD + "".join(f"柳园社区,柳园社区,坏{n},\n" for n in range(5)))
    office.build()
    (page,) = book(office).worksheets
    assert len(table(page)) == 2 and "另有 3 行" in page["A1"].value
    correct(office, {f"坏{n}": {"更换日期": f"2024-07-0{n + 1}"} for n in range(2)}, "更正.xlsx")
    office.build()
    assert [row["更换日期"].value for row in table(book(office).worksheets[0])] == ["坏2", "坏3"]
    assert ledger(office)[0] == ("甲/更换.csv", 5, 0, 3, 2)


def test_every_returned_row_of_the_example_comes_back_as_it_was(tmp_path):
    """Every workbook put back untouched: the same forms, the same reasons, the same records; only the place is another."""
    import shutil

    from pipelines import example
    from tests.conftest import Office

    office = Office(tmp_path)
    example.write(office.root / "data/raw/example")
    (office.root / "jiping.toml").write_text('name = "清江浦区"\nroot_area = "320812"\n', encoding="utf-8")
    reasons = "SELECT form, field, reason, count(*) FROM intake.returned GROUP BY ALL ORDER BY ALL"
    office.build()
    before, rows = office.rows(reasons), office.rows("SELECT sum(returned), sum(clean) FROM intake.ledger")
    for path in returns.listed(office.workspace):
        shutil.copy(path, office.workspace.raw / path.stem / "退回.xlsx")
    office.build()
    assert office.rows(reasons) == before
    assert office.rows("SELECT sum(corrected), sum(clean) FROM intake.ledger") == rows
    assert office.rows("SELECT note_en FROM intake.ledger WHERE note_en <> ''") == []


def test_nothing_in_a_csv_file_is_computed(office, capsys):
    from indicators.showing import listing
    from pipelines.command import values

    office.write("乙/区划.csv", "区划代码,区划名称,级别\n320812012,=1+1街道,街道\n")
    office.write("甲/场所.csv", SITES + "=1+1街道,=1+1街道,甲店,企业,有\n")
    office.write("甲/更换.csv", WRONG)
    office.build()
    found = listing.of(office.workspace, "2024Q3", ["bulletin_board_setup_rate"], ["=1+1街道"], lang="zh")
    assert {row["area_name"] for row in found} == {"=1+1街道"}
    values.show(found, "csv", "2024Q3")
    assert "'=1+1街道" in capsys.readouterr().out
    row = {"a": "-1", "b": -1, "c": "\t=1", "d": "@x", "e": None}
    assert listing.inert(row) == {"a": "'-1", "b": -1, "c": "'\t=1", "d": "'@x", "e": None}


@pytest.fixture
def exemplary(tmp_path):
    """A workspace with nothing but a small example: invented records of unit 甲."""
    from tests.conftest import AREAS, Office

    office = Office(tmp_path)
    for name, text in {"EXAMPLE.md": "示例", "区/区划.csv": AREAS, "甲/场所.csv": SITES, "甲/更换.csv": WRONG}.items():
        office.write(f"example/{name}", text)
    office.build()
    return office


@pytest.mark.parametrize("name", ["甲/更正.xlsx", "甲/更正.csv", "更正.xlsx"])
def test_a_correction_of_the_example_belongs_to_it_wherever_it_is_put(exemplary, name):
    import csv

    path = exemplary.root / "data/raw" / name
    path.parent.mkdir(exist_ok=True)
    edited = book(exemplary)
    for row in table(edited.worksheets[0]):
        for cell in row.values():
            cell.value = {"2024年13月2日": "2024-12-02", "枫香": "水渡口街道枫香社区"}.get(cell.value, cell.value)
    if path.suffix == ".csv":
        with path.open("w", encoding="gb18030", newline="") as stream:
            csv.writer(stream).writerows(["" if c is None else c for c in r] for r in edited.worksheets[0].values)
    else:
        edited.save(path)
    exemplary.build()
    assert exemplary.workspace.is_example
    assert set(ledger(exemplary)) == {("甲/更换.csv", 3, 1, 0, 2), (name, 2, 2, 0, 0)}


def test_the_example_never_mixes_with_an_office_s_own_files(exemplary):
    (exemplary.root / "data/raw/甲").mkdir()
    assert exemplary.workspace.is_example, "a folder without files is nothing"
    book(exemplary).save(exemplary.root / "data/raw/甲/更正.xlsx")
    exemplary.write("乙/更换.csv", WRONG)
    assert not exemplary.workspace.is_example
    exemplary.build()
    assert {file for (file,) in exemplary.rows("SELECT file FROM intake.ledger")} == {"甲/更正.xlsx", "乙/更换.csv"}


WRONG_DAY = "村(社区),场所名称,更换日期\n柳园社区,柳园社区,坏\n"


@pytest.mark.parametrize(
    "senders",
    [
        ["甲街道/更换.csv", "甲街道.csv"],
        ["更换.csv", "更换.tsv"],
        ["街" * 80 + "东/更换.csv", "街" * 80 + "西/更换.csv"],
        ["Clinic/更换.csv", "CLINIC/更换.csv"],
        ["Ａ街道/更换.csv", "A街道/更换.csv"],
    ],
)
def test_no_two_senders_share_a_workbook(office, senders):
    for number, name in enumerate(senders):
        office.write(name, WRONG_DAY.replace("柳园社区,坏", f"第{number}家,坏"))
    office.build()
    books = returns.listed(office.workspace)
    assert len({path.name.casefold() for path in books}) == len(books) == len(senders)
    held = [{cell.value for row in openpyxl.load_workbook(path).active.iter_rows() for cell in row} for path in books]
    assert sorted(sum(f"第{number}家" in cells for cells in held) for number in range(len(senders))) == [1] * len(
        senders
    )
    assert all(sum(f"第{number}家" in cells for number in range(len(senders))) == 1 for cells in held)
    assert all(len(path.name.encode()) <= 255 for path in books)
