"""Which column is which field: what each seems to be, and which of several is surer."""

from __future__ import annotations

from itertools import chain
from typing import NamedTuple

from pipelines.recognising.forms import NUMBERS, Form
from pipelines.recognising.headers import Header
from pipelines.recognising.labels import names, of_whom
from pipelines.recognising.sub_columns import SubColumns


class Claim(NamedTuple):
    """What a column seems to be: a field or an item, and the label that says so; by its own cell, or only with those above it."""

    kind: str
    name: str
    label: str
    by_itself: bool


def claims(form: Form, header: Header) -> list[Claim | None]:
    """What each column is by what it may be called, its own cell first; by words for the person it is about, last."""
    found = []
    for choices in header.labels:
        sure = ((c, form.known[n]) for c in choices for n in names(c) if n in form.known)
        likely = (
            (c, form.known[n]) for c in choices for n in of_whom(c) if n in form.known and not _is_number(form, n)
        )
        label, known = next(chain(sure, likely), ("", None))
        found.append(Claim(*known, label, label == choices[0]) if known else None)
    return found


def _is_number(form: Form, name: str) -> bool:
    kind, field = form.known[name]
    return kind == "field" and form.fields[field].type in NUMBERS


def is_whole(part: SubColumns, made: list[Claim | None]) -> bool:
    """Parts that are fields of their own (leaflets, bags) are no parts; the words of choices and days may look like fields."""
    others = [made[i] for i in part.columns if made[i] and made[i].name != part.name]
    return part.how not in ("sum", "together") or not others


def run(header: Header, part: SubColumns) -> list[int]:
    """All columns under the heading of a field."""
    group = header.groups[next(iter(part.columns))]
    return [i for i, other in enumerate(header.groups) if other == group]


class Chosen(NamedTuple):
    """The columns that are read; those left out for a surer one, by its header; headers that stand over two
    columns; and columns about other persons."""

    columns: set[int]
    rivals: dict[int, str]
    twice: list[str]
    others: frozenset[int]


def chosen(form: Form, header: Header, made: dict[int, Claim]) -> Chosen:
    """One column for each field.

    Of groups that repeat a header (a child's name, its father's, its guardian's) the one in which most is understood is
    whom the record is about; the columns of the others are not its. Of headers that differ, the one that names what is
    counted is surer, then the first.
    """
    by_name: dict[tuple[str, str], list[int]] = {}
    for i, claim in made.items():
        by_name.setdefault((claim.kind, claim.name), []).append(i)
    lost = _other_persons(header, made, by_name)
    columns, rivals, twice = set(), {}, []
    for several in by_name.values():
        left = [i for i in several if i not in lost]
        if not left:
            continue
        best = min(left, key=lambda i: (not _says_unit(form, made[i]), i))
        columns.add(best)
        for i in left:
            if i != best and names(header.labels[i][0]) == names(header.labels[best][0]):
                twice.append(header.labels[i][0].strip())
            elif i != best:
                rivals[i] = made[best].label
    return Chosen(columns, rivals, twice, frozenset(lost))


def _other_persons(header: Header, made: dict[int, Claim], by_name: dict[tuple, list[int]]) -> set[int]:
    """The columns, understood by their own cells alone, of groups that repeat what a fuller group says."""
    same = [c for c in by_name.values() if len({names(header.labels[i][0])[0] for i in c}) < len(c)]
    groups = {group for columns in same for i in columns if (group := header.groups[i])}
    if len(groups) < 2 and not (groups and any(header.groups[i] is None for columns in same for i in columns)):
        return set()
    fullness = {g: sum(1 for i, c in made.items() if header.groups[i] == g and c.by_itself) for g in groups}
    best = max(sorted(groups), key=lambda g: fullness[g])
    if any(header.groups[i] is None for columns in same for i in columns):
        best = None  # what stands under no group is the record's own
    return {i for i, c in made.items() if header.groups[i] in groups - {best} and c.by_itself}


def _says_unit(form: Form, claim: Claim) -> bool:
    units_ = form.fields[claim.name].units if claim.kind == "field" else []
    return bool(units_) and units_[0] in claim.label
