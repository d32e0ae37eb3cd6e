"""What an answer is read as. All questions and answers are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.workspace import Fault
from pipelines.recognising import choices, questionnaires
from pipelines.recognising.questionnaires import Item


def item(*correct: str, options: list[str] | None = None) -> Item:
    return Item(headers=["题"], topic="general", kind="knowledge", correct=list(correct), options=options or [])


def read(asked: Item, *texts: str) -> list[tuple[str, str | None, bool]]:
    found = choices.read(asked, texts)
    return [found[text][:3] for text in texts]


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("c、A", "AC"), ("ABA", "AB"), ("B. 每天", "B"), ("b", "B"), ("A,C", "AC"), ("2", "B"), ("（Ｂ）", "B"), ("B）", "B"), ("Ｂ．", "B"),
        ("②", "B"), ("⑵", "B"), ("Ⓑ", "B"), ("1┋2┋3", "ABC"), ("1,2,3", "ABC"), ("1、3", "AC"), ("3 1", "AC"), ("①③", "AC"), ("1.0", "A"),
        ("A.合理膳食┋D.熬夜", "AD"), ("A. 合理膳食; C. 戒烟", "AC"), ("A.油、盐少吃,C.戒烟", "AC"), ("A、走路 B、跑步", "AB"), ("A.走路B.跑步", "AB"),
        ("1.走路┋3.跑步", "AC"), ("(1)走路(2)跑步", "AB"), ("A/C", "AC"), ("A|C", "AC"), ("A C", "AC"), ("A.C.", "AC"), ("10", "J"), ("A、补充维生素A、B族", "A"),
    ],
)  # fmt: skip
def test_letters_and_numbers_in_any_dress(text, chosen):
    assert read(item("B"), text) == [("read", chosen, chosen == "B")]


@pytest.mark.parametrize("text", ["", "-", "/", "无", "(空)", "-2", "拒答", "0", "未填"])
def test_blank_answers_were_asked(text):
    assert [state for state, *_ in read(item("B"), text)] == ["blank"]


@pytest.mark.parametrize("text", ["(跳过)", "跳过", "（跳过）", "-3", "-3.0", "【跳过】"])
def test_what_was_passed_over_was_not_asked(text):
    assert [state for state, *_ in read(item("B"), text)] == ["not_asked"]


@pytest.mark.parametrize(
    "text", ["某某说的", "走路", "B超检查", "1.5", "12", "99", "-1", "A或者别的", "13812340003", "K", "2024-08-01", "A.走路┋随便", "B1"]
)  # fmt: skip
def test_what_cannot_be_read_is_no_answer(text):
    assert read(item("B"), text, "B") == [("unread", "***", False), ("read", "B", True)]


def test_not_to_know_is_an_answer():
    assert read(item("B"), "不知道", "不清楚") == [("read", "***", False)] * 2


def test_rising_digits_are_several_choices_where_several_are_right():
    assert read(item("A", "C"), "13", "31", "113") == [
        ("read", "AC", True),
        ("unread", "***", False),
        ("unread", "***", False),
    ]


def test_numbers_that_may_count_from_zero_are_not_read():
    assert [state for state, *_ in read(item("B"), "0", "1", "2", "B", "")] == [
        "unread",
        "unread",
        "unread",
        "read",
        "blank",
    ]


def test_letters_right_before_the_texts_in_the_whole_column():
    assert read(item("B"), "A吸烟有害", "B少吸无害┋C无害", "") == [
        ("read", "A", False),
        ("read", "BC", False),
        ("blank", None, False),
    ]


def test_texts_of_choices_stand_for_their_letters():
    asked = item("有", options=["有", "无", "B超", "不超过 5 克", "6"])
    assert read(asked, "有", "无", "B超", "不超过5克。", "6", "1", "C.B超", "D.B超", "F", "7") == [
        ("read", "A", True), ("read", "B", False), ("read", "C", False), ("read", "D", False), ("read", "E", False),
        ("read", "A", True), ("read", "C", False), ("unread", "***", False), ("unread", "***", False), ("unread", "***", False),
    ]  # fmt: skip


def test_cells_with_letter_and_text_explain_those_with_the_text_alone():
    assert read(item("B"), "B.多走路", "多走路", "A.睡觉┋B.多走路", "睡觉┋多走路", "A.坐着", "B.坐着", "坐着") == [
        ("read", "B", True), ("read", "B", True), ("read", "AB", False), ("read", "AB", False), ("read", "A", False), ("read", "B", True),
        ("unread", "***", False),
    ]  # fmt: skip


def test_choices_called_by_numbers():
    assert read(item("2"), "2", "1", "②", "0", "2.0", "B") == [
        ("read", "2", True), ("read", "1", False), ("read", "2", True), ("blank", None, False), ("read", "2", True), ("read", "2", True),
    ]  # fmt: skip


def test_true_and_false():
    assert read(item("对"), "√", "对", "错误", "×", "A", "1", "", "不知道") == [
        ("read", "对", True), ("read", "对", True), ("read", "***", False), ("read", "***", False), ("unread", "***", False),
        ("unread", "***", False), ("blank", None, False), ("read", "***", False),
    ]  # fmt: skip


def test_a_key_in_words():
    assert read(item("多走路"), "多走路", "A.多走路", "多睡觉", "A", "-3") == [
        ("read", "多走路", True), ("read", "多走路", True), ("read", "***", False), ("unread", "***", False), ("not_asked", None, False),
    ]  # fmt: skip


@given(
    st.lists(st.text(max_size=12) | st.from_regex(r"[A-J1-9①-⑨、┋.()（） ,;甲乙]{0,12}", fullmatch=True), max_size=6),
    st.sampled_from(["A", "2", "对", "走路"]),
)
def test_no_text_breaks_it_and_only_the_key_is_right(texts, key):
    asked = item(key)
    for reading in choices.read(asked, texts).values():
        assert reading.is_right <= (reading.state == "read" and reading.chosen == key)


@pytest.mark.parametrize("correct", ["D", "4", "别的"])
def test_a_right_answer_that_is_no_option_is_refused(office, correct):
    (office.root / "questionnaires").mkdir()
    text = f'zh = "卷"\nen = "Q"\n[items.q1]\nheaders = ["题"]\ntopic = "general"\nkind = "knowledge"\noptions = ["一", "二", "三"]\ncorrect = ["{correct}"]\n'
    (office.root / "questionnaires/卷.toml").write_text(text, encoding="utf-8")
    with pytest.raises(Fault, match=r"items\.q1: correct .* none of its options.*from A to C"):
        questionnaires.load(office.workspace)
