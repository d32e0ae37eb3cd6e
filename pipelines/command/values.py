"""`jiping values`: indicators of a quarter for people, or as CSV or JSON for programs."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

from rich.table import Table

from indicators.model import UNITS
from indicators.showing import listing
from indicators.workspace import Workspace
from pipelines import warehouse
from pipelines.command import intake
from pipelines.command.console import fault, note, out
from pipelines.command.opening import opened
from pipelines.command.opening import quarter as quarter_of
from pipelines.command.speech import say


def run(
    quarter: str | None, indicator: list[str] | None, area: list[str] | None, by: list[str] | None, plan: list[str] | None,
    format: str, public: bool, workspace: Path | None, raw: Path | None, lang: str | None,
) -> None:  # fmt: skip
    place, when = opened(workspace, raw, lang), quarter_of(quarter)
    if raw or not place.warehouse.exists():
        intake.take_in(place)
    show_changes(place)
    asked = {"indicators": indicator, "areas": area, "by": by or (), "plans": plan, "lang": say.lang, "public": public}
    show(listing.of(place, when, **asked), format, when)


def show_changes(place: Workspace) -> None:
    """Beside values: that files have changed since they were taken in."""
    if n := len(warehouse.changes(place)):
        fault(say("console.changes", n=n))


def show(listed: list[dict], format: str, quarter: str) -> None:
    """Values as a table for people, or as CSV or JSON for programs."""
    if format == "json":
        json.dump(listed, sys.stdout, ensure_ascii=False, indent=1, default=str)
        sys.stdout.write("\n")
    elif format == "csv":
        writer = csv.DictWriter(sys.stdout, list(listed[0]) if listed else [], lineterminator="\n")
        writer.writeheader()
        writer.writerows(listing.inert(listed))
    elif not listed:
        note(say("console.no_values", quarter=quarter))
    else:
        for area in dict.fromkeys(row["area"] for row in listed):
            _show_area([row for row in listed if row["area"] == area])


def _show_area(rows: list[dict]) -> None:
    """One area's values; an indicator that a plan has listed already is not listed again for itself."""
    table = Table(title=f"{rows[0]['area_name']} {rows[0]['quarter']}", title_justify="left")
    for key in ("indicator", "numerator", "denominator", "value", "interval", "target", "verdict"):
        table.add_column(
            say(f"console.{key}"), justify="left" if key in ("indicator", "verdict") else "right", overflow="fold"
        )
    planned = {(row["indicator"], row["where"]) for row in rows if row["plan"]}
    for row in rows:
        if row["plan"] or (row["indicator"], row["where"]) not in planned:
            table.add_row(row["name"], *_figures(row), row["target"] or "", _verdict(row))
    out.print(table)
    for row in rows:
        if row["plan"] and row["difference"]:
            counted = {name: f"{row[name]:,} {_unit(row)}" for name in ("numerator", "denominator")}
            fault(say("console.difference", name=row["name"], **counted))


def _figures(row: dict) -> tuple[str, str, str, str]:
    """Numerator, denominator, value and interval, or the word for why there is none."""
    if row["value"] is None:
        return "", "", say(f"state.{row['state']}"), ""
    if row["denominator"] is None:
        return "", "", f"{row['value']:,.10g} {_unit(row)}", ""
    interval = "" if row["lower"] is None else f"{row['lower']:.1%}–{row['upper']:.1%}"
    return f"{row['numerator']:,.10g}", f"{row['denominator']:,.10g}", f"{row['value']:.1%}", interval


def _unit(row: dict) -> str:
    return UNITS[row["unit"]][say.lang == "en"]


def _verdict(row: dict) -> str:
    verdict = row["verdict"]
    return f"{say('symbol.' + verdict)} {say('verdict.' + verdict)}" if verdict else ""
