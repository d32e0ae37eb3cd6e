"""How a unit's own sheet looks: the lines above its header, its headings, and which field each column is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.accounting import corrections
from pipelines.reading.sheets import Sheet
from pipelines.recognising.forms import Field
from pipelines.recognising.match import Match
from pipelines.recognising.simplified import simplified

if TYPE_CHECKING:
    import duckdb

MOST_TITLES = 8  # lines above the header that are kept: a header is looked for in the first rows only
YES_NO = ("是", "否")
YEAR = re.compile(r"(?<!\d)(19|20)\d\d(?!\d)")


def create(con: duckdb.DuckDBPyConnection) -> None:
    """The temporary tables `layouts`, one row per sheet, and `headers`, one row per field of a sheet with its column from 0
    and, of a choice, what may be written.

    A heading is NULL over the columns that jiping itself added to a correction workbook.
    """
    con.execute("""
        CREATE TEMP TABLE layouts (file VARCHAR, sheet VARCHAR, source VARCHAR, titles VARCHAR[], headings VARCHAR[]);
        CREATE TEMP TABLE headers (file VARCHAR, sheet VARCHAR, field VARCHAR, header VARCHAR, place INTEGER, choices VARCHAR[])""")


def of(sheet: Sheet, first: Sheet, match: Match) -> tuple[list[tuple], list[tuple]]:
    """The rows of both for a recognised sheet; `first` is the sheet as the unit first sent it."""
    ours = corrections.added(sheet)
    dropped = ours.columns if ours else frozenset()
    headings = [None if i in dropped else _heading(match, i) for i in range(match.width)]
    layout = (sheet.file, sheet.name, corrections.place(first.file, first.name), _titles(first, match), headings)
    fields = [
        (sheet.file, sheet.name, name, match.labels[i], match.place(i), _choices(match.form.fields[name]))
        for name, i in match.columns.items()
    ]
    return [layout], fields


def _choices(field: Field) -> list[str]:
    """What may be chosen for a field, a word for each code; nothing where anything may be written."""
    return list(YES_NO) if field.type == "boolean" else [words[0] for words in field.codes.values()]


def _heading(match: Match, column: int) -> str:
    """The unit's own heading, with what was said elsewhere of the numbers below it: 金额(万元)."""
    label, unit = match.labels[column], match.units.get(column, "")
    return label if unit in simplified(label) else f"{label}({unit})"


def _titles(sheet: Sheet, match: Match) -> list[str]:
    """The lines above the header; of a header's own upper rows only what gives the year."""
    lines = []
    for number, row in enumerate(sheet.head[: match.header_row - 1], 1):
        texts = list(dict.fromkeys(cell.strip() for cell in row if cell.strip()))
        line = "  ".join(texts)
        if texts and ((len(texts) <= 2 and number < match.top) or YEAR.search(line)):
            lines.append(line)
    return lines[:MOST_TITLES]
