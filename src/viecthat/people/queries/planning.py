"""Reads of the planning list and of where people went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from viecthat.catalogue.posts import PostKind, age_limit, post_kinds
from viecthat.people.models.planning import Candidate, Placement
from viecthat.people.models.post import Post
from viecthat.people.queries.post import POST_RANK, HeldPost, held, in_force
from viecthat.people.rules.charter import age_on
from viecthat.people.rules.post import first_day_over
from viecthat.units.queries import UnitRow, units_by_id
from viecthat.units.queries.scope import Units, among


@dataclass(frozen=True)
class Planned:
    """Somebody on the planning list; `until` is the last day on which they may be given the post for the first time."""

    row: Candidate
    kind: PostKind
    unit: UnitRow
    age: int | None
    too_old_from: date | None
    day: date

    def name(self, *, english: bool = False) -> str:
        """What the post is called in the unit."""
        return self.kind.called(self.unit.kind, english=english)

    @property
    def too_old(self) -> bool:
        """Over the age of the first appointment by now."""
        return self.too_old_from is not None and self.too_old_from <= self.day


def candidates_found(units: Units, day: date, kind: str = "") -> QuerySet[Candidate]:
    """The planning list of these units on `day`, by unit and post."""
    found = Candidate.objects.filter(among(units), in_force(day)).select_related("person")
    if kind:
        found = found.filter(kind=kind)
    return found.order_by("unit", POST_RANK, "start", "pk")


def planned(rows: Sequence[Candidate], day: date) -> list[Planned]:
    """These with their posts, units and ages. One query for any number."""
    units = units_by_id({row.unit_id for row in rows}, day)
    found = []
    for row in rows:
        unit, born = units[row.unit_id], row.person.birth_date
        limit = age_limit(row.kind, unit.kind, day)
        first = limit.first if limit is not None else None
        too_old = first_day_over(born, first) if born is not None and first is not None else None
        age = age_on(born, day) if born is not None else None
        found.append(Planned(row, post_kinds()[row.kind], unit, age, too_old, day))
    return found


def candidates_of(unit: int, day: date) -> list[Planned]:
    """The planning list of one unit."""
    return planned(list(candidates_found([unit], day)), day)


def candidate_by_id(pk: int) -> Candidate | None:
    """One line of the planning list."""
    return Candidate.objects.filter(pk=pk).select_related("person").first()


def placement_of(post: Post) -> Placement | None:
    """Where the holder of the post is to go."""
    return Placement.objects.filter(post=post).first()


def posts_left(units: Units, start: date, end: date, destination: str = "") -> QuerySet[Post]:
    """Posts of these units that ended within the span, the latest first; by where people went when asked."""
    found = Post.objects.filter(among(units), end__gte=start, end__lt=end).select_related("person", "body")
    if destination:
        found = found.filter(destination=destination)
    return found.order_by("-end", POST_RANK, "person__sort_key", "pk")


def went_where(units: Units, start: date, end: date) -> list[tuple[str, int]]:
    """How many people went where within the span, the most first; one person counts once by the highest post left."""
    rows = posts_left(units, start, end).order_by("person", POST_RANK).values_list("person", "destination")
    first: dict[int, str] = {}
    for person, destination in rows:
        first.setdefault(person, destination)
    counts: dict[str, int] = {}
    for destination in first.values():
        counts[destination] = counts.get(destination, 0) + 1
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def left_listed(posts: Sequence[Post], day: date) -> list[HeldPost]:
    """These posts with the names of their units. One query."""
    return held(posts, day)
