"""The small tree and the officers of tests of congresses."""

import pytest

from tests.factories import (
    make_indicator,
    make_officer,
    make_tree,
    stop_clock,
)
from tests.people.members import make_member_indicators


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    stop_clock(monkeypatch)


@pytest.fixture
def tree():
    make_member_indicators()
    for code in ("congresses_held", "federation_congresses_held"):
        make_indicator(code, register="congress", area=6)
    return make_tree()


@pytest.fixture
def boss(tree):
    return make_officer("secretary", tree.city)


@pytest.fixture
def officer(tree):
    return make_officer("base_officer", tree.commune)
