"""Members from application to the reports, as users of four levels: centre, city, commune, branch."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Enter
from tests.journeys.looking import PHONE, assert_fit_for_all
from tests.journeys.reading import number
from tests.journeys.serving import Site
from tests.journeys.test_units_reorganised import base_line, secretary_of

pytestmark = pytest.mark.browser

COMMUNE, OTHER, ELSEWHERE = "xa-09694", "xa-00004", "xa-09619"
FAR_AWAY = "xa-16681"  # Thành Vinh, Nghệ An
BRANCH, SCHOOL = f"{COMMUNE}-do-tram", f"{COMMUNE}-thpt"
FOUNDED = "Chi đoàn Khu công nghiệp Bắc Vinh"
MERGED = "Đoàn xã Suối Hai Bất Bạt Mới"
GIVEN = ("An", "Bình", "Chi", "Dũng", "Giang", "Hà", "Khôi", "Linh", "Minh", "Ngọc", "Phúc", "Quang")
PUPILS = [f"Kiều Thanh {given}" for given in GIVEN]
YOUNG, FEW = PUPILS[11], PUPILS[10]
ADMITTED = PUPILS[:10]
MOVED = PUPILS[0]


def press(page: Page, name: str) -> None:
    page.locator(".savebar").get_by_role("button", name=name).click()


def fill(page: Page, **boxes: str) -> None:
    for name, text in boxes.items():
        page.locator(f"#id_{name}").fill(text)


def said(page: Page) -> Locator:
    return page.locator("#toasts")


def id_in(page: Page) -> str:
    found = re.search(r"/(\d+)/", page.url)
    assert found, page.url
    return found[1]


def only(page: Page, names: list[str]) -> None:
    """Untick everybody at this step but these."""
    for row in page.locator("table.members-steps tbody tr").all():
        if row.locator("th").inner_text().strip() not in names:
            row.locator("input[type=checkbox]").uncheck()


def step(page: Page, slug: str, names: list[str], button: str, **boxes: str) -> None:
    """A step of admission for these, with what they share."""
    page.goto(f"/doan-vien/ket-nap/{BRANCH}/{slug}/")
    only(page, names)
    fill(page, **boxes)
    press(page, button)


def review_figure(page: Page, unit: str, code: str) -> int:
    """What the unit's review of 2026 says of an indicator; 0 when it says nothing."""
    page.goto(f"/so-ket/{unit}/2026/")
    row = page.locator(f"#t-{code} .result")
    return number(row.inner_text()) if row.count() else 0


def members_of(page: Page, unit: str) -> dict[str, int]:
    """Members by unit, as the page of their composition has them; the whole under ""."""
    page.goto(f"/doan-vien/co-cau/?don-vi={unit}")
    table = page.locator("table.composition")
    found = {
        row.locator("th").inner_text(): number(row.locator("td").first.inner_text())
        for row in table.locator("tbody tr").all()
    }
    return found | {"": number(table.locator("tfoot td").first.inner_text())}


def found_far_away(page: Page) -> None:
    """A branch in a commune of Nghệ An, of three members of the class."""
    page.goto(f"/don-vi/{FAR_AWAY}/")
    page.get_by_role("link", name="Thành lập đơn vị dưới").click()
    page.get_by_label("Tên đơn vị").fill(FOUNDED)
    page.get_by_label("Loại đơn vị").select_option("firm_branch")
    page.get_by_label("Từ ngày").fill("01/03/2026")
    page.get_by_label("Số quyết định").fill("31-QĐ/TWĐTN")
    page.get_by_label("Lấy đoàn viên từ chi đoàn").fill(SCHOOL)
    page.get_by_role("button", name="Xem tác động").click()
    expect(page.locator(".notice.bad, .field.bad").first).to_contain_text("cần ít nhất 3")
    for place in range(3):
        page.locator('input[name="nguoi"]').nth(place).check()
    page.get_by_role("button", name="Xem lại tác động").click()
    page.get_by_role("button", name="Thành lập", exact=True).click()
    expect(said(page)).to_contain_text(f"Đã thành lập {FOUNDED}")


def admit(branch: Page, commune: Page) -> None:
    """Twelve pupils apply; one is too young, one gets too few votes, ten are admitted."""
    branch.goto(f"/doan-vien/ket-nap/{BRANCH}/nop-don/")
    branch.get_by_role("link", name="30 dòng").click()
    fill(branch, applied_on="05/01/2026")
    for place, name in enumerate(PUPILS):
        fill(branch, **{f"nguoi-{place}-full_name": name})
        fill(branch, **{f"nguoi-{place}-birth_date": "01/06/2013" if name == YOUNG else f"{place + 1:02}/05/2009"})
        branch.locator(f"#id_nguoi-{place}-sex").select_option("female" if place % 2 else "male")
    press(branch, "Nhận đơn")
    row = branch.locator("fieldset.members-row").nth(11)
    expect(row).to_contain_text(f"{YOUNG} chưa đủ tuổi")
    expect(branch.locator("#id_nguoi-0-full_name")).to_have_value(PUPILS[0])  # nothing is lost, nothing half-written
    fill(branch, **{"nguoi-11-full_name": "", "nguoi-11-birth_date": ""})
    branch.locator("#id_nguoi-11-sex").select_option("")
    press(branch, "Nhận đơn")
    expect(said(branch)).to_contain_text("Đã nhận đơn của 11 người")

    voted = PUPILS[:11]
    step(branch, "hoc", voted, "Ghi đã học Điều lệ", day="20/01/2026")
    branch.goto(f"/doan-vien/ket-nap/{BRANCH}/gioi-thieu/")
    branch.locator("#id_introducer").select_option(index=1)
    only(branch, voted)
    fill(branch, day="01/02/2026")
    press(branch, "Ghi người giới thiệu")
    branch.goto(f"/doan-vien/ket-nap/{BRANCH}/bieu-quyet/")
    only(branch, voted)
    for row in branch.locator("table.members-steps tbody tr").all():
        name = row.locator("th").inner_text().strip()
        if name in voted:
            votes = ("5", "7", "0") if name == FEW else ("11", "1", "0")
            for box, count in zip(row.locator("td .members-vote input").all(), votes, strict=True):
                box.fill(count)
    fill(branch, day="10/02/2026", present="12")
    press(branch, "Ghi kết quả biểu quyết")
    expect(said(branch)).to_contain_text(f"không chuyển bước: {FEW}")
    # The branch can't approve what it voted itself.
    branch.goto(f"/doan-vien/ket-nap/{BRANCH}/chuan-y/")
    expect(branch.locator(".savebar")).to_have_count(0)
    step(commune, "chuan-y", ADMITTED, "Chuẩn y", day="01/03/2026", decision="05-QĐ/ĐTN")
    step(branch, "ket-nap", ADMITTED, "Ghi lễ kết nạp", day="26/03/2026")
    expect(said(branch)).to_contain_text("Đã ghi cho 10 người")


def move_away(branch: Page, centre: Page) -> str:
    """One goes to the other province; returns the number of their file."""
    branch.goto(f"/doan-vien/?q={MOVED}")
    branch.get_by_role("link", name=MOVED, exact=True).click()
    branch.wait_for_url(re.compile(r"/doan-vien/\d+/"))
    person = id_in(branch)
    branch.locator("section", has=branch.locator("#h-deeds")).get_by_role("link", name="Chuyển sinh hoạt").click()
    fill(
        branch,
        destination=FOUNDED,
        day="27/03/2026",
        letter="08-GT/CĐ",
        remark="Đoàn viên tốt",
        fee_paid_until="3/2026",
    )
    press(branch, "Gửi giấy giới thiệu")
    expect(said(branch)).to_contain_text("chờ nơi đến nhận")
    centre.goto("/doan-vien/chuyen/?tinh-trang=open")
    centre.get_by_role("link", name=MOVED).first.click()
    centre.get_by_role("link", name="Nhận", exact=True).click()
    fill(centre, day="28/03/2026")
    press(centre, "Nhận vào chi đoàn")
    expect(said(centre)).to_contain_text(f"Đã nhận {MOVED}")
    return person


def register_at_residence(branch: Page, city: Page) -> None:
    """Another takes part where they live."""
    name = ADMITTED[1]
    branch.goto(f"/noi-cu-tru/gioi-thieu/{BRANCH}/")
    fill(branch, commune=ELSEWHERE, letter="09-GT/CĐ", day="28/03/2026")
    row = branch.locator(".residence-boxes", has_text=name)
    row.locator("input[type=checkbox]").check()
    row.locator("select").select_option("pupils")
    press(branch, "Giới thiệu những người đã chọn")
    expect(said(branch)).to_contain_text("Đã giới thiệu 1 đoàn viên")
    city.goto(f"/noi-cu-tru/tiep-nhan/{ELSEWHERE}/")
    city.locator(".residence-boxes", has_text=name).locator("select").select_option(index=1)
    fill(city, day="29/03/2026")
    press(city, "Nhận những người đã chọn chi đoàn")
    expect(said(city)).to_contain_text("Đã nhận 1 đoàn viên")


def rate_the_branch(branch: Page, commune: Page) -> None:
    branch.goto(f"/don-vi/{BRANCH}/xep-loai/")
    form = branch.locator("#propose")
    for box in form.locator("input[name^=points_]").all():
        box.fill("1")
    for box in form.locator("input[name^=reason_]").all():
        box.fill("Sổ họp chi đoàn")
    branch.locator("#id_proposed_class").select_option("good")
    branch.get_by_role("button", name="Gửi đề nghị").click()
    expect(said(branch)).to_contain_text("Đã gửi đề nghị")
    commune.goto(f"/don-vi/{BRANCH}/xep-loai/")
    fill(commune, decision="12-QĐ/ĐTN")
    commune.get_by_role("button", name="Xếp loại", exact=True).click()
    expect(said(commune)).to_contain_text("Đã xếp loại")


def let_go_whoever_is_too_old(branch: Page) -> int:
    branch.goto("/doan-vien/truong-thanh/")
    old = branch.locator("table.members-steps tbody tr").count()
    assert old
    fill(branch, day="29/03/2026")
    press(branch, "Ghi lễ trưởng thành")
    expect(said(branch)).to_contain_text(f"Đã ghi lễ trưởng thành cho {old} người")
    return old


def merge(city: Page) -> None:
    chosen = secretary_of(city, OTHER)
    city.goto(f"/don-vi/{COMMUNE}/")
    city.get_by_role("link", name="Sáp nhập").click()
    city.get_by_label("Đơn vị được sáp nhập").fill(f"{COMMUNE}\n{OTHER}")
    city.get_by_label("Hoặc thành lập đơn vị mới tên là").fill(MERGED)
    city.get_by_label("Từ ngày").fill("01/04/2026")
    city.get_by_label("Số quyết định").fill("33-QĐ/TĐTN")
    city.get_by_label("Bí thư lâm thời", exact=False).first.fill(chosen)
    city.get_by_role("button", name="Xem tác động").click()
    expect(city.locator(".effects")).to_contain_text("Đơn vị kết thúc (2)")
    city.get_by_role("button", name="Sáp nhập", exact=True).click()
    expect(city.get_by_role("heading", level=1)).to_contain_text(f"vào {MERGED}")


def assert_nothing_told_of(branch: Page, person: str) -> None:
    """A secretary of another branch neither sees, guesses nor infers the person."""
    ask = branch.context.request
    for path in ("", "da-xem/", "anh/", "sua/", "chuyen/"):
        assert ask.get(f"/doan-vien/{person}/{path}").status == ask.get(f"/doan-vien/999999999/{path}").status == 404
    for typed in (MOVED, "Kieu Thanh An", "01/05/2009"):
        page = ask.get(f"/doan-vien/?q={typed}").text()
        assert f"/doan-vien/{person}/" not in page
    for path in (f"co-cau/?don-vi={SCHOOL}", f"?don-vi={SCHOOL}", f"doan-phi/{SCHOOL}/"):
        assert ask.get(f"/doan-vien/{path}").status == 404
    listed = ask.get("/doan-vien/tai/csv/").text()
    assert MOVED not in listed
    assert ADMITTED[2] in listed  # the file is not empty for another reason


def test_from_application_to_the_reports(writing: Site, enter: Enter):
    centre, city = enter(writing, "trung-uong"), enter(writing, "bi-thu-ha-noi")
    commune, branch = enter(writing, "tan-linh"), enter(writing, "chi-doan")
    admitted = {unit: review_figure(city, unit, "members_admitted") for unit in ("ha-noi", COMMUNE)}

    found_far_away(centre)
    nation, hanoi = members_of(centre, "trung-uong"), members_of(centre, "ha-noi")
    assert nation["Tỉnh đoàn Nghệ An"] == 3
    admit(branch, commune)
    person = move_away(branch, centre)
    register_at_residence(branch, city)
    rate_the_branch(branch, commune)
    gone = let_go_whoever_is_too_old(branch)
    assert_nothing_told_of(branch, person)

    # Counted once: who moved stands in the other province, who matured nowhere.
    after = members_of(centre, "trung-uong")
    assert after["Tỉnh đoàn Nghệ An"] == 4
    assert after[""] == nation[""] + 10 - gone
    assert members_of(centre, "ha-noi")[""] == hanoi[""] + 9 - gone
    assert_fit_for_all(centre)
    phone = enter(writing, "chi-doan", viewport=PHONE, has_touch=True)
    members_of(phone, BRANCH)
    assert_fit_for_all(phone)

    # The review of every level, and after two communes merged the report on cadres and the map of both days.
    for unit, before in admitted.items():
        assert review_figure(city, unit, "members_admitted") == before + 10
    units, secretaries = base_line(city)
    merge(city)
    assert base_line(city) == (units - 1, secretaries - 1)
    assert members_of(city, "ha-noi")[MERGED] == hanoi["Đoàn xã Suối Hai"] + 9 - gone
    city.goto("/doan-vien/co-cau/?don-vi=ha-noi&ngay=31/03/2026")
    expect(city.locator("table.composition")).to_contain_text("Đoàn xã Suối Hai")
    expect(city.locator("table.composition")).not_to_contain_text(MERGED)
