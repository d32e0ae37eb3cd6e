"""The manifest of a quarter's assessments: what they were made from, by what, and how long it took."""

from __future__ import annotations

import json
import platform
from collections import Counter
from datetime import datetime
from importlib import metadata
from pathlib import Path

import msgspec

from indicators.counting.quarters import Quarter
from indicators.judging.scores import score
from indicators.office import Office
from indicators.workspace import version
from pipelines.publishing.reports import Report

LIBRARIES = ("duckdb", "polars", "plotly", "matplotlib", "great-tables", "papermill", "nbconvert")


def write(
    folder: Path, office: Office, quarter: Quarter, reports: tuple[Report, ...], parameters: dict, timings: dict
) -> None:
    """Write manifest.json: parameters, versions, settings, the digest of every input, the rows of all, reports, seconds.

    It lies beside the pages, so it names no file, sheet or folder and gives no rows of a single one: the ledger does.
    """
    content = {
        "quarter": str(quarter),
        "made_at": datetime.now().astimezone().isoformat(timespec="seconds"),
        "example_data": office.is_example,
        "warehouse": fingerprint(office),
        "parameters": {name: value for name, value in parameters.items() if name != "workspace"},
        "settings": msgspec.to_builtins(office.settings),
        "versions": {
            "jiping": version(),
            "python": platform.python_version(),
            **{n: metadata.version(n) for n in LIBRARIES},
        },
        "inputs": _digests(office),
        "rows": {name: n for name, n in office.ledger.items() if name != "files"},
        "reports": [_entry(office, quarter, report) for report in reports],
        "seconds": {name: round(seconds, 2) for name, seconds in timings.items()},
    }
    text = json.dumps(content, ensure_ascii=False, indent=1, default=str)
    (folder / "manifest.json").write_text(text + "\n", encoding="utf-8")


def read(folder: Path) -> dict:
    """The manifest of a folder; nothing where there is none that can be read."""
    try:
        return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def fingerprint(office: Office) -> str:
    """Of everything the warehouse was made from: records, forms, definitions, settings."""
    return office.con.execute("SELECT fingerprint FROM intake.state").fetchone()[0]


def _digests(office: Office) -> list[str]:
    """The SHA-256 of every file that was read or refused, in an order that tells nothing of their names."""
    found = office.con.execute("SELECT DISTINCT sha256 FROM intake.ledger WHERE sha256 <> '' ORDER BY sha256")
    return [digest for (digest,) in found.fetchall()]


def _entry(office: Office, quarter: Quarter, report: Report) -> dict:
    judged = office.judgements(office.plan(report.plan), quarter, report.area)
    total = score(judged)
    return {
        "plan": report.plan,
        "area": report.area,
        "page": None if report.fault else report.path,
        "fault": report.fault or None,
        "score": total.earned,
        "possible": total.possible,
        "verdicts": dict(Counter(j.verdict for j in judged)),
        "seconds": round(report.seconds, 2),
    }
