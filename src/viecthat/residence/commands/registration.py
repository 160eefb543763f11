"""From the letter of the home branch to the day a member takes part no longer where they live (guidance 15)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import needed, one_line
from viecthat.ledger.choices import Grade
from viecthat.people.choices.file import AccessKind
from viecthat.people.commands.event import check_day, membership_to_change
from viecthat.people.commands.file import note_access
from viecthat.people.commands.rows import each_row
from viecthat.people.queries.membership import membership_of
from viecthat.people.queries.person import person_exactly
from viecthat.people.rules.charter import months_later
from viecthat.residence.choices import END_REASONS_GIVEN, EndReason, RegistrationState, ResidenceKind
from viecthat.residence.commands.posting import (
    INTRODUCED,
    RECEIVED,
    STEPS,
    STOCK,
    WHY,
    WHY_BACK,
    post,
    stock_grade,
    take_back,
)
from viecthat.residence.models import LogEntry, Registration
from viecthat.residence.rules import (
    COMMUNE,
    groups,
    is_home,
    may_keep_residents,
    may_receive,
    residential_branches,
    setting,
)
from viecthat.units.queries import units_by_id
from viecthat.units.tree import tree_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.ledger.models import Posting

_NOT_YOURS = gettext_noop("Bạn chưa được giao quyền giữ sổ đoàn viên của nơi cư trú này.")


@dataclass(frozen=True)
class Introduced:
    """One member in a letter: which group of the report they are of, and where they live."""

    person: int
    group: str
    address: str = ""


@dataclass(frozen=True)
class Placed:
    """A letter answered: the branch where the member will take part."""

    registration: int
    branch: int


@transaction.atomic
def introduce_members(
    *,
    people: Sequence[Introduced],
    commune: int,
    kind: str,
    until: date | None,
    letter: str,
    day: date,
    actor: Account,
    at: datetime,
) -> list[Registration]:
    """The home branch introduces members to the commune where they live; each letter waits for its answer.

    Raises RowsRefused for who is no member here, has a letter that waits, or lives in their own branch's area.
    """
    number = needed(letter, 120, "letter", gettext_noop("Ghi số giấy giới thiệu."))
    _check_commune(commune, at)
    _check_stay(kind, day, until)
    known = groups(day)
    if not people:
        raise Refused(gettext_noop("Chưa chọn ai; đánh dấu ít nhất một người."))

    def introduce(one: Introduced) -> Registration:
        membership = membership_to_change(one.person, actor, at)
        check_day(day, at, not_before=membership.start)
        _check_group(one.group, known)
        _check_elsewhere(membership.unit_id, commune, day)
        row = Registration(
            person=membership.person,
            home_id=membership.unit_id,
            commune_id=commune,
            group=one.group,
            kind=kind,
            until=until,
            address=one_line(one.address, 200, field="address"),
            introduced_on=day,
            letter=number,
            opened_by=actor,
            opened_at=at,
        )
        save_checked(row)
        row.introduced_posting = _post_letter(row, actor, at)
        row.save(update_fields=["introduced_posting"])
        return row

    return each_row(people, introduce)


@transaction.atomic
def receive_members(*, placed: Sequence[Placed], day: date, actor: Account, at: datetime) -> list[Registration]:
    """The commune takes introduced members in, each into a branch where people live; another stay ends that day.

    Answered by another account than the one that wrote the letter, the figures are `verified`. Raises RowsRefused.
    """
    if not placed:
        raise Refused(gettext_noop("Chưa chọn ai; chọn chi đoàn cho ít nhất một người."))

    def receive(one: Placed) -> Registration:
        row = _locked(one.registration, RegistrationState.WAITING)
        if not may_receive(actor, row.commune_id, at):
            raise Refused(_NOT_YOURS)
        check_day(day, at, not_before=row.introduced_on)
        _check_branch(one.branch, row.commune_id, day)
        if membership_of(row.person_id) is None:
            raise Refused(gettext_noop("Người này không còn là đoàn viên; trả lại giấy giới thiệu."))
        row.branch_id, row.start = one.branch, day
        row.answered_by, row.answered_at = actor, at
        return _take_in(row, actor, at)

    return each_row(placed, receive)


@transaction.atomic
def decline_member(*, registration: Registration, answer: str, actor: Account, at: datetime) -> Registration:
    """The commune sends a letter back, or the home branch says that who came by themselves is none of theirs."""
    row = _locked(registration.pk, *(RegistrationState.WAITING, RegistrationState.ARRIVED))
    arrived = row.state == RegistrationState.ARRIVED
    if not (is_home(actor, row, at) if arrived else may_receive(actor, row.commune_id, at)):
        raise Refused(_NOT_YOURS)
    return _close(row, RegistrationState.DECLINED, answer, actor, at)


@transaction.atomic
def withdraw_letter(*, registration: Registration, answer: str, actor: Account, at: datetime) -> Registration:
    """Whoever opened it takes it back before it was answered: the letter of the home branch, or the arrival."""
    row = _locked(registration.pk, *(RegistrationState.WAITING, RegistrationState.ARRIVED))
    arrived = row.state == RegistrationState.ARRIVED
    if not (may_receive(actor, row.commune_id, at) if arrived else is_home(actor, row, at)):
        raise Refused(gettext_noop("Bạn chưa được giao quyền giữ sổ đoàn viên của nơi giới thiệu."))
    return _close(row, RegistrationState.WITHDRAWN, answer, actor, at)


@transaction.atomic
def record_arrival(
    *,
    name: str,
    birth_date: date,
    number: str,
    commune: int,
    branch: int,
    group: str,
    kind: str,
    until: date | None,
    address: str,
    day: date,
    actor: Account,
    at: datetime,
) -> Registration:
    """A member comes without a letter: named, born and numbered (card or phone) exactly as in a file.

    The home branch is asked to confirm; until then nothing is posted and the commune learns no more than it typed.
    """
    if not may_receive(actor, commune, at):
        raise Refused(_NOT_YOURS)
    _check_commune(commune, at)
    check_day(day, at)
    _check_stay(kind, day, until)
    _check_group(group, groups(day))
    _check_branch(branch, commune, day)
    person = person_exactly(name, birth_date, number)
    membership = membership_of(person.pk) if person is not None else None
    if person is None or membership is None:
        raise Refused(
            gettext_noop("Không có đoàn viên nào đúng cả họ tên, ngày sinh và số thẻ hoặc số điện thoại này."),
            field="number",
        )
    _check_elsewhere(membership.unit_id, commune, day)
    row = Registration(
        person=person,
        home_id=membership.unit_id,
        commune_id=commune,
        branch_id=branch,
        group=group,
        kind=kind,
        until=until,
        address=one_line(address, 200, field="address"),
        state=RegistrationState.ARRIVED,
        start=day,
        opened_by=actor,
        opened_at=at,
    )
    save_checked(row)
    note_access(people=[person.pk], kind=AccessKind.OPENED, detail=gettext_noop("nơi cư trú"), actor=actor, at=at)
    return row


@transaction.atomic
def confirm_arrival(
    *, registration: Registration, letter: str, day: date, actor: Account, at: datetime
) -> Registration:
    """The home branch writes the letter afterwards; the member is registered from the day they came."""
    row = _locked(registration.pk, RegistrationState.ARRIVED)
    if not is_home(actor, row, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền giữ sổ đoàn viên của nơi giới thiệu."))
    check_day(day, at)
    row.letter = needed(letter, 120, "letter", gettext_noop("Ghi số giấy giới thiệu."))
    row.introduced_on, row.answered_by, row.answered_at = day, actor, at
    row.introduced_posting = _post_letter(row, actor, at)
    return _take_in(row, actor, at)


@transaction.atomic
def change_branch(*, registration: Registration, branch: int, day: date, actor: Account, at: datetime) -> Registration:
    """The member takes part in another branch of the same commune from this day on; received once all the same."""
    row = _locked(registration.pk, RegistrationState.REGISTERED)
    if not may_receive(actor, row.commune_id, at):
        raise Refused(_NOT_YOURS)
    check_day(day, at, not_before=_day_after(row))
    _check_branch(branch, row.commune_id, day)
    if branch == row.branch_id:
        raise Refused(gettext_noop("Người này đang sinh hoạt ở chính chi đoàn ấy."), field="branch")
    grade = stock_grade(row.received_posting_id, row.person_id)
    _end(row, EndReason.OTHER_BRANCH, day, actor, at)
    new = Registration(
        person=row.person,
        home_id=row.home_id,
        commune_id=row.commune_id,
        branch_id=branch,
        group=row.group,
        kind=row.kind,
        until=row.until,
        address=row.address,
        state=RegistrationState.REGISTERED,
        introduced_on=row.introduced_on,
        letter=row.letter,
        start=day,
        continues=row,
        opened_by=actor,
        opened_at=at,
    )
    save_checked(new)
    new.received_posting = post(branch, [(STOCK, 1)], day, person=row.person_id, grade=grade, actor=actor, at=at)
    new.save(update_fields=["received_posting"])
    return new


@transaction.atomic
def end_registration(
    *, registration: Registration, reason: str, day: date, actor: Account, at: datetime
) -> Registration:
    """Either side records that the member takes part there no longer, from this day on."""
    row = _locked(registration.pk, RegistrationState.REGISTERED)
    if not may_keep_residents(actor, row, at) and not is_home(actor, row, at):
        raise Refused(_NOT_YOURS)
    if reason not in END_REASONS_GIVEN:
        raise Refused(gettext_noop("Chọn vì sao thôi sinh hoạt ở nơi cư trú."), field="reason")
    check_day(day, at, not_before=_day_after(row))
    return _end(row, EndReason(reason), day, actor, at)


@transaction.atomic
def take_back_reception(*, registration: Registration, reason: str, actor: Account, at: datetime) -> Registration:
    """A member was taken in by mistake: the figures are reversed, and the letter waits again."""
    row = _locked(registration.pk, RegistrationState.REGISTERED)
    if not may_receive(actor, row.commune_id, at):
        raise Refused(_NOT_YOURS)
    why = needed(reason, 300, "reason", WHY_BACK)
    stands = row.remarks.exists() or row.requests.filter(undone_at__isnull=True).exists()
    if stands or row.continues_id is not None or LogEntry.objects.filter(registration=row, undone_at=None).exists():
        raise Refused(gettext_noop("Sau khi nhận đã ghi việc khác; ghi thôi sinh hoạt thay vì lấy lại."))
    take_back(row.received_posting_id, actor, at)
    row.answer = why
    row.received_posting = row.branch = row.start = row.answered_by = row.answered_at = None
    row.state = RegistrationState.WAITING
    save_checked(row, exclude=["opened_by"])
    return row


def _take_in(row: Registration, actor: Account, at: datetime) -> Registration:
    """Registered from `start` on; the stay before ends on that day."""
    if row.start is None or row.branch_id is None:
        raise TypeError("who is taken in has a branch and a day")
    before = (
        Registration.objects.select_for_update()
        .filter(person=row.person_id, state=RegistrationState.REGISTERED)
        .first()
    )
    if before is not None:
        check_day(row.start, at, not_before=_day_after(before))
        _end(before, EndReason.MOVED, row.start, actor, at)
    row.state, row.answer = RegistrationState.REGISTERED, ""
    grade = Grade.EVIDENCED if row.opened_by_id == actor.pk else Grade.VERIFIED
    counted = [(STOCK, 1), (RECEIVED, 1), (groups(row.start)[row.group].posts, 1), (STEPS, 1)]
    row.received_posting = post(
        row.branch_id, counted, row.start, person=row.person_id, grade=grade, reason=row.letter, actor=actor, at=at
    )
    save_checked(row, exclude=["opened_by"])
    return row


def _end(row: Registration, reason: EndReason, day: date, actor: Account, at: datetime) -> Registration:
    if row.branch_id is None:
        raise TypeError("who takes part has a branch")
    row.state, row.end, row.end_reason = RegistrationState.ENDED, day, reason
    grade = stock_grade(row.received_posting_id, row.person_id)
    # A branch that has ended meanwhile was left on its last day at the latest.
    counted_on = day if row.branch_id in tree_on(day) else day - timedelta(days=1)
    if row.branch_id in tree_on(counted_on):
        row.ended_posting = post(
            row.branch_id, [(STOCK, -1)], counted_on, person=row.person_id, grade=grade, actor=actor, at=at
        )
    save_checked(row, exclude=["opened_by", "answered_by"])
    return row


def _close(row: Registration, state: RegistrationState, answer: str, actor: Account, at: datetime) -> Registration:
    row.answer = needed(answer, 300, "answer", WHY)
    row.state, row.answered_by, row.answered_at = state, actor, at
    if state == RegistrationState.WITHDRAWN:
        take_back(row.introduced_posting_id, actor, at)
    save_checked(row, exclude=["opened_by"])
    return row


def _locked(pk: int, *states: RegistrationState) -> Registration:
    row = Registration.objects.select_for_update(of=("self",)).select_related("person").get(pk=pk)
    if row.state not in states:
        raise Refused(gettext_noop("Việc này vừa được người khác ghi; tải lại trang để xem."))
    return row


def _post_letter(row: Registration, actor: Account, at: datetime) -> Posting | None:
    if row.introduced_on is None:
        raise TypeError("a letter has its day")
    counted = [(INTRODUCED, 1), (STEPS, 1)]
    return post(
        row.home_id, counted, row.introduced_on, person=row.person_id, grade=Grade.EVIDENCED, reason=row.letter,
        actor=actor, at=at,
    )  # fmt: skip


def _day_after(row: Registration) -> date:
    if row.start is None:
        raise TypeError("who takes part has a first day")
    return row.start + timedelta(days=1)


def _check_commune(commune: int, at: datetime) -> None:
    today = localdate(at)
    if commune not in tree_on(today) or units_by_id([commune], today)[commune].kind != COMMUNE:
        raise Refused(gettext_noop("Giới thiệu đến Đoàn xã, phường, đặc khu nơi cư trú."), field="commune")


def _check_stay(kind: str, day: date, until: date | None) -> None:
    if kind not in ResidenceKind.values:
        raise Refused(gettext_noop("Chọn thường trú, tạm trú hoặc địa bàn thuận tiện."), field="kind")
    if kind != ResidenceKind.TEMPORARY and until is None:
        return
    if kind != ResidenceKind.TEMPORARY or until is None:
        raise Refused(gettext_noop("Tạm trú thì ghi đến trước ngày nào; thường trú thì không ghi."), field="until")
    most = months_later(day, setting("temporary_most_months", day))
    if not day < until <= most:
        raise Refused(
            gettext_noop("Tạm trú đến sau ngày giới thiệu và không quá ngày {most}; hết hạn thì giới thiệu lại."),
            field="until",
            most=most,
        )


def _check_group(group: str, known: Collection[str]) -> None:
    if group not in known:
        raise Refused(gettext_noop("Chọn đối tượng: học sinh, sinh viên, công chức, công nhân …"), field="group")


def _check_elsewhere(home: int, commune: int, day: date) -> None:
    if home in residential_branches(commune, day):
        raise Refused(
            gettext_noop("Người này đã sinh hoạt ở chi đoàn khu dân cư của xã ấy; không cần giới thiệu."),
            field="commune",
        )


def _check_branch(branch: int, commune: int, day: date) -> None:
    if branch not in residential_branches(commune, day):
        raise Refused(
            gettext_noop("Chọn chi đoàn thôn, khu dân cư hoặc chung cư của xã này, đã thành lập vào ngày ấy."),
            field="branch",
        )
