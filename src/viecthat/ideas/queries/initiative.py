"""Initiatives at work, found and read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from viecthat.ideas.models import Initiative
from viecthat.kernel.names import fold
from viecthat.plans.commands.calendar import digest_of
from viecthat.support.queries.record import partners_of

if TYPE_CHECKING:
    from viecthat.units.queries.scope import UnitScope

INITIATIVE_ORDERS = {
    "ten": ("folded", "pk"),
    "-ten": ("-folded", "-pk"),
    "ngay": ("applied_on", "pk"),
    "-ngay": ("-applied_on", "-pk"),
    "tien": ("real_money", "pk"),
    "-tien": ("-real_money", "-pk"),
}


def initiatives_found(
    units: UnitScope, *, text: str = "", field: str = "", state: str = "", during: Q | None = None
) -> QuerySet[Initiative]:
    """Initiatives of these units; `text`: title or place of work."""
    found = Initiative.objects.filter(units.of("unit"), during or Q())
    if field:
        found = found.filter(field=field)
    if state:
        found = found.filter(state=state)
    if wanted := fold(text):
        found = found.filter(folded__contains=wanted)
    return found


def initiative_with_id(pk: int) -> Initiative | None:
    """The initiative with its author and files."""
    return Initiative.objects.select_related("person", "partner", "file", "paper").filter(pk=pk).first()


def initiative_behind(code: str) -> Initiative | None:
    """The initiative whose place of work holds this code."""
    return Initiative.objects.select_related("person").filter(code=digest_of(code)).first()


def partner_choices(unit: int) -> list[tuple[str, str]]:
    """Partners of the unit to choose from."""
    return [(str(one.pk), one.name) for one in partners_of(unit)]
