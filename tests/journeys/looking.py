"""What every page must be, whoever looks at it and on what."""

from collections.abc import Callable

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, ViewportSize

from tests.journeys.places import Place
from tests.journeys.serving import Site

DESK: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
SMALL_PHONE: ViewportSize = {"width": 320, "height": 640}

OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    "preload": False,  # only tells a locked orientation, which no style sheet of ours has
}
# Of a table or a list the first rows stand for all: a colour that is right eight times is right the hundredth time.
LOOKED_AT = {"exclude": [["tbody > tr:nth-child(n+9)"], ["ul > li:nth-child(n+13)"]]}
# Nothing (null) on a page that does not have it yet.
ASK_AXE = """async ([where, options]) => window.axe ? (await axe.run(where, options)).violations
    .map(rule => [rule.id, ...rule.nodes.map(node => node.html.slice(0, 200))]) : null"""
WHAT_STICKS_OUT = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
    [...document.querySelectorAll("body *")].filter(element => element.getBoundingClientRect().right > innerWidth + 1)
        .map(element => element.outerHTML.slice(0, 120)).slice(-5)"""


def assert_whole_and_fit_for_all(reading: Site, look: Callable[..., Page], place: Place, ids: dict[str, str]) -> None:
    """The page that stands at a place, in both languages; `ids` are what its address is filled in with."""
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


def assert_fit_for_all(page: Page) -> None:
    """Light on a desk, dark on a phone, narrow on a small one: nothing breaks a rule or runs over the edge."""
    page.set_viewport_size(DESK)
    assert_accessible(page)
    assert_no_overflow(page)
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(PHONE)
    assert_accessible(page)
    assert_no_overflow(page)
    page.set_viewport_size(SMALL_PHONE)
    assert_no_overflow(page)


def assert_accessible(page: Page) -> None:
    """No rule of WCAG 2.2 AA is broken as the page stands now."""
    broken = page.evaluate(ASK_AXE, [LOOKED_AT, OPTIONS])
    if broken is None:
        page.evaluate(AXE_SCRIPT)
        broken = page.evaluate(ASK_AXE, [LOOKED_AT, OPTIONS])
    assert broken == [], broken


def assert_no_overflow(page: Page) -> None:
    """The page scrolls down only; what sticks out is named."""
    sticking_out = page.evaluate(WHAT_STICKS_OUT)
    assert not sticking_out, (page.viewport_size, sticking_out)
