"""What conferences hold about a person, for their own page (`VIECTHAT_OWN_DATA`)."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext

from viecthat.conferences.models import Invitee
from viecthat.people.queries.own import OwnSection


def own_section(person: int, at: datetime) -> OwnSection:  # noqa: ARG001 - every section is asked the same way
    """The conferences they were asked to, the latest first, what they answered, whether they came."""
    heads = (
        gettext("Ngày"),
        gettext("Hội nghị"),
        gettext("Chức vụ"),
        gettext("Trả lời"),
        gettext("Lý do"),
        gettext("Đến"),
    )
    found = Invitee.objects.filter(person=person).select_related("conference").order_by("-conference__held_on", "-pk")
    rows = tuple(
        (
            row.conference.held_on,
            row.conference.title,
            row.post,
            str(row.get_answer_display()),
            row.reason,
            gettext("có mặt") if row.came_at is not None else "",
        )
        for row in found
    )
    return OwnSection("conferences", gettext("Hội nghị được mời"), heads, rows)
