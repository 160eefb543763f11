"""What campaigns hold about a person, for their own page (`VIECTHAT_OWN_DATA`)."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext

from viecthat.campaigns.queries.call import own_sign_ups, own_teams
from viecthat.people.queries.own import OwnSection


def own_section(person: int, at: datetime) -> OwnSection:
    """What they signed up for and the teams they were in, with their hours."""
    heads = (gettext("Ngày"), gettext("Việc"), gettext("Tình trạng"), gettext("Số lần"), gettext("Số phút"))
    signed = tuple(
        (localdate(row.signed_at), row.call.title, str(row.get_state_display()), None, None)
        for row in own_sign_ups(person)
    )
    teams = tuple(
        (row.joined_on, row.team.name, gettext("trong đội") if row.left_on is None else gettext("đã rời"), n, minutes)
        for row, n, minutes in own_teams(person, at)
    )
    return OwnSection("campaigns", gettext("Tình nguyện"), heads, (*signed, *teams))
