"""Who passes which limit of age when, which seats are empty, what congresses are due."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Exists, Max, OuterRef, QuerySet

from viecthat.catalogue.posts import AgeLimit, age_limit, age_limits, body_kinds, post_rule
from viecthat.people.models.body import Absence, Body, BodySession
from viecthat.people.models.person import Person
from viecthat.people.models.planning import Candidate, Placement
from viecthat.people.models.post import Post
from viecthat.people.queries.post import POST_RANK, HeldPost, absences_running, held, in_force
from viecthat.people.rules.charter import months_later, years_later
from viecthat.people.rules.post import first_day_over
from viecthat.units.queries import UnitRow, units_by_id
from viecthat.units.queries.scope import Units, among

if TYPE_CHECKING:
    from viecthat.catalogue.posts import BodyKind

LOOK_AHEAD = 24  # months
LIMITED_POSTS = tuple({post for limit in age_limits() for post in limit.posts})


@dataclass(frozen=True)
class AgeAlert:
    """Somebody is over the age for every limited post they hold in a unit from `over_on` on.

    Whoever holds several is judged by the post with the highest limit; `post` is that one. `most` is its age.
    """

    post: HeldPost
    limit: AgeLimit
    most: int
    over_on: date
    day: date
    placement: Placement | None = None
    candidates: int = 0

    @property
    def over(self) -> bool:
        """The limit is passed on the day asked for."""
        return self.over_on <= self.day

    @property
    def state(self) -> str:
        """What has been done about it: "unplanned", "planned", "late" when the plan's day has gone."""
        if self.placement is None:
            return "unplanned"
        return "late" if self.placement.due <= self.day else "planned"


@dataclass(frozen=True)
class Vacancy:
    """A unit with a committee and no secretary, since a day; `acting` deputies, `candidates` on the planning list."""

    unit: UnitRow
    body: Body
    since: date
    deputies: tuple[HeldPost, ...]
    candidates: int


@dataclass(frozen=True)
class DueCongress:
    """A provisional committee and the last day for its congress."""

    unit: UnitRow
    body: Body
    overdue: bool
    kind: BodyKind


@dataclass(frozen=True)
class Missing:
    """A committee member who missed so many sessions running without reason that the charter strikes them off."""

    post: HeldPost
    times: int


def age_alerts_of(posts: Iterable[HeldPost], day: date, months: int = LOOK_AHEAD) -> AgeAlert | None:
    """The first limit one person passes within so many months of `day`, over all units; None when none."""
    by_unit: dict[int, list[HeldPost]] = {}
    for one in posts:
        by_unit.setdefault(one.unit.id, []).append(one)
    alerts = [alert for group in by_unit.values() if (alert := _of_unit(group, day, months)) is not None]
    return min(alerts, key=lambda alert: alert.over_on, default=None)


def age_alerts(units: Units, day: date, months: int = LOOK_AHEAD) -> list[AgeAlert]:
    """Everybody in these units who is over an age limit or will be within so many months, the oldest case first.

    Four queries, however many there are.
    """
    found = _posts_that_may_be_over(units, day, months)
    groups: dict[tuple[int, int], list[HeldPost]] = {}
    for one in held(found.select_related("person", "body").order_by(POST_RANK, "pk"), day):
        groups.setdefault((one.post.person_id, one.unit.id), []).append(one)
    alerts = [alert for group in groups.values() if (alert := _of_unit(group, day, months)) is not None]
    plans = {plan.post_id: plan for plan in Placement.objects.filter(post__in=[alert.post.post.pk for alert in alerts])}
    waiting = candidates_for({(alert.post.unit.id, alert.post.kind.code) for alert in alerts}, day)
    full = [
        AgeAlert(
            a.post, a.limit, a.most, a.over_on, a.day,
            plans.get(a.post.post.pk),
            waiting.get((a.post.unit.id, a.post.kind.code), 0),
        )
        for a in alerts
    ]  # fmt: skip
    return sorted(full, key=lambda alert: (alert.over_on, alert.post.post.person.sort_key, alert.post.post.pk))


def people_past_limit(units: Units, day: date, months: int) -> set[int]:
    """Ids of those with an alert within so many months; of those over already with 0."""
    found = _posts_that_may_be_over(units, day, months)
    groups: dict[tuple[int, int], list[HeldPost]] = {}
    for one in held(found.select_related("person", "body"), day):
        groups.setdefault((one.post.person_id, one.unit.id), []).append(one)
    return {person for (person, _unit), group in groups.items() if _of_unit(group, day, months) is not None}


def resolved_placements(units: Units, day: date, since: date) -> list[tuple[Placement, HeldPost]]:
    """Plans whose post ended since a day: what became of them. Two queries."""
    plans = list(
        Placement.objects.filter(among(units, "post__unit"), post__end__gt=since, post__end__lte=day)
        .select_related("post__person", "post__body")
        .order_by("-post__end", "pk")
    )
    posts = {one.post.pk: one for one in held((plan.post for plan in plans), day)}
    return [(plan, posts[plan.post_id]) for plan in plans]


def candidates_for(wanted: Collection[tuple[int, str]], day: date) -> dict[tuple[int, str], int]:
    """How many stand on the planning list for each (unit, post). One query."""
    counts: dict[tuple[int, str], int] = {}
    rows = Candidate.objects.filter(in_force(day), unit__in={unit for unit, _kind in wanted})
    for unit, kind in rows.values_list("unit", "kind"):
        if (unit, kind) in wanted:
            counts[unit, kind] = counts.get((unit, kind), 0) + 1
    return counts


def vacancies_found(units: Units, day: date) -> QuerySet[Body]:
    """Committees without a secretary on `day`, by unit."""
    secretary = Post.objects.filter(in_force(day), unit=OuterRef("unit"), kind="secretary")
    found = Body.objects.filter(among(units), in_force(day), kind="committee")
    return found.filter(~Exists(secretary)).order_by("unit", "pk")


def vacancies(bodies: Sequence[Body], day: date) -> list[Vacancy]:
    """These committees with who leads meanwhile and since when. Five queries for any number."""
    wanted = [body.unit_id for body in bodies]
    units = units_by_id(set(wanted), day)
    left = dict(
        Post.objects.filter(unit__in=wanted, kind="secretary", end__lte=day)
        .order_by()
        .values_list("unit")
        .annotate(last=Max("end"))
    )
    deputies: dict[int, list[HeldPost]] = {}
    acting = Post.objects.filter(in_force(day), unit__in=wanted, kind__in=["first_deputy", "deputy"])
    for one in held(acting.select_related("person", "body").order_by(POST_RANK, "start", "pk"), day):
        deputies.setdefault(one.unit.id, []).append(one)
    waiting = candidates_for({(unit, "secretary") for unit in wanted}, day)
    return [
        Vacancy(
            units[body.unit_id],
            body,
            max(body.start, left.get(body.unit_id, body.start)),
            tuple(deputies.get(body.unit_id, ())),
            waiting.get((body.unit_id, "secretary"), 0),
        )
        for body in bodies
    ]


def due_congresses(units: Units, day: date, months: int = LOOK_AHEAD) -> list[DueCongress]:
    """Provisional committees, the longest overdue first. Two queries."""
    until = months_later(day, months)
    bodies = list(
        Body.objects.filter(among(units), in_force(day), provisional=True, congress_by__lte=until).order_by(
            "congress_by", "pk"
        )
    )
    rows = units_by_id({body.unit_id for body in bodies}, day)
    kinds = body_kinds()
    return [DueCongress(rows[body.unit_id], body, (body.congress_by or day) < day, kinds[body.kind]) for body in bodies]


def missing_members(units: Units, day: date) -> list[Missing]:
    """Members the charter strikes off for missed sessions, and who are still there."""
    rule = post_rule("sessions_missed", day)
    if rule is None:
        return []
    away = Absence.objects.filter(session__body=OuterRef("pk"), excused=False)
    met = BodySession.objects.filter(body=OuterRef("pk"))
    bodies = Body.objects.filter(among(units), in_force(day), Exists(away), Exists(met))
    found: list[Missing] = []
    for body in bodies:
        running = {person: times for person, times in absences_running(body, day).items() if times >= rule.most}
        posts = Post.objects.filter(in_force(day), body=body, person__in=list(running)).select_related("person", "body")
        once: dict[int, HeldPost] = {}
        for one in held(posts.order_by(POST_RANK, "person__sort_key"), day):
            once.setdefault(one.post.person_id, one)
        found += [Missing(one, running[person]) for person, one in once.items()]
    return found


def _posts_that_may_be_over(units: Units, day: date, months: int) -> QuerySet[Post]:
    ages = [age for limit in age_limits() for age in (limit.holds, limit.holds_hard) if age is not None]
    born = years_later(months_later(day, months), -min(ages))
    old = Person.objects.filter(pk=OuterRef("person"), birth_date__lte=born)
    return Post.objects.filter(among(units), in_force(day), Exists(old), kind__in=LIMITED_POSTS)


def _of_unit(posts: list[HeldPost], day: date, months: int) -> AgeAlert | None:
    """Judge one person's posts in one unit: the highest limit decides."""
    best: AgeAlert | None = None
    for one in posts:
        born = one.post.person.birth_date
        limit = age_limit(one.kind.code, one.unit.kind, day)
        if born is None or limit is None:
            continue
        most = limit.in_office(hard_area=one.post.body.hard_area)
        if most is None:
            continue
        if best is None or most > best.most:
            best = AgeAlert(one, limit, most, first_day_over(born, most), day)
    if best is None or best.over_on > months_later(day, months):
        return None
    return best
