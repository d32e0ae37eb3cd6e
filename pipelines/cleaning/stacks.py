"""Small sheets typed together: planning the statement that cleans a sheet takes longer than cleaning its few rows."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pipelines.accounting import bulk
from pipelines.cleaning import statement
from pipelines.cleaning.sheet_rows import SheetRows
from pipelines.cleaning.statement import Source
from pipelines.recognising import month_days

if TYPE_CHECKING:
    import duckdb

MOST_ROWS = 50_000  # that wait in memory
TABLE = "stack"


@dataclass
class Stack:
    """Sheets that the same statement cleans: of one form, with the same columns."""

    source: Source  # any of them
    dates: dict[str, str]  # date fields whose days of 6.1 the other cells of the sheet explain, and their columns
    told: dict[str, list]
    rows: list[int] = field(default_factory=list)
    kinds: list[str | None] = field(default_factory=list)  # the classes of rows that are no records
    columns: list[list[str | None]] = field(default_factory=list)


@dataclass
class Stacks:
    """The small sheets that wait, by the statement that cleans them; `broken` are files of which it could not clean one."""

    con: duckdb.DuckDBPyConnection
    waiting: dict[str, Stack] = field(default_factory=dict)
    height: int = 0
    broken: dict[str, Exception] = field(default_factory=dict)

    def add(self, source: Source, with_neighbours: bool, cells: SheetRows) -> None:
        """One more sheet. `with_neighbours` tells that its rows still stand beside those they were sent with."""
        dates = month_days.columns(source.match) if with_neighbours else {}
        dates = {name: cells for name, cells in dates.items() if name not in source.digits}
        digits = source.digits | {name: f"s_digits_{name}" for name in dates}
        stacked = replace(source, lines=TABLE, is_stacked=True, digits=digits)
        made = statement.select(stacked)
        if made not in self.waiting:
            self.waiting[made] = Stack(
                stacked, dates, {name: [] for name in source.told}, columns=[[] for _ in cells.columns]
            )
        stack = self.waiting[made]
        stack.rows += cells.rows
        stack.kinds += (None if made == "record" else made for made in cells.classes)
        for column, texts in zip(stack.columns, cells.columns, strict=True):
            column += texts
        for name, text in source.told.items():
            stack.told[name] += [text] * len(cells.rows)
        self.height += len(cells.rows)
        if self.height > MOST_ROWS:
            self.clean()

    def clean(self) -> None:
        """Everything that waits → the staged rows of its form."""
        for made, stack in self.waiting.items():
            self._clean(made, stack)
        self.waiting, self.height = {}, 0

    def _clean(self, made: str, stack: Stack) -> None:
        """Where the statement fails, each file by itself, so that only the one it fails for is lost."""
        import duckdb

        insert = f"INSERT INTO staged_{stack.source.match.form.name} BY NAME {made}"
        _fill(self.con, stack)
        try:
            self.con.execute(insert)
        except duckdb.OperationalError:
            raise  # a full disk is no file's fault
        except duckdb.Error:
            self.con.execute(f"ALTER TABLE {TABLE}_rows RENAME TO {TABLE}_all")
            for file in dict.fromkeys(stack.told["s_file"]):
                here = f"CREATE OR REPLACE TEMP TABLE {TABLE}_rows AS FROM {TABLE}_all WHERE s_file = $file"
                self.con.execute(here, {"file": file})
                try:
                    self.con.execute(insert)
                except duckdb.OperationalError:
                    raise
                except duckdb.Error as error:
                    self.broken[file] = error
            self.con.execute(f"DROP TABLE {TABLE}_all")


def _fill(con: duckdb.DuckDBPyConnection, stack: Stack) -> None:
    """The relation `stack`: s_file, …, row, c0, c1, … and with how many digits each date column of a sheet writes its days."""
    cells = {f"c{i}": column for i, column in enumerate(stack.columns)}
    con.register("stacked_rows", bulk.arrays({**stack.told, "s_class": stack.kinds, "row": stack.rows, **cells}))
    texts = ", ".join(f"{name}::VARCHAR AS {name}" for name in (*stack.told, "s_class", *cells))
    con.execute(f"CREATE OR REPLACE TEMP TABLE {TABLE}_rows AS SELECT {texts}, row::BIGINT AS row FROM stacked_rows")
    con.unregister("stacked_rows")
    relation = f"{TABLE}_rows"
    if found := month_days.by_sheet(con, stack.dates, relation):
        relation = f"{relation} JOIN ({found}) USING (s_file, s_sheet)"
    else:
        relation += "".join(f", (SELECT NULL::INTEGER AS s_digits_{name})" for name in stack.dates)
    con.execute(f"CREATE OR REPLACE TEMP VIEW {TABLE} AS FROM {relation}")
