"""From a figure of the mid-term review down to a photo, adding up all the way; both maps; the past; files."""

import re
from pathlib import Path

import pypdfium2
import pytest
from docx import Document
from docx.oxml.ns import qn
from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

from tests.journeys.conftest import Enter
from tests.journeys.looking import PHONE
from tests.journeys.places import PINNED, REVIEW
from tests.journeys.reading import number, opened, part
from tests.journeys.serving import Site

pytestmark = pytest.mark.browser

TREES = 156_835  # as the city's portal gave it on 25/06/2020
DISTRICT, COMMUNE = "Huyện đoàn Ba Vì", "Đoàn xã Tản Lĩnh"


def walk_down(page: Page) -> None:
    """Open the trees of the city, of Ba Vì, of Tản Lĩnh; each level adds up to the number that was pressed."""
    row = page.locator("#t-trees_planted")
    assert number(row.locator(".result").inner_text()) == TREES
    row.get_by_role("link").click()
    city = opened(page, "Thành đoàn Hà Nội")
    assert city.total == TREES
    assert city.adds_up
    assert len(city.units) == 30

    pressed = number(part(page, DISTRICT).locator(".num").inner_text())
    part(page, DISTRICT).click()
    district = opened(page, DISTRICT)
    assert district.total == pressed < TREES
    assert district.adds_up

    pressed = number(part(page, COMMUNE).locator(".num").inner_text())
    part(page, COMMUNE).click()
    commune = opened(page, COMMUNE)
    assert commune.total == pressed < district.total
    assert commune.adds_up
    assert commune.units == []


def test_a_figure_opens_down_to_the_photo_and_adds_up_all_the_way(reading: Site, enter: Enter):
    page = enter(reading)
    page.goto(REVIEW)
    page.get_by_label("Tên đăng nhập").fill("thanh-doan")
    page.get_by_label("Mật khẩu").fill(reading.password)
    page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sơ kết giữa nhiệm kỳ 2017–2020")
    expect(page.locator(".notice")).to_contain_text("Dữ liệu minh hoạ")
    walk_down(page)

    line = part(page, PINNED)
    planted = number(line.locator(".num").inner_text())
    expect(line).to_contain_text("Đã xác minh")
    line.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(PINNED)
    result = page.get_by_role("row", name="Cây xanh được trồng")
    assert number(result.locator(".num").inner_text()) == planted == 1_200
    photo = page.locator(".photos img").first
    photo.scroll_into_view_if_needed()
    expect(photo).to_have_js_property("complete", True)
    assert photo.evaluate("image => image.naturalWidth") > 100
    address = page.url
    page.locator(".photos a").first.click()
    page.wait_for_url("**/minh-chung/*/")
    assert page.locator("img").evaluate("image => image.naturalWidth") == 640

    page.goto(address)
    page.locator("dl.facts").get_by_role("link", name=re.compile("^Hoạt động")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Chứng từ")
    assert number(page.locator(".lines .amount").inner_text()) == planted


def test_the_number_itself_can_be_pressed_and_escape_gives_the_focus_back(reading: Site, enter: Enter):
    page = enter(reading, "thanh-doan", viewport=PHONE)
    page.goto(REVIEW)
    page.locator("#t-trees_planted .result").click(force=True)  # the link that lies over the whole row takes it
    drawer = page.locator("#drawer")
    expect(drawer).to_be_focused()
    expect(page.locator("main")).to_have_attribute("inert", "")
    part(page, DISTRICT).click()
    expect(drawer.locator(".here > a")).to_contain_text(DISTRICT)
    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)
    expect(page).to_have_url(reading.address + REVIEW)
    expect(page.locator("#t-trees_planted a")).to_be_focused()


def test_the_drawer_has_an_address_that_others_open(reading: Site, enter: Enter):
    page = enter(reading, "thanh-doan")
    page.goto(REVIEW)
    walk_down(page)
    other = enter(reading, "trung-uong")
    other.goto(page.url)
    assert other.locator("#drawer").inner_text() == page.locator("#drawer").inner_text()
    other.keyboard.press("Escape")
    expect(other.locator("#drawer")).to_have_count(0)
    expect(other.locator("#t-trees_planted")).to_be_visible()


def test_all_of_it_works_without_a_script(reading: Site, enter: Enter):
    page = enter(reading, "thanh-doan", java_script_enabled=False, viewport=PHONE)
    page.goto(REVIEW)
    walk_down(page)
    page.locator("#drawer").get_by_role("link", name="Đóng").click()
    expect(page.locator("#drawer")).to_have_count(0)
    expect(page.locator("#t-trees_planted .result")).to_contain_text("156.835")


def results(page: Page) -> dict[str, str]:
    """Every figure of the table of targets."""
    page.wait_for_load_state()
    return {
        row.get_attribute("id") or "": row.locator(".result").inner_text() for row in page.locator("[id^=t-]").all()
    }


def columns(page: Page) -> tuple[list[list[int]], list[int]]:
    """The numbers of the units, row by row, and those of the foot of the same table."""
    page.wait_for_load_state()
    table = page.locator("#units table")
    rows = [
        [number(text) for text in row.locator("td.num").all_inner_texts()] for row in table.locator("tbody tr").all()
    ]
    return rows, [number(text) for text in table.locator("tfoot td.num").all_inner_texts()]


def test_both_maps_give_the_same_totals(reading: Site, enter: Enter):
    page = enter(reading, "thanh-doan")
    page.goto(f"{REVIEW}?tat-ca=1")
    before = results(page)
    then, totals = columns(page)
    assert page.locator("#units tbody th a").count() == 30
    page.get_by_label("hôm nay", exact=True).check()
    page.wait_for_url(re.compile("ban-do=hom-nay"))
    expect(page.locator("form.filters")).to_contain_text("126 Đoàn cấp xã")
    page.get_by_role("link", name="Xem đủ 126 đơn vị").click()
    expect(page.locator("#units tbody th a")).to_have_count(126)
    now, totals_now = columns(page)
    # How many commune unions there were, and what is counted among them, is a matter of the map.
    of_the_map = {"t-communes_with_model"}
    assert {k: v for k, v in results(page).items() if k not in of_the_map} == {
        k: v for k, v in before.items() if k not in of_the_map
    }
    assert totals_now == totals
    assert [sum(column) for column in zip(*then, strict=True)] == totals
    assert [sum(column) for column in zip(*now, strict=True)] == totals


def test_the_past_is_shown_as_it_was_known_then(reading: Site, enter: Enter):
    page = enter(reading, "thanh-doan")
    page.goto(REVIEW)
    box = page.get_by_label("Biết đến ngày")
    box.fill("31/12/2019")
    page.get_by_role("button", name="Xem", exact=True).click()
    expect(page.locator("form.filters")).to_contain_text("biết đến hết ngày 31/12/2019")
    known_then = number(results(page)["t-trees_planted"])
    assert 0 < known_then < TREES
    page.locator("#t-trees_planted a").click()
    city = opened(page, "Thành đoàn Hà Nội")
    assert city.total == known_then
    assert city.adds_up
    page.goto(f"{REVIEW}?biet-den=31/02/2019")
    expect(page.get_by_role("alert")).to_be_visible()
    assert number(results(page)["t-trees_planted"]) == TREES


@pytest.mark.parametrize("button", ["Tải Word", "Tải Excel", "Tải PDF"])
def test_a_download_opens_and_holds_the_figure(reading: Site, enter: Enter, tmp_path: Path, button):
    page = enter(reading, "thanh-doan")
    page.goto(REVIEW)
    with page.expect_download() as waiting:
        page.get_by_role("link", name=button).click()
    kind = waiting.value.suggested_filename.rpartition(".")[2]
    file = tmp_path / f"review.{kind}"
    waiting.value.save_as(file)
    assert "156.835" in text_of(file), kind


def text_of(file: Path) -> str:
    """All that a downloaded review says, whichever kind it is."""
    match file.suffix:
        case ".docx":
            # Figures are bound fields, which python-docx leaves out of a paragraph's text.
            return " ".join(text.text or "" for text in Document(str(file)).element.body.iter(qn("w:t")))
        case ".xlsx":
            workbook = CalamineWorkbook.from_path(str(file))
            rows = [row for name in workbook.sheet_names for row in workbook.get_sheet_by_name(name).to_python()]
            return "\n".join("156.835" if cell == TREES else str(cell) for row in rows for cell in row)
        case ".pdf":
            return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(file))
    raise ValueError(file.name)
