"""How far a programme has come: milestones and notes of progress."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import normalise
from viecthat.plans.commands.checks import check_programmer
from viecthat.plans.commands.programme import check_latest
from viecthat.plans.models import Programme, ProgrammeItem, ProgrammeMilestone, ProgressNote

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


@transaction.atomic
def add_milestone(
    *,
    programme: Programme,
    item: ProgrammeItem | None,
    title: str,
    due: date,
    actor: Account | None,
    at: datetime,
) -> ProgrammeMilestone:
    """A step of the programme, or of one of its items, with the day it is to be reached."""
    check_programmer(actor, programme.unit_id, at)
    check_latest(programme)
    if item is not None and item.programme_id != programme.pk:
        raise Refused(gettext_noop("Chọn một mục của chính chương trình này."), field="item")
    words = normalise(title)
    if not words:
        raise Refused(gettext_noop("Ghi mốc cần đạt."), field="title")
    milestone = ProgrammeMilestone(programme=programme, item=item, title=words, due=due)
    save_checked(milestone)
    return milestone


@transaction.atomic
def reach_milestone(
    *, milestone: ProgrammeMilestone, done_on: date | None, note: str, actor: Account | None, at: datetime
) -> ProgrammeMilestone:
    """The step was reached on that day; without a day it is open again."""
    check_programmer(actor, milestone.programme.unit_id, at)
    check_latest(milestone.programme)
    if done_on is not None and done_on > localdate(at):
        raise Refused(gettext_noop("Ngày đạt không thể ở sau hôm nay."), field="done_on")
    milestone.done_on, milestone.note = done_on, normalise(note)
    save_checked(milestone)
    return milestone


@transaction.atomic
def drop_milestone(*, milestone: ProgrammeMilestone, actor: Account | None, at: datetime) -> None:
    """Take a step out; the history keeps it."""
    check_programmer(actor, milestone.programme.unit_id, at)
    check_latest(milestone.programme)
    milestone.delete()


@transaction.atomic
def note_progress(
    *, programme: Programme, day: date, percent: int | None, text: str, actor: Account | None, at: datetime
) -> ProgressNote:
    """What can be said of the programme by a day; earlier notes stay beside it."""
    check_programmer(actor, programme.unit_id, at)
    if day > localdate(at):
        raise Refused(gettext_noop("Ngày tính tiến độ không thể ở sau hôm nay."), field="day")
    words = "\n".join(line for line in (normalise(line) for line in text.splitlines()) if line)
    if not words:
        raise Refused(gettext_noop("Ghi vài dòng về tiến độ."), field="text")
    note = ProgressNote(programme_id=programme.root, day=day, percent=percent, text=words[:4000], by=actor, at=at)
    save_checked(note)
    return note
