"""The object a notebook holds: one plan judged for one quarter and area, each method what one cell shows."""

from __future__ import annotations

from dataclasses import dataclass

from indicators.judging.assess import Judgement
from indicators.judging.verdicts import MINIMUM_SAMPLE
from indicators.office import Office
from indicators.showing import charts, overview, summary, tables
from indicators.showing.report import Report
from indicators.showing.shown import Charts, Html, Picture
from indicators.showing.words import Words
from indicators.workspace import LANGUAGES, Fault, Workspace, injected_parameters, refuse_unknown_parameters

TREND_QUARTERS = 12  # three years: longer trends hide the last quarter
MOST_UNITS = 40  # bars of single units, the lowest


@dataclass(frozen=True)
class Assessment(Report):
    """`summary()`, `scorecard()`, `overview()`, `charts()`, `breakdowns()`, `findings()`, `returned()` and `method()`
    each return what a cell shows, in the language of `words`; every number has been through disclosure control."""

    @classmethod
    def open(cls, plan: str, quarter: str = "", area: str = "", lang: str = "", workspace: str = "") -> Assessment:
        """The assessment of a plan (its file's name), for a quarter such as "2024Q3" (the last complete one if not
        given) or a campaign such as "2024春节", an area's code or name (the plan's whole area) and a language, zh or en (the workspace's).

        Raises Fault for a name that means nothing, where the plan is not in force, and for a misspelt parameter that
        papermill, which only warns of it, has put into the notebook.
        """
        refuse_unknown_parameters(injected_parameters(), ["plan", "quarter", "area", "lang", "workspace"])
        place = Workspace.open(workspace or None)
        if lang not in ("", *LANGUAGES):
            raise Fault(f'lang "{lang}": the languages are zh and en.', f"lang “{lang}”：可用的语言是 zh 和 en。")
        office, when = Office.at(place, quarter)
        known = office.plan(plan)
        where = office.areas.resolve(area) if area else office.top(known)
        return cls(office, known, when, where, Words(lang or place.settings.language, office.called))

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
        together: dict[tuple, list[charts.Strand]] = {}
        for judgement in self.judgements:
            strand = self._strand(judgement)
            drawn_already = (strand.trend == other.trend for strands in together.values() for other in strands)
            if strand.tells and not any(drawn_already):
                together.setdefault((judgement.indicator.code, judgement.target.each), []).append(strand)
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

    def _strand(self, judgement: Judgement) -> charts.Strand:
        """A target's trend up to this quarter, and its areas."""
        target = judgement.target
        known = sorted({*self.measures.quarters, str(self.quarter)})
        past = known[: known.index(str(self.quarter)) + 1][-TREND_QUARTERS:]
        scope = self.office.scope(self.plan)
        trend = [self.office.value(target, quarter, self.area, scope) for quarter in past]
        while len(trend) > 1 and not trend[0].reported:
            trend.pop(0)
        label = self.words.population(target.where) or judgement.indicator.title(self.words.lang)
        if judgement.units:
            units = sorted(judgement.units, key=lambda unit: (unit.value.exact, unit.unit))[:MOST_UNITS]
            return charts.Strand(judgement, label, tuple(trend), tuple((unit.unit, unit.value) for unit in units))
        below, here = self.areas.children(self.area), None
        values = [(area, self.office.value(target, str(self.quarter), area, scope)) for area in below]
        if not any(value.reported for _, value in values):  # a leaf stands among its neighbours
            below, here = self.areas.children(self.areas.parent(self.area) or "") or (self.area,), self.area
            values = [(area, self.office.value(target, str(self.quarter), area, scope)) for area in below]
        named = tuple((self.areas.name(area), value) for area, value in values if value.reported or area == here)
        return charts.Strand(judgement, label, tuple(trend), named, here and self.areas.name(here))
