"""An office that cares for elders, taken in once for the tests that only read it."""

from __future__ import annotations

import pytest

from tests.listing import care


@pytest.fixture(scope="session")
def cared(tmp_path_factory):
    """The office taken in; its files stay as they are."""
    made = care.office(tmp_path_factory.mktemp("cared") / "office")
    made.build()
    return made


@pytest.fixture
def caring(tmp_path):
    """The same, not taken in, for tests that change its files."""
    return care.office(tmp_path / "office")
