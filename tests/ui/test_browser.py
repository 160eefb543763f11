"""In a real browser: both themes, three widths, keys, focus, no rule of the content policy broken."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.looking import assert_accessible, assert_no_overflow

pytestmark = pytest.mark.browser

PATHS = ["/kieu-mau/", "/kieu-mau/bieu-mau/", "/kieu-mau/?so=cay-xanh&thong-bao=1", "/khong-co-trang-nay/"]
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def quiet(page: Page) -> Iterator[Page]:
    """A page on which nothing may complain: no script error, no breach of the content policy."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    assert [c for c in complaints if not c.startswith("Failed to load resource")] == []


@pytest.mark.parametrize("path", PATHS)
def test_every_width_and_theme_is_accessible_and_none_scrolls_sideways(browser: Browser, site, path):
    # Less motion: what fades from light to dark would be judged half-way.
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(site + path)
    for width, theme in ((1440, "light"), (1440, "dark"), (768, "light"), (320, "dark")):
        page.emulate_media(color_scheme=theme)
        page.set_viewport_size({"width": width, "height": 900})
        assert_accessible(page)
        assert_no_overflow(page)
    context.close()


WIDTHS_OF_DIGITS = """async weight => {
    await document.fonts.load(`${weight} 100px "Be Vietnam Pro"`, "0123456789");
    const span = document.createElement("span");
    span.className = "num";
    span.style.cssText = `position: absolute; font-size: 100px; font-weight: ${weight}`;
    document.body.append(span);
    return [..."0123456789"].map(digit => { span.textContent = digit.repeat(8); return span.offsetWidth; });
}"""


@pytest.mark.parametrize("weight", ["400", "500", "600", "700"])
def test_figures_stand_in_digits_of_one_width(quiet: Page, site, weight):
    quiet.goto(site + "/kieu-mau/")
    widths = quiet.evaluate(WIDTHS_OF_DIGITS, weight)
    assert len(widths) == 10
    assert len(set(widths)) == 1


def test_our_own_letters_are_used_for_vietnamese(quiet: Page, site):
    quiet.goto(site + "/kieu-mau/")
    loaded = quiet.evaluate("""document.fonts.load('16px "Be Vietnam Pro"', "Đẩy ư ₫").then(faces => faces.length)""")
    assert loaded >= 2


def test_the_chosen_theme_is_remembered(quiet: Page, site):
    quiet.goto(site + "/kieu-mau/")
    switch = quiet.locator(".rail [data-theme-switch]")
    switch.click()
    expect(quiet.locator("html")).to_have_attribute("data-theme", "dark")
    expect(switch).to_have_attribute("aria-pressed", "true")
    quiet.reload()
    expect(quiet.locator("html")).to_have_attribute("data-theme", "dark")


def test_a_figure_opens_its_drawer_and_escape_gives_the_focus_back(quiet: Page, site):
    quiet.set_viewport_size(PHONE)
    quiet.goto(site + "/kieu-mau/")
    figure = quiet.get_by_role("link", name="156.835 cây")
    figure.click()
    drawer = quiet.locator("#drawer")
    expect(drawer).to_be_focused()
    expect(quiet).to_have_url(re.compile(r"so=cay-xanh"))
    expect(quiet.locator("main")).to_have_attribute("inert", "")
    quiet.keyboard.press("Escape")
    expect(drawer).to_have_count(0)
    expect(figure).to_be_focused()
    expect(quiet).to_have_url(site + "/kieu-mau/")
    quiet.go_back()
    expect(drawer).to_be_visible()
    expect(quiet.locator("main")).to_be_attached()


def test_a_drawer_that_came_with_the_page_closes_to_the_page_beneath(quiet: Page, site):
    quiet.goto(site + "/kieu-mau/?so=cay-xanh")
    expect(quiet.locator("#drawer")).to_be_focused()
    quiet.keyboard.press("Escape")
    expect(quiet).to_have_url(site + "/kieu-mau/")
    expect(quiet.locator("#drawer")).to_have_count(0)


def test_the_rest_of_the_menu_opens_on_a_phone_and_escape_closes_it(quiet: Page, site):
    quiet.set_viewport_size(PHONE)
    quiet.goto(site + "/kieu-mau/")
    more = quiet.locator(".bar-more > summary")
    more.click()
    expect(quiet.locator(".sheet")).to_be_visible()
    quiet.keyboard.press("Escape")
    expect(quiet.locator(".sheet")).to_be_hidden()
    expect(more).to_be_focused()


def test_a_part_of_the_menu_opens_by_key_and_stays_as_it_was_left(quiet: Page, site):
    quiet.set_viewport_size(PHONE)
    quiet.goto(site + "/kieu-mau/")
    quiet.locator(".bar-more > summary").click()
    part = quiet.locator(".sheet details[data-menu=phong-trao]")
    part.locator("summary").press("Enter")
    expect(part.get_by_role("link", name="Tình nguyện")).to_be_visible()
    quiet.goto(site + "/kieu-mau/?thong-bao=1")
    quiet.locator(".bar-more > summary").click()
    expect(part.get_by_role("link", name="Tình nguyện")).to_be_visible()
    expect(quiet.locator(".sheet details[data-menu=giao-viec] a").first).to_be_hidden()
    part.locator("summary").click()
    expect(part.get_by_role("link", name="Tình nguyện")).to_be_hidden()
    quiet.reload()
    expect(quiet.locator("details[data-menu][open]")).to_have_count(0)


def test_an_answer_that_fails_is_said_in_a_sentence(page: Page, site):
    page.route("**/*so=cay-xanh*", lambda route: route.fulfill(status=403, body="no"))
    page.goto(site + "/kieu-mau/")
    page.get_by_role("link", name="156.835 cây").click()
    expect(page.locator("#toasts .toast")).to_contain_text("không được phép")
    page.unroute("**/*so=cay-xanh*")
    page.route("**/*so=cay-xanh*", lambda route: route.abort())
    page.get_by_role("link", name="156.835 cây").click()
    expect(page.locator("#toasts .toast")).to_contain_text("Mất mạng")
    page.get_by_role("button", name="Đóng thông báo").click()
    expect(page.locator("#toasts .toast")).to_have_count(0)


def test_a_form_is_sent_once(quiet: Page, site):
    quiet.goto(site + "/kieu-mau/bieu-mau/")
    sent: list[str] = []
    quiet.route("**/kieu-mau/bieu-mau/", lambda route: sent.append(route.request.method))  # never answered
    quiet.evaluate(
        """() => { const frame = document.createElement("iframe"); frame.name = "answer";
                   document.body.append(frame); document.querySelector("#mau").target = "answer"; }"""
    )
    save = quiet.get_by_role("button", name="Lưu việc này")
    with quiet.expect_request("**/kieu-mau/bieu-mau/"):
        save.click()
    expect(save).to_be_disabled()
    save.dispatch_event("click")
    # Some part of the page that is fetched meanwhile is no answer to the form.
    quiet.evaluate("htmx.ajax('GET', '/kieu-mau/?so=cay-xanh', '#drawer-place')")
    expect(quiet.locator("#drawer")).to_be_visible()
    expect(save).to_be_disabled()
    assert sent == ["POST"]


def test_another_view_of_the_page_is_one_press_away(quiet: Page, site):
    quiet.goto(site + "/kieu-mau/")
    quiet.get_by_label("hôm nay").check()
    expect(quiet).to_have_url(re.compile(r"ban-do=hom-nay"))


def test_words_and_boxes_of_a_form_are_large_enough_for_a_thumb(browser: Browser, site):
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(site + "/kieu-mau/bieu-mau/")
    sizes = page.eval_on_selector_all(
        ".input, .select, .textarea, input[type=file]",
        "all => all.map(e => [e.name, parseFloat(getComputedStyle(e).fontSize), e.getBoundingClientRect().height])",
    )
    assert [s for s in sizes if s[1] < 16 or s[2] < 44] == []
    context.close()


def test_everything_but_comfort_works_without_a_script(browser: Browser, site):
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(site + "/kieu-mau/")
    page.get_by_role("link", name="156.835 cây").click()
    expect(page.locator("#drawer")).to_be_visible()
    page.get_by_role("link", name="Đóng").click()
    expect(page.locator("#drawer")).to_have_count(0)
    page.locator(".bar-more > summary").click()
    expect(page.locator(".sheet")).to_be_visible()
    page.locator(".sheet details[data-menu=giao-viec] > summary").click()
    expect(page.locator(".sheet").get_by_role("link", name="Văn bản")).to_be_visible()
    assert page.locator("[data-theme-switch]:visible").count() == 0, "a switch that does nothing is not shown"
    context.close()


def test_a_form_that_came_back_stands_at_what_must_be_mended(quiet: Page, site):
    def without_a_word_at_the_top(route):
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace('role="alert"', "").replace("autofocus", ""))

    quiet.set_viewport_size({"width": 390, "height": 300})
    quiet.route("**/kieu-mau/bieu-mau/", without_a_word_at_the_top)
    quiet.goto(site + "/kieu-mau/bieu-mau/")
    box = quiet.get_by_label("Tên việc")
    expect(box).to_be_focused()
    expect(box).to_be_in_viewport()
    quiet.unroute("**/kieu-mau/bieu-mau/")
    quiet.goto(site + "/kieu-mau/bieu-mau/")  # what the beginning says is read first
    expect(quiet.get_by_label("Tên việc")).not_to_be_focused()
    expect(quiet.get_by_role("alert")).to_be_in_viewport()


def test_what_was_just_said_does_not_lie_over_the_end_of_a_page_on_a_phone(quiet: Page, site):
    quiet.set_viewport_size(PHONE)
    quiet.goto(site + "/kieu-mau/?thong-bao=1")
    quiet.locator(".toast.bad").evaluate("one => one.remove()")  # the stylebook says two things at once
    expect(quiet.locator(".toast")).to_be_visible()
    quiet.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")
    ends, says = (quiet.locator(one).last.bounding_box() for one in (".main > *", ".toast"))
    assert ends["y"] + ends["height"] <= says["y"]
