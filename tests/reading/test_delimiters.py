"""Whatever separates the cells of a text is found; a text without columns stays whole."""

from __future__ import annotations

import pytest

from pipelines.reading import text_files
from tests.test_intake import SITES, returned

HEAD = ["村(社区)", "场所名称", "更换日期", "备注"]
ROWS = [
    ["柳园社区", "柳园社区", "2024-07-05", ""],
    ["黄码村", "黄码村", "2024年7月6日", "甲，乙"],
    ["柳园社区", "柳园社区", "2024-08-05", "坏, 已修"],
]
MARKS = [",", "\t", ";", "|", "，", "；", "^", "~", "\x01", "\x1f", ":", "：", "#", "!", "*", "/", "、", " ", "　", "@", "$", "·", "¦", "||", "::"]  # fmt: skip


def test_any_delimiter(office):
    """Beside commas in the remarks; the same records in every file, kept once."""
    office.write("甲/场所.csv", SITES)
    sent = 0
    for number, mark in enumerate(MARKS):
        rows = [row if mark not in row[3] else [*row[:3], ""] for row in ROWS]
        sent += len(rows)
        lines = ["2024年宣传栏更换情况", *(mark.join(row) for row in [HEAD, *rows]), "合计"]
        office.write(f"甲/更换{number:02}.txt", "\n".join(lines), "gb18030" if mark not in "¦||" else "utf-8")
    office.build()
    assert office.rows("SELECT file FROM intake.ledger WHERE status <> 'read'") == [] and returned(office) == []
    assert office.rows("SELECT count(*) FROM clean.board_updates") == [(3,)]
    told = "SELECT sum(read), sum(clean) + sum(duplicate) + sum(superseded) FROM intake.ledger WHERE form = 'board_updates'"
    assert office.rows(told) == [(sent, sent)]


def test_cells_that_stand_under_each_other(office):
    """A row that lacks a cell comes back: which one it lacks cannot be told."""
    office.write("甲/场所.csv", SITES)
    lines = [
        "2024年宣传栏更换情况",
        "村(社区)    场所名称    更换日期      备注",
        "柳园社区    柳园社区    2024-07-05    完好",
        "黄码村      黄码村      2024-07-06    甲 乙",
        "柳园社区    柳园社区                  完好",
        "柳园社区    柳园社区    2024-08-05    完好",
        "黄码村　　黄码村　　2024-07-07　　完好",
        "合计                    3",
        "填表人：某某    填表日期：2024-10-08",
    ]
    office.write("甲/更换.txt", "\r\n".join(lines), "gb18030")
    office.build()
    assert office.rows("SELECT updated_on::VARCHAR, row FROM clean.board_updates ORDER BY ALL") == [
        ("2024-07-05", 3), ("2024-07-06", 4), ("2024-07-07", 7), ("2024-08-05", 6),
    ]  # fmt: skip
    assert {(row, reason) for _, row, _, _, reason in returned(office)} == {(5, "area"), (5, "missing")}
    assert office.rows("SELECT lines, skipped FROM intake.ledger WHERE form = 'board_updates'") == [(9, 3)]


@pytest.mark.parametrize(
    "text",
    [
        "本季度工作情况：一、宣传、讲座；二、培训、考核。\n共计三次。\n",
        "姓名：某某\n性别：女\n社区：柳园社区\n",
        "日期\n2024-07-05\n2024-07-06\n2024-07-07\n",
        "村(社区)\n柳园社区/一组/二组\n黄码村/一组/二组\n",
        "2024/7/5 08:30:00\n2024/7/6 08:30:00\n2024/7/7 08:30:00\n",
        "一、宣传、讲座\n二、培训\n三、督导、检查、考核、通报\n",
    ],
)
def test_a_text_without_columns_stays_whole(tmp_path, text):
    path = tmp_path / "x.txt"
    path.write_text(text, encoding="utf-8")
    found = text_files.read(path, "x.txt", tmp_path)
    assert max(len(row) for row in found.records()) == 1 or found.delimiter in "；"


@pytest.mark.parametrize("mark", [",", "\t", ";", "|"])
def test_other_marks_do_not_spoil_a_usual_delimiter(tmp_path, mark):
    """Dates, times and remarks cut by strokes and colons in every row but the header; rows without their last cells."""
    rows = [["街道/乡镇/名称 登记"], ["村(社区)", "时间", "更换日期/次", "备注"]]
    rows += [["柳园", "2024/7/5 08:30:00", "7/8/9", "好"][: 3 + number % 2] for number in range(30)]
    path = tmp_path / "x.csv"
    path.write_text("\n".join(mark.join(row) for row in rows), encoding="utf-8")
    assert text_files.read(path, "x.csv", tmp_path).delimiter == mark
