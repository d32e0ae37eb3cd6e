"""Dated work: done, due, late, or nothing known of it. All invented."""

from __future__ import annotations

import pytest

from tests.command.test_cli import jiping
from tests.listing import care
from tests.listing.test_records import SITES, UPDATES

WORK = """
[[tasks]]
zh = "摸底调查"
due_on = 2024-05-31
clause = "四2"
[[tasks]]
zh = "年终总结"
en = "Summary of the year"
due_on = 2024-12-20
clause = "四3"
[[targets]]
indicator = "health_education.education_network_coverage"
value = 0.9
deadline = 2024-06-30
clause = "二1"
[[targets]]
indicator = "health_education.bulletin_board_update_rate"
clause = "二2"
[[duties]]
group = "elder_65"
service = "greeting"
every = "half_year"
clause = "三3"
"""
DOCUMENTS = "所属地区,资料名称,资料类别,形成日期\n清江浦区,2024年度工作计划,计划,2024-02-20\n"
TASKS = "所属地区,工作任务,条款,完成时限,完成日期\n清江浦区,开展摸底,四2,2024-05-31,2024-06-03\n"


@pytest.fixture
def planned(tmp_path):
    office = care.office(tmp_path / "office")
    plan = care.PLAN.replace('evidence = "year_plan"', 'evidence = "plan"') + WORK
    (office.root / "plans" / "care.toml").write_text(plan, encoding="utf-8")
    return office


def shown(office, *options: str, on: str = "2024-09-17", lang: str = "zh") -> dict[str, list[str]]:
    """The rows of the calendar by what is to be done."""
    place = ("--plan", "care", "--workspace", str(office.root), "--lang", lang)
    done = jiping("calendar", "2024", "--on", on, *options, *place)
    assert done.returncode == 0, done.stderr
    rows = [
        [cell.strip() for cell in line.split("│")[1:-1]] for line in done.stdout.splitlines() if line.startswith("│")
    ]
    return {row[2]: row[:2] + row[3:] for row in rows}


def test_what_is_done_due_and_late(planned):
    planned.write("区卫健委/归档.csv", DOCUMENTS)
    planned.write("区卫健委/任务.csv", TASKS)
    planned.write("区卫健委/场所.csv", SITES)
    planned.write("区卫健委/更换.csv", UPDATES)
    planned.build()
    found = shown(planned)
    assert found["制定年度工作计划"] == [
        "✓ 已完成",
        "2024-03-31",
        "2024-02-20",
        "区卫健委",
        "关爱老人工作计划（示例） 四1",
    ]
    assert found["摸底调查"][:3] == ["✓ 已完成", "2024-05-31", "2024-06-03"]
    assert found["年终总结"][0] == "▷ 未到期"
    assert found["宣传栏更新率"] == ["✓ 已完成", "2024-09-30", "已做 2，应做 2", "", "关爱老人工作计划（示例） 二2"]
    halves = [row for what, row in found.items() if "问候" in what]
    assert [row[2] for row in halves] == ["已做 2，应做 4"] and halves[0][:2] == ["▷ 未到期", "2024-12-31"]
    assert shown(planned, on="2024-02-01")["制定年度工作计划"][0] == "▷ 未到期"  # the paper was not there yet
    assert shown(planned, on="2024-12-31")["年终总结"][0] == "✗ 逾期"
    assert shown(planned, on="2024-12-31", lang="en")["Summary of the year"][0] == "✗ late"


def test_where_no_papers_are_sent_nothing_is_late(planned):
    planned.build()
    assert shown(planned)["制定年度工作计划"][0] == "? 已到期，未报资料"
