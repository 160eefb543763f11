"""A unit's own item set under an item of its superior, and what the superior says."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import normalise
from viecthat.plans.choices import AlignmentState
from viecthat.plans.commands.checks import check_programmer
from viecthat.plans.models import Alignment, ProgrammeItem
from viecthat.plans.rules import may_adopt_target
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


@transaction.atomic
def align_item(
    *, item: ProgrammeItem, superior_item: ProgrammeItem, feasibility: str, actor: Account | None, at: datetime
) -> Alignment:
    """Say which item of a unit above this one carries out, and why it can be done here. Asked anew, it waits anew."""
    unit, above = item.programme.unit_id, superior_item.programme.unit_id
    check_programmer(actor, unit, at)
    today = map_on(localdate(at))
    stands, _how = today.stands_at(unit)
    superior, _how = today.stands_at(above)
    if stands is None or superior is None or superior not in set(today.tree.ancestors(stands)):
        raise Refused(
            gettext_noop("Chọn một mục trong chương trình của cấp trên trực tiếp hoặc cao hơn."), field="superior_item"
        )
    words = normalise(feasibility)
    if not words:
        raise Refused(gettext_noop("Ghi vì sao việc này làm được ở đơn vị."), field="feasibility")
    alignment = Alignment.objects.filter(item=item.root).first() or Alignment(item_id=item.root)
    alignment.superior_item_id, alignment.feasibility = superior_item.root, words
    alignment.state, alignment.answer = AlignmentState.WAITING, ""
    alignment.asked_by, alignment.asked_at = actor, at
    alignment.answered_by, alignment.answered_at = None, None
    save_checked(alignment)
    return alignment


@transaction.atomic
def answer_alignment(*, alignment: Alignment, approve: bool, answer: str, actor: Account, at: datetime) -> Alignment:
    """The superior approves, or returns it with words. Nobody answers what they asked themselves."""
    above = alignment.superior_item.programme.unit_id
    if not may_adopt_target(actor, above, at):
        raise Refused(gettext_noop("Chỉ người có quyền lập kế hoạch của cấp trên mới trả lời được."))
    if alignment.asked_by_id == actor.pk:
        raise Refused(gettext_noop("Bạn là người đề nghị; người khác của cấp trên trả lời."))
    if alignment.state != AlignmentState.WAITING:
        raise Refused(gettext_noop("Mục này đã được trả lời."))
    words = normalise(answer)
    if not approve and not words:
        raise Refused(gettext_noop("Trả lại thì ghi vì sao."), field="answer")
    alignment.state = AlignmentState.APPROVED if approve else AlignmentState.RETURNED
    alignment.answer, alignment.answered_by, alignment.answered_at = words, actor, at
    save_checked(alignment)
    return alignment
