"""What stands in the file of a plan before it is judged, and where in the file each thing stands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from indicators.judging.plans import PARTS
from indicators.workspace import Fault, parse_toml

SINGULAR = {"targets": "target", "duties": "duty", "tasks": "task", "periods": "period"}


class Source(NamedTuple):
    """The head's keys, the rows of each part, how a place is written in English and Chinese, and faults found on the way.

    `place(part, number, key)`: numbers from 1 in the order of the rows, 0 for the head.
    """

    head: dict
    rows: dict[str, list[dict]]
    place: Callable[[str, int, str], tuple[str, str]]
    faults: tuple[Fault, ...] = ()


def read(path: Path) -> Source:
    """A TOML file's keys. Raises Fault when it is none."""
    data = parse_toml(path)
    rows = {}
    for part in PARTS:
        rows[part] = data.pop(part, [])
        if not isinstance(rows[part], list) or not all(isinstance(row, dict) for row in rows[part]):
            raise Fault(
                f"{path}: {part} are written as [[{part}]], one heading for each, with their keys below.",
                f"{path}：{part} 要写成 [[{part}]]，每项一个，下面写各项内容。",
            )

    def place(part: str, number: int, key: str) -> tuple[str, str]:
        if not number:
            return str(path), str(path)
        row = rows[part][number - 1]
        name = row.get("indicator") or row.get("zh") or row.get("name") or row.get("service")
        called = f" ({name})" if name else ""
        return f"{path}: {SINGULAR[part]} {number}{called}", f"{path}：{part} 第 {number} 项{called}"

    return Source(data, rows, place)
