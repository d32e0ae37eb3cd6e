"""The rows behind an indicator as a list: who or what is missing from it, has been reached, or is counted at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from indicators.counting import rows
from indicators.counting.rows import Rows
from indicators.counting.values import Value
from indicators.model import Indicator
from indicators.office import Office
from pipelines.listing.listings import Entry, Listing, by_part
from pipelines.listing.wording import Wording

NAMES = (
    "person",
    "site",
    "place",
    "unit",
    "respondent",
)  # columns that say whom or what a row is about, the surest first
NOT_SAID = ("area", "quarter", "person_match", "file", "sheet", "row", "n", "d", "person", "respondent")


@dataclass(frozen=True)
class Asked:
    """What a list is asked for: the rows "missed", "met" or "all" behind an indicator's value."""

    indicator: Indicator
    quarter: str
    area: str
    where: Mapping[str, tuple[str, ...]]
    which: str = "missed"


@dataclass(frozen=True)
class Behind:
    """The rows asked for; in each part of the area that has any how many, and its numerator and denominator, as those of the
    whole area in `value`."""

    office: Office
    wording: Wording
    asked: Asked
    rows: Rows
    parts: dict[str, tuple]
    value: Value

    @property
    def total(self) -> int:
        """How many rows there are."""
        return sum(n for n, *_ in self.parts.values())

    def listing(self, most: int | None = None) -> Listing:
        """The rows in words, the first of them; what nobody has named is left out, and what is the same in all stands above."""
        wording = self.wording
        naming = next((name for name in NAMES if name in self.rows.columns()), None)
        found = self.rows.fetch(most, by=naming)
        named = {name: wording.heading(name) for name in self.rows.columns() if name not in (*NOT_SAID, naming)}
        texts = {column: [wording.said(column, row[column]) for row in found] for column, told in named.items() if told}
        apart = [column for column, said in texts.items() if len(set(said)) > 1 or len(found) == 1]
        alike = [c for c, said in texts.items() if c not in apart and said and said[0] and c not in self.asked.where]
        told = (*self._why(), *(wording.words("listed.alike", column=named[c], text=texts[c][0]) for c in alike))
        lines = zip(*(texts[column] for column in apart), strict=True) if apart else ((),) * len(found)
        called = self._called(naming, found)
        entries = [
            Entry(row["area"] or "", name, row["person"] if naming == "person" else None, cells)
            for row, name, cells in zip(found, called, lines, strict=True)
        ]
        heading = (
            wording.words("listed.pseudonym") if naming in ("person", "respondent") else wording.words("listed.name")
        )
        return Listing(self.title, told, heading, tuple(named[c] for c in apart), tuple(entries))

    @property
    def title(self) -> str:
        """What is listed, of whom, where and when."""
        words, asked = self.wording.words, self.asked
        name = words.name(asked.indicator, asked.where)
        campaign, quarter = self.office.called.get(asked.quarter), words.quarter(asked.quarter)
        told = {"area": self.office.areas.name(asked.area), "quarter": campaign[0] if campaign else quarter}
        return words(f"listed.{asked.which}", name=name, **told)

    @property
    def when(self) -> str:
        """The quarter, or the campaign that stands in its place."""
        campaign = self.office.called.get(self.asked.quarter)
        return campaign[0] if campaign else self.asked.quarter

    def _why(self) -> Iterator[str]:
        """The indicator's definition, and what the plans in force ask of those listed."""
        words, indicator = self.wording.words, self.asked.indicator
        yield words("listed.definition", text=indicator.definition(words.lang))
        for plan, target in self.office.catalogue.targets_of(indicator.code):
            same = {column: _texts(codes) for column, codes in target.where.items()} == dict(self.asked.where)
            if same and target.value is not None and plan.in_force(self.asked.quarter):
                told = {"plan": plan.title(words.lang), "clause": target.clause}
                yield words("listed.asked", target=words.target(target, indicator), **told).rstrip(" ，,")

    def _called(self, naming: str | None, found: list[dict]) -> list[str]:
        """The name of each row: of a site as the register has it."""
        if naming is None:
            return [self.office.areas.name(row["area"] or "") for row in found]
        if naming in ("site", "place"):
            known = dict(self.rows.con.execute("SELECT site, name FROM clean.sites").fetchall())
            return [known.get(row[naming], row[naming] or "") for row in found]
        return [self.wording.said(naming, row[naming]) for row in found]


def _texts(codes) -> tuple[str, ...]:
    return (codes,) if isinstance(codes, str) else tuple(codes)


def behind(office: Office, wording: Wording, asked: Asked) -> Behind:
    """The rows behind a value. Raises Fault as `rows.behind` does."""
    where, indicator = (asked.quarter, asked.area, asked.where), asked.indicator
    found = rows.behind(office.con, office.areas, indicator, *where, which=asked.which)
    listed = {area: n for area, (n, *_) in found.by_area().items()}
    counted = rows.behind(office.con, office.areas, indicator, *where).by_area()
    numbers = {area: (listed.get(area, 0), *sides) for area, (_, *sides) in counted.items()}
    parts = {part: n for part, n in by_part(office.areas, asked.area, numbers).items() if n[0]}
    return Behind(office, wording, asked, found, parts, office.measures.value(indicator.code, *where))
