"""A branch is founded, two communes merge by one decision; the review and the Conclusion 07 report follow."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter
from tests.journeys.reading import number
from tests.journeys.serving import Site
from tests.journeys.test_changed_map import trees_by_unit

pytestmark = pytest.mark.browser

HERE, THERE = "xa-09694", "xa-00004"
NEW = "Đoàn xã Hồ Suối Hai Mới"
REPORT = "/can-bo/don-vi/ha-noi/ket-luan-07-08/"


def base_line(page: Page) -> tuple[int, int]:
    """How many base units the report knows, and how many secretaries they have."""
    page.goto(REPORT)
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Cơ sở", exact=False)).first
    cells = row.locator("td.num").all_inner_texts()
    return number(cells[0]), number(cells[1])


def secretary_of(page: Page, code: str) -> str:
    """The name of the unit's secretary with the number that means nobody else."""
    page.goto(f"/can-bo/don-vi/{code}/")
    link = page.locator('#main a[href^="/can-bo/nguoi/"]').first
    found = re.search(r"/(\d+)/$", link.get_attribute("href") or "")
    assert found
    return f"{link.inner_text()} [{found[1]}]"


def test_from_founding_to_the_reports(writing: Site, enter: Enter):
    page = enter(writing, "bi-thu-ha-noi")
    trees, total = trees_by_unit(page, "hom-nay")
    units, secretaries = base_line(page)
    chosen = secretary_of(page, THERE)

    # A branch needs three members: none ticked is refused with the article, three are enough.
    page.goto(f"/don-vi/{HERE}/")
    here = page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("link", name="Thành lập đơn vị dưới").click()
    page.get_by_label("Tên đơn vị").fill("Chi đoàn tòa nhà Ven Hồ")
    page.get_by_label("Loại đơn vị").select_option("apartment_branch")
    page.get_by_label("Từ ngày").fill("01/12/2025")
    page.get_by_label("Số quyết định").fill("21-QĐ/TĐTN")
    page.get_by_label("Lấy đoàn viên từ chi đoàn").fill(f"{HERE}-do-tram")
    page.get_by_role("button", name="Xem tác động").click()
    expect(page.locator(".notice.bad, .field.bad").first).to_contain_text("cần ít nhất 3")
    for place in range(3):
        page.locator('input[name="nguoi"]').nth(place).check()
    page.get_by_role("button", name="Xem lại tác động").click()
    expect(page.locator(".effects")).to_contain_text("3 đổi chi đoàn")
    page.get_by_role("button", name="Thành lập", exact=True).click()
    expect(page.locator("#toasts")).to_contain_text("Đã thành lập Chi đoàn tòa nhà Ven Hồ")
    page.goto("/don-vi/chi-doan/?o-dau=residence&q=ven+ho")
    expect(page.locator("#main tbody tr")).to_contain_text("Chi đoàn tòa nhà Ven Hồ")

    page.goto(f"/don-vi/{THERE}/")
    there = page.get_by_role("heading", level=1).inner_text()
    page.goto(f"/don-vi/{HERE}/")
    page.get_by_role("link", name="Sáp nhập").click()
    page.get_by_label("Đơn vị được sáp nhập").fill(f"{HERE}\n{THERE}")
    page.get_by_label("Hoặc thành lập đơn vị mới tên là").fill(NEW)
    page.get_by_label("Từ ngày").fill("15/12/2025")
    page.get_by_label("Số quyết định").fill("22-QĐ/TĐTN")
    page.get_by_label("Bí thư lâm thời", exact=False).first.fill(chosen)
    page.get_by_role("button", name="Xem tác động").click()
    effects = page.locator(".effects")
    expect(effects).to_contain_text("Đơn vị kết thúc (2)")
    expect(effects).to_contain_text("0 đổi chi đoàn")
    expect(effects).to_contain_text("Chi đoàn tòa nhà Ven Hồ")
    # Seen, not done: somebody else still finds both communes.
    assert here in trees_by_unit(enter(writing, "thanh-doan"), "hom-nay")[0]
    page.get_by_role("button", name="Sáp nhập", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"vào {NEW}")
    expect(page.locator("#main")).to_contain_text(chosen.partition(" [")[0])

    after, total_after = trees_by_unit(page, "hom-nay")
    assert total_after == total
    assert after.pop(NEW) == trees.pop(here) + trees.pop(there)
    assert after == trees
    assert base_line(page) == (units - 1, secretaries - 1)
    page.goto("/can-bo/canh-bao/")
    expect(page.locator("#h-due").locator("..")).to_contain_text(NEW)
