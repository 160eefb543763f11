"""What came of activities: the lines of their postings that count now."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from viecthat.activities.models import ActivityPosting
from viecthat.kernel.made_up import MadeUp
from viecthat.kernel.quantities import unscaled
from viecthat.ledger.choices import Grade
from viecthat.ledger.queries import entries_of

if TYPE_CHECKING:
    from viecthat.ledger.models import Indicator


@dataclass(frozen=True)
class Result:
    """So much of an indicator, and how well that is proved. `quantity` is in the indicator's smallest unit."""

    indicator: Indicator
    quantity: int
    grade: Grade

    @property
    def amount(self) -> Decimal:
        """The quantity in the unit people say: 24 with one decimal is 2,4."""
        return unscaled(self.quantity, self.indicator.decimals)


def results_of_postings(posting_ids: Collection[int]) -> dict[int, list[Result]]:
    """The results in each of these postings, by posting id; lines of one indicator and grade are added. One query."""
    found: dict[int, dict[tuple[int, int], Result]] = {pk: {} for pk in posting_ids}
    for entry in entries_of(posting_ids):
        lines = found[entry.posting_id]
        key = (entry.indicator_id, entry.grade)
        before = lines[key].quantity if key in lines else 0
        lines[key] = Result(entry.indicator, before + entry.quantity, Grade(entry.grade))
    return {pk: list(lines.values()) for pk, lines in found.items()}


@dataclass(frozen=True)
class Live:
    """What counts now of an activity; `made_up`: what of it is, for a demonstration."""

    results: tuple[Result, ...] = ()
    made_up: MadeUp = MadeUp.NOTHING


def live_results_of(activity_ids: Collection[int]) -> dict[int, Live]:
    """What counts now of each of these activities, by activity id; nothing for a cancelled one. Two queries."""
    links = ActivityPosting.objects.filter(
        activity__in=list(activity_ids), posting__reverses__isnull=True, posting__reversed_by__isnull=True
    )
    rows = list(
        links.values_list(
            "posting_id", "activity_id", "posting__dataset__synthetic", "posting__dataset__totals_published"
        )
    )
    results = results_of_postings([posting for posting, *_ in rows])
    live = {
        activity: Live(
            tuple(results[posting]), MadeUp.of(synthetic=bool(synthetic), totals_published=bool(totals_published))
        )
        for posting, activity, synthetic, totals_published in rows
    }
    return {pk: live.get(pk, Live()) for pk in activity_ids}
