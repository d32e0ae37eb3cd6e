"""Programmes are discovered, and what is missing in one is refused by name."""

import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from indicators.catalogue import HERE, catalogue
from indicators.workspace import Fault, Settings

DEFINITIONS = """
from indicators.model import Count, Proportion

zh = "关怀"
en = "Care"
NAMES = {"zh": "率", "en": "rate", "counts": "persons", "table": "visits"}
visit_rate = Proportion(**NAMES, numerator="done", breakdowns=("sex", "group"))
visits_made = Count(**NAMES, quantity="times", by_unit="unit", window="ytd")
stock = Count(**NAMES, quantity="done", window="as_at")
"""
PLAN = """
zh = "方案"
en = "Plan"
document = "Notice 12"
area = "320812"
from = 2020-01-01
until = 2024-06-30

[[targets]]
indicator = "visit_rate"
where = { sex = "female", group = ["a", "b"] }
value = 0.85
points = 10
"""


@pytest.fixture
def office(tmp_path):
    """A package folder with one programme; call it to change one of its files."""
    files = {"definitions.py": DEFINITIONS, "visits.sql": "-- one row per visit\nSELECT 1", "plans/plan.toml": PLAN}

    def change(path="definitions.py", old="", new="", programme="care"):
        for name, text in files.items():
            file = tmp_path / programme / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text.replace(old, new) if name == path and old else text, encoding="utf-8")
        return tmp_path

    change()
    return change


def test_a_programme_is_found_with_its_parts(office):
    found = catalogue(office())
    assert (found.programmes["care"].title("zh"), found.programmes["care"].title("en")) == ("关怀", "Care")
    assert list(found.indicators) == ["care.visit_rate", "care.visits_made", "care.stock"]
    assert list(found.tables) == ["care.visits"]
    indicator = found.indicator("visit_rate")
    assert (indicator.code, indicator.programme, indicator.relation) == ("care.visit_rate", "care", '"care"."visits"')
    plan = found.plan("plan")
    assert (plan.programme, plan.area, str(plan.targets[0].value)) == ("care", "320812000000", "0.85")
    assert found.targets_of("care.visit_rate") == [(plan, plan.targets[0])]


def test_another_folder_is_another_programme(office):
    office(programme="help")
    with pytest.raises(Fault, match=r"plan\.toml: programme care has a plan of that name already"):
        catalogue(office())
    (office() / "help" / "plans" / "plan.toml").unlink()
    found = catalogue(office("plans/plan.toml"))
    assert list(found.programmes) == ["care", "help"]
    with pytest.raises(Fault, match=r"several programmes have it; write one of care.visit_rate, help.visit_rate"):
        found.indicator("visit_rate")


def test_when_and_where_a_plan_is_in_force(office):
    plan = catalogue(office()).plan("plan")
    assert [plan.in_force(q) for q in ("2019Q4", "2020Q1", "2024Q2", "2024Q3")] == [False, True, True, False]
    assert plan.in_force("2024Q1", "320812000000")
    assert not plan.in_force("2024Q1", "320803000000")


def test_unknown_names_are_answered_with_the_nearest(office):
    found = catalogue(office())
    with pytest.raises(Fault, match='Did you mean "visit_rate"'):
        found.indicator("visit_rat")
    with pytest.raises(Fault, match=r'no such plan\. Did you mean "plan"'):
        found.plan("plam")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('zh = "关怀"', "", r"definitions\.py: the programme has no zh name"),
        ('en = "Care"', 'en = ""', r"definitions\.py: the programme has no en name"),
        ('"table": "visits"', '"table": "visit"', r'visit_rate: table "visit" has no file visit\.sql.*mean "visits"'),
        ('"en": "rate", ', "", r"definitions\.py: line 7: .*missing 1 required keyword-only argument: 'en'"),
        ('"zh": "率"', '"zh": " "', r"visit_rate: its zh name is empty"),
        ('"persons"', '"person"', r'counts "person" is not one of persons'),
        ('window="ytd"', 'window="year"', r'line 8: rate: window "year" is not one of quarter, ytd, as_at'),
        ('("sex", "group")', '("rows",)', r'visit_rate: "rows" cannot be a breakdown'),
        ('("sex", "group")', '("sex")', r'breakdowns "sex" must be a tuple'),
        ("numerator=", "nominator=", r"line 7: .*nominator"),
        ("zh = ", "zh == ", r"line 4: "),
        ('en = "Care"', 'en = "Care', r"line 5: unterminated string"),
    ],
)
def test_a_definition_with_something_wrong_is_named(office, old, new, message):
    with pytest.raises(Fault, match=message):
        catalogue(office("definitions.py", old, new))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "points",
            "pionts",
            r'plan\.toml: target 1 \(visit_rate\): unknown key "pionts".*mean "points"\? points: Points for reaching it',
        ),
        ("document", "dokument", r'plan\.toml: unknown key "dokument".*Did you mean "document"'),
        ('document = "Notice 12"', 'name = "x"\ndocument = "Notice 12"', r'plan\.toml: unknown key "name"'),
        ('document = "Notice 12"', "", r"plan\.toml: .*document"),
        (
            '"visit_rate"',
            '"visit_rat"',
            r'target 1 \(visit_rat\): indicator "visit_rat": no such indicator. Did you mean "visit_rate"',
        ),
        ("sex =", "sexes =", r'target 1 \(visit_rate\): where "sexes" is not a breakdown .*Did you mean "sex"'),
        ("0.85", "85", r"value 85 is more than the whole; for a percentage write 0.85"),
        ("0.85", "-1", r"value and points cannot be below 0"),
        ("value = 0.85", 'comparison = "≥"', r"plan\.toml: .*≥"),
        ("points = 10", "quarters = [5]", r"plan\.toml: .*5.*quarters"),
        ("points = 10", "quarters = []", r"plan\.toml: .*quarters"),
        ("points = 10", 'quarters = ["Q2"]', r"plan\.toml: .*quarters"),
        ("points = 10", "each = true", r"each needs a Count with by_unit"),
        ("points = 10", "bands = [[0.9, 10]]", r'bands and scoring = "bands" go together'),
        ('"visit_rate"\n', '"stock"\nwindow = "ytd"\n', r"where|a stock and is never summed"),
        ("from = 2020-01-01", "from = 2030-01-01", r"from 2030-01-01 lies after until 2024-06-30"),
        ("[[targets]]", "[[targets]", r"plan\.toml: not a TOML file"),
    ],
)
def test_a_plan_with_something_wrong_is_named(office, old, new, message):
    with pytest.raises(Fault, match=message):
        catalogue(office("plans/plan.toml", old, new))


def test_a_folder_without_definitions_is_named(office):
    folder = office()
    (folder / "empty").mkdir()
    (folder / "caches" / "__pycache__").mkdir(parents=True)
    (folder / "loose").mkdir()
    (folder / "loose" / "table.sql").touch()
    (folder / "loose" / "plans").mkdir()
    with pytest.raises(Fault, match=r"loose: a folder here is a programme, but it has no definitions\.py"):
        catalogue(folder)


def test_every_problem_is_listed(office):
    office("definitions.py", '"visits"', '"visit"', programme="second")
    folder = office("plans/plan.toml", "sex", "sexes")
    found = catalogue(folder, strict=False)
    assert len(found.problems()) == len(found.faults) == 5  # three indicators, the plan that names one, the other plan
    with pytest.raises(Fault, match="4 more: run `jiping check`"):
        catalogue(folder)


@pytest.fixture
def con():
    con = duckdb.connect()
    con.execute("""
        CREATE SCHEMA care;
        CREATE TABLE care.visits ("area" VARCHAR, "quarter" VARCHAR, sex VARCHAR, "group" VARCHAR, unit VARCHAR,
            done BOOLEAN, "times" INTEGER, seen_on DATE);
        INSERT INTO care.visits VALUES ('a', '2024Q1', 'f', 'x', 'u', true, 1, NULL);
        INSERT INTO care.visits VALUES ('a', NULL, 'f', 'x', 'u', true, 1, NULL);
    """)
    return con


def test_definitions_fit_their_table(office, con):
    found = catalogue(office())
    found.probe(con)
    assert [str(fault) for fault in found.problems(con)] == [
        "care.visits: 1 rows have no quarter and are counted nowhere. Give them one in its SQL file."
    ]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            'numerator="done"',
            'numerator="doen"',
            r'^care\.visit_rate: numerator "doen": no column "doen"\. Did you mean "done"',
        ),
        ('numerator="done"', 'numerator="times"', r"denominator is a condition and the other part a number"),
        ('numerator="done"', 'numerator="sex"', r'numerator "sex": gives VARCHAR; write a condition'),
        ('numerator="done"', 'numerator="count(*) > 1"', r"WHERE clause cannot contain aggregates"),
        ('numerator="done"', 'numerator="row_number() OVER () = 1"', r"WHERE clause cannot contain window"),
        ('numerator="done"', 'numerator="sex IN (SELECT sex FROM care.visits)"', r"has a query inside"),
        ('numerator="done"', 'numerator="done) OR (true"', r"syntax error .*Write one DuckDB condition"),
        ('numerator="done"', 'numerator="done AND"', r'numerator "done AND": .*Write one DuckDB condition'),
        ('("sex", "group")', '("sex", "grup", "group")', r'care\.visits has no column "grup"\. Did you mean "group"'),
        ('by_unit="unit"', 'by_unit="units"', r'no column "units"\. Did you mean "unit"'),
    ],
)
def test_a_definition_that_does_not_fit_is_named(office, con, old, new, message):
    found = catalogue(office("definitions.py", old, new))
    with pytest.raises(Fault, match=message):
        found.probe(con)


def test_a_verification_compares_numbers(office, con):
    new = 'Verification(**NAMES, reported="times", recounted="done"'
    folder = office("definitions.py", 'Proportion(**NAMES, numerator="done"', new)
    definitions = folder / "care" / "definitions.py"
    definitions.write_text(
        definitions.read_text().replace("import Count", "import Verification, Count").replace("Proportion", "")
    )
    with pytest.raises(Fault):
        catalogue(folder).probe(con)


def test_a_table_not_built_yet_is_named(office):
    with pytest.raises(Fault, match=r"table care\.visits is not in the warehouse. Run `jiping run`"):
        catalogue(office()).probe(duckdb.connect())


def test_the_package_itself_has_no_problem():
    assert catalogue(strict=False).problems() == []


def test_a_new_folder_is_all_that_a_new_programme_takes(office, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(HERE, copy / "indicators", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(office() / "care", copy / "indicators" / "care")
    code = "from indicators.catalogue import catalogue; print(*catalogue().programmes)"
    printed = subprocess.run([sys.executable, "-c", code], cwd=copy, capture_output=True, text=True, check=True).stdout
    assert "care" in printed.split()


def test_the_catalogue_starts_light():
    code = "import sys; from indicators.catalogue import catalogue; catalogue(); print(*sys.modules)"
    printed = subprocess.run(
        [sys.executable, "-c", code], cwd=Path(HERE).parent, capture_output=True, text=True, check=True
    )
    assert not {"polars", "duckdb", "scipy", "pandas", "rapidfuzz"} & set(printed.stdout.split())


def test_an_office_says_which_plans_are_its_own():
    known = catalogue()
    assert known.own_plans(Settings()) == list(known.plans.values())
    assert [plan.name for plan in known.own_plans(Settings(plans=("warm_heart", "qingjiangpu")))] == [
        "warm_heart",
        "qingjiangpu",
    ]
    with pytest.raises(Fault, match=r'plan "warmheart": no such plan\. Did you mean "warm_heart"\?'):
        known.own_plans(Settings(plans=("warmheart",)))
