"""Where lists with names are kept: in a folder that only its owner can open, each list whole or not at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from indicators.workspace import Fault, Workspace
from pipelines import shortages
from pipelines.aside import private, together
from pipelines.warehouse import writing

FOLDER = "lists"
OTHERS = stat.S_IRWXG | stat.S_IRWXO


@contextmanager
def kept(workspace: Workspace) -> Iterator[tuple[Path, Path]]:
    """A folder whose folders become those of data/processed/lists, each in place of one of the same name, and a folder for
    copies that are thrown away. Raises Fault before any name is read where others than the owner could read them."""
    folder = workspace.processed / FOLDER
    with shortages.told(workspace.processed), writing(workspace), private(), together(folder) as (made, scratch):
        for place in (folder, made, scratch):
            refuse_open(place)
        yield made, scratch


def refuse_open(folder: Path) -> None:
    """Raises Fault where others than the owner can open a folder: by its mode (which access lists show in, too), or because
    the disk it lies on does not know owners."""
    state = folder.stat()
    if os.name == "posix" and (state.st_mode & OTHERS or state.st_uid != os.geteuid()):
        raise Fault(
            f"{folder}: others can read this folder, so no names are written to it. Run `chmod 700` on it; if that has no effect (a shared drive), move the workspace to a disk of this computer.",
            f"{folder}：其他用户可以读取这个文件夹，名单含有姓名，不予写入。请对它执行 chmod 700；如不起作用（共享盘、U 盘等），请把工作区移到本机磁盘。",
        )
