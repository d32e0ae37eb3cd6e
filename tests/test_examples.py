"""The worked examples of every programme: raw files with Chinese headers in, rates out, by the door that records use.

`examples.md` of a programme: a level-2 heading is an example; a level-3 heading that is a file's name makes the table (or
code) below it that file; the table with the column "indicator" holds what must come out. Files of a section without values belong
to every example.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
import xlsxwriter

from indicators.catalogue import catalogue
from indicators.counting.measure import Measures
from indicators.workspace import Workspace
from pipelines.warehouse import build

KNOWN = catalogue()
FILE = re.compile(r"(?P<path>\S+\.(csv|xlsx|toml))( \((?P<encoding>[\w-]+)\))?")
STATES = ("not reported", "nobody in scope")


def sections(text: str, level: int) -> list[tuple[str, str]]:
    """(heading, what stands below it) for every heading of one level."""
    parts = re.split(rf"^{'#' * level} (.+)$", text, flags=re.MULTILINE)
    return list(zip(parts[1::2], parts[2::2], strict=True))


def table(text: str) -> list[list[str]]:
    """The cells of a markdown table, its header first."""
    rows = [line.strip()[1:-1].split("|") for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in (*rows[:1], *rows[2:])]


def examples():
    """(programme, title, files, values) for every example of every programme."""
    for programme in KNOWN.programmes.values():
        shared, path = [], programme.folder / "examples.md"
        for title, text in sections(path.read_text(encoding="utf-8"), 2) if path.exists() else ():
            below = sections(text, 3)
            files = [(match, body) for heading, body in below if (match := FILE.fullmatch(heading))]
            values = [row for _, body in below for row in table(body) if table(body)[0][0] == "indicator"]
            if values:
                name = f"{programme.name}: {re.search(r'[ -~]*$', title)[0].strip()}"
                yield pytest.param(programme.name, shared + files, values, id=name)
            else:
                shared += files


def write(root: Path, match: re.Match, text: str):
    """One file of an example: settings and questionnaires in the workspace, records under data/raw."""
    path = root / ("" if match["path"].endswith(".toml") else "data/raw/示例单位") / match["path"]
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".toml":
        path.write_text(re.search(r"```toml\n(.*?)```", text, re.DOTALL)[1], encoding="utf-8")
    elif path.suffix == ".csv":
        with path.open("w", encoding=match["encoding"] or "utf-8", newline="") as file:
            csv.writer(file).writerows(table(text))
    else:
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet()
            for number, row in enumerate(table(text)):
                sheet.write_row(number, 0, row)


def shown(value) -> str:
    """A value as the examples write it."""
    if not value.rows:
        return STATES[0]
    if value.denominator is None:
        return f"{value.value:g}"
    return f"{value.value:.1%}".replace("%", " %") if value.denominator else STATES[1]


@pytest.mark.parametrize(("programme", "files", "values"), list(examples()))
def test_example(tmp_path, programme, files, values):
    for match, text in files:
        write(tmp_path, match, text)
    workspace = Workspace.open(tmp_path)
    ledger = build(workspace).ledger
    assert [(e.file, e.status, e.returned) for e in ledger if e.status != "read" or e.returned] == []
    with workspace.connect() as con:
        measures = Measures(con, KNOWN.indicators)
        header, *rows = values
        found = []
        for row in (dict(zip(header, cells, strict=True)) for cells in rows):
            where = dict(pair.split("=") for pair in row["where"].split(", ") if pair)
            value = measures.value(
                f"{programme}.{row['indicator']}", row["quarter"], measures.areas.resolve(row["area"]), where
            )
            counts = ["" if count is None else f"{count:g}" for count in (value.numerator, value.denominator)]
            found.append([*list(row.values())[:4], *counts, shown(value)])
    assert found == rows


@pytest.mark.parametrize("programme", KNOWN.programmes)
def test_every_indicator_has_an_example(programme):
    written = {row[0] for param in examples() if param.values[0] == programme for row in param.values[2][1:]}
    assert written == {i.name for i in KNOWN.indicators.values() if i.programme == programme}
