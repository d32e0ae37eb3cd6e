"""What one office's warehouse says, opened once: its catalogue, its measures, and every judgement as it may be shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property, lru_cache

from indicators.catalogue import Catalogue, catalogue
from indicators.counting.areas import Areas, area_code
from indicators.counting.disclosure import is_personal, protect
from indicators.counting.measure import Measures
from indicators.counting.persons import Persons
from indicators.counting.quarters import Quarter
from indicators.counting.values import Value
from indicators.judging.assess import Judgement, assess
from indicators.judging.campaigns import Campaign, named
from indicators.judging.plans import Plan
from indicators.judging.protected import protect_judgements
from indicators.judging.targets import Target
from indicators.workspace import Fault, Settings, Workspace


class Office:
    """`measures` hold the exact numbers; what `judgements`, `trend` and `values` give has been through disclosure
    control over all areas together, so that no two reports give away between them what each hides."""

    def __init__(self, con, known: Catalogue, settings: Settings, is_example: bool = False):
        self.con, self.catalogue, self.settings, self.is_example = con, known, settings, is_example
        targets = (target for plan in known.plans.values() for target in plan.targets)
        self.measures = Measures(con, known.indicators, ((target.indicator, target.where) for target in targets))
        self.persons = Persons(con, self.measures.areas)
        self._judged: dict[tuple[str, str], dict[str, list[Judgement]]] = {}
        self._safe: dict[tuple, dict[str, Value]] = {}

    @classmethod
    def open(cls, workspace: Workspace) -> Office:
        """The office of a workspace; opened once as long as its warehouse stays the same. Raises Fault."""
        changed = workspace.warehouse.stat().st_mtime_ns if workspace.warehouse.exists() else None
        return _opened(workspace.root, workspace.raw, changed, workspace.settings, workspace.campaign)

    @classmethod
    def at(cls, workspace: Workspace, text: str = "") -> tuple[Office, Quarter]:
        """The office and the quarter that a text names (the last complete one if it is empty), or as at the campaign that it
        names. Raises Fault."""
        if campaign := campaign_of(workspace, text):
            workspace, text = replace(workspace, campaign=str(campaign)), str(campaign.quarter)
        office = cls.open(workspace)
        return office, office.quarter(text)

    @property
    def areas(self) -> Areas:
        return self.measures.areas

    @cached_property
    def called(self) -> dict[str, tuple[str, date, date]]:
        """Of an office as at a campaign: what the campaign is called that stands in a quarter's place, and its days."""
        there = self.con.execute(
            "SELECT count(*) FROM duckdb_tables() WHERE schema_name = 'calendar' AND table_name = 'campaigns'"
        )
        if not there.fetchall()[0][0]:
            return {}
        rows = self.con.execute(
            "SELECT quarter, name, starts_on, ends_on FROM calendar.campaigns JOIN calendar.quarters USING (quarter)"
        )
        return {quarter: told for quarter, *told in rows.fetchall()}

    def quarter(self, text: str = "") -> Quarter:
        """The quarter named, else the last complete one. Raises Fault when it is none, or holds no records."""
        try:
            quarter = Quarter.parse(text) if text else Quarter.last_complete()
        except ValueError as error:
            raise Fault(f"{error}.", f"“{text}”不是季度，请写成 2024Q3（Q1 至 Q4）。") from None
        known = self.measures.quarters
        if not text and known:
            quarter = min(quarter, Quarter.parse(known[-1]))
        if str(quarter) not in known and not self.measures.counts_in(str(quarter)):
            span_en, span_zh = (f"{known[0]} to {known[-1]}", f"{known[0]} 至 {known[-1]}") if known else ("none", "无")
            raise Fault(
                f'quarter "{quarter}": there are no records of that time. Quarters with records: {span_en}.',
                f"季度“{quarter}”没有任何记录。有记录的季度：{span_zh}。",
            )
        return quarter

    def plans_in_force(self, quarter: Quarter) -> list[Plan]:
        return [plan for plan in self.catalogue.own_plans(self.settings) if plan.in_force(quarter)]

    def top(self, plan: Plan) -> str:
        """The area that a plan is assessed for as a whole: its own, else the office's, else the only top."""
        tops = self.areas.tops
        wanted = plan.area or area_code(self.settings.root_area)
        return wanted if wanted in self.areas else tops[0] if len(tops) == 1 else wanted

    def scope(self, plan: Plan) -> list[str]:
        """The plan's area and all below it."""
        return list(_below(self.areas, self.top(plan)))

    def judgements(self, plan: Plan, quarter: Quarter, area: str) -> list[Judgement]:
        """The plan judged for one area, as it may be shown. Raises Fault where the plan is not in force."""
        key = (plan.name, str(quarter))
        if key not in self._judged:
            areas = self.scope(plan)
            exact = [assess(self.measures, plan, str(quarter), area) for area in areas]
            safe = iter(self._protect_judgements([j for judged in exact for j in judged]))
            self._judged[key] = {area: [next(safe) for _ in judged] for area, judged in zip(areas, exact, strict=True)}
        judged = self._judged[key]
        if area not in judged:
            return self._protect_judgements(assess(self.measures, plan, str(quarter), area))
        return judged[area]

    def areas_with_data(self, plan: Plan, quarter: Quarter) -> list[str]:
        """The plan's area and those directly below it, as far as anything was reported for them; where nothing was,
        the same of another top."""
        top = self.top(plan)
        for start in dict.fromkeys((top, *self.areas.tops)):
            near = (start, *self.areas.children(start))
            inside = (area for area in near if plan.in_force(quarter, area, self.areas))
            if found := [area for area in inside if self.has_data(plan, quarter, area)]:
                return found
        return []

    def has_data(self, plan: Plan, quarter: Quarter, area: str) -> bool:
        """True when any of the plan's figures was reported for the area, in a quarter of which there are records."""
        top = self.top(plan)
        whole = top if self.areas.within(area, top) else (area, *self.areas.ancestors(area))[-1]
        return self._is_recorded(plan, quarter, whole) and any(
            j.value.reported for j in self.judgements(plan, quarter, area)
        )

    def _is_recorded(self, plan: Plan, quarter: Quarter, area: str) -> bool:
        """True when anything was done or asked in the window: what is merely due, or stands on a register, stands in
        every quarter, also in those of which nothing was sent."""
        found = [self.measures.value(t.indicator, str(quarter), area, t.where, t.window) for t in plan.targets]
        passing = [value for value in found if value.window != "as_at"]
        done = any(v.numerator or (v.indicator.data_basis == "sample" and v.denominator) for v in passing)
        return done if passing else any(value.reported for value in found)

    def value(self, target: Target, quarter: str, area: str, scope: Iterable[str]) -> Value:
        """One target's value, protected together with those of all areas of `scope`."""
        exact = self.measures.value(target.indicator, quarter, area, target.where, target.window)
        if not is_personal(exact.indicator) or not self.threshold:
            return exact
        key = (target.indicator, quarter, target.window, tuple(sorted(target.where.items())))
        if key not in self._safe:
            asked = [self.measures.value(target.indicator, quarter, one, target.where, target.window) for one in scope]
            self._safe[key] = {v.area: v for v in self.protect(asked)}
        return self._safe[key].get(area) or self.protect([exact])[0]

    def protect(self, values: Sequence[Value]) -> list[Value]:
        """The values of one table as they may be shown, in the same order."""
        return protect(values, self.areas, self.threshold, self.persons.behind)

    def _protect_judgements(self, judgements: list[Judgement]) -> list[Judgement]:
        return protect_judgements(judgements, self.areas, self.threshold, self.persons.behind)

    @property
    def threshold(self) -> int:
        return self.settings.suppression_threshold

    @cached_property
    def ledger(self) -> dict[str, int]:
        """How many files were taken in, and of their rows how many became what; `read` is the sum of the others."""
        names = ("read", "clean", "returned", "duplicate", "superseded", "corrected")
        sums = ", ".join(f"sum({name})" for name in names)
        counts = self.con.execute(f"SELECT count(DISTINCT file), {sums} FROM intake.ledger").fetchone()
        return dict(zip(("files", *names), (int(number or 0) for number in counts), strict=True))

    def plan(self, name: str) -> Plan:
        """The plan named; with no name the only one there is. Raises Fault."""
        if not name and len(self.catalogue.plans) == 1:
            return next(iter(self.catalogue.plans.values()))
        return self.catalogue.plan(name)

    def indicator(self, name: str) -> str:
        """An indicator's code from its code or short name. Raises Fault."""
        return self.catalogue.indicator(name).code


def _below(areas: Areas, top: str):
    yield top
    for child in areas.children(top):
        yield from _below(areas, child)


def campaign_of(workspace: Workspace, text: str) -> Campaign | None:
    """The campaign of a plan that a text names, where it names no quarter."""
    if not text or Quarter.is_written(text):
        return None
    return named(catalogue(workspace=workspace).plans.values(), text)


@lru_cache(maxsize=2)
def _opened(root, raw, changed, settings, campaign) -> Office:
    workspace = Workspace(root, settings, raw, campaign=campaign)
    con = workspace.connect()
    ((is_example,),) = con.execute("SELECT example FROM intake.state").fetchall()
    return Office(con, catalogue(workspace=workspace), settings, is_example)
