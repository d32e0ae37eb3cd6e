"""`jiping check`: every problem of forms, questionnaires, definitions and plans, by name."""

from __future__ import annotations

from pathlib import Path

from indicators.catalogue import catalogue
from indicators.workspace import Fault
from pipelines.command.console import fault, note
from pipelines.command.opening import opened
from pipelines.command.speech import say
from pipelines.recognising import forms, plan_words, questionnaires

OK, WRONG = 0, 2


def run(workspace: Path | None, lang: str | None) -> int:
    place = opened(workspace, None, lang)
    problems, known, asked = [], {}, {}
    try:
        known, asked = forms.load(place), questionnaires.load(place)
        forms.recognisable(known, asked)
    except Fault as error:
        problems.append(error)
    found = catalogue(strict=False, workspace=place, words=plan_words.words(known))
    problems = [*found.faults, *problems]
    if place.warehouse.exists() and not problems:
        with place.connect() as con:
            problems = found.problems(con)
    for problem in problems:
        fault(problem.text(say.lang))
    if problems:
        return WRONG
    parts = {"forms": known, "questionnaires": asked, "indicators": found.indicators, "plans": found.plans}
    note(say("console.no_problem", **{name: len(things) for name, things in parts.items()}))
    return OK
