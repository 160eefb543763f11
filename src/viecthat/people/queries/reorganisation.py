"""What hangs on units that are about to change: members, letters, applications, posts."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Count, Q, QuerySet

from viecthat.people.choices.membership import AdmissionStep, TransferState
from viecthat.people.models import Admission, Membership, Post, Transfer
from viecthat.people.queries.post import HeldPost, held, in_force, posts_on
from viecthat.units.queries.scope import among

_OVER = (AdmissionStep.ADMITTED, AdmissionStep.NOT_PASSED, AdmissionStep.CLOSED)


def strength_of(units: Collection[int]) -> dict[int, int]:
    """How many members each of these branches has today; nothing for one that has none. One query."""
    found = Membership.objects.filter(among(units), end__isnull=True).order_by()
    return dict(found.values_list("unit").annotate(count=Count("pk")))


def members_of(units: Collection[int]) -> QuerySet[Membership]:
    """The members of today of these branches, by branch and name."""
    found = Membership.objects.filter(among(units), end__isnull=True)
    return found.select_related("person").order_by("unit", "person__sort_key", "person")


def branches_of(people: Collection[int]) -> dict[int, int]:
    """The branch of today of each of these people; nothing for who is no member. One query."""
    return dict(Membership.objects.filter(person__in=list(people), end__isnull=True).values_list("person", "unit"))


def open_letters_of(units: Collection[int]) -> int:
    """Letters of transfer from or to these units that wait for an answer. One query."""
    here = list(units)
    return Transfer.objects.filter(Q(origin__in=here) | Q(destination__in=here), state=TransferState.OPEN).count()


def open_applications_of(units: Collection[int]) -> int:
    """Applications for membership on their way in these branches. One query."""
    return Admission.objects.filter(among(units)).exclude(step__in=_OVER).count()


def posts_told(units: Collection[int], day: date) -> list[HeldPost]:
    """Who holds which post in these units on the day, highest first. Two queries."""
    return held(posts_on(units, day), day)


def units_with_secretary(units: Collection[int], day: date) -> dict[int, Post]:
    """The secretary of each of these units on the day, with the person. One query."""
    found = Post.objects.filter(in_force(day), among(units), kind="secretary").select_related("person", "body")
    return {post.unit_id: post for post in found}
