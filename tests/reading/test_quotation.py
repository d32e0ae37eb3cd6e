"""Quotation marks that quote, and those that are part of what somebody wrote."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.reading.quotation import rows

READINGS = {
    'a,b\n1,"x, y"\n2,z\n': ([["a", "b"], ["1", "x, y"], ["2", "z"]], set()),
    'a,b\n1,"two\nlines"\n2,z\n': ([["a", "b"], ["1", "two\nlines"], ["2", "z"]], set()),
    'a,b\n1,"never\n2,z\n': ([["a", "b"], ["1", '"never'], ["2", "z"]], {2}),
    'a,b\n1,"in" the middle\n2,z\n': ([["a", "b"], ["1", '"in" the middle'], ["2", "z"]], {2}),
    'a,b\n1,"one\n2,y\n3,"two\n4,z\n': ([["a", "b"], ["1", '"one'], ["2", "y"], ["3", '"two'], ["4", "z"]], {2, 4}),
    'a,b\n1,"one\n2,y"\n3,z\n': ([["a", "b"], ["1", '"one'], ["2", 'y"'], ["3", "z"]], {2}),
    'a,b\n1,2"": inch\n': ([["a", "b"], ["1", '2"": inch']], set()),
}


@pytest.mark.parametrize("text", READINGS)
def test_readings(text):
    stray: set[int] = set()
    assert (list(rows(io.StringIO(text), ",", stray)), stray) == READINGS[text]


@given(st.lists(st.lists(st.text('ab,"\n ', max_size=6), min_size=2, max_size=2), min_size=1, max_size=6))
def test_what_a_program_wrote_is_read_as_it_was_meant(table):
    """A header without marks first: whole rows inside a cell can only be told by its width, so none are made here."""
    table = [["x", "y"]] + [[cell.replace(",", ";") for cell in row] for row in table]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(table)
    stray: set[int] = set()
    assert list(rows(io.StringIO(text.getvalue(), newline=""), ",", stray)) == table
    assert not stray
