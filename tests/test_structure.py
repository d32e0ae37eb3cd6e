"""The shape of the project: imports go one way, modules stay small, and a new programme is one new folder."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path
from statistics import median

import duckdb
import pytest
import sqlglot

from indicators.counting.cohorts import in_order
from indicators.folders import HERE, data_folders, select_files

ROOT = Path(__file__).parents[1]
MODULES = sorted(p for package in ("indicators", "pipelines") for p in (ROOT / package).rglob("*.py"))


# From the ground up: a module imports from its own line and from those above it.
FLOORS = (
    ("indicators.sql", "indicators.folders", "indicators.received", "indicators.soundness", "indicators.workspace"),
    ("indicators.model",),
    ("indicators.counting",),
    ("indicators.judging",),
    ("indicators.catalogue",),
    ("indicators.office",),
    ("indicators.showing",),
    ("pipelines.ending", "pipelines.shortages", "pipelines.divisions", "pipelines.aside", "pipelines.example"),
    ("pipelines.reading",),
    ("pipelines.recognising",),
    ("pipelines.accounting",),
    ("pipelines.cleaning",),
    ("pipelines.intake",),
    ("pipelines.warehouse",),
    ("pipelines.campaign",),
    ("pipelines.listing",),
    ("pipelines.publishing",),
    ("pipelines.command",),
    ("pipelines.cli",),
)


def named(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports(path: Path) -> set[str]:
    """The modules of ours that a module imports anywhere, for their types alone or not."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: write the whole name"
            inside = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in NAMES else node.module for name in inside}
    return {name for name in found if name.split(".")[0] in ("indicators", "pipelines", "tests", "notebooks")}


NAMES = {named(path): path for path in MODULES}


def floor(name: str) -> int:
    """Where a module stands; a programme's definitions stand on the model, the package itself on nothing."""
    for number, wings in enumerate(FLOORS):
        if any(name == wing or name.startswith(f"{wing}.") for wing in wings):
            return number
    return FLOORS.index(("indicators.model",)) if name.endswith(".definitions") else 0


def test_imports_go_one_way():
    known = {wing for wings in FLOORS for wing in wings}
    homeless = [name for name in NAMES if name.count(".") == 1 and name not in known]
    assert not homeless, "name their place in FLOORS"
    for name, path in NAMES.items():
        for other in imports(path):
            assert other.split(".")[0] in ("indicators", "pipelines"), f"{name} imports {other}"
            assert floor(other) <= floor(name), f"{name} imports {other}, which stands above it"


def test_no_modules_import_each_other_in_a_circle():
    TopologicalSorter({name: imports(path) - {name} for name, path in NAMES.items()}).prepare()


def length(function: ast.FunctionDef) -> int:
    """Lines of what a function does, without its signature and docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def test_modules_and_functions_stay_small():
    sizes = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert not [f"{path}: {size} lines" for path, size in sizes.items() if size > 300]
    assert median(size for size in sizes.values() if size > 1) <= 120
    long = [
        f"{path}: {node.name} has {length(node)} lines"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and length(node) > 30
    ]
    assert not long


def test_the_sql_of_a_programme_reads_clean_records_ground_and_itself():
    """`in_order` refuses a file that reads another programme (tests/counting/test_cohorts.py)."""
    tables = {f"{p.parent.name}.{p.stem}": p for folder in data_folders(HERE) for p in select_files(folder)}
    with duckdb.connect() as con:
        assert sorted(in_order(con, tables)) == sorted(tables)


@pytest.mark.parametrize("path", sorted(HERE.rglob("*.sql")), ids=lambda path: f"{path.parent.name}.{path.stem}")
def test_every_select_would_run_on_a_cluster(path):
    """Spark's dialect can say all that a table says: what it cannot is an error, not a warning."""
    (said,) = sqlglot.transpile(
        path.read_text(encoding="utf-8"), read="duckdb", write="spark", unsupported_level=sqlglot.ErrorLevel.RAISE
    )
    assert "SELECT" in said


def test_nothing_is_called_by_a_name_that_says_nothing():
    banned = {"utils", "helpers", "common", "core", "base", "manager"}
    assert not [p for p in MODULES if p.stem in banned or p.parent.name in banned]


HEAVY = {
    "duckdb", "polars", "pandas", "pyarrow", "plotly", "matplotlib", "papermill", "scipy", "numpy", "rapidfuzz", "xlsxwriter",
    "rich", "pygments", "markdown_it", "attr", "msgspec", "pydantic", "decimal", "email", "asyncio", "multiprocessing", "indicators",
}  # fmt: skip


@pytest.mark.parametrize("arguments", [("--help",), ("--help", "--lang", "en")])
def test_help_loads_nothing_heavy(arguments):
    """What makes it appear at once, whatever machine it is: the benchmark of start-up has the seconds."""
    code = f"""import sys; sys.argv = ['jiping', *{arguments}]
from pipelines.cli import main
try: main()
except SystemExit: print(*sys.modules)"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.splitlines()[-1].split())
    assert "pipelines.command.helping" in loaded and not {name.split(".")[0] for name in loaded} & HEAVY


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


@pytest.mark.slow
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
