"""Many files of one row each, as a platform sends them, against the least anybody would do with one: read it with csv and
INSERT its row. Read the ratio; files: JIPING_BENCHMARK_FILES (200 if not set)."""

from __future__ import annotations

import csv
import os

import duckdb
import pytest

from tests.conftest import AREAS, Office

FILES = int(os.environ.get("JIPING_BENCHMARK_FILES", "200"))
HEADER = "姓名,证件号码,服务项目,村(社区),随访日期,收缩压,舒张压\n"


@pytest.fixture(scope="module")
def sent(tmp_path_factory):
    office = Office(tmp_path_factory.mktemp("small") / "office")
    office.write("甲/区划.csv", AREAS)
    for i in range(FILES):
        row = f"虚构{'甲乙丙丁'[i % 4]},,高血压,柳园社区,2024-0{1 + i % 9}-05,{120 + i % 30},80\n"
        office.write(f"站{i % 50}/随访{i}.csv", HEADER + row)
    return office


@pytest.mark.benchmark(group="small files")
def test_small_files_by_jiping(benchmark, sent, tmp_path_factory):
    from pipelines import intake, warehouse

    def take_in(folder):
        database = duckdb.connect(str(folder / "x.duckdb"), config=warehouse.SETTINGS)
        with database as con, intake.digests(intake.files(sent.workspace)) as received:
            return intake.take_in(con, sent.workspace, b"k" * 32, folder, received)

    ledger = benchmark.pedantic(take_in, setup=lambda: ((tmp_path_factory.mktemp("jiping"),), {}), rounds=3)
    assert sum(entry.read for entry in ledger if entry.form == "followups") == FILES


@pytest.mark.benchmark(group="small files")
def test_small_files_by_csv_and_insert(benchmark, sent, tmp_path_factory):
    def take_in(folder):
        with duckdb.connect(str(folder / "x.duckdb")) as con:
            con.execute(f"CREATE TABLE rows ({', '.join(f'c{i} VARCHAR' for i in range(7))})")
            for path in sorted(sent.workspace.raw.rglob("随访*.csv")):
                with path.open(encoding="utf-8", newline="") as stream:
                    con.executemany("INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?, ?)", list(csv.reader(stream))[1:])
            return con.execute("SELECT count(*) FROM rows").fetchone()[0]

    assert benchmark.pedantic(take_in, setup=lambda: ((tmp_path_factory.mktemp("csv"),), {}), rounds=3) == FILES
