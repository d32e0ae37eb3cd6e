"""The writer: one at a time, builds the warehouse aside and puts it in place whole, or not at all."""

from __future__ import annotations

import datetime
import gc
import hashlib
import json
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from indicators import soundness
from indicators.workspace import CHECKOUT, Fault, Workspace
from pipelines import ending, shortages
from pipelines.accounting import returns
from pipelines.accounting.ledger import Entry
from pipelines.aside import left, private, settle, together, unsettled
from pipelines.cleaning.privacy import fingerprint, load_key
from pipelines.intake import digest, digests, files, receipts, take_in
from pipelines.recognising import forms, plan_words

# Beyond its memory DuckDB keeps what it is working on in the folder of the build; what is all or nothing needs no checkpoint on the way.
SETTINGS = {"memory_limit": "1200MiB", "checkpoint_threshold": "16GiB"}
SOURCES = ("*.py", "*.sql", "*.toml", "*.csv")


@dataclass(frozen=True)
class Built:
    """What a build did: the ledger, and whether anything had changed since the last one."""

    ledger: list[Entry]
    changed: bool


def build(workspace: Workspace, progress: Callable[[int, int], None] = lambda done, total: None) -> Built:
    """Bring the warehouse up to date with the files received, the forms and the definitions.

    Nothing changed: nothing is done. Anything changed, or the warehouse damaged: everything is built anew aside, and takes
    its place together with the correction workbooks, so that a failure or Ctrl-C leaves the old ones as they were.
    Raises Fault for what an officer can mend.
    """
    with shortages.told(workspace.processed), writing(workspace), private():
        key = load_key(workspace.processed, workspace.warehouse)
        makers = _makers(workspace, key)
        with digests(files(workspace)) as received:
            if (ledger := _current(workspace, makers, received)) is not None:
                return Built(ledger, changed=False)
            with without_pauses(), together(workspace.processed) as (made, scratch):
                ledger = _build(made, scratch, workspace, key, received, progress, makers)
    return Built(ledger, changed=True)


def is_ready(workspace: Workspace, thorough: bool = False) -> bool:
    """True when there is a warehouse and it is sound; what a killed run had finished is put in place first."""
    if unsettled(workspace.processed):
        with shortages.told(workspace.processed), writing(workspace):
            pass
    return soundness.is_sound(workspace.warehouse, thorough)


def changes(workspace: Workspace) -> set[str]:
    """The files that have come, changed or gone since the warehouse was built; only what is younger than it is looked into."""
    built = workspace.warehouse.stat().st_mtime
    there = {workspace.name_of(path): path for path in files(workspace)}
    with workspace.connect() as con:
        known = {
            file: told
            for file, *told in con.execute("SELECT DISTINCT file, bytes, sha256 FROM intake.ledger").fetchall()
        }

    def is_same(name: str) -> bool:
        size, sha256 = known[name]
        if not there[name].is_file():  # a pipe, a link to nothing
            return sha256 == ""
        state = there[name].stat()
        return state.st_size == size and (state.st_mtime <= built or digest(there[name]) == sha256)

    both = there.keys() & known.keys()
    return (there.keys() ^ known.keys()) | {name for name in both if not is_same(name)}


def is_of_example(workspace: Workspace) -> bool:
    """True when the warehouse in place was made from the example."""
    import duckdb

    try:
        with workspace.connect() as con:
            return con.execute("SELECT example FROM intake.state").fetchone() == (True,)
    except (Fault, duckdb.Error):
        return False  # none yet, or damaged


@contextmanager
def writing(workspace: Workspace) -> Iterator[None]:
    """The workspace's one writer's place, left tidy by whoever was killed in it. Raises Fault naming who holds it and since when."""
    from filelock import FileLock, Timeout

    workspace.processed.mkdir(mode=0o755, parents=True, exist_ok=True)
    holder = workspace.processed / ".writer.json"
    since = datetime.datetime.now().isoformat(" ", "seconds")
    gone = partial(holder.unlink, missing_ok=True)
    try:
        lock = FileLock(workspace.processed / ".writer.lock", timeout=1, mode=0o600)
        with private(0o022), lock, ending.cleared_by(gone):
            try:
                with private():
                    holder.write_text(json.dumps({"process": os.getpid(), "since": since}))
                for folder in left(workspace.processed):
                    settle(folder)
                yield
            finally:
                gone()
    except Timeout:
        process, since = _holder(holder)
        raise Fault(
            f"{workspace.root}: another run (process {process}) has been writing here since {since}. Wait for it to end.",
            f"{workspace.root}：另一个运行（进程 {process}）自 {since} 起正在写入，请等它结束。",
        ) from None


def _holder(told: Path) -> tuple[str, str]:
    """Process and time of whoever is writing; "?" where the file is missing or torn."""
    try:
        who = json.loads(told.read_text())
        return str(who["process"]), str(who["since"])
    except (OSError, ValueError, KeyError, TypeError):
        return "?", "?"


@contextmanager
def without_pauses() -> Iterator[None]:
    """No search for garbage: among the millions of cells of a workbook it takes as long as reading them, and finds none."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _build(made: Path, scratch: Path, workspace: Workspace, key: bytes, received, progress, makers) -> list[Entry]:
    import duckdb

    from indicators.catalogue import catalogue
    from indicators.counting import cohorts
    from indicators.judging import plan_tables

    words = plan_words.words(forms.load(workspace))
    plans = catalogue(workspace=workspace, words=words).own_plans(workspace.settings)
    warehouse = made / workspace.warehouse.name
    workbooks = made / returns.FOLDER
    with duckdb.connect(str(warehouse), config=SETTINGS | {"temp_directory": str(scratch)}) as con:
        ledger = take_in(con, workspace, key, scratch, received, progress, receipts=receipts(workspace.warehouse))
        plan_tables.write(con, plans)
        cohorts.build(con)
        workbooks.mkdir(mode=0o700)
        returns.write(con, workbooks, workspace.settings.name)
        read = {entry.file: entry.sha256 for entry in ledger}
        made_from = {"fingerprint": _state(makers, read), "example": workspace.is_example}
        con.execute("CREATE TABLE intake.state AS SELECT $fingerprint AS fingerprint, $example AS example", made_from)
        con.execute("CHECKPOINT")
    soundness.note(warehouse)
    return ledger


def _makers(workspace: Workspace, key: bytes) -> str:
    """A fingerprint of what makes a warehouse out of the files: code, forms, plans, settings and key."""
    from indicators.judging import documents

    local = [p for folder in ("forms", "questionnaires") for p in (workspace.root / folder).rglob("*.toml")]
    local += documents.files(workspace.root / "plans")
    code = [p for package in ("pipelines", "indicators") for kind in SOURCES for p in (CHECKOUT / package).rglob(kind)]
    with digests(sorted(code) + sorted(local)) as found:
        parts = [fingerprint(key), repr(workspace.settings), [made.result() for made in found.values()]]
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _state(makers: str, read: dict[str, str]) -> str:
    """A fingerprint of everything the warehouse is made from; `read` has the digests of the files by name."""
    return hashlib.sha256(repr((makers, sorted(read.items()))).encode()).hexdigest()


def _current(workspace: Workspace, makers: str, received: dict[Path, Future[str]]) -> list[Entry] | None:
    """The ledger of the warehouse in place if it, and the correction workbooks, were made from this very state."""
    has_workbooks = (workspace.processed / returns.FOLDER).is_dir()
    if not has_workbooks or not soundness.is_sound(workspace.warehouse, thorough=True):
        return None
    import duckdb

    try:
        with workspace.connect() as con:
            there = {workspace.name_of(p): sha256.result() for p, sha256 in received.items()}
            if con.execute("SELECT fingerprint FROM intake.state").fetchone() != (_state(makers, there),):
                return None
            return [Entry(*row) for row in con.execute("SELECT * FROM intake.ledger").fetchall()]
    except (duckdb.Error, Fault):
        return None  # of an earlier version: it is built anew
