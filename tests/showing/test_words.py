"""Words: every key in both languages, nothing left untranslated, numbers as people write them."""

from __future__ import annotations

import re
import string
from decimal import Decimal
from pathlib import Path

import pytest

from indicators.catalogue import catalogue
from indicators.counting.values import Value
from indicators.judging.assess import VERDICTS
from indicators.judging.targets import Target
from indicators.model import Proportion
from indicators.showing import words as module
from indicators.showing.words import GROUPED, Words, vocabulary

ZH, EN = Words("zh"), Words("en")
PACKAGES = [Path(module.__file__).parent, Path(module.__file__).parent.parent / "pipelines"]
CHINESE = re.compile(r"[\u4e00-\u9fff]")
ENTRIES = [(section, name, pair) for section, names in vocabulary().items() for name, pair in names.items()]


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize(("section", "name", "pair"), ENTRIES, ids=[f"{s}.{n}" for s, n, _ in ENTRIES])
def test_every_word_is_there_in_both_languages_and_says_the_same(section, name, pair):
    assert len(pair) == 2
    zh, en = pair
    assert zh.strip() and en.strip()
    assert fields(zh) <= fields(en) | {"level", "n"} and fields(en) <= fields(zh) | {"n"}


def test_nothing_is_left_untranslated():
    left = [f"{s}.{n}" for s, n, (_, en) in ENTRIES if s not in ("console", "help") and CHINESE.search(en)]
    assert not left


def test_every_word_the_modules_ask_for_exists():
    """Keys written out in the code; those put together at run time have tests of their own."""
    asked = {}
    for package in PACKAGES:
        for path in package.rglob("*.py"):
            for key in re.findall(r'(?:words|self|say)\(\s*"([a-z_]+\.[a-z_]+)"', path.read_text(encoding="utf-8")):
                asked[key] = path.name
    missing = {k: f for k, f in asked.items() if k.split(".")[1] not in vocabulary().get(k.split(".")[0], {})}
    assert asked and not missing


def test_every_verdict_and_unit_has_its_word():
    for verdict in VERDICTS:
        assert ZH(f"verdict.{verdict}") and ZH(f"symbol.{verdict}") and EN(f"verdict.{verdict}")
    assert len({ZH(f"symbol.{verdict}") for verdict in VERDICTS}) == len(VERDICTS)


def test_every_code_that_a_plan_names_has_a_label():
    labels = vocabulary()["code"]
    for plan in catalogue().plans.values():
        for target in plan.targets:
            for column, codes in target.where.items():
                kind = "group" if column in GROUPED else column
                for code in (codes,) if isinstance(codes, str) else codes:
                    assert column == "unit" or {code, f"{column}.{code}", f"{kind}.{code}"} & {*labels}, (
                        f"{plan.name}: {column} = {code}"
                    )


def test_every_breakdown_has_a_name():
    named = vocabulary()["by"]
    for indicator in catalogue().indicators.values():
        assert set(indicator.breakdowns) <= set(named), indicator.code


def test_numbers_are_written_as_people_write_them():
    assert ZH.amount(1234, "persons") == "1,234 人"
    assert EN.amount(1, "sites") == "1 site"
    assert EN.amount(2, "sites") == "2 sites"
    assert ZH.difference(-0.0123, is_rate=True) == "−1.2"
    assert ZH.difference(0.0001, is_rate=True) == "0.0"
    assert ZH.difference(1200, is_rate=False) == "+1,200"
    assert ZH.points(6.25) == "6.25"
    assert ZH.points(5.9) == "5.90", "beside 5.46"
    assert ZH.points(Decimal(100)) == "100"
    assert EN("summary.monitored", n=1).startswith("1 more is")
    assert EN("summary.monitored", n=2).startswith("2 more are")


def test_a_rate_that_misses_its_target_by_a_hair_does_not_look_as_if_it_reached_it():
    assert ZH.rate(0.8996, Decimal("0.9")) == "89.96%"
    assert ZH.rate(0.9, Decimal("0.9")) == "90.0%"
    assert ZH.rate(0.8996) == "90.0%"


def test_a_half_is_rounded_up_as_people_do():
    assert [ZH.rate(share) for share in (0.6375, 0.6625, 0.2225, 0.25)] == ["63.8%", "66.3%", "22.3%", "25.0%"]
    assert ZH.difference(0.0625, is_rate=True) == "+6.3" and ZH.difference(-0.0625, is_rate=True) == "−6.3"
    assert ZH.points(3.125) == "3.13"


def test_persons_are_whole():
    share = Proportion(zh="率", en="rate", counts="persons", table="t", numerator="x")
    assert ZH.counts(Value.of(share, "1", "2024Q3", {}, 134.46, 166, 1)) == "约 134/166"
    assert EN.counts(Value.of(share, "1", "2024Q3", {}, 134.5, 166, 1)) == "about 135/166"


def test_quarters_and_populations_are_spoken():
    assert ZH.quarter("2024Q3") == "2024年第三季度"
    assert EN.quarter("2024Q3") == "Q3 2024"
    where = {"population_group": "resident", "urban_rural": "rural"}
    assert ZH.population(where) == "农村居民"
    assert EN.population(where) == "rural residents"
    assert ZH.population({"population_group": "medical_staff", "topic": "tobacco_control"}) == "医务人员（控烟）"
    assert EN.label("kind", "never_heard_of") == "never heard of"


def test_three_states_without_a_number_are_three_words():
    rate = Proportion(zh="率", en="rate", counts="persons", table="t", numerator="true")
    nobody, unreported = Value.of(rate, "1", "2024Q3", {}, 0, 0, 4), Value.of(rate, "1", "2024Q3", {}, 0, 0, 0)
    zero = Value.of(rate, "1", "2024Q3", {}, 0, 9, 9)
    assert [ZH.value(v) for v in (nobody, unreported, zero)] == ["无服务对象", "未报送", "0.0%"]
    assert ZH.counts(unreported) == ""
    assert ZH.target(Target(indicator="t"), rate) == "—"
    assert EN.target(Target(indicator="t", value=Decimal("0.855"), comparison=">"), rate) == "> 85.5%"


def test_a_sentence_writes_each_number_once():
    texts = [text for entries in vocabulary().values() for text in entries.values()]
    again = [
        t for _, t in texts for name in re.findall(r"\{(\w+):[^:}]", t) if len(re.findall(rf"\{{{name}:[^:]", t)) > 1
    ]
    assert again == []
