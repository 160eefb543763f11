"""Pages of courses, clubs and children's cases: who sees what, what leaks to nobody, the whole way by forms."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.courses.classes import START, make_course, make_indicators, member, outsider, taught
from tests.factories import (
    AT,
    TODAY,
    make_account,
    make_indicator,
    make_officer,
    make_target,
    make_tree,
    make_unit,
    sign_in,
    stop_clock,
)
from tests.people.members import make_member, secretary_of
from tests.people.own import own_account
from viecthat.courses.choices import CourseState
from viecthat.courses.commands.club import change_club_state, enter_club, record_club_meeting, undo_club_meeting
from viecthat.courses.commands.confirmation import confirm_course
from viecthat.courses.commands.fee import take_payment
from viecthat.courses.commands.referral import close_referral, hand_on_referral, take_up_referral
from viecthat.courses.models import Certificate, Club, Course, Enrolment, Look, Referral
from viecthat.kernel.errors import Refused
from viecthat.kernel.periods import Period
from viecthat.ledger.queries import entries_of, postings
from viecthat.people.models import FileAccess
from viecthat.people.rules.card import printed_token
from viecthat.units.commands import load_unit_kinds
from viecthat.units.models import UnitKind

pytestmark = pytest.mark.django_db
LIST = reverse("courses:list")


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    stop_clock(monkeypatch)


@pytest.fixture
def tree():
    make_indicators()
    return make_tree()


@pytest.fixture
def officer(tree):
    return make_officer("base_officer", tree.commune)


@pytest.fixture
def club(tree, officer):
    facts = {"name": "Sao xanh", "field": "child_advice", "leader": "Chị Hạnh", "founded_on": START}
    return enter_club(unit=tree.commune.pk, facts=facts, actor=officer, at=AT)


@pytest.fixture
def case(tree, officer, club):
    return take_up_referral(
        unit=tree.commune.pk, club=club, day=TODAY, child="SH-01", age=11, concern="school", words="Em bị bắt nạt",
        actor=officer, at=AT,
    )  # fmt: skip


def text_of(response) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def at(name, *args) -> str:
    return reverse(f"courses:{name}", args=args)


def sums(*codes):
    ids = [posting.pk for posting in postings()]
    return [sum(e.quantity for e in entries_of(ids).filter(indicator__code=code)) for code in codes]


def test_names_and_contacts_stay_with_those_who_keep_them(client, tree, officer):
    course = make_course(tree.commune, officer)
    row = outsider(course, officer, "Phùng Thị Lan", health="Dị ứng tôm")
    sign_in(client, officer)
    assert "Phùng Thị Lan" in text_of(client.get(at("course", course.pk)))
    page = client.get(at("learner", course.pk, row.pk))
    assert "0912345678" in text_of(page)
    assert "Dị ứng" not in text_of(page)
    assert Look.objects.get().record == row.pk
    assert "Dị ứng tôm" in client.get(at("learner-step", course.pk, row.pk, "suc-khoe")).content.decode()
    assert [look.what for look in Look.objects.order_by("pk")] == ["learner", "health"]
    looked = Look.objects.count()
    sign_in(client, make_officer("inspector", tree.city))  # reads rolls, keeps no books
    assert "Phùng Thị Lan" in text_of(client.get(at("course", course.pk)))
    assert client.get(at("learner", course.pk, row.pk)).status_code == 404
    assert client.get(at("roll", course.pk)).status_code == 404
    sign_in(client, make_officer("keeper", tree.city))
    page = text_of(client.get(at("course", course.pk)))
    assert "Phùng" not in page
    assert "Bạn xem được số" in page
    for stranger in (
        make_officer("secretary", tree.stranger),
        make_officer("base_officer", tree.neighbour),
        make_account(),
    ):
        sign_in(client, stranger)
        hidden = [
            at("course", course.pk), at("learner", course.pk, row.pk), at("roll", course.pk),
            at("step", course.pk, "sua"), at("learner-step", course.pk, row.pk, "suc-khoe"),
            at("new", tree.commune.code),
        ]  # fmt: skip
        assert [client.get(address).status_code for address in hidden] == [404] * len(hidden)
        assert course.title not in client.get(LIST).content.decode()
        assert course.title not in client.get(at("download", "csv")).content.decode()
        assert client.get(LIST, {"don-vi": tree.commune.code}).status_code == 404
    assert Look.objects.count() == looked


def test_the_whole_way_by_forms(client, tree, officer):
    sign_in(client, officer)
    facts = {
        "title": "Bơi an toàn", "kind": "swimming", "start": "02/03/2026", "end": "20/03/2026", "place": "Bể bơi",
        "capacity": "1", "fee": "200.000", "pass_mark": "5",
    }  # fmt: skip
    assert client.post(at("new", tree.commune.code), facts).status_code == 422  # no word of safety
    client.post(at("new", tree.commune.code), {**facts, "safety": "Hai người cứu hộ"})
    course = Course.objects.get()
    assert (course.pass_mark, course.fees.get().amount) == (50, 200_000)
    child = {
        "name": "Bé An", "birth_date": "01/05/2015", "guardian": "Trần Ba", "guardian_phone": "0987654321",
        "consent_on": "01/03/2026", "day": "02/03/2026",
    }  # fmt: skip
    refused = client.post(at("step", course.pk, "dang-ky"), {**child, "guardian": ""})
    assert (refused.status_code, "giám hộ" in text_of(refused)) == (422, True)
    for name in ("Bé An", "Bé Bình"):
        assert client.post(at("step", course.pk, "dang-ky"), {**child, "name": name}).status_code == 302
    first, second = Enrolment.objects.order_by("pk")
    assert (first.owed, second.state) == (200_000, "waiting")
    client.post(at("learner-step", course.pk, first.pk, "thu-tien"), {"amount": "200.000", "day": "02/03/2026"})
    client.post(at("step", course.pk, "buoi"), {"day": "05/03/2026", "title": "Thở nước", "present": [first.pk]})
    refused = client.post(at("step", course.pk, "diem"), {f"mark_{first.pk}": "11"})
    assert "Điểm từ 0 đến 10" in text_of(refused)
    client.post(at("step", course.pk, "diem"), {f"mark_{first.pk}": "7,5"})
    assert (Enrolment.objects.get(pk=first.pk).mark, Enrolment.objects.get(pk=first.pk).result) == (75, "passed")
    assert "200.000" in text_of(client.get(at("step", course.pk, "xac-nhan")))
    client.post(at("step", course.pk, "xac-nhan"))
    assert Course.objects.get().state == CourseState.CONFIRMED
    assert sums("class_learners", "swimming_learners", "class_turns", "class_revenue") == [1, 1, 1, 200_000]
    assert client.get(at("step", course.pk, "sua")).status_code == 403
    client.post(at("step", course.pk, "chung-nhan"), {"day": "27/03/2026", "enrolments": [first.pk]})
    paper = Certificate.objects.get()
    pdf = client.get(at("papers", course.pk))
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    client.logout()
    told = client.get(at("verify", printed_token(paper.serial, paper.key)))
    assert (told.status_code, "Bé An" in text_of(told), "0001/2026" in text_of(told)) == (200, False, True)
    sign_in(client, officer)
    client.post(at("revoke", course.pk, paper.pk), {"day": "27/03/2026", "reason": "Sai tên"})
    client.logout()
    assert client.get(at("verify", printed_token(paper.serial, paper.key))).status_code == 404
    sign_in(client, officer)
    client.post(at("step", course.pk, "mo-lai"), {"reason": "Sót học viên"})
    assert sums("class_learners", "class_revenue") == [0, 0]
    client.post(at("learner-step", course.pk, first.pk, "rut"), {"day": "27/03/2026", "reason": "Chuyển trường"})
    assert Enrolment.objects.get(pk=second.pk).state == "enrolled"


def test_a_list_asks_the_same_for_one_and_for_three(client, tree, officer):
    sign_in(client, officer)
    asked = []
    for number in range(3):
        course = make_course(tree.commune, officer, f"Lớp {number}")
        for name in ("An", "Bình", "Chi")[: number + 1]:
            outsider(course, officer, name)
        client.get(LIST)  # what is read once and kept
        client.get(at("course", course.pk))
        with CaptureQueriesContext(connection) as of_list:
            assert len(client.get(LIST).context["rows"]) == number + 1
        with CaptureQueriesContext(connection) as of_course:
            client.get(at("course", course.pk))
        asked.append((len(of_list), len(of_course)))
    assert asked[0] == asked[1] == asked[2]


def test_found_sorted_taken_along(client, tree, officer):
    make_course(tree.commune, officer, "Đan lát", kind="vocational")
    make_course(tree.commune, officer, "An toàn số", start=TODAY, end=TODAY)
    sign_in(client, officer)

    def titles(**query):
        return [row.cells[0] for row, _cells in client.get(LIST, query).context["rows"]]

    assert titles() == ["An toàn số", "Đan lát"]
    assert titles(xep="-ten") == ["Đan lát", "An toàn số"]
    assert titles(q="dan lat") == ["Đan lát"]
    assert titles(loai="digital") == ["An toàn số"]
    assert titles(nam="2024") == []
    assert titles(nam="xyz") == []
    assert "Không tìm thấy" in text_of(client.get(LIST, {"q": "bơi lội"}))
    assert "Đan lát" in client.get(at("download", "csv"), {"q": "dan"}).content.decode()
    assert client.get(at("download", "xlsx")).content[:2] == b"PK"
    assert client.get(at("download", "exe")).status_code == 404


def test_a_member_signs_up_on_their_own_page(client, tree, officer):
    later = {"start": TODAY + timedelta(days=3), "end": TODAY + timedelta(days=9)}
    course = make_course(tree.commune, officer, **later)
    lan = make_member(tree.branch)
    sign_in(client, own_account(lan, secretary_of(tree.branch)))
    assert course.title in text_of(client.get(at("own")))
    client.post(at("sign", course.pk))
    assert Enrolment.objects.get().person_id == lan.pk
    client.post(at("sign", course.pk), {"viec": "rut"})
    assert Enrolment.objects.get().state == "withdrawn"
    assert client.get(at("course", course.pk)).status_code == 404


def test_a_member_in_a_course_that_runs_is_asked_why_they_leave(client, tree, officer):
    course = make_course(tree.commune, officer, start=TODAY - timedelta(days=3), end=TODAY)
    over = make_course(tree.commune, officer, "Lớp cũ", end=TODAY - timedelta(days=1))
    lan = make_member(tree.branch)
    row = member(course, officer, lan)
    member(over, officer, lan)
    sign_in(client, own_account(lan, secretary_of(tree.branch)))
    page = client.get(at("own")).content.decode()
    assert f'href="{at("leave", course.pk)}"' in page
    assert at("leave", over.pk) not in page
    assert client.get(at("leave", over.pk)).status_code == 404
    assert client.post(at("leave", course.pk), {"reason": " "}).status_code == 422
    assert client.post(at("leave", course.pk), {"reason": "Chuyển ca làm"}).status_code == 302
    row.refresh_from_db()
    assert row.withdrawn_why == "Chuyển ca làm"
    assert client.get(at("leave", course.pk)).status_code == 404


def test_opening_a_member_stands_in_their_file(client, tree, officer):
    course = make_course(tree.commune, officer)
    row = member(course, officer, make_member(tree.branch))
    sign_in(client, officer)
    client.get(at("learner", course.pk, row.pk))
    assert FileAccess.objects.get().detail == "lớp học"


def test_the_year_withholds_few_people_from_those_above(client, tree, officer):
    course = make_course(tree.commune, officer)
    taught(course, officer, outsider(course, officer, "An"))
    confirm_course(course=course, actor=officer, at=AT)
    sign_in(client, make_officer("standing_committee", tree.city))
    assert "ít" in text_of(client.get(at("figures"), {"nam": "2026"}))
    assert client.get(at("figures-file"), {"nam": "2026"}).content[:2] == b"PK"
    sign_in(client, officer)
    assert client.get(at("figures"), {"don-vi": tree.commune.code}).context["rows"][0].ages[-1] == 1


# clubs and children


def test_a_club_is_counted_while_it_works(client, tree, officer, club):
    sign_in(client, officer)
    assert sums("clubs") == [1]
    client.post(at("club-step", club.pk, "sinh-hoat"), {"day": "20/03/2026", "topic": "Lắng nghe", "came": "25"})
    assert sums("club_meetings", "club_turns") == [1, 25]
    client.post(at("club-step", club.pk, "thanh-vien"), {"name": "Bạn Hoa", "since": "20/03/2026"})
    page = text_of(client.get(at("club", club.pk)))
    assert "Bạn Hoa" in page
    assert "Lắng nghe" in page
    assert "Sao xanh" in text_of(client.get(at("clubs")))
    undo_club_meeting(meeting=club.meetings.get(), reason="Nhầm", actor=officer, at=AT)
    assert sums("club_meetings", "club_turns") == [0, 0]
    for state, reason, n in (("paused", "Nghỉ hè", 0), ("active", "", 1), ("ended", "Hết người", 0)):
        change_club_state(club=club, state=state, day=TODAY, reason=reason, actor=officer, at=AT)
        assert sums("clubs") == [n]
    with pytest.raises(Refused, match="giải thể"):
        record_club_meeting(club=club, day=TODAY, topic="x", came=1, actor=officer, at=AT)
    assert Club.objects.get().state == "ended"


def test_a_childs_case_is_for_few_and_every_look_is_kept(client, tree, officer, case):
    sign_in(client, officer)
    listed = text_of(client.get(at("referrals")))
    assert "SH-01" in listed
    assert "bắt nạt, muốn" not in listed
    assert not Look.objects.exists()
    page = text_of(client.get(at("referral", case.pk)))
    assert "Em bị bắt nạt" in page
    assert officer.full_name in page
    assert Look.objects.get().account_id == officer.pk
    for other in (
        make_officer("department_officer", tree.city), make_officer("inspector", tree.commune),
        make_officer("base_officer", tree.neighbour), make_account(),
    ):  # fmt: skip
        sign_in(client, other)
        assert client.get(at("referral", case.pk)).status_code == 404
        assert "SH-01" not in client.get(at("referrals")).content.decode()
        assert client.get(at("referrals-file", "csv")).status_code in {404, 200}
        assert "SH-01" not in client.get(at("referrals-file", "csv")).content.decode()
        with pytest.raises(Refused):
            hand_on_referral(referral=case, referred_to="111", day=TODAY, actor=other, at=AT)
    assert Look.objects.count() == 1
    assert sums("child_referrals") == [1]


def test_a_case_is_handed_on_before_it_is_closed(officer, case):
    with pytest.raises(Refused):
        close_referral(referral=case, outcome="Đã giúp", day=TODAY, actor=officer, at=AT)
    hand_on_referral(referral=case, referred_to="UBND xã", day=TODAY, actor=officer, at=AT)
    with pytest.raises(Refused, match="kết quả"):
        close_referral(referral=case, outcome=" ", day=TODAY, actor=officer, at=AT)
    close_referral(referral=case, outcome="Em trở lại trường", day=TODAY, actor=officer, at=AT)
    assert Referral.objects.get().state == "closed"


def test_a_centre_stands_beside_its_target_of_revenue(client, tree, officer):
    load_unit_kinds(kinds=[UnitKind(code="provincial_centre", name="Trung tâm", name_en="Centre", level=3)])
    centre = make_unit("Cung Thiếu nhi", parent=tree.city, kind="provincial_centre", code="hn-cung")
    keeper = make_officer("base_officer", centre)
    course = make_course(centre, keeper, fee=400_000, start=TODAY, end=TODAY)
    row = outsider(course, keeper, "An", day=TODAY)
    take_payment(enrolment=row, day=TODAY, amount=400_000, receipt="", actor=keeper, at=AT)
    taught(course, keeper, row, days=(TODAY,))
    target = make_target(centre, make_indicator("class_revenue"), goal=1_000_000)
    sign_in(client, make_officer("secretary", tree.city))
    assert "0/1.000.000 đồng" in text_of(client.get(at("figures")))
    confirm_course(course=course, actor=keeper, at=AT)
    page = client.get(at("figures"))
    assert "400.000/1.000.000 đồng" in text_of(page)
    assert reverse("progress:target", args=[target.pk]) in page.content.decode()
    assert sums("class_revenue") == [400_000]


def test_a_decision_about_units_is_told_what_is_open(tree, officer, club):
    course = make_course(tree.commune, officer)
    taught(course, officer, outsider(course, officer, "An"))
    app = apps.get_app_config("courses")
    assert [held.count for held in app.open_work_of([tree.commune.pk])] == [1, 1]
    assert app.days_of_work([tree.commune.pk], Period(START, TODAY)) == [(tree.commune.pk, START)]


def test_a_member_finds_the_courses_that_take_them_in_an_officer_the_register(client, tree, officer):
    person = make_member(tree.branch)
    sign_in(client, own_account(person, officer))
    assert client.get(at("list")).headers["Location"] == at("own")
    assert client.get(at("list"), {"nam": "2026"}).status_code == 200
    sign_in(client, officer)
    assert client.get(at("list")).status_code == 200
