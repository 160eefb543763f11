"""Pages of the registers of people and units, as in `test_pages.py`."""

from itertools import chain

import pytest

from tests.journeys.conftest import Judge
from tests.journeys.places import PAGES, Place, of_people

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("place", [*chain(*(PAGES[name] for name in PAGES if of_people(name)))], ids=str)
def test_a_page_is_whole_and_fit_for_all(judge: Judge, place: Place):
    judge(place)
