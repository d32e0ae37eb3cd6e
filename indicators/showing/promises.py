"""What a plan promises beside a number, in words: when a target is asked, how often a duty falls due, when a task is due."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from indicators.judging.duties import DAYS_BEFORE, Duty
from indicators.judging.targets import Target
from indicators.judging.tasks import Task
from indicators.model import Indicator
from indicators.showing.words import Words


def when(target: Target, words: Words) -> list[str]:
    """Each limit to the time of a target: its stage, its day, its quarters."""
    said = []
    if target.starts_on:
        said.append(words("promise.from", day=words.day(target.starts_on)))
    if target.until and target.until != target.deadline:
        said.append(words("promise.until", day=words.day(target.until)))
    if target.deadline:
        said.append(words("scorecard.by_day", day=words.day(target.deadline)))
    if len(target.quarters) < 4:
        numbers = [words("title.number")[number - 1] for number in target.quarters]
        said.append(words("scorecard.in_quarters", quarters=words.join(numbers)))
    return said


def values(target: Target, indicator: Indicator, words: Words) -> str:
    """What must be reached, and where an area has a value of its own, that."""
    own = [
        f"{area} {words.target(replace(target, value=value), indicator)}"
        for area, value in target.values_by_area.items()
    ]
    return words.clauses([words.target(target, indicator), *own])


def cadence(duty: Duty, words: Words, services: Mapping[str, Mapping[str, str]]) -> str:
    """How often a duty falls due, and of which months, festivals or events; `services` has the words of the records."""
    said = words.label("every", duty.every)
    events = services.get("event", {})
    named = [_occasion(duty, one, words, events) for one in duty.occasions]
    if duty.months:
        said = words("promise.months", cadence=said, months=words.join(map(str, duty.months)))
    if named:
        said = words("promise.occasions", cadence=said, occasions=words.join(named))
    if duty.within_days is not None:
        said = words("promise.within", cadence=said, days=duty.within_days)
    if duty.every in ("festival", "theme_day"):
        before = DAYS_BEFORE if duty.days_before is None else duty.days_before
        said = words("promise.before", cadence=said, days=before)
    return words("scorecard.inferred", target=said) if duty.inferred else said


def due(task: Task, words: Words) -> str:
    """The day a task is due, once or every year."""
    if task.due_on:
        said = words("scorecard.by_day", day=words.day(task.due_on))
    else:
        month, day = task.month_day
        said = words("promise.yearly", month=str(month), day=str(day))
    return words("scorecard.inferred", target=said) if task.inferred else said


def called(word: str, key: str, words: Words, services: Mapping[str, Mapping[str, str]]) -> str:
    """What a word of the records is called: in Chinese as the forms have it, in English spelt out."""
    known = services.get(key, {})
    return known[word] if word in known and words.lang == "zh" else words.label(key, word)


def _occasion(duty: Duty, word: str, words: Words, events: Mapping[str, str]) -> str:
    return called(word, "event", words, {"event": events}) if duty.every == "event" else words.label(duty.every, word)
