"""A work's plan, its answer by the superior, and what is written while it is done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.activities.queries import activities_of
from viecthat.audit.rows import save_checked
from viecthat.files.commands import keep_image
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold, needed, normalise, one_line
from viecthat.units.queries import units_by_id
from viecthat.units.tree import tree_on
from viecthat.works.choices import MoneySource, WorkSize, WorkState, WorkStepKind
from viecthat.works.commands.checks import NOT_KEEPER, WHY, check_money, check_past, lines_of, locked_work, note_step
from viecthat.works.models import WorkActivity, WorkMilestone, WorkPhoto, YouthWork
from viecthat.works.rules import may_answer_plan, may_keep_work, may_register_work, superiors_of

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

MOST_PHOTOS = 12
_OPEN = (WorkState.PROPOSED, WorkState.RETURNED)
_NOT_SUPERIOR = gettext_noop("Chỉ cấp trên trực tiếp trả lời kế hoạch, và không ai duyệt việc do mình đăng ký.")


@dataclass(frozen=True)
class Plan:
    """What a unit undertakes. `money` is planned đồng by source; `copies` the model it follows."""

    title: str
    content: str
    place: str
    start: date
    due: date
    size: str = WorkSize.WORK
    guide: int | None = None
    copies: int | None = None
    money: Mapping[str, int] = field(default_factory=dict)


@transaction.atomic
def register_work(*, unit: int, plan: Plan, actor: Account, at: datetime) -> YouthWork:
    """Register a plan: a work waits for its superior, a task begins at once. Raises Refused."""
    if not may_register_work(actor, unit, at):
        raise Refused(NOT_KEEPER, field="unit")
    if plan.size not in WorkSize.values:
        raise Refused(gettext_noop("Chọn công trình hay phần việc."), field="size")
    today = localdate(at)
    if unit not in tree_on(today):
        raise Refused(gettext_noop("Đơn vị này không còn hoạt động; chọn đơn vị hiện nay."), field="unit")
    work = YouthWork(unit_id=unit, size=plan.size, registered_by=actor, registered_at=at)
    _fill(work, plan, actor, at)
    if plan.size == WorkSize.TASK:
        work.state, work.approved_on = WorkState.RUNNING, today
    save_checked(work)
    note_step(work, WorkStepKind.REGISTERED, "", actor, at)
    return work


@transaction.atomic
def change_plan(*, work: YouthWork, plan: Plan, actor: Account, at: datetime) -> YouthWork:
    """Change a plan that is not approved yet and send it again. Its size stays."""
    work = locked_work(work.pk, *_OPEN)
    if not may_keep_work(actor, work, at):
        raise Refused(NOT_KEEPER)
    _fill(work, plan, actor, at)
    work.state = WorkState.PROPOSED
    save_checked(work)
    note_step(work, WorkStepKind.CHANGED, "", actor, at)
    return work


@transaction.atomic
def approve_plan(*, work: YouthWork, words: str = "", actor: Account, at: datetime) -> None:
    """The superior agrees, before the work begins."""
    work = locked_work(work.pk, WorkState.PROPOSED)
    if not may_answer_plan(actor, work, at):
        raise Refused(_NOT_SUPERIOR)
    work.state, work.approved_on = WorkState.RUNNING, localdate(at)
    work.save(update_fields=["state", "approved_on"])
    note_step(work, WorkStepKind.APPROVED, one_line(words, 1000, field="words"), actor, at)


@transaction.atomic
def return_plan(*, work: YouthWork, words: str, actor: Account, at: datetime) -> None:
    """The superior sends the plan back with words."""
    work = locked_work(work.pk, WorkState.PROPOSED)
    if not may_answer_plan(actor, work, at):
        raise Refused(_NOT_SUPERIOR)
    said = needed(words, 1000, "words", WHY)
    work.state = WorkState.RETURNED
    work.save(update_fields=["state"])
    note_step(work, WorkStepKind.RETURNED, said, actor, at)


@transaction.atomic
def drop_work(*, work: YouthWork, words: str, actor: Account, at: datetime) -> None:
    """The unit gives a work up that was not recognised; it stays readable."""
    work = locked_work(work.pk, *_OPEN, WorkState.RUNNING)
    if not may_keep_work(actor, work, at):
        raise Refused(NOT_KEEPER)
    said = needed(words, 1000, "words", WHY)
    work.state = WorkState.DROPPED
    work.save(update_fields=["state"])
    note_step(work, WorkStepKind.DROPPED, said, actor, at)


@transaction.atomic
def add_milestone(*, work: YouthWork, title: str, due: date, actor: Account, at: datetime) -> WorkMilestone:
    """A step on the way with the day by which it is to be reached."""
    work = _kept(work, actor, at, *_OPEN, WorkState.RUNNING)
    missing = gettext_noop("Ghi tên mốc, ví dụ “Đổ xong mặt đường”.")
    row = WorkMilestone(work=work, title=needed(title, 200, "title", missing), due=due)
    if due < work.start:
        raise Refused(gettext_noop("Hạn không được trước ngày khởi công."), field="due")
    save_checked(row)
    return row


@transaction.atomic
def reach_milestone(
    *,
    work: YouthWork,
    milestone: int,
    day: date,
    note: str = "",
    photos: Sequence[bytes] = (),
    actor: Account,
    at: datetime,
) -> None:
    """A step was reached; photos show it."""
    work = _kept(work, actor, at, WorkState.RUNNING)
    row = work.milestones.filter(pk=milestone, done_on__isnull=True).first()
    if row is None:
        raise Refused(gettext_noop("Chọn mốc chưa xong."), field="milestone")
    check_past(day, at, not_before=work.start)
    row.done_on, row.note = day, one_line(note, 300, field="note")
    save_checked(row)
    _keep_photos(work, photos, "", row, at)


@transaction.atomic
def add_photos(*, work: YouthWork, photos: Sequence[bytes], caption: str = "", actor: Account, at: datetime) -> None:
    """Photos of the work, in any later state too."""
    work = _kept(work, actor, at, WorkState.RUNNING, WorkState.RECOGNISED)
    if not photos:
        raise Refused(gettext_noop("Chọn ít nhất một ảnh."), field="photos")
    _keep_photos(work, photos, caption, None, at)


@transaction.atomic
def record_costs(*, work: YouthWork, money: Mapping[str, int], actor: Account, at: datetime) -> None:
    """What was really spent, in đồng by source. After recognition the decision is withdrawn first."""
    work = _kept(work, actor, at, WorkState.RUNNING)
    _set_money(work, "actual", money)
    save_checked(work)


@transaction.atomic
def link_activities(*, work: YouthWork, activities: Sequence[int], actor: Account, at: datetime) -> None:
    """Days of work that were recorded as activities of the unit; an activity belongs to one work."""
    work = _kept(work, actor, at, WorkState.RUNNING, WorkState.RECOGNISED)
    found = set(activities_of([work.unit_id]).filter(pk__in=list(activities)).values_list("pk", flat=True))
    if not activities or found != set(activities):
        raise Refused(gettext_noop("Chọn hoạt động của đơn vị này."), field="activities")
    if WorkActivity.objects.filter(activity__in=found).exists():
        raise Refused(gettext_noop("Hoạt động này đã gắn với một công trình."), field="activities")
    for activity in sorted(found):
        save_checked(WorkActivity(work=work, activity_id=activity))


def _kept(work: YouthWork, actor: Account, at: datetime, *states: str) -> YouthWork:
    row = locked_work(work.pk, *states)
    if not may_keep_work(actor, row, at):
        raise Refused(NOT_KEEPER)
    return row


def _fill(work: YouthWork, plan: Plan, actor: Account, at: datetime) -> None:
    today = localdate(at)
    above = superiors_of(work.unit_id, today)
    if plan.guide is not None and plan.guide not in above:
        raise Refused(gettext_noop("Đơn vị hướng dẫn phải là cấp trên của đơn vị làm."), field="guide")
    leads = plan.guide or work.unit_id
    work.guide_id, work.level = plan.guide, units_by_id([leads], today)[leads].kind
    work.title = normalise(plan.title)
    work.folded = fold(work.title)
    work.content, work.place = lines_of(plan.content), normalise(plan.place)
    work.start, work.due = plan.start, plan.due
    _set_money(work, "planned", plan.money)
    model = None
    if plan.copies is not None:
        model = YouthWork.objects.filter(pk=plan.copies, model_on__isnull=False).exclude(pk=work.pk).first()
        if model is None or (work.pk and model.origin_id == work.pk):
            raise Refused(gettext_noop("Chọn mô hình trong danh sách mô hình."), field="copies")
    work.copies = model
    work.origin_id = (model.origin_id or model.pk) if model else None


def _set_money(work: YouthWork, which: str, money: Mapping[str, int]) -> None:
    for source in MoneySource.values:
        amount = money.get(source, 0)
        check_money([amount], f"{which}_{source}")
        setattr(work, f"{which}_{source}", amount)


def _keep_photos(
    work: YouthWork, photos: Sequence[bytes], caption: str, milestone: WorkMilestone | None, at: datetime
) -> None:
    if len(photos) > MOST_PHOTOS:
        raise Refused(gettext_noop("Gửi nhiều nhất {most} ảnh một lần."), field="photos", most=MOST_PHOTOS)
    words = one_line(caption, 200, field="caption")
    for content in photos:
        kept = keep_image(content=content, at=at)
        save_checked(WorkPhoto(work=work, milestone=milestone, file=kept, caption=words, added_at=at))
