"""A member's own pages: the file, who has seen it. Nothing here takes anybody's id: it is always one's own."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from viecthat.accounts.queries import actor_of
from viecthat.files.commands import small_copy
from viecthat.people.models import Person
from viecthat.people.pages.life import made_up
from viecthat.people.queries.membership import accesses_of, opened_file
from viecthat.people.queries.own import own_due, own_facts, own_registers, own_sensitive, person_of
from viecthat.ui.privacy import private

ACCESSES_SHOWN = 5
ON_PAGE = 50


def own_person(request: HttpRequest) -> Person | None:
    """The person whose own account this is."""
    return person_of(actor_of(request))


def no_file(request: HttpRequest) -> HttpResponse:
    """What somebody sees whose account is tied to nobody's file."""
    return render(request, "people/own_none.html")


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """My file, what happened, who has seen it."""
    person, at = own_person(request), now()
    if person is None:
        return no_file(request)
    seen = list(accesses_of(person)[: ACCESSES_SHOWN + 1])
    context = {
        "person": person,
        "opened": opened_file(person, at),
        "due": own_due(person, at),
        "facts": own_facts(person),
        "sensitive": own_sensitive(person),
        "registers": [section.shown for section in own_registers(person, at) if section.rows],
        "accesses": seen[:ACCESSES_SHOWN],
        "more_accesses": len(seen) > ACCESSES_SHOWN,
        "synthetic": made_up([person]),
    }
    return private(render(request, "people/own.html", context))


@require_safe
def accesses(request: HttpRequest) -> HttpResponse:
    """Everybody who did something with my file, newest first."""
    person = own_person(request)
    if person is None:
        return no_file(request)
    page = Paginator(accesses_of(person), ON_PAGE).get_page(request.GET.get("trang"))
    return private(render(request, "people/own_accesses.html", {"person": person, "page": page}))


@require_safe
def photo(request: HttpRequest) -> HttpResponse:
    """My portrait, small."""
    person = own_person(request)
    if person is None or person.photo is None or not person.photo.path.exists():
        raise Http404
    headers = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(small_copy(person.photo).read_bytes(), content_type="image/jpeg", headers=headers)
