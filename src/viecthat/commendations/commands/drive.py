"""A drive is called, given its forms, quotas and targets, summed up and closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.commendations.choices import OPEN_DOSSIERS
from viecthat.commendations.models import Drive, DriveForm, DriveTarget
from viecthat.commendations.rules import forms_given_by, may_call_drive
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold, needed, one_line
from viecthat.plans.queries.programme import programme_shown
from viecthat.units.queries import units_by_id

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.ledger.models import Indicator

NOT_CALLER = gettext_noop("Bạn chưa được giao quyền phát động thi đua, xét khen thưởng ở đơn vị này.")
CLOSED = gettext_noop("Đợt này đã khép lại, không sửa được nữa.")


@dataclass(frozen=True)
class DriveFacts:
    """What a drive is: days inclusive; `programme` by id, when it serves one."""

    kind: str
    title: str
    start: date
    end: date
    due: date
    event: str = ""
    words: str = ""
    programme: int | None = None


@transaction.atomic
def call_drive(*, unit: int, facts: DriveFacts, actor: Account, at: datetime) -> Drive:
    """Call a drive of this unit. Raises Refused."""
    if not may_call_drive(actor, unit, at):
        raise Refused(NOT_CALLER, field="unit")
    drive = Drive(unit_id=unit, called_by=actor, called_at=at)
    return _written(drive, facts, actor, at)


@transaction.atomic
def change_drive(*, drive: Drive, facts: DriveFacts, actor: Account, at: datetime) -> Drive:
    """Say it anew; what has been proposed and given stays."""
    return _written(open_drive(drive, actor, at), facts, actor, at)


@transaction.atomic
def offer_form(
    *,
    drive: Drive,
    form: str,
    to: str,
    most: int | None = None,
    unit_most: int | None = None,
    share: Decimal | None = None,
    actor: Account,
    at: datetime,
) -> DriveForm:
    """What may be given in the drive and how much of it; said again, the quotas are changed. Raises Refused."""
    row = open_drive(drive, actor, at)
    giver = units_by_id({row.unit_id}, row.start)[row.unit_id]
    kind = forms_given_by(giver.kind, row.start).get(form)
    if kind is None:
        raise Refused(gettext_noop("Đơn vị này không được tặng hình thức ấy."), field="form")
    if to not in kind.to:
        raise Refused(gettext_noop("“{form}” không dành cho đối tượng này."), field="to", form=kind)
    offered = row.forms.filter(form=form, to=to).first() or DriveForm(drive=row, form=form, to=to)
    offered.most, offered.unit_most, offered.share = most, unit_most, share
    save_checked(offered)
    return offered


@transaction.atomic
def set_target(
    *, drive: Drive, indicator: Indicator, goal: int, each: int | None = None, actor: Account, at: datetime
) -> DriveTarget:
    """What is to be reached by the end of the drive, in the indicator's smallest unit; said again, it is changed."""
    row = open_drive(drive, actor, at)
    if indicator.is_share:
        raise Refused(gettext_noop("Chọn một chỉ số đếm được, không phải tỷ lệ."), field="indicator")
    target = row.targets.filter(indicator=indicator).first() or DriveTarget(drive=row, indicator=indicator)
    target.goal, target.each = goal, each
    save_checked(target)
    return target


@transaction.atomic
def sum_up(*, drive: Drive, summary: str, actor: Account, at: datetime) -> None:
    """The words of the drive's sơ kết, tổng kết; its figures are read from the ledger."""
    row = open_drive(drive, actor, at)
    if row.start > localdate(at):
        raise Refused(gettext_noop("Đợt này chưa bắt đầu."))
    row.summary = "\n".join(" ".join(line.split()) for line in summary.strip().splitlines())
    if not row.summary:
        raise Refused(gettext_noop("Ghi lời sơ kết: việc nổi bật, mặt còn yếu, bài học."), field="summary")
    save_checked(row)


@transaction.atomic
def close_drive(*, drive: Drive, actor: Account, at: datetime) -> None:
    """No more dossiers and no more changes. Raises Refused while dossiers wait or its last day has not passed."""
    row = open_drive(drive, actor, at)
    if row.end >= localdate(at):
        raise Refused(gettext_noop("Đợt này chưa hết ngày."))
    waiting = row.dossiers.filter(state__in=OPEN_DOSSIERS).count()
    if waiting:
        raise Refused(gettext_noop("Còn {n} hồ sơ chưa xong; xét hoặc trả lời rồi mới khép lại."), n=waiting)
    row.closed_on = localdate(at)
    save_checked(row)


def open_drive(drive: Drive, actor: Account, at: datetime) -> Drive:
    """The drive, locked, for who may change it. Raises Refused."""
    row = Drive.objects.select_for_update(of=("self",)).get(pk=drive.pk)
    if not may_call_drive(actor, row.unit_id, at):
        raise Refused(NOT_CALLER)
    if row.closed_on is not None:
        raise Refused(CLOSED)
    return row


def _written(drive: Drive, facts: DriveFacts, actor: Account, at: datetime) -> Drive:
    drive.kind, drive.start, drive.end, drive.due = facts.kind, facts.start, facts.end, facts.due
    drive.title = needed(
        facts.title, 200, "title", gettext_noop("Ghi tên đợt, ví dụ “Chào mừng Đại hội XIII của Đảng”.")
    )
    drive.event = one_line(facts.event, 200, field="event")
    drive.folded = fold(f"{drive.title} {drive.event}")
    drive.words = "\n".join(" ".join(line.split()) for line in facts.words.strip().splitlines())
    programme = programme_shown(facts.programme, actor, at) if facts.programme is not None else None
    if facts.programme is not None and programme is None:
        raise Refused(gettext_noop("Không có chương trình này."), field="programme")
    drive.programme_id = programme.root if programme is not None else None
    save_checked(drive)
    return drive
