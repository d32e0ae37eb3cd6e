"""`jiping explore`: JupyterLab on the notebooks, for one workspace."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from pipelines.command.opening import opened
from pipelines.publishing.quarterly import NOTEBOOKS


def run(workspace: Path | None, lang: str | None) -> None:
    os.environ["JIPING_WORKSPACE"] = str(opened(workspace, None, lang).root)
    os.execv(sys.executable, [sys.executable, "-m", "jupyterlab", "--notebook-dir", str(NOTEBOOKS)])
