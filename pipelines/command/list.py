"""`jiping list`: who or what is missing from an indicator, by pseudonym; counts by village and the first rows."""

from __future__ import annotations

from pathlib import Path

from indicators.counting.quarters import Quarter
from indicators.workspace import Workspace
from pipelines.command import lists
from pipelines.command.console import note
from pipelines.command.opening import opened
from pipelines.command.speech import say
from pipelines.listing.behind import Asked, Behind, behind
from pipelines.listing.visitors import responsible


def run(
    code: str, quarter: str | None, area: str | None, where: list[str] | None, show: str,
    workbook: bool, by: str, workspace: Path | None, lang: str | None,
) -> None:  # fmt: skip
    place = opened(workspace, None, lang)
    office, wording, when = lists.read_at(place, quarter)
    indicator = office.catalogue.indicator(code)
    asked = Asked(indicator, when, lists.inside(office, area), lists.where(where or ()), show)
    found = behind(office, wording, asked)
    show_rows(found)
    if workbook and found.total:
        write(place, found, by)


def show_rows(found: Behind) -> None:
    """The value, how many rows there are in each part of the area, and the first of them."""
    listing, value = found.listing(lists.MOST), found.value
    note(f"{lists.told_value(found)}{say('listed.shown', n=found.total)}")
    for line in listing.told:
        note(line)
    if not found.total:
        note(say("listed.nothing", why=say.words.state(value) or say("listed.nobody")))
        return
    areas = found.office.areas
    columns = [say("listed.rows"), say("console.numerator"), say("console.denominator")]
    lists.show_parts(say("listed.part"), columns, {areas.name(part): numbers for part, numbers in found.parts.items()})
    lists.show_entries(listing, areas)
    if more := found.total - len(listing.entries):
        note(say("listed.more", n=more))


def write(place: Workspace, found: Behind, by: str) -> None:
    """All rows as workbooks, with the names of persons."""
    from pipelines.listing import written

    listing, asked = found.listing(), found.asked
    persons = {entry.person for entry in listing.entries if entry.person}
    until = Quarter.parse(asked.quarter).ends_on
    visitors = responsible(found.office.con, persons, until) if by == "visitor" else None
    what = "_".join([asked.indicator.name, *("+".join(codes) for codes in asked.where.values()), asked.which])
    name = lists.folder(found.office, what, asked.area, found.when)
    lists.tell_written(written.write(place, found.office, found.wording, listing, name, visitors=visitors))
