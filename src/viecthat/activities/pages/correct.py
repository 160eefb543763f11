"""Set right what was recorded, or say what came of what was planned."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from viecthat.accounts.queries import actor_of
from viecthat.activities.choices import State
from viecthat.activities.commands.correcting import correct_activity
from viecthat.activities.forms.record import CorrectForm
from viecthat.activities.pages.activity import opened_or_404
from viecthat.activities.pages.choices import boxes_of_effort, ids_in, partner_choices, result_boxes
from viecthat.activities.pages.record import MORE_FACTS
from viecthat.activities.queries import OpenedActivity
from viecthat.activities.queries.kinds import effort_of, kind_book, own_of, results_of, typed_indicators
from viecthat.activities.queries.presence import counts_served
from viecthat.activities.queries.recording import programmes_offered, superiors_offered
from viecthat.activities.rules import may_correct_activity
from viecthat.kernel.errors import Refused

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

SEARCH = "doi"  # the button that only looks for units, where there is no JavaScript


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """The form with what stands in the book, and the correction."""
    at, actor = now(), actor_of(request)
    opened = opened_or_404(request, pk, at)
    if not may_correct_activity(actor, opened.activity, at):
        raise PermissionDenied
    sent = request.method == "POST" and SEARCH not in request.POST
    form = _form(opened, actor, at, request)
    if sent and form.is_valid():
        try:
            _correct(opened, form, actor, at)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Đã sửa “{title}”.").format(title=form.cleaned_data["title"]))
            return redirect("activities:activity", pk)
    served = counts_served(pk)
    context = {
        "opened": opened,
        "form": form,
        "boxes": result_boxes(form.result_fields),
        "effort_boxes": result_boxes(boxes_of_effort(form, counted=served)),
        "served": served,
        "effort_open": bool(served) or any(box.value() or box.errors for box, _indicator in form.effort_fields),
        "more_facts_open": any(form[name].value() or form[name].errors for name in MORE_FACTS),
        "partners": partner_choices(
            opened.activity.unit_id, request.POST.get("q_partners", ""), ids_in(form["partners"].value()), at
        ),
        "typed": {"q_partners": request.POST.get("q_partners", "")},
        "to_come": opened.activity.state == State.PLANNED,
    }
    return render(request, "activities/correct.html", context, status=422 if form.errors else 200)


def _form(opened: OpenedActivity, actor: Account, at: datetime, request: HttpRequest) -> CorrectForm:
    activity, known = opened.activity, typed_indicators()
    version = kind_book([activity.kind_id]).on(activity.kind_id, activity.day)
    if version is None:
        raise Http404
    offered: dict[str, Any] = {
        "version": version,
        "yields": {version.code: results_of(version, known)},
        "effort": [*effort_of(known), *own_of(known, activity.unit_id, activity.day)],
        "programmes": programmes_offered(actor, activity.unit_id, at),
        "superiors": superiors_offered(activity.unit_id, localdate(at)),
        "to_come": activity.state == State.PLANNED,
    }
    _keep_offered(offered, opened)
    if request.method == "POST" and SEARCH not in request.POST:
        return CorrectForm(request.POST, initial=_initial(opened), **offered)
    if request.method == "POST":
        many = {name: request.POST.getlist(name) for name in ("partners", "serves", "youth_groups")}
        return CorrectForm(initial=request.POST.dict() | many, **offered)
    return CorrectForm(initial=_initial(opened), **offered)


def _initial(opened: OpenedActivity) -> dict[str, Any]:
    activity = opened.activity
    names = (
        "revision", "title", "day", "last_day", "begins", "ends", "place", "note", "head_count", "task_served",
        "need_served", "youth_groups", "challenge", "outcome", "outcome_words", "public",
    )  # fmt: skip
    told: dict[str, Any] = {name: getattr(activity, name) for name in names}
    told["last_day"] = None if activity.last_day == activity.day else activity.last_day
    told["pin"] = "" if activity.lat is None else f"{activity.lat:.5f}, {activity.lon:.5f}"
    told["part_of"] = activity.part_of_id or ""
    told["partners"] = [unit.id for unit in opened.partners]
    told["outside"] = "\n".join(f"{one.name}: {one.gave}" if one.gave else one.name for one in activity.outside.all())
    told["serves"] = [_value(row.programme_id, row.item_id) for row in activity.serves.all()]
    for result in opened.results:
        told[f"result_{result.indicator.pk}"] = result.amount
    for code, value in activity.details.items():
        told[f"detail_{code}"] = value
    return told


def _value(programme: int, item: int | None) -> str:
    return str(programme) if item is None else f"{programme}-{item}"


def _keep_offered(offered: dict[str, Any], opened: OpenedActivity) -> None:
    """What was chosen before stays on offer, also when its year is over."""
    activity = opened.activity
    known = {value for value, _name in offered["programmes"]}
    for row in activity.serves.select_related("programme", "item"):
        value = _value(row.programme_id, row.item_id)
        if value not in known:
            name = row.programme.title if row.item is None else f"{row.programme.title} · {row.item.title}"
            offered["programmes"] = [(value, name), *offered["programmes"]]
    above = activity.part_of
    if above is not None and above.pk not in {pk for pk, _name in offered["superiors"]}:
        offered["superiors"] = [(above.pk, above.title), *offered["superiors"]]


def _correct(opened: OpenedActivity, form: CorrectForm, actor: Account, at: datetime) -> None:
    data = form.cleaned_data
    correct_activity(
        activity=opened.activity,
        revision=data["revision"],
        title=data["title"],
        day=data["day"],
        last_day=data["last_day"],
        place=data["place"],
        note=data["note"],
        results=data["results"],
        head_count=data["head_count"],
        facts=form.facts,
        partners=data["partners"],
        reason=data["reason"],
        actor=actor,
        at=at,
    )
