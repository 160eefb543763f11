"""Open, correct and adapt programmes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold, normalise
from viecthat.kernel.periods import Period
from viecthat.plans.choices import ProgrammeKind
from viecthat.plans.commands.checks import check_programmer
from viecthat.plans.models import Directive, ItemTarget, Programme, ProgrammeItem, ProgrammeMilestone, Served

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

MOST_MONEY = 10**15
_COPIED = ("kind", "number", "title", "content", "area", "lead", "partners", "start", "due", "breakthrough")
_COPIED_TOO = ("done_on", "result", "task_id")


@dataclass(frozen=True, slots=True)
class ProgrammeFacts:
    """What is said of a programme; `budget` in đồng, `parent` the first version of what it is a part of."""

    kind: str
    title: str
    period: Period
    goal: str = ""
    body: str = ""
    parent: Programme | None = None
    lead: str = ""
    budget: int | None = None
    breakthrough: bool = False
    directive: Directive | None = None
    adopted_on: date | None = None
    source: str = ""


@transaction.atomic
def open_programme(*, unit: int, facts: ProgrammeFacts, actor: Account | None, at: datetime) -> Programme:
    """A movement, programme, campaign or scheme of the unit; or one of the Party that it keeps to be mapped."""
    check_programmer(actor, unit, at)
    programme = Programme(unit_id=unit)
    _take(programme, facts)
    last = Programme.objects.filter(unit=unit, kind=facts.kind, superseded_on=None).aggregate(n=Max("position"))["n"]
    programme.position = (last or 0) + 1
    save_checked(programme, exclude=["folded"])
    return programme


@transaction.atomic
def correct_programme(*, programme: Programme, facts: ProgrammeFacts, actor: Account | None, at: datetime) -> Programme:
    """Put right what the latest version says of itself. What changes the work is an adaptation, with its reason."""
    check_programmer(actor, programme.unit_id, at)
    check_latest(programme)
    _take(programme, facts)
    save_checked(programme, exclude=["folded"])
    return programme


@transaction.atomic
def adapt_programme(
    *,
    programme: Programme,
    reason: str,
    adopted_on: date,
    directive: Directive | None,
    actor: Account | None,
    at: datetime,
) -> Programme:
    """A new version, to be changed from here on, because circumstances did (an epidemic, a flood).

    Everything in the version before is carried over; that one stays as it was. Raises Refused without a reason, for a
    version that was replaced, or a day to come or before the version in force.
    """
    check_programmer(actor, programme.unit_id, at)
    current = Programme.objects.select_for_update(of=["self"]).get(pk=programme.pk)
    check_latest(current)
    if not normalise(reason):
        raise Refused(gettext_noop("Ghi vì sao điều chỉnh, ví dụ dịch bệnh, bão lũ."), field="reason")
    since = current.adopted_on or current.start
    if adopted_on > localdate(at):
        raise Refused(gettext_noop("Ngày điều chỉnh không thể ở sau hôm nay."), field="adopted_on")
    if adopted_on < since:
        raise Refused(
            gettext_noop("Bản trước có từ {day}; ngày điều chỉnh không thể trước ngày đó."),
            field="adopted_on",
            day=since,
        )
    current.superseded_on = adopted_on
    current.save(update_fields=["superseded_on"])
    new = Programme.objects.get(pk=current.pk)
    new.pk, new.first_id, new.version, new.superseded_on = None, current.root, current.version + 1, None
    new.reason, new.adopted_on = normalise(reason), adopted_on
    new.directive = directive or current.directive
    new._state.adding = True
    save_checked(new, exclude=["folded"])
    _carry_over(current, new)
    return new


@transaction.atomic
def drop_programme(*, programme: Programme, actor: Account | None, at: datetime) -> None:
    """Take back a programme entered by mistake. Refused once something hangs on it."""
    check_programmer(actor, programme.unit_id, at)
    hangs = (
        programme.version > 1
        or programme.superseded_on is not None
        or programme.resources.exists()
        or programme.parts.exists()
        or programme.progress.exists()
        or ProgrammeItem.objects.filter(programme=programme, aligned__isnull=False).exists()
        or programme.carried_out_by.exists()
    )
    if hangs:
        raise Refused(gettext_noop("Chương trình đã có bản sau, nguồn lực, tiến độ hoặc việc gắn vào nên không xoá."))
    programme.delete()


def check_latest(programme: Programme) -> None:
    """Refused for a version that another took the place of."""
    if programme.superseded_on is not None:
        raise Refused(gettext_noop("Bản này đã được thay bằng bản sau; mở bản mới nhất rồi sửa."))


def _take(programme: Programme, facts: ProgrammeFacts) -> None:
    if facts.kind not in ProgrammeKind.values:
        raise Refused(gettext_noop("Chọn loại chương trình."), field="kind")
    title, body = normalise(facts.title), normalise(facts.body)
    if not title:
        raise Refused(gettext_noop("Ghi tên chương trình."), field="title")
    if facts.kind == ProgrammeKind.PARTY and not body:
        raise Refused(gettext_noop("Ghi cấp ủy ban hành, ví dụ “Thành ủy Hà Nội”."), field="body")
    if facts.budget is not None and not 0 <= facts.budget <= MOST_MONEY:
        raise Refused(gettext_noop("Kinh phí này không thể đúng; xem lại số chữ số 0."), field="budget")
    parent = facts.parent
    if parent is not None:
        if parent.unit_id != programme.unit_id:
            raise Refused(gettext_noop("Chọn một chương trình của chính đơn vị."), field="parent")
        if programme.pk is not None and parent.root == programme.root:
            raise Refused(gettext_noop("Một chương trình không nằm trong chính nó."), field="parent")
        if parent.parent_id is not None:
            raise Refused(gettext_noop("Chương trình kia đã nằm trong một chương trình khác."), field="parent")
    programme.kind, programme.title, programme.body = facts.kind, title, body
    programme.goal = "\n".join(line for line in (normalise(line) for line in facts.goal.splitlines()) if line)
    programme.start, programme.end = facts.period.start, facts.period.end
    programme.parent_id = parent.root if parent is not None else None
    programme.lead, programme.budget = normalise(facts.lead), facts.budget
    programme.breakthrough, programme.directive = facts.breakthrough, facts.directive
    programme.adopted_on = facts.adopted_on or (facts.directive.issued_on if facts.directive else None)
    programme.source = normalise(facts.source)
    programme.folded = fold(" ".join(filter(None, (title, body, programme.lead, programme.goal))))


def _carry_over(old: Programme, new: Programme) -> None:
    made: dict[int, ProgrammeItem] = {}
    # Those above come first, so that each finds its own new parent.
    for item in old.items.order_by("parent_id", "pk").select_related("parent"):
        _copy_item(item, new, made)
    for milestone in old.milestones.all():
        ProgrammeMilestone.objects.create(
            programme=new,
            item=made[milestone.item_id] if milestone.item_id else None,
            title=milestone.title,
            due=milestone.due,
            done_on=milestone.done_on,
            note=milestone.note,
        )


def _copy_item(item: ProgrammeItem, new: Programme, made: dict[int, ProgrammeItem]) -> ProgrammeItem:
    if item.pk in made:
        return made[item.pk]
    parent = _copy_item(item.parent, new, made) if item.parent is not None else None
    values = {field: getattr(item, field) for field in (*_COPIED, *_COPIED_TOO)}
    copy = ProgrammeItem.objects.create(programme=new, parent=parent, first_id=item.root, **values)
    made[item.pk] = copy
    ItemTarget.objects.bulk_create(ItemTarget(item=copy, target_id=row.target_id) for row in item.targets.all())
    Served.objects.bulk_create(Served(item=copy, directive_id=row.directive_id) for row in item.serves.all())
    return copy
