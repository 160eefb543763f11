"""What registers of floors above put into the ledger: quantities by code of indicator, and taking them back."""

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

Counted = tuple[str, int, int | None]  # code of the indicator, quantity, person


def post_counted(
    unit: int, counted: Iterable[Counted], day: date, *, reason: str, actor: Account, at: datetime
) -> Posting | None:
    """Post what a register of one unit counted on a day, as evidenced; nothing for a quantity of 0.

    None in an installation that knows none of the indicators. For the floors above, whose own rules have said yes.
    """
    known = {one.code: one.pk for one in indicators().values()}
    lines = [Line(unit, known[code], day, n, Grade.EVIDENCED, who) for code, n, who in counted if code in known and n]
    if not lines:
        return None
    return post_entries(kind=PostingKind.REGISTER, unit=unit, lines=lines, reason=reason, actor=actor, at=at)


def take_back(posting: int | None, reason: str, actor: Account, at: datetime) -> None:
    """Reverse a posting when there is one. Raises Refused as `reverse_posting` does."""
    found = posting_by_id(posting) if posting else None
    if found is not None:
        reverse_posting(posting=found, reason=reason, actor=actor, at=at)
