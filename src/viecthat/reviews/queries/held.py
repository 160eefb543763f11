"""Reviews that were opened, as their list asks for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import F, Q

from viecthat.kernel.names import fold
from viecthat.reviews.models import Review
from viecthat.units.queries.finding import units_found
from viecthat.units.queries.scope import Units, among

if TYPE_CHECKING:
    from django.db.models import QuerySet

ORDERS: dict[str, tuple[str, ...]] = {
    "-ky": ("-end", "pk"),
    "ky": ("end", "pk"),
    "ten": ("folded", "pk"),
    "-ten": ("-folded", "-pk"),
    "hoi-nghi": ("conference_on", "pk"),
    "-hoi-nghi": ("-conference_on", "-pk"),
}
FIRST = "-ky"


@dataclass(frozen=True)
class ReviewFilter:
    """What is looked for; empty parts ask for nothing. year: that of the period's last day."""

    text: str = ""
    kind: str = ""
    year: int | None = None


def reviews_found(
    wanted: ReviewFilter, units: Units, day: date, order: str = FIRST
) -> QuerySet[Review]:  # fmt: skip
    """Reviews of these units as asked for; words are those of its name or of its unit's name on `day`."""
    found = Review.objects.filter(among(units))
    if words := fold(wanted.text):
        named = Q(unit__in=units_found(wanted.text, day).order_by().values("unit"))
        titled = Q()
        for word in words.split():
            titled &= Q(folded__contains=word)
        found = found.filter(titled | named)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.year is not None:
        found = found.filter(end__gt=date(wanted.year, 1, 1), end__lte=date(wanted.year + 1, 1, 1))
    first, *rest = ORDERS[order]
    column = F(first.lstrip("-"))
    lead = column.desc(nulls_last=True) if first.startswith("-") else column.asc(nulls_last=True)
    return found.select_related("unit").order_by(lead, *rest)
