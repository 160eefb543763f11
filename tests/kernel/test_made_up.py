"""What is made up, and what several parts make of it together."""

import pytest

from viecthat.kernel.made_up import MadeUp


@pytest.mark.parametrize(
    ("synthetic", "totals_published", "made_up"),
    [
        (False, True, MadeUp.NOTHING),
        (False, False, MadeUp.NOTHING),
        (True, True, MadeUp.SPLIT),
        (True, False, MadeUp.ALL),
    ],
)
def test_what_is_made_up_of_one_set(synthetic, totals_published, made_up):
    assert MadeUp.of(synthetic=synthetic, totals_published=totals_published) is made_up


def test_several_together_are_both():
    assert not MadeUp.among([])
    assert not MadeUp.among([MadeUp.NOTHING])
    both = MadeUp.among([MadeUp.SPLIT, MadeUp.NOTHING, MadeUp.ALL])
    assert (both.split, both.all) == (True, True)
    assert (MadeUp.SPLIT.split, MadeUp.SPLIT.all) == (True, False)
    assert (MadeUp.ALL.split, MadeUp.ALL.all) == (False, True)
