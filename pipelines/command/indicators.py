"""`jiping indicators`: the catalogue, or one indicator whole."""

from __future__ import annotations

from pathlib import Path

from rich.table import Table

from indicators.catalogue import Catalogue, catalogue
from indicators.counting.conditions import expressions
from indicators.model import Indicator
from pipelines.command.console import note, out
from pipelines.command.opening import opened
from pipelines.command.speech import say


def run(code: str | None, workspace: Path | None, lang: str | None) -> None:
    found = catalogue(workspace=opened(workspace, None, lang))
    if code:
        show_indicator(found, found.indicator(code))
    else:
        show_catalogue(found)


def show_catalogue(found: Catalogue) -> None:
    """Every indicator, by programme, with the plans that target it."""
    for programme in found.programmes.values():
        table = Table(title=f"{programme.title(say.lang)} ({programme.name})", title_justify="left")
        for key in ("code", "indicator", "unit", "plans"):
            is_code = key in ("code", "plans")  # to be copied, so never in two lines
            table.add_column(say(f"console.{key}"), overflow="fold", no_wrap=is_code)
        for indicator in found.indicators.values():
            if indicator.programme == programme.name:
                plans = dict.fromkeys(plan.name for plan, _ in found.targets_of(indicator.code))
                table.add_row(indicator.name, indicator.title(say.lang), indicator.unit(say.lang), "\n".join(plans))
        out.print(table)


def show_indicator(found: Catalogue, indicator: Indicator) -> None:
    """One indicator whole: what it counts in words, where it comes from, its SQL, and what plans ask of it."""
    note(f"{indicator.title(say.lang)}  {indicator.code}")
    for key, text in (
        ("definition", indicator.definition(say.lang)),
        ("source", indicator.source),
        ("unit", indicator.unit(say.lang)),
    ):
        note(f"{say(f'console.{key}')}: {text}")
    for part, sql in expressions(indicator).items():
        note(f"{part}: {sql}")
    name = indicator.table_name
    note(f"\n{name}:\n{found.tables[name].read_text(encoding='utf-8')}")
    table = Table(title=say("console.plans"), title_justify="left")
    for key in ("plan", "population", "target", "clause"):
        table.add_column(say(f"console.{key}"), overflow="fold")
    for plan, target in found.targets_of(indicator.code):
        table.add_row(
            plan.title(say.lang), say.words.population(target.where), say.words.target(target, indicator), target.clause
        )
    out.print(table)
