"""Tell people what is due: once each, on the page and, to who wishes it, by one mail a day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext, override

from viecthat.audit.rows import save_checked
from viecthat.jobs.mailing import send_each, send_now
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.plans.choices import RUNNING, NoticeKind, TaskPart
from viecthat.plans.commands.steps import officers_at
from viecthat.plans.models import Directive, Notice, ReminderSetting, Task, TaskUnit
from viecthat.plans.queries.notice import DAYS_BEFORE, digest_lines, setting_of
from viecthat.plans.queries.task import with_due

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

MOST_DAYS = 30
MAIL_FROM_HOUR = 6
_SALT = "viecthat.reminder-address"
_KEPT = timedelta(days=365)
_LATE_EVERY = 7  # days: a late task is told again each week, so that it is neither forgotten nor a daily noise
_AT_ONCE = 500


@transaction.atomic
def remind(*, at: datetime) -> int:
    """Note for everybody what falls due within their days, and what is late; returns how many notes are new.

    May be run as often as one likes: the same is noted once.
    """
    today = localdate(at)
    wishes = {row.account_id: row.days_before for row in ReminderSetting.objects.all()}
    rows = with_due(Task.objects.filter(is_group=False, state__in=RUNNING))
    tasks: list[Task] = list(rows.filter(due_now__lte=today + timedelta(days=MOST_DAYS)).order_by("pk"))
    told = _told(tasks, at)
    notes = []
    for task in tasks:
        due = task.due_now  # type: ignore[attr-defined]
        left = (due - today).days
        for account in sorted(told.get(task.pk, ())):
            if left < 0:
                week = due + timedelta(days=(-left - 1) // _LATE_EVERY * _LATE_EVERY)
                notes.append(Notice(account_id=account, kind=NoticeKind.LATE, task=task, day=week, at=at))
            elif left <= wishes.get(account, DAYS_BEFORE):
                notes.append(Notice(account_id=account, kind=NoticeKind.SOON, task=task, day=due, at=at))
    about = {note.task_id for note in notes}
    known = set(
        Notice.objects.filter(kind__in=[NoticeKind.SOON, NoticeKind.LATE], task__in=about).values_list(
            "account", "kind", "task", "day"
        )
    )
    new = [note for note in notes if (note.account_id, note.kind, note.task_id, note.day) not in known]
    # Another worker may be at it too: what it has noted meanwhile is passed over.
    Notice.objects.bulk_create(new, ignore_conflicts=True, batch_size=_AT_ONCE)
    Notice.objects.filter(at__lt=at - _KEPT).delete()
    return len(new)


@dataclass(frozen=True, slots=True)
class Told:
    """What an account is told of something of a floor above, in `words`, at `page`; `day`: the due day it is about."""

    account: int
    kind: NoticeKind
    words: str
    page: str
    day: date | None = None


@transaction.atomic
def tell_of_pages(*, told: Iterable[Told], at: datetime) -> int:
    """Tell each once of the same page and day in the same kind; returns how many notes are new."""
    notes = list({(one.account, one.kind, one.page, one.day): one for one in told}.values())
    known = set(
        Notice.objects.filter(page__in={one.page for one in notes}, kind__in={one.kind for one in notes}).values_list(
            "account", "kind", "page", "day"
        )
    )
    new = [
        Notice(account_id=one.account, kind=one.kind, words=one.words[:300], page=one.page, day=one.day, at=at)
        for one in notes
        if (one.account, one.kind, one.page, one.day) not in known
    ]
    Notice.objects.bulk_create(new, ignore_conflicts=True, batch_size=_AT_ONCE)
    return len(new)


def _told(tasks: Sequence[Task], at: datetime) -> dict[int, set[int]]:
    """Whom each task concerns: the person who answers, else the officers of its unit; and those of partners."""
    partners: dict[int, list[int]] = {}
    named = TaskUnit.objects.filter(task__in=[task.pk for task in tasks], part=TaskPart.PARTNER)
    for task_id, unit in named.values_list("task", "unit"):
        partners.setdefault(task_id, []).append(unit)
    units = {task.unit_id for task in tasks} | {unit for found in partners.values() for unit in found}
    officers = officers_at(units, at)
    told = {}
    for task in tasks:
        own = {task.person_id} if task.person_id is not None else officers.get(task.unit_id, set())
        told[task.pk] = own | {one for unit in partners.get(task.pk, ()) for one in officers.get(unit, ())}
    return told


def send_digests(*, at: datetime, address: str) -> int:
    """One mail a day, from six in the morning, to everybody with a confirmed address and something new; returns how
    many went. `address` is where the installation is found. What could not be sent is tried again.
    """
    if not settings.VIECTHAT_MAIL or localtime(at).hour < MAIL_FROM_HOUR:
        return 0
    today = localdate(at)
    waiting = ReminderSetting.objects.filter(by_mail=True, confirmed_at__isnull=False).exclude(mailed_on=today)
    found = waiting.filter(account__is_active=True).order_by("pk").values_list("pk", flat=True)
    return send_each(found, lambda pk: _send_digest(pk, at, address))


@transaction.atomic
def _send_digest(pk: int, at: datetime, address: str) -> bool:
    today = localdate(at)
    # Held until the mail is out: a second worker passes over this row and finds it done the next time.
    row = ReminderSetting.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
    if row is None or row.mailed_on == today:
        return False
    notes = list(
        Notice.objects.select_related("task", "directive", "question")
        .filter(account=row.account_id, mailed_at=None, read_at=None, at__gt=at - timedelta(days=_LATE_EVERY))
        .order_by("kind", "day", "pk")
    )
    if not notes:
        return False
    with override(settings.LANGUAGE_CODE):
        lines = digest_lines(notes, today, address)
        subject = gettext("Việc Thật: {count} việc cần biết hôm nay").format(count=len(notes))
        stop = f"{address}/nhiem-vu/nhac/"
        body = "\n".join([*lines, "", gettext("Đổi cách nhắc hoặc thôi nhận thư: {address}").format(address=stop)])
    message = EmailMessage(subject, body, to=[row.address], headers={"Auto-Submitted": "auto-generated"})
    message.send()
    Notice.objects.filter(pk__in=[note.pk for note in notes]).update(mailed_at=at)
    row.mailed_on = today
    row.save(update_fields=["mailed_on"])
    return True


@transaction.atomic
def set_reminders(
    *, address: str, by_mail: bool, days_before: int, link: str, actor: Account, at: datetime, reports: bool = True
) -> ReminderSetting:
    """How the actor wishes to be told. A new address is sent `link` with a token at its end, to confirm it."""
    if not 0 <= days_before <= MOST_DAYS:
        raise Refused(gettext_noop("Nhắc trước từ 0 đến {most} ngày."), field="days_before", most=MOST_DAYS)
    row = setting_of(actor)
    fresh = bool(address) and address != row.address
    if fresh and not settings.VIECTHAT_MAIL:
        raise Refused(gettext_noop("Máy chủ này chưa được cài đặt để gửi thư; bỏ trống địa chỉ."), field="address")
    if address != row.address:
        row.confirmed_at = None
    row.address, row.by_mail, row.days_before, row.reports = address, by_mail, days_before, reports
    save_checked(row)
    if fresh:
        token = signing.dumps([row.pk, address], salt=_SALT)
        with override(settings.LANGUAGE_CODE):
            body = "\n\n".join(
                [
                    gettext("Bấm vào địa chỉ sau để nhận nhắc việc của Việc Thật qua thư này:"),
                    f"{link}{token}/",
                    gettext("Nếu không phải bạn yêu cầu, bỏ qua thư này."),
                ]
            )
            letter = EmailMessage(gettext("Việc Thật: xác nhận địa chỉ thư"), body, to=[address])
        send_now(letter, field="address")
    return row


@transaction.atomic
def confirm_address(*, token: str, actor: Account, at: datetime) -> ReminderSetting:
    """The address is the actor's: the link that was sent to it came back within three days."""
    try:
        pk, address = signing.loads(token, salt=_SALT, max_age=timedelta(days=3))
    except (signing.BadSignature, ValueError, TypeError) as wrong:
        raise Refused(gettext_noop("Địa chỉ xác nhận đã hết hạn hoặc không đúng; ghi lại địa chỉ thư.")) from wrong
    row = ReminderSetting.objects.select_for_update().filter(pk=pk, account=actor.pk, address=address).first()
    if row is None:
        raise Refused(gettext_noop("Địa chỉ xác nhận đã hết hạn hoặc không đúng; ghi lại địa chỉ thư."))
    if row.confirmed_at is None:
        row.confirmed_at = at
        row.save(update_fields=["confirmed_at"])
    return row


@transaction.atomic
def read_notices(*, actor: Account, notices: Collection[int] | None = None, at: datetime) -> int:
    """The actor has seen these, or all; returns how many were new to them."""
    rows = Notice.objects.filter(account=actor.pk, read_at=None)
    if notices is not None:
        rows = rows.filter(pk__in=list(notices))
    return rows.update(read_at=at)


def tell_of_directive(*, directive: Directive, units: Collection[int], actor: Account | None, at: datetime) -> None:
    """The officers of these units, a department's own among them, are told that the document came."""
    told = {account for accounts in officers_at(units, at).values() for account in accounts}
    Notice.objects.bulk_create(
        Notice(account_id=account, kind=NoticeKind.SHARED, directive=directive, at=at)
        for account in sorted(told)
        if actor is None or account != actor.pk
    )
