"""Registers of advice, coordination and visits to the base."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold, normalise
from viecthat.plans.choices import AdviceOutcome
from viecthat.plans.commands.checks import check_keeper
from viecthat.plans.models import Advice, BaseVisit, Coordination, CoordinationResult, Directive, Programme
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


@dataclass(frozen=True, slots=True)
class AdviceFacts:
    """A paper of advice: `paper` is in the register of documents, or only its `number` is known."""

    topic: str
    addressee: str
    sent_on: date
    paper: Directive | None = None
    number: str = ""
    serves: Directive | None = None
    programme: Programme | None = None


@transaction.atomic
def keep_advice(
    *, unit: int, facts: AdviceFacts, advice: Advice | None = None, actor: Account | None, at: datetime
) -> Advice:
    """Enter a paper of advice, or put its line right."""
    check_keeper(actor, unit if advice is None else advice.unit_id, at)
    if facts.sent_on > localdate(at):
        raise Refused(gettext_noop("Ngày gửi không thể ở sau hôm nay."), field="sent_on")
    row = advice or Advice(unit_id=unit)
    row.topic, row.addressee, row.sent_on = normalise(facts.topic), normalise(facts.addressee), facts.sent_on
    row.paper, row.number, row.serves = facts.paper, normalise(facts.number), facts.serves
    row.programme_id = facts.programme.root if facts.programme else None
    row.folded = fold(f"{row.topic} {row.addressee} {row.number} {row.outcome_note}")
    save_checked(row, exclude=["folded"])
    return row


@transaction.atomic
def tell_outcome(
    *, advice: Advice, outcome: str, outcome_on: date | None, note: str, actor: Account | None, at: datetime
) -> Advice:
    """What came of the advice; waiting again without a day."""
    check_keeper(actor, advice.unit_id, at)
    if outcome not in AdviceOutcome.values:
        raise Refused(gettext_noop("Chọn kết quả."), field="outcome")
    if outcome_on is not None and outcome_on > localdate(at):
        raise Refused(gettext_noop("Ngày có kết quả không thể ở sau hôm nay."), field="outcome_on")
    if outcome != AdviceOutcome.WAITING and outcome_on is None:
        raise Refused(gettext_noop("Có kết quả thì ghi ngày có kết quả."), field="outcome_on")
    if outcome_on is not None and outcome_on < advice.sent_on:
        raise Refused(gettext_noop("Ngày có kết quả không thể trước ngày gửi."), field="outcome_on")
    advice.outcome, advice.outcome_note = outcome, normalise(note)
    advice.outcome_on = None if outcome == AdviceOutcome.WAITING else outcome_on
    advice.folded = fold(f"{advice.topic} {advice.addressee} {advice.number} {advice.outcome_note}")
    save_checked(advice, exclude=["folded"])
    return advice


@dataclass(frozen=True, slots=True)
class CoordinationFacts:
    """What was agreed with whom; `end` is the first day after, none while it lasts."""

    partner: str
    title: str
    start: date
    end: date | None = None
    content: str = ""
    directive: Directive | None = None
    number: str = ""


@transaction.atomic
def keep_coordination(
    *,
    unit: int,
    facts: CoordinationFacts,
    coordination: Coordination | None = None,
    actor: Account | None,
    at: datetime,
) -> Coordination:
    """Enter an agreement to work together, or put its line right."""
    check_keeper(actor, unit if coordination is None else coordination.unit_id, at)
    row = coordination or Coordination(unit_id=unit)
    row.partner, row.title = normalise(facts.partner), normalise(facts.title)
    row.content = "\n".join(line for line in (normalise(line) for line in facts.content.splitlines()) if line)
    row.start, row.end, row.directive, row.number = facts.start, facts.end, facts.directive, normalise(facts.number)
    row.folded = fold(f"{row.partner} {row.title} {row.content} {row.number}")
    save_checked(row, exclude=["folded"])
    return row


@transaction.atomic
def tell_result(
    *, coordination: Coordination, day: date, text: str, actor: Account | None, at: datetime
) -> CoordinationResult:
    """What working together brought by a day."""
    check_keeper(actor, coordination.unit_id, at)
    if day > localdate(at):
        raise Refused(gettext_noop("Ngày không thể ở sau hôm nay."), field="day")
    if day < coordination.start:
        raise Refused(gettext_noop("Ngày này trước khi bắt đầu phối hợp ({day})."), field="day", day=coordination.start)
    words = "\n".join(line for line in (normalise(line) for line in text.splitlines()) if line)
    if not words:
        raise Refused(gettext_noop("Ghi kết quả phối hợp."), field="text")
    return CoordinationResult.objects.create(coordination=coordination, day=day, text=words[:4000])


@transaction.atomic
def log_visit(
    *,
    unit: int,
    department: str,
    visited: int,
    day: date,
    people: str,
    purpose: str,
    found: str = "",
    actor: Account | None,
    at: datetime,
) -> BaseVisit:
    """People of the unit went to see a unit below it."""
    check_keeper(actor, unit, at)
    if day > localdate(at):
        raise Refused(gettext_noop("Chuyến đi chưa tới ngày; đi rồi mới ghi."), field="day")
    then = map_on(day)
    if visited == unit or visited not in then.tree or unit not in then.tree or not then.tree.covers(unit, visited):
        raise Refused(gettext_noop("Vào ngày đó nơi đến không phải đơn vị cấp dưới."), field="visited")
    visit = BaseVisit(unit_id=unit, visited_id=visited, day=day)
    visit.department, visit.people, visit.purpose = normalise(department), normalise(people), normalise(purpose)
    visit.found = "\n".join(line for line in (normalise(line) for line in found.splitlines()) if line)
    save_checked(visit)
    return visit
