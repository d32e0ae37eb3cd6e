"""Days in the order in which they stand: what the others of a list tell of the year of those written without one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from pipelines.recognising.years import Period

# How a day without a year begins: 7月5日, 7/5, 7.5, 7.5上午, 7.5-7.8, 七月五日. The same for Python and DuckDB.
SHORT = r"[0-9０-９]{1,2}[-/.·．／－][0-9０-９]{1,2}\s*[日号號]?\s*$"
GOES_ON = r"[0-9]{1,2}[/.][0-9]{1,2}\s*(?:[(（上下早中晚]|\s[0-9]{1,2}[:：时点]|[-—–~～至]\s*[0-9]{1,2}(?:[/.][0-9]{1,2})?\s*[日号]?\s*$)"
YEARLESS = rf"^\s*(?:[0-9０-９]{{1,2}}\s*月\s*[0-9０-９]|{SHORT}|{GOES_ON}|[一二三四五六七八九十]{{1,3}}月)"
NUMERALS = str.maketrans("〇零一二三四五六七八九", "00123456789")
WRITTEN = re.compile(
    r"(?:((?:19|20)\d\d) ?[-/.年] ?)?(\d{1,2}) ?[-/.·月] ?(\d{1,2})(?!\d)|((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)"
)
ZERO_LOST = re.compile(r"0?(?!2\.3)(?:[1-9]|1[0-2])\.[1-3]")  # 6.1 may be 6.10
OVER_NEW_YEAR = 6  # months that the number of the month falls by where a year ends
DECEMBER, JANUARY = (11, 12), (1, 2)  # and the month beside each


class Day(NamedTuple):
    """A day as written; the year where it is."""

    year: int | None
    month: int
    day: int


@cache
def parse(text: str) -> Day | None:
    """None for what is no day, or may be one of two."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain[:1] and plain[0] in "一二三四五六七八九十":
        plain = digits(plain)
    found = WRITTEN.match(plain)
    if not found or ZERO_LOST.fullmatch(plain):
        return None
    year, month, day = found[1] or found[4], int(found[2] or found[5]), int(found[3] or found[6])
    return Day(year and int(year), month, day) if 1 <= month <= 12 and 1 <= day <= 31 else None


def digits(text: str) -> str:
    """二十五 → 25, 十 → 10."""
    for pattern, made in (
        ("([二三])十(?=[一二三四五六七八九])", r"\1"),
        ("([二三])十", r"\1〇"),
        ("十(?=[一二三四五六七八九])", "一"),
        ("十", "一〇"),
    ):
        text = re.sub(pattern, made, text)
    return text.translate(NUMERALS)


def year_of(day: Day, period: Period | None) -> int | None:
    """Its own year, or the only one in which the period has it."""
    return day.year or (period and period.year_of(day.month, day.day))


def years(days: Sequence[Day | None], period: Period | None) -> list[int | None]:
    """The year of each day: its own, or the one that the period of the sheet and the order of the list agree on, or the only one
    of them that tells; None where they contradict each other, or neither tells."""
    own = [day for day in days if day and day.year]
    if period and own and not any(period.has(*day) for day in own):
        period = None  # the sheet is about another time than its title says
    found = [day and year_of(day, period) for day in days]
    passed = _passed(days)
    if passed is None:
        return found
    first = {day.year - n for day, n in zip(days, passed, strict=True) if day and day.year}
    if not first and period:
        if period.year and max(passed, default=0) == 1:
            return _over_new_year(days, passed, found, period.year)
        if period.years == max(passed, default=0) + 1:
            first = {period.first.year}
    if len(first) != 1:
        return found
    return [day and min(first) + n for day, n in zip(days, passed, strict=True)]


def _passed(days: Sequence[Day | None]) -> list[int] | None:
    """How many years have ended before each day of a list that is in order; None for one that is not."""
    passed, n, before = [], 0, None
    for day in days:
        if day and before and day[1:] < before[1:]:
            if before.month - day.month < OVER_NEW_YEAR:
                return None
            n += 1
        before = day or before
        passed.append(n)
    return passed


def _over_new_year(days, passed: list[int], found: list[int | None], year: int) -> list[int | None]:
    """Of a list that runs over one New Year's Day, though its title names one year: that is where the most days are. Where there
    are as many in both, neither is sure."""
    old, new = ([day for day, n in zip(days, passed, strict=True) if day and n == round_] for round_ in (0, 1))
    runs = old[-1].month in DECEMBER and new[0].month in JANUARY and new[-1][1:] < old[0][1:]
    if not runs:
        return found
    if len(old) == len(new):
        return [None] * len(days)
    first = year - (len(new) > len(old))
    return [day and first + n for day, n in zip(days, passed, strict=True)]
