"""Many rows at once, whatever their values look like."""

from __future__ import annotations

import duckdb

from pipelines.accounting import bulk


def test_a_list_among_thousands_of_empty_ones_is_no_surprise():
    rows = [(f"f{i}", [], None, i) for i in range(5000)]
    rows[1234] = ("f1234", ["是", None], "text", 1234)
    with duckdb.connect() as con:
        con.execute("CREATE TABLE told (file VARCHAR, words VARCHAR[], note VARCHAR, n BIGINT)")
        bulk.insert(con, "told", rows)
        bulk.insert(con, "told", [])
        assert con.execute("FROM told").fetchall() == rows
