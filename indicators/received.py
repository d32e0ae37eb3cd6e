"""Which files are the records received: the office's own, or the invented example while there are no others.

A correction workbook of the example belongs to the example wherever in data/raw it is put; nothing else does.
"""

from __future__ import annotations

import csv
import html
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

EXAMPLE = "example"
NOT_RECORDS = (".md", ".toml")  # notes that lie beside the records
KEY = re.compile(r"(?P<file>.+?)(?: › (?P<sheet>.+))? › (?P<row>\d+) #[0-9a-f]{12}")  # of a returned row
BEGINNING = 1 << 20  # of a file; a correction workbook names its first row there
MOST_PARTS = 8
TEXTS = re.compile(r"xl/sharedStrings\.xml|xl/worksheets/sheet\d+\.xml|content\.xml")  # where an XLSX or ODS has them


def files_below(folder: Path) -> Iterator[Path]:
    """The files below a folder that may hold records."""
    for path in folder.rglob("*"):
        if path.is_file() and not path.name.startswith((".", "~$")) and path.suffix.lower() not in NOT_RECORDS:
            yield path


def in_force(raw: Path) -> tuple[Path, tuple[Path, ...]]:
    """The folder of the records, `raw` or the example in it, and with the example the corrections of it that lie beside it."""
    example, beside = raw / EXAMPLE, []
    if not example.is_dir():
        return raw, ()
    for path in files_below(raw):
        if not path.is_relative_to(example):
            if not _corrects(path, raw, example):
                return raw, ()
            beside.append(path)
    return example, tuple(beside)


def _corrects(path: Path, raw: Path, example: Path) -> bool:
    """True for a correction workbook of rows of the example; one under the name of an example's file would take its place."""
    if (example / path.relative_to(raw)).exists():
        return False
    named = [match["file"] for cell in _cells(path) if (match := KEY.fullmatch(cell))]
    return bool(named) and all((example / file).is_file() or (raw / file).is_file() for file in named)


def _cells(path: Path) -> list[str]:
    """The texts at the beginning of a workbook or CSV file; none where it cannot be read."""
    try:
        if path.suffix.lower() == ".csv":
            with path.open("rb") as stream:
                start = stream.read(BEGINNING)
            text = start.decode("utf-8-sig" if _is_utf8(start) else "gb18030", errors="ignore")
            return [cell for row in csv.reader(text.splitlines()) for cell in row]
        with zipfile.ZipFile(path) as book:
            parts = [book.open(name) for name in book.namelist() if TEXTS.fullmatch(name)][:MOST_PARTS]
            text = "".join(part.read(BEGINNING).decode(errors="ignore") for part in parts)
        return [html.unescape(cell) for cell in re.findall(r">([^<]+)<", text)]
    except (OSError, EOFError, ValueError, RuntimeError, csv.Error, zipfile.BadZipFile, zlib.error):
        return []


def _is_utf8(start: bytes) -> bool:
    try:
        start[: len(start) // 2].decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return error.start > len(start) // 2 - 4
    return True
