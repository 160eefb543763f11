"""Study of resolutions: who was there is ticked, n and N are counted from the list and the registers.

Why per session: docs/decisions/0024-taught-by-the-list.md.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.activities.commands.activity import record_activity
from viecthat.activities.commands.facts import Facts
from viecthat.activities.commands.study_ledger import study_lines
from viecthat.activities.models import Activity, ActivityKind
from viecthat.activities.queries.presence import people_at
from viecthat.activities.queries.study import COUNTED, STUDY, to_be_taught
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import one_line
from viecthat.units.tree import tree_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

_LONGEST = 200


@dataclass(frozen=True)
class StudyFacts:
    """What is noted of a session."""

    title: str
    day: date
    place: str
    document: str
    speaker: str = ""


@transaction.atomic
def record_study(
    *,
    unit: int,
    facts: StudyFacts,
    audiences: Collection[str],
    present: Sequence[int],
    actor: Account,
    at: datetime,
    roll_calls: Sequence[int] = (),
    key: str | None = None,
) -> Activity:
    """Record a session of study: of those it was for, the ticked ones and who counts at its roll calls were taught.

    Raises Refused for nobody ticked, somebody the session was not for, a day to come, a register that holds nobody.
    """
    if facts.day > localdate(at):
        raise Refused(gettext_noop("Ngày học chưa tới; học xong rồi mới ghi vào sổ."), field="day")
    if unit not in tree_on(facts.day):
        raise Refused(gettext_noop("Vào ngày này đơn vị chưa thành lập hoặc đã kết thúc; xem lại ngày."), field="day")
    wanted = [audience for audience in COUNTED if audience in audiences]
    if not wanted:
        raise Refused(gettext_noop("Chọn học cho đoàn viên, cho cán bộ Đoàn, hoặc cả hai."), field="audiences")
    document = one_line(facts.document, _LONGEST, field="document")
    if not document:
        raise Refused(gettext_noop("Ghi nghị quyết, chỉ thị được học."), field="document")
    whom = {audience: to_be_taught(unit, facts.day, audience) for audience in wanted}
    if any(not people for people in whom.values()):
        raise Refused(
            gettext_noop("Sổ của đơn vị chưa có người nào thuộc đối tượng này vào ngày học; bổ sung sổ trước."),
            field="audiences",
        )
    called = [person.pk for person in people_at(roll_calls)] if roll_calls else []
    for_them = {person for people in whom.values() for person in people}
    there = list(dict.fromkeys([*present, *(person for person in called if person in for_them)]))
    if not there:
        raise Refused(gettext_noop("Chưa đánh dấu ai; đánh dấu ít nhất một người đã học."), field="present")
    if not for_them.issuperset(there):
        raise Refused(
            gettext_noop("Có người không thuộc đối tượng học của đơn vị vào ngày đó; tải lại danh sách."),
            field="present",
        )
    return record_activity(
        unit=unit,
        kind=ActivityKind.objects.get(pk=STUDY),
        title=facts.title,
        day=facts.day,
        place=facts.place,
        results={},
        counted=study_lines(unit, facts.day, whom, there),
        head_count=len(there),
        people=there,
        roll_calls=roll_calls,
        facts=Facts(details={"document": document, "speaker": facts.speaker.strip()}),
        actor=actor,
        at=at,
        key=key,
    )
