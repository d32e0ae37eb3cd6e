"""What people and platforms write for an answer → the choices it means: letters or numbers in any dress, with or without the
texts of the choices, several in a cell. What cannot be read is no answer, and never a wrong one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from pipelines.recognising.questionnaires import LETTERS, Item
from pipelines.recognising.simplified import simplified

AROUND = re.compile(r"^(?:答案|选项|我?选)[:：]?(?=[A-J])|(?<=[A-J])选项$|\(\d+(?:\.\d+)?分\)$")  # 选B, B选项, B(5分)
CIRCLED = re.compile("[\u2460-\u2473\u24b6-\u24e9\u2776-\u277f]")  # ① Ⓐ ⓐ ❶
NOTHING = re.compile(
    r"[\s\-–—―─/]*|[(\[]?(空|未填写?|未答|未作答|未选|拒答|不详|不明|未知|无)[)\]]?|-2(\.0)?|0(\.0)?|N/?A|NULL|NONE"
)
NOT_ASKED = re.compile(r"[(\[【]?(已?跳过|跳题|逻辑跳过|未显示|未问|不适用)[)\]】]?|-3(\.0)?")
DO_NOT_KNOW = re.compile(r"不太?(知道|清楚|了解|懂|会|晓得)|说不清楚?|没听说过?")
TRUE, FALSE = (
    re.compile(r"对|正确|是|√|✓|✔|TRUE|T|Y|YES"),
    re.compile(r"错误?|不对|不正确|不是|否|×|✗|✘|X|FALSE|F|N|NO"),
)
ZERO = re.compile(r"0(\.0)?")
MARKED = re.compile(r"\(?(?P<mark>[A-J]|\d{1,2})(?:\)[.、:]?|[.、:](?!\d)| ) ?(?P<text>.+)")
ATTACHED = re.compile(r"(?:^|(?<=[┋┆│|;]))([A-J])(?=[\u4e00-\u9fff])")  # A吸烟有害
LETTERS_ONLY = re.compile(r"[^\w]*[A-J](?:[^\w]*[A-J])*[^\w]*")
NUMBERS_ONLY = re.compile(r"[(\s]*\d{1,2}(?:\.0)?(?:[\s;,、/&+()┋┆│|]+\d{1,2}(?:\.0)?)*[).、\s]*")
RISING = re.compile(r"(?=\d{2,9}$)1?2?3?4?5?6?7?8?9?(\.0)?")
SURE = re.compile(r"\s*[┋┆│|;]\s*")  # between choices, never inside the text of one
NEXT_MARK = re.compile(
    r"(?:[,、/&+\s]+|(?<=[\u4e00-\u9fff]))(?=(?:\((?:[A-J]|\d{1,2})\)|(?:[A-J]|\d{1,2})[.、:)](?!\d)) ?\S)"
)
UNSURE = [
    re.compile(pattern)
    for pattern in (r"\s*,\s*", r"\s*、\s*", r"\s*[和与及#|]\s*", r"\s*/\s*", r"\s+", r"[\s,、/&+]+")
]


class Reading(NamedTuple):
    """What a text means; `chosen` as the key would write it (AC), *** for what is not kept."""

    state: Literal["read", "blank", "not_asked", "unread"]
    chosen: str | None = None
    is_right: bool = False
    is_numbered: bool = False  # 1 was taken for A


MARKS = str.maketrans("。【】", ".()")
UNREAD = Reading("unread", "***")


@dataclass(frozen=True)
class Column:
    """A column of answers to an item: the letters of the texts of its choices, and whether its numbers may begin with 0."""

    item: Item
    known: dict[str, str]
    has_zero: bool

    def read(self, text: str) -> Reading:
        if _alike(text) not in self.known and (said := _said_nothing(text, self.has_zero)):
            return said
        letters, is_numbered = self._choices(text, False), False
        if letters is None and not self.has_zero:
            letters, is_numbered = self._choices(text, True), not self.item.is_numbered
        most = len(self.item.options) or len(LETTERS)
        if letters is None or any(LETTERS.index(letter) >= most for letter in letters):
            return UNREAD
        shown = [str(LETTERS.index(c) + 1) if self.item.is_numbered else c for c in sorted(letters)]
        return Reading("read", "".join(shown), letters == set(self.item.key_letters), is_numbered)

    def _choices(self, text: str, numbers: bool) -> set[str] | None:
        """All the choices in a text; None unless every part is understood. With `numbers`, 1 is A."""
        found: set[str] = set()
        for part in _parts(text):
            splits = ([part], *(rule.split(part) for rule in UNSURE))
            tried = ([self._one(piece, numbers) for piece in pieces if piece] for pieces in splits)
            if (understood := next((sets for sets in tried if sets and all(sets)), None)) is None:
                return None
            found.update(*understood)
        return found or None

    def _one(self, part: str, numbers: bool) -> set[str] | None:
        """The choice a part means, or several where it is letters or numbers only."""
        if letter := self.known.get(_alike(part)):
            return {letter}
        if LETTERS_ONLY.fullmatch(part):
            return set(re.findall("[A-J]", part))
        if numbers and NUMBERS_ONLY.fullmatch(part):
            return self._numbered(part)
        marked = MARKED.fullmatch(part)
        if not marked or LETTERS_ONLY.fullmatch(marked["text"]) or (marked["mark"].isdigit() and not numbers):
            return None
        letters = self._numbered(marked["mark"]) if marked["mark"].isdigit() else {marked["mark"]}
        said = self.known.get(_alike(marked["text"])) if self.item.options else None
        return None if said and letters != {said} else letters

    def _numbered(self, text: str) -> set[str] | None:
        """Digits that rise with nothing between them are several choices, where several are right."""
        several = len(self.item.key_letters) > 1 and RISING.fullmatch(text)
        found = [int(n) for n in re.findall(r"\d" if several else r"\d+", re.sub(r"\.0\b", "", text))]
        return {LETTERS[n - 1] for n in found} if all(1 <= n <= len(LETTERS) for n in found) else None


def read(item: Item, texts: Iterable[str]) -> dict[str, Reading]:
    """The meaning of every text of a column of answers. Cells that hold letter and text of a choice tell the letter of others
    with the text alone. Numbers among which is a zero may count from it: none of them is read."""
    plain = {text: _plain(text) for text in texts}
    if not item.key_letters:
        return {text: _word(item, said) for text, said in plain.items()}
    written = [said for said in plain.values() if not _said_nothing(said, False)]
    if all(ATTACHED.match(said) for said in written):
        plain = {text: ATTACHED.sub(r"\1.", said) for text, said in plain.items()}
    options = dict(zip(map(_alike, item.options), LETTERS, strict=False))
    in_numbers = any(NUMBERS_ONLY.fullmatch(said) for said in written)
    has_zero = in_numbers and not item.is_numbered and any(map(ZERO.fullmatch, plain.values()))
    column = Column(item, options or _learned(plain.values()), has_zero)
    return {text: column.read(said) for text, said in plain.items()}


def _plain(text: str) -> str:
    """Without what varies: width, circles, case."""
    boxed = CIRCLED.sub(lambda sign: f"({unicodedata.normalize('NFKC', sign[0])})", text)
    plain = unicodedata.normalize("NFKC", boxed).translate(MARKS).upper().strip()
    return AROUND.sub("", plain)


def _alike(text: str) -> str:
    """The text of a choice without spaces and the stop at its end."""
    return re.sub(r"\s", "", simplified(_plain(text))).rstrip(".;,")


def _said_nothing(text: str, has_zero: bool) -> Reading | None:
    """What was not asked, not answered, or answered with not knowing."""
    if NOT_ASKED.fullmatch(text):
        return Reading("not_asked")
    if NOTHING.fullmatch(text) and not (has_zero and ZERO.fullmatch(text)):
        return Reading("blank")
    return Reading("read", "***") if DO_NOT_KNOW.fullmatch(text) else None


def _parts(text: str) -> list[str]:
    return [part for sure in SURE.split(text) for part in NEXT_MARK.split(sure) if part]


def _learned(texts: Iterable[str]) -> dict[str, str]:
    """The letter of each text that cells of the column write together with it, always the same."""
    found: dict[str, set[str]] = {}
    for marked in (MARKED.fullmatch(part) for text in texts for part in _parts(text)):
        if marked and not marked["mark"].isdigit() and not LETTERS_ONLY.fullmatch(marked["text"]):
            found.setdefault(_alike(marked["text"]), set()).add(marked["mark"])
    return {text: min(letters) for text, letters in found.items() if len(letters) == 1}


def _word(item: Item, text: str) -> Reading:
    """An answer where the key is words: true or false, or the text of the right choice."""
    key, shown = {_alike(word) for word in item.correct}, "".join(sorted(item.correct)).upper()
    marked = MARKED.fullmatch(text)
    said = {_alike(part) for part in SURE.split(marked["text"] if marked else text)}
    if key in ({_alike(text)}, said):
        return Reading("read", shown, True)
    if nothing := _said_nothing(text, False):
        return nothing
    if _sides(key):
        return (
            Reading("read", shown if _sides(said) == _sides(key) else "***", _sides(said) == _sides(key))
            if _sides(said)
            else UNREAD
        )
    return UNREAD if LETTERS_ONLY.fullmatch(text) or NUMBERS_ONLY.fullmatch(text) else Reading("read", "***")


def _sides(words: set[str]) -> set[str]:
    """Whether words say true, false, or both; nothing for any others."""
    sides = ["true" if TRUE.fullmatch(word) else "false" if FALSE.fullmatch(word) else "" for word in words]
    return set(sides) if all(sides) else set()
