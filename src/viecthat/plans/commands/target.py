"""Draft, adopt, revise and explain targets."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import normalise
from viecthat.kernel.periods import Period
from viecthat.kernel.quantities import Share
from viecthat.plans.choices import Cadence, Direction
from viecthat.plans.commands.checks import check_planner
from viecthat.plans.commands.clause import mark_clause
from viecthat.plans.models import Clause, Directive, Explanation, Target
from viecthat.plans.queries.target import may_use_indicator
from viecthat.plans.rules import may_undertake

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

LONGEST_YEARS = 12


@transaction.atomic
def adopt_target(
    *,
    unit: int,
    indicator: int,
    period: Period,
    goal: int | Share,
    cadence: str = Cadence.WHOLE,
    direction: str = Direction.AT_LEAST,
    directive: Directive | None = None,
    passage: tuple[int, int, int | None] | None = None,
    follows: Target | None = None,
    floor: int | None = None,
    draft: bool = False,
    body: str = "",
    adopted_on: date | None = None,
    position: int | None = None,
    illustrative: bool = False,
    source: str = "",
    actor: Account | None,
    at: datetime,
) -> Target:
    """A unit undertakes `goal` (in the indicator's smallest unit, or n of N for a ratio) within `period`.

    `passage` is the paragraph of the directive, and the characters of it, that say so. A `draft` binds nobody until
    `adopt_draft`. Without `adopted_on` the target holds from the day of its document, or from its first day.
    """
    check_planner(actor, unit, at)
    if len(_calendar_years(period)) > LONGEST_YEARS:
        raise Refused(gettext_noop("Giai đoạn dài quá {most} năm; xem lại hai ngày."), field="end", most=LONGEST_YEARS)
    if follows is not None and follows.unit_id != unit:
        raise Refused(gettext_noop("Bước đầu phải là chỉ tiêu của chính đơn vị."), field="follows")
    if not may_use_indicator(unit, indicator, localdate(at)):
        raise Refused(gettext_noop("Chỉ số này là của riêng đơn vị khác; chọn chỉ số khác."), field="indicator")
    clause: Clause | None = None
    if passage is not None:
        if directive is None:
            raise Refused(gettext_noop("Chọn văn bản trước khi đánh dấu đoạn."), field="directive")
        clause = mark_clause(directive=directive, paragraph=passage[0], start=passage[1], end=passage[2])
    number, of = (goal.n, goal.of) if isinstance(goal, Share) else (goal, None)
    target = Target(
        unit_id=unit,
        indicator_id=indicator,
        start=period.start,
        end=period.end,
        goal=number,
        goal_of=of,
        floor=floor,
        cadence=cadence,
        direction=direction,
        directive=directive,
        clause=clause,
        follows=follows,
        draft=draft,
        body=normalise(body),
        adopted_on=None if draft else adopted_on or (directive.issued_on if directive else None),
        position=_next_position(unit) if position is None else position,
        illustrative=illustrative,
        source=normalise(source),
    )
    save_checked(target)
    return target


@transaction.atomic
def adopt_draft(
    *, target: Target, directive: Directive | None, body: str, adopted_on: date, actor: Account | None, at: datetime
) -> Target:
    """The draft is adopted by a body, with a document. Raises Refused when it is none, or its day is to come."""
    check_planner(actor, target.unit_id, at)
    if not target.draft:
        raise Refused(gettext_noop("Chỉ tiêu này đã được thông qua."))
    _check_day(adopted_on, at)
    target.draft, target.adopted_on, target.body = False, adopted_on, _body(body)
    target.directive = directive or target.directive
    _check_document(target.directive)
    save_checked(target)
    return target


@transaction.atomic
def revise_target(
    *,
    target: Target,
    goal: int | Share,
    directive: Directive | None,
    body: str,
    adopted_on: date,
    note: str,
    actor: Account | None,
    at: datetime,
) -> Target:
    """A later decision sets another goal: a new version, which cites its document; the one before stays as it was."""
    check_planner(actor, target.unit_id, at)
    current = Target.objects.select_for_update(of=["self"]).get(pk=target.pk)
    if current.draft or current.superseded_on is not None:
        raise Refused(gettext_noop("Chỉ điều chỉnh được mức đang có hiệu lực; mở lần mới nhất rồi sửa."))
    _check_day(adopted_on, at)
    _check_document(directive)
    since = current.adopted_on or current.start
    if adopted_on <= since:
        raise Refused(
            gettext_noop("Mức trước có hiệu lực từ {day}; quyết định điều chỉnh phải sau ngày đó."),
            field="adopted_on",
            day=since,
        )
    number, of = (goal.n, goal.of) if isinstance(goal, Share) else (goal, None)
    if (number, of) == (current.goal, current.goal_of):
        raise Refused(gettext_noop("Mức mới bằng mức cũ; không có gì để điều chỉnh."), field="goal")
    if not normalise(note):
        raise Refused(gettext_noop("Ghi vì sao điều chỉnh."), field="note")
    root = current.root
    current.superseded_on = adopted_on
    current.save(update_fields=["superseded_on"])
    revised = Target(
        unit_id=current.unit_id,
        indicator_id=current.indicator_id,
        start=current.start,
        end=current.end,
        goal=number,
        goal_of=of,
        cadence=current.cadence,
        direction=current.direction,
        directive=directive,
        clause=current.clause,
        follows=current.follows,
        first_id=root,
        version=current.version + 1,
        body=_body(body),
        adopted_on=adopted_on,
        note=normalise(note),
        position=current.position,
        source=current.source,
    )
    save_checked(revised)
    return revised


@transaction.atomic
def drop_draft(*, target: Target, actor: Account | None, at: datetime) -> None:
    """Take back a draft that nobody adopted; the history keeps it."""
    check_planner(actor, target.unit_id, at)
    if not target.draft:
        raise Refused(gettext_noop("Chỉ tiêu đã thông qua thì không xoá; điều chỉnh bằng một quyết định."))
    target.delete()


@transaction.atomic
def explain_target(*, target: Target, text: str, actor: Account, at: datetime) -> Explanation:
    """What the unit says about where it stands; earlier words stay beside it."""
    if not may_undertake(actor, target.unit_id, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền giải trình cho đơn vị này."))
    words = "\n".join(line for line in (normalise(line) for line in text.splitlines()) if line)
    if not words:
        raise Refused(gettext_noop("Ghi vài dòng giải trình."), field="text")
    return Explanation.objects.create(target_id=target.root, text=words[:4000], by_id=actor.pk, at=at)


def _calendar_years(period: Period) -> range:
    return range(period.start.year, period.last_day.year + 1)


def _next_position(unit: int) -> int:
    last = Target.objects.filter(unit=unit).aggregate(last=Max("position"))["last"]
    return 0 if last is None else min(last + 1, 32_000)


def _check_day(day: date, at: datetime) -> None:
    if day > localdate(at):
        raise Refused(gettext_noop("Ngày thông qua không thể ở sau hôm nay."), field="adopted_on")


def _check_document(directive: Directive | None) -> None:
    if directive is None:
        raise Refused(
            gettext_noop("Chọn văn bản thông qua chỉ tiêu; chưa có thì ghi vào sổ văn bản trước."), field="directive"
        )


def _body(text: str) -> str:
    words = normalise(text)
    if not words:
        raise Refused(gettext_noop("Ghi cơ quan thông qua, ví dụ Đại hội, Ban Chấp hành."), field="body")
    return words
