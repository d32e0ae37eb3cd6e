"""A line that stands by itself between the rows, for the rows below it: a village, a year, a kind of work."""

from __future__ import annotations

import re
from typing import NamedTuple

from pipelines.recognising import day_order
from pipelines.recognising.forms import Form
from pipelines.recognising.labels import NUMBERED
from pipelines.recognising.row_words import plain

BEHIND = re.compile(r"\s*(?:[(（][^()（）]*[)）]|[:：、。])\s*$")  # （3 场）
BEFORE = re.compile(r"^(?:村居|社区|村|村名|单位|地区|村\(社区\)|街道|乡镇|年度|年份)\s*[:：]\s*")
PERIOD = re.compile(
    r"(?:((?:19|20)\d\d)\s*年?度?)?\s*(?:第?[一二三四1-4]季度|[上下]半年|(\d{1,2}|[一二三四五六七八九十]{1,2})月份?(\d{1,2}[日号])?)?"
)
VILLAGE = re.compile(r"[\u4e00-\u9fff]{1,12}(?:村|社区|居委会?|村委会?|居民委员会|村民委员会)")
STREET = re.compile(r"[\u4e00-\u9fff]{1,12}(?:街道|街道办事处|镇|乡)")


class Line(NamedTuple):
    """What a line says of the rows below it: a field and its text, a year and month ("2024", "2024-7", "-7"), or only what they
    are about ("" of nothing)."""

    field: str
    text: str


def read(form: Form, text: str) -> Line | None:
    """None for a text that says nothing of other rows."""
    said = BEHIND.sub("", BEFORE.sub("", NUMBERED.sub("", plain(text))))
    if said and (period := PERIOD.fullmatch(said)):
        month = f"-{int(day_order.digits(period[2]))}" if period[2] and not period[3] else ""
        return Line("year" if period[1] or month else "", (period[1] or "") + month)
    areas = [name for name, field in form.fields.items() if field.type == "area"]
    wider = {field.within for field in form.fields.values() if field.within}
    if STREET.fullmatch(said):
        return next((Line(name, said) for name in areas if name in wider), None) or _of_area(areas, said)
    if VILLAGE.fullmatch(said):
        return _of_area([name for name in areas if form.fields[name].required] or areas, said)
    for name, field in form.fields.items():
        if field.type == "code" and any(said in words for words in field.codes.values()):
            return Line(name, said)
    return None


def _of_area(areas: list[str], said: str) -> Line | None:
    return Line(areas[0], said) if areas else None
