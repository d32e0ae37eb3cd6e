"""What things are: an indicator of one of three kinds, and the value it takes for an area and a quarter."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from indicators.intervals import wilson

# What an indicator counts, in words: key -> (zh, en).
UNITS = {
    "persons": ("人", "persons"),
    "person_times": ("人次", "person-times"),
    "households": ("户", "households"),
    "sites": ("个", "sites"),
    "units": ("个单位", "units"),
    "items": ("题", "items"),
    "windows": ("次", "windows"),
    "sessions": ("场", "sessions"),
    "reports": ("份", "reports"),
    "articles": ("篇", "articles"),
    "sheets": ("张", "sheets"),
    "materials": ("份", "materials"),
    "encounters": ("诊次", "encounters"),
    "rules": ("项", "rules"),
    "areas": ("个地区", "areas"),
}
WORDS = {
    "counts": tuple(UNITS),
    "data_basis": ("census", "sample"),
    "window": ("quarter", "ytd", "as_at"),
    "better": ("higher", "lower", "equal"),
}
Number = int | float


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """One indicator over the rows of one table of its own programme; the table has `area` and `quarter`.

    `counts` is the unit counted (a key of UNITS); `window` says how quarters add up: `quarter` (events of the
    quarter), `ytd` (sum of the year's quarters so far), `as_at` (the stock at the quarter's end, never summed).
    `breakdowns` are columns of the table; `source` is the plan or standard the definition comes from.
    `code` ("programme.name") is set by the catalogue from where the definition stands.
    Raises ValueError for a word that is not one of WORDS.
    """

    zh: str
    en: str
    counts: str
    table: str
    window: str = "quarter"
    data_basis: str = "census"
    better: str = "higher"
    breakdowns: tuple[str, ...] = ()
    source: str = ""
    definition_zh: str = ""
    definition_en: str = ""
    code: str = field(default="", repr=False)

    def __post_init__(self):
        for name, known in WORDS.items():
            word = getattr(self, name)
            if word not in known:
                raise ValueError(f'{self.en}: {name} "{word}" is not one of {", ".join(known)}')
        if isinstance(self.breakdowns, str):
            raise ValueError(f'{self.en}: breakdowns "{self.breakdowns}" must be a tuple: ("{self.breakdowns}",)')

    @property
    def programme(self) -> str:
        return self.code.partition(".")[0]

    @property
    def name(self) -> str:
        """The code without its programme."""
        return self.code.rpartition(".")[2]

    @property
    def relation(self) -> str:
        """The table as DuckDB reads it: quoted schema and name."""
        return f"{quoted(self.programme)}.{quoted(self.table)}"

    @property
    def is_rate(self) -> bool:
        """True when a value is a numerator over a denominator."""
        return not isinstance(self, Count)

    def unit(self, lang: str = "zh") -> str:
        """The word for what is counted."""
        return UNITS[self.counts][lang == "en"]

    def title(self, lang: str = "zh") -> str:
        return self.en if lang == "en" else self.zh

    def definition(self, lang: str = "zh") -> str:
        return self.definition_en if lang == "en" else self.definition_zh


@dataclass(frozen=True, kw_only=True)
class Proportion(Indicator):
    """Rows meeting `numerator` among the rows meeting `denominator`: two DuckDB conditions, or two numeric columns
    (sum over sum). The numerator is counted inside the denominator by construction."""

    numerator: str
    denominator: str = "true"


@dataclass(frozen=True, kw_only=True)
class Count(Indicator):
    """The total of a numeric column, or the rows meeting a condition. `by_unit` names the column of the unit where a
    plan asks something of each unit."""

    quantity: str
    by_unit: str | None = None


@dataclass(frozen=True, kw_only=True)
class Verification(Indicator):
    """The total `recounted` from records over the total `reported`: 1 when they agree; a difference is a finding."""

    reported: str
    recounted: str
    better: str = "equal"


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


def quoted(name: str) -> str:
    """A name as a DuckDB identifier."""
    return '"' + name.replace('"', '""') + '"'
