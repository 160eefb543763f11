"""Admission, step by step, for one applicant or thirty at once (charter, article 1, and the guidance to it).

Application → learned the charter → introduced → the branch votes person by person → the superior approves → ceremony.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Min

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold, normalise, one_line
from viecthat.ledger.choices import Grade
from viecthat.people.choices.membership import AdmissionStep, EventKind, IntroducerKind
from viecthat.people.commands.event import check_branch, check_day, open_membership
from viecthat.people.commands.person import PersonDraft, register_people
from viecthat.people.commands.rows import each_row
from viecthat.people.models import Admission, MemberEvent, Membership, Person
from viecthat.people.rules.charter import (
    first_admission_day,
    is_child,
    last_admission_day,
    months_later,
    passes,
    setting,
)
from viecthat.people.rules.membership import holds_members, may_approve_admission, may_decide_above, may_keep_members
from viecthat.units.queries import units_by_id

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

_OVER = (AdmissionStep.ADMITTED, AdmissionStep.NOT_PASSED, AdmissionStep.CLOSED)


@dataclass(frozen=True)
class Applicant:
    """Who asks to become a member, as written in the application."""

    full_name: str
    birth_date: date
    sex: str
    phone: str = ""
    guardian: str = ""
    guardian_consent_on: date | None = None
    example: bool = False


@dataclass(frozen=True)
class Ballots:
    """How the branch voted on one applicant; `admission` is an id."""

    admission: int
    votes_for: int
    votes_against: int
    votes_blank: int


@transaction.atomic
def apply_for_membership(
    *, unit: int, applicants: Sequence[Applicant], applied_on: date, actor: Account, at: datetime
) -> list[Admission]:
    """Take applications for a branch. Who is in its book already, a former member too, keeps their file.

    Raises RowsRefused for whoever is too young, too old, a member already, or a child whose guardian has not agreed.
    """
    _check_keeper(unit, actor, at)
    check_day(applied_on, at, field="applied_on")
    check_branch(unit, applied_on)
    if not holds_members(units_by_id([unit], applied_on)[unit].kind):
        raise Refused(gettext_noop("Đoàn viên thuộc về chi đoàn; chọn một chi đoàn của đơn vị này."), field="unit")
    if not applicants:
        raise Refused(gettext_noop("Chưa có ai trong danh sách; ghi ít nhất một người."))
    return each_row(applicants, lambda applicant: _apply(unit, applicant, applied_on, actor, at))


def _apply(unit: int, applicant: Applicant, applied_on: date, actor: Account, at: datetime) -> Admission:
    name = one_line(applicant.full_name, 120, field="full_name")
    if not name:
        raise Refused(gettext_noop("Ghi họ và tên."), field="full_name")
    check_admission_age(applicant.birth_date, applied_on, name)
    if is_child(applicant.birth_date, applied_on) and (
        applicant.guardian_consent_on is None or not applicant.guardian.strip()
    ):
        raise Refused(
            gettext_noop("{name} chưa đủ {age} tuổi: ghi cha mẹ hoặc người giám hộ nào đồng ý, ngày nào."),
            field="guardian",
            name=name,
            age=setting("child_under", applied_on),
        )
    if applicant.guardian_consent_on is not None:
        check_day(applicant.guardian_consent_on, at, field="guardian_consent_on")
    person = _person_of(unit, name, applicant)
    admission = Admission(
        person_id=person,
        unit_id=unit,
        applied_on=applied_on,
        guardian=normalise(applicant.guardian),
        guardian_consent_on=applicant.guardian_consent_on,
        recorded_by=actor,
        recorded_at=at,
    )
    save_checked(admission)
    return admission


def check_admission_age(born: date, day: date, name: str) -> None:
    """Raises Refused for whoever is not between 15 years and one day and 30 years on the day (charter, article 1)."""
    first, last = first_admission_day(born, day), last_admission_day(born, day)
    if day < first:
        raise Refused(
            gettext_noop("{name} chưa đủ tuổi: từ ngày {first} mới đủ 15 tuổi 1 ngày để được kết nạp."),
            field="birth_date",
            name=name,
            first=first,
        )
    if day > last:
        raise Refused(
            gettext_noop("{name} đã quá 30 tuổi từ sau ngày {last}, không kết nạp được nữa."),
            field="birth_date",
            name=name,
            last=last,
        )


def _person_of(unit: int, name: str, applicant: Applicant) -> int:
    # Only the branch's own book is looked into: a name known elsewhere must not be learnt by applying.
    known = Person.objects.filter(unit=unit, folded_name=fold(name), birth_date=applicant.birth_date).first()
    if known is None:
        draft = PersonDraft(
            full_name=name,
            sex=applicant.sex,
            birth_date=applicant.birth_date,
            unit=unit,
            phone=applicant.phone,
            example=applicant.example,
        )
        return register_people(drafts=[draft])[0]
    if Membership.objects.filter(person=known, end__isnull=True).exists():
        raise Refused(
            gettext_noop("{name}, sinh ngày {born}, đã là đoàn viên của chi đoàn."),
            field="full_name",
            name=name,
            born=applicant.birth_date,
        )
    return known.pk


@transaction.atomic
def learn_charter(*, admissions: Sequence[int], day: date, actor: Account, at: datetime) -> None:
    """They learned the charter. Raises RowsRefused for an application that is not at this step."""

    def learn(pk: int) -> None:
        admission = _at_step(pk, AdmissionStep.APPLIED, actor, at)
        check_day(day, at, not_before=admission.applied_on)
        _move(admission, AdmissionStep.LEARNED, learned_on=day)

    each_row(_ticked(admissions), learn)


@transaction.atomic
def introduce_applicants(
    *,
    admissions: Sequence[int],
    kind: str,
    introducer: int | None,
    introducer_name: str,
    day: date,
    actor: Account,
    at: datetime,
) -> None:
    """A member of three months or more introduces them, or a party member, or a branch of Đội, Hội or Hội Sinh viên."""
    named = normalise(introducer_name)
    if kind == IntroducerKind.MEMBER:
        _check_introducer(introducer, day, actor, at)
    elif not named:
        raise Refused(
            gettext_noop("Ghi tên người hoặc tổ chức giới thiệu, ví dụ “Chi đội 9A1”."), field="introducer_name"
        )

    def introduce(pk: int) -> None:
        admission = _at_step(pk, AdmissionStep.LEARNED, actor, at)
        check_day(day, at, not_before=admission.learned_on)
        _move(
            admission,
            AdmissionStep.INTRODUCED,
            introduced_on=day,
            introducer_kind=kind,
            introducer_id=introducer if kind == IntroducerKind.MEMBER else None,
            introducer_name=named,
        )

    each_row(_ticked(admissions), introduce)


def _check_introducer(person: int | None, day: date, actor: Account, at: datetime) -> None:
    membership = Membership.objects.filter(person=person, end__isnull=True).first()
    if membership is None or not may_keep_members(actor, membership.unit_id, at):
        raise Refused(gettext_noop("Chọn người giới thiệu trong các đoàn viên của chi đoàn."), field="introducer")
    since = Membership.objects.filter(person=person).aggregate(first=Min("start"))["first"]
    months = setting("introducer_months", day)
    if since > months_later(day, -months):
        raise Refused(
            gettext_noop("Người giới thiệu mới vào Đoàn từ {since}; phải là đoàn viên từ {months} tháng trở lên."),
            field="introducer",
            since=since,
            months=months,
        )


@transaction.atomic
def record_admission_vote(
    *, ballots: Sequence[Ballots], present: int, day: date, actor: Account, at: datetime
) -> list[Admission]:
    """The branch voted on each by name; more than half of those present must agree.

    Whoever falls short is not passed, and the application is over. Returns all in their order.
    """

    def vote(ballot: Ballots) -> Admission:
        admission = _at_step(ballot.admission, AdmissionStep.INTRODUCED, actor, at)
        check_day(day, at, not_before=admission.introduced_on)
        if admission.person.birth_date is not None:
            check_admission_age(admission.person.birth_date, day, admission.person.full_name)
        if min(present, ballot.votes_for, ballot.votes_against, ballot.votes_blank) < 0:
            raise Refused(gettext_noop("Số phiếu không thể âm."), field="votes_for")
        if ballot.votes_for + ballot.votes_against + ballot.votes_blank > present:
            raise Refused(gettext_noop("Số phiếu nhiều hơn số người có mặt; đếm lại phiếu."), field="votes_for")
        agreed = passes(ballot.votes_for, present, day)
        return _move(
            admission,
            AdmissionStep.VOTED if agreed else AdmissionStep.NOT_PASSED,
            voted_on=day,
            present=present,
            votes_for=ballot.votes_for,
            votes_against=ballot.votes_against,
            votes_blank=ballot.votes_blank,
            voted_recorded_by_id=actor.pk,
        )

    if not ballots:
        raise Refused(gettext_noop("Chưa chọn ai; đánh dấu ít nhất một người."))
    return each_row(ballots, vote)


@transaction.atomic
def approve_admissions(*, admissions: Sequence[int], decision: str, day: date, actor: Account, at: datetime) -> None:
    """The direct superior approves. Nobody approves a vote that they recorded themselves."""
    number = _decision(decision)

    def approve(pk: int) -> None:
        admission = _locked(pk)
        if admission.step != AdmissionStep.VOTED or not may_decide_above(actor, admission.unit_id, at):
            raise _not_here()
        if not may_approve_admission(actor, admission, at):
            raise Refused(
                gettext_noop("Không ai tự chuẩn y cuộc biểu quyết do mình ghi; nhờ cán bộ khác của cấp trên.")
            )
        check_day(day, at, not_before=admission.voted_on)
        _move(admission, AdmissionStep.APPROVED, approved_on=day, approved_by_id=actor.pk, decision=number)

    each_row(_ticked(admissions), approve)


@transaction.atomic
def admit_members(*, admissions: Sequence[int], day: date, actor: Account, at: datetime) -> list[MemberEvent]:
    """The ceremony: from this day they are members of the branch. Posts the admission and the stock of members.

    Approved by somebody else than who records it, it is `verified`.
    """

    def admit(pk: int) -> MemberEvent:
        admission = _at_step(pk, AdmissionStep.APPROVED, actor, at)
        check_day(day, at, not_before=admission.approved_on)
        again = Membership.objects.filter(person=admission.person_id).exists()
        event = MemberEvent(
            person=admission.person,
            unit_id=admission.unit_id,
            kind=EventKind.READMITTED if again else EventKind.ADMITTED,
            day=day,
            decision=admission.decision,
            present=admission.present,
            votes_for=admission.votes_for,
            votes_against=admission.votes_against,
            votes_blank=admission.votes_blank,
        )
        grade = Grade.EVIDENCED if admission.approved_by_id == actor.pk else Grade.VERIFIED
        open_membership(event, actor=actor, at=at, grade=grade)
        _move(admission, AdmissionStep.ADMITTED, event_id=event.pk)
        return event

    return each_row(_ticked(admissions), admit)


@transaction.atomic
def close_admission(*, admission: int, reason: str, actor: Account, at: datetime) -> None:
    """The application goes no further: withdrawn, moved away, entered twice."""
    row = _locked(admission)
    if row.step in _OVER or not may_keep_members(actor, row.unit_id, at):
        raise _not_here()
    why = one_line(reason, 300, field="reason")
    if not why:
        raise Refused(gettext_noop("Ghi vì sao dừng."), field="reason")
    _move(row, AdmissionStep.CLOSED, closed_reason=why)


def _check_keeper(unit: int, actor: Account, at: datetime) -> None:
    if not may_keep_members(actor, unit, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền giữ sổ đoàn viên của đơn vị này."), field="unit")


def _decision(text: str) -> str:
    number = one_line(text, 120, field="decision")
    if not number:
        raise Refused(gettext_noop("Ghi số quyết định, ví dụ “12-QĐ/ĐTN”."), field="decision")
    return number


def _ticked(admissions: Sequence[int]) -> list[int]:
    if not admissions:
        raise Refused(gettext_noop("Chưa chọn ai; đánh dấu ít nhất một người."))
    return list(dict.fromkeys(admissions))


def _locked(pk: int) -> Admission:
    admission = Admission.objects.select_for_update(of=("self",)).select_related("person").filter(pk=pk).first()
    if admission is None:
        raise Refused(gettext_noop("Không có đơn này; tải lại trang rồi chọn lại."))
    return admission


def _at_step(pk: int, step: AdmissionStep, actor: Account, at: datetime) -> Admission:
    admission = _locked(pk)
    if admission.step != step or not may_keep_members(actor, admission.unit_id, at):
        raise _not_here()
    return admission


def _not_here() -> Refused:
    # The name is not said: who may not keep this branch's book must not learn it.
    return Refused(gettext_noop("Có đơn không ở bước này, hoặc không thuộc đơn vị bạn phụ trách; tải lại trang."))


def _move(admission: Admission, step: AdmissionStep, **facts: object) -> Admission:
    admission.step = step
    for name, value in facts.items():
        setattr(admission, name, value)
    save_checked(admission)
    return admission
