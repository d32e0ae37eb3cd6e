"""One table of areas by targets, and one of a year: they say what the assessments of the areas say."""

from __future__ import annotations

from types import SimpleNamespace

import msgspec
import pytest
import small_office

from indicators.counting.quarters import Quarter
from indicators.office import Office
from indicators.showing import year
from indicators.showing.league import league
from indicators.showing.words import Words
from indicators.workspace import Settings

ZH = Words("zh")
OWNERS = ("疾控科", "", "家庭科")


@pytest.fixture(scope="module")
def plan():
    """The office's plan, as far as records reach, with owners and a rule for the year."""
    known = [
        t for t in small_office.plan().targets if t.where.get("population_group") not in ("pupil", "enterprise_worker")
    ]
    owned = [msgspec.structs.replace(t, owner=OWNERS[n % 3]) for n, t in enumerate(known)]
    return msgspec.structs.replace(small_office.plan(), name="league", targets=tuple(owned), yearly="mean")


def test_areas_stand_by_their_place_with_the_whole_first(plan):
    made = league(small_office.office(), plan, Quarter.parse("2024Q3"), ZH, {small_office.DISTRICT: "office/1.html"})
    assert made.lines[0].name == "示例区" and made.lines[0].place == ""
    assert made.lines[0].href == "office/1.html" and made.lines[1].href == ""
    assert len(made.lines) == 1 + len(small_office.STREETS)
    places = [int("".join(filter(str.isdigit, line.place))) for line in made.lines[1:]]
    points = [float(line.points.split(" / ")[0]) for line in made.lines[1:]]
    assert places == sorted(places) and points == sorted(points, reverse=True)
    assert all(
        (one.startswith("并列")) == (points.count(own) > 1)
        for one, own in zip([line.place for line in made.lines[1:]], points, strict=True)
    )


def test_every_cell_says_what_the_areas_own_assessment_says(plan):
    office, quarter = small_office.office(), Quarter.parse("2024Q3")
    made = league(office, plan, quarter, ZH, {})
    assert [number for number, *_ in made.targets] == [
        str(n) for n, t in enumerate(plan.targets, 1) if t.value is not None
    ]
    codes = {office.areas.name(area): area for area in office.areas}
    for line in made.lines:
        judged = {str(j.number): j for j in office.judgements(plan, quarter, codes[line.name])}
        before = {str(j.number): j.verdict for j in office.judgements(plan, quarter.previous, codes[line.name])}
        for (number, *_), cell in zip(made.targets, line.cells, strict=True):
            assert (cell.verdict, cell.value) == (
                judged[number].verdict,
                ZH.value(judged[number].value, judged[number].target.value),
            )
            good = [verdict in ("met", "on_track") for verdict in (before[number], cell.verdict)]
            assert ("▲" in cell.moved, "▼" in cell.moved) == (good == [False, True], good == [True, False])


def test_owners_answer_for_their_own_targets_in_the_whole_area(plan):
    made = league(small_office.office(), plan, Quarter.parse("2024Q3"), ZH, {})
    possible = {line.name: float(line.points.split(" / ")[1]) for line in made.owners}
    asked = {
        owner: sum(float(t.points or 0) for t in plan.targets if t.owner == owner) for owner in ("疾控科", "家庭科")
    }
    assert possible == asked
    assert any(line.lost for line in made.owners)


def test_a_year_has_its_quarters_and_what_the_plan_makes_of_them(plan):
    made = year.of(small_office.office(), plan, 2024, ZH)
    assert made.is_scored and "平均" in made.rule and made.lines[0].name == "示例区" and not made.lines[0].place
    for line in (*made.lines, *made.owners):
        quarters = [float(told.split(" / ")[0]) for told in line.quarters]
        assert len(quarters) == 4 and float(line.year.split(" / ")[0]) == pytest.approx(sum(quarters) / 4, abs=0.01)
    assert made.lines[1].place in ("第 1 位", "并列第 1 位")


def test_a_plan_without_a_rule_has_no_score_of_the_year_and_a_year_without_records_nothing(plan):
    free = msgspec.structs.replace(plan, name="free", yearly=None)
    made = year.of(small_office.office(), free, 2024, ZH)
    assert (
        not made.is_scored
        and {line.year for line in made.lines} == {"—"}
        and not any(line.place for line in made.lines)
    )
    assert year.of(small_office.office(), plan, 2019, ZH) is None


def test_of_an_owner_with_a_hidden_value_no_points_are_told(plan):
    """The untrained of the district are too few for this office to show: the points of who answers for nothing else would
    be their number."""
    quarter, settings = Quarter.parse("2024Q3"), Settings(root_area=small_office.DISTRICT, suppression_threshold=60)
    known = SimpleNamespace(indicators=small_office.indicators(), plans={"office": plan})
    office = Office(small_office.connection(), known, settings)
    named = {"office.training": "培训科", "office.sessions_check": "核对科"}
    own = [msgspec.structs.replace(t, owner=named.get(t.indicator, "其他科")) for t in plan.targets]
    own = msgspec.structs.replace(plan, name="own", targets=tuple(own))
    (hidden,) = (j for j in office.judgements(own, quarter, small_office.DISTRICT) if j.target.owner == "培训科")
    assert hidden.value.suppressed and hidden.earned is not None
    owners = {line.name: line.points for line in league(office, own, quarter, ZH, {}).owners}
    assert owners["培训科"] == "隐去" and owners["其他科"][0].isdigit()
    lines = {line.name: line for line in year.of(office, own, 2024, ZH).owners}
    assert lines["培训科"].quarters[2] == lines["培训科"].year == "隐去" != lines["其他科"].year
