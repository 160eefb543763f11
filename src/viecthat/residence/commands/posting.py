"""What the register of residence puts into the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from viecthat.kernel.errors import gettext_noop
from viecthat.ledger.choices import Grade
from viecthat.ledger.commands import registers
from viecthat.ledger.commands.registers import post_counted
from viecthat.ledger.queries import entries_of

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.ledger.models import Posting

STOCK, INTRODUCED, RECEIVED, STEPS = (
    "residence_registered",
    "residence_introduced",
    "residence_received",
    "residence_steps",
)
REQUESTS, ANSWERED, HELPED, COMMENDED = (
    "residence_requests",
    "residence_answered",
    "residence_helped",
    "residence_commended",
)


def post(
    unit: int,
    counted: Iterable[tuple[str, int]],
    day: date,
    *,
    person: int | None,
    grade: Grade,
    reason: str = "",
    actor: Account | None,
    at: datetime,
) -> Posting | None:
    """Post quantities by code of indicator for one unit; None in an installation that counts none of them."""
    told = [(code, n, person) for code, n in counted]
    return post_counted(unit, told, day, grade=grade, reason=reason, actor=actor, at=at)


def stock_grade(posting: int | None, person: int) -> Grade:
    """The grade at which somebody came in: the stock must fall at the same one, or its parts would drift apart."""
    line = entries_of([posting]).filter(person=person).first() if posting else None
    return Grade(line.grade) if line else Grade.EVIDENCED


def take_back(posting: int | None, actor: Account, at: datetime) -> None:
    """Reverse a posting when there is one.

    The ledger never forgets: it is told that something was taken back; why, of whom, stands in the register's row.
    """
    registers.take_back(posting, "Lấy lại trong sổ nơi cư trú", actor, at)


WHY = gettext_noop("Ghi lý do để bên kia hiểu.")
WHY_BACK = gettext_noop("Ghi vì sao lấy lại để người sau hiểu.")
