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


@pytest.fixture(scope="module")
def visits():
    """A table of one row per item answered: 20 streets of 20 villages, eight quarters, three breakdowns."""
    import duckdb

    con = duckdb.connect()
    con.execute("CREATE SCHEMA clean; CREATE SCHEMA care; CREATE SCHEMA calendar")
    con.execute(f"""
        CREATE TABLE clean.areas AS
        SELECT 'd' AS area, '区' AS name, 'county' AS level, NULL::VARCHAR AS parent, NULL::VARCHAR AS former_names, NULL::DATE AS valid_from, NULL AS urban_rural
        UNION ALL SELECT 's' || i, '街' || i, 'street', 'd', NULL, NULL, NULL FROM range(20) t(i)
        UNION ALL SELECT 'v' || i, '村' || i, 'village', 's' || (i % 20), NULL, NULL, NULL FROM range(400) t(i);
        CREATE TABLE calendar.quarters AS SELECT y || 'Q' || q AS quarter FROM range(2023, 2025) a(y), range(1, 5) b(q);
        CREATE TABLE care.answers AS
        SELECT 'v' || (hash(i) % 400) AS area, (2023 + i % 2) || 'Q' || (1 + hash(i, 1) % 4) AS quarter, hash(i, 2) % 3 > 0 AS correct, hash(i, 3) % 2 > 0 AS knowledge,
            ['male', 'female'][1 + (hash(i, 4) % 2)::INT] AS sex, ['urban', 'rural'][1 + (hash(i, 5) % 2)::INT] AS urban_rural, 'g' || hash(i, 6) % 4 AS population_group
        FROM range({ROWS * 10}) t(i)""")
    return con


BY = ("sex", "urban_rural", "population_group")


@pytest.mark.benchmark(group="measure")
def test_measure_by_jiping(benchmark, visits):
    """Two indicators for all areas, quarters, and three breakdowns."""
    from indicators.counting.measure import Measures
    from indicators.model import Proportion

    named = {
        "zh": "甲",
        "en": "a",
        "counts": "items",
        "table": "answers",
        "numerator": "correct",
        "breakdowns": BY,
        "window": "ytd",
    }
    made = {
        f"care.{k}": Proportion(code=f"care.{k}", denominator=d, **named)
        for k, d in (("known", "knowledge"), ("done", "NOT knowledge"))
    }

    def measure():
        measures = Measures(visits, made)
        return [measures.rollup(code, by) for code in made for by in ((), *((b,) for b in BY))]

    frames = benchmark.pedantic(measure, **ONCE)
    assert frames[0].height == 421 * 8


@pytest.mark.benchmark(group="measure")
def test_measure_by_pandas(benchmark, visits):
    """The same numbers, grouped from the rows for every level and breakdown."""
    answers = visits.sql("SELECT * FROM care.answers").df()

    def measure():
        street = answers["area"].str[1:].astype(int).mod(20).map("s{}".format)
        found = []
        for place in (answers["area"], street, pd.Series("d", index=answers.index)):
            for by in ((), *((b,) for b in BY)):
                for side in (answers["knowledge"], ~answers["knowledge"]):
                    rows = answers.assign(place=place, right=answers["correct"] & side, asked=side)
                    sums = rows.groupby(["place", "quarter", *by])[["right", "asked"]].sum().reset_index()
                    sums["year"] = sums["quarter"].str[:4]
                    found.append(sums.groupby(["place", "year", *by])[["right", "asked"]].cumsum())
        return found

    import pandas as pd

    assert benchmark.pedantic(measure, **ONCE)
