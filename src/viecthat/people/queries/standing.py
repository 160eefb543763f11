"""How units stand by the registers of people: ratings of members, fee, sessions. For units by the thousand."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Count, Max, Q
from django.db.models.functions import TruncMonth

from viecthat.kernel.periods import Period
from viecthat.people.models import BodySession, FeeMonth, MemberYear
from viecthat.people.rules.training import member_classes
from viecthat.units.queries.scope import among


def members_rated(units: Collection[int], year: int) -> dict[int, tuple[int, int]]:
    """Of each unit: members rated in one of the two best classes, of all it rated for the year. One query."""
    best = [one.code for one in member_classes(date(year, 12, 31)).values() if one.rank <= 2]
    found = MemberYear.objects.filter(among(units), year=year).exclude(given_class="").order_by()
    rows = found.values_list("unit").annotate(top=Count("pk", filter=Q(given_class__in=best)), all=Count("pk"))
    return {unit: (top, count) for unit, top, count in rows}


def fees_entered(units: Collection[int], period: Period) -> dict[int, int]:
    """Of each unit: months of members that were paid or waived, of the months that begin in the period. One query."""
    found = FeeMonth.objects.filter(among(units), month__gte=period.start, month__lt=period.end, undone_at__isnull=True)
    return dict(found.order_by().values_list("unit").annotate(count=Count("pk")))


def last_fees(units: Collection[int]) -> dict[int, date]:
    """Of each unit: the day on which it last entered a fee. One query."""
    found = FeeMonth.objects.filter(among(units), undone_at__isnull=True).order_by()
    return dict(found.values_list("unit").annotate(last=Max("paid_on")))


def last_sessions(units: Collection[int]) -> dict[int, date]:
    """Of each unit: the day on which a body of it last met. One query."""
    found = BodySession.objects.filter(among(units, "body__unit")).order_by()
    return dict(found.values_list("body__unit").annotate(last=Max("day")))


def months_met(units: Collection[int], period: Period) -> dict[int, int]:
    """Of each unit: in how many months of the period a body of it met. One query."""
    found = BodySession.objects.filter(among(units, "body__unit"), day__gte=period.start, day__lt=period.end)
    months = found.order_by().annotate(month=TruncMonth("day"))
    return dict(months.values_list("body__unit").annotate(count=Count("month", distinct=True)))
