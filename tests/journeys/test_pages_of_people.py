"""Pages of the registers of people and units, as in `test_pages.py`."""

from itertools import chain

import pytest

from tests.journeys.conftest import Enter
from tests.journeys.looking import assert_whole_and_fit_for_all
from tests.journeys.places import PAGES, Place, of_people
from tests.journeys.serving import Site

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("place", [*chain(*(PAGES[name] for name in PAGES if of_people(name)))], ids=str)
def test_a_page_is_whole_and_fit_for_all(reading: Site, look: Enter, ids, place: Place):
    assert_whole_and_fit_for_all(reading, look, place, ids)
