"""Files as received → staged rows: every sheet recognised and typed, or set aside with the reason."""

from __future__ import annotations

import datetime
import errno
import re
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from indicators.workspace import Fault, Workspace
from pipelines.accounting import bulk, corrections, layouts
from pipelines.accounting.ledger import Entry
from pipelines.cleaning import assumed, days, sheet_rows, statement
from pipelines.cleaning.sheet_rows import SheetRows
from pipelines.cleaning.stacks import Stacks
from pipelines.cleaning.statement import Source
from pipelines.reading import sheets, strangers
from pipelines.recognising import month_days, slips, tables_below
from pipelines.recognising.forms import Form
from pipelines.recognising.match import Match
from pipelines.recognising.recognise import recognise

if TYPE_CHECKING:
    import duckdb

LONG = 50_000  # rows of a sheet that is not staged but cleaned where it lies
# What the machine cannot do, whatever the file: the run ends, and the warehouse stays as it was.
MACHINE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.ENOMEM, errno.EMFILE, errno.ENFILE}


@dataclass
class Part:
    """A recognised sheet, read and waiting for the rest of its file: its rows are in `cells`, or in the table of its source."""

    source: Source
    layout: tuple[list[tuple], list[tuple]]
    keys: list[tuple[str, str, int, str]]  # of a correction workbook: (file, sheet, row, the row it replaces)
    as_sent: bool
    cells: SheetRows | None = None
    table: str = ""
    height: int = 0  # rows below the header


@dataclass
class Staging:
    """Where rows wait until all files are read: those of most sheets in `staged_<form>`, all of a form together, and each
    long sheet as text in a table of its own, typed only when it is finished (`long`, by form).

    `receipts` has the day on which each content was first received, by its digest; it grows.
    """

    con: duckdb.DuckDBPyConnection
    workspace: Workspace
    known: dict[str, Form]
    choices: list[Form]  # the known forms, one for each questionnaire
    scratch: Path
    receipts: dict[str, datetime.date] = field(default_factory=dict)
    long: dict[str, list[Source]] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)

    def __post_init__(self) -> None:
        layouts.create(self.con)
        self.con.execute("CREATE TEMP TABLE corrections (file VARCHAR, sheet VARCHAR, row INTEGER, key VARCHAR)")
        for name, form in self.known.items():
            columns = ", ".join(f"{column} {type_}" for column, type_ in statement.staged_columns(form).items())
            self.con.execute(f"CREATE TEMP TABLE staged_{name} ({columns})")
        self.stacks, self.tables = Stacks(self.con), 0
        self.loose: list[str] = []  # tables of text that are not needed when their file has been taken
        self.told: dict[str, list[tuple]] = {"layouts": [], "headers": [], "corrections": []}

    def take(self, path: Path, sha256: Future[str]) -> None:
        """Stage the sheets of a file, all of them, or none and why. Whatever is wrong with it costs this file only."""
        before, entry = _version(path), Entry(self.workspace.name_of(path))
        try:
            entries = self._whole(path, entry, before, sha256)
        except Exception as error:
            if _is_of_the_machine(error):
                raise
            entries = [_failed(entry, error)]
        while self.loose:
            self.con.execute(f"DROP TABLE {self.loose.pop()}")
        digest = sha256.result()
        if _version(path) != before:
            digest = ""  # so that the next run reads it again, whatever it is by then
        self.entries += [replace(entry, sha256=digest) for entry in entries]

    def finish(self) -> list[Entry]:
        """Type what still waits; returns the ledger."""
        self.stacks.clean()
        broken = {file: _failed(Entry(file), error) for file, error in self.stacks.broken.items()}
        for file in broken:
            self._forget(file)
        for table, rows in self.told.items():
            bulk.insert(self.con, table, [row for row in rows if row[0] not in broken])
        kept = [entry for entry in self.entries if entry.file not in broken]
        lost = {entry.file: entry for entry in self.entries if entry.file in broken}
        return kept + [replace(broken[file], bytes=e.bytes, sha256=e.sha256) for file, e in lost.items()]

    def _whole(self, path: Path, entry: Entry, before: tuple, sha256: Future[str]) -> list[Entry]:
        """Read all of the file before any of it is staged."""
        strangers.refuse(path, self.workspace, sheets.TEXT_SUFFIXES + sheets.WORKBOOK_SUFFIXES)
        entry.bytes = path.stat().st_size
        try:
            entries, parts = self._read(path, entry, trusting=True)
        except UnicodeError:  # only the beginning is in UTF-8
            entries, parts = self._read(path, entry, trusting=False)
        seen, received = (
            sha256.result(),
            datetime.date.fromtimestamp(path.stat().st_mtime),
        )  # of the bytes that were read
        if _version(path) != before:
            raise Fault(
                f"{entry.file}: changed while it was read. Run again when it has been saved.",
                f"{entry.file}：读取时文件还在变化，请保存完毕后再运行一次。",
            )
        received = self.receipts.setdefault(seen, received) if seen else received
        self._stage(entry.file, [replace(part, source=replace(part.source, received=received)) for part in parts])
        return [replace(entry, received_on=received.isoformat()) for entry in entries]

    def _read(self, path: Path, entry: Entry, trusting: bool) -> tuple[list[Entry], list[Part]]:
        found, hidden = sheets.read(path, entry.file, self.scratch, trusting)
        entries, parts = [], []
        for sheet in chain.from_iterable(tables_below.apart(sheet, self.choices) for sheet in found):
            line = replace(entry, sheet=sheet.name, encoding=sheet.encoding)
            parts += self._part(sheet, line)
            entries.append(line)
        return entries + [_hidden(entry, title) for title in hidden], parts

    def _part(self, sheet: sheets.Sheet, entry: Entry) -> list[Part]:
        """The sheet where it is understood; its line of the ledger says why not."""
        first = corrections.as_sent(sheet)
        try:
            match = recognise(replace(first, file=sheet.file, name=sheet.name), self.choices)
        except Fault as fault:
            entry.status, entry.lines = "set_aside", sheet.count_rows()
            entry.note(fault.zh, fault.en)
            return []
        entry.form = match.form.name
        entry.note(*slips.note(corrections.place(sheet.file, sheet.name), match))
        source = Source(match, "", sheet.file, sheet.name, _defaults(first, match), from_1904=sheet.from_1904)
        keys = [(sheet.file, sheet.name, row, key) for row, key in corrections.keys(sheet)]
        part = Part(source, ([], []), keys, as_sent=first is sheet)
        if match.subs:
            sheet = sheet.with_columns(match.width, lambda row: [part.text(row) for part in match.subs])
        settled = self._read_rows(part, sheet, days.said(first, match))
        part.layout = layouts.of(sheet, first, part.source.match)
        entry.counts_from(sheet.head, match.header, part.height)
        for (kind, names), n in (*settled.told.items(), *(part.cells.told.items() if part.cells else ())):
            entry.assume(kind, n, **dict(names))
        assumed.note(self.con, entry, sheet, part.source, part.cells and part.cells.columns, part.source.lines)
        return [part]

    def _read_rows(self, part: Part, sheet: sheets.Sheet, said: days.Said) -> days.Settled:
        """Fill in the rows of the part, and what they say of its days."""
        after, lines = sheet.above + part.source.match.header_row, self._fill(part, sheet)
        if lines is None:
            part.cells = cells = sheet_rows.settle(sheet, part.source.match, after, part.as_sent)
            part.source, part.height = part.source.with_match(cells.match), len(cells.rows)
            settled = days.settle(cells.match, said, dict(enumerate(cells.columns)), part.as_sent)
            cells.columns[:] = [settled.columns.get(i, column) for i, column in enumerate(cells.columns)]
            lines, digits = "", {}
        else:
            lines, settled = days.settle_lines(self.con, part.source.match, said, part.table, lines, part.as_sent)
            digits = month_days.digits(self.con, part.source.match, lines) if part.as_sent else {}
        if sheet.numbers and part.as_sent:
            cells = part.cells and (part.cells.rows, part.cells.columns)
            digits |= days.digits(self.con, part.source.match, sheet.numbers, cells, lines)
        part.source = replace(part.source, lines=lines, year=settled.year, digits=digits)
        return settled

    def _fill(self, part: Part, sheet: sheets.Sheet) -> str | None:
        """Put the rows of a long sheet into a table; returns what to read from it, None where they must be read one by one."""
        if sheet.is_small:
            return None
        match, self.tables = part.source.match, self.tables + 1
        part.table, kinds = f"lines_{self.tables}", f"kinds_{self.tables}"
        lines, part.height = sheet.fill(self.con, part.table, sheet.above + match.header_row, len(match.labels))
        self.loose.append(part.table)
        found = sheet_rows.settle_lines(self.con, sheet, match, lines, kinds, part.as_sent)
        if found:
            self.loose.append(kinds)
            part.source = replace(part.source, kinds=kinds)
        return None if found is None else lines

    def _stage(self, file: str, parts: list[Part]) -> None:
        import duckdb

        try:
            for part in (p for p in parts if not p.cells):
                form = part.source.match.form.name
                if part.height >= LONG and not part.keys and form != "areas":  # of those most may be left out
                    self.long.setdefault(form, []).append(part.source)
                    self.loose = [table for table in self.loose if table not in (part.table, part.source.kinds)]
                else:
                    self.con.execute(f"INSERT INTO staged_{form} BY NAME {statement.select(part.source)}")
        except duckdb.Error:
            self._forget(file)
            raise
        for part in parts:
            if part.cells:
                self.stacks.add(part.source, part.as_sent, part.cells)
            for table, rows in zip(self.told, (*part.layout, part.keys), strict=True):
                self.told[table] += rows

    def _forget(self, file: str) -> None:
        """What a file has brought so far does not count."""
        for form in self.known:
            self.con.execute(f"DELETE FROM staged_{form} WHERE file = $file", {"file": file})
        for form, sources in self.long.items():
            self.long[form] = [source for source in sources if source.file != file]


def _is_of_the_machine(error: Exception) -> bool:
    """Whether an error would meet any file: no memory, a full disk."""
    import duckdb

    return isinstance(error, MemoryError | duckdb.OperationalError | duckdb.FatalException) or (
        isinstance(error, OSError) and error.errno in MACHINE
    )


def _failed(entry: Entry, error: Exception) -> Entry:
    """The line of a file that cannot be taken in, and why."""
    if isinstance(error, OSError):
        error = sheets.unreadable(entry.file, error)
    elif not isinstance(error, Fault):
        what = f"{type(error).__name__}: {error}".splitlines()[0]
        error = Fault(
            f"{entry.file}: jiping cannot make sense of it ({what}). Open and save it again in Excel; if that does not help, keep the file and report this sentence. The other files are not affected.",
            f"{entry.file}：无法处理（{what}）。请用 Excel 打开另存；仍不行时请保留该文件并反映这句话。其他文件不受影响。",
        )
    failed = replace(entry, status="failed", sheet="", form=None)
    failed.note(error.zh, error.en)
    return failed


def _version(path: Path) -> tuple[int, ...]:
    """What changes when a file does; nothing where it cannot be asked (reading it says why)."""
    try:
        state = path.stat()
    except OSError:
        return ()
    return state.st_ino, state.st_size, state.st_mtime_ns


def _hidden(entry: Entry, title: str) -> Entry:
    hidden = replace(entry, sheet=title, status="set_aside")
    hidden.note(f"{entry.file} › {title}：隐藏的工作表，未读取。", f"{entry.file} › {title}: a hidden sheet, not read.")
    return hidden


def _defaults(sheet: sheets.Sheet, match: Match) -> dict[str, str]:
    """The texts of fields that have none of their own in the sheet."""
    named = {"file": Path(sheet.file).stem, "sheet": sheet.name}
    fields = {name: f for name, f in match.form.fields.items() if name not in match.columns}
    return {name: _filled_in(f.default, named) for name, f in fields.items() if f.default is not None}


def _filled_in(default: str, named: dict[str, str]) -> str:
    """A default with the names that {file} and {sheet} stand for: whatever else stands in brackets stays what it is."""
    return re.sub(r"\{(file|sheet)\}", lambda found: named[found[1]], default).strip()
