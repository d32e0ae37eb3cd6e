"""Any file received → sheets of text cells, each knowing its file, name and row numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from indicators.received import printable
from indicators.workspace import Fault
from pipelines.reading import blocks, series, text_files, web_pages, workbooks
from pipelines.reading.grids import Grid, Page, Span
from pipelines.reading.text_files import TextFile

if TYPE_CHECKING:
    import duckdb

TEXT_SUFFIXES = (".csv", ".tsv", ".txt")
WORKBOOK_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods")
SMALL_FILE = 1 << 18  # bytes of a text, and cells of a workbook's sheet, that are handed on row by row
SMALL_SHEET = 1 << 14
HEAD_ROWS = 40  # titles and headers stand in the first rows
TAIL_ROWS = 8
SIZE_LIMIT = 2 * 1024**3
ZIP = b"PK\x03\x04"
MAIL = b"mime-version"  # how a page saved with its pictures begins


@dataclass
class Sheet:
    """One table of text cells. `head` holds its first rows; `fill` gives the rows below the header to DuckDB."""

    file: str
    name: str
    head: list[list[str]]
    encoding: str = ""
    spans: list[Span] = field(default_factory=list)
    grid: Grid | None = None  # all cells; a text file's are read when asked for
    text: TextFile | None = None
    told: Counter[str] = field(default_factory=Counter)  # what its reading took for granted, and how often
    from_1904: bool = False  # days are counted from 1904
    numbers: dict[int, set[int]] = field(default_factory=dict)  # by column, the rows of grids.day_numbers
    above: int = 0  # rows of the file that belong to the tables above it

    @property
    def is_small(self) -> bool:
        if self.grid is None:
            return self.text.path.stat().st_size <= SMALL_FILE
        return len(self.grid.rows) * len(self.grid.columns) <= SMALL_SHEET

    def columns(self, after: int, width: int) -> tuple[Sequence[int], list[list[str | None]]]:
        """The rows of a small sheet after the first `after`: their numbers, and their first `width` columns."""
        if self.grid is not None:
            return self.grid.below(after, width)
        rows = list(islice(self.text.records(), after, None))
        self.told["stray_quotes"] = len(self.text.stray)
        columns = [[row[i] or None if i < len(row) else None for row in rows] for i in range(width)]
        return range(after + 1, after + 1 + len(rows)), columns

    def fill(self, con: duckdb.DuckDBPyConnection, table: str, after: int, width: int) -> tuple[str, int]:
        """Create the temporary table `table` of the rows after the first `after`; returns what to read from it, a DuckDB
        relation (row from 1 as a spreadsheet counts, c0, c1, … VARCHAR), and how many rows the file has there."""
        if self.grid is None:
            n = self.text.fill(con, table, after, width)
            self.told["stray_quotes"] = len(self.text.stray)
            return (
                f"(SELECT rowid + {after + 1} AS row, * FROM {table})",
                n,
            )  # row_number() would keep the reader to one thread
        columns = "".join(f", c{i}::VARCHAR AS c{i}" for i in range(width))  # a column without a cell has no type
        arrays = self.grid.arrays(after, width)
        con.register("sheet_rows", arrays)
        con.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT row {columns} FROM sheet_rows")
        con.unregister("sheet_rows")
        return table, len(arrays["row"])

    def tail(self) -> list[list[str]]:
        """Its last rows, where notes on the table stand; of a long text none."""
        if self.grid is not None:
            last = len(self.grid.rows) - TAIL_ROWS
            return [
                list(row) for row in zip(*(cells[max(0, last) :] for cells in self.grid.columns.values()), strict=True)
            ]
        return list(self.text.records())[-TAIL_ROWS:] if self.text and self.is_small else []

    def with_columns(self, first: int, texts: Callable[[list[str]], list[str]]) -> Sheet:
        """The sheet with further columns, from number `first`: what `texts` says of each row."""
        grid = self.grid or _grid(self.text.records())
        width = max(grid.columns, default=-1) + 1
        rows = zip(*(grid.columns.get(i, [""] * len(grid.rows)) for i in range(width)), strict=True)
        made = list(zip(*(texts(list(row)) for row in rows), strict=True))
        own = {i: cells for i, cells in grid.columns.items() if i < first}
        return replace(self, grid=Grid(grid.rows, own | {first + i: list(cells) for i, cells in enumerate(made)}))

    def cells(self) -> Iterator[list[str]]:
        """Every row, from the first."""
        return self.text.records() if self.grid is None else self.grid.cells()

    def count_rows(self) -> int:
        return sum(1 for _ in self.cells())


def read(path: Path, file: str, scratch: Path, trusting: bool = False) -> tuple[list[Sheet], list[str]]:
    """The visible sheets of a file and the names of its hidden ones; `file` is how it is named in messages.

    Tables that stand side by side in a sheet, and the events that stand in one row, are sheets of their own, named after their columns. Raises Fault for a file
    that is no table, OSError for one that cannot be read; `scratch` is a folder for a UTF-8 copy of a text file in another encoding, `trusting` as in text_files.
    """
    _refuse_by_size(path, file)
    kind = _kind(path, file)
    if kind:
        pages, hidden = workbooks.read(path, file) if kind == "workbook" else (web_pages.read(path, file), [])
        found = [_of_page(file, page) for page in pages]
    else:
        text, hidden = text_files.read(path, file, scratch, trusting), []
        found = [Sheet(file, "", list(islice(text.records(), HEAD_ROWS)), text.encoding, text=text)]
    if not any(cell.strip() for sheet in found for row in sheet.head for cell in row):
        raise Fault(
            f"{file}: the file holds no cells. Ask the unit to send it again.",
            f"{file}：文件里没有内容，请该单位重新报送。",
        )
    apart = (event for sheet in found for block in _blocks(sheet) for event in _events(block))
    return list(apart), list(map(printable, hidden))


def unreadable(file: str, error: OSError) -> Fault:
    reason = error.strerror or error
    if isinstance(error, FileNotFoundError):
        return Fault(
            f"{file}: it is gone ({reason}). It was there when the run began; put it back if it is still wanted.",
            f"{file}：文件已不在（{reason}）。运行开始时还在，如仍需要请放回。",
        )
    return Fault(
        f"{file}: cannot be read ({reason}). Check the file's permissions.",
        f"{file}：无法读取（{reason}），请检查文件权限。",
    )


def _refuse_by_size(path: Path, file: str) -> None:
    size = path.stat().st_size
    if size == 0:
        raise Fault(
            f"{file}: the file is empty. Ask the unit to send it again.", f"{file}：文件是空的，请该单位重新报送。"
        )
    if size > SIZE_LIMIT:
        raise Fault(
            f"{file}: larger than {SIZE_LIMIT // 1024**3} GiB. Split it.",
            f"{file}：超过 {SIZE_LIMIT // 1024**3} GiB，请拆分。",
        )


def _of_page(file: str, page: Page) -> Sheet:
    head = list(islice(page.grid.cells(), HEAD_ROWS))
    return Sheet(
        file,
        printable(page.name),
        head,
        spans=page.spans,
        grid=page.grid,
        told=page.told,
        from_1904=page.from_1904,
        numbers=page.numbers,
    )


def _kind(path: Path, file: str) -> Literal["workbook", "page", ""]:
    """By how the file begins, for names lie: systems export text, web pages and workbooks under each other's suffixes."""
    with path.open("rb") as stream:
        start = stream.read(1024)
    if start.startswith((ZIP, workbooks.OLE)):
        return "workbook"
    if web_pages.is_markup(start):
        return "page"
    if start.lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(MAIL):
        raise Fault(
            f"{file}: a web page, whatever its name says. Open it in Excel, save it as an .xlsx workbook and send that.",
            f"{file}：其实是网页，不是表格文件，请用 Excel 打开后另存为 .xlsx 再报。",
        )
    if path.suffix.lower() in WORKBOOK_SUFFIXES and _is_binary(start):
        raise workbooks.packages.damaged(file, "no workbook begins like this")
    return ""


def _is_binary(start: bytes) -> bool:
    """Control characters other than those of text; text in UTF-16 has zero bytes, but begins with a mark or is no .xls."""
    return bool(set(start) & (set(range(32)) - set(b"\t\n\r\x1f\x01"))) and not start.startswith(
        (b"\xff\xfe", b"\xfe\xff")
    )


def _blocks(sheet: Sheet) -> list[Sheet]:
    """The sheet, or each of the tables that stand in it side by side; what is written above them is said of each."""
    above, found = blocks.blocks(sheet.head)
    if not found:
        return [sheet]
    grid, parts = sheet.grid or _grid(sheet.cells()), []
    titles = [["  ".join(dict.fromkeys(cell.strip() for cell in row if cell.strip()))] for row in sheet.head[:above]]
    for first, end in found:
        cut = grid.part(first, end)
        spans = [(a, b - first, c, d - first) for a, b, c, d in sheet.spans if first <= b and d < end]
        name = f"{sheet.name} {blocks.columns(first, end)}".strip()
        head = titles + list(islice(cut.cells(), above, HEAD_ROWS))
        numbers = {i - first: rows for i, rows in sheet.numbers.items() if first <= i < end}
        parts.append(
            Sheet(sheet.file, name, head, sheet.encoding, spans, cut, from_1904=sheet.from_1904, numbers=numbers)
        )
    return parts


def _events(sheet: Sheet) -> list[Sheet]:
    """The sheet, or one for each of the events that stand in its rows, with the columns that they share."""
    row, parts = series.parts(sheet.head)
    if not parts:
        return [sheet]
    grid = sheet.grid or _grid(sheet.cells())
    own = {i for part in parts for i in part.columns}
    return [_event(sheet, grid, row, part, [i for i in grid.columns if i not in own]) for part in parts]


def _event(sheet: Sheet, grid: Grid, row: int, part: series.Part, shared: list[int]) -> Sheet:
    """A row in which nothing is said of the event is blank."""
    chosen = sorted([*shared, *part.columns])
    below = grid.first_below(row + 1)
    said = [any(grid.columns[i][n].strip() for i in part.columns if i in grid.columns) for n in range(len(grid.rows))]
    columns = {
        new: [
            cell if n < below or said[n] else "" for n, cell in enumerate(grid.columns.get(old, [""] * len(grid.rows)))
        ]
        for new, old in enumerate(chosen)
    }
    for new, old in enumerate(chosen):
        if old in part.columns and below:
            columns[new][below - 1] = part.columns[old]
    cut, place = Grid(grid.rows, columns), {old: new for new, old in enumerate(chosen)}
    spans = [(a, place[b], c, place[d]) for a, b, c, d in sheet.spans if b in place and d in place]
    numbers = {place[i]: rows for i, rows in sheet.numbers.items() if i in place}
    name = f"{sheet.name} {blocks.columns(min(part.columns), max(part.columns) + 1)}".strip()
    head = list(islice(cut.cells(), HEAD_ROWS))
    return replace(sheet, name=name, head=head, spans=spans, grid=cut, text=None, numbers=numbers)


def _grid(rows: Iterator[list[str]]) -> Grid:
    columns = [list(column) for column in zip_longest(*rows, fillvalue="")]
    return Grid(range(1, len(columns[0]) + 1), dict(enumerate(columns)))
