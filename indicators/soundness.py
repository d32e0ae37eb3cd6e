"""Whether the warehouse in place is, byte for byte, the one that was built: its size and checksum stand beside it."""

from __future__ import annotations

import json
import time
import zlib
from pathlib import Path

BLOCK = 1 << 22
MOMENT = 0.2  # seconds in which a writer exchanges the two files


def beside(warehouse: Path) -> Path:
    """Where size and checksum stand."""
    return warehouse.with_name(f".{warehouse.name}.json")


def note(warehouse: Path) -> None:
    """Write them for a warehouse just built."""
    there = warehouse.stat()
    told = {"bytes": there.st_size, "changed": there.st_mtime_ns, "crc32": _checksum(warehouse)}
    beside(warehouse).write_text(json.dumps(told) + "\n", encoding="utf-8")


def is_sound(warehouse: Path, thorough: bool = False) -> bool:
    """False for a warehouse that is missing, cut short, damaged or changed by another program.

    One neither longer nor younger than it was built is taken for sound unless `thorough`: reading 100 MB takes 0.1 s.
    What a disk alters without a trace, DuckDB finds by the checksums of its blocks once it reads them.
    """
    if _is_as_noted(warehouse, thorough):
        return True
    time.sleep(MOMENT if warehouse.exists() else 0)
    return _is_as_noted(warehouse, thorough)


def _is_as_noted(warehouse: Path, thorough: bool) -> bool:
    try:
        told, there = json.loads(beside(warehouse).read_text(encoding="utf-8")), warehouse.stat()
        if there.st_size != told["bytes"]:
            return False
        return (there.st_mtime_ns == told["changed"] and not thorough) or _checksum(warehouse) == told["crc32"]
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _checksum(path: Path) -> int:
    found = 0
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            found = zlib.crc32(block, found)
    return found
