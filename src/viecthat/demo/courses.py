"""A few made-up courses, a club, people advised and placed, a loan group and a project, so that the registers show
something."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.accounts.queries import account_named
from viecthat.courses.commands.certificate import issue_certificates
from viecthat.courses.commands.club import add_club_member, enter_club, record_club_meeting
from viecthat.courses.commands.confirmation import confirm_course
from viecthat.courses.commands.course import open_course
from viecthat.courses.commands.fee import take_payment
from viecthat.courses.commands.learner import sign_up
from viecthat.courses.commands.referral import hand_on_referral, take_up_referral
from viecthat.courses.commands.session import Mark, give_marks, record_meeting
from viecthat.demo.members import VILLAGE
from viecthat.demo.tree import unit_code
from viecthat.ledger.commands import open_dataset, recorded_under
from viecthat.people.queries.membership import open_members
from viecthat.support.commands.advice import advise, hold_advice_session
from viecthat.support.commands.care import record_care
from viecthat.support.commands.loan import enter_loan_group, pay_out_loan, repay_loan
from viecthat.support.commands.placement import enter_partner, refer, take_on
from viecthat.support.commands.project import enter_project, give_support
from viecthat.units.queries import unit_with_code

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

COMMUNE = unit_code("09694")
_FOUNDED = date(2025, 7, 1)
_SETTLED = 250  # days after which all that is told has had its time


@transaction.atomic
def settle_courses(at: datetime) -> bool:
    """All of it at one commune, once; whether it came new."""
    today = localdate(at)
    commune, village = unit_with_code(COMMUNE, today), unit_with_code(VILLAGE, today)
    officer = account_named("tan-linh")
    if commune is None or village is None or officer is None or (today - _FOUNDED).days < _SETTLED:
        return False
    dataset, new = open_dataset(
        code="lop-hoc-ho-tro-minh-hoa",
        title="Lớp học và hỗ trợ thanh niên minh hoạ",
        source="Người và việc do chương trình dựng để dùng thử, không có thật",
        source_date=None,
        synthetic=True,
        note="Toàn bộ là minh hoạ: lớp học, câu lạc bộ, tư vấn, giới thiệu việc làm, tổ vay vốn, dự án.",
        at=at,
    )
    if not new:
        return False
    with recorded_under(dataset):
        people = _grown_up(village.id, today)
        _teach(commune.id, people, officer, at)
        _meet(commune.id, people[:2], officer, at)
        _support(commune.id, officer, at)
    return True


def _grown_up(unit: int, today: date) -> list[int]:
    """Four members who need no guardian."""
    known = [row.person for row in open_members([unit])]
    return [one.pk for one in known if one.birth_date is not None and one.birth_date.year < today.year - 18][:4]


def _teach(unit: int, members: list[int], officer: Account, at: datetime) -> None:
    today = localdate(at)
    by: dict[str, Any] = {"actor": officer, "at": at}
    begun = today - timedelta(days=40)
    facts = {
        "title": "Kỹ năng số cho thanh niên nông thôn, khoá 1", "kind": "digital", "start": begun,
        "end": today - timedelta(days=12), "place": "Nhà văn hoá xã", "teacher": "Đội hình thanh niên tình nguyện số",
        "capacity": 30, "pass_mark": 50, "open_to_members": True,
    }  # fmt: skip
    course = open_course(unit=unit, facts=facts, fee=100_000, **by)
    rows = [sign_up(course=course, person=person, day=begun, **by) for person in members]
    rows += [
        sign_up(course=course, name=name, phone="0900000000", day=begun, **by)
        for name in ("Phùng Văn Minh Hoạ", "Lê Thị Ví Dụ", "Trần Thử Nghiệm")
    ]
    for row in rows[:3]:
        take_payment(enrolment=row, day=begun, amount=row.owed, receipt="BL-MH", **by)
    for week, title in enumerate(("An toàn trên mạng", "Dịch vụ công trực tuyến", "Bán hàng trực tuyến")):
        record_meeting(
            course=course, day=begun + timedelta(days=7 * week), title=title, present=[row.pk for row in rows], **by
        )
    give_marks(course=course, marks={row.pk: Mark(85) for row in rows}, **by)
    confirm_course(course=course, **by)
    issue_certificates(course=course, enrolments=[rows[0].pk], day=today - timedelta(days=5), **by)
    later = {
        **facts, "title": "Học kỳ trong quân đội hè", "kind": "army_semester", "start": today + timedelta(days=20),
        "end": today + timedelta(days=27), "capacity": 2, "safety": "Quân y trực 24/24, có bảo hiểm, đưa đón tại xã.",
    }  # fmt: skip
    summer = open_course(unit=unit, facts=later, fee=3_500_000, **by)
    for place, name in enumerate(("Nguyễn Bé Minh Hoạ", "Đỗ Bé Ví Dụ", "Vũ Bé Thử Nghiệm")):
        sign_up(
            course=summer, name=name, birth_date=date(today.year - 13, 6, 1), guardian="Phụ huynh minh hoạ",
            guardian_phone=f"090000000{place}", consent_on=today, health="Dị ứng hải sản" if place == 0 else "",
            day=today, **by,
        )  # fmt: skip


def _meet(unit: int, members: list[int], officer: Account, at: datetime) -> None:
    today = localdate(at)
    by: dict[str, Any] = {"actor": officer, "at": at}
    facts = {
        "name": "Câu lạc bộ tư vấn, trợ giúp trẻ em", "field": "child_advice", "leader": "Chủ nhiệm minh hoạ",
        "founded_on": today - timedelta(days=240), "place": "Nhà văn hoá xã",
    }  # fmt: skip
    club = enter_club(unit=unit, facts=facts, **by)
    for person in members:
        add_club_member(club=club, person=person, name="", since=today - timedelta(days=200), **by)
    record_club_meeting(club=club, day=today - timedelta(days=15), topic="Phòng chống bắt nạt học đường", came=42, **by)
    case = take_up_referral(
        unit=unit, club=club, day=today - timedelta(days=9), child="MH-01", age=11, concern="school",
        words="Ca minh hoạ: em bị bạn cùng lớp bắt nạt, muốn nghỉ học.", **by,
    )  # fmt: skip
    hand_on_referral(referral=case, referred_to="Nhà trường và UBND xã (minh hoạ)", day=today - timedelta(days=8), **by)


def _support(unit: int, officer: Account, at: datetime) -> None:
    today = localdate(at)
    by: dict[str, Any] = {"actor": officer, "at": at}
    asked = {
        "topic": "labour_export", "day": today - timedelta(days=20), "group": "rural", "free": True,
        "words": "Hỏi thủ tục đi làm việc ở Nhật Bản (minh hoạ).",
    }  # fmt: skip
    advise(unit=unit, facts=asked, **by)
    facts = {
        "topic": "career", "day": today - timedelta(days=30), "title": "Ngày hội tư vấn tuyển sinh, hướng nghiệp",
        "place": "Trường THPT (minh hoạ)", "people": 320, "turns": 415, "free": True,
    }  # fmt: skip
    hold_advice_session(unit=unit, facts=facts, **by)
    since = today - timedelta(days=240)
    firm = enter_partner(unit=unit, facts={"name": "Hợp tác xã chè minh hoạ", "kind": "firm", "since": since}, **by)
    given = {
        "partner": firm.pk, "kind": "job", "what": "Công nhân chế biến chè", "day": today - timedelta(days=120),
        "group": "discharged", "name": "Hoàng Văn Minh Hoạ", "phone": "0900000001",
    }  # fmt: skip
    take_on(placement=refer(unit=unit, facts=given, **by), day=today - timedelta(days=110), **by)
    group = enter_loan_group(
        unit=unit, facts={"name": "Tổ tiết kiệm và vay vốn thôn minh hoạ", "leader": "Tổ trưởng minh hoạ",
                          "bank": "Ngân hàng Chính sách xã hội", "founded_on": since}, **by,
    )  # fmt: skip
    terms = {"group": "rural", "day": since + timedelta(days=10), "phone": "0900000002", "purpose": "Nuôi bò sinh sản"}
    late = pay_out_loan(
        group=group, facts={**terms, "name": "Người vay minh hoạ 1", "principal": 50_000_000,
                            "due": today - timedelta(days=20)}, **by,
    )  # fmt: skip
    repay_loan(loan=late, day=today - timedelta(days=60), amount=30_000_000, **by)
    loan = pay_out_loan(
        group=group, facts={**terms, "name": "Người vay minh hoạ 2", "principal": 80_000_000, "purpose": "Trồng chè",
                            "due": today + timedelta(days=500)}, **by,
    )  # fmt: skip
    plan = {
        "name": "Chè sạch Ba Trại (minh hoạ)", "field": "farming", "stage": "trial", "founder": "Nhóm bạn trẻ minh hoạ",
        "begun_on": today - timedelta(days=180), "summary": "Trồng và chế biến chè hữu cơ, bán trực tuyến.",
    }  # fmt: skip
    project = enter_project(unit=unit, facts=plan, **by)
    give_support(
        project=project, kind="capital", day=today - timedelta(days=90), words=f"Vốn vay khoản {loan.pk}",
        value=80_000_000, **by,
    )  # fmt: skip
    care = {
        "kind": "gift", "title": "Chuyến xe sum vầy (minh hoạ)", "day": today - timedelta(days=70), "people": 45,
        "place": "Khu trọ công nhân (minh hoạ)", "gifts": 45, "value": 22_500_000,
    }  # fmt: skip
    record_care(unit=unit, facts=care, **by)
