"""On a slow network: what was typed while an answer was under way stays, and so does the cursor."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.conftest import Enter
from tests.journeys.serving import Site

pytestmark = pytest.mark.browser

DECLARE, PEOPLE = "/so-viec/ke-khai/", "/ghi-viec/nguoi/?*"


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


def wait_for(page: Page, held: list[Route]) -> None:
    """Until a question that was asked is in hand: the browser tells of it a moment before."""
    while not held:
        page.wait_for_timeout(10)


def choose(page: Page, held: list[Route], code: str) -> None:
    with page.expect_request(f"**{DECLARE}"):
        page.get_by_label("Chỉ số", exact=True).select_option(code)
    wait_for(page, held)


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


def test_a_name_ticked_while_the_list_is_drawn_anew(reading: Site, look: Enter):
    page = look(reading, "tan-linh")
    page.goto("/ghi-viec/")
    first = page.locator("#people-choices label").first
    name = first.inner_text()
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(f"**{PEOPLE}", hold)
    with page.expect_request(f"**{PEOPLE}"):
        page.get_by_label("Tìm người theo tên").fill("không ai tên thế")
    wait_for(page, held)
    first.click()
    held[-1].continue_()
    expect(page.locator("#people-choices")).to_contain_text("Không thấy ai tên như vậy")
    expect(page.locator("#people-choices label", has_text=name).locator("input")).to_be_checked()
    page.unroute(f"**{PEOPLE}")
