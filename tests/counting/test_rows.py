"""The rows behind a value add up to it, for every indicator, in every window, area and group."""

from __future__ import annotations

import pytest

from indicators.counting.rows import behind
from indicators.model import Count
from indicators.office import Office
from indicators.workspace import Fault
from tests import small_office

STREET = "990001003000"


def added(rows) -> tuple:
    found = list(rows.by_area().values())
    return (
        tuple(float(sum(number or 0 for number in side)) for side in list(zip(*found, strict=True))[1:])
        if found
        else (0, 0)
    )


def agree(office, code: str, quarter: str, area: str, where=None, window=None) -> None:
    """The rows add up to the value; and those met and those missed are all of them."""
    indicator = office.measures.indicators[code]
    asked = (office.con, office.areas, indicator, quarter, area, where, window)
    value = office.measures.value(code, quarter, area, where, window)
    assert added(behind(*asked)) == pytest.approx((value.numerator, value.denominator or 0)), (code, quarter, area)
    if not isinstance(indicator, Count):
        apart = [sum(n for n, *_ in behind(*asked, which).by_area().values()) for which in ("missed", "met", "all")]
        assert apart[0] + apart[1] == apart[2] or indicator.better == "equal"


@pytest.mark.parametrize("code", small_office.indicators())
@pytest.mark.parametrize("window", [None, "previous_year"])
def test_the_rows_add_up_to_the_value(code, window):
    office = small_office.office()
    for area in (small_office.DISTRICT, STREET):
        for quarter in ("2024Q1", "2024Q3"):
            agree(office, code, quarter, area, window=window)
            for column in office.measures.indicators[code].breakdowns:
                for group in office.measures.breakdown(code, quarter, area, column):
                    agree(office, code, quarter, area, {column: (group, "nothing")}, window)


@pytest.mark.slow
def test_they_do_for_every_indicator_of_the_example(published):
    office = Office.open(published)
    for code in office.measures.indicators:
        for quarter in ("2002Q3", "2023Q4", "2024Q3"):
            for area in ("320812000000", "320812103000"):
                agree(office, code, quarter, area)


def test_who_did_not_say_is_missing():
    office = small_office.office()
    indicator = office.measures.indicators["office.training"]
    missed = behind(office.con, office.areas, indicator, "2024Q1", STREET, which="missed").fetch()
    asked = "SELECT count(*) FROM office.trainings WHERE area = ? AND quarter = '2024Q1' AND attended IS NOT TRUE"
    assert len(missed) == office.con.execute(asked, [STREET]).fetchone()[0] > 0


def test_what_does_not_agree_is_what_a_verification_misses():
    office = small_office.office()
    indicator = office.measures.indicators["office.sessions_check"]
    (row,) = behind(office.con, office.areas, indicator, "2024Q3", small_office.DISTRICT, which="missed").fetch()
    assert row["area"] == STREET and row["n"] + 1 == row["d"]


def test_of_a_count_nothing_can_be_missing():
    office = small_office.office()
    indicator = office.measures.indicators["office.attendances"]
    with pytest.raises(Fault, match="--show met"):
        behind(office.con, office.areas, indicator, "2024Q3", STREET, which="missed")
    with pytest.raises(Fault, match='no breakdown "age"'):
        behind(office.con, office.areas, indicator, "2024Q3", STREET, {"age": "old"})
