"""How pages are looked at: what axe has seen it passes by, and nothing else."""

import pytest
from playwright.sync_api import Page, Route

from tests.journeys.looking import Piece, assert_accessible, assert_drawn_well, unpainted_page

pytestmark = pytest.mark.browser

FAINT = '<p class="note" style="color: #ccc">Mờ quá</p>'
PAGES = {
    "/": '<p class="note">Đọc được</p>',
    "/faint/": f'<p class="note">Đọc được</p><div class="card">{FAINT}</div>',
    "/seen/": FAINT,
    "/styled/": f'<link rel="stylesheet" href="/other.css">{FAINT}',
    "/wide/": '<div style="width: 395px">Rộng hơn điện thoại</div>',
    "/narrowest/": '<div style="width: 360px">Rộng hơn điện thoại nhỏ nhất</div>',
    "/dark/": "<style>@media (prefers-color-scheme: dark) { .night { color: #ccc } }</style><p class=night>Tối</p>",
    "/far/": '<div style="height: 90000px"></div><img src="/khong-co.png" alt="Ảnh" loading="lazy">',
    "/ninth/": f"<table><tbody>{'<tr><td>8</td></tr>' * 8}<tr><td>{FAINT}</td></tr></tbody></table>",
}


@pytest.fixture
def page(browser):
    def answer(route: Route) -> None:
        body = PAGES.get(route.request.url.removeprefix("http://trang.test"))
        whole = f'<!doctype html><html lang="vi"><title>Trang</title><main><h1>Trang</h1>{body}</main></html>'
        kind = "text/html; charset=utf-8" if body else "text/css"
        route.fulfill(content_type=kind, body=whole if body else "p { margin: 0 }")

    context = browser.new_context(base_url="http://trang.test", color_scheme="light")
    context.route("**/*", answer)
    yield unpainted_page(context)
    context.close()


def test_what_was_not_seen_is_looked_into_wherever_it_stands(page: Page):
    seen: set[Piece] = set()
    assert_drawn_well(page, "/", seen)
    assert any(kind.startswith("main.") and "> p.note" in kind for _, kind in seen)
    for _ in range(2):  # a kind that broke a rule was not seen
        with pytest.raises(AssertionError, match="color-contrast"):
            assert_drawn_well(page, "/faint/", seen)
    with pytest.raises(AssertionError, match="color-contrast"):
        assert_drawn_well(page, "/styled/", seen)


def test_what_was_seen_stands_for_its_kind(page: Page):
    seen: set[Piece] = set()
    assert_drawn_well(page, "/", seen)
    assert_drawn_well(page, "/seen/", seen)
    with pytest.raises(AssertionError, match="color-contrast"):
        assert_accessible(page)


def test_rows_that_are_left_out_count_as_not_seen(page: Page):
    seen: set[Piece] = set()
    assert_drawn_well(page, "/ninth/", seen)
    assert not any("p.note" in kind for _, kind in seen)


@pytest.mark.parametrize("path", ["/wide/", "/narrowest/"])
def test_what_runs_over_the_edge_of_a_phone_is_found(page: Page, path: str):
    with pytest.raises(AssertionError, match="Rộng hơn"):
        assert_drawn_well(page, path, set())


def test_what_is_faint_only_in_the_dark_is_found(page: Page):
    with pytest.raises(AssertionError, match="color-contrast"):
        assert_drawn_well(page, "/dark/", set())


def test_a_picture_far_below_is_fetched(page: Page):
    with page.expect_request("**/khong-co.png"):
        assert_drawn_well(page, "/far/", set())
