"""Duties: who is owed which service, how often, and by whom; what of them the records can be held against."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Annotated, Literal

import msgspec

from indicators.judging.strict import Code, Problem, explained, words, wrong

CADENCES = ("week", "half_month", "month", "two_months", "even_month", "quarter", "term", "half_year", "year")
Every = Literal[
    "week", "half_month", "month", "two_months", "even_month", "quarter", "term", "half_year", "year",
    "birthday", "festival", "theme_day", "event",
]  # fmt: skip
DAYS_BEFORE = 30  # a festival's visit counts from this many days before it, where the plan does not say otherwise
Days = Annotated[int, msgspec.Meta(ge=0, le=366)]
Before = Annotated[int, msgspec.Meta(ge=0, le=DAYS_BEFORE)]  # no further than the windows of times.every_window reach
Month = Annotated[int, msgspec.Meta(ge=1, le=12)]


class Duty(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a plan owes every member of a group.

    `every` is a cadence of times.windows, the person's birthday, the `occasions` that are festivals or theme days, or
    those that are kinds of event (then `within_days` of it). `months` keeps the windows that end in them. A festival's or
    theme day's service counts from `days_before` it. `by` are the roles of visitors that count. Nothing named: all.
    """

    group: Code
    service: Code
    every: Every
    months: tuple[Month, ...] = ()
    occasions: tuple[Code, ...] = ()
    within_days: Days | None = None
    days_before: Before | None = None
    by: tuple[Code, ...] = ()
    owner: str = ""
    clause: str = ""
    inferred: bool = False
    zh: str = ""
    en: str = ""

    def title(self, lang: str = "zh") -> str:
        """What the document calls it; in English the Chinese name where it has no other."""
        return (self.en if lang == "en" else "") or self.zh


def unknown_words(row: Mapping, known: Mapping[str, Collection[str]]) -> Iterator[Problem]:
    """The words in a row that nothing has, whatever else is wrong with it.

    `known` are the words of the records, as far as they are known here: "service", "by" and "event".
    """
    every = str(row.get("every"))
    occasions = known.get("event", ()) if every == "event" else words(every)
    for key, choices in {**known, "group": words("group"), "occasions": occasions}.items():
        said = row.get(key, ()) if isinstance(row.get(key), list | tuple) else (row.get(key),)
        yield from (
            wrong("duties", key, word, choices)
            for word in said
            if isinstance(word, str) and choices and word not in choices
        )


def problems(duty: Duty) -> Iterator[Problem]:
    """Keys that the cadence has no use for, and the one that it cannot do without."""
    places = {
        "months": (duty.months, CADENCES),
        "occasions": (duty.occasions, ("festival", "theme_day", "event")),
        "within_days": (duty.within_days is not None, ("event",)),
        "days_before": (duty.days_before is not None, ("festival", "theme_day")),
    }
    for key, (is_written, cadences) in places.items():
        if is_written and duty.every not in cadences:
            say_en, say_zh = explained("duties", key)
            yield Problem(
                key,
                f'{key} does not go with every = "{duty.every}", only with {", ".join(cadences)}; leave it out.{say_en}',
                f"every = “{duty.every}”时不能写 {key}，只有 {'、'.join(cadences)} 可以。{say_zh}",
            )
    if duty.every == "event" and duty.within_days is None:
        say_en, say_zh = explained("duties", "within_days")
        yield Problem("within_days", f"within_days is missing.{say_en}", f"缺少 within_days。{say_zh}")
