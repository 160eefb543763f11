"""Who is in the team of an inspection."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from viecthat.inspections.choices import InspectionState
from viecthat.inspections.commands.team import add_team_member, drop_team_member
from viecthat.inspections.forms.inspection import TeamForm
from viecthat.inspections.pages.inspections import shown_or_404
from viecthat.inspections.pages.shared import POSTED, Words, form_page, reader_of, sent, trail_of
from viecthat.inspections.queries.inspection import team_member, team_of
from viecthat.inspections.rules import may_keep_inspection
from viecthat.kernel.errors import Refused
from viecthat.people.rules.post import units_with_visible_cadres
from viecthat.ui.sentences import sentence_of

if TYPE_CHECKING:
    from viecthat.inspections.models import Inspection
    from viecthat.inspections.pages.shared import Reader


@require_http_methods(POSTED)
def team(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is in it, and one more."""
    reader = reader_of(request)
    row = kept_or_404(pk, reader)
    home, here = reverse("inspections:inspection", args=[pk]), reverse("inspections:team", args=[pk])
    form = TeamForm(sent(request), today=reader.today, units=units_with_visible_cadres(reader.actor, reader.at))

    def run(given: dict[str, Any]) -> tuple[str, str]:
        made = add_team_member(inspection=row, actor=reader.actor, at=reader.at, **given)
        return _("Đã thêm {name}.").format(name=made.called), here

    words = Words(_("Thành viên đoàn"), row.subject, _("Thêm vào đoàn"))
    return form_page(
        request, form, words, run, back=home, trail=trail_of((row.subject, home), (words.title, "")),
        template="inspections/team.html", row=row, team=team_of(row),
    )  # fmt: skip


@require_POST
def team_drop(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    """Somebody leaves it."""
    reader = reader_of(request)
    row = team_member(kept_or_404(pk, reader), member)
    if row is None:
        raise Http404
    return tried(
        request,
        lambda: drop_team_member(member=row, actor=reader.actor, at=reader.at),
        _("Đã rút {name} khỏi đoàn.").format(name=row.called),
        reverse("inspections:team", args=[pk]),
    )


def tried(request: HttpRequest, run: Callable[[], object], done: str, back: str) -> HttpResponse:
    """Run the command, say what it did or why not, go back."""
    try:
        run()
    except Refused as refused:
        messages.error(request, sentence_of(refused))
    else:
        messages.success(request, done)
    return redirect(back)


def kept_or_404(pk: int, reader: Reader) -> Inspection:
    """An inspection that goes on, for who holds it. Http404 otherwise."""
    row = shown_or_404(pk, reader)
    over = row.state in {InspectionState.CONCLUDED, InspectionState.CALLED_OFF}
    if over or not may_keep_inspection(reader.actor, row.unit_id, reader.at):
        raise Http404
    return row
