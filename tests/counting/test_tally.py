"""Counting while reading, against the same rows grouped in the database."""

import duckdb
import pytest

from indicators.counting import tally
from indicators.sql import identifier

NUMBERS = range(10, 50)
KEYS = ("area", "quarter", "of a group", "text")
# Forty counts of cells of about 560 rows: ten bits each, six to a word.
COUNTS = ", ".join(f"(hash(i, {n}) % {n} > 0)::UTINYINT AS count_{n}" for n in NUMBERS)
ROWS = f"""
    SELECT CASE WHEN hash(i, 1) % 3 > 0 THEN 'A' || hash(i, 2) % 4 ELSE '' END AS area, '2024Q' || 1 + hash(i, 3) % 4 AS quarter,
        nullif('g' || hash(i, 4) % 3, 'g0') AS "of a group", (hash(i, 5) % 2 = 0)::VARCHAR AS "text",
        1::UTINYINT AS rows, {COUNTS}, ((hash(i, 6) % 1000)::BIGINT - 500) * 1000000000 AS large
    FROM range(9000) t(i)
"""


@pytest.fixture
def con():
    with duckdb.connect() as con:
        yield con


@pytest.mark.parametrize("batch", [2048, tally.BATCH])
def test_the_sums_are_those_of_the_groups(con, monkeypatch, batch):
    monkeypatch.setattr(tally, "BATCH", batch)
    lists = ", ".join(f"list(DISTINCT {identifier(key)})" for key in KEYS)
    categories = dict(zip(KEYS, con.execute(f"SELECT {lists} FROM ({ROWS})").fetchall()[0], strict=True))
    groups, sums = [(), ("text",), ("of a group", "text")], ["rows", *(f"count_{n}" for n in NUMBERS), "large"]
    for group, frame in zip(groups, tally.tallied(con, ROWS, categories, sums, groups), strict=True):
        by = ", ".join(map(identifier, ("area", "quarter", *group)))
        sums = f"sum(COLUMNS(* EXCLUDE ({', '.join(map(identifier, KEYS))})))::BIGINT"
        grouped = con.execute(f"SELECT {by}, {sums} FROM ({ROWS}) GROUP BY ALL").fetchall()
        assert sorted(frame.iter_rows(), key=str) == sorted(grouped, key=str)


def test_a_row_is_left_out_where_its_text_is_no_category(con):
    rows = "SELECT unnest(['A', 'B', 'A']) AS area, unnest(['2024Q1', '2024Q1', NULL]) AS quarter, 1::UTINYINT AS rows"
    (frame,) = tally.tallied(con, rows, {"area": ["A", "B"], "quarter": ["2024Q1"]}, ["rows"], [()])
    assert sorted(frame.iter_rows()) == [("A", "2024Q1", 1), ("B", "2024Q1", 1)]
