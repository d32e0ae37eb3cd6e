"""What lies among the files received and is none: refused by its name, its kind and where it is."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from indicators.received import printable
from indicators.workspace import Fault, Workspace

KINDS = {
    stat.S_IFDIR: ("文件夹无法打开，请检查权限", "a folder that cannot be opened. Check its permissions"),
    stat.S_IFIFO: ("是管道，不是文件，请移走", "a pipe, not a file. Take it away"),
    stat.S_IFSOCK: ("是套接字，不是文件，请移走", "a socket, not a file. Take it away"),
    stat.S_IFCHR: ("是设备，不是文件，请移走", "a device, not a file. Take it away"),
    stat.S_IFBLK: ("是设备，不是文件，请移走", "a device, not a file. Take it away"),
}


def refuse(path: Path, workspace: Workspace, suffixes: tuple[str, ...]) -> None:
    """Raise Fault for what is no file of the workspace, or no table, by its name and kind."""
    folder = workspace.folder_of(path)
    name, plain = workspace.name_of(path), path.relative_to(folder).as_posix()
    if name != plain:
        raise Fault(
            f"{name}: its name {_reading(plain, 'en')}. Rename it and run again.",
            f"{name}：文件名{_reading(plain, 'zh')}，请改名后再运行。",
        )
    if not path.resolve().is_relative_to(folder.resolve()):
        raise Fault(
            f"{name}: a link out of the workspace. Copy the file itself in.",
            f"{name}：链接指向工作区之外，请放入文件本身。",
        )
    if zh_en := KINDS.get(stat.S_IFMT(path.stat().st_mode)):
        link = ("是指向文件夹的链接，请放入文件夹本身", "a link to a folder. Copy the folder itself in")
        zh, en = link if path.is_symlink() and path.is_dir() else zh_en
        raise Fault(f"{name}: {en}.", f"{name}：{zh}。")
    if path.suffix.lower() not in suffixes:
        raise Fault(
            f"{name}: not a table. Send CSV, XLSX, XLS or ODS.",
            f"{name}：不是表格文件，请报送 CSV、XLSX、XLS 或 ODS。",
        )


def _reading(plain: str, lang: str) -> str:
    """What is wrong with a name, and what it was meant to be, where it came in GBK out of a ZIP file."""
    meant = "/".join(map(_in_gbk, os.fsencode(plain).split(b"/")))
    if any("\udc80" <= char <= "\udcff" for char in plain):
        return f"不是 UTF-8（按 GBK 读作“{meant}”）" if lang == "zh" else f"is not UTF-8 (in GBK it reads {meant})"
    return "含有控制字符" if lang == "zh" else "holds control characters"


def _in_gbk(part: bytes) -> str:
    """A part of a path as it was meant: in UTF-8, or else in GBK."""
    try:
        return printable(part.decode())
    except UnicodeError:
        return printable(part.decode("gb18030", errors="replace"))
