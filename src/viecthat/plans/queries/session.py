"""Working sessions, what was said in them, and obstacles that wait."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import BooleanField, Count, ExpressionWrapper, F, Q, QuerySet

from viecthat.plans.choices import PointKind
from viecthat.plans.models import SessionFile, SessionPoint, Task, WorkingSession
from viecthat.plans.queries.task import ListedTask, listed_tasks, with_due
from viecthat.plans.rules import sessions_visible
from viecthat.units.queries import UnitRow, units_by_id
from viecthat.units.queries.scope import units_seen

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


@dataclass(frozen=True)
class ListedSession:
    """A session with who keeps its record and how many points it left."""

    session: WorkingSession
    unit: UnitRow
    parties: tuple[UnitRow, ...]
    points: int


@dataclass(frozen=True)
class ListedPoint:
    """A point with the unit it concerns and the tasks made of it; `kept`: the reader may make tasks of it."""

    point: SessionPoint
    unit: UnitRow
    tasks: tuple[ListedTask, ...]
    kept: bool


def sessions_found(actor: Account, at: datetime, text: str = "") -> QuerySet[WorkingSession]:
    """Sessions the reader may see, the newest first."""
    found = WorkingSession.objects.filter(sessions_visible(actor, at))
    if text.strip():
        found = found.filter(Q(title__icontains=text.strip()) | Q(chairs__icontains=text.strip()))
    return found.order_by("-held_on", "-pk")


def listed_sessions(rows: list[WorkingSession], today: date) -> list[ListedSession]:
    """The rows of a list. Three queries."""
    ids = [row.pk for row in rows]
    parties: dict[int, list[int]] = {}
    for session, unit in _parties(ids):
        parties.setdefault(session, []).append(unit)
    counted = SessionPoint.objects.filter(session__in=ids).values_list("session").annotate(n=Count("pk")).order_by()
    points = dict(counted)
    names = units_by_id({row.unit_id for row in rows} | {unit for found in parties.values() for unit in found}, today)
    return [
        ListedSession(
            row, names[row.unit_id], tuple(names[unit] for unit in parties.get(row.pk, [])), points.get(row.pk, 0)
        )
        for row in rows
    ]


def _parties(ids: list[int]) -> list[tuple[int, int]]:
    rows = WorkingSession.objects.filter(pk__in=ids, parties__isnull=False)
    return list(rows.order_by("parties__pk").values_list("pk", "parties__unit"))


def session_shown(pk: int, actor: Account, at: datetime) -> WorkingSession | None:
    """The session, when the reader may see it."""
    return WorkingSession.objects.filter(sessions_visible(actor, at), pk=pk).first()


def session_titled(unit: int, title: str) -> bool:
    """Whether the unit keeps the record of a session of this title."""
    return WorkingSession.objects.filter(unit=unit, title=title).exists()


def session_file(pk: int, actor: Account, at: datetime) -> SessionFile | None:
    """A paper of a session that the reader may see."""
    seen = WorkingSession.objects.filter(sessions_visible(actor, at)).values("pk")
    return SessionFile.objects.filter(pk=pk, session__in=seen).select_related("file").first()


def points_listed(points: Iterable[SessionPoint], today: date, kept: Container[int]) -> list[ListedPoint]:
    """These points, which come with their sessions, with their tasks. Four queries.

    `kept`: units whose register the reader keeps; see `rules.may_decide_point`.
    """
    rows = list(points)
    made = with_due(Task.objects.filter(point__in=[row.pk for row in rows], parent=None)).select_related("person")
    tasks: dict[int, list[ListedTask]] = {}
    for listed in listed_tasks(made.order_by("due_now", "pk"), today):
        tasks.setdefault(listed.task.point_id or 0, []).append(listed)
    names = units_by_id({row.unit_id for row in rows}, today)
    return [
        ListedPoint(
            row,
            names[row.unit_id],
            tuple(tasks.get(row.pk, ())),
            (row.session.unit_id if row.session is not None else row.unit_id) in kept,
        )
        for row in rows
    ]


def points_of(session: WorkingSession) -> QuerySet[SessionPoint]:
    """What the session left behind, in the order it was noted."""
    return session.points.select_related("session").order_by("kind", "pk")


def points_visible(actor: Account, at: datetime) -> QuerySet[SessionPoint]:
    """Points the reader may see: of sessions they see (`session_seen`), and of units in reach."""
    sessions = Q(session__in=WorkingSession.objects.filter(sessions_visible(actor, at)).values("pk"))
    seen = ExpressionWrapper(sessions, BooleanField())
    return SessionPoint.objects.filter(sessions | units_seen(actor, at).of("unit")).annotate(session_seen=seen)


def point_shown(pk: int, actor: Account, at: datetime) -> SessionPoint | None:
    """The point, when the reader may see it."""
    return points_visible(actor, at).filter(pk=pk).select_related("session").first()


def instructions_found(actor: Account, at: datetime) -> QuerySet[SessionPoint]:
    """Leaders' instructions, the newest first."""
    found = points_visible(actor, at).filter(kind=PointKind.INSTRUCTION)
    return found.select_related("session").order_by("-day", "-pk")


def obstacles_found(actor: Account, at: datetime, *, unsolved: bool = False) -> QuerySet[SessionPoint]:
    """Obstacles, the oldest unsolved first."""
    found = points_visible(actor, at).filter(kind=PointKind.OBSTACLE)
    if unsolved:
        found = found.filter(decision="")
    return found.select_related("session").order_by(F("decided_on").asc(nulls_first=True), "day", "pk")
