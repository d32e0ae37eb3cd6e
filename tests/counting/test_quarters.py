"""Quarters: what they are called, when they begin and end, and which comes before."""

from datetime import date

import pytest

from indicators.counting.quarters import Quarter
from indicators.workspace import Fault


@pytest.mark.parametrize("text", ["2024Q3", "2024q3", " 2024 Q3 ", "2024年Q3", "2024年第三季度", "2024年三季度", "2024 年第3季度", "Q3 2024", Quarter(2024, 3)])  # fmt: skip
def test_a_quarter_is_read(text):
    assert str(Quarter.parse(text)) == "2024Q3"


def test_a_fifth_quarter_is_refused_with_the_remedy():
    with pytest.raises(
        ValueError, match=r'^quarter "2024Q5": there are four quarters; write 2024Q1 to 2024Q4$'
    ) as caught:
        Quarter.parse("2024Q5")
    assert isinstance(caught.value, Fault)
    assert "2024Q1 至 2024Q4" in caught.value.zh


@pytest.mark.parametrize(
    "text", ["", "2024", "24Q3", "2024-Q3", "0000Q1", "２０２４Q3", "2024Q10", "2024年3月", "2024年", "第三季度"]
)
def test_what_is_no_quarter_is_refused(text):
    with pytest.raises(ValueError, match="not a quarter; write it as 2024Q3"):
        Quarter.parse(text)


@pytest.mark.parametrize(
    ("number", "starts_on", "ends_on"),
    [(1, (1, 1), (3, 31)), (2, (4, 1), (6, 30)), (3, (7, 1), (9, 30)), (4, (10, 1), (12, 31))],
)
def test_days_of_a_quarter(number, starts_on, ends_on):
    quarter = Quarter(2024, number)
    assert (quarter.starts_on, quarter.ends_on) == (date(2024, *starts_on), date(2024, *ends_on))
    assert Quarter.of(quarter.starts_on) == Quarter.of(quarter.ends_on) == quarter


def test_neighbours_and_order():
    quarter = Quarter.parse("2024Q1")
    assert (str(quarter.previous), str(quarter.year_ago), str(quarter + 5)) == ("2023Q4", "2023Q1", "2025Q2")
    assert quarter.previous < quarter < quarter + 1
    assert [str(q) for q in Quarter(2024, 3).year_so_far] == ["2024Q1", "2024Q2", "2024Q3"]


def test_the_last_complete_quarter():
    assert str(Quarter.last_complete(date(2024, 9, 30))) == "2024Q2"
    assert str(Quarter.last_complete(date(2024, 10, 1))) == "2024Q3"
