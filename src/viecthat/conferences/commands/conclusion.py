"""Conclusions written, and made into tasks."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from viecthat.accounts.queries import grants_at
from viecthat.audit.rows import save_checked
from viecthat.conferences.choices import ConferenceState
from viecthat.conferences.commands import shared
from viecthat.conferences.models import Conclusion, Conference
from viecthat.kernel.dates import format_date
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import normalise
from viecthat.plans.choices import CommandLine, TaskOrigin
from viecthat.plans.commands import TaskText, give_task
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

_LONGEST_NOTE = 300


@transaction.atomic
def keep_conclusion(
    *,
    conference: Conference,
    words: str,
    unit: int,
    due: date,
    person: int | None = None,
    evidence: str = "",
    row: Conclusion | None = None,
    actor: Account | None,
    at: datetime,
) -> Conclusion:
    """A conclusion with who carries it out by when and what is to show it; or put `row` right.

    Raises Refused once the conference is concluded, for a day before it, for a unit that is not at or below its unit.
    """
    conference = shared.held(conference, actor, at)
    if conference.concluded:
        raise Refused(gettext_noop("Hội nghị đã kết luận; kết luận là nhiệm vụ, sửa ở trang nhiệm vụ."))
    if due < conference.held_on:
        raise Refused(
            gettext_noop("Hạn không thể trước ngày họp {day}."), field="due", day=format_date(conference.held_on)
        )
    tree = map_on(conference.held_on).tree
    if unit not in tree or conference.unit_id not in tree or not tree.covers(conference.unit_id, unit):
        raise Refused(gettext_noop("Chỉ giao cho chính đơn vị hoặc đơn vị cấp dưới đang hoạt động."), field="unit")
    if person is not None and not grants_at([unit], at).filter(account=person).exists():
        raise Refused(gettext_noop("Người này không giữ vai trò nào ở đơn vị chủ trì."), field="person")
    values = {
        "words": normalise(words),
        "unit_id": unit,
        "person_id": person,
        "due": due,
        "evidence": normalise(evidence),
    }
    return shared.keep_row(row or Conclusion(conference=conference), values)


@transaction.atomic
def conclude_conference(*, conference: Conference, actor: Account | None, at: datetime) -> list[Conclusion]:
    """The conference is over: each of its conclusions becomes a task of its unit, all of them or none."""
    conference = shared.held(conference, actor, at)
    if conference.concluded:
        raise Refused(gettext_noop("Hội nghị đã kết luận; các nhiệm vụ đã được giao."))
    if conference.state != ConferenceState.HELD:
        raise Refused(gettext_noop("Ghi “đã họp” rồi mới kết luận được hội nghị."))
    rows = list(conference.conclusions.all())
    if not rows:
        raise Refused(gettext_noop("Ghi ít nhất một kết luận."))
    for row in rows:
        row.task = give_task(
            unit=row.unit_id,
            giver=conference.unit_id,
            text=TaskText(
                row.words,
                # A task may not be given with words of no use: what is to show it stands where its owner reads first.
                detail=f"Minh chứng cần có: {row.evidence}" if row.evidence else "",
                origin=TaskOrigin.CONCLUSION,
                origin_note=f"Kết luận số {row.number}: {conference.title}"[:_LONGEST_NOTE],
                line=CommandLine.OWN if row.unit_id == conference.unit_id else CommandLine.UNION,
            ),
            due=row.due,
            person=row.person_id,
            actor=actor,
            at=at,
        )
        save_checked(row)
    conference.state, conference.concluded_at = ConferenceState.CONCLUDED, at
    save_checked(conference)
    return rows
