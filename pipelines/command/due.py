"""`jiping due`: whom plans owe a visit in the days to come, by village or by responsible visitor; on request as workbooks."""

from __future__ import annotations

from collections import Counter
from functools import partial
from pathlib import Path

from indicators.office import Office
from indicators.workspace import Workspace
from pipelines.command import lists
from pipelines.command.console import note
from pipelines.command.opening import opened
from pipelines.command.speech import say
from pipelines.listing import due_words, visits
from pipelines.listing.due import Due, due
from pipelines.listing.listings import by_part
from pipelines.listing.visitors import responsible
from pipelines.listing.wording import Wording


def run(
    days: int, on: str | None, area: str | None, by: str, plan: str | None, workbook: bool,
    workspace: Path | None, lang: str | None,
) -> None:  # fmt: skip
    place = opened(workspace, None, lang)
    day = lists.day(on)
    office, wording = lists.read(place)
    asked = office.catalogue.plan(plan).name if plan else None
    found = due(office.con, office.areas, lists.inside(office, area), day, days, asked)
    show(found, office, wording, by)
    if workbook:
        write(place, found, office, wording, by)


def show(found: Due, office: Office, wording: Wording, by: str) -> None:
    """Open events first; then how much is due in each part of the area or to each visitor, and the first of it."""
    areas = office.areas
    if found.events:
        listing = due_words.events(found, areas, wording)
        note(listing.title)
        lists.show_entries(listing, areas)
    listing, counts = due_words.listing(found, areas, wording, lists.MOST), found.by_area()
    n, persons, late = (sum(number) for number in zip(*counts.values(), strict=True)) if counts else (0, 0, 0)
    if not n:
        note(say("listed.due_none" if found.is_known() else "listed.due_unknown", title=listing.title))
        return
    note(say("listed.due_count", title=listing.title, n=n, persons=persons, late=late))
    columns = [say(f"listed.{name}") for name in ("visits", "persons", "overdue")]
    if by == "visitor":
        lists.show_parts(say("listed.visitor"), columns[:2], _by_visitor(found, office, wording))
    else:
        parts = by_part(areas, found.area, counts)
        lists.show_parts(say("listed.part"), columns, {areas.name(code): numbers for code, numbers in parts.items()})
    lists.show_entries(listing, areas)
    if more := n - len(listing.entries):
        note(say("listed.due_more", n=more))


def write(place: Workspace, found: Due, office: Office, wording: Wording, by: str) -> None:
    """The workbooks, whose rows come back as records when they are filled in."""
    from pipelines.listing import written

    listing = due_words.listing(found, office.areas, wording)
    if not listing.entries:
        return
    persons = {entry.person for entry in listing.entries}
    visitors = responsible(office.con, persons, found.day) if by == "visitor" else None
    columns = partial(visits.columns, office.areas, wording, listing)
    folder = lists.folder(office, "due", found.area, found.day)
    lists.tell_written(written.write(place, office, wording, listing, folder, columns, visitors))


def _by_visitor(found: Due, office: Office, wording: Wording) -> dict[str, tuple[int, int]]:
    """How many visits and persons each responsible visitor has, most first."""
    rows = found.con.execute("SELECT person, count(*) FROM due GROUP BY person").fetchall()
    visitors = responsible(office.con, [person for person, _ in rows], found.day)
    due_visits, persons = Counter(), Counter()
    for person, n in rows:
        visitor = visitors.get(person)
        called = f"{visitor.contact[:8]} {wording.said('role', visitor.role)}" if visitor else say("listed.unpaired")
        due_visits[called] += n
        persons[called] += 1
    return {called: (n, persons[called]) for called, n in due_visits.most_common()}
