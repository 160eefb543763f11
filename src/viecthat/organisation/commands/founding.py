"""Two units found a branch together: one proposes, the other agrees, whoever organises there decides."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import normalise, one_line
from viecthat.organisation.choices import ProposalState
from viecthat.organisation.commands.reorganisation import CarriedOut, carry_out
from viecthat.organisation.models import FoundingProposal
from viecthat.organisation.rules.founding import may_answer_proposal, may_propose
from viecthat.people.rules.membership import holds_members
from viecthat.units.tree import tree_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.organisation.queries.plan import Plan


@transaction.atomic
def propose_founding(
    *, proposer: int, host: int, name: str, kind: str, place: str, reason: str, actor: Account, at: datetime
) -> FoundingProposal:
    """`proposer` asks the unit `host` to have a branch founded under it. Raises Refused."""
    if not may_propose(actor, proposer, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền đề nghị thay cho đơn vị này."), field="proposer")
    today = localdate(at)
    if host not in tree_on(today):
        raise Refused(gettext_noop("Nơi phối hợp đã kết thúc hoạt động; chọn đơn vị khác."), field="host")
    if not holds_members(kind):
        raise Refused(gettext_noop("Hai đơn vị phối hợp lập chi đoàn; chọn một loại chi đoàn."), field="kind")
    row = FoundingProposal(
        proposer_id=proposer,
        host_id=host,
        name=normalise(name),
        kind=kind,
        place=one_line(place, 200, field="place"),
        reason=one_line(reason, 500, field="reason"),
        proposed_on=today,
        proposed_by=actor,
    )
    save_checked(row)
    return row


@transaction.atomic
def answer_proposal(
    *, proposal: FoundingProposal, agrees: bool, answer: str, actor: Account, at: datetime
) -> FoundingProposal:
    """The host agrees or declines with a reason. Raises Refused."""
    row = FoundingProposal.objects.select_for_update().get(pk=proposal.pk)
    if not may_answer_proposal(actor, row, at):
        raise Refused(gettext_noop("Nơi phối hợp trả lời đề nghị này; bạn chưa được giao quyền ở đó, hoặc tự đề nghị."))
    if row.state != ProposalState.PROPOSED:
        raise Refused(gettext_noop("Đề nghị này đã được trả lời; tải lại trang để xem."))
    row.state = ProposalState.AGREED if agrees else ProposalState.DECLINED
    row.answer = one_line(answer, 500, field="answer")
    row.answered_on, row.answered_by = localdate(at), actor
    if not agrees and not row.answer:
        raise Refused(gettext_noop("Ghi vì sao không đồng ý."), field="answer")
    save_checked(row)
    return row


@transaction.atomic
def withdraw_proposal(*, proposal: FoundingProposal, actor: Account, at: datetime) -> None:
    """The proposer takes it back before it was decided. Raises Refused."""
    row = FoundingProposal.objects.select_for_update().get(pk=proposal.pk)
    if not may_propose(actor, row.proposer_id, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền đề nghị thay cho đơn vị này."))
    if row.state not in {ProposalState.PROPOSED, ProposalState.AGREED}:
        raise Refused(gettext_noop("Đề nghị này đã được trả lời; tải lại trang để xem."))
    row.state = ProposalState.WITHDRAWN
    save_checked(row)


@transaction.atomic
def found_as_proposed(
    *, proposal: FoundingProposal, plan: Plan, actor: Account, at: datetime, key: str | None = None
) -> CarriedOut:
    """Carry out the founding both units want, by the plan. Raises Refused while the host has not agreed."""
    row = FoundingProposal.objects.select_for_update().get(pk=proposal.pk)
    if row.state == ProposalState.DECIDED and row.reorganisation is not None and row.reorganisation.key == key:
        return CarriedOut(row.reorganisation)
    if row.state != ProposalState.AGREED:
        raise Refused(gettext_noop("Nơi phối hợp chưa đồng ý, hoặc đề nghị đã xong; chưa thành lập được."))
    if [new.parent for new in plan.founded] != [row.host_id]:
        raise Refused(gettext_noop("Đề nghị này lập chi đoàn ở đơn vị khác; mở lại từ trang đề nghị."))
    made = carry_out(plan=plan, actor=actor, at=at, key=key)
    row.state, row.reorganisation = ProposalState.DECIDED, made.reorganisation
    save_checked(row)
    return made
