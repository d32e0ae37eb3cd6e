"""Which column is which field: what each seems to be, and which of several is surer."""

from __future__ import annotations

import re
from typing import NamedTuple

from pipelines.recognising.forms import Form
from pipelines.recognising.headers import Header
from pipelines.recognising.labels import names
from pipelines.recognising.sub_columns import SubColumns
from pipelines.recognising.wordings import is_vague, wordings

UNSURE = 100  # after every header that a form knows
# Persons whom a group of columns may be about beside the one of the record.
OTHERS = re.compile(
    r"((?:第[一二]|主要|紧急)?(?:父亲|母亲|父母|双亲|监护人|配偶|丈夫|妻子|子女|儿子|女儿|家长|家属|亲属|联系人|赡养人|抚养人|填表人|填报人"
    r"|志愿者|结对人|帮扶人|走访人|责任人|负责人|医生|教师|班主任))的?(?:基本)?(?:情况|信息|资料)?"
)


class Claim(NamedTuple):
    """What a column seems to be: a field or an item, and the label that says so; by its own cell, or only with those above it;
    how unsure that is, and whether it is said of another person than the record is about."""

    kind: str
    name: str
    label: str
    by_itself: bool
    doubt: tuple[bool, int] = (False, 0)
    is_other: bool = False


def claims(form: Form, header: Header) -> list[Claim | None]:
    """What each column is by what it may be called, its own cell first; where the form knows none of it, by other wordings."""
    found = []
    for choices, group in zip(header.labels, header.groups, strict=True):
        other = _other_person(header, group)
        called = [other + choices[0], *choices] if other else choices
        claim = next((_known(form, label, label == choices[0]) for label in called if _knows(form, label)), None)
        claim = claim or _likely(form, choices[0])
        is_other = bool(other and claim and claim.by_itself and _is_personal(form, claim))
        found.append(claim and claim._replace(is_other=is_other))
    return found


def _knows(form: Form, label: str) -> bool:
    return any(name in form.known for name in names(label))


def _known(form: Form, label: str, by_itself: bool) -> Claim:
    kind, name = next(form.known[text] for text in names(label) if text in form.known)
    headers = form.fields[name].headers if kind == "field" else []
    place = next((i for i, text in enumerate(headers) if names(text)[0] in names(label)), len(headers))
    return Claim(kind, name, label, by_itself, (is_vague(label), place))


def _likely(form: Form, label: str) -> Claim | None:
    """What the first wording that fits a field makes of it."""
    for number, wording in enumerate(wordings(label)):
        kind, name = form.known.get(wording.text, ("", ""))
        if kind == "field" and (not wording.types or form.fields[name].type in wording.types):
            return Claim(kind, name, label, True, (wording.is_vague or is_vague(label), UNSURE + number))
    return None


def _other_person(header: Header, group: tuple[int, str] | None) -> str:
    """The word for another person than the record is about that stands over some of the columns: 父亲情况."""
    said = group and group in header.groups and len(set(header.groups)) > 1 and OTHERS.fullmatch(names(group[1])[0])
    return said[1] if said else ""


def _is_personal(form: Form, claim: Claim) -> bool:
    """Whether a field says who somebody is, or where or since when."""
    field = form.fields.get(claim.name)
    return bool(field) and (field.is_private or field.own_year or field.type == "area" or claim.name == "sex")


def is_whole(part: SubColumns, made: list[Claim | None]) -> bool:
    """Parts that are fields of their own (leaflets, bags) are no parts; the words of choices and days may look like fields."""
    others = [made[i] for i in part.columns if made[i] and made[i].name != part.name]
    return part.how not in ("sum", "together") or not others


def run(header: Header, part: SubColumns) -> list[int]:
    """All columns under the heading of a field; those of its parts where they have none."""
    group = header.groups[next(iter(part.columns))]
    if not group:
        return list(part.columns)
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
    counted is surer, then a village than an address, then the one that the form lists sooner, then the first.
    """
    by_name: dict[tuple[str, str], list[int]] = {}
    for i, claim in made.items():
        if not claim.is_other:
            by_name.setdefault((claim.kind, claim.name), []).append(i)
    lost = _other_persons(header, made, by_name) | {i for i, claim in made.items() if claim.is_other}
    columns, rivals, twice = set(), {}, []
    for several in by_name.values():
        left = [i for i in several if i not in lost]
        if not left:
            continue
        best = min(left, key=lambda i: (not _says_unit(form, made[i]), made[i].doubt, i))
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
