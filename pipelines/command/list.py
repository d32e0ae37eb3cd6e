"""`jiping list`: who or what is missing from an indicator, by pseudonym; counts by village and the first rows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from indicators.counting.quarters import Quarter
from indicators.showing.words import rated
from indicators.workspace import Fault, Workspace
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
    office, wording = lists.read(place)
    indicator = office.catalogue.indicator(code)
    asked = Asked(indicator, str(office.quarter(quarter or "")), lists.inside(office, area), _where(where or ()), show)
    found = behind(office, wording, asked)
    show_rows(found)
    if workbook and found.total:
        write(place, found, by)


def show_rows(found: Behind) -> None:
    """The value, how many rows there are in each part of the area, and the first of them."""
    listing, value = found.listing(lists.MOST), found.value
    told = {"name": listing.title, "value": say.words.value(value), "n": found.total}
    if rated(value) and value.value is not None:
        note(say("listed.value", numerator=f"{value.numerator:,}", denominator=f"{value.denominator:,}", **told))
    else:
        note(say("listed.counted", **told))
    for line in listing.told:
        note(line)
    if not found.total:
        note(say("listed.nothing", why=say.words.state(value) or say("listed.nobody")))
        return
    areas = found.office.areas
    columns = [say(f"listed.{name}") for name in ("rows", "numerator", "denominator")]
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
    name = lists.folder(found.office, f"{asked.indicator.name}_{asked.which}", asked.area, asked.quarter)
    lists.tell_written(written.write(place, found.office, found.wording, listing, name, visitors=visitors))


def _where(texts: Sequence[str]) -> dict[str, tuple[str, ...]]:
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
