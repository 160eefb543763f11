"""What the pages of commendations share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from viecthat.accounts.choices import Capability
from viecthat.commendations.models import CommendationDecision, CouncilMeeting, Dossier, Drive, Nominee
from viecthat.commendations.queries.book import decision_shown
from viecthat.commendations.queries.council import meeting_shown
from viecthat.commendations.queries.dossier import dossier_shown, nominee_shown
from viecthat.commendations.queries.drive import drive_shown
from viecthat.commendations.rules import may_call_drive
from viecthat.kernel.errors import Refused
from viecthat.ledger.queries import indicators_offered
from viecthat.plans.pages.shared import Reader, own_units
from viecthat.ui.sentences import sentence_of

POSTED = ["GET", "HEAD", "POST"]
DECIDING = (Capability.ACCEPT, Capability.PLAN)
PROPOSING = (Capability.RECORD,)


def links() -> tuple[tuple[str, str], ...]:
    """The registers of the floor, beside each other."""
    return (
        (_("Đợt thi đua"), reverse("commendations:drives")),
        (_("Hồ sơ đề nghị"), reverse("commendations:dossiers")),
        (_("Hội đồng"), reverse("commendations:meetings")),
        (_("Quyết định"), reverse("commendations:decisions")),
        (_("Sổ khen thưởng"), reverse("commendations:book")),
    )


def drive_or_404(pk: int, reader: Reader, *, calls: bool = False) -> Drive:
    """The drive; `calls`: for who may change it."""
    return _found(drive_shown(pk, reader.actor, reader.at), lambda row: not calls or _may_call(row.unit_id, reader))


def dossier_or_404(pk: int, reader: Reader) -> Dossier:
    """The dossier, for who may see it."""
    return _found(dossier_shown(pk, reader.actor, reader.at))


def nominee_or_404(pk: int, reader: Reader) -> Nominee:
    """A nominee, for who may see the dossier."""
    return _found(nominee_shown(pk, reader.actor, reader.at))


def meeting_or_404(pk: int, reader: Reader) -> CouncilMeeting:
    """A meeting, for who may see it."""
    return _found(meeting_shown(pk, reader.actor, reader.at))


def decision_or_404(pk: int, reader: Reader) -> CommendationDecision:
    """A decision, for who may see it."""
    return _found(decision_shown(pk, reader.actor, reader.at))


def _may_call(unit: int, reader: Reader) -> bool:
    return may_call_drive(reader.actor, unit, reader.at)


def _found(row: Any, may: Callable[[Any], bool] | None = None) -> Any:
    if row is None:
        raise Http404
    if may is not None and not may(row):
        raise PermissionDenied
    return row


def tried(request: HttpRequest, run: Callable[[], object], done: str, back: str, *args: Any) -> HttpResponse:
    """Do it and say so, or say why not; back to the page either way."""
    try:
        run()
    except Refused as refused:
        messages.error(request, sentence_of(refused))
    else:
        messages.success(request, done)
    return redirect(back, *args)


def own_unit(reader: Reader, capabilities: Any = DECIDING) -> dict[str, Any]:
    """The first of the reader's own units, to begin a form with."""
    units = own_units(reader, capabilities=capabilities)
    return {"unit": units[0]} if units else {}


def countable(reader: Reader, unit: int) -> list[tuple[int, str]]:
    """Indicators that count something, with what they count in."""
    offered = indicators_offered([unit], reader.today)
    return [
        (one.indicator.pk, f"{one.indicator} ({one.indicator.measured_in})")
        for one in offered
        if not one.indicator.is_share
    ]
