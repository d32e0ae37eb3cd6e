"""The year of every plan on one page: data/processed/assessments/<year>/index.html, put in place whole."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from indicators.office import Office
from indicators.showing import year as years
from indicators.showing.words import Words
from indicators.workspace import Fault, Workspace
from pipelines import shortages
from pipelines.aside import together
from pipelines.publishing import pages
from pipelines.warehouse import writing

WRITTEN = re.compile(r"(\d{4})\s*年?(?:度)?", re.ASCII)


def year_in(text: str | None) -> int | None:
    """The year that a text such as "2024" or "2024年度" names, else None."""
    found = WRITTEN.fullmatch((text or "").strip())
    return int(found[1]) if found else None


def run(workspace: Workspace, year: int, plans: Iterable[str] | None, words: Words) -> tuple[Path, list[years.Year]]:
    """Write the page of a year; gives its path and what stands on it.

    `plans` are names (all if none are given). Raises Fault for a name that means nothing and a year without records.
    """
    office = Office.open(workspace)
    chosen = [office.plan(name) for name in plans] if plans else office.catalogue.own_plans(office.settings)
    found = [made for plan in chosen if (made := years.of(office, plan, year, words))]
    if not found:
        raise Fault(
            f'year "{year}": nothing was reported for any plan asked for. Choose another year or plan.',
            f"“{year}年”：所选方案没有任何数据，请另选年度或方案。",
        )
    target = workspace.processed / "assessments" / str(year)
    page = pages.Contents(
        title=words("title.year", year=str(year)),
        words=words,
        office=office.settings.name,
        is_example=office.is_example,
        years=tuple(found),
    )
    with shortages.told(target), writing(workspace), together(target.parent) as (made_aside, _):
        folder = made_aside / target.name
        (folder / pages.ASSETS).mkdir(parents=True)
        (folder / "index.html").write_text(pages.contents(page), encoding="utf-8")
        pages.write_font(folder)
    return target / "index.html", found
