"""Workbooks as nobody would make them on purpose: titles, merges, noise, bad values. Nothing breaks and nothing is lost."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.cleaning import staging
from tests.conftest import AREAS, Office

SITES = "街道,所在村居,场所名称,类别\n柳树湾街道,柳园社区,柳园社区,社区\n水渡口街道,枫香社区,枫香社区,社区\n"
HEADER = ["村(社区)", "场所名称", "更换日期", "主题", "备注"]
TEXTS = ["", " ", "柳园社区", "枫香", "320812010001", "无", "/", "合计", "小 计", "填表人：某", "注：全部更换", "2024年13月2日", "７月5日", "6.1", "繁體",
         "=1+1", "\t", "x\ny"]  # fmt: skip
VALUES = st.one_of(
    st.sampled_from(TEXTS),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=6),
    st.integers(-5, 10**18),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.booleans(),
    st.dates(datetime.date(1900, 3, 1), datetime.date(2100, 1, 1)),
    st.none(),
)
ROWS = st.lists(st.lists(VALUES, max_size=6), max_size=8)
SPANS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 5), st.integers(0, 2), st.integers(0, 3)), max_size=2)


@st.composite
def sheets(draw):
    """The rows of a sheet and its merged ranges: titles, perhaps a header of one or two rows, records, perhaps the header again."""
    rows = draw(st.lists(st.lists(VALUES, max_size=2), max_size=3))
    if draw(st.integers(0, 5)):
        order = draw(st.permutations(HEADER))
        if draw(st.booleans()):
            rows.append(["更换情况"] + [None] * (len(order) - 1))
        rows.append(list(order))
        rows += draw(ROWS)
        if draw(st.booleans()):
            rows.append(list(order))
    return rows + draw(ROWS), draw(SPANS)


def write(path, found) -> None:
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False, "default_date_format": "yyyy-mm-dd"}  # fmt: skip
    with xlsxwriter.Workbook(str(path), options) as book:
        for rows, spans in found:
            page = book.add_worksheet()
            for number, row in enumerate(rows):
                page.write_row(number, 0, row)
            taken = set()
            for top, left, height, width in spans:
                cells = {(r, c) for r in range(top, top + height + 1) for c in range(left, left + width + 1)}
                if len(cells) > 1 and not cells & taken:
                    taken |= cells
                    page.merge_range(top, left, top + height, left + width, "并")
        book.add_worksheet("藏").hide()


@pytest.mark.slow
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(found=st.lists(sheets(), min_size=1, max_size=3))
def test_no_workbook_breaks_the_accounting(tmp_path_factory, found):
    """Every row is accounted for; and a long sheet, which is not staged, gives what a short one gives."""
    office = Office(tmp_path_factory.mktemp("office"))
    office.write("甲/区划.csv", AREAS)
    office.write("甲/场所.csv", SITES)
    write(office.root / "data/raw/甲/更换.xlsx", found)
    seen = []
    for limit in (staging.LONG, 1):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(staging, "LONG", limit)
            office.workspace.warehouse.unlink(missing_ok=True)
            office.build()
        seen.append(
            [office.rows(f"FROM {t} ORDER BY ALL") for t in ("clean.board_updates", "intake.returned", "intake.ledger")]
        )
    assert seen[0] == seen[1]
    told = "read, clean + returned + duplicate + superseded + corrected, lines, header_rows + skipped + read"
    for read, accounted, lines, rows in office.rows(f"SELECT {told} FROM intake.ledger WHERE status = 'read'"):
        assert read == accounted and lines == rows
