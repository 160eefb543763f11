"""One activity: what was done, what shows it, what happened to it since; its verification and cancellation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.accounts.queries import actor_of
from viecthat.activities.choices import State
from viecthat.activities.commands import cancel_activity, verify_activity
from viecthat.activities.commands.restoring import restore_activity
from viecthat.activities.forms.checking import CancelForm, RestoreForm, VerifyForm
from viecthat.activities.queries import OpenedActivity, activity_opened
from viecthat.activities.queries.around import around
from viecthat.activities.rules import (
    may_arrange_activity,
    may_cancel_activity,
    may_correct_activity,
    may_document_activity,
    may_restore_activity,
    may_verify_activity,
)
from viecthat.kernel.errors import Refused
from viecthat.ui.sentences import add_refusal

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

PEOPLE_SHOWN = 30


def opened_or_404(request: HttpRequest, pk: int, at: datetime) -> OpenedActivity:
    """The activity; Http404 for those who may not know of it."""
    opened = activity_opened(pk, actor_of(request), at)
    if opened is None:
        raise Http404
    return opened


@require_safe
def activity(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole page; Http404 for those who may not know of it."""
    at, actor = now(), actor_of(request)
    opened = opened_or_404(request, pk, at)
    context = {
        "opened": opened,
        "around": around(opened, actor, at),
        "synthetic": opened.dataset is not None and opened.dataset.made_up,
        "people_first": opened.people[:PEOPLE_SHOWN],
        "people_rest": opened.people[PEOPLE_SHOWN:],
        "may_document": may_document_activity(actor, opened.activity, at),
        "may_verify": may_verify_activity(actor, opened.activity, at),
        "may_cancel": may_cancel_activity(actor, opened.activity, at),
        "may_restore": may_restore_activity(actor, opened.activity, at),
        "may_correct": may_correct_activity(actor, opened.activity, at),
        "may_arrange": may_arrange_activity(actor, opened.activity, at),
    }
    return render(request, "activities/activity.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how the work was checked; its figures become verified."""

    def change(opened: OpenedActivity, form: forms.Form, actor: Account, at: datetime) -> str:
        verify_activity(activity=opened.activity, finding=form.cleaned_data["finding"], actor=actor, at=at)
        return _("Đã xác minh “{title}”.").format(title=opened.activity.title)

    return _changed(request, pk, VerifyForm, "activities/verify.html", may_verify_activity, change)


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the activity back with a reason; its figures are reversed."""

    def change(opened: OpenedActivity, form: forms.Form, actor: Account, at: datetime) -> str:
        cancel_activity(activity=opened.activity, reason=form.cleaned_data["reason"], actor=actor, at=at)
        planned = opened.activity.state == State.PLANNED
        told = _("Đã huỷ “{title}”.") if planned else _("Đã huỷ “{title}”, số liệu đã được đảo.")
        return told.format(title=opened.activity.title)

    return _changed(request, pk, CancelForm, "activities/cancel.html", may_cancel_activity, change)


@require_http_methods(["GET", "HEAD", "POST"])
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancelled by mistake: it stands again."""

    def change(opened: OpenedActivity, form: forms.Form, actor: Account, at: datetime) -> str:
        restore_activity(activity=opened.activity, reason=form.cleaned_data["reason"], actor=actor, at=at)
        return _("Đã khôi phục “{title}”.").format(title=opened.activity.title)

    return _changed(request, pk, RestoreForm, "activities/restore.html", may_restore_activity, change)


def _changed(
    request: HttpRequest,
    pk: int,
    form_class: type[forms.Form],
    template: str,
    may: Callable[..., bool],
    change: Callable[[OpenedActivity, forms.Form, Account, datetime], str],
) -> HttpResponse:
    """Ask for the words that go with a change, make it, and go back to the activity."""
    at, actor = now(), actor_of(request)
    opened = opened_or_404(request, pk, at)
    if request.method != "POST" and not may(actor, opened.activity, at):
        raise PermissionDenied
    form = form_class(request.POST or None)
    if form.is_valid():
        try:
            messages.success(request, change(opened, form, actor, at))
            return redirect("activities:activity", pk)
        except Refused as refused:
            add_refusal(form, refused)
    status = 422 if form.errors else 200
    return render(request, template, {"form": form, "opened": opened}, status=status)
