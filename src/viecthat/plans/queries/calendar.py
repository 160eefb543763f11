"""What is due, as events of a calendar."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.module_loading import import_string
from django.utils.timezone import localdate
from django.utils.translation import gettext

from viecthat.accounts.choices import Capability
from viecthat.kernel.icalendar import Event
from viecthat.plans.choices import TaskPart, TaskState
from viecthat.plans.models import CalendarKey, Milestone, Task, TaskUnit, WorkingSession
from viecthat.plans.queries.task import with_due
from viecthat.plans.rules import units_held
from viecthat.units.queries import UnitRow, units_by_id
from viecthat.units.rules import may

if TYPE_CHECKING:
    from collections.abc import Iterable

_BACK = timedelta(days=180)  # what was due longer ago leaves the calendar
_DONE = (TaskState.CONFIRMED, TaskState.REPORTED)


@dataclass(frozen=True)
class Calendar:
    """Whose calendar it is, and what is in it."""

    name: str
    events: tuple[Event, ...]


def key_for(token: str, at: datetime) -> CalendarKey | None:
    """The key of a secret address, while it holds: not revoked, its holder still active and still in reach."""
    digest = hashlib.sha256(token.encode()).hexdigest()
    key = CalendarKey.objects.filter(digest=digest, revoked_at=None).select_related("account").first()
    if key is None or not key.account.is_active:
        return None
    if key.unit_id is not None and not may(key.account, Capability.SEE, key.unit_id, at):
        return None
    return key


def calendar_of(key: CalendarKey, at: datetime, address: str) -> Calendar:
    """The calendar behind a key; `address` is where the installation is found."""
    today = localdate(at)
    if key.unit_id is None:
        units = units_held(key.account, at)
        tasks = _tasks(Q(person=key.account_id) | Q(person=None, unit__in=units), today)
        name = gettext("Việc của {name}").format(name=key.account)
    else:
        units = [key.unit_id]
        partner = TaskUnit.objects.filter(unit=key.unit_id, part=TaskPart.PARTNER).values("task")
        tasks = _tasks(Q(unit=key.unit_id) | Q(pk__in=partner), today)
        name = units_by_id({key.unit_id}, today)[key.unit_id].name
    names = units_by_id({task.unit_id for task in tasks}, today)
    events = [_due_event(task, names, address) for task in tasks]
    events += _milestone_events(tasks, today, address)
    events += _session_events(units, today, address)
    for source in settings.VIECTHAT_CALENDARS:
        events += import_string(source)(units, at, address)
    return Calendar(name, tuple(events))


def _tasks(whose: Q, today: date) -> list[Task]:
    found = with_due(Task.objects.filter(whose, is_group=False, changed_at__isnull=False))
    found = found.exclude(state__in=[TaskState.PROPOSED, TaskState.DECLINED])
    return list(found.filter(due_now__gt=today - _BACK).order_by("due_now", "pk"))


def _uid(kind: str, pk: int) -> str:
    """The same for ever, and no other installation's."""
    return f"{kind}-{pk}-{salted_hmac('viecthat.calendar', 'uid').hexdigest()[:12]}@viecthat"


def _due_event(task: Task, names: dict[int, UnitRow], address: str) -> Event:
    done = task.state in _DONE
    words = [names[task.unit_id].name, gettext("Tình trạng: {state}").format(state=TaskState(task.state).label)]
    if task.origin_note:
        words.append(task.origin_note)
    if task.detail:
        words.append(task.detail)
    return Event(
        uid=_uid("nhiem-vu", task.pk),
        sequence=task.revision,
        changed_at=_moment(task),
        day=task.due_now,  # type: ignore[attr-defined]
        summary=f"✓ {task.title}" if done else gettext("Hạn: {title}").format(title=task.title),
        description="\n".join(words),
        url=f"{address}{reverse('tasks:task', args=[task.pk])}",
        category=gettext("Nhiệm vụ"),
        cancelled=task.state == TaskState.CANCELLED,
        remind=None if done else 1,
    )


def _milestone_events(tasks: Iterable[Task], today: date, address: str) -> list[Event]:
    by_id = {task.pk: task for task in tasks}
    found = []
    for row in Milestone.objects.filter(task__in=by_id, due__gt=today - _BACK):
        task = by_id[row.task_id]
        found.append(
            Event(
                uid=_uid("moc", row.pk),
                sequence=task.revision,
                changed_at=_moment(task),
                day=row.due,
                summary=f"✓ {row.title}" if row.done_on else gettext("Mốc: {title}").format(title=row.title),
                description=task.title,
                url=f"{address}{reverse('tasks:task', args=[task.pk])}",
                category=gettext("Mốc"),
                cancelled=task.state == TaskState.CANCELLED,
            )
        )
    return found


def _session_events(units: list[int], today: date, address: str) -> list[Event]:
    seen = WorkingSession.objects.filter(Q(unit__in=units) | Q(parties__unit__in=units), held_on__gt=today - _BACK)
    return [
        Event(
            uid=_uid("lam-viec", row.pk),
            sequence=row.revision,
            changed_at=row.made_at,
            day=row.held_on,
            begins=row.begins,
            summary=row.title,
            description="\n".join(words for words in (row.chairs, row.agenda) if words),
            place=row.place,
            url=f"{address}{reverse('sessions:session', args=[row.pk])}",
            category=gettext("Làm việc"),
            remind=1 if row.begins else None,
        )
        for row in seen.distinct().order_by("held_on", "pk")
    ]


def _moment(task: Task) -> datetime:
    if task.changed_at is None:
        raise TypeError("a task without a moment is not asked for")
    return task.changed_at
