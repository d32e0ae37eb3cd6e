"""What a machine may lack: room, permission, memory. Told in one sentence, never as an error of jiping itself."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from indicators.workspace import Fault
from pipelines import ending

# What says so without having a type of its own: thread, library and allocator; and the processes that the system ended.
OUT_OF_MEMORY = re.compile(
    r"can't start new thread|failed to map segment|cannot allocate|bad_alloc|out of memory|failed to allocate",
    re.IGNORECASE,
)
ENDED = re.compile(r"process pool|terminated abruptly|kernel (died|didn't respond)", re.IGNORECASE)
NUMBERED = re.compile(r"\(os error (\d+)\)")  # how libraries written in Rust tell of the system's refusal


@contextmanager
def told(folder: Path) -> Iterator[None]:
    """What is lacking while something inside writes into `folder` comes out as a Fault."""
    try:
        yield
    except Exception as error:
        fault = None if ending.told() else of(error, folder)
        if fault is None:
            raise
        raise fault from None


def of(error: Exception, folder: Path | None = None) -> Fault | None:
    """What the machine lacked, when that is what the error says."""
    if isinstance(error, Fault):
        return None
    number, text = getattr(error, "errno", None), str(error)
    if found := NUMBERED.search(text):
        number = int(found[1])
    if (
        isinstance(error, MemoryError)
        or number == errno.ENOMEM
        or OUT_OF_MEMORY.search(f"{type(error).__name__} {text}")
    ):
        return Fault(
            "Not enough memory. Close other programs, or name fewer workers (--jobs 1); the data are as before.",
            "内存不足。请关闭其他程序，或减少并行进程（--jobs 1）；原有数据保持不变。",
        )
    if ENDED.search(text):
        return Fault(
            "A process that makes the reports was ended by the system, mostly for lack of memory or room. Close other programs, or "
            "name fewer workers (--jobs 1); the data are as before.",
            "生成报告的进程被系统终止，多为内存或空间不足。请关闭其他程序，或减少并行进程（--jobs 1）；原有数据保持不变。",
        )
    if not isinstance(error, OSError) and not number and not _is_of_duckdb(error):
        return None
    place = folder or getattr(error, "filename", None) or "data/processed"
    reason = os.strerror(number) if number else text.splitlines()[0]
    return Fault(
        f"{place}: cannot be written ({reason}). Make room or give write permission; the data are as before.",
        f"{place}：无法写入（{reason}）。请腾出空间或开放写权限；原有数据保持不变。",
    )


def _is_of_duckdb(error: Exception) -> bool:
    """True when DuckDB could not read or write its file; told by names, as help must not load it."""
    kinds = {kind.__name__ for kind in type(error).__mro__ if kind.__module__ in ("_duckdb", "duckdb")}
    return bool(kinds & {"OperationalError", "FatalException"})
