"""The parts of the record form that change while it is filled in. Each is drawn by the template of the whole page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from viecthat.activities.pages.choices import ids_in, partner_choices, people_choices, unit_choices
from viecthat.activities.pages.record import Desk, form_context, open_desk


def _desk_for_unit(request: HttpRequest) -> tuple[Desk, int]:
    """The desk and the unit asked about. Http404 where the reader may not record: they learn nothing of it."""
    asked = ids_in(request.GET.get("unit"))
    desk = open_desk(request, asked)
    if not asked or asked[0] not in desk.units:
        raise Http404
    return desk, asked[0]


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """The boxes of the chosen kind, and the targets it adds to."""
    desk, _unit = _desk_for_unit(request)
    form = desk.form(initial=request.GET.dict())
    return render(request, "activities/record_results.html", form_context(desk, form, {}))


@require_safe
def for_unit(request: HttpRequest) -> HttpResponse:
    """Another unit was chosen: its people, and the targets above it."""
    desk, _unit = _desk_for_unit(request)
    form = desk.form(initial=request.GET.dict() | {"people": request.GET.getlist("people")})
    return render(request, "activities/record_for_unit.html", form_context(desk, form, {}))


@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """Units the reader may record for, by part of their name."""
    desk = open_desk(request, request.GET.get("unit"))
    if not desk.units:
        raise Http404
    choices = unit_choices(request.GET.get("q_unit", ""), desk.unit, desk.units, desk.at)
    return render(request, "activities/parts/unit_choices.html", {"units": choices})


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """People of the unit, by part of their name."""
    desk, unit = _desk_for_unit(request)
    ticked = ids_in(request.GET.getlist("people"))
    choices = people_choices(desk.actor, unit, request.GET.get("q_people", ""), ticked, desk.at)
    context = {"people": choices, "typed": {"q_people": request.GET.get("q_people", "")}}
    return render(request, "activities/parts/people_choices.html", context)


@require_safe
def partners(request: HttpRequest) -> HttpResponse:
    """Units that may have taken part, by part of their name."""
    desk, unit = _desk_for_unit(request)
    ticked = ids_in(request.GET.getlist("partners"))
    choices = partner_choices(unit, request.GET.get("q_partners", ""), ticked, desk.at)
    context = {"partners": choices, "typed": {"q_partners": request.GET.get("q_partners", "")}}
    return render(request, "activities/parts/partner_choices.html", context)
