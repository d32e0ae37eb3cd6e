"""Dated work and a campaign's own dates, as a plan states them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Annotated

import msgspec

from indicators.judging.strict import Code, Problem, explained, wrong
from indicators.judging.targets import in_order

LEAP_YEAR = 2000  # has every day a year can have


class Task(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Work to be done by a day: `due_on` once, or `due_yearly` ("03-31") in every year of the plan."""

    zh: str
    en: str = ""
    due_on: date | None = None
    due_yearly: str | None = None
    owner: str = ""
    clause: str = ""
    evidence: Code = ""
    inferred: bool = False

    def title(self, lang: str = "zh") -> str:
        """What the document calls it; in English the Chinese name where it has no other."""
        return (self.en if lang == "en" else "") or self.zh

    @property
    def month_day(self) -> tuple[int, int] | None:
        """Month and day of a yearly task; None when it names no day of the year, or the task is due once."""
        try:
            day = date.fromisoformat(f"{LEAP_YEAR}-{self.due_yearly}")
        except ValueError:
            return None
        return day.month, day.day


NAME = re.compile(r"[^\W\d_]\w{0,19}")


class Period(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename={"starts_on": "from"}):
    """A campaign's own dates; `year` is the one it belongs to, where that is not the year of its last day."""

    name: str
    starts_on: date
    until: date
    year: Annotated[int, msgspec.Meta(ge=1900, le=2100)] | None = None

    @property
    def belongs_to(self) -> int:
        return self.year or self.until.year


def problems_of_task(task: Task, known: Mapping[str, Collection[str]]) -> Iterator[Problem]:
    """A day that is missing, said twice or none of the year, and evidence of a kind that nothing records."""
    if (task.due_on is None) == (task.due_yearly is None):
        say_en, say_zh = explained("tasks", "due_on")
        yield Problem(
            "due_on",
            f"one of due_on and due_yearly must stand.{say_en}",
            f"due_on 和 due_yearly 要写一个，也只写一个。{say_zh}",
        )
    if task.due_yearly is not None and not task.month_day:
        yield wrong("tasks", "due_yearly", task.due_yearly)
    kinds = known.get("evidence", ())
    if task.evidence and kinds and task.evidence not in kinds:
        yield wrong("tasks", "evidence", task.evidence, kinds)


def problems_of_period(period: Period) -> Iterator[Problem]:
    """Dates the wrong way round, and a name that is more than a word: files and folders are called by it."""
    if not NAME.fullmatch(period.name):
        yield wrong("periods", "name", period.name)
    yield from in_order(period.starts_on, period.until)
