"""What several pages of plans need: who asks, which unit is meant, a form that gives one command."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from viecthat.accounts.queries import actor_of
from viecthat.accounts.rules import authority_of
from viecthat.kernel.errors import Refused
from viecthat.plans.models import Directive
from viecthat.plans.queries.directive import directive_shown
from viecthat.plans.rules import KEEPING, may_keep_directives
from viecthat.ui.privacy import private
from viecthat.ui.sentences import add_refusal
from viecthat.units.queries import UnitRow, unit_with_code, units_by_id
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Reader:
    """Who asks, when."""

    actor: Account
    at: datetime
    today: date


def reader_of(request: HttpRequest) -> Reader:
    """The signed-in reader and the clock, read once."""
    return Reader(actor_of(request), now(), localdate())


def unit_or_404(code: str, day: date) -> UnitRow:
    """The unit with this code."""
    row = unit_with_code(code, day)
    if row is None:
        raise Http404
    return row


def directive_or_404(pk: int, reader: Reader) -> Directive:
    """The document. Http404 for one the reader may not know of."""
    found = directive_shown(pk, reader.actor, reader.at)
    if found is None:
        raise Http404
    return found


def kept_unit_or_403(code: str, reader: Reader) -> UnitRow:
    """The unit, whose register the reader keeps."""
    row = unit_or_404(code, reader.today)
    if not may_keep_directives(reader.actor, row.id, reader.at):
        raise PermissionDenied(_("Bạn chưa được giao quyền giữ sổ văn bản của đơn vị này."))
    return row


def own_units(reader: Reader, *, code: str = "", capabilities: Sequence[str] = KEEPING) -> list[UnitRow]:
    """The units where the reader holds such a role, the highest first; one that lies below them by its code before
    all others.
    """
    held = authority_of(reader.actor, reader.at)
    today = map_on(reader.today)
    stand = {today.stands_at(unit)[0] for capability in capabilities for unit in held.units_for(capability)}  # type: ignore[arg-type]
    tops = sorted((unit for unit in stand if unit is not None), key=today.tree.position)
    rows = units_by_id(set(tops), reader.today)
    found = [rows[unit] for unit in tops]
    meant = unit_with_code(code, reader.today) if code else None
    if meant is not None and may_keep_directives(reader.actor, meant.id, reader.at):
        found = [meant, *(row for row in found if row.id != meant.id)]
    return found


def sent(request: HttpRequest) -> QueryDict | None:
    """What was sent. Not `request.POST or None`: a form with every box blank is an answer too."""
    return request.POST if request.method == "POST" else None


@dataclass(frozen=True)
class Words:
    """What a page of change says: its title, what it does, its button."""

    title: str
    lede: str
    button: str


def change_page(
    request: HttpRequest,
    form: forms.Form,
    words: Words,
    run: Callable[[dict[str, Any]], tuple[str, str]],
    *,
    back: str,
    trail: Sequence[tuple[str, str]] = (),
    extra: dict[str, Any] | None = None,
    template: str = "plans/change.html",
) -> HttpResponse:
    """Show the form; sent and right, `run` it and go to the address it gives, saying its sentence."""
    if form.is_bound and form.is_valid():
        try:
            said, address = run(dict(form.cleaned_data))
        except Refused as refused:
            add_refusal(form, refused)
        else:
            if said:
                messages.success(request, said)
            return HttpResponseRedirect(address)
    context = {"form": form, "words": words, "back": back, "trail": trail, **(extra or {})}
    return render(request, template, context, status=422 if form.is_bound else 200)


def private_change_page(
    request: HttpRequest,
    form: forms.Form,
    words: Words,
    run: Callable[[dict[str, Any]], tuple[str, str]],
    *,
    back: str,
    trail: Iterable[tuple[str, str]],
    template: str,
    **extra: Any,
) -> HttpResponse:
    """The same that nobody keeps: what the form shows is of people, or not decided yet."""
    page = change_page(request, form, words, run, back=back, trail=tuple(trail), extra=extra, template=template)
    return private(page)


def file_response(content: bytes, name: str, content_type: str = XLSX) -> HttpResponse:
    """A file to keep."""
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
