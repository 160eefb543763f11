"""Open reviews."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold, one_line
from viecthat.kernel.periods import Period
from viecthat.reviews.models import Review, ReviewKind
from viecthat.reviews.rules import may_open_review

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.plans.models import Directive

LONGEST_TITLE = 200
_LONGEST_SOURCE = 300


@transaction.atomic
def open_review(
    *,
    unit: int,
    slug: str,
    kind: ReviewKind,
    title: str,
    period: Period,
    conference_on: date | None,
    directives: Iterable[Directive],
    source: str,
    actor: Account | None,
    at: datetime,
) -> Review:
    """A review of the unit over `period`, of how `directives` were carried out. `actor` None: the installation itself.

    Raises Refused when the actor may not, the unit has a review of that `slug`, or the conference would be held before
    the period has begun.
    """
    if actor is not None and not may_open_review(actor, unit, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền mở cuộc sơ kết, tổng kết ở đơn vị này."), field="unit")
    if conference_on is not None and conference_on < period.start:
        raise Refused(gettext_noop("Hội nghị không thể họp trước khi kỳ bắt đầu; xem lại ngày."), field="conference_on")
    review = Review(
        unit_id=unit,
        slug=slug,
        kind=kind,
        title=one_line(title, LONGEST_TITLE, field="title"),
        start=period.start,
        end=period.end,
        conference_on=conference_on,
        source=one_line(source, _LONGEST_SOURCE, field="source"),
    )
    review.folded = fold(review.title)
    save_checked(review)
    review.directives.set(directives)
    return review
