"""What intake makes of one file: encoding, header rows, record type, column by column, and its first bad rows."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from indicators.soundness import is_sound
from indicators.workspace import Fault, Workspace
from pipelines.accounting import corrections
from pipelines.accounting.ledger import Entry
from pipelines.aside import together
from pipelines.intake import digests, receipts, take_in
from pipelines.reading import sheets
from pipelines.recognising import forms, questionnaires, tables_below
from pipelines.recognising.match import Match
from pipelines.recognising.recognise import recognise
from pipelines.warehouse import writing

MOST_REASONS = 10


@dataclass(frozen=True)
class Explained:
    """One sheet of a file: its line of the ledger, what separates its cells (in a text), how its header was understood (None
    if it was not), the first reasons why rows come back: (row, header, value, Chinese, English), and how many there are more."""

    entry: Entry
    delimiter: str
    match: Match | None
    reasons: list[tuple[int, str, str, str, str]]
    more: int


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
    registers = workspace.warehouse if is_sound(workspace.warehouse) else None
    # Copies of private text stand where the next command finds them, should this one be killed.
    with (
        writing(workspace),
        together(workspace.processed) as (_, scratch),
        duckdb.connect(config={"temp_directory": str(scratch)}) as con,
        digests([path]) as received,
    ):
        days = receipts(workspace.warehouse)
        entries = take_in(con, alone, b"explain", scratch, received, registers=registers, receipts=days)
        matches = _matches(alone, path, scratch) if any(e.form for e in entries) else {}
        return [Explained(e, *matches.get(e.sheet, ("", None)), *_reasons(con, e)) for e in entries]


def _matches(workspace: Workspace, path: Path, scratch: Path) -> dict[str, tuple[str, Match]]:
    """By the names of the sheets: delimiter and match."""
    choices = forms.recognisable(forms.load(workspace), questionnaires.load(workspace))
    found = {}
    read = sheets.read(path, path.name, scratch)[0]
    for sheet in chain.from_iterable(tables_below.apart(sheet, choices) for sheet in read):
        try:
            match = recognise(corrections.as_sent(sheet), choices)
        except Fault:
            continue  # its line of the ledger says why
        header = dataclasses.replace(match.header, first=match.top + sheet.above, last=match.header_row + sheet.above)
        delimiter = sheet.text.delimiter if sheet.text else ""
        found[sheet.name] = delimiter, dataclasses.replace(match, header=header)
    return found


def _reasons(con, entry: Entry) -> tuple[list[tuple[int, str, str, str, str]], int]:
    place = {"file": entry.file, "sheet": entry.sheet}
    found = con.execute(
        "SELECT row, header, value, zh, en FROM intake.returned WHERE file = $file AND sheet = $sheet ORDER BY row, header",
        place,
    ).fetchall()
    return found[:MOST_REASONS], len(found[MOST_REASONS:])
