"""Files as received → staged rows: every sheet recognised and typed, or set aside with the reason."""

from __future__ import annotations

import datetime
import re
from concurrent.futures import Future, wait
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from indicators.workspace import Fault, Workspace
from pipelines.accounting import corrections, layouts
from pipelines.accounting.ledger import Entry
from pipelines.cleaning import statement
from pipelines.cleaning.statement import Source
from pipelines.reading import sheets
from pipelines.recognising import month_days, slips
from pipelines.recognising.forms import Form
from pipelines.recognising.match import Match
from pipelines.recognising.recognise import recognise

if TYPE_CHECKING:
    import duckdb

LONG = 50_000  # rows of a sheet that is not staged but cleaned where it lies


@dataclass
class Staging:
    """Where rows wait until all files are read: those of most sheets in `staged_<form>`, all of a form together, and each
    long sheet as text in a table of its own, typed only when it is finished (`long`, by form)."""

    con: duckdb.DuckDBPyConnection
    workspace: Workspace
    known: dict[str, Form]
    choices: list[Form]  # the known forms, one for each questionnaire
    scratch: Path
    long: dict[str, list[Source]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        layouts.create(self.con)
        self.con.execute("CREATE TEMP TABLE corrections (file VARCHAR, sheet VARCHAR, row INTEGER, key VARCHAR)")
        for name, form in self.known.items():
            columns = ", ".join(f"{column} {type_}" for column, type_ in statement.staged_columns(form).items())
            self.con.execute(f"CREATE TEMP TABLE staged_{name} ({columns})")

    def take(self, path: Path, sha256: Future[str]) -> list[Entry]:
        """Stage the sheets of a file, all of them, or none and why; their lines of the ledger."""
        name = self.workspace.name_of(path)
        before = _version(path)
        entry = Entry(name)
        try:
            entry.bytes = path.stat().st_size
            _refuse_strangers(self.workspace, path, name)
            try:
                entries = self._sheets(path, entry, trusting=True)
            except UnicodeError:  # only the beginning is in UTF-8
                self._forget(name)
                entries = self._sheets(path, entry, trusting=False)
            wait([sha256])  # it must be of the bytes that were read
            if _version(path) != before:
                raise Fault(
                    f"{name}: changed while it was read. Run again when it has been saved.",
                    f"{name}：读取时文件还在变化，请保存完毕后再运行一次。",
                )
        except Fault as fault:
            self._forget(name)
            entries = [replace(entry, status="failed", note_zh=fault.zh, note_en=fault.en)]
        digest = sha256.result()
        if _version(path) != before:
            digest = ""  # so that the next run reads it again, whatever it is by then
        return [replace(entry, sha256=digest) for entry in entries]

    def _sheets(self, path: Path, entry: Entry, trusting: bool) -> list[Entry]:
        found, hidden = sheets.read(path, entry.file, self.scratch, trusting)
        received = datetime.date.fromtimestamp(path.stat().st_mtime)
        lines = [replace(entry, sheet=sheet.name, encoding=sheet.encoding) for sheet in found]
        read = [self._sheet(sheet, line, received) for sheet, line in zip(found, lines, strict=True)]
        return read + [_hidden(entry, title) for title in hidden]

    def _sheet(self, sheet: sheets.Sheet, entry: Entry, received: datetime.date) -> Entry:
        first = corrections.as_sent(sheet)
        try:
            match = recognise(replace(first, file=sheet.file, name=sheet.name), self.choices)
        except Fault as fault:
            entry.status, entry.note_zh, entry.note_en = "set_aside", fault.zh, fault.en
            entry.lines = sheet.count_rows()
            return entry
        entry.form, entry.header_rows = match.form.name, match.header_row
        entry.note(*slips.note(corrections.place(sheet.file, sheet.name), match))
        table = f"lines_{sum(map(len, self.long.values()))}"
        lines = sheet.fill(self.con, table, match.header_row, len(match.labels))
        named = {"file": Path(first.file).stem, "sheet": first.name}
        # The rows of a correction workbook have lost the neighbours that they had.
        digits = month_days.digits(self.con, match, lines) if first is sheet else {}
        source = Source(match, lines, sheet.file, sheet.name, named, _year(first, match), received, digits)
        keys = [(sheet.file, sheet.name, row, key) for row, key in corrections.keys(sheet)]
        rows = self.con.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0]
        if rows >= LONG and not keys and match.form.name != "areas":  # of those most may be left out
            self.long.setdefault(match.form.name, []).append(source)
        else:
            self.con.execute(f"INSERT INTO staged_{match.form.name} BY NAME {statement.select(source)}")
        layouts.keep(self.con, sheet, first, match)
        if keys:
            self.con.executemany("INSERT INTO corrections VALUES (?, ?, ?, ?)", keys)
        return entry

    def _forget(self, name: str) -> None:
        """What a file has brought so far does not count."""
        for table in (*(f"staged_{form}" for form in self.known), "layouts", "headers", "corrections"):
            self.con.execute(f"DELETE FROM {table} WHERE file = $name", {"name": name})
        for form, sources in self.long.items():
            self.long[form] = [source for source in sources if source.file != name]


def _version(path: Path) -> tuple[int, ...]:
    """What changes when a file does; nothing where it cannot be asked (reading it says why)."""
    try:
        state = path.stat()
    except OSError:
        return ()
    return state.st_ino, state.st_size, state.st_mtime_ns


def _refuse_strangers(workspace: Workspace, path: Path, name: str) -> None:
    if not path.resolve().is_relative_to(workspace.folder_of(path).resolve()):
        raise Fault(
            f"{name}: a link out of the workspace. Copy the file itself in.",
            f"{name}：链接指向工作区之外，请放入文件本身。",
        )
    if path.suffix.lower() not in sheets.TEXT_SUFFIXES + sheets.WORKBOOK_SUFFIXES:
        raise Fault(
            f"{name}: not a table. Send CSV, XLSX, XLS or ODS.",
            f"{name}：不是表格文件，请报送 CSV、XLSX、XLS 或 ODS。",
        )


def _hidden(entry: Entry, title: str) -> Entry:
    return replace(
        entry,
        sheet=title,
        status="set_aside",
        note_zh=f"{entry.file} › {title}：隐藏的工作表，未读取。",
        note_en=f"{entry.file} › {title}: a hidden sheet, not read.",
    )


def _year(sheet: sheets.Sheet, match: Match) -> str | None:
    """The year that titles, sheet name or file name give to dates written without one."""
    titles = [cell for row in sheet.head[: match.header_row] for cell in row]
    years = (re.search(r"(?<!\d)(19|20)\d\d(?!\d)", text) for text in [*titles, sheet.name, Path(sheet.file).stem])
    return next((year.group() for year in years if year), None)
