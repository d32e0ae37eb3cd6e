"""What numbers stand for where the sheet says it: 随访方式（1门诊 2家庭 3电话）, in a header or in a note above or below the table."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from pipelines.recognising.forms import Field
from pipelines.recognising.labels import names

PAIR = re.compile(r"(\d{1,2}|(?<![A-Za-z])[A-Ha-h](?![A-Za-z]))\s*[.、:=\-—)]?\s*([^\d\s,;、/|()\[\].:=]+)")
FEWEST = 2  # pairs that make a legend


def of_columns(labels: dict[int, str], notes: Iterable[str], fields: dict[int, Field]) -> dict[int, dict[str, str]]:
    """By column the word for each number, of columns of choices; `labels` are the headers, `notes` the other texts of the sheet."""
    notes = [unicodedata.normalize("NFKC", note) for note in notes if any(char.isdigit() for char in note)]
    found = {}
    for i, field in fields.items():
        if field.type in ("code", "boolean"):
            texts = [unicodedata.normalize("NFKC", labels[i]), *_said_of(labels[i], field, notes)]
            if legend := next((pairs for text in texts if (pairs := _pairs(text))), None):
                found[i] = legend
    return found


def _said_of(label: str, field: Field, notes: list[str]) -> Iterable[str]:
    """What follows the name of a column and a colon in the notes, up to the name of another."""
    called = sorted(
        {*names(label), *(name for header in field.headers for name in names(header))}, key=len, reverse=True
    )
    for note in notes:
        for name in called:
            if name and (
                match := re.search(rf"{re.escape(name)}(?:代码|编码|选项)?\s*[:：]?\s*[(（]?(?=\d)([^:：]*)", note)
            ):
                yield match[1]
                break


def key(number: str) -> str:
    """A number or letter as `legend_key` of the macros has it."""
    return number.lstrip("0").upper() or "0"


def _pairs(text: str) -> dict[str, str] | None:
    pairs = [(key(number), word) for number, word in PAIR.findall(text)]
    return dict(pairs) if len(dict(pairs)) == len(pairs) >= FEWEST else None
