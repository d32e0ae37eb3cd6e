"""How fast, against a pandas script doing the same work in the same run: `pytest -n 0 --benchmark-only`.

Rows: JIPING_BENCHMARK_ROWS (100,000 if not set) and, of the XLSX, JIPING_BENCHMARK_BOOK_ROWS (20,000). Read the ratio of the two in each group.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import by_pandas
import records

ROWS = int(os.environ.get("JIPING_BENCHMARK_ROWS", "100000"))
BOOK_ROWS = int(os.environ.get("JIPING_BENCHMARK_BOOK_ROWS", "20000"))
ONCE = {"rounds": 3, "warmup_rounds": 0}


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    from tests.conftest import AREAS, Office

    office = Office(tmp_path_factory.mktemp("benchmark") / "office")
    office.write("甲/区划.csv", AREAS)
    records.write_followups(office.root / "data/raw/甲/随访.csv", ROWS)
    os.sync()  # or the system writes the file out while the first of the tests reads it
    return office


def became(office) -> tuple[int, int]:
    """How many follow-ups jiping kept and how many it returned."""
    from pipelines.warehouse import build

    (entry,) = (entry for entry in build(office.workspace).ledger if entry.form == "followups")
    return entry.clean, entry.returned


def take_in(workspace, folder: Path):
    """Intake as the build does it; the ledger."""
    import duckdb

    from pipelines import intake, warehouse
    from pipelines.accounting import returns

    with warehouse.without_pauses(), duckdb.connect(str(folder / "x.duckdb"), config=warehouse.SETTINGS) as con:
        with intake.digests(intake.files(workspace)) as received:
            ledger = intake.take_in(con, workspace, b"k" * 32, folder, received)
        returns.write(con, folder)
        return ledger


def parse(path: Path) -> None:
    """The floor: the same file read as text and nothing else."""
    import duckdb

    duckdb.connect().execute("CREATE TABLE t AS FROM read_csv(?, all_varchar = true)", [str(path)])


@pytest.mark.benchmark(group="intake")
def test_intake_by_jiping(benchmark, filled, tmp_path_factory):
    """From the file to clean and returned rows: recognising, cleaning, duplicates, pseudonyms, ledger, correction workbook, on disk."""
    fresh = lambda: ((filled.workspace, tmp_path_factory.mktemp("intake")), {})  # noqa: E731
    ledger = benchmark.pedantic(take_in, setup=fresh, **ONCE)
    assert sum(entry.read for entry in ledger if entry.form == "followups") == ROWS


@pytest.mark.benchmark(group="intake")
def test_build_by_jiping(benchmark, filled):
    """All of it: intake, and the tables of the programmes, put in place whole."""
    from pipelines.warehouse import build

    forget = lambda: filled.workspace.warehouse.unlink(missing_ok=True)  # noqa: E731
    built = benchmark.pedantic(build, (filled.workspace,), setup=forget, **ONCE)
    assert sum(entry.read for entry in built.ledger if entry.form == "followups") == ROWS


@pytest.mark.benchmark(group="intake")
def test_intake_by_pandas(benchmark, filled, tmp_path):
    """The same rows kept and returned, or it is not the same work."""
    path = filled.root / "data/raw/甲/随访.csv"
    found = benchmark.pedantic(by_pandas.take_in, (path, b"k" * 32, tmp_path), **ONCE)
    assert found == became(filled)


@pytest.mark.benchmark(group="intake")
def test_only_parsing_by_duckdb(benchmark, filled):
    benchmark.pedantic(parse, (filled.root / "data/raw/甲/随访.csv",), **ONCE)


@pytest.mark.benchmark(group="intake")
def test_nothing_changed(benchmark, filled):
    """Every file is hashed, none is read."""
    from pipelines.warehouse import build

    build(filled.workspace)
    assert not benchmark.pedantic(build, (filled.workspace,), **ONCE).changed


@pytest.fixture(scope="module", params=["all_different", "all_returned"])
def checkups(request, tmp_path_factory):
    """A file in which no person comes twice, and one of which every row comes back."""
    from tests.conftest import AREAS, Office

    office = Office(tmp_path_factory.mktemp(request.param) / "office")
    office.write("甲/区划.csv", AREAS)
    path = office.root / "data/raw/甲/体检.csv"
    records.write_checkups(path, ROWS, right=request.param == "all_different")
    os.sync()
    return office, path, request.param


def test_checkups_by_jiping(benchmark, checkups, tmp_path_factory):
    office, _, shape = checkups
    benchmark.group = shape
    fresh = lambda: ((office.workspace, tmp_path_factory.mktemp("intake")), {})  # noqa: E731
    (entry,) = (e for e in benchmark.pedantic(take_in, setup=fresh, **ONCE) if e.form == "checkups")
    assert (entry.clean, entry.returned) == ((ROWS, 0) if shape == "all_different" else (0, ROWS))


def test_checkups_only_parsed_by_duckdb(benchmark, checkups):
    _, path, benchmark.group = checkups
    benchmark.pedantic(parse, (path,), **ONCE)


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """The same follow-ups as an XLSX, a CSV of them beside the workspace."""
    import polars as pl

    from tests.conftest import AREAS, Office

    office = Office(tmp_path_factory.mktemp("workbook") / "office")
    office.write("甲/区划.csv", AREAS)
    text = office.root / "text.csv"
    records.write_followups(text, BOOK_ROWS)
    path = office.root / "data/raw/甲/随访.xlsx"
    pl.read_csv(text, infer_schema=False).write_excel(path)
    return office, path


@pytest.mark.benchmark(group="workbook")
def test_workbook_by_jiping(benchmark, book):
    from pipelines.warehouse import build

    office, _ = book
    forget = lambda: office.workspace.warehouse.unlink(missing_ok=True)  # noqa: E731
    built = benchmark.pedantic(build, (office.workspace,), setup=forget, **ONCE)
    assert sum(entry.read for entry in built.ledger if entry.form == "followups") == BOOK_ROWS


@pytest.mark.benchmark(group="workbook")
def test_workbook_by_openpyxl_and_pandas(benchmark, book, tmp_path):
    office, path = book
    found = benchmark.pedantic(by_pandas.take_in_workbook, (path, b"k" * 32, tmp_path), rounds=1)
    assert found == became(office)
