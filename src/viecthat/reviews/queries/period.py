"""What a person means by a period: a review that was held, a congress term, or days."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from viecthat.figures.queries.periods import term_meant
from viecthat.kernel.names import fold
from viecthat.kernel.periods import Period, parse_period
from viecthat.prepared import prepared
from viecthat.reviews.models import Review

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from viecthat.units.queries import UnitRow

_YEARS = re.compile(r"(?P<first>\d{4})\s*[-–]\s*(?P<last>\d{4})")
_BETWEEN = re.compile(r"[^a-z0-9]+")


def period_meant(unit: UnitRow, text: str) -> tuple[Period, Review | None]:
    """The period of a review the unit holds (by its short name or the years in it), of its term, or as written.

    Raises Refused when the text names no period.
    """
    held = _held(unit.id)
    named = _named(held, text)
    if named is not None:
        return Period(named.start, named.end), named
    period = term_meant(unit.id, text) or parse_period(text, field="period")
    same = (review for review in held if (review.start, review.end) == (period.start, period.end))
    return period, next(same, None)


@prepared
def _held(unit: int) -> QuerySet[Review]:
    return Review.objects.filter(unit=unit).order_by("-end", "pk")


def _named(held: list[Review], text: str) -> Review | None:
    """By the short name; or by the years in it, unless the text speaks of a term."""
    slug = _BETWEEN.sub("-", fold(text)).strip("-")
    years = _YEARS.search(text)
    span = f"{years['first']}-{years['last']}" if years and "nhiem ky" not in fold(text) else ""
    return next((r for r in held if r.slug == slug), None) or next((r for r in held if span and span in r.slug), None)
