"""Which record type a sheet is: by its headers, wherever they stand, never by its file name; nothing is guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from indicators.workspace import Fault
from pipelines.forms import Form, normal, without_unit
from pipelines.headers import Header, headers
from pipelines.sheets import Sheet
from pipelines.simplified import simplified

ENOUGH = 3  # columns understood, when they are fewer than those not understood
FEWEST = 2  # columns understood: one alone says too little
SHOWN = 8  # headers listed in a message
ALIKE = 60  # how alike (of 100) a header not understood and one that is missing must be to be taken for a slip


@dataclass(frozen=True)
class Match:
    """A sheet understood: its form, the last row of its header (from 1), and the column of each field and item."""

    form: Form
    header_row: int
    columns: dict[str, int]
    items: dict[str, int]
    labels: list[str]  # the header of every column, as sent
    unknown: list[str]  # headers no field knows
    headings: list[list[str]] = field(default_factory=list)  # the rows of the header, as sent
    twice: list[str] = field(default_factory=list)  # headers that stand over two columns
    top: int = 1  # the first row of the header, from 1

    @property
    def size(self) -> int:
        return len(self.columns) + len(self.items)


def recognise(sheet: Sheet, forms: list[Form]) -> Match:
    """The form whose fields the header names best. Raises Fault saying why none, or no single one, fits."""
    found = [_match(form, header) for header in headers(sheet) for form in _speaking(header, forms)]
    fits = [match for match in found if not _missing(match) and _is_enough(match)]
    if not fits:
        raise _nearest(sheet, found)
    best = max(fits, key=_rank)
    rivals = {m.form.zh: m.form.en for m in fits if _rank(m) == _rank(best) and m.form != best.form}
    if rivals:
        raise Fault(
            f"{_where(sheet)}: fits {best.form.en} as well as {', '.join(sorted(rivals.values()))}. Add a header that only one of them has.",
            f"{_where(sheet)}：既像“{best.form.zh}”又像“{'、'.join(sorted(rivals))}”，请补上只有其中一种才有的表头。",
        )
    if best.twice:
        raise Fault(
            f"{_where(sheet)}: several columns are headed {', '.join(best.twice)}. Name each column differently.",
            f"{_where(sheet)}：有几列的表头同为“{'、'.join(best.twice)}”，无法确定用哪一列，请改成不同的表头。",
        )
    return best


def _is_enough(match: Match) -> bool:
    return match.size >= max(FEWEST, min(ENOUGH, len(match.unknown)))


def names(label: str) -> list[str]:
    """What a header may be known as: without what varies, also without its unit, in simplified characters."""
    plain = normal(simplified(label))
    return [plain, without_unit(plain)]


def _speaking(header: Header, forms: list[Form]) -> list[Form]:
    """The forms that know any of the labels."""
    words = {word for choices in header.labels for label in choices for word in names(label)}
    return [form for form in forms if not words.isdisjoint(form.known)]


def _rank(match: Match) -> tuple[int, int, int, int]:
    """More columns understood, then fewer not understood, then the higher header (it may stand again below), and all of it."""
    return match.size, -len(match.unknown), -match.top, match.header_row


def _match(form: Form, header: Header) -> Match:
    known = form.known
    columns: dict[str, int] = {}
    found: dict[str, int] = {}
    unknown, twice = [], []
    for i, choices in enumerate(header.labels):
        kind, name = next((known[n] for c in choices for n in names(c) if n in known), (None, None))
        place = found if kind == "item" else columns
        if kind and name not in place:
            place[name] = i
        elif any(choices):
            unknown.append(choices[-1])
            if kind and names(header.labels[place[name]][0]) == names(choices[0]):
                twice.append(choices[0].strip())
    if not _speaks(header.rows[-1], [*columns.values(), *found.values()]):
        columns, found = {}, {}
    for name, kept in form.fields.items():
        if kept.column_of in columns and name not in columns:
            columns[name] = columns[kept.column_of]
    labels = [choices[0] for choices in header.labels]
    return Match(form, header.last, columns, found, labels, unknown, header.rows, twice, header.first)


def _speaks(row: list[str], columns: list[int]) -> bool:
    """The last row of a header labels a column; one that labels none is blank, or the first record."""
    return any(i < len(row) and row[i].strip() for i in columns)


def _missing(match: Match) -> list[str]:
    """The headers without which the sheet cannot be this form."""
    absent = [_first(match.form, name) for name in _absent(match)]
    known = {name for label in match.labels for name in names(label)}
    absent += [h for h in match.form.only_with if normal(h) not in known]
    if match.form.questionnaires and len(match.items) * 2 < len(match.form.items):
        absent.append(f"{len(match.form.items) - len(match.items)} 道题目")
    return absent


def _absent(match: Match) -> list[str]:
    """The required fields that no column gives."""
    return [
        name
        for name, field in match.form.fields.items()
        if field.required and name not in match.columns and field.default is None and field.type != "area"
    ]


def _first(form: Form, name: str) -> str:
    return next(iter(form.fields[name].headers), name)


def slips(match: Match) -> dict[str, str]:
    """Headers not understood that are nearly those of a field without a column, and what was probably meant."""
    from rapidfuzz import fuzz, process

    lacking = [name for name in match.form.fields if name not in match.columns]
    meant = {normal(header): header for name in lacking for header in match.form.fields[name].headers}
    found = {}
    for header in match.unknown:
        if best := process.extractOne(names(header)[1], list(meant), scorer=fuzz.ratio, score_cutoff=ALIKE):
            found[header] = meant[best[0]]
    return found


def _where(sheet: Sheet) -> str:
    return f"{sheet.file} › {sheet.name}" if sheet.name else sheet.file


def _nearest(sheet: Sheet, found: list[Match]) -> Fault:
    """Why no form fits, and what the nearest one still lacks."""
    found = [match for match in found if match.size]
    if not found:
        return Fault(
            f"{_where(sheet)}: no header is known. Name the columns as the record types in pipelines/forms do.",
            f"{_where(sheet)}：没有认得的表头，请按各类记录的表头命名各列。",
        )
    near = max(found, key=lambda m: (m.size / (m.size + len(_missing(m))), m.size, -m.header_row))
    # Digits in a header may be somebody's: a file without headers begins with a person.
    shown = [u for u in near.unknown if not re.search(r"\d{6}", u)][:SHOWN]
    others = [_first(near.form, name) for name in near.form.fields if name not in near.columns]
    missing, meant = "、".join(_missing(near) or others[:SHOWN]), slips(near)
    zh = "、".join(u + (f"（是“{meant[u]}”吗？）" if u in meant else "") for u in shown)
    en = ", ".join(u + (f" (did you mean {meant[u]}?)" if u in meant else "") for u in shown)
    return Fault(
        f"{_where(sheet)}: no record type fits. Nearest: {near.form.en}; missing: {missing}"
        + (f"; not understood: {en}." if en else "."),
        f"{_where(sheet)}：不符合任何一种记录。最接近“{near.form.zh}”，缺少表头：{missing}"
        + (f"；不认得：{zh}。" if zh else "。"),
    )
