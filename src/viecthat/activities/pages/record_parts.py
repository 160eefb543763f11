"""The parts of the record form that change while it is filled in. Each is drawn by the template of the whole page."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from viecthat.activities.pages.choices import ids_in, partner_choices, people_choices, result_boxes, unit_choices
from viecthat.activities.pages.record import Desk, form_context, open_desk

MOST_TAKEN_ALONG = 200  # people of a unit that a phone keeps for when it has no network


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
def take_along(request: HttpRequest) -> JsonResponse:
    """What the form asks the server for while it is filled in, for a browser to keep: the boxes of every kind, and the
    people of the unit.
    """
    desk = open_desk(request, request.GET.get("unit"))
    if not desk.units or desk.unit is None:
        raise Http404
    boxes = {}
    for kind in desk.kinds:
        form = desk.form(initial={"unit": desk.unit, "kind": kind.code})
        boxes[kind.code] = render_to_string(
            "activities/parts/results.html", {"form": form, "boxes": result_boxes(form.result_fields)}
        )
    people = {"people": people_choices(desk.actor, desk.unit, "", [], desk.at, most=MOST_TAKEN_ALONG), "typed": {}}
    told = {
        "unit": str(desk.unit),
        "boxes": boxes,
        "people": render_to_string("activities/parts/people_choices.html", people),
    }
    return JsonResponse(told, headers={"Cache-Control": "no-store"})


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
