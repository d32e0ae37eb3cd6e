"""`jiping calendar`: the dated work of a quarter or a year, and whether it is done, due or late."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path

from rich.markup import escape
from rich.table import Table

from indicators.counting.quarters import Quarter
from pipelines.command import lists
from pipelines.command.console import note, out
from pipelines.command.opening import opened
from pipelines.command.opening import quarter as quarter_of
from pipelines.command.speech import say
from pipelines.listing.work_calendar import Work, WorkCalendar

YEAR = re.compile(r"(\d{4})年?")
STATES = ("late", "due", "unknown", "done")


def run(
    period: str | None, area: str | None, plan: str | None, on: str | None, workspace: Path | None, lang: str | None
) -> None:
    place = opened(workspace, None, lang)
    day = lists.day(on)
    first, last, told = _span(period, day)
    office, wording = lists.read(place)
    code = lists.inside(office, area)
    asked = office.catalogue.plan(plan).name if plan else None
    work = WorkCalendar(office, wording, code, first, last, day, asked).work()
    tally = Counter(each.state for each in work)
    counted = say.words.join(f"{say(f'work.{state}')} {tally[state]}" for state in STATES if tally[state])
    note(say("work.title", area=office.areas.name(code), when=told, day=say.words.day(day), n=len(work)))
    if work:
        note(counted)
        _show(work)


def _show(work: list[Work]) -> None:
    table = Table()
    for key in ("state", "by", "what", "known", "owner", "based_on"):
        table.add_column(say(f"work.{key}"), overflow="fold")
    for each in work:
        state = f"{say(f'work.symbol_{each.state}')} {say(f'work.{each.state}')}"
        table.add_row(*map(escape, (state, str(each.due_on), each.what, each.known, each.owner, each.based_on)))
    out.print(table)


def _span(text: str | None, day: date) -> tuple[date, date, str]:
    """First and last day of the quarter or year named, else of the quarter of the day, and its name. Raises Fault."""
    if year := YEAR.fullmatch((text or "").strip()):
        return date(int(year[1]), 1, 1), date(int(year[1]), 12, 31), year[1]
    quarter = Quarter.parse(quarter_of(text)) if text else Quarter.of(day)
    return quarter.starts_on, quarter.ends_on, say.words.quarter(quarter)
