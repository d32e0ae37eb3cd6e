"""The workspace that a command is for, and the language it asks for."""

from __future__ import annotations

import os
from pathlib import Path

from indicators.counting.quarters import Quarter
from indicators.workspace import LANGUAGES, Fault, Workspace
from pipelines.command.speech import say


def opened(workspace: Path | None, raw: Path | None, lang: str | None) -> Workspace:
    """The workspace; its settings say the language where nobody else does. Raises Fault."""
    check_language(lang)
    place = Workspace.open(workspace, raw)
    if lang is None and "JIPING_LANG" not in os.environ:
        say.speak(place.settings.language)
    return place


def check_language(lang: str | None) -> None:
    """Raises Fault for a language there is none of."""
    lang = lang if lang is not None else os.environ.get("JIPING_LANG")
    if lang is not None and lang not in LANGUAGES:
        raise Fault(f'--lang "{lang}": the languages are zh and en.', f"--lang “{lang}”：可用的语言是 zh 和 en。")


def quarter(text: str | None, place: Workspace | None = None) -> str:
    """The quarter asked for, or the campaign of a plan of `place`; else the last complete quarter. Raises Fault before anything
    is read."""
    from indicators.office import campaign_of

    if place and text and (campaign := campaign_of(place, text)):
        return str(campaign)
    try:
        return str(Quarter.parse(text) if text else Quarter.last_complete())
    except ValueError as error:
        raise Fault(
            f"{error}, or name a campaign of a plan by its year and name (`jiping plan` lists plans with their campaigns).",
            f"“{text}”不是季度，也不是方案写明的活动期。季度请写成 2024Q3（只有 Q1 至 Q4）；活动期请写年份和名称，见 jiping plan。",
        ) from None
