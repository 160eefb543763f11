"""Work recorded once, where it happened, by the people who were there: a tree planting from its roll call to the photo
behind the figure, a youth work from plan to recognition, a course whose certificates verify; what a phone keeps while
it has no network; the form in steps for a browser without scripts.
"""

import json
import random
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from http.client import HTTPConnection
from io import BytesIO
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import pytest
from django.utils.timezone import localdate
from PIL import Image, ImageDraw
from playwright.sync_api import APIResponse, Browser, BrowserContext, Locator, Page, Route, StorageState, expect

from tests.journeys.conftest import Enter
from tests.journeys.looking import PHONE, assert_accessible, assert_no_overflow
from tests.journeys.reading import number, opened, part
from tests.journeys.serving import TOKEN, Site
from viecthat.kernel.rotating_codes import code_at

pytestmark = pytest.mark.browser

Inside = Callable[[Site], AbstractContextManager[None]]
ON_PHONE = {"viewport": PHONE, "is_mobile": True, "has_touch": True}
VILLAGE, CLASS = "xa-09694-do-tram", "xa-09694-thpt"
COMMUNE, BESIDE, CITY = (
    ("xa-09694", "Đoàn xã Suối Hai"),
    ("xa-09619", "Đoàn xã Quảng Oai"),
    ("ha-noi", "Thành đoàn Hà Nội"),
)
TITLE, OLD_TITLE = "Trồng 250 cây ven hồ Suối Hai", "Trồng cây đầu làng"
LAST_YEAR = date(2025, 11, 15)
BY_HTTP = 16  # of the village; one more opens the page, one comes from the class


@dataclass(frozen=True)
class Member:
    """Somebody with a sign-in of their own: what their browser shows at the door."""

    account: int
    session: str


def picture(seed: int) -> bytes:
    """A picture like no other."""
    draw = random.Random(seed)
    image = Image.new("RGB", (800, 600), tuple(draw.randrange(256) for _ in range(3)))
    pen = ImageDraw.Draw(image)
    for _ in range(40):
        left, top = draw.randrange(700), draw.randrange(500)
        box = (left, top, left + draw.randrange(40, 300), top + draw.randrange(40, 250))
        pen.rectangle(box, fill=tuple(draw.randrange(256) for _ in range(3)))
    sent = BytesIO()
    image.save(sent, "JPEG", quality=85)
    return sent.getvalue()


def open_for_members(site: Site, inside: Inside, browser: Browser) -> tuple[list[Member], Member]:
    """Sign-ins of so many members of the village, and of one of the class; last year's work with a photo of it."""
    from viecthat.accounts.models import Account
    from viecthat.accounts.queries import account_named
    from viecthat.activities.commands import Photo, record_activity
    from viecthat.activities.models import ActivityKind
    from viecthat.ledger.queries import indicator_named
    from viecthat.people.commands.person import PersonDraft, register_people
    from viecthat.people.models import MemberAccount
    from viecthat.units.queries import unit_with_code

    at = datetime.now(UTC)
    with inside(site):
        units = [unit.id for code in (VILLAGE, CLASS) if (unit := unit_with_code(code, at.date()))]
        drafts = [PersonDraft(f"Đỗ Thị Ngân {n}", "female", date(2003, 5, 1 + n), units[0]) for n in range(BY_HTTP)]
        people = register_people(drafts=[*drafts, PersonDraft("Lò Văn Khách", "male", date(2004, 5, 1), units[1])])
        password = account_named("chi-doan").password  # the one of every account of the demonstration
        accounts = [
            Account.objects.create(username=f"member-{person}", full_name="Thử", opened_at=at, password=password)
            for person in people
        ]
        for person, account in zip(people, accounts, strict=True):
            MemberAccount.objects.create(person_id=person, account=account, since=at)
        record_activity(
            unit=units[0], kind=ActivityKind.objects.get(code="tree_planting"), title=OLD_TITLE, day=LAST_YEAR,
            place="Đầu làng", results={indicator_named("trees_planted").pk: 10}, head_count=5,
            photos=[Photo(picture(1))], actor=account_named("chi-doan"), at=at,
        )  # fmt: skip
    members = [Member(one.pk, session_of(site.session(browser, one.username))) for one in accounts]
    return members[:-1], members[-1]


def session_of(state: StorageState) -> str:
    """What the browser keeps at the door."""
    return next(cookie["value"] for cookie in state["cookies"] if cookie["name"] == "sessionid")


def checked_in(site: Site, member: Member, code: str) -> dict:
    """What the server answers a phone that has scanned this code now."""
    place = urlsplit(site.address)
    connection = HTTPConnection(place.hostname, place.port)
    now = str(int(datetime.now(UTC).timestamp() * 1000))
    token = "a" * 32
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"sessionid={member.session}; csrftoken={token}",
        "X-CSRFToken": token,
        "X-Viecthat-Outbox": str(member.account),
    }
    connection.request("POST", "/diem-danh/gui/", urlencode({"code": code, "luc": now}), headers)
    answer = connection.getresponse().read()
    connection.close()
    return json.loads(answer)


def send(page: Page, path: str, **form: object) -> APIResponse:
    """What a form at this address sends, without drawing it."""
    asking = page.context.request
    token = TOKEN.search(asking.get(path).text())
    assert token, path
    answer = asking.post(path, multipart={"csrfmiddlewaretoken": token[1], **form}, max_redirects=0)
    assert answer.status == 302, (path, answer.status, re.findall(r'class="error"[^>]*>(.*?)</div>', answer.text()))
    return answer


def fill(page: Page, **boxes: str) -> None:
    for name, text in boxes.items():
        page.locator(f"#id_{name}").fill(text)


def field(page: Page, label: str) -> Locator:
    """The box with this label together with what is said about it."""
    return page.locator(".field", has=page.get_by_label(label, exact=True)).last


def press(page: Page) -> None:
    """The one button of a page that asks for something."""
    page.locator(".savebar button[type=submit]").click()


def save(page: Page) -> None:
    page.get_by_role("button", name="Lưu việc này").click()


def ready(page: Page) -> None:
    """The service worker is at work, and this page and what it needs are kept."""
    expect(page.locator("[data-offline][data-kept]")).to_be_attached()


def scan(member: Page, address: str) -> None:
    """What the camera of the page would read."""
    member.wait_for_function("() => window.viecthatScanned")
    member.evaluate("address => window.viecthatScanned(address)", address)


def lose_one_answer(context: BrowserContext, lost: list[str]) -> None:
    """The server writes what the phone sends, and the phone never hears of it; once."""

    def lose(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.request.url)
            route.fetch()
            route.abort()
        else:
            route.continue_()

    context.route("**/ghi-viec/", lose)


def trees(page: Page, unit: tuple[str, str]) -> tuple[int, ...]:
    """(verified, evidenced, declared) trees in the review of this year of the unit, adding up all the way."""
    code, name = unit
    review = f"/so-ket/{code}/{localdate().year}/"
    page.goto(review)
    row = page.locator("#t-trees_planted .result")
    if row.count() == 0:
        return (0, 0, 0)
    shown = number(row.inner_text())
    page.goto(f"{review}?so=trees_planted")
    found = opened(page, name)
    assert found.total == shown
    assert found.adds_up
    return found.grades


def test_a_tree_planting_from_the_roll_call_to_the_photo_behind_the_figure(
    writing: Site, enter: Enter, inside: Inside, browser: Browser, complaints: list[str], tmp_path: Path
):
    members, guest = open_for_members(writing, inside, browser)
    superior = enter(writing, "thanh-doan")
    before = {unit: trees(superior, unit) for unit in (COMMUNE, BESIDE, CITY)}

    # The secretary shows the code on one phone; its network goes, and the code goes on changing.
    screen = enter(writing, "chi-doan", service_workers="allow", **ON_PHONE)
    screen.goto("/diem-danh/moi/")
    screen.locator("#id_kind").select_option("tree_planting")
    fill(screen, title=TITLE, place="Bờ nam hồ", begins="00:00", ends="23:59")
    screen.get_by_role("button", name="Mở và hiện mã").click()
    expect(screen.locator("#code svg")).to_have_count(1)
    assert_accessible(screen)
    assert_no_overflow(screen)
    ready(screen)
    held = screen.locator("#code-screen")
    serial, key = int(held.get_attribute("data-serial") or 0), held.get_attribute("data-key") or ""
    roll_call = screen.url.split("/")[-3]

    def code(ago: timedelta = timedelta()) -> str:
        return code_at(b"i", serial, key, datetime.now(UTC) - ago)

    shown = screen.locator("#code").get_attribute("data-letters")
    assert shown in {code(), code(timedelta(seconds=30)), code(timedelta(seconds=60))}
    screen.clock.install(time=datetime.now(UTC))
    screen.context.set_offline(True)
    screen.reload()
    screen.clock.fast_forward(40_000)
    expect(held).to_contain_text("Đang không có mạng")
    expect(screen.locator("#code[data-letters]")).not_to_have_attribute("data-letters", shown or "")
    screen.context.set_offline(False)

    # A member without a network scans, and is in the book once when there is one; again is no mistake.
    member = enter(writing, "doan-vien", service_workers="allow", **ON_PHONE)
    member.goto("/diem-danh/quet/")
    ready(member)
    member.context.set_offline(True)
    scan(member, f"{writing.address}/dd/{code()}/")
    expect(member.locator("[data-said]")).to_contain_text("Đã cất lượt quét")
    member.context.set_offline(False)
    expect(member.locator("#outbox-bar")).to_contain_text("Đã gửi 1")
    # A picture of the screen of an hour ago does not hold; the screen itself does, and has been noted already.
    scan(member, f"{writing.address}/dd/{code(timedelta(hours=1))}/")
    expect(member.locator("[data-said]")).to_contain_text("đã cũ")
    scan(member, f"{writing.address}/dd/{code()}/")
    member.wait_for_url("**/cua-toi/hoat-dong/")
    expect(member.locator("#toasts")).to_contain_text("Đã ghi từ trước")

    # The hall: one from another branch, one twice, one with the picture.
    assert all("Đã ghi bạn có mặt" in checked_in(writing, one, code())["said"] for one in (*members[1:], guest))
    replayed = checked_in(writing, members[0], code(timedelta(hours=1)))
    assert (replayed["state"], "đã cũ" in replayed["why"][0]) == ("refused", True)
    assert "Đã ghi bạn có mặt" in checked_in(writing, members[0], code())["said"]
    assert "Đã ghi từ trước" in checked_in(writing, members[5], code())["said"]

    # Who came, and whom it was for.
    phone = enter(writing, "chi-doan", service_workers="allow", **ON_PHONE)
    phone.goto(f"/diem-danh/{roll_call}/")
    expect(phone.locator("main")).to_contain_text("18 người tham gia, trong đó 18 người có tên")
    expect(phone.get_by_role("row", name="Lò Văn Khách")).to_contain_text("khách")
    assert_accessible(phone)
    assert_no_overflow(phone)
    phone.locator("#id_role").select_option("served")
    fill(phone, count="40", name="hộ thôn Đô Trám")
    phone.get_by_role("button", name="Ghi nhóm").click()
    expect(phone.locator("main")).to_contain_text("phục vụ 40 người")

    # Recorded from the roll call with two more units; the network goes half-way.
    phone.get_by_role("link", name="Ghi việc từ buổi này").click()
    expect(phone.locator("#id_title")).to_have_value(TITLE)
    for typed, unit in (("12a1", "Chi đoàn lớp 12A1"), ("quang oai", "Đoàn xã Quảng Oai")):
        phone.locator("#q_partners").fill(typed)
        phone.locator("#partner-choices label", has_text=re.compile(rf"^\s*{unit}")).first.click()
    expect(phone.locator("#partner-choices input:checked")).to_have_count(2)
    phone.context.set_offline(True)
    phone.get_by_label("Cây xanh được trồng").fill("250")
    files = [tmp_path / f"anh-{n}.jpg" for n in range(1, 5)]
    for n, file in enumerate(files, start=1):  # the first is the one of last year, saved anew
        file.write_bytes(picture(n))
    phone.locator("#id_photos").set_input_files(files)
    expect(phone.locator("#photo-previews img")).to_have_count(4)
    save(phone)
    expect(phone.locator("#outbox-bar")).to_contain_text("chờ gửi 1")
    assert trees(superior, COMMUNE) == before[COMMUNE]
    lost: list[str] = []
    lose_one_answer(phone.context, lost)
    phone.context.set_offline(False)
    expect(phone.locator("#outbox-bar")).to_contain_text("Chưa có mạng")
    phone.context.unroute("**/ghi-viec/")
    phone.get_by_role("button", name="gửi ngay").click()
    expect(phone.locator("#outbox-bar")).to_contain_text("Đã gửi 1")
    assert lost
    phone.goto(f"/hoat-dong/?q={quote(TITLE)}")
    expect(phone.locator("table.log tbody tr")).to_have_count(1)
    phone.get_by_role("link", name=TITLE).click()
    phone.wait_for_url(re.compile(r"/hoat-dong/\d+/$"))
    address = phone.url
    expect(phone.get_by_role("row", name="Cây xanh được trồng")).to_contain_text("250")
    expect(phone.locator(".photos figure")).to_have_count(4)
    flagged = phone.locator(".photos figure", has_text="ảnh trùng")
    expect(flagged).to_have_count(1)
    expect(flagged).to_contain_text(OLD_TITLE)
    expect(phone.locator("main")).to_contain_text("trong đó 18 người có tên")
    expect(phone.get_by_text("Lượt người hưởng lợi từ hoạt động").locator("xpath=following::dd[1]")).to_contain_text(
        "40"
    )
    assert_accessible(phone)
    assert_no_overflow(phone)

    # The two units say that they did it too: one from its workbench, one by its superior.
    partner = enter(writing, "tan-linh", **ON_PHONE)
    partner.goto("/viec-cua-toi/")
    partner.get_by_role("link", name=re.compile("cùng làm chờ đơn vị bạn xác nhận")).click()
    partner.get_by_role("row", name=TITLE).get_by_role("link", name="Trả lời").click()
    partner.locator("input[name=took_part][value=co]").check()
    partner.get_by_role("button", name="Gửi câu trả lời").click()
    expect(partner.locator("#toasts")).to_contain_text("Đã trả lời đơn vị chủ trì")
    work = urlsplit(address).path
    send(superior, f"{work}cung-lam/{BESIDE[0]}/", took_part="co", words="")
    phone.reload()
    expect(phone.locator("main")).not_to_contain_text("chờ xác nhận")

    # Nobody verifies their own work; the superior does, and the total does not move.
    verified, evidenced, declared = before[COMMUNE]
    assert trees(superior, COMMUNE) == (verified, evidenced + 250, declared)
    assert phone.context.request.get(f"{work}xac-minh/").status == 403
    superior.goto(f"{work}xac-minh/")
    superior.get_by_role("button", name="Tôi đã kiểm tra").click()
    expect(field(superior, "Đã kiểm tra thế nào")).to_contain_text("đếm tại chỗ, gọi lại")
    superior.get_by_label("Đã kiểm tra thế nào").fill("Đếm tại chỗ, đủ 250 cây")
    superior.get_by_role("button", name="Tôi đã kiểm tra").click()
    expect(superior.get_by_role("row", name="Cây xanh được trồng")).to_contain_text("Đã xác minh")

    # The reviews show them once, and open down to the photo.
    assert trees(superior, BESIDE) == before[BESIDE]
    verified, evidenced, declared = before[CITY]
    assert trees(superior, CITY) == (verified + 250, evidenced, declared)
    assert trees(superior, COMMUNE) == (before[COMMUNE][0] + 250, *before[COMMUNE][1:])
    part(superior, "Chi đoàn thôn Đô Trám").click()
    expect(superior.locator("#drawer .here > a")).to_contain_text("Chi đoàn thôn Đô Trám")
    part(superior, TITLE).click()
    expect(superior.get_by_role("heading", level=1)).to_have_text(TITLE)
    superior.locator(".photos a").first.click()
    superior.wait_for_url("**/minh-chung/*/")
    assert superior.locator("img").evaluate("image => image.naturalWidth") == 800

    # The member has it in their own history, with a certificate of having taken part.
    member.goto("/cua-toi/hoat-dong/")
    expect(member.locator("main")).to_contain_text(TITLE)
    no_complaint_about_the_cut(complaints)


def no_complaint_about_the_cut(complaints: list[str]) -> None:
    complaints[:] = [one for one in complaints if "ERR_INTERNET_DISCONNECTED" not in one]


def test_a_youth_work_from_plan_to_recognition_and_a_course_whose_certificates_verify(
    writing: Site, enter: Enter, inside: Inside
):
    phone, base = enter(writing, "chi-doan", **ON_PHONE), enter(writing, "tan-linh", **ON_PHONE)
    today = localdate()
    day = {"day": f"{today:%d/%m/%Y}"}
    phone.goto("/cong-trinh/dang-ky/")
    fill(
        phone, title="Đường hoa thôn Đô Trám", content="Trồng hoa hai bên đường", place="Thôn Đô Trám",
        start=f"{today - timedelta(days=30):%d/%m/%Y}", due=f"{today + timedelta(days=30):%d/%m/%Y}",
    )  # fmt: skip
    press(phone)
    phone.wait_for_url(re.compile(r"/cong-trinh/\d+/$"))
    work = urlsplit(phone.url).path
    base.goto(f"{work}duyet/")
    press(base)
    send(phone, f"{work}moc/", title="Xong 100 mét", **day | {"due": day["day"]})
    send(phone, f"{work}kinh-phi/", actual_social="18.000.000", actual_own="2.000.000")
    send(base, f"{work}kiem-tra/", finding="Đủ 300 mét", passed="1", **day)
    base.goto(f"{work}cong-nhan/")
    base.locator("#id_number").fill("12-QĐ/ĐTN")
    press(base)
    phone.reload()
    for words in ("đã công nhận", "12-QĐ/ĐTN", "18.000.000"):
        expect(phone.locator("main")).to_contain_text(words)
    base.goto(f"/so-viec/?don-vi={VILLAGE}&chi-so=youth_works&tu={day['day']}&den={day['day']}")
    expect(base.locator("table.entries tbody tr")).to_have_count(1)

    base.goto(f"/lop-hoc/mo/{COMMUNE[0]}/")
    base.locator("#id_kind").select_option("digital")
    fill(base, title="Kỹ năng số cho thanh niên", start=day["day"], end=day["day"], place="Nhà văn hoá", pass_mark="5")
    base.get_by_role("button", name="Mở lớp").click()
    base.wait_for_url(re.compile(r"/lop-hoc/\d+/$"))
    course = urlsplit(base.url).path
    send(base, f"{course}dang-ky/", name="Phùng Thị Mơ", birth_date="01/05/2000", phone="0912345678", **day)
    learner = re.search(rf"{course}hoc-vien/(\d+)/", base.context.request.get(course).text())
    assert learner
    send(base, f"{course}buoi/", title="Dịch vụ công", present=learner[1], **day)
    send(base, f"{course}diem/", **{f"mark_{learner[1]}": "7,5"})
    send(base, f"{course}xac-nhan/")
    send(base, f"{course}chung-nhan/", enrolments=learner[1], **day)
    assert base.context.request.get(f"{course}giay-chung-nhan/").body().startswith(b"%PDF-")
    with inside(writing):
        from viecthat.courses.models import Certificate
        from viecthat.people.rules.card import printed_token

        paper = Certificate.objects.latest("pk")
        token = printed_token(paper.serial, paper.key)
    stranger = enter(writing, **ON_PHONE)
    assert stranger.goto(f"/lop-hoc/chung-nhan/{token}/").status == 200
    expect(stranger.locator("main")).to_contain_text("Kỹ năng số cho thanh niên")
    expect(stranger.locator("main")).not_to_contain_text("Phùng Thị Mơ")
    assert stranger.goto(f"/lop-hoc/chung-nhan/{token[::-1]}/").status == 404


def test_what_waits_on_a_phone_is_its_owners_and_is_mended_when_it_is_refused(
    writing: Site, enter: Enter, complaints: list[str]
):
    phone = enter(writing, "tan-linh", service_workers="allow", **ON_PHONE)
    # Slips are told at their boxes.
    phone.goto("/ghi-viec/")
    ready(phone)
    phone.locator("label", has_text="Trồng cây").first.click()
    phone.get_by_label("Cây xanh được trồng").fill("1.5")
    save(phone)
    expect(phone.get_by_role("alert")).to_contain_text("Chưa ghi được")
    expect(phone.locator("#results li.bad")).to_contain_text("1.5")
    assert_accessible(phone)
    assert_no_overflow(phone)

    # The network goes before the page is opened again: it opens all the same.
    phone.goto("/ghi-viec/")
    ready(phone)
    phone.context.set_offline(True)
    phone.reload()
    phone.locator("label", has_text="Trồng cây").first.click()
    phone.get_by_label("Cây xanh được trồng").fill("120")
    fill(phone, title="Trồng cây xã", head_count="34", place="Bờ nam hồ", day="31/02/2025")
    save(phone)
    expect(phone.locator("#outbox-bar")).to_contain_text("chờ gửi 1")
    expect(phone.locator("#id_title")).to_have_value("")

    # Somebody else on the same device neither sees nor sends it.
    mine = phone.context.storage_state()["cookies"]
    become(phone, writing.session(phone.context.browser, "chi-doan")["cookies"])
    phone.goto("/cho-gui/")
    expect(phone.locator("[data-none]")).to_be_visible()

    # Refused on sending, it says why and opens to be mended.
    become(phone, mine)
    phone.goto("/viec-cua-toi/")
    expect(phone.locator("#outbox-bar")).to_contain_text("1 bị từ chối")
    phone.goto("/cho-gui/")
    expect(phone.locator("#outbox-list")).to_contain_text("tháng 2 năm 2025 có 28 ngày")
    assert_accessible(phone)
    assert_no_overflow(phone)
    phone.get_by_role("link", name="Sửa").click()
    # The boxes of the kind and the names of the unit are fetched first.
    expect(phone.locator("#id_title")).to_have_value("Trồng cây xã")
    expect(phone.get_by_label("Cây xanh được trồng")).to_have_value("120")
    fill(phone, day="28/02/2026")
    save(phone)
    phone.wait_for_url(re.compile(r"/hoat-dong/\d+/$"))
    expect(phone.get_by_role("heading", level=1)).to_have_text("Trồng cây xã")
    no_complaint_about_the_cut(complaints)


def become(page: Page, cookies: list) -> None:
    """Another account signs in. No page is open meanwhile: one that sees the network again sends what waits, and would
    be refused where the session changes under it."""
    page.goto("about:blank")
    page.context.set_offline(False)
    page.context.clear_cookies()
    page.context.add_cookies(cookies)


def test_without_a_script_work_is_recorded_in_steps_and_proved_later(writing: Site, enter: Enter, tmp_path: Path):
    page = enter(writing, "tan-linh", java_script_enabled=False, **ON_PHONE)
    page.goto("/ghi-viec/")
    page.locator("label", has_text="Mô hình, công trình làm theo lời Bác").click()
    page.get_by_role("button", name="Hiện ô kết quả").click()
    page.get_by_label("Mô hình, công trình làm theo lời Bác").last.fill("1")
    fill(page, title="Sân chơi thiếu nhi", day="15/11/2025", head_count="21", place="Nhà văn hoá")
    save(page)
    result = page.get_by_role("row", name="Mô hình, công trình làm theo lời Bác")
    expect(result).to_contain_text("Kê khai")
    page.get_by_role("link", name="Bổ sung minh chứng").click()
    photo = tmp_path / "anh.jpg"
    photo.write_bytes(picture(9))
    page.locator("#id_photos").set_input_files(photo)
    page.get_by_role("button", name="Lưu minh chứng").click()
    expect(result).to_contain_text("Có minh chứng")
