"""Parts added to their wholes."""

from decimal import Decimal

import polars as pl
import pytest

from indicators.counting.carry import carried

# A street of two villages, and a village that lies nowhere; one that is in no pair is left out.
PAIRS = [("a1", "a1"), ("a2", "a2"), ("a1", "a"), ("a2", "a"), ("b", "b")]


@pytest.mark.parametrize("groups", [1, 2, 5000])  # of so many, few cells are there: their numbers are far apart
def test_every_group_is_added_to_each_whole_of_its_part_in_order(groups):
    rows = [("a2", f"g{i:04}", 1, Decimal("0.1")) for i in range(groups)]
    rows += [("b", None, 7, Decimal("0.3")), ("a1", "g0000", 2, Decimal("0.2")), ("elsewhere", "g0000", 5, Decimal(5))]
    names = {"area": pl.Categorical, "group": pl.Categorical, "rows": pl.Int64, "sum 1": pl.Decimal(38, 6)}
    frame = pl.DataFrame(rows, names, orient="row")
    expected = [("a", "g0000", 3, Decimal("0.3")), *(("a", *row[1:]) for row in rows[1:groups])]
    expected += [("a1", "g0000", 2, Decimal("0.2")), *rows[:groups], rows[groups]]
    assert carried(frame, "area", PAIRS).rows() == expected
    assert carried(frame, "area", PAIRS).schema == frame.schema
    assert carried(frame, "area", []).is_empty()
