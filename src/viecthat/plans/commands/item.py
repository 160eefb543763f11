"""What stands in a programme: groups of tasks, tasks, work, groups of targets."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max, ProtectedError
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import normalise
from viecthat.plans.choices import ItemKind
from viecthat.plans.commands.checks import check_programmer
from viecthat.plans.commands.programme import check_latest
from viecthat.plans.models import ItemTarget, Programme, ProgrammeItem, Served, Target, Task

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

MOST_ITEMS = 500
_STANDS_IN = {
    ItemKind.GROUP: (None,),
    ItemKind.TARGETS: (None,),
    ItemKind.TASK: (ItemKind.GROUP, None),
    ItemKind.WORK: (ItemKind.TASK, ItemKind.GROUP, None),
}


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What is said of an item; `targets` by first version, `serves` directives, both by id."""

    kind: str
    title: str
    parent: ProgrammeItem | None = None
    number: int | None = None
    content: str = ""
    area: int | None = None
    lead: str = ""
    partners: str = ""
    start: date | None = None
    due: date | None = None
    breakthrough: bool = False
    done_on: date | None = None
    result: str = ""
    task: Task | None = None
    targets: Collection[int] = ()
    serves: Collection[int] = ()


@transaction.atomic
def add_item(*, programme: Programme, facts: ItemFacts, actor: Account | None, at: datetime) -> ProgrammeItem:
    """An item at the end of its place, or under the number given. Raises Refused where it can't stand."""
    check_programmer(actor, programme.unit_id, at)
    check_latest(programme)
    if programme.items.count() >= MOST_ITEMS:
        raise Refused(gettext_noop("Một chương trình có nhiều nhất {most} mục."), most=MOST_ITEMS)
    item = ProgrammeItem(programme=programme, kind=facts.kind)
    _take(item, facts, at)
    save_checked(item)
    _join(item, facts)
    return item


@transaction.atomic
def change_item(*, item: ProgrammeItem, facts: ItemFacts, actor: Account | None, at: datetime) -> ProgrammeItem:
    """Change an item of the latest version; its kind stays."""
    check_programmer(actor, item.programme.unit_id, at)
    check_latest(item.programme)
    if facts.kind != item.kind:
        raise Refused(gettext_noop("Loại của mục không đổi được; bỏ mục này rồi thêm mục khác."), field="kind")
    _take(item, facts, at)
    save_checked(item)
    _join(item, facts)
    return item


@transaction.atomic
def drop_item(*, item: ProgrammeItem, actor: Account | None, at: datetime) -> None:
    """Take an item out of the latest version, with what stands in it. Refused when units below build on it."""
    check_programmer(actor, item.programme.unit_id, at)
    check_latest(item.programme)
    try:
        item.delete()
    except ProtectedError as held:
        raise Refused(gettext_noop("Đơn vị cấp dưới đã gắn việc của họ vào mục này nên không bỏ được.")) from held


def _take(item: ProgrammeItem, facts: ItemFacts, at: datetime) -> None:
    if facts.kind not in ItemKind.values:
        raise Refused(gettext_noop("Chọn loại mục."), field="kind")
    parent = facts.parent
    if parent is not None and parent.programme_id != item.programme_id:
        raise Refused(gettext_noop("Chọn một mục của chính chương trình này."), field="parent")
    if parent is not None and parent.pk == item.pk:
        raise Refused(gettext_noop("Một mục không nằm trong chính nó."), field="parent")
    if (ItemKind(parent.kind) if parent is not None else None) not in _STANDS_IN[ItemKind(facts.kind)]:
        raise Refused(
            gettext_noop("Nhiệm vụ nằm trong nhóm nhiệm vụ, hoạt động nằm trong nhiệm vụ hoặc nhóm; nhóm đứng riêng."),
            field="parent",
        )
    if facts.done_on is not None and facts.done_on > localdate(at):
        raise Refused(gettext_noop("Ngày xong không thể ở sau hôm nay."), field="done_on")
    if facts.task is not None and facts.task.unit_id != item.programme.unit_id:
        raise Refused(gettext_noop("Chọn một việc của chính đơn vị."), field="task")
    title = normalise(facts.title)
    if not title:
        raise Refused(gettext_noop("Ghi tên mục."), field="title")
    if facts.number is not None and not 1 <= facts.number <= MOST_ITEMS:
        raise Refused(gettext_noop("Số thứ tự từ 1 đến {most}."), field="number", most=MOST_ITEMS)
    if facts.number is not None:
        item.number = facts.number
    elif item.pk is None or item.parent_id != (parent.pk if parent else None):
        beside = ProgrammeItem.objects.filter(programme=item.programme_id, parent=parent)
        beside = beside.filter(kind=facts.kind) if parent is None else beside
        item.number = (beside.aggregate(n=Max("number"))["n"] or 0) + 1
    item.parent, item.title, item.area = parent, title, facts.area
    item.content = "\n".join(line for line in (normalise(line) for line in facts.content.splitlines()) if line)
    item.lead, item.partners = normalise(facts.lead), normalise(facts.partners)
    item.start, item.due, item.breakthrough = facts.start, facts.due, facts.breakthrough
    item.done_on, item.result, item.task = facts.done_on, normalise(facts.result), facts.task


def _join(item: ProgrammeItem, facts: ItemFacts) -> None:
    programme = item.programme
    own = set(Target.objects.filter(unit=programme.unit_id, first=None).values_list("pk", flat=True))
    if not set(facts.targets) <= own:
        raise Refused(gettext_noop("Chọn chỉ tiêu của chính đơn vị."), field="targets")
    served = set(Served.objects.filter(programme=programme.root).values_list("directive", flat=True))
    if not set(facts.serves) <= served:
        raise Refused(
            gettext_noop("Chương trình chưa phục vụ nghị quyết này; thêm nghị quyết vào chương trình trước."),
            field="serves",
        )
    item.targets.exclude(target__in=facts.targets).delete()
    known = set(item.targets.values_list("target", flat=True))
    ItemTarget.objects.bulk_create(ItemTarget(item=item, target_id=pk) for pk in facts.targets if pk not in known)
    item.serves.exclude(directive__in=facts.serves).delete()
    there = set(item.serves.values_list("directive", flat=True))
    Served.objects.bulk_create(Served(item=item, directive_id=pk) for pk in facts.serves if pk not in there)
