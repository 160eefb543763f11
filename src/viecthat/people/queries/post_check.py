"""What the charter says to a post that is about to be given: what it forbids, and what it only warns of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from viecthat.catalogue.posts import (
    AgeLimit,
    PostKind,
    PostRule,
    SizeRule,
    age_limit,
    body_kinds,
    post_kinds,
    post_rule,
)
from viecthat.kernel.dates import format_date
from viecthat.kernel.errors import Sentence, gettext_noop
from viecthat.people.models.post import Post
from viecthat.people.queries.post import body_on, brought_by, in_force, members_on
from viecthat.people.rules.charter import age_on
from viecthat.people.rules.post import first_day_over
from viecthat.units.queries import UnitRow, kinds as unit_kinds

if TYPE_CHECKING:
    from viecthat.people.models.person import Person


@dataclass(frozen=True)
class Finding:
    """A sentence about what was asked for. `forbids`: it can't be done so; else it is only to be looked at.

    `field` is the box of the form it speaks of, `article` where the rule stands.
    """

    sentence: Sentence
    forbids: bool
    field: str
    article: str = ""
    article_en: str = ""


def findings_on_post(*, unit: UnitRow, kind: PostKind, person: Person, start: date, today: date) -> list[Finding]:
    """What stands against giving `person` the post in the unit from `start` on; forbidding ones first."""
    found = [
        *_on_day(start, today),
        *_on_place(unit, kind, start),
        *_on_holder(unit, kind, person, start),
        *_on_age(unit, kind, person, start),
        *_on_size(unit, kind, person, start),
        *_on_terms(unit, kind, person, start),
    ]
    return sorted(found, key=lambda finding: not finding.forbids)


def _on_day(start: date, today: date) -> Iterator[Finding]:
    if start > today:
        yield Finding(
            Sentence(gettext_noop("Ngày giữ chức vụ chưa tới; ghi khi quyết định đã có hiệu lực.")), True, "start"
        )


def _on_place(unit: UnitRow, kind: PostKind, start: date) -> Iterator[Finding]:
    level = unit_kinds()[unit.kind].level
    body = body_kinds()[kind.body]
    if (kind.units and unit.kind not in kind.units) or (body.levels and level not in body.levels):
        yield Finding(
            Sentence(
                gettext_noop("{unit} không có chức vụ “{post}”; chọn chức vụ khác."),
                unit=unit.name,
                post=kind.called(unit.kind),
            ),
            True,
            "kind",
        )
    elif body_on(unit.id, kind.body, start) is None:
        yield Finding(
            Sentence(
                gettext_noop("Ngày {day} đơn vị chưa có {body} trong sổ; lập {body} trước rồi giao chức vụ."),
                day=format_date(start),
                body=body.name,
            ),
            True,
            "kind",
        )


def _on_holder(unit: UnitRow, kind: PostKind, person: Person, start: date) -> Iterator[Finding]:
    now = Post.objects.filter(unit=unit.id, kind=kind.code).exclude(end__lte=start).select_related("person")
    for post in now:
        if post.person_id == person.pk:
            yield Finding(
                Sentence(
                    gettext_noop("{name} đang giữ chính chức vụ này từ {day}."),
                    name=person.full_name,
                    day=format_date(post.start),
                ),
                True,
                "person",
            )
        elif kind.seats == 1:
            yield Finding(
                Sentence(
                    gettext_noop(
                        "{name} giữ chức vụ này từ {day}; mỗi đơn vị chỉ có một. Cho người trước thôi giữ rồi mới giao."
                    ),
                    name=post.person.full_name,
                    day=format_date(post.start),
                ),
                True,
                "kind",
            )


def _on_age(unit: UnitRow, kind: PostKind, person: Person, start: date) -> Iterator[Finding]:
    limit = age_limit(kind.code, unit.kind, start)
    if limit is None:
        return
    if person.birth_date is None:
        message = gettext_noop("Hồ sơ {name} chưa có ngày sinh nên chưa đối chiếu được tuổi giữ chức vụ.")
        yield Finding(Sentence(message, name=person.full_name), False, "person", limit.article, limit.article_en)
        return
    before = Post.objects.filter(person=person.pk, kind=kind.code, start__lt=start).exists()
    body = body_on(unit.id, kind.body, start)
    in_office = limit.in_office(hard_area=body is not None and body.hard_area)
    most = in_office if before or limit.first is None else limit.first
    if most is not None and start >= first_day_over(person.birth_date, most):
        yield _too_old(person, kind, unit, start, most, limit, first=not before and limit.first is not None)
    elif in_office is not None:
        yield from _soon_over(person, start, in_office, limit)


def _too_old(
    person: Person, kind: PostKind, unit: UnitRow, start: date, most: int, limit: AgeLimit, *, first: bool
) -> Finding:
    message = (
        gettext_noop("{name} {age} tuổi vào ngày {day}; lần đầu giữ chức vụ {post} không quá {most} tuổi.")
        if first
        else gettext_noop("{name} {age} tuổi vào ngày {day}; giữ chức vụ {post} không quá {most} tuổi.")
    )
    born = person.birth_date
    assert born is not None  # noqa: S101 - for the type checker: the caller has looked
    sentence = Sentence(
        message,
        name=person.full_name,
        age=age_on(born, start),
        day=format_date(start),
        post=kind.called(unit.kind),
        most=most,
    )
    return Finding(sentence, True, "person", limit.article, limit.article_en)


def _soon_over(person: Person, start: date, most: int, limit: AgeLimit) -> Iterator[Finding]:
    born = person.birth_date
    assert born is not None  # noqa: S101 - as above
    over = first_day_over(born, most)
    if (over.year - start.year) * 12 + over.month - start.month < 24:
        message = gettext_noop("{name} quá tuổi giữ chức vụ từ ngày {day}, chưa đầy hai năm nữa.")
        sentence = Sentence(message, name=person.full_name, day=format_date(over))
        yield Finding(sentence, False, "person", limit.article, limit.article_en)


def _on_size(unit: UnitRow, kind: PostKind, person: Person, start: date) -> Iterator[Finding]:
    given = brought_by(kind.code)
    for code in given:
        post = post_kinds()[code]
        if not post.member:
            continue
        members = members_on(unit.id, [code], start) | {person.pk}
        body, rules = body_on(unit.id, post.body, start), body_kinds()[post.body]
        if body is not None and body.seats and len(members) > body.seats:
            message = gettext_noop("{body} sẽ có {count} người, quá {seats} người theo quyết nghị.")
            sentence = Sentence(message, body=rules.name, count=len(members), seats=body.seats)
            yield Finding(sentence, False, "kind")
        if rules.at_most_of is not None and body is not None:
            yield from _beside(unit, rules.at_most_of, post.body, len(members), given, person, start)
        if rules.shared_with is not None:
            yield from _shared(unit, rules.shared_with, members, start)


def _beside(
    unit: UnitRow, rule: SizeRule, body: str, count: int, given: tuple[str, ...], person: Person, start: date
) -> Iterator[Finding]:
    member = _member_post(rule.body)
    others = members_on(unit.id, [member], start)
    if member in given:
        others.add(person.pk)
    decided = body_on(unit.id, rule.body, start)
    beside = max(len(others), (decided.seats or 0) if decided else 0)
    if count > rule.most(beside):
        message = gettext_noop(
            "{body} sẽ có {count} người, quá mức {most} (bằng {n}/{of} của {others} người trong {other})."
        )
        kinds = body_kinds()
        sentence = Sentence(
            message,
            body=kinds[body].name,
            count=count,
            most=rule.most(beside),
            n=rule.n,
            of=rule.of,
            others=beside,
            other=kinds[rule.body].name,
        )
        yield Finding(sentence, rule.forbids, "kind", rule.article, rule.article_en)


def _shared(unit: UnitRow, rule: SizeRule, members: set[int], start: date) -> Iterator[Finding]:
    both = members & members_on(unit.id, [_member_post(rule.body)], start)
    if len(both) > rule.most(len(members)):
        message = gettext_noop("{both} trong {count} người cũng ở {other}, quá {n}/{of}.")
        name = body_kinds()[rule.body].name
        sentence = Sentence(message, both=len(both), count=len(members), other=name, n=rule.n, of=rule.of)
        yield Finding(sentence, rule.forbids, "kind", rule.article, rule.article_en)


def _on_terms(unit: UnitRow, kind: PostKind, person: Person, start: date) -> Iterator[Finding]:
    rule: PostRule | None = post_rule("terms_in_one_post", start)
    body = body_on(unit.id, kind.body, start)
    if rule is None or kind.member or body is None:
        return
    before = Post.objects.filter(unit=unit.id, kind=kind.code, person=person.pk).exclude(body=body)
    terms = before.filter(body__provisional=False).values("body").distinct().count()
    if terms >= rule.most:
        message = gettext_noop("{name} đã giữ chức vụ này {terms} nhiệm kỳ.")
        sentence = Sentence(message, name=person.full_name, terms=terms)
        yield Finding(sentence, False, "person", rule.article, rule.article_en)


def _member_post(body: str) -> str:
    """The post that makes somebody a member of the body."""
    return next(code for code, kind in post_kinds().items() if kind.body == body and kind.member)


def oversized(unit: int, day: date) -> list[Finding]:
    """Rules of size that the unit's bodies break as they stand on `day`."""
    found = []
    for code, kind in body_kinds().items():
        rule = kind.at_most_of
        if rule is None:
            continue
        count = len(members_on(unit, [_member_post(code)], day))
        beside = len(members_on(unit, [_member_post(rule.body)], day))
        if count and count > rule.most(beside):
            message = gettext_noop(
                "{body} có {count} người, quá mức {most} (bằng {n}/{of} của {others} người trong {other})."
            )
            sentence = Sentence(
                message,
                body=kind.name,
                count=count,
                most=rule.most(beside),
                n=rule.n,
                of=rule.of,
                others=beside,
                other=body_kinds()[rule.body].name,
            )
            found.append(Finding(sentence, rule.forbids, "", rule.article, rule.article_en))
    return found


def holders_in(unit: int, kind: str, day: date) -> list[Post]:
    """Who holds the post in the unit on `day`."""
    return list(Post.objects.filter(in_force(day), unit=unit, kind=kind).select_related("person"))
