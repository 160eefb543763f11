"""Registers of advice, coordination, visits to the base."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Count, Model, Prefetch, Q, QuerySet

from viecthat.kernel.names import fold
from viecthat.plans.choices import AdviceOutcome
from viecthat.plans.models import Advice, BaseVisit, Coordination, CoordinationResult, Directive
from viecthat.units.queries import UnitRow, units_by_id
from viecthat.units.queries.scope import UnitScope

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class RegisterFilter:
    """What is looked for in a register; empty parts ask for nothing. `units` bounds what the reader may see."""

    units: UnitScope
    unit: int | None = None
    text: str = ""
    year: int | None = None
    outcome: str = ""
    serves: int | None = None


def _words(found: QuerySet[M], text: str) -> QuerySet[M]:
    for word in fold(text).split():
        found = found.filter(folded__contains=word)
    return found


def advice_found(wanted: RegisterFilter) -> QuerySet[Advice]:
    """Papers of advice, the latest first."""
    found = Advice.objects.filter(wanted.units.of("unit")).select_related("paper", "serves", "programme")
    if wanted.unit is not None:
        found = found.filter(unit=wanted.unit)
    if wanted.year is not None:
        found = found.filter(sent_on__year=wanted.year)
    if wanted.outcome:
        found = found.filter(outcome=wanted.outcome)
    if wanted.serves is not None:
        found = found.filter(serves=wanted.serves)
    return _words(found, wanted.text).order_by("-sent_on", "-pk")


@dataclass(frozen=True)
class AdviceSummary:
    """How many papers, how many with each outcome, and in how many days half of the outcomes came."""

    papers: int
    outcomes: tuple[tuple[str, int], ...]
    median: int | None


def advice_summary(found: QuerySet[Advice]) -> AdviceSummary:
    """What a list of advice comes to. Two queries."""
    counts = dict(found.order_by().values_list("outcome").annotate(n=Count("pk")))
    days = sorted(
        (told - sent).days for sent, told in found.order_by().values_list("sent_on", "outcome_on") if told is not None
    )
    return AdviceSummary(
        sum(counts.values()),
        tuple((str(outcome.label), counts[outcome.value]) for outcome in AdviceOutcome if outcome.value in counts),
        days[(len(days) - 1) // 2] if days else None,
    )


def documents_advised_on(units: UnitScope) -> QuerySet[Directive]:
    """The documents that some advice of these units carries out."""
    rows = Advice.objects.filter(units.of("unit"), serves__isnull=False).values("serves")
    return Directive.objects.filter(pk__in=rows).order_by("number", "subject").defer("text", "folded")


def advice_numbered(pk: int) -> Advice | None:
    """A paper of advice."""
    return Advice.objects.filter(pk=pk).select_related("paper", "serves", "programme").first()


def coordinations_found(wanted: RegisterFilter) -> QuerySet[Coordination]:
    """Agreements, the latest first, each with its results, the latest of them first."""
    results = Prefetch("results", CoordinationResult.objects.order_by("-day", "-pk"))
    found = Coordination.objects.filter(wanted.units.of("unit")).select_related("directive").prefetch_related(results)
    if wanted.unit is not None:
        found = found.filter(unit=wanted.unit)
    if wanted.year is not None:
        found = found.filter(Q(end=None) | Q(end__gt=date(wanted.year, 1, 1)), start__lt=date(wanted.year + 1, 1, 1))
    return _words(found, wanted.text).order_by("-start", "-pk")


def coordination_numbered(pk: int) -> Coordination | None:
    """An agreement."""
    return Coordination.objects.filter(pk=pk).select_related("directive").first()


def visits_found(wanted: RegisterFilter) -> QuerySet[BaseVisit]:
    """Visits to the base, the latest first."""
    found = BaseVisit.objects.filter(wanted.units.of("unit"))
    if wanted.unit is not None:
        found = found.filter(unit=wanted.unit)
    if wanted.year is not None:
        found = found.filter(day__year=wanted.year)
    for word in wanted.text.split():
        found = found.filter(Q(department__icontains=word) | Q(purpose__icontains=word) | Q(found__icontains=word))
    return found.order_by("-day", "-pk")


def visits_by_department(found: QuerySet[BaseVisit]) -> list[tuple[str, int, int]]:
    """Each department with how often it went and to how many units. One query."""
    rows = found.order_by().values("department").annotate(n=Count("pk"), units=Count("visited", distinct=True))
    return sorted(((row["department"], row["n"], row["units"]) for row in rows), key=lambda row: (-row[1], row[0]))


def names_of(units: Iterable[int], day: date) -> dict[int, UnitRow]:
    """The units of a list. One query."""
    return units_by_id(set(units), day)
