"""Documents that are tests: markdown whose headings name files, whose tables are what stands in them, and what must come out.

A level-2 heading is an example; a level-3 heading that is a file's name makes the table (or code) below it that file.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import excel95
import xlsxwriter

FILE = re.compile(r"(?P<path>\S+\.(csv|xlsx|xls|txt|toml))( \((?P<encoding>[\w-]+)\))?(?: › (?P<sheet>.+))?")
TABLE = r"(?:^\|.*\n?)+"
LEFT, ABOVE = "←", "↑"  # a cell that is merged with its neighbour
NUMBER = re.compile(r"-?(0|[1-9]\d{0,10})(\.\d+)?")  # longer digits are ids, and those beginning with 0 codes
FORMATTED = re.compile(r"\{(?P<value>[^|}\\]+)\\?\|(?P<format>[^}]+)\}")  # {0.8\|0%}


def sections(text: str, level: int) -> list[tuple[str, str]]:
    """(heading, what stands below it) for every heading of one level."""
    parts = re.split(rf"^{'#' * level} (.+)$", text, flags=re.MULTILINE)
    return list(zip(parts[1::2], parts[2::2], strict=True))


def table(text: str) -> list[list[str]]:
    """The cells of a markdown table, its header first."""
    rows = [re.split(r"(?<!\\)\|", line.strip()[1:-1]) for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in (*rows[:1], *rows[2:])]


def questions(text: str) -> list[tuple[str, list[list[str]]]]:
    """Each question to the warehouse (a block of SQL) and the rows that must answer it; headers are for the reader."""
    asked = re.findall(rf"```sql\n([^`]*)```\s*({TABLE})", text, re.MULTILINE)
    return [(sql, table(rows)[1:]) for sql, rows in asked]


def answered(value) -> str:
    """A value of the warehouse as a document writes it."""
    match value:
        case None:
            return ""
        case list():
            return ", ".join(map(answered, value))
    return str(value)


def code(text: str, language: str) -> str:
    """The first block of code in a language."""
    return re.search(rf"```{language}\n(.*?)```", text, re.DOTALL)[1]


@dataclass(frozen=True)
class File:
    """One file of an example, and what stands below its heading."""

    match: re.Match
    text: str

    def write(self, root: Path, folder: str = "") -> None:
        """Settings, forms and questionnaires go into the workspace `root`, records under data/raw/`folder`."""
        path = root / ("" if self.match["path"].endswith(".toml") else f"data/raw/{folder}") / self.match["path"]
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".toml":
            path.write_text(code(self.text, "toml"), encoding="utf-8")
        elif "```bytes" in self.text:
            path.write_bytes(broken(code(self.text, "bytes"), self.match["encoding"] or "utf-8"))
        elif "```text" in self.text:
            path.write_text(code(self.text, "text"), encoding=self.match["encoding"] or "utf-8", newline="")
        elif path.suffix == ".csv":
            with path.open("w", encoding=self.match["encoding"] or "utf-8", newline="") as file:
                csv.writer(file).writerows(table(self.text))
        elif path.suffix == ".xls":
            codepage = int(self.match["encoding"] or 0) or None
            rows = [[plain_cell(cell) for cell in row] for row in table(self.text)]
            path.write_bytes(excel95.workbook({self.match["sheet"] or "Sheet1": rows}, codepage))
        else:
            from_1904 = self.match["encoding"] == "1904"
            write_book(path, {self.match["sheet"] or "Sheet1": table(self.text)}, from_1904)


def broken(text: str, encoding: str) -> bytes:
    """A text of which some bytes are others than they should be: \\xE6 is the byte E6, and <cut> takes away the byte before it."""
    content = re.sub(rb"\\x([0-9A-F]{2})", lambda found: bytes.fromhex(found[1].decode()), text.encode(encoding))
    return re.sub(rb".<cut>\n?", b"", content, flags=re.DOTALL)


def plain_cell(cell: str) -> str | float | date:
    """A cell of an old workbook: a number, a day (`{2024-07-05}`) or a text."""
    if day := re.fullmatch(r"\{(\d{4}-\d\d-\d\d)\}", cell):
        return date.fromisoformat(day[1])
    return float(cell) if NUMBER.fullmatch(cell) else cell.removeprefix("'")


def files(text: str) -> list[File]:
    """The files of an example."""
    return [File(match, body) for heading, body in sections(text, 3) if (match := FILE.fullmatch(heading))]


def write_book(path: Path, sheets: dict[str, list[list[str]]], from_1904: bool = False) -> None:
    """A workbook: numbers as numbers, `{0.8|0%}` with a number format, `=A1+B1` as a formula nobody has computed yet,
    `'1` as text; ← and ↑ merge a cell with its neighbour."""
    with xlsxwriter.Workbook(str(path), {"date_1904": from_1904}) as book:
        for title, rows in sheets.items():
            page = book.add_worksheet(title)
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if cell and cell not in (LEFT, ABOVE):
                        _write_cell(book, page, row, column, cell)
            for first_row, first, last_row, last in merges(rows):
                page.merge_range(first_row, first, last_row, last, None)
                _write_cell(book, page, first_row, first, rows[first_row][first])


def merges(rows: list[list[str]]) -> list[tuple[int, int, int, int]]:
    """First row, first column, last row and last column of every merged range."""
    found = []
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if cell in (LEFT, ABOVE):
                continue
            width = next((n for n, c in enumerate(cells[column + 1 :]) if c != LEFT), len(cells) - column - 1)
            below = (line[column] if column < len(line) else "" for line in rows[row + 1 :])
            height = next((n for n, c in enumerate(below) if c != ABOVE), len(rows) - row - 1)
            if width or height:
                found.append((row, column, row + height, column + width))
    return found


def _write_cell(book, page, row: int, column: int, cell: str) -> None:
    if formatted := FORMATTED.fullmatch(cell):
        value, shape = formatted["value"], book.add_format({"num_format": formatted["format"]})
        day = re.fullmatch(r"\d{4}-\d\d-\d\d", value)
        page.write(row, column, date.fromisoformat(value) if day else float(value), shape)
    elif cell.startswith("="):
        page.write_formula(row, column, cell, value="")
    elif NUMBER.fullmatch(cell):
        page.write_number(row, column, float(cell))
    else:
        page.write_string(row, column, cell.removeprefix("'"))
