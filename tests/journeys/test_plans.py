"""A resolution entered from its text, targets of its clauses, shared out, revised, raised, followed to the unit."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter
from tests.journeys.looking import PHONE, assert_fit_for_all
from tests.journeys.reading import number
from tests.journeys.serving import Site

pytestmark = pytest.mark.browser

TARGETS = (
    ("trees_planted", "Trồng mới 45.000 cây xanh", "45.000"),
    ("ideas_proposed", "Đề xuất 300.000 ý tưởng, sáng kiến", "300.000"),
    ("youth_works", "Thực hiện 600 công trình thanh niên", "600"),
    ("career_advised", "Tư vấn hướng nghiệp cho 500.000 đoàn viên, thanh niên", "500.000"),
    ("trained_or_placed", "Giới thiệu việc làm cho 50.000 thanh niên", "50.000"),
    ("startup_projects", "Hỗ trợ 100 dự án khởi nghiệp", "100"),
    ("needy_children_helped", "Giúp đỡ 75.000 thiếu nhi có hoàn cảnh khó khăn", "75.000"),
    ("outstanding_introduced", "Giới thiệu 50.000 đoàn viên ưu tú cho Đảng", "50.000"),
    ("outstanding_admitted", "Ít nhất 35.000 đoàn viên ưu tú được kết nạp Đảng", "35.000"),
    ("cadres_trained", "Hằng năm 80% cán bộ Đoàn được bồi dưỡng", "80"),
)
CLAUSES = [f"{number}) {words}; giữ vững chất lượng." for number, (_code, words, _goal) in enumerate(TARGETS, 1)]
TEXT = "\n".join(["II. CÁC CHỈ TIÊU", *CLAUSES])
DISTRICT, COMMUNE = "huyen-cu-271", "xa-cu-09694"


def fill(page: Page, **boxes: str) -> None:
    for name, text in boxes.items():
        page.locator(f"#id_{name}").fill(text)


def press(page: Page, name: str) -> None:
    page.locator(".savebar").get_by_role("button", name=name).click()


def id_in(page: Page) -> str:
    found = re.search(r"/(\d+)/", page.url)
    assert found, page.url
    return found[1]


def enter_document(page: Page, number: str, day: str, subject: str, *, unit: str = "", text: str = "") -> str:
    """A document of the unit in its register; returns its id."""
    page.goto(f"/van-ban/ghi/?don-vi={unit}")
    page.locator("#id_type").select_option("NQ" if "NQ" in number else "KH")
    fill(page, number=number, issued_on=day, subject=subject, text=text)
    press(page, "Ghi vào sổ")
    page.wait_for_url(re.compile(r"/van-ban/\d+/"))
    return id_in(page)


def figures(page: Page) -> dict[str, int]:
    """The figures over the balance by what they count."""
    stats = page.locator(".stat").evaluate_all(
        "all => all.map(one => ['label', 'value'].map(part => one.querySelector(`.stat-${part}`).innerText))"
    )
    return {label: number(value) for label, value in stats}


def test_from_the_resolution_to_every_units_share(writing: Site, enter: Enter):
    page = enter(writing, "thanh-doan")

    # The resolution comes in with its text; another spelling of its number leads to the same record.
    resolution = enter_document(
        page, "15-NQ/TĐTN", "05/01/2018", "Nghị quyết Đại hội Đoàn thành phố lần thứ XV", text=TEXT
    )
    expect(page.locator(".paragraphs > li")).to_have_count(11)
    again = enter_document(page, "15/NQ-TĐTN", "05/01/2018", "Nghị quyết Đại hội")
    assert again == resolution
    expect(page.locator("#toasts")).to_contain_text("đã có trong sổ")
    page.locator("[data-paragraph='3']").select_text()
    marked = page.locator("[data-chosen-words] a", has_text="Thành chỉ tiêu")
    expect(marked).to_have_attribute("href", f"/chi-tieu/tu-van-ban/{resolution}/?doan=3&cau=0-{len(CLAUSES[1])}")
    assert_fit_for_all(page)

    # Ten targets of ten clauses. The first by the keyboard, a sentence of the paragraph only, on a phone.
    phone = enter(writing, "thanh-doan", viewport=PHONE, has_touch=True)
    phone.goto(f"/van-ban/{resolution}/")
    second = phone.locator("#doan-2")
    second.locator("summary").focus()
    phone.keyboard.press("Enter")
    second.get_by_label("1) Trồng mới 45.000 cây xanh;").check()
    second.get_by_role("button", name="Thành chỉ tiêu").focus()
    phone.keyboard.press("Enter")
    expect(phone.locator(".quote")).to_have_text("1) Trồng mới 45.000 cây xanh;")
    assert_fit_for_all(phone)
    page.goto(phone.url)
    for place, (code, _words, goal) in enumerate(TARGETS):
        if place:
            page.goto(f"/chi-tieu/tu-van-ban/{resolution}/?doan={place + 2}")
        choices = page.locator("#id_indicator option").evaluate_all("all => all.map(o => o.textContent)")
        assert len(choices) > 20
        page.locator("#id_indicator").select_option(label=_label_of(choices, code))
        fill(page, goal=goal, start="01/01/2018", last_day="31/12/2022", body="Đại hội")
        if code == "outstanding_admitted":
            first = page.locator("#id_follows option", has_text="được giới thiệu cho Đảng").first
            page.locator("#id_follows").select_option(first.get_attribute("value"))
        if code == "cadres_trained":
            page.locator("#id_cadence").select_option("yearly")
        press(page, "Đặt chỉ tiêu")
        page.wait_for_url(f"**/van-ban/{resolution}/**")
    made = page.locator(".made a")
    expect(made).to_have_count(10)
    ids = [link.split("/")[-2] for link in made.evaluate_all("all => all.map(a => a.getAttribute('href'))")]
    trees = ids[0]

    # Nine of them are shared out evenly over the thirty districts of that time, by year; the ratio can't be.
    page.goto("/chi-tieu/chia/ha-noi/")
    for pk in ids[:9]:
        page.locator(f"input[name=targets][value='{pk}']").check()
    expect(page.locator(f"input[name=targets][value='{ids[9]}']")).to_have_count(0)
    page.locator("#id_kind").select_option("district")
    page.locator("input[name=by_year]").check()
    press(page, "Chia")
    page.wait_for_url("**/dot-chia/**")
    expect(page.locator("#run")).to_contain_text("270 / 270 phần")
    assert_fit_for_all(page)
    balance = f"/chi-tieu/{trees}/phan-bo/ha-noi/"
    page.goto(balance)
    assert figures(page) == {"tổng mức": 45_000, "đã phân bổ": 45_000, "còn lại": 0}
    rows = page.locator("table.balance tbody tr")
    expect(rows).to_have_count(30)
    expect(rows.first.locator("td")).to_have_text(["300", "300", "300", "300", "300", "1.500"])
    page.go_back()
    page.get_by_role("link", name="Giao cả đợt").click()
    page.locator("#id_decision").select_option(resolution)
    fill(page, day="10/01/2018")
    press(page, "Giao")
    expect(page.locator("#toasts")).to_contain_text("Đã giao 9 chỉ tiêu")
    page.goto(balance)
    expect(page.locator(".head-meta")).to_contain_text("đã giao")

    # One district hands its share on to two of its communes.
    lower = f"/chi-tieu/{trees}/phan-bo/{DISTRICT}/"
    page.goto(f"{lower}nhap-tay/")
    assert_fit_for_all(page)
    named = page.locator("table.balance tbody tr")
    here = named.filter(has=page.get_by_text("Đoàn xã Tản Lĩnh", exact=True))
    there = named.filter(has=page.get_by_text("Đoàn xã Suối Hai", exact=True)).or_(
        named.filter(has=page.get_by_text("Đoàn xã Ba Trại", exact=True))
    )
    for row, amount in ((here, "100"), (there.first, "120")):
        for box in row.locator("input").all():
            box.fill(amount)
    press(page, "Lưu bản thảo")
    page.wait_for_url(f"**{lower}")
    assert figures(page) == {"tổng mức": 1_500, "đã phân bổ": 1_100, "còn lại": 400}
    page.get_by_role("link", name="Giao chỉ tiêu").click()
    page.locator("#id_decision").select_option(resolution)
    fill(page, day="15/01/2018")
    press(page, "Giao")
    page.wait_for_url(f"**{lower}")

    # A commune raises its own figure above its share; it stands at once and is seen above.
    commune = enter(writing, "tan-linh")
    commune.goto(f"/chi-tieu/?don-vi={COMMUNE}")
    commune.get_by_role("link", name="Đăng ký mức riêng").click()
    commune.locator("#id_year").select_option("2019")
    fill(commune, amount="130")
    press(commune, "Đăng ký")
    expect(commune.get_by_role("main")).to_contain_text("tự đăng ký 130")
    page.goto(lower)
    assert figures(page) == {"tổng mức": 1_500, "đã phân bổ": 1_100, "còn lại": 400, "đơn vị tự nhận thêm": 30}

    # Two are revised by a later decision; what was adopted then stays, and the balance shows what is left to share.
    later = enter_document(page, "29-NQ/TĐTN", "06/01/2020", "Điều chỉnh chỉ tiêu giữa nhiệm kỳ")
    for pk, goal in ((ids[0], "50.000"), (ids[1], "310.000")):
        page.goto(f"/chi-tieu/{pk}/dieu-chinh/")
        fill(page, goal=goal, note="Thành phố giao thêm", body="Ban Chấp hành", adopted_on="06/01/2020")
        page.locator("#id_directive").select_option(later)
        press(page, "Điều chỉnh")
        expect(page.locator(".timeline").first).to_contain_text("29-NQ/TĐTN")
    page.goto(balance)
    assert figures(page) == {"tổng mức": 50_000, "đã phân bổ": 45_000, "còn lại": 5_000}
    page.goto("/chi-tieu/?don-vi=ha-noi&ngay=05/01/2020")
    expect(page.get_by_role("main")).to_contain_text("45.000\u00a0cây")
    expect(page.get_by_role("main")).not_to_contain_text("50.000\u00a0cây")

    # The thirty districts are sent the resolution; one has its plan: 1 of 30, and who is missing is named.
    listed = page.context.request.get("/don-vi/ha-noi/cap-duoi/?ngay=2022-12-31").text()
    codes = sorted(set(re.findall(r"/don-vi/(huyen-cu-\d+)/", listed)))
    assert len(codes) == 30
    page.goto(f"/van-ban/{resolution}/gui/")
    page.locator("#id_below").uncheck()
    fill(page, units="\n".join(codes), day="06/01/2018")
    press(page, "Gửi")
    page.wait_for_url(f"**/van-ban/{resolution}/")
    plan = enter_document(page, "02-KH/ĐTN", "20/01/2018", "Kế hoạch thực hiện Nghị quyết", unit=DISTRICT)
    page.goto(f"/van-ban/{plan}/noi/")
    fill(page, other="15-NQ/TĐTN")
    press(page, "Nối")
    page.wait_for_url(f"**/van-ban/{plan}/")
    page.goto(f"/van-ban/{resolution}/trien-khai/")
    expect(page.locator(".stat-value").first).to_have_text("1/30")
    missing = page.locator("tbody tr", has_text="Chưa có")
    expect(missing).to_have_count(29)
    expect(page.locator("tbody tr", has_text="02-KH/ĐTN")).to_contain_text("sau 14 ngày")
    assert_fit_for_all(page)


def _label_of(choices: list[str], code: str) -> str:
    """How the form names the indicator."""
    starts = {
        "trees_planted": "Cây xanh được trồng",
        "ideas_proposed": "Ý tưởng, sáng tạo được đề xuất",
        "youth_works": "Công trình thanh niên (",
        "career_advised": "Đoàn viên, thanh niên được tư vấn",
        "trained_or_placed": "Thanh niên, bộ đội xuất ngũ",
        "startup_projects": "Dự án khởi nghiệp",
        "needy_children_helped": "Thiếu nhi có hoàn cảnh",
        "outstanding_introduced": "Đoàn viên ưu tú được giới thiệu",
        "outstanding_admitted": "Đoàn viên ưu tú được kết nạp Đảng",
        "cadres_trained": "Cán bộ Đoàn được đào tạo",
    }
    return next(choice for choice in choices if choice.startswith(starts[code]))
