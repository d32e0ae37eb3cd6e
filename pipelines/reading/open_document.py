"""What the reader of ODS workbooks leaves out: merged cells, percentages, the text of cells whose formula failed, and where days
count from."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

from pipelines.reading.grids import Marks

ERROR_MARKS = ("#", "Err:")  # how an error is shown


def marks(source: bytes) -> dict[str, Marks]:
    """The marks of every sheet of a workbook, by name; none for a package that is no ODS workbook."""
    with zipfile.ZipFile(io.BytesIO(source)) as package:
        if "content.xml" not in package.namelist():
            return {}
        with package.open("content.xml") as stream:
            return dict(_sheets(stream))


def _sheets(stream) -> Iterator[tuple[str, Marks]]:
    found, name, row, from_1904 = Marks(), "", 0, False
    for event, element in ElementTree.iterparse(stream, events=("start", "end")):
        kind = _local(element.tag)
        if event == "start" and kind == "table":
            found, name, row = Marks(from_1904=from_1904), _get(element, "name"), 0
        elif event == "end" and kind == "null-date":
            from_1904 = _get(element, "date-value").startswith("1904")
        elif event == "end" and kind == "table-row":
            _mark_row(element, row, found)
            row += int(_get(element, "number-rows-repeated") or 1)
            element.clear()
        elif event == "end" and kind == "table":
            yield name, found


def _mark_row(element: ElementTree.Element, row: int, found: Marks) -> None:
    column = 0
    for cell in element:
        if _local(cell.tag) not in ("table-cell", "covered-table-cell"):
            continue
        down, right = (int(_get(cell, f"number-{way}-spanned") or 1) for way in ("rows", "columns"))
        if down * right > 1:
            found.spans.append((row, column, row + down - 1, column + right - 1))
        text = "".join(cell.itertext()).strip()
        if cell.get(_formula(cell)) and text.startswith(ERROR_MARKS):
            found.errors[row, column] = text if text.startswith("#") else "#ERROR!"
        if _get(cell, "value-type") == "percentage":
            found.percents.add((row, column))
        column += int(_get(cell, "number-columns-repeated") or 1)


def _formula(cell: ElementTree.Element) -> str:
    return next((key for key in cell.attrib if _local(key) == "formula"), "formula")


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _get(element: ElementTree.Element, name: str) -> str:
    return next((value for key, value in element.attrib.items() if _local(key) == name), "")
