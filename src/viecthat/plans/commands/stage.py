"""Schemes and projects move from stage to stage, each with its day."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import one_line
from viecthat.plans.choices import ProgrammeKind, ProjectStage
from viecthat.plans.commands.checks import check_programmer
from viecthat.plans.models import Programme, ProgrammeStage

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

STAGED = (ProgrammeKind.SCHEME, ProgrammeKind.PROJECT)


@transaction.atomic
def set_stage(
    *, programme: Programme, stage: str, day: date, words: str, actor: Account | None, at: datetime
) -> ProgrammeStage:
    """A scheme or project comes to another stage, on a later day than the last. Raises Refused."""
    check_programmer(actor, programme.unit_id, at)
    if programme.kind not in STAGED:
        raise Refused(gettext_noop("Chỉ đề án, dự án có giai đoạn."))
    if day > localdate(at):
        raise Refused(gettext_noop("Ngày này chưa tới."), field="day")
    last = ProgrammeStage.objects.select_for_update().filter(programme=programme.root).order_by("-day").first()
    if last is not None and day <= last.day:
        raise Refused(gettext_noop("Ngày phải sau lần đổi trước ({day})."), field="day", day=last.day)
    if last is not None and last.stage == stage:
        raise Refused(gettext_noop("Dự án đang ở giai đoạn này."), field="stage")
    line = one_line(words, 300, field="words")
    if stage == ProjectStage.STOPPED and not line:
        raise Refused(gettext_noop("Dừng thì ghi vì sao."), field="words")
    row = ProgrammeStage(programme_id=programme.root, stage=ProjectStage(stage), day=day, words=line, by=actor)
    save_checked(row)
    return row
