"""`jiping example`: the invented records, written into a new folder."""

from __future__ import annotations

from pathlib import Path

from indicators.workspace import Fault
from pipelines import example
from pipelines.command.console import note
from pipelines.command.opening import check_language
from pipelines.command.speech import say


def run(folder: Path, scale: float, lang: str | None) -> None:
    check_language(lang)
    if folder.exists() and any(folder.iterdir()):
        raise Fault(f'"{folder}": not empty. Name a new folder.', f"“{folder}”：文件夹非空，请另指定一个新文件夹。")
    example.write(folder, scale)
    note(say("console.written", n=sum(p.is_file() for p in folder.rglob("*")), path=folder))
