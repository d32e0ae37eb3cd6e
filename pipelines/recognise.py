"""Which record type a sheet is: by its headers, wherever they stand, never by its file name; nothing is guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from indicators.workspace import Fault
from pipelines.forms import Form, normal, without_unit
from pipelines.sheets import Sheet

HEADER_ROWS = 20  # a header stands within the first rows
ENOUGH = 3  # columns understood, when they are fewer than those not understood


@dataclass(frozen=True)
class Match:
    """A sheet understood: its form, the last row of its header (from 1), and the column of each field and item."""

    form: Form
    header_row: int
    columns: dict[str, int]
    items: dict[str, int]
    labels: list[str]  # the header of every column, as sent
    unknown: list[str]  # headers no field knows

    @property
    def size(self) -> int:
        return len(self.columns) + len(self.items)


def recognise(sheet: Sheet, forms: list[Form]) -> Match:
    """The form whose fields the header names best. Raises Fault saying why none, or no single one, fits."""
    found = [_match(form, labels, row) for labels, row in _headers(sheet) for form in _speaking(labels, forms)]
    fits = [match for match in found if not _missing(match) and match.size >= min(ENOUGH, len(match.unknown))]
    if not fits:
        raise _nearest(sheet, found)
    best = max(fits, key=_rank)
    rivals = sorted({m.form.zh for m in fits if _rank(m) == _rank(best) and m.form != best.form})
    if rivals:
        raise Fault(
            f"{_where(sheet)}: fits {best.form.en} as well as {', '.join(rivals)}. Add a header that only one of them has.",
            f"{_where(sheet)}：既像{best.form.zh}又像{'、'.join(rivals)}，请补上只有其中一种才有的表头。",
        )
    return best


def _speaking(labels: list[list[str]], forms: list[Form]) -> list[Form]:
    """The forms that know any of the labels."""
    words = {word for choices in labels for label in choices for word in (normal(label), without_unit(normal(label)))}
    return [form for form in forms if not words.isdisjoint(form.known)]


def _rank(match: Match) -> tuple[int, int, int]:
    """More columns understood, then fewer not understood, then the lower header row."""
    return match.size, -len(match.unknown), match.header_row


def _headers(sheet: Sheet):
    """Every row, and every pair of rows joined, that could be the header: the labels, and the number of its last row."""
    rows = sheet.head[:HEADER_ROWS]
    for i, row in enumerate(rows):
        if sum(1 for cell in row if cell.strip()) >= 2:
            yield [[cell] for cell in row], i + 1
            if i + 1 < len(rows):
                yield _joined(row, rows[i + 1]), i + 2


def _joined(upper: list[str], lower: list[str]) -> list[list[str]]:
    """A two-row header: each column's label is the lower cell, the two together, or the upper where they are one."""
    width = max(len(upper), len(lower))
    top, low = (row + [""] * (width - len(row)) for row in (upper, lower))
    labels, over = [], ""
    for above, below in zip(top, low, strict=True):
        over = above if above.strip() else over
        labels.append([below, over + below] if below.strip() and below != over else [above])
    return labels


def _match(form: Form, labels: list[list[str]], row: int) -> Match:
    known = form.known
    columns: dict[str, int] = {}
    found: dict[str, int] = {}
    unknown = []
    for i, choices in enumerate(labels):
        names = [n for c in choices for n in (normal(c), without_unit(normal(c)))]
        kind, name = next((known[n] for n in names if n in known), (None, None))
        place = found if kind == "item" else columns
        if kind and name not in place:
            place[name] = i
        elif any(c.strip() for c in choices):
            unknown.append(choices[-1])
    for name, field in form.fields.items():
        if field.column_of in columns:
            columns[name] = columns[field.column_of]
    return Match(form, row, columns, found, [c[0] for c in labels], unknown)


def _missing(match: Match) -> list[str]:
    """The headers without which the sheet cannot be this form."""
    absent = [
        field.headers[0]
        for name, field in match.form.fields.items()
        if field.required and name not in match.columns and field.default is None and field.type != "area"
    ]
    absent += [h for h in match.form.only_with if normal(h) not in {normal(label) for label in match.labels}]
    if match.form.questionnaires and len(match.items) * 2 < len(match.form.items):
        absent.append(f"{len(match.form.items) - len(match.items)} 道题目")
    return absent


def _where(sheet: Sheet) -> str:
    return f"{sheet.file} › {sheet.name}" if sheet.name else sheet.file


def _nearest(sheet: Sheet, found: list[Match]) -> Fault:
    """Why no form fits, and what the nearest one still lacks."""
    if not found:
        return Fault(
            f"{_where(sheet)}: no header is known. Name the columns as the record types in pipelines/forms do.",
            f"{_where(sheet)}：没有认得的表头，请按各类记录的表头命名各列。",
        )
    near = max(found, key=lambda m: (m.size / (m.size + len(_missing(m))), m.size, -m.header_row))
    # Digits in a header may be somebody's: a file without headers begins with a person.
    missing, unknown = "、".join(_missing(near)), "、".join(u for u in near.unknown[:8] if not re.search(r"\d{6}", u))
    return Fault(
        f"{_where(sheet)}: no record type fits. Nearest: {near.form.en}; missing: {missing}"
        + (f"; not understood: {unknown}." if unknown else "."),
        f"{_where(sheet)}：不符合任何一种记录。最接近“{near.form.zh}”，缺少表头：{missing}"
        + (f"；不认得：{unknown}。" if unknown else "。"),
    )
