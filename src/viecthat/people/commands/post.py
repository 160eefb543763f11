"""Give, end and move posts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.catalogue.posts import post_kinds
from viecthat.kernel.errors import Refused, Sentence, gettext_noop
from viecthat.kernel.names import fold, one_line
from viecthat.people.choices.post import Basis, Destination, Leaving
from viecthat.people.commands.body import check_day, check_may_give, decision_number
from viecthat.people.commands.person import PersonDraft, register_people
from viecthat.people.commands.post_ledger import settle_posts
from viecthat.people.models.body import Body
from viecthat.people.models.person import Person
from viecthat.people.models.post import Post
from viecthat.people.queries.post import body_on, brought_by, people_reached, resting_on
from viecthat.people.queries.post_check import Finding, findings_on_post
from viecthat.people.rules.post import units_with_visible_cadres
from viecthat.units.queries import units_by_id

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

LONGEST_TITLE = 120
LONGEST_NOTE = 200


@dataclass(frozen=True)
class Given:
    """The post that was given, those that came with it, and what is to be looked at."""

    post: Post
    brought: tuple[Post, ...]
    warnings: tuple[Finding, ...]


@transaction.atomic
def give_post(
    *,
    unit: int,
    kind: str,
    person: int | PersonDraft,
    start: date,
    basis: Basis,
    decision: str,
    actor: Account,
    at: datetime,
    full_time: bool = False,
    title: str = "",
) -> Given:
    """`person` holds the post in the unit from `start` on, and the posts that come with it.

    A draft is somebody who is written down with the post. What the charter forbids is refused with its article; what
    it warns of is returned. Raises Refused.
    """
    check_may_give(actor, unit, at)
    check_day(unit, start, at, field="start")
    rules = post_kinds().get(kind)
    if rules is None:
        raise Refused(gettext_noop("Chọn chức vụ trong danh sách."), field="kind")
    # Two posts given at once must see each other: sizes of bodies are counted, not constrained.
    lock_bodies(unit)
    who = _person(person, actor, at) if isinstance(person, int) else _new_person(person, actor, at)
    person = who.pk
    row = units_by_id([unit], start)[unit]
    found = findings_on_post(unit=row, kind=rules, person=who, start=start, today=localdate(at))
    refuse_forbidden(found)
    number = decision_number(decision, field="decision")
    title = one_line(title, LONGEST_TITLE, field="title")
    given = _open(unit, kind, person, start, basis, number, full_time=full_time, title=title)
    assert given is not None  # noqa: S101 - for the type checker: the findings said the body is there
    brought = [
        post
        for code in brought_by(kind)[1:]
        if not Post.objects.filter(unit=unit, kind=code, person=person).exclude(end__lte=start).exists()
        and (post := _open(unit, code, person, start, basis, number, full_time=full_time)) is not None
    ]
    settle_posts(pairs=[(person, unit)], actor=actor, at=at, reason=f"{rules.called(row.kind)}: {number}")
    return Given(given, tuple(brought), tuple(finding for finding in found if not finding.forbids))


@transaction.atomic
def end_post(
    *,
    post: Post,
    end: date,
    leaving: Leaving,
    decision: str,
    actor: Account,
    at: datetime,
    destination: Destination = Destination.NONE,
    destination_note: str = "",
    whole: bool = False,
) -> list[Post]:
    """The post is held no longer from `end` on, and those that can't be held without it; returns what ended.

    `whole`: every post of the person in this unit. Raises Refused.
    """
    post = Post.objects.select_for_update().get(pk=post.pk)
    check_may_give(actor, post.unit_id, at)
    if post.end is not None:
        raise Refused(gettext_noop("Chức vụ này đã thôi từ trước; tải lại trang để xem."))
    if end > localdate(at):
        raise Refused(gettext_noop("Ngày thôi chưa tới; ghi khi quyết định đã có hiệu lực."), field="end")
    if end <= post.start:
        raise Refused(
            gettext_noop("Ngày thôi phải sau ngày bắt đầu {day}; giao nhầm thì mở hồ sơ cán bộ, bấm “Lấy lại”."),
            field="end",
            day=post.start,
        )
    number = decision_number(decision, field="decision")
    note = one_line(destination_note, LONGEST_NOTE, field="destination_note")
    ending = posts_ending_with(post, whole=whole)
    for one in ending:
        one.end, one.leaving, one.leaving_decision = end, leaving, number
        one.destination, one.destination_note = destination, note
        save_checked(one)
    settle_posts(
        pairs=[(post.person_id, post.unit_id)], actor=actor, at=at, reason=f"{Leaving(leaving).label}: {number}"
    )
    return ending


@transaction.atomic
def move_post(
    *,
    post: Post,
    unit: int,
    kind: str,
    day: date,
    basis: Basis,
    decision: str,
    actor: Account,
    at: datetime,
    full_time: bool = False,
    title: str = "",
) -> Given:
    """The holder goes from this post to another one, here or in another unit, on `day`: one decision, one step.

    Posts in the old unit that can't be held without it end too. Raises Refused; then nothing has changed.
    """
    leaving = {Basis.TRANSFERRED: Leaving.TRANSFERRED, Basis.ROTATED: Leaving.ROTATED}.get(basis, Leaving.ANOTHER_POST)
    rules = post_kinds().get(kind)
    if rules is None:
        raise Refused(gettext_noop("Chọn chức vụ trong danh sách."), field="kind")
    to = units_by_id([unit], day)[unit]
    end_post(
        post=post,
        end=day,
        leaving=leaving,
        decision=decision,
        destination=Destination.UNION,
        destination_note=f"{rules.called(to.kind)}, {to.name}"[:LONGEST_NOTE],
        whole=unit != post.unit_id,
        actor=actor,
        at=at,
    )
    return give_post(
        unit=unit,
        kind=kind,
        person=post.person_id,
        start=day,
        basis=basis,
        decision=decision,
        full_time=full_time,
        title=title,
        actor=actor,
        at=at,
    )


def posts_ending_with(post: Post, *, whole: bool) -> list[Post]:
    """The post and those of the same person in the same unit that end with it."""
    same = Post.objects.filter(unit=post.unit_id, person=post.person_id, end__isnull=True)
    return list(same if whole else same.filter(kind__in=resting_on(post.kind)))


def refuse_forbidden(findings: Sequence[Finding]) -> None:
    """Raises Refused with the first sentence that forbids, and its article."""
    for finding in findings:
        if finding.forbids:
            sentence = finding.sentence
            if not finding.article:
                raise Refused(sentence.message, field=finding.field, **sentence.params)
            raise Refused(
                gettext_noop("{sentence} Theo {article}."),
                field=finding.field,
                sentence=Sentence(sentence.message, **sentence.params),
                article=finding.article,
            )


def lock_bodies(unit: int) -> None:
    """Whoever changes the bodies of the unit waits for whoever does so now."""
    list(Body.objects.select_for_update().filter(unit=unit, end__isnull=True).order_by("pk"))


def _new_person(draft: PersonDraft, actor: Account, at: datetime) -> Person:
    name = fold(draft.full_name)
    same = list(Person.objects.filter(folded_name=name, birth_date=draft.birth_date).values_list("pk", flat=True))
    if people_reached(same, units_with_visible_cadres(actor, at)):
        raise Refused(
            gettext_noop("Người cùng họ tên, ngày sinh đã có trong sổ; chọn người ấy ở ô “Ai”."), field="new_name"
        )
    (pk,) = register_people(drafts=[draft])
    return Person.objects.get(pk=pk)


def _person(person: int, actor: Account, at: datetime) -> Person:
    who = Person.objects.filter(pk=person).first()
    if who is None or not people_reached([person], units_with_visible_cadres(actor, at)):
        raise Refused(gettext_noop("Không có người này trong phạm vi bạn được xem; chọn lại."), field="person")
    return who


def _open(
    unit: int, kind: str, person: int, start: date, basis: Basis, number: str, *, full_time: bool, title: str = ""
) -> Post | None:
    rules = post_kinds()[kind]
    body = body_on(unit, rules.body, start)
    if body is None:
        return None
    post = Post(
        body=body,
        unit_id=unit,
        person_id=person,
        kind=kind,
        sole=rules.seats == 1,
        title=title,
        start=start,
        basis=basis,
        full_time=full_time,
        decision=number,
    )
    save_checked(post)
    return post
