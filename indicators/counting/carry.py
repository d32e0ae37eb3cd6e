"""Counts carried to the areas above and to later quarters: each group added to every whole that it is a part of."""

from __future__ import annotations

from collections.abc import Iterable
from math import prod

import numpy as np
import polars as pl


def carried(frame: pl.DataFrame, column: str, pairs: Iterable[tuple[str, str]]) -> pl.DataFrame:
    """The sums of the frame's groups by the wholes of its `column`, in order of the keys, which are its categorical columns.

    `pairs` are (part, whole); what is in no pair is left out. A group has a number, made of the places of its texts.
    """
    keys = [name for name, type_ in frame.schema.items() if type_ == pl.Categorical]
    wholes = pl.DataFrame(list(pairs), {column: pl.Categorical, "whole": pl.Categorical}, orient="row")
    texts = {key: _texts(wholes["whole"] if key == column else frame[key]) for key in keys}
    shape = [len(texts[key]) for key in keys]
    steps = {key: prod(shape[place + 1 :]) for place, key in enumerate(keys)}
    beside = sum((_codes(frame[key], texts[key]) * steps[key] for key in keys if key != column), np.int64(0))
    wholes = wholes.with_columns(step=_codes(wholes["whole"], texts[column]) * steps[column])
    moved = frame.select(column).with_row_index("row").join(wholes, on=column)
    rows = moved["row"].to_numpy()
    groups, of = _ranked(beside[rows] + moved["step"].to_numpy(), prod(shape))
    codes = dict(zip(keys, np.unravel_index(groups, shape), strict=True))
    names = {key: pl.Series(texts[key], dtype=pl.Categorical).gather(codes[key]) for key in keys}
    return pl.DataFrame(
        names | {name: _sums(frame[name], rows, of, len(groups)) for name in frame.columns if name not in keys}
    )


def _texts(column: pl.Series) -> list[str | None]:
    return column.unique().cast(pl.String).sort(nulls_last=False).to_list()


def _codes(column: pl.Series, texts: list[str | None]) -> np.ndarray:
    """The place of each text among the `texts`, of which null is the first."""
    named = [text for text in texts if text is not None]
    codes = column.cast(pl.Enum(named)).to_physical().cast(pl.Int64) + (len(texts) - len(named))
    return codes.fill_null(0).to_numpy()


def _ranked(numbers: np.ndarray, end: int) -> tuple[np.ndarray, np.ndarray]:
    """The different numbers, all below `end`, in order; and the rank of each."""
    if end > 8 * len(numbers):
        return np.unique(numbers, return_inverse=True)
    there = np.zeros(end, bool)
    there[numbers] = True
    return np.flatnonzero(there), (np.cumsum(there) - 1)[numbers]


def _sums(column: pl.Series, rows: np.ndarray, of: np.ndarray, groups: int) -> pl.Series:
    if column.dtype.is_integer():
        sums = np.zeros(groups, np.int64)
        np.add.at(sums, of, column.to_numpy()[rows])
        return pl.Series(sums)
    # There are no decimals in arrays.
    moved = pl.DataFrame({"of": of, "sum": column.gather(rows)})
    return moved.group_by("of").sum().sort("of")["sum"]
