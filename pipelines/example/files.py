"""Sheets as offices keep them: titles, totals, footers, two-row headers, many encodings and ways to write a date."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from pathlib import Path

import xlsxwriter

INVENTED = "（虚构示例数据）"
NOTE = "注：本表为虚构示例数据，与任何真实个人、单位无关"
SIGNED = "填表人：示例甲  审核人：示例乙  填表日期：2025年1月10日  （虚构示例数据）"
MADE_ON = datetime(2025, 1, 15, 9, 0)  # a fixed day, so that a workbook has the same bytes whenever it is made
NUMERALS = "〇一二三四五六七八九"
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")

TEXT_DATES = ("dash", "slash", "chinese", "compact", "dot", "full", "numerals")
MIXED_DATES = ("excel", "dash", "dot", "chinese", "slash", "compact")

DATES: dict[str, Callable[[date], str]] = {
    "dash": lambda day: f"{day:%Y-%m-%d}",
    "slash": lambda day: f"{day.year}/{day.month}/{day.day}",
    "dot": lambda day: f"{day.year}.{day.month}.{day.day}",
    "compact": lambda day: f"{day:%Y%m%d}",
    "chinese": lambda day: f"{day.year}年{day.month}月{day.day}日",
    "full": lambda day: f"{day:%Y-%m-%d}".translate(FULL_WIDTH),
    "numerals": lambda day: f"{chinese_year(day.year)}年{chinese_number(day.month)}月{chinese_number(day.day)}日",
    "month_day": lambda day: f"{day.month}月{day.day}日",  # the title or the file's name gives the year
}


def chinese_year(year: int) -> str:
    """2024 → 二〇二四."""
    return "".join(NUMERALS[int(digit)] for digit in str(year))


def chinese_number(number: int) -> str:
    """5 → 五, 12 → 十二, 30 → 三十."""
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else NUMERALS[tens]) + ("十" if tens else "") + (NUMERALS[ones] if ones else "")


class Record(dict):
    """One row: field → value. `faults` are the (field, reason) planted in it; `again` marks a record sent twice."""

    faults: tuple[tuple[str, str], ...] = ()
    again: bool = False

    def __or__(self, other: dict) -> Record:
        return Record({**self, **other})


@dataclass(frozen=True)
class Planted:
    """Something intake should notice: where it is, and a field that is wrong and why, or no field and "again"."""

    file: str
    sheet: str
    row: int
    field: str
    reason: str


@dataclass(kw_only=True)
class Sheet:
    """Records and how this sender writes them. `dates` are used in turn; "excel" is a real date in a workbook."""

    name: str
    headers: dict[str, str]  # field → header, in the sender's order
    records: list[Record]
    title: str = ""
    unit_line: str = ""
    groups: dict[str, list[str]] = field(default_factory=dict)  # header above several fields
    dates: tuple[str, ...] = ("dash",)
    full_width_every: int = 0  # every n-th number is typed in full-width digits
    total: tuple[str, ...] = ()  # fields added up in a last row
    repeat_header_every: int = 0
    merge: str = ""  # field whose equal neighbours are one merged cell
    footer: str = NOTE


Line = tuple[str, list, Record | None]  # kind of line, cells, record


def lines(sheet: Sheet) -> list[Line]:
    """The sheet from its first line to its last."""
    width = len(sheet.headers)
    found: list[Line] = [("title", [text], None) for text in (sheet.title, sheet.unit_line) if text]
    found += _header(sheet)
    for number, record in enumerate(sheet.records):
        if sheet.repeat_header_every and number and number % sheet.repeat_header_every == 0:
            found += _header(sheet)
        found.append(("record", [_cell(sheet, number, record.get(name)) for name in sheet.headers], record))
    if sheet.total:
        sums = {name: sum(r[name] for r in sheet.records if isinstance(r.get(name), int)) for name in sheet.total}
        found.append(("total", ["合计", *(sums.get(name, "") for name in list(sheet.headers)[1:])], None))
    found += [("blank", [""] * width, None), ("footer", [sheet.footer], None)] if sheet.footer else []
    return found


def _header(sheet: Sheet) -> list[Line]:
    above = {name: group for group, names in sheet.groups.items() for name in names}
    if not above:
        return [("header", list(sheet.headers.values()), None)]
    upper = [above.get(name, header) for name, header in sheet.headers.items()]
    return [("group", upper, None), ("header", [h if n in above else "" for n, h in sheet.headers.items()], None)]


def _cell(sheet: Sheet, number: int, value):
    if isinstance(value, date):
        style = sheet.dates[number % len(sheet.dates)]
        return value if style == "excel" else DATES[style](value)
    if isinstance(value, int) and sheet.full_width_every and number % sheet.full_width_every == 1:
        return str(value).translate(FULL_WIDTH)
    return "" if value is None else value


def write_csv(folder: Path, file: str, sheet: Sheet, encoding: str = "utf-8-sig") -> list[Planted]:
    """One sheet as CSV the way Excel saves it; gives back the faults planted in it."""
    text = io.StringIO()
    found = lines(sheet)
    csv.writer(text, lineterminator="\r\n").writerows(cells for _, cells, _ in found)
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.getvalue().encode(encoding))
    return _planted(file, "", found)


def write_xlsx(folder: Path, file: str, sheets: list[Sheet]) -> list[Planted]:
    """A workbook; gives back the faults planted in it."""
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    planted = []
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"created": MADE_ON, "comments": NOTE})
        looks = {
            "title": book.add_format({"bold": True, "align": "center"}),
            "header": book.add_format({"bold": True, "border": 1, "text_wrap": True}),
            "date": book.add_format({"num_format": "yyyy/m/d"}),
        }
        for sheet in sheets:
            found = lines(sheet)
            _fill(book.add_worksheet(sheet.name), sheet, found, looks)
            planted += _planted(file, sheet.name, found)
    return planted


def _fill(page, sheet: Sheet, found: list[Line], looks: dict) -> None:
    width = len(sheet.headers)
    for row, (kind, cells, _) in enumerate(found):
        if kind == "title":
            page.merge_range(row, 0, row, width - 1, cells[0], looks["title"])
            continue
        for column, cell in enumerate(cells):
            if isinstance(cell, date):
                page.write_datetime(row, column, cell, looks["date"])
            elif isinstance(cell, str):
                page.write_string(row, column, cell, looks["header"] if kind in ("header", "group") else None)
            else:
                page.write(row, column, cell)
        if kind == "group":
            _merge_header(page, row, cells, found[row + 1][1], looks["header"])
    if sheet.merge:
        _merge_down(page, list(sheet.headers).index(sheet.merge), found)


def _merge_header(page, row: int, upper: list[str], lower: list[str], look) -> None:
    """A two-row header: a group's cell lies over its fields, any other header reaches down both rows."""
    for text, columns in groupby(range(len(upper)), key=lambda column: upper[column]):
        span = list(columns)
        last_row = row if lower[span[0]] else row + 1
        if len(span) > 1 or last_row > row:
            page.merge_range(row, span[0], last_row, span[-1], text, look)


def _merge_down(page, column: int, found: list[Line]) -> None:
    """Equal values under each other become one cell."""

    def content(row: int) -> tuple[str, list]:
        kind, cells, _ = found[row]
        return kind, cells[column : column + 1]

    for (kind, value), rows in groupby(range(len(found)), key=content):
        span = list(rows)
        if kind == "record" and len(span) > 1:
            page.merge_range(span[0], column, span[-1], column, value[0])


def _planted(file: str, sheet: str, found: list[Line]) -> list[Planted]:
    records = [(row, record) for row, (_, _, record) in enumerate(found, 1) if record is not None]
    faults = [Planted(file, sheet, row, *fault) for row, record in records for fault in record.faults]
    return faults + [Planted(file, sheet, row, "", "again") for row, record in records if record.again]
