"""On a slow network: what was typed while an answer was under way stays, and so does the cursor."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.conftest import Enter
from tests.journeys.serving import Site

pytestmark = pytest.mark.browser

DECLARE = "/so-viec/ke-khai/"


@pytest.fixture
def slow(reading: Site, look: Enter) -> tuple[Page, list[Route]]:
    """The form to declare a figure, and the questions it asked, which nobody answers yet."""
    page = look(reading, "tan-linh")
    page.goto(DECLARE)
    held: list[Route] = []

    def hold(route: Route) -> None:  # Playwright writes onto what it is given, and cannot onto a built-in
        held.append(route)

    page.route(f"**{DECLARE}", hold)
    yield page, held
    page.unroute(f"**{DECLARE}")


def answer(page: Page, held: list[Route]) -> None:
    """The last question is answered; those before were given up by the page itself.

    What a key just pressed is still to ask, on a busy machine, is answered at once.
    """
    page.route(f"**{DECLARE}", _let_through)
    with page.expect_response(f"**{DECLARE}"):
        held[-1].continue_()
    expect(page.locator(".htmx-request, .htmx-settling, .htmx-swapping")).to_have_count(0)


def _let_through(route: Route) -> None:
    route.continue_()


def choose(page: Page, held: list[Route], code: str) -> None:
    with page.expect_request(f"**{DECLARE}"):
        page.get_by_label("Chỉ số", exact=True).select_option(code)
    page.wait_for_timeout(50)
    assert held


def test_a_number_typed_while_its_box_is_drawn_anew(slow):
    page, held = slow
    choose(page, held, "trees_planted")
    page.locator("#id_quantity").press_sequentially("1.2")
    answer(page, held)
    expect(page.locator("#quantity")).to_contain_text("cây")
    expect(page.locator("#id_quantity")).to_be_focused()
    page.keyboard.type("50")
    expect(page.locator("#id_quantity")).to_have_value("1.250")


def test_a_number_typed_before_it_turned_out_to_be_a_ratio(slow):
    page, held = slow
    choose(page, held, "units_with_skills")
    page.locator("#id_quantity").press_sequentially("7")
    answer(page, held)
    expect(page.locator("#id_quantity")).to_have_count(0)
    expect(page.locator("#id_n")).to_have_value("7")
    expect(page.locator("#id_n")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#id_of")).to_be_focused()
