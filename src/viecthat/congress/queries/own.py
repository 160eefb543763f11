"""What congresses hold about a person, for their own page (`VIECTHAT_OWN_DATA`)."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext

from viecthat.congress.models import Candidate, Delegate
from viecthat.people.queries.own import OwnSection


def own_section(person: int, at: datetime) -> OwnSection:  # noqa: ARG001 - the hook's
    """The congresses they were called to, and where they stood in an election."""
    heads = (gettext("Ngày"), gettext("Đại hội"), gettext("Là gì"), gettext("Số phiếu"))
    called = tuple(
        (row.congress.planned_on, row.congress.name, str(row.get_basis_display()), None)
        for row in Delegate.objects.filter(person=person).select_related("congress").order_by("pk")
    )
    stood = tuple(
        (
            row.ballot.congress.planned_on,
            row.ballot.congress.name,
            gettext("ứng cử: {what}").format(what=row.ballot.get_to_display()),
            row.votes,
        )
        for row in Candidate.objects.filter(person=person).select_related("ballot__congress").order_by("pk")
    )
    return OwnSection("congress", gettext("Đại hội"), heads, (*called, *stood))
