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

from indicators.showing.words import Words

if TYPE_CHECKING:
    from indicators.catalogue import Catalogue
    from indicators.model import Indicator
    from indicators.workspace import Workspace
    from pipelines.accounting.ledger import Entry
    from pipelines.warehouse import Built

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)
COUNTS = ("read", "clean", "returned", "duplicate", "superseded", "corrected")


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


def show_ledger(built: Built, titles: dict[str, str], say: Speech) -> None:
    """What was read and what became of it, by record type; then every file or sheet that was not read, and why."""
    if not built.changed:
        note(say("console.unchanged"))
    forms = sorted({e.form for e in built.ledger if e.form})
    rows = {form: [e for e in built.ledger if e.form == form] for form in forms}
    table = _counted(say("console.by_form"), say, say("console.form"), say("console.files"))
    for form, entries in rows.items():
        table.add_row(titles[form], f"{len({e.file for e in entries}):,}", *_counts(entries))
    _total(table, say, [e for e in built.ledger if e.form])
    for entry in (e for e in built.ledger if e.note_en):
        fault(entry.note_en if say.lang == "en" else entry.note_zh)


def show_changes(place: Workspace, say: Speech) -> None:
    """Beside values: that files have changed since they were taken in."""
    from pipelines.warehouse import changes

    if n := len(changes(place)):
        fault(say("console.changes", n=n))


def show_files(built: Built, say: Speech) -> None:
    """The same, one line a sheet."""
    table = _counted(say("console.by_file"), say, say("console.file"))
    read = [e for e in built.ledger if e.status == "read"]
    for entry in read:
        table.add_row(f"{entry.file} › {entry.sheet}" if entry.sheet else entry.file, *_counts([entry]))
    _total(table, say, read)


def _counted(title: str, say: Speech, *first: str) -> Table:
    table = Table(title=title, title_justify="left", show_footer=True)
    table.add_column(first[0], footer=say("console.total"), overflow="fold")
    for title in [*first[1:], *(say(f"console.{name}") for name in COUNTS)]:
        table.add_column(title, justify="right")
    return table


def _counts(entries: Sequence[Entry]) -> list[str]:
    return [f"{sum(getattr(e, name) for e in entries):,}" for name in COUNTS]


def _total(table: Table, say: Speech, entries: Sequence[Entry]) -> None:
    for column, total in zip(table.columns[-len(COUNTS) :], _counts(entries), strict=True):
        column.footer = total
    out.print(table)
    note(say("console.balance", **{name: sum(getattr(e, name) for e in entries) for name in COUNTS}))


def show_reasons(workspace: Workspace, say: Speech) -> None:
    """Why rows came back, commonest first, each with the place of an example."""
    text = "en" if say.lang == "en" else "zh"
    with workspace.connect() as con:
        found = con.execute(f"""
            SELECT count(*) AS n, {text} AS why, arg_min(concat_ws(' › ', file, nullif(sheet, ''), row, header), (file, sheet, row))
            FROM intake.returned GROUP BY why ORDER BY n DESC, why""").fetchall()
    if not found:
        return
    table = Table(title=say("console.reasons"), title_justify="left")
    table.add_column(say("console.rows"), justify="right")
    table.add_column(say("console.reason"), overflow="fold")
    for n, reason, place in found:
        table.add_row(f"{n:,}", f"{reason}\n[dim]{say('console.example_at', place=' '.join(place.split()))}[/dim]")
    out.print(table)


def show_returns(workspace: Workspace, say: Speech) -> None:
    """Where the correction workbooks are."""
    from pipelines.accounting import returns

    if books := returns.listed(workspace):
        note(say("console.returns", n=len(books), path=books[0].parent))


def show_reports(result, say: Speech) -> None:
    """How many assessments were written, where to look, and any that could not be made."""
    for report in result.faults:
        fault(f"{report.path}: {report.fault}")
    note(say("console.reports", n=len(result.reports) - len(result.faults)))
    note(say("console.look", path=result.index))


def show_values(listed: list[dict], format: str, quarter: str, say: Speech) -> None:
    """Values as a table for people, or as CSV or JSON for programs."""
    if format == "json":
        json.dump(listed, sys.stdout, ensure_ascii=False, indent=1, default=str)
        sys.stdout.write("\n")
    elif format == "csv":
        from indicators.showing.listing import inert

        writer = csv.DictWriter(sys.stdout, list(listed[0]) if listed else [], lineterminator="\n")
        writer.writeheader()
        writer.writerows(inert(listed))
    elif not listed:
        note(say("console.no_values", quarter=quarter))
    else:
        for area in dict.fromkeys(row["area"] for row in listed):
            _show_area([row for row in listed if row["area"] == area], say)


def _show_area(rows: list[dict], say: Speech) -> None:
    """One area's values; an indicator that a plan has listed already is not listed again for itself."""
    table = Table(title=f"{rows[0]['area_name']} {rows[0]['quarter']}", title_justify="left")
    for key in ("indicator", "numerator", "denominator", "value", "interval", "target", "verdict"):
        table.add_column(
            say(f"console.{key}"), justify="left" if key in ("indicator", "verdict") else "right", overflow="fold"
        )
    planned = {(row["indicator"], row["where"]) for row in rows if row["plan"]}
    for row in rows:
        if row["plan"] or (row["indicator"], row["where"]) not in planned:
            table.add_row(row["name"], *_figures(row, say), row["target"] or "", _verdict(row, say))
    out.print(table)
    for row in rows:
        if row["plan"] and row["difference"]:
            counted = {name: f"{row[name]:,} {_unit(row, say)}" for name in ("numerator", "denominator")}
            fault(say("console.difference", name=row["name"], **counted))


def _figures(row: dict, say: Speech) -> tuple[str, str, str, str]:
    """Numerator, denominator, value and interval, or the word for why there is none."""
    if row["value"] is None:
        return "", "", say(f"state.{row['state']}"), ""
    if row["denominator"] is None:
        return "", "", f"{row['value']:,.10g} {_unit(row, say)}", ""
    interval = "" if row["lower"] is None else f"{row['lower']:.1%}–{row['upper']:.1%}"
    return f"{row['numerator']:,.10g}", f"{row['denominator']:,.10g}", f"{row['value']:.1%}", interval


def _unit(row: dict, say: Speech) -> str:
    from indicators.model import UNITS

    return UNITS[row["unit"]][say.lang == "en"]


def _verdict(row: dict, say: Speech) -> str:
    verdict = row["verdict"]
    return f"{say('symbol.' + verdict)} {say('verdict.' + verdict)}" if verdict else ""


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
    from indicators.counting.conditions import expressions

    note(f"{indicator.title(say.lang)}  {indicator.code}")
    for key, text in (
        ("definition", indicator.definition(say.lang)),
        ("source", indicator.source),
        ("unit", indicator.unit(say.lang)),
    ):
        note(f"{say(f'console.{key}')}: {text}")
    for part, sql in expressions(indicator).items():
        note(f"{part}: {sql}")
    name = indicator.table_name
    note(f"\n{name}:\n{found.tables[name].read_text(encoding='utf-8')}")
    table = Table(title=say("console.plans"), title_justify="left")
    for key in ("plan", "population", "target", "clause"):
        table.add_column(say(f"console.{key}"), overflow="fold")
    for plan, target in found.targets_of(indicator.code):
        table.add_row(
            plan.title(say.lang), say.words.population(target.where), say.words.target(target, indicator), target.clause
        )
    out.print(table)
