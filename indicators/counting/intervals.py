"""Confidence intervals: each returns (lower, upper) and names the source of its formula."""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist

BYAR_FROM = 10  # events: below this the exact Poisson limits, from here Byar's approximation


def z_of(level: float) -> float:
    """The two-sided standard normal quantile: 1.95996… for 0.95."""
    return NormalDist().inv_cdf(0.5 + level / 2)


def wilson(x: float, n: float, level: float = 0.95) -> tuple[float, float]:
    """Wilson's score interval for the proportion x/n, without continuity correction.

    Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17 (1998), method 3.
    The lower limit is exactly 0 for x = 0 and the upper exactly 1 for x = n. Raises ValueError unless 0 <= x <= n > 0.
    """
    if not 0 <= x <= n or n == 0:
        raise ValueError(f"wilson: {x} of {n} is not a proportion")
    z = z_of(level)
    middle = 2 * x + z * z
    spread = z * sqrt(z * z + 4 * x * (n - x) / n)
    lower = 0.0 if x == 0 else (middle - spread) / (2 * (n + z * z))
    upper = 1.0 if x == n else (middle + spread) / (2 * (n + z * z))
    return lower, upper


def newcombe(x1: float, n1: float, x2: float, n2: float, level: float = 0.95) -> tuple[float, float]:
    """Interval for the difference x1/n1 − x2/n2 of two independent proportions.

    Newcombe, "Interval estimation for the difference between independent proportions", Statistics in Medicine 17
    (1998), method 10: the two Wilson intervals, squared and added.
    """
    p1, p2 = x1 / n1, x2 / n2
    (l1, u1), (l2, u2) = wilson(x1, n1, level), wilson(x2, n2, level)
    lower = p1 - p2 - sqrt((p1 - l1) ** 2 + (u2 - p2) ** 2)
    upper = p1 - p2 + sqrt((u1 - p1) ** 2 + (p2 - l2) ** 2)
    return lower, upper


def exact_poisson(x: int, level: float = 0.95) -> tuple[float, float]:
    """Exact limits for a Poisson count from χ² quantiles. Garwood, Biometrika 28 (1936)."""
    from scipy.stats import chi2

    tail = (1 - level) / 2
    lower = 0.0 if x == 0 else float(chi2.ppf(tail, 2 * x)) / 2
    return lower, float(chi2.ppf(1 - tail, 2 * x + 2)) / 2


def byar(x: float, level: float = 0.95) -> tuple[float, float]:
    """Byar's approximate limits for a Poisson count.

    Breslow and Day, Statistical Methods in Cancer Research II (1987), p. 69; used by PHEindicatormethods.
    """
    z = z_of(level)

    def limit(count: float, sign: int) -> float:
        return count * (1 - 1 / (9 * count) + sign * z / (3 * sqrt(count))) ** 3 if count else 0.0

    return limit(x, -1), limit(x + 1, 1)


def poisson_interval(x: int, level: float = 0.95) -> tuple[float, float]:
    """Limits for a count of events: exact below BYAR_FROM, Byar from there."""
    return exact_poisson(x, level) if x < BYAR_FROM else byar(x, level)
