"""Calendar quarters, written "2024Q3", in order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from indicators.workspace import Fault

# As data name it, and as people write it: 2024Q3, 2024年Q3, 2024年第三季度, 2024年3季度, Q3 2024.
WRITTEN = re.compile(
    r"(?P<year>\d{4})\s*(?:年\s*)?[Qq](?P<number>\d)"
    r"|(?P<year2>\d{4})\s*年\s*第?(?P<number2>[\d一二三四])季度?"
    r"|[Qq](?P<number3>\d)\s+(?P<year3>\d{4})",
    re.ASCII,
)


class NotAQuarter(Fault, ValueError):
    """A text that names no quarter."""


@dataclass(frozen=True, order=True)
class Quarter:
    """A calendar quarter; `str()` gives "2024Q3"."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str | Quarter) -> Quarter:
        """The quarter that `text` names. Raises NotAQuarter with the remedy."""
        if isinstance(text, Quarter):
            return text
        match = WRITTEN.fullmatch(str(text).strip())
        year, number = (part for part in match.groups() if part) if match else ("0000", "")
        if match and match["year3"]:
            year, number = number, year
        number = str("一二三四".find(number) + 1 or number)
        if year == "0000":
            raise NotAQuarter(
                f'quarter "{text}": not a quarter; write it as 2024Q3',
                f"季度“{text}”：不是季度；请写成 2024Q3",
            )
        if number not in "1234":
            raise NotAQuarter(
                f'quarter "{text}": there are four quarters; write {year}Q1 to {year}Q4',
                f"季度“{text}”：一年只有四个季度；请写 {year}Q1 至 {year}Q4",
            )
        return cls(int(year), int(number))

    @staticmethod
    def is_written(text: str) -> bool:
        """Whether a text is written as a quarter is, though there be none of its number."""
        return WRITTEN.fullmatch(text.strip()) is not None

    @classmethod
    def of(cls, day: date) -> Quarter:
        """The quarter in which `day` lies."""
        return cls(day.year, (day.month + 2) // 3)

    def __str__(self) -> str:
        return f"{self.year:04}Q{self.number}"

    def __add__(self, quarters: int) -> Quarter:
        year, number = divmod(self.year * 4 + self.number - 1 + quarters, 4)
        return Quarter(year, number + 1)

    @property
    def starts_on(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def ends_on(self) -> date:
        """The last day of the quarter."""
        month = 3 * self.number
        return date(self.year, month, 31 if month in (3, 12) else 30)

    @property
    def previous(self) -> Quarter:
        return self + -1

    @property
    def year_ago(self) -> Quarter:
        return self + -4

    @property
    def year_so_far(self) -> tuple[Quarter, ...]:
        """The year's quarters up to and including this one."""
        return tuple(Quarter(self.year, number) for number in range(1, self.number + 1))

    @classmethod
    def last_complete(cls, today: date | None = None) -> Quarter:
        """The last quarter that had ended before `today`."""
        return cls.of(today or date.today()).previous
