"""How a task goes: reported, done, returned, confirmed, extended, ended. Every step is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.plans.choices import RUNNING, UNFINISHED, NoticeKind, StepKind, TaskState
from viecthat.plans.commands.steps import (
    add_step,
    changed,
    check_no_group,
    check_state,
    givers_of,
    held,
    owners_of,
    tell,
)
from viecthat.plans.models import Milestone, Task, TaskStep
from viecthat.plans.queries.task import due_now, open_request
from viecthat.plans.rules import may_see_task, may_steer_task, may_work_on_task

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.plans.commands.directive import SentFile


@transaction.atomic
def report_progress(
    *, task: Task, words: str, files: Sequence[SentFile] = (), actor: Account | None, at: datetime
) -> TaskStep:
    """What has been done so far."""
    task = _worked_on(task, actor, at)
    if not words.strip() and not files:
        raise Refused(gettext_noop("Ghi đã làm được gì, hoặc kèm tệp."), field="words")
    if task.state != TaskState.DOING:
        task.state = TaskState.DOING
        changed(task, at, "state")
    return add_step(task, StepKind.PROGRESS, actor, at, words=words, files=files)


@transaction.atomic
def report_done(
    *, task: Task, words: str, files: Sequence[SentFile] = (), actor: Account | None, at: datetime
) -> TaskStep:
    """It is done, says its owner, with what shows it; whoever gave it is to confirm."""
    task = _worked_on(task, actor, at)
    if not words.strip() and not files:
        raise Refused(gettext_noop("Ghi kết quả, hoặc kèm tệp minh chứng."), field="words")
    task.state = TaskState.REPORTED
    changed(task, at, "state")
    step = add_step(task, StepKind.REPORTED, actor, at, words=words, files=files)
    tell(givers_of(task, at), NoticeKind.WAITING, task, actor, at)
    return step


@transaction.atomic
def confirm_task(*, task: Task, words: str = "", actor: Account | None, at: datetime) -> TaskStep:
    """Whoever gave the task agrees that it is done; nobody confirms what they reported themselves."""
    task = _steered(task, actor, at, TaskState.REPORTED)
    last = task.steps.filter(kind=StepKind.REPORTED).order_by("-at", "-pk").first()
    if actor is not None and last is not None and last.by_id == actor.pk:
        raise Refused(gettext_noop("Bạn đã báo xong việc này; nhờ người khác của đơn vị giao xác nhận."))
    task.state = TaskState.CONFIRMED
    changed(task, at, "state")
    step = add_step(task, StepKind.CONFIRMED, actor, at, words=words)
    tell(owners_of(task, at), NoticeKind.CONFIRMED, task, actor, at)
    return step


@transaction.atomic
def return_task(*, task: Task, words: str, actor: Account | None, at: datetime) -> TaskStep:
    """It is not done yet, and why."""
    task = _steered(task, actor, at, TaskState.REPORTED)
    if not words.strip():
        raise Refused(gettext_noop("Ghi còn thiếu gì để đơn vị làm tiếp."), field="words")
    task.state = TaskState.RETURNED
    changed(task, at, "state")
    step = add_step(task, StepKind.RETURNED, actor, at, words=words)
    tell(owners_of(task, at), NoticeKind.RETURNED, task, actor, at)
    return step


@transaction.atomic
def cancel_task(*, task: Task, words: str, actor: Account | None, at: datetime) -> TaskStep:
    """The task is to be done no more, and why; it stays in the register."""
    task = _steered(task, actor, at, *UNFINISHED)
    if not words.strip():
        raise Refused(gettext_noop("Ghi vì sao thôi thực hiện."), field="words")
    task.state = TaskState.CANCELLED
    changed(task, at, "state")
    step = add_step(task, StepKind.CANCELLED, actor, at, words=words)
    tell(owners_of(task, at), NoticeKind.CANCELLED, task, actor, at)
    return step


@transaction.atomic
def ask_extension(*, task: Task, due: date, words: str, actor: Account | None, at: datetime) -> TaskStep:
    """The owner asks for more time."""
    task = _worked_on(task, actor, at)
    _check_later(task, due, words)
    step = add_step(task, StepKind.ASKED, actor, at, words=words, new_due=due)
    tell(givers_of(task, at), NoticeKind.ASKED, task, actor, at)
    return step


@transaction.atomic
def extend_task(*, task: Task, due: date, words: str, actor: Account | None, at: datetime) -> TaskStep:
    """More time, and why; every earlier day is kept."""
    task = _steered(task, actor, at, *UNFINISHED)
    _check_later(task, due, words)
    changed(task, at)
    step = add_step(task, StepKind.EXTENDED, actor, at, words=words, new_due=due)
    tell(owners_of(task, at), NoticeKind.EXTENDED, task, actor, at)
    return step


@transaction.atomic
def refuse_extension(*, task: Task, words: str, actor: Account | None, at: datetime) -> TaskStep:
    """No more time."""
    task = _steered(task, actor, at, *UNFINISHED)
    if open_request(task) is None:
        raise Refused(gettext_noop("Không có đề nghị gia hạn nào đang chờ."))
    if not words.strip():
        raise Refused(gettext_noop("Ghi vì sao không gia hạn."), field="words")
    step = add_step(task, StepKind.REFUSED, actor, at, words=words)
    tell(owners_of(task, at), NoticeKind.RETURNED, task, actor, at)
    return step


@transaction.atomic
def remark_on_task(*, task: Task, words: str, actor: Account, at: datetime) -> TaskStep:
    """Something to say about it, by anybody who sees it."""
    if not may_see_task(actor, task, at):
        raise Refused(gettext_noop("Bạn không xem được việc này."))
    if not words.strip():
        raise Refused(gettext_noop("Ghi nhận xét."), field="words")
    return add_step(task, StepKind.REMARK, actor, at, words=words)


@transaction.atomic
def pass_milestone(*, milestone: Milestone, day: date, actor: Account | None, at: datetime) -> TaskStep:
    """A day on the way is reached."""
    task = _worked_on(milestone.task, actor, at)
    if day > localdate(at):
        raise Refused(gettext_noop("Ngày xong không thể ở sau hôm nay."), field="day")
    if milestone.done_on is not None:
        raise Refused(gettext_noop("Mốc này đã ghi xong ngày {day}."), day=milestone.done_on)
    milestone.done_on = day
    milestone.save(update_fields=["done_on"])
    if task.state in {TaskState.OPEN, TaskState.RETURNED}:
        task.state = TaskState.DOING
    changed(task, at, "state")
    return add_step(task, StepKind.MILESTONE, actor, at, words=milestone.title)


def _worked_on(task: Task, actor: Account | None, at: datetime) -> Task:
    task = held(task)
    if actor is not None and not may_work_on_task(actor, task, at):
        raise Refused(gettext_noop("Chỉ người phụ trách và cán bộ của đơn vị chủ trì báo cáo việc này."))
    check_no_group(task)
    check_state(task, *RUNNING)
    return task


def _steered(task: Task, actor: Account | None, at: datetime, *states: TaskState) -> Task:
    task = held(task)
    if actor is not None and not may_steer_task(actor, task, at):
        raise Refused(gettext_noop("Chỉ đơn vị giao việc này mới làm được bước này."))
    check_no_group(task)
    check_state(task, *states)
    return task


def _check_later(task: Task, due: date, words: str) -> None:
    end = due_now(task)
    if end is None:
        raise Refused(gettext_noop("Việc này chưa có hạn; sửa việc để đặt hạn."), field="due")
    if due <= end:
        raise Refused(gettext_noop("Hạn mới phải sau hạn đang có {day}."), field="due", day=end)
    if not words.strip():
        raise Refused(gettext_noop("Ghi lý do gia hạn."), field="words")
