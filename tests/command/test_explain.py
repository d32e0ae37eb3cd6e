"""What an officer is told of one file before it is taken in."""

from __future__ import annotations

import pytest

from tests.command.test_cli import jiping

pytestmark = pytest.mark.slow  # each test takes in an office of its own

HEAD = "2024年帮扶情况表 单位：万元\n户号#社区#帮扶日期#帮扶形式#金额#困难是否解绝#经办人[kg]\n"
BAD = "7#柳园社区#坏#实物#2.5#是#某\n" * 12


@pytest.fixture
def explain(office, tmp_path):
    """What is printed of a text, in a language."""
    sheet = tmp_path / "帮扶.txt"

    def explained(text: str, lang: str = "zh") -> tuple[str, str]:
        sheet.write_text(text, encoding="utf-8")
        done = jiping("intake", "--explain", str(sheet), "--workspace", str(office.root), "--lang", lang)
        return done.stdout, done.stderr

    return explained


def test_how_a_sheet_was_understood(office, explain):
    office.build()
    said, wrong = explain(HEAD + BAD + "合计####30\n")
    for part in (
        "识别为“帮扶救助”，表头在第 2 行。",
        "编码 utf-8。",
        "以“#”分隔",
        "金额（金额、以万元计）",
        "人员编号、个人信息不留存",
    ):
        assert part in said, part
    assert "是“困难是否解决”吗？" in said and "不认得，未读入）" in said
    assert (
        "全表 15 行：表头 1 行，略过 2 行" in said and "另有 2 条退回原因未列出" in said and "还没有收录过" not in said
    )
    assert wrong.count("不是日期") == 10
    said, _ = explain(HEAD + BAD, "en")
    for part in (
        "Taken for: Assistance. The header is in row 2.",
        "separated by “#”",
        "(money, in 万元)",
        "did you mean 困难是否解决?",
    ):
        assert part in said, part


def test_before_anything_was_taken_in_names_cannot_be_looked_up(explain):
    said, _ = explain(HEAD + BAD)
    assert "请先运行 jiping intake" in said


def test_of_a_sheet_not_understood_the_record_types_are_listed(explain):
    said, wrong = explain("甲#乙#丙\n1#2#3\n")
    assert "没有认得的表头" in wrong and "可以识别的记录：" in said and "宣传栏更换" in said
    said, wrong = explain("", "en")
    assert "the file is empty" in wrong and not said.strip()
