"""`measure.py` against the slow oracle, on random tables; and the states a value can be in."""

from dataclasses import replace
from decimal import Decimal
from types import NoneType

import duckdb
import oracle
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.counting import cells
from indicators.counting.measure import Measures, change
from indicators.counting.values import Value
from indicators.model import Count, Proportion, Verification
from indicators.workspace import Fault

NAMES = {"zh": "率", "en": "rate", "counts": "persons", "table": "events"}
CODES = ("A", "A1", "A2", "A11", "A12", "B", "missing")
QUARTERS = ("2023Q4", "2024Q1", "2024Q2", "2024Q3", "2024Q4")
BREAKDOWNS = ("sex", "migrant")
SCHEMA = {
    "area": pl.String, "quarter": pl.String, "sex": pl.String, "migrant": pl.Boolean, "unit": pl.String,
    "ok": pl.Boolean, "asked": pl.Int32, "correct": pl.Int32, "weight": pl.Float64,
}  # fmt: skip


def number(value):
    return 0 if value is None else value


# What one row adds to (numerator, denominator), beside the definition in SQL that must agree with it.
ADDS = {
    "share": lambda row: (int(row["sex"] == "f" and row["ok"] is True), int(row["sex"] == "f")),
    "items": lambda row: (number(row["correct"]) * (row["asked"] is not None), number(row["asked"])),
    "events": lambda row: (int(row["ok"] is False), 0),
    "total": lambda row: (number(row["asked"]), 0),
    "weighted": lambda row: (Decimal(str(number(row["weight"]))), 0),
    "check": lambda row: (number(row["correct"]) * (row["asked"] is not None), number(row["asked"])),
}


def definitions(window):
    common = {**NAMES, "window": window, "breakdowns": BREAKDOWNS}
    made = {
        "share": Proportion(**common, numerator="ok", denominator="sex = 'f' -- women"),
        "items": Proportion(**common, numerator="correct", denominator="asked"),
        "events": Count(**common, quantity="ok = false"),
        "total": Count(**common, quantity="asked", by_unit="unit"),
        "weighted": Count(**common, quantity="weight"),
        "check": Verification(**common, reported="asked", recounted="correct"),
    }
    return coded(made)


def coded(made, programme="p"):
    return {f"{programme}.{name}": replace(each, code=f"{programme}.{name}") for name, each in made.items()}


def warehouse(rows, parents, quarters=QUARTERS, schema=SCHEMA):
    """An in-memory warehouse with one table `p.events`."""
    con = duckdb.connect(config={"threads": 1})
    events = pl.DataFrame(rows, schema, orient="row")
    areas = pl.DataFrame(list(parents.items()), {"area": pl.String, "parent": pl.String}, orient="row")
    calendar = pl.DataFrame({"quarter": quarters}, {"quarter": pl.String})
    con.register("events", events).register("areas", areas).register("calendar", calendar)
    con.execute("""
        CREATE SCHEMA p; CREATE SCHEMA clean; CREATE SCHEMA calendar;
        CREATE TABLE p.events AS FROM events;
        CREATE TABLE calendar.quarters AS FROM calendar;
        CREATE TABLE clean.areas AS
            SELECT area, 'name of ' || area AS name, NULL::VARCHAR AS level, parent, NULL::VARCHAR AS former_names,
                NULL::DATE AS valid_from, NULL::DATE AS valid_to, NULL::VARCHAR AS urban_rural
        FROM areas;
    """)
    return con


rows = st.lists(
    st.fixed_dictionaries({
        "area": st.sampled_from([*CODES, None]),
        "quarter": st.sampled_from([*QUARTERS, "2025Q1", None]),
        "sex": st.sampled_from(["f", "m", None]),
        "migrant": st.sampled_from([True, False, None]),
        "unit": st.sampled_from(["u1", "u2", None]),
        "ok": st.sampled_from([True, False, None]),
        "asked": st.sampled_from([0, 1, 7, None]),
        "correct": st.sampled_from([0, 1, 9, None]),
        "weight": st.sampled_from([0.1, 0.2, 1.5, 3.0, None]),
    }),
    max_size=40,
)  # fmt: skip
# Each area's parent comes earlier in CODES or is not in the register: a forest.
trees = st.tuples(*(st.sampled_from([None, "elsewhere", *CODES[:i]]) for i in range(len(CODES) - 1))).map(
    lambda above: dict(zip(CODES, above, strict=False))
)
selections = st.sampled_from([{}, {"sex": ("f",)}, {"sex": ("f", "m"), "migrant": ("true",)}, {"sex": ("nobody",)}])
groupings = st.sampled_from([(), ("sex",), ("migrant",), ("sex", "migrant")])


def up(parents):
    """The tree as the product may see it: a parent that is not listed is no area."""
    return {area: parent for area, parent in parents.items() if parent in parents}


# How few cells a table has decides whether one scan, arrays or a scan for each question count it; with fractions there are
# no arrays. What plans name is counted in combination.
limits = st.sampled_from([(cells.FEW_CELLS, 0), (0, 0), (0, 200), (0, cells.MOST_CELLS)])
named = st.sampled_from([(), [("p.total", ("sex",))], [("p.share", ("migrant", "sex")), ("p.check", ())]])


def limit(patch, few, most):
    patch.setattr(cells, "FEW_CELLS", few)
    patch.setattr(cells, "MOST_CELLS", most)
    patch.setattr(cells, "CELLS_A_ROW", most)  # a table of a test has fewer rows than cells


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    rows=rows,
    parents=trees,
    questions=st.lists(st.tuples(groupings, selections), min_size=1, max_size=3),
    window=st.sampled_from(["quarter", "ytd", "as_at"]),
    most=limits,
    populations=named,
    fractions=st.booleans(),
)
def test_rollup_agrees_with_the_oracle(rows, parents, questions, window, most, populations, fractions):
    made = {code: each for code, each in definitions(window).items() if fractions or code != "p.weighted"}
    with warehouse(rows, parents) as con, pytest.MonkeyPatch.context() as patch:
        limit(patch, *most)
        measures = Measures(con, made, populations)
        for name, add in ((name, add) for name, add in ADDS.items() if f"p.{name}" in made):
            is_rate = name in ("share", "items", "check")
            for by, where in questions:
                found = {row[:-3]: row[-3:] for row in measures.rollup(f"p.{name}", by, where).iter_rows()}
                assert found == expected(rows, add, by, where, window, up(parents), is_rate), (name, by, where)


def expected(rows, add, by, where, window, parents, is_rate):
    """Every group that has rows, counted one by one."""
    groups = {tuple(oracle.text(row[column]) for column in by) for row in rows}
    table = {}
    for area in (*CODES, "elsewhere", ""):
        for quarter in (*QUARTERS, "2025Q1"):
            for group in groups:
                asked = {"area": area, "quarter": quarter, "window": window, "parents": parents, "where": where}
                kept = dict(zip(by, group, strict=True)) if by else None
                up, down, seen = oracle.count(rows, add, **asked, group=kept)
                if seen:
                    table[(area, quarter, *group)] = (
                        up if isinstance(up, int) else float(up),
                        down if is_rate else None,
                        seen,
                    )
    return table


@settings(max_examples=20, deadline=None)
@given(rows=rows, parents=trees, where=selections, quarter=st.sampled_from(QUARTERS), area=st.sampled_from(CODES))
def test_values_agree_with_the_oracle(rows, parents, where, quarter, area):
    with warehouse(rows, parents) as con:
        measures = Measures(con, definitions("ytd"))
        asked = {"area": area, "quarter": quarter, "window": "ytd", "parents": up(parents), "where": where}
        value = measures.value("p.share", quarter, area, where)
        assert (value.numerator, value.denominator, value.rows) == oracle.count(rows, ADDS["share"], **asked)
        assert value.value == (value.numerator / value.denominator if value.denominator else None)
        units = measures.units("p.total", quarter, area, where)
        for unit, counted in units.items():
            assert counted.numerator == oracle.count(rows, ADDS["total"], **asked, group={"unit": unit})[0]
        listed = sum(unit.numerator for unit in units.values())
        nameless = oracle.count(rows, ADDS["total"], **asked, group={"unit": None})[0]
        assert listed + nameless == measures.value("p.total", quarter, area, where).numerator
        by_sex = measures.breakdown("p.share", quarter, area, "sex", where)
        assert sum(part.numerator for part in by_sex.values()) == value.numerator


ROW = {"area": "A1", "quarter": "2024Q1", "sex": "f", "migrant": None, "unit": "u1", "ok": True, "asked": 5}
ROW |= {"correct": 7, "weight": 0.1}
TREE = {"A": None, "A1": "A", "A2": "A"}


@pytest.fixture
def measures():
    men = {**ROW, "area": "A2", "sex": "m", "ok": False}
    with warehouse(
        [ROW, *[{**ROW, "weight": 0.2, "ok": None}] * 2, men, {**ROW, "area": "?", "quarter": "2024Q2"}], TREE
    ) as con:
        yield Measures(con, definitions("quarter"))


def test_three_states_stay_apart(measures):
    assert measures.value("p.share", "2024Q3", "A").rows == 0  # not reported
    assert not measures.value("p.share", "2024Q3", "A").reported
    nobody = measures.value("p.share", "2024Q1", "A2")  # reported, and nobody in scope
    assert (nobody.rows, nobody.denominator, nobody.value) == (1, 0, None)
    zero = measures.value("p.events", "2024Q1", "A1")  # reported, and none
    assert (zero.rows, zero.numerator, zero.value, zero.denominator) == (3, 0, 0.0, None)
    missing = measures.value("p.events", "2031Q1", "nowhere")
    assert (missing.value, missing.rows) == (None, 0)


def test_an_unknown_area_is_its_own_top(measures):
    assert measures.value("p.share", "2024Q2", "?").numerator == 1
    assert measures.value("p.share", "2024Q2", "A").rows == 0


def test_fractions_add_up_exactly(measures):
    assert measures.value("p.weighted", "2024Q1", "A1").value == 0.5  # 0.1 + 0.2 + 0.2


def test_a_verification_keeps_its_difference_and_is_not_capped(measures):
    value = measures.value("p.check", "2024Q1", "A2")
    assert (value.value, value.difference, value.finding, value.over_full) == (1.4, 2, True, True)


def test_a_window_can_be_replaced(measures):
    assert measures.value("p.total", "2024Q3", "A").rows == 0
    over_the_year = measures.value("p.total", "2024Q3", "A", window="ytd")
    assert (over_the_year.numerator, over_the_year.window) == (20, "ytd")
    assert [value.rows for value in measures.trend("p.total", "A")] == [0, 4, 0, 0, 0]


def test_what_cannot_be_asked_is_named(measures):
    with pytest.raises(Fault, match=r'no such indicator. Did you mean "p.share"'):
        measures.value("p.shares", "2024Q1", "A")
    with pytest.raises(Fault, match='no breakdown "age"; it can be broken down by: sex, migrant'):
        measures.rollup("p.share", by=("age",))


@pytest.fixture
def scans(monkeypatch):
    """The columns of every scan made, in order."""
    made, scan = [], cells.Cells._scan
    monkeypatch.setattr(cells.Cells, "_scan", lambda self, columns: made.append({*columns}) or scan(self, columns))
    return made


def test_a_small_table_is_scanned_once(measures, scans):
    for code in measures.indicators:
        for by in ((), ("sex",), ("migrant", "sex")):
            measures.rollup(code, by, {"sex": "f"})
    assert scans == [{"sex", "migrant", "unit"}]


def test_a_large_table_is_counted_by_what_is_asked_and_no_more(measures, scans, monkeypatch):
    limit(monkeypatch, 0, 0)
    for code in measures.indicators:
        measures.rollup(code, ("sex",))
        measures.rollup(code, ("migrant",), {"sex": "f"})
        measures.value(code, "2024Q1", "A", {"sex": "m"})
        assert {type(number) for number in measures.rollup(code).row(0)[2:]} <= {int, float, NoneType}
    assert scans == [{"sex"}, {"migrant", "sex"}, set()]


@pytest.fixture
def readings(monkeypatch):
    """What was counted in every reading of a large table, in order."""
    made, read = [], cells.Cells._read
    monkeypatch.setattr(
        cells.Cells, "_read", lambda self, groups: made.append([*map(set, groups)]) or read(self, groups)
    )
    return made


def test_columns_share_a_reading_while_their_cells_are_few(scans, readings, monkeypatch):
    several = [{**ROW, "sex": sex, "migrant": moved} for sex in "fm" for moved in (True, False)]
    whole = {code: each for code, each in definitions("quarter").items() if code != "p.weighted"}
    with warehouse([{**row, "unit": f"u{i}"} for row in several for i in range(5)], TREE) as con:
        limit(monkeypatch, 0, 9)
        measures = Measures(con, whole, [("p.share", ("sex", "migrant")), ("p.total", ("sex",))])
        for by in (("sex",), ("migrant",), ("migrant", "sex"), ("sex", "migrant"), ()):
            assert measures.rollup("p.share", by)["denominator"].sum() == 20
        assert measures.units("p.total", "2024Q1", "A", {"sex": "m"}).keys() == {f"u{i}" for i in range(5)}
    assert readings == [[set(), {"sex"}, {"migrant"}, {"sex", "migrant"}]]  # 1 + 2 + 2 + 4 cells
    assert scans == [{"sex", "unit"}]  # ten cells; units by themselves are not asked for


def test_two_programmes_may_name_an_indicator_alike_on_one_table():
    named = {**NAMES, "table": "p.events", "breakdowns": ("sex",)}
    women, men = (coded({"number": Count(**named, quantity=f"sex = '{sex}'")}, sex) for sex in "fm")
    with warehouse([ROW, ROW, {**ROW, "sex": "m"}], TREE) as con:
        measures = Measures(con, women | men)
        assert [measures.value(code, "2024Q1", "A").numerator for code in measures.indicators] == [2, 1]


def test_no_rows_at_all():
    with warehouse([], {}, quarters=[]) as con:
        measures = Measures(con, definitions("ytd"))
        assert measures.quarters == ()
        assert measures.rollup("p.share", by=("sex",)).is_empty()
        assert measures.value("p.weighted", "2024Q1", "A").value is None


def sample(numerator, denominator, quarter="2024Q1", window="quarter", **changes):
    indicator = Proportion(**NAMES, numerator="ok", data_basis="sample", window=window, **changes)
    return Value.of(indicator, "A", quarter, {}, numerator, denominator, rows=9)


def test_a_change_beyond_chance():
    up = change(sample(56, 70, "2024Q2"), sample(48, 80))
    assert up.difference == pytest.approx(0.2)
    assert up.lower == pytest.approx(0.0524, abs=5e-5)  # Newcombe 1998, table II, method 10, example (a)
    assert up.upper == pytest.approx(0.3339, abs=5e-5)
    assert up.beyond_chance
    assert not change(sample(50, 100, "2024Q2"), sample(48, 100)).beyond_chance


def test_no_interval_where_the_earlier_figure_is_part_of_the_later():
    later = sample(90, 100, "2024Q2", window="ytd")
    assert change(later, sample(10, 50, window="ytd")) == (pytest.approx(0.7), None, None, False)
    assert change(later, sample(10, 50, "2023Q2", window="ytd")).beyond_chance
    assert change(later, None) is None
    assert change(later, sample(0, 0)) is None
