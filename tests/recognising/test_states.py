"""Cells that hold no value: not stated is a state, an error is a fault, and a choice may be called 无."""

from __future__ import annotations

import pytest

TYPES = ["text", "code", "date", "integer", "decimal", "money", "boolean", "quarter", "uscc"]
CHOICES = 'codes.none = ["无", "/"]\ncodes.unknown = ["不详"]\ncodes.deep = ["深"]\n'
NOTHING = ["", " ", "-2", "-2.0", "/", "／", "不详", "未填", "未知", "拒答", "—", "——", "-", "N/A"]
ERRORS = ["#N/A", "#REF!", "#DIV/0!", "#NAME?", "#VALUE!"]


def wells(office, fields: dict[str, str], cells: list[str], required: bool = False) -> set[tuple]:
    """What comes back of a sheet with each of these cells in all of its fields: (cell, field, reason)."""
    (office.root / "forms").mkdir(exist_ok=True)
    form = 'zh = "水井"\nen = "Wells"\n[fields.well_no]\ntype = "text"\nrequired = true\nheaders = ["井号"]\n'
    for name, type_ in fields.items():
        kind, more = type_.split("\n", 1) if "\n" in type_ else (type_, "")
        form += f'[fields.{name}]\ntype = "{kind}"\nrequired = {str(required).lower()}\nheaders = ["{name}"]\n{more}'
    (office.root / "forms/wells.toml").write_text(form, encoding="utf-8")
    rows = [f"{n},{','.join([cell] * len(fields))}\n" for n, cell in enumerate(cells)]
    office.write("甲/水井.csv", f"井号,{','.join(fields)}\n{''.join(rows)}")
    office.build()
    found = office.rows("SELECT row - 2, field, reason FROM intake.returned")
    return {(cells[row], field, reason) for row, field, reason in found}


FIELDS = {f"a_{kind}": kind + ('\ncodes.deep = ["深"]\n' if kind == "code" else "") for kind in TYPES}


def test_a_cell_that_says_nothing_is_no_value(office):
    assert wells(office, FIELDS, NOTHING) == set()
    assert office.rows(f"SELECT DISTINCT {', '.join(FIELDS)} FROM clean.wells") == [(None,) * len(FIELDS)]


def test_where_a_value_is_required_it_is_missing(office):
    assert wells(office, FIELDS, NOTHING, required=True) == {(c, f, "missing") for c in NOTHING for f in FIELDS}


@pytest.mark.parametrize("required", [True, False])
def test_an_error_is_a_fault_wherever_it_stands(office, required):
    """#N/A too: a lookup that failed, where a value was meant to be."""
    assert wells(office, FIELDS, ERRORS, required) == {(c, f, "cell_error") for c in ERRORS for f in FIELDS}


def test_a_word_for_nothing_may_be_an_answer(office):
    """Where a form names it among the choices, and 无 to a question of yes or no."""
    asked = {"well": "code\n" + CHOICES, "lid": "boolean"}
    assert wells(office, asked, ["无", "/", "不详", "未填", "坏"], required=True) == {
        ("/", "lid", "missing"), ("不详", "lid", "missing"), ("未填", "lid", "missing"), ("未填", "well", "missing"),
        ("坏", "lid", "boolean"), ("坏", "well", "code"),
    }  # fmt: skip
    wells(office, asked, ["无", "/", "不详", "未填"])
    assert office.rows("SELECT well, lid FROM clean.wells ORDER BY row") == [
        ("none", False), ("none", None), ("unknown", None), (None, None),
    ]  # fmt: skip
