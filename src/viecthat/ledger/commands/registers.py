"""What registers of floors above put into the ledger: quantities by code of indicator, and taking them back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.ledger.choices import Grade, PostingKind
from viecthat.ledger.commands.lines import Line
from viecthat.ledger.commands.postings import post_entries, reverse_posting
from viecthat.ledger.queries import indicators, posting_by_id

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.ledger.models import Posting

Counted = tuple[str, int, int | None]  # code of the indicator, quantity, person


def post_counted(
    unit: int,
    counted: Iterable[Counted],
    day: date,
    *,
    grade: Grade = Grade.EVIDENCED,
    reason: str = "",
    actor: Account | None,
    at: datetime,
) -> Posting | None:
    """Post what a register of one unit counted on a day; nothing for a quantity of 0.

    None in an installation that knows none of the indicators. For the floors above, whose own rules have said yes.
    """
    known = {one.code: one.pk for one in indicators().values()}
    lines = [Line(unit, known[code], day, n, grade, who) for code, n, who in counted if code in known and n]
    if not lines:
        return None
    return post_entries(kind=PostingKind.REGISTER, unit=unit, lines=lines, reason=reason, actor=actor, at=at)


def take_back(posting: int | None, reason: str, actor: Account, at: datetime) -> None:
    """Reverse a posting when there is one. Raises Refused as `reverse_posting` does.

    The ledger never forgets: a reason that may name somebody stands in the register's row, not here.
    """
    found = posting_by_id(posting) if posting else None
    if found is not None:
        reverse_posting(posting=found, reason=reason, actor=actor, at=at)


def check_done(day: date, at: datetime, *, field: str = "day", not_before: date | None = None) -> None:
    """Raises Refused for a day to come, or before what must have come first."""
    if day > localdate(at):
        raise Refused(gettext_noop("Ngày này chưa tới; việc xong rồi mới ghi vào sổ."), field=field)
    if not_before is not None and day < not_before:
        raise Refused(
            gettext_noop("Ngày này trước ngày {before}, là ngày của bước trước; xem lại."),
            field=field,
            before=not_before,
        )
