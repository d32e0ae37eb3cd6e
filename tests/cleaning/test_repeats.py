"""Events told by several lists: which telling stays, what the others are called, and what the office is told. All is invented."""

import pytest

from indicators.workspace import Fault
from pipelines.cleaning.versions import Shared, Version, replaced, together
from tests.documents import write_book

pytestmark = pytest.mark.slow  # each test takes in an office of its own

HEAD = "序号,活动日期,活动形式,社区,活动名称,参加人数\n"
CLEAN = "SELECT count(*), sum(attendances) FROM clean.activities"


def version(file: str, sheet: str = "", rows: int = 4, source: int = 1) -> Version:
    return Version(source, file, sheet, rows, "2024-09-30", "2024-10-08")


def told(office) -> list[tuple]:
    return office.rows(
        "SELECT kind, n FROM intake.assumptions WHERE form <> 'areas' AND kind NOT IN ('default') ORDER BY ALL"
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("甲/2024年7月活动.xlsx", "甲/2024年三季度活动.xlsx"),
        ("甲/1月活动台账.xls", "甲/1-2月活动台账.xls"),
        ("甲/1月活动台账.xls", "甲/1月至3月活动台账汇总.xls"),
        ("甲/活动台账.xlsx", "甲/活动台账（修改版）.xlsx"),
        ("甲/活动台账.xlsx", "甲/活动台账 (2).xlsx"),
        ("甲/活动台账0710.xlsx", "甲/活动台账-最终版.xlsx"),
    ],
)
def test_names_that_mean_one_list(one, other):
    assert version(one).list == version(other).list


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("甲/内科处方7月.xlsx", "甲/外科处方7月.xlsx"),
        ("甲/活动1.xlsx", "甲/活动2.xlsx"),
        ("甲/活动.xlsx", "乙/活动.xlsx"),
        ("甲/一组走访.xlsx", "甲/二组走访.xlsx"),
    ],
)
def test_names_that_do_not(one, other):
    assert version(one).list != version(other).list


def test_amendments_stand_in_their_order():
    names = ("活动", "活动(1)", "活动(2)", "活动修改版", "活动修改版2", "活动最终版")
    amendments = [version(f"甲/{name}.xlsx").amendment for name in names]
    assert amendments == sorted(amendments) and len(set(amendments)) == len(names)


def test_a_later_version_takes_the_place_of_a_list_it_holds_most_of():
    first, second, final = (version(f"甲/活动{name}.xlsx", source=n) for n, name in enumerate(("", "修改版", "最终版")))
    assert replaced([Shared(first, second, 4, 2, 2), Shared(first, final, 3, 1, 1)]) == {0: 2}
    assert replaced([Shared(first, final, 2, 2, 2)]) == {}  # half of them: it may hold what was changed and no more
    assert replaced([Shared(final, first, 4, 4, 4)]) == {}


def test_lists_that_are_copied_from_each_other_are_one():
    assert together([1, 2, 3, 4], [(3, 2), (2, 1)]) == {1: 1, 2: 1, 3: 1, 4: 4}


def test_the_sheets_of_one_workbook_tell_the_same(office):
    head, *rows = [
        line.split(",")
        for line in (
            HEAD
            + "1,2024-07-03,讲座,柳园社区,控烟,40\n2,2024-08-06,讲座,柳园社区,减盐,20\n1,2024-09-06,讲座,柳园社区,合理用药,20"
        ).splitlines()
    ]
    path = office.root / "data/raw/甲/活动.xlsx"
    path.parent.mkdir(parents=True)
    write_book(path, {"7月": [head, rows[0]], "8月": [head, rows[1]], "三季度": [head, *reversed(rows)]})
    office.build()
    assert office.rows(CLEAN) == [(3, 80)]
    assert office.rows("SELECT sheet, clean, duplicate FROM intake.ledger WHERE form = 'activities' ORDER BY sheet") == [
        ("7月", 0, 1), ("8月", 0, 1), ("三季度", 3, 0),
    ]  # fmt: skip


def test_rows_of_one_sheet_that_only_a_number_tells_apart_count_each_and_are_told(office):
    office.write(
        "甲/活动.csv",
        HEAD
        + "1,2024-07-03,讲座,柳园社区,控烟,40\n2,2024-07-03,讲座,柳园社区,控烟,40\n2,2024-07-03,讲座,柳园社区,控烟,40\n",
    )
    office.build()
    assert office.rows(CLEAN) == [(2, 80)]
    assert told(office) == [("rows_alike", 1)]


def test_a_title_is_not_borrowed_from_a_list_that_is_another(office):
    """What has no name in one list may be any event: not that which another list names."""
    office.write("甲/活动.csv", HEAD + "1,2024-07-03,讲座,柳园社区,,40\n2,2024-07-03,讲座,柳园社区,控烟,30\n")
    office.write("乙/情况.csv", HEAD + "1,2024-07-03,讲座,柳园社区,减盐,25\n2,2024-07-03,讲座,柳园社区,减压,25\n")
    office.build()
    assert office.rows(CLEAN) == [(4, 120)]


def test_the_same_title_held_by_two_units_is_two_activities(office):
    office.write("甲/场所.csv", "场所名称,场所类别,社区\n甲医院,医院,柳园社区\n乙医院,医院,柳园社区\n")
    head = "活动日期,活动形式,社区,活动名称,主办单位,参加人数\n"
    for unit in "甲乙":
        office.write(f"{unit}/活动.csv", f"{head}2024-05-31,主题日,柳园社区,世界无烟日,{unit}医院,50\n")
    office.write("丙/汇总.csv", f"{head}2024-05-31,主题日,柳园社区,世界无烟日,,50\n")
    office.build()
    assert office.rows(CLEAN) == [(2, 100)]
    assert told(office) == [("told_again", 1)] or told(office) == [("told_differently", 1)]


def test_the_fuller_of_two_that_agree_stays_and_the_later_of_two_that_do_not(office):
    head = "姓名,身份证号,村居,体检日期,体检类别,空腹血糖\n"
    office.write(
        "甲/体检.csv", head + "虚构甲,,黄码村,2024-03-05,老年人体检,5.6\n虚构乙,,黄码村,2024-03-06,老年人体检,6.0\n"
    )
    office.write(
        "乙/体检.csv",
        head
        + "虚构甲,,黄码村,2024-03-05,老年人体检,\n虚构乙,,黄码村,2024-03-06,老年人体检,6.2\n虚构丙,,黄码村,2024-03-07,老年人体检,\n",
    )
    office.build()
    found = office.rows("SELECT checked_on::VARCHAR, fasting_glucose_mmol_l, file FROM clean.checkups ORDER BY 1")
    assert found == [
        ("2024-03-05", 5.6, "甲/体检.csv"),
        ("2024-03-06", 6.2, "乙/体检.csv"),
        ("2024-03-07", None, "乙/体检.csv"),
    ]
    assert office.rows("SELECT file, superseded, clean FROM intake.ledger WHERE form = 'checkups' ORDER BY file") == [
        ("乙/体检.csv", 1, 2), ("甲/体检.csv", 1, 1),
    ]  # fmt: skip


def test_every_version_but_the_last_is_told_of(office):
    for name, persons in (("", "甲乙丙"), ("（修改版）", "甲乙丁"), ("（最终版）", "甲乙")):
        rows = "".join(f"虚构{person},柳园社区,2024-07-0{n},问候\n" for n, person in enumerate(persons, 1))
        office.write(f"甲/走访{name}.csv", f"姓名,社区,走访日期,走访类别\n{rows}")
    office.build()
    assert office.rows("SELECT file, clean, duplicate, superseded FROM intake.ledger WHERE form = 'visits' ORDER BY file") == [
        ("甲/走访.csv", 0, 2, 1), ("甲/走访（修改版）.csv", 0, 2, 1), ("甲/走访（最终版）.csv", 2, 0, 0),
    ]  # fmt: skip
    assert told(office) == [("amended", 3), ("amended", 3)]


def test_a_form_may_only_name_its_own_columns(office):
    (office.root / "forms").mkdir()
    (office.root / "forms/activities.toml").write_text('apart = ["host"]\n', encoding="utf-8")
    with pytest.raises(Fault, match='apart = "host": no such column'):
        office.build()
