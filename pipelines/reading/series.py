"""Several events of one person in a row → a sheet for each: 随访日期, 随访日期2, 随访日期3; or 第一次, 第二次 over the same headers."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

HEADER_ROWS = 20  # a header stands within the first rows
DAY = re.compile(r"日期|时间|日$")  # an event has a day of its own; two telephone numbers are no events
NUMERAL = "一二三四五六七八九十"
ORDER = rf"(?:第?\s*[({{]?\s*([首{NUMERAL}]|十[一二]|\d{{1,2}})\s*[)}}]?\s*(?:次|轮|回|季度|季|月份?))"
BEHIND = re.compile(rf"^(.*?\D)\s*[(]?([{NUMERAL}]|[1-9]|1\d)[)]?$")  # 随访日期2, 随访日期(二)
BEFORE = re.compile(rf"^{ORDER}\s*(.+)$")  # 第二次随访日期
ALONE = re.compile(rf"^{ORDER}((?:随访|走访|体检|检查|服务|访视)?)(?:情况|记录)?$")  # over the headers of one
SHORT = re.compile(r"日期|时间|方式|内容|类别|类型|形式")  # which needs the word over it: 随访 › 日期
PERSON = re.compile(r"姓名|身份证|出生|生日")  # of others than the one of the row


@dataclass(frozen=True)
class Part:
    """The columns of one event, each with what its header says apart from the event's number."""

    columns: dict[int, str]


def parts(head: list[list[str]]) -> tuple[int, list[Part]]:
    """The row (from 0) that labels the columns, and the columns of each event in a row; none where a row is one event."""
    for row in range(min(HEADER_ROWS, len(head))):
        labels = [unicodedata.normalize("NFKC", cell).strip() for cell in head[row]]
        found = _numbered(labels) or (_grouped(head[row - 1], labels) if row else [])
        found = found or _repeated(labels, head[row - 1] if row else [])
        if found:
            return row, found
    return 0, []


def _numbered(labels: list[str]) -> list[Part]:
    """Headers that are the same but for a number before or behind them; the first may have none."""
    by_number: dict[int, dict[str, int]] = {}
    plain = {label: i for i, label in reversed(list(enumerate(labels))) if label}
    for i, label in enumerate(labels):
        if match := BEFORE.match(label):
            by_number.setdefault(_number(match[1]), {})[match[2]] = i
        elif (match := BEHIND.match(label)) and (_number(match[2]) > 1 or match[1] not in plain):
            by_number.setdefault(_number(match[2]), {})[match[1].rstrip("(")] = i
    repeated = set.intersection(*map(set, by_number.values())) if by_number else set()
    if by_number and 1 not in by_number:
        by_number[1] = {name: plain[name] for name in repeated if name in plain}
    return _parts([by_number[number] for number in sorted(by_number)])


def _repeated(labels: list[str], groups: list[str]) -> list[Part]:
    """The same headers again behind those of the person, which stand once: a day and what was done on it. Under groups that
    differ they say different things (计划, 实际)."""
    places: dict[str, list[int]] = {}
    for i, label in enumerate(labels):
        places.setdefault(label, []).append(i)
    again = {label: found for label, found in places.items() if label and len(found) > 1}
    starts = next(iter(again.values()), [])
    if (
        len(again) < 2
        or len({len(found) for found in again.values()}) != 1
        or starts[0] == 0
        or any(map(PERSON.search, again))
    ):
        return []
    ends = [*starts[1:], len(labels)]
    in_order = all(a <= i < z for found in again.values() for a, i, z in zip(starts, found, ends, strict=True))
    over = {groups[i] for found in again.values() for i in found if i < len(groups)}
    if not in_order or len(over) > 1:
        return []
    return _parts([{label: found[n] for label, found in again.items()} for n in range(len(starts))])


def _grouped(groups: list[str], labels: list[str]) -> list[Part]:
    """第一次, 第二次 … each over the same headers."""
    by_number: dict[int, dict[str, int]] = {}
    number, word = 0, ""
    for i, label in enumerate(labels):
        group = unicodedata.normalize("NFKC", groups[i]).strip() if i < len(groups) else ""
        match = ALONE.match(group)
        number, word = (_number(match[1]), match[2]) if match else (0, "") if group else (number, word)
        if number and label:
            by_number.setdefault(number, {})[word + label if SHORT.fullmatch(label) else label] = i
    return _parts([by_number[number] for number in sorted(by_number)])


def _parts(events: list[dict[str, int]]) -> list[Part]:
    """Events that have the same headers, one of them a day."""
    if len(events) < 2 or any(set(event) != set(events[0]) for event in events):
        return []
    return [Part({i: name for name, i in event.items()}) for event in events] if any(map(DAY.search, events[0])) else []


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    return sum(NUMERAL.index(char) + 1 for char in text.replace("首", "一"))  # 十二 is 10 and 2
