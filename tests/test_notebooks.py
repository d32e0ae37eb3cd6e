"""Notebooks stay thin: parameters, imports, then one call a cell under a heading; no outputs."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

from indicators.showing.words import vocabulary
from indicators.workspace import Fault
from pipelines.publishing import kernels

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
ASSESSMENT = next(path for path in NOTEBOOKS if path.stem == "quarterly_assessment")
THICK = (
    ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While, ast.If, ast.With, ast.Try,
    ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp,
)  # fmt: skip


def cells(path: Path, kind: str = "code") -> list[dict]:
    found = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in found if cell["cell_type"] == kind]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_thin(path):
    code = cells(path)
    assert len(code) <= 10
    assert sum("parameters" in cell["metadata"].get("tags", ()) for cell in code) == 1
    for cell in code:
        source = "".join(cell["source"])
        assert not cell["outputs"] and cell["execution_count"] is None, "run nbstripout before committing"
        assert not [node for node in ast.walk(ast.parse(source)) if isinstance(node, THICK)], source
        assert "SELECT" not in source.upper()


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_imports_in_one_cell_and_then_calls(path):
    code = [ast.parse("".join(cell["source"])).body for cell in cells(path)]
    importing = [body for body in code if any(isinstance(node, ast.Import | ast.ImportFrom) for node in body)]
    assert len(importing) == 1
    for body in code[code.index(importing[0]) + 1 :]:
        assert len(body) == 1, "one call a cell"


def test_the_headings_are_the_words_of_the_reports():
    words = {f"## {zh} · {en}" for zh, en in vocabulary()["heading"].values()}
    headings = ["".join(cell["source"]) for cell in cells(ASSESSMENT, "markdown")][1:]
    assert set(headings) == words


def test_a_misspelt_parameter_is_refused_before_a_kernel_starts():
    assert kernels.declared(ASSESSMENT) == ["plan", "quarter", "area", "lang", "workspace"]
    with pytest.raises(Fault, match=r'parameter "quater".*Did you mean "quarter"'):
        kernels.execute(ASSESSMENT, None, {"quater": "2024Q3"})


@pytest.mark.slow
def test_plain_papermill_runs_the_notebook(published, tmp_path):
    import papermill

    done = papermill.execute_notebook(
        ASSESSMENT,
        tmp_path / "out.ipynb",
        parameters={"quarter": "2024Q3", "area": "长西街道", "lang": "en", "workspace": str(published.root)},
        progress_bar=False,
    )
    shown = [output for cell in done.cells if cell.cell_type == "code" for output in cell.outputs]
    assert not [output for output in shown if output.output_type in ("error", "stream")]
    assert any("长西街道: assessment" not in str(output) and "长西街道" in str(output) for output in shown)


@pytest.mark.slow
def test_plain_papermill_with_a_misspelt_parameter_ends_in_one_sentence(published, tmp_path):
    import papermill

    asked = {"quater": "2024Q3", "workspace": str(published.root)}
    with pytest.raises(papermill.PapermillExecutionError, match=r'"quater".*Did you mean "quarter"'):
        papermill.execute_notebook(ASSESSMENT, tmp_path / "out.ipynb", asked, progress_bar=False)
