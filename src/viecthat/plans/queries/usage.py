"""How units keep their plans, tasks and documents: numbers by unit."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, F, Min, OuterRef, Q, Subquery
from django.db.models.functions import TruncDate

from viecthat.plans.choices import ProgrammeKind, StepKind, TaskState
from viecthat.plans.models import Delivery, Programme, Task, TaskStep
from viecthat.plans.queries.task import with_due

_OVER = (TaskState.CANCELLED, TaskState.DECLINED, TaskState.PROPOSED)


def units_with_plan(where: Q, year: int) -> set[int]:
    """Of units that `where` names, those that entered a programme of their own for the year. One query."""
    found = Programme.objects.filter(
        where, kind=ProgrammeKind.YEAR, start__lt=date(year + 1, 1, 1), end__gt=date(year, 1, 1)
    )
    return set(found.values_list("unit", flat=True))


def tasks_in_time(where: Q, start: date, today: date) -> dict[int, tuple[int, int]]:
    """Of each unit's tasks that fell due from `start` to yesterday: how many were reported done in time, of how many.

    One query. The day is the one in force, so that an extension granted is kept to.
    """
    first = TaskStep.objects.filter(task=OuterRef("pk"), kind=StepKind.REPORTED).order_by()
    done = Subquery(first.values("task").annotate(day=Min(TruncDate("at"))).values("day")[:1])
    found = with_due(Task.objects.filter(where, is_group=False).exclude(state__in=_OVER)).annotate(done=done)
    found = found.filter(due_now__gte=start, due_now__lt=today)
    rows = found.order_by().values("unit").annotate(n=Count("pk", filter=Q(done__lte=F("due_now"))), of=Count("pk"))
    return {row["unit"]: (row["n"], row["of"]) for row in rows}


def documents_read(where: Q, start: date) -> dict[int, tuple[int, int]]:
    """Of the documents sent to each unit since `start`: how many somebody there has read, of how many. One query."""
    sent = Delivery.objects.filter(where, sent_on__gte=start).order_by()
    rows = sent.values("unit").annotate(n=Count("pk", filter=Q(read_at__isnull=False)), of=Count("pk"))
    return {row["unit"]: (row["n"], row["of"]) for row in rows}
