"""Pages of the floors that stand beside each other (ideas, contests, news …), as in `test_pages.py`."""

from itertools import chain

import pytest

from tests.journeys.conftest import Judge
from tests.journeys.place import of_siblings
from tests.journeys.places import PAGES, Place

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("place", [*chain(*(PAGES[name] for name in PAGES if of_siblings(name)))], ids=str)
def test_a_page_is_whole_and_fit_for_all(judge: Judge, place: Place):
    judge(place)
