"""The register a sample is drawn from: every member with the stratum they stand in."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext, override

from viecthat.people.queries import people_found
from viecthat.people.queries.membership import members_now
from viecthat.people.queries.register import age_groups
from viecthat.units.queries import units_by_id
from viecthat.units.queries.reach import part_of
from viecthat.units.tree import map_on

UNIT, SEX, AGE = "unit", "sex", "age"
REST = "~ các nhóm nhỏ gộp lại"  # sorts behind all names


@dataclass(frozen=True, slots=True)
class Someone:
    """A member and the name of their stratum."""

    person: int
    stratum: str


def frame_of(top: int, by: Collection[str], day: date) -> list[Someone]:
    """The members under `top`, by part of it, sex and age group as asked, in the register's order. Four queries."""
    under = units_under(top, day)
    people = people_found("").filter(Exists(members_now(OuterRef("pk"))), unit__in=under).order_by("pk")
    rows = list(people.values_list("pk", "unit", "sex", "birth_date"))
    parts = part_of(top, {unit for _pk, unit, _sex, _born in rows}, day) if UNIT in by else {}
    names = units_by_id(set(parts.values()), day) if parts else {}
    with override("vi"):
        groups = [(*group.born(day), group.name) for group in age_groups()] if AGE in by else []
        sexes = {"male": gettext("nam"), "female": gettext("nữ")}
        found = []
        for person, unit, sex, born in rows:
            said = []
            if UNIT in by:
                said.append(names[parts[unit]].name if unit in parts else gettext("chưa rõ đơn vị"))
            if SEX in by:
                said.append(sexes.get(sex, gettext("chưa ghi giới tính")))
            if AGE in by:
                here = [name for first, last, name in groups if born and first <= born <= last]
                said.append(here[0] if here else gettext("chưa rõ tuổi"))
            found.append(Someone(person, " · ".join(said) or gettext("toàn bộ")))
    return found


def units_under(top: int, day: date) -> list[int]:
    """The unit and all below it on the day's map, units that ended in it too."""
    today = map_on(day)
    if top not in today.tree:
        return [top]
    lo, hi = today.tree.span(top)
    return today.known[(today.places >= lo) & (today.places < hi)].tolist()
