"""Kinds of everyday forms: each document's files are taken in, and its tables must come out; so must the cases kept beside the project."""

import json
import os
import re
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from documents import TABLE, answered, files, questions, sections, table

from tests.conftest import Office

pytestmark = pytest.mark.slow  # each test takes in an office of its own

KINDS = Path(__file__).parent / "kinds"
CASES = Path(os.environ.get("JIPING_SHARED", "")) / "cases"
TOLD = ["told", "n"]  # the header of a table that says what the office is told


def examples():
    for path in sorted(KINDS.glob("*.md")):
        for heading, text in sections(path.read_text(encoding="utf-8"), 2):
            yield pytest.param(text, id=f"{path.stem}: {heading}")


def told(text: str) -> dict[str, int]:
    """What a document says the office is told, each kind of assumption with its count."""
    tables = [table(rows) for rows in re.findall(TABLE, text, re.MULTILINE)]
    return {kind: int(n) for header, *rows in tables if header == TOLD for kind, n in rows}


@pytest.mark.parametrize("text", list(examples()))
def test_kind(office, text):
    written = files(text)
    for file in written:
        file.write(office.root)
    assert written and (questions(text) or told(text)), "an example needs files, and something that must come out"
    office.build()
    for sql, rows in questions(text):
        assert [[answered(value) for value in row] for row in office.rows(sql)] == rows
    counted = dict(office.rows("SELECT kind, sum(n)::INT FROM intake.assumptions GROUP BY kind"))
    assert {kind: counted.get(kind, 0) for kind in told(text)} == told(text)


def plain(value):
    """As JSON would hold it."""
    match value:
        case date():
            return value.isoformat()
        case Decimal():
            return float(value)
        case list() | tuple():
            return [plain(part) for part in value]
    return value


@pytest.mark.parametrize("path", sorted(CASES.glob("*/check.json")), ids=lambda path: path.parent.name)
def test_case(tmp_path, path):
    office = Office(tmp_path / "office")
    shutil.copytree(path.parent, office.root, copy_function=shutil.copyfile)
    (office.root / "data").chmod(0o755)
    check = json.loads(path.read_text(encoding="utf-8"))
    office.build()
    assert [plain(row) for row in office.rows(check["sql"])] == check["want"]
