"""Which rows of a sheet are records, and what the others are: decided once a sheet, each row judged as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from pipelines.recognising import due_lists, plans, row_words
from pipelines.recognising.forms import NUMBERS
from pipelines.recognising.labels import names
from pipelines.recognising.match import Match
from pipelines.recognising.row_words import plain

SERIAL = {"序号", "编号", "号", "行号", "项次", "no", "id", "#"}
STARTS = frozenset(
    "合总總小共累计填制製审審复複負负单單统統联聯报報备備注註说說(（"
)  # how the first cell of a total or foot begins
NAMING = ("text", "person_name")
SPOKEN = (
    "date",
    "integer",
    "money",
    "decimal",
    "area",
    "site",
    "code",
    *NAMING,
)  # cells that may say that nothing was done
LAST_BLANK = "\u3020"  # a cell that ends with an ideograph says something
LEAST_PREPARED = 2  # rows that hold no more than all others do
Columns = list[list[str | None]]


@dataclass
class Judge:
    """What the rows below the header of a recognised sheet are; `instead` what its records are where it has none: planned, sample."""

    match: Match
    instead: str = ""
    used: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.used = sorted({*self.match.columns.values(), *self.match.items.values()})

    def classes(self, columns: Columns) -> list[str]:
        """The class of each row: record, blank, header, total, subtotal, running, footer, sample, void, undone, not_yet, planned, or title
        (of the header that follows)."""
        found = self.each(columns)
        for n in self._prepared_alike(found, columns):
            found[n] = "blank"
        return [self._taken_for(n, columns) if made == "record" else made for n, made in enumerate(found)]

    def _taken_for(self, n: int, columns: Columns) -> str:
        """What stands in a plan has been done where beside the number planned there is the one counted."""
        counted = [i for name, i in self.match.columns.items() if self.match.form.fields[name].counts]
        has_both = self.instead == "planned" and any(map(plans.PLANNED.search, self.match.unknown.values()))
        return "record" if has_both and any(_says(columns[i][n]) for i in counted) else self.instead or "record"

    def each(self, columns: Columns) -> list[str]:
        """The same, from each row and the next."""
        found = ["record"] * len(columns[0]) if columns else []
        for n in self._in_question(columns):
            found[n] = self.of({i: text for i, column in enumerate(columns) if (text := plain(column[n]))})
        self._titles(found, columns)
        return found

    def of(self, said: dict[int, str]) -> str:
        """The class of one row by itself, from the texts of its cells."""
        if not said:
            return "blank"
        if self._is_header(said):
            return "header"
        if self.left_open and said.keys().isdisjoint(self.left_open):
            return "not_yet"
        first = next(iter(said.values()))
        if row_words.TOTAL.fullmatch(first):
            return {"小": "subtotal", "累": "running"}.get(first[0], "total")
        if self._is_prepared(said):
            return "blank"
        if next(iter(said)) in self.areas and row_words.NAMED_TOTAL.fullmatch(first):
            return row_words.total(first) or "total"
        if self._is_empty(said, first):
            if found := next(filter(None, map(row_words.total, dict.fromkeys(said.values()))), None):
                return found
            if row_words.FOOTER.match(first) or row_words.SIGNED.fullmatch(first):
                return "footer"
        if sum(1 for text in said.values() if row_words.SIGNED.fullmatch(text)) > 1:  # each before its name
            return "footer"
        return self._left_out(said) or "record"

    @cached_property
    def anchors(self) -> list[int]:
        """The columns without which a row says little: those required, and who it is about."""
        form = self.match.form
        asked = [
            n for n, f in form.fields.items() if f.required or f.type in ("resident_id", "person_name", "person_no")
        ]
        return sorted({self.match.columns[name] for name in asked if name in self.match.columns}) or self.used

    @cached_property
    def persons(self) -> set[int]:
        return {i for i in self.anchors if self._kinds.get(i) in ("resident_id", "person_name", "person_no")}

    @cached_property
    def areas(self) -> set[int]:
        return {i for i, kind in self._kinds.items() if kind in ("area", "site")}

    @cached_property
    def left_open(self) -> list[int]:
        """Of a list of what is due, the columns that are filled in when it has been done."""
        key = due_lists.key(self.match)
        return [] if key is None else [i for i in self.used if i > key]

    @cached_property
    def serial(self) -> set[int]:
        """The columns that only number the rows."""
        if self.match.form.questionnaires:
            return set()
        labels = enumerate(self.match.header.labels)
        numbered = {i for i, choices in labels if set(names(choices[0])) & SERIAL}
        return {i for i in numbered if self._kinds.get(i, "text") == "text"}

    @cached_property
    def remarks(self) -> dict[int, str]:
        """The columns of which nothing is read and that say what became of a row, or remark on it, by their headers."""
        unread = {i: plain(label) for i, label in self.match.unknown.items()}
        return {i: label for i, label in unread.items() if is_status(label) or row_words.REMARK.fullmatch(label)}

    @property
    def has_status(self) -> bool:
        return any(map(is_status, self.remarks.values()))

    @cached_property
    def _kinds(self) -> dict[int, str]:
        return {i: self.match.form.fields[name].type for name, i in self.match.columns.items()}

    @cached_property
    def _words(self) -> set[str]:
        """What may be chosen: 取消 can be a choice like any other."""
        fields = (self.match.form.fields[name] for name in self.match.columns)
        return {word for f in fields for code, words in f.codes.items() for word in (code, *words)}

    def _in_question(self, columns: Columns) -> Iterator[int]:
        """The rows that may be no records: little is said in them, or what they begin with or a remark says more."""
        found = {
            n
            for n, cells in enumerate(zip(*(columns[i] for i in self.anchors), strict=True))
            if not all(map(_says, cells))
        }
        found |= {n for n, cell in enumerate(_firsts(columns)) if cell and (cell.lstrip()[:1] or " ") in STARTS}
        for a, b in pairwise(self.anchors[:2]):  # one text over all columns
            found |= {n for n, (one, other) in enumerate(zip(columns[a], columns[b], strict=True)) if one == other}
        spoken = {i for i, kind in self._kinds.items() if kind in SPOKEN}
        for i in sorted({*self.remarks, *self.serial, *spoken, 0}):
            of_status = is_status(self.remarks.get(i, ""))
            telling = {cell for cell in set(columns[i]) if cell and (of_status or row_words.TELLING.search(cell))}
            found |= {n for n, cell in enumerate(columns[i]) if cell in telling} if telling else set()
        for row in self.match.headings:
            if told := self.labelled(row)[:1]:
                found |= {n for n, cell in enumerate(columns[told[0]]) if cell == row[told[0]]}
        return iter(sorted(found))

    def labelled(self, row: Sequence[str]) -> list[int]:
        return [i for i in self.used if i < len(row) and row[i].strip()]

    def _is_header(self, said: dict[int, str]) -> bool:
        """The header again, further down: the first columns that it labels hold the same."""
        for row in self.match.headings:
            told = self.labelled(row)[:3]
            if (len(told) > 1 or (told and row is self.match.headings[-1])) and all(
                said.get(i) == plain(row[i]) for i in told
            ):
                return True
        return False

    def _is_prepared(self, said: dict[int, str]) -> bool:
        """Nothing but a number of the row, zeros, dashes and formulas that found nothing."""
        if self.match.form.questionnaires:
            return False
        return all(self._is_nothing(i, text) or self._is_number(i, text) for i, text in said.items())

    def _is_number(self, column: int, text: str) -> bool:
        """The number of the row, in the column for it."""
        return column in self.serial and bool(row_words.NUMBER.fullmatch(text))

    def _is_nothing(self, column: int, text: str) -> bool:
        """A dash; a zero in a column of numbers or one that is not read, where a formula may also have failed."""
        if column not in self.used:
            return bool(row_words.FOUND_NOTHING.fullmatch(text))
        return bool((row_words.NOTHING if self._kinds.get(column) in NUMBERS else row_words.DASH).fullmatch(text))

    def _is_empty(self, said: dict[int, str], first: str) -> bool:
        """Most of what is required is not there; one text over all columns is there once."""
        given = [said.get(i, "") for i in self.anchors]
        filled = [
            t for t in given if t and t != first and not row_words.LABELLED.match(t) and not row_words.DASH.fullmatch(t)
        ]
        return len(filled) * 2 < len(self.anchors)

    def _left_out(self, said: dict[int, str]) -> str | None:
        """Why a row that says something is no work done."""
        for i, text in said.items():
            kind = self._kinds.get(i)
            if text in self._words or (i in self.used and kind not in SPOKEN):
                continue
            why = row_words.out(text, is_status(self.remarks.get(i, "")))
            if kind in NAMING:  # a name is no status, but may be marked
                why = row_words.marked(text) or (why if why != "undone" else None)
            if why:
                return why
        return None

    def _titles(self, found: list[str], columns: Columns) -> None:
        """A line right above the header that stands again is its title."""
        for n in range(1, len(found)):
            if (
                found[n] == "header"
                and found[n - 1] == "record"
                and len({plain(c[n - 1]) for c in columns} - {""}) == 1
            ):
                found[n - 1] = "title"

    def _prepared_alike(self, found: list[str], columns: Columns) -> list[int]:
        """Rows in which only that is written which is the same in all rows, such as the village; nothing that is anybody's, or of a day."""
        records = [n for n, made in enumerate(found) if made == "record"]
        asked = [i for i in self.anchors if self._kinds.get(i) not in NUMBERS]  # a zero is a number
        lacking = [n for n in records if not all(_says(columns[i][n]) for i in asked)]
        if self.match.form.questionnaires or not LEAST_PREPARED <= len(lacking) < len(records):
            return []
        constant = {i for i, column in enumerate(columns) if len({plain(column[n]) for n in records} - {""}) == 1}
        constant -= self.persons | self.serial

        def is_alike(n: int) -> bool:
            said = {i: text for i, column in enumerate(columns) if (text := plain(column[n]))}
            return all(
                i in constant or self._is_nothing(i, text) or self._is_number(i, text) for i, text in said.items()
            )

        alike = [n for n in lacking if is_alike(n)]
        return alike if LEAST_PREPARED <= len(alike) < len(records) else []


def is_status(label: str) -> bool:
    return bool(row_words.STATUS.search(label))


def _says(cell: str | None) -> bool:
    return bool(cell) and (cell[-1] > LAST_BLANK or not row_words.NOTHING.fullmatch(cell.strip()))


def _firsts(columns: Columns) -> Iterator[str | None]:
    return (next((cell for cell in cells if cell), None) for cells in zip(*columns, strict=True))
