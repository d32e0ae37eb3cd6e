"""`jiping values`: indicators of a quarter for people, or as CSV or JSON for programs."""

from __future__ import annotations

import csv
import json
import os
import stat
import sys
from pathlib import Path

import duckdb
from rich.table import Table

from indicators.model import UNITS
from indicators.showing import listing
from indicators.workspace import Workspace
from pipelines import campaign, warehouse
from pipelines.command import intake
from pipelines.command.console import fault, note, out
from pipelines.command.opening import opened
from pipelines.command.opening import quarter as quarter_of
from pipelines.command.speech import say


def run(
    quarter: str | None, indicator: list[str] | None, area: list[str] | None, below: bool, by: list[str] | None,
    plan: list[str] | None, format: str, public: bool, workspace: Path | None, raw: Path | None, lang: str | None,
) -> None:  # fmt: skip
    place = opened(workspace, raw, lang)
    when = quarter_of(quarter, place)
    intake.refuse_empty(place)
    if raw or not warehouse.is_ready(place):
        intake.take_in(place)
    campaign.ready(place, when)
    asked = {"indicators": indicator, "areas": area, "by": by or (), "plans": plan, "public": public, "below": below}
    changed, listed = _read(place, when, asked | {"lang": say.lang})
    if changed:
        fault(say("console.changes", n=changed))
    show(listed, format, when)


def _read(place: Workspace, quarter: str, asked: dict) -> tuple[int, list[dict]]:
    """How many files have changed since they were taken in, and the values. Should the warehouse turn out to be damaged
    while it is read, it is built anew first: what a disk alters without a trace shows only there."""
    try:
        return len(warehouse.changes(place)), listing.of(place, quarter, **asked)
    except duckdb.Error:
        if warehouse.is_ready(place, thorough=True):
            raise
    # The error is gone, and with it what held the damaged warehouse open.
    intake.take_in(place)
    return len(warehouse.changes(place)), listing.of(place, quarter, **asked)


def show(listed: list[dict], format: str, quarter: str) -> None:
    """Values as a table for people, or as CSV or JSON for programs."""
    if format == "json":
        json.dump(listed, sys.stdout, ensure_ascii=False, indent=1, default=str)
        sys.stdout.write("\n")
    elif format == "csv":
        write_csv(listing.for_spreadsheets(listed, say.words))
    elif not listed:
        note(say("console.no_values", quarter=quarter))
    else:
        show_tables(listed)


def write_csv(rows: list[dict]) -> None:
    """To a new file with the mark by which spreadsheet programs know UTF-8; to a program, which reads a pipe, without."""
    if _is_new_file(sys.stdout):
        sys.stdout.reconfigure(encoding="utf-8-sig")
    writer = csv.DictWriter(sys.stdout, list(rows[0]) if rows else [], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


def _is_new_file(stream) -> bool:
    try:
        status = os.fstat(stream.fileno())
    except (OSError, ValueError):  # no file at all
        return False
    return stat.S_ISREG(status.st_mode) and status.st_size == 0


def show_tables(listed: list[dict]) -> None:
    """A table for each area, or for each indicator where there are more areas than indicators; an indicator that a plan has
    listed already is not listed again for itself."""
    planned = {(row["indicator"], row["where"], row["area"]) for row in listed if row["plan"]}
    rows = [r for r in listed if r["plan"] or (r["indicator"], r["where"], r["area"]) not in planned]
    areas, names = ({row[key] for row in rows} for key in ("area", "name"))
    title, first = ("name", "area_name") if len(areas) > len(names) else ("area_name", "name")
    for heading in dict.fromkeys(row[title] for row in rows):
        _show_table([row for row in rows if row[title] == heading], f"{heading} {rows[0]['quarter']}", first)
    for row in rows:
        if row["plan"] and row["difference"]:
            counted = {name: f"{row[name]:,} {_unit(row)}" for name in ("numerator", "denominator")}
            fault(say("console.difference", name=row["name"], **counted))


def _show_table(rows: list[dict], title: str, first: str) -> None:
    table = Table(title=title, title_justify="left")
    table.add_column(say("console.area" if first == "area_name" else "console.indicator"), overflow="fold")
    for key in ("numerator", "denominator", "value", "interval", "target", "verdict"):
        table.add_column(say(f"console.{key}"), justify="left" if key == "verdict" else "right", overflow="fold")
    for row in rows:
        table.add_row(row[first], *_figures(row), row["target"] or "", _verdict(row))
    out.print(table)


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
