"""What `jiping intake --explain` prints of a file: how each sheet was understood, and what an officer can do about the rest."""

from __future__ import annotations

from collections.abc import Sequence

from rich.markup import escape
from rich.table import Table

from indicators.workspace import Workspace
from pipelines.accounting import corrections
from pipelines.accounting.ledger import COUNTS
from pipelines.command.console import fault, note, out
from pipelines.command.explain import Explained
from pipelines.command.speech import say
from pipelines.reading.grids import letters
from pipelines.recognising import forms, slips
from pipelines.recognising.forms import Field
from pipelines.recognising.match import Match

SHOWN = 12  # columns a sheet could also have


def show(sheets: Sequence[Explained], workspace: Workspace) -> None:
    """Every sheet; then, where one was not understood, which record types there are."""
    for sheet in sheets:
        if sheet.match is None:
            fault(getattr(sheet.entry, f"note_{say.lang}"))
        else:
            _show_understood(sheet, sheet.match)
    if any(sheet.match for sheet in sheets) and not workspace.warehouse.exists():
        note(say("explain.no_registers"))
    if any(sheet.match is None and sheet.entry.lines for sheet in sheets):
        titles = [getattr(form, say.lang) for form in forms.load(workspace).values()]
        note(say("explain.forms", forms=say.words.join(titles)))


def _show_understood(sheet: Explained, match: Match) -> None:
    entry = sheet.entry
    note("\n" + corrections.place(entry.file, entry.sheet))
    note(say.words.sentences(_how_read(sheet, match)))
    out.print(_columns(match))
    if lacking := _lacking(match):
        note(lacking)
    note(say("explain.lines", **{name: getattr(entry, name) for name in ("lines", "header_rows", "skipped", "read")}))
    note(say("console.balance", **{name: getattr(entry, name) for name in COUNTS}))
    if told := getattr(entry, f"note_{say.lang}"):
        fault(told)
    for made in entry.assumptions:
        note(say("explain.assumed", sentence=made.told(say.lang)))
    for row, header, value, zh, en in sheet.reasons:
        why = {"header": header, "value": value, "reason": en if say.lang == "en" else zh}
        fault(say("explain.reason", row=str(row), **why))
    if sheet.more:
        note(say("explain.more_reasons", n=sheet.more))


def _how_read(sheet: Explained, match: Match) -> list[str]:
    rows = str(match.top) if match.top == match.header_row else f"{match.top}–{match.header_row}"
    told = [say("explain.understood", form=getattr(match.form, say.lang), rows=rows)]
    if match.form.questionnaire:
        told.append(say("explain.questionnaire", name=match.form.questionnaire))
    if sheet.entry.encoding:
        told.append(say("explain.encoding", encoding=sheet.entry.encoding))
    if sheet.delimiter.strip(",\t"):
        mark = say("explain.space") if sheet.delimiter.isspace() else sheet.delimiter
        told.append(say("explain.delimiter", mark=mark))
    return told


def _columns(match: Match) -> Table:
    """Every column: its header and what it is taken for; of one that is not read, what was probably meant."""
    table, meant = Table(), slips.slips(match)
    for key in ("column", "header", "taken_for", "name"):
        table.add_column(say(f"explain.{key}"), overflow="fold")
    for i, label in enumerate(match.labels):
        if label.strip():
            told = _taken_for(match, i) or (_unread(meant.get(i)), "")
            table.add_row(*map(escape, (letters(i), " ".join(label.split()), *told)))
    return table


def _unread(meant: str | None) -> str:
    return say("explain.slip", meant=meant) if meant else say("explain.not_understood")


def _taken_for(match: Match, column: int) -> tuple[str, str] | None:
    """What is read from a column, in words, and the names that this has in the clean table."""
    fields = {name: match.form.fields[name] for name, i in match.columns.items() if i == column}
    items = {code: match.form.items[code] for code, i in match.items.items() if i == column}
    said = [_field(field, match.units.get(column)) for field in fields.values() if field.headers]
    said += [say("explain.field", header=item.headers[0], type=say("type.item")) for item in items.values()]
    return (say.words.clauses(said), ", ".join([*fields, *items])) if said else None


def _field(field: Field, unit: str | None) -> str:
    told = [say(f"type.{field.type}")]
    if unit:
        told.append(say("explain.unit", unit=unit))
    if field.is_private:
        told.append(say("explain.private"))
    return say("explain.field", header=field.headers[0], type=say.words.join(told))


def _lacking(match: Match) -> str:
    """The columns that the sheet could have besides."""
    fields = [field for name, field in match.form.fields.items() if name not in match.columns]
    items = [item for code, item in match.form.items.items() if code not in match.items]
    names = [part.headers[0] for part in [*fields, *items] if part.headers]
    return say("explain.lacking", headers=say.words.some(names, SHOWN)) if names else ""
