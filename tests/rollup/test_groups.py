import numpy as np
from hypothesis import given, strategies as st

from viecthat.rollup.groups import distinct


@given(st.lists(st.one_of(st.integers(-5, 40), st.integers(-(2**62), 2**62))))
def test_different_numbers_stand_in_order_once(numbers: list[int]) -> None:
    column = np.array(numbers, dtype=np.int64)
    assert distinct(column).tolist() == sorted(set(numbers))
