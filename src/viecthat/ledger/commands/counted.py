"""What a register posts: quantities by the code of their indicator, and their taking back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from viecthat.ledger.choices import Grade, PostingKind
from viecthat.ledger.commands.lines import Line
from viecthat.ledger.commands.postings import post_entries, reverse_posting
from viecthat.ledger.queries import indicators, posting_by_id

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.ledger.models import Posting


def post_counted(
    *,
    unit: int,
    counted: Iterable[tuple[str, int]],
    day: date,
    grade: Grade,
    person: int | None = None,
    reason: str = "",
    actor: Account | None,
    at: datetime,
) -> Posting | None:
    """Post a register's quantities above zero for one unit; None where there is nothing that this house counts.

    Raises Refused for a day to come or on which the unit was not there.
    """
    known = {one.code: one.pk for one in indicators().values()}
    lines = [Line(unit, known[code], day, n, grade, person) for code, n in counted if n and code in known]
    if not lines:
        return None
    return post_entries(kind=PostingKind.REGISTER, unit=unit, lines=lines, reason=reason, actor=actor, at=at)


def take_back_counted(*, posting: int | None, reason: str, actor: Account, at: datetime) -> None:
    """Reverse what a register posted, when there is something. Raises Refused as `reverse_posting`."""
    found = posting_by_id(posting) if posting else None
    if found is not None:
        reverse_posting(posting=found, reason=reason, actor=actor, at=at)
