"""What the registers of presence hold about a person, for their own page and copy."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext

from viecthat.activities.models import Apology, Presence, TookPart
from viecthat.activities.queries.presence import minutes_of
from viecthat.people.queries.own import OwnSection
from viecthat.units.queries import units_by_id


def own_meetings(person: int, at: datetime) -> OwnSection:
    """Every meeting at which the person was noted, newest first. Two queries."""
    found = list(
        Presence.objects.filter(person=person).select_related("roll_call", "witness").order_by("-came_at", "-pk")
    )
    units = units_by_id({one.roll_call.unit_id for one in found}, localdate(at))
    heads = (
        gettext("Ngày"), gettext("Buổi"), gettext("Ở đâu"), gettext("Đơn vị"), gettext("Đến"), gettext("Về"),
        gettext("Số phút"), gettext("Cách điểm danh"), gettext("Người làm chứng"),
    )  # fmt: skip
    rows = tuple(
        (
            localdate(one.came_at),
            one.roll_call.title,
            one.roll_call.place,
            units[one.roll_call.unit_id].name,
            f"{localtime(one.came_at):%H:%M}",
            f"{localtime(one.left_at):%H:%M}" if one.left_at else "",
            minutes_of(one, one.roll_call, at),
            str(one.get_way_display()),
            one.witness.full_name if one.witness else "",
        )
        for one in found
    )
    return OwnSection("presences", gettext("Điểm danh"), heads, rows)


def own_apologies(person: int, _at: datetime) -> OwnSection:
    """Meetings the person was excused from. One query."""
    found = Apology.objects.filter(person=person).select_related("roll_call").order_by("-told_at", "-pk")
    rows = tuple((localdate(one.roll_call.starts_at), one.roll_call.title, one.reason) for one in found)
    return OwnSection("apologies", gettext("Xin vắng"), (gettext("Ngày"), gettext("Buổi"), gettext("Lý do")), rows)


def own_certificates(person: int, _at: datetime) -> OwnSection:
    """Certificates of having taken part. One query."""
    found = TookPart.objects.filter(person=person).select_related("activity").order_by("-issued_at", "-pk")
    rows = tuple((localdate(one.issued_at), one.activity.title, one.minutes) for one in found)
    heads = (gettext("Ngày cấp"), gettext("Hoạt động"), gettext("Số phút"))
    return OwnSection("took_part", gettext("Giấy chứng nhận tham gia"), heads, rows)
