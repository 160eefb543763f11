"""Form and close bodies, record their sessions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.catalogue.posts import body_kinds, post_rule
from viecthat.kernel.document_numbers import parse_document_number
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import one_line
from viecthat.people.choices.post import Leaving
from viecthat.people.commands.post_ledger import settle_posts
from viecthat.people.models.body import Absence, Body, BodySession
from viecthat.people.models.post import Post
from viecthat.people.queries.post import in_force
from viecthat.people.rules.charter import months_later
from viecthat.people.rules.post import may_give_posts
from viecthat.units.queries import kinds as unit_kinds, units_by_id
from viecthat.units.tree import tree_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

LONGEST_TERM = 40
LONGEST_SESSION = 200


@transaction.atomic
def form_body(
    *,
    unit: int,
    kind: str,
    start: date,
    decision: str,
    actor: Account,
    at: datetime,
    term: str = "",
    seats: int | None = None,
    provisional: bool = False,
    congress_by: date | None = None,
    hard_area: bool = False,
) -> Body:
    """The unit has a body of this kind for a new term from `start` on; the one before ends on that day.

    Whoever was in the one before holds those posts no longer. A provisional committee is given its last day for the
    congress: six months unless an earlier one is set. Raises Refused.
    """
    check_may_give(actor, unit, at)
    check_day(unit, start, at, field="start")
    rules = body_kinds().get(kind)
    level = unit_kinds()[units_by_id([unit], start)[unit].kind].level
    if rules is None or (rules.levels and level not in rules.levels):
        raise Refused(gettext_noop("Đơn vị cấp này không có cơ quan ấy; chọn cơ quan khác."), field="kind")
    number = decision_number(decision, field="decision")
    if provisional:
        congress_by = _congress_day(start, congress_by)
    elif congress_by is not None:
        raise Refused(
            gettext_noop("Chỉ Ban Chấp hành lâm thời mới có hạn đại hội; bỏ trống ô này."), field="congress_by"
        )
    before = Body.objects.filter(unit=unit, kind=kind, end__isnull=True, start__lt=start).first()
    if before is not None:
        _close(before, start, Leaving.TERM_OVER, number, actor, at)
    body = Body(
        unit_id=unit,
        kind=kind,
        term=one_line(term, LONGEST_TERM, field="term"),
        start=start,
        seats=seats,
        provisional=provisional,
        congress_by=congress_by,
        hard_area=hard_area,
        decision=number,
    )
    save_checked(body)
    return body


@transaction.atomic
def close_body(*, body: Body, end: date, leaving: Leaving, decision: str, actor: Account, at: datetime) -> int:
    """The body is no more from `end` on, and its posts with it; returns how many posts ended. Raises Refused."""
    body = Body.objects.select_for_update().get(pk=body.pk)
    check_may_give(actor, body.unit_id, at)
    if body.end is not None:
        raise Refused(gettext_noop("Khoá này đã kết thúc từ trước."))
    if end > localdate(at):
        raise Refused(gettext_noop("Ngày kết thúc chưa tới; ghi khi quyết định đã có hiệu lực."), field="end")
    return _close(body, end, leaving, decision_number(decision, field="decision"), actor, at)


@transaction.atomic
def extend_congress(*, body: Body, congress_by: date, decision: str, actor: Account, at: datetime) -> None:
    """The Party committee lets a provisional committee hold its congress later; half a term at most.

    Raises Refused when the body is none, the day is not later, or beyond half a term.
    """
    body = Body.objects.select_for_update().get(pk=body.pk)
    check_may_give(actor, body.unit_id, at)
    if not body.provisional or body.congress_by is None or body.end is not None:
        raise Refused(gettext_noop("Chỉ Ban Chấp hành lâm thời đang hoạt động mới có hạn đại hội."))
    rule = post_rule("months_extended", body.start)
    if rule is not None and congress_by > months_later(body.start, rule.most):
        raise Refused(
            gettext_noop("Hạn đại hội không quá ngày {day} (nửa nhiệm kỳ). {article}."),
            field="congress_by",
            day=months_later(body.start, rule.most),
            article=rule.article,
        )
    if congress_by <= body.congress_by:
        raise Refused(
            gettext_noop("Hạn mới phải sau hạn đang có là ngày {day}."), field="congress_by", day=body.congress_by
        )
    body.congress_by = congress_by
    body.decision = decision_number(decision, field="decision")
    save_checked(body)


@transaction.atomic
def record_session(
    *, body: Body, day: date, title: str, absent: Mapping[int, bool], actor: Account, at: datetime
) -> BodySession:
    """A session was held; `absent` maps people who were not there to whether they gave a good reason.

    Raises Refused when the day has not come or lies outside the body's time, or somebody absent was no member.
    """
    check_may_give(actor, body.unit_id, at)
    if day > localdate(at):
        raise Refused(gettext_noop("Ngày họp chưa tới; họp xong rồi mới ghi."), field="day")
    if day < body.start or (body.end is not None and day >= body.end):
        raise Refused(gettext_noop("Ngày họp nằm ngoài thời gian của khoá này; xem lại ngày."), field="day")
    title = one_line(title, LONGEST_SESSION, field="title")
    if not title:
        raise Refused(gettext_noop("Ghi tên kỳ họp, ví dụ “Hội nghị Ban Chấp hành lần thứ 5”."), field="title")
    members = set(Post.objects.filter(in_force(day), body=body).values_list("person", flat=True))
    if any(person not in members for person in absent):
        raise Refused(gettext_noop("Có người không phải ủy viên vào ngày họp; chọn lại."), field="absent")
    session = BodySession(body=body, day=day, title=title)
    save_checked(session)
    Absence.objects.bulk_create(
        [Absence(session=session, person_id=person, excused=excused) for person, excused in absent.items()]
    )
    return session


def check_may_give(actor: Account, unit: int, at: datetime) -> None:
    """Raises Refused when `actor` does not keep the cadres of the unit."""
    if not may_give_posts(actor, unit, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền quản lý cán bộ của đơn vị này."), field="unit")


def check_day(unit: int, day: date, at: datetime, *, field: str) -> None:
    """Raises Refused for a day that has not come, or on which the unit is not there."""
    if day > localdate(at):
        raise Refused(gettext_noop("Ngày chưa tới; ghi khi quyết định đã có hiệu lực."), field=field)
    if unit not in tree_on(day):
        raise Refused(
            gettext_noop("Vào ngày {day} đơn vị chưa thành lập hoặc đã kết thúc; xem lại ngày."), field=field, day=day
        )


def decision_number(text: str, *, field: str) -> str:
    """The number of a decision in its one right spelling. Raises Refused when it can't be read."""
    return parse_document_number(text, field=field).canonical


def _congress_day(start: date, asked: date | None) -> date:
    rule = post_rule("months_provisional", start)
    last = months_later(start, rule.most if rule else 6)
    if asked is None:
        return last
    if asked <= start:
        raise Refused(gettext_noop("Hạn đại hội phải sau ngày thành lập."), field="congress_by")
    if rule is not None and asked > last:
        raise Refused(
            gettext_noop("Hạn đại hội không quá ngày {day}. {article}."),
            field="congress_by",
            day=last,
            article=rule.article,
        )
    return asked


def _close(body: Body, end: date, leaving: Leaving, number: str, actor: Account, at: datetime) -> int:
    body.end = end
    save_checked(body)
    posts = list(Post.objects.filter(body=body, end__isnull=True))
    if any(post.start >= end for post in posts):
        raise Refused(gettext_noop("Có chức vụ bắt đầu từ ngày ấy trở đi; chọn ngày muộn hơn."), field="end")
    for post in posts:
        post.end, post.leaving, post.leaving_decision = end, leaving, number
        save_checked(post)
    settle_posts(
        pairs=[(post.person_id, post.unit_id) for post in posts],
        actor=actor,
        at=at,
        reason=f"Kết thúc {body_kinds()[body.kind].name}",
    )
    return len(posts)
