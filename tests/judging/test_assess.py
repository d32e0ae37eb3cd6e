"""Values against targets: every verdict, what is still needed to the person, and the score."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import duckdb
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.counting.measure import Measures
from indicators.counting.quarters import Quarter
from indicators.counting.values import Value
from indicators.judging import verdicts
from indicators.judging.assess import Judgement, assess
from indicators.judging.lacking import smallest_set
from indicators.judging.plans import Plan
from indicators.judging.scores import Score, score
from indicators.judging.targets import Target
from indicators.model import Count, Proportion, Verification
from indicators.workspace import Fault

NAMES = {"zh": "率", "en": "rate", "counts": "persons", "table": "people"}
CENSUS = Proportion(**NAMES, numerator="done")
SAMPLE = replace(CENSUS, data_basis="sample")


def target(comparison=">=", value="0.9", indicator="p.rate", **more):
    return Target(indicator=indicator, comparison=comparison, value=None if value is None else Decimal(value), **more)


def value(numerator, denominator, indicator=CENSUS, rows=1):
    return Value.of(indicator, "A", "2024Q1", {}, numerator, denominator, rows)


@pytest.mark.parametrize(
    ("numerator", "denominator", "comparison", "goal", "verdict"),
    [
        (9, 10, ">=", "0.9", "met"),
        (9, 10, ">", "0.9", "not_met"),
        (899999, 1000000, ">=", "0.9", "not_met"),
        (7, 10, ">=", "0.7", "met"),  # 0.7 as a binary float is not seven tenths
        (3, 10, "<", "0.3", "not_met"),
        (3, 10, "<=", "0.3", "met"),
        (20, 20, "=", "1", "met"),
        (19, 20, "=", "1", "not_met"),
        (21, 20, "=", "1", "not_met"),
        (21, 20, ">=", "1", "met"),
    ],
)
def test_a_census_is_compared_as_it_is(numerator, denominator, comparison, goal, verdict):
    assert verdicts.compare(value(numerator, denominator), comparison, Fraction(goal)) == verdict


@pytest.mark.parametrize(
    ("numerator", "denominator", "comparison", "goal", "verdict"),
    [
        (95, 100, ">=", "0.85", "met"),  # Wilson 0.888 to 0.978
        (90, 100, ">=", "0.85", "uncertain"),  # 0.826 to 0.945
        (60, 100, ">=", "0.85", "not_met"),
        (10, 100, "<=", "0.3", "met"),
        (28, 100, "<=", "0.3", "uncertain"),
        (60, 100, "<", "0.3", "not_met"),
        (100, 100, "=", "1", "uncertain"),  # everybody asked, but not everybody was asked
        (90, 100, "=", "1", "not_met"),
        (130, 100, ">=", "0.5", "uncertain"),  # above the whole there is no interval
    ],
)
def test_a_sample_is_compared_by_its_interval(numerator, denominator, comparison, goal, verdict):
    assert verdicts.compare(value(numerator, denominator, SAMPLE), comparison, Fraction(goal)) == verdict


@pytest.mark.parametrize(
    ("numerator", "denominator", "comparison", "goal", "needed"),
    [
        (8, 10, ">=", "0.9", 1),
        (9, 10, ">=", "0.9", 0),
        (9, 10, ">", "0.9", 1),
        (0, 1000, ">=", "0.333", 333),
        (0, 7, ">=", "0.7", 5),
        (12, 10, ">=", "0.9", 0),
        (18, 20, "=", "1", 2),
        (4, 10, "<=", "0.3", 1),
        (3, 10, "<", "0.3", 1),
        (1, 10, "<=", "0.3", 0),
        (240, None, ">=", "1000", 760),
        (0.5, None, ">=", "3", 3),
    ],
)
def test_still_needed_is_exact(numerator, denominator, comparison, goal, needed):
    assert verdicts.still_needed(value(numerator, denominator), comparison, Fraction(goal)) == needed


@given(
    denominator=st.integers(1, 500),
    numerator=st.integers(0, 500),
    goal=st.decimals("0", "1", places=3),
    comparison=st.sampled_from([">=", ">", "<=", "<"]),
)
def test_still_needed_is_the_least_that_reaches(numerator, denominator, goal, comparison):
    needed = verdicts.still_needed(value(numerator, denominator), comparison, Fraction(goal))
    step = 1 if comparison in (">=", ">") else -1

    def reached(more):
        return verdicts.reaches(Fraction(numerator + step * more, denominator), comparison, Fraction(goal))

    assert reached(needed)
    assert needed == 0 or not reached(needed - 1)


@pytest.mark.parametrize(
    ("reached", "comparison", "goal", "scoring", "points"),
    [
        ("0.9", ">=", "0.9", "all_or_nothing", "10"),
        ("0.89", ">=", "0.9", "all_or_nothing", "0"),
        ("0.45", ">=", "0.9", "proportional", "5"),
        ("1.8", ">=", "0.9", "proportional", "10"),
        ("0.6", "<=", "0.3", "proportional", "5"),
        ("0", "<=", "0.3", "proportional", "10"),
        ("0", ">=", "0", "proportional", "10"),
        ("0", ">", "0", "proportional", "0"),
        ("2", "=", "1", "proportional", "5"),
        ("1", ">=", "1", "yes_no", "10"),
        ("0", ">=", "1", "yes_no", "0"),
    ],
)
def test_points_earned(reached, comparison, goal, scoring, points):
    asked = target(comparison, goal, points=Decimal(10), scoring=scoring)
    assert verdicts.earn(Fraction(reached), comparison, Fraction(goal), asked) == Fraction(points)


@pytest.mark.parametrize(("reached", "points"), [("0.95", 10), ("0.9", 10), ("0.85", 6), ("0.5", 0)])
def test_bands(reached, points):
    bands = ((Decimal("0.9"), Decimal(10)), (Decimal("0.8"), Decimal(6)))
    asked = target(points=Decimal(10), scoring="bands", bands=bands)
    assert verdicts.earn(Fraction(reached), ">=", Fraction("0.9"), asked) == points


@pytest.mark.parametrize(
    ("quarter", "deadline", "final"),
    [("2024Q3", None, False), ("2024Q4", None, True), ("2024Q3", "2024-09-30", True), ("2024Q2", "2024-09-30", False),
     ("2024Q1", "2010-12-31", False), ("2024Q4", "2030-12-31", True), ("2025Q1", "2024-09-30", False)],
)  # fmt: skip
def test_a_yearly_count_is_final_at_the_years_end_or_its_deadline(quarter, deadline, final):
    asked = target(deadline=date.fromisoformat(deadline) if deadline else None)
    assert verdicts.is_final(asked, Quarter.parse(quarter)) is final


def judged(points, earned):
    return Judgement(target=target(), indicator=CENSUS, value=value(1, 1), verdict="met", points=points, earned=earned)


def test_a_score_is_rescaled_when_points_leave_the_total():
    assert score([judged(60.0, 48.0), judged(30.0, 24.0), judged(None, None)]) == Score(72.0, 90.0, 90.0, False)
    assert score([judged(60.0, 48.0), judged(30.0, 24.0), judged(10.0, None)]) == Score(80.0, 100.0, 90.0, True)
    assert score([judged(10.0, None)]) == Score(None, 10.0, 0.0, True)


def test_a_score_stands_beside_others_when_enough_of_what_applies_was_judged():
    missing, elsewhere = (replace(judged(10.0, None), verdict=v) for v in ("insufficient_data", "nobody_in_scope"))
    assert score([judged(40.0, 40.0), missing, elsewhere, elsewhere]).comparable
    assert not score([judged(39.0, 39.0), missing]).comparable
    assert not score([missing]).comparable


def test_nothing_asked_has_no_score():
    assert score([]) == Score(None, 0, 0.0, False)


AREAS = {"A": None, "A1": "A", "A2": "A", "A3": "A"}


def office(rows, **definitions):
    """Measures over one table `p.people` of (area, quarter, unit, grp, done, times), each row with how often."""
    con = duckdb.connect(config={"threads": 1})
    texts = dict.fromkeys(("area", "quarter", "unit", "grp"), pl.String)
    columns = {**texts, "done": pl.Boolean, "times": pl.Int64}
    people = pl.DataFrame([row for row, often in rows for _ in range(often)], columns, orient="row")
    areas = pl.DataFrame(list(AREAS.items()), {"area": pl.String, "parent": pl.String}, orient="row")
    con.register("people", people).register("areas", areas)
    con.execute("""
        CREATE SCHEMA p; CREATE SCHEMA clean; CREATE SCHEMA calendar;
        CREATE TABLE p.people AS FROM people;
        CREATE TABLE calendar.quarters AS
            SELECT year || 'Q' || n AS quarter FROM range(2023, 2025) y(year), range(1, 5) q(n);
        CREATE TABLE clean.areas AS SELECT area, area AS name, NULL AS level, parent, NULL AS former_names,
            NULL AS valid_from, NULL AS valid_to, NULL AS urban_rural FROM areas;
    """)
    return Measures(con, {f"p.{name}": replace(made, code=f"p.{name}") for name, made in definitions.items()})


def judge(measures, quarter="2024Q2", area="A", **more):
    plan = Plan(zh="方案", en="Plan", document="d", name="plan", programme="p", targets=(target(**more),))
    return assess(measures, plan, quarter, area)[0]


def person(area, quarter, done, often, grp="x"):
    return ((area, quarter, None, grp, done, 0), often)


SHARE = Proportion(**NAMES, numerator="done", denominator="grp = 'x'", breakdowns=("grp",))


@pytest.fixture(scope="module")
def share():
    rows = [
        person("A1", "2023Q2", True, 3), person("A1", "2023Q2", False, 1),
        person("A1", "2024Q1", True, 4), person("A1", "2024Q1", False, 4),
        person("A1", "2024Q2", True, 8), person("A1", "2024Q2", False, 2),
        person("A2", "2024Q2", True, 4), person("A2", "2024Q2", False, 6),
        person("A3", "2024Q2", True, 9), person("A3", "2024Q2", False, 1), person("A3", "2024Q1", True, 1, grp="y"),
    ]  # fmt: skip
    return office(rows, rate=SHARE, survey=replace(SHARE, data_basis="sample"))


def test_a_rate_that_is_not_met(share):
    found = judge(share, points=Decimal(10), scoring="proportional")
    assert (found.verdict, found.value.numerator, found.value.denominator) == ("not_met", 21, 30)
    assert found.gap == pytest.approx(-0.2)
    assert found.still_needed == 6
    assert found.earned == pytest.approx(10 * 7 / 9)
    assert found.lost == pytest.approx(10 * 2 / 9)
    assert (found.previous.value, found.year_ago.value) == (0.5, 0.75)
    assert found.expected is None


def test_the_fewest_areas_that_close_the_gap(share):
    def closing(judgement, hidden=()):
        def look(area):
            value = share.value("p.rate", "2024Q2", area)
            return replace(value, value=None, suppressed=True) if area in hidden else value

        return smallest_set(judgement, share.areas.children(judgement.value.area), look)

    assert closing(judge(share)) == (("A2", 5), ("A1", 1))
    assert closing(judge(share, value="0.8")) == (("A2", 3),)  # it lacks 4, and 3 would do
    assert closing(judge(share, value="0.5")) == ()
    assert closing(judge(share, area="A2")) == ()
    assert closing(judge(share), hidden=("A2",)) == (("A1", 1),), "what is hidden names nobody"
    assert closing(judge(share, indicator="p.survey")) == (), "answers of a sample cannot be made up"


def test_a_target_without_a_value_is_monitored(share):
    found = judge(share, value=None, points=Decimal(10))
    assert (found.verdict, found.gap, found.points, found.earned) == ("no_target", None, 10.0, None)


def test_not_reported_and_nobody_in_scope(share):
    silent = judge(share, "2023Q4")
    assert (silent.verdict, silent.reason) == ("insufficient_data", "not_reported")
    assert (silent.still_needed, silent.previous) == (None, None)
    nobody = judge(share, "2024Q1", "A3")
    assert (nobody.verdict, nobody.reason, nobody.earned) == ("nobody_in_scope", None, None)


def test_a_small_sample_is_no_ground_for_a_verdict(share):
    few = judge(share, "2024Q2", "A1", indicator="p.survey")
    assert (few.verdict, few.reason) == ("insufficient_data", "too_few")
    enough = judge(share, "2024Q2", "A", indicator="p.survey")
    assert (enough.verdict, enough.value.method) == ("not_met", "wilson")
    nobody_asked = judge(share, "2024Q1", "A3", indicator="p.survey")
    assert nobody_asked.reason == "too_few"


def unit(quarter, name, times):
    return (("A1", quarter, name, "x", True, times), 1)


ONLINE = Count(**NAMES, quantity="times", by_unit="unit", window="ytd")


@pytest.fixture(scope="module")
def online():
    rows = [unit("2024Q1", "u1", 250), unit("2024Q1", "u2", 300), unit("2024Q2", "u1", 200), unit("2024Q2", "u2", 800)]
    rows += [unit("2024Q4", "u1", 400), unit("2024Q4", "u2", 0)]
    return office(rows, rate=ONLINE, stock=replace(ONLINE, window="quarter"))


@pytest.mark.parametrize(
    ("quarter", "goal", "verdict", "expected", "needed"),
    [
        ("2024Q1", "2200", "on_track", 550, 1650),
        ("2024Q1", "2204", "behind", 551, 1654),
        ("2024Q1", "550", "met", 137.5, 0),  # what is reached early is reached
        ("2024Q3", "2000", "on_track", 1500, 450),
        ("2024Q4", "1950", "met", 1950, 0),
        ("2024Q4", "2000", "not_met", 2000, 50),
    ],
)
def test_a_yearly_count_goes_by_time_progress(online, quarter, goal, verdict, expected, needed):
    found = judge(online, quarter, value=goal)
    assert (found.verdict, found.expected, found.still_needed) == (verdict, expected, needed)


def test_a_deadline_makes_a_yearly_count_final(online):
    assert judge(online, "2024Q2", value="2000", deadline=date(2024, 6, 30)).verdict == "not_met"
    assert judge(online, "2024Q1", value="2200", deadline=date(2024, 6, 30)).verdict == "on_track"


def test_a_count_of_the_quarter_is_final_at_once(online):
    found = judge(online, "2024Q1", indicator="p.stock", value="600")
    assert (found.verdict, found.expected, found.gap) == ("not_met", None, -50.0)
    assert judge(online, "2024Q2", indicator="p.stock", value="2000", window="ytd").verdict == "on_track"


def test_a_ceiling_on_a_yearly_count(online):
    assert judge(online, "2024Q1", comparison="<=", value="500").verdict == "not_met"
    assert judge(online, "2024Q1", comparison="<=", value="500").still_needed == 50


def test_every_unit_is_asked(online):
    final = judge(online, "2024Q4", value="1000", each=True, points=Decimal(10), scoring="proportional")
    assert (final.verdict, final.value.numerator, final.value.denominator) == ("not_met", 1, 2)
    assert (final.value.indicator.counts, final.indicator.counts) == ("units", "persons")
    listed = [(each.unit, each.value.numerator, each.met) for each in final.units]
    assert listed == [("u1", 850, False), ("u2", 1100, True)]
    assert (final.total.numerator, final.still_needed, final.gap, final.earned) == (1950, 150, -0.5, 5.0)
    assert (final.previous.numerator, final.previous.denominator) == (1, 2)  # by the end of 2024Q3, 750 were due
    assert judge(online, "2024Q4", value="850", each=True).verdict == "met"


def test_every_unit_goes_by_time_progress(online):
    early = judge(online, "2024Q1", value="1000", each=True)
    assert (early.verdict, early.value.numerator, early.still_needed, early.expected) == ("on_track", 2, 1450, 250)
    assert judge(online, "2024Q2", value="1000", each=True).verdict == "behind"
    assert judge(online, "2023Q1", value="1000", each=True).reason == "not_reported"


def test_a_verification_is_met_only_when_it_agrees():
    check = Verification(**NAMES, reported="times", recounted="times - 1")
    measures = office([unit("2024Q1", "u", 10)], check=check, same=replace(check, recounted="times"))
    found = judge(measures, "2024Q1", indicator="p.check", comparison="=", value="1")
    assert (found.verdict, found.value.difference, found.still_needed) == ("not_met", -1, 1)
    assert judge(measures, "2024Q1", indicator="p.same", comparison="=", value="1").verdict == "met"


BY_YEARS_END = {"deadline": date(2024, 12, 31), "points": Decimal(10)}


def test_a_level_is_not_due_before_its_day_and_says_how_it_stands(share):
    early = judge(share, "2024Q2", **BY_YEARS_END)
    assert (early.verdict, early.reason) == ("not_yet_due", "not_reached_yet")
    assert (early.points, early.earned, early.lost, early.still_needed) == (10.0, None, None, 6)
    reached = judge(share, "2024Q2", value="0.7", **BY_YEARS_END)
    assert (reached.verdict, reached.reason, reached.still_needed) == ("not_yet_due", "already_reached", 0)
    unsure = judge(share, "2024Q2", indicator="p.survey", value="0.7", **BY_YEARS_END)
    assert (unsure.verdict, unsure.reason) == ("not_yet_due", "reached_perhaps")
    silent = judge(share, "2023Q4", **BY_YEARS_END)
    assert (silent.verdict, silent.reason, silent.still_needed) == ("not_yet_due", "not_reported", None)
    assert judge(share, "2024Q1", "A3", **BY_YEARS_END).verdict == "nobody_in_scope"


def test_a_level_is_due_in_the_quarter_of_its_day_and_after(share):
    for day in (date(2024, 4, 1), date(2024, 6, 30), date(2023, 12, 31)):
        assert judge(share, "2024Q2", deadline=day).verdict == "not_met"


def test_targets_not_due_leave_the_score(share):
    due, waiting = target(points=Decimal(10), scoring="proportional"), target(**BY_YEARS_END)
    plan = Plan(zh="方案", en="Plan", document="d", name="plan", programme="p", targets=(due, waiting))
    assert score(assess(share, plan, "2024Q2", "A")) == Score(pytest.approx(20 * 7 / 9), 20.0, 10.0, True)


STAGES = (
    target(value="0.4", until=date(2023, 12, 31), deadline=date(2023, 12, 31), points=Decimal(10)),
    target(value="1", starts_on=date(2024, 1, 1), deadline=date(2024, 6, 30), points=Decimal(10)),
)


@pytest.mark.parametrize(
    ("quarter", "goal", "verdict", "scored"),
    [
        ("2023Q2", "0.4", "not_yet_due", Score(None, 10.0, 0.0, True)),
        ("2023Q4", "0.4", "insufficient_data", Score(None, 10.0, 0.0, True, 10.0)),
        ("2024Q1", "1", "not_yet_due", Score(None, 10.0, 0.0, True)),
        ("2024Q2", "1", "not_met", Score(0.0, 10.0, 10.0, False)),
        ("2024Q4", "1", "insufficient_data", Score(None, 10.0, 0.0, True, 10.0)),
    ],
)
def test_of_a_staged_target_each_stage_is_judged_in_its_own_time_and_costs_nothing_in_the_others(
    share, quarter, goal, verdict, scored
):
    plan = Plan(zh="方案", en="Plan", document="d", name="plan", programme="p", targets=STAGES)
    (one,) = found = assess(share, plan, quarter, "A")
    assert (str(one.target.value), one.verdict) == (goal, verdict)
    assert score(found) == scored


def test_a_target_may_ask_another_value_of_some_areas_and_all_below_them(share):
    by_area = {"values_by_area": {"A2": Decimal("0.4"), "A": Decimal("0.7")}, "value": None}
    asked = {area: judge(share, area=area, **by_area) for area in ("A", "A1", "A2")}
    assert {area: str(one.target.value) for area, one in asked.items()} == {"A": "0.7", "A1": "0.7", "A2": "0.4"}
    assert [one.verdict for one in asked.values()] == ["met", "met", "met"]
    only_one = {"values_by_area": {"A2": Decimal("0.5")}, "value": None}
    assert judge(share, area="A1", **only_one).verdict == "no_target"
    assert judge(share, area="A2", **only_one).verdict == "not_met"


def test_outside_its_quarters_a_target_is_only_monitored(share):
    second = {"quarters": (2,), "points": Decimal(10)}
    assert judge(share, "2024Q2", **second).verdict == "not_met"
    other = judge(share, "2024Q1", **second)
    assert (other.verdict, other.reason, other.earned, other.value.value) == ("no_target", "other_quarter", None, 0.5)


def test_too_few_reports_hold_a_verdict_back():
    returned = Proportion(**NAMES, numerator="grp = 'in'")
    rows = [person("A1", "2024Q2", True, 4, "in"), person("A1", "2024Q2", True, 1), person("A2", "2024Q2", True, 1)]
    everyone = replace(SHARE, denominator="true", returned=True)
    measures = office(rows, rate=everyone, records=replace(everyone, returned=False), report_completeness_rate=returned)
    assert judge(measures, "2024Q2", "A1").verdict == "met"  # 4 of 5: not under 80 %
    held = judge(measures, "2024Q2", "A")
    assert (held.verdict, held.reason, held.earned) == ("insufficient_data", "incomplete_reports", None)
    assert judge(measures, "2024Q2", "A", indicator="p.report_completeness_rate").verdict == "not_met"
    assert judge(measures, "2024Q2", "A", indicator="p.records").verdict == "met", "records rest on no return"
    names = {"zh": "方", "en": "P", "document": "d", "name": "n", "programme": "p"}
    lenient = Plan(**names, targets=(target(),), minimum_completeness=Decimal("0.5"))
    assert assess(measures, lenient, "2024Q2", "A")[0].verdict == "met"


def test_a_plan_out_of_force_is_refused(share):
    plan = Plan(zh="方", en="P", document="d", name="local", programme="p", targets=(target(),), area="A1")
    assert assess(share, plan, "2024Q2", "A1")
    with pytest.raises(Fault, match=r"plan local: not in force in 2024Q2 for A2"):
        assess(share, plan, "2024Q2", "A2")
