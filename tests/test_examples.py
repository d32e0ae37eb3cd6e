"""The worked examples of every programme: raw files with Chinese headers in, rates out, by the door that records use.

`examples.md` of a programme is a document as `tests/documents.py` reads them; the table with the column "indicator" holds what
must come out; so must the rows below a question (a block of SQL). Files of a section without values belong to every example.
"""

from __future__ import annotations

import re

import pytest

from indicators.catalogue import catalogue
from indicators.counting.measure import Measures
from indicators.workspace import Workspace
from pipelines.warehouse import build
from tests.documents import answered, files, questions, sections, table

pytestmark = pytest.mark.slow  # each test takes in an office of its own

KNOWN = catalogue()
STATES = ("not reported", "nobody in scope")


def examples():
    """(programme, files, values, questions) for every example of every programme."""
    for programme in KNOWN.programmes.values():
        shared, path = [], programme.folder / "examples.md"
        for title, text in sections(path.read_text(encoding="utf-8"), 2) if path.exists() else ():
            found = files(text)
            values = [row for _, body in sections(text, 3) for row in table(body) if table(body)[0][0] == "indicator"]
            if values:
                name = f"{programme.name}: {re.search(r'[ -~]*$', title)[0].strip()}"
                yield pytest.param(programme.name, shared + found, values, questions(text), id=name)
            else:
                shared += found


def shown(value) -> str:
    """A value as the examples write it."""
    if not value.rows:
        return STATES[0]
    if value.denominator is None:
        return f"{value.value:g}"
    return f"{value.value:.1%}".replace("%", " %") if value.denominator else STATES[1]


@pytest.mark.parametrize(("programme", "received", "values", "asked"), list(examples()))
def test_example(tmp_path, programme, received, values, asked):
    for file in received:
        file.write(tmp_path, "示例单位")
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
        answers = [[[answered(cell) for cell in row] for row in con.execute(sql).fetchall()] for sql, _ in asked]
    assert found == rows
    assert answers == [rows for _, rows in asked]


@pytest.mark.parametrize("programme", KNOWN.programmes)
def test_every_indicator_has_an_example(programme):
    written = {row[0] for param in examples() if param.values[0] == programme for row in param.values[2][1:]}
    assert written == {i.name for i in KNOWN.indicators.values() if i.programme == programme}
