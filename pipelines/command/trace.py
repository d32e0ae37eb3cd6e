"""`jiping trace`: the records behind a number, as file, sheet and row."""

from __future__ import annotations

from pathlib import Path

from rich.markup import escape
from rich.table import Table

from pipelines.command import lists
from pipelines.command.console import note, out
from pipelines.command.opening import opened
from pipelines.command.speech import say
from pipelines.listing import records
from pipelines.listing.behind import Asked
from pipelines.listing.records import Traced
from pipelines.listing.wording import Wording

MOST = 20  # records of a type on the screen


def run(
    code: str, quarter: str | None, area: str | None, where: list[str] | None, workspace: Path | None, lang: str | None
) -> None:
    place = opened(workspace, None, lang)
    office, wording, when = lists.read_at(place, quarter)
    asked = Asked(office.catalogue.indicator(code), when, lists.inside(office, area), lists.where(where or ()), "all")
    found, traced = records.trace(office, wording, asked, MOST)
    note(lists.told_value(found))
    for line in found.listing(0).told:
        note(line)
    for each in traced:
        _show(each, wording)
    if not traced:
        note(say("listed.no_records"))


def _show(traced: Traced, wording: Wording) -> None:
    """One record type: how many records in which files, and the first of them."""
    title, total = getattr(traced.form, say.lang), sum(traced.files.values())
    note("\n" + say("listed.records", form=title, n=total, files=len(traced.files)))
    for file, n in list(traced.files.items())[:MOST]:
        note(say("listed.records_of_file", file=file, n=n))
    if more := len(traced.files) - MOST if len(traced.files) > MOST else 0:
        note(say("listed.more_files", n=more))
    table = Table()
    for heading in (say("console.file"), say("console.sheet"), say("listed.row"), *records.headings(traced, wording)):
        table.add_column(heading, overflow="fold")
    for file, sheet, row, *values in traced.first:
        said = (wording.said(column, value) for column, value in zip(traced.columns, values, strict=True))
        table.add_row(*map(escape, (file, sheet, str(row), *said)))
    out.print(table)
    if total > len(traced.first):
        note(say("listed.more_records", n=total - len(traced.first)))
