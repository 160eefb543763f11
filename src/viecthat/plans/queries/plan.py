"""A unit's plan of a year: themes, terms, task groups, targets, calendar, who does what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from viecthat.kernel.names import sort_key
from viecthat.kernel.periods import Period
from viecthat.plans.choices import ItemKind, ProgrammeKind, SharingState
from viecthat.plans.models import Programme, ProgrammeMilestone, Target
from viecthat.plans.queries.clock import Clock, clocks_of
from viecthat.plans.queries.programme import ItemNode, items_of, programmes_of
from viecthat.plans.queries.sharing import Received, received_by
from viecthat.plans.queries.target import targets_in_force
from viecthat.plans.queries.theme import ThemeRow, themes_in

if TYPE_CHECKING:
    from viecthat.units.queries import UnitRow


@dataclass(frozen=True)
class CalendarEntry:
    """Something that is due or happens in the year."""

    day: date
    until: date | None
    title: str
    lead: str
    done: bool
    programme: Programme


@dataclass(frozen=True)
class Doer:
    """Who does what: a name as it stands in the programmes, and the items it leads or helps with."""

    name: str
    leads: tuple[ItemNode, ...]


@dataclass(frozen=True)
class PlannedProgramme:
    """A programme of the year with what stands in it."""

    programme: Programme
    groups: tuple[ItemNode, ...]
    targets: tuple[ItemNode, ...]


@dataclass(frozen=True)
class YearPlan:
    """Everything a unit plans for one year; `main` is its programme of work of the year."""

    unit: UnitRow
    year: int
    themes: tuple[ThemeRow, ...]
    clocks: tuple[Clock, ...]
    main: PlannedProgramme | None
    others: tuple[PlannedProgramme, ...]
    targets: tuple[Target, ...]
    received: tuple[Received, ...]
    calendar: tuple[CalendarEntry, ...]
    doers: tuple[Doer, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing at all was planned."""
        return not (self.main or self.others or self.targets or self.received)

    @property
    def months(self) -> list[tuple[int, list[CalendarEntry]]]:
        """The calendar month by month, months with nothing left out."""
        found: dict[int, list[CalendarEntry]] = {}
        for entry in self.calendar:
            found.setdefault(entry.day.month, []).append(entry)
        return sorted(found.items())


def year_plan(unit: UnitRow, year: int, today: date) -> YearPlan:
    """The plan as it stands today."""
    span = Period.year(year)
    day = min(max(today, span.start), span.last_day)
    programmes = programmes_of(unit.id, year)
    trees = items_of(programmes)
    planned = [
        PlannedProgramme(
            programme,
            tuple(node for node in trees[programme.pk] if node.item.kind != ItemKind.TARGETS),
            tuple(node for node in trees[programme.pk] if node.item.kind == ItemKind.TARGETS),
        )
        for programme in programmes
    ]
    main = next((one for one in planned if one.programme.kind == ProgrammeKind.YEAR), None)
    received = [
        row
        for row in received_by(unit.id, today)
        if row.sharing.state == SharingState.DECIDED
        and any(cell.year in {None, year} for cell in row.cells)
        and row.target.start < span.end
        and row.target.end > span.start
    ]
    return YearPlan(
        unit=unit,
        year=year,
        themes=themes_in(unit.id, year, day),
        clocks=tuple(clocks_of(unit.id, day)),
        main=main,
        others=tuple(one for one in planned if one is not main),
        targets=tuple(targets_in_force([unit.id], span)),
        received=tuple(received),
        calendar=tuple(_calendar(planned, span)),
        doers=tuple(_doers(planned)),
    )


def _calendar(planned: list[PlannedProgramme], span: Period) -> list[CalendarEntry]:
    entries: list[CalendarEntry] = []
    own = ProgrammeMilestone.objects.filter(programme__in=[one.programme.pk for one in planned])
    of_programme: dict[int, list[ProgrammeMilestone]] = {}
    for milestone in own:
        of_programme.setdefault(milestone.programme_id, []).append(milestone)
    for one in planned:
        for top in (*one.groups, *one.targets):
            for node in top.every():
                item = node.item
                first = item.start or item.due
                if first is not None:
                    until = item.due if item.start is not None and item.due != item.start else None
                    done = item.done_on is not None
                    entries.append(CalendarEntry(first, until, item.title, item.lead, done, one.programme))
        entries += [
            CalendarEntry(row.due, None, row.title, one.programme.lead, row.done_on is not None, one.programme)
            for row in of_programme.get(one.programme.pk, [])
        ]
    within = [entry for entry in entries if entry.day < span.end and (entry.until or entry.day) >= span.start]
    return sorted(within, key=lambda entry: (max(entry.day, span.start), entry.title))


def _doers(planned: list[PlannedProgramme]) -> list[Doer]:
    found: dict[str, list[ItemNode]] = {}
    for one in planned:
        for top in one.groups:
            for node in top.every():
                if node.item.lead:
                    found.setdefault(node.item.lead, []).append(node)
    return [Doer(name, tuple(nodes)) for name, nodes in sorted(found.items(), key=lambda one: sort_key(one[0]))]
