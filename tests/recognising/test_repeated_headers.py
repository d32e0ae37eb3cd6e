"""Sheets with headers repeated anywhere, titles, totals and footers: which rows are records, told by an obvious second opinion."""

from __future__ import annotations

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.workspace import Workspace
from pipelines import intake
from pipelines.warehouse import SETTINGS

HEADER = ["村(社区)", "场所名称", "更换日期"]
TITLES = [["宣传栏更换登记"], ["填报单位：某街道", "2024年"], []]
BELOW = {
    "blank": ["", "", ""],
    "totals": ["合计", "3", ""],
    "footers": ["填表人：某某"],
    "repeated": HEADER,
}


def record(number: int) -> list[str]:
    return ["柳园社区", f"场所{number}", f"2024-07-{1 + number % 28:02}"]


def take_in(root, sheets: dict[str, list[list[str]]]):
    """Ledger by file, and the rows kept or returned by file."""
    raw = root / "data" / "raw" / "甲"
    raw.mkdir(parents=True, exist_ok=True)
    for path in raw.iterdir():
        path.unlink()
    for name, rows in sheets.items():
        (raw / name).write_text("".join(",".join(row) + "\n" for row in rows), encoding="utf-8")
    (root / "jiping.toml").write_text('name = "清江浦区"\nroot_area = "320812"\n', encoding="utf-8")
    workspace = Workspace.open(root)
    with duckdb.connect(config=SETTINGS) as con, intake.digests(intake.files(workspace)) as received:
        ledger = {entry.file: entry for entry in intake.take_in(con, workspace, b"k" * 32, root, received)}
        became = "SELECT file, row FROM clean.board_updates UNION SELECT file, row FROM intake.returned"
        became += " UNION SELECT file, row FROM repeated_board_updates"
        return ledger, set(con.execute(became).fetchall())


SHEETS = st.tuples(
    st.lists(st.sampled_from(TITLES), max_size=2),
    st.lists(st.sampled_from(["record", "record", "repeated", "blank", "totals", "footers"]), min_size=1, max_size=8),
)


@settings(max_examples=6, deadline=None, derandomize=True)
@given(st.lists(SHEETS, min_size=25, max_size=40))
def test_records_are_the_rows_that_are_neither_title_header_total_footer_nor_blank(tmp_path_factory, drawn):
    sheets, expected = {}, {}
    for number, (titles, kinds) in enumerate(drawn):
        name = f"更换{number:02}.csv"
        lines = [("titles" if any(row) else "blank", row) for row in titles] + [("header_rows", HEADER)]
        lines += [(kind, BELOW.get(kind) or record(row)) for row, kind in enumerate(kinds)]
        sheets[name] = [row for _, row in lines]
        expected[f"甲/{name}"] = [kind for kind, _ in lines]
    ledger, became = take_in(tmp_path_factory.mktemp("sheets"), sheets)
    for file, kinds in expected.items():
        entry = ledger[file]
        assert entry.status == "read" and entry.lines == len(kinds), (file, entry)
        told = {
            name: getattr(entry, name) for name in ("titles", "header_rows", "blank", "totals", "footers", "repeated")
        }
        assert told == {name: kinds.count(name) for name in told}, (sheets[file[2:]], entry)
        assert {row for name, row in became if name == file} == {
            i for i, kind in enumerate(kinds, 1) if kind == "record"
        }


@pytest.mark.parametrize(
    "again", [HEADER, ["村(社区) ", "场所名称", " 更换日期"], ["所在社区", "场所名称", "更换日期"]]
)
def test_a_record_between_two_headers_is_a_record(tmp_path, again):
    """Whether the second header is written alike, with spaces, or in another word for the same."""
    rows = [HEADER, record(1), again, record(2), HEADER, record(3)]
    ledger, became = take_in(tmp_path, {"更换.csv": rows})
    assert {row for _, row in became} >= {2, 4, 6} and ledger["甲/更换.csv"].header_rows == 1


def test_two_rows_of_a_header_still_make_one(tmp_path):
    rows = [["基本情况", "", "更换"], HEADER, record(1), HEADER, record(2)]
    ledger, became = take_in(tmp_path, {"更换.csv": rows})
    assert {row for _, row in became} == {3, 5} and ledger["甲/更换.csv"].repeated == 1


def test_rows_that_the_statement_loses_are_noticed(tmp_path, monkeypatch):
    """The reader's count stands against the classes: a statement that loses a row cannot do so unseen."""
    from pipelines.cleaning import statement

    made = statement.select
    monkeypatch.setattr(statement, "select", lambda source, *more: f"FROM ({made(source, *more)}) WHERE row <> 3")
    with pytest.raises(AssertionError, match="4 rows, 3 told of"):
        take_in(tmp_path, {"更换.csv": [HEADER, record(1), record(2), record(3)]})
