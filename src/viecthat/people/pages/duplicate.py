"""Persons who seem to stand twice: found, held side by side, made one or told apart."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from viecthat.accounts.choices import Capability
from viecthat.accounts.queries import actor_of
from viecthat.kernel.errors import Refused
from viecthat.people.choices.file import AccessKind
from viecthat.people.commands.duplicate import merge_people, part_people, tell_apart
from viecthat.people.commands.file import note_access
from viecthat.people.forms.duplicate import LookForm, MergeForm, PartForm
from viecthat.people.models import Person
from viecthat.people.queries.duplicate import MOST_PAIRS, merge_with_id, merges_of, pairs_within, side_of
from viecthat.people.queries.membership import person_with_file
from viecthat.people.queries.register import reach_of
from viecthat.people.rules.duplicate import may_merge, may_part
from viecthat.ui.sentences import add_refusal
from viecthat.units.forms import unit_label
from viecthat.units.queries.scope import units_where

ON_PAGE = 25


@require_safe
def duplicates(request: HttpRequest) -> HttpResponse:
    """Pairs among the people whose books the reader keeps."""
    at, actor = now(), actor_of(request)
    query = request.GET.copy()
    form = LookForm(query, today=localdate(at))
    unit = form.cleaned_data.get("unit") if form.is_valid() else None
    within = unit.id if unit else None
    scope = units_where(actor, Capability.CORRECT, at, within=within)
    if unit is not None:
        if not scope:
            raise Http404
        query[form.add_prefix("unit")] = unit_label(unit.name, unit.code)
        form.data = query
    sensitive = units_where(actor, Capability.SENSITIVE, at, within=within)
    # Citizens' numbers are compared where all of them may be looked at, or a likeness would tell one that may not.
    pairs = pairs_within(scope, reach=reach_of(actor, at, within=within), ids=sensitive == scope) if scope else []
    page = Paginator(pairs, ON_PAGE).get_page(request.GET.get("trang"))
    context = {"form": form, "page": page, "many": len(pairs) == MOST_PAIRS, "no_reach": not scope}
    return render(request, "people/duplicates.html", context)


def _two(request: HttpRequest, first: int, second: int, at: datetime) -> tuple[Person, Person]:
    actor = actor_of(request)
    one, other = person_with_file(first, actor, at), person_with_file(second, actor, at)
    if one is None or other is None or first == second:
        raise Http404
    if not may_merge(actor, one, other, at):
        raise PermissionDenied
    return one, other


@require_http_methods(["GET", "HEAD", "POST"])
def pair(request: HttpRequest, first: int, second: int) -> HttpResponse:
    """Two files side by side; sent, they become one."""
    at, actor = now(), actor_of(request)
    people = _two(request, first, second, at)
    form = MergeForm(request.POST if request.method == "POST" else None, people=people)
    if form.is_bound and form.is_valid():
        keep = form.cleaned_data["keep"]
        absorb = second if keep == first else first
        try:
            merge_people(keep=keep, absorb=absorb, reason=form.cleaned_data["reason"], actor=actor, at=at)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Đã nhập hai hồ sơ làm một."))
            return redirect("people:person", keep)
    note_access(people=[first, second], kind=AccessKind.OPENED, detail=_("so hai hồ sơ"), actor=actor, at=at)
    reach = reach_of(actor, at)
    sides = [side_of(person, reach, actor, at) for person in people]
    numbers = [side.id_number for side in sides]
    context = {
        "form": form,
        "sides": sides,
        "same_id": bool(numbers[0]) and numbers[0] == numbers[1],
        "both_members": all(side.open_since for side in sides),
    }
    response = render(request, "people/duplicate_pair.html", context, status=422 if form.is_bound else 200)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def apart(request: HttpRequest, first: int, second: int) -> HttpResponse:
    """They are two."""
    at = now()
    _two(request, first, second, at)
    try:
        tell_apart(first=first, second=second, actor=actor_of(request), at=at)
    except Refused as refused:
        raise PermissionDenied from refused
    messages.success(request, _("Đã ghi nhớ: hai người khác nhau."))
    return redirect("people:duplicates")


@require_safe
def merges(request: HttpRequest, pk: int) -> HttpResponse:
    """What went into this file."""
    at = now()
    found = person_with_file(pk, actor_of(request), at)
    if found is None:
        raise Http404
    rows = [(merge, may_part(actor_of(request), merge, at)) for merge in merges_of(found)]
    return render(request, "people/merges.html", {"person": found, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def part(request: HttpRequest, pk: int) -> HttpResponse:
    """Two files again."""
    at, actor = now(), actor_of(request)
    merge = merge_with_id(pk)
    if merge is None or person_with_file(merge.kept_id, actor, at) is None:
        raise Http404
    if not may_part(actor, merge, at):
        raise PermissionDenied
    form = PartForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            part_people(merge=merge, reason=form.cleaned_data["reason"], actor=actor, at=at)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Đã tách lại thành hai hồ sơ."))
            return redirect("people:person", merge.kept_id)
    words = {"title": _("Tách lại hai hồ sơ"), "lede": merge.kept.full_name, "button": _("Tách lại")}
    context = {"form": form, "person": merge.kept, "words": words, "with_files": False}
    return render(request, "people/change.html", context, status=422 if form.is_bound else 200)
