"""What courses and clubs hold about a person, for the person's own page."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext

from viecthat.courses.models import ClubMember, Enrolment
from viecthat.people.queries.own import OwnCell, OwnSection
from viecthat.units.queries import units_by_id


def own_section(person: int, at: datetime) -> OwnSection:
    """Courses and clubs of the person, newest first, with what is kept of their health (`VIECTHAT_OWN_DATA`)."""
    places = list(
        Enrolment.objects.filter(person=person).select_related("course", "health").order_by("-course__start", "-pk")
    )
    clubs = list(ClubMember.objects.filter(person=person).select_related("club").order_by("-since", "-pk"))
    ids = {one.course.unit_id for one in places} | {one.club.unit_id for one in clubs}
    units = units_by_id(ids, localdate(at)) if ids else {}
    heads = (gettext("Ngày"), gettext("Lớp, câu lạc bộ"), gettext("Đơn vị"), gettext("Tình trạng"), gettext("Ghi chú"))
    rows: list[tuple[OwnCell, ...]] = []
    for one in places:
        note = getattr(one, "health", None)
        kept = "; ".join(filter(None, (note.health, note.emergency))) if note is not None else ""
        state = f"{one.get_state_display()} {one.get_result_display()}".strip()
        rows.append((one.course.start, one.course.title, units[one.course.unit_id].name, state, kept))
    for joined in clubs:
        state = gettext("thành viên") if joined.until is None else gettext("đã thôi")
        rows.append((joined.since, joined.club.name, units[joined.club.unit_id].name, state, ""))
    return OwnSection("courses", gettext("Lớp học, câu lạc bộ"), heads, tuple(rows))
