"""A folder built aside that takes another's place as a whole, or leaves it as it was."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


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
def replacing(target: Path) -> Iterator[Path]:
    """A folder beside the target that takes its place when all went well; else nothing has changed."""
    target.parent.mkdir(parents=True, exist_ok=True)
    new, old = (target.parent / f".{target.name}-{word}" for word in ("new", "old"))
    if old.exists() and not target.exists():  # an earlier run was killed between the two renames
        old.rename(target)
    for left in (new, old):
        shutil.rmtree(left, ignore_errors=True)
    new.mkdir()
    try:
        yield new
        if target.exists():
            target.rename(old)
        new.rename(target)
    finally:
        if old.exists() and not target.exists():
            old.rename(target)
        for left in (new, old):
            shutil.rmtree(left, ignore_errors=True)
