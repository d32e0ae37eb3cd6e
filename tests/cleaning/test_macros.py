"""The cleaning vocabulary, word by word."""

from __future__ import annotations

import csv
import datetime
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pipelines
from pipelines.cleaning.privacy import add_macros
from pipelines.recognising import simplified

DAY = datetime.date(2024, 3, 5)


@pytest.fixture(scope="module")
def con():
    with duckdb.connect() as connection:
        simplified.add_macro(connection)
        connection.execute((Path(pipelines.__file__).parent / "cleaning" / "macros.sql").read_text(encoding="utf-8"))
        add_macros(connection, b"k" * 32)
        yield connection


def clean(con, macro: str, text: str | None, *more):
    marks = "".join(", ?" for _ in more)
    return con.execute(f"SELECT {macro}(fold(?){marks})", [text, *more]).fetchone()[0]


@pytest.mark.parametrize(
    "text",
    ["2024-03-05", "2024/3/5", "2024.3.5", "20240305", "2024年3月5日", "2024年03月05号", "２０２４年３月５日", "二〇二四年三月五日", "二○二四年三月五日",
     "2024-03-05 00:00:00", "2024/3/5 8:30", "2024年3月5日上午9:00", "2024年3月5日 14:30-16:00", "2024-03-05 上午", "2024年3月5日（星期二）",
     "2024/3/5 9:00-10:30", "2024-03-05T09:00:00+08:00", "2024年3月5日下午3点半", "2024-03-05 周二", "3月5日上午9时", "2024年3月5日至7日",
     "贰零贰肆年叁月伍日", "贰零贰肆年零叁月零伍日", " 2024年 3月 5日 ", "45356", "45356.5", "3月5日", "3.5上午", "3.5-3.7", "2024.3.5-3.7", "3.5", "３．０５", "3/5", "03-05", "3·5"],
)  # fmt: skip
def test_dates_as_people_write_them(con, text):
    assert clean(con, "as_date", text, "2024") == DAY


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("二〇二三年十二月三十一日", (2023, 12, 31)),
        ("贰零贰叁年壹拾贰月叁拾壹日", (2023, 12, 31)),
        ("2023年十月二十日", (2023, 10, 20)),
        ("二〇二四年一月十日", (2024, 1, 10)),
    ],
)
def test_dates_in_chinese_numerals(con, text, day):
    assert clean(con, "as_date", text, None) == datetime.date(*day)


@pytest.mark.parametrize(
    "text",
    [
        "2024年13月2日",
        "2024年3月5日讲座",
        "2023年8月15日至2024年3月29日",
        "2024-03-05T22:00:00Z",
        "2024-02-30",
        "2024-3",
        "2024年3月",
        "昨天",
        "1899-12-31",
        "2101-01-01",
        "12",
        "3.50",
        "13.5",
        "2.30",
        "0.5",
        "24.3.5",
        "3.5.",
        "2024/3/5/6",
        "999999",
    ],
)
def test_what_is_not_a_date(con, text):
    assert clean(con, "as_date", text, "2024") is None


def test_a_day_without_a_year_needs_one(con):
    assert clean(con, "as_date", "3月5日", None) is None
    assert [clean(con, "date_fault", t, None) for t in ("3月5日", "3.5", "6.1", "3/5")] == ["date_year"] * 4
    assert [clean(con, "date_fault", t, "2023") for t in ("6.1", "2.29", "6.31", "昨天")] == ["date_month_day"] + [
        "date"
    ] * 3


@pytest.mark.parametrize(
    ("cells", "digits"),
    [
        (["6.01", "6.1"], 2),
        (["6.10", "6.1"], 1),
        (["12.30", "6.4"], 1),
        (["６．０１", " 7.02 "], 2),
        (["6.01", "6.10"], None),
        (["6.01", "6.4"], None),
        (["6.1", "6.4", "6.15"], None),
        (["13.01", "2024.6.01", "6.01.2", "36.01", "45356.01", "0.10"], None),
        (["", "6/01", "无"], None),
    ],
)
def test_how_a_column_writes_its_days(con, cells, digits):
    assert con.execute("SELECT day_digits(cell) FROM (SELECT unnest(?) AS cell)", [cells]).fetchone() == (digits,)


@given(
    st.sets(st.dates(datetime.date(2024, 1, 1), datetime.date(2024, 12, 31)), min_size=1),
    st.sampled_from(["number", "padded", "plain"]),
)
def test_no_day_written_as_month_and_day_is_taken_for_another(con, days, style):
    """However a column writes its days, each cell is that day or none; with two digits a day it is never none."""
    written = {
        "number": lambda d: f"{float(f'{d.month}.{d.day:02}'):.15g}",
        "padded": lambda d: f"{d.month}.{d.day:02}",
        "plain": lambda d: f"{d.month}.{d.day}",
    }[style]
    cells = [written(day) for day in days]
    asked = "SELECT as_date(cell, '2024', digits := (SELECT day_digits(c) FROM (SELECT unnest($cells) AS c))) FROM (SELECT unnest($cells) AS cell)"
    found = [day for (day,) in con.execute(asked, {"cells": cells}).fetchall()]
    assert all(day in (None, meant) for day, meant in zip(found, days, strict=True))
    assert style != "padded" or None not in found


@given(
    st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 12, 31)),
    st.sampled_from(["{0:%Y-%m-%d}", "{0.year}/{0.month}/{0.day}", "{0.year}年{0.month}月{0.day}日", "{0:%Y%m%d}"]),
)
def test_every_day_in_every_style(con, day, style):
    assert clean(con, "as_date", style.format(day), None) == day


@pytest.mark.parametrize(
    "text", ["2024Q3", "2024年第三季度", "2024年第3季度", "2024年3季度", "2024-Q3", "２０２４年三季度", "2024q3"]
)
def test_quarters(con, text):
    assert clean(con, "as_quarter", text) == "2024Q3"


@pytest.mark.parametrize("text", ["2024Q5", "2024", "三季度", "2024年9月", "2024Q33"])
def test_what_is_not_a_quarter(con, text):
    assert clean(con, "as_quarter", text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12),
        ("1,234", 1234),
        ("１２", 12),
        ("12.0", 12),
        ("2.5万", 25000),
        ("60人", 60),
        ("60 人次", 60),
        ("0", 0),
        ("-3", -3),
    ],
)
def test_whole_numbers(con, text, number):
    assert clean(con, "as_integer", text) == number


@pytest.mark.parametrize("text", ["12.5", "约60", "1,23", "六十", "1e", "12%", "--", "60人左右"])
def test_what_is_not_a_whole_number(con, text):
    assert clean(con, "as_integer", text) is None


@pytest.mark.parametrize(
    ("text", "number"), [("12.5", 12.5), ("1,234.50", 1234.5), ("80%", 80), ("2.5万", 25000), ("12.5元", 12.5)]
)
def test_decimals(con, text, number):
    assert clean(con, "as_decimal", text) == number


@pytest.mark.parametrize("text", ["nan", "inf", "abc", "1.2.3"])
def test_what_is_not_a_decimal(con, text):
    assert clean(con, "as_decimal", text) is None


def test_booleans(con):
    assert [clean(con, "as_boolean", t) for t in ("是", "有", "√", "Y", "1", "TRUE")] == [True] * 6
    assert [clean(con, "as_boolean", t) for t in ("否", "无", "×", "n", "0", "FALSE")] == [False] * 6
    assert clean(con, "as_boolean", "也许") is None


def test_area_codes_are_completed_to_twelve_digits(con):
    assert clean(con, "as_area_code", "320812") == "320812000000"
    assert clean(con, "as_area_code", "320812010001") == "320812010001"
    assert clean(con, "as_area_code", "YMS-2002") == "YMS-2002"
    assert clean(con, "as_area_code", "3208123") is None


@pytest.mark.parametrize(
    "text", ["11010519491231002X", "11010519491231002x", "440524188001010014", "１１０１０５１９４９１２３１００２Ｘ"]
)
def test_ids_that_gb_11643_itself_gives(con, text):
    assert clean(con, "as_resident_id", text) == text.upper().translate(
        str.maketrans("１２３４５６７８９０Ｘ", "1234567890X")
    )


@pytest.mark.parametrize(
    "text",
    [
        "110105194912310021",
        "110105194913310021",
        "1101051949123100",
        "3.20812E+17",
        "01010519491231002X",
        "11010519491231002Y",
    ],
)
def test_ids_that_are_not(con, text):
    assert clean(con, "as_resident_id", text) is None


def test_an_id_of_fifteen_digits_is_completed(con):
    assert clean(con, "as_resident_id", "110105491231002") == "11010519491231002X"
    assert con.execute("SELECT id_birth_on('11010519491231002X'), id_sex('11010519491231002X')").fetchone() == (
        datetime.date(1949, 12, 31),
        "female",
    )


def test_published_ids_agree_but_for_division_codes(con, shared):
    """Structure and check digit are GB 11643. Whether a division code existed at birth is for a register of codes, which the
    check digit knows nothing of: rows called invalid for that alone (their check digit is right) are not compared."""
    for row in csv.DictReader((shared / "validators" / "id_cards.csv").open(encoding="utf-8")):
        about_code = (
            row["expected"].startswith("invalid")
            and row["gb11643_checksum_ok"] == "True"
            and "month" not in row["note"]
        )
        if not about_code:
            assert (clean(con, "as_resident_id", row["input"]) is not None) == (row["expected"] == "valid"), row


def test_pseudonyms_are_hmac_sha_256(con):
    """RFC 2104, against the standard library."""
    import hashlib
    import hmac
    import uuid

    expected = hmac.new(b"k" * 32, b"id:11010519491231002X", hashlib.sha256).digest()[:16]
    assert con.execute("SELECT pseudonym('id:11010519491231002X')").fetchone() == (uuid.UUID(bytes=expected),)


def test_every_character_is_folded_alike_whatever_stands_beside_it(con):
    """A cell of digits and marks is folded another way than one with a space in it."""
    differing = r"""
        SELECT chr(i::INTEGER) FROM (FROM range(33, 65536) t(i) WHERE i NOT BETWEEN 55296 AND 57343)
        WHERE fold('1' || chr(i::INTEGER) || '，３') <> replace(fold('1' || chr(i::INTEGER) || '， ３'), ' ', '')
            AND NOT regexp_matches(chr(i::INTEGER), '[\x7f\x{a0}\x{feff}\x{200b}\x{3000}]')"""
    assert con.execute(differing).fetchall() == []
    assert clean(con, "", "（０５１７）８３３－０１２３／４．５；甲：乙＜丙＞") == "(0517)833-0123/4.5;甲:乙＜丙＞"


@given(st.text(max_size=30))
def test_no_text_breaks_any_macro(con, text):
    for macro in (
        "as_text",
        "as_person_name",
        "as_phone",
        "as_decimal",
        "as_integer",
        "as_boolean",
        "as_quarter",
        "as_area_code",
        "as_resident_id",
        "place_key",
    ):
        clean(con, macro, text)
    clean(con, "as_date", text, "2024")
