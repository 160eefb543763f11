"""Splits add up to the unit, whatever the weights."""

from random import Random

import pytest
from hypothesis import given, strategies as st

from viecthat.demo.chance import chance, split_exactly, split_within, zipf

WEIGHTS = st.lists(st.floats(min_value=1e-6, max_value=1e6), min_size=1, max_size=60)


@given(total=st.integers(0, 10**15), weights=WEIGHTS, least=st.integers(0, 50), step=st.sampled_from([1, 5, 1000]))
def test_a_split_adds_up_and_keeps_the_least(total, weights, least, step) -> None:
    needed = -(-least // step) * step * len(weights)
    if total // step * step < needed:
        with pytest.raises(ValueError, match="cannot be split"):
            split_exactly(total, weights, least=least, step=step)
        return
    parts = split_exactly(total, weights, least=least, step=step)
    assert sum(parts) == total
    assert len(parts) == len(weights)
    assert min(parts) >= least
    assert sum(part % step != 0 for part in parts) <= 1


@given(total=st.integers(0, 10**12), weights=WEIGHTS)
def test_a_split_is_as_fair_as_whole_numbers_can_be(total, weights) -> None:
    whole = sum(weights)
    for part, weight in zip(split_exactly(total, weights), weights, strict=True):
        # The weights themselves are taken over to twelve digits.
        assert abs(part - total * weight / whole) <= 1 + total * 1e-5


@given(caps=st.lists(st.integers(0, 10**9), min_size=1, max_size=60), data=st.data())
def test_a_part_of_a_whole_never_exceeds_it(caps, data) -> None:
    total = data.draw(st.integers(0, sum(caps)))
    parts = split_within(total, caps)
    assert sum(parts) == total
    assert all(0 <= part <= cap for part, cap in zip(parts, caps, strict=True))


def test_more_than_there_is_room_for_is_refused() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        split_within(11, [5, 5])


def test_nothing_to_split_by_is_refused() -> None:
    with pytest.raises(ValueError, match="no weight"):
        split_exactly(3, [0.0, 0.0])


def test_chance_repeats_itself_and_is_its_own_for_each_name() -> None:
    assert chance("a", 1).random() == chance("a", 1).random() != chance("a", 2).random()


def test_shares_by_rank_add_up_and_are_uneven() -> None:
    shares = zipf(30, 0.6, Random(1))
    assert sum(shares) == pytest.approx(1)
    assert max(shares) > 5 * min(shares)
