"""What people call provinces, cities and counties → their codes: present names, former ones, and both without their endings."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from pipelines.divisions import COUNTIES

NO_PLACE = re.compile("市辖区|县|.*直辖.*|.*居民居住证")
PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔"
    "|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|普米|塔吉克|怒|鄂温克|保安|裕固|独龙|鄂伦春|各"
)
AUTONOMOUS = re.compile(rf"(.{{2,}}?)(?:(?:{PEOPLES})族?)*自治(区|州|县|旗)")
ENDING = re.compile(r"(特别行政区|地区|林区|特区|矿区|省|市|区|县|盟|旗)$")
BETWEEN = str.maketrans("", "", "-/,>—")  # what stands between a place and the one in it


class Reading(NamedTuple):
    """A division (its code today, six digits) that a text names or begins with, whether with the word for its kind, and
    what the text goes on to say."""

    code: str
    has_kind: bool
    rest: str


def inside(code: str) -> str:
    """What the codes of all that lies in a division begin with: 340000 → 34."""
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code


def stem(name: str) -> str:
    """A name without the words for its kind: 长阳土家族自治县 → 长阳."""
    short = AUTONOMOUS.sub(r"\1", name) if "自治" in name else ENDING.sub("", name)
    return short if len(short) > 1 else name


def _names(name: str) -> Iterator[tuple[str, bool]]:
    """A name and what it is shortened to, and whether that still says what kind of division is meant."""
    yield name, True
    if (short := stem(name)) != name:
        yield short, False
    if name.endswith(("自治州", "自治县", "自治旗")):
        yield short + name[-1], True


class Names:
    """The names in counties.csv."""

    def __init__(self):
        with COUNTIES.open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.reader(file) if not NO_PLACE.fullmatch(row[1])][1:]
        self._today = {code: became or code for code, _, _, _, became in rows}
        self._today |= {code: code for code, _, _, end, _ in rows if not end}
        self._called = defaultdict(set)  # name → code, code today, is its kind said?
        self._lengths = defaultdict(set)  # of the names that begin with two characters
        for code, name, _, _, became in rows:
            for called, has_kind in _names(name):
                self._called[called].add((code, became or code, has_kind))
                self._lengths[called[:2]].add(len(called))

    def meant(self, text: str, whole: str = "") -> list[Reading]:
        """The divisions that a text can mean inside `whole` (what codes begin with), and those that it begins with. A name
        with the word for its kind goes before one without."""
        if re.fullmatch(r"\d{6}0{6}", text):
            known = text[:6] in self._today and text.startswith(whole)
            return [Reading(self._today[text[:6]], True, "")] if known else []
        read = [Reading(*found) for found in set(self._read(text.translate(BETWEEN), whole))]
        named = [reading for reading in read if not reading.rest]
        with_kind = [reading for reading in named if reading.has_kind]
        begun = [reading for reading in read if reading.rest]
        return _widest(with_kind or named) + begun + ([Reading(whole.ljust(6, "0"), True, text)] if whole else [])

    def _read(self, text: str, whole: str) -> Iterator[tuple[str, bool, str]]:
        """Each name that the text begins with, and what lies there and is named next. Without the word for its kind a name
        means a province, or a place inside one already named: villages have the names of many a far county."""
        for end in self._lengths.get(text[:2], ()):
            for code, today, has_kind in self._called.get(text[:end], ()):
                if code.startswith(whole) and (has_kind or whole or code.endswith("0000")):
                    rest = text[end:]
                    yield today, has_kind, rest
                    if rest[:2] in self._lengths:
                        yield from self._read(rest, inside(code))


def _widest(named: list[Reading]) -> list[Reading]:
    """Only the one in which all others lie, if there is one: 江苏淮安 is the city, not its district."""
    first = min(named, key=lambda reading: len(inside(reading.code)), default=None)
    return [first] if first and all(other.code.startswith(inside(first.code)) for other in named) else named


names = cache(Names)
