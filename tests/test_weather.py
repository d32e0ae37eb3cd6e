"""Signals, kills, full disks, damage: afterwards there is one whole state, nothing is left running, and one sentence was said.

All records are invented. JIPING_KILL_POINTS=300 tries as many kill points of `run` and `intake` (as many of each) as that.
"""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path

import duckdb
import polars as pl
import pytest

from indicators import soundness
from pipelines import shortages
from pipelines.warehouse import writing
from tests.test_intake import SITES

ROOT = Path(__file__).parents[1]
TRAINED = "姓名,工号,单位,所属地区,培训日期,培训类别,人员类别,是否参加,上岗日期\n"
TRAINED += "王某甲,001,甲中心,柳树湾街道,2024-08-05,在职培训,医务人员,是,2020-01-01\n"
UPDATES = "村(社区),场所名称,更换日期\n柳园社区,柳园社区,2024-08-05\n"
WRONG = "无此村,无此单位,2024-08-05\n"
KILL_POINTS = int(os.environ.get("JIPING_KILL_POINTS", "40"))
SECONDS_TO_END = 3.0 if not os.environ.get("CI") else 6.0
ASKED = {"run": ("run", "2024Q3", "--plan", "qingjiangpu", "--area", "320812", "--jobs", "1"), "intake": ("intake",)}
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="finds processes by their environment"),
]


@pytest.fixture
def filled(office):
    office.write("甲/场所.csv", SITES)
    office.write("甲/更换.csv", UPDATES)
    office.write("甲/培训.csv", TRAINED)
    return office


class Command:
    """The command running, known with all its processes by a mark in their environment."""

    def __init__(self, office, *arguments: str, prepared=None, **environment: str):
        self.mark = f"JIPING_TEST={uuid.uuid4()}".encode()
        name, _, value = self.mark.decode().partition("=")
        env = os.environ | {"PYTHONPATH": str(ROOT), name: value} | environment
        command = [sys.executable, "-m", "pipelines.cli", *arguments, "--workspace", str(office.root)]
        # Into files: of a pipe that nobody reads the writer would wait.
        with (office.root / "out").open("wb") as out, (office.root / "err").open("wb") as err:
            self.process = subprocess.Popen(command, cwd=ROOT, env=env, preexec_fn=prepared, stdout=out, stderr=err)
        self.said = office.root / "out", office.root / "err"

    def running(self) -> list[int]:
        """Every process of it that is not a zombie."""
        found = []
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit():
                try:
                    found += [int(folder.name)] if self.mark in (folder / "environ").read_bytes() else []
                except OSError:
                    continue
        return found

    def end(self, number: int) -> float:
        """Send the signal to the main process alone; the seconds until nothing of it runs any more."""
        self.process.send_signal(number)
        return self.wait(30)

    def wait(self, most: float = 300) -> float:
        begun = time.monotonic()
        # Asked by itself too: in the moment of its exec a process has no environment to be known by.
        while (self.process.poll() is None or self.running()) and time.monotonic() - begun < most:
            time.sleep(0.02)
        took = time.monotonic() - begun
        self.process.wait(timeout=10)
        self.out, self.err = (path.read_text(encoding="utf-8", errors="replace") for path in self.said)
        assert "Traceback" not in self.out + self.err, self.err
        return took


def done(office, *arguments: str, **more) -> Command:
    command = Command(office, *arguments, **more)
    command.wait()
    return command


def pair(office) -> tuple[int, bool]:
    """How many rows came back by the warehouse, and whether there are workbooks."""
    with duckdb.connect(str(office.workspace.warehouse), read_only=True) as con:
        ((returned,),) = con.execute("SELECT coalesce(sum(returned), 0) FROM intake.ledger").fetchall()
    return returned, any((office.workspace.processed / "returns").glob("*.xlsx"))


def left(office) -> list[str]:
    """What lies about under data/processed beside what belongs there."""
    known = {".writer.lock", ".jiping.duckdb.json"}
    return [path.name for path in office.workspace.processed.rglob(".*") if path.name not in known]


def wait_for(there, command: Command) -> None:
    while not there() and command.process.poll() is None:
        time.sleep(0.005)


# Damage


def cut_short(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def change_a_block(path: Path, at: float = 0.6) -> None:
    with path.open("r+b") as stream:
        stream.seek(int(path.stat().st_size * at))
        stream.write(b"\xa5" * 64)


def change_without_a_trace(path: Path) -> None:
    """As a failing disk does: neither size nor time tell of it."""
    there = path.stat()
    for at in (0.3, 0.5, 0.7, 0.9):
        change_a_block(path, at)
    os.utime(path, ns=(there.st_atime_ns, there.st_mtime_ns))


@pytest.mark.parametrize("damage", [cut_short, change_a_block, change_without_a_trace, Path.unlink])
def test_a_damaged_warehouse_is_built_anew_by_the_next_intake(filled, damage):
    filled.build()
    damage(filled.workspace.warehouse)
    assert filled.build().changed
    assert filled.rows("SELECT count(*) FROM clean.board_updates") == [(1,)]
    assert not filled.build().changed


@pytest.mark.parametrize("damage", [cut_short, change_a_block, change_without_a_trace])
def test_values_of_a_damaged_warehouse_are_those_of_one_built_anew(filled, damage):
    asked = ("values", "2024Q3", "--area", "320812", "--format", "csv")
    filled.build()
    before = done(filled, *asked)
    damage(filled.workspace.warehouse)
    after = done(filled, *asked)
    assert (after.process.returncode, after.out) == (0, before.out), after.err


def test_a_notebook_names_the_remedy_for_a_damaged_warehouse(filled):
    from indicators.workspace import Fault

    filled.build()
    change_a_block(filled.workspace.warehouse)
    with pytest.raises(Fault, match="jiping intake"):
        filled.workspace.connect()


def test_a_copy_put_back_is_as_good_as_the_original(filled):
    filled.build()
    warehouse = filled.workspace.warehouse
    content = warehouse.read_bytes()
    warehouse.unlink()
    warehouse.write_bytes(content)
    assert soundness.is_sound(warehouse) and not filled.build().changed


# Signals and kills


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_ends_an_intake_and_changes_nothing(filled, number, code):
    filled.build()
    before = filled.workspace.warehouse.read_bytes()
    filled.write("甲/更换2.csv", UPDATES + WRONG)
    command = Command(filled, "intake")
    wait_for((filled.workspace.processed / ".build").exists, command)
    took = command.end(number)
    assert command.process.returncode == code and "已中断" in command.err, command.err
    assert took < SECONDS_TO_END
    assert filled.workspace.warehouse.read_bytes() == before and not left(filled)


def test_a_signal_in_the_first_moments_meets_no_traceback(filled):
    for delay in (0.08, 0.15, 0.25, 0.4):
        command = Command(filled, "values", "2024Q3")
        wait_for(lambda process=command.process: b"cli" in Path(f"/proc/{process.pid}/cmdline").read_bytes(), command)
        time.sleep(delay)
        command.end(signal.SIGTERM)
        assert command.process.returncode in (143, -signal.SIGTERM)


def test_a_signal_while_a_library_is_loaded_does_not_break_inside_it(tmp_path):
    (tmp_path / "slow.py").write_text("import os, signal, time\nos.kill(os.getpid(), signal.SIGTERM)\ntime.sleep(9)\n")
    code = "from pipelines import ending; ending.listen(); import slow"
    env = os.environ | {"PYTHONPATH": os.pathsep.join((str(ROOT), str(tmp_path)))}
    ended = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, timeout=5)
    assert (ended.returncode, ended.stderr) == (143, b"")


def kernels(command: Command) -> list[int]:
    def line(process: int) -> bytes:
        try:
            return Path(f"/proc/{process}/cmdline").read_bytes()
        except OSError:
            return b""

    return [process for process in command.running() if b"ipykernel" in line(process)]


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGKILL, -9)]
)
def test_a_signal_to_the_main_process_alone_ends_workers_and_kernels(filled, number, code):
    command = Command(filled, *ASKED["run"])
    wait_for(lambda: kernels(command), command)
    time.sleep(1)
    assert len(command.running()) >= 4  # itself, a worker, its kernel, the tracker
    took = command.end(number)
    assert command.process.returncode == code and took < SECONDS_TO_END, (took, command.err)
    assert not (filled.workspace.processed / "assessments" / "2024Q3").exists()
    if number != signal.SIGKILL:
        assert not left(filled)
    assert done(filled, *ASKED["run"]).process.returncode == 0 and not left(filled)


@pytest.mark.parametrize("command", list(ASKED))
def test_a_kill_at_any_moment_leaves_one_whole_state(filled, command):
    """By turns with and without a wrong row, so that every state is told from the one before."""
    chance = random.Random(20240930)
    filled.build()
    begun = time.monotonic()
    done(filled, *ASKED[command])
    whole = time.monotonic() - begun
    for point in range(KILL_POINTS):
        filled.write("甲/更换.csv", UPDATES + WRONG * (point % 2))
        number = chance.choice((signal.SIGKILL, signal.SIGTERM))
        running = Command(filled, *ASKED[command])
        time.sleep(chance.random() * whole)
        took = running.end(number)
        assert not running.running() and took < SECONDS_TO_END, (point, took)
        if number == signal.SIGTERM:
            assert not left(filled), (point, left(filled))
        with writing(filled.workspace):  # what the next command does first
            pass
        returned, workbooks = pair(filled)
        assert bool(returned) == workbooks and soundness.is_sound(filled.workspace.warehouse, thorough=True), point
        quarter = filled.workspace.processed / "assessments" / "2024Q3"
        assert command == "intake" or json.loads((quarter / "manifest.json").read_text(encoding="utf-8"))
    assert done(filled, *ASKED[command]).process.returncode == 0 and not left(filled)


# What a machine lacks


def most_bytes(limit: int):
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))


@pytest.mark.parametrize("kilobytes", [1, 4, 16, 64, 400, 2000])
def test_a_size_limit_at_any_stage_of_a_run_is_named(filled, kilobytes):
    """values.csv, the font, plotly.js (over 4 MB): each is refused by another limit."""
    assert done(filled, *ASKED["run"]).process.returncode == 0
    limited = done(filled, *ASKED["run"], "--lang", "en", prepared=most_bytes(kilobytes * 1000))
    assert limited.process.returncode == 2 and "cannot be written" in limited.err, limited.err
    assert "itself" not in limited.err and not left(filled)
    assert (filled.workspace.processed / "assessments" / "2024Q3" / "index.html").exists()


@pytest.mark.parametrize("torn", ["", "{", "[]", '{"process": 1}'])
def test_a_torn_note_of_who_is_writing_is_no_error(filled, torn):
    with writing(filled.workspace):
        (filled.workspace.processed / ".writer.json").write_text(torn)
        second = done(filled, "intake", "--lang", "en")
    assert second.process.returncode == 2 and "another run (process ?)" in second.err


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        duckdb.OutOfMemoryException("Out of Memory Error: failed to allocate 1 MB"),
        ImportError("lib.so: failed to map segment from shared object"),
        RuntimeError("can't start new thread"),
        OSError(12, "Cannot allocate memory"),
    ],
)
def test_too_little_memory_is_called_so(error):
    assert "memory" in shortages.of(error).en and "内存" in shortages.of(error).zh


@pytest.mark.parametrize(
    "error",
    [
        OSError(28, "No space left on device"),
        duckdb.IOException('IO Error: Could not write file "x"'),
        duckdb.TransactionException("Failed to commit: Could not write file: File too large"),
        pl.exceptions.ComputeError("underlying IO error: No space left on device (os error 28)"),
    ],
)
def test_too_little_room_is_called_so_whoever_says_it(error):
    assert "cannot be written" in shortages.of(error).en


def test_what_is_wrong_in_the_program_is_not_excused():
    assert shortages.of(KeyError("x")) is None and shortages.of(duckdb.BinderException("no such column")) is None


@pytest.mark.parametrize("environment", [{"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C"}, {"PYTHONIOENCODING": "gbk"}])
def test_any_locale_is_spoken_to_in_whole_characters(filled, environment):
    command = [sys.executable, "-m", "pipelines.cli", "values", "2031Q1", "--workspace", str(filled.root)]
    env = os.environ | {"PYTHONPATH": str(ROOT)} | environment
    said = subprocess.run(command, cwd=ROOT, env=env, capture_output=True).stderr
    said = said.decode("gbk" if "gbk" in environment.values() else "utf-8")
    assert "2031Q1" in said and "记录" in said and "\\u" not in said


def test_nobody_listening_is_no_error(filled):
    full = subprocess.run(
        f"{sys.executable} -m pipelines.cli values 2024Q3 --lang en --workspace {filled.root} > /dev/full",
        shell=True, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert full.returncode == 2 and "No space left" in full.stderr and "itself" not in full.stderr
