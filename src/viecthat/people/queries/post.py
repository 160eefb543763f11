"""Reads of bodies and posts: who holds what on a day."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from viecthat.catalogue.posts import BodyKind, PostKind, body_kinds, post_kinds
from viecthat.people.models.body import Absence, Body, BodySession
from viecthat.people.models.person import Person
from viecthat.people.models.post import Post
from viecthat.people.rules.charter import age_on
from viecthat.units.queries import UnitRow, units_by_id
from viecthat.units.queries.scope import Units, among

UNION_BODIES = tuple(code for code, kind in body_kinds().items() if kind.line == "union")
UNION_POSTS = tuple(code for code, kind in post_kinds().items() if kind.body in UNION_BODIES)
# Highest post first, in SQL: the rank is data of the catalogue, not of the table.
POST_RANK = Case(
    *(When(kind=code, then=Value(kind.rank)) for code, kind in post_kinds().items()),
    default=Value(999),
    output_field=IntegerField(),
)


def in_force(day: date) -> Q:
    """The condition that a dated row holds on `day`."""
    return Q(start__lte=day) & (Q(end__isnull=True) | Q(end__gt=day))


@dataclass(frozen=True)
class HeldPost:
    """A post with the unit it is in, as that is named on the day asked for."""

    post: Post
    kind: PostKind
    body: BodyKind
    unit: UnitRow

    def name(self, *, english: bool = False) -> str:
        """What the post is called here; what was written beside it comes first."""
        return self.post.title or self.kind.called(self.unit.kind, english=english)

    def age_on(self, day: date) -> int | None:
        """The holder's full years."""
        born = self.post.person.birth_date
        return None if born is None else age_on(born, day)

    @property
    def last_day(self) -> date | None:
        """The last day in the post."""
        return None if self.post.end is None else self.post.end - timedelta(days=1)


@dataclass(frozen=True)
class BodyState:
    """One body of a unit on a day: its posts, highest first, and how many members it has of how many."""

    kind: BodyKind
    body: Body
    posts: tuple[HeldPost, ...]
    members: int
    sessions: int

    @property
    def told(self) -> tuple[HeldPost, ...]:
        """Each person once in this body, by the highest post in it."""
        return told(self.posts)

    @property
    def vacant_seats(self) -> int:
        """Seats the congress decided that nobody holds."""
        return max((self.body.seats or 0) - self.members, 0)


def body_by_id(pk: int) -> Body | None:
    """The body with this id."""
    return Body.objects.filter(pk=pk).first()


def body_on(unit: int, kind: str, day: date) -> Body | None:
    """The unit's body of this kind on `day`."""
    return Body.objects.filter(in_force(day), unit=unit, kind=kind).first()


def posts_on(units: Units, day: date) -> QuerySet[Post]:
    """Posts held in these units on `day`, highest first, by name."""
    found = Post.objects.filter(among(units), in_force(day))
    return found.select_related("person", "body").order_by(POST_RANK, "person__sort_key", "pk")


def posts_of(person: int) -> QuerySet[Post]:
    """Every post the person ever held, newest first."""
    return Post.objects.filter(person=person).select_related("person", "body").order_by("-start", POST_RANK, "pk")


def post_by_id(pk: int) -> Post | None:
    """The post with this id, with its person and body."""
    return Post.objects.filter(pk=pk).select_related("person", "body").first()


def held(posts: Iterable[Post], day: date) -> list[HeldPost]:
    """These posts with the names of their units on `day`. One query."""
    rows = list(posts)
    units = units_by_id({post.unit_id for post in rows}, day)
    kinds, bodies = post_kinds(), body_kinds()
    return [HeldPost(p, kinds[p.kind], bodies[kinds[p.kind].body], units[p.unit_id]) for p in rows]


def bodies_of(unit: int, day: date) -> list[BodyState]:
    """The unit's bodies on `day`, in the order of the catalogue. Four queries, however many there are."""
    bodies = {body.kind: body for body in Body.objects.filter(in_force(day), unit=unit)}
    by_body: dict[int, list[HeldPost]] = {}
    for one in held(posts_on([unit], day), day):
        by_body.setdefault(one.post.body_id, []).append(one)
    met: dict[int, int] = {}
    for (body,) in BodySession.objects.filter(body__in=list(bodies.values()), day__lte=day).values_list("body"):
        met[body] = met.get(body, 0) + 1
    return [
        BodyState(
            kind,
            bodies[code],
            tuple(by_body.get(bodies[code].pk, ())),
            len(
                {one.post.person_id for one in by_body.get(bodies[code].pk, ()) if one.kind.member or code == "office"}
            ),
            met.get(bodies[code].pk, 0),
        )
        for code, kind in body_kinds().items()
        if code in bodies
    ]


def _members(body: str, posts: Iterable[HeldPost]) -> int:
    """How many are in the body: its members; in an office, everybody."""
    return len({one.post.person_id for one in posts if one.kind.member or body == "office"})


def past_bodies_of(unit: int, day: date) -> list[tuple[Body, BodyKind, list[HeldPost]]]:
    """Bodies that had ended by `day`, newest first, each with everybody who was in it. Three queries."""
    ended = list(Body.objects.filter(unit=unit, end__lte=day).order_by("-start", "kind"))
    posts = Post.objects.filter(body__in=ended).select_related("person", "body").order_by(POST_RANK, "person__sort_key")
    by_body: dict[int, list[HeldPost]] = {}
    for one in held(posts, day):
        by_body.setdefault(one.post.body_id, []).append(one)
    kinds = body_kinds()
    return [(body, kinds[body.kind], by_body.get(body.pk, [])) for body in ended]


def left_posts_of(unit: int, day: date, most: int = 50) -> list[HeldPost]:
    """Posts of the unit that ended by `day`, the latest first. Two queries."""
    gone = Post.objects.filter(unit=unit, end__lte=day).select_related("person", "body")
    return held(gone.order_by("-end", POST_RANK, "pk")[:most], day)


def told(posts: Sequence[HeldPost]) -> tuple[HeldPost, ...]:
    """The posts that say who somebody is: without those that only come with a higher one in the same unit."""
    have = {(one.post.person_id, one.unit.id, code) for one in posts for code in brought_by(one.kind.code)[1:]}
    return tuple(one for one in posts if (one.post.person_id, one.unit.id, one.kind.code) not in have)


def members_on(unit: int, kinds: Collection[str], day: date) -> set[int]:
    """Ids of the people who hold one of these posts in the unit on `day`. One query."""
    return set(
        Post.objects.filter(in_force(day), unit=unit, kind__in=list(kinds)).values_list("person", flat=True).distinct()
    )


def brought_by(kind: str) -> tuple[str, ...]:
    """The post and every one that comes with it, the post itself first."""
    found = [kind]
    for code in found:
        found += [more for more in post_kinds()[code].brings if more not in found]
    return tuple(found)


def resting_on(kind: str) -> frozenset[str]:
    """The posts that can't be held without this one, itself included."""
    return frozenset(code for code in post_kinds() if kind in brought_by(code))


def absences_running(body: Body, day: date) -> dict[int, int]:
    """How many of the body's last sessions each person missed in a row without reason, by person. Two queries."""
    sessions = list(BodySession.objects.filter(body=body, day__lte=day).order_by("-day").values_list("pk", "day"))
    missed: dict[int, set[int]] = {}
    for session, person, excused in Absence.objects.filter(session__body=body).values_list(
        "session", "person", "excused"
    ):
        if not excused:
            missed.setdefault(person, set()).add(session)
    running = {}
    for person, which in missed.items():
        count = 0
        for session, _day in sessions:
            if session not in which:
                break
            count += 1
        if count:
            running[person] = count
    return running


def sessions_of(body: Body) -> list[tuple[BodySession, list[Absence]]]:
    """The body's sessions, newest first, each with who was absent. Two queries."""
    sessions = BodySession.objects.filter(body=body).prefetch_related("absences__person").order_by("-day")
    return [(session, list(session.absences.all())) for session in sessions]


def people_reached(people: Collection[int], units: Container[int]) -> set[int]:
    """Those of these people who belong to one of the units: by their own unit, or by a post there. Two queries."""
    homes = Person.objects.filter(pk__in=list(people)).values_list("pk", "unit")
    posts = Post.objects.filter(person__in=list(people)).values_list("person", "unit")
    return {person for person, unit in (*homes, *posts) if unit in units}


def kinds_for(unit_kind: str, level: int) -> list[PostKind]:
    """The posts that may be given in a unit of this kind and level, highest first."""
    bodies = body_kinds()
    return [
        kind
        for kind in post_kinds().values()
        if (not kind.units or unit_kind in kind.units)
        and (not bodies[kind.body].levels or level in bodies[kind.body].levels)
    ]


def body_kinds_for(level: int) -> Sequence[BodyKind]:
    """The bodies that units of this level have."""
    return [kind for kind in body_kinds().values() if not kind.levels or level in kind.levels]


def posts_with_ids(ids: Iterable[int]) -> QuerySet[Post]:
    """These posts with their people and bodies, highest first."""
    found = Post.objects.filter(pk__in=list(ids)).select_related("person", "body")
    return found.order_by(POST_RANK, "person__sort_key", "pk")
