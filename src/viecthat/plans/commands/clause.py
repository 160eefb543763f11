"""Passages of a document, and the tasks they set."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import normalise
from viecthat.plans.choices import CommandLine, StepKind, TaskOrigin, TaskState
from viecthat.plans.commands.checks import check_keeper
from viecthat.plans.commands.steps import add_step, fold_task
from viecthat.plans.models import Clause, Directive, Task

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


def mark_clause(*, directive: Directive, paragraph: int, start: int = 0, end: int | None = None) -> Clause:
    """The passage of characters `start` to `end` of a paragraph (counted from 1); the whole of it without an end.

    Part of the command that makes something of it: a mark on its own is nobody's.
    """
    paragraphs = directive.paragraphs
    if not 1 <= paragraph <= len(paragraphs):
        raise Refused(gettext_noop("Văn bản không có đoạn {number}."), field="paragraph", number=paragraph)
    words = paragraphs[paragraph - 1]
    end = len(words) if end is None else min(end, len(words))
    quote = words[start:end]
    if not quote.strip():
        raise Refused(gettext_noop("Đoạn được chọn không có chữ nào; chọn lại."), field="paragraph")
    made, _new = Clause.objects.get_or_create(
        directive=directive, paragraph=paragraph, start=start, end=end, defaults={"quote": quote}
    )
    return made


@transaction.atomic
def make_task(
    *,
    unit: int,
    directive: Directive,
    paragraph: int,
    span: tuple[int, int | None] = (0, None),
    title: str,
    is_group: bool,
    group: Task | None = None,
    due: date | None = None,
    proposed: bool = False,
    actor: Account | None,
    at: datetime,
) -> Task:
    """A task of the unit, or a group of tasks, out of a passage of a document; or what is proposed to be done of it."""
    check_keeper(actor, unit, at)
    if group is not None and (group.unit_id != unit or not group.is_group):
        raise Refused(gettext_noop("Chọn một nhóm nhiệm vụ của chính đơn vị."), field="group")
    clause = mark_clause(directive=directive, paragraph=paragraph, start=span[0], end=span[1])
    last = Task.objects.filter(unit=unit, is_group=is_group).aggregate(last=Max("position"))["last"]
    task = Task(
        unit_id=unit,
        title=normalise(title),
        is_group=is_group,
        group=group,
        clause=clause,
        due=due,
        position=(last or 0) + 1,
        origin=TaskOrigin.CLAUSE,
        origin_note=str(directive)[:300],
        line=_line_of(directive, unit),
        state=TaskState.PROPOSED if proposed and not is_group else TaskState.OPEN,
        made_by=actor,
        made_at=at,
        changed_at=at,
    )
    fold_task(task)
    save_checked(task, exclude=["folded"])
    if not is_group:
        add_step(task, StepKind.PROPOSED if proposed else StepKind.GIVEN, actor, at)
    return task


def _line_of(directive: Directive, unit: int) -> CommandLine:
    """Documents of bodies outside the Union come down the line of the Party committee beside the unit."""
    if directive.issuer_id is None:
        return CommandLine.PARTY
    return CommandLine.OWN if directive.issuer_id == unit else CommandLine.UNION
