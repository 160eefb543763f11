"""What was recorded of a congress by mistake, put right or taken back."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from viecthat.congress.commands.ballot import correct_ballot
from viecthat.congress.commands.undoing import drop_ballot, drop_step, take_back_holding
from viecthat.congress.forms.congress import BallotForm
from viecthat.congress.models import Ballot
from viecthat.congress.pages.shared import POSTED, Shown, form_page, kept_or_403, tried
from viecthat.congress.queries.ballot import ballot_with_id
from viecthat.plans.pages.shared import Reader, Words, reader_of, sent


@require_POST
def hold_back(request: HttpRequest, pk: int) -> HttpResponse:
    """It was not held, or not then."""
    reader = reader_of(request)
    page = kept_or_403(pk, reader)
    return tried(
        request,
        lambda: take_back_holding(congress=page.congress, actor=reader.actor, at=reader.at),
        _("Đã rút; sổ việc thôi đếm đại hội này. Họp ngày nào thì ghi lại ngày ấy."),
        page.home,
    )


@require_POST
def step_drop(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """A step was not done."""
    reader = reader_of(request)
    page = kept_or_403(pk, reader)
    return tried(
        request,
        lambda: drop_step(congress=page.congress, kind=kind, actor=reader.actor, at=reader.at),
        _("Đã rút bước này."),
        page.home,
    )


@require_http_methods(POSTED)
def ballot_change(request: HttpRequest, pk: int) -> HttpResponse:
    """The scheme asks for another number or make-up."""
    reader = reader_of(request)
    row, page = _kept(pk, reader)
    here = reverse("congress:ballot", args=[pk])
    names = ("to", "vote", "seats", "surplus", "women", "minorities")
    initial = {name: getattr(row, name) for name in names}
    form = BallotForm(sent(request), today=reader.today, line=page.congress.line, initial=initial)

    def run(_given: dict[str, Any]) -> tuple[str, str]:
        correct_ballot(ballot=row, facts=form.facts, actor=reader.actor, at=reader.at)
        return _("Đã sửa."), here

    what = _("Bầu {what}").format(what=row.get_to_display())
    words = Words(_("Sửa cuộc bầu"), _("Số lượng, cơ cấu theo đề án nhân sự."), _("Ghi"))
    return form_page(request, form, words, run, back=here, trail=page.trail((what, here)))


@require_POST
def ballot_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """There is no such election."""
    reader = reader_of(request)
    row, page = _kept(pk, reader)
    return tried(
        request,
        lambda: drop_ballot(ballot=row, actor=reader.actor, at=reader.at),
        _("Đã bỏ cuộc bầu."),
        page.home if row.counted_at is None else reverse("congress:ballot", args=[pk]),
    )


def _kept(pk: int, reader: Reader) -> tuple[Ballot, Shown]:
    row = ballot_with_id(pk)
    if row is None:
        raise Http404
    return row, kept_or_403(row.congress_id, reader)
