"""Every page of every floor, seen by somebody who may see it: whole, readable by all, on a desk and on a phone."""

from itertools import chain

import pytest
from playwright.sync_api import Browser

from tests.journeys.conftest import Enter
from tests.journeys.looking import assert_fit_for_all
from tests.journeys.places import FILES, OTHERS, PAGES, PARTS, REFUSALS, Place, ids_of, names
from tests.journeys.serving import Site

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def ids(browser: Browser, reading: Site) -> dict[str, str]:
    context = browser.new_context(base_url=reading.address, storage_state=reading.session(browser, "thanh-doan"))
    found = ids_of(context.request)
    context.close()
    return found


def test_no_address_is_forgotten():
    known = [*PAGES, *PARTS, *FILES, *OTHERS]
    assert sorted(known) == sorted(names())


@pytest.mark.parametrize(
    "place", [*chain(*PAGES.values()), *REFUSALS], ids=lambda place: f"{place.path}-{place.username}"
)
def test_a_page_is_whole_and_fit_for_all(reading: Site, look: Enter, ids, place: Place):
    page = look(reading, place.username)
    path = place.path.format(**ids)
    response = page.goto(path)
    assert response is not None
    assert response.status == place.status
    assert "total;dur=" in response.headers["server-timing"]
    lang, title, heading = page.evaluate(
        "[document.documentElement.lang, document.title, [...document.querySelectorAll('h1')].map(h1 => h1.innerText)]"
    )
    assert lang == "vi"
    assert title.endswith(" – Việc Thật")
    assert len(title) > len(" – Việc Thật")
    assert len(heading) == 1
    assert heading[0].strip()
    assert_fit_for_all(page)
    page.context.add_cookies([{"name": "django_language", "value": "en", "url": reading.address}])
    english = page.context.request.get(path)
    page.context.clear_cookies(name="django_language")
    assert english.status == place.status
    assert '<html lang="en"' in english.text()


@pytest.mark.parametrize("name", PARTS)
def test_a_part_is_no_whole_page(reading: Site, look: Enter, ids, name):
    place = PARTS[name]
    answer = look(reading, place.username).context.request.get(place.path.format(**ids), headers={"HX-Request": "true"})
    assert answer.status == 200
    assert answer.text().strip()
    assert "<html" not in answer.text()


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_what_it_says(reading: Site, look: Enter, ids, name):
    place, content_type = FILES[name]
    answer = look(reading, place.username).context.request.get(place.path.format(**ids))
    assert (answer.status, answer.headers["content-type"]) == (200, content_type)
    assert len(answer.body()) > 500
