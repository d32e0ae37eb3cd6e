"""Files as received → clean records, returned rows and duplicates, counted so that every row is accounted for."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from indicators.workspace import Fault, Workspace
from pipelines import cleaning, corrections, divisions, forms, ledger, month_days, places, records, sheets, totals
from pipelines.forms import Form
from pipelines.ledger import Entry
from pipelines.privacy import add_pseudonym_macro
from pipelines.recognise import Match, recognise

if TYPE_CHECKING:
    import duckdb

HERE = Path(__file__).parent
REGISTERS = ("areas", "sites")  # other records refer to them, so they are completed first
NOT_RECORDS = (".md", ".toml")  # notes that lie beside the records


def files(workspace: Workspace) -> list[Path]:
    """The files received, in a fixed order: of two that tell of the same record the later in this order wins."""
    example = workspace.root / "data" / "raw" / "example"
    aside = None if workspace.raw.is_relative_to(example) else example  # it never mixes with an office's own records
    kept = (p for p in workspace.raw.rglob("*") if aside is None or not p.is_relative_to(aside))
    found = (p for p in kept if p.is_file() and not p.name.startswith((".", "~$")))
    return sorted(
        (p for p in found if p.suffix.lower() not in NOT_RECORDS), key=lambda p: p.relative_to(workspace.raw).as_posix()
    )


def digest(path: Path) -> str:
    """SHA-256 of a file's bytes; empty where it cannot be read (intake says why)."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""


def take_in(
    con: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    key: bytes,
    scratch: Path,
    paths: list[Path],
    progress: Callable[[int, int], None] = lambda done, total: None,
    registers: Path | None = None,
) -> list[Entry]:
    """Read the files at `paths` into `clean.*` and `intake.*` of the open database `con`; returns the ledger.

    `scratch` is a folder for copies of text files in other encodings; `registers` a warehouse whose areas and sites are
    known already. One unreadable file never stops the others. Raises Fault when a form or questionnaire is wrong.
    """
    con.execute((HERE / "macros.sql").read_text(encoding="utf-8"))
    add_pseudonym_macro(con, key)
    divisions.load(con)
    known, questionnaires = forms.load(workspace), forms.load_questionnaires(workspace)
    con.execute("CREATE SCHEMA clean; CREATE SCHEMA intake; CREATE SCHEMA calendar")
    con.execute("CREATE TEMP TABLE headers (file VARCHAR, sheet VARCHAR, field VARCHAR, header VARCHAR)")
    con.execute("CREATE TEMP TABLE corrections (file VARCHAR, sheet VARCHAR, row INTEGER, key VARCHAR)")
    for name, form in known.items():
        columns = ", ".join(f"{column} {type_}" for column, type_ in cleaning.staged_columns(form).items())
        con.execute(f"CREATE TEMP TABLE staged_{name} ({columns})")
    if registers:
        _know(con, registers)
    choices, entries = forms.recognisable(known, questionnaires), []
    for number, path in enumerate(paths):
        progress(number, len(paths))
        entries += _stage_file(con, workspace, path, choices, scratch)
    progress(len(paths), len(paths))
    _compare_totals(con, known, entries)
    _close_returns(con, known, entries, {p.relative_to(workspace.raw).as_posix(): p for p in paths}, scratch)
    _complete(con, workspace, known, questionnaires)
    ledger.write_returned(con, known)
    entries = ledger.write_ledger(con, known, entries)
    ledger.write_overviews(con, known)
    return entries


def _complete(con, workspace: Workspace, known: dict[str, Form], questionnaires) -> None:
    """What was staged → `clean.*`, the registers first."""
    records.seed_root(con, workspace.settings)
    for name in sorted(known, key=lambda n: (n not in REGISTERS, REGISTERS.index(n) if n in REGISTERS else 0, n)):
        records.finish(con, known[name], workspace.settings.root_area)
        if name == "areas":
            places.build_area_names(con)
        if name == "sites":
            places.build_site_names(con)
    records.unfold_answers(con, known, questionnaires)
    records.build_calendar(con, known, workspace.settings.report_deadline_days)


def _know(con: duckdb.DuckDBPyConnection, warehouse: Path) -> None:
    """Take over the registers of a warehouse, as if their files had been read."""
    con.execute(f"ATTACH {cleaning.quoted(str(warehouse))} AS known (READ_ONLY)")
    for name in REGISTERS:
        columns = "* EXCLUDE (file, sheet, row)" if name == "areas" else "* EXCLUDE (file, sheet, row, site)"
        con.execute(f"""INSERT INTO staged_{name} BY NAME
            SELECT {columns}, 'record' AS class, [] AS problems FROM known.clean.{name}""")
    con.execute("DETACH known")


def _stage_file(con, workspace: Workspace, path: Path, choices: list[Form], scratch: Path) -> list[Entry]:
    """Stage the sheets of a file: all of them, or none and why."""
    name = path.relative_to(workspace.raw).as_posix()
    before = _version(path)
    entry = Entry(name, sha256=digest(path))
    try:
        entry.bytes = path.stat().st_size
        _refuse_strangers(workspace, path, name)
        found, hidden = sheets.read(path, name, scratch)
        received = datetime.date.fromtimestamp(path.stat().st_mtime)
        entries = [
            _stage_sheet(con, sheet, choices, replace(entry, sheet=sheet.name, encoding=sheet.encoding), received)
            for sheet in found
        ]
        if _version(path) != before:
            raise Fault(
                f"{name}: changed while it was read. Run again when it has been saved.",
                f"{name}：读取时文件还在变化，请保存完毕后再运行一次。",
            )
    except Fault as fault:
        for table in {f"staged_{form.name}" for form in choices} | {"headers", "corrections"}:
            con.execute(f"DELETE FROM {table} WHERE file = $name", {"name": name})
        return [replace(entry, status="failed", note_zh=fault.zh, note_en=fault.en)]
    return entries + [_hidden(entry, title) for title in hidden]


def _version(path: Path) -> tuple[int, ...]:
    """What changes when a file does; nothing where it cannot be asked (reading it says why)."""
    try:
        state = path.stat()
    except OSError:
        return ()
    return state.st_ino, state.st_size, state.st_mtime_ns


def _refuse_strangers(workspace: Workspace, path: Path, name: str) -> None:
    if not path.resolve().is_relative_to(workspace.raw.resolve()):
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


def _close_returns(con, known: dict[str, Form], entries: list[Entry], received: dict[str, Path], scratch: Path) -> None:
    """Take out the rows that corrections replace; say on whose lines of the ledger a key replaces nothing."""
    stale = corrections.close(con, known, received, scratch)
    for entry in entries:
        if n := stale.get((entry.file, entry.sheet)):
            entry.tell(*corrections.stale(entry.file, entry.sheet, n))


def _compare_totals(con, known: dict[str, Form], entries: list[Entry]) -> None:
    """Say on the lines of the ledger which totals disagree with their rows."""
    lines = {(entry.file, entry.sheet): entry for entry in entries}
    for name in sorted({entry.form for entry in entries if entry.form}):
        for file, sheet, said in totals.notes(con, known[name], f"staged_{name}"):
            lines[file, sheet].tell(*said)


def _stage_sheet(con, sheet: sheets.Sheet, choices: list[Form], entry: Entry, received: datetime.date) -> Entry:
    first = corrections.as_sent(sheet)
    try:
        match = recognise(replace(first, file=sheet.file, name=sheet.name), choices)
    except Fault as fault:
        entry.status, entry.note_zh, entry.note_en = "set_aside", fault.zh, fault.en
        entry.lines = sheet.count_rows()
        return entry
    entry.form, entry.header_rows = match.form.name, match.header_row
    relation = sheet.relation(con, match.header_row, len(match.labels))
    names = {"file": Path(first.file).stem, "sheet": first.name}
    values = {
        "file": sheet.file,
        "sheet": sheet.name,
        "year": _year(first, match),
        "received": received,
        "digits": None,
    }
    for name, value in values.items():
        con.execute(f"SET VARIABLE {name} = $value", {"value": value})
    if first is sheet:  # rows that come back in a correction workbook have lost their neighbours
        month_days.learn(con, match, relation)
    cleaning.stage(con, match, relation, names)
    headers = [(sheet.file, sheet.name, name, match.labels[i]) for name, i in match.columns.items()]
    con.executemany("INSERT INTO headers VALUES (?, ?, ?, ?)", headers)
    if named := [(sheet.file, sheet.name, row, key) for row, key in corrections.keys(sheet)]:
        con.executemany("INSERT INTO corrections VALUES (?, ?, ?, ?)", named)
    return entry


def _year(sheet: sheets.Sheet, match: Match) -> str | None:
    """The year that titles, sheet name or file name give to dates written without one."""
    titles = [cell for row in sheet.head[: match.header_row] for cell in row]
    years = (re.search(r"(?<!\d)(19|20)\d\d(?!\d)", text) for text in [*titles, sheet.name, Path(sheet.file).stem])
    return next((year.group() for year in years if year), None)
