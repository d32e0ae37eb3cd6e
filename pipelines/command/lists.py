"""What the commands of lists have in common: what they read, and how lists stand on the screen, without a name of anybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from rich.markup import escape
from rich.table import Table

from indicators.counting.areas import Areas, area_code
from indicators.office import Office
from indicators.showing.words import rated
from indicators.workspace import Fault, Workspace
from pipelines import campaign, warehouse
from pipelines.command import intake
from pipelines.command.console import fault, note, out
from pipelines.command.speech import say
from pipelines.listing.behind import Behind
from pipelines.listing.listings import Listing
from pipelines.listing.wording import Wording
from pipelines.recognising import forms

if TYPE_CHECKING:
    from pipelines.listing.written import Written

MOST = 50  # rows on the screen


def read(place: Workspace) -> tuple[Office, Wording]:
    """The office of a workspace, taken in first where there is no warehouse yet, and the words for what is listed of it."""
    _make_ready(place)
    return _worded(place, Office.open(place))


def read_at(place: Workspace, text: str | None) -> tuple[Office, Wording, str]:
    """The same as at the quarter or campaign named (the last complete quarter if none is), and its quarter."""
    _make_ready(place)
    campaign.ready(place, text or "")
    office, quarter = Office.at(place, text or "")
    return *_worded(place, office), str(quarter)


def _make_ready(place: Workspace) -> None:
    if not warehouse.is_ready(place):
        intake.take_in(place)
    if changed := warehouse.changes(place):
        fault(say("console.changes", n=len(changed)))


def _worded(place: Workspace, office: Office) -> tuple[Office, Wording]:
    return office, Wording(say.words, forms.load(place), office.catalogue.plans)


def inside(office: Office, area: str | None) -> str:
    """The area asked for, else the office's own, else the only top of the register."""
    if area:
        return office.areas.resolve(area)
    own, tops = area_code(office.settings.root_area), office.areas.tops
    return own if own in office.areas or len(tops) != 1 else tops[0]


def folder(office: Office, what: str, area: str, when: object) -> str:
    """The name of a list's folder: what is listed, when, and of which area if it is a part of the office's own."""
    return f"{what}_{when}" if area == inside(office, None) else f"{what}_{when}_{area}"


def told_value(found: Behind) -> str:
    """What is listed, and the value it stands behind."""
    value = found.value
    told = {"name": found.title, "value": say.words.value(value)}
    if rated(value) and value.value is not None:
        return say("listed.value", numerator=f"{value.numerator:,}", denominator=f"{value.denominator:,}", **told)
    return say("listed.counted", **told)


def show_parts(first: str, columns: Sequence[str], parts: Mapping[str, Sequence]) -> None:
    """A line for each part of what is listed, with its numbers."""
    table = Table()
    table.add_column(first, overflow="fold")
    for heading in columns:
        table.add_column(heading, justify="right")
    for name, numbers in parts.items():
        table.add_row(escape(name), *(f"{number:,.10g}" for number in numbers))
    out.print(table)


def show_entries(listing: Listing, areas: Areas) -> None:
    """The entries."""
    table = Table()
    for heading in (listing.called, say("listed.part"), *listing.headings):
        table.add_column(heading, overflow="fold")
    for entry in listing.entries:
        table.add_row(*map(escape, (entry.called, areas.name(entry.area), *entry.cells)))
    out.print(table)


def tell_written(made: Written) -> None:
    """Where the workbooks are."""
    note(say("listed.written", n=len(made.paths), path=made.paths[0].parent))
    if made.nameless:
        note(say("listed.nameless", n=made.nameless))


def where(texts: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Column -> codes, from "column=code|code". Raises Fault."""
    found = {}
    for text in texts:
        column, equals, codes = text.partition("=")
        if not equals or not codes:
            raise Fault(
                f'--where "{text}": write a breakdown and its code, such as urban_rural=rural.',
                f"--where “{text}”：请写成 维度=类别，如 urban_rural=rural。",
            )
        found[column.strip()] = tuple(code.strip() for code in codes.split("|"))
    return found


def day(text: str | None) -> date:
    """The day named, else today. Raises Fault."""
    try:
        return date.fromisoformat(text) if text else date.today()
    except ValueError:
        raise Fault(
            f'--on "{text}": not a day; write it as 2024-09-16.', f"--on “{text}”：不是日期，请写成 2024-09-16。"
        ) from None
