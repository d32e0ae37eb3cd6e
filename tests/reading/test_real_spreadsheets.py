"""Spreadsheets that were not made for jiping: what stands in them, written down by looking at each file."""

from __future__ import annotations

import pytest

from indicators.workspace import Fault, Workspace
from pipelines.reading import sheets
from pipelines.recognising import forms, questionnaires
from pipelines.recognising.recognise import recognise

# file → sheets: (name, rows, widest row, {(row, column) from 1: text})
CELLS = {
    "calamine__any_sheets.xlsx": [
        ("Visible", 5, 2, {(1, 1): "1", (3, 2): "6", (5, 1): "This workbook contains 4 sheets: Visible, Hidden, VeryHidden and Chart"}),
    ],
    "calamine__date_1904.xlsx": [("Sheet1", 3, 2, {(1, 1): "2021-01-01", (2, 1): "2021-01-02", (3, 1): "10 days, 15:10:10", (3, 2): "17"})],
    "calamine__date_iso.xlsx": [("Sheet", 6, 1, {(1, 1): "2021-01-01", (2, 1): "2021-01-01 10:10:10", (3, 1): "10:10:10"})],
    "calamine__errors.xlsx": [
        ("Feuil1", 7, 1, {(1, 1): "#DIV/0!", (2, 1): "#NAME?", (3, 1): "#VALUE!", (4, 1): "#NULL!", (5, 1): "#REF!", (6, 1): "#NUM!", (7, 1): "#N/A"}),
    ],
    "calamine__header-row.xlsx": [("Sheet1", 10, 4, {(3, 3): "Note 1", (9, 1): "Columns", (9, 4): "Column C", (10, 1): "put data here", (10, 4): "3"})],
    # Merged cells are filled within the used range: these reach beyond it, to row 4 and column 4.
    "calamine__merge_cells.xls": [("Sheet1", 2, 3, {(1, 2): "Row Merge", (1, 3): "Not Merged", (2, 1): "Column Merge", (2, 3): "Chunk Merged"})],
    "calamine__merged_range.xlsx": [
        ("Sheet1", 4, 8, {(1, 1): "A1", (2, 1): "A1", (2, 4): "C1", (3, 4): "C3", (4, 8): "H4"}),
        ("Sheet2", 4, 6, {(4, 1): "A1", (2, 4): "C1", (4, 3): "C3", (4, 4): "C3", (3, 2): "B3", (4, 6): "F1"}),
    ],
    "easyexcel__bom__office_bom.csv": [("", 11, 2, {(1, 1): "姓名", (1, 2): "年纪", (11, 1): "姓名9", (11, 2): "20"})],
    "easyexcel__compatibility__t01.xls": [("产品数据", 3, 18, {(2, 1): "材质*", (2, 4): "规格*", (3, 1): "Q235(碳钢)", (3, 8): "5.5千克"})],
    "easyexcel__compatibility__t03.xlsx": [("重算文件", 2, 12, {(1, 1): "单据号", (1, 6): "用户类型编码(选填)", (2, 1): "3", (2, 9): "6"})],
    "easyexcel__dataformat__dataformat.xlsx": [
        ("Sheet1", 28, 7, {(1, 7): "numberStringUs", (2, 1): "2020-01-01 01:01:01", (3, 6): "111.11%", (14, 5): "0.105"}),
    ],
    "frictionless__duplicate-headers.csv": [("", 3, 5, {(1, 1): "id", (1, 5): "id", (2, 5): "001101", (3, 5): "001102"})],
    "frictionless__leading-zeros.csv": [("", 4, 1, {(2, 1): "01", (3, 1): "002", (4, 1): "00003"})],
    "frictionless__merged-cells.xls": [("Лист1", 1, 1, {(1, 1): "data"})],
    "frictionless__multiline-headers.xlsx": [
        ("Лист1", 6, 4, {(5, 1): "Region", (4, 2): "Caloric contribution", (5, 2): "(%)", (3, 4): "Cumulative impact of changes on cost of food basket",
                         (5, 3): "from previous quarter", (5, 4): "from baseline (%)", (6, 4): "D"}),
    ],
    "frictionless__skip-rows-before-headers.csv": [("", 4, 2, {(1, 1): "# it's a comment!", (2, 2): "name", (4, 2): "中国人"})],
    "frictionless__skip-rows.xlsx": [("Sheet 1", 4, 2, {(1, 2): "Table 1", (2, 1): "A", (3, 2): "9", (4, 1): "", (4, 2): "TOTAL"})],
    "guizhou_streets_gb18030.csv": [("", 1511, 5, {(1, 2): "name", (2, 1): "520102016", (2, 2): "新华路街道", (1511, 2): "九阡镇", (1511, 5): "5227"})],
    "hutool__blankAndDateTest.xlsx": [
        ("Sheet1", 22, 6, {(1, 1): "1", (1, 2): "测试1", (1, 4): "2017-12-16 03:04:05", (1, 6): "2017-12-16", (3, 1): "", (4, 4): "2017-12-16", (22, 1): "20"}),
    ],
    "hutool__test_lines_cr.csv": [("", 6, 5, {(2, 1): "a", (3, 4): "4", (5, 5): "我是一段\r带换行的内容", (6, 4): "f"})],
    "tableeval_134.xlsx": [("Sheet", 12, 5, {(1, 1): "地 区", (2, 5): "按输出地分:", (3, 2): "10403", (10, 4): "116", (12, 5): "7.7"})],
    "tableeval_149.xlsx": [("Sheet", 19, 4, {(1, 4): "指标", (5, 1): "经济活力指数", (5, 2): "0.2", (19, 1): "转型升级指数", (19, 3): "5"})],
    # Two tables of 35 cities side by side under the same header of two rows.
    "tableeval_173.xlsx": [
        ("Sheet A:D", 37, 4, {(1, 1): "城市", (2, 1): "城市", (2, 2): "上月=100", (3, 1): "北  京", (3, 4): "95.5", (37, 1): "乌鲁木齐", (37, 4): "96.3"}),
        ("Sheet E:H", 37, 4, {(1, 1): "城市", (2, 4): "上年同期=100", (3, 1): "唐  山", (3, 4): "94.1", (37, 1): "大  理", (37, 2): "99.3"}),
    ],
    "tableeval_27.xlsx": [("Sheet", 15, 6, {(1, 3): "第二代", (1, 5): "第二代", (2, 6): "克唑替尼", (8, 2): "296", (15, 1): "参考文献"})],
    "tableeval_442.xlsx": [("Sheet", 51, 4, {(1, 1): "層   面", (2, 4): "A環境", (9, 1): "層面A1：排放物", (51, 1): "層面B8：社區投資", (51, 2): "B8.2"})],
}  # fmt: skip
ENCODINGS = {
    "easyexcel__bom__office_bom.csv": "utf-8-sig",
    "guizhou_streets_gb18030.csv": "gb18030",
    "hutool__test_lines_cr.csv": "utf-8",
}
STREETS = "guizhou_streets_gb18030.csv"
HIDDEN = {"calamine__any_sheets.xlsx": ["Hidden", "VeryHidden"]}
REFUSED = {"calamine__pass_protected.xlsx": "工作簿已加密"}


def test_every_file_has_its_expectation(shared):
    assert {p.name for p in (shared / "spreadsheets").iterdir()} == set(CELLS) | set(REFUSED)


@pytest.mark.parametrize("name", CELLS)
def test_the_cells_of_a_real_file(shared, tmp_path, name):
    found, hidden = sheets.read(shared / "spreadsheets" / name, name, tmp_path)
    assert [sheet.name for sheet in found] == [expected[0] for expected in CELLS[name]]
    for sheet, (_, height, width, cells) in zip(found, CELLS[name], strict=True):
        rows = list(sheet.cells())
        assert (len(rows), max(map(len, rows))) == (height, width)
        padded = [row + [""] * (width - len(row)) for row in rows]
        assert {place: padded[place[0] - 1][place[1] - 1] for place in cells} == cells
    assert hidden == HIDDEN.get(name, [])
    assert name not in ENCODINGS or found[0].encoding == ENCODINGS[name]


@pytest.mark.parametrize("name", REFUSED)
def test_a_real_file_that_is_refused(shared, tmp_path, name):
    with pytest.raises(Fault) as caught:
        sheets.read(shared / "spreadsheets" / name, name, tmp_path)
    assert REFUSED[name] in caught.value.zh and name in caught.value.zh


@pytest.mark.parametrize("name", sorted(CELLS.keys() - {STREETS}))
def test_none_of_them_is_mistaken_for_a_record_type(shared, tmp_path, name):
    """They are of other trades: set aside with a sentence."""
    office = Workspace.open(tmp_path)
    choices = forms.recognisable(forms.load(office), questionnaires.load(office))
    for sheet in sheets.read(shared / "spreadsheets" / name, name, tmp_path)[0]:
        with pytest.raises(Fault) as caught:
            recognise(sheet, choices)
        assert name in caught.value.zh and "表头" in caught.value.zh


def test_a_county_takes_its_streets_from_a_public_list_of_the_province(shared, office):
    (office.root / "jiping.toml").write_text('name = "南明区卫生健康局"\nroot_area = "520102"\n', encoding="utf-8")
    (office.root / "data/raw/区卫健委/区划.csv").write_bytes((shared / "spreadsheets" / STREETS).read_bytes())
    office.write(
        "某街道/活动.csv",
        "活动日期,活动形式,街道,参加人次\n2024-02-01,讲座,新华路街道办事处,30\n2024-02-01,讲座,贵州省荔波县,30\n",
    )
    office.build()
    ((lines, skipped, read, clean, note),) = office.rows(
        "SELECT lines, skipped, read, clean, note_zh FROM intake.ledger WHERE form = 'areas'"
    )
    assert lines == 1511 == 1 + skipped + read and read == clean and f"{skipped:,} 行是 520102 以外的地区" in note
    assert office.rows("SELECT DISTINCT level, parent FROM clean.areas WHERE area <> '520102000000'") == [
        ("street", "520102000000")
    ]
    assert office.rows("SELECT area FROM clean.activities ORDER BY row") == [("520102016000",), ("522722000000",)]


def test_a_street_that_gbk_cannot_write(shared, tmp_path):
    (sheet,), _ = sheets.read(shared / "spreadsheets" / STREETS, "x.csv", tmp_path)
    names = [row[1] for row in sheet.cells()]
    beyond = [name for name in names if not _in_gbk(name)]
    assert beyond and "\ufffd" not in "".join(names)


def _in_gbk(text: str) -> bool:
    try:
        text.encode("gbk")
    except UnicodeError:
        return False
    return True


def test_a_survey_in_tabs_under_the_name_of_csv(shared, tmp_path):
    (sheet,), hidden = sheets.read(shared / "surveys/thyolo/thyolo_raw_TAB_delimited.csv", "thyolo.csv", tmp_path)
    rows = list(sheet.cells())
    assert (sheet.encoding, sheet.text.delimiter, hidden) == ("utf-8", "\t", [])
    assert (len(rows), {len(row) for row in rows}) == (122, {99})
    assert rows[0][:3] == ["submitted_on", "district", "enrollment_male_total"]
    assert rows[1][:4] == ["08/23/21", " Thyolo", "15", "20"] and rows[119][:4] == ["10/25/21", " Thyolo", "13", "11"]
    # Below the respondents stand two rows that belong to nobody: no date, only "No" and "NA" at the far end.
    assert [[c for c in row if c.strip()][:2] for row in rows[120:]] == [["No", "NA"]] * 2 and rows[120][0] == ""
