import numpy as np
import pytest

from viecthat.rollup.ranks import Ranks


@pytest.mark.parametrize("keys", [[3, 5, 9], [3, 5, 2**40], [-4, 5, 9]], ids=["table", "too wide", "negative"])
def test_finds_the_index_or_says_absent(keys: list[int]) -> None:
    ranks = Ranks(np.array(keys))
    assert ranks.of(np.array([keys[2], 4, 5, 10**15, -1, keys[0], 0])).tolist() == [2, -1, 1, -1, -1, 0, -1]
    assert ranks.of(np.array([], dtype=np.int64)).tolist() == []
    assert ranks.of(np.array([keys[2] + 1, keys[2] + 2])).tolist() == [-1, -1]


def test_without_keys_all_are_absent() -> None:
    assert Ranks(np.array([], dtype=np.int64)).of(np.array([0, 1])).tolist() == [-1, -1]
