"""The language the command speaks, and its words: its own few at once, all others when first asked for."""

from __future__ import annotations

import itertools
import os
import sys
import tomllib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from indicators.showing.words import Words


class Speech:
    """The words of the language chosen: by --lang, by JIPING_LANG, or (once a workspace is open) by its settings."""

    def __init__(self, lang: str):
        self.speak(lang)

    def speak(self, lang: str) -> None:
        self.lang = "en" if lang == "en" else "zh"

    @property
    def words(self) -> Words:
        from indicators.showing.words import Words

        return Words(self.lang)

    def __call__(self, key: str, /, **values) -> str:
        """The sentence under `key` of words.toml with its values."""
        return self.words(key, **values)

    def own(self, key: str, /, **values) -> str:
        """The sentence under `key` of help.toml with its values."""
        section, _, name = key.partition(".")
        return self._help[section][name][self.lang == "en"].format_map(values)

    @cached_property
    def _help(self) -> dict[str, dict[str, list[str]]]:
        return tomllib.loads(Path(__file__).with_name("help.toml").read_text(encoding="utf-8"))


def chosen(arguments: Sequence[str]) -> str:
    """The language of a command line: it is needed for the help, before the arguments are parsed."""
    given = [a.removeprefix("--lang=") for a in arguments if a.startswith("--lang=")]
    given += [after for flag, after in itertools.pairwise(arguments) if flag == "--lang"]
    return given[0] if given else os.environ.get("JIPING_LANG", "zh")


say = Speech(chosen(sys.argv))
