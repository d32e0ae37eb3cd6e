"""What is declared, pinned, documented and built agree with each other."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = PYPROJECT["project"]

# The tools an analyst is promised: never only by way of another package.
PROMISED = {"duckdb", "jupyterlab", "matplotlib", "pandas", "papermill", "plotly", "polars"}

MAIN_JOB = "python -m pip install -r requirements.txt && jiping run 2024Q3"
TESTS = "python -m pip install -r requirements-dev.txt && pytest"

# In parts, so that this file does not name what no file may name.
REGISTRIES = [
    ".".join(parts)
    for parts in [
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("deb", "debian", "org"),
        ("security", "debian", "org"),
        ("anaconda", "org"),
        ("anaconda", "com"),
        ("mirrors", "aliyun", "com"),
        ("tuna", "tsinghua", "edu", "cn"),
    ]
]


def read_lines(file: str) -> list[str]:
    """The lines of a requirements file that say something."""
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def read_pins(file: str) -> dict[str, str]:
    """Package → version, by the name that pip compares. Fails on anything but an exact pin."""
    pins = {}
    for line in read_lines(file):
        if line.startswith("-"):
            continue
        requirement = Requirement(line)
        exact = re.fullmatch(r"==([\w.!+]+)", str(requirement.specifier))
        assert exact, f"{file}: {line} is not an exact pin"
        name = canonicalize_name(requirement.name)
        assert name not in pins, f"{file} pins {name} twice"
        pins[name] = exact[1]
    return pins


def read_shell_lines(readme: Path) -> list[str]:
    """The lines inside the ```sh blocks of a page."""
    blocks = re.findall(r"^```sh\n(.*?)^```", readme.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


def unmet(declared: list[str], pins: dict[str, str]) -> list[str]:
    """The declared requirements that no pin meets."""
    wanted = {canonicalize_name(Requirement(text).name): Requirement(text) for text in declared}
    return [name for name, wish in wanted.items() if name not in pins or pins[name] not in wish.specifier]


def test_every_dependency_is_pinned():
    assert unmet(PROJECT["dependencies"], read_pins("requirements.txt")) == []


def test_every_development_dependency_is_pinned():
    pins = read_pins("requirements.txt") | read_pins("requirements-dev.txt")
    assert unmet(PROJECT["optional-dependencies"]["dev"], pins) == []


def test_development_pins_add_to_the_others():
    assert read_pins("requirements-dev.txt").keys().isdisjoint(read_pins("requirements.txt"))


@pytest.mark.parametrize(
    ("file", "options"), [("requirements.txt", ["-e ."]), ("requirements-dev.txt", ["-r requirements.txt"])]
)
def test_requirements_hold_nothing_but_pins(file, options):
    assert [line for line in read_lines(file) if line.startswith("-")] == options


def test_build_environment_is_pinned():
    (requirement,) = PYPROJECT["build-system"]["requires"]
    assert re.fullmatch(r"setuptools==[\d.]+", requirement)


def test_promised_tools_are_direct_dependencies():
    assert {Requirement(text).name for text in PROJECT["dependencies"]} >= PROMISED


def test_conda_installs_the_same_pins():
    lines = (ROOT / "environment.yml").read_text(encoding="utf-8").splitlines()
    dependencies = [line.strip() for line in lines[lines.index("dependencies:") + 1 :]]
    python = PROJECT["requires-python"].removeprefix(">=")
    assert dependencies == [f"- python={python}", "- pip", "- pip:", "- -r requirements-dev.txt"]


@pytest.mark.parametrize("readme", sorted(ROOT.glob("README*.md")), ids=lambda path: path.name)
@pytest.mark.parametrize("command", [MAIN_JOB, TESTS])
def test_readme_gives_each_command_once(readme, command):
    assert read_shell_lines(readme).count(command) == 1


@pytest.mark.parametrize("command", [MAIN_JOB, TESTS])
def test_ci_runs_what_readme_says(command):
    starts = re.findall(r'^stage .* readme "(.+)"$', (ROOT / ".ci/run").read_text(encoding="utf-8"), flags=re.MULTILINE)
    chosen = [line for start in starts for line in read_shell_lines(ROOT / "README.md") if line.startswith(start)]
    assert chosen.count(command) == 1
    assert len(chosen) == len(starts)


def test_no_file_names_a_package_registry():
    """Where packages come from is each machine's own setting; a pinned host would break the next one."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        names = subprocess.run(listing, cwd=ROOT, capture_output=True, check=True, text=True).stdout.split("\0")
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    # The working tree may lack a listed file (removed, not yet committed); the last name is empty.
    texts = {name: (ROOT / name).read_bytes().lower() for name in names if (ROOT / name).is_file()}
    assert texts
    assert [(name, host) for name, text in texts.items() for host in REGISTRIES if host.encode() in text] == []


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt", "environment.yml"])
def test_lists_of_packages_hold_no_address(file):
    assert "://" not in (ROOT / file).read_text(encoding="utf-8")
