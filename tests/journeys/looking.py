"""What every page must be, whoever looks at it and on what."""

from collections.abc import Callable
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, ViewportSize

from tests.journeys.places import Place
from tests.journeys.plain import PlainPage, what_is_wrong

DESK: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
SMALL_PHONE: ViewportSize = {"width": 320, "height": 640}

OPTIONS: dict[str, Any] = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    "preload": False,  # only tells a locked orientation, which no style sheet of ours has
}
# Of a table or a list the first rows stand for all: a colour that is right eight times is right the hundredth time.
LOOKED_AT = {"exclude": [["tbody > tr:nth-child(n+9)"], ["ul > li:nth-child(n+13)"]]}
# What stands around every page of one person; its landmarks stay, for they are held against those of the page.
WITHOUT_FRAME = {
    "exclude": [*LOOKED_AT["exclude"], [".rail > :not(nav)"], [".rail > nav > *"], [".topbar > *"], [".bar > *"]]
}
# Nothing (null) on a page that does not have it yet.
ASK_AXE = """async ([where, options]) => window.axe ? (await axe.run(where, options)).violations
    .map(rule => [rule.id, ...rule.nodes.map(node => node.html.slice(0, 200))]) : null"""
WHAT_STICKS_OUT = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
    [...document.querySelectorAll("body *")].filter(element => element.getBoundingClientRect().right > innerWidth + 1)
        .map(element => element.outerHTML.slice(0, 120)).slice(-5)"""


def assert_whole(place: Place, opened: Callable[..., Any], path: str) -> set[str]:
    """The page that stands at a place, as it was written, in both languages. Returns the pieces it is made of: its
    templates, and every kind of element with what it stands in.
    """
    response = opened(place.username, path)
    assert response.status_code == place.status, response.status_code
    assert response.wsgi_request.user.is_authenticated == (place.username is not None)
    assert "total;dur=" in response.headers["server-timing"]
    page = PlainPage(response.content.decode())
    assert (wrong := what_is_wrong(page)) == [], wrong
    assert [root.attributes.get("lang") for root in page.of("html")] == ["vi"]
    title = next(title.text for title in page.of("title"))
    assert title.endswith(" – Việc Thật")
    assert len(title) > len(" – Việc Thật")
    english = opened(place.username, path, language="en")
    assert english.status_code == place.status
    assert '<html lang="en"' in english.content.decode()
    return page.kinds | {template.name for template in response.templates if template.name}


def assert_fits(page: Page, path: str, *, status: int = 200) -> None:
    """The page at this path opens, and runs over the edge of no screen."""
    response = page.goto(path)
    assert response is not None
    assert response.status == status
    for size in (DESK, PHONE, SMALL_PHONE):
        page.set_viewport_size(size)
        assert_no_overflow(page)


def assert_drawn_well(page: Page, path: str, *, status: int = 200, frame: bool = True) -> None:
    """The page at this path, drawn: see `assert_fit_for_all`."""
    response = page.goto(path)
    assert response is not None
    assert response.status == status
    assert_fit_for_all(page, LOOKED_AT if frame else WITHOUT_FRAME)


def assert_fit_for_all(page: Page, where: dict[str, Any] = LOOKED_AT) -> None:
    """Light on a desk, dark on a phone, narrow on a small one: nothing breaks a rule or runs over the edge."""
    page.set_viewport_size(DESK)
    assert_accessible(page, where)
    assert_no_overflow(page)
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(PHONE)
    assert_accessible(page, where)
    assert_no_overflow(page)
    page.set_viewport_size(SMALL_PHONE)
    assert_no_overflow(page)


def assert_accessible(page: Page, where: dict[str, Any] = LOOKED_AT) -> None:
    """No rule of WCAG 2.2 AA is broken as the page stands now."""
    broken = page.evaluate(ASK_AXE, [where, OPTIONS])
    if broken is None:
        page.evaluate(AXE_SCRIPT)
        broken = page.evaluate(ASK_AXE, [where, OPTIONS])
    assert broken == [], broken


def assert_no_overflow(page: Page) -> None:
    """The page scrolls down only; what sticks out is named."""
    sticking_out = page.evaluate(WHAT_STICKS_OUT)
    assert not sticking_out, (page.viewport_size, sticking_out)
