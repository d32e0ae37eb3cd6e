"""How a list stands in a workbook: what it is and that it is for the office alone, then a table to print and to fill in."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.accounting.returns import HEADER, LONGEST_CELL, LONGEST_LIST, MADE, TEXT, WRAPPED, width

BORDER = {"border": 1, "border_color": "#BFBFBF"}
LOOKS = {
    "warning": {"bold": True, "font_color": "#9C0006", "font_size": 12},
    "title": {"bold": True, "font_size": 14},
    "told": {"font_color": "#595959"},
    "header": HEADER | BORDER | {"align": "center"},
    "given": TEXT | WRAPPED | BORDER,
    "open": TEXT | BORDER | {"bg_color": "#FFF9E5"},  # to be filled in
    "key": TEXT | BORDER | {"font_color": "#A6A6A6", "font_size": 8},
}
A4 = 9
WIDE = {"open": 11, "key": 11}  # characters that columns of a look show
MOST_OF_WORDS = 14  # in a line, where words can be wrapped; numbers cannot
HAN = re.compile(r"[\u4e00-\u9fff]")
MOST_OF_A_HEADING = 6  # characters in a line; longer headings are wrapped


@dataclass(frozen=True)
class Column:
    """A heading and its cells; of one to be filled in (`look` "open") the words that may be chosen."""

    heading: str
    texts: Sequence[str]
    look: str = "given"
    choices: tuple[str, ...] = ()


def book(warning: str, title: str, told: Sequence[str], columns: Sequence[Column]) -> bytes:
    """The workbook: the same list makes the same bytes."""
    import xlsxwriter

    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as made:  # in memory: no copy is left in a folder for temporary files
        made.set_properties({"created": MADE})
        formats = {name: made.add_format(look) for name, look in LOOKS.items()}
        sheet, top = made.add_worksheet(), [(warning, "warning"), (title, "title"), *((line, "told") for line in told)]
        for number, (line, look) in enumerate(top):
            sheet.write_string(number, 0, line[:LONGEST_CELL], formats[look])
        for number, column in enumerate(columns):
            _draw(sheet, len(top), number, column, formats)
        _for_printing(sheet, len(top), warning)
    return stream.getvalue()


def _draw(sheet, start: int, number: int, column: Column, formats: dict) -> None:
    """Heading and cells, every one as text, so that nothing in it is computed and an id stays whole."""
    sheet.write_string(start, number, column.heading, formats["header"])
    wide = width([column.heading[:MOST_OF_A_HEADING], *column.texts])
    most = MOST_OF_WORDS if any(HAN.search(text) for text in column.texts) else wide
    sheet.set_column(number, number, WIDE.get(column.look) or min(wide, most))
    for row, text in enumerate(column.texts, start + 1):
        if text:
            sheet.write_string(row, number, text[:LONGEST_CELL], formats[column.look])
        else:
            sheet.write_blank(row, number, None, formats[column.look])
    if column.choices and len(",".join(column.choices)) <= LONGEST_LIST:
        offered = {"validate": "list", "source": list(column.choices), "show_error": False}
        sheet.data_validation(start + 1, number, start + len(column.texts), number, offered)


def _for_printing(sheet, start: int, warning: str) -> None:
    """On A4 across, all columns on one page, the header on each, and at every foot whose eyes it is for."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(start)
    sheet.set_footer(f"&L{warning.replace('&', '&&')}&R&P / &N")
    sheet.freeze_panes(start + 1, 2)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
