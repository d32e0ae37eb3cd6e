"""`jiping explore`: JupyterLab on the notebooks, for one workspace."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from pipelines import warehouse
from pipelines.command import intake
from pipelines.command.opening import opened
from pipelines.publishing.quarterly import NOTEBOOKS


def run(workspace: Path | None, lang: str | None) -> None:
    place = opened(workspace, None, lang)
    if place.warehouse.exists() and not warehouse.is_ready(place):
        intake.take_in(place)
    os.environ["JIPING_WORKSPACE"] = str(place.root)
    os.execv(sys.executable, [sys.executable, "-m", "jupyterlab", "--notebook-dir", str(NOTEBOOKS)])
