"""Rounds in which units go through their targets: value, class, explanation, proposed change, signature."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import normalise
from viecthat.reviews.models import AuditLine, AuditRound, AuditState, ProposedChange, TargetAudit
from viecthat.reviews.queries.audit import audited_targets
from viecthat.reviews.rules import may_audit_targets, may_open_review
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.plans.models import Directive

MOST_UNITS = 1000
LONGEST = 4000


@dataclass(frozen=True, slots=True)
class LineSaid:
    """What is said of one target; `proposed_goal` in the indicator's smallest unit."""

    explanation: str = ""
    proposal: str = ProposedChange.KEEP
    proposed_goal: int | None = None


@transaction.atomic
def open_round(
    *,
    unit: int,
    units: Collection[int],
    title: str,
    as_of: date,
    due: date,
    directive: Directive | None,
    actor: Account | None,
    at: datetime,
) -> AuditRound:
    """The unit has these units, itself among them perhaps, go through their targets with figures to the end of `as_of`.

    Raises Refused when the actor may not, a unit is not below it, or the days can't be.
    """
    if actor is not None and not may_open_review(actor, unit, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền mở đợt rà soát ở đơn vị này."))
    today = localdate(at)
    if as_of > today:
        raise Refused(gettext_noop("Số liệu đến một ngày chưa tới; chọn ngày đến hôm nay."), field="as_of")
    if due < as_of:
        raise Refused(gettext_noop("Hạn không thể trước ngày lấy số liệu."), field="due")
    if not units:
        raise Refused(gettext_noop("Chọn ít nhất một đơn vị để rà soát."), field="units")
    if len(units) > MOST_UNITS:
        raise Refused(gettext_noop("Một đợt có nhiều nhất {most} đơn vị."), field="units", most=MOST_UNITS)
    tree = map_on(today).tree
    if unit not in tree or any(one not in tree or not tree.covers(unit, one) for one in units):
        raise Refused(gettext_noop("Có đơn vị không thuộc phạm vi của đơn vị mở đợt."), field="units")
    words = normalise(title)
    if not words:
        raise Refused(gettext_noop("Đặt tên đợt rà soát."), field="title")
    opened = AuditRound(unit_id=unit, title=words, as_of=as_of, due=due, directive=directive)
    save_checked(opened)
    TargetAudit.objects.bulk_create(TargetAudit(round=opened, unit_id=one) for one in sorted(set(units)))
    return opened


@transaction.atomic
def save_lines(*, audit: TargetAudit, said: Mapping[int, LineSaid], actor: Account | None, at: datetime) -> None:
    """What the unit says of its targets, by their id; lines that are not mentioned stay."""
    _check_open(audit, actor, at)
    known = {row.target.pk: row.target for row in audited_targets(audit)}
    lines = {line.target_id: line for line in audit.lines.all()}
    for target, words in said.items():
        if target not in known:
            raise Refused(gettext_noop("Có chỉ tiêu không thuộc đợt rà soát của đơn vị."))
        if words.proposal == ProposedChange.REVISE and not words.proposed_goal:
            raise Refused(gettext_noop("Đề nghị điều chỉnh thì ghi mức mới."), field=f"goal_{target}")
        line = lines.get(target) or AuditLine(audit=audit, target_id=target)
        text = (normalise(part) for part in words.explanation.splitlines())
        line.explanation = "\n".join(part for part in text if part)[:LONGEST]
        line.proposal = words.proposal
        line.proposed_goal = words.proposed_goal if words.proposal == ProposedChange.REVISE else None
        save_checked(line)


@transaction.atomic
def sign_audit(*, audit: TargetAudit, actor: Account, at: datetime) -> TargetAudit:
    """The unit signs: values and classes of this moment are kept with its words.

    Refused while a target behind its pace has no explanation.
    """
    _check_open(audit, actor, at)
    lines = {line.target_id: line for line in audit.lines.all()}
    rows = audited_targets(audit)
    for row in rows:
        line = lines.get(row.target.pk) or AuditLine(audit=audit, target_id=row.target.pk)
        if row.behind and not line.explanation:
            raise Refused(
                gettext_noop("“{name}” chưa đúng tiến độ; ghi giải trình trước khi ký."), name=row.target.indicator
            )
        figure = row.figure
        line.value = figure.row.value if figure.row.value is not None else figure.row.n
        line.of = figure.row.of
        if not figure.has_figures:
            line.value = line.of = None
        line.reached = None if figure.reached is None else _four_places(figure.reached)
        line.verdict = figure.verdict.value
        line.save()
    audit.state, audit.signed_by, audit.signed_at = AuditState.SIGNED, actor, at
    save_checked(audit)
    return audit


@transaction.atomic
def accept_audit(*, audit: TargetAudit, remark: str, actor: Account, at: datetime) -> TargetAudit:
    """Whoever opened the round takes a signed audit; not the one who signed it."""
    return _answer(audit, AuditState.ACCEPTED, remark, actor, at)


@transaction.atomic
def return_audit(*, audit: TargetAudit, remark: str, actor: Account, at: datetime) -> TargetAudit:
    """Whoever opened the round sends a signed audit back, with words; the unit goes on and signs anew."""
    if not normalise(remark):
        raise Refused(gettext_noop("Trả lại thì ghi vì sao."), field="remark")
    return _answer(audit, AuditState.RETURNED, remark, actor, at)


def _answer(audit: TargetAudit, state: AuditState, remark: str, actor: Account, at: datetime) -> TargetAudit:
    if not may_open_review(actor, audit.round.unit_id, at):
        raise Refused(gettext_noop("Chỉ đơn vị mở đợt rà soát mới nhận hoặc trả lại được."))
    if audit.state != AuditState.SIGNED:
        raise Refused(gettext_noop("Đơn vị chưa ký; ký rồi mới nhận hoặc trả lại được."))
    if audit.signed_by_id == actor.pk:
        raise Refused(gettext_noop("Bạn là người ký; người khác nhận hoặc trả lại."))
    audit.state, audit.remark = state, normalise(remark)
    audit.answered_by, audit.answered_at = actor, at
    save_checked(audit)
    return audit


def _check_open(audit: TargetAudit, actor: Account | None, at: datetime) -> None:
    if actor is not None and not may_audit_targets(actor, audit.unit_id, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền rà soát chỉ tiêu của đơn vị này."))
    if audit.state not in {AuditState.OPEN, AuditState.RETURNED}:
        raise Refused(gettext_noop("Đơn vị đã ký đợt rà soát này nên không sửa được nữa."))


def _four_places(part: object) -> Decimal:
    share = Decimal(part.numerator) / Decimal(part.denominator)  # type: ignore[attr-defined]
    return min(share, Decimal(99_999_999)).quantize(Decimal("0.0001"))
