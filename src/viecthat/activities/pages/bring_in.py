"""Bring in past work from a sheet with photos."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.accounts.queries import actor_of
from viecthat.activities.commands.bringing import RowError, RowsRefused, bring_in_work
from viecthat.activities.exports.listing import empty_sheet
from viecthat.activities.forms.proof import BringInForm
from viecthat.activities.queries import recordable_units
from viecthat.kernel.errors import Refused
from viecthat.plans.pages.shared import file_response, sent
from viecthat.ui.sentences import add_refusal, sentence_of
from viecthat.ui.templatetags.ui import number

MOST_SHOWN = 50


@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: HttpRequest) -> HttpResponse:
    """The file, and row by row what is wrong with it."""
    actor, at = actor_of(request), now()
    if not recordable_units(actor, at):
        raise PermissionDenied
    errors: list[RowError] = []
    form = BringInForm(
        sent(request), request.FILES if request.method == "POST" else None, initial={"key": str(uuid4())}
    )
    if form.is_bound and form.is_valid():
        try:
            data = form.cleaned_data
            made = bring_in_work(content=data["file"].read(), key=data["key"], actor=actor, at=at)
        except RowsRefused as refused:
            errors = refused.errors
            add_refusal(form, refused)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Đã ghi {n} việc từ tệp.").format(n=number(len(made))))
            return redirect("activities:list")
    context = {
        "form": form,
        "errors": [(error.row, sentence_of(error.why)) for error in errors[:MOST_SHOWN]],
        "more": max(0, len(errors) - MOST_SHOWN),
    }
    return render(request, "activities/bring_in.html", context, status=422 if form.errors else 200)


@require_safe
def template(_request: HttpRequest) -> HttpResponse:
    """An empty sheet with the columns that are read."""
    return file_response(empty_sheet(day=localdate()), "ghi-viec-tu-tep.xlsx")
