"""The pages of works: lists under a literal query count, the whole way by forms, what stays hidden."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from tests.factories import AT, TODAY, make_account, make_officer, make_photo, make_tree, sign_in, stop_clock
from tests.works.building import counted, make_work, make_work_indicators, recognised
from viecthat.works.commands.house import register_house
from viecthat.works.commands.later import make_model
from viecthat.works.commands.relief import open_drive
from viecthat.works.models import ReliefDrive, WorkPhoto, YouthWork

pytestmark = pytest.mark.django_db
LIST = reverse("works:list")
QUERIES = {"list": 15, "models": 6, "houses": 11, "drives": 11}


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    stop_clock(monkeypatch)


@pytest.fixture
def tree():
    make_work_indicators()
    return make_tree()


@pytest.fixture
def secretary(tree):
    return make_officer("branch_secretary", tree.branch)


@pytest.fixture
def base(tree):
    return make_officer("base_officer", tree.commune, full_name="Lê Văn Bình")


def titles(response) -> list[str]:
    return [row.work.title for row in response.context["rows"]]


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_ask_the_same_for_one_row_and_for_three(client, tree, secretary, base, rows):
    for n in range(rows):
        work = recognised(tree.branch, secretary, base, f"Đường hoa {n}")
        make_model(work=work, words="Xin cây giống", actor=base, at=AT)
        register_house(unit=tree.commune.pk, kind="charity", commune=f"Xã {n}", day=TODAY, actor=base, at=AT)
        open_drive(unit=tree.commune.pk, title=f"Đợt {n}", disaster="Lũ", start=TODAY, actor=base, at=AT)
    sign_in(client, make_officer("secretary", tree.centre))
    client.get(LIST)
    asked = {}
    for name in QUERIES:
        with CaptureQueriesContext(connection) as queries:
            assert len(client.get(reverse(f"works:{name}")).context["rows"]) == rows
        asked[name] = len(queries)
    assert asked == QUERIES


def test_works_are_found_sorted_and_taken_away_as_files(client, tree, secretary, base):
    make_work(tree.branch, secretary, "Sân chơi thiếu nhi", size="task")
    recognised(tree.branch, secretary, base, "Đường hoa", guide=tree.city.pk)
    sign_in(client, base)
    assert titles(client.get(LIST, {"xep": "ten"})) == ["Đường hoa", "Sân chơi thiếu nhi"]
    assert titles(client.get(LIST, {"xep": "-gia-tri"}))[0] == "Đường hoa"
    for query in (
        {"q": "san choi"},
        {"loai": "task"},
        {"cap": "branch"},
        {"cach": "direct"},
        {"tinh-trang": "running"},
    ):
        assert titles(client.get(LIST, query)) == ["Sân chơi thiếu nhi"], query
    assert titles(client.get(LIST, {"nam": "2025"})) == []
    assert titles(client.get(LIST, {"nam": "hai nghìn"})) == []
    assert client.get(LIST, {"don-vi": tree.stranger.code}).status_code == 404
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(client.get(reverse("works:list-file", args=["xlsx"])).content))
    cells = [cell for row in sheet.get_sheet_by_index(0).to_python() for cell in row]
    assert "Đường hoa" in cells
    assert 20_000_000 in cells
    assert "Sân chơi" in client.get(reverse("works:list-file", args=["csv"])).content.decode()
    sign_in(client, make_officer("branch_secretary", tree.sister))
    assert titles(client.get(LIST)) == []
    assert client.get(reverse("works:work", args=[YouthWork.objects.first().pk])).status_code == 404
    sign_in(client, make_account())
    assert client.get(reverse("works:register")).status_code == 403


def test_the_whole_way_by_forms(client, tree, secretary, base):
    """From the plan to recognition, as two people click it."""
    sign_in(client, secretary)
    plan = {
        "size": "work", "title": "Đường hoa", "content": "Trồng hoa", "place": "Thôn Đô Trám", "start": "01/02/2026",
        "due": "01/05/2026", "planned_social": "20.000.000",
    }  # fmt: skip
    wrong = client.post(reverse("works:register"), {**plan, "due": "01/01/2026"})
    assert wrong.status_code == 422
    assert "không được trước ngày khởi công" in wrong.content.decode()
    assert not YouthWork.objects.exists()
    client.post(reverse("works:register"), plan)
    work = YouthWork.objects.get()
    page = reverse("works:work", args=[work.pk])

    def step(slug, **given):
        return client.post(reverse("works:step", args=[work.pk, slug]), given)

    assert step("duyet").status_code == 403
    sign_in(client, base)
    assert "Đường hoa" in client.get(LIST).content.decode()
    assert client.get(LIST).context["waiting"] == [work]
    assert step("tra-lai", words="").status_code == 422
    assert step("tra-lai", words="Ghi rõ ai chăm").status_code == 302
    sign_in(client, secretary)
    client.post(reverse("works:change", args=[work.pk]), {**plan, "content": "Chi đoàn chăm"})
    sign_in(client, base)
    step("duyet", words="")
    sign_in(client, secretary)
    step("moc", title="Xong 100 mét", due="01/04/2026")
    stone = work.milestones.get()
    step("moc-xong", milestone=stone.pk, day="20/03/2026", photos=[io.BytesIO(make_photo())])
    step("kinh-phi", actual_social="18.000.000")
    assert step("cong-nhan", number="1", day="27/03/2026").status_code == 403
    sign_in(client, base)
    step("kiem-tra", day="26/03/2026", finding="Đủ 300 mét", passed="1")
    assert "Ghi số quyết định" in step("cong-nhan", number="", day="27/03/2026").content.decode()
    assert step("cong-nhan", number="12-QĐ/ĐTN", day="27/03/2026").status_code == 302
    assert (counted("youth_works"), counted("youth_works_value")) == (1, 18_000_000)
    shown = client.get(page).content.decode()
    for words in ("12-QĐ/ĐTN", "18.000.000", "Đủ 300 mét", "Xong 100 mét", "đã công nhận"):
        assert words in shown
    photo = reverse("works:photo", args=[WorkPhoto.objects.get().pk])
    sign_in(client, secretary)
    step("anh", photos=[io.BytesIO(make_photo((9, 9, 9)))], caption="Đầu làng")
    assert "Đầu làng" in client.get(page).content.decode()
    sign_in(client, base)
    assert client.get(photo)["Content-Type"] == "image/jpeg"
    sign_in(client, make_officer("branch_secretary", tree.stranger))
    assert client.get(photo).status_code == 404
    # A model opens for everybody who works somewhere, with who followed it.
    assert client.get(page).status_code == 404
    make_model(work=work, words="Xin cây giống ở xã", actor=base, at=AT)
    assert "Xin cây giống" in client.get(page).content.decode()
    assert client.get(reverse("works:spread", args=[work.pk])).status_code == 200


def test_a_drive_by_forms_and_its_report(client, tree, base):
    sign_in(client, base)
    client.post(reverse("works:drive-open"), {"title": "Sau bão", "disaster": "Bão số 3", "start": "20/03/2026"})
    drive = ReliefDrive.objects.get()
    money = drive.items.get()

    def step(slug, **given):
        return client.post(reverse("works:drive-step", args=[drive.pk, slug]), {"day": "27/03/2026", **given})

    step("nhan", item=money.pk, quantity="5.000.000", source="social", party="Chi đoàn Hà Tân")
    sent = {"item": money.pk, "commune": "Xã Minh Quang", "households": "4", "party": "Trưởng thôn"}
    wrong = step("trao", quantity="6.000.000", **sent)
    assert wrong.status_code == 422
    assert "chỉ còn 5.000.000" in wrong.content.decode()
    step("trao", quantity="4.000.000", **sent)
    assert (counted("relief_money"), counted("relief_households")) == (4_000_000, 4)
    page = client.get(reverse("works:drive", args=[drive.pk])).content.decode()
    assert "1.000.000" in page
    report = client.get(reverse("works:drive-report", args=[drive.pk])).content
    assert len(CalamineWorkbook.from_filelike(io.BytesIO(report)).sheet_names) == 3
