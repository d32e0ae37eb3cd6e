"""The shape of the project: imports go one way, modules stay small, and a new programme is one new folder."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted(p for package in ("indicators", "pipelines") for p in (ROOT / package).rglob("*.py"))


def imported(path: Path) -> set[str]:
    """The top-level packages a module imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add(node.module.split(".")[0])
    return found


def test_imports_go_one_way():
    for path in MODULES:
        forbidden = {"tests", "notebooks"} | ({"pipelines"} if path.is_relative_to(ROOT / "indicators") else set())
        assert not imported(path) & forbidden, path


def test_modules_stay_small():
    sizes = sorted(len(p.read_text(encoding="utf-8").splitlines()) for p in MODULES)
    assert sizes[-1] <= 300, [str(p) for p in MODULES if len(p.read_text(encoding="utf-8").splitlines()) > 300]


def test_nothing_is_called_by_a_name_that_says_nothing():
    banned = {"utils", "helpers", "common", "core", "base", "manager"}
    assert not [p for p in MODULES if p.stem in banned or p.parent.name in banned]


def test_help_loads_no_heavy_library():
    code = "import sys; sys.argv = ['jiping', '--help']\nimport pipelines.cli\nprint(*{m.split('.')[0] for m in sys.modules})"
    loaded = set(
        subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout.split()
    )
    assert not loaded & {"duckdb", "polars", "pandas", "pyarrow", "plotly", "matplotlib", "papermill", "scipy", "numpy"}


PROGRAMME = {
    "definitions.py": 'from indicators.model import Proportion\n\nzh = "饮水安全"\nen = "Safe water"\n\n'
    'deep_well_rate = Proportion(zh="深井率", en="Deep well rate", counts="sites", table="wells", numerator="depth >= 10")\n',
    "wells.sql": "-- one row per well\nSELECT area, '2024Q3' AS quarter, depth FROM clean.wells\n",
    "plans/water.toml": 'zh = "饮水方案"\nen = "Water plan"\ndocument = "x"\n[[targets]]\nindicator = "deep_well_rate"\nvalue = 0.5\nclause = "1"\n',
}
FORM = 'zh = "水井"\nen = "Wells"\n[fields.area]\ntype = "area"\nrequired = true\nheaders = ["村"]\n'
FORM += '[fields.depth]\ntype = "decimal"\nrequired = true\nheaders = ["井深(米)"]\n'


@pytest.fixture
def scratch(tmp_path, office):
    """A copy of the project with a third programme: one new folder and one new form, no edit elsewhere."""
    copy = tmp_path / "copy"
    for name in ("indicators", "pipelines", "notebooks"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name, text in PROGRAMME.items():
        path = copy / "indicators" / "safe_water" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (copy / "pipelines" / "forms" / "wells.toml").write_text(FORM, encoding="utf-8")
    office.write("水利站/水井.csv", "村,井深(米)\n黄码村,12.5\n黄码村,8\n柳园社区,15\n")
    return copy, office


def jiping(copy: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "pipelines.cli", *arguments]
    env = os.environ | {"PYTHONPATH": str(copy), "COLUMNS": "200"}
    done = subprocess.run(command, cwd=copy, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


def test_a_third_programme_is_one_new_folder(scratch):
    copy, office = scratch
    workspace = ["--workspace", str(office.root)]
    assert "deep_well_rate" in jiping(copy, "indicators")
    assert "深井率" in jiping(copy, "indicators", "deep_well_rate")
    jiping(copy, "check", *workspace)
    listed = jiping(
        copy, "values", "2024Q3", "--indicator", "deep_well_rate", "--area", "320812", "--format", "csv", *workspace
    )
    assert "safe_water.deep_well_rate" in listed and ",2,3,0.666" in listed
    jiping(copy, "run", "2024Q3", *workspace, "--plan", "water", "--area", "320812")
    page = office.root / "data/processed/assessments/2024Q3/water/320812000000.html"
    assert "深井率" in page.read_text(encoding="utf-8")
