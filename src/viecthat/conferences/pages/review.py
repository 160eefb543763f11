"""The two tabs of a review: its conference, and what was concluded before and there."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from viecthat.conferences.pages.shared import Shown, home_of
from viecthat.conferences.queries.conclusions import conclusions_of, earlier_of_review
from viecthat.conferences.queries.conference import conference_of, counts_of, reviews_of
from viecthat.conferences.queries.presence import attendance_of
from viecthat.conferences.rules import may_keep_conferences
from viecthat.plans.pages.shared import Reader, reader_of
from viecthat.reviews.pages.review import Asked, asked_for


@require_safe
def conference_page(request: HttpRequest, unit_code: str, slug: str) -> HttpResponse:
    """When, where, who, what was said; or the way to set one up."""
    reader, asked = reader_of(request), _opened(request, unit_code, slug)
    shown, keeper = _shown(asked, reader)
    context = {"asked": asked, "keeper": keeper, "today": reader.today}
    if shown is not None:
        context |= shown.context | {
            "reviews": reviews_of(shown.conference),
            "agenda": list(shown.conference.agenda.all()),
            "counts": counts_of(shown.conference),
            "attendance": attendance_of(shown.conference),
        }
    return render(request, "conferences/conference.html", context)


@require_safe
def conclusions_page(request: HttpRequest, unit_code: str, slug: str) -> HttpResponse:
    """What was concluded before, as it stands; what this conference concludes."""
    reader, asked = reader_of(request), _opened(request, unit_code, slug)
    shown, keeper = _shown(asked, reader)
    assert asked.review is not None  # noqa: S101 - _opened has seen to it
    own = shown.conference if shown is not None else None
    earlier = earlier_of_review(asked.review, reader.today)
    context = {
        "asked": asked,
        "keeper": keeper,
        "earlier": earlier,
        "now": conclusions_of(own, reader.today) if own is not None else [],
        "today": reader.today,
    }
    if shown is not None:
        context |= shown.context
    return render(request, "conferences/conclusions.html", context)


def _opened(request: HttpRequest, unit_code: str, slug: str) -> Asked:
    asked = asked_for(request, unit_code, slug)
    if asked.review is None:
        raise Http404
    return asked


def _shown(asked: Asked, reader: Reader) -> tuple[Shown | None, bool]:
    keeper = may_keep_conferences(reader.actor, asked.unit.id, reader.at)
    conference = conference_of(asked.review) if asked.review is not None else None
    if conference is None:
        return None, keeper
    return Shown(conference, asked.unit, home_of(conference, asked.unit), keeper), keeper
