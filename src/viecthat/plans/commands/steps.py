"""What every command about a task does: hold its row, add a step, tell those it concerns."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from viecthat.accounts.choices import CAPABILITIES
from viecthat.accounts.queries import grants_at
from viecthat.documents.extract import kind_of
from viecthat.files.commands import keep_document, keep_image
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold, normalise
from viecthat.plans.choices import NoticeKind, StepKind, TaskState
from viecthat.plans.models import Notice, Task, TaskFile, TaskStep
from viecthat.plans.rules import KEEPING

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.plans.commands.directive import SentFile

MOST_FILES = 10
MOST_WORDS = 5000
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"RIFF")


def held(task: Task) -> Task:
    """The task's row, which nobody else changes until this transaction is over."""
    return Task.objects.select_for_update().get(pk=task.pk)


def changed(task: Task, at: datetime, *fields: str) -> None:
    """Save these fields; calendars learn of it."""
    task.revision += 1
    task.changed_at = at
    task.save(update_fields=[*fields, "revision", "changed_at"])


def fold_task(task: Task) -> None:
    """What a search finds the task by."""
    task.folded = fold(" ".join(p for p in (task.title, task.detail, task.origin_note, task.professional) if p))


def add_step(
    task: Task,
    kind: StepKind,
    actor: Account | None,
    at: datetime,
    *,
    words: str = "",
    new_due: date | None = None,
    files: Sequence[SentFile] = (),
) -> TaskStep:
    """Note what happened."""
    said = "\n".join(normalise(line) for line in words.strip().splitlines())
    if len(said) > MOST_WORDS:
        raise Refused(gettext_noop("Viết nhiều nhất {most} ký tự."), field="words", most=MOST_WORDS)
    step = TaskStep.objects.create(task=task, kind=kind, words=said, new_due=new_due, by=actor, at=at)
    if len(files) > MOST_FILES:
        raise Refused(gettext_noop("Mỗi lần kèm nhiều nhất {most} tệp."), field="attached", most=MOST_FILES)
    for sent in files:
        kept = keep_proof(sent, at)
        if not step.files.filter(file=kept).exists():
            TaskFile.objects.create(step=step, file_id=kept, name=name_of_proof(sent))
    return step


def keep_proof(sent: SentFile, at: datetime) -> int:
    """Keep a document or a photo that shows something; returns the kept file's id."""
    if sent.content.startswith(_PICTURES):
        return keep_image(content=sent.content, at=at, field="attached").pk
    kind_found = kind_of(sent.content, field="attached")
    return keep_document(content=sent.content, content_type=kind_found, at=at).pk


def name_of_proof(sent: SentFile) -> str:
    """What a file that was sent is called."""
    return normalise(sent.name)[-200:] or "minh-chung"


def officers_at(units: Collection[int], at: datetime) -> dict[int, set[int]]:
    """Accounts that keep registers directly at each unit, a department's own people included. One query."""
    found: dict[int, set[int]] = {}
    for grant in grants_at(list(units), at):
        if CAPABILITIES[grant.role] & set(KEEPING):
            found.setdefault(grant.unit_id, set()).add(grant.account_id)
    return found


def owners_of(task: Task, at: datetime) -> set[int]:
    """Accounts that the task waits for: the person who answers for it, or the officers of its unit."""
    if task.person_id is not None:
        return {task.person_id}
    return officers_at([task.unit_id], at).get(task.unit_id, set())


def givers_of(task: Task, at: datetime) -> set[int]:
    """Accounts that the answer waits for: the officers of the unit that gave the task, and whoever wrote it down."""
    unit = task.giver_id or task.unit_id
    made = {task.made_by_id} if task.made_by_id is not None else set()
    return officers_at([unit], at).get(unit, set()) | made


def tell(accounts: Iterable[int], kind: NoticeKind, task: Task, actor: Account | None, at: datetime) -> None:
    """Everybody but whoever did it is told."""
    told = {account for account in accounts if actor is None or account != actor.pk}
    Notice.objects.bulk_create(
        Notice(account_id=account, kind=kind, task=task, day=task.due, at=at) for account in sorted(told)
    )


def check_state(task: Task, *states: TaskState) -> None:
    """Refused unless the task stands in one of these."""
    if task.state not in states:
        raise Refused(
            gettext_noop("Việc này đang ở tình trạng “{state}” nên không làm bước này được; mở lại trang việc."),
            state=str(TaskState(task.state).label),
        )


def check_no_group(task: Task) -> None:
    """A group of tasks has no progress of its own."""
    if task.is_group:
        raise Refused(gettext_noop("Nhóm nhiệm vụ không có tiến độ riêng; mở từng nhiệm vụ trong nhóm."))
