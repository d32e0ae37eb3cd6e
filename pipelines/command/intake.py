"""`jiping intake`: files as received → clean records; the ledger, why rows came back, and where the correction workbooks are."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.table import Table

from indicators.received import EXAMPLE
from indicators.showing.words import Words
from indicators.workspace import Fault, Workspace
from pipelines import warehouse
from pipelines.accounting import returns
from pipelines.accounting.ledger import COUNTS, Entry
from pipelines.command import explain as explaining
from pipelines.command import explanation
from pipelines.command.console import fault, note, out, progress
from pipelines.command.opening import opened
from pipelines.command.speech import say
from pipelines.intake import files
from pipelines.recognising import forms
from pipelines.warehouse import Built

OK, ATTENTION = 0, 1


def run(explain: Path | None, workspace: Path | None, raw: Path | None, lang: str | None, strict: bool) -> int:
    place = opened(workspace, raw, lang)
    if explain:
        explanation.show(explaining.explain(place, explain), place)
        return OK
    built = take_in(place)
    show_files(built)
    show_ledger(built, place)
    show_reasons(place)
    show_assumed(place)
    show_returns(place)
    return outcome(place, strict)


def take_in(place: Workspace) -> Built:
    """Bring the warehouse up to date, with a progress bar; say when the example has stepped aside for it."""
    refuse_empty(place)
    was_example = warehouse.is_of_example(place)
    with progress(say("console.reading")) as advance:
        built = warehouse.build(place, advance)
    if was_example and not place.is_example:
        note(say("console.example_aside", path=place.raw))
    return built


def refuse_empty(place: Workspace) -> None:
    """Raises Fault where there is nothing to read: it says where files belong, and how to try the example."""
    if not files(place):
        asked = {"raw": place.raw, "example": place.raw / EXAMPLE}
        raise Fault(*(Words(lang)("console.empty", **asked) for lang in ("en", "zh")))


def outcome(place: Workspace, strict: bool) -> int:
    """0, or under --strict 1 when a file or row needs attention."""
    if not strict:
        return OK
    with place.connect() as con:
        waiting = con.execute("SELECT count(*) FROM intake.ledger WHERE status <> 'read' OR returned > 0")
        return ATTENTION if waiting.fetchone()[0] else OK


def show_ledger(built: Built, place: Workspace) -> None:
    """What was read and what became of it, by record type; then every file or sheet that was not read, and why."""
    if not built.changed:
        note(say("console.unchanged"))
    titles = {name: getattr(form, say.lang) for name, form in forms.load(place).items()}
    rows = {
        form: [e for e in built.ledger if e.form == form] for form in sorted({e.form for e in built.ledger if e.form})
    }
    table = _counted(say("console.by_form"), say("console.form"), say("console.files"))
    for form, entries in rows.items():
        table.add_row(titles[form], f"{len({e.file for e in entries}):,}", *_counts(entries))
    _total(table, [e for e in built.ledger if e.form])
    for entry in (e for e in built.ledger if e.note_en):
        fault(getattr(entry, f"note_{say.lang}"))


def show_files(built: Built) -> None:
    """The same, one line a sheet."""
    table = _counted(say("console.by_file"), say("console.file"))
    read = [e for e in built.ledger if e.status == "read"]
    for entry in read:
        table.add_row(f"{entry.file} › {entry.sheet}" if entry.sheet else entry.file, *_counts([entry]))
    _total(table, read)


def _counted(title: str, *first: str) -> Table:
    table = Table(title=title, title_justify="left", show_footer=True)
    table.add_column(first[0], footer=say("console.total"), overflow="fold")
    for title in [*first[1:], *(say(f"console.{name}") for name in COUNTS)]:
        table.add_column(title, justify="right")
    return table


def _counts(entries: Sequence[Entry]) -> list[str]:
    return [f"{sum(getattr(e, name) for e in entries):,}" for name in COUNTS]


def _total(table: Table, entries: Sequence[Entry]) -> None:
    for column, total in zip(table.columns[-len(COUNTS) :], _counts(entries), strict=True):
        column.footer = total
    out.print(table)
    note(say("console.balance", **{name: sum(getattr(e, name) for e in entries) for name in COUNTS}))


def show_reasons(workspace: Workspace) -> None:
    """Why rows came back, commonest first, each with the place of an example."""
    with workspace.connect() as con:
        found = con.execute(f"""
            SELECT count(*) AS n, {say.lang} AS why, arg_min(concat_ws(' › ', file, nullif(sheet, ''), row, header), (file, sheet, row))
            FROM intake.returned GROUP BY why ORDER BY n DESC, why""").fetchall()
    if not found:
        return
    table = Table(title=say("console.reasons"), title_justify="left")
    table.add_column(say("console.rows"), justify="right")
    table.add_column(say("console.reason"), overflow="fold")
    for n, reason, place in found:
        table.add_row(f"{n:,}", f"{reason}\n[dim]{say('console.example_at', place=' '.join(place.split()))}[/dim]")
    out.print(table)


def show_assumed(workspace: Workspace) -> None:
    """How many things were taken for granted, and where to read of each."""
    with workspace.connect() as con:
        found = "SELECT count(*), count(DISTINCT file) FROM intake.assumptions WHERE NOT starts_with(kind, 'rows_')"
        n, files = con.execute(found).fetchone()
    if n:
        note(say("console.assumed", n=n, files=files))


def show_returns(workspace: Workspace) -> None:
    """Where the correction workbooks are."""
    if books := returns.listed(workspace):
        note(say("console.returns", n=len(books), path=books[0].parent, raw=workspace.raw))
