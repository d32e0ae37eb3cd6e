"""What an assessment says, in values: one plan judged for one quarter and area, and what stands around it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from indicators.counting import rosters
from indicators.counting.areas import Areas
from indicators.counting.measure import Measures
from indicators.counting.quarters import Quarter
from indicators.counting.values import Value
from indicators.judging.assess import COMPLETENESS, VERDICTS, Judgement
from indicators.judging.lacking import Door, doors, smallest_set
from indicators.judging.plans import Plan
from indicators.judging.scores import Place, Score, places, score
from indicators.judging.targets import Target
from indicators.model import Verification
from indicators.office import Office
from indicators.showing.words import Words
from indicators.workspace import Settings

NOT_PEOPLE = ("topic", "survey", "questionnaire", "item")  # breakdowns of what was asked, not of who was


class Rank(NamedTuple):
    """The place among `of` areas, None where too little could be judged here; `left_out` are the neighbours so."""

    place: Place | None
    of: int
    left_out: int


@dataclass(frozen=True)
class Report:
    """A plan, quarter and area of an office, to be told in `words`; every number has been through disclosure control."""

    office: Office
    plan: Plan
    quarter: Quarter
    area: str
    words: Words

    @cached_property
    def judgements(self) -> tuple[Judgement, ...]:
        return tuple(self.office.judgements(self.plan, self.quarter, self.area))

    @cached_property
    def score(self) -> Score:
        return score(self.judgements)

    @cached_property
    def tally(self) -> dict[str, int]:
        """How many targets have each verdict, those that occur."""
        count = Counter(judgement.verdict for judgement in self.judgements)
        return {verdict: count[verdict] for verdict in VERDICTS if count[verdict]}

    @property
    def before(self) -> Quarter:
        """What it is compared with first: the quarter before; of a campaign the one of its name a year ago."""
        return self.quarter.year_ago if self.words.called else self.quarter.previous

    def judged_in(self, quarter: Quarter) -> list[Judgement]:
        """The same plan and area in another quarter; nothing where the plan was not in force or no records reach."""
        is_known = str(quarter) in self.measures.quarters and self.plan.in_force(quarter)
        return self.office.judgements(self.plan, quarter, self.area) if is_known else []

    def rank(self) -> Rank | None:
        """The place by score among the areas beside this one that could be judged alike; None without such neighbours."""
        beside = self.areas.children(self.areas.parent(self.area) or "")
        if self.area == self.office.top(self.plan) or self.score.earned is None:
            return None
        ranked = places({area: score(self.office.judgements(self.plan, self.quarter, area)) for area in beside})
        if len(ranked) < 2:
            return None
        return Rank(ranked.get(self.area), len(ranked), len(beside) - len(ranked))

    @cached_property
    def unscored(self) -> dict[str, int]:
        """How many targets with points could not be scored, by verdict."""
        return Counter(j.verdict for j in self.judgements if j.points and j.earned is None)

    @cached_property
    def elsewhere(self) -> list[Target]:
        """The plan's targets with points that are asked of areas of another level."""
        level = self.areas.level(self.area)
        return [t for t in self.plan.targets if t.points and t.level not in (None, level) and t.asked_in(self.quarter)]

    def doors(self, judgement: Judgement) -> tuple[Door, ...]:
        """The sites and units to see about a rate short of its floor."""
        target = judgement.target
        if not judgement.still_needed or target.each or not (target.is_floor or target.comparison == "="):
            return ()
        return doors(self.office.con, self.areas, judgement.value, judgement.still_needed)

    def silent(self) -> tuple[Door, ...]:
        """Who has not sent the returns due."""
        code = f"{self.plan.programme}.{COMPLETENESS}"
        if code not in self.measures.indicators:
            return ()
        value = self.measures.value(code, str(self.quarter), self.area)
        return doors(self.office.con, self.areas, value, value.denominator - value.numerator)

    def areas_to_see(self, judgement: Judgement) -> tuple[tuple[str, int], ...]:
        """The fewest areas below that would close a rate's gap, each with what it needs, from what may be shown."""
        scope = self.office.scope(self.plan)

        def look(area: str) -> Value:
            return self.office.value(judgement.target, str(self.quarter), area, scope)

        return smallest_set(judgement, self.areas.children(self.area), look)

    def name(self, judgement: Judgement) -> str:
        """A target's indicator, and for whom."""
        return self.words.name(judgement.indicator, judgement.target.where)

    def groups(self, judgement: Judgement) -> dict[str, dict[str, Value]]:
        """The target's value by category, for each breakdown that its population does not fix already."""
        target, found = judgement.target, {}
        by_unit = getattr(self.measures.indicators[target.indicator], "by_unit", None)
        for column in rosters.offered(judgement.indicator):
            if column in target.where or column in (by_unit, *NOT_PEOPLE):
                continue
            asked = (target.indicator, str(self.quarter), self.area, column, target.where, target.window)
            parts = {code: value for code, value in self.measures.breakdown(*asked).items() if code}
            whole = self.measures.value(target.indicator, str(self.quarter), self.area, target.where, target.window)
            safe = self.office.protect([whole, *parts.values()])[1:]
            found[column] = dict(zip(parts, safe, strict=True))
        return found

    def differences(self) -> list[str]:
        """A sentence for each total that was reported otherwise than the records say."""
        return [
            self.words(
                "finding.differs",
                name=value.indicator.title(self.words.lang),
                reported=self.words.amount(value.denominator, value.indicator.counts),
                recounted=self.words.amount(value.numerator, value.indicator.counts),
                difference=self.words.amount(abs(value.difference), value.indicator.counts),
            )
            for value in self._verified
            if value.finding
        ]

    def agreeing(self) -> int:
        """How many totals were reported as the records say."""
        return sum(value.reported and not value.finding for value in self._verified)

    def over_full(self) -> list[str]:
        """A sentence for each rate above 100 %."""
        doubtful = (j for j in self.judgements if j.value.over_full and not isinstance(j.indicator, Verification))
        return [self.words("finding.over_full", name=self.name(j), value=self.words.value(j.value)) for j in doubtful]

    @cached_property
    def _verified(self) -> list[Value]:
        """What was verified in the plan's programme."""
        codes = (
            code
            for code, indicator in self.measures.indicators.items()
            if isinstance(indicator, Verification) and indicator.programme == self.plan.programme
        )
        values = [self.measures.value(code, str(self.quarter), self.area) for code in codes]
        return self.office.protect(values)

    def returned_reasons(self) -> dict[str, list[tuple[str, int]]]:
        """(reason, rows) by sending unit, the commonest first."""
        column = "en" if self.words.lang == "en" else "zh"
        query = f"""
            SELECT unit, {column}, count(DISTINCT (file, sheet, row)) AS rows
            FROM intake.returned GROUP BY ALL ORDER BY unit, rows DESC, 2
        """
        found: dict[str, list[tuple[str, int]]] = {}
        for unit, reason, rows in self.office.con.execute(query).fetchall():
            found.setdefault(unit, []).append((reason, rows))
        return found

    def returned_units(self) -> dict[str, int]:
        """Rows returned by sending unit, most first; a row with several reasons counts once."""
        query = """
            SELECT unit, count(DISTINCT (file, sheet, row)) AS rows FROM intake.returned GROUP BY unit ORDER BY rows DESC, unit
        """
        return {unit: rows for unit, rows in self.office.con.execute(query).fetchall() if self._sends(unit)}

    def unread_answers(self) -> int:
        """Answers to questionnaires that could not be read, and count nowhere."""
        query = """
            SELECT unit, sum(n)::BIGINT FROM intake.assumptions JOIN intake.units USING (file) WHERE kind = 'answers_unread' GROUP BY unit
        """
        return sum(n for unit, n in self.office.con.execute(query).fetchall() if self._sends(unit))

    def _sends(self, unit: str) -> bool:
        """True when a sending unit belongs here: everywhere at the top, below it those that bear the area's name."""
        return self.area == self.office.top(self.plan) or self.areas.name(self.area) in unit

    @property
    def measures(self) -> Measures:
        return self.office.measures

    @property
    def areas(self) -> Areas:
        return self.office.areas

    @property
    def settings(self) -> Settings:
        return self.office.settings

    @property
    def is_example(self) -> bool:
        return self.office.is_example

    @property
    def ledger(self) -> dict[str, int]:
        return self.office.ledger
