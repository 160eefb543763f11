"""The mid-term review of Hà Nội: opened, shown in the hall, concluded with twelve tasks, followed to the next one."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter
from tests.journeys.looking import PHONE, assert_fit_for_all
from tests.journeys.places import REVIEW
from tests.journeys.serving import Site

pytestmark = pytest.mark.browser

NEXT = "/so-ket/ha-noi/nam-2022/"
TWELVE = 12
HALF_A_YEAR = timedelta(days=182)


def without_the_conference_of_the_demonstration() -> None:
    """As on the morning of the review: nobody has met yet."""
    from viecthat.conferences.models import Conference

    Conference.objects.all().delete()


def eleven_more(held_on: date) -> None:
    """The secretary typed one on the page; the other eleven are typed here."""
    from viecthat.accounts.queries import account_named
    from viecthat.conferences.commands import keep_conclusion
    from viecthat.conferences.models import Conference

    conference = Conference.objects.get()
    for number in range(2, TWELVE + 1):
        keep_conclusion(
            conference=conference, words=f"Việc số {number} sau sơ kết", unit=conference.unit_id,
            due=held_on + timedelta(days=150), actor=account_named("thanh-doan"), at=datetime.now(tz=UTC),
        )  # fmt: skip


def nine_done() -> None:
    """Half a year after the conference nine are reported done and confirmed; the accounts had no roles yet then."""
    from viecthat.conferences.models import Conclusion
    from viecthat.plans.commands import confirm_task, report_done

    for row in Conclusion.objects.order_by("number").select_related("conference", "task")[:9]:
        at = datetime.combine(row.conference.held_on, datetime.min.time(), UTC) + HALF_A_YEAR
        report_done(task=row.task, words="Đã làm xong, có minh chứng", actor=None, at=at)
        confirm_task(task=row.task, actor=None, at=at)


def step(page: Page) -> int:
    return int(page.locator("#stage > article").get_attribute("data-step") or 0)


def test_a_review_is_shown_concluded_and_followed(writing: Site, enter: Enter, inside):
    with inside(writing):
        without_the_conference_of_the_demonstration()
    page = enter(writing, "thanh-doan")

    # A conference is set up on the review, with an agenda and one invitee by rule.
    page.goto(REVIEW + "hoi-nghi/")
    page.get_by_role("main").get_by_role("link", name="Lập hội nghị").click()
    page.get_by_label("Giờ bắt đầu").fill("8h")
    page.get_by_label("Nơi họp").fill("Cung Thanh niên Hà Nội")
    page.get_by_label("Chủ trì").fill("Bí thư Thành đoàn Hà Nội")
    page.locator(".savebar").get_by_role("button", name="Lập").click()
    expect(page.locator("#toasts")).to_contain_text("Đã lập hội nghị")

    # Shown in the hall: keys turn the pages, a figure opens down to the evidence, Escape closes it, then leaves.
    page.get_by_role("link", name="Trình chiếu").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hội nghị sơ kết giữa nhiệm kỳ")
    for key in ("ArrowRight", "Space", "PageDown"):
        before = step(page)
        page.keyboard.press(key)
        expect(page.locator(f"#stage > [data-step='{before + 1}']")).to_be_visible()
    expect(page).to_have_url(re.compile("buoc=4"))
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#stage > [data-step='3']")).to_be_visible()
    # Two keys at once turn two pages.
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#stage > [data-step='5']")).to_be_visible()
    page.goto(REVIEW + "trinh-chieu/?buoc=9")
    page.locator(".huge a").click()
    expect(page.locator("#drawer")).to_contain_text("Huyện đoàn Ba Vì")
    page.locator("#drawer").get_by_role("link", name="Huyện đoàn Ba Vì").click()
    expect(page.locator("#drawer .open.here > a")).to_contain_text("Huyện đoàn Ba Vì")
    page.keyboard.press("Escape")
    expect(page.locator("#drawer")).to_have_count(0)
    expect(page.locator("#stage > [data-step='9']")).to_be_visible()
    assert_fit_for_all(page)
    page.keyboard.press("Escape")
    page.wait_for_url(f"**{REVIEW}hoi-nghi/")

    # It was held; twelve conclusions become twelve tasks by one button.
    page.get_by_role("button", name="Ghi đã họp").click()
    page.goto(REVIEW + "ket-luan/")
    page.get_by_role("link", name="Soạn kết luận").first.click()
    page.get_by_label("Kết luận", exact=True).fill("Rà soát từng chỉ tiêu nhiệm kỳ")
    page.get_by_label("Hạn", exact=True).fill("31/12/2020")
    page.get_by_role("button", name="Thêm kết luận").click()
    expect(page.locator(".ordered > li")).to_have_count(1)
    with inside(writing):
        eleven_more(date(2020, 6, 25))
    page.goto(REVIEW + "ket-luan/")
    page.get_by_role("button", name="Chốt và giao 12 nhiệm vụ").click()
    expect(page.locator("#toasts")).to_contain_text("giao 12 nhiệm vụ")
    expect(page.locator(".followed a[href^='/nhiem-vu/']")).to_have_count(TWELVE)

    # Half a year later nine are done; the next review says so by itself, and three come over. On a phone.
    with inside(writing):
        nine_done()
    phone = enter(writing, "thanh-doan", viewport=PHONE, has_touch=True)
    phone.goto(NEXT + "ket-luan/")
    expect(phone.get_by_role("heading", name="Đã thực hiện 9/12 kết luận kỳ trước")).to_be_visible()
    expect(phone.get_by_role("main")).to_contain_text("3 việc chuyển sang kỳ này")
    expect(phone.locator(".followed .chip.met")).to_have_count(9)
    assert_fit_for_all(phone)
    phone.goto(NEXT)
    expect(phone.get_by_role("link", name="Đã thực hiện 9/12 kết luận kỳ trước")).to_be_visible()
