"""Intervals against the values printed in the papers they come from."""

import pytest

from indicators.counting.intervals import byar, exact_poisson, newcombe, poisson_interval, wilson, z_of


# Newcombe, Statistics in Medicine 17 (1998) 857–872, table I, method 3 (score, no continuity correction).
@pytest.mark.parametrize(
    ("x", "n", "limits"),
    [
        (81, 263, (0.2553, 0.3662)),
        (15, 148, (0.0624, 0.1605)),
        (0, 20, (0.0, 0.1611)),
        (1, 29, (0.0061, 0.1718)),
        (29, 29, (0.8830, 1.0)),  # the mirror of 0 of 29: 0.0 to 0.1170
    ],
)
def test_wilson_is_newcombes_method_3(x, n, limits):
    assert wilson(x, n) == pytest.approx(limits, abs=5e-5)


def test_wilson_ends_exactly_at_the_ends():
    assert wilson(0, 7)[0] == 0.0
    assert wilson(7, 7)[1] == 1.0


@pytest.mark.parametrize(("x", "n"), [(1, 0), (0, 0), (3, 2), (-1, 2)])
def test_wilson_refuses_what_is_no_proportion(x, n):
    with pytest.raises(ValueError, match="is not a proportion"):
        wilson(x, n)


# Newcombe, Statistics in Medicine 17 (1998) 873–890, table II, method 10.
@pytest.mark.parametrize(
    ("first", "second", "limits"),
    [
        ((56, 70), (48, 80), (0.0524, 0.3339)),
        ((9, 10), (3, 10), (0.1705, 0.8090)),
        ((6, 7), (2, 7), (0.0582, 0.8062)),
        ((5, 56), (0, 29), (-0.0381, 0.1926)),
        ((0, 10), (0, 20), (-0.1611, 0.2775)),
        ((0, 10), (0, 10), (-0.2775, 0.2775)),
        ((10, 10), (0, 20), (0.6791, 1.0)),
        ((10, 10), (0, 10), (0.6075, 1.0)),
    ],
)
def test_newcombe_is_method_10(first, second, limits):
    assert newcombe(*first, *second) == pytest.approx(limits, abs=5e-5)


# Garwood, Biometrika 28 (1936); the same limits stand in Ulm, American Journal of Epidemiology 131 (1990), table 1.
@pytest.mark.parametrize(
    ("x", "limits"),
    [(0, (0.0, 3.689)), (1, (0.0253, 5.572)), (2, (0.2422, 7.225)), (5, (1.623, 11.668)), (9, (4.115, 17.085)),
     (10, (4.795, 18.390))],
)  # fmt: skip
def test_exact_poisson(x, limits):
    assert exact_poisson(x) == pytest.approx(limits, abs=1e-3)


def test_byar_comes_close_to_the_exact_limits():
    assert byar(10) == pytest.approx(exact_poisson(10), abs=0.01)
    assert byar(100) == pytest.approx((81.36, 121.63), abs=0.01)
    assert byar(0)[0] == 0.0


def test_a_count_changes_method_at_ten():
    assert poisson_interval(9) == exact_poisson(9)
    assert poisson_interval(10) == byar(10)


def test_normal_quantiles():
    assert z_of(0.95) == pytest.approx(1.959963984540, abs=1e-11)
    assert z_of(0.998) == pytest.approx(3.090232306168, abs=1e-11)
