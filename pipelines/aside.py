"""What is built aside and takes its place together, or changes nothing: after a fault, a signal or a power cut alike.

In a folder, `.build` is being made (it may hold private text), and `.built` is whole and on its way to its place.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipelines import ending

BUILD, BUILT = ".build", ".built"
MADE, SCRATCH = "made", "scratch"
ATTEMPTS, MOMENT = 5, 0.05  # seconds


@contextmanager
def private(mask: int = 0o077) -> Iterator[None]:
    """What is made meanwhile only its owner can read (with 0o022: write), whatever the umask."""
    before = os.umask(mask)
    os.umask(before | mask)
    try:
        yield
    finally:
        os.umask(before)


@contextmanager
def together(folder: Path) -> Iterator[tuple[Path, Path]]:
    """Two empty folders for their owner alone: what stands in the first takes its place in `folder` when all went well, all
    of it or nothing; what stands in the second is thrown away. One at a time: the caller holds the writer's place."""
    folder.mkdir(parents=True, exist_ok=True)
    settle(folder)
    build = folder / BUILD
    with ending.cleared_by(lambda: settle(folder)):
        try:
            build.mkdir(mode=0o700)
            for name in (MADE, SCRATCH):
                (build / name).mkdir(mode=0o700)
            yield build / MADE, build / SCRATCH
            _sync(build / MADE)
            (build / MADE).rename(folder / BUILT)  # from here on it is done, if need be by the next command
            _sync_folder(folder)
        finally:
            settle(folder)


def unsettled(folder: Path) -> bool:
    """True where a killed run has left what is whole on its way to its place."""
    return (folder / BUILT).exists()


def left(folder: Path) -> list[Path]:
    """The folders, this one or below it, in which a killed run has left something."""
    return sorted({path.parent for name in (BUILD, BUILT) for path in folder.rglob(name)})


def settle(folder: Path) -> None:
    """Bring what was built whole to its place, and take away whatever a killed run has left."""
    with ending.held():
        if unsettled(folder):
            _put_in_place(folder)
        _remove(folder / BUILD)


def _put_in_place(folder: Path) -> None:
    """Folders go before files come, so that a new one never stands beside an old one. Begun again where it was cut off."""
    ours = sorted((folder / BUILT).iterdir(), key=lambda path: (path.is_dir(), path.name))
    (folder / BUILD).mkdir(mode=0o700, exist_ok=True)
    for path in ours:
        if path.is_dir() and (folder / path.name).exists():
            (folder / path.name).rename(folder / BUILD / path.name)
    for path in ours:
        path.replace(folder / path.name)
    _sync_folder(folder)
    (folder / BUILT).rmdir()


def _remove(folder: Path) -> None:
    """Also while a process that is ending takes away its own."""
    for _ in range(ATTEMPTS):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(MOMENT)


def _sync(folder: Path) -> None:
    """Everything below is on the disk, names included."""
    for where, _, names in os.walk(folder):
        for name in names:
            with (Path(where) / name).open("rb") as stream:
                os.fsync(stream.fileno())
        _sync_folder(Path(where))


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":  # elsewhere a folder cannot be opened
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
