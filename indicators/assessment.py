"""The object a notebook holds: one plan judged for one quarter and area, each method what one cell shows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from indicators import charts, overview, summary, tables
from indicators.areas import Areas
from indicators.assess import VERDICTS, Judgement, Score, score
from indicators.disclosure import protect
from indicators.measure import Measures
from indicators.model import Value, Verification
from indicators.office import Office
from indicators.plans import Plan
from indicators.quarters import Quarter
from indicators.shown import Charts, Html, Picture
from indicators.verdicts import MINIMUM_SAMPLE
from indicators.words import Words
from indicators.workspace import (
    LANGUAGES,
    Fault,
    Settings,
    Workspace,
    injected_parameters,
    refuse_unknown_parameters,
)

TREND_QUARTERS = 12  # three years: longer trends hide the last quarter
NOT_PEOPLE = ("topic", "survey", "questionnaire", "item")  # breakdowns of what was asked, not of who was


@dataclass(frozen=True)
class Assessment:
    """`summary()`, `scorecard()`, `overview()`, `charts()`, `breakdowns()`, `findings()`, `returned()` and `method()`
    each return what a cell shows, in the language of `words`; every number has been through disclosure control."""

    office: Office
    plan: Plan
    quarter: Quarter
    area: str
    words: Words

    @classmethod
    def open(cls, plan: str, quarter: str = "", area: str = "", lang: str = "", workspace: str = "") -> Assessment:
        """The assessment of a plan (its file's name), for a quarter such as "2024Q3" (the last complete one if not
        given), an area's code or name (the plan's whole area) and a language, zh or en (the workspace's).

        Raises Fault for a name that means nothing, where the plan is not in force, and for a misspelt parameter that
        papermill, which only warns of it, has put into the notebook.
        """
        refuse_unknown_parameters(injected_parameters(), ["plan", "quarter", "area", "lang", "workspace"])
        place = Workspace.open(workspace or None)
        office = Office.open(place)
        if lang not in ("", *LANGUAGES):
            raise Fault(f'lang "{lang}": the languages are zh and en.', f"lang “{lang}”：可用的语言是 zh 和 en。")
        known, when = office.plan(plan), office.quarter(quarter)
        where = office.areas.resolve(area) if area else office.top(known)
        return cls(office, known, when, where, Words(lang or place.settings.language))

    def _repr_html_(self) -> str:
        return summary.cover(self)

    def summary(self) -> Html:
        """What was met, what moved, the largest gaps in people, and what to do next, in sentences."""
        return Html(summary.summary(self))

    def scorecard(self) -> Html:
        """Every target on one row."""
        return Html(tables.scorecard(self))

    def overview(self) -> Picture | Html:
        """Every value against its target, on one figure for print."""
        figure = overview.overview(list(self.judgements), self.words)
        return (
            Picture(figure, self.words("chart.overview_alt")) if figure else Html(tables.note(self.words("chart.none")))
        )

    def charts(self) -> Charts | Html:
        """For each indicator its trend and its areas, targets of the same indicator together."""
        together: dict[str, list[charts.Strand]] = {}
        for judgement in self.judgements:
            strand = self._strand(judgement)
            if strand.tells:
                strands = together.setdefault(judgement.indicator.code, [])
                if not any(strand.trend == other.trend for other in strands):
                    strands.append(strand)
        drawn = []
        for strands in together.values():
            title = strands[0].judgement.indicator.title(self.words.lang)
            most = charts.MOST_STRANDS
            drawn += [
                (title if len(part) > 1 else self.name(part[0].judgement), charts.trend_and_areas(part, self.words))
                for part in (strands[i : i + most] for i in range(0, len(strands), most))
            ]
        note = tables.note(self.words("chart.small", n=MINIMUM_SAMPLE))
        return Charts(tuple(drawn), note) if drawn else Html(tables.note(self.words("chart.no_comparison")))

    def breakdowns(self) -> Html:
        """How far apart the groups of the population are."""
        return Html(tables.breakdowns(self))

    def findings(self) -> Html:
        """What was reported against what the records say."""
        return Html(tables.findings(self))

    def returned(self) -> Html:
        """The rows that intake returned, counted by unit and reason."""
        return Html(tables.returned(self))

    def method(self) -> Html:
        """Definitions, sources, clauses, and how verdicts are reached."""
        return Html(tables.method(self))

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

    def judged_in(self, quarter: Quarter) -> tuple[list[Judgement], Score]:
        """The same plan and area in another quarter; nothing where the plan was not in force or no records reach."""
        if str(quarter) not in self.measures.quarters or not self.plan.in_force(quarter):
            return [], score([])
        judged = self.office.judgements(self.plan, quarter, self.area)
        return judged, score(judged)

    def rank(self) -> tuple[int, int] | None:
        """(place, of how many) by score among the areas beside this one; None without neighbours that have a score."""
        beside = self.areas.children(self.areas.parent(self.area) or "")
        judged = {area: score(self.office.judgements(self.plan, self.quarter, area)).earned for area in beside}
        scores = [earned for earned in judged.values() if earned is not None]
        if self.area == self.office.top(self.plan) or self.score.earned is None or len(scores) < 2:
            return None
        return 1 + sum(earned > self.score.earned for earned in scores), len(scores)

    def name(self, judgement: Judgement) -> str:
        """A target's indicator, and for whom."""
        return self.words.name(judgement.indicator, judgement.target.where)

    def groups(self, judgement: Judgement) -> dict[str, dict[str, Value]]:
        """The target's value by category, for each breakdown that its population does not fix already."""
        target, found = judgement.target, {}
        by_unit = getattr(self.measures.indicators[target.indicator], "by_unit", None)
        for column in judgement.indicator.breakdowns:
            if column in target.where or column in (by_unit, *NOT_PEOPLE):
                continue
            asked = (target.indicator, str(self.quarter), self.area, column, target.where, target.window)
            parts = {code: value for code, value in self.measures.breakdown(*asked).items() if code}
            whole = self.measures.value(target.indicator, str(self.quarter), self.area, target.where, target.window)
            safe = protect([whole, *parts.values()], self.areas, self.settings.suppression_threshold)[1:]
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
        return protect(values, self.areas, self.settings.suppression_threshold)

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

    def _sends(self, unit: str) -> bool:
        """True when a sending unit belongs here: everywhere at the top, below it those that bear the area's name."""
        return self.area == self.office.top(self.plan) or self.areas.name(self.area) in unit

    def _strand(self, judgement: Judgement) -> charts.Strand:
        """A target's trend up to this quarter, and its areas."""
        target = judgement.target
        known = sorted({*self.measures.quarters, str(self.quarter)})
        past = known[: known.index(str(self.quarter)) + 1][-TREND_QUARTERS:]
        scope = self.office.scope(self.plan)
        trend = [self.office.value(target, quarter, self.area, scope) for quarter in past]
        while len(trend) > 1 and not trend[0].reported:
            trend.pop(0)
        below, here = self.areas.children(self.area), None
        values = [(area, self.office.value(target, str(self.quarter), area, scope)) for area in below]
        if not any(value.reported for _, value in values):  # a leaf stands among its neighbours
            below, here = self.areas.children(self.areas.parent(self.area) or "") or (self.area,), self.area
            values = [(area, self.office.value(target, str(self.quarter), area, scope)) for area in below]
        named = tuple((self.areas.name(area), value) for area, value in values if value.reported or area == here)
        label = self.words.population(target.where) or judgement.indicator.title(self.words.lang)
        return charts.Strand(judgement, label, tuple(trend), named, here and self.areas.name(here))

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
