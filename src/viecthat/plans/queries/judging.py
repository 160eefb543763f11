"""By which lines targets are judged on a day: the latest that was set here, or the catalogue's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from django.db.models import QuerySet

from viecthat.catalogue.judging import thresholds_on as catalogue_thresholds_on
from viecthat.kernel.judging import Thresholds
from viecthat.plans.models import JudgingRule
from viecthat.units.marks import add_mark_of_rows, kept

_MARK = add_mark_of_rows("plans_judgingrule")
Lines = Callable[[date], Thresholds]


def judging_rules() -> QuerySet[JudgingRule]:
    """Every set of lines, the newest first."""
    return JudgingRule.objects.order_by("-start")


def judging_lines() -> Lines:
    """The lines of any day. One query, however many targets are judged by what it returns."""
    rules = kept(_MARK, lambda: list(judging_rules()))

    def on(day: date) -> Thresholds:
        rule = next((rule for rule in rules if rule.start <= day), None)
        return catalogue_thresholds_on(day) if rule is None else thresholds_of(rule)

    return on


def thresholds_of(rule: JudgingRule) -> Thresholds:
    """A rule as the kernel reads it."""
    return Thresholds(
        promising=Fraction(rule.promising, 100),
        far_too_low=Fraction(rule.far_too_low, 100),
        met=Fraction(rule.met, 100),
    )
