"""A clock that stands still and the small tree."""

import pytest

from tests.factories import SmallTree, make_tree, stop_clock


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    stop_clock(monkeypatch)


@pytest.fixture
def tree(db) -> SmallTree:
    return make_tree()
