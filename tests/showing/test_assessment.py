"""What an assessment says: sentences that follow from the numbers, tables that show them, nothing that hides them."""

from __future__ import annotations

import dataclasses
import re

import msgspec
import pytest
import small_office

from indicators.showing.listing import rows
from indicators.workspace import Fault

SECTIONS = ("summary", "scorecard", "breakdowns", "findings", "returned", "method")


def text(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<style>.*?</style>|<[^>]+>", " ", html, flags=re.S)).replace("&nbsp;", " ")


def test_the_summary_counts_the_verdicts_and_the_points():
    report = small_office.assessment()
    said = text(report.summary().html)
    assert "本季度考核指标 8 项：达标 2 项、未达标 3 项、待定 1 项、达到序时进度 1 项、数据不足 1 项。" in said
    assert "另有 1 项仅监测" in said
    assert f"得分 {report.words.points(report.score.earned)} 分（满分 80 分）" in said
    assert "得分按其余 70 分折算" in said


def test_a_gap_names_no_area_whose_value_is_hidden():
    """Every street's untrained are too few to show, so none is named for them."""
    report = small_office.assessment()
    said = text(report.summary().html)
    training = next(j for j in report.judgements if j.indicator.name == "training")
    assert f"尚差 {training.still_needed} 人" in said
    assert report.areas_to_see(training) == ()
    assert "题" not in said.split("差距较大的指标")[1]


def test_english_says_the_same_and_leaves_only_names_of_areas_and_documents_in_chinese():
    report = small_office.assessment("en")
    said = text("".join(getattr(report, section)().html for section in SECTIONS) + report._repr_html_())
    for name in (
        *small_office.STREETS,
        "示例区卫生健康委员会",
        "示例区",
        "卫生服务中心",
        "街道办事处",
        "街道",
        "示例文件",
        "方案一",
        "一1",
        "一6",
    ):
        said = said.replace(name, "")
    assert not re.findall(r"[\u4e00-\u9fff]+", said)
    assert "8 targets were assessed: 2 met, 3 not met, 1 uncertain, 1 on track, 1 insufficient data." in said


def test_a_verdict_is_a_word_and_a_sign_besides_its_colour():
    said = text(small_office.assessment().scorecard().html)
    for words in ("✓ 达标", "✗ 未达标", "? 待定", "↗ 达到序时进度", "… 数据不足", "· 仅监测"):
        assert words in said


def test_what_is_reported_otherwise_than_recorded_is_a_finding():
    assert "讲座场次核对：上报 16 场，记录核计 15 场，相差 1 场。" in text(small_office.assessment().findings().html)


def test_returned_rows_are_counted_and_show_no_content():
    said = text(small_office.assessment().returned().html)
    assert "共有 15 行记录被退回" in said and "清江街道办事处" in said
    assert "没有退回的记录" in text(small_office.assessment(area="990001002000").returned().html)


def test_answers_that_nobody_can_read_are_told_of():
    assert "另有 7 个答案无法辨认" in text(small_office.assessment().returned().html)
    assert "无法辨认" not in text(small_office.assessment(area="990001002000").returned().html)


def test_the_rows_of_the_ledger_add_up_in_the_report():
    assert "901 行 = 有效 880 行 + 退回 15 行 + 重复 4 行 + 被替代 1 行 + 已更正 1 行" in text(
        small_office.assessment().method().html
    )


def test_a_street_is_ranked_among_its_neighbours_and_the_whole_is_not():
    assert small_office.assessment().rank() is None
    street = small_office.assessment(area="990001006000")
    assert street.rank() is None, "of 80 points 20 wait for data in every street"
    known = [
        t for t in small_office.plan().targets if t.where.get("population_group") not in ("pupil", "enterprise_worker")
    ]
    plan = msgspec.structs.replace(small_office.plan(), name="known", targets=tuple(known))
    street = dataclasses.replace(street, plan=plan)
    place, of, left_out = street.rank()
    assert 1 <= place.number <= of == len(small_office.STREETS) and not left_out
    assert f"在 {of} 个街道（镇）中排名并列第 {place.number} 位。" in text(street.summary().html)
    assert dataclasses.replace(street, area=small_office.DISTRICT).rank() is None


def test_invented_records_are_marked_on_every_report():
    assert "示例数据：" in small_office.assessment()._repr_html_()
    assert "Example data:" in small_office.assessment("en")._repr_html_()


def test_the_first_quarter_has_nothing_to_compare_with():
    said = text(small_office.assessment(quarter="2023Q1").summary().html)
    assert "上季度（2022年第四季度）没有可比数据。" in said


def test_small_counts_are_hidden_in_every_table_alike():
    """A street's own report and the list for programs hide what the district's comparison hides."""
    office, plan = small_office.office(), small_office.plan()
    quarter, code = small_office.assessment().quarter, "office.training"
    streets = office.areas.children(small_office.DISTRICT)
    listed = {row["area"]: row for row in rows(office, quarter, [plan], [code], streets, whole=False)}
    for street in streets:
        judged = next(j for j in office.judgements(plan, quarter, street) if j.indicator.code == code)
        assert judged.value.suppressed == (listed[street]["state"] == "suppressed")
        assert (
            judged.value.suppressed == office.value(judged.target, str(quarter), street, office.scope(plan)).suppressed
        )
    assert any(row["state"] == "suppressed" and row["numerator"] is None for row in listed.values())


def test_the_points_of_a_hidden_value_are_hidden_too():
    """Earned points over the points of a target are its rate over the target."""
    street = small_office.assessment(area="990001001000")
    training = next(j for j in street.judgements if j.indicator.name == "training")
    assert training.value.suppressed and training.earned is not None and training.told is None
    assert training.verdict == "withheld", "all trained, or not: one value meets it"
    said = text(street.scorecard().html)
    assert "隐去/20" in said and "不公开" in said
    listed = rows(small_office.office(), street.quarter, [street.plan], ["office.training"], [street.area], whole=False)
    assert [(row["earned"], row["points"]) for row in listed] == [(None, 20.0)]
    steps = text(street.summary().html).split("下一步工作建议")[1]
    assert "培训参与率：人数过少，判定不公开。" in steps
    assert "jiping values 2024Q3 --plan office --area 990001001000 --indicator office.training" in steps
    assert "培训参与率（扣" not in text(street.summary().html)


def test_a_listing_has_one_row_a_target_and_one_an_indicator_without():
    office, plan = small_office.office(), small_office.plan()
    listed = list(rows(office, small_office.assessment().quarter, [plan], list(office.catalogue.indicators)))
    assert len(listed) == len(plan.targets) + 1, "awareness alone has no target for everybody"
    assert {row["area"] for row in listed} == {small_office.DISTRICT}
    by = list(rows(office, small_office.assessment().quarter, [plan], ["office.awareness"], by=("population_group",)))
    assert [row["where"] for row in by] == [f"population_group={group}" for group in sorted(small_office.GROUPS)]


@pytest.mark.parametrize(("quarter", "says"), [("2024Q5", "there are four quarters"), ("2031Q1", "2023Q1 to 2024Q4")])
def test_a_quarter_that_is_none_is_refused_in_one_sentence(quarter, says):
    with pytest.raises(Fault, match=says) as fault:
        small_office.office().quarter(quarter)
    assert quarter in fault.value.zh
