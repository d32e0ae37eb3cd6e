"""The dated work of plans in force, as it stands on a day: tasks, targets with a deadline, theme days, visits of places (supervision), and
services owed in a season."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from indicators.counting.quarters import Quarter
from indicators.counting.rows import behind
from indicators.judging.plans import Plan
from indicators.judging.tasks import Task
from indicators.model import Indicator
from indicators.office import Office
from pipelines.listing.wording import Wording

DAILY = ("week", "half_month", "month", "birthday", "event")  # the work of every week and month: `jiping due` lists it

# What shows that a task was done: a paper on file, or the task among those that the unit reports, by its clause and day.
EVIDENCE = """
    SELECT min(done_on) FROM (
        SELECT dated_on AS done_on FROM clean.documents WHERE kind = $evidence AND list_contains($areas, area)
        UNION ALL
        SELECT done_on FROM clean.tasks
        WHERE list_contains($areas, area) AND (kind = $evidence OR (clause = $clause AND due_on = $due))
    ) WHERE done_on BETWEEN $since AND $day
"""
THEME_DAYS = """
    SELECT f.occasion, f.until_on, min(a.held_on), count(a.held_on)
    FROM calendar.festivals AS f
    LEFT JOIN clean.activities AS a
        ON a.held_on BETWEEN f.day_on AND f.until_on AND a.held_on <= $day AND list_contains($areas, a.area)
    WHERE f.kind = 'theme_day' AND f.until_on BETWEEN $first AND $last
    GROUP BY ALL
"""
SEASONS = """
    SELECT w.plan, d.clause, d.owner, w.service, w.population_group, w.cadence, w.occasion, w.due_on, count(*), count(w.done_on) FILTER (WHERE w.done_on <= $day)
    FROM people.due_windows AS w JOIN plans.duties AS d USING (plan, duty)
    WHERE w.due_on BETWEEN $first AND $last AND list_contains($areas, w.area) AND coalesce(w.plan = $plan, true)
        AND (d.months IS NOT NULL OR NOT list_contains($daily, w.cadence)) AND w.cadence <> 'event'
    GROUP BY ALL
"""


@dataclass(frozen=True)
class Work:
    """One thing to be done by a day: what, as which plan and clause ask, by whom; its state (done, due, late, unknown) and what is
    known of it."""

    due_on: date
    what: str
    based_on: str
    owner: str
    state: str
    known: str = ""


@dataclass(frozen=True)
class WorkCalendar:
    """The dated work between two days in an area, as known on a day."""

    office: Office
    wording: Wording
    area: str
    first: date
    last: date
    day: date
    plan: str | None = None  # only this plan's work

    def work(self) -> list[Work]:
        """All of it, in order of days."""
        found = [*self._tasks(), *self._targets(), *self._visits_of_places(), *self._seasons()]
        found += [] if self.plan else self._theme_days()
        return sorted(found, key=lambda work: (work.due_on, work.based_on, work.what))

    def _tasks(self) -> Iterator[Work]:
        for plan in self._plans():
            for task in plan.tasks:
                for due_on in self._days(plan, task):
                    asked = {
                        "evidence": task.evidence or None,
                        "clause": task.clause or None,
                        "due": due_on,
                        "day": self.day,
                    }
                    asked |= {"areas": self._areas, "since": due_on.replace(month=1, day=1)}
                    ((done_on,),) = self.office.con.execute(EVIDENCE, asked).fetchall()
                    is_known = self._sends("documents") or self._sends("tasks")
                    state = self._state(due_on, done_on is not None, is_known)
                    yield Work(
                        due_on,
                        task.title(self._lang),
                        self._of(plan.name, task.clause),
                        task.owner,
                        state,
                        str(done_on or ""),
                    )

    def _targets(self) -> Iterator[Work]:
        for plan in self._plans():
            for target in plan.targets:
                if target.deadline and self.first <= target.deadline <= self.last:
                    indicator = self.office.catalogue.indicators[target.indicator]
                    what = f"{self.wording.words.name(indicator, target.where)} {self.wording.words.target(target, indicator)}"
                    verdict, known = self._judged(plan, target)
                    state = self._state(target.deadline, verdict == "met", is_known=verdict is not None)
                    yield Work(target.deadline, what, self._of(plan.name, target.clause), target.owner, state, known)

    def _theme_days(self) -> Iterator[Work]:
        for occasion, until_on, held_on, n in self.office.con.execute(THEME_DAYS, self._asked).fetchall():
            what, state = (
                self.wording.said("occasion", occasion),
                self._state(until_on, n > 0, self._sends("activities")),
            )
            known = self.wording.words("work.activities", n=n, day=held_on) if n else ""
            yield Work(until_on, what, "", "", state, known)

    def _visits_of_places(self) -> Iterator[Work]:
        """What is owed to places by a day, as supervision is: of each indicator of such windows that a plan in force has a target for."""
        for quarter in (
            q for q in self.office.measures.quarters if self.first <= Quarter.parse(q).ends_on <= self.last
        ):
            for plan in (plan for plan in self._plans() if plan.in_force(quarter)):
                for code in dict.fromkeys(target.indicator for target in plan.targets):
                    yield from self._windows(plan, self.office.catalogue.indicators[code], quarter)

    def _windows(self, plan: Plan, indicator: Indicator, quarter: str) -> Iterator[Work]:
        """Of one indicator, by the day: how many are owed by then, and how many were done in time."""
        rows = behind(self.office.con, self.office.areas, indicator, quarter, self.area, window="quarter")
        columns = rows.columns()
        if indicator.counts != "windows" or "due_on" not in columns or "person" in columns:
            return
        query = f"SELECT due_on, sum(n)::BIGINT, sum(d)::BIGINT FROM ({rows.select}) GROUP BY due_on"
        clauses = dict.fromkeys(t.clause for t in plan.targets if t.indicator == indicator.code)
        for due_on, done, n in self.office.con.execute(query, rows.parameters).fetchall():
            known, based_on = (
                self.wording.words("work.of", done=done, n=n),
                self._of(plan.name, self.wording.words.join(clauses)),
            )
            yield Work(due_on, indicator.title(self._lang), based_on, "", self._state(due_on, done == n), known)

    def _seasons(self) -> Iterator[Work]:
        asked = self._asked | {"daily": list(DAILY), "plan": self.plan}
        rows = self.office.con.execute(SEASONS, asked).fetchall()
        for plan, clause, owner, service, group, cadence, occasion, due_on, n, done in rows:
            why = self.wording.said("occasion", occasion) if occasion else self.wording.said("cadence", cadence)
            what = self.wording.words.join(
                [self.wording.said("service", service), self.wording.said("population_group", group), why]
            )
            known = self.wording.words("work.of", done=done, n=n)
            yield Work(due_on, what, self._of(plan, clause), owner or "", self._state(due_on, done == n), known)

    def _judged(self, plan: Plan, target) -> tuple[str | None, str]:
        """The verdict on a target in the quarter of its deadline, or in the last with records, and its value."""
        quarters = self.office.measures.quarters
        when = min(str(Quarter.of(target.deadline)), quarters[-1]) if quarters else ""
        if when not in quarters or not plan.in_force(when, self.area, self.office.areas):
            return None, ""
        judged = self.office.judgements(plan, Quarter.parse(when), self.area)
        found = next(
            (
                j
                for j in judged
                if (j.target.indicator, j.target.where, j.target.clause)
                == (target.indicator, target.where, target.clause)
            ),
            None,
        )
        return (found.verdict, self.wording.words.value(found.value)) if found else (None, "")

    def _state(self, due_on: date, is_done: bool, is_known: bool = True) -> str:
        if is_done:
            return "done"
        return "due" if due_on >= self.day else "late" if is_known else "unknown"

    def _days(self, plan: Plan, task: Task) -> Iterator[date]:
        """The days in the time asked for by which a task is due, while its plan is in force."""
        days = [task.due_on] if task.due_on else []
        if task.month_day:
            days = [date(year, *task.month_day) for year in range(self.first.year, self.last.year + 1)]
        for day in days:
            is_in_force = (plan.starts_on or day) <= day <= (plan.until or day)
            if self.first <= day <= self.last and is_in_force:
                yield day

    def _plans(self) -> list[Plan]:
        """The plans for the area, all around it or a part of it."""
        areas, known = self.office.areas, self.office.catalogue
        return [
            plan
            for plan in ([known.plan(self.plan)] if self.plan else known.own_plans(self.office.settings))
            if (plan.area is None or areas.within(self.area, plan.area) or areas.within(plan.area, self.area))
        ]

    def _sends(self, records: str) -> bool:
        """Whether the area sends such records at all: where it sends none, nothing is known to be missing."""
        query = f"SELECT count(*) > 0 FROM clean.{records} WHERE list_contains($areas, area)"
        return self.office.con.execute(query, {"areas": self._areas}).fetchone() == (True,)

    def _of(self, plan: str, clause: str | None) -> str:
        return " ".join(filter(None, (self.wording.said("plan", plan), clause)))

    @property
    def _asked(self) -> dict:
        return {"first": self.first, "last": self.last, "day": self.day, "areas": self._areas}

    @property
    def _areas(self) -> list[str]:
        areas = self.office.areas
        return [code for code in {*areas, self.area} if areas.within(code, self.area)]

    @property
    def _lang(self) -> str:
        return self.wording.words.lang
