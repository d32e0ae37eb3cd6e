"""What intake makes of one file: encoding, header rows, record type, column by column, and its first bad rows."""

from __future__ import annotations

import dataclasses
import tempfile
from dataclasses import dataclass
from pathlib import Path

from indicators.workspace import Fault, Workspace
from pipelines import forms, sheets
from pipelines.intake import digests, take_in
from pipelines.ledger import Entry
from pipelines.recognise import Match, recognise

MOST_BAD_ROWS = 10


@dataclass(frozen=True)
class Explained:
    """One sheet of a file: its line of the ledger, how its header was understood (None if it was not), and the first
    reasons why rows come back: (row, header, value, Chinese, English)."""

    entry: Entry
    match: Match | None
    reasons: list[tuple[int, str, str, str, str]]


def explain(workspace: Workspace, path: Path) -> list[Explained]:
    """Take one file in by itself, beside the registers of the workspace's warehouse; nothing is kept.

    Raises Fault when there is no such file.
    """
    import duckdb

    if not path.is_file():
        raise Fault(
            f'"{path}": no such file. Name a file as received.', f"“{path}”：没有这个文件，请指定一份报来的文件。"
        )
    path = path.resolve()
    alone = dataclasses.replace(workspace, raw=path.parent)
    registers = workspace.warehouse if workspace.warehouse.exists() else None
    with tempfile.TemporaryDirectory(prefix="jiping-") as scratch, duckdb.connect() as con:
        entries = take_in(con, alone, b"explain", Path(scratch), digests([path]), registers=registers)
        matches = _matches(alone, path, Path(scratch)) if any(e.form for e in entries) else {}
        return [Explained(e, matches.get(e.sheet), _reasons(con, e)) for e in entries]


def _matches(workspace: Workspace, path: Path, scratch: Path) -> dict[str, Match]:
    choices = forms.recognisable(forms.load(workspace), forms.load_questionnaires(workspace))
    found = {}
    for sheet in sheets.read(path, path.name, scratch)[0]:
        try:
            found[sheet.name] = recognise(sheet, choices)
        except Fault:
            continue  # its line of the ledger says why
    return found


def _reasons(con, entry: Entry) -> list[tuple[int, str, str, str, str]]:
    asked = "SELECT row, header, value, zh, en FROM intake.returned WHERE file = $file AND sheet = $sheet"
    rows = f"{asked} ORDER BY row, header LIMIT {MOST_BAD_ROWS}"
    return con.execute(rows, {"file": entry.file, "sheet": entry.sheet}).fetchall()
