"""`jiping run 2024`: the year of every plan, on the screen and on a page."""

from __future__ import annotations

import pytest

from pipelines.publishing.yearly import year_in
from tests.command.test_cli import SITES, UPDATES, jiping

PLAN = """zh = "宣传栏方案"
document = "虚构"
yearly = "mean"
[[targets]]
indicator = "health_education.bulletin_board_setup_rate"
value = 1
points = 10
scoring = "proportional"
owner = "宣教科"
"""


@pytest.mark.slow
def test_a_year_is_shown_with_its_quarters_its_owners_and_the_rule_of_the_plan(office):
    office.write("甲/场所.csv", SITES)
    office.write("甲/更换.csv", UPDATES)
    (office.root / "plans").mkdir()
    (office.root / "plans" / "boards.toml").write_text(PLAN, encoding="utf-8")
    at = ("--workspace", str(office.root), "--plan", "boards")
    shown = jiping("run", "2024", *at)
    assert shown.returncode == 0, shown.stderr
    page = (office.workspace.processed / "assessments" / "2024" / "index.html").read_text(encoding="utf-8")
    for said in ("年度得分：有得分的各季度平均。", "清江浦区", "第三季度", "宣教科", "5 / 10"):
        assert said in shown.stdout and said in page
    english = jiping("run", "2024", *at, "--lang", "en").stdout
    assert "Score of the year: the mean of the quarters scored." in english and "Q3" in english
    refused = jiping("run", "2024", *at, "--area", "320812")
    assert refused.returncode == 2 and "--area" in refused.stderr
    empty = jiping("run", "2019", *at, "--lang", "en")
    assert empty.returncode == 2 and "Choose another year or plan" in empty.stderr


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2024", 2024),
        ("2024年", 2024),
        (" 2024 年度 ", 2024),
        ("2024Q3", None),
        ("第三季度", None),
        ("24", None),
        (None, None),
    ],
)
def test_a_year_is_known_by_its_four_digits(text, year):
    assert year_in(text) == year
