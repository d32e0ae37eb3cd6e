"""Lists of who or what is missing from an indicator, on the screen and as workbooks."""

from __future__ import annotations

import openpyxl
import pytest

from tests.command.test_cli import jiping
from tests.test_faults import personal


def listed(workspace, *arguments: str, lang: str = "zh"):
    return jiping("list", *arguments, "--workspace", str(workspace.root), "--lang", lang)


@pytest.mark.slow
def test_on_the_screen_stand_counts_sites_and_words(published):
    done = listed(published, "宣传栏更新率", "2024Q3")
    value = jiping(
        "values",
        "2024Q3",
        "--indicator",
        "bulletin_board_update_rate",
        "--area",
        "320812",
        "--workspace",
        str(published.root),
    ).stdout
    numerator, denominator = next(
        [c.strip() for c in line.split("│")[2:4]]
        for line in value.splitlines()
        if "宣传栏更新率" in line and "│" in line
    )
    missed = int(denominator.replace(",", "")) - int(numerator.replace(",", ""))
    assert f"（{numerator} / {denominator}），列出 {missed} 行" in done.stdout
    assert "黄码社区卫生服务中心" in done.stdout and "应在何日前" in done.stdout and "医院" in done.stdout
    assert "bulletin" not in done.stdout and "hospital" not in done.stdout


@pytest.mark.slow
def test_of_persons_the_screen_has_numbers_and_the_workbook_names(published):
    done = listed(published, "induction_training_rate", "2023Q4", "--show", "all", "--workbook")
    assert done.returncode == 0, done.stderr
    private = personal(published)
    assert not [text for text in private if text in done.stdout]
    folder = published.processed / "lists" / "induction_training_rate_all_2023Q4"
    cells = {
        str(cell)
        for p in folder.iterdir()
        for row in openpyxl.load_workbook(p).active.iter_rows(values_only=True)
        for cell in row
    }
    assert len(private & cells) > 50


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("article_submission_count", "2024Q3"), "--show met"),
        (("bulletin_board_update_rate", "2024Q3", "--where", "kind"), "维度=类别"),
        (("bulletin_board_update_rate", "2024Q3", "--where", "colour=red"), "kind"),
        (("bulletin_board_update_rate", "2031Q3"), "2031Q3"),
        (("bulletin_board_update_rate", "2024Q3", "--area", "无此地"), "无此地"),
    ],
)
def test_what_cannot_be_listed_is_refused_with_the_remedy(published, arguments, says):
    done = listed(published, *arguments)
    assert done.returncode == 2 and says in done.stderr
