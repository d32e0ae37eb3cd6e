"""Write a plan as a workbook that an office fills in: columns explained, words to choose from, and back it is read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from indicators.judging import strict
from indicators.judging.cells import bare, is_code, shown
from indicators.judging.plans import PARTS, Plan
from indicators.judging.workbooks import CHOICES, HEAD, SHEETS, STRUCTS, explanation, heading, letters

LINES = 300  # rows of a part that are prepared for filling in
NOTE_LENGTH = 250  # characters a spreadsheet shows beside a cell
WIDTHS = {"flag": 16, "number": 13, "date": 14, "code": 24, "text": 28}
OWN_WIDTHS = {"indicator": 46, "group": 34, "clause": 16, "due_yearly": 14, "bands": 18}
LOOKS = {
    "heading": {"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF", "border": 1, "border_color": "#FFFFFF"},
    "needed": {"bold": True, "bg_color": "#C55A11", "font_color": "#FFFFFF", "border": 1, "border_color": "#FFFFFF"},
    "explained": {"font_color": "#595959", "bg_color": "#F2F2F2", "font_size": 9, "bottom": 1},
    "text": {"num_format": "@"},
    "date": {"num_format": "yyyy-mm-dd"},
    "number": {"num_format": "General"},
}
SHAPE = {"text_wrap": True, "valign": "top"}
Words = Mapping[str, Mapping[str, str]]


def write(path: Path, words: Words, plan: Plan | None = None) -> None:
    """Write the workbook: empty, or holding a plan whole.

    `words` are, by key, the words there are and what each is called: "indicator", "service", "by", "event", "evidence".
    """
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        formats = {name: book.add_format(SHAPE | look) for name, look in LOOKS.items()}
        pages = {part: book.add_worksheet(title) for part, title in SHEETS.items()}
        lists = _choices(book.add_worksheet(CHOICES), _all_words(words), formats)
        _head(pages["plan"], plan, _all_words(words), lists, formats)
        for part in PARTS:
            _part(pages[part], part, getattr(plan, part) if plan else (), _all_words(words), lists, formats)


def _all_words(words: Words) -> dict[str, dict[str, str]]:
    """What may be written under each key that has a list, with what it is called."""
    own = {key: {word: zh for word, (zh, _) in strict.words(key).items()} for key in strict.OWN_WORDS}
    days = {word: zh for kind in strict.DAYS for word, (zh, _) in strict.words(kind).items()}
    given = {key: dict(words.get(key, {})) for key in ("indicator", "service", "by", "evidence")}
    return {**own, **given, "occasions": {**days, **words.get("event", {})}}


def _choices(page, words: dict[str, dict[str, str]], formats) -> dict[str, str]:
    """Write the lists, a column each; gives the range of each by its key."""
    ranges = {}
    for place, (key, named) in enumerate((key, named) for key, named in words.items() if named):
        page.write_string(0, place, key, formats["heading"])
        for line, (word, called) in enumerate(named.items(), 1):
            page.write_string(line, place, f"{called} {word}", formats["text"])
        page.set_column(place, place, 42 if key == "indicator" else 26)
        column = letters(place)
        ranges[key] = f"='{CHOICES}'!${column}$2:${column}${len(named) + 1}"
    page.freeze_panes(1, 0)
    return ranges


def _head(page, plan: Plan | None, words: dict[str, dict[str, str]], lists: dict[str, str], formats) -> None:
    """A key, its value and what to write on each line."""
    for place, (title, width) in enumerate(zip(HEAD, (24, 60, 84), strict=True)):
        page.write_string(0, place, title, formats["heading"])
        page.set_column(place, place, width)
    for line, (key, field) in enumerate(strict.fields(STRUCTS["plan"]).items(), 1):
        page.write_string(line, 0, heading("plan", key), formats["needed" if field.is_needed else "heading"])
        page.write_blank(line, 1, None, formats[_look(field.type)])
        page.write_string(line, 2, explanation("plan", key), formats["explained"])
        if plan:
            _write(page, line, 1, plan, field, words.get(key, {}), formats)
        page.data_validation(line, 1, line, 1, _offered("plan", key, field.type, lists))
        page.set_row(line, 150 if key == "note" else 34)
    page.freeze_panes(1, 1)


def _part(page, part: str, rows, words: dict[str, dict[str, str]], lists: dict[str, str], formats) -> None:
    """A heading and what to write above each column, the rows, and the lists to choose from."""
    for place, (key, field) in enumerate(strict.fields(STRUCTS[part]).items()):
        page.set_column(place, place, _width(key, field.type), formats[_look(field.type)])
        page.write_string(0, place, heading(part, key), formats["needed" if field.is_needed else "heading"])
        page.write_string(1, place, explanation(part, key), formats["explained"])
        for line, row in enumerate(rows, 2):
            _write(page, line, place, row, field, words.get(key, {}), formats)
        page.data_validation(2, place, LINES + 1, place, _offered(part, key, field.type, lists))
    page.set_row(0, 32)
    page.set_row(1, 190)
    page.freeze_panes(2, 1)


def _write(page, line: int, place: int, row, field: strict.Field, names: Mapping[str, str], formats) -> None:
    """What a row has under a key, unless an empty cell means the same."""
    value = getattr(row, field.attribute)
    if value != field.default:
        page.write(line, place, shown(value, field.type, names), formats[_look(field.type)])


def _offered(part: str, key: str, type_, lists: dict[str, str]) -> dict:
    """What a spreadsheet offers and refuses under a key."""
    said = strict.keys()[part][key]
    told = {
        "input_title": heading(part, key)[:32],
        "input_message": f"{said.meaning_zh}\n{said.meaning_en}"[:NOTE_LENGTH],
    }
    if bare(type_) is bool:
        return {"validate": "list", "source": ["是", "否"], **told}
    if key in lists and is_code(bare(type_)):
        return {"validate": "list", "source": lists[key], "error_type": "warning", **told}
    return {"validate": "any", **told}


def _look(type_) -> str:
    return {date: "date", Decimal: "number", int: "number"}.get(bare(type_), "text")


def _width(key: str, type_) -> int:
    kind = "flag" if bare(type_) is bool else "code" if is_code(bare(type_)) else _look(type_)
    return OWN_WIDTHS.get(key, WIDTHS[kind])
