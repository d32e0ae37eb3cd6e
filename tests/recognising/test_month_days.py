"""Days typed as month.day: what the column settles, what comes back, and never a guess."""

from __future__ import annotations

import pytest

from tests.accounting.test_returns import correct

pytestmark = pytest.mark.slow  # each test takes in an office of its own

HEAD = ["编号", "服务项目", "社区", "服务日期"]


COLUMNS = [
    (["6.30", "6.4", "12.25", "2.3"], ["06-30", "06-04", "12-25", "02-03"], []),
    (["6.31", "13.2", "2.30"], [], ["date", "date", "date"]),
    (["6.01", "6.1", "6.2", "1.3"], ["06-01", "06-10", "06-20", "01-30"], []),  # zeros before, so one is lost behind
    (["6.10", "6.1", "6.20", "6.2"], ["06-10", "06-01", "06-20", "06-02"], []),  # none is lost
    (["6.10", "6.05", "6.1"], ["06-10", "06-05"], ["date_month_day"]),
    (["6.15", "6.4", "6.1"], ["06-15", "06-04"], ["date_month_day"]),
]


def csv(office, cells: list[str], name: str = "甲/随访2024.csv") -> None:
    rows = [f"{name}{n},高血压,柳园社区,{cell}" for n, cell in enumerate(cells, 1)]
    office.write(name, "\n".join([",".join(HEAD), *rows]) + "\n")


def days(office) -> list[str]:
    found = office.rows("SELECT strftime(served_on, '%m-%d') FROM clean.followups ORDER BY file, row")
    return [day for (day,) in found]


def returned(office) -> list[tuple]:
    return office.rows("SELECT row, value, reason FROM intake.returned ORDER BY file, row, value")


def test_the_column_says_which_day_it_is_or_the_row_comes_back(office):
    for i, (cells, _, _) in enumerate(COLUMNS):
        csv(office, cells, f"甲/随访2024第{i}组.csv")
    office.build()
    assert days(office) == [day for _, kept, _ in COLUMNS for day in kept]
    assert [reason for _, _, reason in returned(office)] == [reason for *_, back in COLUMNS for reason in back]


def test_a_column_goes_by_its_own_cells_only(office):
    office.write(
        "甲/随访2024.csv",
        "编号,服务项目,社区,服务日期,下次随访日期\n1,高血压,柳园社区,6.01,7.1\n2,高血压,柳园社区,6.1,7.15\n",
    )
    office.write("甲/随访2024乙.csv", "编号,服务项目,社区,服务日期\n3,高血压,柳园社区,6.1\n")
    office.build()
    assert returned(office) == [(2, "7.1", "date_month_day"), (2, "6.1", "date_month_day")]
    assert days(office) == ["06-10"]


def test_numbers_of_a_workbook_have_lost_their_zeros(office):
    rows = [HEAD, *([n, "高血压", "柳园社区", cell] for n, cell in enumerate([6.05, 6.10, 6.3, 6.28], 1))]
    office.book("甲/随访.xlsx", [["2024年随访"], *rows])
    office.build()
    assert days(office) == ["06-05", "06-10", "06-30", "06-28"]


def test_without_a_year_the_row_says_so(office):
    csv(office, ["6.30", "3月5日", "6.31"], "甲/随访.csv")
    office.build()
    assert [reason for _, _, reason in returned(office)] == ["date_year", "date_year", "date"]
    ((zh, en),) = office.rows("SELECT DISTINCT zh, en FROM intake.returned WHERE reason = 'date_year'")
    assert "没有年份" in zh and "no year" in en


def test_a_correction_has_no_neighbours_to_go_by(office):
    """Its rows are a choice of the sheet's: one that comes back unchanged is not settled by those that happen to be with it."""
    csv(office, ["6.05", "6.10", "6.1", "坏"])
    office.build()
    correct(office, {"坏": {"服务日期": "6.08"}}, "更正.xlsx")
    office.build()
    assert returned(office)[0][1:] == ("6.1", "date_month_day")
    assert sorted(days(office)) == ["06-05", "06-08", "06-10"]
