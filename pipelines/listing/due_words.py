"""What is due, in words: a line for each visit owed, and for each event that is still open."""

from __future__ import annotations

from indicators.counting.areas import Areas
from pipelines.listing.due import Due
from pipelines.listing.listings import Entry, Listing
from pipelines.listing.wording import SHORT, Wording

COLUMNS = ("service", "population_group", "why", "term", "last", "waited", "based_on")


def listing(due: Due, areas: Areas, wording: Wording, most: int | None = None) -> Listing:
    """What is due, longest waiting first; the first of it."""
    words, plans = wording.words, due.plans()
    key = "listed.due" if due.days else "listed.due_today"
    title = words(key, area=areas.name(due.area), day=words.day(due.day), days=due.days)
    told = [words("listed.due_known", day=words.day(due.day))]
    told += [words("listed.due_plan", plan=words.join(wording.said("plan", plan) for plan in plans))] if plans else []
    headings = [wording.heading(name) or words(f"listed.{name}") for name in COLUMNS]
    entries = tuple(
        Entry(row["area"], str(row["person"])[:SHORT], row["person"], _cells(wording, row, len(plans) > 1), row)
        for row in due.fetch(most)
    )
    return Listing(title, tuple(told), words("listed.pseudonym"), tuple(headings), entries)


def events(due: Due, areas: Areas, wording: Wording) -> Listing:
    """Events that are still open, unanswered ones first, with their clock."""
    words = wording.words
    headings = [words(f"listed.{name}") for name in ("event", "happened", "reported", "due_by", "visited")]
    entries = tuple(
        Entry(row["area"], str(row["person"])[:SHORT], row["person"], _clock(wording, row), row) for row in due.events
    )
    title = words("listed.events", n=len(entries))
    return Listing(title, (), words("listed.pseudonym"), tuple(headings), entries)


def _cells(wording: Wording, row: dict, with_plan: bool) -> tuple[str, ...]:
    """Service, group, how often or why, from when to when, last time, days since, the clause, of several plans the plan too."""
    why = wording.said("occasion", row["occasion"]) if row["occasion"] else wording.said("cadence", row["cadence"])
    based_on = (wording.said("plan", row["plan"]) if with_plan else "", row["clause"])
    return (
        wording.said("service", row["service"]),
        wording.said("population_group", row["population_group"]),
        why,
        f"{row['starts_on']:%m-%d}–{row['due_on']:%m-%d}",
        str(row["last_done_on"] or wording.words("listed.never")),
        wording.said("days_waited", row["days_waited"]),
        " ".join(filter(None, based_on)),
    )


def _clock(wording: Wording, row: dict) -> tuple[str, ...]:
    days = (row[name] for name in ("happened_on", "reported_on", "due_on", "answered_on"))
    return (wording.said("occasion", row["kind"]), *(str(day or "") for day in days))
