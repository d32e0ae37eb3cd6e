"""What numbers are given in, wherever it is said: in a header, 金额（万元）, over a group of columns, or in a title, 单位：万元."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from pipelines.recognising.forms import NUMBERS, Field
from pipelines.recognising.labels import MEASURE
from pipelines.recognising.simplified import simplified

SCALES = "百千万亿"
# What can be counted or measured, in simplified characters and small letters.
COUNTED = (
    "人次|人|名|位|口|户|家|个|例|次|场|场次|期|份|张|册|件|盒|只|项|条|篇|分|岁|周岁|月|天|年|%|元|角|美元|港元|港币"
)
MEASURED = "mmol/l|毫摩尔/升|mg/dl|mmhg|毫米汞柱|kpa|千帕|m|米|cm|厘米|公分|mm|毫米|kg|公斤|千克|g|克|斤|市斤|lb|磅"
WORDS = {*COUNTED.split("|"), *MEASURED.split("|")}
LONGEST = 16  # characters of a unit, with brackets and 单位：
PARTS_OF_DATES = {"年", "月", "天"}
BRACKETS = re.compile(r"[(（\[【]([^()（）\[\]【】]*)[)）\]】]")
STATED = re.compile(r"单位\s*[:：](?=([^()（）:：]+))")  # another 单位：may follow on the line


class Unit(NamedTuple):
    """万元 is a scale, 万, of a base, 元."""

    scale: str
    base: str

    def __str__(self) -> str:
        return self.scale + self.base


def parsed(text: str) -> Unit | None:
    """The unit that a text is; None for any other text."""
    word = re.sub(r"\s", "", simplified(unicodedata.normalize("NFKC", text))).lower().replace("圆", "元")
    word = word.removeprefix("单位:").removeprefix("人民币")
    base = word.lstrip(SCALES)
    if word in WORDS:
        return Unit("", word)
    return Unit(word.removesuffix(base), base) if base != word and base in WORDS | {""} else None


@lru_cache(maxsize=4096)
def bracketed(label: str) -> str | None:
    """A label that is nothing but a unit, as it stands after a name: 万元 → (万元). None for any other, and for parts of a date."""
    if len(label) > LONGEST or label[:1].isdigit():
        return None
    inside = BRACKETS.fullmatch(label.strip())
    unit = parsed(inside[1] if inside else label)
    return f"({unit})" if unit and unit.base not in PARTS_OF_DATES else None


def of_columns(titles: list[list[str]], labels: list[list[str]], columns: dict[int, Field]) -> dict[int, str]:
    """What must be put after the bare numbers of each column, where that is not the field's own unit.

    `labels` are what each column is called: by its own cell, …, with all that stands above it. Its own cell decides; what
    stands above it and titles speak only of fields that are counted in what they name. Where titles name two units for one
    field neither can be told, and with both after it a number comes back.
    """
    stated, found = set(_stated(titles)), {}
    for i, field in columns.items():
        if field.type not in NUMBERS:
            continue
        if own := _in_header(*labels[i][:2]):
            units = {own}
        elif (group := _in_header(labels[i][-1])) and _is_of(group, field):
            units = {group}
        else:
            units = {unit for unit in stated if _is_of(unit, field)}
        if len({unit.scale for unit in units}) > 1:
            found[i] = "/".join(sorted(map(str, units)))
        elif units and (text := _to_add(units.pop(), field)):
            found[i] = text
    return found


def _is_of(unit: Unit, field: Field) -> bool:
    return unit.base in map(str.lower, field.counted_in)


def _to_add(unit: Unit, field: Field) -> str:
    """A field that does not say what it is counted in takes any base; only the scale matters."""
    if not field.counted_in:
        return unit.scale
    return "" if not unit.scale and _is_of(unit, field) else str(unit)


def _in_header(label: str, *above: str) -> Unit | None:
    """The last unit in brackets, or a measure written straight after the name; below another a header may be a unit itself."""
    said = [
        *BRACKETS.findall(label),
        *re.findall(MEASURE, re.sub(r"\s", "", label).lower()),
        *([label] if above else []),
    ]
    return next((unit for text in reversed(said) if (unit := parsed(text.lstrip("/")))), None)


def _stated(titles: list[list[str]]) -> Iterator[Unit]:
    """The units that titles list: 单位：人、万元."""
    for cell in (cell for row in titles for cell in row):
        for listed in STATED.findall(simplified(cell)):
            for word in re.split(r"[、,，;；\s]+", listed.strip()):
                if not (unit := parsed(word)):
                    break
                yield unit
