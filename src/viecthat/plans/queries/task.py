"""Tasks: found, listed with the day in force, broken down, waiting, left over, weighed by where they come from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from viecthat.accounts.choices import Role
from viecthat.accounts.queries import grants_at
from viecthat.kernel.names import fold
from viecthat.plans.choices import RUNNING, UNFINISHED, CommandLine, StepKind, TaskOrigin, TaskPart, TaskState
from viecthat.plans.models import Clause, Directive, Task, TaskFile, TaskStep, TaskUnit
from viecthat.plans.rules import tasks_visible
from viecthat.units.queries import UnitRow, units_by_id

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

ORDERS: dict[str, tuple[str, ...]] = {
    "han": ("due_now", "pk"),
    "-han": ("-due_now", "-pk"),
    "ten": ("title", "pk"),
    "-ten": ("-title", "-pk"),
    "tinh-trang": ("state", "due_now", "pk"),
    "-tinh-trang": ("-state", "-due_now", "-pk"),
}
FIRST = "han"
_LEVELS = 6  # centre, province, commune, branch, and two to spare
_OVER = (TaskState.CANCELLED, TaskState.DECLINED)


@dataclass(frozen=True)
class TaskFilter:
    """What is looked for; empty parts ask for nothing. `units`: those the reader holds, meant with `whose`."""

    text: str = ""
    whose: str = ""  # "toi": mine, "don-vi": my unit's, "da-giao": given by my unit, "chia-se": shared with it
    state: str = ""  # "": unfinished, "tat-ca": all, "qua-han": late, "cho": waits for confirmation, or a TaskState
    month: date | None = None
    origin: str = ""
    line: str = ""
    unit: int | None = None
    units: tuple[int, ...] = ()


@dataclass(frozen=True)
class ListedTask:
    """A task with what a list says of it; parts are what it was broken down into."""

    task: Task
    unit: UnitRow
    giver: UnitRow | None
    due: date | None
    days_left: int | None
    parts: int = 0
    parts_done: int = 0
    parts_late: int = 0
    depth: int = 0

    @property
    def late(self) -> bool:
        """Its day is over and it is not done."""
        return self.days_left is not None and self.days_left < 0 and self.task.state in RUNNING


def with_due(tasks: QuerySet[Task]) -> QuerySet[Any]:
    """Each with `due_now`: the day it was given with, or the last one granted."""
    granted = TaskStep.objects.filter(task=OuterRef("pk"), kind=StepKind.EXTENDED).order_by("-at", "-pk")
    return tasks.annotate(due_now=Coalesce(Subquery(granted.values("new_due")[:1]), F("due")))


def due_now(task: Task) -> date | None:
    """The day in force."""
    last = task.steps.filter(kind=StepKind.EXTENDED).order_by("-at", "-pk").values_list("new_due", flat=True).first()
    return last or task.due


def days_in_force(tasks: Collection[int]) -> dict[int, date]:
    """The day in force of each of these tasks that has one. One query."""
    found = with_due(Task.objects.filter(pk__in=list(tasks))).values_list("pk", "due_now")
    return {pk: due for pk, due in found if due is not None}


def days_confirmed(tasks: Collection[int]) -> dict[int, datetime]:
    """When each of these tasks that are done was confirmed. One query."""
    steps = TaskStep.objects.filter(task__in=list(tasks), task__state=TaskState.CONFIRMED, kind=StepKind.CONFIRMED)
    return dict(steps.order_by("at", "pk").values_list("task", "at"))


def open_request(task: Task) -> TaskStep | None:
    """A wish for more time that nobody has answered."""
    kinds = (StepKind.ASKED, StepKind.EXTENDED, StepKind.REFUSED)
    last = task.steps.filter(kind__in=kinds).order_by("-at", "-pk").first()
    return last if last is not None and last.kind == StepKind.ASKED else None


def tasks_found(wanted: TaskFilter, actor: Account, at: datetime, order: str = FIRST) -> QuerySet[Task]:
    """Tasks the reader may see, as asked for; groups are headings, not tasks."""
    found = with_due(Task.objects.filter(tasks_visible(actor, at), is_group=False))
    for word in fold(wanted.text).split():
        found = found.filter(folded__contains=word)
    found = _of_whom(found, wanted, actor)
    found = _in_state(found, wanted.state, localdate(at))
    if wanted.month is not None:
        first = wanted.month.replace(day=1)
        found = found.filter(due_now__gte=first, due_now__lt=(first + timedelta(days=32)).replace(day=1))
    if wanted.origin:
        found = found.filter(origin=wanted.origin)
    if wanted.line:
        found = found.filter(line=wanted.line)
    if wanted.unit is not None:
        found = found.filter(unit=wanted.unit)
    first_key, *rest = ORDERS[order]
    column = F(first_key.lstrip("-"))
    lead = column.desc(nulls_last=True) if first_key.startswith("-") else column.asc(nulls_last=True)
    return found.order_by(lead, *rest).select_related("person")


def _of_whom(found: QuerySet[Any], wanted: TaskFilter, actor: Account) -> QuerySet[Any]:
    others = TaskUnit.objects.filter(unit__in=wanted.units)
    match wanted.whose:
        case "toi":
            return found.filter(Q(person=actor) | Q(person=None, unit__in=wanted.units))
        case "don-vi":
            partner = others.filter(part=TaskPart.PARTNER).values("task")
            return found.filter(Q(unit__in=wanted.units) | Q(pk__in=partner))
        case "da-giao":
            return found.filter(giver__in=wanted.units)
        case "chia-se":
            return found.filter(pk__in=others.values("task"))
    return found


def _in_state(found: QuerySet[Any], state: str, today: date) -> QuerySet[Any]:
    match state:
        case "":
            return found.filter(state__in=UNFINISHED)
        case "tat-ca":
            return found
        case "qua-han":
            return found.filter(state__in=RUNNING, due_now__lt=today)
        case "cho":
            return found.filter(state__in=[TaskState.REPORTED, TaskState.PROPOSED])
    return found.filter(state=state)


def listed_tasks(rows: Iterable[Task], today: date) -> list[ListedTask]:
    """The rows of a list, which come from `with_due`, with what they need. Two queries."""
    rows = list(rows)
    parts: dict[int, list[tuple[str, date | None]]] = {}
    below = with_due(Task.objects.filter(parent__in=[row.pk for row in rows]).exclude(state__in=_OVER))
    for parent, state, due in below.values_list("parent", "state", "due_now"):
        parts.setdefault(parent, []).append((state, due))
    names = units_by_id({row.unit_id for row in rows} | {row.giver_id for row in rows if row.giver_id}, today)
    return [_listed(row, parts.get(row.pk, []), names, today) for row in rows]


def tasks_with_ids(pks: Collection[int], today: date) -> list[ListedTask]:
    """These tasks as a list shows them, for a page that is about what set them. Three queries."""
    return listed_tasks(with_due(Task.objects.filter(pk__in=pks).select_related("person").order_by("pk")), today)


def tasks_confirmed(unit: int, origin: TaskOrigin, since: datetime, until: datetime) -> int:
    """How many tasks of the unit that came from there were confirmed after `since`, up to `until`. One query."""
    steps = TaskStep.objects.filter(
        task__unit=unit, task__origin=origin, kind=StepKind.CONFIRMED, at__gt=since, at__lte=until
    )
    return steps.values("task").distinct().count()


def _listed(
    row: Task, parts: Sequence[tuple[str, date | None]], names: dict[int, UnitRow], today: date, depth: int = 0
) -> ListedTask:
    due: date | None = row.due_now  # type: ignore[attr-defined]
    return ListedTask(
        row,
        names[row.unit_id],
        names.get(row.giver_id or 0),
        due,
        None if due is None else (due - today).days,
        parts=len(parts),
        parts_done=sum(1 for state, _due in parts if state == TaskState.CONFIRMED),
        parts_late=sum(1 for state, end in parts if state in RUNNING and end is not None and end < today),
        depth=depth,
    )


def task_shown(pk: int, actor: Account, at: datetime) -> Task | None:
    """The task, when the reader may see it."""
    seen = with_due(Task.objects.filter(tasks_visible(actor, at), pk=pk))
    return seen.select_related("person", "made_by", "parent", "group", "clause__directive", "point__session").first()


def parts_below(task: Task, today: date) -> list[ListedTask]:
    """What the task was broken down into, each part before its own parts; a query a level and one for names."""
    below: dict[int, list[Task]] = {}
    level = [task.pk]
    for _level in range(_LEVELS):
        rows = list(with_due(Task.objects.filter(parent__in=level)).select_related("person").order_by("pk"))
        if not rows:
            break
        for row in rows:
            below.setdefault(row.parent_id or 0, []).append(row)
        level = [row.pk for row in rows]
    every = [row for rows in below.values() for row in rows]
    names = units_by_id({row.unit_id for row in every} | {row.giver_id for row in every if row.giver_id}, today)
    found: list[ListedTask] = []

    def walk(parent: int, depth: int) -> None:
        for row in below.get(parent, []):
            own = [(p.state, p.due_now) for p in below.get(row.pk, []) if p.state not in _OVER]  # type: ignore[attr-defined]
            found.append(_listed(row, own, names, today, depth))
            walk(row.pk, depth + 1)

    walk(task.pk, 0)
    return found


def tasks_in(group: Task, today: date) -> list[ListedTask]:
    """The tasks of a group. Three queries."""
    return listed_tasks(with_due(group.tasks.select_related("person").order_by("position", "pk")), today)


def steps_of(task: Task) -> QuerySet[TaskStep]:
    """What happened to the task, the newest first."""
    return task.steps.select_related("by").prefetch_related("files").order_by("-at", "-pk")


def task_file(pk: int, actor: Account, at: datetime) -> TaskFile | None:
    """A file that shows a step of a task the reader may see."""
    seen = Task.objects.filter(tasks_visible(actor, at)).values("pk")
    return TaskFile.objects.filter(pk=pk, step__task__in=seen).select_related("file").first()


def tasks_open_from(unit: int, first: date, end: date) -> QuerySet[Any]:
    """Tasks of the unit that are not done and were given, or were to be done, from `first` until before `end`."""
    found = with_due(Task.objects.filter(unit=unit, is_group=False, state__in=UNFINISHED))
    given = Q(made_at__date__gte=first, made_at__date__lt=end)
    return (
        found.filter(given | Q(due_now__gte=first, due_now__lt=end)).select_related("person").order_by("due_now", "pk")
    )


def tasks_numbered(ids: Iterable[int], today: date) -> list[ListedTask]:
    """These tasks, for a page that may show them. Three queries, none for none."""
    wanted = list(ids)
    rows = with_due(Task.objects.filter(pk__in=wanted)).select_related("person").order_by("due_now", "pk")
    return listed_tasks(rows, today) if wanted else []


def people_at(unit: int, at: datetime) -> list[tuple[int, str]]:
    """Who may answer for a task of the unit: those with a role there, by name."""
    people: dict[int, str] = {}
    for grant in grants_at([unit], at):
        role = str(Role(grant.role).label)
        people.setdefault(grant.account_id, f"{grant.account}, {role}")
    return sorted(people.items(), key=lambda one: one[1])


def tasks_due(actor: Account, units: Sequence[int], today: date, days: int) -> list[ListedTask]:
    """What the reader is to do within so many days, late ones first: own tasks, and those that name nobody of the
    units they hold (`rules.units_held`). Three queries.
    """
    mine = Q(person=actor) | Q(person=None, unit__in=units)
    found = with_due(Task.objects.filter(mine, is_group=False, state__in=RUNNING))
    found = found.filter(due_now__lte=today + timedelta(days=days)).order_by("due_now", "pk")
    return listed_tasks(found, today)


def tasks_to_answer(actor: Account, units: Sequence[int]) -> QuerySet[Task]:
    """Tasks reported done that wait for the reader's yes: given by units they hold, or set there by others."""
    waiting = Task.objects.filter(Q(giver__in=units) | Q(giver=None, unit__in=units), state=TaskState.REPORTED)
    reported = TaskStep.objects.filter(task=OuterRef("pk"), kind=StepKind.REPORTED).order_by("-at", "-pk")
    last = waiting.annotate(reported_by=Subquery(reported.values("by")[:1]))
    return last.exclude(reported_by=actor.pk).order_by("changed_at", "pk")


@dataclass(frozen=True)
class Backlog:
    """A heap of tasks that are left: `kind` "late", "month", "later" or "none"; `first` is the month's first day."""

    kind: str
    first: date | None
    rows: tuple[ListedTask, ...]


def backlog_of(unit: int, actor: Account, at: datetime) -> list[Backlog]:
    """What the unit has to do, or has given, and is not done: late, then month by month to the end of the year."""
    today = localdate(at)
    found = with_due(Task.objects.filter(tasks_visible(actor, at), is_group=False, state__in=UNFINISHED))
    found = found.filter(Q(unit=unit) | Q(giver=unit)).select_related("person").order_by("due_now", "pk")
    heaps: dict[tuple[str, date | None], list[ListedTask]] = {}
    for row in listed_tasks(found, today):
        heaps.setdefault(_heap(row, today), []).append(row)
    order = {"late": 0, "month": 1, "later": 2, "none": 3}
    keys = sorted(heaps, key=lambda key: (order[key[0]], key[1] or today))
    return [Backlog(kind, first, tuple(heaps[kind, first])) for kind, first in keys]


def _heap(row: ListedTask, today: date) -> tuple[str, date | None]:
    if row.due is None:
        return "none", None
    if row.late:
        return "late", None
    if row.due.year > today.year:
        return "later", None
    return "month", max(row.due, today).replace(day=1)


@dataclass(frozen=True)
class Load:
    """How much of a unit's work comes down one line of command, or out of one kind of source."""

    line: CommandLine
    origin: TaskOrigin | None
    unfinished: int
    late: int
    done: int


def workload_of(unit: int, actor: Account, at: datetime) -> list[Load]:
    """The unit's tasks by line of command and origin: open now, late, confirmed this year. One query."""
    today = localdate(at)
    rows = with_due(Task.objects.filter(tasks_visible(actor, at), unit=unit, is_group=False))
    confirmed = TaskStep.objects.filter(task=OuterRef("pk"), kind=StepKind.CONFIRMED, at__year=today.year)
    counted: dict[tuple[str, str | None], list[int]] = {}
    values = rows.annotate(done_at=Subquery(confirmed.values("at")[:1]))
    for line, origin, state, due, done in values.values_list("line", "origin", "state", "due_now", "done_at"):
        for key in ((line, None), (line, origin)):
            sums = counted.setdefault(key, [0, 0, 0])
            sums[0] += state in UNFINISHED
            sums[1] += state in RUNNING and due is not None and due < today
            sums[2] += state == TaskState.CONFIRMED and done is not None
    lines = [line.value for line in CommandLine]
    origins: list[str | None] = [None, *(origin.value for origin in TaskOrigin)]
    ordered = sorted(counted, key=lambda key: (lines.index(key[0]), origins.index(key[1])))
    return [
        Load(CommandLine(line), TaskOrigin(origin) if origin else None, *counted[line, origin])
        for line, origin in ordered
    ]


def other_units(task: Task, today: date) -> list[tuple[TaskUnit, UnitRow]]:
    """Units that work on the task too or are told of it. Two queries."""
    rows = list(task.others.order_by("part", "pk"))
    names = units_by_id({row.unit_id for row in rows}, today)
    return [(row, names[row.unit_id]) for row in rows]


def proposals_of(directive: Directive) -> QuerySet[Task]:
    """What was proposed, or set, out of passages of a document, in their order."""
    clauses = Clause.objects.filter(directive=directive).values("pk")
    found = with_due(Task.objects.filter(clause__in=clauses, parent=None))
    return found.order_by("clause__paragraph", "clause__start", "pk")
