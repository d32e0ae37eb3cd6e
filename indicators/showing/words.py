"""Every word people read, in Chinese and English, from `words.toml`; and numbers as people write them."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from html import escape
from math import ceil
from pathlib import Path

from indicators.counting.quarters import Quarter
from indicators.counting.values import Value
from indicators.folders import HERE, data_folders
from indicators.judging.assess import Judgement
from indicators.judging.scores import Place
from indicators.judging.targets import Target
from indicators.model import UNITS, Indicator

# A population is named in this order, "农村居民", whatever order a plan's file writes it in.
SPOKEN_ORDER = ("urban_rural", "residence", "age_band", "sex", "member_of", "population_group")
GROUPED = ("member_of", "population_group")  # columns of the groups that rosters and plans know
ASIDE = ("topic",)  # said in brackets: what was asked, not who was asked
COMPARISONS = {">=": "≥", ">": ">", "=": "=", "<=": "≤", "<": "<"}
MOST_DECIMALS = 3


class Words:
    """The words of one language: `words("summary.stop")`, and numbers, targets, names and days in that language. `called` are the
    campaigns that stand in a quarter's place, with their first and last days."""

    def __init__(self, lang: str = "zh", called: Mapping[str, tuple[str, date, date]] | None = None):
        self.lang, self.called = lang, called or {}
        self._english = lang == "en"

    def __call__(self, key: str, /, **values) -> str:
        """The sentence under `key` ("section.name") with its values. Raises KeyError for an unknown key."""
        section, _, name = key.partition(".")
        counted = {name: Number(value) if type(value) is int else value for name, value in values.items()}
        return vocabulary()[section][name][self._english].format_map(counted)

    def label(self, column: str, code: str) -> str:
        """What a code of a column is called; a code nobody has named is spelt out."""
        known = vocabulary()["code"]
        names = (f"{column}.{code}", *([f"group.{code}"] if column in GROUPED else ()), str(code))
        found = next((known[name] for name in names if name in known), None)
        return found[self._english] if found else str(code).replace("_", " ")

    def breakdown(self, column: str) -> str:
        """What a breakdown is called."""
        found = vocabulary()["by"].get(column)
        return found[self._english] if found else column.replace("_", " ")

    def join(self, parts: Iterable[str]) -> str:
        return (", " if self._english else "、").join(parts)

    def clauses(self, parts: Iterable[str]) -> str:
        """Parts of one sentence, with a longer pause than a list."""
        return ("; " if self._english else "；").join(parts)

    def sentences(self, parts: Iterable[str]) -> str:
        return (" " if self._english else "").join(parts)

    def some(self, names: list[str], most: int = 3, key: str = "summary.and_more") -> str:
        """The first names, and how many there are (in English: how many more)."""
        shown = self.join(names[:most])
        more = len(names) - most
        return shown if more <= 0 else shown + self(key, n=more if self._english else len(names))

    def name(self, indicator: Indicator, where: Mapping) -> str:
        """An indicator, for whom: "健康知识知晓率 · 农村居民"."""
        who = self.population(where)
        return f"{indicator.title(self.lang)} · {who}" if who else indicator.title(self.lang)

    def population(self, where: Mapping) -> str:
        """Whom a filter selects, in words; "" for everybody."""
        order = sorted(where, key=lambda c: SPOKEN_ORDER.index(c) if c in SPOKEN_ORDER else len(SPOKEN_ORDER))
        said = {column: self._labels(column, where[column]) for column in order}
        spoken = [text for column, text in said.items() if column in SPOKEN_ORDER]
        others = [text for column, text in said.items() if column not in (*SPOKEN_ORDER, *ASIDE)]
        who = self.join(filter(None, [("" if self.lang == "zh" else " ").join(spoken), *others]))
        aside = self.join(text for column, text in said.items() if column in ASIDE)
        if not who or not aside:
            return who or aside
        return f"{who} ({aside})" if self._english else f"{who}（{aside}）"

    def _labels(self, column: str, codes) -> str:
        several = (codes,) if isinstance(codes, str) else codes
        labels = [self.label(column, code) for code in several]
        return self.some(labels, most=1) if column == "unit" else self.join(labels)

    def rate(self, share: float, near: Decimal | float | None = None) -> str:
        """A share as a percentage with one decimal; more only where rounding would hide that it misses `near`."""
        digits = 1
        if near is not None and share != float(near):
            while digits < MOST_DECIMALS and percent(share, digits) == percent(float(near), digits):
                digits += 1
        return f"{percent(share, digits)}%"

    def share(self, share: Fraction | Decimal) -> str:
        """A share that a rule names, without needless decimals: "80%"."""
        return f"{plain(percent(float(share)))}%"

    def apart(self, judgement: Judgement) -> str:
        """How many percentage points a rate is from its target."""
        return str(percent(abs(judgement.gap)))

    def due(self, judgement: Judgement) -> str:
        """What a count must have reached by now: its share of the year so far, or the target itself."""
        goal = float(judgement.target.value)
        by_now = goal if judgement.expected is None else judgement.expected
        key = "summary.progress" if by_now < goal else "summary.whole"
        return self(key, due=self.amount(ceil(by_now), judgement.indicator.counts))

    def beside(self, level: str | None) -> str:
        """What areas of a level are called beside each other."""
        return self(f"beside.{level or 'other'}")

    def amount(self, number: float, counts: str) -> str:
        """A number of what is counted: "1,234 人"."""
        text, unit = figure(number), UNITS[counts][self._english]
        return f"{text} {unit.removesuffix('s') if self._english and abs(number) == 1 else unit}"

    def value(self, value: Value, near: Decimal | None = None) -> str:
        """A value as people write it, or why there is none."""
        if state := self.state(value):
            return state
        return self.rate(value.value, near) if rated(value) else self.amount(value.value, value.indicator.counts)

    def state(self, value: Value | None) -> str:
        """Why a value has no number; "" when it has one."""
        if value is None:
            return self("state.none")
        if value.suppressed:
            return self("state.suppressed")
        if value.value is None:
            return self("state.nobody_in_scope" if value.reported else "state.not_reported")
        return ""

    def counts(self, value: Value) -> str:
        """Numerator over denominator; "" where there are none to show."""
        if value.value is None or value.denominator is None:
            return ""
        whole = [int(half_up(number)) for number in (value.numerator, value.denominator)]
        text = "/".join(figure(number) for number in whole)
        return text if whole == [value.numerator, value.denominator] else self("state.about", counts=text)

    def target(self, target: Target, indicator: Indicator) -> str:
        """What must be reached: "≥ 90%"; a dash where the plan gives no number."""
        if target.value is None:
            return self("state.none")
        if indicator.is_rate:
            text = f"{plain(target.value * 100)}%"
        else:
            text = self.amount(int(target.value) if target.value % 1 == 0 else float(target.value), indicator.counts)
        text = f"{COMPARISONS[target.comparison]} {text}"
        text = self("scorecard.each", target=text) if target.each else text
        return self("scorecard.inferred", target=text) if target.inferred else text

    def difference(self, number: float, is_rate: bool) -> str:
        """A signed change: percentage points for a rate, a number for a count."""
        size = percent(abs(number)) if is_rate else half_up(abs(number))
        return f"{'−' if number < 0 else '+'}{size:,}" if size else f"{size}"

    def points(self, number: float | Decimal) -> str:
        """Points of a score: whole, or with two decimals."""
        return str(half_up(float(number), 2)).removesuffix(".00")

    def place(self, place: Place) -> str:
        """A place in a league, and whether others share it."""
        return self("state.tied" if place.tied else "state.place", place=str(place.number))

    def tally(self, verdicts: Iterable[str]) -> str:
        """How many there are of each verdict: "达标 3 项、未达标 1 项"."""
        count = Counter(verdicts)
        known = (verdict for verdict in vocabulary()["verdict"] if count[verdict])
        return self.join(self("summary.part", verdict=self(f"verdict.{v}"), n=count[v]) for v in known)

    def quarter(self, quarter: Quarter | str) -> str:
        quarter = Quarter.parse(quarter)
        if told := self.called.get(str(quarter)):
            name, *days = told
            return self("title.campaign", name=name, first=self.day(days[0]), last=self.day(days[1]))
        number = vocabulary()["title"]["number"][self._english][quarter.number - 1]
        return self("title.quarter", year=str(quarter.year), number=number)

    @property
    def numbers(self) -> list[str]:
        """What the four quarters are numbered with."""
        return list(vocabulary()["title"]["number"][self._english])

    def day(self, day: date) -> str:
        return f"{day.day} {day:%B %Y}" if self._english else f"{day.year}年{day.month}月{day.day}日"


class Number(int):
    """A count in a sentence: `{n:target|targets}` writes "1 target", "2 targets"; `{n::is|are}` the word alone; `{n}` writes "1,234"."""

    def __format__(self, spec: str) -> str:
        one, _, many = spec.removeprefix(":").partition("|")
        word = one if self == 1 else many
        return word if spec.startswith(":") else f"{int(self):,} {word}".rstrip()


@cache
def vocabulary() -> dict[str, dict[str, list[str]]]:
    """`words.toml`, with what the keys of plans may name and the labels that programmes add in a `words.toml` of their own."""
    words = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
    for file in (path for folder in (HERE / "judging", *data_folders(HERE)) for path in folder.glob("words.toml")):
        for section, entries in tomllib.loads(file.read_text(encoding="utf-8")).items():
            words[section] = {**entries, **words.get(section, {})}
    return words


def rated(value: Value) -> bool:
    """True where a value is shown as a percentage: a rate, or the share of units that meet."""
    return value.denominator is not None or value.indicator.is_rate


def half_up(number: float | Decimal, digits: int = 0) -> Decimal:
    """A number rounded as people do, a half away from zero: 2.25 is 2.3."""
    return Decimal(str(number)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def percent(share: float, digits: int = 1) -> Decimal:
    """A share in percent: 0.6375 is 63.8."""
    return half_up(Decimal(str(share)) * 100, digits)


def figure(number: float) -> str:
    """A number with thousands separators, and one decimal only where it is not whole."""
    return f"{number:,.0f}" if number == int(number) else f"{half_up(number, 1):,}"


def plain(number: Decimal) -> str:
    """A decimal without trailing zeros or an exponent."""
    return f"{number.normalize():f}"


def html(text) -> str:
    """Text as HTML: names come from files."""
    return escape(str(text))
