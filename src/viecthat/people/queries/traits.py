"""What the registers tell of many people at once: for lists whose make-up is counted."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from viecthat.catalogue.posts import qualification_levels
from viecthat.people.choices.membership import EventKind
from viecthat.people.models import MemberEvent, Membership, Person, SensitiveFacts
from viecthat.people.models.post import Post
from viecthat.people.models.qualification import Qualification
from viecthat.people.queries.post import in_force

PARTY_POSTS = ("party_standing", "party_member")
NONE = ("", "không", "khong")


@dataclass(frozen=True)
class Traits:
    """One person on a day. None: not noted. `warned`: under discipline from a warning up."""

    sex: str
    birth_date: date | None
    minority: bool | None
    religious: bool | None
    party: bool
    degree: bool | None
    active: bool
    warned: bool
    unit: int | None


def traits_of(people: Collection[int], day: date) -> dict[int, Traits]:
    """Of each of these people, as known to the registers on `day`. Six queries for any number."""
    ids = list(people)
    restricted = {row.pk: row for row in SensitiveFacts.objects.filter(pk__in=ids)}
    members = set(
        Membership.objects.filter(Q(end=None) | Q(end__gt=day), person__in=ids, start__lte=day).values_list(
            "person", flat=True
        )
    )
    posts: dict[int, set[str]] = {}
    for person, kind in Post.objects.filter(in_force(day), person__in=ids).values_list("person", "kind"):
        posts.setdefault(person, set()).add(kind)
    kinds = (EventKind.PARTY_ADMITTED, EventKind.WARNED)
    events = MemberEvent.objects.filter(person__in=ids, kind__in=kinds, day__lte=day, undone_at__isnull=True)
    happened = set(events.values_list("person", "kind"))
    levels = qualification_levels()
    education: dict[int, bool] = {}
    found = Qualification.objects.filter(person__in=ids, withdrawn=False, day__lte=day).values_list("person", "level")
    for person, code in found:
        level = levels.get(code)
        if level is not None and level.kind == "education":
            education[person] = education.get(person, False) or level.degree
    rows = {}
    for one in Person.objects.filter(pk__in=ids):
        facts = restricted.get(one.pk)
        here = posts.get(one.pk, set())
        rows[one.pk] = Traits(
            sex=one.sex,
            birth_date=one.birth_date,
            minority=None if facts is None or not facts.ethnicity else facts.ethnicity.strip().lower() != "kinh",
            religious=None if facts is None or not facts.religion else facts.religion.strip().lower() not in NONE,
            party=(one.pk, EventKind.PARTY_ADMITTED) in happened or bool(here & set(PARTY_POSTS)),
            degree=education.get(one.pk),
            active=one.pk in members or bool(here),
            warned=(one.pk, EventKind.WARNED) in happened,
            unit=one.unit_id,
        )
    return rows
