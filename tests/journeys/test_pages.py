"""Every page, seen by somebody who may see it: whole, readable by all, on a desk and on a phone.

Those about people and their units, and those of the floors that stand beside each other, are in files of their own, so
that several workers share the longest of all tests.
"""

from itertools import chain

import pytest

from tests.journeys.conftest import Enter, Judge
from tests.journeys.place import of_siblings
from tests.journeys.places import FILES, OTHERS, PAGES, PARTS, REFUSALS, Place, names, of_people
from tests.journeys.serving import Site

pytestmark = pytest.mark.browser
HERE = [name for name in PAGES if not of_people(name) and not of_siblings(name)]


def test_no_address_is_forgotten():
    known = [*PAGES, *PARTS, *FILES, *OTHERS]
    assert sorted(known) == sorted(names())


@pytest.mark.parametrize("place", [*chain(*(PAGES[name] for name in HERE)), *REFUSALS], ids=str)
def test_a_page_is_whole_and_fit_for_all(judge: Judge, place: Place):
    judge(place)


@pytest.mark.parametrize("name", PARTS)
def test_a_part_is_no_whole_page(reading: Site, look: Enter, ids, name):
    place = PARTS[name]
    answer = look(reading, place.username, painted=False).context.request.get(
        place.path.format(**ids), headers={"HX-Request": "true"}
    )
    assert answer.status == 200
    assert answer.text().strip()
    assert "<html" not in answer.text()


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_what_it_says(reading: Site, look: Enter, ids, name):
    place, content_type = FILES[name]
    answer = look(reading, place.username, painted=False).context.request.get(place.path.format(**ids))
    assert (answer.status, answer.headers["content-type"]) == (200, content_type)
    if content_type.startswith("text/csv"):
        heading, *rows = answer.body().decode("utf-8-sig").splitlines()
        assert heading.count(",") > 2
        assert rows
    else:
        assert len(answer.body()) > 500
