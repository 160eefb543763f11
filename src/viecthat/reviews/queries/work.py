"""What units have open of their reviews, for the floor of the organisation below."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Count, Value

from viecthat.kernel.errors import gettext_noop
from viecthat.kernel.periods import Period
from viecthat.organisation.queries.effects import Held
from viecthat.reviews.models import STILL_THERE, WAITING, Limit, Proposal
from viecthat.units.queries.scope import among


def open_work_of(units: Collection[int]) -> list[Held]:
    """Limits not mended and proposals not answered. One query."""
    limits = Limit.objects.filter(among(units), state__in=STILL_THERE).annotate(what=Value("limit"))
    proposals = Proposal.objects.filter(among(units), state__in=WAITING).annotate(what=Value("proposal"))
    counted = [heap.order_by().values("what").annotate(n=Count("pk")) for heap in (limits, proposals)]
    found = {row["what"]: row["n"] for row in counted[0].union(counted[1], all=True)}
    return [
        Held(gettext_noop("Hạn chế chưa khắc phục: theo sang đơn vị nhận"), found.get("limit", 0)),
        Held(gettext_noop("Kiến nghị chờ trả lời: theo sang đơn vị nhận"), found.get("proposal", 0)),
    ]


def days_of_work(_units: Collection[int], _period: Period) -> list[tuple[int, date]]:
    """None: the days of work are activities."""
    return []
