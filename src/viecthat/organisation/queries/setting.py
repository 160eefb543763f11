"""Which kinds of units are used where, on a day."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from viecthat.organisation.models import UnitKindsUsed
from viecthat.units.tree import tree_on


def kinds_used_at(parent: int, day: date) -> UnitKindsUsed | None:
    """The setting that holds for units founded under `parent` on the day: the nearest one; None for every kind.

    One query.
    """
    tree = tree_on(day)
    path = [*tree.ancestors(parent), parent] if parent in tree else [parent]
    found = UnitKindsUsed.objects.filter(unit__in=path, start__lte=day).filter(Q(end__isnull=True) | Q(end__gt=day))
    return max(found, key=lambda one: path.index(one.unit_id), default=None)


def settings_of(unit: int) -> list[UnitKindsUsed]:
    """What the unit settled itself, the newest first."""
    return list(UnitKindsUsed.objects.filter(unit=unit).select_related("set_by").order_by("-start"))
