"""How soon help appears, against an empty Python in the same minute: `pytest -n 0 --benchmark-only tests/benchmarks/test_start_up.py`.

Each round starts both, so that a busy machine slows both; read `ratio` among the extra information.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EMPTY = [sys.executable, "-c", "pass"]
MODULE = [sys.executable, "-m", "pipelines.cli"]
SCRIPT = [shutil.which("jiping", path=str(Path(sys.executable).parent)) or "jiping"]
ROUNDS = 15
MOST = 10


def seconds(command: list[str]) -> float:
    begun = time.perf_counter()
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    return time.perf_counter() - begun


@pytest.mark.benchmark(group="start-up")
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("command", [MODULE, SCRIPT], ids=["module", "script"])
def test_help_appears_soon(benchmark, command, lang):
    asked, empty, helped = [*command, "--help", "--lang", lang], [], []

    def both():
        empty.append(seconds(EMPTY))
        helped.append(seconds(asked))

    benchmark.pedantic(both, rounds=ROUNDS, warmup_rounds=2)
    ratio = statistics.median(helped) / statistics.median(empty)
    benchmark.extra_info["ratio"] = round(ratio, 2)
    print(f"{ratio:.2f} times an empty Python")
    assert ratio < MOST
