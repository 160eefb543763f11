"""What is shown where a unit does not stand in the map asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from viecthat.reviews.queries.review import map_day_of
from viecthat.ui.sentences import sentence_of
from viecthat.units.queries import standing_of
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.kernel.errors import Refused
    from viecthat.reviews.pages.review import Asked


def not_in_map(request: HttpRequest, asked: Asked, refused: Refused) -> HttpResponse:
    """Why, and the way on: the other map when the unit stands there, and the unit that carries its work on today."""
    today = localdate()
    other = "then" if asked.map_name == "now" else "now"
    there = asked.unit.id in map_on(map_day_of(other, asked.period, today)).tree
    heir = standing_of(asked.unit.id, today).unit
    context = {
        "asked": asked,
        "why": sentence_of(refused),
        "other": other if there else "",
        "heir": heir if heir is not None and heir.id != asked.unit.id else None,
    }
    return render(request, "reviews/not_in_map.html", context, status=404)
