"""Work done together: asked of each unit, confirmed or declined by it, counted once; shares of credit for scoring."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from viecthat.activities.choices import TAKEN_BACK, LinkKind, PartnerState
from viecthat.activities.commands.activity import check_partners
from viecthat.activities.models import Activity, ActivityPartner
from viecthat.activities.rules import may_answer_for, may_arrange_activity
from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import one_line

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

_WHOLE = 100


def set_partners(activity: Activity, units: Sequence[int], at: datetime) -> None:
    """Make these the units that did it together; new ones are asked, those no longer named are gone from the list.

    Raises Refused for the lead unit itself, or one that did not exist on the day.
    """
    check_partners(activity.unit_id, units, activity.day)
    before = {row.unit_id: row for row in ActivityPartner.objects.filter(activity=activity)}
    for unit in before.keys() - set(units):
        before[unit].delete()
    for unit in dict.fromkeys(units):
        if unit not in before:
            save_checked(ActivityPartner(activity=activity, unit_id=unit))


@transaction.atomic
def answer_partnership(
    *, activity: Activity, unit: int, took_part: bool, words: str, actor: Account, at: datetime
) -> None:
    """The unit says that it took part, with the share proposed, or that it did not, and why. Raises Refused."""
    row = ActivityPartner.objects.select_for_update().filter(activity=activity, unit=unit).first()
    if row is None or activity.state in TAKEN_BACK:
        raise Refused(gettext_noop("Đơn vị không còn được ghi là cùng làm việc này."))
    if not may_answer_for(actor, unit, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền trả lời thay đơn vị này."))
    row.words = one_line(words, 300, field="words")
    if not took_part and not row.words:
        raise Refused(gettext_noop("Ghi vì sao đơn vị không tham gia việc này."), field="words")
    row.state = PartnerState.CONFIRMED if took_part else PartnerState.DECLINED
    row.share = row.share if took_part else None
    row.answered_by, row.answered_at = actor, at
    save_checked(row)


@transaction.atomic
def agree_shares(
    *,
    activity: Activity,
    shares: Mapping[int, int | None],
    links: Mapping[int, str],
    actor: Account,
    at: datetime,
) -> None:
    """Propose the units' parts of the credit, in a hundred, and what doing it together joined; the lead keeps the rest.

    They serve scoring only: no figure changes. A unit whose share changes is asked again. Raises Refused.
    """
    activity = Activity.objects.select_for_update().get(pk=activity.pk)
    if not may_arrange_activity(actor, activity, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền ghi việc cho đơn vị này."))
    rows = [row for row in ActivityPartner.objects.filter(activity=activity) if row.state != PartnerState.DECLINED]
    wanted = {row.unit_id: shares.get(row.unit_id, row.share) for row in rows}
    if sum(share or 0 for share in wanted.values()) >= _WHOLE:
        raise Refused(
            gettext_noop("Phần công của các đơn vị cùng làm phải dưới 100 phần trăm; đơn vị chủ trì giữ phần còn lại."),
            field="shares",
        )
    for row in rows:
        link = links.get(row.unit_id, row.link)
        link = link if link in LinkKind.values else ""
        if (wanted[row.unit_id], link) == (row.share, row.link):
            continue
        if wanted[row.unit_id] != row.share:
            row.state, row.answered_by, row.answered_at, row.words = PartnerState.ASKED, None, None, ""
        row.share, row.link = wanted[row.unit_id], link
        save_checked(row)
