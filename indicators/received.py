"""Which files are the records received: the office's own, or the invented example while there are no others.

A correction workbook of the example belongs to the example wherever in data/raw it is put; nothing else does.
"""

from __future__ import annotations

import csv
import html
import os
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

EXAMPLE = "example"
NOT_RECORDS = (".md", ".toml")  # notes that lie beside the records
KEY = re.compile(r"(?P<file>.+?)(?: › (?P<sheet>.+))? › (?P<row>\d+) #[0-9a-f]{12}")  # of a returned row
# What systems leave behind beside people's files.
LEFT_BEHIND = (
    "__macosx",
    "@eadir",
    "#recycle",
    "$recycle.bin",
    "system volume information",
    "thumbs.db",
    "desktop.ini",
)
BEGINNING = 1 << 20  # of a file; a correction workbook names its first row there
MOST_PARTS = 8
TEXTS = re.compile(r"xl/sharedStrings\.xml|xl/worksheets/sheet\d+\.xml|content\.xml")  # where an XLSX or ODS has them


def files_below(folder: Path) -> Iterator[Path]:
    """Everything below a folder that may hold records, not what is hidden or left behind by a system: files, but also links,
    pipes and devices, and folders that cannot be opened. Links to folders are not followed."""
    closed: list[Path] = []
    for place, inside, names in os.walk(folder, onerror=lambda error: closed.append(Path(error.filename))):
        linked = [name for name in inside if Path(place, name).is_symlink()]
        inside[:] = [name for name in inside if name not in linked and not _is_left_behind(name)]
        found = (Path(place, name) for name in names + linked if not _is_left_behind(name))
        yield from (path for path in found if path.suffix.lower() not in NOT_RECORDS)
    yield from (path for path in closed if path != folder)


def _is_left_behind(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower() in LEFT_BEHIND


def in_force(raw: Path) -> tuple[Path, tuple[Path, ...]]:
    """The folder of the records, `raw` or the example in it, and with the example the corrections of it that lie beside it."""
    example, beside = raw / EXAMPLE, []
    if not example.is_dir():
        return raw, ()
    for path in files_below(raw):
        if path.is_file() and not path.is_relative_to(example):
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


def printable(text: str) -> str:
    """A text without what a terminal or a page would obey: control characters, marks that turn the direction of writing and
    bytes that are no text stand as escapes (\\x1b, \\u202e)."""
    return text if text.isprintable() else "".join(c if _is_harmless(c) else _escaped(c) for c in text)


def _is_harmless(char: str) -> bool:
    return char.isprintable() or char in "\n\t" or unicodedata.category(char) in ("Zs", "Cn", "Co")


def _escaped(char: str) -> str:
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:  # a byte that is not UTF-8
        code -= 0xDC00
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"
