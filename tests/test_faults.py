"""What can go wrong around intake: afterwards there is the previous state or the new one, whole."""

from __future__ import annotations

import os
import random
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.test_intake import SITES

ROOT = Path(__file__).parents[1]
UPDATES = "村(社区),场所名称,更换日期\n"


def jiping(office, *arguments: str, most_bytes: int | None = None) -> subprocess.CompletedProcess:
    """The command, with no file allowed to grow beyond `most_bytes`: what a full disk does to a writer."""
    limit = (lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))) if most_bytes else None
    command = [sys.executable, "-m", "pipelines.cli", *arguments, "--workspace", str(office.root)]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=env, preexec_fn=limit)
    assert "Traceback" not in done.stdout + done.stderr
    return done


@pytest.mark.slow
def test_a_full_disk_is_named_and_changes_nothing(office):
    office.write("甲/场所.csv", SITES)
    office.build()
    before = office.workspace.warehouse.read_bytes()
    office.write("甲/更换.csv", UPDATES + "".join(f"柳园社区,柳园社区,2024-07-{1 + i % 31:02}\n" for i in range(2000)))
    full = jiping(office, "intake", "--lang", "en", most_bytes=200_000)
    assert full.returncode == 2 and "cannot be written" in full.stderr and "as before" in full.stderr
    assert office.workspace.warehouse.read_bytes() == before
    assert not (office.workspace.processed / ".build").exists()
    assert jiping(office, "intake").returncode == 0


def test_a_folder_that_cannot_be_written_is_named(office):
    """A file stands where the folder should be: nobody, not even root, can write into it."""
    office.write("甲/场所.csv", SITES)
    office.workspace.processed.write_text("in the way")
    refused = jiping(office, "intake", "--lang", "en")
    assert refused.returncode == 2 and "cannot be written" in refused.stderr


@pytest.mark.parametrize("name", ["a'; DROP TABLE clean.sites; --.csv", '引"号.csv', "空 格(1).csv", "%s{file}$1.csv"])
def test_file_names_are_only_names(office, name):
    office.write("甲/场所.csv", SITES)
    office.write(f"甲/{name}", UPDATES + "柳园社区,柳园社区,2024-07-05\n")
    office.build()
    assert office.rows("SELECT file FROM clean.board_updates") == [(f"甲/{name}",)]


def test_a_file_name_is_no_pattern_of_others(office):
    office.write("甲/场所.csv", SITES)
    for name, day in (("[ab].csv", 5), ("a.csv", 6), ("?.csv", 7), ("*.csv", 8)):
        office.write(f"甲/{name}", UPDATES + f"柳园社区,柳园社区,2024-07-{day:02}\n")
    office.build()
    found = office.rows("SELECT file, day(updated_on) FROM clean.board_updates ORDER BY ALL")
    assert found == sorted([("甲/[ab].csv", 5), ("甲/a.csv", 6), ("甲/?.csv", 7), ("甲/*.csv", 8)])


def test_headers_and_sheet_names_are_only_text(office):
    office.write("甲/场所.csv", SITES)
    rows = [["村(社区)", "场所名称", "更换日期", "'); DROP TABLE x; --"], ["柳园社区", "柳园社区", "2024-07-05", "'"]]
    office.book("甲/更换.xlsx", rows, sheet="a'; SELECT 1; --")
    office.build()
    assert office.rows("SELECT sheet FROM clean.board_updates") == [("a'; SELECT 1; --",)]


def clean_tables(office) -> dict[str, list[tuple]]:
    names = [
        name for (name,) in office.rows("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'clean' ORDER BY 1")
    ]
    return {name: office.rows(f"FROM clean.{name}") for name in names}


FILES = {
    "甲/场所.csv": SITES,
    "甲/更换1.csv": UPDATES + "柳园社区,柳园社区,2024-07-05\n柳园社区,柳园社区,2024-07-05\n",
    "甲/更换2.csv": UPDATES + "柳园社区,柳园社区,2024-07-05\n水渡口街道枫香社区,枫香社区,2024-08-05\n",
    "乙/上报1.csv": "填报单位,报告期,上报项目,上报数\n甲中心,2024Q3,咨询人次,100\n",
    "乙/上报2.csv": "填报单位,报告期,上报项目,上报数\n甲中心,2024Q3,咨询人次,120\n",
}


@pytest.mark.slow
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(list(FILES)), other=st.randoms(use_true_random=False))
def test_the_same_files_in_any_order_give_the_same_tables(tmp_path_factory, order, other: random.Random):
    """Whatever came first, and whatever was there before and has gone."""
    from tests.conftest import AREAS, Office

    made = []
    for names in (list(FILES), order):
        office = Office(tmp_path_factory.mktemp("office"))
        office.write("区/区划.csv", AREAS)
        gone = office.write("甲/先前.csv", UPDATES + "柳园社区,柳园社区,2023-01-05\n")
        for name in names:
            office.write(name, FILES[name])
            if other.random() < 0.2:
                office.build()
        gone.unlink()
        office.build()
        made.append(clean_tables(office))
    assert made[0] == made[1]


def test_a_notebook_holding_the_warehouse_open_never_blocks_a_run(office):
    office.write("甲/场所.csv", SITES)
    office.build()
    with office.workspace.connect() as held:
        office.write("甲/场所2.csv", SITES.splitlines()[0] + "\n黄码镇,黄码村,黄码小学,学校,无\n")
        office.build()
        assert held.execute("SELECT count(*) FROM clean.sites").fetchall() == [(3,)]
    assert office.rows("SELECT count(*) FROM clean.sites") == [(4,)]


def personal(workspace) -> set[str]:
    """Every name, id and telephone number in the files received: what stands under the headers of such fields."""
    import tempfile

    from pipelines.reading import sheets
    from pipelines.recognising import forms

    types = ("person_name", "resident_id", "phone")
    fields = [field for form in forms.load(workspace).values() for field in form.fields.values()]
    known = {forms.normal(header) for field in fields for header in field.headers}
    headers = {forms.normal(header) for field in fields if field.type in types for header in field.headers}
    found = set()
    with tempfile.TemporaryDirectory() as scratch:
        for path in (p for p in workspace.raw.rglob("*") if p.suffix in (".csv", ".xlsx")):
            for sheet in sheets.read(path, path.name, Path(scratch))[0]:
                rows = list(sheet.cells())
                header = next(row for row in rows if sum(forms.normal(cell) in known for cell in row) >= 3)
                columns = [c for c, cell in enumerate(header) if forms.normal(cell) in headers]
                found |= {row[c].strip() for row in rows for c in columns if c < len(row)}
    nobody = {"不详", "不明", "未知", "未填"}  # words for nothing, which reasons mention
    persons = {t for t in found - nobody if forms.normal(t) not in headers and not t.startswith(("注", "填表"))}
    return {text for text in persons if len(text) >= (11 if text.isascii() else 2)}


@pytest.mark.slow
def test_no_id_name_or_telephone_number_reaches_any_output(published):
    """Everything made from the example, the key, the units' own correction workbooks and the internal lists aside; what a list
    shows on the screen too."""
    private = personal(published)
    assert len(private) > 2000
    asked = ("list", "induction_training_rate", "2023Q4", "--show", "all", "--workbook")
    shown, lists = jiping(published, *asked), published.processed / "lists"
    assert shown.returncode == 0 and not [text for text in private if text in shown.stdout + shown.stderr]
    books = list(lists.rglob("*.xlsx"))
    named = {
        str(cell)
        for book in books
        for row in openpyxl.load_workbook(book).active.iter_rows(values_only=True)
        for cell in row
    }
    assert named & private and all(path.stat().st_mode & 0o077 == 0 for path in (lists, *lists.rglob("*")))
    shutil.rmtree(lists)
    outputs = [
        p for p in published.processed.rglob("*") if p.is_file() and p.suffix != ".key" and "returns" not in p.parts
    ]
    assert len(outputs) > 10
    for path in outputs:
        content = path.read_bytes()
        leaked = [text for text in private if text.encode() in content]
        assert not leaked, (path, leaked[:5])
