"""What several pages of conferences need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from viecthat.conferences.models import Conference
from viecthat.conferences.queries.conference import conference_shown, reviews_of
from viecthat.conferences.rules import may_keep_conference
from viecthat.plans.pages.shared import Reader
from viecthat.units.queries import UnitRow, units_by_id

POSTED = ["GET", "HEAD", "POST"]


@dataclass(frozen=True)
class Shown:
    """A conference with what every page of it says."""

    conference: Conference
    unit: UnitRow
    home: str
    keeper: bool

    @property
    def trail(self) -> list[tuple[str, str]]:
        """The way to a page of it."""
        return [(_("Hội nghị"), reverse("conferences:list")), (self.conference.title, self.home)]

    @property
    def context(self) -> dict[str, Any]:
        """What its pages say."""
        return {
            "conference": self.conference,
            "unit": self.unit,
            "home": self.home,
            "keeper": self.keeper,
            "trail": self.trail,
        }


def home_of(conference: Conference, unit: UnitRow, page: str = "conference") -> str:
    """The conference beside the latest of its reviews."""
    latest = reviews_of(conference)[0]
    return reverse(f"conferences:{page}", args=[unit.code, latest.slug])


def shown_or_404(pk: int, reader: Reader) -> Shown:
    """The conference. Http404 for one the reader may not know of."""
    found = conference_shown(pk, reader.actor, reader.at)
    if found is None:
        raise Http404
    unit = units_by_id({found.unit_id}, reader.today)[found.unit_id]
    keeper = may_keep_conference(reader.actor, found, reader.at)
    return Shown(found, unit, home_of(found, unit), keeper)


def kept_or_403(pk: int, reader: Reader) -> Shown:
    """The same, for those who keep it."""
    shown = shown_or_404(pk, reader)
    if not shown.keeper:
        raise PermissionDenied(_("Bạn chưa được giao quyền tổ chức hội nghị của đơn vị này."))
    return shown
