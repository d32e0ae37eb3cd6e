"""XLSX, XLSM, XLS and ODS workbooks → the text of the cells of every visible sheet, as a person reads it."""

from __future__ import annotations

import datetime
import io
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from indicators.workspace import Fault
from pipelines.reading import open_document, packages
from pipelines.reading.grids import Grid, Span
from pipelines.reading.open_document import Marks
from pipelines.reading.packages import Moved

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

MAX_FLOAT_DIGITS = 15  # a spreadsheet number keeps no more: longer ones are damaged ids
EXACT = 10**MAX_FLOAT_DIGITS
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
ERRORS = {"Div0": "#DIV/0!", "NA": "#N/A", "Name": "#NAME?", "Null": "#NULL!", "Num": "#NUM!", "Ref": "#REF!", "Value": "#VALUE!"}  # fmt: skip


@dataclass
class Page:
    """A visible sheet: its cells as text and its merged ranges, already filled."""

    name: str
    grid: Grid
    spans: list[Span] = field(default_factory=list)


def read(path: Path, file: str) -> tuple[list[Page], list[str]]:
    """The visible sheets that hold a cell, and the names of the hidden ones. Raises Fault for what is no readable workbook."""
    with path.open("rb") as stream:
        is_ole = stream.read(len(OLE)) == OLE
    if is_ole and ENCRYPTED in path.read_bytes():
        raise packages.encrypted(file)
    package = packages.Package(has_errors=True) if is_ole else packages.check(path, file)
    source = path.read_bytes() if package.content is None else package.content
    try:
        return _pages(source, package)
    except Fault:
        raise
    except BaseException as error:  # the reader is not Python: what breaks inside it (a "panic") is no Exception
        if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError | ImportError):
            raise
        if type(error).__name__ == "PasswordError":
            raise packages.encrypted(file) from None
        raise packages.damaged(file, str(error).splitlines()[0] if str(error) else type(error).__name__) from None


def _pages(source: bytes, package: packages.Package) -> tuple[list[Page], list[str]]:
    import python_calamine as calamine

    marks = open_document.marks(source) if package.is_open_document else {}
    with calamine.load_workbook(io.BytesIO(source)) as book:
        tables = [s for s in book.sheets_metadata if s.typ == calamine.SheetTypeEnum.WorkSheet]
        hidden = [s.name for s in tables if s.visible != calamine.SheetVisibleEnum.Visible]
        pages = []
        for name in (s.name for s in tables if s.name not in hidden):
            sheet, marked = book.get_sheet_by_name(name), marks.get(name, Marks())
            if package.has_errors and sheet.start:
                marked.errors |= _errors(source, name, *sheet.start)
            pages.append(_page(sheet, marked, package.moved.get(name)))
    return [page for page in pages if page.grid.columns], hidden


def _page(sheet: CalamineSheet, marked: Marks, moved: Moved | None) -> Page:
    columns = [_texts(column) for column in zip(*sheet.to_python(skip_empty_area=False), strict=True)]
    for (row, column), text in marked.errors.items():
        if column < len(columns) and row < len(columns[column]):
            columns[column][row] = text
    spans = [(a, b, c, d) for (a, b), (c, d) in sheet.merged_cell_ranges or []] + marked.spans
    rows = range(1, len(columns[0]) + 1) if columns else []
    places = range(len(columns))
    if moved:
        rows, places, spans = [row + 1 for row in moved.rows[: len(rows)]], moved.columns, moved.spans
    grid = Grid(rows, dict(zip(places, columns, strict=False)))
    grid.merge(spans)
    grid.trim()
    return Page(sheet.name, grid, spans)


def _texts(column: tuple) -> list[str]:
    """The cells of a column as a person reads them; most columns of long sheets are text all through."""
    try:
        "".join(column)  # the quickest way to see it
    except TypeError:
        return [TEXTS[cell.__class__](cell) for cell in column]
    return list(column)


def _errors(source: bytes, name: str, top: int, left: int) -> dict[tuple[int, int], str]:
    """What stands in the cells whose formula failed, by row and column: calamine's Python side shows them empty.

    `top` and `left` are where the used range begins, from which the other side counts.
    """
    import fastexcel

    sheet = fastexcel.read_excel(source).load_sheet(name, header_row=None, dtypes="string")
    _, faults = sheet.to_arrow_with_errors()
    found = {}
    for fault in faults.errors if faults else ():
        if kind := re.search(r"Error\((\w+)", fault.detail):
            row, column = fault.position
            found[row + top, column + left] = ERRORS.get(kind[1], "#ERROR!")
    return found


def _number(value: float) -> str:
    """12 not 12.0, and 3.20812E+17 for a number too long to be exact."""
    return f"{value:.{MAX_FLOAT_DIGITS}g}" if -EXACT < value < EXACT else f"{value:.5E}"


def _moment(value: datetime.datetime) -> str:
    return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ")


# A cell as a person reads it, by its type.
TEXTS = {
    str: str,
    bool: lambda value: "TRUE" if value else "FALSE",
    int: _number,
    float: _number,
    datetime.date: datetime.date.isoformat,
    datetime.time: datetime.time.isoformat,
    datetime.datetime: _moment,
    datetime.timedelta: str,
}
