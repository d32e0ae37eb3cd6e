"""The rows of a recognised sheet, each with its class, and their cells with what they take from their neighbours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from indicators.sql import literal
from pipelines.accounting import bulk
from pipelines.cleaning import neighbours
from pipelines.cleaning.headings import Columns, Headings, Told
from pipelines.cleaning.rows import STARTS, Judge
from pipelines.reading.grids import Span
from pipelines.reading.sheets import Sheet
from pipelines.recognising import plans, row_words
from pipelines.recognising.match import Match

if TYPE_CHECKING:
    import duckdb

# How a first cell begins that is no total and no foot: quicker to see than what it says.
OTHERS = rf"^[^\s\x00-\x1f\x7f\x{{a0}}\x{{feff}}\x{{200b}}\x{{3000}}{''.join(sorted(STARTS))}]"
BLANK = ("", " ", "\u3000", "-", "--", "—", "——", "–", "－", "/", "0", "0.0")


@dataclass
class SheetRows:
    """The rows below the header: their numbers, cells and classes; the match with the columns that lines between them make; and
    what was taken for granted, by kind and names."""

    match: Match
    rows: Sequence[int]
    columns: Columns
    classes: list[str]
    told: Told


def judge(sheet: Sheet, match: Match) -> tuple[Judge, str]:
    """Who tells records from other rows, and the words by which the sheet is a plan."""
    plain = Judge(match)
    if plain.left_open:
        return plain, ""  # whatever the plan it names is called
    above = [row_words.plain(cell) for row in sheet.head[: match.top - 1] for cell in row]
    if any(map(row_words.SAMPLES.fullmatch, [*above, row_words.plain(sheet.name)])):
        return Judge(match, "sample"), ""
    plan = "" if plain.has_status else plans.plan(sheet, match)
    return (Judge(match, "planned"), plan) if plan else (plain, "")


def settle(sheet: Sheet, match: Match, after: int, as_sent: bool) -> SheetRows:
    """All rows after number `after`. Those of a correction workbook (not `as_sent`) have lost their neighbours."""
    rows, columns = sheet.columns(after, len(match.labels))
    columns = [list(column) for column in columns]
    judging, plan = judge(sheet, match)
    classes = judging.classes(columns)
    if sheet.above:
        _take_for_all(classes)
    settled = SheetRows(match, rows, columns, classes, Counter())
    if as_sent:
        _take_from_neighbours(sheet, settled)
    if plan:
        settled.told["rows_planned", (("said", plan),)] += classes.count("planned")
    return settled


def _take_from_neighbours(sheet: Sheet, settled: SheetRows) -> None:
    """What lines between the rows say, marks for the same again, and merged numbers."""
    headings = Headings(settled.match, settled.columns, settled.classes)
    alone = (row for row in sheet.head[: settled.match.top - 1] if len({cell.strip() for cell in row} - {""}) == 1)
    settled.told += headings.fill([next(filter(str.strip, row)) for row in alone])
    settled.match = match = headings.match
    settled.told["dittos", ()] += neighbours.fill_dittos(match, settled.columns, settled.classes)
    spans = [(top + sheet.above, left, bottom + sheet.above, right) for top, left, bottom, right in _tall(sheet)]
    settled.told += neighbours.count_once(match, spans, settled.rows, settled.columns, settled.classes)


def settle_lines(
    con: duckdb.DuckDBPyConnection, sheet: Sheet, match: Match, lines: str, table: str, as_sent: bool
) -> str | None:
    """Of a long sheet that lies in the relation `lines` only the rows that may be no records: creates `table` (row, s_class) of them
    and returns its name, "" where all are records; None where rows take something from their neighbours."""
    judging, _ = judge(sheet, match)
    if as_sent and (judging.instead or any(bottom >= match.header_row for _, _, bottom, _ in _tall(sheet))):
        return None
    cells = ", ".join(f"c{i}" for i in range(len(match.labels)))
    found = con.execute(f"SELECT row, {cells} FROM {lines} WHERE {_in_question(judging)} ORDER BY row").fetchall()
    if not found:
        return ""
    rows, *columns = map(list, zip(*found, strict=True))
    classes = judging.each(columns)
    if as_sent and (neighbours.has_dittos(match, columns) or Headings(match, columns, classes).may_have_lines()):
        return None
    kinds = {row: made for row, made in zip(rows, classes, strict=True) if made != "record"}
    if not kinds:
        return ""
    con.register("kinds", bulk.arrays({"row": list(kinds), "s_class": list(kinds.values())}))
    con.execute(f"CREATE TEMP TABLE {table} AS SELECT row::BIGINT AS row, s_class::VARCHAR AS s_class FROM kinds")
    con.unregister("kinds")
    return table


def _take_for_all(classes: list[str]) -> None:
    """The last of several totals below a table may be that of the tables above it too."""
    totals = [n for n, made in enumerate(classes) if made in ("total", "subtotal")]
    if len(totals) > 1 and classes[totals[-1]] == "total":
        classes[totals[-1]] = "running"


def _tall(sheet: Sheet) -> list[Span]:
    """Where cells are merged over rows."""
    return [span for span in sheet.spans if span[2] > span[0]]


def _in_question(judging: Judge) -> str:
    """SQL of a row that may be no record, or take something from its neighbours."""
    anchors = judging.anchors
    blank = ", ".join(map(literal, BLANK))
    filled = " + ".join(f"coalesce((c{i} NOT IN ({blank}))::INT, 0)" for i in anchors)
    first = ", ".join(f"nullif(c{i}, '')" for i in range(judging.match.width))
    asked = [f"({filled} - 1) * 2 < {len(anchors)}"]
    asked += [f"NOT (c0 > '!' AND c0 < chr(127) OR regexp_matches(coalesce({first}, ''), '{OTHERS}'))"]
    asked += [f"c{i} = {literal(row[i])}" for row in judging.match.headings for i in judging.labelled(row)[:1]]
    asked += [f"c{i} IN ({', '.join(map(literal, row_words.DITTOS))})" for i in anchors if i not in judging.persons]
    if judging.left_open:
        asked += [" AND ".join(f"coalesce(c{i}, '') IN ({blank})" for i in judging.left_open)]
    asked += [f"ends_with(c{i}, '计') OR ends_with(c{i}, '总数')" for i in anchors if i in judging.areas]
    asked += [f"c{a} = c{b}" for a, b in pairwise(anchors[:2])]
    asked += [f"regexp_matches(c{i}, '{row_words.TELLING.pattern}')" for i in {*judging.remarks, *judging.serial}]
    return " OR ".join(f"coalesce({condition}, false)" for condition in asked)
