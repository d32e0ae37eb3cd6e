"""Cells of a workbook that its reader passes over or cannot hold: error values, formulas without a result, cells far out."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from xml.etree import ElementTree

FARTHEST_ROW, FARTHEST_COLUMN = 20_000, "ZZ"  # the reader makes room for every cell in between
ERROR, NO_RESULT, FAR = "error", "no_result", "far"


class Unread(NamedTuple):
    """A cell by its sheet and name, and what about it."""

    sheet: str
    cell: str
    kind: str


def unread(path: Path) -> Iterator[Unread]:
    """Those cells, sheet by sheet. Raises BadZipFile, KeyError or ParseError for what is no XLSX workbook."""
    with zipfile.ZipFile(path) as package:
        for sheet, member in _sheets(package):
            with package.open(member) as stream:
                for _, element in ElementTree.iterparse(stream):
                    if _name(element) == "c":
                        kind = _kind(element)
                        if kind:
                            yield Unread(sheet, element.get("r", ""), kind)
                    if _name(element) == "row":
                        element.clear()


def _kind(cell) -> str | None:
    parts = {_name(part): part.text for part in cell}
    row = re.fullmatch(r"([A-Z]+)([0-9]+)", cell.get("r", ""))
    if parts and row and (int(row[2]) > FARTHEST_ROW or (len(row[1]), row[1]) > (2, FARTHEST_COLUMN)):
        return FAR
    if cell.get("t") == "e":
        return ERROR
    return NO_RESULT if "f" in parts and not parts.get("v") else None


def _sheets(package: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """The name of each sheet, and the member that holds it."""
    relations = ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels"))
    members = {relation.get("Id"): PurePosixPath("/xl", relation.get("Target", "")) for relation in relations}
    for element in ElementTree.fromstring(package.read("xl/workbook.xml")).iter():
        if _name(element) == "sheet":
            identity = next(value for key, value in element.attrib.items() if key.endswith("}id"))
            yield element.get("name", ""), str(members[identity]).removeprefix("/")


def _name(element) -> str:
    """The name of a part without its namespace."""
    return element.tag.rpartition("}")[2]
