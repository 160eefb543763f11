"""What the pages of courses and clubs share: the places to go, units kept, records in reach."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from viecthat.accounts.choices import Capability
from viecthat.courses.queries.course import course_by_id
from viecthat.courses.rules import may_keep_courses, may_see_courses
from viecthat.plans.pages.shared import Reader, Words, own_units, private_change_page, reader_of, sent
from viecthat.units.queries import UnitRow, unit_with_code
from viecthat.units.queries.scope import UnitScope, units_where

if TYPE_CHECKING:
    from viecthat.courses.models import Course

POSTED = ["GET", "HEAD", "POST"]
TEMPLATE = "units/register_change.html"

__all__ = [
    "POSTED",
    "Reader",
    "Words",
    "course_or_404",
    "form_page",
    "kept_units",
    "links",
    "own_units",
    "reader_of",
    "sent",
    "unit_kept_or_404",
    "units_of_people",
]


def links(reader: Reader) -> tuple[tuple[str, str], ...]:
    """The registers beside one another; children's cases for those who may read them."""
    known = [
        (_("Lớp học"), reverse("courses:list")),
        (_("Câu lạc bộ"), reverse("courses:clubs")),
        (_("Tổng hợp năm"), reverse("courses:figures")),
        (_("Lớp của tôi"), reverse("courses:own")),
    ]
    if own_units(reader, capabilities=(Capability.SENSITIVE,)):
        known.insert(2, (_("Bảo vệ trẻ em"), reverse("courses:referrals")))
    return tuple(known)


def kept_units(reader: Reader, unit: UnitRow | None) -> list[UnitRow]:
    """The unit looked at when the reader keeps it, else the highest units they keep."""
    if unit is not None:
        return [unit] if may_keep_courses(reader.actor, unit.id, reader.at) else []
    return own_units(reader, capabilities=(Capability.RECORD,))[:1]


def unit_kept_or_404(code: str, reader: Reader) -> UnitRow:
    """The unit, for who keeps its courses. Http404 for any other."""
    unit = unit_with_code(code, reader.today)
    if unit is None or not may_keep_courses(reader.actor, unit.id, reader.at):
        raise Http404
    return unit


def course_or_404(pk: int, reader: Reader, *, keeps: bool = False) -> Course:
    """The course in reach, or (`keeps`) for who keeps it. Http404 for any other, as for one that is not."""
    found = course_by_id(pk)
    rule = may_keep_courses if keeps else may_see_courses
    if found is None or not rule(reader.actor, found.unit_id, reader.at):
        raise Http404
    return found


def units_of_people(reader: Reader) -> UnitScope:
    """Units whose people the reader may name."""
    return units_where(reader.actor, Capability.FILES, reader.at)


form_page = partial(private_change_page, template=TEMPLATE)
