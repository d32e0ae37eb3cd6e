"""XLSX, XLSM, XLS and ODS workbooks → the text of the cells of every visible sheet, as a person reads it."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from indicators.workspace import Fault
from pipelines.reading import formulas, old_workbooks, open_document, open_xml, packages
from pipelines.reading.grids import Grid, Marks, Page, day_numbers
from pipelines.reading.packages import Moved

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

MAX_FLOAT_DIGITS = 15  # a spreadsheet number keeps no more: longer ones are damaged ids
EXACT = 10**MAX_FLOAT_DIGITS
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FIGURE = re.compile(r"-?\d+(\.\d+)?([eE][-+]?\d+)?")
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
ERRORS = {"Div0": "#DIV/0!", "NA": "#N/A", "Name": "#NAME?", "Null": "#NULL!", "Num": "#NUM!", "Ref": "#REF!", "Value": "#VALUE!"}  # fmt: skip


def read(path: Path, file: str) -> tuple[list[Page], list[str]]:
    """The visible sheets that hold a cell, and the names of the hidden ones. Raises Fault for what is no readable workbook."""
    with path.open("rb") as stream:
        is_ole = stream.read(len(OLE)) == OLE
    if is_ole and ENCRYPTED in path.read_bytes():
        raise packages.encrypted(file)
    package = packages.Package(has_errors=True) if is_ole else packages.check(path, file)
    source = path.read_bytes() if package.content is None else package.content
    try:
        if is_ole and old_workbooks.is_old(source):
            return old_workbooks.read(source, _text)
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

    marks = _marks(source, package)
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


def _marks(source: bytes, package: packages.Package) -> dict[str, Marks]:
    """What the reader leaves out, by the names of the sheets; nothing of sheets whose cells were moved together."""
    if package.is_open_document:
        return open_document.marks(source)
    if not package.sheets:
        return old_workbooks.marks(source)
    with zipfile.ZipFile(io.BytesIO(source)) as opened:
        found = open_xml.marks(opened, package.sheets, package.has_formulas)
    return {name: Marks(from_1904=marks.from_1904) if name in package.moved else marks for name, marks in found.items()}


def _page(sheet: CalamineSheet, marked: Marks, moved: Moved | None) -> Page:
    columns, kinds = [], {}
    for i, values in enumerate(zip(*sheet.to_python(skip_empty_area=False), strict=True)):
        if _is_text(values):
            columns.append(list(values))
            continue
        columns.append([TEXTS[value.__class__](value) for value in values])
        if found := day_numbers(values, columns[i]):
            kinds[i] = found
    for (row, column), text in marked.errors.items():
        if column < len(columns) and row < len(columns[column]):
            columns[column][row] = text
    for row, column in marked.percents:
        if column < len(columns) and row < len(columns[column]) and (text := columns[column][row]):
            columns[column][row] = f"{_number(float(text) * 100)}%" if FIGURE.fullmatch(text) else text
    spans = [(a, b, c, d) for (a, b), (c, d) in sheet.merged_cell_ranges or []] + marked.spans
    rows = range(1, len(columns[0]) + 1) if columns else []
    places = range(len(columns))
    if moved:
        rows, places, spans = [row + 1 for row in moved.rows[: len(rows)]], moved.columns, moved.spans
    grid = Grid(rows, dict(zip(places, columns, strict=False)))
    numbers = {places[i]: {rows[n] for n in found} for i, found in kinds.items()}
    told = _compute(grid, marked)
    grid.merge(spans)
    grid.trim()
    return Page(sheet.name, grid, spans, told, marked.from_1904, numbers)


def _compute(grid: Grid, marked: Marks) -> Counter[str]:
    """Fill in what formulas without a stored value come to, or that nobody knows; how many there were of each."""
    told: Counter[str] = Counter()
    for (row, column), value in formulas.compute(grid, marked.formulas, marked.from_1904).items():
        if column in grid.columns and row < len(grid.columns[column]):
            grid.columns[column][row] = formulas.UNKNOWN if value is None else _number(value)
            told["formulas_unknown" if value is None else "formulas_computed"] += 1
    return told


def _is_text(column: tuple) -> bool:
    """Whether all cells are text, as in most columns of long sheets."""
    try:
        "".join(column)  # the quickest way to see it
    except TypeError:
        return False
    return True


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


def _text(value: object) -> str:
    """A cell as a person reads it."""
    return TEXTS[value.__class__](value)


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
