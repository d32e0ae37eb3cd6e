"""What measuring costs, against the group-bys somebody would write by hand and against pandas, of the same table in the
same run: `pytest -n 0 --benchmark-only -s tests/benchmarks/test_measuring.py`.

Rows: JIPING_BENCHMARK_ANSWERS (5,000,000 if not set); pandas only up to 5,000,000. Each way runs in a process of its own and its CPU seconds are
compared, so that a busy machine slows no side; read the ratios among the extra information.
"""

from __future__ import annotations

import os

import answers
import pytest

ROWS = int(os.environ.get("JIPING_BENCHMARK_ANSWERS", "5_000_000"))


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    path = tmp_path_factory.mktemp("answers") / "answers.duckdb"
    answers.write(path, ROWS)
    return path


@pytest.mark.benchmark(group="measuring")
@pytest.mark.parametrize("breakdowns", [5, 6])
def test_the_cost_is_that_of_the_breakdowns_asked_for(benchmark, table, breakdowns):
    told, found = {}, {}

    def each_way():
        for name, way, asked in (
            ("jiping", answers.by_jiping, breakdowns),
            ("by hand", answers.by_hand, breakdowns),
            ("one group-by", answers.by_hand, 0),
        ):
            seconds, memory, found[name] = answers.cost(way, table, asked)
            told[name] = min(told.get(name, (seconds, memory)), (seconds, memory))

    benchmark.pedantic(each_way, rounds=2)
    ours, memory = told["jiping"]
    ratios = {name: round(ours / seconds, 2) for name, (seconds, _) in told.items()}
    benchmark.extra_info |= {"ratios": ratios, "memory": round(memory, 2)}
    print(f"{breakdowns} breakdowns of {ROWS:,} rows: {ours:.1f} CPU s, {memory:.2f} GiB; times the others: {ratios}")
    assert ratios["by hand"] < 0.7
    assert ratios["one group-by"] < 5
    assert memory < (2 if ROWS <= 20_000_000 else 3)


@pytest.mark.benchmark(group="measuring")
@pytest.mark.skipif(ROWS > 5_000_000, reason="pandas needs more memory than there is")
def test_pandas_doing_the_same(benchmark, table):
    def both():
        return answers.cost(answers.by_pandas, table, 6), answers.cost(answers.by_jiping, table, 6)

    (theirs, memory, rows), (ours, _, same) = benchmark.pedantic(both, rounds=1)
    assert rows == same
    benchmark.extra_info |= {"ratio": round(theirs / ours, 1)}
    print(f"pandas: {theirs:.1f} CPU s, {memory:.2f} GiB: {theirs / ours:.1f} times jiping's {ours:.1f}")
    assert theirs > 2 * ours
