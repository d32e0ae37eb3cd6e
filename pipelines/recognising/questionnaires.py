"""Questionnaires as data: `questionnaires/*.toml` says what was asked and which answers are right; a workspace's own folder adds to them."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Literal

import msgspec

from indicators.workspace import Fault, Workspace, read_toml
from pipelines.recognising import expressions

HERE = Path(__file__).parents[1]
LETTERS = "ABCDEFGHIJ"  # of the choices of a question


class Item(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """One question: `correct` lists the right answer, or all the right choices of a multiple-choice question, by letter, number
    or text; `options` has the texts of the choices, A first, for sheets that give them without their letters."""

    headers: list[str]
    topic: str
    kind: Literal["knowledge", "behaviour", "skill"]
    correct: list[str]
    options: list[str] = []
    points: Decimal = Decimal(1)

    @property
    def is_numbered(self) -> bool:
        """Its choices are called 1, 2, 3."""
        return not self.options and all(re.fullmatch("[1-9]|10", text) for text in self.correct)

    @property
    def key_letters(self) -> str:
        """The right choices as letters, in order; "" where they are words of which the letters are not told."""
        found = [self._letters(text.strip()) for text in self.correct]
        return "".join(sorted(set("".join(found)))) if all(found) else ""

    def _letters(self, text: str) -> str:
        if text in self.options:
            return LETTERS[self.options.index(text)]
        if re.fullmatch("[1-9]|10", text):
            return LETTERS[int(text) - 1]
        return text.upper() if re.fullmatch(f"[{LETTERS}]+", text.upper()) else ""


class Questionnaire(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The items of a survey; `fields` completes the survey form for it, as a local form file would."""

    zh: str
    en: str
    items: dict[str, Item]
    pass_points: Decimal | None = None
    only_with: list[str] = []  # headers that only sheets of this questionnaire have, where another has the same items
    fields: dict[str, dict] = {}


def load(workspace: Workspace) -> dict[str, Questionnaire]:
    """Every questionnaire by name, the workspace's own beside the shipped ones."""
    folders = (HERE / "questionnaires", workspace.root / "questionnaires")
    paths = sorted(p for folder in folders for p in folder.glob("*.toml"))
    meaning = "A questionnaire has zh, en, pass_points, only_with, fields and items with headers, topic, kind, correct, options and points."
    found = {path.stem: read_toml(path, Questionnaire, meaning) for path in paths}
    for path in paths:
        expressions.check_name(f"{path}: questionnaire", path.stem, expressions.CODE)
        for code, item in found[path.stem].items.items():
            expressions.check_name(f"{path}: items", code, expressions.CODE)
            _check_options(f"{path}: items.{code}", item)
    return found


def _check_options(where: str, item: Item) -> None:
    """The right choices are among those there are."""
    letters = LETTERS[: len(item.options)]
    if item.options and (not item.key_letters or not set(item.key_letters) <= set(letters)):
        raise Fault(
            f"{where}: correct = {item.correct}: none of its options. Write letters from A to {letters[-1]}, or the text of one.",
            f"{where}：correct = {item.correct}：不在 options 之中，请写 A 至 {letters[-1]} 的字母，或某个选项的文字。",
        )
