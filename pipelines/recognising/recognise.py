"""Which record type a sheet is: by its headers, wherever they stand, never by its file name; nothing is guessed."""

from __future__ import annotations

import re
from dataclasses import replace

from indicators.showing.words import Words
from indicators.workspace import LANGUAGES, Fault
from pipelines.reading.sheets import Sheet
from pipelines.recognising import claims, legends, slips, sub_columns, units
from pipelines.recognising.forms import Form
from pipelines.recognising.headers import HEADER_ROWS, Header, headers
from pipelines.recognising.labels import names, normal
from pipelines.recognising.match import Match
from pipelines.recognising.simplified import is_traditional
from pipelines.recognising.wordings import wordings

ENOUGH = 3  # columns understood, when they are fewer than those not understood
FEWEST = 2  # columns understood: one alone says too little
LONG_NUMBER = 6  # digits of a date, an id, a telephone number
SHOWN = 8  # headers listed in a message


def recognise(sheet: Sheet, forms: list[Form]) -> Match:
    """The form whose fields the header names best. Raises Fault saying why none, or no single one, fits."""
    found = [_match(form, header) for header in headers(sheet) for form in _speaking(header, forms)]
    fits = [match for match in found if _fits(match)]
    fits = [match for match in fits if not _swallows(match, found)]
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
    fields = {i: best.form.fields[name] for name, i in best.columns.items() if i < best.width}
    stated = units.of_columns(sheet.head[: best.top - 1], best.header.labels, fields)
    notes = [cell for row in [*sheet.head[: best.top - 1], *sheet.tail()] for cell in row if cell.strip()]
    legends_ = legends.of_columns({i: best.header.labels[i][-1] for i in fields}, notes, fields)
    traditional = any(is_traditional(cell) for row in sheet.head for cell in row)
    return replace(
        best, units=stated, legends=legends_, headings=sheet.head[: best.header_row], is_traditional=traditional
    )


def _fits(match: Match) -> bool:
    return match.size >= _enough(match) and not _lacking(match)


def _swallows(match: Match, found: list[Match]) -> bool:
    """A header that is whole goes on only with rows that label something. One that is a record, written in below what the
    header names, ends it: the header may stand again right below."""
    shorter = {
        m.header_row: m
        for m in found
        if m.form is match.form and m.top == match.top and m.header_row < match.header_row
    }
    for whole in filter(_fits, shorter.values()):
        named = {*whole.columns.values(), *whole.items.values()}
        for number in range(whole.header_row + 1, match.header_row):
            if (number not in shorter or not shorter[number].size) and _says(
                match.header.rows[number - match.top], named
            ):
                return True
    return False


def _enough(match: Match) -> int:
    """How many columns must be understood."""
    return max(FEWEST, min(ENOUGH, len(match.unknown)))


def _speaking(header: Header, forms: list[Form]) -> list[Form]:
    """The forms that know any of the labels."""
    called = {label for choices in header.labels for label in choices}
    called |= {group[1] for group in header.groups if group}
    words = {word for label in called for word in names(label)}
    words |= {wording.text for choices in header.labels for wording in wordings(choices[0])}
    return [form for form in forms if not words.isdisjoint(form.known)]


def _rank(match: Match) -> tuple[bool, int, int, bool, int, int]:
    """No header over two columns (groups may tell them apart), then more columns understood, then fewer not understood, then
    the higher header (it may stand again below), and all of it, but without a title that is merged over it."""
    told_apart = not match.twice
    return told_apart, match.size, -len(match.unknown), not match.header.is_titled, -match.top, match.header_row


def _match(form: Form, header: Header) -> Match:
    made = claims.claims(form, header)
    labels = [claim.label if claim else choices[0] for claim, choices in zip(made, header.labels, strict=True)]
    subs = [s for s in sub_columns.find(form, header) if claims.is_whole(s, made)]
    columns: dict[str, int] = {}
    items: dict[str, int] = {}
    for part in subs:
        real = next(iter(part.columns)) if part.how == "together" else len(labels)
        (items if part.kind == "item" else columns)[part.name] = real
        labels += [] if part.how == "together" else [part.label]
    parts = {i for part in subs for i in claims.run(header, part)}
    chosen = claims.chosen(form, header, {i: claim for i, claim in enumerate(made) if claim and i not in parts})
    for i in sorted(chosen.columns):
        claim = made[i]
        (items if claim.kind == "item" else columns).setdefault(claim.name, i)
    read = {*columns.values(), *items.values(), *parts}
    unknown = {i: choices[-1] for i, choices in enumerate(header.labels) if any(choices) and i not in read}
    if not _says(header.rows[-1], read):
        columns, items = {}, {}
    columns |= {
        name: columns[f.column_of] for name, f in form.fields.items() if f.column_of in columns and name not in columns
    }
    match = Match(
        form, header, columns, items, labels, unknown, chosen.twice, rivals=chosen.rivals, others=chosen.others
    )
    return replace(match, parts=frozenset(parts), subs=tuple(part for part in subs if part.how != "together"))


def _says(row: list[str], columns: set[int]) -> bool:
    """Whether a row holds something in one of the columns. The last row of a header does in one that is understood; one that
    does not is blank, or the first record."""
    return any(i < len(row) and row[i].strip() for i in columns)


def _missing(match: Match) -> list[str]:
    """The headers without which the sheet cannot be this form."""
    absent = [_first(match.form, name) for name in _absent(match)]
    known = {name for label in match.labels for name in names(label)}
    absent += [h for h in match.form.only_with if normal(h) not in known]
    return absent


def _unasked(match: Match) -> int:
    """How many items of a questionnaire have no column, where that is most of them."""
    return len(match.form.items) - len(match.items) if len(match.items) * 2 < len(match.form.items) else 0


def _absent(match: Match) -> list[str]:
    """The required fields that no column gives."""
    return [
        name
        for name, field in match.form.fields.items()
        if field.required and name not in match.columns and field.default is None and field.type != "area"
    ]


def _first(form: Form, name: str) -> str:
    return next(iter(form.fields[name].headers), name)


def _where(sheet: Sheet) -> str:
    return f"{sheet.file} › {sheet.name}" if sheet.name else sheet.file


def _lacking(match: Match) -> int:
    """How many columns it would take to be this form."""
    return max(len(_missing(match)) + bool(_unasked(match)), _enough(match) - match.size)


def _nearest(sheet: Sheet, found: list[Match]) -> Fault:
    """Why no form fits, and what the nearest one still lacks."""
    found = [match for match in found if match.size]
    if not found:
        return Fault(
            f"{_where(sheet)}: no header is known in the first {HEADER_ROWS} rows. Name the columns as pipelines/forms do.",
            f"{_where(sheet)}：前 {HEADER_ROWS} 行里没有认得的表头，请用各种记录的列名作表头（见 pipelines/forms）。",
        )
    near = max(found, key=lambda m: (m.size / (m.size + _lacking(m)), m.size, -len(_missing(m)), -m.header_row))
    zh, en = (_shortfall(near, Words(lang)) for lang in LANGUAGES)
    return Fault(f"{_where(sheet)}: {en}", f"{_where(sheet)}：{zh}")


def _shortfall(match: Match, words: Words) -> str:
    """What was understood, what is missing and what was not understood, in one sentence."""
    understood = [match.labels[i] for i in sorted({*match.columns.values(), *match.items.values()})]
    parts = [words("intake.nearest", form=getattr(match.form, words.lang), headers=words.some(understood, SHOWN))]
    missing = _missing(match)
    if unasked := _unasked(match):
        missing.append(words("intake.unasked", n=unasked))
    if missing:
        parts.append(words("intake.missing", headers=words.join(missing)))
    else:
        others = [_first(match.form, name) for name in match.form.fields if name not in match.columns]
        parts.append(words("intake.too_few", headers=words.join(others[:SHOWN])))
    # A row with a long number is no header but a record: a file without headers begins with a person.
    is_record = any(len(re.findall(r"\d", header)) >= LONG_NUMBER for header in match.unknown.values())
    unknown = {} if is_record else match.unknown
    meant = slips.slips(match)
    if shown := [slips.asked(header, meant.get(i), words) for i, header in unknown.items()]:
        parts.append(words("intake.unknown", headers=words.some(shown, SHOWN)))
    return words.clauses(parts) + words("summary.stop")
