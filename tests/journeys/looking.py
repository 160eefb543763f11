"""What every page must be, whoever looks at it and on what."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, ViewportSize

DESK: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
SMALL_PHONE: ViewportSize = {"width": 320, "height": 640}

OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    "preload": False,  # only tells a locked orientation, which no style sheet of ours has
}
# Nothing (null) on a page that does not have it yet.
ASK_AXE = """async options => window.axe ? (await axe.run(options)).violations
    .map(rule => [rule.id, ...rule.nodes.map(node => node.html.slice(0, 200))]) : null"""
WHAT_STICKS_OUT = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
    [...document.querySelectorAll("body *")].filter(element => element.getBoundingClientRect().right > innerWidth + 1)
        .map(element => element.outerHTML.slice(0, 120)).slice(-5)"""


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
    broken = page.evaluate(ASK_AXE, OPTIONS)
    if broken is None:
        page.evaluate(AXE_SCRIPT)
        broken = page.evaluate(ASK_AXE, OPTIONS)
    assert broken == [], broken


def assert_no_overflow(page: Page) -> None:
    """The page scrolls down only; what sticks out is named."""
    sticking_out = page.evaluate(WHAT_STICKS_OUT)
    assert not sticking_out, (page.viewport_size, sticking_out)
