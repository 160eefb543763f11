"""Reads of cadres: the register of those who hold posts, and the file of one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.db.models import Exists, Min, OuterRef, QuerySet, Subquery

from viecthat.catalogue.posts import QualificationLevel, qualification_levels
from viecthat.kernel.names import fold
from viecthat.people.models.course import CourseAttendance
from viecthat.people.models.person import Person
from viecthat.people.models.planning import Candidate
from viecthat.people.models.post import Post, Secondment
from viecthat.people.models.qualification import CadreRating, Qualification
from viecthat.people.queries.course import courses_of_person
from viecthat.people.queries.over_age import AgeAlert, age_alerts_of, people_past_limit
from viecthat.people.queries.post import POST_RANK, HeldPost, held, in_force, told
from viecthat.people.rules.charter import age_on
from viecthat.people.rules.post import file_is_open, units_with_managed_cadres, units_with_visible_cadres
from viecthat.units.queries import UnitRow, units_by_id
from viecthat.units.queries.scope import Units, UnitScope, among

if TYPE_CHECKING:
    from datetime import datetime

    from viecthat.accounts.models import Account

ORDERS = {
    "ten": ("sort_key", "pk"),
    "-ten": ("-sort_key", "-pk"),
    "chuc-vu": ("rank", "sort_key", "pk"),
    "-chuc-vu": ("-rank", "-sort_key", "-pk"),
    "tuoi": ("-birth_date", "pk"),  # the youngest first
    "-tuoi": ("birth_date", "-pk"),
    "tu-ngay": ("since", "pk"),
    "-tu-ngay": ("-since", "-pk"),
}
FIRST = "chuc-vu"
AGES = ("over", "soon")
_CHUNK = 500


@dataclass(frozen=True)
class CadreFilter:
    """What is asked of the register: posts of these units on `day` that fit, by their holders."""

    units: Units
    day: date
    text: str = ""
    kind: str = ""
    body: str = ""
    full_time: bool | None = None
    age: str = ""
    sex: str = ""

    def posts(self) -> QuerySet[Post]:
        """The posts that fit."""
        found = Post.objects.filter(among(self.units), in_force(self.day))
        if self.kind:
            found = found.filter(kind=self.kind)
        if self.body:
            found = found.filter(body__kind=self.body)
        if self.full_time is not None:
            found = found.filter(full_time=self.full_time)
        return found


@dataclass(frozen=True)
class ListedCadre:
    """Somebody in the register with every post in the units asked for, highest first."""

    person: Person
    posts: tuple[HeldPost, ...]
    alert: AgeAlert | None
    day: date

    @property
    def age(self) -> int | None:
        """Full years on the day of the list."""
        return None if self.person.birth_date is None else age_on(self.person.birth_date, self.day)

    @property
    def told(self) -> tuple[HeldPost, ...]:
        """The posts that say who this is."""
        return told(self.posts)

    @property
    def since(self) -> date:
        """The first day of the highest post."""
        return self.posts[0].post.start

    @property
    def full_time(self) -> bool:
        """Whether one of the posts is full-time."""
        return any(one.post.full_time for one in self.posts)


@dataclass(frozen=True)
class Learned:
    """A qualification with its level."""

    row: Qualification
    level: QualificationLevel


@dataclass(frozen=True)
class CadreFile:
    """What somebody may read of one cadre: posts in reach; the rest only where the file is open to them."""

    person: Person
    now: tuple[HeldPost, ...]
    before: tuple[HeldPost, ...]
    open: bool
    managed: bool
    alert: AgeAlert | None
    age: int | None
    learned: tuple[Learned, ...]
    ratings: tuple[tuple[CadreRating, UnitRow], ...]
    secondments: tuple[tuple[Secondment, UnitRow, UnitRow], ...]
    planned: tuple[tuple[Candidate, UnitRow], ...]
    courses: tuple[CourseAttendance, ...]


def cadres_found(wanted: CadreFilter, order: str = FIRST) -> QuerySet[Person]:
    """Those who hold a post that fits, each once, with `rank` of the highest and `since`."""
    posts = wanted.posts()
    mine = posts.filter(person=OuterRef("pk")).order_by()
    found = Person.objects.filter(Exists(mine))
    text = fold(wanted.text)
    if text:
        found = found.filter(folded_name__contains=text)
    if wanted.sex:
        found = found.filter(sex=wanted.sex)
    if wanted.age:
        months = 24 if wanted.age == "soon" else 0
        found = found.filter(pk__in=people_past_limit(wanted.units, wanted.day, months))
    found = found.annotate(
        rank=Subquery(mine.annotate(r=POST_RANK).order_by("r").values("r")[:1]),
        since=Subquery(mine.values("person").annotate(first=Min("start")).values("first")),
    )
    return found.order_by(*ORDERS[order])


def listed(people: Sequence[Person], wanted: CadreFilter) -> list[ListedCadre]:
    """These people with their posts in the units asked for. Two queries for any number."""
    posts = Post.objects.filter(among(wanted.units), in_force(wanted.day), person__in=[p.pk for p in people])
    by_person: dict[int, list[HeldPost]] = {}
    for one in held(posts.select_related("person", "body").order_by(POST_RANK, "start", "pk"), wanted.day):
        by_person.setdefault(one.post.person_id, []).append(one)
    return [
        ListedCadre(person, tuple(by_person[person.pk]), age_alerts_of(by_person[person.pk], wanted.day), wanted.day)
        for person in people
    ]


def listed_in_chunks(people: QuerySet[Person], wanted: CadreFilter) -> Iterator[ListedCadre]:
    """All of them, a few hundred at a time, for a file of any length."""
    for page in Paginator(people, _CHUNK):
        yield from listed(list(page.object_list), wanted)


def cadre_file(person: int, actor: Account, at: datetime, day: date) -> CadreFile | None:
    """The file of a cadre as `actor` may read it; None when they reach none of the person's posts."""
    who = Person.objects.filter(pk=person).first()
    if who is None:
        return None
    every = list(Post.objects.filter(person=who).select_related("person", "body").order_by("-start", POST_RANK, "pk"))
    reached = units_with_visible_cadres(actor, at)
    seen = held([post for post in every if post.unit_id in reached], day)
    if not seen:
        return None
    now = [one for one in seen if one.post.start <= day and (one.post.end is None or one.post.end > day)]
    now.sort(key=lambda one: one.kind.rank)
    held_now = {post.unit_id for post in every if post.end is None or post.end > day}
    ends = [post.end for post in every if post.end is not None]
    held_last = {post.unit_id for post in every if ends and post.end == max(ends)}
    open_ = file_is_open(held_now, held_last, reached)
    managed = open_ and file_is_open(held_now, held_last, units_with_managed_cadres(actor, at))
    return CadreFile(
        person=who,
        now=tuple(now),
        before=tuple(one for one in seen if one not in now),
        open=open_,
        managed=managed,
        alert=age_alerts_of(now, day) if open_ else None,
        age=age_on(who.birth_date, day) if open_ and who.birth_date else None,
        learned=learned_by(person) if open_ else (),
        ratings=_ratings(person, day) if managed else (),
        secondments=_secondments(person, day) if open_ else (),
        planned=_planned(person, day, reached) if managed else (),
        courses=tuple(courses_of_person(person)) if open_ else (),
    )


def learned_by(person: int) -> tuple[Learned, ...]:
    """What stands in the file and was not withdrawn, by kind, the highest first."""
    levels = qualification_levels()
    rows = [Learned(row, levels[row.level]) for row in Qualification.objects.filter(person=person, withdrawn=False)]
    kinds = list(dict.fromkeys(level.kind for level in levels.values()))
    return tuple(sorted(rows, key=lambda one: (kinds.index(one.level.kind), -one.level.rank, one.row.pk)))


def qualification_of(pk: int, person: int) -> Qualification | None:
    """One line of the person's file."""
    return Qualification.objects.filter(pk=pk, person=person).first()


def secondment_of(pk: int, person: int) -> Secondment | None:
    """One time the person worked elsewhere."""
    return Secondment.objects.filter(pk=pk, person=person).first()


def _ratings(person: int, day: date) -> tuple[tuple[CadreRating, UnitRow], ...]:
    rows = list(CadreRating.objects.filter(person=person).order_by("-year", "pk"))
    units = units_by_id({row.unit_id for row in rows}, day)
    return tuple((row, units[row.unit_id]) for row in rows)


def _secondments(person: int, day: date) -> tuple[tuple[Secondment, UnitRow, UnitRow], ...]:
    rows = list(Secondment.objects.filter(person=person).order_by("-start", "pk"))
    units = units_by_id({unit for row in rows for unit in (row.home_id, row.place_id)}, day)
    return tuple((row, units[row.home_id], units[row.place_id]) for row in rows)


def _planned(person: int, day: date, reached: UnitScope) -> tuple[tuple[Candidate, UnitRow], ...]:
    rows = [row for row in Candidate.objects.filter(in_force(day), person=person) if row.unit_id in reached]
    units = units_by_id({row.unit_id for row in rows}, day)
    return tuple((row, units[row.unit_id]) for row in rows)
