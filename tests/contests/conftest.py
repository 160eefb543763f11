"""A tree with the indicators of contests, an officer who runs them, and a clock that stands."""

import pytest

from tests.factories import (
    make_indicator,
    make_officer,
    make_tree,
    stop_clock,
)


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    stop_clock(monkeypatch)


@pytest.fixture
def tree():
    for code, measure in (
        ("contest_entries", "flow"), ("contest_entrants", "people"), ("contest_turns", "turns"),
        ("contest_prizes", "flow"), ("contests_held", "flow"),
    ):  # fmt: skip
        make_indicator(code, measure=measure, area=1)
    return make_tree()


@pytest.fixture
def chief(tree):
    return make_officer("secretary", tree.city)
