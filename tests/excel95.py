"""Workbooks of Excel 5.0/95 for the tests: their texts are bytes of a code page, and no library writes them any more."""

from __future__ import annotations

import struct
from datetime import date

SECTOR = 512
FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD  # what the table of sectors says of one
PLAIN, AS_DAY = 0, 1  # cell styles
EPOCH = date(1899, 12, 30)


def workbook(sheets: dict[str, list[list[str | float | date]]], codepage: int | None) -> bytes:
    """The bytes of a file; the texts are in GB18030 whatever the code page says, as old systems write them."""
    head = _record(0x0809, struct.pack("<HHHH", 0x0500, 0x0005, 0x0DBB, 1996))
    head += _record(0x0042, struct.pack("<H", codepage)) if codepage else b""
    head += _record(0x0022, struct.pack("<H", 0))
    for shown in (0, 14):  # General and a day
        head += _record(0x00E0, struct.pack("<HHHHHHHH", 0, shown, 0x0001, 0x0020, 0, 0, 0, 0))
    names = {title: title.encode("gb18030") for title in sheets}
    start = len(head) + sum(4 + 7 + len(name) for name in names.values()) + 4
    pages, listed = b"", b""
    for title, rows in sheets.items():
        name = names[title]
        listed += _record(0x0085, struct.pack("<IBBB", start + len(pages), 0, 0, len(name)) + name)
        pages += _page(rows)
    return _container(head + listed + _record(0x000A) + pages)


def _record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _page(rows: list[list[str | float | date]]) -> bytes:
    found = _record(0x0809, struct.pack("<HHHH", 0x0500, 0x0010, 0x0DBB, 1996))
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                text = cell.encode("gb18030")
                found += _record(0x0204, struct.pack("<HHHH", row, column, PLAIN, len(text)) + text) if text else b""
            else:
                style, value = (AS_DAY, (cell - EPOCH).days) if isinstance(cell, date) else (PLAIN, cell)
                found += _record(0x0203, struct.pack("<HHHd", row, column, style, value))
    return found + _record(0x000A)


def _container(book: bytes) -> bytes:
    """An OLE file with one stream: a table of the sectors, a directory, and the stream."""
    book = book.ljust(4096, b"\0")  # shorter streams would stand elsewhere
    book += b"\0" * (-len(book) % SECTOR)
    sectors = len(book) // SECTOR
    table = [TABLE, END, *range(3, sectors + 2), END]
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0, 0) + struct.pack("<I", FREE) * 108
    directory = _entry("Root Entry", 5, 1, END, 0) + _entry("Book", 2, FREE, 2, len(book))
    return header + struct.pack("<128I", *table, *[FREE] * (128 - len(table))) + directory.ljust(SECTOR, b"\0") + book


def _entry(name: str, kind: int, child: int, first: int, size: int) -> bytes:
    title = (name + "\0").encode("utf-16-le")
    found = title.ljust(64, b"\0") + struct.pack("<HBBIII", len(title), kind, 1, FREE, FREE, child)
    return found + bytes(36) + struct.pack("<IQ", first, size)
