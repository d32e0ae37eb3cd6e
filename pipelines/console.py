"""What the command prints: tables, progress and single sentences, in the officer's language."""

from __future__ import annotations

import csv
import itertools
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from indicators.words import Words

if TYPE_CHECKING:
    from indicators.catalogue import Catalogue
    from indicators.model import Indicator
    from indicators.workspace import Workspace
    from pipelines.warehouse import Built

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)
MOST_FILES = 40  # listed when nothing is wrong with them
STATUS_STYLE = {"failed": "red", "set_aside": "yellow", "read": ""}


class Speech:
    """The words of the language chosen: by --lang, by JIPING_LANG, or (once a workspace is open) by its settings."""

    def __init__(self, lang: str):
        self.speak(lang)

    def speak(self, lang: str) -> None:
        self.words = Words("en" if lang == "en" else "zh")

    @property
    def lang(self) -> str:
        return self.words.lang

    def __call__(self, key: str, /, **values) -> str:
        return self.words(key, **values)


def words(arguments: Sequence[str]) -> Speech:
    """The language is needed for the help, before the arguments are parsed."""
    given = [a.removeprefix("--lang=") for a in arguments if a.startswith("--lang=")]
    given += [after for flag, after in itertools.pairwise(arguments) if flag == "--lang"]
    return Speech(given[0] if given else os.environ.get("JIPING_LANG", "zh"))


def note(text: str) -> None:
    out.print(text, soft_wrap=True, markup=False)


def fault(text: str) -> None:
    err.print(f"✗ {text}", style="red", soft_wrap=True, markup=False)


@contextmanager
def progress(title: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar with the time left; the callback takes (done, total). Silent where nobody watches."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def show_ledger(built: Built, say: Speech) -> None:
    """One line a file: what was read and what became of it; the files that need attention first."""
    if not built.changed:
        note(say("console.unchanged"))
    numbers = ("read", "clean", "returned", "duplicate", "superseded")
    entries = sorted(built.ledger, key=lambda e: (e.status == "read" and not e.returned, e.file, e.sheet))
    troubled = [e for e in entries if e.status != "read" or e.returned]
    shown = entries if len(entries) <= MOST_FILES else troubled
    table = Table(title=say("console.ledger"), title_justify="left", show_footer=True)
    table.add_column(say("console.file"), footer=say("console.total"), overflow="fold")
    table.add_column(say("console.form"))
    for name in numbers:
        table.add_column(say(f"console.{name}"), justify="right", footer=f"{sum(getattr(e, name) for e in entries):,}")
    table.add_column(say("console.status"))
    for entry in shown:
        place = f"{entry.file} › {entry.sheet}" if entry.sheet else entry.file
        counts = [f"{getattr(entry, n):,}" if entry.status == "read" else "" for n in numbers]
        table.add_row(
            place, entry.form or "", *counts, say(f"console.status_{entry.status}"), style=STATUS_STYLE[entry.status]
        )
    out.print(table)
    if len(shown) < len(entries):
        note(say("console.more_clean", n=len(entries) - len(shown)))
    for entry in troubled:
        if entry.status != "read":
            fault(entry.note_en if say.lang == "en" else entry.note_zh)
    note(say("console.balance", **{n: sum(getattr(e, n) for e in entries) for n in numbers}))


def show_reasons(workspace: Workspace, say: Speech) -> None:
    """Why rows came back, commonest first, each with the place of an example."""
    column = "en" if say.lang == "en" else "zh"
    with workspace.connect() as con:
        found = con.execute(f"""SELECT header, {column}, count(*) AS n, min_by(file || ' › ' || row, file || lpad(row::VARCHAR, 9, '0'))
            FROM intake.returned GROUP BY ALL ORDER BY n DESC, ALL""").fetchall()
    if not found:
        return
    table = Table(title=say("console.reasons"), title_justify="left")
    table.add_column(say("console.rows"), justify="right")
    table.add_column(say("console.reason"), overflow="fold")
    for header, text, n, place in found:
        table.add_row(f"{n:,}", f"{header}: {text} [dim]{say('console.example_at', place=place)}[/dim]")
    out.print(table)


def show_reports(result, workspace: Workspace, say: Speech) -> None:
    note(say("console.reports", n=len(result.reports)))
    note(say("console.look", path=result.index))


def show_values(listed: list[dict], format: str, say: Speech) -> None:
    """Values as a table for people, or as CSV or JSON for programs."""
    if format == "json":
        json.dump(listed, sys.stdout, ensure_ascii=False, indent=1, default=str)
        sys.stdout.write("\n")
    elif format == "csv":
        writer = csv.DictWriter(sys.stdout, list(listed[0]) if listed else [])
        writer.writeheader()
        writer.writerows(listed)
    else:
        raise NotImplementedError


def show_catalogue(found: Catalogue, say: Speech) -> None:
    """Every indicator, by programme, with the plans that target it."""
    for programme in found.programmes.values():
        table = Table(title=f"{programme.title(say.lang)} ({programme.name})", title_justify="left")
        for key in ("code", "indicator", "unit", "plans"):
            table.add_column(say(f"console.{key}"), overflow="fold")
        for indicator in found.indicators.values():
            if indicator.programme == programme.name:
                plans = dict.fromkeys(plan.name for plan, _ in found.targets_of(indicator.code))
                table.add_row(indicator.name, indicator.title(say.lang), indicator.unit(say.lang), ", ".join(plans))
        out.print(table)


def show_indicator(found: Catalogue, indicator: Indicator, say: Speech) -> None:
    """One indicator whole: what it counts in words, where it comes from, its SQL, and what plans ask of it."""
    from indicators.measure import sql_of

    note(f"{indicator.title(say.lang)}  {indicator.code}")
    for key, text in (
        ("definition", indicator.definition(say.lang)),
        ("source", indicator.source),
        ("unit", indicator.unit(say.lang)),
    ):
        note(f"{say(f'console.{key}')}: {text}")
    note(f"\nSQL:\n{sql_of(indicator)}\n")
    path = found.tables[f"{indicator.programme}.{indicator.table}"]
    note(f"{indicator.programme}.{indicator.table}:\n{path.read_text(encoding='utf-8')}")
    table = Table(title=say("console.plans"), title_justify="left")
    for key in ("plan", "population", "target", "clause"):
        table.add_column(say(f"console.{key}"), overflow="fold")
    for plan, target in found.targets_of(indicator.code):
        table.add_row(
            plan.title(say.lang), say.words.population(target.where), say.words.target(target, indicator), target.clause
        )
    out.print(table)
