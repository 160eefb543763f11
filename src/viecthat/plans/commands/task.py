"""Tasks set, given, proposed, broken down, put right and shared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.accounts.queries import grants_at
from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import normalise
from viecthat.plans.choices import (
    UNFINISHED,
    CommandLine,
    NoticeKind,
    StepKind,
    TaskOrigin,
    TaskPart,
    TaskState,
)
from viecthat.plans.commands.checks import check_keeper
from viecthat.plans.commands.steps import (
    add_step,
    changed,
    check_no_group,
    check_state,
    fold_task,
    held,
    officers_at,
    owners_of,
    tell,
)
from viecthat.plans.models import Milestone, SessionPoint, Task, TaskUnit
from viecthat.plans.queries.task import due_now
from viecthat.plans.rules import may_adopt_proposal, may_keep_directives, may_see_task, may_steer_task
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

MOST_PARTS = 500
MOST_MILESTONES = 30


@dataclass(frozen=True, slots=True)
class Marked:
    """A milestone as it was typed."""

    day: date
    title: str


@dataclass(frozen=True)
class TaskText:
    """What a task says."""

    title: str
    detail: str = ""
    professional: str = ""
    origin: str = TaskOrigin.OWN
    origin_note: str = ""
    line: str = CommandLine.OWN


@transaction.atomic
def give_task(
    *,
    unit: int,
    text: TaskText,
    due: date | None,
    actor: Account | None,
    at: datetime,
    giver: int | None = None,
    person: int | None = None,
    group: Task | None = None,
    point: SessionPoint | None = None,
    milestones: Sequence[Marked] = (),
    partners: Sequence[int] = (),
    proposed: bool = False,
) -> Task:
    """A task of `unit`, set by itself or given by a unit above it. Proposed, it waits until somebody who plans adopts
    it.
    """
    giver = None if giver == unit else giver
    check_keeper(actor, giver or unit, at)
    if giver is not None:
        _check_below([unit], giver, at)
    if group is not None and (group.unit_id != unit or not group.is_group):
        raise Refused(gettext_noop("Chọn một nhóm nhiệm vụ của chính đơn vị."), field="group")
    task = Task(unit_id=unit, giver_id=giver, group=group, point=point, due=due)
    task.state = TaskState.PROPOSED if proposed else TaskState.OPEN
    _write(task, text, person, actor, at)
    _set_milestones(task, milestones)
    _set_partners(task, partners)
    add_step(task, StepKind.PROPOSED if proposed else StepKind.GIVEN, actor, at)
    if not proposed:
        _tell_of(task, actor, at)
    return task


@transaction.atomic
def adopt_task(*, task: Task, words: str = "", actor: Account, at: datetime) -> Task:
    """The proposed task is to be done."""
    task = _proposal(task, actor, at)
    task.state = TaskState.OPEN
    changed(task, at, "state")
    add_step(task, StepKind.ADOPTED, actor, at, words=words)
    _tell_of(task, actor, at)
    return task


@transaction.atomic
def decline_task(*, task: Task, words: str, actor: Account, at: datetime) -> Task:
    """The proposed task is not to be done; why is kept."""
    task = _proposal(task, actor, at)
    if not words.strip():
        raise Refused(gettext_noop("Ghi vì sao không chấp nhận."), field="words")
    task.state = TaskState.DECLINED
    changed(task, at, "state")
    add_step(task, StepKind.DECLINED, actor, at, words=words)
    return task


@transaction.atomic
def break_down(
    *,
    parent: Task,
    units: Sequence[int],
    title: str,
    due: date | None,
    person: int | None = None,
    actor: Account | None,
    at: datetime,
) -> list[Task]:
    """Parts of a task, one for each of these units: the task's own or below it. What came of them is never stored."""
    parent = held(parent)
    check_no_group(parent)
    check_keeper(actor, parent.unit_id, at)
    check_state(parent, *UNFINISHED)
    if not units:
        raise Refused(gettext_noop("Chọn ít nhất một đơn vị."), field="units")
    if len(units) > MOST_PARTS:
        raise Refused(gettext_noop("Mỗi lần giao nhiều nhất {most} đơn vị."), field="units", most=MOST_PARTS)
    end = due_now(parent)
    if due is not None and end is not None and due > end:
        raise Refused(gettext_noop("Hạn của phần việc không thể sau hạn {day} của việc chung."), field="due", day=end)
    _check_below([unit for unit in units if unit != parent.unit_id], parent.unit_id, at)
    have = set(parent.parts.filter(title=normalise(title)).values_list("unit", flat=True))
    text = TaskText(
        title, origin=parent.origin, origin_note=parent.origin_note or parent.title[:300], line=CommandLine.UNION
    )
    made = []
    for unit in dict.fromkeys(units):
        if unit in have:
            continue
        own = unit == parent.unit_id
        task = Task(unit_id=unit, giver_id=None if own else parent.unit_id, parent=parent, due=due or end)
        task.clause_id, task.point_id = parent.clause_id, parent.point_id
        _write(task, text if not own else _of_own_line(text, parent), person if own else None, actor, at)
        add_step(task, StepKind.GIVEN, actor, at)
        _tell_of(task, actor, at)
        made.append(task)
    if not made:
        raise Refused(gettext_noop("Các đơn vị này đã có phần việc tên như vậy."), field="title")
    return made


@transaction.atomic
def correct_task(
    *,
    task: Task,
    text: TaskText,
    due: date | None,
    person: int | None,
    milestones: Sequence[Marked],
    partners: Sequence[int],
    actor: Account,
    at: datetime,
) -> Task:
    """Put right what a task says. A day once given is moved by `progress.extend_task` only, which keeps the reason."""
    task = held(task)
    _check_steers(actor, task, at)
    check_state(task, TaskState.PROPOSED, *UNFINISHED)
    if task.due is not None and due != task.due:
        raise Refused(gettext_noop("Hạn đã giao không sửa thẳng được; bấm “Gia hạn” và ghi lý do."), field="due")
    before = task.person_id
    task.due = due
    task.revision += 1
    _write(task, text, person, actor, at)
    _set_milestones(task, milestones)
    _set_partners(task, partners)
    add_step(task, StepKind.CORRECTED, actor, at)
    if task.person_id is not None and task.person_id != before and task.state != TaskState.PROPOSED:
        tell([task.person_id], NoticeKind.GIVEN, task, actor, at)
    return task


@transaction.atomic
def share_task(*, task: Task, units: Sequence[int], part: str, words: str = "", actor: Account, at: datetime) -> int:
    """Other units, departments among them, work on the task too or are told of it; returns how many are new."""
    task = held(task)
    if not (may_see_task(actor, task, at) and may_keep_directives(actor, task.unit_id, at)) and not may_steer_task(
        actor, task, at
    ):
        raise Refused(gettext_noop("Chỉ đơn vị giao hoặc đơn vị chủ trì chia sẻ được việc này."))
    if part not in TaskPart.values:
        raise Refused(gettext_noop("Chọn phối hợp hay để biết."), field="part")
    wanted = [unit for unit in dict.fromkeys(units) if unit not in {task.unit_id, task.giver_id}]
    if not wanted:
        raise Refused(gettext_noop("Chọn ít nhất một đơn vị khác đơn vị giao và đơn vị chủ trì."), field="units")
    have = set(task.others.filter(unit__in=wanted).values_list("unit", flat=True))
    new = [unit for unit in wanted if unit not in have]
    TaskUnit.objects.bulk_create(TaskUnit(task=task, unit_id=unit, part=part) for unit in new)
    if new:
        add_step(task, StepKind.SHARED, actor, at, words=words)
        told = {account for accounts in officers_at(new, at).values() for account in accounts}
        tell(told, NoticeKind.SHARED, task, actor, at)
    return len(new)


def _of_own_line(text: TaskText, parent: Task) -> TaskText:
    return TaskText(text.title, origin=text.origin, origin_note=text.origin_note, line=parent.line)


def _write(task: Task, text: TaskText, person: int | None, actor: Account | None, at: datetime) -> None:
    task.title, task.detail = normalise(text.title), "\n".join(normalise(x) for x in text.detail.strip().splitlines())
    task.professional, task.origin_note = normalise(text.professional), normalise(text.origin_note)
    task.origin, task.line = text.origin, text.line
    if person is not None and person != task.person_id:
        _check_person(person, task, at)
    task.person_id = person
    if task.made_at is None:
        task.made_at, task.made_by = at, actor
    task.changed_at = at
    fold_task(task)
    save_checked(task, exclude=["folded"])


def _check_person(person: int, task: Task, at: datetime) -> None:
    """Somebody of the unit answers for it: who holds a role there."""
    if not grants_at([task.unit_id], at).filter(account=person).exists():
        raise Refused(gettext_noop("Người này không giữ vai trò nào ở đơn vị chủ trì."), field="person")


def _check_below(units: Sequence[int], above: int, at: datetime) -> None:
    tree = map_on(localdate(at)).tree
    for unit in units:
        if unit not in tree or above not in tree or not tree.covers(above, unit):
            raise Refused(gettext_noop("Chỉ giao việc cho đơn vị cấp dưới đang hoạt động."), field="units")


def _set_milestones(task: Task, wanted: Sequence[Marked]) -> None:
    """Those that were passed stay; the others are as typed."""
    if len(wanted) > MOST_MILESTONES:
        raise Refused(gettext_noop("Ghi nhiều nhất {most} mốc."), field="milestones", most=MOST_MILESTONES)
    end = due_now(task)
    late = next((one for one in wanted if end is not None and one.day > end), None)
    if late is not None:
        raise Refused(
            gettext_noop("Mốc ngày {day} ở sau hạn {due} của việc."), field="milestones", day=late.day, due=end
        )
    kept = {(row.due, row.title): row for row in task.milestones.all()}
    asked = {(one.day, normalise(one.title)[:300]) for one in wanted}
    task.milestones.filter(pk__in=[r.pk for key, r in kept.items() if key not in asked and r.done_on is None]).delete()
    for day, title in sorted(asked - set(kept)):
        save_checked(Milestone(task=task, due=day, title=title))


def _set_partners(task: Task, wanted: Sequence[int]) -> None:
    asked = {unit for unit in wanted if unit not in {task.unit_id, task.giver_id}}
    have = set(task.others.filter(part=TaskPart.PARTNER).values_list("unit", flat=True))
    task.others.filter(part=TaskPart.PARTNER, unit__in=have - asked).delete()
    TaskUnit.objects.filter(task=task, part=TaskPart.INFORMED, unit__in=asked).update(part=TaskPart.PARTNER)
    known = set(task.others.values_list("unit", flat=True))
    TaskUnit.objects.bulk_create(
        TaskUnit(task=task, unit_id=unit, part=TaskPart.PARTNER) for unit in sorted(asked - known)
    )


def _tell_of(task: Task, actor: Account | None, at: datetime) -> None:
    tell(owners_of(task, at), NoticeKind.GIVEN, task, actor, at)
    partners = list(task.others.filter(part=TaskPart.PARTNER).values_list("unit", flat=True))
    if partners:
        told = {account for accounts in officers_at(partners, at).values() for account in accounts}
        tell(told - owners_of(task, at), NoticeKind.SHARED, task, actor, at)


def _check_steers(actor: Account, task: Task, at: datetime) -> None:
    if not may_steer_task(actor, task, at):
        raise Refused(gettext_noop("Chỉ đơn vị giao việc này mới làm được bước này."))


def _proposal(task: Task, actor: Account, at: datetime) -> Task:
    task = held(task)
    check_state(task, TaskState.PROPOSED)
    if not may_adopt_proposal(actor, task, at):
        raise Refused(gettext_noop("Đề xuất do người khác có quyền giao chỉ tiêu ở đơn vị xem xét."))
    return task
