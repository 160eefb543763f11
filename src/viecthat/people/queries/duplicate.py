"""Persons who seem to stand twice in the register, with what speaks for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import OuterRef, QuerySet
from django.utils.timezone import localdate

from viecthat.kernel.errors import gettext_noop
from viecthat.people.models import MemberEvent, Membership, Person, PersonMerge, SensitiveFacts
from viecthat.people.queries.register import Reach
from viecthat.people.rules.file import may_see_sensitive
from viecthat.units.queries import UnitRow, units_by_id

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.units.queries.scope import UnitScope

MOST_PAIRS = 500
# What speaks for one person, strongest first.
EVIDENCE = {
    "id": gettext_noop("cùng số định danh"),
    "card": gettext_noop("cùng số thẻ"),
    "name_birth": gettext_noop("cùng tên, cùng ngày sinh"),
    "name_phone": gettext_noop("cùng tên, cùng điện thoại"),
    "birth_phone": gettext_noop("cùng ngày sinh, cùng điện thoại"),
}
_PAIRS = """
    WITH mine AS MATERIALIZED (
        SELECT id, folded_name, birth_date, phone, card_number FROM people_person
        WHERE unit_id IS NOT NULL AND (unit_id = ANY(%(units)s)) <> %(out)s
    ), pairs AS (
        SELECT a.id AS first, b.id AS second, 'name_birth' AS why FROM mine a JOIN mine b
            ON b.birth_date = a.birth_date AND b.folded_name = a.folded_name AND b.id > a.id
        UNION ALL SELECT a.id, b.id, 'card' FROM mine a JOIN mine b ON b.card_number = a.card_number AND b.id > a.id
        UNION ALL SELECT a.id, b.id, CASE WHEN a.folded_name = b.folded_name THEN 'name_phone' ELSE 'birth_phone' END
            FROM mine a JOIN mine b ON b.phone = a.phone AND a.phone <> '' AND b.id > a.id
            AND (b.folded_name = a.folded_name OR b.birth_date = a.birth_date)
        UNION ALL SELECT a.id, b.id, 'id' FROM mine a JOIN people_sensitivefacts s ON s.person_id = a.id
            JOIN people_sensitivefacts t ON t.id_number = s.id_number AND s.id_number <> '' AND t.person_id > a.id
            JOIN mine b ON b.id = t.person_id WHERE %(ids)s
    )
    SELECT first, second, array_agg(why) FROM pairs p
    WHERE NOT EXISTS (SELECT FROM people_notsame n WHERE n.first_id = p.first AND n.second_id = p.second)
    GROUP BY first, second
    ORDER BY bool_or(why IN ('id', 'card')) DESC, count(*) DESC, first, second LIMIT %(most)s
"""


@dataclass(frozen=True)
class Pair:
    """Two persons and what speaks for their being one; msgids."""

    first: Person
    second: Person
    evidence: tuple[str, ...]
    units: tuple[UnitRow | None, UnitRow | None]


@dataclass(frozen=True)
class Side:
    """One of the two, as they are held side by side."""

    person: Person
    unit: UnitRow | None
    phone: str
    memberships: int
    open_since: str
    events: int
    id_number: str


def pairs_within(scope: UnitScope, *, reach: Reach, ids: bool) -> list[Pair]:
    """Pairs of persons of these units who may be one, most alike first, MOST_PAIRS at most. Three queries.

    `ids`: whether citizens' numbers may be compared; nobody is told a likeness they may not look at.
    """
    given: dict[str, Any] = {"units": list(scope.ids), "out": scope.left_out, "ids": ids, "most": MOST_PAIRS}
    with connection.cursor() as cursor:
        cursor.execute(_PAIRS, given)
        found = cursor.fetchall()
    people = Person.objects.in_bulk({pk for first, second, _why in found for pk in (first, second)})
    units = units_by_id({p.unit_id for p in people.values() if p.unit_id is not None}, reach.today)
    return [
        Pair(
            people[first],
            people[second],
            tuple(words for code, words in EVIDENCE.items() if code in why),
            (units.get(people[first].unit_id or 0), units.get(people[second].unit_id or 0)),
        )
        for first, second, why in found
    ]


def side_of(person: Person, reach: Reach, actor: Account, at: datetime) -> Side:
    """What of a person is held beside the other."""
    memberships = list(Membership.objects.filter(person=person).order_by("start"))
    open_now = next((one for one in memberships if one.end is None), None)
    units = units_by_id([person.unit_id], localdate(at)) if person.unit_id else {}
    number = ""
    if may_see_sensitive(actor, person, at):
        # Only whether they are equal is shown; the number itself opens in the file, by a logged click.
        number = SensitiveFacts.objects.filter(person=person).values_list("id_number", flat=True).first() or ""
    return Side(
        person,
        units.get(person.unit_id or 0),
        reach.phone_of(person),
        len(memberships),
        open_now.start.isoformat() if open_now else "",
        MemberEvent.objects.filter(person=person, undone_at__isnull=True).count(),
        number,
    )


def merges_of(person: Person) -> list[PersonMerge]:
    """What went into this file, newest first."""
    found = PersonMerge.objects.filter(kept=person).select_related("absorbed", "merged_by", "undone_by")
    return list(found.order_by("-merged_at", "-pk"))


def merge_with_id(pk: int) -> PersonMerge | None:
    """One merge with both its persons."""
    return PersonMerge.objects.select_related("kept", "absorbed").filter(pk=pk).first()


def merged_into(person: OuterRef) -> QuerySet[Any, Any]:
    """Into whose file that of the person of an outer query went, for Subquery and Exists."""
    return PersonMerge.objects.filter(absorbed=person, undone_at__isnull=True).values("kept")[:1]


def went_into(person: int) -> int | None:
    """Whose file this one's has become, at the end of the chain; None when it is still its own."""
    found = None
    while (
        into := PersonMerge.objects.filter(undone_at__isnull=True, absorbed=found or person)
        .values_list("kept", flat=True)
        .first()
    ):
        found = into
    return found
