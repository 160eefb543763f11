"""What support holds about a person, for the person's own page."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext

from viecthat.people.queries.own import OwnCell, OwnSection
from viecthat.support.models import AdviceCase, Founder, Loan, Placement
from viecthat.units.queries import units_by_id


def own_section(person: int, at: datetime) -> OwnSection:
    """Advice, placements, loans and projects of the person (`VIECTHAT_OWN_DATA`)."""
    cases = list(AdviceCase.objects.filter(person=person, undone_why="").order_by("-day", "-pk"))
    placed = list(Placement.objects.filter(person=person).select_related("partner").order_by("-day", "-pk"))
    loans = list(Loan.objects.filter(person=person, undone_why="").order_by("-day", "-pk"))
    founded = list(Founder.objects.filter(person=person).select_related("project").order_by("-pk"))
    ids = {one.unit_id for one in (*cases, *placed, *loans)} | {one.project.unit_id for one in founded}
    units = units_by_id(ids, localdate(at)) if ids else {}
    heads = (gettext("Ngày"), gettext("Việc"), gettext("Đơn vị"), gettext("Nội dung"))
    rows: list[tuple[OwnCell, ...]] = [
        (one.day, gettext("Tư vấn"), units[one.unit_id].name, f"{one.get_topic_display()}. {one.words} {one.followed}")
        for one in cases
    ]
    rows += [
        (one.day, gettext("Giới thiệu việc làm"), units[one.unit_id].name, f"{one.what}, {one.partner.name}")
        for one in placed
    ]
    rows += [(one.day, gettext("Vay vốn"), units[one.unit_id].name, f"{one.purpose}: {one.principal}") for one in loans]
    rows += [
        (one.project.begun_on, gettext("Dự án khởi nghiệp"), units[one.project.unit_id].name, one.project.name)
        for one in founded
    ]
    return OwnSection("support", gettext("Hỗ trợ thanh niên"), heads, tuple(rows))
