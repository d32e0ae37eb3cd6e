"""A sheet understood."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipelines.recognising.forms import Form
from pipelines.recognising.headers import Header
from pipelines.recognising.sub_columns import SubColumns


@dataclass(frozen=True)
class Match:
    """A sheet understood: its form, its header, and the column of each field and item."""

    form: Form
    header: Header
    columns: dict[str, int]
    items: dict[str, int]
    labels: list[str]  # the header of every column; of one of several rows, as much as it is known by
    unknown: dict[int, str]  # headers no field knows, whole, by column
    twice: list[str]  # headers that stand over two columns
    units: dict[int, str] = field(default_factory=dict)  # by column, what belongs after its bare numbers
    headings: list[list[str]] = field(default_factory=list)  # the rows down to the header's last, as sent
    legends: dict[int, dict[str, str]] = field(default_factory=dict)  # by column, what numbers stand for
    others: frozenset[int] = frozenset()  # columns about other persons than the record
    rivals: dict[int, str] = field(default_factory=dict)  # columns left out for a surer one, by its header
    subs: tuple[SubColumns, ...] = ()  # fields over several columns: their texts stand behind the sheet's own columns
    parts: frozenset[int] = frozenset()  # columns that are only parts of a field
    is_traditional: bool = False  # the first rows are written in traditional characters, or some of them

    @property
    def width(self) -> int:
        """How many columns the sheet has."""
        return len(self.header.labels)

    def place(self, column: int) -> int:
        """The sheet's own column (the first of several) of a column that is read."""
        return column if column < self.width else min(self.subs[column - self.width].columns)

    @property
    def size(self) -> int:
        return len(self.columns) + len(self.items)

    @property
    def top(self) -> int:
        """The first row of the header, from 1."""
        return self.header.first

    @property
    def header_row(self) -> int:
        """Its last row, from 1."""
        return self.header.last
