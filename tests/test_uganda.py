"""Real files nobody here wrote: the Informed Health Choices trials (Uganda), read with data only.

Published: of the parents, 203 of 288 and 103 of 273 passed right after, 126 of 267 and 101 of 256 one year after; of the
teachers 77 of 78 and 50 of 59.
"""

from __future__ import annotations

import csv
import shutil

import pytest

from indicators.catalogue import catalogue
from indicators.counting.measure import Measures

PASS = {"parents": ("recordid", 11), "teachers": ("record", 13)}  # the register's own column, and the points to pass
FORM = """
[fields.respondent]
headers = ["qn0part1"]
[fields.arm]
headers = ["qn0part2"]
[fields.surveyed_on]
default = "2016-09-30"
"""


@pytest.fixture
def measures(office, shared):
    folder = shared / "surveys" / "ihc_uganda"
    key = list(csv.DictReader((folder / "answer_key.csv").open(encoding="utf-8")))
    for name, (column, points) in PASS.items():
        items = "".join(
            f'[items.{row["item"]}]\nheaders = ["{row["item"]}"]\ntopic = "general"\nkind = "knowledge"\ncorrect = ["{row["correct"]}"]\n'
            for row in key
            if row["questionnaire"] == name
        )
        head = f'zh = "{name}"\nen = "{name}"\npass_points = {points}\nonly_with = ["{column}"]\n'
        (office.root / "questionnaires").mkdir(exist_ok=True)
        (office.root / "questionnaires" / f"{name}.toml").write_text(head + items, encoding="utf-8")
    (office.root / "forms").mkdir()
    (office.root / "forms" / "survey_answers.toml").write_text(FORM, encoding="utf-8")
    for path in folder.glob("uganda-*.csv"):
        shutil.copy(path, office.root / "data" / "raw" / path.name)
    office.build()
    with office.workspace.connect() as con:
        yield Measures(con, catalogue().indicators)


EXPECTED = {
    ("uganda-parents-immediate", "1"): (203, 288, 3515, 5184),
    ("uganda-parents-immediate", "2"): (103, 273, 2575, 4914),
    ("uganda-parents-one-year-follow-up", "1"): (126, 267, 2830, 4806),
    ("uganda-parents-one-year-follow-up", "2"): (101, 256, 2426, 4608),
    ("uganda-teachers-one-year-follow-up", "1"): (77, 78, 1614, 1872),
    ("uganda-teachers-one-year-follow-up", "2"): (50, 59, 970, 1416),
}


def test_pass_rates_and_item_pooled_awareness_by_arm(measures, office):
    for (survey, arm), (passed, people, right, asked) in EXPECTED.items():
        where = {"survey": survey, "arm": arm}
        rate = measures.value("health_education.knowledge_pass_rate", "2016Q3", "320812000000", where)
        assert (rate.numerator, rate.denominator) == (passed, people), (survey, arm)
        pooled = measures.value("health_education.knowledge_awareness_rate", "2016Q3", "320812000000", where)
        assert (pooled.numerator, pooled.denominator) == (right, asked), (survey, arm)
    assert office.rows("SELECT sum(read), sum(returned) FROM intake.ledger WHERE form = 'survey_answers'") == [
        (561 + 523 + 137, 0)
    ]


def test_the_command_shows_the_office_its_exact_numbers(measures, office):
    from indicators.showing import listing

    asked = {"indicators": ["knowledge_pass_rate"], "by": ("survey", "arm")}
    shown = {
        row["where"]: (row["numerator"], row["denominator"]) for row in listing.of(office.workspace, "2016Q3", **asked)
    }
    for (survey, arm), (passed, people, _, _) in EXPECTED.items():
        assert shown[f"survey={survey}; arm={arm}"] == (passed, people)
    public = listing.of(office.workspace, "2016Q3", **asked, public=True)
    assert [
        row["state"]
        for row in public
        if row["where"].startswith("survey=uganda-teachers") and row["state"] != "reported"
    ]
