"""A commune is renamed, another merged into it: today's map changes, the totals and the map of then do not."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter
from tests.journeys.places import REVIEW
from tests.journeys.reading import number
from tests.journeys.serving import Site

pytestmark = pytest.mark.browser

HEIR, NEW_NAME = "xa-09694", "Đoàn xã Hồ Suối Hai"
MERGED = "Đoàn xã Bất Bạt"


def trees_by_unit(page: Page, map_name: str) -> tuple[dict[str, int], int]:
    """Trees planted in the first half of the term, by unit, and the total."""
    page.goto(f"{REVIEW}?tat-ca=1&ban-do={map_name}")
    heads = page.locator("#units thead th").all_inner_texts()
    column = next(place for place, head in enumerate(heads) if "Cây xanh được trồng" in head) - 1
    rows = {
        row.locator("th").inner_text(): number(row.locator("td.num").nth(column).inner_text())
        for row in page.locator("#units tbody tr").all()
    }
    return rows, number(page.locator("#units tfoot td.num").nth(column).inner_text())


def test_renaming_and_merging_change_only_todays_map(writing: Site, enter: Enter):
    reader, keeper = enter(writing, "thanh-doan"), enter(writing, "quan-tri")
    now, total = trees_by_unit(reader, "hom-nay")
    then, total_then = trees_by_unit(reader, "khi-do")
    assert total == total_then == 156_835
    assert now[MERGED] > 0

    keeper.goto(f"/don-vi/{HEIR}/")
    keeper.get_by_role("link", name="Đổi tên").click()
    keeper.get_by_label("Tên đơn vị").fill(NEW_NAME)
    keeper.get_by_label("Từ ngày").fill("31/02/2026")
    keeper.get_by_label("Theo quyết định").fill("05-QĐ/TĐTN-BTC")
    keeper.get_by_role("button", name="Đổi tên").click()
    expect(keeper.locator(".field.bad")).to_contain_text("tháng 2 năm 2026 có 28 ngày")
    expect(keeper.get_by_label("Tên đơn vị")).to_have_value(NEW_NAME)
    keeper.get_by_label("Từ ngày").fill("01/12/2025")
    keeper.get_by_role("button", name="Đổi tên").click()
    expect(keeper.get_by_role("heading", level=1)).to_have_text(NEW_NAME)
    expect(keeper.locator(".timeline").first).to_contain_text("05-QĐ/TĐTN-BTC")
    keeper.goto(f"/don-vi/{HEIR}/?ngay=2025-11-30")
    expect(keeper.get_by_role("heading", level=1)).to_have_text("Đoàn xã Suối Hai")

    keeper.goto(f"/don-vi/?q={MERGED}")
    keeper.locator("#found").get_by_role("link", name=MERGED).click()
    merged = re.search(r"/don-vi/([a-z0-9-]+)/", keeper.url)
    assert merged
    keeper.get_by_role("link", name="Sáp nhập").click()
    keeper.get_by_label("Nhập vào").fill("Đoàn xã Không Có")
    keeper.get_by_label("Từ ngày").fill("15/12/2025")
    keeper.get_by_label("Số quyết định").fill("06-QĐ/TĐTN-BTC")
    keeper.get_by_role("button", name="Xem tác động").click()
    expect(keeper.locator(".field.bad")).to_contain_text("Đoàn xã Không Có")
    keeper.get_by_label("Nhập vào").fill(HEIR)
    keeper.get_by_role("button", name="Xem tác động").click()
    expect(keeper.locator(".effects")).to_contain_text("Đơn vị kết thúc (1)")
    keeper.get_by_role("button", name="Sáp nhập", exact=True).click()
    expect(keeper.get_by_role("heading", level=1)).to_contain_text(f"vào {NEW_NAME}")
    expect(keeper.locator("#toasts")).to_contain_text("Đã sáp nhập")
    keeper.goto(f"/don-vi/{merged[1]}/")
    expect(keeper.locator(".notice")).to_contain_text(NEW_NAME)

    after, total_after = trees_by_unit(reader, "hom-nay")
    expect(reader.locator("form.filters")).to_contain_text("125 Đoàn cấp xã")
    assert total_after == total
    assert after.pop(NEW_NAME) == now.pop("Đoàn xã Suối Hai") + now.pop(MERGED)
    assert after == now
    assert trees_by_unit(reader, "khi-do") == (then, total)
    reader.goto(f"{REVIEW}?ban-do=hom-nay&so=trees_planted&mo={HEIR}")
    expect(reader.locator("#drawer .here > a")).to_contain_text(NEW_NAME)
