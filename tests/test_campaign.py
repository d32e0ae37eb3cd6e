"""A campaign's own days wherever a quarter is: what lies outside of them counts nowhere, and the year before's stands beside it."""

from __future__ import annotations

import re
from html import unescape

import polars as pl
import pytest

from indicators.judging.campaigns import campaigns, named, of_all_years
from indicators.office import Office, campaign_of
from indicators.workspace import Fault
from pipelines.publishing import quarterly
from pipelines.warehouse import build
from tests.command.test_cli import jiping

PLAN = """zh = "春节慰问"
en = "Spring Festival"
document = "虚构的方案"
[[targets]]
indicator = "left_behind_care.aid_amount"
window = "quarter"
value = 1000
points = 100
[[periods]]
name = "春节"
from = 2023-01-15
until = 2023-02-05
[[periods]]
name = "春节"
from = 2024-01-28
until = 2024-02-20
"""
AID = "户主姓名,所在村居,帮扶日期,帮扶类别,帮扶金额\n"
GIVEN = [
    ("2023-01-14", 5),
    ("2023-02-05", 300),
    ("2024-01-27", 7),
    ("2024-01-28", 400),
    ("2024-02-20", 700),
    ("2024-02-21", 11),
]


@pytest.fixture
def festive(office):
    rows = [f"虚构{chr(0x4E59 + n)},黄码村委会,{day},慰问金,{yuan}\n" for n, (day, yuan) in enumerate(GIVEN)]
    office.write("甲/帮扶.csv", AID + "".join(rows))
    (office.root / "plans").mkdir()
    (office.root / "plans" / "spring.toml").write_text(PLAN, encoding="utf-8")
    return office


@pytest.mark.slow
def test_only_what_happened_in_its_days_counts(festive):
    build(festive.workspace)
    made = quarterly.run(festive.workspace, "2024年春节", lang="zh", jobs=1)
    assert made.folder.name == "2024春节" and {report.plan for report in made.reports} == {"spring"}
    values = pl.read_parquet(made.folder / "values.parquet").filter(pl.col("plan") == "spring")
    assert set(values["value"]) == {1100} and set(values["verdict"]) == {"met"}
    page = unescape(re.sub(r"<[^>]+>", " ", (made.folder / made.reports[0].path).read_text(encoding="utf-8")))
    assert "2024春节（2024年1月28日至2024年2月20日）" in page and "上季度（" not in page and "2023春节" in page
    office, when = Office.at(festive.workspace, "2024春节")
    assert office.measures.value("left_behind_care.aid_amount", str(when.year_ago), "320812000000").value == 300
    whole, quarter = Office.at(festive.workspace, "2024Q1")
    assert whole.measures.value("left_behind_care.aid_amount", str(quarter), "320812000000").value == 1118


@pytest.mark.slow
def test_values_of_a_campaign_are_of_the_present_records(festive):
    asked = ("values", "2024春节", "--indicator", "aid_amount", "--format", "json", "--workspace", str(festive.root))
    assert '"value": 1100' in jiping(*asked).stdout
    festive.write("甲/补报.csv", AID + "虚构补,黄码村委会,2024-02-01,慰问金,50\n")
    build(festive.workspace)
    assert '"value": 1150' in jiping(*asked).stdout
    assert "2024春分" in jiping("values", "2024春分", "--workspace", str(festive.root)).stderr


def test_names_are_read_as_people_write_them(festive):
    plans = list(_plans(festive))
    assert str(named(plans, "2024年春节")) == str(named(plans, " 2024春节 ")) == "2024春节"
    assert (
        named(plans, "2024Q1") is None
        and named(plans, "2022春节") is None
        and set(campaigns(plans)) == {"2023春节", "2024春节"}
    )


def test_two_plans_set_the_same_days_or_it_is_said(festive):
    other = PLAN.replace("2024-02-20", "2024-02-21")
    (festive.root / "plans" / "other.toml").write_text(other, encoding="utf-8")
    with pytest.raises(Fault, match="plans other and spring set other days for 2024春节"):
        campaigns(_plans(festive))


def _plans(office):
    from indicators.catalogue import catalogue

    return catalogue(workspace=office.workspace).plans.values()


@pytest.mark.parametrize("name", ["../../x", "a/b", "Q1", ".x", "春 节", "1月", ""])
def test_a_name_that_is_no_word_is_refused(festive, name):
    """Files and folders are called by it."""
    (festive.root / "plans" / "spring.toml").write_text(PLAN.replace('"春节"', f'"{name}"'), encoding="utf-8")
    if name == "Q1":  # a word, but "2024Q1" stays the quarter
        assert campaign_of(festive.workspace, "2024Q1") is None
    else:
        with pytest.raises(Fault, match=r"periods|period"):
            _plans(festive)


def test_it_belongs_to_its_own_year(festive):
    late = PLAN.replace('name = "春节"\nfrom = 2024-01-28', 'name = "春节"\nyear = 2025\nfrom = 2024-01-28')
    (festive.root / "plans" / "spring.toml").write_text(late, encoding="utf-8")
    found = named(_plans(festive), "2025春节")
    assert str(found) == "2025春节" and str(found.quarter) == "2024Q1"
    assert [str(each) for each in of_all_years(_plans(festive), found)] == ["2023春节", "2025春节"]
