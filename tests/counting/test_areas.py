"""The tree of areas: codes, names present and former, and who lies in whom."""

import duckdb
import pytest

from indicators.counting.areas import Areas, area_code
from indicators.workspace import Fault

ROWS = """
    ('320812000000', '清江浦区', 'county', '320800000000', '清河区;清浦区', NULL, NULL, 'urban'),
    ('320812001000', '清江街道', 'street', '320812000000', NULL, '2020-01-01'::DATE, NULL, 'urban'),
    ('320812001000', '清江老街道', 'street', '320812000000', NULL, '1990-01-01'::DATE, NULL, 'urban'),
    ('320812002000', '长东街道', 'street', '320812000000', NULL, NULL, NULL, 'urban'),
    ('320812001001', '东村', 'village', '320812001000', NULL, NULL, NULL, 'rural'),
    ('320812002003', '长东居委会', 'village', '320812002000', NULL, NULL, NULL, 'urban'),
    ('320812002001', '东村', 'village', '320812002000', '清河区', NULL, NULL, 'rural'),
    ('L1', '甲', 'street', 'L2', NULL, NULL, NULL, NULL), ('L2', '乙', 'street', 'L1', NULL, NULL, NULL, NULL)
"""


@pytest.fixture(scope="module")
def areas():
    con = duckdb.connect()
    con.execute("""
        CREATE SCHEMA clean;
        CREATE TABLE clean.areas (area VARCHAR, name VARCHAR, level VARCHAR, parent VARCHAR, former_names VARCHAR,
            valid_from DATE, valid_to DATE, urban_rural VARCHAR);
    """)
    con.execute(f"INSERT INTO clean.areas VALUES {ROWS}")
    return Areas(con)


@pytest.mark.parametrize(
    ("text", "code"),
    [("320812", "320812000000"), (" 320812001 ", "320812001000"), ("YMS-2002", "YMS-2002"), ("３２", "３２"), ("", "")],
)
def test_codes_are_padded(text, code):
    assert area_code(text) == code


def test_names_and_levels(areas):
    assert areas.name("320812001000") == "清江街道"  # the later of two entries
    assert (areas.level("320812001001"), areas.urban_rural("320812001001")) == ("village", "rural")
    assert areas.path("320812001001") == "清江浦区 › 清江街道 › 东村"


def test_up_and_down(areas):
    assert areas.ancestors("320812001001") == ("320812001000", "320812000000")
    assert areas.children("320812000000") == ("320812001000", "320812002000")
    assert areas.tops == ("320812000000",)  # its parent is named but not listed
    assert areas.within("320812001001", "320812000000")
    assert not areas.within("320812000000", "320812001001")


def test_an_unknown_area_is_its_own(areas):
    assert (areas.name("X"), areas.level("X"), areas.parent("X"), areas.ancestors("X")) == ("X", None, None, ())
    assert "X" not in areas


def test_areas_that_lie_in_each_other_do_not_hang(areas):
    assert areas.ancestors("L1") == ("L2",)


@pytest.mark.parametrize("text", ["320812", "清江浦区", " 清浦区 ", "清河区"])
def test_a_code_a_name_and_a_former_name_resolve(areas, text):
    if text == "清河区":
        with pytest.raises(Fault, match="several areas have this name"):
            areas.resolve(text)
    else:
        assert areas.resolve(text) == "320812000000"


def test_what_does_not_resolve_is_named_with_a_remedy(areas):
    with pytest.raises(Fault, match=r'area "清江街": no such area .* Did you mean "清江街道"\?') as caught:
        areas.resolve("清江街")
    assert "地区名册" in caught.value.zh
    with pytest.raises(Fault, match=r"several areas have this name: 320812001001 \(清江浦区 › 清江街道 › 东村\), 3208"):
        areas.resolve("东村")


@pytest.mark.parametrize(
    ("text", "code"), [("长东", "320812002000"), ("清江浦", "320812000000"), ("清江", "320812001000")]
)
def test_a_short_name_means_the_outermost_area_that_has_it(areas, text, code):
    assert areas.resolve(text) == code
    with pytest.raises(Fault, match="no such area"):
        areas.resolve("长")
