"""Youth works found, listed and opened."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from viecthat.activities.queries import Activity, activities_of
from viecthat.kernel.names import fold
from viecthat.units.queries import UnitRow, kinds, units_by_id
from viecthat.units.queries.scope import among
from viecthat.works.choices import MoneySource, WorkSize, WorkState
from viecthat.works.models import (
    ACTUAL,
    PLANNED,
    LaterCheck,
    Recognition,
    WorkActivity,
    WorkInspection,
    WorkMilestone,
    WorkPhoto,
    WorkStep,
    YouthWork,
)
from viecthat.works.rules import may_answer_plan, may_see_work

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.units.queries.scope import UnitScope

_VALUE = sum((F(name) for name in ACTUAL[1:]), F(ACTUAL[0]))
ORDERS: dict[str, tuple[Any, ...]] = {
    "ten": ("folded", "pk"),
    "-ten": ("-folded", "-pk"),
    "ngay": ("start", "pk"),
    "-ngay": ("-start", "-pk"),
    "gia-tri": (_VALUE.asc(), "pk"),
    "-gia-tri": (_VALUE.desc(), "-pk"),
}
NEWEST = "-ngay"
_CHUNK = 500
MOST_OFFERED = 60


@dataclass(frozen=True)
class WorkFilter:
    """What is looked for; empty parts ask for nothing. `mode`: direct or guided; `year`: begun in it."""

    text: str = ""
    size: str = ""
    state: str = ""
    level: str = ""
    mode: str = ""
    year: int | None = None


@dataclass(frozen=True)
class ListedWork:
    """A work in a list, units as they are named today."""

    work: YouthWork
    unit: UnitRow
    guide: UnitRow | None
    level: str
    late: bool

    @property
    def planned(self) -> int:
        """Planned đồng from all sources."""
        return sum(getattr(self.work, name) for name in PLANNED)

    @property
    def actual(self) -> int:
        """Đồng really spent, from all sources."""
        return sum(getattr(self.work, name) for name in ACTUAL)


def works_found(scope: UnitScope, wanted: WorkFilter, order: str = NEWEST) -> QuerySet[YouthWork]:
    """Works of the units in scope that fit all that is asked."""
    found = YouthWork.objects.filter(scope.of("unit"))
    if wanted.size:
        found = found.filter(size=wanted.size)
    if wanted.state:
        found = found.filter(state=wanted.state)
    if wanted.level:
        found = found.filter(level=wanted.level)
    if wanted.mode:
        found = found.filter(guide__isnull=wanted.mode == "direct")
    if wanted.year is not None:
        found = found.filter(start__gte=date(wanted.year, 1, 1), start__lt=date(wanted.year + 1, 1, 1))
    if text := fold(wanted.text):
        found = found.filter(folded__contains=text)
    return found.order_by(*ORDERS[order])


def listed(works: Sequence[YouthWork], today: date) -> list[ListedWork]:
    """These works as a list shows them. Two queries for any number."""
    ids = {unit for work in works for unit in (work.unit_id, work.guide_id) if unit is not None}
    units = units_by_id(ids, today)
    levels = kinds()
    return [
        ListedWork(
            work,
            units[work.unit_id],
            units[work.guide_id] if work.guide_id else None,
            str(levels.get(work.level, work.level)),
            work.state == WorkState.RUNNING and work.due < today,
        )
        for work in works
    ]


def works_shown_by(units: Collection[int], start: date, end: date, today: date, most: int = 30) -> list[ListedWork]:
    """What these units have to show to others: models, then recognised works, of those at work within the days.

    Three queries.
    """
    shown = Q(model_on__isnull=False) | Q(state=WorkState.RECOGNISED)
    found = YouthWork.objects.filter(shown, among(units), start__lt=end).exclude(handed_on__lt=start)
    return listed(list(found.order_by(F("model_on").asc(nulls_last=True), "-start", "pk")[:most]), today)


def listed_in_chunks(found: QuerySet[YouthWork], today: date) -> Iterator[ListedWork]:
    """All of them, a few hundred at a time."""
    for page in Paginator(found, _CHUNK):
        yield from listed(list(page.object_list), today)


def plans_to_answer(scope: UnitScope, actor: Account, at: datetime) -> list[YouthWork]:
    """Plans that wait for `actor`, the oldest first."""
    waiting = YouthWork.objects.filter(scope.of("unit"), state=WorkState.PROPOSED, size=WorkSize.WORK)
    rows = waiting.exclude(registered_by=actor).order_by("registered_at", "pk")[:MOST_OFFERED]
    return [work for work in rows if may_answer_plan(actor, work, at)]


@dataclass(frozen=True)
class Money:
    """What one source gives: planned and really spent, in đồng."""

    source: str
    planned: int
    actual: int


@dataclass(frozen=True)
class OpenedWork:
    """A work with all that was written of it."""

    work: YouthWork
    unit: UnitRow
    guide: UnitRow | None
    level: str
    money: tuple[Money, ...]
    milestones: tuple[WorkMilestone, ...]
    photos: tuple[WorkPhoto, ...]
    inspections: tuple[WorkInspection, ...]
    recognitions: tuple[tuple[Recognition, UnitRow], ...]
    checks: tuple[LaterCheck, ...]
    activities: tuple[Activity, ...]
    steps: tuple[WorkStep, ...]
    model: YouthWork | None
    late_approval: bool

    @property
    def planned(self) -> int:
        """Planned đồng from all sources."""
        return sum(one.planned for one in self.money)

    @property
    def actual(self) -> int:
        """Đồng really spent, from all sources."""
        return sum(one.actual for one in self.money)

    @property
    def recognition(self) -> Recognition | None:
        """The one in force."""
        return next((row for row, _unit in self.recognitions if row.withdrawn_on is None), None)

    @property
    def stands(self) -> LaterCheck | None:
        """How it stood when somebody last looked."""
        return self.checks[0] if self.checks else None


def work_with_id(pk: int, actor: Account, at: datetime) -> YouthWork | None:
    """The work, for whoever may see it; None for anybody else, as for one that never was."""
    work = YouthWork.objects.select_related("copies", "registered_by").filter(pk=pk).first()
    return work if work is not None and may_see_work(actor, work, at) else None


def work_opened(work: YouthWork, at: datetime) -> OpenedWork:
    """All that was written of it. Nine queries."""
    today = localdate(at)
    recognitions = list(work.recognitions.select_related("by", "document").order_by("-day", "-pk"))
    ids = {work.unit_id, *([work.guide_id] if work.guide_id else []), *(row.unit_id for row in recognitions)}
    units = units_by_id(ids, today)
    linked = WorkActivity.objects.filter(work=work).values("activity")
    money = (
        Money(str(label), getattr(work, f"planned_{code}"), getattr(work, f"actual_{code}"))
        for code, label in MoneySource.choices
    )
    return OpenedWork(
        work=work,
        unit=units[work.unit_id],
        guide=units[work.guide_id] if work.guide_id else None,
        level=str(kinds().get(work.level, work.level)),
        money=tuple(one for one in money if one.planned or one.actual),
        milestones=tuple(work.milestones.prefetch_related("photos").order_by("due", "pk")),
        photos=tuple(work.photos.select_related("milestone").order_by("pk")),
        inspections=tuple(work.inspections.select_related("by").order_by("-day", "-pk")),
        recognitions=tuple((row, units[row.unit_id]) for row in recognitions),
        checks=tuple(work.checks.select_related("by").order_by("-day", "-pk")),
        activities=tuple(activities_of([work.unit_id]).filter(pk__in=linked)),
        steps=tuple(work.steps.select_related("by").order_by("at", "pk")),
        model=work.copies,
        late_approval=work.approved_on is not None and work.approved_on > work.start,
    )


def activities_to_link(work: YouthWork) -> list[Activity]:
    """Activities of the unit that belong to no work yet, the newest first."""
    taken = WorkActivity.objects.filter(activity=OuterRef("pk"))
    return list(activities_of([work.unit_id]).exclude(Exists(taken)).exclude(state="cancelled")[:MOST_OFFERED])


def photo_with_id(pk: int) -> WorkPhoto | None:
    """A photo with its file and work."""
    return WorkPhoto.objects.select_related("file", "work").filter(pk=pk).first()


def recognition_with_id(pk: int) -> Recognition | None:
    """A recognition with its document and work."""
    return Recognition.objects.select_related("document", "work").filter(pk=pk).first()
