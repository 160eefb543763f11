"""What the pages of campaigns share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from viecthat.campaigns.exports import file_of
from viecthat.campaigns.models import Call, Campaign, Team
from viecthat.campaigns.queries.call import call_with_id
from viecthat.campaigns.queries.campaign import campaign_with_id, team_with_id
from viecthat.campaigns.rules import may_see_team
from viecthat.documents.workbook import Sheet
from viecthat.kernel.errors import Refused
from viecthat.people.choices.file import AccessKind
from viecthat.people.commands.file import note_access
from viecthat.plans.pages.shared import Reader, file_response
from viecthat.plans.rules import may_see_programmes
from viecthat.ui.sentences import sentence_of

ON_A_PAGE = 50
MOST_TAKEN = 20_000
POSTED = ["GET", "HEAD", "POST"]
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def campaign_or_404(pk: int, reader: Reader) -> Campaign:
    """The campaign, for whoever sees its unit's programmes: those in it and those over it."""
    found = campaign_with_id(pk)
    if found is None or not may_see_programmes(reader.actor, found.programme.unit_id, reader.at):
        raise Http404
    return found


def team_or_404(pk: int, reader: Reader) -> Team:
    """The team, for whoever is over its unit."""
    found = team_with_id(pk)
    if found is None or not may_see_team(reader.actor, found, reader.at):
        raise Http404
    return found


def call_or_404(pk: int) -> Call:
    """The call: everybody signed in may read it."""
    found = call_with_id(pk)
    if found is None:
        raise Http404
    return found


def tried(request: HttpRequest, run: Any, done: str, back: str, *args: Any) -> HttpResponse:
    """Do it and say so, or say why not; back to the page either way."""
    try:
        run()
    except Refused as refused:
        messages.error(request, sentence_of(refused))
    else:
        messages.success(request, done)
    return redirect(back, *args)


def list_file(kind: str, sheet: Sheet, name: str, day: date) -> HttpResponse:
    """A list as a file. Http404 for a kind that is none."""
    if kind not in TYPES:
        raise Http404
    return file_response(file_of(sheet, kind, day), f"{name}-{day:%Y-%m-%d}.{kind}", TYPES[kind])


def note_names(reader: Reader, people: Iterable[int], kind: AccessKind, detail: str) -> None:
    """Names of volunteers were opened or taken away: noted in their files."""
    note_access(people=people, kind=kind, detail=detail, actor=reader.actor, at=reader.at)


def order_asked(request: HttpRequest, orders: Mapping[str, Any], default: str) -> str:
    """The order in the address, when it is one."""
    asked = request.GET.get("xep", default)
    return asked if asked in orders else default


def year_of(typed: int | None) -> int | None:
    """A year that can be; anything else asks for nothing."""
    return typed if typed is not None and 1931 <= typed <= 2999 else None
