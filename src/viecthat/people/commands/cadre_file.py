"""What is written into the file of a cadre: qualifications, yearly ratings, times spent elsewhere."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.catalogue.posts import qualification_levels
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import one_line
from viecthat.people.choices.file import AccessKind
from viecthat.people.choices.post import RatingClass, SecondmentKind
from viecthat.people.commands.body import check_day, check_may_give, decision_number
from viecthat.people.commands.file import note_access
from viecthat.people.commands.post_ledger import settle_posts
from viecthat.people.models.person import Person
from viecthat.people.models.post import Post, Secondment
from viecthat.people.models.qualification import CadreRating, Qualification
from viecthat.people.queries.cadre import cadre_file
from viecthat.people.queries.post import in_force
from viecthat.units.tree import tree_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

LONGEST_TEXT = 500


@transaction.atomic
def add_qualification(
    *,
    person: int,
    level: str,
    day: date,
    proof: str,
    actor: Account,
    at: datetime,
    subject: str = "",
    school: str = "",
) -> Qualification:
    """A degree or certificate; figures of graduates follow from its day. Raises Refused."""
    who = _managed(person, actor, at)
    if level not in qualification_levels():
        raise Refused(gettext_noop("Chọn trình độ trong danh sách."), field="level")
    if day > localdate(at):
        raise Refused(gettext_noop("Ngày cấp chưa tới; xem lại ngày."), field="day")
    if who.birth_date is not None and day <= who.birth_date:
        raise Refused(gettext_noop("Ngày cấp trước ngày sinh; xem lại ngày."), field="day")
    proof = one_line(proof, 80, field="proof")
    if not proof:
        raise Refused(
            gettext_noop("Ghi số hiệu văn bằng, chứng chỉ: không có số thì chưa có minh chứng."), field="proof"
        )
    row = Qualification(
        person_id=person,
        level=level,
        subject=one_line(subject, 120, field="subject"),
        school=one_line(school, 160, field="school"),
        day=day,
        proof=proof,
    )
    save_checked(row)
    _settle(person, actor, at, "Ghi văn bằng")
    return row


@transaction.atomic
def withdraw_qualification(*, row: Qualification, reason: str, actor: Account, at: datetime) -> None:
    """It counts no longer, and why; the line stays in the history. Raises Refused."""
    row = Qualification.objects.select_for_update().get(pk=row.pk)
    _managed(row.person_id, actor, at)
    if row.withdrawn:
        raise Refused(gettext_noop("Văn bằng này đã rút khỏi hồ sơ."))
    why = one_line(reason, 300, field="reason")
    if not why:
        raise Refused(gettext_noop("Ghi lý do rút để người sau hiểu."), field="reason")
    row.withdrawn, row.withdrawn_why = True, why
    save_checked(row)
    _settle(row.person_id, actor, at, "Rút văn bằng")


@transaction.atomic
def rate_cadre(
    *,
    person: int,
    unit: int,
    year: int,
    rating: RatingClass,
    actor: Account,
    at: datetime,
    decision: str = "",
    remark: str = "",
) -> CadreRating:
    """The rating of a year's work in a unit; a second one for the year replaces the first, which history keeps.

    Raises Refused when the year is not over half, or the person held no post there in it.
    """
    check_may_give(actor, unit, at)
    _managed(person, actor, at)
    today = localdate(at)
    if year > today.year or year < 1931:
        raise Refused(gettext_noop("Năm {year} chưa tới hoặc không đúng; xem lại."), field="year", year=year)
    held = Post.objects.filter(person=person, unit=unit, start__lt=date(year + 1, 1, 1)).exclude(
        end__lte=date(year, 1, 1)
    )
    if not held.exists():
        raise Refused(gettext_noop("Năm {year} người này không giữ chức vụ ở đơn vị ấy."), field="year", year=year)
    row = CadreRating.objects.filter(person=person, unit=unit, year=year).first()
    row = row or CadreRating(person_id=person, unit_id=unit, year=year)
    row.rating = rating
    row.decision = decision_number(decision, field="decision") if decision.strip() else ""
    row.remark = one_line(remark, LONGEST_TEXT, field="remark")
    save_checked(row)
    return row


@transaction.atomic
def second_cadre(
    *,
    person: int,
    kind: SecondmentKind,
    place: int,
    start: date,
    until: date,
    task: str,
    decision: str,
    actor: Account,
    at: datetime,
) -> Secondment:
    """The cadre works for a time in another unit and keeps their posts. Raises Refused."""
    _managed(person, actor, at)
    home = Post.objects.filter(in_force(start), person=person).order_by("pk").values_list("unit", flat=True).first()
    if home is None:
        raise Refused(gettext_noop("Ngày ấy người này không giữ chức vụ nào; xem lại ngày."), field="start")
    check_may_give(actor, home, at)
    check_day(home, start, at, field="start")
    if place not in tree_on(start):
        raise Refused(gettext_noop("Ngày ấy nơi đến chưa thành lập hoặc đã kết thúc."), field="place")
    task = one_line(task, 300, field="task")
    if not task:
        raise Refused(gettext_noop("Ghi nhiệm vụ ở nơi đến."), field="task")
    row = Secondment(
        person_id=person,
        kind=kind,
        home_id=home,
        place_id=place,
        start=start,
        until=until,
        task=task,
        decision=decision_number(decision, field="decision"),
    )
    save_checked(row)
    return row


@transaction.atomic
def end_secondment(*, row: Secondment, end: date, remark: str, actor: Account, at: datetime) -> None:
    """The time elsewhere is over from `end` on, with the remark of those there. Raises Refused."""
    row = Secondment.objects.select_for_update().get(pk=row.pk)
    _managed(row.person_id, actor, at)
    if row.end is not None:
        raise Refused(gettext_noop("Đợt này đã kết thúc từ trước."))
    if end > localdate(at):
        raise Refused(gettext_noop("Ngày kết thúc chưa tới; ghi khi đã về."), field="end")
    remark = one_line(remark, LONGEST_TEXT, field="remark")
    if not remark:
        raise Refused(gettext_noop("Ghi nhận xét của nơi đến."), field="remark")
    row.end, row.remark = end, remark
    save_checked(row)


def _managed(person: int, actor: Account, at: datetime) -> Person:
    file = cadre_file(person, actor, at, localdate(at))
    if file is None or not file.managed:
        raise Refused(gettext_noop("Bạn chưa được giao quyền quản lý cán bộ này."), field="person")
    note_access(people=[person], kind=AccessKind.CHANGED, detail="Sổ cán bộ", actor=actor, at=at)
    return file.person


def _settle(person: int, actor: Account, at: datetime, reason: str) -> None:
    units = Post.objects.filter(person=person).order_by().values_list("unit", flat=True).distinct()
    settle_posts(pairs=[(person, unit) for unit in units], actor=actor, at=at, reason=reason)
