"""The members' fee as the catalogue has it in a month, and how a sum is shared between levels."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from viecthat.catalogue.readers import day as day_in, rows
from viecthat.people.rules.charter import months_later
from viecthat.people.rules.membership import may_keep_members

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.people.models import FeeClosing


@dataclass(frozen=True)
class Fee:
    """The fee of a month in đồng; each level keeps `kept` of `of` parts and passes the rest up."""

    without_pay: int
    with_pay: int
    kept: int
    of: int
    exempt_most_months: int

    def due(self, *, paid: bool) -> int:
        """What a member pays a month, with a wage or without."""
        return self.with_pay if paid else self.without_pay

    def shared(self, total: int) -> tuple[int, int]:
        """What the branch keeps and what it passes up; the đồng that can't be divided stays below."""
        passed = total * (self.of - self.kept) // self.of
        return total - passed, passed


def may_confirm(actor: Account, closing: FeeClosing, at: datetime) -> bool:
    """Confirm or return for the superior; nobody confirms what they closed themselves."""
    above = closing.superior_id
    return above is not None and closing.closed_by_id != actor.pk and may_keep_members(actor, above, at)


@dataclass(frozen=True)
class ClosingRule:
    """How often the book is closed, and by when: so many days after the period, at the end of a year by a fixed day."""

    months: int
    within_days: int
    last_month: int
    last_day: int

    def period_with(self, day: date) -> tuple[date, date]:
        """The first day of the period in which the day lies, and the first day after it."""
        first = date(day.year, (day.month - 1) // self.months * self.months + 1, 1)
        return first, months_later(first, self.months)

    def opens_on(self, end: date) -> date:
        """From when a period that ends before this day may be closed: the day after, in December earlier."""
        last = date(end.year - 1, self.last_month, self.last_day)
        return last if end.month == 1 else end

    def due_on(self, end: date) -> date:
        """By when it is to be closed and handed over."""
        return self.opens_on(end) if end.month == 1 else end + timedelta(days=self.within_days)


def closing_rule(kind: str, day: date) -> ClosingRule:
    """The rule of a kind of unit on the day. LookupError when none is known."""
    level = next(row["level"] for row in rows("unit_kinds") if row["code"] == kind)
    for row in rows("fee_closing"):
        if row["level"] == level and (day_in(row, "start") or date.min) <= day < (day_in(row, "end") or date.max):
            return ClosingRule(row["months"], row["within_days"], row["last_month"], row["last_day"])
    raise LookupError(f"no rule of closing is known for {kind} on {day}")


def fee_in(month: date) -> Fee:
    """The fee of the month. LookupError before the first rate that is known."""
    for row in rows("member_fees"):
        if (day_in(row, "start") or date.min) <= month < (day_in(row, "end") or date.max):
            return Fee(row["without_pay"], row["with_pay"], row["kept"], row["of"], row["exempt_most_months"])
    raise LookupError(f"no fee is known for {month}")
