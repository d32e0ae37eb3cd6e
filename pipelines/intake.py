"""Files as received → clean records, returned rows and duplicates, counted so that every row is accounted for."""

from __future__ import annotations

import datetime
import hashlib
import stat
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from indicators.received import EXAMPLE, files_below
from indicators.sql import literal, lock
from indicators.workspace import Workspace
from pipelines import divisions
from pipelines.accounting import corrections, ledger
from pipelines.accounting.ledger import Entry
from pipelines.cleaning import answers, calendar, elsewhere, persons, places, privacy, records, repeats, totals
from pipelines.cleaning.staging import Staging
from pipelines.cleaning.statement import select
from pipelines.recognising import forms, questionnaires, simplified

if TYPE_CHECKING:
    import duckdb

HERE = Path(__file__).parent
REGISTERS = ("areas", "sites")  # other records refer to them, so they are completed first
BLOCK = 1 << 24  # what is hashed at a time: long enough not to stop whatever else is done meanwhile


def files(workspace: Workspace) -> list[Path]:
    """The files received, in a fixed order: of two that tell of the same record the later in this order wins."""
    example = workspace.root / "data" / "raw" / EXAMPLE
    aside = None if workspace.raw.is_relative_to(example) else example  # it never mixes with an office's own records
    found = (p for p in files_below(workspace.raw) if aside is None or not p.is_relative_to(aside))
    return sorted((*found, *workspace.beside), key=workspace.name_of)


def digest(path: Path) -> str:
    """SHA-256 of a file's bytes; empty where it cannot be read (intake says why)."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # to open a pipe would wait for ever
            return ""
        found = hashlib.sha256()
        with path.open("rb") as stream:
            while block := stream.read(BLOCK):
                found.update(block)
        return found.hexdigest()
    except OSError:
        return ""


def receipts(warehouse: Path) -> dict[str, datetime.date]:
    """The day on which each content was first received, by digest, as a warehouse knows it; {} where there is none to ask."""
    import duckdb

    if not warehouse.exists():
        return {}
    try:
        with duckdb.connect(str(warehouse), read_only=True) as con:
            return dict(con.execute("SELECT sha256, received_on FROM intake.receipts").fetchall())
    except duckdb.Error:
        return {}  # damaged, or of an earlier version


@contextmanager
def digests(paths: list[Path]) -> Iterator[dict[Path, Future[str]]]:
    """The digest of every file, several at a time, while something else is done."""
    pool = ThreadPoolExecutor()
    try:
        yield {path: pool.submit(digest, path) for path in paths}
    finally:
        pool.shutdown(cancel_futures=True)


def take_in(
    con: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    key: bytes,
    scratch: Path,
    received: dict[Path, Future[str]],
    progress: Callable[[int, int], None] = lambda done, total: None,
    registers: Path | None = None,
    receipts: dict[str, datetime.date] | None = None,
) -> list[Entry]:
    """Read the files `received` (with their digests) into `clean.*` and `intake.*` of the open database `con`; returns the ledger.

    `registers` is a warehouse whose areas and sites are known already; the others are as `stage` takes them. One unreadable
    file never stops the others. Raises Fault when a form or questionnaire is wrong.
    """
    staging = stage(con, workspace, key, scratch, received, progress, registers, receipts)
    known, asked = staging.known, questionnaires.load(workspace)
    entries = staging.finish()
    _name_sources(con, entries)
    repeats.receive(con, entries)
    long = {(source.file, source.sheet): select(source) for source in chain(*staging.long.values())}
    corrections.close(con, known, long, entries)
    elsewhere.leave_out(con, records.padded(workspace.settings.root_area), entries)
    _complete(con, workspace, staging)
    answers.unfold(con, known, asked, entries)
    calendar.build(con, workspace.settings.report_deadline_days)
    elsewhere.note(con, known, workspace.settings.root_area, entries)
    totals.note(con, entries)
    repeats.note(con, entries)
    ledger.write_units(con, entries)
    ledger.write_returned(con, known)
    entries = ledger.write_ledger(con, entries)
    ledger.write_receipts(con, staging.receipts)
    ledger.write_overviews(con, known)
    return entries


def stage(
    con: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    key: bytes,
    scratch: Path,
    received: dict[Path, Future[str]],
    progress: Callable[[int, int], None] = lambda done, total: None,
    registers: Path | None = None,
    receipts: dict[str, datetime.date] | None = None,
) -> Staging:
    """Read the files `received` into staged rows, of which nothing is cleaned yet.

    `scratch` is a folder for copies of text files in other encodings; `receipts` has the day on which each content was first
    received, by digest. From now on `con` can open no other file than these.
    """
    _prepare(con, key)
    known_before = [registers, Path(f"{registers}.wal")] if registers else []
    named = [path for path in received if str(path).isprintable()]  # others are refused for their names
    lock(con, [scratch], [*named, *known_before])
    known, asked = forms.load(workspace), questionnaires.load(workspace)
    staging = Staging(con, workspace, known, forms.recognisable(known, asked), scratch, receipts or {})
    if registers:
        _know(con, registers)
    for number, (path, sha256) in enumerate(received.items()):
        progress(number, len(received))
        staging.take(path, sha256)
    progress(len(received), len(received))
    return staging


def _prepare(con: duckdb.DuckDBPyConnection, key: bytes) -> None:
    """The schemas, the cleaning vocabulary, and the tables that all sheets add to."""
    con.execute("CREATE SCHEMA clean; CREATE SCHEMA intake; CREATE SCHEMA calendar")
    simplified.add_macro(con)
    con.execute((HERE / "cleaning" / "macros.sql").read_text(encoding="utf-8"))
    privacy.add_macros(con, key)
    divisions.load(con)
    records.create(con)
    persons.create(con)
    totals.create(con)
    repeats.create(con)


def _name_sources(con: duckdb.DuckDBPyConnection, entries: list[Entry]) -> None:
    """Types for where a record comes from, in the order that decides which of two is the later: of millions of rows two
    numbers are written, not two texts."""
    for name in ("file", "sheet"):
        values = sorted({getattr(entry, name) for entry in entries})
        con.execute(f"CREATE TYPE intake.{name} AS ENUM ({', '.join(map(literal, values))})")


def _complete(con, workspace: Workspace, staging: Staging) -> None:
    """What was staged → `clean.*`: first the registers of places, then of persons, a roster of them before others."""
    records.seed_root(con, workspace.settings)
    others = sorted(
        (f.key != ["person"], not persons.is_register(f), n) for n, f in staging.known.items() if n not in REGISTERS
    )
    for name in [*REGISTERS, *(n for *_, n in others)]:
        form = staging.known[name]
        records.finish(con, form, workspace.settings.root_area, staging.long.get(name, []))
        if name == "areas":
            places.build_area_names(con)
        if name == "sites":
            places.build_site_names(con)


def _know(con: duckdb.DuckDBPyConnection, warehouse: Path) -> None:
    """Take over the registers of a warehouse, as if their files had been read."""
    con.execute(f"ATTACH {literal(str(warehouse))} AS known (READ_ONLY)")
    for name in REGISTERS:
        columns = "* EXCLUDE (file, sheet, row)" if name == "areas" else "* EXCLUDE (file, sheet, row, site)"
        con.execute(f"""INSERT INTO staged_{name} BY NAME
            SELECT {columns}, 'record' AS class, [] AS problems FROM known.clean.{name}""")
    con.execute("DETACH known")
