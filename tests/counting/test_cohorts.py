"""A table is one SELECT file: built in order, checked, and refused by name when it cannot be."""

import duckdb
import pytest

from indicators.counting.cohorts import build
from indicators.workspace import Fault


@pytest.fixture
def con():
    con = duckdb.connect()
    con.execute(
        "CREATE SCHEMA clean; CREATE TABLE clean.visits AS SELECT * FROM (VALUES ('a', 1), ('b', 2)) v(area, times)"
    )
    return con


@pytest.fixture
def write(tmp_path):
    def write(path, text):
        file = tmp_path / path
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return tmp_path

    return write


def test_tables_are_built_after_those_they_read(con, write):
    write("a_first/all_visits.sql", "-- one row per area\nSELECT area, double AS times FROM z_last.doubled;\n")
    write("a_first/check_totals.sql", "SELECT * FROM a_first.all_visits WHERE times > 100")
    write("definitions.py", "machinery, not a programme")
    folder = write(
        "z_last/doubled.sql",
        "-- one row per area\nWITH v AS (FROM clean.visits) SELECT area, times * 2 AS double FROM v",
    )
    assert list(build(con, folder).items()) == [("z_last.doubled", 2), ("a_first.all_visits", 2)]
    assert con.execute("FROM a_first.all_visits ORDER BY area").fetchall() == [("a", 2), ("b", 4)]
    assert build(con, folder)["z_last.doubled"] == 2  # again, over what is there


def test_a_programme_that_reads_a_subquery_is_ordered_too(con, write):
    write("p/a.sql", "-- one row per area\nSELECT area FROM clean.visits WHERE times IN (SELECT max(times) FROM p.b)")
    folder = write("p/b.sql", "-- one row per area\nSELECT area, times FROM clean.visits")
    assert list(build(con, folder)) == ["p.b", "p.a"]


def test_ground_is_read_by_every_programme_and_a_programme_by_no_other(con, write):
    write("ground/a.sql", "-- one row per area\nSELECT area FROM clean.visits")
    write("first/b.sql", "-- one row per area\nSELECT area FROM ground.a")
    folder = write("first/definitions.py", "")
    assert list(build(con, folder)) == ["ground.a", "first.b"]
    write("second/c.sql", "-- one row per area\nSELECT area FROM first.b")
    write("second/definitions.py", "")
    with pytest.raises(Fault, match=r'c\.sql: reads "first\.b" of another programme\. What both need goes into'):
        build(con, folder)


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("SELECT 1", r"t\.sql: the first line must say what a row is"),
        ("-- one row per area\nSELEC 1", r"t\.sql: syntax error.*A table is one SELECT"),
        ("-- one row per area\nSELECT 1; SELECT 2", r"t\.sql: 2 statements\. A table is one SELECT"),
        ("-- one row per area\nDROP TABLE clean.visits", r"t\.sql: Only SELECT .*A table is one SELECT"),
        ("-- one row per area\nSELECT * FROM visits", r't\.sql: table "visits" is written without its schema'),
        ("-- one row per area\nSELECT * FROM p.tt", r't\.sql: reads "p\.tt", which has no file\. Did you mean "p\.t"'),
        ("-- one row per area\nSELECT * FROM p.t", r"t\.sql: tables read each other in a circle: p\.t → p\.t"),
        ("-- one row per area\nSELECT nmae FROM clean.visits", r't\.sql: Binder Error.*"nmae" not found'),
        ("-- one row per area\nSELECT * FROM clean.gone", r"t\.sql: Catalog Error.*gone"),
    ],
)
def test_a_table_that_cannot_be_built_is_named(con, write, sql, message):
    with pytest.raises(Fault, match=message):
        build(con, write("p/t.sql", sql))


def test_a_check_that_finds_something_is_named_with_its_first_row(con, write):
    folder = write("p/check_once.sql", "SELECT area, times FROM clean.visits ORDER BY area")
    with pytest.raises(Fault, match=r"check_once\.sql: must find nothing, but found: area a, times 1\."):
        build(con, folder)


def test_all_or_nothing_is_the_callers_transaction(con, write):
    write("p/a.sql", "-- one row per area\nSELECT area FROM clean.visits")
    folder = write("p/b.sql", "-- one row per area\nSELECT nothing FROM p.a")
    con.execute("BEGIN")
    with pytest.raises(Fault):
        build(con, folder)
    con.execute("ROLLBACK")
    assert not con.execute("SELECT 1 FROM duckdb_tables() WHERE schema_name = 'p'").fetchall()
