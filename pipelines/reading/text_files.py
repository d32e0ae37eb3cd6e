"""Delimited text in any encoding → rows of cells, by DuckDB where a line is a row and by the csv module elsewhere."""

from __future__ import annotations

import codecs
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from indicators.workspace import Fault
from pipelines.reading import delimiters, quotation

if TYPE_CHECKING:
    import duckdb

SAMPLE_LINES = 40
SAMPLE_BYTES = 1 << 16
PATTERN = frozenset("*?[")  # in a path DuckDB takes them for a pattern of other files' names
CHUNK = 1 << 15  # what is read at a time stays near the processor
BATCH_ROWS = 20_000
MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",  # begins like the mark of UTF-16
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
NEARLY = ("utf-8", "utf-8-sig", "gb18030")  # in which a single wrong byte can be told
BAD = "\ufffd"  # stands for bytes that are no character
TELLING = 20  # characters of several bytes that must be right for one that is wrong, for a text to be taken for UTF-8


class _Irregular(Exception):
    """DuckDB's reader cannot number or split the rows of this file; the csv module can."""


@dataclass
class Survey:
    """What a look at every byte tells: how many lines there are (None for line ends other than LF and CR LF), whether there
    are quotation marks, and whether all was decoded. True of encodings whose ASCII characters are single bytes."""

    lines: int | None
    quoted: bool
    decoded: bool


@dataclass
class TextFile:
    """A delimited text file; `path` holds it in UTF-8, `encoding` is what it came in."""

    file: str
    path: Path
    encoding: str
    delimiter: str
    survey: Survey
    stray: set[int] = field(default_factory=set)  # lines, from 1

    def records(self) -> Iterator[list[str]]:
        """Every row as its cells; `stray` then holds the lines with quotation marks that quote nothing."""
        with self.path.open(encoding="utf-8-sig", newline="") as stream:
            yield from quotation.rows(stream, self.delimiter, self.stray)

    def fill(self, con: duckdb.DuckDBPyConnection, table: str, after: int, width: int) -> int:
        """Create the temporary table `table` (c0, c1, … VARCHAR) of the rows after the first `after`, in their order; returns
        how many the file has.

        Raises UnicodeError where the rest of the file is not in the encoding that its beginning was taken for.
        """
        try:
            return self._scan(con, table, after, width)
        except _Irregular:
            if not self.survey.decoded:
                _looked_over(self.path, "utf-8")
            return self._write(con, table, after, width)

    def _scan(self, con: duckdb.DuckDBPyConnection, table: str, after: int, width: int) -> int:
        """By DuckDB's parallel reader; raises _Irregular unless every line is one row."""
        import duckdb

        if self.survey.lines is None or PATTERN.intersection(str(self.path)):
            raise _Irregular
        columns = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(width))
        # Without quotation marks a row that is too long can be cut by the lenient reader; with them only the strict one is safe.
        source = f"""read_csv($path, header = false, auto_detect = false, skip = {after}, delim = $delimiter, quote = $quote,
            escape = $quote, columns = {{{columns}}}, null_padding = true, strict_mode = {self.survey.quoted})"""
        names = {"path": str(self.path), "delimiter": self.delimiter, "quote": '"' if self.survey.quoted else ""}
        try:
            con.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS FROM {source}", names)
        except duckdb.Error as error:
            raise _Irregular from error
        # A blank line, or a line break inside quotes, would shift the numbers of the rows below it.
        if con.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0] + after != self.survey.lines:
            raise _Irregular
        return self.survey.lines - after

    def _write(self, con: duckdb.DuckDBPyConnection, table: str, after: int, width: int) -> int:
        """Row by row."""
        import numpy as np

        con.execute(f"CREATE OR REPLACE TEMP TABLE {table} ({', '.join(f'c{i} VARCHAR' for i in range(width))})")
        rows, n = islice(self.records(), after, None), 0
        while batch := list(islice(rows, BATCH_ROWS)):
            cells = ([row[i] if i < len(row) else "" for row in batch] for i in range(width))
            con.register("batch", {f"c{i}": np.array(column, dtype=object) for i, column in enumerate(cells)})
            con.execute(f"INSERT INTO {table} FROM batch")
            n += len(batch)
        con.unregister("batch")
        return n


def read(path: Path, file: str, scratch: Path, trusting: bool = False) -> TextFile:
    """A text file understood: its encoding and its delimiter. Raises Fault where it is no text.

    `scratch` is a folder for a copy of a file in another encoding, or without delimiters. A `trusting` reader takes what
    begins in UTF-8 for UTF-8; whoever goes on reading may get a UnicodeError.
    """
    encoding, survey = _encoding(path, file, trusting)
    if survey is None or encoding not in ("utf-8", "utf-8-sig"):
        path = _as_utf8(path, encoding, scratch)
        survey = _looked_over(path, "utf-8")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        sample = "".join(islice(stream, SAMPLE_LINES))
    delimiter = delimiters.delimiter(sample)
    if delimiter == delimiters.COLUMNS:
        path, delimiter = _in_tabs(path, sample, scratch), "\t"
        survey = _looked_over(path, "utf-8")
    return TextFile(file, path, encoding, delimiter, survey)


def _encoding(path: Path, file: str, trusting: bool) -> tuple[str, Survey | None]:
    """The encoding all of the file decodes in: a byte-order mark decides, else UTF-16 if it looks so, else UTF-8, else GB18030.

    Without a survey it is the one in which only a few characters are none.
    """
    with path.open("rb") as stream:
        start = stream.read(SAMPLE_BYTES)
    marked = next((name for mark, name in MARKS.items() if start.startswith(mark)), None)
    choices = [marked] if marked else [*_unmarked_utf16(start), "utf-8", "gb18030"]
    for encoding in choices:
        try:
            if trusting and encoding == "utf-8":
                codecs.getincrementaldecoder(encoding)().decode(start)
                return encoding, _looked_over(path, None)
            return encoding, _looked_over(path, encoding)
        except UnicodeError:
            if encoding in NEARLY and _is_nearly(path, encoding):
                return encoding, None
    raise Fault(
        f"{file}: neither UTF-8 nor GB18030 text. Save it again from Excel as CSV UTF-8.",
        f"{file}：既不是 UTF-8 也不是 GB18030 文本，请用 Excel 另存为 CSV UTF-8。",
    )


def _is_nearly(path: Path, encoding: str) -> bool:
    """Whether a file that is not in an encoding as a whole is so but for a few bytes, such as a character that was cut."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    wrong = right = 0
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            text = decoder.decode(chunk)
            wrong += text.count(BAD)
            right += len(text) - len(text.encode("ascii", "ignore"))
    wrong += decoder.decode(b"", final=True).count(BAD)
    return (right - wrong) >= TELLING * wrong


def _looked_over(path: Path, encoding: str | None) -> Survey:
    """Count the lines of a file, and decode it on the way. Raises UnicodeError where it is not in the encoding, if one is given."""
    decoder = codecs.getincrementaldecoder(encoding)() if encoding else None
    feeds = returns = both = 0
    quoted, last = False, b""
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            if decoder:
                decoder.decode(chunk)
            feeds += chunk.count(b"\n")
            if b"\r" in chunk or last == b"\r":
                returns += chunk.count(b"\r")
                both += chunk.count(b"\r\n") + (last == b"\r" and chunk[:1] == b"\n")
            quoted, last = quoted or b'"' in chunk, chunk[-1:]
    if decoder:
        decoder.decode(b"", final=True)
    return Survey(feeds + (last != b"\n") if returns == both else None, quoted, decoder is not None)


def _unmarked_utf16(start: bytes) -> list[str]:
    """UTF-16 without a mark: every other byte of its commas, digits and line ends is zero; no other text has zero bytes."""
    if b"\0" not in start:
        return []
    likely = {}
    for encoding in ("utf-16-le", "utf-16-be"):
        text = start[: len(start) // 2 * 2].decode(encoding, errors="replace")
        likely[encoding] = sum(text.count(mark) for mark in f"\r\n0123456789{delimiters.USUAL}") - text.count("\0")
    best = max(likely, key=likely.get)
    return [best] if likely[best] > 0 else []


def _as_utf8(path: Path, encoding: str, scratch: Path) -> Path:
    with (
        tempfile.NamedTemporaryFile("w", encoding="utf-8", newline="", dir=scratch, delete=False) as copy,
        path.open(encoding=encoding, errors="replace", newline="") as stream,
    ):
        shutil.copyfileobj(stream, copy, 1 << 20)
    return Path(copy.name)


def _in_tabs(path: Path, sample: str, scratch: Path) -> Path:
    """A copy of a text that is set out by spaces."""
    with (
        tempfile.NamedTemporaryFile("w", encoding="utf-8", newline="", dir=scratch, delete=False) as copy,
        path.open(encoding="utf-8-sig", newline="") as stream,
    ):
        copy.writelines(delimiters.with_tabs(sample, stream))
    return Path(copy.name)
