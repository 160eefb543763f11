"""Reads of the review of cadres: calls, forms, and the form as the register fills it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, Q

from viecthat.kernel.names import sort_key
from viecthat.kernel.quantities import Share
from viecthat.people.choices.personnel import PersonnelState
from viecthat.people.choices.post import Destination
from viecthat.people.models.personnel import PersonnelCall, PersonnelLine, PersonnelReview
from viecthat.people.models.planning import Placement
from viecthat.people.models.post import Post
from viecthat.people.queries.over_age import age_alerts, candidates_for
from viecthat.people.queries.post import UNION_POSTS, HeldPost, held, posts_on, told
from viecthat.people.rules.charter import age_on
from viecthat.units.queries import UnitRow, units_by_id
from viecthat.units.queries.scope import Units, among

EVER = 12 * 40  # months: whoever will pass a limit at all
ARRIVED = (PersonnelState.SENT, PersonnelState.ACCEPTED)


@dataclass(frozen=True)
class PersonnelRow:
    """A cadre in the form: the highest post here, what comes due, what is planned, what the unit remarks."""

    post: HeldPost
    age: int | None
    terms: int
    over_on: date | None
    plan: str
    successors: int
    day: date
    remark: str = ""

    @property
    def over(self) -> bool:
        """Over the age of every post here on the day of the form."""
        return self.over_on is not None and self.over_on <= self.day


@dataclass(frozen=True)
class AskedUnit:
    """A unit under a call and how far its form has come."""

    review: PersonnelReview
    unit: UnitRow
    late: bool

    @property
    def missing(self) -> bool:
        """Nothing of it is with the superior."""
        return self.review.state not in ARRIVED


@dataclass(frozen=True)
class OpenCall:
    """A call with every unit asked."""

    call: PersonnelCall
    unit: UnitRow
    asked: tuple[AskedUnit, ...]

    @property
    def coverage(self) -> Share:
        """How many have sent theirs, of all asked."""
        return Share(sum(not one.missing for one in self.asked), len(self.asked))

    @property
    def missing(self) -> tuple[AskedUnit, ...]:
        """Who has not."""
        return tuple(one for one in self.asked if one.missing)


@dataclass(frozen=True)
class OpenReview:
    """The form of a unit with its rows, and the calls by which it asked further down."""

    review: PersonnelReview
    unit: UnitRow
    superior: UnitRow
    rows: tuple[PersonnelRow, ...]
    below: tuple[OpenCall, ...]

    @property
    def editable(self) -> bool:
        """Still with the unit."""
        return self.review.state not in ARRIVED and not self.review.call.called_off_why


@dataclass(frozen=True)
class ListedCall:
    """A call of the list with its coverage."""

    call: PersonnelCall
    unit: UnitRow
    coverage: Share


def register_rows(unit: int, day: date) -> list[PersonnelRow]:
    """Everybody in post in the unit on the day, each once by the highest post. Nine queries, however many."""
    posts = held((post for post in posts_on([unit], day) if post.kind in UNION_POSTS), day)
    highest: dict[int, HeldPost] = {}
    for one in told(posts):
        highest.setdefault(one.post.person_id, one)
    alerts = {alert.post.post.person_id: alert.over_on for alert in age_alerts([unit], day, EVER)}
    plans = {
        plan.post.person_id: f"{Destination(plan.destination).label}, {plan.due:%d/%m/%Y}. {plan.note}".strip()[:400]
        for plan in Placement.objects.filter(post__in=[one.post for one in posts]).select_related("post")
    }
    waiting = candidates_for({(unit, one.kind.code) for one in highest.values()}, day)
    terms = _terms(unit, list(highest.values()), day)
    return [
        PersonnelRow(
            post=one,
            age=age_on(one.post.person.birth_date, day) if one.post.person.birth_date else None,
            terms=terms.get((person, one.kind.code), 0),
            over_on=alerts.get(person),
            plan=plans.get(person, ""),
            successors=waiting.get((unit, one.kind.code), 0),
            day=day,
        )
        for person, one in highest.items()
    ]


def call_by_id(pk: int) -> PersonnelCall | None:
    """The call with this id."""
    return PersonnelCall.objects.filter(pk=pk).first()


def review_by_id(pk: int) -> PersonnelReview | None:
    """The form with this id, with its call."""
    found = PersonnelReview.objects.select_related("call", "signed_by", "answered_by")
    return found.filter(pk=pk).first()


def calls_of(units: Units, day: date) -> list[ListedCall]:
    """Calls that these units issued, the newest first. Two queries for any number."""
    rows = list(
        PersonnelCall.objects.filter(among(units))
        .annotate(
            n=Count("reviews", filter=Q(reviews__state__in=ARRIVED), distinct=True),
            of=Count("reviews", distinct=True),
        )
        .order_by("-issued_on", "-pk")
    )
    named = units_by_id({row.unit_id for row in rows}, day)
    return [ListedCall(row, named[row.unit_id], Share(row.n, row.of)) for row in rows]


def reviews_asked_of(units: Units, day: date) -> list[AskedUnit]:
    """Forms that these units owe or sent, the nearest deadline first. Two queries for any number."""
    rows = PersonnelReview.objects.filter(among(units), call__called_off_why="").select_related("call")
    return _asked(list(rows.order_by("call__due", "pk")), day)


def open_call(call: PersonnelCall, day: date) -> OpenCall:
    """The call with every unit asked, those missing first. Two queries."""
    rows = _asked(list(call.reviews.select_related("call", "signed_by")), day)
    rows.sort(key=lambda one: (not one.missing, sort_key(one.unit.name), one.review.pk))
    return OpenCall(call, units_by_id([call.unit_id], day)[call.unit_id], tuple(rows))


def open_review(review: PersonnelReview, day: date) -> OpenReview:
    """The form: live while it is with the unit, as it was signed afterwards."""
    named = units_by_id({review.unit_id, review.call.unit_id}, day)
    rows = signed_rows(review) if review.state in ARRIVED else _with_remarks(review)
    below = tuple(open_call(one, day) for one in review.calls.filter(called_off_why="").order_by("pk"))
    return OpenReview(review, named[review.unit_id], named[review.call.unit_id], tuple(rows), below)


def signed_rows(review: PersonnelReview) -> list[PersonnelRow]:
    """The form as it was signed. Three queries, however many."""
    lines = list(
        PersonnelLine.objects.filter(review=review, position__isnull=False)
        .select_related("post__person", "post__body")
        .order_by("position")
    )
    posts = {one.post.pk: one for one in held([line.post for line in lines], review.call.day)}
    return [
        PersonnelRow(
            post=posts[line.post_id], age=line.age, terms=line.terms, over_on=line.over_on, plan=line.plan,
            successors=line.successors, day=review.call.day, remark=line.remark,
        )
        for line in lines
    ]  # fmt: skip


def _with_remarks(review: PersonnelReview) -> list[PersonnelRow]:
    remarks = dict(PersonnelLine.objects.filter(review=review).values_list("post", "remark"))
    return [
        replace(row, remark=remarks.get(row.post.post.pk, "")) for row in register_rows(review.unit_id, review.call.day)
    ]


def _asked(rows: Sequence[PersonnelReview], day: date) -> list[AskedUnit]:
    named = units_by_id({row.unit_id for row in rows}, day)
    return [AskedUnit(row, named[row.unit_id], row.state not in ARRIVED and row.call.due < day) for row in rows]


def _terms(unit: int, posts: Sequence[HeldPost], day: date) -> dict[tuple[int, str], int]:
    """How many terms each of them has held this post here, the present one included; provisional ones don't count."""
    found = Post.objects.filter(
        unit=unit, start__lte=day, person__in=[one.post.person_id for one in posts], body__provisional=False
    )
    rows = found.order_by().values_list("person", "kind").annotate(terms=Count("body", distinct=True))
    return {(person, kind): terms for person, kind, terms in rows}
