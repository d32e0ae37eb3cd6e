"""The warehouse as at a campaign: the records of the office's own, counted in a calendar of the campaign's days."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date

from indicators import soundness
from indicators.judging.campaigns import Campaign, calendar
from indicators.office import campaign_of
from indicators.workspace import Workspace
from pipelines import shortages
from pipelines.aside import private, together
from pipelines.warehouse import SETTINGS, writing

Days = list[tuple[str, int, int, date, date]]


def ready(workspace: Workspace, text: str) -> Campaign | None:
    """The campaign that a text names, its warehouse built where it is not of the present records; None where it names none.
    Raises Fault."""
    from indicators.catalogue import catalogue

    if not (campaign := campaign_of(workspace, text)):
        return None
    as_at, days = (
        replace(workspace, campaign=str(campaign)),
        calendar(catalogue(workspace=workspace).plans.values(), campaign),
    )
    if not _is_current(workspace, as_at, days):
        _build(workspace, as_at, campaign, days)
    return campaign


def _is_current(workspace: Workspace, as_at: Workspace, days: Days) -> bool:
    if not soundness.is_sound(as_at.warehouse):
        return False
    state, quarters = (
        "SELECT fingerprint FROM intake.state",
        "SELECT quarter, year, number, starts_on, ends_on FROM calendar.quarters ORDER BY ALL",
    )
    with workspace.connect() as con, as_at.connect() as made:
        return (
            con.execute(state).fetchall() == made.execute(state).fetchall()
            and made.execute(quarters).fetchall() == days
        )


def _build(workspace: Workspace, as_at: Workspace, campaign: Campaign, days: Days) -> None:
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
            con.execute("CREATE TABLE calendar.campaigns (quarter VARCHAR, name VARCHAR); DELETE FROM clean.returns")
            con.execute("DELETE FROM calendar.coming; DELETE FROM calendar.quarters")
            for quarter, *day in days:
                con.execute(
                    "INSERT INTO calendar.quarters BY NAME SELECT ? AS quarter, ? AS year, ? AS number, ? AS starts_on, ? AS ends_on",
                    [quarter, *day],
                )
                con.execute("INSERT INTO calendar.campaigns VALUES (?, ?)", [quarter, f"{day[0]}{campaign.name}"])
            cohorts.build(con)
            con.execute("CHECKPOINT")
        soundness.note(path)
