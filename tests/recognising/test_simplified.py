"""Records filled in with traditional characters mean what the same records in simplified ones mean."""

from __future__ import annotations

from pipelines.recognising.simplified import SIMPLIFIED, TRADITIONAL, simplified
from tests.test_intake import SITES, returned

HEAD = "编号,服务项目,村(社区),服务日期,随访日期,随访方式,是否成功,空腹血糖\n"
ROWS = [
    "1,高血压随访,清江浦区柳树湾街道柳园社区居民委员会,2024年7月5号,2024-07-06,电话随访,没有,无",
    "2,糖尿病,黄码镇黄码村,2024-07-05,2024-07-06,门诊随访,达标,6.1毫摩尔/升",
    "总计,,,,,,,",
    "审核：某某,,,,,,,",
]


def traditional(text: str) -> str:
    """The text as it might be written with traditional characters."""
    return text.translate({ord(new): old for old, new in zip(TRADITIONAL, SIMPLIFIED, strict=True)})


def test_the_table_goes_one_way():
    assert len(TRADITIONAL) == len(set(TRADITIONAL)) == len(SIMPLIFIED)
    assert simplified(SIMPLIFIED) == SIMPLIFIED  # nothing is simplified into a traditional character


def test_values_in_traditional_characters(office):
    office.write("甲/随访.csv", HEAD + "\n".join(ROWS))
    office.build()
    plain = office.rows("SELECT * EXCLUDE (person, file) FROM clean.followups")
    assert len(plain) == 2 and returned(office) == []
    sent = traditional(HEAD + "\n".join(ROWS))
    assert (
        "電話隨訪" in sent
        and "無" in sent
        and "街道" in sent
        and "總計" in sent
        and "審核" in sent
        and "清江浦區" in sent
    )
    office.write("甲/随访.csv", sent)
    office.build()
    assert returned(office) == []
    assert office.rows("SELECT * EXCLUDE (person, file) FROM clean.followups") == plain
    assert office.rows("SELECT skipped FROM intake.ledger WHERE form = 'followups'") == [(2,)]


def test_registers_in_traditional_characters(office):
    areas = office.root / "data/raw/区卫健委/区划.csv"
    areas.write_text(traditional(areas.read_text(encoding="utf-8")), encoding="utf-8")
    office.write("甲/场所.csv", traditional(SITES))
    office.write(
        "甲/更换.csv", "村(社区),场所名称,更换日期\n柳园,柳园社区,2024-07-05\n柳樹灣街道柳園社區,柳園社區,2024-07-06\n"
    )
    office.build()
    assert returned(office) == [] and office.rows("SELECT DISTINCT area FROM clean.board_updates") == [
        ("320812010001",)
    ]
    assert ("柳園社區居委會",) in office.rows("SELECT name FROM clean.areas")  # kept as it was sent
