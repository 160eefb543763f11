"""Reads of terms, directives and targets."""

from django.db.models import F, Q, QuerySet

from viecthat.kernel.periods import Period
from viecthat.plans.models import Directive, Target, Term


def term_of(unit: int, period: Period) -> Term | None:
    """The congress term of the unit that holds the whole period, or the period it begins with."""
    terms = Term.objects.filter(unit=unit, start__lte=period.start, end__gt=period.start)
    return terms.order_by("-start").first()


def terms_of(unit: int) -> "QuerySet[Term]":
    """The unit's terms, newest first."""
    return Term.objects.filter(unit=unit).order_by("-start")


def targets_under_review(unit: int, period: Period) -> "QuerySet[Target]":
    """The targets a review of `period` answers for: those of the period itself and of whatever longer span holds it.

    A target that was over, or had not begun, on the period's last day belongs to another review.
    """
    within = Q(start__gte=period.start, end__lte=period.end)
    holding = Q(start__lte=period.start, end__gte=period.end)
    return (
        Target.objects.filter(unit=unit)
        .filter(within | holding)
        .select_related("indicator", "directive", "follows")
        .order_by("indicator__area", "position", "indicator__code", F("end") - F("start"))
    )


def targets_in_force(units: list[int], period: Period) -> "QuerySet[Target]":
    """Targets of these units whose period overlaps."""
    return (
        Target.objects.filter(unit__in=units, start__lt=period.end, end__gt=period.start)
        .select_related("indicator")
        .order_by("end", "position", "indicator__code")
    )


def directives_of(unit: int) -> "QuerySet[Directive]":
    """Documents the unit issued, newest first."""
    return Directive.objects.filter(issuer=unit).order_by(F("issued_on").desc(nulls_last=True), "number")
