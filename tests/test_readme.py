"""The READMEs stay true: their tables are what the forms and programmes say, their commands exist, their two lines are CI's.

`UPDATE_README=1 pytest tests/test_readme.py` writes the tables anew.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from indicators.catalogue import catalogue
from indicators.workspace import Workspace
from pipelines import cli
from pipelines.recognising import forms

ROOT = Path(__file__).parents[1]
READMES = {"en": ROOT / "README.md", "zh": ROOT / "README.zh-CN.md"}
HEADS = {
    "zh": (("记录类型", "文件"), ("工作", "指标", "方案")),
    "en": (("record type", "file"), ("programme", "indicators", "plans")),
}


def table(head: tuple[str, ...], rows) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, ["---"] * len(head), *rows])


def record_types(lang: str) -> str:
    found = forms.load(Workspace.open(ROOT))
    return table(
        HEADS[lang][0], [(f.zh if lang == "zh" else f.en, f"`pipelines/forms/{n}.toml`") for n, f in found.items()]
    )


def programmes(lang: str) -> str:
    found = catalogue()
    rows = []
    for name, programme in found.programmes.items():
        names = [i.title(lang) for i in found.indicators.values() if i.programme == name]
        plans = [f"{p.title(lang)} (`{p.name}`)" for p in found.plans.values() if p.programme == name]
        rows.append((f"{programme.title(lang)} (`{name}`)", ", ".join(names), ", ".join(plans)))
    return table(HEADS[lang][1], rows)


@pytest.mark.parametrize("lang", READMES)
@pytest.mark.parametrize(("name", "made"), [("record types", record_types), ("programmes", programmes)])
def test_tables_are_current(lang, name, made):
    text = READMES[lang].read_text(encoding="utf-8")
    pattern = re.compile(rf"<!-- {name} -->\n(.*?)<!-- end -->", re.DOTALL)
    wanted = made(lang) + "\n"
    if os.environ.get("UPDATE_README"):
        READMES[lang].write_text(
            pattern.sub(lambda _: f"<!-- {name} -->\n{wanted}<!-- end -->", text), encoding="utf-8"
        )
    else:
        assert pattern.search(text)[1] == wanted, "run UPDATE_README=1 pytest tests/test_readme.py"


@pytest.mark.parametrize("lang", READMES)
def test_every_command_is_described_and_every_described_command_exists(lang):
    described = set(re.findall(r"`jiping ([a-z]+)", READMES[lang].read_text(encoding="utf-8"))) - {"run 2024Q3"}
    assert described == {command.name for command in cli.app.registered_commands}


@pytest.mark.parametrize("command", [c.name for c in cli.app.registered_commands])
def test_every_command_has_help_with_examples(command):
    shown = CliRunner().invoke(cli.app, [command, "--help"])
    assert shown.exit_code == 0 and f"jiping {command}" in shown.output


@pytest.mark.parametrize("lang", READMES)
def test_every_file_the_readme_points_to_exists(lang):
    for link in re.findall(r"\]\(([^)#]+)\)", READMES[lang].read_text(encoding="utf-8")):
        assert (ROOT / link).exists(), link
