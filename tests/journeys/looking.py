"""What every page must be, whoever looks at it and on what."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
DESK, PHONE, SMALL_PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}, {"width": 320, "height": 640}


def assert_fit_for_all(page: Page) -> None:
    """Light on a desk, dark on a phone, narrow on a small one: nothing breaks a rule or runs over the edge."""
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    assert_accessible(page)
    assert_no_overflow(page)
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert_accessible(page)
    assert_no_overflow(page)
    page.set_viewport_size(SMALL_PHONE)  # type: ignore[arg-type]
    assert_no_overflow(page)


def assert_accessible(page: Page) -> None:
    """No rule of WCAG 2.2 AA is broken as the page stands now."""
    found = Axe().run(page, options=RULES).response["violations"]
    broken = [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found]
    assert not broken, broken


def assert_no_overflow(page: Page) -> None:
    """The page scrolls down only; what sticks out is named."""
    sticking_out = page.evaluate(
        """() => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll("body *")]
            .filter(e => e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 120)).slice(-5)
        """
    )
    assert not sticking_out, (page.viewport_size, sticking_out)
