"""The value an indicator takes for an area and a quarter."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from indicators.counting.intervals import wilson
from indicators.model import Indicator, Verification

Number = int | float


@dataclass(frozen=True, kw_only=True)
class Value:
    """What an indicator comes to in one area and quarter, with everything needed to judge or to doubt it.

    `denominator` is None for a Count. `rows` are the table's rows for the area and window, whatever `where` selects:
    0 means not reported; rows but a denominator of 0 means nobody in scope. `lower` and `upper` are the 95 % limits
    by `method`, for samples only. `window` is the one applied: the indicator's own, or the one a plan asks for.
    `suppressed` means that the numbers are withheld: they are all None.
    """

    indicator: Indicator
    area: str
    quarter: str
    where: dict[str, str | tuple[str, ...]] = field(default_factory=dict)
    numerator: Number | None
    denominator: Number | None
    value: float | None
    lower: float | None = None
    upper: float | None = None
    method: str | None = None
    rows: int
    window: str
    suppressed: bool = False

    @classmethod
    def of(cls, indicator, area, quarter, where, numerator, denominator, rows, window=None) -> Value:
        """The value of counted numbers: the rate or total, and for a sample its interval."""
        numerator, denominator = whole(numerator), whole(denominator)
        number = None
        if denominator is None:
            number = float(numerator) if rows else None
        elif denominator:
            number = numerator / denominator
        limits = {}
        if indicator.data_basis == "sample" and number is not None and is_share(numerator, denominator):
            lower, upper = wilson(numerator, denominator)
            limits = {"lower": lower, "upper": upper, "method": "wilson"}
        numbers = {"numerator": numerator, "denominator": denominator, "value": number, "rows": rows}
        about = {"area": area, "quarter": quarter, "where": dict(where), "window": window or indicator.window}
        return cls(indicator=indicator, **about, **numbers, **limits)

    @property
    def exact(self) -> Fraction | None:
        """The value without any rounding, for comparisons."""
        if self.value is None:
            return None
        return Fraction(self.numerator) / Fraction(1 if self.denominator is None else self.denominator)

    @property
    def reported(self) -> bool:
        """False when the table has no row at all for the area and window."""
        return self.rows > 0

    @property
    def over_full(self) -> bool:
        """A rate above 100 %: shown and flagged, never capped."""
        return self.denominator is not None and self.value is not None and self.value > 1

    @property
    def difference(self) -> Number | None:
        """For a Verification: recounted less reported."""
        if not isinstance(self.indicator, Verification) or self.suppressed or not self.rows:
            return None
        return self.numerator - self.denominator

    @property
    def finding(self) -> bool:
        """True when a Verification does not agree."""
        return bool(self.difference)


def is_share(numerator, denominator) -> bool:
    """True for a whole number out of a whole number that is not less and not 0."""
    return isinstance(numerator, int) and isinstance(denominator, int) and 0 <= numerator <= denominator > 0


def whole(number) -> Number | None:
    """A number that is integral as an int, so that it is shown and compared as one."""
    if number is None or isinstance(number, int):
        return number
    return int(number) if number == int(number) else float(number)
