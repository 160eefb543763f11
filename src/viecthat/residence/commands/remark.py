"""The yearly remark: the branch where a member lives writes it, the commune confirms it, the home unit reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import needed
from viecthat.ledger.choices import Grade
from viecthat.people.commands.event import check_day
from viecthat.people.commands.rows import each_row
from viecthat.residence.choices import TAKEN_IN
from viecthat.residence.commands.posting import WHY, WHY_BACK, post, take_back
from viecthat.residence.models import Registration, Remark
from viecthat.residence.rules import levels, may_confirm_remark, may_keep_residents

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


@dataclass(frozen=True)
class Given:
    """How a registered member took part, in a level and words."""

    registration: int
    level: str
    words: str


@transaction.atomic
def give_remarks(*, given: Sequence[Given], year: int, day: date, actor: Account, at: datetime) -> list[Remark]:
    """The branch writes the remarks of a year, or writes anew what the commune sent back.

    Raises RowsRefused for who was not registered there in that year, or has a remark already.
    """
    known = levels(day)
    check_day(day, at)
    if not given:
        raise Refused(gettext_noop("Chưa nhận xét ai; chọn mức tham gia cho ít nhất một người."))

    def give(one: Given) -> Remark:
        registration = _taken_in(one.registration, actor, at)
        _check_year(registration, year, day)
        if one.level not in known:
            raise Refused(gettext_noop("Chọn mức tham gia."), field="level")
        row = Remark.objects.select_for_update().filter(registration=registration, year=year).first() or Remark(
            registration=registration, person=registration.person, year=year
        )
        if row.pk is not None and not row.returned:
            raise Refused(gettext_noop("Người này đã có nhận xét nơi cư trú của năm ấy."))
        row.unit_id = registration.branch_id or 0
        row.level, row.words = one.level, needed(one.words, 500, "words", gettext_noop("Ghi vài lời nhận xét."))
        row.given_on, row.given_by, row.given_at, row.returned = day, actor, at, ""
        save_checked(row)
        return row

    return each_row(given, give)


@transaction.atomic
def confirm_remarks(*, remarks: Sequence[int], day: date, actor: Account, at: datetime) -> list[Remark]:
    """The commune confirms: from now on the home unit reads them, and they are counted, once a member and year."""
    if not remarks:
        raise Refused(gettext_noop("Chưa chọn ai; đánh dấu ít nhất một người."))

    def confirm(pk: int) -> Remark:
        row = _to_answer(pk, actor, at)
        check_day(day, at, not_before=row.given_on)
        row.confirmed_on, row.confirmed_by = day, actor
        counted = levels(day)[row.level].posts
        row.posting = post(
            row.unit_id, [(counted, 1)], row.given_on, person=row.person_id, grade=Grade.VERIFIED, actor=actor, at=at
        )
        save_checked(row, exclude=["given_by"])
        return row

    return each_row(remarks, confirm)


@transaction.atomic
def return_remark(*, remark: Remark, reason: str, actor: Account, at: datetime) -> None:
    """The commune sends a remark back to the branch with a reason."""
    row = _to_answer(remark.pk, actor, at)
    row.returned = needed(reason, 300, "reason", WHY)
    save_checked(row, exclude=["given_by"])


@transaction.atomic
def take_back_remark(*, remark: Remark, reason: str, actor: Account, at: datetime) -> None:
    """A confirmed remark was wrong: its figure is reversed, and it goes back to the branch."""
    row = Remark.objects.select_for_update(of=("self",)).select_related("registration__person").get(pk=remark.pk)
    if row.confirmed_on is None or not may_confirm_remark(actor, row, at):
        raise Refused(gettext_noop("Nhận xét này chưa xác nhận, hoặc không do bạn lấy lại."))
    row.returned = needed(reason, 300, "reason", WHY_BACK)
    take_back(row.posting_id, actor, at)
    row.confirmed_on = row.confirmed_by = row.posting = None
    save_checked(row, exclude=["given_by"])


def _taken_in(pk: int, actor: Account, at: datetime) -> Registration:
    found = Registration.objects.select_for_update(of=("self",)).select_related("person")
    row = found.filter(pk=pk, state__in=TAKEN_IN).first()
    if row is None or not may_keep_residents(actor, row, at):
        raise Refused(gettext_noop("Người này không sinh hoạt ở nơi cư trú bạn phụ trách."))
    return row


def _check_year(registration: Registration, year: int, day: date) -> None:
    begins, ends = date(year, 1, 1), date(year + 1, 1, 1)
    within = registration.start is not None and registration.start < ends
    if not within or (registration.end is not None and registration.end <= begins) or day < begins:
        raise Refused(gettext_noop("Năm {year} người này không sinh hoạt ở đây."), field="day", year=year)


def _to_answer(pk: int, actor: Account, at: datetime) -> Remark:
    found = Remark.objects.select_for_update(of=("self",)).select_related("registration__person", "person")
    row = found.filter(pk=pk, confirmed_on__isnull=True, returned="").first()
    if row is None:
        raise Refused(gettext_noop("Nhận xét này vừa được người khác xác nhận hoặc trả lại; tải lại trang."))
    if not may_confirm_remark(actor, row, at):
        raise Refused(gettext_noop("Đoàn xã xác nhận; không ai tự xác nhận nhận xét mình viết."))
    return row
