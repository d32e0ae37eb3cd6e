"""XLS workbooks: those of Excel 5.0/95 and before, whose texts are in a code page of their own; and of newer ones what their
reader leaves out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pipelines.reading.grids import Grid, Marks, Page, day_numbers

if TYPE_CHECKING:
    from xlrd.book import Book
    from xlrd.sheet import Sheet

STREAM, NEWER = (
    "Book\0".encode("utf-16-le"),
    "Workbook\0".encode("utf-16-le"),
)  # what the table is called inside the file
CHINESE = "gb18030"  # GBK and all that came after it
WESTERN = (1252, 10000, None)  # what systems that know no better say of Chinese texts too


def is_old(content: bytes) -> bool:
    """Whether an OLE file holds the kind of table that Excel wrote before 97."""
    return STREAM in content and NEWER not in content


def read(content: bytes, text: Callable[[object], str]) -> tuple[list[Page], list[str]]:
    """The visible sheets, and the names of the hidden ones; `text` says what a value of a cell reads."""
    import xlrd

    book = xlrd.open_workbook(file_contents=content, formatting_info=True)
    if book.codepage in WESTERN or book.codepage == 936:
        book = xlrd.open_workbook(file_contents=content, formatting_info=True, encoding_override=CHINESE)
    sheets = book.sheets()
    hidden = [sheet.name for sheet in sheets if sheet.visibility]
    pages = [_page(book, sheet, text) for sheet in sheets if not sheet.visibility]
    return [page for page in pages if page.grid.columns], hidden


def _page(book: Book, sheet: Sheet, text: Callable[[object], str]) -> Page:
    columns = {
        i: [_text(book, sheet.cell(row, i), text) if i < sheet.row_len(row) else "" for row in range(sheet.nrows)]
        for i in range(sheet.ncols)
    }
    spans = [(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells]
    grid = Grid(range(1, sheet.nrows + 1), columns)
    grid.merge(spans)
    numbers = {i: found for i, cells in columns.items() if (found := day_numbers(sheet.col_values(i), cells))}
    grid.trim()
    rows = {i: {row + 1 for row in found} for i, found in numbers.items()}
    return Page(sheet.name, grid, spans, from_1904=book.datemode == 1, numbers=rows)


def _text(book: Book, cell, text: Callable[[object], str]) -> str:
    import xlrd

    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return text(xlrd.xldate_as_datetime(cell.value, book.datemode))
        except (xlrd.xldate.XLDateError, OverflowError):
            return text(cell.value)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return text(bool(cell.value))
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(cell.value, "#ERROR!")
    if cell.ctype == xlrd.XL_CELL_NUMBER and _is_percent(book, book.xf_list[cell.xf_index].format_key):
        return text(cell.value * 100) + "%"
    return "" if cell.value == "" else text(cell.value)


def marks(content: bytes) -> dict[str, Marks]:
    """By the names of the sheets, the numbers of an XLS workbook that are shown as percentages, and where its days count from.

    Its sheets are read only where a cell style shows percentages.
    """
    import xlrd

    try:
        book = xlrd.open_workbook(file_contents=content, formatting_info=True, on_demand=True)
    except Exception:  # what it cannot read, the other reader may; it has the last word
        return {}
    styles = {i for i, style in enumerate(book.xf_list) if not style.is_style and _is_percent(book, style.format_key)}
    found = {}
    for name in book.sheet_names():
        found[name] = Marks(from_1904=book.datemode == 1)
        if styles:
            sheet = book.sheet_by_name(name)
            found[name].percents = {
                (row, column)
                for row in range(sheet.nrows)
                for column in range(sheet.row_len(row))
                if sheet.cell_type(row, column) == xlrd.XL_CELL_NUMBER and sheet.cell_xf_index(row, column) in styles
            }
    return found


def _is_percent(book: Book, format_key: int) -> bool:
    return format_key in book.format_map and "%" in book.format_map[format_key].format_str
