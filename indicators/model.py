"""What an indicator is: one of three kinds, each a definition over the rows of one table."""

from __future__ import annotations

from dataclasses import dataclass, field

from indicators.sql import identifier

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
    "cases": ("例", "cases"),
    "yuan": ("元", "yuan"),
}
WORDS = {
    "counts": tuple(UNITS),
    "data_basis": ("census", "sample"),
    "window": ("quarter", "ytd", "as_at", "year_so_far"),
    "better": ("higher", "lower", "equal"),
}


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """One indicator over the rows of one table of its own programme or, with its schema, of ground ("places.sites_as_at");
    the table has `area` and `quarter`.

    `counts` is the unit counted (a key of UNITS); `window` says how quarters add up: `quarter` (events of the
    quarter), `ytd` (sum of the year's quarters so far), `as_at` (the stock at the quarter's end, never summed), `year_so_far` (the
    table's rows of a quarter are the year's up to its end, as persons reached at least once: never summed either).
    `breakdowns` are columns of the table; `source` is the plan or standard the definition comes from.
    `person` is the column of the persons behind rows that are not persons (answers): what few persons said is hidden
    like few persons. `at_work` says that the persons are counted in their work, which is their unit's performance and
    no personal matter: it is shown however few they are. `rostered` says that the table's rows are of persons (its column `person`)
    whom the rosters know: it can be broken down by their groups (`member_of`), residence, age band, sex, urban or rural
    without having these columns. `returned` marks figures that units state themselves in
    returns: too few returns hold them back.
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
    person: str = ""
    at_work: bool = False
    rostered: bool = False
    returned: bool = False
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
    def table_name(self) -> str:
        """The table with its schema: that of the programme, or of ground."""
        return self.table if "." in self.table else f"{self.programme}.{self.table}"

    @property
    def relation(self) -> str:
        """The table as DuckDB reads it: quoted schema and name."""
        return identifier(*self.table_name.split("."))

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
    returned: bool = True
