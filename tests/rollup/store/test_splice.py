"""Cells carried on by splicing: many lines in few places, so that keys, people and whole lines coincide."""

import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from tests.rollup.worlds import FEW
from viecthat.rollup.facts import Facts
from viecthat.rollup.store import presences, segment, splice
from viecthat.rollup.store.generation import Generation
from viecthat.rollup.store.layout import Layout
from viecthat.rollup.store.writing import merge_generation, write_generation

# Every file is made sure to be on the disk: in memory that costs nothing.
QUICK = "/dev/shm" if Path("/dev/shm").is_dir() else None
UNITS, INDICATORS, PEOPLE = 6, 3, 4
FIRST = 737_425  # 1 January 2020
DAYS = 200


@st.composite
def some_lines(draw: Any, least: int = 0) -> Facts:
    """Lines drawn by a seed: whole columns at once, from few values, a third of them taking others back."""
    count = draw(st.integers(least, 120))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    indicator = rng.integers(1, INDICATORS + 1, count)
    return Facts(
        entry=np.arange(count),
        posting=np.arange(count),
        unit=rng.integers(1, UNITS + 1, count),
        indicator=indicator,
        day=FIRST + rng.integers(0, DAYS, count) // draw(st.sampled_from((1, 40))),
        quantity=rng.choice((-1, 1, 2), count),
        person=np.where(indicator == 1, rng.integers(0, PEOPLE + 1, count), 0),
        grade=rng.integers(1, 4, count).astype(np.int8),
        recorded=rng.integers(0, 3, count),
    )


def every_indicator() -> Facts:
    """A line of each indicator in each month, so that cells know them all and are spliced."""
    months = np.arange(FIRST, FIRST + DAYS, 28)
    count = len(months) * INDICATORS
    one = np.ones(count, dtype=np.int64)
    indicator = np.tile(np.arange(1, INDICATORS + 1), len(months))
    return Facts(one, one, one, indicator, np.repeat(months, INDICATORS), one, 0 * one, one.astype(np.int8), one)


@pytest.mark.parametrize("marks", [0, 4])
@given(parts=st.lists(some_lines(), min_size=1, max_size=3), known=st.booleans())
@settings(max_examples=2 * FEW)
def test_what_is_spliced_is_what_is_built(marks: int, parts: list[Facts], known: bool) -> None:
    layout = Layout(np.arange(1, UNITS + 1), 1024, np.array([0, 2, 5, UNITS]))
    first = every_indicator() if known else parts.pop()
    with tempfile.TemporaryDirectory(dir=QUICK) as folder, pytest.MonkeyPatch.context() as patched:
        home = Path(folder)
        patched.setattr(segment, "LINES_A_MARK", marks)
        merged = write_generation(home / "merged", layout, [first], horizon=0)
        for number, part in enumerate(parts, start=1):
            merged = merge_generation(merged, part, horizon=number)
        whole = write_generation(home / "whole", layout, [*reversed(parts), first], horizon=9)
        assert merged.differs_from(whole) == []
        assert merged.check() == []


@given(news=some_lines(least=1))
@settings(max_examples=FEW)
def test_what_does_not_fit_into_one_number_is_sorted_anew(news: Facts) -> None:
    with tempfile.TemporaryDirectory(dir=QUICK) as folder, pytest.MonkeyPatch.context() as patched:
        patched.setattr(splice, "_BITS", 3)
        patched.setattr(presences, "_BITS", 3)
        home, layout = Path(folder), Layout(np.arange(1, UNITS + 1), 1024)
        merged = merge_generation(
            write_generation(home / "merged", layout, [every_indicator()], horizon=0), news, horizon=1
        )
        whole = write_generation(home / "whole", layout, [news, every_indicator()], horizon=1)
    assert merged.differs_from(whole) == []


def test_cells_that_know_the_indicators_are_spliced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    layout = Layout(np.arange(1, UNITS + 1), 1024)
    base = write_generation(tmp_path, layout, [every_indicator()], horizon=0)

    def never(*_given: object) -> Generation:
        raise AssertionError("made anew")

    for made_anew in ("month_of_lines", "bucket_of", "year_of"):
        monkeypatch.setattr(f"viecthat.rollup.store.writing.{made_anew}", never)
    assert merge_generation(base, every_indicator(), horizon=1).lines_count == 2 * base.lines_count
