"""Lines between the rows of a sheet and what they say of those below: the village or the kind where a row has none, the year of its days."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from pipelines.recognising import between_rows, day_order
from pipelines.recognising.match import Match
from pipelines.recognising.row_words import plain

Columns = list[list[str | None]]
Told = Counter[tuple[str, tuple[tuple[str, str], ...]]]
YEAR, AGO = "year", re.compile(day_order.YEARLESS)
ALONE = re.compile(r"\d{1,2}[日号]")  # a day of the month above it


@dataclass
class Headings:
    """The lines of a sheet; `classes` of its rows, in which they are marked, and `columns`, in which what they say is filled in."""

    match: Match
    columns: Columns
    classes: list[str]

    def fill(self, titles: Iterable[str]) -> Told:
        """Fill in what lines say, also a village that stands above the header by itself; how many rows or days, by kind and names."""
        lines = self._lines()
        above = [self._above(title) for title in titles]
        said = {line.field: line.text for line in above if line} if len([a for a in above if a]) == 1 else {}
        for field in sorted({line.field for line in lines.values()} | set(said)):
            if field not in ("", YEAR) and field not in self.match.columns:
                self._add_column(field)
        told: Told = Counter()
        for n, made in enumerate(self.classes):
            if n in lines:
                self.classes[n] = "heading"
                said = self._said(said, lines[n])
            elif made == "record" and said:
                self._write(n, said, told)
        return told

    def may_have_lines(self) -> bool:
        """Whether any of the rows, which need not be all, may be one."""
        return any(made == "record" and self._line(n)[0] for n, made in enumerate(self.classes))

    def _lines(self) -> dict[int, between_rows.Line]:
        """The rows that say one thing, of the rows below them."""
        found, below = {}, None
        for n in reversed(range(len(self.classes))):
            if self.classes[n] != "record":
                continue
            line, places = self._line(n)
            own = self.match.columns.get(line.field) if line else None
            if line and below is not None and (places != {own} or not self.columns[own][below]):
                found[n] = line
            else:
                below = n
        return found

    def _line(self, n: int) -> tuple[between_rows.Line | None, set[int]]:
        """What a row says of others, where it may, and the columns in which that stands."""
        said = {i: text for i, column in enumerate(self.columns) if (text := plain(column[n]))}
        one = set(said.values())
        return between_rows.read(self.match.form, one.pop()) if len(one) == 1 else None, set(said)

    def _above(self, title: str) -> between_rows.Line | None:
        """A title that names the village of all rows, where nothing else does."""
        line = between_rows.read(self.match.form, title)
        fields = self.match.form.fields
        is_area = line and line.field in fields and fields[line.field].type == "area"
        return line if is_area and fields[line.field].required and line.field not in self.match.columns else None

    def _said(self, said: dict[str, str], line: between_rows.Line) -> dict[str, str]:
        """A wider area ends the one within it."""
        fields = self.match.form.fields
        kept = {name: text for name, text in said.items() if name not in fields or fields[name].within != line.field}
        text = said.get(YEAR, "").partition("-")[0] + line.text if line.text.startswith("-") else line.text
        return kept | {line.field: text} if line.field else kept

    def _add_column(self, field: str) -> None:
        """The sheet as if the field had a column of its own, behind the others."""
        match, place, header = self.match, self.match.width, self.match.form.fields[field].headers[0]
        self.columns.insert(place, [None] * len(self.classes))

        def moved(columns: dict[str, int]) -> dict[str, int]:
            return {name: i + (i >= place) for name, i in columns.items()}

        self.match = replace(
            match,
            header=replace(match.header, labels=[*match.header.labels, [header]], groups=[*match.header.groups, None]),
            labels=[*match.labels[:place], header, *match.labels[place:]],
            columns=moved(match.columns) | {field: place},
            items=moved(match.items),
        )

    def _write(self, n: int, said: dict[str, str], told: Told) -> None:
        for name, text in said.items():
            if name == YEAR:
                year, _, month = text.partition("-")
                kind = ("heading_year", (("year", year),)) if year else ("heading_month", (("month", month),))
                told[kind] += self._date(n, year, month)
            elif not (column := self.columns[self.match.columns[name]])[n]:
                column[n] = text
                told["heading_filled", (("field", self.match.form.fields[name].headers[0]),)] += 1

    def _date(self, n: int, year: str, month: str) -> int:
        """Write the year into the days of a row that have none, and the month into those that have only the day; how many."""
        written = 0
        for name, i in self.match.columns.items():
            field, cell = self.match.form.fields[name], self.columns[i][n]
            if field.type != "date" or field.own_year or not cell:
                continue
            dated = f"{month}月{plain(cell)}" if month and ALONE.fullmatch(plain(cell)) else cell
            day = day_order.parse(dated) if year and AGO.match(dated) else None
            self.columns[i][n] = f"{year}-{day.month}-{day.day}" if day else dated
            written += self.columns[i][n] != cell
        return written
