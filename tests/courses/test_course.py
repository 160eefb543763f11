"""Courses by command: what is refused, the waiting list, money, what enters the ledger and comes out again."""

from datetime import date, timedelta

import pypdfium2
import pytest
from django.db import IntegrityError, transaction

from tests.courses.classes import END, START, counted, make_course, member, outsider, taught
from tests.factories import AT, TODAY, make_officer, make_person, make_tree
from tests.people.members import make_member, secretary_of
from tests.people.own import own_account
from viecthat.courses.choices import CourseState, EnrolmentState, LookedAt
from viecthat.courses.commands.certificate import issue_certificates, revoke_certificate
from viecthat.courses.commands.confirmation import confirm_course, reopen_course
from viecthat.courses.commands.course import correct_course, withdraw_course
from viecthat.courses.commands.fee import fee_on, let_off, set_fee, take_payment
from viecthat.courses.commands.learner import (
    change_health_note,
    open_health_note,
    sign_up_self,
    withdraw_learner,
    withdraw_self,
)
from viecthat.courses.commands.session import Mark, give_marks, record_meeting
from viecthat.courses.exports.certificate import certificate_pages
from viecthat.courses.models import Certificate, Enrolment, HealthNote, Look, Payment
from viecthat.courses.queries.certificate import verified_certificate
from viecthat.courses.queries.figures import withheld, year_figures
from viecthat.kernel.dates import format_date
from viecthat.kernel.errors import Refused
from viecthat.ledger.queries import entries_of, postings
from viecthat.people.rules.card import phone_token, printed_token
from viecthat.units.queries.scope import UnitScope

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    return make_tree()


@pytest.fixture
def officer(tree):
    return make_officer("base_officer", tree.commune)


@pytest.fixture
def course(tree, officer):
    return make_course(tree.commune, officer, capacity=2, fee=300_000)


def state_of(row):
    return Enrolment.objects.get(pk=row.pk).state


def pay(row, officer, amount):
    return take_payment(enrolment=row, day=TODAY, amount=amount, receipt="BL01", actor=officer, at=AT)


def test_only_who_keeps_the_unit_opens_a_course(tree):
    for stranger in (make_officer("base_officer", tree.neighbour), make_officer("inspector", tree.commune)):
        with pytest.raises(Refused):
            make_course(tree.commune, stranger)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"end": START - timedelta(days=1)}, "end"),
        ({"kind": "nothing"}, "kind"),
        ({"kind": "army_semester"}, "safety"),
        ({"title": " "}, "title"),
    ],
)
def test_a_course_that_cannot_be(tree, officer, changed, field):
    with pytest.raises(Refused) as refused:
        make_course(tree.commune, officer, **changed)
    assert refused.value.field == field


def test_whoever_comes_third_waits_and_moves_up(course, officer):
    first, second, third = (outsider(course, officer, name) for name in ("An", "Bình", "Chi"))
    assert [state_of(row) for row in (first, second, third)] == ["enrolled", "enrolled", "waiting"]
    with pytest.raises(Refused):
        pay(third, officer, 100_000)
    moved = withdraw_learner(enrolment=first, day=TODAY, reason="Chuyển nhà", actor=officer, at=AT)
    assert [row.pk for row in moved] == [third.pk]
    assert state_of(third) == EnrolmentState.ENROLLED
    fourth = outsider(course, officer, "Dung")
    facts = {name: getattr(course, name) for name in ("title", "kind", "start", "end", "place", "teacher", "safety")}
    correct_course(course=course, facts={**facts, "capacity": 3}, actor=officer, at=AT)
    assert state_of(fourth) == EnrolmentState.ENROLLED
    with pytest.raises(Refused) as refused:
        correct_course(course=course, facts={**facts, "capacity": 2}, actor=officer, at=AT)
    assert refused.value.field == "capacity"


def test_a_minor_needs_a_guardian_and_nobody_stands_twice(course, officer):
    child = date(2012, 5, 1)
    with pytest.raises(Refused) as refused:
        outsider(course, officer, "Bé", birth_date=child)
    assert refused.value.field == "guardian"
    guarded = {"birth_date": child, "guardian": "Trần Văn Ba", "guardian_phone": "0987654321"}
    with pytest.raises(Refused, match="đủ"):
        outsider(course, officer, "Bé", **guarded)
    outsider(course, officer, "Bé", **guarded, consent_on=date(2026, 2, 20))
    with pytest.raises(Refused, match="đã đăng ký"):
        outsider(course, officer, "bé", **guarded, consent_on=date(2026, 2, 20))
    with pytest.raises(Refused, match="điện thoại"):
        outsider(course, officer, "Em", phone="")


def test_health_is_read_by_few_and_every_look_is_kept(tree, course, officer):
    row = outsider(course, officer, "An", health="Dị ứng tôm")
    assert open_health_note(enrolment=row, actor=officer, at=AT).health == "Dị ứng tôm"
    look = Look.objects.get()
    assert (look.what, look.record, look.account_id) == (LookedAt.HEALTH, row.pk, officer.pk)
    with pytest.raises(Refused):
        open_health_note(enrolment=row, actor=make_officer("department_officer", tree.commune), at=AT)
    assert Look.objects.count() == 1
    change_health_note(enrolment=row, health="", emergency="", actor=officer, at=AT)
    assert HealthNote.objects.get().health == ""
    with pytest.raises(Exception, match="look_kept"), transaction.atomic():
        Look.objects.all().delete()


def test_money_is_never_more_than_owed_or_received(tree, officer):
    course = make_course(tree.commune, officer, start=TODAY, end=TODAY + timedelta(days=5), fee=300_000)
    row = outsider(course, officer, "An", day=TODAY)
    assert row.owed == 300_000
    with pytest.raises(Refused):
        let_off(enrolment=row, percent=50, reason="", actor=officer, at=AT)
    row = let_off(enrolment=row, percent=50, reason="Hộ nghèo", actor=officer, at=AT)
    assert row.owed == 150_000
    with pytest.raises(Refused, match="vượt quá"):
        pay(row, officer, 200_000)
    pay(row, officer, 150_000)
    with pytest.raises(Refused, match="không trả lại nhiều hơn"):
        pay(row, officer, -160_000)
    with pytest.raises(Refused, match="trả lại hết"):
        withdraw_course(course=course, reason="Không đủ người", actor=officer, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.create(enrolment=row, day=TODAY, amount=-150_001, taken_at=AT)
    pay(row, officer, -150_000)
    withdraw_course(course=course, reason="Không đủ người", actor=officer, at=AT)


def test_results_enter_the_ledger_once_and_come_out_reversed(tree, officer):
    course = make_course(tree.commune, officer)
    lan = make_member(tree.branch)
    rows = [member(course, officer, lan), outsider(course, officer, "An"), outsider(course, officer, "Bình")]
    with pytest.raises(Refused, match="điểm danh"):
        confirm_course(course=course, actor=officer, at=AT)
    taught(course, officer, *rows[:2], days=(START, END))
    confirmed = confirm_course(course=course, actor=officer, at=AT)
    assert counted(confirmed.posting_id) == {
        "classes_held": 1, "class_learners": 2, "digital_skill_learners": 2, "class_sessions": 2, "class_turns": 4,
    }  # fmt: skip
    named = entries_of([confirmed.posting_id]).filter(indicator__code="class_learners", person=lan)
    assert [line.quantity for line in named] == [1]
    assert {line.day for line in entries_of([confirmed.posting_id])} == {END}
    for again in (confirm_course, lambda **given: withdraw_course(reason="x", **given)):
        with pytest.raises(Refused, match="mở lại"):
            again(course=course, actor=officer, at=AT)
    with pytest.raises(Refused):
        reopen_course(course=course, reason="Sai", actor=make_officer("inspector", tree.commune), at=AT)
    reopened = reopen_course(course=course, reason="Thiếu một buổi", actor=officer, at=AT)
    assert (reopened.state, reopened.posting_id) == (CourseState.OPEN, None)
    ids = [posting.pk for posting in postings()]
    assert set(sum_by_indicator(ids).values()) == {0}
    record_meeting(course=course, day=date(2026, 3, 10), title="Buổi bù", present=[rows[2].pk], actor=officer, at=AT)
    again = confirm_course(course=course, actor=officer, at=AT)
    assert counted(again.posting_id)["class_learners"] == 3


def sum_by_indicator(ids):
    found = {}
    for line in entries_of(ids).exclude(indicator__register="memberships"):
        found[line.indicator_id] = found.get(line.indicator_id, 0) + line.quantity
    return found


def test_a_course_that_runs_is_not_confirmed(tree, officer):
    course = make_course(tree.commune, officer, start=TODAY, end=TODAY + timedelta(days=1))
    row = outsider(course, officer, "An", day=TODAY)
    taught(course, officer, row, days=(TODAY,))
    with pytest.raises(Refused, match="học xong"):
        confirm_course(course=course, actor=officer, at=AT)


def test_certificates_are_numbered_verify_and_say_no_more_than_they_must(tree, officer):
    course = make_course(tree.commune, officer)
    lan = make_member(tree.branch)
    good, weak = member(course, officer, lan), outsider(course, officer, "An")
    taught(course, officer, good, weak)
    give_marks(course=course, marks={weak.pk: Mark(30)}, actor=officer, at=AT)
    issue = {"course": course, "day": TODAY, "actor": officer, "at": AT}
    with pytest.raises(Refused, match="Xác nhận"):
        issue_certificates(enrolments=[good.pk], **issue)
    confirm_course(course=course, actor=officer, at=AT)
    with pytest.raises(Refused, match="học viên đạt"):
        issue_certificates(enrolments=[good.pk, weak.pk], **issue)
    (paper,) = issue_certificates(enrolments=[good.pk], **issue)
    assert issue_certificates(enrolments=[good.pk], **issue) == [paper]
    told = verified_certificate(printed_token(paper.serial, paper.key), AT)
    assert (told.number, told.initial, told.course) == ("0001/2026/HN-SUOI-HAI", "L.", course.title)
    for days, said in (
        ((course.start, course.start), f"ngày {format_date(course.start)}"),
        ((course.start, course.start + timedelta(days=2)), f"từ ngày {format_date(course.start)} đến ngày"),
    ):
        course.start, course.end = days
        pdf = pypdfium2.PdfDocument(certificate_pages(course, [paper], address=str))
        assert said in pdf[0].get_textpage().get_text_range()
        assert ("từ ngày" in pdf[0].get_textpage().get_text_range()) == ("từ" in said)
    course.refresh_from_db()
    for wrong in (
        printed_token(paper.serial, "0" * 32), printed_token(paper.serial + 1, paper.key), "ABC",
        phone_token(paper.serial, paper.key, AT),
    ):  # fmt: skip
        assert verified_certificate(wrong, AT) is None
    reopen_course(course=course, reason="Sửa điểm", actor=officer, at=AT)
    with pytest.raises(Refused, match="thu hồi"):
        give_marks(course=course, marks={good.pk: Mark(10)}, actor=officer, at=AT)
    revoke_certificate(certificate=paper, day=TODAY, reason="Sai tên", actor=officer, at=AT)
    assert verified_certificate(printed_token(paper.serial, paper.key), AT) is None
    give_marks(course=course, marks={weak.pk: Mark(90)}, actor=officer, at=AT)
    confirm_course(course=course, actor=officer, at=AT)
    (second, third) = issue_certificates(enrolments=[good.pk, weak.pk], **issue)
    assert sorted([second.number, third.number]) == [2, 3]
    assert Certificate.objects.count() == 3


def test_of_a_child_the_page_tells_no_letter(tree, officer):
    course = make_course(tree.commune, officer)
    child = outsider(
        course, officer, "Bé", birth_date=date(2014, 1, 1), guardian="Ba", guardian_phone="0987654321",
        consent_on=date(2026, 2, 1),
    )  # fmt: skip
    taught(course, officer, child)
    confirm_course(course=course, actor=officer, at=AT)
    (paper,) = issue_certificates(course=course, enrolments=[child.pk], day=TODAY, actor=officer, at=AT)
    assert verified_certificate(printed_token(paper.serial, paper.key), AT).initial == ""


def test_members_sign_up_themselves_for_what_their_units_offer(tree, officer):
    later = {"start": TODAY + timedelta(days=3), "end": TODAY + timedelta(days=9)}
    course = make_course(tree.commune, officer, **later)
    closed = make_course(tree.commune, officer, "Lớp kín", open_to_members=False, **later)
    guarded = make_course(tree.commune, officer, "Bơi", kind="swimming", safety="Có cứu hộ", **later)
    other = make_course(tree.neighbour, make_officer("base_officer", tree.neighbour), **later)
    lan = make_member(tree.branch)
    account = own_account(lan, secretary_of(tree.branch))
    for row in (closed, guarded, other):
        with pytest.raises(Refused):
            sign_up_self(course=row, actor=account, at=AT)
    made = sign_up_self(course=course, actor=account, at=AT)
    assert (made.person_id, made.state) == (lan.pk, EnrolmentState.ENROLLED)
    with pytest.raises(Refused, match="đã đăng ký"):
        sign_up_self(course=course, actor=account, at=AT)
    withdraw_self(course=course, actor=account, at=AT)
    assert state_of(made) == EnrolmentState.WITHDRAWN
    with pytest.raises(Refused):
        sign_up_self(course=course, actor=make_officer("base_officer", tree.commune), at=AT)


def test_a_member_leaves_a_course_that_runs_saying_why_and_what_they_came_to_stays_counted(tree, officer):
    course = make_course(tree.commune, officer, start=TODAY - timedelta(days=3), end=TODAY)
    lan = make_member(tree.branch)
    account = own_account(lan, secretary_of(tree.branch))
    made = sign_up_self(course=course, actor=account, at=AT - timedelta(days=3))
    record_meeting(course=course, day=course.start, title="Buổi đầu", present=[made.pk], actor=officer, at=AT)
    with pytest.raises(Refused) as refused:
        withdraw_self(course=course, actor=account, at=AT)
    assert refused.value.field == "reason"
    with pytest.raises(Refused, match="đã học xong"):
        withdraw_self(course=course, reason="Bận việc", actor=account, at=AT + timedelta(days=1))
    withdraw_self(course=course, reason="Chuyển ca làm", actor=account, at=AT)
    made.refresh_from_db()
    assert (made.state, made.withdrawn_on, made.withdrawn_why) == ("withdrawn", TODAY, "Chuyển ca làm")
    confirmed = confirm_course(course=course, actor=officer, at=AT)
    assert counted(confirmed.posting_id)["class_learners"] == 1
    again = make_course(tree.commune, officer, "Lớp sau", start=TODAY, end=TODAY)
    sign_up_self(course=again, actor=account, at=AT)
    confirm = {"course": again, "reason": "Bận", "actor": account, "at": AT}
    withdraw_self(**confirm)
    with pytest.raises(Refused, match="không có trong lớp"):
        withdraw_self(**confirm)


def test_few_people_are_not_told_apart(tree, officer):
    assert withheld([4, 9, 7, 0], 5) == (None, 9, None, 0)
    assert withheld([4, 3, 9], 5) == (None, None, 9)
    course = make_course(tree.commune, officer, end=date(2026, 3, 19))
    person = make_person("Nguyễn An", unit=tree.branch, birth_date=date(2000, 1, 1))
    rows = [member(course, officer, person), *(outsider(course, officer, f"Khách {n}") for n in range(6))]
    taught(course, officer, *rows)
    confirm_course(course=course, actor=officer, at=AT)
    units = UnitScope((tree.commune.pk,))
    (row,) = year_figures(units, 2026, whole=True)
    assert (row.learners, row.turns, row.ages) == (7, 7, (0, 0, 0, 1, 0, 0, 6))
    (told,) = year_figures(units, 2026, whole=False)
    assert told.ages == (0, 0, 0, None, 0, 0, None)


def test_who_signed_up_before_owes_the_old_fee(tree, officer):
    course = make_course(tree.commune, officer, start=TODAY, end=TODAY + timedelta(days=5), fee=200_000)
    early = outsider(course, officer, "An", day=TODAY)
    with pytest.raises(Refused):
        set_fee(course=course, start=TODAY, amount=1, decision="", actor=officer, at=AT)
    later = TODAY + timedelta(days=1)
    set_fee(course=course, start=later, amount=250_000, decision="TB 02", actor=officer, at=AT)
    late = outsider(course, officer, "Bình", day=TODAY)
    assert (early.fee, late.fee, fee_on(course, later)) == (200_000, 200_000, 250_000)
