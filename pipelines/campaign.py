"""The warehouse as at a campaign: the records of the office's own, counted in a calendar of the campaign's days."""

from __future__ import annotations

import shutil
from dataclasses import replace

from indicators import soundness
from indicators.judging.campaigns import Campaign, of_all_years
from indicators.office import campaign_of
from indicators.workspace import Workspace
from pipelines import shortages
from pipelines.aside import private, together
from pipelines.warehouse import SETTINGS, writing

QUARTERS = "SELECT quarter, name, starts_on, ends_on FROM calendar.quarters JOIN calendar.campaigns USING (quarter) ORDER BY starts_on"


def ready(workspace: Workspace, text: str) -> Campaign | None:
    """The campaign that a text names, its warehouse built where it is not of the present records; None where it names none.
    Raises Fault."""
    from indicators.catalogue import catalogue

    if not (campaign := campaign_of(workspace, text)):
        return None
    as_at = replace(workspace, campaign=str(campaign))
    years = of_all_years(catalogue(workspace=workspace).plans.values(), campaign)
    if not _is_current(workspace, as_at, years):
        _build(workspace, as_at, years)
    return campaign


def _is_current(workspace: Workspace, as_at: Workspace, years: list[Campaign]) -> bool:
    if not soundness.is_sound(as_at.warehouse):
        return False
    state, days = (
        "SELECT fingerprint FROM intake.state",
        [(str(c.quarter), str(c), c.starts_on, c.until) for c in years],
    )
    with workspace.connect() as con, as_at.connect() as made:
        same = con.execute(state).fetchall() == made.execute(state).fetchall()
        return same and made.execute(QUARTERS).fetchall() == days


def _build(workspace: Workspace, as_at: Workspace, years: list[Campaign]) -> None:
    """Aside and in one piece, as every warehouse. Returns are of quarters, and say nothing of a campaign."""
    import duckdb

    from indicators.counting import cohorts

    with (
        shortages.told(workspace.processed),
        writing(workspace),
        private(),
        together(workspace.processed) as (made, scratch),
    ):
        path = made / as_at.warehouse.name
        shutil.copyfile(workspace.warehouse, path)
        with duckdb.connect(str(path), config=SETTINGS | {"temp_directory": str(scratch)}) as con:
            con.execute("""
                DELETE FROM calendar.coming; DELETE FROM calendar.quarters; DELETE FROM clean.returns;
                CREATE TABLE calendar.campaigns (quarter VARCHAR, name VARCHAR)""")
            for each in years:
                quarter = each.quarter
                con.execute("INSERT INTO calendar.campaigns VALUES (?, ?)", [str(quarter), str(each)])
                con.execute(
                    "INSERT INTO calendar.quarters (quarter, year, number, starts_on, ends_on) VALUES (?, ?, ?, ?, ?)",
                    [str(quarter), quarter.year, quarter.number, each.starts_on, each.until],
                )
            cohorts.build(con)
            con.execute("CHECKPOINT")
        soundness.note(path)
