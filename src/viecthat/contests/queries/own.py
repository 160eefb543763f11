"""What contests hold about a person, for their own page (`VIECTHAT_OWN_DATA`)."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext

from viecthat.contests.models import Entrant
from viecthat.people.queries.own import OwnSection


def own_section(person: int, at: datetime) -> OwnSection:  # noqa: ARG001 - every section is asked the same way
    """The works they sent, alone or with others, the latest first, and the prizes they won. Two queries."""
    heads = (
        gettext("Ngày gửi"),
        gettext("Cuộc thi"),
        gettext("Tác phẩm"),
        gettext("Mã số bài"),
        gettext("Tình trạng"),
        gettext("Giải"),
    )
    found = Entrant.objects.filter(person=person).select_related("submission__contest")
    found = found.prefetch_related("submission__awards__prize").order_by("-submission__sent_at", "-pk")
    rows = tuple(
        (
            localdate(one.submission.sent_at),
            one.submission.contest.title,
            one.submission.title,
            one.submission.number,
            str(one.submission.get_state_display()),
            ", ".join(won.prize.name for won in one.submission.awards.all() if not won.taken_back_why),
        )
        for one in found
    )
    return OwnSection("contests", gettext("Cuộc thi"), heads, rows)
