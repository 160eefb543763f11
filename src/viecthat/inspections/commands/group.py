"""Seats in groups that other bodies lead: recorded, corrected, what their meetings brought."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from viecthat.audit.rows import save_checked
from viecthat.inspections.commands.inspection import check_keeps
from viecthat.inspections.models import ExternalGroup, GroupMeeting
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold, needed, one_line
from viecthat.ledger.commands.registers import check_done

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


@transaction.atomic
def keep_group(
    *, unit: int, facts: Mapping[str, Any], group: ExternalGroup | None = None, actor: Account, at: datetime
) -> ExternalGroup:
    """Somebody of the unit sits in a group of another body; or what `group` says is put right. Raises Refused."""
    row = ExternalGroup(unit_id=unit, recorded_by=actor, recorded_at=at)
    if group is not None:
        row = ExternalGroup.objects.select_for_update(of=("self",)).get(pk=group.pk)
    check_keeps(actor, row.unit_id, at)
    row.name = needed(facts["name"], 300, "name", gettext_noop("Ghi tên tổ công tác, ban chỉ đạo."))
    row.body = needed(facts["body"], 200, "body", gettext_noop("Ghi cơ quan chủ trì."))
    row.person_id = facts.get("person")
    row.member = "" if row.person_id else one_line(facts.get("member") or "", 120, field="member")
    if row.person_id is None and not row.member:
        raise Refused(gettext_noop("Chọn người trong sổ, hoặc ghi họ tên người ngoài sổ."), field="person")
    row.post = one_line(facts.get("post") or "", 200, field="post")
    row.decision = one_line(facts.get("decision") or "", 120, field="decision")
    row.duties = one_line(facts.get("duties") or "", 1000, field="duties")
    row.start, row.last_day = facts["start"], facts.get("last_day")
    row.folded = fold(f"{row.name} {row.body} {row.member}")[:1200]  # a person's name stands in the register alone
    save_checked(row)
    return row


@transaction.atomic
def note_meeting(
    *, group: ExternalGroup, day: date, words: str, result: str, actor: Account, at: datetime
) -> GroupMeeting:
    """The group met within the term. Raises Refused."""
    row = ExternalGroup.objects.select_for_update(of=("self",)).get(pk=group.pk)
    check_keeps(actor, row.unit_id, at)
    check_done(day, at, not_before=row.start)
    if row.last_day is not None and day > row.last_day:
        raise Refused(gettext_noop("Ngày này sau khi thôi tham gia."), field="day")
    made = GroupMeeting(group=row, day=day, result=one_line(result, 1000, field="result"))
    made.words = needed(words, 1000, "words", gettext_noop("Ghi nội dung họp."))
    save_checked(made)
    return made
