"""The members' fee as the catalogue has it in a month, and how a sum is shared between levels."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from viecthat.catalogue.readers import day as day_in, rows


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


def fee_in(month: date) -> Fee:
    """The fee of the month. LookupError before the first rate that is known."""
    for row in rows("member_fees"):
        if (day_in(row, "start") or date.min) <= month < (day_in(row, "end") or date.max):
            return Fee(row["without_pay"], row["with_pay"], row["kept"], row["of"], row["exempt_most_months"])
    raise LookupError(f"no fee is known for {month}")
