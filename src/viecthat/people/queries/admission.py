"""Applications for membership, step by step."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count, QuerySet

from viecthat.accounts.choices import Capability
from viecthat.people.choices.membership import AdmissionStep
from viecthat.people.models import Admission
from viecthat.people.rules.file import may_see_file
from viecthat.people.rules.membership import may_decide_above
from viecthat.units.queries.scope import units_where
from viecthat.units.rules import may

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

OPEN_STEPS = (
    AdmissionStep.APPLIED,
    AdmissionStep.LEARNED,
    AdmissionStep.INTRODUCED,
    AdmissionStep.VOTED,
    AdmissionStep.APPROVED,
)


def admissions_at(unit: int, steps: Collection[str]) -> QuerySet[Admission]:
    """Applications of a branch at these steps, by name."""
    found = Admission.objects.filter(unit=unit, step__in=list(steps)).select_related("person", "introducer")
    return found.order_by("person__sort_key", "pk")


def steps_open(actor: Account, at: datetime) -> dict[int, dict[str, int]]:
    """How many applications wait at which step, by branch, of those `actor` may see."""
    scope = units_where(actor, Capability.FILES, at)
    waiting = Admission.objects.filter(scope.of("unit"), step__in=OPEN_STEPS).values_list("unit", "step")
    found: dict[int, dict[str, int]] = {}
    for unit, step, count in waiting.annotate(count=Count("pk")).order_by():
        found.setdefault(unit, {})[step] = count
    return found


def admission_with_id(pk: int, actor: Account, at: datetime) -> Admission | None:
    """The application, for those who may open the applicant's file."""
    found = Admission.objects.select_related("person", "introducer", "recorded_by", "approved_by").filter(pk=pk).first()
    return found if found is not None and may_see_file(actor, found.person, at) else None


def may_follow_admissions(actor: Account, unit: int, at: datetime) -> bool:
    """Open the page of a branch's applications: whoever keeps its book, or decides above it."""
    return may(actor, Capability.FILES, unit, at) or may_decide_above(actor, unit, at)


def has_voted(unit: int) -> bool:
    """Whether the branch ever voted on somebody's admission."""
    return Admission.objects.filter(unit=unit, voted_on__isnull=False).exists()
