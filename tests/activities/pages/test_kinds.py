"""Kinds kept on a page; their boxes recorded, corrected; joint work answered; checks drawn, settled, answered."""

import io
import zipfile
from datetime import time, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.activities.commands.test_activity import live_entries
from tests.activities.commands.test_checking import scene, smaller
from tests.activities.commands.test_correcting import BOXES
from tests.factories import (
    AT,
    TODAY,
    make_activity,
    make_indicator,
    make_kind,
    make_officer,
    make_photo,
    sign_in,
)
from viecthat.activities.choices import CheckState, PartnerState, State
from viecthat.activities.commands import plan_activity, version_read
from viecthat.activities.commands.facts import Facts
from viecthat.activities.models import Activity, ActivityKind, ActivityPartner, Check, KindVersion
from viecthat.activities.queries.calendar import calendar_events
from viecthat.catalogue.readers import rows
from viecthat.documents.sheets import open_sheets
from viecthat.ledger.choices import Grade


@pytest.fixture
def secretary(tree):
    return make_officer("branch_secretary", tree.branch)


def text(response) -> str:
    return response.content.decode()


def record_data(tree, **change):
    trees = make_indicator()
    told = {
        "key": "k1", "unit": tree.branch.pk, "kind": "tree_planting", "title": "Tết trồng cây",
        "day": f"{TODAY:%d/%m/%Y}", "place": "Hồ", "head_count": "12", f"result_{trees.pk}": "250",
    }  # fmt: skip
    return told | change


def test_boxes_effort_and_ties_go_from_the_form_to_the_page(tree, client, secretary) -> None:
    make_kind(fields=BOXES, guidance="Đếm cây đã xuống đất.")
    cost = make_indicator("work_cost_social")
    sign_in(client, secretary)
    shown = text(client.get("/ghi-viec/", {"loai": "tree_planting"}))
    assert "Loài cây" in shown
    assert "Đếm cây đã xuống đất." in shown
    assert str(cost) in shown
    missing = client.post("/ghi-viec/", record_data(tree))
    assert missing.status_code == 422
    assert "Ghi “Loài cây”" in text(missing)
    sent = record_data(
        tree, detail_species="Keo", detail_look="05/01/2027", detail_price="1.500.000", begins="07:30", ends="11:00",
        pin="21.0285, 105.8542", task_served="Nông thôn mới", youth_groups=["rural"], challenge="hard",
        outside="Công ty Cây xanh: 250 cây giống\nHội Phụ nữ", **{f"result_{cost.pk}": "2.000.000"},
    )  # fmt: skip

    response = client.post("/ghi-viec/", sent, follow=True)

    page, activity = text(response), Activity.objects.get()
    assert (activity.lat, activity.details["price"], activity.outside.count()) == (21.0285, 1500000, 2)
    for words in ("Keo", "05/01/2027", "1.500.000", "07:30", "Nông thôn mới", "250 cây giống", "thanh niên nông thôn"):
        assert words in page, words
    assert ("work_cost_social", 2_000_000, Grade.DECLARED) in live_entries(activity)
    form = text(client.get(f"/hoat-dong/{activity.pk}/sua/"))
    assert 'value="Keo"' in form
    assert "Công ty Cây xanh: 250 cây giống" in form
    assert "21.02850, 105.85420" in form


def test_planned_work_waits_and_is_finished_on_the_correction_page(tree, client, secretary) -> None:
    make_kind()
    sign_in(client, secretary)
    assert 'name="planned"' in text(client.get("/ghi-viec/"))
    day = f"{TODAY + timedelta(days=2):%d/%m/%Y}"
    sent = {name: value for name, value in record_data(tree, day=day, planned="on").items() if "result" not in name}
    client.post("/ghi-viec/", sent | {"head_count": ""})
    activity = Activity.objects.get()
    assert activity.state == State.PLANNED
    page = f"/hoat-dong/{activity.pk}/sua/"
    assert "Ghi kết quả" in text(client.get(page))
    done = record_data(tree, revision="0", public="on")
    assert client.post(page, done).status_code == 302
    assert live_entries(activity) == [("trees_planted", 250, Grade.DECLARED)]
    again = client.post(page, done)
    assert again.status_code == 422
    assert "vừa sửa việc này" in text(again)
    changed = done | {"revision": "1", f"result_{make_indicator().pk}": "240"}
    refused = client.post(page, changed)
    assert refused.status_code == 422
    assert "ghi vì sao sửa" in text(refused)
    assert client.post(page, changed | {"reason": "Đếm lại"}).status_code == 302
    assert live_entries(activity) == [("trees_planted", 240, Grade.DECLARED)]
    sign_in(client, make_officer("branch_secretary", tree.sister))
    assert client.get(page).status_code == 404


def boxes_folded_and_optional(html: str) -> tuple[int, int, bool]:
    """Folded groups, opened groups, whether the reason may be left out."""
    reason = html[html.index('for="id_reason"') :].partition("</label>")[0]
    return (
        html.count('<details class="more-facts">'),
        html.count('<details class="more-facts" open>'),
        "bắt buộc" in reason,
    )


def test_correcting_says_beforehand_that_a_changed_figure_needs_a_reason(tree, client, secretary) -> None:
    activity = make_activity(tree.branch, secretary, title="Cây bờ nam")
    sign_in(client, secretary)
    page = f"/hoat-dong/{activity.pk}/sua/"
    result = f"result_{make_indicator().pk}"
    offered = client.get(page)
    assert boxes_folded_and_optional(text(offered)) == (1, 0, False)
    form = offered.context["form"]
    sent = {name: value for name in form.fields if (value := form[name].value()) not in (None, "", [])}
    sent = {name: value for name, value in sent.items() if value is not False} | {"day": f"{activity.day:%d/%m/%Y}"}
    refused = client.post(page, sent | {result: "7", "need_served": "Việc làm"})
    assert refused.status_code == 422
    assert boxes_folded_and_optional(text(refused)) == (0, 1, False)
    assert "ghi vì sao sửa" in text(refused)
    renamed = client.post(page, sent | {"title": "Cây bờ bắc"})  # no figure: no reason asked
    assert (renamed.status_code, Activity.objects.get().title) == (302, "Cây bờ bắc"), renamed.context["form"].errors


def test_the_same_photo_is_flagged_on_both_and_names_only_what_one_may_see(tree, client, secretary) -> None:
    photo = scene(2)
    one = make_activity(tree.branch, secretary, title="Cây bờ nam", photos=[photo])
    other = make_activity(
        tree.sister, make_officer("branch_secretary", tree.sister), title="Cây bờ bắc", photos=[smaller(photo)]
    )
    sign_in(client, secretary)
    page = text(client.get(f"/hoat-dong/{one.pk}/"))
    assert "ảnh trùng" in page
    assert other.title not in page
    sign_in(client, make_officer("secretary", tree.city))
    for activity, twin in ((one, other), (other, one)):
        page = text(client.get(f"/hoat-dong/{activity.pk}/"))
        assert "ảnh trùng" in page
        assert twin.title in page


@pytest.mark.parametrize("many", [1, 3])
def test_partners_are_asked_and_answer(tree, client, secretary, many, django_assert_num_queries) -> None:
    for n in range(many):
        make_activity(tree.branch, secretary, title=f"Việc {n}", partners=[tree.sister])
    activity = Activity.objects.order_by("pk").first()
    sign_in(client, secretary)
    unit = tree.sister.pk
    refused = client.post(f"/hoat-dong/{activity.pk}/cung-lam/", {f"share_{unit}": "nửa"})
    assert refused.status_code == 422
    assert "từ 1 đến 99" in text(refused)
    client.post(f"/hoat-dong/{activity.pk}/cung-lam/", {f"share_{unit}": "40", f"link_{unit}": "fields"})
    sign_in(client, make_officer("branch_secretary", tree.sister))
    with django_assert_num_queries(7):
        asked = text(client.get("/cung-lam/"))
    assert asked.count("Trả lời</a>") == many
    assert "40%" in asked
    page = f"/hoat-dong/{activity.pk}/cung-lam/{tree.sister.code}/"
    assert "ghi vì sao" in text(client.post(page, {"took_part": "khong"})).lower()
    assert client.post(page, {"took_part": "co"}).status_code == 302
    row = ActivityPartner.objects.get(activity=activity)
    assert (row.state, row.share, row.link) == (PartnerState.CONFIRMED, 40, "fields")


def test_checks_go_from_the_draw_to_the_answer(tree, client, secretary, django_assert_num_queries) -> None:
    activity = make_activity(tree.branch, secretary, photos=[make_photo()])
    sign_in(client, make_officer("inspector", tree.city))
    span = {"start": f"{TODAY - timedelta(days=9):%d/%m/%Y}", "last": f"{TODAY:%d/%m/%Y}"}
    sent = {"unit": tree.city.pk, "title": "Quý II", "size": "5", "seed": "99", **span}
    assert client.post("/kiem-tra/rut-tham/", sent | {"seed": ""}).status_code == 422
    drawn = client.post("/kiem-tra/rut-tham/", sent, follow=True)
    assert activity.title in text(drawn)
    assert "số gieo 99" in text(drawn)
    check = Check.objects.get()
    page = f"/kiem-tra/viec/{check.pk}/"
    assert client.post(page, {"found": "rejected", "words": ""}).status_code == 422
    assert client.post(page, {"found": "rejected", "words": "Không có cây"}).status_code == 302
    with django_assert_num_queries(13):
        assert "Quý II" in text(client.get("/kiem-tra/"))
    sign_in(client, secretary)
    assert "Không có cây" in text(client.get("/kiem-tra/"))
    assert client.post(page, {"answer": "Xem nhầm bờ"}).status_code == 302
    assert "bị bác" in text(client.get(f"/hoat-dong/{activity.pk}/"))
    sign_in(client, make_officer("inspector", tree.city))
    right = {"found": "corrected", "words": "Đến lại", f"result_{make_indicator().pk}": "110"}
    assert client.post(page, right).status_code == 302
    assert live_entries(activity) == [("trees_planted", 110, Grade.VERIFIED)]
    assert Check.objects.get().state == CheckState.CORRECTED
    sign_in(client, make_officer("branch_secretary", tree.stranger))
    assert client.get(page).status_code == 404
    assert client.get("/kiem-tra/rut-tham/").status_code == 403


def test_the_central_office_keeps_kinds_as_dated_versions(tree, client, secretary) -> None:
    make_kind(fields=BOXES)
    tomorrow = f"{TODAY + timedelta(days=1):%d/%m/%Y}"
    sign_in(client, secretary)
    assert client.get("/loai-viec/them/").status_code == 403
    assert "Trồng cây" in text(client.get("/loai-viec/", {"q": "trong cay"}))
    sign_in(client, make_officer("secretary", tree.centre))
    sent = {
        "name": "Trồng cây", "group": "volunteer", "start": tomorrow, "indicators": ["trees_planted"],
        "boxes": "Loài cây | chữ | bắt buộc\nĐất | chọn: ven hồ; rừng\nSố hố | số: hố", "photos": "2", "all": "on",
        "verified_by": "above", "minors": "yes", "guidance": "Đếm lại", "offered": "on", "reason": "Thêm số hố",
    }  # fmt: skip
    edit = "/loai-viec/tree_planting/ban-moi/"
    assert "Loài cây | chữ | bắt buộc" in text(client.get(edit))
    for wrong, said in (
        ({"start": f"{TODAY:%d/%m/%Y}"}, "từ ngày mai"), ({"boxes": "Loài | hoa"}, "Không đọc được dòng"),
        ({"reason": ""}, "Ghi vì sao"),
    ):  # fmt: skip
        refused = client.post(edit, sent | wrong)
        assert refused.status_code == 422, wrong
        assert said in text(refused)
    assert client.post(edit, sent).status_code == 302
    version = KindVersion.objects.get(start=TODAY + timedelta(days=1))
    assert [box["code"] for box in version.fields] == ["species", "site", "so_ho"]
    assert version.evidence["evidenced"] == {"photos": 2, "names": 0, "papers": 0, "links": 0, "all": True}
    assert "Thêm số hố" in text(client.get("/loai-viec/tree_planting/"))
    new = sent | {"name": "Thả cá", "boxes": "", "start": f"{TODAY:%d/%m/%Y}"}
    assert client.post("/loai-viec/them/", new).status_code == 302
    assert ActivityKind.objects.get(name="Thả cá").code == "tha_ca"
    assert "Đã có loại việc tên này" in text(client.post("/loai-viec/them/", new))


def test_a_photo_with_children_and_a_paper_are_kept_apart(tree, client, secretary) -> None:
    activity = make_activity(tree.branch, secretary, photos=[make_photo()])
    photo = activity.evidence.get()
    sign_in(client, secretary)
    shield = f"/minh-chung/{photo.pk}/tre-em/"
    assert client.post(shield, {"minors": "on", "consent": ""}).status_code == 302
    photo.refresh_from_db()
    assert photo.minors
    assert not photo.may_be_public
    paper = SimpleUploadedFile("bb.txt", "Biên bản giao nhận".encode())
    page = f"/hoat-dong/{activity.pk}/bo-sung/"
    sent = {"paper": paper, "paper_kind": "minutes", "link": "https://example.vn/bai"}
    assert client.post(page, sent).status_code == 302
    minutes = activity.evidence.get(kind="minutes")
    served = client.get(f"/minh-chung/{minutes.pk}/")
    assert served["Content-Disposition"].startswith("attachment")
    assert served.content.decode() == "Biên bản giao nhận"
    assert "https://example.vn/bai" in text(client.get(f"/hoat-dong/{activity.pk}/"))
    sign_in(client, make_officer("branch_secretary", tree.sister))
    assert client.get(shield).status_code == 404


def test_the_list_as_a_workbook_has_a_sheet_for_the_boxes_of_a_kind(tree, client, secretary) -> None:
    make_kind(fields=BOXES)
    sign_in(client, secretary)
    client.post("/ghi-viec/", record_data(tree, detail_species="Keo", detail_height="1,5"))
    book = open_sheets(client.get("/hoat-dong/tai/xlsx/").content)
    assert [sheet.name for sheet in book.sheets] == ["Hoạt động", "Trồng cây"]
    cells = [cell for row in book.rows(1) for cell in row.cells]
    assert {"Keo", 1.5, "Loài cây"} <= set(cells)


@pytest.mark.parametrize(
    ("code", "result", "boxes"),
    [
        ("creative_break", "creative_breaks", {"school": "Trường THCS Suối Hai", "model": "Thư viện ngoài trời"}),
        (
            "delegation_in",
            "delegations_received",
            {"country": "Lào", "programme": "Thăm mô hình", "outcome": "Kết nghĩa"},
        ),
        (
            "delegation_out",
            "delegations_sent",
            {"country": "Nhật Bản", "purpose": "Học trồng rau", "head": "Lê Thị Thu"},
        ),
        (
            "youth_agreement",
            "youth_agreements",
            {"partner": "Đoàn Thanh niên Lào", "subject": "Trao đổi đoàn hằng năm"},
        ),
    ],
)
def test_what_is_done_at_schools_and_with_other_countries_keeps_where_with_whom_and_what(
    tree, client, secretary, code, result, boxes
) -> None:
    row = next(row for row in rows("activity_kinds") if row["code"] == code)
    counted = make_indicator(result, name=row["name"])
    make_kind(code, name=row["name"], indicators=[counted], fields=list(version_read(row).fields))
    sign_in(client, secretary)
    sent = record_data(tree, kind=code, **{f"detail_{name}": words for name, words in boxes.items()})
    sent |= {f"result_{counted.pk}": "1"}
    page = text(client.post("/ghi-viec/", sent, follow=True))
    book = open_sheets(client.get("/hoat-dong/tai/xlsx/", {"loai": code}).content)
    told = {cell for line in book.rows(1) for cell in line.cells}
    for words in boxes.values():
        assert words in page, words
        assert words in told, words
    assert live_entries(Activity.objects.get())[0][:2] == (result, 1)


def test_the_calendar_the_map_and_the_public_address_show_what_each_may(tree, client, secretary) -> None:
    sister = make_officer("branch_secretary", tree.sister)
    told = {"unit": tree.branch.pk, "kind": make_kind(), "place": "Hồ", "actor": secretary, "at": AT}
    soon = TODAY + timedelta(days=1)
    hidden = plan_activity(title="Họp kín", day=soon, facts=Facts(lat=21.1, lon=105.4), **told)
    plan_activity(title="Tết trồng cây", day=soon, facts=Facts(public=True, begins=time(7, 30)), **told)
    address = f"/hoat-dong/lich/?thang={soon:%Y-%m}"
    public, feed = text(client.get("/lich-hoat-dong/")), text(client.get("/lich-hoat-dong/hoat-dong.ics"))
    for shown in (public, feed):
        assert "Tết trồng cây" in shown
        assert hidden.title not in shown
    assert f"DTSTART;TZID=Asia/Ho_Chi_Minh:{soon:%Y%m%d}T073000" in feed
    sign_in(client, secretary)
    page, drawn = text(client.get(address)), text(client.get(f"/hoat-dong/ban-do/?nam={soon.year}"))
    assert "Họp kín" in page
    assert "07:30" in page
    assert drawn.count("<circle") == 1
    assert "Còn 1 hoạt động chưa ghi vị trí" in drawn
    events = calendar_events([tree.branch.pk], AT, "https://viecthat.example")
    assert {event.summary for event in events} == {"Họp kín", "Tết trồng cây"}
    sign_in(client, sister)
    assert "Họp kín" not in text(client.get(address))
    assert client.get(f"{address}&don-vi={tree.branch.code}").status_code == 404


@pytest.mark.parametrize("many", [1, 3])
def test_the_matrix_tells_how_each_unit_took_part(tree, client, many, django_assert_num_queries) -> None:
    city = make_officer("secretary", tree.city)
    above = [make_activity(tree.city, city, title=f"Ngày hội {n}") for n in range(many)]
    make_activity(tree.city, city, title="Cùng làm", partners=[tree.neighbour])
    ActivityPartner.objects.update(state=PartnerState.CONFIRMED)
    own = make_activity(tree.branch, make_officer("branch_secretary", tree.branch), title="Phần việc")
    Activity.objects.filter(pk=own.pk).update(part_of=above[0], challenge="new")
    sign_in(client, city)
    client.get("/hoat-dong/")
    with django_assert_num_queries(16):
        page = text(client.get(f"/hoat-dong/tham-gia/?don-vi={tree.city.code}&nam={TODAY.year}"))
    assert page.count("ghi phần việc riêng") == 1
    assert page.count("cùng làm") >= 1
    assert f"1/{many + 1}" in page
    assert "Phần việc" in text(client.get("/hoat-dong/viec-kho/?loai=new"))
    assert "Phần việc" not in text(client.get("/hoat-dong/viec-kho/?loai=hard"))


def test_past_work_comes_in_from_a_zip_with_its_photos_or_not_at_all(tree, client, secretary) -> None:
    make_kind()
    heads = "Ngày,Mã đơn vị,Loại việc,Tên việc,Nơi làm,Số người,Kết quả,Ghi chú,Ảnh"
    good = f"{TODAY:%d/%m/%Y},{tree.branch.code},Trồng cây,Tết trồng cây,Hồ,34,Cây xanh được trồng: 120,,a.jpg"
    bad = f"{TODAY:%d/%m/%Y},{tree.branch.code},Thả diều,Diều,Đê,3,5,,"
    far = f"{TODAY:%d/%m/%Y},{tree.stranger.code},Trồng cây,Cây,Hồ,3,5,,b.jpg"
    sign_in(client, secretary)

    def send(*lines):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("viec.csv", "\n".join([heads, *lines]))
            archive.writestr("anh/A.JPG", make_photo())
        file = SimpleUploadedFile("viec.zip", packed.getvalue())
        return client.post("/ghi-viec/tu-tep/", {"file": file, "key": "lan-1"}, follow=True)

    refused = send(good, bad, far)
    assert refused.status_code == 422
    for said in ("Không có loại việc “Thả diều”", "Không có ảnh “b.jpg”"):
        assert said in text(refused)
    assert not Activity.objects.exists()
    for _again in range(2):
        assert send(good).status_code == 200
    activity = Activity.objects.get()
    assert live_entries(activity) == [("trees_planted", 120, Grade.EVIDENCED)]
    assert activity.evidence.count() == 1
    assert client.get("/ghi-viec/tu-tep/").status_code == 200
    template = open_sheets(client.get("/ghi-viec/tu-tep/mau/").content)
    assert "Mã đơn vị" in [cell for row in template.rows() for cell in row.cells]
