"""A field written over several columns under one heading: men, women and together; year, month and day; choices to tick."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from pipelines.recognising.forms import Field, Form
from pipelines.recognising.headers import Header
from pipelines.recognising.labels import NUMBERED, names
from pipelines.recognising.questionnaires import Item
from pipelines.recognising.simplified import simplified

TOGETHER = re.compile(r"^(小计|合计|总计|共计|总数|总人数|人数合计|合计人数|计|total)$")
DUE = re.compile(r"^(应|拟|计划|预计|预期)")  # those who should have come
CAME = re.compile(r"^(实到|实际|到场|到会)")
DATE_PARTS = {"年": "year", "年份": "year", "月": "month", "月份": "month", "日": "day", "日期": "day", "号": "day"}
DATE_PART = re.compile(r"(.*?)(年份?|月份?|日期?|号)")
PRESSURES = {"收缩压": "high", "高压": "high", "舒张压": "low", "低压": "low"}
TICKED = re.compile(r"^([√✓✔☑■●◆★Vv]||是|有|[yY]|1|1\.0)$")
UNTICKED = re.compile(r"^([□○◻☐×✗✘xX—–/-]|否|无|[nN]|0|0\.0)?$")
CHOICE = re.compile(r"^([A-H])(?:[.、．:： )）].*)?$")
FIGURE = re.compile(r"^(-?\d[\d,]*(?:\.\d+)?)(人次|人|名|份|场|次|户|张|册)?$")
BARE_NUMBER = re.compile(r"^[\d.,%/-]+$")

How = Literal["together", "sum", "date", "pressure", "ticks", "choices"]


@dataclass(frozen=True)
class SubColumns:
    """The columns of one field or item, each with what it says (a part of a day, a choice), under a common heading."""

    kind: str  # field or item
    name: str
    label: str
    columns: dict[int, str]
    how: How

    def text(self, cells: Sequence[str | None]) -> str:
        """What the cells of a row say together, as one cell would say it; "" for nothing. Of parts that do not fit each other,
        all of them, so that the row comes back."""
        said = {part: _folded(cells[i]) for i, part in self.columns.items()}
        filled = {part: text for part, text in said.items() if text}
        if not filled:
            return ""
        if self.how == "date":
            return _day({part: re.sub(r"[年月日号]$", "", text) for part, text in filled.items()})
        if self.how == "pressure":
            return f"{filled.get('high', '')}/{filled.get('low', '')}"
        if self.how == "sum":
            numbers = [FIGURE.match(text) for text in filled.values()]
            added = sum(Decimal(n[1].replace(",", "")) for n in numbers) if all(numbers) else None
            return f"∑({', '.join(filled.values())})" if added is None else f"{added:f}"
        ticked = [part if TICKED.match(text) else text for part, text in filled.items() if not UNTICKED.match(text)]
        return ("" if self.how == "choices" else "、").join(ticked)


def find(form: Form, header: Header) -> list[SubColumns]:
    """Every field or item that is the heading of several columns which say its parts."""
    found = []
    for columns in _runs(header):
        heading = header.groups[columns[0]][1]
        kind, name = next((form.known[word] for word in names(heading) if word in form.known), (None, ""))
        own = {i: re.sub(r"\s", "", simplified(_folded(NUMBERED.sub("", header.labels[i][0])))) for i in columns}
        if not kind or len(columns) < 2 or any(BARE_NUMBER.match(text) for text in own.values()):
            continue
        part = _item(form.items[name], own) if kind == "item" else _field(form.fields[name], own)
        if part:
            how, parts = part
            found.append(SubColumns(kind, name, heading, parts, how))
    return [*found, *_days(form, header)]


def _days(form: Form, header: Header) -> Iterator[SubColumns]:
    """Year, month and day beside each other under no heading: 出生年, 出生月, 出生日; or 年, 月, 日 where no other day is told."""
    labels = ["" if group else _folded(label[0]) for label, group in zip(header.labels, header.groups, strict=True)]
    for i in range(len(labels) - 2):
        parts = [DATE_PART.fullmatch(label) for label in labels[i : i + 3]]
        if all(parts) and [DATE_PARTS[part[2]] for part in parts] == ["year", "month", "day"]:
            of = parts[0][1]
            if {part[1] for part in parts[1:]} <= {"", of} and (name := _dated(form, header, of)):
                yield SubColumns("field", name, labels[i], {i: "year", i + 1: "month", i + 2: "day"}, "date")


def _dated(form: Form, header: Header, of: str) -> str | None:
    """The field of the day of something; of nothing said, that of the record itself, where no column is known for it."""
    known = [form.known[word][1] for word in names(f"{of}日期") if word in form.known]
    if of:
        return next((name for name in known if name in form.fields and form.fields[name].type == "date"), None)
    field = form.fields.get(form.dated_by or "")
    if not field or field.type != "date":
        return None
    own = {form.dated_by, field.column_of}
    labelled = {form.known[word][1] for label in header.labels for word in names(label[0]) if word in form.known}
    return None if own & labelled else field.column_of or form.dated_by


def _runs(header: Header) -> list[list[int]]:
    """Neighbouring columns under the same heading."""
    runs: dict[tuple[int, str], list[int]] = {}
    for i, group in enumerate(header.groups):
        if group and any(header.labels[i]):
            runs.setdefault(group, []).append(i)
    return list(runs.values())


def _field(field: Field, own: dict[int, str]) -> tuple[How, dict[int, str]] | None:
    if field.type == "date" and {"month", "day"} <= {DATE_PARTS.get(text) for text in own.values()}:
        return "date", {i: DATE_PARTS[text] for i, text in own.items() if text in DATE_PARTS}
    if field.type == "blood_pressure" and {PRESSURES.get(text) for text in own.values()} == {"high", "low"}:
        return "pressure", {i: PRESSURES[text] for i, text in own.items()}
    if field.type in ("integer", "money", "decimal") and field.adds_up:
        return _measure(own)
    words = {simplified(word): code for code, labels in field.codes.items() for word in [code, *labels]}
    if field.type == "code" and all(text.lower() in words or text in words for text in own.values()):
        return "ticks", own
    return None


def _measure(own: dict[int, str]) -> tuple[How, dict[int, str]] | None:
    """The column of all together, or of those who came beside those who should have; else the sum, unless that would add both."""
    for telling in (TOGETHER, CAME):
        if len(told := [i for i, text in own.items() if telling.match(text)]) == 1:
            return "together", {told[0]: own[told[0]]}
        if told:
            return None
    return None if any(map(DUE.match, own.values())) else ("sum", own)


def _item(item: Item, own: dict[int, str]) -> tuple[How, dict[int, str]] | None:
    letters = {i: match[1] for i, text in own.items() if (match := CHOICE.match(text.upper()))}
    return ("choices", letters) if len(letters) == len(own) == len(set(letters.values())) else None


def _day(parts: dict[str, str]) -> str:
    year, month, day = (parts.get(name, "") for name in ("year", "month", "day"))
    return f"{year}-{month}-{day}" if year else f"{month}月{day}日"


def _folded(cell: str | None) -> str:
    return unicodedata.normalize("NFKC", cell).strip() if cell else ""
