"""Work recorded once on a phone stands in the reviews of every level; checked, taken back, declared."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.factories import make_photo
from tests.journeys.conftest import Enter
from tests.journeys.looking import PHONE, assert_accessible, assert_no_overflow
from tests.journeys.reading import Opened, number, opened
from tests.journeys.serving import Site

pytestmark = pytest.mark.browser

ON_PHONE = {"viewport": PHONE, "is_mobile": True, "has_touch": True}
COMMUNE, CITY, CENTRE = "Đoàn xã Suối Hai", "Thành đoàn Hà Nội", "Trung ương Đoàn"
CODES = {COMMUNE: "xa-09694", CITY: "ha-noi", CENTRE: "trung-uong"}
READERS = {COMMUNE: "tan-linh", CITY: "bi-thu-ha-noi", CENTRE: "trung-uong"}
# A year in which the demonstration has no figures, under today's map and long over by any clock.
DAY, YEAR = "15/11/2025", "2025"
TITLE = "Trồng cây ven hồ Suối Hai"
NOTHING = Opened(0, (0, 0, 0), [], [])


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    file = tmp_path / "ho-suoi-hai.jpg"
    file.write_bytes(make_photo(size=(1200, 900)))
    return file


def fill(page: Page, **boxes: str) -> None:
    for name, text in boxes.items():
        page.locator(f"#id_{name}").fill(text)


def save(page: Page) -> None:
    page.get_by_role("button", name="Lưu việc này").click()


def field(page: Page, label: str) -> Locator:
    """The box with this label together with what is said about it."""
    return page.locator(".field", has=page.get_by_label(label, exact=True)).last


def trees_of(page: Page, unit: str, indicator: str = "trees_planted") -> Opened:
    """The figure in the unit's review of the year, asked for anew."""
    path = f"/so-ket/{CODES[unit]}/{YEAR}/"
    page.goto(path)
    if page.locator(f"#t-{indicator}").count() == 0:
        return NOTHING
    shown = number(page.locator(f"#t-{indicator} .result").inner_text())
    page.goto(f"{path}?so={indicator}")
    found = opened(page, unit)
    assert found.total == shown
    assert found.adds_up
    return found


def grades_everywhere(pages: dict[str, Page], indicator: str = "trees_planted") -> set[tuple[int, ...]]:
    """(verified, evidenced, declared) as the reviews of all three levels have it."""
    return {trees_of(page, unit, indicator).grades for unit, page in pages.items()}


def press_until(page: Page, target: Locator, key: str = "Tab", most: int = 80) -> None:
    for _ in range(most):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{key} pressed {most} times does not lead to {target}")


def test_work_is_recorded_once_and_stands_in_every_review(writing: Site, enter: Enter, photo: Path, tmp_path: Path):
    pages = {unit: enter(writing, username) for unit, username in READERS.items()}
    assert grades_everywhere(pages) == {(0, 0, 0)}
    phone = enter(writing, "tan-linh", **ON_PHONE)

    # Slips of the finger: each is told at its box, all that was typed is kept, nothing is written.
    phone.goto("/viec-cua-toi/")
    phone.locator(".head-actions").get_by_role("link", name="Ghi một việc").click()
    expect(phone.get_by_label("Đơn vị", exact=True).locator("option:checked")).to_have_text(COMMUNE)
    phone.locator("label").filter(has_text=re.compile(r"^\s*Trồng cây\s*$")).click()
    trees = phone.get_by_label("Cây xanh được trồng")
    trees.fill("1.5")
    fill(phone, title=TITLE, day="31/02/2025", head_count="rất đông", place="Bờ nam hồ Suối Hai")
    save(phone)
    expect(phone.get_by_role("alert")).to_contain_text("Chưa ghi được")
    expect(phone.locator("#results li.bad")).to_contain_text("1.5")
    expect(field(phone, "Ngày")).to_contain_text("tháng 2 năm 2025 có 28 ngày")
    expect(field(phone, "Số người tham gia").locator(".error")).to_be_visible()
    expect(trees).to_have_value("1.5")
    expect(phone.get_by_label("Tên việc")).to_have_value(TITLE)
    expect(phone.get_by_label("Ngày", exact=True)).to_have_value("31/02/2025")
    expect(phone.get_by_label("Ở đâu")).to_have_value("Bờ nam hồ Suối Hai")
    assert_accessible(phone)
    assert_no_overflow(phone)

    not_a_photo = tmp_path / "danh-sach.jpg"
    not_a_photo.write_text("1. Phùng Thị Lan\n2. Nguyễn Văn Hùng\n", encoding="utf-8")
    trees.fill("120")
    fill(phone, day=DAY, head_count="34")
    phone.locator("#id_photos").set_input_files(not_a_photo)
    save(phone)
    expect(phone.locator("#id_photos_error")).to_contain_text("không phải ảnh")
    expect(trees).to_have_value("120")
    assert grades_everywhere({COMMUNE: pages[COMMUNE]}) == {(0, 0, 0)}

    address, key = record_by_keys(phone, photo)
    expect(phone.locator("#toasts")).to_contain_text("120 cây")
    expect(phone.get_by_role("row", name="Cây xanh được trồng")).to_contain_text("Có minh chứng")
    picture = phone.locator(".photos img")
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("image => image.naturalWidth") == 480

    # Back shows a fresh form with the boxes of the kind; the same work once more is refused in a sentence.
    phone.go_back()
    expect(trees).to_be_visible()
    trees.fill("7")
    fill(phone, title=TITLE.upper(), day=DAY, head_count="3", place="Đồi thôn Hiệu Lực")
    save(phone)
    expect(phone.get_by_role("alert")).to_contain_text("đã có trong sổ")
    expect(phone.get_by_label("Ở đâu")).to_have_value("Đồi thôn Hiệu Lực")
    # The very form that was sent before, as after an answer lost on the way, leads to what it made then.
    phone.locator("[name=key]").evaluate("(input, key) => { input.value = key; }", key)
    save(phone)
    phone.wait_for_url(address)
    assert grades_everywhere(pages) == {(0, 120, 0)}

    # Nobody verifies their own work; somebody else does, and the total does not move.
    phone.goto(address)
    expect(phone.get_by_role("link", name="Xác minh")).to_have_count(0)
    assert phone.goto(f"{address}xac-minh/").status == 403
    inspector = enter(writing, "kiem-tra")
    inspector.goto(address)
    inspector.get_by_role("link", name="Xác minh").click()
    inspector.get_by_role("button", name="Tôi đã kiểm tra").click()
    expect(field(inspector, "Đã kiểm tra thế nào")).to_contain_text("đếm tại chỗ, gọi lại")
    inspector.get_by_label("Đã kiểm tra thế nào").fill("Đếm tại chỗ ngày 16/11, đủ 120 cây")
    inspector.get_by_role("button", name="Tôi đã kiểm tra").click()
    expect(inspector.get_by_role("row", name="Cây xanh được trồng")).to_contain_text("Đã xác minh")
    expect(inspector.locator(".timeline")).to_contain_text("đủ 120 cây")
    assert grades_everywhere(pages) == {(120, 0, 0)}

    # Taken back with a reason: the totals are what they were, and the ledger tells the whole story.
    secretary = pages[CITY]
    secretary.goto(address)
    secretary.get_by_role("link", name="Huỷ").click()
    secretary.get_by_label("Vì sao huỷ").fill("Ghi nhầm: cây do xã Bất Bạt trồng")
    secretary.get_by_role("button", name="Huỷ hoạt động này").click()
    expect(secretary.locator(".timeline")).to_contain_text("cây do xã Bất Bạt trồng")
    assert grades_everywhere(pages) == {(0, 0, 0)}
    secretary.goto(f"/so-viec/?don-vi={CODES[COMMUNE]}&chi-so=trees_planted&tu={DAY}&den={DAY}")
    quantities = secretary.locator("table.entries tbody td.num").all_inner_texts()
    assert sorted(quantities) == ["120 cây", "120 cây", "−120 cây", "−120 cây"]
    expect(secretary.locator(".sums tbody tr")).to_contain_text("0 cây")


def record_by_keys(page: Page, photo: Path) -> tuple[str, str]:
    """Record the work without touching the screen; returns where it is shown and the key of the form."""
    page.on("filechooser", lambda chooser: chooser.set_files(photo))
    page.goto("/ghi-viec/")
    key = page.locator("[name=key]").input_value()
    press_until(page, page.locator("[name=kind]").first)
    page.keyboard.press("Space")
    trees = page.get_by_label("Cây xanh được trồng")
    expect(trees).to_be_visible()
    for box, text in [
        (trees, "120"),
        (page.get_by_label("Tên việc"), TITLE),
        (page.get_by_label("Ngày", exact=True), DAY),
        (page.get_by_label("Số người tham gia"), "34"),
        (page.get_by_label("Ở đâu"), "Bờ nam hồ Suối Hai"),
    ]:
        press_until(page, box)
        page.keyboard.press("Control+A")
        page.keyboard.type(text)
    press_until(page, page.locator("#id_photos"))
    page.keyboard.press("Enter")
    expect(page.locator("#photo-previews img")).to_have_count(1)
    expect(page.locator("[data-record-note]")).to_contain_text("120 cây, 34 người")
    expect(page.locator("[data-record-note]")).to_contain_text("có minh chứng")
    press_until(page, page.get_by_role("button", name="Lưu việc này"))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/hoat-dong/\d+/$"))
    return page.url, key


def test_without_a_script_work_is_recorded_in_steps_and_proved_later(writing: Site, enter: Enter, photo: Path):
    page = enter(writing, "tan-linh", java_script_enabled=False, **ON_PHONE)
    page.goto("/ghi-viec/")
    page.locator("label", has_text="Mô hình, công trình làm theo lời Bác").click()
    page.get_by_role("button", name="Hiện ô kết quả").click()
    page.get_by_label("Mô hình, công trình làm theo lời Bác").last.fill("1")
    fill(page, title="Sân chơi thiếu nhi thôn Đô Trám", day=DAY, head_count="21", place="Nhà văn hoá thôn Đô Trám")
    save(page)
    expect(page.get_by_role("row", name="Mô hình, công trình làm theo lời Bác")).to_contain_text("Kê khai")
    assert trees_of(page, COMMUNE, "uncle_ho_models").grades == (0, 0, 1)
    page.goto(f"/hoat-dong/?don-vi={CODES[COMMUNE]}&ky={YEAR}")
    page.get_by_role("link", name="Sân chơi thiếu nhi thôn Đô Trám").click()
    page.get_by_role("link", name="Bổ sung minh chứng").click()
    page.locator("#id_photos").set_input_files(photo)
    page.get_by_role("button", name="Lưu minh chứng").click()
    expect(page.get_by_role("row", name="Mô hình, công trình làm theo lời Bác")).to_contain_text("Có minh chứng")
    assert trees_of(page, COMMUNE, "uncle_ho_models").grades == (0, 1, 0)


def test_a_declared_figure_counts_as_declared_and_one_of_a_register_is_refused(writing: Site, enter: Enter):
    pages = {unit: enter(writing, username) for unit, username in READERS.items()}
    page = enter(writing, "tan-linh", **ON_PHONE)
    page.goto("/so-viec/ke-khai/")
    expect(page.get_by_label("Đơn vị", exact=True)).to_have_value(f"{COMMUNE} ({CODES[COMMUNE]})")

    # The register's figure can't be chosen; who sends it all the same is told why.
    choice = page.get_by_label("Chỉ số", exact=True)
    option = choice.locator("option", has_text="Ý tưởng, sáng tạo được đề xuất")
    expect(option).to_be_disabled()
    option.evaluate("option => { option.disabled = false; }")
    choice.select_option("ideas_proposed")
    fill(page, quantity="45", day=DAY, reason="Sổ tay của chi đoàn")
    page.get_by_role("button", name="Ghi vào sổ").click()
    expect(field(page, "Chỉ số")).to_contain_text("do sổ quản lý giữ")
    expect(page.get_by_label("Lý do kê khai")).to_have_value("Sổ tay của chi đoàn")

    # What it will change is shown before it is sent.
    choice.select_option("startup_projects")
    page.get_by_label("Số lượng").fill("-3")
    page.get_by_role("button", name="Ghi vào sổ").click()
    expect(page.locator(".error")).to_be_visible()
    page.get_by_label("Số lượng").fill("3")
    page.get_by_label("Số lượng").press("Tab")
    expect(page.locator("#preview")).to_contain_text(CITY)
    expect(page.locator("#preview")).to_contain_text("+3")
    page.get_by_role("button", name="Ghi vào sổ").click()
    expect(page.locator("#toasts")).to_contain_text("Đã ghi vào sổ việc")
    address = page.url
    page.go_back()
    page.get_by_role("button", name="Ghi vào sổ").click()
    page.wait_for_url(address)
    assert grades_everywhere(pages, "startup_projects") == {(0, 1, 3)}  # one stands in the register of start-ups

    page.get_by_role("link", name="Đảo chứng từ").click()
    page.get_by_label("Lý do đảo").fill("Dự án của xã khác")
    page.get_by_role("button", name="Đảo chứng từ").click()
    expect(page.locator(".field.bad")).to_contain_text("Đánh dấu vào đây")
    page.get_by_label("Tôi đã xem").check()
    page.get_by_role("button", name="Đảo chứng từ").click()
    expect(page.locator("#toasts")).to_contain_text("Đã đảo chứng từ")
    assert grades_everywhere(pages, "startup_projects") == {(0, 1, 0)}
