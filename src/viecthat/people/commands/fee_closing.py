"""The fee book closed for a period: the share handed to the superior, who confirms it or returns it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.kernel.dates import format_date
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import one_line
from viecthat.ledger.choices import Grade, PostingKind
from viecthat.ledger.commands import LONGEST_REASON, Line, post_entries
from viecthat.ledger.queries import indicators
from viecthat.people.commands.event import check_day
from viecthat.people.commands.rows import each_row
from viecthat.people.models import FeeClosing, FeeClosingLine
from viecthat.people.queries.fee_closing import open_book
from viecthat.people.rules.fee import may_confirm
from viecthat.people.rules.membership import may_keep_members, superior_of
from viecthat.units.queries import units_by_id

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

PASSED_UP = "fees_passed_up"


@transaction.atomic
def close_fees(*, unit: int, end: date, actor: Account, at: datetime) -> FeeClosing:
    """Close the unit's book up to `end` (exclusive): everything not yet counted is counted, a third goes up.

    What is taken back later stands in the next closing; nothing of this one changes. Raises Refused when `end` is not
    the next closing, it is too early, or more is taken off than came in.
    """
    today = localdate(at)
    row = units_by_id({unit}, today).get(unit)
    if row is None or not may_keep_members(actor, unit, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền giữ sổ đoàn phí của đơn vị này."))
    _one_at_a_time(unit)
    book = open_book(row, today)
    if end != book.end:
        raise Refused(gettext_noop("Sổ đã khoá hoặc có kỳ trước chưa khoá; tải lại trang."))
    if today < book.opens_on:
        day = format_date(book.opens_on)
        raise Refused(gettext_noop("Kỳ này chưa hết; khoá sổ được từ ngày {day}."), day=day)
    if book.total < 0:
        raise Refused(gettext_noop("Số lấy lại nhiều hơn số thu của kỳ; thu thêm rồi khoá sổ."))
    closing = FeeClosing(
        unit_id=unit,
        superior_id=superior_of(unit, at),
        start=book.start,
        end=book.end,
        total=book.total,
        passed=book.passed,
        closed_by=actor,
        closed_at=at,
    )
    if closing.superior_id is None:
        closing.passed = 0
    save_checked(closing)
    FeeClosingLine.objects.bulk_create(
        [
            *(FeeClosingLine(closing=closing, fee=fee) for fee in book.fees),
            *(FeeClosingLine(closing=closing, fee=fee, back=True) for fee in book.backs),
            *(FeeClosingLine(closing=closing, below=below) for below in book.below),
        ]
    )
    return closing


@transaction.atomic
def confirm_passed(*, closings: Sequence[int], day: date, actor: Account, at: datetime) -> list[FeeClosing]:
    """The superior has the money of these closings in hand; each posts what its unit passed up, verified.

    Raises RowsRefused for what is confirmed, undone or not theirs.
    """
    check_day(day, at)
    if not closings:
        raise Refused(gettext_noop("Chưa chọn dòng nào; đánh dấu ít nhất một dòng."))
    passed_up = next((one.pk for one in indicators().values() if one.code == PASSED_UP), None)

    def confirm(pk: int) -> FeeClosing:
        row = _waiting(pk, actor, at)
        if day < localdate(row.closed_at):
            raise Refused(gettext_noop("Ngày nhận trước ngày khoá sổ; xem lại ngày."), field="day")
        row.received_on, row.confirmed_by, row.confirmed_at = day, actor, at
        if passed_up is not None:
            line = Line(row.unit_id, passed_up, day, row.passed, Grade.VERIFIED)
            row.posting = post_entries(kind=PostingKind.REGISTER, unit=row.unit_id, lines=[line], actor=actor, at=at)
        save_checked(row)
        return row

    return each_row(list(dict.fromkeys(closings)), confirm)


@transaction.atomic
def undo_closing(*, closing: int, reason: str, actor: Account, at: datetime) -> FeeClosing:
    """Open the book again before the superior has confirmed: by the unit itself, or returned by the superior.

    Raises Refused once it is confirmed, or when a later period was closed.
    """
    row = FeeClosing.objects.select_for_update(of=("self",)).filter(pk=closing).first()
    if row is None or not (may_keep_members(actor, row.unit_id, at) or may_confirm(actor, row, at)):
        raise Refused(gettext_noop("Lần khoá sổ này không thuộc đơn vị bạn phụ trách."))
    _one_at_a_time(row.unit_id)
    if row.undone_at is not None or row.confirmed_at is not None:
        raise Refused(gettext_noop("Cấp trên đã xác nhận, hoặc sổ đã mở lại; tải lại trang."))
    if FeeClosing.objects.filter(unit=row.unit_id, undone_at__isnull=True, end__gt=row.end).exists():
        raise Refused(gettext_noop("Kỳ sau đã khoá sổ; mở lại kỳ sau trước."))
    if FeeClosingLine.objects.filter(below=row, closing__undone_at__isnull=True).exists():
        raise Refused(gettext_noop("Cấp trên đã tính khoản này vào sổ của mình."))
    why = one_line(reason, LONGEST_REASON, field="reason")
    if not why:
        raise Refused(gettext_noop("Ghi vì sao mở lại sổ."), field="reason")
    row.undone_at, row.undone_by, row.undone_reason = at, actor, why
    save_checked(row)
    return row


def _waiting(pk: int, actor: Account, at: datetime) -> FeeClosing:
    row = FeeClosing.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None or not may_confirm(actor, row, at):
        raise Refused(gettext_noop("Khoản này không nộp lên đơn vị bạn phụ trách, hoặc do chính bạn khoá sổ."))
    if row.confirmed_at is not None or row.undone_at is not None or not row.passed:
        raise Refused(gettext_noop("Khoản này đã xác nhận, hoặc sổ đã mở lại; tải lại trang."))
    return row


def _one_at_a_time(unit: int) -> None:
    """A payment is counted once: who closes this book waits for whoever closes it now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"fee book of unit {unit}"])
