"""Corrections: a row that comes back in a correction workbook names the returned row it replaces, and closes that return."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from indicators.received import KEY
from indicators.showing.words import Words, vocabulary
from indicators.workspace import LANGUAGES
from pipelines.accounting import bulk
from pipelines.reading.sheets import Sheet
from pipelines.recognising.labels import normal

if TYPE_CHECKING:
    import duckdb

    from pipelines.accounting.ledger import Entry

PLACE = r"(?P<file>.+?)(?: › (?P<sheet>.+))?"
Sheeted = tuple[str, str]  # file, sheet
Place = tuple[str, str, int]  # file, sheet, row


def words(name: str) -> tuple[str, str]:
    """What a part of a correction workbook is called, in Chinese and English."""
    zh, en = vocabulary()["workbook"][name]
    return zh, en


def key(file: str, sheet: str, row: int, cells: list[str | None]) -> str:
    """What a correction names its row by: the place, and a hash that holds only while the row is what it was."""
    text = "\x1f".join(cell or "" for cell in cells).rstrip("\x1f")
    return f"{place(file, sheet)} › {row} #{hashlib.sha256(text.encode()).hexdigest()[:12]}"


def place(file: str, sheet: str) -> str:
    return f"{file} › {sheet}" if sheet else file


@cache
def _headings() -> dict[str, str]:
    """The columns that jiping adds, by their headings in normal form."""
    return {normal(text): name for name in ("key", "reason") for text in (*words(name), " ".join(words(name)))}


@dataclass(frozen=True)
class Added:
    """Where the columns that jiping adds to a sheet stand: the row of their headings and their numbers, all from 0."""

    row: int
    key: int
    columns: frozenset[int]


def added(sheet: Sheet) -> Added | None:
    """The columns of a correction workbook; None in any other sheet."""
    for number, row in enumerate(sheet.head):
        ours = {i: name for i, cell in enumerate(row) if (name := _headings().get(normal(cell)))}
        if "key" in ours.values():
            return Added(number, min(i for i, name in ours.items() if name == "key"), frozenset(ours))
    return None


def as_sent(sheet: Sheet) -> Sheet:
    """The sheet as the unit first sent it: without what jiping added to it, under its first file and name.

    Defaults and years are taken from these, so that a corrected row means what the returned one did.
    """
    if not (ours := added(sheet)):
        return sheet
    above = sheet.head[: ours.row]
    head = [[""] if _is_note(row) else row for row in above]
    head.append(["" if i in ours.columns else cell for i, cell in enumerate(sheet.head[ours.row])])
    first = next((m for row in above if (m := re.fullmatch(PLACE, _noted(row, "source")))), None)
    names = {"file": first["file"], "name": first["sheet"] or ""} if first else {}
    return replace(sheet, head=head + sheet.head[ours.row + 1 :], **names)


def _noted(row: list[str], name: str) -> str:
    """The text of a line that jiping wrote above the header, after its label; "" for any other line."""
    text = next((cell for cell in row if cell.strip()), "")
    return next((text.removeprefix(label) for label in words(name) if text.startswith(label)), "")


def _is_note(row: list[str]) -> bool:
    return any(_noted(row, name) for name in ("legend", "source"))


def keys(sheet: Sheet) -> Iterator[tuple[int, str]]:
    """(row, key) of every row that names another."""
    if ours := added(sheet):
        for row, cells in enumerate(sheet.cells(), 1):
            text = cells[ours.key].strip() if len(cells) > ours.key else ""
            if row > ours.row + 1 and KEY.fullmatch(text):
                yield row, text


def close(
    con: duckdb.DuckDBPyConnection, known: Iterable[str], long: Mapping[Sheeted, str], entries: list[Entry]
) -> None:
    """`closed(file, sheet, row)`: the returned rows that a correction replaces, from `corrections(file, sheet, row, key)`.

    A key counts as long as the row it names, among the staged rows of the forms `known` or those that the SELECTs of
    `long` sheets give, is what it was; how many of a sheet's do not is noted on its line of the ledger.
    """
    con.execute("CREATE TEMP TABLE closed (file VARCHAR, sheet VARCHAR, row INTEGER)")
    records = " UNION ALL ".join(f"SELECT file, sheet, row FROM staged_{n} WHERE class = 'record'" for n in known)
    named = con.execute(f"SELECT file, sheet, key FROM corrections SEMI JOIN ({records}) USING (file, sheet, row)")
    asked = named.fetchall()
    if not asked:
        return
    places = {text: (m["file"], m["sheet"] or "", int(m["row"])) for _, _, text in asked if (m := KEY.fullmatch(text))}
    cells = _cells(con, known, long, set(places.values()))
    closed = {text: place for text, place in places.items() if place in cells and key(*place, cells[place]) == text}
    bulk.insert(con, "closed", list(closed.values()))
    stale = Counter((file, sheet) for file, sheet, text in asked if text not in closed)
    for entry in entries:
        if n := stale[entry.file, entry.sheet]:
            entry.note(*_stale(entry.file, entry.sheet, n))


def _cells(con, known: Iterable[str], long: Mapping[Sheeted, str], wanted: set[Place]) -> dict[Place, list[str | None]]:
    """The cells of staged rows."""
    con.execute("CREATE OR REPLACE TEMP TABLE wanted (file VARCHAR, sheet VARCHAR, row INTEGER)")
    bulk.insert(con, "wanted", list(wanted))
    selects = [f"SELECT file, sheet, row, cells FROM staged_{n}" for n in known] + [
        f"SELECT file, sheet, row, cells FROM ({select})"
        for sheet, select in long.items()
        if any(sheet == place[:2] for place in wanted)
    ]
    found = con.execute(f"FROM ({' UNION ALL '.join(selects)}) SEMI JOIN wanted USING (file, sheet, row)").fetchall()
    return {(file, sheet, row): cells for file, sheet, row, cells in found}


def marked(con: duckdb.DuckDBPyConnection, rows: str, sheets: str = "true") -> str:
    """SELECT of staged rows in which those that are closed have the class 'corrected'; `sheets` says which may be closed."""
    if not con.execute(f"SELECT 1 FROM closed WHERE {sheets} LIMIT 1").fetchall():
        return rows
    return f"""SELECT * REPLACE (CASE WHEN class = 'record' AND (file, sheet, row) IN (FROM closed) THEN 'corrected' ELSE class END AS class)
        FROM ({rows})"""


def _stale(file: str, sheet: str, n: int) -> tuple[str, str]:
    """The note that `n` rows of a sheet replace nothing, in Chinese and English."""
    return tuple(Words(lang)("workbook.stale", place=place(file, sheet), n=n) for lang in LANGUAGES)
