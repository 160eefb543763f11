"""Congress terms. What a document or a target belongs to is always a term of the Union itself."""

from datetime import date

from django.db.models import QuerySet

from viecthat.kernel.periods import Period
from viecthat.plans.choices import TermLine
from viecthat.plans.models import Term
from viecthat.prepared import prepared


def term_of(unit: int, period: Period) -> Term | None:
    """The congress term of the unit that holds the whole period, or the period it begins with."""
    return next(iter(_holding(unit, period.start)), None)


@prepared
def _holding(unit: int, day: date) -> "QuerySet[Term]":
    return Term.objects.filter(unit=unit, line=TermLine.UNION, start__lte=day, end__gt=day).order_by("-start")[:1]


def terms_of(unit: int, line: str = TermLine.UNION) -> "QuerySet[Term]":
    """The unit's terms, newest first; with another `line` those of the Party or the association beside it."""
    return Term.objects.filter(unit=unit, line=line).order_by("-start")
