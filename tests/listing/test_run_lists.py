"""What `jiping run` writes besides where jiping.toml asks for lists. All invented."""

from __future__ import annotations

import pytest

from pipelines.command import run_lists
from pipelines.command.speech import say
from tests.listing import care

TARGETS = """
[[targets]]
indicator = "health_education.induction_training_rate"
comparison = "="
value = 1
where = { population_group = "new_worker" }
[[targets]]
indicator = "health_education.bulletin_board_setup_rate"
value = 1
[[targets]]
indicator = "health_education.training_participation_rate"
value = 0.8
"""
TRAINED = "姓名,身份证号,培训类别,人员类别,单位名称,社区,培训日期,是否参加,上岗日期\n" + "".join(
    f"{name},{id_},岗前,新职工,示例厂,黄码村,2024-08-01,{came},2024-08-10\n"
    for (name, id_, *_), came in zip(care.ELDERS[:2], ("是", "否"), strict=True)
)


@pytest.fixture
def run(tmp_path, monkeypatch):
    say.speak("zh")
    office = care.office(tmp_path / "office")
    (office.root / "plans" / "care.toml").write_text(care.PLAN + TARGETS, encoding="utf-8")
    office.write("甲/岗前.csv", TRAINED)
    office.build()
    run_lists.write(office.workspace, "2024Q3")
    return office


@pytest.mark.slow
def test_persons_missing_where_all_are_asked_for(run):
    folders = {path.name for path in (run.workspace.processed / "lists").iterdir()}
    assert "induction_training_rate_new_worker_missed_2024Q3" in folders  # the plans that are shipped ask for others
    assert not [name for name in folders if name.startswith(("bulletin_board", "training_participation", "due"))]


@pytest.mark.slow
def test_what_is_due_is_written_where_the_records_reach_to_today(run, monkeypatch):
    class Today(run_lists.date):
        @classmethod
        def today(cls):
            return cls(2024, 9, 17)

    monkeypatch.setattr(run_lists, "date", Today)
    run_lists.write(run.workspace, "2024Q3")
    assert (run.workspace.processed / "lists" / "due_2024-09-17").is_dir()
