"""A tree planting recorded where it happened: the network goes half-way, members check in by code, a picture of the
code is refused, the superior verifies, and the review shows the trees once.
"""

import re
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.factories import make_photo
from tests.journeys.conftest import Enter
from tests.journeys.looking import PHONE, assert_accessible, assert_no_overflow
from tests.journeys.serving import Site

pytestmark = pytest.mark.browser

ON_PHONE = {"viewport": PHONE, "is_mobile": True, "has_touch": True}
TITLE = "Trồng 250 cây ven hồ Suối Hai"
TREES = "250"


def cut(page: Page) -> None:
    page.context.set_offline(True)


def restore(page: Page) -> None:
    page.context.set_offline(False)


def waiting(page: Page) -> str:
    """What the bar of the outbox says, empty when it is not shown."""
    bar = page.locator("#outbox-bar")
    return bar.inner_text() if bar.is_visible() else ""


def letters(screen: Page) -> str:
    """The code on the screen, as a camera would read it."""
    expect(screen.locator("#code[data-letters]")).to_have_count(1)
    return f"{screen.url.split('/diem-danh/')[0]}/dd/{screen.locator('#code').get_attribute('data-letters')}/"


def scan(member: Page, address: str) -> None:
    """What the camera of the page would read."""
    member.wait_for_function("() => window.viecthatScanned")
    member.evaluate("address => window.viecthatScanned(address)", address)


def ready(page: Page) -> None:
    """The service worker is at work, and this page and what it needs are kept."""
    expect(page.locator("[data-offline][data-kept]")).to_be_attached()


def no_complaint_about_the_cut(complaints: list[str]) -> None:
    complaints[:] = [one for one in complaints if "ERR_INTERNET_DISCONNECTED" not in one]


def fill_in(phone: Page, photo: Path) -> None:
    phone.locator("label", has_text="Trồng cây").first.click()
    phone.get_by_label("Cây xanh được trồng").fill(TREES)
    for name, text in {"title": TITLE, "head_count": "34", "place": "Bờ nam hồ"}.items():
        phone.locator(f"#id_{name}").fill(text)
    phone.locator("#id_photos").set_input_files(photo)
    expect(phone.locator("#photo-previews img")).to_have_count(1)


def test_work_waits_without_a_network_and_is_recorded_once(
    writing: Site, enter: Enter, complaints: list[str], tmp_path: Path
):
    photo = tmp_path / "ho.jpg"
    photo.write_bytes(make_photo(size=(1200, 900)))
    phone = enter(writing, "tan-linh", service_workers="allow", **ON_PHONE)
    phone.goto("/ghi-viec/")
    ready(phone)

    # The network goes before the page is opened again: it opens all the same, and its boxes are there.
    cut(phone)
    phone.reload()
    fill_in(phone, photo)
    phone.get_by_role("button", name="Lưu việc này").click()
    expect(phone.locator("#outbox-bar")).to_contain_text("chờ gửi 1")
    expect(phone.locator("#outbox-bar")).to_contain_text("Đã cất trên máy này")
    expect(phone.locator("#id_title")).to_have_value("")

    # Somebody else on the same device neither sees nor sends it.
    phone.goto("/cho-gui/")
    expect(phone.locator("#outbox-list")).to_contain_text(TITLE)
    expect(phone.locator("#outbox-list")).to_contain_text("1 ảnh")
    assert_no_overflow(phone)
    mine = phone.context.storage_state()["cookies"]
    restore_as(phone.context, writing.session(phone.context.browser, "chi-doan")["cookies"])
    phone.goto("/cho-gui/")
    expect(phone.locator("[data-none]")).to_be_visible()
    assert waiting(phone) == ""
    phone.goto("/hoat-dong/")
    expect(phone.locator("main")).not_to_contain_text(TITLE)

    # Back with the first account and a network it is sent; sent again, it is there once.
    restore_as(phone.context, mine)
    lost: list[bool] = []

    def lose_the_answer(route):
        if route.request.method == "POST" and not lost:
            lost.append(True)
            route.fetch()  # the server writes it, the phone never hears
            route.abort()
        else:
            route.continue_()

    phone.context.route("**/ghi-viec/", lose_the_answer)
    phone.goto("/viec-cua-toi/")
    expect(phone.locator("#outbox-bar")).to_contain_text("Chưa có mạng")
    phone.context.unroute("**/ghi-viec/")
    phone.get_by_role("button", name="gửi ngay").click()
    expect(phone.locator("#outbox-bar")).to_contain_text("Đã gửi 1")
    assert lost
    phone.goto(f"/hoat-dong/?q={quote(TITLE)}")
    expect(phone.locator("table.log tbody tr")).to_have_count(1)
    expect(phone.locator("table.log tbody tr")).to_contain_text("250 cây")
    expect(phone.locator("table.log tbody tr")).to_contain_text("1 ảnh")

    # Refused on sending, it says why and opens to be mended.
    phone.goto("/ghi-viec/")
    ready(phone)  # the copies of the first account were forgotten when the second came
    cut(phone)
    fill_in(phone, photo)
    phone.get_by_role("button", name="Lưu việc này").click()
    expect(phone.locator("#outbox-bar")).to_contain_text("chờ gửi 1")
    restore(phone)
    expect(phone.locator("#outbox-bar")).to_contain_text("1 bị từ chối")
    phone.goto("/cho-gui/")
    expect(phone.locator("#outbox-list")).to_contain_text("đã có trong sổ")
    assert_accessible(phone)
    phone.get_by_role("link", name="Sửa").click()
    expect(phone.locator("#id_title")).to_have_value(TITLE)
    expect(phone.locator("#photo-previews img")).to_have_count(1)
    phone.locator("#id_title").fill("Trồng cây đợt hai")
    phone.get_by_role("button", name="Lưu việc này").click()
    phone.wait_for_url(re.compile(r"/hoat-dong/\d+/$"))
    expect(phone.get_by_role("heading", level=1)).to_have_text("Trồng cây đợt hai")
    assert waiting(phone) == ""
    no_complaint_about_the_cut(complaints)


def restore_as(context: BrowserContext, cookies: list) -> None:
    context.set_offline(False)
    context.clear_cookies()
    context.add_cookies(cookies)


def test_members_check_in_by_code_with_and_without_a_network(writing: Site, enter: Enter, complaints: list[str]):
    holder = enter(writing, "tan-linh", service_workers="allow", **ON_PHONE)
    holder.goto("/diem-danh/moi/")
    holder.locator("#id_kind").select_option("tree_planting")
    holder.locator("#id_title").fill("Trồng cây, buổi điểm danh")
    holder.locator("#id_place").fill("Bờ nam hồ")
    holder.locator("#id_begins").fill("00:00")
    holder.locator("#id_ends").fill("23:59")
    holder.get_by_role("button", name="Mở và hiện mã").click()
    expect(holder.locator("#code svg")).to_have_count(1)
    assert_accessible(holder)
    assert_no_overflow(holder)
    ready(holder)
    first = letters(holder)

    # The holder's network goes: the screen opens again and its code goes on changing.
    holder.clock.install(time=datetime.now(UTC))
    cut(holder)
    holder.reload()
    holder.clock.fast_forward(40_000)
    expect(holder.locator("#code-screen")).to_contain_text("Đang không có mạng")
    assert letters(holder) != first
    restore(holder)

    member = enter(writing, "doan-vien", service_workers="allow", **ON_PHONE)
    member.goto("/diem-danh/quet/")
    ready(member)
    cut(member)
    scan(member, first)
    expect(member.locator("[data-said]")).to_contain_text("Đã cất lượt quét")
    restore(member)
    expect(member.locator("#outbox-bar")).to_contain_text("Đã gửi 1")
    scan(member, first)
    member.wait_for_url("**/cua-toi/hoat-dong/")
    expect(member.locator("#toasts")).to_contain_text("Đã ghi từ trước")
    expect(member.locator("main")).to_contain_text("Trồng cây, buổi điểm danh")

    holder.goto(holder.url.replace("/ma/", "/"))
    expect(holder.locator("main")).to_contain_text("1 người tham gia")
    no_complaint_about_the_cut(complaints)
