"""Published test vectors against our macros; every disagreement is listed here with the standard it follows from."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

import pipelines
from pipelines import divisions
from pipelines.recognising import simplified


@pytest.fixture(scope="module")
def con():
    with duckdb.connect() as connection:
        simplified.add_macro(connection)
        connection.execute((Path(pipelines.__file__).parent / "cleaning" / "macros.sql").read_text(encoding="utf-8"))
        divisions.load(connection)
        yield connection


@pytest.fixture
def vectors(shared):
    """The rows of one file of published vectors."""
    return lambda name: list(csv.DictReader((shared / "validators" / name).open(encoding="utf-8", newline="")))


def clean(con, macro: str, text: str, *more):
    marks = "".join(", ?" for _ in more)
    return con.execute(f"SELECT {macro}(unless_blank(fold(?)){marks})", [text, *more]).fetchone()[0]


# GB/T 7408 (ISO 8601) and GB/T 15835 write a year with four digits. Of two, nobody can tell 1907 from 2007: the row comes
# back, as the birthdays of the elderly and of children stand in the same registers.
TWO_DIGIT_YEARS = {"零七年八月二十九号", "20/1/1"}
OUT_OF_RANGE = {"1357年6月10日"}  # records are dated 1900 to 2100
# The lunar calendar: no form asks for it (an id has the solar birthday); one vector's own note says that it is wrong.
LUNAR = {"腊月初十", "2015年农历正月初一"}
# Neither a way to write a date (GB/T 15835 has digit after digit, 二〇〇四年) nor one seen in a form.
SPOKEN = {"两千零四年八月十五", "6·30", "十二月20号"}
DATES = TWO_DIGIT_YEARS | OUT_OF_RANGE | LUNAR | SPOKEN


def test_dates(con, vectors):
    """A single day is that day; months, years, quarters and spans are no day."""
    for row in vectors("chinese_dates.csv"):
        day = row["expected_start"] if row["kind"] in ("date", "datetime", "date-no-year") else None
        found = clean(con, "as_date", row["input"], row["reference"][:4] or None)
        assert str(found) == day or (found is None and (day is None or row["input"] in DATES)), row


# Sums of money are exact to the fen (Law of the People's Bank, art. 17): 零点零零零一 is not one.
FINER = 2
# Amounts name their places (GB/T 15835; rules for filling in cheques and bills: 壹佰壹拾壹, never 壹壹壹). Digit after digit
# is how years and numbers are written. The vectors are of two minds themselves: 壹壹 is also among their errors.
DIGIT_AFTER_DIGIT = {"一一", "壹壹", "一七二零", "一七二零点一三四", "负一七二零点一"}
# Only 万 and 亿 may follow digits (GB/T 15835).
MIXED = {"200亿零四千230"}


def test_numerals_as_money(con, vectors):
    for row in vectors("chinese_numerals.csv"):
        if row["group"] == "direct_data_dict":
            continue  # digit strings: numbers of houses and years, not amounts
        given, value = row["input"], Decimal(row["value"]) if row["value"] else None
        found = clean(con, "as_money", given)
        if (value and value != round(value, FINER)) or given in DIGIT_AFTER_DIGIT | MIXED:
            assert found is None, row
        else:
            assert found == value, row


# The number is given with the first registration and kept for life (Resident Identity Card Law, art. 3); births were often
# registered years late. So a code younger than its bearer is possible; one that had ended before the birth is not.
REGISTERED_LATE = {"500154199301135886"}


def test_resident_ids(con, vectors):
    """GB 11643's form and check digit, and a division code (GB/T 2260) of the bearer's lifetime."""
    for row in vectors("id_cards.csv"):
        found = clean(con, "as_resident_id", row["input"])
        valid = found is not None and con.execute("SELECT id_area_existed(?)", [found]).fetchone()[0]
        assert valid == (row["expected"] == "valid" or row["input"] in REGISTERED_LATE), row


# 149 was given to China Telecom (numbering plan of the telecommunications network); the library counts it as a data card's.
GIVEN_OUT = "149"
# A number cell saved as text: the digits are all there, as in the id vectors, which call the same tail valid.
FLOAT_TAIL = ".0"


def test_telephone_numbers(con, vectors):
    for row in vectors("mobile_prefix_oracle.csv"):
        ours = row["number"].startswith(GIVEN_OUT) or row["number"].endswith(FLOAT_TAIL)
        assert (clean(con, "as_phone", row["number"]) is not None) == (row["is_valid_cn"] == "True" or ours), row


def test_unified_social_credit_codes(con, vectors):
    """GB 32100 throughout."""
    for row in vectors("uscc.csv"):
        assert (clean(con, "as_uscc", row["input"]) is not None) == (row["expected"] == "valid"), row


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("1,234.50", "1234.50"),
        ("¥500", "500"),
        ("2.5万元", "25000"),
        ("贰佰元整", "200"),
        ("三万五千元", "35000"),
        ("壹仟贰佰叁拾肆元伍角陆分", "1234.56"),
        ("三百零五元零三分", "305.03"),
        ("两千六", "2600"),
        ("-12.5", "-12.50"),
    ],
)
def test_money_as_people_write_it(con, text, yuan):
    assert clean(con, "as_money", text) == Decimal(yuan)


@pytest.mark.parametrize("text", ["约500", "1.234", "500元左右", "1,23", "元", "三元二角五厘", "500米", "一百二百"])
def test_what_is_not_money(con, text):
    assert clean(con, "as_money", text) is None


@pytest.mark.parametrize("text", ["138/86", "138／86", "138-86", "138 / 86mmHg", "138/86 MMHG"])
def test_blood_pressures(con, text):
    assert clean(con, "as_blood_pressure", text) == "138/86"


@pytest.mark.parametrize("text", ["86/138", "138", "138/", "1380/86", "138/8", "138.5/86", "正常"])
def test_what_is_not_a_blood_pressure(con, text):
    assert clean(con, "as_blood_pressure", text) is None
