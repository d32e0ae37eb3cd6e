"""A column that is not read in for a slip of the pen is told of; columns of the unit's own are not."""

from __future__ import annotations

import pytest

from indicators.showing.data_quality import DataQuality
from tests.command.test_cli import jiping

pytestmark = pytest.mark.slow  # each test takes in an office of its own

HEAD = "编号,服务项目,村(社区),服务日期,随访日期,{}\n"
ROW = "1,高血压,柳园社区,2024-07-05,2024-07-06,{}\n"


def notes(office) -> list[tuple[str, str]]:
    return office.rows("SELECT note_zh, note_en FROM intake.ledger WHERE form = 'followups' AND note_en <> ''")


def test_a_misspelt_column_is_told_of_wherever_the_file_is_listed(office):
    office.write("甲/随访.csv", HEAD.format("随访方试,随访医生,备注") + ROW.format("电话,某,"))
    office.build()
    ((zh, en),) = notes(office)
    assert "甲/随访.csv：" in zh and "随访方试（是“随访方式”吗？）" in zh and "随访医生" not in zh and "备注" not in zh
    assert "随访方试 (did you mean 随访方式?)" in en
    assert "需要核对" in DataQuality.open("2024Q3", "zh", str(office.root)).refused().html
    at = ("--workspace", str(office.root))
    assert "did you mean 随访方式?" in jiping("intake", "--lang", "en", *at).stderr
    assert jiping("intake", "--strict", *at).returncode == 0
    explained = jiping("intake", "--explain", str(office.root / "data/raw/甲/随访.csv"), *at).stdout
    assert "未读入；是“随访方式”吗？" in explained and explained.count("—（不认得，未读入）") == 2


def test_the_note_on_returned_rows_stands_beside_it(office):
    office.write(
        "甲/随访.csv", HEAD.format("随访方试,退回编号（请勿改动）") + ROW.format("电话,甲/无.csv › 2 #0123456789ab")
    )
    office.build()
    ((zh, en),) = notes(office)
    assert "随访方式" in zh and "退回编号已失效" in zh and "随访方式" in en and "replace nothing" in en


@pytest.mark.parametrize("header", ["上次随访日期", "随访地点", "血糖2", "第二次血压", "随访次数"])
def test_a_column_of_another_meaning_is_no_slip(office, header):
    office.write("甲/随访.csv", HEAD.format(header) + ROW.format(""))
    office.build()
    assert notes(office) == []


def test_a_serial_number_is_not_taken_for_a_households(office):
    office.write("甲/帮扶.csv", "编号,姓名,社区,帮扶日期,帮扶形式\n1,虚构甲,柳园社区,2024-02-01,实物\n")
    office.build()
    assert office.rows("SELECT note_zh FROM intake.ledger WHERE form = 'aid'") == [("",)]


def test_a_slip_in_a_header_of_two_rows_and_in_a_question(office):
    rows = [
        ["村(社区)", "随访情况", "", "", ""],
        ["", "编号", "病种", "随访日期", "随访方试"],
        ["柳园社区", "1", "高血压", "2024-07-05", "电话"],
    ]
    office.write("甲/随访.csv", "\n".join(map(",".join, rows)))
    (office.root / "questionnaires").mkdir()
    items = "".join(
        f'[items.q{i}]\nheaders = ["{text}"]\ntopic = "general"\nkind = "knowledge"\ncorrect = ["A"]\n'
        for i, text in enumerate(QUESTIONS)
    )
    (office.root / "questionnaires/小问卷.toml").write_text(f'zh = "小问卷"\nen = "Short"\n{items}', encoding="utf-8")
    asked = ",".join([*QUESTIONS[:2], "每天几点起庆"])
    office.write("甲/调查.csv", f"问卷编号,调查日期,社区,{asked}\n1,2024-08-01,柳园社区,A,A,A\n")
    office.build()
    assert [zh.count("是“随访方式”吗") for zh, _ in notes(office)] == [1]
    ((zh,),) = office.rows("SELECT note_zh FROM intake.ledger WHERE form = 'survey_answers'")
    assert "每天几点起庆（是“每天几点起床”吗？）" in zh


QUESTIONS = ["第一题饭前洗手吗", "第二题饭后漱口吗", "每天几点起床"]


def test_a_sheet_set_aside_says_what_it_is_nearest_to(office):
    office.write("甲/名单.csv", "姓名,年纪\n虚构甲,7\n")
    office.write("甲/上报.csv", "填报单位,报告期,上报数\n甲中心,2024Q3,7\n")
    office.build()
    (other, one) = office.rows("SELECT note_zh, note_en FROM intake.ledger WHERE status = 'set_aside' ORDER BY file")
    assert "最接近“居民名册”（认得 姓名）；认得的表头太少" in one[0] and "不认得：年纪" in one[0]
    assert "the nearest is Returns (understood: 填报单位, 报告期, 上报数); missing: 上报项目." in other[1]
