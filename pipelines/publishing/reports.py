"""The assessments of a quarter: what is asked for, and what became of each."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Report:
    """One assessment to make, and once made how long it took, or in `fault` why it could not be made; `kept` where it stands
    from an earlier run."""

    plan: str
    area: str
    seconds: float = 0.0
    fault: str = ""
    kept: bool = False

    @property
    def path(self) -> str:
        """Of the page, inside the quarter's folder."""
        return f"{self.plan}/{self.area}.html"


@dataclass(frozen=True)
class RunResult:
    """Where the quarter's assessments are, what became of each, and those of earlier runs that cannot be made any more."""

    folder: Path
    index: Path
    reports: tuple[Report, ...]
    seconds: float
    gone: tuple[Report, ...] = ()

    @property
    def kept(self) -> tuple[Report, ...]:
        return tuple(report for report in self.reports if report.kept)

    @property
    def faults(self) -> tuple[Report, ...]:
        return tuple(report for report in self.reports if report.fault)
