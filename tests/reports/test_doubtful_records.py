"""Records that ask a question: counted like all others, named by the unit that sent them, and nothing else is."""

from __future__ import annotations

import re

import pytest

from indicators.showing.data_quality import DataQuality
from tests.test_intake import ID

pytestmark = pytest.mark.slow  # each test takes in an office of its own

ROSTER = "姓名,性别,出生日期,村(社区),死亡日期,外出日期,返乡日期\n"
VISITS = "姓名,村(社区),走访日期,走访类别,走访人\n"
FOLLOWED = "姓名,身份证号,服务项目,村(社区),服务日期,随访日期,血压\n"


def doubts(office) -> set[tuple]:
    return set(office.rows("SELECT doubt, quarter, row FROM reports.doubtful_records"))


def test_a_visit_after_death_or_while_away(office):
    office.write(
        "甲/名册.csv",
        ROSTER
        + "赵虚构,男,1940-01-01,黄码村委会,2024-03-10,,\n钱虚构,女,1941-01-01,黄码村委会,,2024-02-01,2024-04-01\n",
    )
    days = [
        "赵虚构,2024-03-10",
        "赵虚构,2024-03-11",
        "钱虚构,2024-02-01",
        "钱虚构,2024-02-02",
        "钱虚构,2024-04-01",
        "孙虚构,2024-03-01",
    ]
    office.write(
        "甲/走访.csv", VISITS + "".join(f"{who},黄码村委会,{day},问候,\n" for who, day in (d.split(",") for d in days))
    )
    office.build()
    assert doubts(office) == {("visited_after_death", "2024Q1", 3), ("visited_while_away", "2024Q1", 5)}
    assert office.rows("SELECT count(*) FROM clean.visits") == [(6,)]


def test_many_visits_of_one_worker_on_a_day(office):
    rows = [f"虚构{chr(0x4E59 + n)},黄码村委会,2024-05-06,问候,李走访\n" for n in range(31)]
    rows += [f"虚构{chr(0x4E59 + n)},黄码村委会,2024-05-07,问候,王走访\n" for n in range(30)]
    office.write("甲/走访.csv", VISITS + "".join(rows))
    office.build()
    assert doubts(office) == {("many_visits_a_day", "2024Q2", row) for row in range(2, 33)}


@pytest.mark.parametrize(("n", "days", "asked"), [(10, 1, 10), (9, 1, 0), (10, 2, 0)])
def test_all_visits_of_a_village_on_one_day(office, n, days, asked):
    office.write(
        "甲/走访.csv",
        VISITS + "".join(f"虚构{chr(0x4E59 + i)},黄码村委会,2024-05-0{1 + i % days},问候,\n" for i in range(n)),
    )
    office.build()
    assert len(doubts(office)) == asked


def test_the_same_readings_three_times_running(office):
    readings = ["138/86", "138/86", "138/86", "138/86", "141/86", "138/86"]
    rows = [f"欧阳虚构,{ID},高血压,柳园社区,2024-0{n}-01,2024-0{n}-01,{bp}\n" for n, bp in enumerate(readings, 1)]
    office.write("甲/随访.csv", FOLLOWED + "".join(rows))
    office.build()
    assert doubts(office) == {("same_readings", "2024Q1", 4), ("same_readings", "2024Q2", 5)}


@pytest.mark.parametrize(("rounded", "asked"), [(15, 15), (14, 0)])
def test_half_of_a_quarters_readings_rounded(office, rounded, asked):
    rows = [
        f"虚构{chr(0x4E59 + n)},,高血压,柳园社区,2024-05-01,2024-05-01,{140 if n < rounded else 141 + n % 5}/8{n % 7}\n"
        for n in range(30)
    ]
    office.write("甲/随访.csv", FOLLOWED + "".join(rows))
    office.build()
    assert len(doubts(office)) == asked


def test_the_page_asks_the_unit_and_says_that_nothing_was_taken_off(office):
    office.write(
        "乙/走访.csv", VISITS + "".join(f"虚构{chr(0x4E59 + i)},黄码村委会,2024-05-01,问候,\n" for i in range(12))
    )
    office.build()
    said = re.sub(r"<[^>]+>", " ", DataQuality.open("2024Q2", "zh", str(office.root)).doubts().html)
    assert (
        "没有扣减" in said
        and "乙" in said
        and "全村一个季度的走访都写在同一天" in said
        and "12" in said
        and "虚构" not in said
    )
    assert "No record" in DataQuality.open("2025Q3", "en", str(office.root)).doubts().html
