"""What columns and codes of the tables are called: in words.toml, in plans, or as the forms of the records call them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from indicators.judging import strict
from indicators.judging.plans import Plan
from indicators.showing.words import Words, vocabulary
from pipelines.recognising.forms import Field, Form

SHORT = 8  # characters of a pseudonym that people are shown
PSEUDONYM = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
OF_PLANS = {
    "population_group": ("group",),
    "cadence": ("every",),
    "occasion": ("festival", "theme_day"),
}  # the words of plans for the codes of a column
FIRST = ("residents", "visits", "events")  # the forms whose words are asked first


@dataclass(frozen=True)
class Wording:
    """The words of one language for columns and what stands in them."""

    words: Words
    forms: Mapping[str, Form]
    plans: Mapping[str, Plan]

    def heading(self, column: str) -> str:
        """What a column is called; "" where nobody has named it."""
        for section in ("field", "by"):
            if found := vocabulary()[section].get(column):
                return self._capital(found[self._english])
        if field := next(iter(self._fields.get(column, ())), None):
            return self._capital(field.headers[-1 if self._english else 0])
        return ""

    def _capital(self, text: str) -> str:
        return text[:1].upper() + text[1:] if self._english else text

    def said(self, column: str, value: object) -> str:
        """What stands in a cell, in words; a pseudonym by its beginning."""
        if value is None:
            return ""
        if isinstance(value, bool):
            return self.words("listed.yes" if value else "listed.no")
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, UUID) or PSEUDONYM.fullmatch(str(value)):
            return str(value)[:SHORT]
        if column == "site":
            return str(value).partition("/")[2]  # after the code of its area
        if isinstance(value, str):
            return self._code(column, value)
        return f"{value:.10g}"

    def _code(self, column: str, code: str) -> str:
        if column == "plan" and code in self.plans:
            return self.plans[code].title(self.words.lang)
        for kind in OF_PLANS.get(column, ()):
            if found := strict.words(kind).get(code):
                return found[self._english]
        if f"{column}.{code}" in vocabulary()["code"] or code in vocabulary()["code"]:
            return self.words.label(column, code)
        fields = [field for field in self._fields.get(column, ()) if code in field.codes]
        if column == "occasion":  # an event that has happened
            fields = [f for f in self._fields.get("kind", ()) if code in f.codes]
        if fields:
            return self.words.label(column, code) if self._english else fields[0].codes[code][0]
        return code

    @cached_property
    def _fields(self) -> dict[str, list[Field]]:
        """The fields of all forms by name, those of persons first."""
        found: dict[str, list[Field]] = {}
        for name in sorted(self.forms, key=lambda name: (name not in FIRST, name)):
            for column, field in self.forms[name].fields.items():
                found.setdefault(column, []).append(field)
        return found

    @property
    def _english(self) -> bool:
        return self.words.lang == "en"
