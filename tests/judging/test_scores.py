"""What judgements add up to: a year from its quarters, who stands where, whose the points are and where they were lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from indicators.judging.scores import Place, Score, by_owner, gained, losses, places, yearly
from tests.judging.test_assess import judged, target

QUARTERS = [
    Score(60.0, 100.0, 80.0, True, 20.0),
    None,
    Score(None, 100.0, 0.0, True, 100.0),
    Score(90.0, 100.0, 100.0, False),
]


@pytest.mark.parametrize(
    ("rule", "whole"),
    [
        ("mean", Score(75.0, 100.0, 90.0, True, 60.0)),
        ("sum", Score(150.0, 200.0, 180.0, True, 120.0)),
        ("fourth_quarter", Score(90.0, 100.0, 100.0, False, 0.0)),
    ],
)
def test_a_year_is_what_the_plan_makes_of_its_quarters(rule, whole):
    assert yearly(QUARTERS, rule) == whole


def test_a_year_in_which_nothing_was_scored_has_no_score():
    assert yearly(QUARTERS[1:3] * 2, "mean") is None
    assert yearly([QUARTERS[0], None, None, None], "fourth_quarter") is None


def test_what_is_missing_in_a_quarter_keeps_a_year_out_of_the_ranks():
    assert not yearly(QUARTERS, "mean").comparable
    assert yearly([QUARTERS[3]] * 4, "mean").comparable


def test_equal_points_share_a_place_and_the_next_stays_empty():
    points = {"a": 80.0, "b": 90.004, "c": 90.001, "d": 70.0}
    found = places({who: Score(earned, 100.0, 100.0, False) for who, earned in points.items()})
    assert found == {"a": Place(3, False), "b": Place(1, True), "c": Place(1, True), "d": Place(4, False)}


def test_who_cannot_be_judged_alike_has_no_place():
    waiting = Score(100.0, 100.0, 20.0, True, 80.0)
    assert places({"a": Score(50.0, 100.0, 100.0, False), "b": waiting, "c": None}) == {"a": Place(1, False)}


def test_scores_are_set_side_by_side_only_over_the_same_targets():
    first, second = (replace(judged(10.0, earned), number=1) for earned in (4.0, 9.5))
    other = replace(second, number=2)
    assert gained([first], [second]) == 5.5
    assert gained([first], [other]) is gained([], [second]) is gained([first], [second, other]) is None
    assert gained([replace(first, earned=None, verdict="insufficient_data")], [second]) is None


def test_each_owner_answers_for_its_own_targets():
    mine, other, nobody = (replace(judged(10.0, 5.0), target=target(owner=owner)) for owner in ("甲科", "乙科", ""))
    assert by_owner([mine, nobody, other, mine]) == {"甲科": [mine, mine], "乙科": [other]}


def test_what_would_regain_most_comes_first_and_nothing_hidden_is_named():
    small, large, none = judged(10.0, 9.0), judged(30.0, 10.0), judged(10.0, 10.0)
    hidden = replace(judged(90.0, 0.0), value=replace(small.value, value=None, suppressed=True))
    assert losses([small, none, hidden, large, judged(None, None)]) == [large, small]
