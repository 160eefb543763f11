"""What somebody is told of, and how they wish to be told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext

from viecthat.kernel.dates import format_date
from viecthat.plans.choices import NoticeKind
from viecthat.plans.models import CalendarKey, Notice, ReminderSetting

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

_WITH_DAY = {NoticeKind.SOON, NoticeKind.REPORT_SOON, NoticeKind.LIMIT_SOON, NoticeKind.PROP_SOON}
DAYS_BEFORE = int(ReminderSetting._meta.get_field("days_before").default)  # for whoever never said


def notices_of(account: Account) -> QuerySet[Notice]:
    """What the account is told of, the newest first."""
    return (
        Notice.objects.filter(account=account.pk).select_related("task", "directive", "question").order_by("-at", "-pk")
    )


def unread_notices(account: Account) -> QuerySet[Notice]:
    """What the account has not seen yet, the newest first."""
    return notices_of(account).filter(read_at=None)


def accounts_told(kind: NoticeKind, page: str, day: date) -> set[int]:
    """Who was told of the page in this kind for the day."""
    return set(Notice.objects.filter(kind=kind, page=page, day=day).values_list("account", flat=True))


def setting_of(account: Account) -> ReminderSetting:
    """How the account wishes to be told; an unsaved row of defaults when it never said."""
    return ReminderSetting.objects.filter(account=account.pk).first() or ReminderSetting(account=account)


def confirmed_address(account: int) -> str | None:
    """Where the account reads mail; None until it has confirmed an address."""
    found = ReminderSetting.objects.filter(account=account, confirmed_at__isnull=False).exclude(address="")
    return found.values_list("address", flat=True).first()


def wishes_about_reports() -> dict[int, int | None]:
    """By account: how many days before they wish to be told that a report is due, None for not at all."""
    rows = ReminderSetting.objects.values_list("account", "reports", "days_before")
    return {account: days if reports else None for account, reports, days in rows}


def days_wished() -> dict[int, int]:
    """By account: how many days before they wish to be told; `DAYS_BEFORE` for those not named."""
    return dict(ReminderSetting.objects.values_list("account", "days_before"))


def calendar_keys_of(account: Account) -> list[CalendarKey]:
    """The account's calendar addresses in force, its own first."""
    rows = CalendarKey.objects.filter(account=account.pk, revoked_at=None)
    return sorted(rows, key=lambda row: (row.unit_id is not None, row.pk))


def notice_words(notice: Notice) -> str:
    """One line: what it is about."""
    if notice.task is not None:
        return notice.task.title
    if notice.question is not None:
        return notice.question.words
    return str(notice.directive) if notice.directive is not None else notice.words


def notice_page(notice: Notice) -> str:
    """The address of what it is about."""
    if notice.page:
        return notice.page
    if notice.task_id is not None:
        return reverse("tasks:task", args=[notice.task_id])
    if notice.question_id is not None:
        return reverse("dialogues:question", args=[notice.question_id])
    return reverse("directives:directive", args=[notice.directive_id])


def digest_lines(notices: Iterable[Notice], today: date, address: str) -> list[str]:
    """The body of a day's mail: heaps by kind, each line with its day and its page."""
    lines = [gettext("Ngày {day}").format(day=format_date(today))]
    kind = ""
    for notice in notices:
        if notice.kind != kind:
            kind = notice.kind
            lines += ["", str(NoticeKind(kind).label).capitalize()]
        due = (
            gettext(" (hạn {day})").format(day=format_date(notice.day))
            if notice.kind in _WITH_DAY and notice.day
            else ""
        )
        lines += [f"- {notice_words(notice)}{due}", f"  {address}{notice_page(notice)}"]
    return lines
