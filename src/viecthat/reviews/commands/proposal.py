"""Difficulties and proposals sent upward, taken up, answered, passed on; and reminders of their days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold
from viecthat.plans.choices import NoticeKind, PointKind
from viecthat.plans.commands import note_point
from viecthat.plans.commands.notice import MOST_DAYS, Told, tell_of_pages
from viecthat.plans.commands.steps import officers_at
from viecthat.plans.queries.notice import days_wished
from viecthat.reviews.commands.said import LONGEST, reminders, said, standing, tell_officers
from viecthat.reviews.models import (
    ANSWERS,
    WAITING,
    Proposal,
    ProposalState,
    ProposalStep,
    ProposalStepKind,
    Review,
)
from viecthat.reviews.queries.proposals import addressees_of
from viecthat.reviews.rules import may_answer_proposal, may_keep_limits

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.plans.models import SessionPoint


@dataclass(frozen=True)
class ProposalFacts:
    """What a unit says: what stands in its way, what it proposes, to whom, by when it would like to be answered."""

    difficulty: str
    solution: str
    addressee: int
    area: int | None = None
    due: date | None = None


@transaction.atomic
def send_proposal(
    *,
    unit: int,
    facts: ProposalFacts,
    review: Review | None = None,
    point: SessionPoint | None = None,
    actor: Account | None,
    at: datetime,
) -> Proposal:
    """The unit says what stands in its way and what it proposes, to a unit above it or a department there.

    review: the unit's own in which it is raised. point: the obstacle that it is already, so that it is typed once.
    """
    if actor is not None and not may_keep_limits(actor, unit, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền gửi kiến nghị của đơn vị này."))
    today = localdate(at)
    _check_addressee(unit, facts.addressee, today)
    if facts.due is not None and facts.due < today:
        raise Refused(gettext_noop("Hạn trả lời không thể trước hôm nay."), field="due")
    if review is not None and review.unit_id != unit:
        raise Refused(gettext_noop("Cuộc sơ kết, tổng kết này là của đơn vị khác."))
    if point is not None and (point.unit_id != unit or point.kind != PointKind.OBSTACLE):
        raise Refused(gettext_noop("Vướng mắc này là của đơn vị khác."))
    proposal = Proposal(unit_id=unit, addressee_id=facts.addressee, review=review, point=point, sent_on=today)
    proposal.area, proposal.due, proposal.made_by, proposal.made_at = facts.area, facts.due, actor, at
    proposal.difficulty = said(facts.difficulty, "difficulty", gettext_noop("Ghi khó khăn, vướng mắc."))
    proposal.solution = said(facts.solution, "solution", gettext_noop("Ghi phương án đề xuất."))
    proposal.folded = fold(f"{proposal.difficulty} {proposal.solution}")
    save_checked(proposal, exclude=["folded"])
    _step(proposal, ProposalStepKind.SENT, unit, actor, at, to=facts.addressee, due=facts.due)
    _tell(proposal, [facts.addressee], NoticeKind.PROP_SENT, actor, at)
    return proposal


@transaction.atomic
def take_up_proposal(
    *, proposal: Proposal, words: str = "", due: date | None = None, actor: Account | None, at: datetime
) -> Proposal:
    """The addressee looks into it, and says until when it will answer."""
    proposal = _with_addressee(proposal, actor, at)
    if proposal.state == ProposalState.TAKEN:
        raise Refused(gettext_noop("Kiến nghị này đã được tiếp nhận."))
    if due is not None and due < localdate(at):
        raise Refused(gettext_noop("Hạn trả lời không thể trước hôm nay."), field="due")
    proposal.state, proposal.due = ProposalState.TAKEN, due or proposal.due
    save_checked(proposal, exclude=["folded"])
    _step(proposal, ProposalStepKind.TAKEN, proposal.addressee_id, actor, at, words=said(words, "words"), due=due)
    _tell(proposal, [proposal.unit_id], NoticeKind.PROP_REPLY, actor, at)
    return proposal


@transaction.atomic
def answer_proposal(*, proposal: Proposal, answer: str, words: str, actor: Account | None, at: datetime) -> Proposal:
    """The addressee agrees, agrees in part, or declines; why is said, save where it simply agrees."""
    proposal = _with_addressee(proposal, actor, at)
    if answer not in ANSWERS:
        raise Refused(gettext_noop("Chọn đồng ý, đồng ý một phần hay không đồng ý."), field="answer")
    missing = gettext_noop("Ghi rõ đồng ý phần nào.") if answer == ProposalState.PARTLY else ""
    missing = gettext_noop("Ghi lý do không đồng ý.") if answer == ProposalState.DECLINED else missing
    told = said(words, "words", missing)
    proposal.state, proposal.answered_on = answer, localdate(at)
    save_checked(proposal, exclude=["folded"])
    _step(proposal, ProposalStepKind(answer), proposal.addressee_id, actor, at, words=told)
    _tell(proposal, [proposal.unit_id], NoticeKind.PROP_REPLY, actor, at)
    return proposal


@transaction.atomic
def pass_on_proposal(*, proposal: Proposal, to: int, words: str, actor: Account | None, at: datetime) -> Proposal:
    """It is not the addressee's to decide: the next level, or a department there, has it now."""
    proposal = _with_addressee(proposal, actor, at)
    told = said(words, "words", gettext_noop("Ghi vì sao chuyển lên."))
    whom = addressees_of(proposal.unit_id, localdate(at), beyond=proposal.addressee_id)
    if to not in {row.id for row in whom}:
        raise Refused(gettext_noop("Chỉ chuyển lên đơn vị cấp trên hoặc ban của đơn vị cấp trên."), field="to")
    before = proposal.addressee_id
    proposal.addressee_id, proposal.state = to, ProposalState.PASSED
    save_checked(proposal, exclude=["folded"])
    _step(proposal, ProposalStepKind.PASSED, before, actor, at, words=told, to=to)
    _tell(proposal, [to], NoticeKind.PROP_SENT, actor, at)
    _tell(proposal, [proposal.unit_id], NoticeKind.PROP_REPLY, actor, at)
    return proposal


@transaction.atomic
def withdraw_proposal(*, proposal: Proposal, words: str, actor: Account | None, at: datetime) -> Proposal:
    """The unit takes its proposal back, and says why; it stays in the register."""
    proposal = _held(proposal)
    if actor is not None and not may_keep_limits(actor, proposal.unit_id, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền gửi kiến nghị của đơn vị này."))
    _check_waiting(proposal)
    told = said(words, "words", gettext_noop("Ghi vì sao rút."))
    proposal.state, proposal.answered_on = ProposalState.WITHDRAWN, localdate(at)
    save_checked(proposal, exclude=["folded"])
    _step(proposal, ProposalStepKind.WITHDRAWN, proposal.unit_id, actor, at, words=told)
    return proposal


@transaction.atomic
def make_obstacle(*, proposal: Proposal, actor: Account | None, at: datetime) -> SessionPoint:
    """The proposal waits for a working session too, as an obstacle of the unit; what is decided there is seen here."""
    proposal = _held(proposal)
    _check_waiting(proposal)
    if proposal.point_id is not None:
        raise Refused(gettext_noop("Kiến nghị này đã ở danh sách vướng mắc."))
    words = f"{proposal.difficulty}\n{proposal.solution}"[:LONGEST]
    point = note_point(
        unit=proposal.unit_id, kind=PointKind.OBSTACLE, day=localdate(at), words=words, actor=actor, at=at
    )
    proposal.point = point
    save_checked(proposal, exclude=["folded"])
    _step(proposal, ProposalStepKind.OBSTACLE, proposal.addressee_id, actor, at)
    return point


@transaction.atomic
def remind_of_proposals(*, at: datetime) -> int:
    """Tell the addressees' officers that a proposal is to be answered; returns how many notes are new."""
    today = localdate(at)
    due = Proposal.objects.filter(state__in=WAITING, due__lte=today + timedelta(days=MOST_DAYS)).order_by("pk")
    rows = list(due)
    places = standing({row.addressee_id for row in rows}, today)
    officers, wishes = officers_at(set(places.values()), at), days_wished()
    told: list[Told] = []
    for row in rows:
        accounts = officers.get(places.get(row.addressee_id, 0), set())
        if row.due is None:
            continue
        for account, kind, day in reminders(
            accounts, wishes, NoticeKind.PROP_SOON, NoticeKind.PROP_LATE, row.due, today
        ):
            told.append(Told(account, kind, row.difficulty, _page(row), day))
    return tell_of_pages(told=told, at=at) if told else 0


def _check_addressee(unit: int, addressee: int, day: date) -> None:
    if addressee not in {row.id for row in addressees_of(unit, day)}:
        raise Refused(
            gettext_noop("Kiến nghị gửi tới đơn vị cấp trên hoặc ban của đơn vị cấp trên."), field="addressee"
        )


def _step(
    proposal: Proposal,
    kind: ProposalStepKind,
    unit: int,
    actor: Account | None,
    at: datetime,
    *,
    words: str = "",
    to: int | None = None,
    due: date | None = None,
) -> None:
    save_checked(
        ProposalStep(proposal=proposal, kind=kind, unit_id=unit, to_id=to, words=words, due=due, by=actor, at=at)
    )


def _held(proposal: Proposal) -> Proposal:
    return Proposal.objects.select_for_update().get(pk=proposal.pk)


def _with_addressee(proposal: Proposal, actor: Account | None, at: datetime) -> Proposal:
    proposal = _held(proposal)
    if actor is not None and not may_answer_proposal(actor, proposal, at):
        raise Refused(gettext_noop("Kiến nghị do người khác của đơn vị nhận trả lời, không phải người gửi."))
    _check_waiting(proposal)
    return proposal


def _check_waiting(proposal: Proposal) -> None:
    if proposal.state not in WAITING:
        raise Refused(
            gettext_noop("Kiến nghị này đã khép lại (“{state}”); mở lại trang."),
            state=str(ProposalState(proposal.state).label),
        )


def _tell(proposal: Proposal, units: list[int], kind: NoticeKind, actor: Account | None, at: datetime) -> None:
    tell_officers(
        units=units,
        kind=kind,
        words=proposal.difficulty,
        page=_page(proposal),
        day=proposal.due,
        actor=actor,
        at=at,
    )


def _page(proposal: Proposal) -> str:
    return reverse("reviews:proposal", args=[proposal.pk])
