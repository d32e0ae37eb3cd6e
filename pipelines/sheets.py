"""Any file received → sheets of text cells, each knowing its file, name and row numbers."""

from __future__ import annotations

import codecs
import csv
import datetime
import io
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from indicators.workspace import Fault

if TYPE_CHECKING:
    import duckdb
    import pyarrow

TEXT_SUFFIXES = (".csv", ".tsv", ".txt")
WORKBOOK_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods")
HEAD_ROWS = 40  # titles and headers stand in the first rows
SIZE_LIMIT = 2 * 1024**3
DELIMITERS = ",\t;|，"
MAX_FLOAT_DIGITS = 15  # a spreadsheet number keeps no more: longer ones are damaged ids


@dataclass
class Sheet:
    """One table of text cells. `head` holds its first rows; `relation` gives the rows below the header to DuckDB."""

    file: str
    name: str
    head: list[list[str]]
    encoding: str = ""
    spans: list[tuple[int, int, int, int]] = field(default_factory=list)  # merged cells: row, column, row, column
    rows: list[list[str]] | None = None  # all rows, for a workbook or an irregular text file
    text: _Text | None = None

    def relation(self, con: duckdb.DuckDBPyConnection, after: int, width: int) -> str:
        """A DuckDB relation (row INT from 1 as a spreadsheet counts, c0, c1, … VARCHAR) of the rows after the first `after`."""
        if self.rows is None:
            try:
                return self.text.scan(con, after, width)
            except _Irregular:
                self.rows = list(self.text.records())
        con.register("sheet_rows", _table(self.rows[after:], after + 1, width))
        return "sheet_rows"

    def count_rows(self) -> int:
        return len(self.rows) if self.rows is not None else sum(1 for _ in self.text.records())


class _Irregular(Exception):
    """DuckDB's reader cannot number or split the rows of this text file; the csv module can."""


def read(path: Path, file: str, scratch: Path) -> tuple[list[Sheet], list[str]]:
    """The visible sheets of a file and the names of its hidden ones; `file` is how it is named in messages.

    Raises Fault when it cannot be read; `scratch` is a folder for a UTF-8 copy of a text file in another encoding.
    """
    try:
        if path.stat().st_size == 0:
            raise Fault(
                f"{file}: the file is empty. Ask the unit to send it again.", f"{file}：文件是空的，请该单位重新报送。"
            )
        if path.stat().st_size > SIZE_LIMIT:
            raise Fault(
                f"{file}: larger than {SIZE_LIMIT // 1024**3} GiB. Split it.",
                f"{file}：超过 {SIZE_LIMIT // 1024**3} GiB，请拆分。",
            )
        if path.suffix.lower() in TEXT_SUFFIXES:
            return _read_text(path, file, scratch), []
        return _read_workbook(path, file)
    except OSError as error:
        reason = error.strerror or error
        raise Fault(
            f"{file}: cannot be read ({reason}). Check the file's permissions.",
            f"{file}：无法读取（{reason}），请检查文件权限。",
        ) from None


# Text files ---------------------------------------------------------------------------------------------------------


def _read_text(path: Path, file: str, scratch: Path) -> list[Sheet]:
    encoding = _encoding(path, file)
    if encoding not in ("utf-8", "utf-8-sig"):
        path = _as_utf8(path, encoding, scratch)
    text = _Text(path, _delimiter(path))
    head = list(islice(text.records(), HEAD_ROWS))
    if not any(any(cell.strip() for cell in row) for row in head):
        raise Fault(
            f"{file}: the file holds no cells. Ask the unit to send it again.",
            f"{file}：文件里没有内容，请该单位重新报送。",
        )
    return [Sheet(file, "", head, encoding, text=text)]


def _encoding(path: Path, file: str) -> str:
    """The encoding all of the file decodes in: a byte-order mark decides, else UTF-8, else GB18030."""
    with path.open("rb") as stream:
        start = stream.read(4)
    marks = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
    marked = next((name for mark, name in marks.items() if start.startswith(mark)), None)
    for encoding in [marked] if marked else ["utf-8", "gb18030"]:
        try:
            with path.open(encoding=encoding, newline="") as stream:
                while stream.read(1 << 20):
                    pass
            return encoding
        except UnicodeError:
            continue
    raise Fault(
        f"{file}: neither UTF-8 nor GB18030 text. Save it again from Excel as CSV UTF-8.",
        f"{file}：既不是 UTF-8 也不是 GB18030 文本，请用 Excel 另存为 CSV UTF-8。",
    )


def _as_utf8(path: Path, encoding: str, scratch: Path) -> Path:
    with (
        tempfile.NamedTemporaryFile("w", encoding="utf-8", newline="", dir=scratch, delete=False) as copy,
        path.open(encoding=encoding, newline="") as stream,
    ):
        shutil.copyfileobj(stream, copy, 1 << 20)
    return Path(copy.name)


def _delimiter(path: Path) -> str:
    """The delimiter that cuts most of the first rows into the same number (> 1) of cells."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        sample = "".join(islice(stream, HEAD_ROWS))

    def agreement(delimiter: str) -> tuple[int, int]:
        widths = Counter(len(row) for row in csv.reader(io.StringIO(sample), delimiter=delimiter) if len(row) > 1)
        width, rows = widths.most_common(1)[0] if widths else (1, 0)
        return rows, width

    return max(DELIMITERS, key=agreement)


@dataclass
class _Text:
    """A delimited UTF-8 text file."""

    path: Path
    delimiter: str

    def records(self) -> Iterator[list[str]]:
        with self.path.open(encoding="utf-8-sig", newline="") as stream:
            yield from csv.reader(stream, delimiter=self.delimiter)

    def scan(self, con: duckdb.DuckDBPyConnection, after: int, width: int) -> str:
        """DuckDB's parallel reader, for a file in which a line is a row; raises _Irregular for any other."""
        import duckdb

        self._require_one_row_a_line()
        columns = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(width))
        source = f"""read_csv($path, header = false, auto_detect = false, skip = {after}, delim = $delimiter, quote = '"',
            escape = '"', columns = {{{columns}}}, null_padding = true, strict_mode = true)"""
        names = {"path": str(self.path), "delimiter": self.delimiter}
        numbered = (
            f"CREATE OR REPLACE TEMP TABLE sheet_lines AS SELECT row_number() OVER () + {after} AS row, * FROM {source}"
        )
        try:
            con.execute(numbered, names)
        except duckdb.Error as error:
            raise _Irregular from error
        return "sheet_lines"

    def _require_one_row_a_line(self) -> None:
        """Blank lines and line breaks in quotes would shift DuckDB's row numbers."""
        blank = (b"\n\n", b"\n\r", b"\r\r")
        with self.path.open("rb") as stream:
            tail = b"\n"
            while chunk := stream.read(1 << 22):
                joined = tail + chunk
                if any(mark in joined for mark in blank) or (b"\r" in joined and b"\r\n" not in joined):
                    raise _Irregular
                if joined.count(b'"') and _breaks_inside_quotes(joined):
                    raise _Irregular
                tail = chunk[-1:]


def _breaks_inside_quotes(chunk: bytes) -> bool:
    """True when a line of the chunk has an odd number of quotes: a quoted cell goes on in the next line."""
    return any(line.count(b'"') % 2 for line in chunk.split(b"\n") if b'"' in line)


# Workbooks ----------------------------------------------------------------------------------------------------------


def _read_workbook(path: Path, file: str) -> tuple[list[Sheet], list[str]]:
    import python_calamine as calamine

    try:
        with path.open("rb") as stream:
            book = calamine.load_workbook(stream)
            shown = [s for s in book.sheets_metadata if s.typ == calamine.SheetTypeEnum.WorkSheet]
            hidden = [s.name for s in shown if s.visible != calamine.SheetVisibleEnum.Visible]
            sheets = [_sheet(book, s.name, file) for s in shown if s.name not in hidden]
    except calamine.PasswordError:
        raise Fault(
            f"{file}: the workbook is encrypted. Ask the unit to send it without a password.",
            f"{file}：工作簿已加密，请该单位去掉密码后重报。",
        ) from None
    except (calamine.CalamineError, ValueError) as error:
        raise Fault(
            f"{file}: not a readable workbook ({error}). Open and save it again in Excel, or ask for it again.",
            f"{file}：工作簿已损坏（{error}），请用 Excel 打开另存，或请该单位重报。",
        ) from None
    return [sheet for sheet in sheets if sheet.rows], hidden


def _sheet(book, name: str, file: str) -> Sheet:
    data = book.get_sheet_by_name(name)
    rows = [[_cell_text(cell) for cell in row] for row in data.to_python(skip_empty_area=False)]
    spans = [(a, b, c, d) for (a, b), (c, d) in data.merged_cell_ranges or []]
    for top, left, bottom, right in spans:
        for row in rows[top : bottom + 1]:
            row[left : right + 1] = [rows[top][left]] * len(row[left : right + 1])
    return Sheet(file, name, rows[:HEAD_ROWS], spans=spans, rows=rows)


def _cell_text(cell) -> str:
    """The cell as a person reads it: 12 not 12.0, 2024-03-05, and 3.20812E+17 for a number too long to be exact."""
    match cell:
        case str():
            return cell
        case bool():
            return "TRUE" if cell else "FALSE"
        case float() | int():
            if abs(cell) >= 10**MAX_FLOAT_DIGITS:
                return f"{cell:.5E}"
            return str(int(cell)) if cell == int(cell) else repr(cell)
        case datetime.datetime() if cell.time() == datetime.time():
            return cell.date().isoformat()
        case datetime.timedelta():
            return str(cell)
    return cell.isoformat(" ") if isinstance(cell, datetime.datetime) else cell.isoformat()


def _table(rows: list[list[str]], first: int, width: int) -> pyarrow.Table:
    import pyarrow as pa

    padded = (row[:width] + [""] * (width - len(row)) for row in rows)
    columns = list(zip(*padded, strict=True)) or [()] * width
    named = {f"c{i}": pa.array(column, pa.string()) for i, column in enumerate(columns)}
    return pa.table({"row": pa.array(range(first, first + len(rows)), pa.int64())} | named)
