"""Lists as workbooks: one for each village or responsible visitor, with the names of those listed."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from indicators.counting.areas import Areas
from indicators.office import Office
from indicators.workspace import Workspace
from pipelines.listing import names
from pipelines.listing.keeping import FOLDER, kept
from pipelines.listing.listings import Entry, Listing
from pipelines.listing.visitors import Visitor
from pipelines.listing.wording import SHORT, Wording
from pipelines.listing.workbooks import Column, book

TOLD = ("name", "resident_id", "phone", "address")  # of a person, in a list that does not come back
NOT_IN_A_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f]')

Person = Mapping[str, str]  # what the files tell of somebody, by field
Columns = Callable[[Sequence[Entry], Mapping[UUID, Person]], list[Column]]


@dataclass(frozen=True)
class Written:
    """Where the workbooks are, and of how many persons no file tells the name."""

    paths: tuple[Path, ...]
    nameless: int


def write(
    workspace: Workspace,
    office: Office,
    wording: Wording,
    listing: Listing,
    name: str,
    columns: Columns | None = None,
    visitors: Mapping[UUID, Visitor] | None = None,
) -> Written:
    """Write data/processed/lists/<name>/<village>.xlsx with the entries of each village; with `visitors` a workbook for
    each of them. `columns` are those of a list that comes back. Raises Fault where others could read them."""
    with kept(workspace) as (made, scratch):
        persons = {entry.person for entry in listing.entries if entry.person}
        found = names.places(office.con, wording.forms, persons)
        visited = {v.place for v in (visitors or {}).values()}
        texts = names.read(workspace, wording.forms, {*found.values(), *visited}, scratch)
        told = {person: texts.get(place, {}) for person, place in found.items()}
        columns = columns or (lambda entries, told: _columns(office.areas, wording, listing, entries, told))
        folder = made / name
        folder.mkdir(mode=0o700)
        groups = _groups(office.areas, wording, listing, visitors, texts)
        for called, entries in groups.items():
            heading = wording.words("listed.unit", title=listing.title, unit=called)
            content = book(wording.words("listed.warning"), heading, listing.told, columns(entries, told))
            descriptor = os.open(folder / f"{called}.xlsx", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(content)
    kept_in = workspace.processed / FOLDER / name
    return Written(tuple(kept_in / f"{called}.xlsx" for called in groups), sum(not told.get(p) for p in persons))


def _columns(areas: Areas, wording: Wording, listing: Listing, entries: Sequence[Entry], told: Mapping) -> list[Column]:
    """Number, who it is, where, what is said of them, and what they are called on the screen."""
    columns = [Column(wording.words("listed.serial"), [str(n) for n, _ in enumerate(entries, 1)])]
    if any(entry.person for entry in entries):
        columns += [Column(wording.heading(field), texts_of(field, entries, told)) for field in TOLD]
        called = Column(wording.words("listed.pseudonym"), [entry.called for entry in entries], "key")
    else:
        columns += [Column(listing.called, [entry.called for entry in entries])]
        called = None
    columns.append(Column(wording.words("listed.part"), [areas.name(entry.area) for entry in entries]))
    cells = list(zip(*(entry.cells for entry in entries), strict=True))
    columns += [Column(heading, texts) for heading, texts in zip(listing.headings, cells, strict=False)]
    return [*columns, called] if called else columns


def texts_of(field: str, entries: Sequence[Entry], told: Mapping[UUID, Person]) -> list[str]:
    """What the files tell of each entry's person."""
    return [told.get(entry.person, {}).get(field, "") for entry in entries]


def _groups(areas, wording, listing, visitors, texts) -> dict[str, list[Entry]]:
    """The entries of each workbook, by its name without the ending: by village, or by village and visitor."""
    groups: dict[tuple[str, str], list[Entry]] = {}
    for entry in listing.entries:
        village = areas.name(entry.area) or wording.words("listed.nowhere")
        visitor = _visitor(wording, visitors.get(entry.person), texts) if visitors is not None else ""
        name = NOT_IN_A_NAME.sub(" ", f"{village} {visitor}").strip(" .")
        groups.setdefault((name, entry.area), []).append(entry)
    uses = Counter(name.casefold() for name, _ in groups)
    return {
        name if uses[name.casefold()] == 1 else f"{name} {area}": groups[name, area] for name, area in sorted(groups)
    }


def _visitor(wording: Wording, visitor: Visitor | None, texts: Mapping[names.Place, Person]) -> str:
    if visitor is None:
        return wording.words("listed.unpaired")
    return texts.get(visitor.place, {}).get("contact_name", visitor.contact[:SHORT])
