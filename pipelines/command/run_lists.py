"""The lists that `jiping run` writes where jiping.toml says so: what is due, and who is missing where nobody may be missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from indicators.counting.quarters import Quarter
from indicators.model import Proportion
from indicators.office import Office
from indicators.workspace import Fault, Workspace
from pipelines.command import due as due_command
from pipelines.command import list as list_command
from pipelines.command import lists
from pipelines.command.console import note
from pipelines.command.speech import say
from pipelines.listing.behind import Asked, behind
from pipelines.listing.due import due


def write(place: Workspace, quarter: str) -> None:
    """The workbooks of what is due from today on, and of the persons missing from targets of 100 % in a quarter."""
    office, wording = lists.read(place)
    area = lists.inside(office, None)
    try:
        found = due(office.con, office.areas, area, date.today())
        due_command.write(place, found, office, wording, by="village")
    except Fault as fault:  # no duties, or records of long ago: the other lists are written all the same
        note(fault.text(say.lang))
    for asked in _nobody_may_be_missing(office, Quarter.parse(quarter)):
        missing = behind(office, wording, asked)
        if missing.total and "person" in missing.rows.columns():
            note(missing.title)
            list_command.write(place, missing, by="village")


def _nobody_may_be_missing(office: Office, quarter: Quarter) -> Iterator[Asked]:
    """The targets of 100 % of plans in force, each population once."""
    seen = set()
    for plan in office.plans_in_force(quarter):
        for target in plan.targets:
            indicator = office.catalogue.indicators[target.indicator]
            where = {column: (c,) if isinstance(c, str) else tuple(c) for column, c in target.where.items()}
            key = (target.indicator, tuple(sorted(where.items())), office.top(plan))
            whole = target.value == 1 and target.comparison in ("=", ">=") and isinstance(indicator, Proportion)
            if whole and key not in seen:
                seen.add(key)
                yield Asked(indicator, str(quarter), office.top(plan), where)
