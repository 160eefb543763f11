"""A year as known on a past day: lines recorded late are taken away again, wherever and however they are kept."""

import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from tests.rollup import worlds
from viecthat.kernel.periods import Period
from viecthat.rollup.ask import By, MemorySource, ask
from viecthat.rollup.facts import FactRow, Facts
from viecthat.rollup.measures import Flow, People, Stock
from viecthat.rollup.placement import place_units
from viecthat.rollup.store import month, segment
from viecthat.rollup.store.layout import Layout
from viecthat.rollup.store.source import StoreSource
from viecthat.rollup.store.tail import Tail
from viecthat.rollup.store.writing import write_generation
from viecthat.rollup.tree import Node, encode_tree

QUICK = "/dev/shm" if Path("/dev/shm").is_dir() else None
BEGIN = date(2025, 1, 1)
CENTRE, PROVINCES, COMMUNES = 1, (2, 3, 4), tuple(range(5, 14))
UNITS = (CENTRE, *PROVINCES, *COMMUNES)
NODES = [
    Node(CENTRE, None, "centre", "a"),
    *(Node(unit, CENTRE, "province", str(unit)) for unit in PROVINCES),
    *(Node(unit, PROVINCES[unit % 3], "commune", f"{unit:02}") for unit in COMMUNES),
]
MAP = place_units(encode_tree(NODES, BEGIN), {node.unit for node in NODES}, [])
MEASURES = {"trees": Flow(1), "houses": Flow(2), "kept": Stock(2), "people": People(1)}


@st.composite
def facts(draw: Any) -> Facts:
    """Reports of four months, most recorded at once, some late, some taken back later."""
    rows: list[FactRow] = []

    def put(**what: Any) -> None:
        rows.append(FactRow(entry=len(rows) + 1, posting=len(rows) + 1, **what))

    for _ in range(draw(st.integers(4, 40))):
        day = BEGIN + timedelta(days=draw(st.integers(0, 119)))
        soon = datetime(day.year, day.month, day.day, tzinfo=UTC)
        recorded = soon + timedelta(days=draw(st.sampled_from((0, 0, 0, 1, 20, 60, 90))))
        line = {
            "unit": draw(st.sampled_from(UNITS)),
            "indicator": draw(st.sampled_from((1, 1, 2))),
            "day": day,
            "quantity": draw(st.sampled_from((1, 2, 3))),
            "person": draw(st.sampled_from((0, 0, 1, 2))),
            "grade": draw(st.integers(1, 3)),
        }
        put(**line, recorded=recorded)
        if draw(st.integers(0, 2)) == 0:
            again = recorded + timedelta(days=draw(st.sampled_from((0, 5, 40, 80))))
            put(**line | {"quantity": -line["quantity"]}, recorded=again)
    return Facts.of(rows)


@given(st.data())
@settings(max_examples=8 * worlds.FEW)
def test_what_was_recorded_later_is_not_known(data: Any) -> None:
    every = data.draw(facts(), label="lines")
    below = data.draw(st.sampled_from([len(every), len(every), len(every) // 2]), label="lines on the disk")
    with tempfile.TemporaryDirectory(dir=QUICK) as folder, pytest.MonkeyPatch.context() as patched:
        patched.setattr(segment, "LINES_A_MARK", data.draw(st.sampled_from([0, 0, 1000]), label="marks"))
        patched.setattr(month, "LATE", data.draw(st.sampled_from([2, 4, month.LATE]), label="one line late in so many"))
        patched.setattr(month, "ZONE", data.draw(st.sampled_from([1, 2, 5, month.ZONE]), label="lines a zone"))
        generation = write_generation(Path(folder), Layout.of(MAP), [every.where(slice(0, below))], horizon=0)
        tail = Tail.of(generation)
        tail = tail.extended(every.where(slice(below, len(every)))) if below < len(every) else tail
        first = data.draw(st.integers(1, 4), label="first month")
        asked: dict[str, Any] = {
            "units": data.draw(st.lists(st.sampled_from(UNITS), min_size=1, max_size=3, unique=True), label="units"),
            "periods": [Period.of_months(BEGIN.year, first, 5 - first), Period.year(BEGIN.year)],
            "by": data.draw(st.sampled_from([By.NONE, By.CHILDREN, By.kind("commune")])),
            "map": MAP,
        }
        for days in data.draw(st.lists(st.integers(0, 250), min_size=1, max_size=4), label="known after so many days"):
            known = datetime(BEGIN.year, 1, 1, tzinfo=UTC) + timedelta(days=days)
            found = ask(MEASURES, source=StoreSource(tail), as_known=known, **asked)
            assert found.rows == ask(MEASURES, source=MemorySource(every), as_known=known, **asked).rows
