"""Total rows against the rows they cover: what disagrees is told of, what may agree is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.showing.data_quality import DataQuality
from pipelines.cleaning import staging
from pipelines.cleaning.totals import Stretch, Total, differences

pytestmark = pytest.mark.slow  # each test takes in an office of its own

HEAD = "活动日期,活动形式,社区,场次,参加人数,发放资料\n"


AGREE = [
    ("1,20,5", "1,40,6", "合计,,,2,60,11"),
    ("1,20,", "小计,,,1,20,", "1,40,", "1,50,", "小计,,,2,90,", "合计,,,3,110,"),  # a last total over subtotals
    ("1,20,", "合计,,,1,20,", "1,40,", "合计,,,1,40,", "总计,,,2,60,"),
    ("1,20,", "合计,,,1,20,", "1,40,", "合计,,,2,60,"),  # since the top
    ("总计,,,3,110,", "小计,,,1,20,", "1,20,", "小计,,,2,90,", "1,40,", "1,50,"),  # totals above their rows
    ("1,20,", "合计,,,,,"),  # nothing written
    ("1,20,", "累计,,,9,900,"),  # with earlier sheets
    ("1,20,", "1,二十,", "合计,,,,90,"),  # nobody knows the sum
    ("1,,", "1,,", "合计,,,2,60,"),  # only the total was kept
    ("1,20,", "小计,,,1,20,", "小计,,,9,99,"),  # of what?
    ("1,20,", "1,20,", "1,40,", "合计,,,1.5,40,"),  # a street and its villages
]
STALE = [
    (("1,20,5", "1,40,6", "2,31,", "合计,,,4,60,11"), "第 5 行“参加人数”写作 60，各行相加为 91。"),
    (("1,20,", "1,,", "合计,,,2,0,"), "第 4 行“参加人数”写作 0，各行相加为 20。"),
    (("1,20,", "小计,,,1,25,", "1,40,", "小计,,,1,40,", "合计,,,9,60,"),
     "第 3 行“参加人数”写作 25，各行相加为 20；第 6 行“场次”写作 9，各行相加为 2。"),
    (("总计,,,2,65,", "1,20,", "1,40,"), "第 2 行“参加人数”写作 65，各行相加为 60。"),
    (("1,20,", "1,-5,", "合计,,,,25,"), "第 4 行“参加人数”写作 25，各行相加为 15。"),  # returned, but a number
]  # fmt: skip


def notes(office, *sheets: tuple[str, ...]) -> list[str]:
    """What is said of sheets of activities: "1,20," is a record with its numbers, "合计,,,2,60," a total row."""
    for i, lines in enumerate(sheets):
        rows = [line if "计" in line else f"2024-07-0{n + 1},讲座,柳园社区,{line}" for n, line in enumerate(lines)]
        office.write(f"甲/活动{i:02}.csv", HEAD + "\n".join(rows) + "\n")
    office.build()
    return [n for (n,) in office.rows("SELECT note_zh FROM intake.ledger WHERE form = 'activities' ORDER BY file")]


def test_a_stale_total_is_a_finding_and_keeps_nothing_out(office):
    assert notes(office, STALE[0][0])[0] == "甲/活动00.csv：合计与所含各行不符，请核对：" + STALE[0][1]
    rows = office.rows("SELECT note_en, read, clean, skipped, status FROM intake.ledger WHERE form = 'activities'")
    assert rows[0][0].endswith("row 5 gives 参加人数 as 60, its rows add up to 91.") and rows[0][1:] == (
        3,
        3,
        1,
        "read",
    )
    page = DataQuality.open("", "zh", str(office.root))
    assert "需要核对" in page.refused().html


@pytest.mark.parametrize("long", [1, staging.LONG])
def test_every_kind_of_total_is_compared(office, monkeypatch, long):
    monkeypatch.setattr(staging, "LONG", long)
    for said, (_, expected) in zip(notes(office, *(lines for lines, _ in STALE)), STALE, strict=True):
        assert said.endswith("请核对：" + expected)


@pytest.mark.parametrize("long", [1, staging.LONG])
def test_totals_that_agree_or_that_nobody_can_judge(office, monkeypatch, long):
    monkeypatch.setattr(staging, "LONG", long)
    assert notes(office, *AGREE) == [""] * len(AGREE)


def test_many_findings_of_a_sheet_are_cut_short(office):
    (said,) = notes(office, tuple(line for _ in range(4) for line in ("1,20,", "小计,,,3,21,")))
    assert said.count("写作") == 5 and said.endswith("；另有 3 处。")


def test_money_is_exact_and_measures_do_not_add_up(office):
    head = "编号,救助对象,社区,救助日期,救助类型,救助金额(元)\n"
    office.write(
        "甲/救助.csv",
        head + "1,某某,柳园社区,2024-07-01,其他,0.10\n2,某人,柳园社区,2024-07-02,其他,0.20\n合计,,,,,0.30\n",
    )
    office.write(
        "甲/随访.csv",
        "编号,服务项目,社区,服务日期,收缩压,空腹血糖\n1,高血压,柳园社区,2024-07-05,130,6.1\n合计,,,,128,5.0\n",
    )
    office.build()
    assert office.rows("SELECT DISTINCT note_zh FROM intake.ledger") == [("",)]


PERSONS = {
    "合计,3人": "",
    "合计,2名": "",  # two rows may be of one person
    "合计：3人,": "",
    "合计：5人,": "第 6 行“姓名”写作 5 人，各行共 4 人。",
    "合计,5人": "第 6 行“姓名”写作 5 人，各行共 4 人。",
    "合计,1人": "第 6 行“姓名”写作 1 人，各行共 2 人。",
}


def test_persons_counted_in_a_column_of_names(office):
    people = [
        ("欧阳虚构", "女,1949-12-31,柳园社区"),
        ("司马虚构", "男,1950-12-31,黄码村"),
        ("欧阳虚构", "女,1949-12-31,黄码村"),
    ]
    rows = "".join(f"{n},{name},{rest}\n" for n, (name, rest) in enumerate(people))
    rows += "4,欧阳虚构3人,女,1949-12-31,黄码村\n"
    for i, total in enumerate(PERSONS):
        office.write(f"甲/名册{i}.csv", f"序号,姓名,性别,出生日期,社区\n{rows}{total},,,\n")
    office.build()
    found = office.rows("SELECT note_zh, skipped FROM intake.ledger WHERE form = 'residents' ORDER BY file")
    for (said, skipped), expected in zip(found, PERSONS.values(), strict=True):
        assert skipped == 1 and said.endswith(expected) and bool(said) == bool(expected) and "虚构" not in said
    assert office.rows("SELECT DISTINCT value FROM intake.returned") == [("***",)]


ROWS = st.integers(1, 99).map(lambda n: Stretch(1, {"n": n}))


@given(st.lists(st.lists(ROWS, min_size=1, max_size=4), min_size=1, max_size=4), st.booleans(), st.booleans())
def test_right_totals_are_never_findings_and_a_wrong_one_always_is(groups, above, grand):
    """Groups of rows with their subtotals, above or below them, with a grand total or without."""
    between = [sum(group, Stretch()) for group in groups]
    totals = [Total(i, "subtotal", stretch.sums) for i, stretch in enumerate(between)]
    place = 0 if above else len(groups)
    if grand:
        totals.insert(place, Total(9, "total", sum(between, Stretch()).sums))
        between.insert(place, Stretch())
    between.insert(0 if above else len(between), Stretch())
    assert not list(differences(totals, between))
    for i, total in enumerate(totals):
        wrong = [*totals[:i], Total(99, total.kind, {"n": 10**6 + 1}), *totals[i + 1 :]]
        assert [(d.row, d.made) for d in differences(wrong, between)] == [(99, total.written["n"])]


def test_a_sheet_of_many_totals_is_soon_compared():
    rows = [Stretch(1, {"n": 1})] * 20_000
    totals = [Total(i, "total", {"n": 7}) for i in range(20_000)]
    assert len(list(differences(totals, [*rows, Stretch()]))) > 19_000
