"""What is shut: to those who have not signed in, to those of another unit, to those who guess or forge."""

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import APIRequestContext, Browser, expect

from tests.journeys.conftest import Enter
from tests.journeys.ids import ids_of
from tests.journeys.looking import assert_fit_for_all, assert_guarded
from tests.journeys.place import SECRETS
from tests.journeys.places import FILES, PAGES, PARTS, REFUSALS, REVIEW, Place
from tests.journeys.places_of_commendations import OPEN_COMMENDATIONS
from tests.journeys.places_of_contests import OPEN_CONTESTS
from tests.journeys.places_of_ideas import OPEN_IDEAS
from tests.journeys.places_of_news import OPEN_NEWS
from tests.journeys.places_of_opinion import OPEN_OPINION
from tests.journeys.serving import Site

pytestmark = pytest.mark.browser

OPEN_TO_ALL = {
    *("accounts:sign-in", "root", "open-account", "ui:no-network", "ui:stylebook", "ui:stylebook-form"),
    *("home:figure", "home:figures", "home:sitemap-open"),
    *("activities:calendar-public", "activities:code", "activities:took-part", "ask", "card", "courses:verify", "slip"),
    *("conferences:letter-door", "conferences:scanned", "reviews:unsubscribe"),
    *OPEN_COMMENDATIONS,
    *OPEN_NEWS,
    *OPEN_IDEAS,
    *OPEN_CONTESTS,
    *OPEN_OPINION,
}
EVERYWHERE: dict[str, Place] = (
    {name: places[0] for name, places in PAGES.items()}
    | PARTS
    | {name: place for name, (place, _type) in FILES.items()}
)
# Of Đoàn phường Hoàn Kiếm and what it was before: nothing that an officer of Đoàn xã Suối Hai may look into.
FOREIGN = "xa-cu-00070"


@pytest.fixture(scope="module")
def asking(browser: Browser, writing: Site) -> "Iterator[dict[str | None, APIRequestContext]]":
    """Requests by several people, and by nobody."""
    contexts = {
        name: browser.new_context(
            base_url=writing.address, storage_state=writing.session(browser, name) if name else None
        )
        for name in (None, "thanh-doan", "tan-linh", "quan-tri")
    }
    yield {name: context.request for name, context in contexts.items()}
    for context in contexts.values():
        context.close()


@pytest.fixture(scope="module")
def ids(asking) -> dict[str, str]:
    return ids_of(asking["thanh-doan"], asking["tan-linh"])


@pytest.fixture(scope="module")
def foreign(asking) -> dict[str, str]:
    """Ids of somebody else's work, read by one who may."""
    may = asking["thanh-doan"]
    drawer = may.get(f"{REVIEW}?so=youth_works&mo={FOREIGN}").text()
    activity = re.search(r"/hoat-dong/(\d+)/", drawer)
    photo = re.search(r"/minh-chung/(\d+)/", drawer)
    assert activity
    assert photo
    page = may.get(f"/hoat-dong/{activity[1]}/").text()
    posting = re.search(r"/chung-tu/(\d+)/", page)
    title = re.search(r"<h1>(.+?)</h1>", page)
    name = re.search(r'<ul class="names"><li>(.+?)</li>', page)
    unit = re.search(r'value="(\d+)"><span>Đoàn phường Hoàn Kiếm', may.get("/ghi-viec/don-vi/?q_unit=hoan+kiem").text())
    assert posting
    assert title
    assert unit
    return {
        "activity": activity[1],
        "photo": photo[1],
        "posting": posting[1],
        "title": title[1],
        "name": name[1] if name else "",
        "unit": unit[1],
    }


@pytest.mark.parametrize(
    "path",
    [
        "/so-ket/{code}/2019/",
        "/so-ket/{code}/2019/?so=youth_works",
        "/so-ket/{code}/2019/tai/xlsx/",
        "/so-ket/ha-noi/giua-nhiem-ky-2017-2020/tai/docx/",
        "/hoat-dong/{activity}/",
        "/hoat-dong/{activity}/bo-sung/",
        "/hoat-dong/{activity}/huy/",
        "/hoat-dong/?don-vi=xa-00070",
        "/hoat-dong/tai/csv/?don-vi=xa-00070",
        "/minh-chung/{photo}/",
        "/minh-chung/{photo}/nho/",
        "/so-viec/chung-tu/{posting}/",
        "/so-viec/chung-tu/{posting}/dao/",
        "/ghi-viec/nguoi/?unit={unit}",
        "/ghi-viec/ket-qua/?unit={unit}&kind=tree_planting",
    ],
)
def test_another_units_work_is_hidden_from_an_officer(asking, foreign, path):
    address = path.format(code=FOREIGN, **foreign)
    assert asking["thanh-doan"].get(address).status in {200, 409}, "there is something to hide"
    assert asking["tan-linh"].get(address).status in {403, 404}


@pytest.mark.parametrize(
    "path",
    [
        "/hoat-dong/?q={title}",
        "/hoat-dong/tai/csv/?q={title}",
        "/tim/?q={title}",
        "/so-viec/tai/csv/?chi-so=youth_works",
    ],
)
def test_lists_and_searches_leave_out_what_is_hidden(asking, foreign, path):
    address = path.format(title=quote(foreign["title"]))
    if "so-viec" in path:
        sought = "Hoàn Kiếm"
    else:
        sought = foreign["title"] if "csv" in path else f"/hoat-dong/{foreign['activity']}/"
    assert sought in asking["thanh-doan"].get(address).text(), "there is something to hide"
    assert sought not in asking["tan-linh"].get(address).text()


@pytest.mark.parametrize(
    ("username", "path"),
    [
        ("tan-linh", "/don-vi/xa-09694/doi-ten/"),
        ("thanh-doan", "/don-vi/xa-09694/sap-nhap/"),
        ("tan-linh", "/hoat-dong/{recorded}/xac-minh/"),
        ("quan-tri", "/hoat-dong/{recorded}/huy/"),
        ("quan-tri", "/so-viec/ke-khai/"),
        ("quan-tri", "/so-viec/chung-tu/{imported}/dao/"),
    ],
)
def test_what_a_role_does_not_hold_is_refused_in_a_sentence(asking, ids, username, path):
    answer = asking[username].get(path.format(**ids))
    assert answer.status == 403
    assert "<h1>" in answer.text()


@pytest.mark.parametrize("name", sorted(EVERYWHERE))
def test_whoever_has_not_signed_in_is_led_to_the_door(asking, ids, name):
    path = EVERYWHERE[name].path.format(**ids)
    answer = asking[None].get(path, max_redirects=0)
    if name in OPEN_TO_ALL:
        assert answer.status == EVERYWHERE[name].status
    else:
        assert answer.status == 302
        assert answer.headers["location"].startswith("/dang-nhap/?next=")


@pytest.mark.parametrize(
    "place",
    [
        *PARTS.values(),
        *(place for place, _type in FILES.values()),
        *REFUSALS,
        *(PAGES[name][0] for name in sorted(SECRETS)),
    ],
    ids=str,
)
def test_every_answer_carries_the_headers_that_guard_it(asking, ids, place: Place):
    """As the server sends them; those of every page are read where it is judged."""
    assert_guarded(asking["thanh-doan"].get(place.path.format(**ids)).headers, place)


def test_guessing_shuts_the_door_for_a_while(writing: Site, enter: Enter):
    page = enter(writing)
    page.goto("/dang-nhap/")
    for _ in range(8):
        page.get_by_label("Tên đăng nhập").fill("trung-uong")
        page.get_by_label("Mật khẩu").fill("đoán thử một lần")
        with page.expect_navigation():
            page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tạm khoá đăng nhập")
    expect(page.locator("main")).to_contain_text("15 phút")
    assert_fit_for_all(page)
    page.goto("/dang-nhap/")
    page.get_by_label("Tên đăng nhập").fill("trung-uong")
    page.get_by_label("Mật khẩu").fill(writing.password)
    page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tạm khoá đăng nhập")
    # Others at the same place still come in.
    page.goto("/dang-nhap/")
    page.get_by_label("Tên đăng nhập").fill("kiem-tra")
    page.get_by_label("Mật khẩu").fill("sai một lần thôi")
    page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("alert")).to_contain_text("chưa đúng")
    expect(page.get_by_label("Tên đăng nhập")).to_have_value("kiem-tra")
    page.get_by_label("Mật khẩu").fill(writing.password)
    page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url("**/viec-cua-toi/")


def test_signing_out_ends_the_session_for_good(writing: Site, enter: Enter):
    page = enter(writing)
    page.goto("/dang-nhap/?next=https://example.org/")
    page.get_by_label("Tên đăng nhập").fill("kiem-tra")
    page.get_by_label("Mật khẩu").fill(writing.password)
    page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url(f"{writing.address}/viec-cua-toi/")
    cookies = {cookie["name"]: cookie for cookie in page.context.cookies()}
    session = cookies["sessionid"]
    assert session["httpOnly"]
    assert session["sameSite"] == "Lax"
    assert cookies["csrftoken"]["sameSite"] == "Lax"
    page.locator(".rail").get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url("**/dang-nhap/")
    assert "sessionid" not in {cookie["name"] for cookie in page.context.cookies()}
    page.context.add_cookies([session])
    page.goto("/viec-cua-toi/")
    expect(page).to_have_url(re.compile("/dang-nhap/"))


@pytest.mark.parametrize("path", ["/so-viec/ke-khai/", "/ghi-viec/", "/dang-xuat/", "/don-vi/xa-09694/doi-ten/"])
def test_what_was_not_sent_by_our_own_form_is_refused_by_our_own_page(writing: Site, enter: Enter, path):
    page = enter(writing, "quan-tri")
    answer = page.context.request.post(path, form={"name": "Đoàn xã Không Có", "day": "01/01/2026"})
    assert answer.status == 403
    assert "Trang này mở đã lâu, cần tải lại" in answer.text()
    page.goto("/don-vi/xa-09694/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Đoàn xã Suối Hai")


@pytest.mark.parametrize(("form", "box"), [("/ghi-viec/?loai=uncle_ho_model", "unit"), ("/so-viec/ke-khai/", "unit")])
def test_nothing_is_written_for_a_unit_out_of_reach(writing: Site, enter: Enter, asking, foreign, form, box):
    page = enter(writing, "tan-linh")
    page.goto(form)
    chosen = page.locator(f"[name={box}]")
    if chosen.evaluate("element => element.tagName") == "SELECT":
        chosen.locator("option").first.evaluate("(option, unit) => { option.value = unit; }", foreign["unit"])
        page.get_by_label("Mô hình, công trình làm theo lời Bác").last.fill("9")
        fill = {"title": "Việc của phường khác", "day": "15/11/2025", "head_count": "9", "place": "Phố Tràng Tiền"}
    else:
        with page.expect_response("**/so-viec/ke-khai/"):  # draws the box of its quantity
            page.get_by_label("Chỉ số", exact=True).select_option("uncle_ho_models")
        expect(page.locator(".htmx-request, .htmx-settling, .htmx-swapping")).to_have_count(0)
        fill = {"unit": "xa-00070", "quantity": "9", "day": "15/11/2025", "reason": "Sổ tay"}
    for name, text in fill.items():
        page.locator(f"#id_{name}").fill(text)
    page.locator(".savebar .btn-primary").click()
    expect(page.locator(".error").first).to_contain_text(re.compile("chưa được giao quyền|Chọn đơn vị"))
    assert "t-uncle_ho_models" not in asking["thanh-doan"].get("/so-ket/xa-00070/2025/").text()
