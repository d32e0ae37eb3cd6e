"""Small counts of people are hidden, and nothing that is shown gives them away."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from indicators.counting.disclosure import hidden, is_small, protect
from indicators.counting.values import Value
from indicators.judging.assess import Judgement, Unit
from indicators.judging.protected import protect_judgements
from indicators.judging.targets import Target
from indicators.model import Count, Proportion

K = 5
RATE = Proportion(zh="率", en="rate", counts="persons", table="t", numerator="x", code="p.rate", breakdowns=("sex",))
TREE = {"A1": "A", "A2": "A", "A3": "A", "A11": "A1", "A12": "A1"}


class Tree:
    def ancestors(self, area):
        return (TREE[area], *self.ancestors(TREE[area])) if area in TREE else ()


def value(area, numerator, denominator, where=None, indicator=RATE):
    return Value.of(indicator, area, "2024Q1", where or {}, numerator, denominator, rows=denominator or 1)


@pytest.mark.parametrize(
    ("counts", "small"),
    [((0, 0), False), ((0, 30), False), ((30, 30), False), ((4, 30), True), ((5, 30), False), ((26, 30), True),
     ((25, 30), False), ((4, 4), True), ((0, 4), True), ((3, None), True), ((0, None), False), ((5, None), False)],
)  # fmt: skip
def test_what_is_small(counts, small):
    assert is_small(counts, K) is small


def test_one_hidden_cell_takes_the_next_smallest_with_it():
    cells = {"all": (60, 100), "a": (2, 20), "b": (20, 30), "c": (38, 50)}
    assert hidden(cells, [("all", "a", "b", "c")], K) == {"a", "b"}


def test_cells_of_the_same_size_go_together():
    cells = {"all": (60, 80), "a": (2, 20), "b": (20, 30), "c": (18, 30)}
    assert hidden(cells, [("all", "a", "b", "c")], K) == {"a", "b", "c"}


def test_hidden_cells_that_are_small_together_take_another():
    cells = {"all": (33, 130), "a": (1, 20), "b": (2, 25), "c": (10, 35), "d": (20, 50)}
    assert hidden(cells, [("all", "a", "b", "c", "d")], K) == {"a", "b", "c"}


def test_where_the_others_are_empty_the_total_is_hidden():
    cells = {"all": (2, 20), "a": (2, 20), "b": (0, 0)}
    assert hidden(cells, [("all", "a", "b")], K) == {"all", "a"}
    large = {"all": (12, 23), "a": (12, 14), "b": (0, 9)}
    assert hidden(large, [("all", "a", "b")], K) == {"a", "b"}


def test_nothing_small_hides_nothing():
    cells = {"all": (20, 40), "a": (10, 20), "b": (10, 20)}
    assert hidden(cells, [("all", "a", "b")], K) == frozenset()


numbers = st.tuples(st.integers(0, 12), st.integers(0, 12)).map(lambda pair: (pair[0], sum(pair)))


@settings(max_examples=60, deadline=None)
@given(st.lists(numbers, min_size=2, max_size=6))
def test_nobody_can_work_out_a_hidden_cell_on_a_line(parts):
    """Solving for the bounds of each hidden part, from all that is shown, leaves a width of k at least."""
    cells = dict(enumerate(parts, 1)) | {0: tuple(map(sum, zip(*parts, strict=True)))}
    gone = hidden(cells, [tuple(range(len(cells)))], K)
    for side in ({key: n for key, (n, d) in cells.items()}, {key: d - n for key, (n, d) in cells.items()}):
        unknown = sorted(gone - {0})
        if 0 in gone or not unknown or not sum(side[key] for key in unknown):
            continue
        left = side[0] - sum(side[key] for key in cells if key and key not in gone)
        for place in range(len(unknown)):
            cost = [float(i == place) for i in range(len(unknown))]
            adds_up = {"A_eq": [[1.0] * len(unknown)], "b_eq": [left]}
            low, high = (linprog([sign * c for c in cost], **adds_up).fun for sign in (1, -1))
            assert -high - low >= K


def test_a_table_of_areas_is_protected_within_the_area_above():
    values = [value("A", 90, 130), value("A1", 40, 60), value("A2", 20, 30), value("A3", 30, 40)]
    values += [value("A11", 2, 25), value("A12", 38, 35)]
    shown = protect(values, Tree(), K)
    assert [v.area for v in shown if v.suppressed] == ["A11", "A12"]
    gone = shown[4]
    assert (gone.value, gone.numerator, gone.denominator, gone.lower, gone.rows) == (None, None, None, None, 1)
    assert shown[0] is values[0]


def test_an_area_hidden_for_its_neighbour_is_not_given_away_by_its_parts():
    values = [value("A", 84, 130), value("A1", 42, 60), value("A2", 2, 30), value("A3", 40, 70)]
    values += [value("A11", 20, 30), value("A12", 22, 30)]
    assert [v.area for v in protect(values, Tree(), K) if v.suppressed] == ["A1", "A2", "A11", "A12"]


def test_a_breakdown_is_protected_within_the_whole():
    parts = [value("A", 30, 60), value("A", 28, 40, {"sex": "f"}), value("A", 2, 20, {"sex": "m"})]
    assert [v.suppressed for v in protect(parts, Tree(), K)] == [False, True, True]


def test_only_people_are_protected_and_only_when_asked():
    few = value("A", 2, 20)
    assert not protect([few], Tree(), 0)[0].suppressed
    boards = replace(RATE, counts="sites")
    assert not protect([value("A", 2, 20, indicator=boards)], Tree(), K)[0].suppressed
    nothing = value("A", 0, 0)
    assert protect([nothing], Tree(), K) == [nothing]


def test_judgements_lose_what_would_tell_a_hidden_value():
    target = Target(indicator="p.rate")
    plain = {"target": target, "indicator": RATE, "verdict": "not_met", "gap": -0.5, "still_needed": 3}
    small = Judgement(**plain, value=value("A2", 3, 30), previous=value("A2", 20, 30), earned=2.0, points=10.0)
    large = Judgement(**plain, value=value("A1", 20, 30), year_ago=value("A1", 29, 30))
    first, second = protect_judgements([small, large], Tree(), K)
    assert (first.value.suppressed, first.previous.suppressed) == (True, False)
    assert (first.gap, first.still_needed) == (None, None)
    assert (first.verdict, first.earned) == ("not_met", 2.0)
    assert (second.value.suppressed, second.year_ago.suppressed, second.still_needed) == (False, True, 3)


def test_units_with_few_people_are_not_listed():
    online = Count(zh="数", en="count", counts="persons", table="t", quantity="x", by_unit="unit", code="p.online")
    units = (Unit("u1", value("A", 3, None, indicator=online), False),)
    share = value("A", 0, 1, indicator=replace(online, counts="units"))
    plain = {
        "target": Target(indicator="p.online", each=True),
        "indicator": online,
        "verdict": "behind",
        "value": share,
    }
    judgement = Judgement(**plain, total=value("A", 900, None, indicator=online), units=units)
    assert protect_judgements([judgement], Tree(), K)[0].units == ()


def test_few_persons_behind_many_answers_are_hidden():
    answers = replace(RATE, counts="items", person="respondent", data_basis="sample")
    values = [value("A", 120, 200, indicator=answers)]
    values += [value("A", 8, 12, {"sex": "f"}, answers), value("A", 112, 188, {"sex": "m"}, answers)]
    behind = {12: 3, 188: 47, 200: 50}
    shown = protect(values, Tree(), K, lambda v: behind[v.denominator])
    assert [v.suppressed for v in shown] == [False, True, True]
    enough = {12: 6, 188: 47, 200: 53}
    assert protect(values, Tree(), K, lambda v: enough[v.denominator]) == values


def test_what_staff_do_at_work_is_shown():
    training = replace(RATE, at_work=True)
    assert protect([value("A", 2, 20, indicator=training)], Tree(), K)[0].numerator == 2


@pytest.mark.parametrize(
    ("comparison", "goal", "told"), [("=", 1, False), (">=", 1, False), ("<=", 0, False), (">=", 0.9, True)]
)
def test_a_verdict_that_would_be_the_hidden_value_is_withheld(comparison, goal, told):
    asked = Target(indicator="p.rate", comparison=comparison, value=Decimal(str(goal)))
    for verdict in ("met", "not_met"):
        judgement = Judgement(target=asked, indicator=RATE, verdict=verdict, value=value("A2", 3, 3))
        assert protect_judgements([judgement], Tree(), K)[0].verdict == (verdict if told else "withheld")
    early = Judgement(
        target=asked, indicator=RATE, verdict="not_yet_due", reason="already_reached", value=value("A2", 3, 3)
    )
    assert protect_judgements([early], Tree(), K)[0].reason == ("already_reached" if told else None)
