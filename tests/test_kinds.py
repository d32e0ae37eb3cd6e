"""Everyday forms, kind by kind: what a sheet is taken to mean, and what the office is told of it.

`kinds/<kind>.md` are documents as `tests/documents.py` reads them. The files of an example are taken in as `jiping intake` takes
them; its SQL must give the table below it (every cell as text). A table with the columns "told" and "n" holds what the ledger
must say was assumed, asked or left out, and how many rows or cells it was.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from tests.conftest import AREAS, Office
from tests.documents import code, files, sections, table

KINDS = sorted((Path(__file__).parent / "kinds").glob("*.md"))
CASES = Path(os.environ.get("JIPING_SHARED", Path(__file__).parents[2] / "shared")) / "cases"


def examples():
    for kind in KINDS:
        for title, text in sections(kind.read_text(encoding="utf-8"), 2):
            yield pytest.param(text, id=f"{kind.stem}: {title}")


@pytest.mark.parametrize("text", list(examples()))
def test_kind(tmp_path, text):
    office = Office(tmp_path)
    office.write("区卫健委/区划.csv", AREAS)
    for file in files(text):
        file.write(tmp_path)
    office.build()
    for _, body in (section for section in sections(text, 3) if "```sql" in section[1]):
        found = [["" if cell is None else str(cell) for cell in row] for row in office.rows(code(body, "sql"))]
        assert found == table(body)[1:]
    for _, body in sections(text, 3):
        if table(body)[:1] == [["told", "n"]]:
            told = office.rows(
                "SELECT kind, sum(n) FROM intake.assumptions WHERE form <> 'areas' GROUP BY ALL ORDER BY 1"
            )
            assert [[kind, str(n)] for kind, n in told] == sorted(table(body)[1:])


def cases():
    for check in sorted(CASES.glob("*/check.json")):
        yield pytest.param(check, id=check.parent.name)


@pytest.mark.skipif(not CASES.exists(), reason="the cases are not here")
@pytest.mark.parametrize("check", list(cases()))
def test_case(tmp_path, check):
    """Forms that others wrote down, with what must come out."""
    shutil.copytree(check.parent, tmp_path / "office", dirs_exist_ok=True)
    for path in (tmp_path / "office").rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    office = Office(tmp_path / "office")
    office.build()
    asked = json.loads(check.read_text(encoding="utf-8"))
    assert [list(row) for row in office.rows(asked["sql"])] == asked["want"]
