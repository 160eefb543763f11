"""Calls for reports: opened by hand or by their form's cadence, put right, closed; who has not sent is reminded."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.kernel.dates import format_date
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import normalise
from viecthat.kernel.periods import Period
from viecthat.plans.choices import NoticeKind
from viecthat.plans.commands.notice import MOST_DAYS, Told, tell_of_pages
from viecthat.plans.commands.steps import officers_at
from viecthat.plans.queries.notice import DAYS_BEFORE, accounts_told, wishes_about_reports
from viecthat.reporting.choices import ReportState
from viecthat.reporting.models import Report, ReportCall, ReportForm
from viecthat.reporting.queries.calling import due_by_rule, forms_on, period_around, period_before, version_on
from viecthat.reporting.queries.expected import Expected, expected_for, expected_for_each
from viecthat.reporting.rules import may_call, units_to_remind
from viecthat.units.queries import ancestors_of, head_unit
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

LONGEST_WORDS = 4_000
_LATEST = timedelta(days=366)  # after the period's end; later is a slip of the finger
_LATE_EVERY = 7  # days: a late report is told again each week
_LATE_UNTIL = 60  # days after it was due
_AT_ONCE = 5_000
# What is out of the unit's hands: nothing to remind of.
OUT = frozenset({ReportState.SENT, ReportState.ACCEPTED})


@transaction.atomic
def open_call(
    *,
    form: ReportForm,
    unit: int,
    period: Period,
    due: date | None = None,
    words: str = "",
    actor: Account,
    at: datetime,
) -> ReportCall:
    """Call for a form over a period from the unit and all below it of the form's kinds, by the version of today.

    due None: by the form's rule. Raises Refused when the actor may not, the form is not the unit's or any above it,
    the call is open already, or nobody would owe a report.
    """
    if not may_call(actor, unit, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền mở đợt báo cáo cho đơn vị này."), field="unit")
    today = localdate(at)
    version = version_on(form.code, today)
    if version is None:
        raise Refused(gettext_noop("Mẫu này hôm nay không dùng; chọn mẫu khác."), field="form")
    if version.unit_id is not None and version.unit_id not in {unit, *(row.id for row in ancestors_of(unit, today))}:
        raise Refused(gettext_noop("Mẫu này của đơn vị khác; sao thành mẫu của mình để dùng."), field="form")
    by = due or due_by_rule(version, period)
    _check_due(by, period)
    if _is_open(version, unit, period):
        raise Refused(gettext_noop("Đợt báo cáo này đã mở."), field="period")
    call = ReportCall(
        form=version, unit_id=unit, start=period.start, end=period.end, due=by, words=_words(words),
        opened_at=at, opened_by=actor,
    )  # fmt: skip
    expected = expected_for(call, at)
    if not expected.count:
        raise Refused(gettext_noop("Ở đây và bên dưới không có đơn vị nào thuộc loại phải gửi mẫu này."), field="form")
    save_checked(call)
    _tell_opened(call, expected, actor, at)
    return call


@transaction.atomic
def open_due_calls(*, at: datetime) -> list[ReportCall]:
    """Open what the forms' cadences ask for by now: for the unit that keeps the form, the organisation's own for its
    root. May be run as often as one likes.
    """
    today = localdate(at)
    tree = map_on(today).tree
    if not tree.size:
        return []
    opened = []
    for form in forms_on(today).filter(opens_before__isnull=False).select_related("programme").order_by("pk"):
        unit = form.unit_id if form.unit_id is not None else head_unit(tree)
        if unit is None or unit not in tree:
            continue
        for period in _periods_to_open(form, unit, today):
            call = ReportCall(
                form=form, unit_id=unit, start=period.start, end=period.end,
                due=due_by_rule(form, period), opened_at=at,
            )  # fmt: skip
            expected = expected_for(call, at)
            if not expected.count:
                continue
            try:
                with transaction.atomic():
                    call.save()
            except IntegrityError:  # another worker was quicker
                continue
            _tell_opened(call, expected, None, at)
            opened.append(call)
    return opened


@transaction.atomic
def change_call(*, call: ReportCall, due: date, words: str, actor: Account, at: datetime) -> ReportCall:
    """Another due day, other words; who owes a report is told of a new day. Raises Refused."""
    call = _locked(call, actor, at)
    _check_due(due, call.period)
    moved = due != call.due
    call.due, call.words = due, _words(words)
    save_checked(call)
    if moved:
        _tell_opened(call, expected_for(call, at), actor, at)
    return call


@transaction.atomic
def close_call(*, call: ReportCall, actor: Account, at: datetime) -> ReportCall:
    """Nobody writes or sends for it any more; what was taken in stays. Raises Refused."""
    call = _locked(call, actor, at)
    if call.closed_at is not None:
        raise Refused(gettext_noop("Đợt báo cáo này đã khép."))
    call.closed_at = at
    call.save(update_fields=["closed_at"])
    return call


@transaction.atomic
def reopen_call(*, call: ReportCall, actor: Account, at: datetime) -> ReportCall:
    """It is written and sent again. Raises Refused."""
    call = _locked(call, actor, at)
    if call.closed_at is None:
        raise Refused(gettext_noop("Đợt báo cáo này đang mở."))
    call.closed_at = None
    call.save(update_fields=["closed_at"])
    return call


@transaction.atomic
def remind_units(*, call: ReportCall, units: Collection[int] | None, actor: Account, at: datetime) -> int:
    """Remind units that have not sent, all in the actor's reach or those named, once a day each; returns how many
    units have somebody who is told now, nobody who was told before today counted.

    Raises Refused when the actor may remind none of them, all were reminded today, or the call is closed.
    """
    if call.closed_at is not None:
        raise Refused(gettext_noop("Đợt báo cáo này đã khép."))
    reached = set(units_to_remind(actor, at))
    expected = expected_for(call, at)
    out = set(Report.objects.filter(call=call, state__in=OUT).values_list("unit_id", flat=True))
    wanted = [unit for unit in expected.units() if unit in reached and unit not in out]
    if units is not None:
        wanted = [unit for unit in wanted if unit in set(units)]
    if not wanted:
        raise Refused(gettext_noop("Không còn đơn vị nào trong phạm vi của bạn phải nhắc."))
    today = localdate(at)
    told = [
        (unit, Told(account, NoticeKind.REPORT_NUDGE, name_of_call(call), _page(call), today))
        for unit, accounts in _officers(wanted, at).items()
        for account in sorted(accounts)
        if account != actor.pk
    ]
    known = accounts_told(NoticeKind.REPORT_NUDGE, _page(call), today)
    new = [(unit, one) for unit, one in told if one.account not in known]
    if told and not new:
        raise Refused(gettext_noop("Hôm nay đã nhắc rồi; mỗi đơn vị nhắc một lần mỗi ngày."))
    return _tell(new, at)


@transaction.atomic
def remind_of_reports(*, at: datetime) -> int:
    """Note for whoever writes a unit's reports what falls due within their days, and what is late; returns how many
    notes are new. May be run as often as one likes.
    """
    today = localdate(at)
    calls = ReportCall.objects.filter(
        closed_at=None, due__gte=today - timedelta(days=_LATE_UNTIL), start__lte=today
    ).select_related("form")
    wishes = wishes_about_reports()
    told: list[Told] = []
    for pk, expected in expected_for_each(calls, at).items():
        call = expected.call
        out = set(Report.objects.filter(call=pk, state__in=OUT).values_list("unit_id", flat=True))
        missing = [unit for unit in expected.units() if unit not in out]
        words, page = name_of_call(call), _page(call)
        for unit, accounts in _officers(missing, at).items():
            due = expected.due(unit)
            left = (due - today).days
            if left > MOST_DAYS:
                continue
            for account in sorted(accounts):
                days = wishes.get(account, DAYS_BEFORE)
                if days is None:
                    continue
                if left < 0:
                    week = due + timedelta(days=(-left - 1) // _LATE_EVERY * _LATE_EVERY)
                    told.append(Told(account, NoticeKind.REPORT_LATE, words, page, week))
                elif left <= days:
                    told.append(Told(account, NoticeKind.REPORT_SOON, words, page, due))
    return tell_of_pages(told=told, at=at) if told else 0


def name_of_call(call: ReportCall) -> str:
    """What the call is for: the form's name and the period's, in Vietnamese."""
    return f"{call.form.name}: {call.period.name()}"


def _periods_to_open(form: ReportForm, unit: int, today: date) -> Iterable[Period]:
    running = period_around(form, today, unit)
    before = period_before(form, running, unit) if running is not None else None
    for period in (before, running):
        if period is None or period.start < form.start or _is_open(form, unit, period):
            continue
        opens = period.last_day - timedelta(days=form.opens_before or 0)
        if opens <= today <= due_by_rule(form, period):
            yield period


def _is_open(form: ReportForm, unit: int, period: Period) -> bool:
    found = ReportCall.objects.filter(form__code=form.code, unit=unit, start=period.start, end=period.end)
    return found.exists()


def _check_due(due: date, period: Period) -> None:
    if not period.start <= due <= period.end + _LATEST:
        raise Refused(
            gettext_noop("Hạn gửi từ ngày đầu kỳ ({first}) đến một năm sau khi hết kỳ."),
            field="due",
            first=format_date(period.start),
        )


def _locked(call: ReportCall, actor: Account, at: datetime) -> ReportCall:
    locked = ReportCall.objects.select_for_update(of=("self",)).select_related("form").get(pk=call.pk)
    if not may_call(actor, locked.unit_id, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền với đợt báo cáo của đơn vị này."))
    return locked


def _words(words: str) -> str:
    told = "\n".join(normalise(line) for line in words.replace("\r\n", "\n").strip().split("\n"))
    if len(told) > LONGEST_WORDS:
        raise Refused(gettext_noop("Viết nhiều nhất {most} ký tự."), field="words", most=LONGEST_WORDS)
    return told


def _page(call: ReportCall) -> str:
    return reverse("reports:call", args=[call.pk])


def _officers(units: Collection[int], at: datetime) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    named = list(units)
    for first in range(0, len(named), _AT_ONCE):
        found |= officers_at(named[first : first + _AT_ONCE], at)
    return found


def _tell_opened(call: ReportCall, expected: Expected, actor: Account | None, at: datetime) -> None:
    words, page = name_of_call(call), _page(call)
    _tell(
        (
            (unit, Told(account, NoticeKind.REPORT_ASKED, words, page, expected.due(unit)))
            for unit, accounts in _officers(expected.units(), at).items()
            for account in sorted(accounts)
            if actor is None or account != actor.pk
        ),
        at,
    )


def _tell(told: Iterable[tuple[int, Told]], at: datetime) -> int:
    pairs = list(told)
    tell_of_pages(told=[one for _unit, one in pairs], at=at)
    return len({unit for unit, _one in pairs})
