"""Support at a glance: what waits, what a year came to."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from viecthat.support.pages.shared import links, reader_of
from viecthat.support.queries.figures import by_group, by_topic
from viecthat.support.queries.listing import overdue_in, placements_due
from viecthat.support.rules import may_keep_support
from viecthat.units.pages.register import asked_of


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What waits for somebody, and the year's figures by topic and group; few people are not told apart."""
    reader = reader_of(request)
    asked = asked_of(request, reader.at, reader.today)
    year = asked.given.get("year") or reader.today.year
    whole = asked.unit is not None and may_keep_support(reader.actor, asked.unit.id, reader.at)
    context = {
        "form": asked.form,
        "unit": asked.unit,
        "year": year,
        "whole": whole,
        "topics": by_topic(asked.units, year, whole=whole),
        "groups": by_group(asked.units, year, whole=whole),
        "due": placements_due(asked.units, reader.today),
        "overdue": overdue_in(asked.units, reader.today),
        "links": links(),
    }
    return render(request, "support/home.html", context)
