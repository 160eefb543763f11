"""What conferences concluded and what became of it: asked of the tasks, never copied."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext

from viecthat.conferences.choices import ConferenceState
from viecthat.conferences.models import Conclusion, Conference
from viecthat.plans.choices import TaskState
from viecthat.plans.queries.task import days_confirmed, days_in_force
from viecthat.prepared import prepared
from viecthat.reviews.asides import Aside
from viecthat.units.queries import UnitRow, kinds, units_by_id
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.reviews.models import Review

_NO_REVIEW = 0


@dataclass(frozen=True)
class Followed:
    """A conclusion with who carries it out and how it stands on a day."""

    row: Conclusion
    unit: UnitRow
    due: date
    done_on: date | None
    as_of: date

    @property
    def done(self) -> bool:
        """Confirmed as done by that day."""
        return self.done_on is not None and self.done_on <= self.as_of

    @property
    def given_up(self) -> bool:
        """Decided to be done no more."""
        return self.row.task is not None and self.row.task.state == TaskState.CANCELLED

    @property
    def open(self) -> bool:
        """Still to be carried out."""
        return not self.done and not self.given_up

    @property
    def late(self) -> bool:
        """Its day is over and it is not done."""
        return self.open and self.due < self.as_of

    @property
    def state(self) -> str:
        """The task's own state when it is asked of today; of a past day, only what is known of it."""
        if self.done:
            return str(TaskState.CONFIRMED.label)
        if self.row.task is None:
            return ""
        label = TaskState(self.row.task.state).label
        return str(label if self.row.task.state != TaskState.CONFIRMED else TaskState.DOING.label)


@dataclass(frozen=True)
class Earlier:
    """The conclusions of the conference before, all of them, and those of still earlier ones that were open then.

    `last`: the conference before, None when there was none.
    """

    last: Conference | None
    of_last: tuple[Followed, ...]
    older: tuple[Followed, ...]

    @property
    def done(self) -> int:
        """How many of the last conference's are carried out."""
        return sum(1 for one in self.of_last if one.done)

    @property
    def carried(self) -> list[Followed]:
        """What comes over: still open, of the last conference and of those before it."""
        return [one for one in (*self.older, *self.of_last) if one.open]

    def __bool__(self) -> bool:
        return bool(self.of_last or self.older)


def conclusions_of(conference: Conference, as_of: date) -> list[Followed]:
    """Its conclusions in order, as they stand on `as_of`. Four queries, two until it is concluded."""
    return _followed(conference.conclusions.select_related("task", "person"), as_of)


def conclusions_before(unit: int, day: date, as_of: date, *, but: Review | None = None) -> Earlier:
    """What the unit's conferences before `day` concluded, as it stands on `as_of`.

    A unit of the same level that was merged into it hands its open conclusions on. `but`: the conference on this review
    does not count, because it is the one in which they are gone through. At most five queries.
    """
    standing = _standing_at(unit, day)
    rows = _concluded(tuple(standing), day, but.pk if but else _NO_REVIEW)
    if standing != [unit] and rows:
        heirs = _of_its_level(unit, {row.conference.unit_id for row in rows}, day)
        rows = [row for row in rows if row.conference.unit_id in heirs]
    if not rows:
        return Earlier(None, (), ())
    own = next((row.conference for row in rows if row.conference.unit_id == unit), rows[0].conference)
    followed = _followed(rows, as_of)
    last = sorted((one for one in followed if one.row.conference_id == own.pk), key=lambda one: one.row.number)
    # Of those before the last conference only what was open when it met: the rest was told there.
    older = [
        one
        for one in followed
        if one.row.conference_id != own.pk and not one.given_up and (one.done_on is None or one.done_on > own.held_on)
    ]
    older.sort(key=lambda one: (one.row.conference.held_on, one.row.number))
    return Earlier(own, tuple(last), tuple(older))


@prepared
def _concluded(units: tuple[int, ...], before: date, but: int) -> QuerySet[Conclusion]:
    found = Conclusion.objects.filter(
        conference__unit__in=units, conference__held_on__lt=before, conference__state=ConferenceState.CONCLUDED
    ).exclude(conference__reviewed__review=but)
    return found.select_related("conference", "task", "person").order_by("-conference__held_on", "-conference")


def earlier_of_review(review: Review, today: date) -> Earlier:
    """What stood to be carried out when this review was held, as it stood at the review's end, at most today."""
    met = review.conference_on or review.end
    return conclusions_before(review.unit_id, met, min(today, max(met, review.last_day)), but=review)


def told_beside(review: Review, unit: UnitRow, today: date) -> Aside | None:
    """The sentence on the review's own page."""
    earlier = earlier_of_review(review, today)
    if not earlier.of_last:
        return None
    said = gettext("Đã thực hiện {done}/{of} kết luận kỳ trước").format(done=earlier.done, of=len(earlier.of_last))
    return Aside(said, reverse("conferences:conclusions", args=[unit.code, review.slug]))


def _followed(found: Iterable[Conclusion], as_of: date) -> list[Followed]:
    rows = list(found)
    units = units_by_id({row.unit_id for row in rows}, as_of) if rows else {}
    tasks = [row.task_id for row in rows if row.task_id is not None]
    dues, done = (days_in_force(tasks), days_confirmed(tasks)) if tasks else ({}, {})
    return [
        Followed(
            row,
            units[row.unit_id],
            dues.get(row.task_id or 0) or row.due,
            localdate(done[row.task_id]) if row.task_id in done else None,
            as_of,
        )
        for row in rows
    ]


def _standing_at(unit: int, day: date) -> list[int]:
    """The unit and the ended ones whose history stands at it."""
    unit_map = map_on(day)
    if unit not in unit_map.tree:
        return [unit]
    here: list[int] = unit_map.known[unit_map.places == unit_map.tree.position(unit)].tolist()
    return here


def _of_its_level(unit: int, others: set[int], day: date) -> set[int]:
    """The unit, and those of the others that were of its level."""
    level, rows = kinds(), units_by_id({unit, *others}, day)
    own = level[rows[unit].kind].level
    return {one for one in others if level[rows[one].kind].level == own} | {unit}
