"""How different senders head the same columns; the words stand in headers.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from pipelines.example.surveys import items


@cache
def _words() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def headers(kind: str, sender: int = 0, leave_out: tuple[str, ...] = (), **instead: str) -> dict[str, str]:
    """field → header as sender number `sender` writes it; `instead` replaces single headers."""
    chosen = {name: words[sender % len(words)] for name, words in _words()[kind].items() if name not in leave_out}
    return chosen | instead


def survey_headers(questionnaire: str, sender: int = 0, leave_out: tuple[str, ...] = ()) -> dict[str, str]:
    """The head of a questionnaire and its items, by their full wording or by their short codes."""
    asked = {code: item["headers"][sender % 2] for code, item in items(questionnaire).items()}
    return headers("survey_answers", sender, leave_out) | asked
