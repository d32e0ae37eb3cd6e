"""A plan is its document as data: every part is read strictly, and what is wrong is named with what to write instead."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import get_args

import duckdb
import pytest

from indicators.catalogue import catalogue
from indicators.folders import HERE
from indicators.judging import plan_tables
from indicators.judging.documents import load
from indicators.judging.duties import CADENCES, Every
from indicators.judging.plans import PARTS, Head
from indicators.judging.strict import keys, words
from indicators.model import Count, Proportion
from pipelines.cleaning.calendar import festivals
from tests.people.village import ground, village

NAMES = {"zh": "率", "en": "rate", "counts": "persons", "table": "visits"}
INDICATORS = {
    "care.warm_home_rate": Proportion(**NAMES, numerator="done", breakdowns=("sex",), code="care.warm_home_rate"),
    "care.visits_made": Count(**NAMES, quantity="times", code="care.visits_made"),
}
KNOWN = {"service": ["greeting", "family_call"], "by": ["cadre", "volunteer"], "event": ["death", "illness"]}
WARM_HOMES = """
zh = "暖心家园"
en = "Warm homes"
document = "虚构的文件，2020年"
area = "320812"
from = 2020-01-01
until = 2021-12-31

[[targets]]
indicator = "warm_home_rate"
value = 0.4
until = 2020-12-31
deadline = 2020-12-31
owner = "各街道"
values_by_area = { 320812010 = 0.5 }

[[targets]]
indicator = "warm_home_rate"
value = 1
from = 2021-01-01
deadline = 2021-12-31
inferred = true

[[duties]]
group = "elder_65"
service = "greeting"
every = "month"
months = [3, 9]
by = ["cadre", "volunteer"]
owner = "村居"
clause = "三1"
zh = "每月问候"

[[duties]]
group = "special_family"
service = "greeting"
every = "festival"
occasions = ["spring_festival", "double_ninth"]

[[duties]]
group = "special_family"
service = "greeting"
every = "event"
occasions = ["death"]
within_days = 7
inferred = true

[[tasks]]
zh = "制定年度计划"
due_yearly = "03-31"
evidence = "plan"

[[tasks]]
zh = "总结"
en = "Sum up"
due_on = 2021-12-20

[[periods]]
name = "春节"
from = 2020-12-25
until = 2021-02-26
"""


def told(tmp_path, text: str, programme: str = "care") -> list[str]:
    """What is said of a plan's text, in English; the file's folder left out."""
    path = tmp_path / "plan.toml"
    path.write_text(text, encoding="utf-8")
    return [str(fault).removeprefix(f"{tmp_path}/") for fault in load(path, programme, INDICATORS, KNOWN)[1]]


@pytest.fixture
def plan(tmp_path):
    (tmp_path / "warm.toml").write_text(WARM_HOMES, encoding="utf-8")
    made, faults = load(tmp_path / "warm.toml", "care", INDICATORS, KNOWN)
    assert not faults
    return made


def test_every_part_of_a_document_is_read(plan):
    first, second = plan.targets
    assert (first.indicator, first.owner, first.values_by_area) == (
        "care.warm_home_rate",
        "各街道",
        {"320812010000": Decimal("0.5")},
    )
    assert (first.inferred, second.inferred, second.starts_on) == (False, True, date(2021, 1, 1))
    assert [duty.every for duty in plan.duties] == ["month", "festival", "event"]
    assert [task.month_day for task in plan.tasks] == [(3, 31), None]
    assert [period.belongs_to for period in plan.periods] == [2021]


def test_what_plans_owe_stands_in_the_warehouse(plan):
    con = duckdb.connect()
    plan_tables.write(con, [plan])
    duties = con.execute("FROM plans.duties ORDER BY duty").fetchall()
    there = ("320812000000", date(2020, 1, 1), date(2021, 12, 31))
    assert duties == [
        ("warm", 1, *there, "elder_65", "greeting", "month", [3, 9], None, None, None, ["cadre", "volunteer"], "村居", "三1", False, "每月问候", "每月问候"),
        ("warm", 2, *there, "special_family", "greeting", "festival", None, ["spring_festival", "double_ninth"], None, 30, None, None, None, False, None, None),
        ("warm", 3, *there, "special_family", "greeting", "event", None, ["death"], 7, None, None, None, None, True, None, None),
    ]  # fmt: skip
    assert con.execute(
        "SELECT task, due_on, due_month, due_day, en, evidence FROM plans.tasks ORDER BY task"
    ).fetchall() == [
        (1, None, 3, 31, "制定年度计划", "plan"),
        (2, date(2021, 12, 20), None, None, "Sum up", None),
    ]
    assert con.execute("FROM plans.periods").fetchall() == [
        ("warm", "春节", 2021, date(2020, 12, 25), date(2021, 2, 26))
    ]


def test_without_plans_the_tables_are_there_and_empty():
    con = duckdb.connect()
    plan_tables.write(con, [])
    assert [con.execute(f"SELECT count(*) FROM plans.{name}").fetchall() for name in plan_tables.COLUMNS] == [
        [(0,)]
    ] * 3


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('zh = "暖心家园"', "", "plan.toml: zh is missing. zh: The plan's name in Chinese."),
        ('area = "320812"', 'area = "清江浦"', 'plan.toml: area "清江浦": no division code.'),
        ('area = "320812"', "minimum_completeness = 80", 'plan.toml: minimum_completeness "80" cannot stand here.'),
        ("from = 2020-01-01", 'from = "一月"', 'plan.toml: from "一月" cannot stand here. from: First day in force'),
        ("value = 0.4", 'value = "四成"', 'target 1 (warm_home_rate): value "四成" cannot stand here. value: A share'),
        ("320812010 = 0.5", "320812010 = 50", "target 1 (warm_home_rate): values_by_area 50 is more than the whole"),
        ("320812010 = 0.5", "柳树湾 = 0.5", "plan.toml: not a TOML file"),
        ("320812010 = 0.5", '"柳树湾" = 0.5', 'values_by_area "柳树湾": no division code.'),
        ("from = 2021-01-01", "from = 2022-01-01", "target 2 (warm_home_rate): from 2022-01-01 lies after deadline"),
        ("inferred = true", 'inferred = "yes"', 'target 2 (warm_home_rate): inferred "yes" cannot stand here. inferred: Yes (true) when'),
        ("elder_65", "elder65", 'duty 1 (每月问候): group "elder65" cannot stand here. Did you mean "elder_65"? group: Who is owed it'),
        ("greeting", "greetings", 'duty 1 (每月问候): service "greetings" cannot stand here. Did you mean "greeting"?'),
        ('"month"', '"monthly"', 'duty 1 (每月问候): every "monthly" cannot stand here. Did you mean "month"? every: How often'),
        ("[3, 9]", "[3, 13]", 'duty 1 (每月问候): months "13" cannot stand here. months: Only windows that end'),
        ('"cadre", "vol', '"cader", "vol', 'duty 1 (每月问候): by "cader" cannot stand here. Did you mean "cadre"?'),
        ('"spring_festival"', '"death"', 'duty 2 (greeting): occasions "death" cannot stand here.'),
        ('["death"]', '["flood"]', 'duty 3 (greeting): occasions "flood" cannot stand here.'),
        ("within_days = 7", "", "duty 3 (greeting): within_days is missing. within_days: For an event"),
        ("within_days = 7", "within_days = -1", 'duty 3 (greeting): within_days "-1" cannot stand here.'),
        ("within_days = 7", "within_days = 7\ndays_before = 3", 'days_before does not go with every = "event", only with festival, theme_day'),
        ('"festival"', '"festival"\nmonths = [1]', 'duty 2 (greeting): months does not go with every = "festival"'),
        ("owner = \"村居\"", 'who = "村居"', 'duty 1 (每月问候): unknown key "who". Known keys: group, service'),
        ('due_yearly = "03-31"', "", "task 1 (制定年度计划): one of due_on and due_yearly must stand."),
        ('"03-31"', '"3月底"', 'task 1 (制定年度计划): due_yearly "3月底" cannot stand here. due_yearly: Month and day'),
        ('"03-31"', '"02-30"', 'task 1 (制定年度计划): due_yearly "02-30" cannot stand here.'),
        ("due_on = 2021-12-20", "due_on = 20211220", 'task 2 (总结): due_on "20211220" cannot stand here.'),
        ("until = 2021-02-26", "until = 2020-02-26", "period 1 (春节): from 2020-12-25 lies after until 2020-02-26."),
        ("[[periods]]", "[[periods]]\nname = '春节'\nfrom = 2021-01-01\nuntil = 2021-02-02\n[[periods]]", 'period 2 (春节): another period of 2021 is called "春节" too.'),
        ("[[periods]]", "[periods]", "plan.toml: periods are written as [[periods]]"),
    ],
)  # fmt: skip
def test_a_part_with_something_wrong_is_named_with_what_to_write(tmp_path, old, new, message):
    assert old in WARM_HOMES
    (said, *more) = told(tmp_path, WARM_HOMES.replace(old, new, 1))
    assert message in said and not more


def test_everything_that_is_wrong_is_said_at_once(tmp_path):
    text = WARM_HOMES.replace("elder_65", "elder").replace("0.4", "40").replace("2021-12-20", '"岁末"')
    assert [said.split(":")[1].split()[0] for said in told(tmp_path, text)] == ["target", "duty", "task"]


def test_a_word_nothing_has_is_said_beside_what_is_missing_in_its_row(tmp_path):
    said = told(tmp_path, 'zh = "方案"\ndocument = "虚构"\n[[duties]]\ngroup = "elders"\nservice = ["greeting"]\n')
    assert [one.split(": ", 2)[2].split(".")[0] for one in said] == [
        'service "greeting" cannot stand here',
        "every is missing",
        'group "elders" cannot stand here',
    ]


def test_a_plan_that_asks_nothing_is_refused_and_one_of_duties_is_none(tmp_path):
    head = 'zh = "方案"\ndocument = "虚构"\n'
    assert "it asks nothing" in told(tmp_path, head)[0]
    assert not told(tmp_path, head + '[[tasks]]\nzh = "宣传"\ndue_yearly = "03-31"\n')


def test_every_key_is_explained():
    for part, type_ in {"plan": Head, **PARTS}.items():
        assert list(keys()[part]) and set(keys()[part]) == set(type_.__struct_encode_fields__)


def test_a_plan_of_the_workspace_names_indicators_of_any_programme(office):
    folder = office.root / "plans"
    folder.mkdir()
    own = folder / "own.toml"
    text = 'zh = "本区方案"\ndocument = "虚构"\n[[targets]]\nindicator = "health_education.bulletin_board_setup_rate"\nvalue = 0.9\n'
    text += '[[targets]]\nindicator = "one_stop_service.consultation_count"\nvalue = 10\n'
    own.write_text(text + '[[duties]]\ngroup = "elder_80"\nservice = "greeting"\nevery = "week"\n', encoding="utf-8")
    assert catalogue(workspace=office.workspace).plan("本区方案").programme == ""
    office.build()
    assert office.rows("SELECT plan, population_group, cadence FROM plans.duties WHERE plan = 'own'") == [
        ("own", "elder_80", "week")
    ]
    own.write_text(own.read_text(encoding="utf-8").replace("week", "month"), encoding="utf-8")
    assert office.build().changed
    assert office.rows("SELECT cadence FROM plans.duties WHERE plan = 'own'") == [("month",)]
    own.rename(folder / "chuzhou_2010.toml")
    (said,) = catalogue(workspace=office.workspace, strict=False).faults
    assert "programme health_education has a plan of that name already" in said.en


def test_a_duty_may_name_what_the_ground_knows(tmp_path):
    """Every group, cadence, festival and theme day of the ground has its word, and nothing else has."""
    with ground(village(), tmp_path) as con:
        cadences = {cadence for (cadence,) in con.execute("SELECT DISTINCT cadence FROM times.windows").fetchall()}
    assert cadences == {*CADENCES, "festival", "theme_day"}
    assert set(words("every")) == set(get_args(Every))
    sql = (HERE / "people" / "memberships.sql").read_text(encoding="utf-8")
    assert set(words("group")) == set(re.findall(r"ended_by, '(\w+)'", sql))
    known = [(kind, occasion) for kind, occasion, *_ in festivals(2024)]
    assert {(kind, word) for kind in ("festival", "theme_day") for word in words(kind)} == set(known)
