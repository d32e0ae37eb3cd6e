"""Sheets that may tell the same again: what their names say of it, and which of them were made later."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

WORDS = (  # what a name says of earlier versions, the weakest first
    r"副本|复件|拷贝|copy|\((?=\d{1,2}\))",
    r"修改|更正|修订|订正|改正|补正|勘误|更新|重报|新版|\(新|revised|updated|(?<![a-z])v(?=\d)",
    r"最终|终稿|定稿|final",
)
NUMBERED = r"(?:{})[版稿本]?\(?(\d{{0,2}})"  # and how many of them there were
AMENDED = re.compile(NUMBERED.format("|".join(WORDS)), re.IGNORECASE)
N = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
TO = rf"(?:[-—–~至到、及和]{N})?"
PERIOD = re.compile(
    rf"\d{{6,8}}|(?:19|20)\d\d年?度?|{N}月?份?{TO}月份?|[第前]?{N}{TO}季度?|[上下]半年|[全本]年度?|\d{{4}}|\d{{1,2}}[日号]|q[1-4]|截至|截止|累计|汇总",
    re.IGNORECASE,
)
FILLER = re.compile(r"[\W_]|[版稿本]$|sheet\d+|工作表\d+", re.IGNORECASE)


@dataclass(frozen=True)
class Version:
    """One sheet of records, as far as it may tell what another tells."""

    source: int
    file: str
    sheet: str
    rows: int
    last: str  # the last day that it tells of; "" where its records have none
    received: str  # the day on which it was

    @cached_property
    def name(self) -> str:
        return unicodedata.normalize("NFKC", f"{PurePosixPath(self.file).stem} {self.sheet}")

    @cached_property
    def list(self) -> tuple[str, str]:
        """The folder, and the name without months and words for versions: alike where one list is kept on and sent again."""
        return str(PurePosixPath(self.file).parent), FILLER.sub("", PERIOD.sub("", AMENDED.sub("", self.name))).lower()

    @cached_property
    def amendment(self) -> tuple[int, int]:
        """How late a version its name says it is: (0, 0) where it says nothing."""
        found = (
            (rank, int(m[1] or 0))
            for rank, words in enumerate(WORDS, 1)
            for m in re.finditer(NUMBERED.format(words), self.name, re.IGNORECASE)
        )
        return max(found, default=(0, 0))

    @cached_property
    def made(self) -> tuple:
        """Greater for what was made later, as far as that is known: no list tells of days to come."""
        return self.last, self.amendment, self.received


@dataclass(frozen=True)
class Shared:
    """What a sheet has in common with another, in rows of its own: `events` may be the same ones by their key; `same` say the
    same, and as often in both, in so many `ways`."""

    one: Version
    other: Version
    events: int
    same: int
    ways: int

    @property
    def is_amended(self) -> bool:
        """The other says that it is a later version, and holds most of the events."""
        is_later = self.other.amendment > self.one.amendment
        return self.one.list == self.other.list and is_later and self.events * 2 > self.one.rows

    def is_copied(self, by_rows: bool, by_events: bool) -> bool:
        """The other is the same list, kept on: by its name (with most of the events, or most rows word for word), or because
        it has most rows word for word, which tells something only of records that are seldom alike (`by_rows`)."""
        most = self.same * 2 > self.one.rows
        if self.one.list == self.other.list and (most or (by_events and self.events * 2 > self.one.rows)):
            return True
        return by_rows and self.ways > 1 and (self.same == self.one.rows or (by_events and most and self.ways > 2))


def order(versions: Iterable[Version]) -> dict[int, int]:
    """By source how late it was made; the same number where that cannot be told."""
    made = {version.source: version.made for version in versions}
    ranks = {time: n for n, time in enumerate(sorted(set(made.values())))}
    return {source: ranks[time] for source, time in made.items()}


def replaced(shared: Iterable[Shared]) -> dict[int, int]:
    """The sheets of which a later version was sent, and the latest one."""
    found: dict[int, Version] = {}
    for pair in (pair for pair in shared if pair.is_amended):
        known = found.get(pair.one.source, pair.other)
        found[pair.one.source] = max(known, pair.other, key=lambda v: (v.amendment, v.made, v.source))
    return {source: version.source for source, version in found.items()}


def together(sources: Iterable[int], copies: Iterable[tuple[int, int]]) -> dict[int, int]:
    """The sheets that are one list, by the first of them."""
    first = {source: source for source in sources}
    for one, other in copies:
        kept, dropped = sorted((first[one], first[other]))
        first = {source: kept if head == dropped else head for source, head in first.items()}
    return first
