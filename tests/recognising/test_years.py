"""The year of days without one: what names it, what names another, and what a list's order adds."""

from __future__ import annotations

import datetime
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.recognising.day_order import OVER_NEW_YEAR, Day, parse, years
from pipelines.recognising.years import Contradiction, Period, of_sheet, of_text

YEARS = st.integers(1950, 2060)
DAYS = st.dates(datetime.date(1950, 1, 1), datetime.date(2060, 12, 31))


def of(text: str) -> list[str] | None:
    period = of_text(text)
    return period and [str(period.first), str(period.last)]


@pytest.mark.parametrize(
    "text",
    ["2024年健康教育活动登记表", "二〇二四年活动", "2024年第三季度", "2024年上半年", "2024年1-6月", "2024年3月至5月", "活动202407", "2024.07",
     "健康教育2024", "（2024年度）", "《2024年健康教育活动登记表》", "2024年7月5日讲座签到表", "2024年人口登记", "2024年建立健康档案登记表",
     "按2024年统计", "（根据苏卫〔2021〕12号文件要求填报）2024年", "2024年出生缺陷干预登记表"],
)  # fmt: skip
def test_a_year(text):
    assert of(text) == ["2024-01-01", "2024-12-31"]


@pytest.mark.parametrize(
    "text",
    ["2023-2024学年", "2023—2024学年度第二学期", "2023/2024学年", "2023年至2024年学年", "2023-24学年", "2023学年", "学年：2023-2024",
     "二〇二三—二〇二四学年", "2023-2024年度第一学期"],
)  # fmt: skip
def test_a_school_year_runs_from_september_to_august(text):
    assert of(text) == ["2023-09-01", "2024-08-31"]


@pytest.mark.parametrize(
    "text",
    [
        "2023年10月-2024年9月",
        "2023年10月1日至2024年9月30日",
        "2023.10—2024.9",
        "2023年10月至次年9月",
        "2023/10~2024/09",
    ],
)
def test_a_span_of_two_years(text):
    assert of(text) == ["2023-10-01", "2024-09-30"]


@pytest.mark.parametrize(
    "text",
    ["（2015年版）", "第3版", "2020年修订", "〔2021〕12号", "清卫[2021]12号", "苏卫（2021）12号", "苏卫〔2021〕", "2021年第12号公告",
     "根据卫生部2011年第3号文件要求", "按照2021年工作方案要求", "GB 11643-1999", "GB/T 2260—2007", "WS/T 448-2014", "DB32/T 3456-2018",
     "健康中国2030", "“健康江苏2030”", "《健康中国行动（2019—2030年）》", "2016-2030年规划纲要", "《居民健康档案管理规范（2017年版）》",
     "自2021年起每季度报送", "2003年成立", "始建于2003年", "共2000人", "日期写成如2024-03-05", "2021年3月5日印发", "2010-2024年"],
)  # fmt: skip
def test_a_year_of_something_else(text):
    assert of(text) is None


@pytest.mark.parametrize(
    "text", ["制表日期：2024-10-08", "填表时间 2024年10月8日", "2024-10-08", "打印：2024/10/8", "截至2024年10月8日"]
)
def test_a_day_of_printing_is_the_last(text):
    assert of(text) == ["2023-10-10", "2024-10-08"]


def test_what_is_nearer_decides_and_what_contradicts_it_is_asked():
    assert of_sheet(["2023-2024学年"], "2024年", "活动")[1] == "title"
    assert of_sheet(["活动"], "2024年", "活动")[1] == "sheet"
    assert of_sheet(["制表日期：2025-01-08"], "", "2024年活动")[1] == "file"
    assert of_sheet(["2024年活动"], "", "2025年1月报送")[0].year == 2024
    assert of_sheet(["制表日期：2025-01-08"], "", "活动")[1] == "printed"
    assert of_sheet(["2023—2024年"], "", "2024年活动")[0].year == 2024
    assert of_sheet(["2023年活动"], "", "2024年活动")[0].year == 2023
    for said in ((["2023年", "2024年"], "", ""), ([], "", "2023年2024年"), (["2024年（2023年补）"], "", "2024年")):
        with pytest.raises(Contradiction):
            of_sheet(*said)


@given(YEARS, DAYS)
def test_a_period_has_each_day_of_twelve_months_once(year, day):
    school = of_text(f"{year}-{year + 1}学年")
    found = school.year_of(day.month, day.day)
    if (day.month, day.day) != (2, 29):
        assert found == year + (day.month < 9)
    assert found is None or school.first <= datetime.date(found, day.month, day.day) <= school.last


@given(
    YEARS,
    st.sampled_from(["{}年版", "〔{}〕12号", "GB 11643-{}", "《规范（{}年版）》", "根据{}年文件要求", "{}年修订"]),
    YEARS,
)
def test_no_other_year_is_taken_beside_the_own_one(own, shape, other):
    assert of_text(f"{own}年活动登记表（{shape.format(other)}）").year == own
    assert of_text(f"活动登记表（{shape.format(other)}）") is None


@given(
    st.text(alphabet="0123456789年月日-—至学度季第号版〔〕[]（）()《》GB/T .：制表按根据自起成立", max_size=30),
    st.text(max_size=12),
)
def test_no_text_breaks_it(text, more):
    try:
        period, _ = of_sheet([text + more], more, text)
    except Contradiction:
        return
    assert period is None or period.first <= period.last
    assert not period or re.search(r"\d", period.said)


WRITTEN = ["{0.month}月{0.day}日", "{0.month}/{0.day}", "{0.month}-{0.day}", "{0.month:02}.{0.day:02}", "{0.month}月{0.day}日上午", "{0:%Y-%m-%d}", "{0.year}年{0.month}月{0.day}日", "{0:%Y%m%d}"]  # fmt: skip


@given(DAYS, st.sampled_from(WRITTEN))
def test_days_as_people_write_them(day, shape):
    found = parse(shape.format(day))
    assert found is None or (found[1:] == (day.month, day.day) and found.year in (None, day.year))
    assert found or shape == "{0.month:02}.{0.day:02}"


def test_numerals_and_what_may_be_two_days():
    assert [parse(t) for t in ("六月十八日", "十二月三十一日", "二〇二四年三月二十五日", "十月十日")] == [
        Day(None, 6, 18), Day(None, 12, 31), Day(2024, 3, 25), Day(None, 10, 10)]  # fmt: skip
    assert [parse(t) for t in ("6.1", "12.3", "2.3", "13月1日", "昨天", "3月")] == [
        None,
        None,
        Day(None, 2, 3),
        None,
        None,
        None,
    ]


@given(st.lists(DAYS, min_size=2, max_size=12), st.booleans(), st.integers(0, 11))
def test_order_never_gives_another_year_to_a_running_list(days, says_a_year, place):
    """A list in order, no two of its days more than half a year apart, in which one day at least has its year."""
    days = sorted(days)
    days = [days[0], *(b for a, b in pairwise(days) if (b - days[0]).days < 365)]
    gaps = [(b.year - a.year) * 12 + b.month - a.month for a, b in pairwise(days)]
    if any(gap > 12 - OVER_NEW_YEAR for gap in gaps):
        return
    written = [Day(d.year if n == place % len(days) else None, d.month, d.day) for n, d in enumerate(days)]
    period = Period(datetime.date(days[0].year, 1, 1), datetime.date(days[0].year, 12, 31)) if says_a_year else None
    assert years(written, period) == [d.year for d in days]


@given(st.lists(DAYS, max_size=8), YEARS)
def test_the_year_of_a_title_or_one_beside_it_or_none(days, year):
    """Whatever order days without years stand in, and nothing for a list that does not run over New Year's Day."""
    period = Period(datetime.date(year, 1, 1), datetime.date(year, 12, 31))
    written = [Day(None, d.month, min(d.day, 28)) for d in days]
    found = years(written, period)
    assert all(made in (year - 1, year, year + 1, None) for made in found)
    months = [d.month for d in written]
    if not any(a in (11, 12) and b in (1, 2) for a, b in pairwise(months)):
        assert found == [year] * len(days)


@pytest.mark.parametrize(
    ("days", "title", "found"),
    [
        (["11-20", "12-15", "1-8"], 2023, [2023, 2023, 2024]),
        (["12-20", "1-8", "2-9", "3-1"], 2024, [2023, 2024, 2024, 2024]),
        (["12-20", "1-8"], 2024, [None, None]),  # as likely one as the other
        (["11-20", "12-15", "1-8", "12-1"], 2024, [2024] * 4),  # more than twelve months: by villages, perhaps
        (["11-20", "1-15", "12-8"], 2024, [2024] * 3),
        (["10-20", "3-15"], 2024, [2024] * 2),
    ],
)
def test_a_list_that_runs_over_new_years_day(days, title, found):
    period = Period(datetime.date(title, 1, 1), datetime.date(title, 12, 31))
    assert years([Day(None, *map(int, day.split("-"))) for day in days], period) == found


def test_days_of_another_year_than_the_title_names():
    period = Period(datetime.date(2024, 1, 1), datetime.date(2024, 12, 31))
    assert years([Day(2023, 11, 5), Day(None, 11, 20)], period) == [2023, 2023]
    assert years([Day(2023, 11, 5), Day(None, 10, 20)], period) == [2023, None]
