"""The list of what is due as it comes back: its columns are those of care visits, so that a row filled in is a record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from indicators.counting.areas import Areas
from pipelines.accounting.layouts import YES_NO
from pipelines.listing.listings import Entry, Listing
from pipelines.listing.wording import Wording
from pipelines.listing.workbooks import Column
from pipelines.listing.written import Person, texts_of

FORM = "visits"
PERSON = ("name", "resident_id", "birth_on", "phone")  # fields of the form that tell who it is about
TO_FILL_IN = ("visited_on", "visitor", "visitor_role", "problem_found", "problem_solved")


def columns(
    areas: Areas, wording: Wording, listing: Listing, entries: Sequence[Entry], told: Mapping[UUID, Person]
) -> list[Column]:
    """The columns of one workbook: whom to visit and for what, when it is due, the key, and what is filled in afterwards."""
    field = wording.forms[FORM].fields
    first = {entry.person: n for n, entry in reversed([*enumerate(entries)])}
    entries = sorted(entries, key=lambda entry: first[entry.person])  # what is due to one person stands together
    due = [entry.row for entry in entries]

    def headed(name: str) -> str:
        return field[name].headers[-1 if wording.words.lang == "en" else 0]

    given = {headed(name): texts_of(name, entries, told) for name in PERSON}
    given[wording.heading("address")] = texts_of("address", entries, told)
    given[headed("street")] = [_street(areas, entry.area) for entry in entries]
    given[headed("area")] = [areas.name(entry.area) for entry in entries]
    given[headed("service")] = [_code(wording, "service", row["service"]) for row in due]
    for name, cadence, said in (("festival", "festival", "occasion"), ("event_on", "event", "starts_on")):
        texts = [str(row[said]) if row["cadence"] == cadence else "" for row in due]
        given[headed(name)] = texts if name == "event_on" else [_code(wording, name, text) for text in texts]
    columns = [Column(wording.words("listed.serial"), [str(n) for n, _ in enumerate(entries, 1)])]
    columns += [Column(heading, texts) for heading, texts in given.items() if any(texts)]
    cells = list(zip(*(entry.cells for entry in entries), strict=True))
    columns += [Column(heading, texts) for heading, texts in zip(listing.headings[1:], cells[1:], strict=True)]
    columns.append(Column(wording.words("listed.key"), [entry.called for entry in entries], "key"))
    return columns + [Column(headed(n), [""] * len(entries), "open", _choices(wording, n)) for n in TO_FILL_IN]


def _street(areas: Areas, area: str) -> str:
    """The area above a village: its name alone may be that of several."""
    above = areas.parent(area)
    return areas.name(above) if above and areas.level(area) == "village" else ""


def _code(wording: Wording, name: str, code: str) -> str:
    """What people write for a code, as intake reads it: the code itself where the words are English; "" for none of the form's."""
    written = wording.forms[FORM].fields[name].codes.get(code, [""])[0]
    return code if written and wording.words.lang == "en" else written


def _choices(wording: Wording, name: str) -> tuple[str, ...]:
    field = wording.forms[FORM].fields[name]
    if field.type == "boolean":
        return YES_NO
    return tuple(_code(wording, name, code) for code in field.codes)
