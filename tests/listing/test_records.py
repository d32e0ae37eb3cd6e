"""The records behind a number: those of the persons counted, in the time counted. All invented."""

from __future__ import annotations

import pytest

from tests.command.test_cli import jiping

SITES = "街道,社区,场所名称,场所类别,有无宣传栏\n黄码镇,黄码村,黄码村委会,行政村,有\n柳树湾街道,柳园社区,柳园社区居委会,社区,有\n"
UPDATES = "街道,社区,宣传栏单位,更换日期\n黄码镇,黄码村,黄码村委会,2024-08-18\n黄码镇,黄码村,黄码村委会,2024-05-18\n柳树湾街道,柳园社区,柳园社区居委会,2024-08-19\n"


@pytest.fixture
def boards(office):
    office.write("甲/场所.csv", SITES)
    office.write("甲/更换.csv", UPDATES)
    office.build()
    return office


def test_file_sheet_and_row_of_what_was_counted(boards):
    asked = ("trace", "宣传栏更新率", "2024Q3", "--workspace", str(boards.root), "--area")
    done = jiping(*asked, "黄码镇")
    told = {"".join(line.split()) for line in done.stdout.splitlines()}
    assert (
        "│甲/更换.csv││2│黄码村委会│2024-08-18│" in told and "甲/更换.csv：1条" in told and "甲/场所.csv：1条" in told
    )
    assert "2024-05-18" not in done.stdout and "2024-08-19" not in done.stdout
    assert "宣传栏更换：1 个文件中的 1 条记录" in done.stdout and "（1 / 1）" in done.stdout


def test_list_and_trace_in_english(boards):
    done = jiping(
        "list", "bulletin_board_update_rate", "2024Q3", "--show", "met", "--lang", "en", "--workspace", str(boards.root)
    )
    assert "100.0% (2 / 2); 2 rows listed." in done.stdout and "黄码村委会" in done.stdout
    done = jiping("list", "bulletin_board_update_rate", "2024Q3", "--lang", "en", "--workspace", str(boards.root))
    assert "nobody and nothing is missing" in done.stdout
    done = jiping("trace", "bulletin_board_update_rate", "2024Q3", "--lang", "en", "--workspace", str(boards.root))
    assert "2 records in 1 file" in done.stdout and "updated on" in done.stdout.lower()
