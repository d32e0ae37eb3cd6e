"""What the reader of XLSX workbooks leaves out: numbers shown as percentages, formulas without a stored value, days that
count from 1904."""

from __future__ import annotations

import re
import zipfile
from xml.etree import ElementTree

from pipelines.reading.grids import Marks, number

CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*)>(.*?)</(?:\w+:)?c>", re.DOTALL)
REFERENCE, STYLE = re.compile(rb'\br="([A-Z]+)(\d+)"'), re.compile(rb'\bs="(\d+)"')
FORMULA = re.compile(
    rb"<(?:\w+:)?f\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?f>)(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*$", re.DOTALL
)
PERCENT = {"9", "10"}  # the numbers of 0% and 0.00%, which no file defines
SAID_LITERALLY = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')  # in a number format


def marks(package: zipfile.ZipFile, names: dict[str, str], has_formulas: bool) -> dict[str, Marks]:
    """The marks of every sheet, by its name; `names` are those of the members that hold the sheets. A workbook without
    percentages and formulas is not looked through."""
    styles, from_1904 = _percent_styles(package), _counts_from_1904(package)
    found = {}
    for member, name in names.items():
        looked_through = (styles or has_formulas) and member in package.namelist()
        found[name] = _marks(package.read(member), styles) if looked_through else Marks()
        found[name].from_1904 = from_1904
    return found


def _marks(xml: bytes, styles: set[bytes]) -> Marks:
    found = Marks()
    for attributes, content in CELL.findall(xml):
        if not (where := REFERENCE.search(attributes)):
            continue
        style, formula = STYLE.search(attributes), FORMULA.search(content)
        if style and style[1] in styles:
            found.percents.add(_place(where))
        if formula:
            text = (formula[1] or b"").decode("utf-8", "replace")
            found.formulas[_place(where)] = text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
    return found


def _place(where: re.Match) -> tuple[int, int]:
    return int(where[2]) - 1, number(where[1].decode())


def _percent_styles(package: zipfile.ZipFile) -> set[bytes]:
    """The numbers of the cell styles that show a number as a percentage."""
    if "xl/styles.xml" not in package.namelist():
        return set()
    tree = ElementTree.fromstring(package.read("xl/styles.xml"))
    space = tree.tag.partition("}")[0] + "}" if "}" in tree.tag else ""
    own = {
        f.get("numFmtId") for f in tree.iter(f"{space}numFmt") if "%" in SAID_LITERALLY.sub("", f.get("formatCode", ""))
    }
    cells = next(tree.iter(f"{space}cellXfs"), ())
    return {str(i).encode() for i, style in enumerate(cells) if style.get("numFmtId") in PERCENT | own}


def _counts_from_1904(package: zipfile.ZipFile) -> bool:
    settings = ElementTree.fromstring(package.read("xl/workbook.xml"))
    found = (e.get("date1904") for e in settings.iter() if e.tag.endswith("workbookPr"))
    return any(said in ("1", "true", "on") for said in found)
