"""What a person took part in, for their own page."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext

from viecthat.activities.choices import COUNTED
from viecthat.activities.models import Participation
from viecthat.people.queries.own import OwnSection
from viecthat.units.queries import units_by_id


def own_section(person: int, at: datetime) -> OwnSection:
    """Activities that name the person, newest first, with how many days each lasted. Two queries."""
    found = list(
        Participation.objects.filter(person=person)
        .filter(activity__state__in=COUNTED)
        .select_related("activity__kind")
        .order_by("-activity__day", "-activity")
    )
    units = units_by_id({one.activity.unit_id for one in found}, localdate(at))
    heads = (gettext("Ngày"), gettext("Hoạt động"), gettext("Loại việc"), gettext("Đơn vị làm"), gettext("Số ngày"))
    rows = tuple(
        (
            one.activity.day,
            one.activity.title,
            str(one.activity.kind),
            units[one.activity.unit_id].name,
            (one.activity.last_day - one.activity.day).days + 1,
        )
        for one in found
    )
    return OwnSection("activities", gettext("Hoạt động đã tham gia"), heads, rows)
