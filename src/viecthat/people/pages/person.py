"""A person's file: what it says, what happened, who opened it; its restricted part by an explicit click."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from viecthat.accounts.queries import actor_of
from viecthat.files.commands import small_copy
from viecthat.kernel.errors import Refused
from viecthat.people.choices.file import AccessKind
from viecthat.people.commands.file import change_file, change_sensitive_facts, note_access, open_sensitive_facts
from viecthat.people.forms.member import FileForm, SensitiveForm
from viecthat.people.models import Person
from viecthat.people.pages.life import deeds_for, made_up
from viecthat.people.queries.beside import file_parts
from viecthat.people.queries.duplicate import merges_of, went_into
from viecthat.people.queries.membership import accesses_of, opened_file, person_with_file
from viecthat.people.queries.register import reach_of
from viecthat.people.rules.file import may_change_file, may_see_contact, may_see_sensitive
from viecthat.people.rules.membership import may_keep_members
from viecthat.ui.sentences import add_refusal

ACCESSES_SHOWN = 5
ON_PAGE = 50


def person_or_404(request: HttpRequest, pk: int, at: datetime) -> Person:
    """The person; Http404 for those who may not open the file, as for one who never was."""
    person = person_with_file(pk, actor_of(request), at)
    if person is None:
        raise Http404
    return person


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole file but its restricted part; that it was opened is noted."""
    at, actor = now(), actor_of(request)
    if person_with_file(pk, actor, at) is None and (into := went_into(pk)) is not None:
        # For those who may open the file it went into; to others it is as unknown as before.
        return redirect("people:person", person_or_404(request, into, at).pk)
    found = person_or_404(request, pk, at)
    note_access(people=[found.pk], kind=AccessKind.OPENED, actor=actor, at=at)
    return _page(request, found, at)


@require_POST
def sensitive(request: HttpRequest, pk: int) -> HttpResponse:
    """The same page with its restricted part; asked for by a click, and noted."""
    at, actor = now(), actor_of(request)
    found = person_or_404(request, pk, at)
    try:
        facts = open_sensitive_facts(person=found, actor=actor, at=at)
    except Refused as refused:
        raise PermissionDenied from refused
    return _page(request, found, at, sensitive=facts)


def _page(request: HttpRequest, found: Person, at: datetime, **more: Any) -> HttpResponse:
    actor = actor_of(request)
    opened = opened_file(found, at)
    contact = may_see_contact(actor, found, at)
    accesses = list(accesses_of(found)[: ACCESSES_SHOWN + 1])
    keeps = opened.membership is not None and may_keep_members(actor, opened.membership.unit_id, at)
    context = {
        "opened": opened,
        "person": found,
        "contact": contact,
        "phone": reach_of(actor, at).phone_of(found),
        "accesses": accesses[:ACCESSES_SHOWN],
        "more_accesses": len(accesses) > ACCESSES_SHOWN,
        "may_change": may_change_file(actor, found, at),
        "may_sensitive": may_see_sensitive(actor, found, at),
        "deeds": deeds_for(opened) if keeps else [],
        "synthetic": made_up([found]),
        "sensitive": None,
        "parts": file_parts(found, actor, at),
        "merged": bool(merges_of(found)),
        **more,
    }
    response = render(request, "people/person.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def accesses(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody who did something with the file, newest first."""
    found = person_or_404(request, pk, now())
    page = Paginator(accesses_of(found), ON_PAGE).get_page(request.GET.get("trang"))
    return render(request, "people/accesses.html", {"person": found, "page": page})


@require_safe
def photo(request: HttpRequest, pk: int) -> HttpResponse:
    """The portrait, small; for those who may see how to reach the person."""
    at = now()
    found = person_or_404(request, pk, at)
    if found.photo is None or not may_see_contact(actor_of(request), found, at) or not found.photo.path.exists():
        raise Http404
    headers = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(small_copy(found.photo).read_bytes(), content_type="image/jpeg", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct the file."""
    at, actor = now(), actor_of(request)
    found = person_or_404(request, pk, at)
    if not may_change_file(actor, found, at) or not may_see_contact(actor, found, at):
        raise PermissionDenied
    form = FileForm(*_sent(request), initial=FileForm.facts_of(found))
    if form.is_bound and form.is_valid():
        facts = dict(form.cleaned_data)
        picture = facts.pop("photo")
        try:
            change_file(person=found, facts=facts, photo=picture, actor=actor, at=at)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Đã sửa hồ sơ của {name}.").format(name=facts["full_name"]))
            return redirect("people:person", pk)
    words = {"title": _("Sửa hồ sơ"), "lede": found.full_name, "button": _("Lưu hồ sơ")}
    context = {"form": form, "person": found, "words": words, "with_files": True}
    return render(request, "people/change.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def change_sensitive(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the restricted part; to see what it says is noted like every look."""
    at, actor = now(), actor_of(request)
    found = person_or_404(request, pk, at)
    if not may_see_sensitive(actor, found, at) or not may_change_file(actor, found, at):
        raise PermissionDenied
    if request.method == "POST":
        form = SensitiveForm(request.POST)
    else:
        facts = open_sensitive_facts(person=found, actor=actor, at=at)
        form = SensitiveForm(initial=SensitiveForm.facts_of(facts))
    if form.is_bound and form.is_valid():
        try:
            change_sensitive_facts(person=found, facts=form.cleaned_data, actor=actor, at=at)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Đã sửa phần hạn chế của hồ sơ."))
            return redirect("people:person", pk)
    words = {
        "title": _("Sửa phần hạn chế"),
        "lede": _("{name}. Ghi điều thật cần; bỏ trống là xoá hẳn.").format(name=found.full_name),
        "button": _("Lưu phần hạn chế"),
    }
    context = {"form": form, "person": found, "words": words, "with_files": False}
    response = render(request, "people/change.html", context, status=422 if form.is_bound else 200)
    response["Cache-Control"] = "no-store"
    return response


def _sent(request: HttpRequest) -> tuple[Any, Any]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)
