"""What moved in a review between two moments, for those who follow it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from viecthat.figures.queries.question import counts_people
from viecthat.figures.rules import FEWEST_PEOPLE
from viecthat.kernel.errors import Refused
from viecthat.kernel.periods import Period
from viecthat.plans.choices import TaskOrigin
from viecthat.plans.queries.task import tasks_confirmed
from viecthat.reviews.models import LimitStep, LimitStepKind, Review, ReviewSubscription
from viecthat.reviews.queries.review import review_table
from viecthat.units.queries import units_by_id

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.figures.queries.targets import Figure


@dataclass(frozen=True)
class MovedFigure:
    """A figure that is another one now; `then` None where there was none."""

    then: Figure | None
    now: Figure

    @property
    def verdict_changed(self) -> bool:
        """Whether something else is said of its target."""
        if self.then is None or self.now.target is None or self.then.target is None:
            return False
        return self.then.verdict != self.now.verdict

    def moved_by(self, threshold: Fraction) -> bool:
        """Whether it moved by so large a part of what it was, of shares by so many points."""
        before = self.then.result if self.then is not None and self.then.has_figures else None
        after = self.now.result
        if before is None or after is None:
            return after is not None and before is None
        if self.now.row.value is None:
            return abs(after - before) >= threshold
        return before != after and (before == 0 or abs(after - before) / abs(before) >= threshold)

    @property
    def few(self) -> bool:
        """Whether it counts so few people that a mail doesn't say how many."""
        return counts_people(self.now.indicator) and 0 < (self.now.row.value or 0) < FEWEST_PEOPLE


@dataclass(frozen=True)
class ReviewMoves:
    """All that moved. limits: found mended or dropped; conclusions: tasks of conclusions that were confirmed."""

    figures: tuple[MovedFigure, ...]
    limits: int
    conclusions: int

    def __bool__(self) -> bool:
        return bool(self.figures or self.limits or self.conclusions)


def moves_of(review: Review, *, since: datetime, at: datetime, threshold: int) -> ReviewMoves:
    """What moved in the review from `since` to `at`: figures by `threshold` percent, verdicts, what was closed.

    Both states are asked of the ledger; nothing of them is kept. Nothing where the unit stands in no map of the day.
    """
    period = Period(review.start, review.end)
    today, day = localdate(at), localdate(since)
    unit = units_by_id([review.unit_id], today)[review.unit_id]
    figures: list[MovedFigure] = []
    try:
        tables = [
            review_table(unit, period, map_name="then", today=today, review=review),
            review_table(unit, period, map_name="then", today=day, as_known=since, review=review),
        ]
    except Refused:
        tables = []
    if tables:
        now, then = tables
        before: dict[tuple[int, int | None], Figure] = {
            (figure.indicator.pk, figure.target.pk if figure.target else None): figure for figure in then.figures
        }
        for figure in now.figures:
            was = before.get((figure.indicator.pk, figure.target.pk if figure.target else None))
            moved = MovedFigure(was, figure)
            if figure.has_figures and (moved.verdict_changed or moved.moved_by(Fraction(threshold, 100))):
                figures.append(moved)
    closed = LimitStep.objects.filter(
        limit__unit=review.unit_id,
        limit__review__end__lte=review.end,
        kind__in=[LimitStepKind.MENDED, LimitStepKind.DROPPED],
        at__gt=since,
        at__lte=at,
    )
    return ReviewMoves(
        tuple(figures),
        closed.values("limit").distinct().count(),
        tasks_confirmed(review.unit_id, TaskOrigin.CONCLUSION, since, at),
    )


def subscription_of(review: Review, account: Account) -> ReviewSubscription | None:
    """How the account follows the review now; None when it does not."""
    return ReviewSubscription.objects.filter(review=review, account=account.pk, ended_at=None).first()


def subscription_by_id(pk: int) -> ReviewSubscription | None:
    """The subscription behind a link, ended or not."""
    return ReviewSubscription.objects.select_related("review").filter(pk=pk).first()
