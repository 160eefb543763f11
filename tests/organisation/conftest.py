"""A clock that stands still, the small tree, and the rows of members and posts."""

import pytest

from tests.factories import SmallTree, make_tree, stop_clock
from tests.people.members import make_member_indicators


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    stop_clock(monkeypatch)


@pytest.fixture
def tree(db) -> SmallTree:
    make_member_indicators()
    return make_tree()
