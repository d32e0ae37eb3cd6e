"""What it costs to know who is owed what, against one plain group-by over the same visits in the same run:
`pytest -n 0 --benchmark-only -s tests/benchmarks/test_duties.py`.

Visits: JIPING_BENCHMARK_VISITS (2,000,000 if not set), to a fiftieth as many persons on rosters, over eight quarters. CPU seconds are
compared, so that a busy machine slows no side; each way runs in a process of its own.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import time

import duckdb
import people
import pytest

VISITS = int(os.environ.get("JIPING_BENCHMARK_VISITS", "2_000_000"))


def _cost(way, path, scratch, results):
    with duckdb.connect(str(path), config={"memory_limit": "3000MiB", "temp_directory": str(scratch / "spilt")}) as con:
        before, begun = resource.getrusage(resource.RUSAGE_SELF), time.monotonic()
        way(con, scratch)
        after = resource.getrusage(resource.RUSAGE_SELF)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    results.put((spent, time.monotonic() - begun, after.ru_maxrss / 2**20))


def cost(way, path, scratch) -> tuple[float, float, float]:
    """CPU seconds, seconds and GiB of one way in a process of its own."""
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    process = context.Process(target=_cost, args=(way, path, scratch, results))
    process.start()
    found = results.get()
    process.join()
    return found


@pytest.mark.benchmark(group="people")
def test_who_is_owed_what(benchmark, tmp_path):
    path = tmp_path / "district.duckdb"
    with duckdb.connect(str(path)) as con:
        people.write(con, VISITS)
    told = {}

    def both():
        told["plain"] = cost(people.by_group_by, path, tmp_path / "plain")
        told["ground"] = cost(people.by_ground, path, tmp_path / "ground")

    for name in ("plain", "ground"):
        (tmp_path / name).mkdir()
    benchmark.pedantic(both, rounds=1)
    ratio, memory = told["ground"][0] / told["plain"][0], told["ground"][2]
    with duckdb.connect(str(path), read_only=True) as con:
        begun = time.monotonic()
        people.due(con, "990100000007")
        people.due(con, None)
        due = time.monotonic() - begun
    benchmark.extra_info |= {"ratio": round(ratio, 1), "memory": round(memory, 2), "due": round(due, 1)}
    print(
        f"{VISITS:,} visits: {told['ground'][0]:.1f} CPU s, {ratio:.1f} times one group-by; {memory:.2f} GiB; due lists {due:.1f} s"
    )
    assert ratio < (10 if VISITS >= 20_000_000 else 20)  # of few visits the persons weigh more
    assert memory < 4
