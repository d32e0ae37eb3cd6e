"""Events that nobody has answered stand at the head of an assessment, without saying whose they are."""

from __future__ import annotations

import re
from html import unescape

import pytest

from indicators.office import Office
from indicators.showing.assessment import Assessment

pytestmark = pytest.mark.slow  # each test takes in an office of its own

PLAN = """zh = "走访方案"
en = "Visits"
document = "虚构的方案"
[[duties]]
group = "elder_60"
service = "event_visit"
every = "event"
occasions = ["illness"]
within_days = 7
[[targets]]
indicator = "health_education.bulletin_board_setup_rate"
"""
ROSTER = "姓名,性别,出生日期,村(社区)\n"
EVENTS = "姓名,所在社区,变故类型,发生日期,处置完成日期\n"
SITES = "场所名称,场所类别,所在地,有无宣传栏\n柳园社区,社区,柳园社区,有\n"


def summary(office, n: int, visited: int = 0, resolved: int = 0, happened="2024-03-01", area="", lang="zh") -> str:
    names = [f"虚构{chr(0x4E59 + number)}" for number in range(n)]
    office.write("甲/名册.csv", ROSTER + "".join(f"{name},男,1940-01-01,黄码村委会\n" for name in names))
    closed = ["2024-03-20"] * resolved + [""] * (n - resolved)
    office.write(
        "甲/变故.csv",
        EVENTS + "".join(f"{name},黄码村委会,重病,{happened},{day}\n" for name, day in zip(names, closed, strict=True)),
    )
    visits = "".join(f"{name},黄码村委会,2024-03-25,变故走访\n" for name in names[n - visited :] if visited)
    office.write(
        "甲/走访.csv", "姓名,村(社区),走访日期,走访类别\n" + visits + "虚构外,黄码村委会,2024-03-25,变故走访\n"
    )
    office.write("甲/场所.csv", SITES)
    (office.root / "plans").mkdir(exist_ok=True)
    (office.root / "plans" / "visits.toml").write_text(PLAN, encoding="utf-8")
    office.build()
    return re.sub(
        r"<[^>]+>", " ", unescape(Assessment.open("visits", "2024Q1", area, lang, str(office.root)).summary().html)
    )


def test_open_events_are_counted_with_those_that_have_waited_too_long(office):
    assert "到季末还有 7 起突发事件没有答复，其中 7 起已超过规定时限" in summary(office, 7)


def test_answered_late_and_closed_ones_do_not_wait(office):
    said = summary(office, 9, visited=2, resolved=1, lang="en")
    assert "At the quarter's end 6 events had not been answered, 6 of them later" in said


def test_a_small_number_is_not_said(office):
    assert "不足 5 起" in summary(office, 4) and "4 起" not in summary(office, 4)


def test_no_event_no_sentence_and_only_the_whole_area_counts_them(office):
    assert "突发事件" not in summary(office, 6, happened="2024-04-01")
    assert "突发事件" not in summary(office, 6, area="320812103")
    assert Office.open(office.workspace).catalogue.plan("visits").duties
