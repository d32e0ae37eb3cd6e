"""What a sheet was taken to mean where its cells do not say it: every default, choice and omission, each with its count.

A meaning is certain (a cell, a header, a unit says it), *assumed* (listed here, once a sheet, with what would change it) or
asked for (the record comes back). The words of a kind stand under `[assumed]` in words.toml.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from indicators.received import printable
from indicators.showing.words import Words
from indicators.workspace import LANGUAGES
from pipelines.accounting import bulk

if TYPE_CHECKING:
    import duckdb

OF_EVERY_RECORD = ("default", "area_root", "summed", "rows_are_respondents")  # what is said of all that were read
# Rows that are no records, as the ledger counts them.
OMITTED = (
    "titles", "blank", "totals", "footers", "repeated", "headings", "continued", "samples", "void", "undone", "not_yet",
)  # fmt: skip


@dataclass(frozen=True)
class Assumption:
    """One of a kind: how many rows, cells or columns it is about, and the names that its sentence mentions."""

    kind: str
    n: int
    names: tuple[tuple[str, str], ...] = ()

    def told(self, lang: str) -> str:
        """The sentence."""
        return Words(lang)(f"assumed.{self.kind}", n=self.n, **{key: printable(text) for key, text in self.names})


def with_counts(assumed: list[Assumption], read: int, omitted: dict[str, int]) -> list[Assumption]:
    """What was noted of a sheet of which `read` records were read, and the rows left out, by what they were taken for."""
    said = [replace(made, n=read) if made.kind in OF_EVERY_RECORD else made for made in assumed]
    return [*said, *(Assumption(f"rows_{name}", n) for name, n in omitted.items() if n)]


def write(con: duckdb.DuckDBPyConnection, told: dict[tuple[str, str, str], list[Assumption]]) -> None:
    """`intake.assumptions` (file, sheet, form, kind, n, zh, en): one row per assumption, by the first three."""
    con.execute("""
        CREATE TABLE intake.assumptions (
            file VARCHAR, sheet VARCHAR, form VARCHAR, kind VARCHAR, n BIGINT, zh VARCHAR, en VARCHAR)""")
    rows = [
        (*sheet, made.kind, made.n, *map(made.told, LANGUAGES)) for sheet, several in told.items() for made in several
    ]
    bulk.insert(con, "intake.assumptions", rows)
