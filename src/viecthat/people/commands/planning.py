"""The planning list, and where those go who pass the limit of age."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.catalogue.posts import age_limit, post_kinds
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import one_line
from viecthat.people.choices.post import Destination
from viecthat.people.commands.body import check_day, check_may_give, decision_number
from viecthat.people.models.person import Person
from viecthat.people.models.planning import Candidate, Placement
from viecthat.people.models.post import Post
from viecthat.people.queries.post import people_reached
from viecthat.people.rules.post import first_day_over, units_with_visible_cadres
from viecthat.units.queries import units_by_id

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


@transaction.atomic
def plan_successor(
    *,
    unit: int,
    kind: str,
    person: int,
    start: date,
    decision: str,
    actor: Account,
    at: datetime,
    term: str = "",
    note: str = "",
) -> Candidate:
    """The person stands on the planning list (quy hoạch) for the post.

    Raises Refused when the actor does not keep the unit's cadres, or the person is over the age of the first
    appointment on that day already.
    """
    check_may_give(actor, unit, at)
    check_day(unit, start, at, field="start")
    rules = post_kinds().get(kind)
    if rules is None:
        raise Refused(gettext_noop("Chọn chức vụ trong danh sách."), field="kind")
    who = Person.objects.filter(pk=person).first()
    if who is None or not people_reached([person], units_with_visible_cadres(actor, at)):
        raise Refused(gettext_noop("Không có người này trong phạm vi bạn được xem; chọn lại."), field="person")
    row = units_by_id([unit], start)[unit]
    limit = age_limit(kind, row.kind, start)
    if limit is not None and limit.first is not None and who.birth_date is not None:
        last = first_day_over(who.birth_date, limit.first)
        if last <= start:
            raise Refused(
                gettext_noop("{name} đã quá {most} tuổi, tuổi lần đầu giữ chức vụ {post}. Theo {article}."),
                field="person",
                name=who.full_name,
                most=limit.first,
                post=rules.called(row.kind),
                article=limit.article,
            )
    candidate = Candidate(
        unit_id=unit,
        kind=kind,
        person_id=person,
        term=one_line(term, 40, field="term"),
        start=start,
        decision=decision_number(decision, field="decision"),
        note=one_line(note, 300, field="note"),
    )
    save_checked(candidate)
    return candidate


@transaction.atomic
def drop_successor(*, candidate: Candidate, end: date, reason: str, actor: Account, at: datetime) -> None:
    """The person is on the planning list no longer. Raises Refused."""
    candidate = Candidate.objects.select_for_update().get(pk=candidate.pk)
    check_may_give(actor, candidate.unit_id, at)
    if candidate.end is not None:
        raise Refused(gettext_noop("Người này đã ra khỏi quy hoạch từ trước."))
    if end > localdate(at):
        raise Refused(gettext_noop("Ngày chưa tới; ghi khi quyết định đã có hiệu lực."), field="end")
    reason = one_line(reason, 200, field="reason")
    if not reason:
        raise Refused(gettext_noop("Ghi lý do ra khỏi quy hoạch."), field="reason")
    candidate.end, candidate.note = end, one_line(f"{candidate.note} {reason}", 300, field="reason")
    save_checked(candidate)


@transaction.atomic
def plan_placement(
    *, post: Post, destination: Destination, due: date, actor: Account, at: datetime, note: str = ""
) -> Placement:
    """Where the holder of the post is to go, by when; a new plan takes the place of the old, which history keeps.

    It is resolved when the post ends. Raises Refused.
    """
    post = Post.objects.select_for_update().get(pk=post.pk)
    check_may_give(actor, post.unit_id, at)
    if post.end is not None:
        raise Refused(gettext_noop("Chức vụ này đã thôi từ trước; không cần phương án nữa."))
    if due <= localdate(at):
        raise Refused(gettext_noop("Hạn bố trí phải sau hôm nay."), field="due")
    plan = Placement.objects.filter(post=post).first() or Placement(post=post)
    plan.destination, plan.due, plan.note = destination, due, one_line(note, 300, field="note")
    save_checked(plan)
    return plan
