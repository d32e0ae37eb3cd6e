"""What an assessment advises, from raw rows: the very door, the unit and its number, and nothing that cannot be done.

All records are invented."""

from __future__ import annotations

import re

import pytest

from indicators.office import Office
from indicators.showing import listing
from indicators.showing.assessment import Assessment
from indicators.workspace import Fault
from pipelines.publishing import quarterly
from tests import conftest

pytestmark = pytest.mark.slow  # each test takes in an office of its own

SITES = """场所名称,类别,所在地,是否平台填报单位,有无宣传栏
柳园示例中心,医院,柳园社区居委会,是,
水渡口示例中心,医院,枫香社区居委会,是,
柳园卫生服务站,卫生服务站,柳园社区居委会,否,否
枫香卫生服务站,卫生服务站,枫香社区居委会,否,是
柳园社区居委会,社区,柳园社区居委会,否,是
"""
RETURNS = """填报单位,所属地区,报告期,上报项目,上报数,应报日期,收到日期
柳园示例中心,柳园社区居委会,2024Q1,工作报表,1,2024-04-10,2024-04-09
柳园示例中心,柳园社区居委会,2024Q2,工作报表,1,2024-07-10,2024-07-09
柳园示例中心,柳园社区居委会,2024Q3,工作报表,1,2024-10-10,2024-10-09
水渡口示例中心,枫香社区居委会,2024Q1,工作报表,1,2024-04-10,2024-04-09
水渡口示例中心,枫香社区居委会,2024Q2,工作报表,1,2024-07-10,2024-07-09
柳园示例中心,柳园社区居委会,2024Q3,网上测评人数,749,2024-10-10,2024-10-09
水渡口示例中心,枫香社区居委会,2024Q2,网上测评人数,800,2024-07-10,2024-07-09
"""
TRAININGS = "姓名,工号,单位,所属地区,培训日期,培训类别,人员类别,是否参加,上岗日期\n"
TRAINED = [("柳园示例中心", "柳园社区居委会", "2024-08-01", come) for come in "是是否"]
TRAINED.append(("柳园示例中心", "柳园社区居委会", "2018-02-01", "是"))
ASKED = [f"JM{n}" for n in range(1, 13)]


def survey() -> str:
    """Forty residents who know little and one young one who knows all."""
    head = ",".join(["调查名称", "问卷编号", "调查日期", "地区", "调查对象", "性别", "年龄", *ASKED])
    many = [f"调查,R{n},2024-08-0{n % 9 + 1},柳园社区居委会,居民,{'男女'[n % 2]},50,D,B,A{',' * 9}" for n in range(40)]
    return "\n".join([head, *many, f"调查,R99,2024-08-01,柳园社区居委会,居民,男,20,D,B,A,ABD{',' * 8}", ""])


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    office = conftest.Office(tmp_path_factory.mktemp("advice") / "office")
    office.write("区卫健委/区划.csv", conftest.AREAS)
    (office.root / "jiping.toml").write_text('name = "清江浦区"\nroot_area = "320812"\n', encoding="utf-8")
    office.write("区卫健委/场所.csv", SITES)
    office.write("区卫健委/填报.csv", RETURNS)
    rows = [f"赵虚构,G{n},{u},{a},{day},岗前,医务人员,{came},{day}\n" for n, (u, a, day, came) in enumerate(TRAINED)]
    office.write("区卫健委/培训.csv", TRAININGS + "".join(rows))
    office.write("区疾控中心/调查.csv", survey())
    office.build()
    return office


def report(place, area="320812", lang="zh") -> Assessment:
    return Assessment.open("qingjiangpu", "2024Q3", area, lang, str(place.root))


def said(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<style>.*?</style>|<[^>]+>", " ", html, flags=re.S))


def steps(place, area="320812", lang="zh") -> str:
    return said(report(place, area, lang).summary().html.split("<h3>")[-1])


def test_the_site_that_lacks_something_is_named_not_the_community_it_lies_in(place):
    for area, where in (("320812", "（柳树湾街道）"), ("柳树湾街道", "（柳园社区居委会）")):
        told = steps(place, area)
        assert f"督促未达要求的单位整改到位：柳园卫生服务站{where}。" in told
        assert "枫香卫生服务站" not in told
    assert "柳园卫生服务站" in steps(place, lang="en")


def test_a_target_of_each_unit_names_the_unit_and_its_number(place):
    told = said(report(place, "柳树湾街道").summary().html)
    assert told.count("柳园示例中心（749 人，差 1 人）") == 2  # among the gaps, and among the steps
    assert "1 家单位中 0 家达到序时进度 750 人" in told
    assert "0 家达到序时进度 750 人" in said(report(place, "柳树湾街道").scorecard().html)


def test_the_chart_of_a_target_of_each_unit_draws_the_units_and_what_is_due(place):
    whole, figure = (
        dict(report(place, area).charts().charts)["居民健康素养网上测评人数 · 基层医疗单位"]
        for area in ("320812", "柳树湾街道")
    )
    bars = [next(trace for trace in one.data if trace.type == "bar") for one in (whole, figure)]
    assert dict(zip(bars[0].y, bars[0].x, strict=True)) == {"柳园示例中心": 749, "水渡口示例中心": 800}
    assert dict(zip(bars[1].y, bars[1].x, strict=True)) == {"柳园示例中心": 749}
    assert [shape.x0 for shape in figure.layout.shapes if shape.xref == "x2"] == [750]


def test_a_return_that_is_missing_holds_back_only_what_rests_on_returns(place):
    street = report(place, "水渡口街道")
    held = [j.indicator.name for j in street.judgements if j.reason == "incomplete_reports"]
    assert held == ["online_assessment_count"]
    boards = [j for j in street.judgements if j.indicator.name == "bulletin_board_setup_rate"]
    assert boards and boards[0].verdict == "met"
    told = steps(place, "水渡口街道")
    assert "补报工作报表 1 份：水渡口示例中心" in told
    assert "居民健康素养网上测评人数 · 基层医疗单位：以上报数为依据，待补齐工作报表后判定：水渡口示例中心" in told


def test_every_target_not_met_has_a_step(place):
    for lang in ("zh", "en"):
        whole = report(place, lang=lang)
        failing = [j for j in whole.judgements if j.verdict in ("not_met", "behind")]
        told = steps(place, lang=lang)
        assert len(failing) >= 5
        for judgement in failing:
            returns = judgement.indicator.name == "report_completeness_rate"
            assert (whole.name(judgement) in told) or returns


def test_the_points_lost_order_gaps_and_steps(place):
    whole = report(place)
    told = said(whole.summary().html).split("差距较大的指标")[1]
    failing = [j for j in whole.judgements if j.lost and whole.name(j) in told]
    lost = [j.lost for j in sorted(failing, key=lambda j: told.index(whole.name(j)))]
    assert len(set(lost)) > 1 and lost == sorted(lost, reverse=True)


def test_answers_of_a_sample_are_no_work_order(place):
    told = said(report(place).summary().html)
    knowledge = next(j for j in report(place).judgements if j.target.where == {"population_group": "resident"})
    assert (knowledge.verdict, knowledge.value.numerator, knowledge.value.denominator) == ("not_met", 124, 328)
    assert "健康知识知晓率 · 居民：低于目标 22.2 个百分点，应加强这方面的宣传教育，下次调查再作评价。" in told
    assert "题" not in told.split("下一步工作建议")[1]
    assert "22.2 个百分点" in said(report(place).scorecard().html)


def test_what_one_person_answered_is_hidden_and_no_finding(place):
    asked = {"indicators": ["knowledge_awareness_rate"], "areas": ["320812"], "by": ["age_band"], "plans": None}
    public = listing.of(place.workspace, "2024Q3", public=True, **asked)
    assert [(row["where"], row["state"]) for row in public] == [
        ("age_band=15–24", "suppressed"), ("age_band=45–54", "suppressed"),
    ]  # fmt: skip
    exact = listing.of(place.workspace, "2024Q3", **asked)
    assert [(row["numerator"], row["denominator"]) for row in exact] == [(4, 8), (120, 320)]
    assert "15–24" not in said(report(place).breakdowns().html)


def test_persons_behind_answers_are_counted_once_whatever_they_were_asked(place):
    office = Office.open(place.workspace)
    code = "health_education.knowledge_awareness_rate"
    for where in ({}, {"topic": "general"}, {"topic": ("general", "own_disease")}, {"population_group": "resident"}):
        assert office.persons.behind(office.measures.value(code, "2024Q3", "320812000000", where)) == 41
    young = office.measures.value(code, "2024Q3", "320812010000", {"age_band": "15–24"})
    assert office.persons.behind(young) == 1
    assert office.persons.behind(office.measures.value("health_education.report_completeness_rate", "2024Q3", "320812000000")) is None  # fmt: skip


def test_training_of_staff_is_shown_however_few(place):
    assert "66.7% 2/3" in said(report(place).scorecard().html)
    assert "岗前培训率 · 医务人员：督促未达要求的单位整改到位：柳园示例中心（柳树湾街道）。" in steps(place)


def test_a_quarter_of_which_nothing_was_sent_gets_no_report(place):
    for areas in (None, ["320812"], ["柳树湾街道"]):
        with pytest.raises(Fault, match='quarter "2019Q1": nothing was reported') as fault:
            quarterly.run(place.workspace, "2019Q1", plans=["qingjiangpu"], areas=areas)
        assert "\n" not in fault.value.zh


def test_a_rank_says_what_was_left_out(place):
    told = said(report(place, "柳树湾街道").summary().html)
    assert report(place, "柳树湾街道").score.judged < report(place, "柳树湾街道").score.possible
    assert "项未计分（数据不足" in told and "得分按其余" in told
    assert "排名第" not in told or "本地有" in told
    assert re.search(r"满分不含不考核本级的 \d 项（[\d.]+ 分）", told)
