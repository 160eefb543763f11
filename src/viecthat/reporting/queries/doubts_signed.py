"""The doubts that stood when a unit signed its report of a period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from viecthat.reporting.models import Edition
from viecthat.reporting.queries.content import SignedDoubt

if TYPE_CHECKING:
    from viecthat.kernel.periods import Period


def doubts_standing(unit: int, period: Period) -> tuple[SignedDoubt, ...]:
    """Those of the last edition of the unit's report of exactly this period; none where it signed none. One query."""
    found = Edition.objects.filter(
        report__unit=unit, report__call__start=period.start, report__call__end=period.end
    ).order_by("-signed_at", "-number")
    doubts = found.values_list("content__doubts", flat=True).first()
    return tuple(SignedDoubt(**doubt) for doubt in doubts or ())
