"""What superiors said of a review."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext

from viecthat.prepared import prepared
from viecthat.reviews.asides import Aside
from viecthat.reviews.models import Appraisal, Review
from viecthat.units.queries import UnitRow, units_by_id

_QUOTED = 12  # words, so that it stays on a line


@dataclass(frozen=True)
class Appraised:
    """Remarks in force, with the unit they were written for, and the versions they put right, the newest first."""

    appraisal: Appraisal
    unit: UnitRow
    before: tuple[Appraisal, ...] = ()

    @property
    def parts(self) -> list[tuple[str, str]]:
        """The parts that say something, each with its name."""
        told = self.appraisal
        parts = (
            (gettext("Đánh giá chung"), told.words),
            (gettext("Nội dung vượt, đạt mục tiêu"), told.exceeded),
            (gettext("Điểm nhấn"), told.notable),
            (gettext("Định hướng lâu dài"), told.direction),
        )
        return [(name, said) for name, said in parts if said]


def appraisals_of(review: Review, today: date) -> list[Appraised]:
    """Remarks on the review that are in force, in the order they were made. Two queries, one without any."""
    rows = _made_of(review.pk)
    by_id = {row.pk: row for row in rows}
    corrected = {row.corrects_id for row in rows}
    names = units_by_id({row.unit_id for row in rows}, today) if rows else {}
    return [Appraised(row, names[row.unit_id], _before(row, by_id)) for row in rows if row.pk not in corrected]


@prepared
def _made_of(review: int) -> QuerySet[Appraisal]:
    return Appraisal.objects.filter(review=review).select_related("signed_by", "paper").order_by("day", "pk")


def told_beside(review: Review, unit: UnitRow, today: date) -> Aside | None:
    """The latest remarks, quoted on the review's own page."""
    rows = appraisals_of(review, today)
    if not rows:
        return None
    last = rows[-1].appraisal
    words = Truncator(last.words).words(_QUOTED)
    said = gettext("{who}, {post}: “{words}”").format(who=last.said_by, post=last.post, words=words)
    return Aside(said, reverse("reviews:appraisals", args=[unit.code, review.slug]))


def _before(row: Appraisal, by_id: dict[int, Appraisal]) -> tuple[Appraisal, ...]:
    found = []
    while row.corrects_id is not None:
        row = by_id[row.corrects_id]
        found.append(row)
    return tuple(found)


def appraisal_numbered(pk: int) -> Appraisal | None:
    """Remarks by their number."""
    return Appraisal.objects.filter(pk=pk).select_related("review", "paper").first()


def appraisal_corrected(appraisal: Appraisal) -> bool:
    """Whether somebody has put these remarks right."""
    return Appraisal.objects.filter(corrects=appraisal.pk).exists()
