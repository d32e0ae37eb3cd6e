"""A large table counted by many columns while it is read once: a cell is a place in an array, where its rows add themselves."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from math import prod
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from indicators.sql import identifier

if TYPE_CHECKING:
    import duckdb

BATCH = 1 << 22  # rows in memory at once
WORD = 63  # bits of a number, which several counts can share

Keys = tuple[str, ...]
Texts = Sequence[str | None]
Word = tuple[Keys, np.ndarray]  # a number for each row, and the names of the counts or of the one sum in it


def tallied(
    con: duckdb.DuckDBPyConnection,
    rows: str,
    categories: Mapping[str, Texts],
    sums: Sequence[str],
    groups: Collection[Keys],
) -> list[pl.DataFrame]:
    """For each of `groups`, a frame (area, quarter, *its keys, *sums) of the cells that have rows.

    `rows` is a SELECT of keys, as texts, and of what a row adds to each sum: whole numbers, of which "rows" is 1 and
    others of UTINYINT are 0 or 1. A row is left out where a key is none of its `categories`.
    """
    tallies = {keys: Tally({key: categories[key] for key in ("area", "quarter", *keys)}, sums) for keys in groups}
    for batch in _coded(con, rows, categories):
        base = batch["area"].to_numpy().astype(np.int64) * len(categories["quarter"]) + batch["quarter"].to_numpy()
        bits = int(np.bincount(base).max()).bit_length()
        words = list(_words(batch.select(sums), bits))
        for keys, tally in tallies.items():
            cells = base
            for key in keys:
                cells = cells * len(categories[key]) + batch[key].to_numpy()
            tally.add(cells, words, bits)
    return [tally.frame() for tally in tallies.values()]


class Tally:
    """The sums of every cell of some columns, given with the texts that each can have."""

    def __init__(self, categories: Mapping[str, Texts], sums: Iterable[str]):
        self._categories = categories
        self._shape = [len(texts) for texts in categories.values()]
        self._sums = {name: np.zeros(prod(self._shape), np.int64) for name in sums}

    def add(self, cells: np.ndarray, words: Iterable[Word], bits: int) -> None:
        """Add rows: the cell of each, and its words, where each count that shares one has so many bits."""
        for names, word in words:
            added = np.zeros(prod(self._shape), np.int64)
            np.add.at(added, cells, word)
            for name in names[:-1]:
                self._sums[name] += added & (1 << bits) - 1
                added >>= bits
            self._sums[names[-1]] += added

    def frame(self) -> pl.DataFrame:
        """The cells that have rows: their categories, then the sums."""
        cells = np.flatnonzero(self._sums["rows"])
        codes = np.unravel_index(cells, self._shape)
        keys = {
            column: pl.Series(texts, dtype=pl.Categorical).gather(code)
            for (column, texts), code in zip(self._categories.items(), codes, strict=True)
        }
        return pl.DataFrame(keys | {name: total[cells] for name, total in self._sums.items()})


def _words(added: pl.DataFrame, bits: int) -> Iterator[Word]:
    """What each row adds: counts share a word where none of them can outgrow its bits, any other number has its own."""
    counts = [name for name, type_ in added.schema.items() if type_ == pl.UInt8]
    yield from (((name,), added[name].to_numpy()) for name in added.columns if name not in counts)
    for first in range(0, len(counts), WORD // bits):
        names = tuple(counts[first : first + WORD // bits])
        word = np.zeros(len(added), np.int64)
        for name in reversed(names):
            word <<= bits
            word += added[name].to_numpy()
        yield names, word


def _coded(con: duckdb.DuckDBPyConnection, rows: str, categories: Mapping[str, Texts]) -> Iterator[pl.DataFrame]:
    """The rows in batches, every key as the place of its text in `categories`."""
    tables = {key: f"codes of {key}" for key in categories}
    for key, texts in categories.items():
        codes = np.arange(len(texts), dtype=np.min_scalar_type(len(texts)))
        con.register(tables[key], pl.DataFrame({"text": pl.Series(texts, dtype=pl.String), "code": codes}))
    codes = ", ".join(f"{identifier(tables[key], 'code')} AS {identifier(key)}" for key in categories)
    joins = (
        f"JOIN {identifier(tables[key])} ON row.{identifier(key)} IS NOT DISTINCT FROM {identifier(tables[key], 'text')}"
        for key in categories
    )
    for batch in con.sql(f"SELECT row.* REPLACE ({codes}) FROM ({rows}) AS row {' '.join(joins)}").to_arrow_reader(
        BATCH
    ):
        yield pl.from_arrow(batch)
    for table in tables.values():
        con.unregister(table)
