"""Seats in groups of other bodies: found, with their meetings."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Max, Q, QuerySet

from viecthat.inspections.models import ExternalGroup, GroupMeeting
from viecthat.kernel.names import fold

if TYPE_CHECKING:
    from viecthat.units.queries.scope import UnitScope

GROUP_ORDERS = {"ngay": ("start", "pk"), "-ngay": ("-start", "-pk"), "ten": ("folded", "pk")}
RUNNING, OVER = "dang", "het"


def groups_found(units: UnitScope, today: date, *, text: str, state: str, year: int | None) -> QuerySet[ExternalGroup]:
    """Seats of these units, with how often the group met and when last."""
    over = Q(last_day__lt=today)
    found = ExternalGroup.objects.filter(units.of("unit"))
    if state:
        found = found.filter(over if state == OVER else ~over | Q(last_day__isnull=True))
    if year:
        found = found.filter(
            Q(last_day__isnull=True) | Q(last_day__gte=date(year, 1, 1)), start__lte=date(year, 12, 31)
        )
    if fold(text):
        found = found.filter(Q(folded__contains=fold(text)) | Q(person__folded_name__contains=fold(text)))
    return found.select_related("person").annotate(met=Count("meetings"), last_met=Max("meetings__day"))


def group_by_id(pk: int) -> ExternalGroup | None:
    """The seat."""
    return ExternalGroup.objects.filter(pk=pk).select_related("person").first()


def meetings_of(group: ExternalGroup) -> list[GroupMeeting]:
    """Its meetings, the latest first."""
    return list(group.meetings.order_by("-day", "-pk"))
