"""Parts add up to the whole exactly."""

import pytest
from hypothesis import given, strategies as st

from viecthat.kernel.dividing import divide
from viecthat.kernel.errors import Refused


def test_what_rounding_leaves_goes_to_the_largest_remainders():
    assert divide(10, [1, 1, 1]) == [4, 3, 3]
    assert divide(7, [5, 0, 2]) == [5, 0, 2]
    assert divide(1, [1, 2]) == [0, 1]


@given(st.integers(0, 10**15), st.lists(st.integers(0, 10**9), min_size=1, max_size=50).filter(any))
def test_the_sum_is_the_whole_and_nobody_is_far_from_the_share(whole, weights):
    parts = divide(whole, weights)
    assert sum(parts) == whole
    total = sum(weights)
    assert all(abs(part * total - whole * weight) < total for part, weight in zip(parts, weights, strict=True))


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1]])
def test_nobody_to_share_with(weights):
    with pytest.raises(Refused):
        divide(5, weights)
