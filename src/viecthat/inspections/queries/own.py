"""What inspections hold about a person, for their own page (`VIECTHAT_OWN_DATA`)."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext

from viecthat.inspections.models import ExternalGroup, TeamMember
from viecthat.people.queries.own import OwnCell, OwnSection


def own_section(person: int, at: datetime) -> OwnSection:  # noqa: ARG001 - the hook's
    """The teams they were in, and groups of other bodies in which they sit. Two queries."""
    heads = (gettext("Từ ngày"), gettext("Đến hết"), gettext("Tên"), gettext("Là gì"), gettext("Chức vụ"))
    teams: list[tuple[OwnCell, ...]] = [
        (row.inspection.start, row.inspection.last_day, row.inspection.subject, str(row.get_role_display()), row.post)
        for row in TeamMember.objects.filter(person=person).select_related("inspection").order_by("pk")
    ]
    seats: list[tuple[OwnCell, ...]] = [
        (row.start, row.last_day, row.name, gettext("tham gia tổ công tác"), row.post)
        for row in ExternalGroup.objects.filter(person=person).order_by("pk")
    ]
    return OwnSection("inspections", gettext("Kiểm tra, giám sát, tổ công tác"), heads, (*teams, *seats))
