"""The slow, obvious way to tell who belongs to a group and what is owed to whom: plain Python, one day after the other.

Nothing here is shared with the product but the names of groups and cadences.
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta

DAY = timedelta(days=1)


def months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def is_there(person: dict, day: date) -> bool:
    """Neither dead, gone nor away, and come already; the last day still counts."""
    if any(person.get(key) and person[key] < day for key in ("died_on", "moved_out_on", "refused_on")):
        return False
    if person.get("moved_in_on") and day < person["moved_in_on"]:
        return False
    left, back = person.get("left_on"), person.get("returned_on")
    return not (left and left < day and not (back and left <= back <= day))


def at_least(person: dict, age: int, day: date) -> bool:
    """Certainly that old: the last day of the month of birth has come."""
    year, month = person["birth_year"] + age, person["birth_month"]
    return day >= date(year, month, calendar.monthrange(year, month)[1])


def under(person: dict, age: int, day: date) -> bool:
    """Certainly younger: the month of birth has not begun."""
    return day < date(person["birth_year"] + age, person["birth_month"], 1)


def away(person: dict, key: str, months: int, day: date) -> bool:
    since = person.get(key)
    return since is not None and day >= months_later(since, months)


def is_rural(person: dict) -> bool:
    return person.get("urban_rural") != "urban"


def is_left_behind_elder(person: dict, day: date) -> bool:
    supported = person.get("has_supporter_near") is True and person.get("supporters_unable") is not True
    return (
        at_least(person, 60, day) and is_rural(person) and away(person, "children_away_since_on", 6, day) and not supported
        and person.get("living_arrangement") != "with_children" and person.get("children_destination") in (None, "out_of_county")
    )  # fmt: skip


def is_left_behind_child(person: dict, day: date) -> bool:
    if not under(person, 16, day) or person.get("household_kind") == "non_agricultural":
        return False
    if person.get("living_arrangement") == "with_parents":
        return False
    both = all(away(person, f"{parent}_away_since_on", 0, day) for parent in ("father", "mother"))
    one = any(away(person, f"{parent}_away_since_on", 3, day) for parent in ("father", "mother"))
    return both or (one and person.get("supporters_unable") is True)


GROUPS = {
    "elder_60": lambda p, d: at_least(p, 60, d),
    "elder_80": lambda p, d: at_least(p, 80, d),
    "left_behind_elder": is_left_behind_elder,
    "left_behind_woman": lambda p, d: (
        p["sex"] == "female" and under(p, 60, d) and is_rural(p) and away(p, "husband_away_since_on", 6, d)
    ),
    "left_behind_child": is_left_behind_child,
    "empty_nest_elder": lambda p, d: at_least(p, 60, d) and p.get("living_arrangement") in ("alone", "with_spouse"),
    "special_family": lambda p, d: p.get("special_family") is True,
    "destitute_dispersed": lambda p, d: p.get("destitute") is True and p.get("living_arrangement") != "institution",
}


def is_member(person: dict, group: str, day: date) -> bool:
    return is_there(person, day) and GROUPS[group](person, day)


def windows(cadence: str, first: date, last: date) -> list[tuple[date, date]]:
    """The windows of a cadence whose last day lies between two days."""
    found, day = [], date(first.year - 1, 1, 1)
    while day <= last:
        length = {
            "week": 7 if day.weekday() == 0 else 0,
            "half_month": 15
            if day.day == 1
            else calendar.monthrange(day.year, day.month)[1] - 15
            if day.day == 16
            else 0,
        }
        months = {
            "month": 1,
            "two_months": 2 if day.month % 2 else 0,
            "even_month": 0 if day.month % 2 else 1,
            "quarter": 3 if day.month % 3 == 1 else 0,
            "half_year": 6 if day.month in (1, 7) else 0,
            "year": 12 if day.month == 1 else 0,
            "term": {2: 5, 9: 4}.get(day.month, 0),
        }
        end = None
        if length.get(cadence):
            end = day + (length[cadence] - 1) * DAY
        elif day.day == 1 and months.get(cadence):
            end = months_later(day, months[cadence]) - DAY
        if end and first <= end <= last:
            found.append((day, end))
        day += DAY
    return found


def owed(person: dict, duty: dict, first: date, last: date) -> list[tuple[date, date]]:
    """The windows of a duty that one person is owed: in the group on every day of it."""
    found = []
    cadence = "month" if duty["cadence"] == "birthday" else duty["cadence"]
    for starts_on, due_on in windows(cadence, first, last):
        if duty["cadence"] == "birthday" and starts_on.month != person["birth_month"]:
            continue
        if duty.get("months") and due_on.month not in duty["months"]:
            continue
        every = (starts_on + n * DAY for n in range((due_on - starts_on).days + 1))
        if all(is_member(person, duty["population_group"], day) for day in every):
            found.append((starts_on, due_on))
    return found


def festivals_owed(
    person: dict, duty: dict, days: dict[str, list[date]], first: date, last: date
) -> list[tuple[str, date, date]]:
    """(occasion, first day on which a visit counts, the day) for whom is in the group on the day itself."""
    return [
        (occasion, day - 30 * DAY, day)
        for occasion in duty.get("occasions") or days
        for day in days[occasion]
        if first <= day <= last and is_member(person, duty["population_group"], day)
    ]


def events_owed(person: dict, duty: dict, happened: list[dict]) -> list[tuple[date, date]]:
    """(the day it happened, the last day) of what befell somebody who was in the group on that day."""
    return [
        (event["happened_on"], event["happened_on"] + duty["within_days"] * DAY)
        for event in happened
        if event["person"] == person["person"]
        and event["kind"] in duty["occasions"]
        and is_member(person, duty["population_group"], event["happened_on"])
    ]
