"""A half-year report, from five branches to the centre: returned twice, one late, one merged, one corrected after."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.factories import give_role, make_account
from tests.journeys.conftest import Enter
from tests.journeys.looking import assert_accessible, assert_no_overflow
from tests.journeys.serving import Site

pytestmark = pytest.mark.browser

COMMUNE = "xa-09694"
FORM = "Báo cáo nhanh 6 tháng"
PHONE = {"width": 360, "height": 780}
TRIES = 20
SOON = datetime(2026, 6, 20, 8, tzinfo=UTC)


@dataclass(frozen=True)
class World:
    """The commune, its five branches that owe a report, and who signs for them; the last one is the late one."""

    commune: int
    branches: list[int]
    names: list[str]
    signers: list[str]


def prepared(password: str) -> World:
    """Three branches beside the two of the demonstration, a sixth that merges in April, a short form of the centre."""
    from viecthat.kernel.periods import Period
    from viecthat.ledger.commands import declare_figure
    from viecthat.ledger.queries import indicator_named
    from viecthat.reporting.commands.form import FormDraft, LineDraft, SectionDraft, make_form
    from viecthat.units.commands import found_unit, merge_units
    from viecthat.units.queries import unit_identity, unit_with_code, units_by_id
    from viecthat.units.tree import map_on

    half = Period.half(2026, 1)
    commune = unit_with_code(COMMUNE, half.start)
    centre = unit_with_code("trung-uong", half.start)
    assert commune is not None
    assert centre is not None
    told = [f"Chi đoàn thôn {name}" for name in ("Cổng Ải", "Đầm Sen", "Phú Xuyên", "Vực Giang")]
    founded = [
        found_unit(
            code=f"{COMMUNE}-moi-{place}", name=name, kind="branch", parent=commune.id, day=date(2025, 9, 1),
            decision="11-QĐ/ĐTN", actor=None, at=SOON,
        )
        for place, name in enumerate(told)
    ]  # fmt: skip
    signers, kinds = [], {"commune", "province", "central"}
    for place, unit in enumerate([*map_on(half.last_day).tree.children(commune.id)]):
        kinds.add(map_on(half.last_day).tree.kind(unit))
        account = make_account(f"bi-thu-{place}", full_name=f"Bí thư {place}", password=password, at=SOON)
        give_role(account, "branch_secretary", unit_identity(unit))
        signers.append(account)
        if unit in {one.pk for one in founded}:
            declare_figure(
                unit=unit, indicator=indicator_named("trees_planted"), quantity=40, day=date(2026, 2, 14),
                reason="Sổ của chi đoàn", actor=account, at=SOON,
            )  # fmt: skip
    merge_units(units=[founded[3]], into=founded[2], day=date(2026, 4, 1), decision="12-QĐ/ĐTN", actor=None, at=SOON)
    for username, role, unit in (
        ("bi-thu-xa", "secretary", commune.id),
        ("bi-thu-tw", "secretary", centre.id),
    ):
        account = make_account(username, full_name=username.capitalize(), password=password, at=SOON)
        give_role(account, role, unit_identity(unit))
    make_form(
        unit=None, start=date(2026, 1, 1), actor=account, at=SOON,
        draft=FormDraft(
            name=FORM, cadence="half", kinds=sorted(kinds),
            lines=[LineDraft("trees_planted"), LineDraft("members")],
            sections=[SectionDraft("Phong trào tình nguyện", "1", area=2)],
        ),
    )  # fmt: skip
    owing = list(map_on(half.last_day).tree.children(commune.id))
    rows = units_by_id(owing, half.last_day)
    by_unit = {unit: account.username for unit, account in zip(owing, signers, strict=False)}
    return World(commune.id, owing, [rows[unit].name for unit in owing], [by_unit[unit] for unit in owing])


def step(page: Page, opens: str, does: str, words: str = "") -> None:
    """The main button of a report, and the one that asks once more."""
    page.locator(".head-actions").get_by_role("link", name=opens).click()
    if words:
        page.get_by_label("Vì sao").fill(words)
    page.locator("#drawer, dialog, .drawer").get_by_role("button", name=does, exact=True).click()


def save(page: Page) -> None:
    page.get_by_role("button", name="Lưu").click()
    expect(page.locator("#toasts")).to_contain_text("Đã lưu báo cáo")


def begun(page: Page, call: str, unit: int) -> str:
    """The address of the unit's report, begun."""
    page.goto(f"/bao-cao/{call}/{unit}/")
    if page.get_by_role("button", name="Bắt đầu báo cáo").count():
        page.get_by_role("button", name="Bắt đầu báo cáo").click()
    expect(page.get_by_role("heading", name="Số liệu")).to_be_visible()
    return page.url


def fits(page: Page) -> None:
    """As `places.py` asks of addresses that the demonstration has: here stand those that only a report has."""
    assert_accessible(page)
    assert_no_overflow(page)


def found_again(page: Page, box: Locator, words: str) -> None:
    """The box holds these words, as soon as the server has written what was sent last by a page that is gone."""
    for _ in range(TRIES):
        if box.input_value() == words:
            break
        page.reload()
    expect(box).to_have_value(words)


def trees(page: Page) -> str:
    """The report's figure of trees."""
    row = page.locator("tr.report-line").filter(has=page.get_by_role("rowheader", name="Cây xanh được trồng"))
    return row.locator("td.now").inner_text()


def test_a_half_year_report_goes_from_five_branches_to_the_centre(writing: Site, enter: Enter, inside):
    with inside(writing):
        world = prepared(writing.password)
    assert len(world.branches) == 5, world.names
    centre = enter(writing, "bi-thu-tw")
    centre.goto("/bao-cao/dot/moi/")
    centre.get_by_label("Mẫu báo cáo").select_option(label=FORM)
    centre.get_by_label("Kỳ báo cáo").fill("6 tháng đầu năm 2026")
    # By the form's rule it was due in July: whoever calls later says by when.
    centre.get_by_label("Hạn gửi").fill(f"{datetime.now(UTC) + timedelta(days=7):%d/%m/%Y}")
    centre.get_by_role("button", name="Mở đợt").click()
    expect(centre.get_by_role("heading", level=1)).to_contain_text(FORM)
    call = re.search(r"/dot/(\d+)/", centre.url)[1]

    # The branch, on a phone: the figure is there already; what nobody recorded is said, with the reason.
    first = enter(writing, world.signers[0], viewport=PHONE)
    address = begun(first, call, world.branches[0])
    before = int(re.sub(r"\D", "", trees(first)) or 0)
    first.locator("summary").filter(has_text="Cây xanh được trồng").click()
    first.get_by_label("Kê khai thêm").first.fill("30")
    first.get_by_label("Lý do kê khai").first.fill("Cây của trường, chưa ghi thành việc")
    words = first.get_by_role("textbox", name="Phong trào tình nguyện")
    words.fill("Chi đoàn")
    first.goto("/viec-cua-toi/")  # at once: the box waits for more, and what was typed is on its way all the same
    first.goto(address)
    found_again(first, words, "Chi đoàn")
    words.fill("Chi đoàn trồng được {trees_planted} cây xanh.")
    save(first)
    assert str(before + 30) in trees(first)
    fits(first)
    step(first, "Ký và gửi", "Ký")
    expect(first.locator("#main")).to_contain_text(f"Chi đoàn trồng được {before + 30} cây xanh.")
    printed = first.request.get(f"{address}ban/1/bao-cao.pdf").body()
    assert printed.startswith(b"%PDF")

    # The commune returns the one figure twice, and takes it the third time.
    commune = enter(writing, "bi-thu-xa")
    for words, typed in (("Có cả cây của trường?", "20"), ("Xin kèm danh sách.", "10")):
        commune.goto(address)
        commune.get_by_role("link", name="Trả lại").click()
        fits(commune)
        commune.get_by_label("Ý kiến về số này Cây xanh được trồng").fill(words)
        commune.get_by_role("button", name="Trả lại").click()
        first.goto(address)
        expect(first.locator("#main")).to_contain_text(words)
        first.get_by_label("Kê khai thêm").first.fill(typed)
        first.get_by_label("Trả lời cấp trên").first.fill("Đã bỏ cây của trường.")
        step(first, "Ký và gửi", "Ký")  # at once: the box saves itself before anything is signed
        commune.goto(address)
        assert str(before + int(typed)) in trees(commune)
    for unit, signer in list(zip(world.branches, world.signers, strict=True))[1:4]:
        page = enter(writing, signer)
        begun(page, call, unit)
        step(page, "Ký và gửi", "Ký")
    commune.goto("/bao-cao/nhan/")
    for box in commune.locator('input[name="chon"]').all():
        box.check()
    commune.get_by_role("button", name="Nhận các báo cáo đã chọn").click()
    expect(commune.locator("#toasts")).to_contain_text("Đã nhận 4 báo cáo")

    # The commune's own: four of five are in, the late one is named; what merged counts where it went.
    own = begun(commune, call, world.commune)
    expect(commune.locator(".coverage").first).to_contain_text("4/5")
    expect(commune.locator(".coverage").first).to_contain_text(world.names[4])
    signed = trees(commune)
    step(commune, "Ký và gửi", "Ký")
    city = enter(writing, "bi-thu-ha-noi")
    city.goto(own)
    step(city, "Nhận", "Nhận")
    with inside(writing):
        from viecthat.units.queries import unit_with_code

        province, root = (unit_with_code(code, date(2026, 6, 30)) for code in ("ha-noi", "trung-uong"))
        assert province is not None
        assert root is not None
    theirs = begun(city, call, province.id)
    step(city, "Ký và gửi", "Ký")
    centre.goto(theirs)
    step(centre, "Nhận", "Nhận")
    begun(centre, call, root.id)
    expect(centre.locator(".coverage").first).to_contain_text("1/")
    step(centre, "Ký và gửi", "Ký")

    # After it was taken: a correction makes the next edition, and the first prints as it did, to the byte.
    first.goto(address)
    step(first, "Mở lại để sửa", "Mở lại", "Đếm sót năm cây")
    first.get_by_label("Kê khai thêm").first.fill("15")
    save(first)
    step(first, "Ký và gửi", "Ký")
    commune.goto(address)
    step(commune, "Nhận", "Nhận")
    assert first.request.get(f"{address}ban/1/bao-cao.pdf").body() == printed
    first.goto(f"{address}ban/1/")
    fits(first)
    commune.goto(f"{address}so-sanh/?a=3&b=4")
    fits(commune)
    expect(commune.locator("#main")).to_contain_text(str(before + 15))
    # The commune's signed figure stays as signed, and the ledger's new one stands beside it.
    commune.goto(own)
    assert trees(commune).split()[0] == signed.split()[0]
    expect(commune.locator("#main")).to_contain_text("1 số trong sổ đã đổi")
    late = enter(writing, world.signers[4])
    begun(late, call, world.branches[4])
    step(late, "Ký và gửi", "Ký")
    commune.goto(late.url)
    step(commune, "Nhận", "Nhận")
    commune.goto(f"/bao-cao/dot/{call}/")
    expect(commune.locator("#main")).to_contain_text(world.names[4])
