"""Turn-out where members live: of those registered in a residential branch, how many took part, and how often."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from viecthat.activities.queries.attendance import attended_by
from viecthat.kernel.periods import Period
from viecthat.kernel.quantities import Share
from viecthat.residence.choices import RegistrationState
from viecthat.residence.models import LogEntry, Registration
from viecthat.units.queries import UnitRow, subtree_of, units_by_id
from viecthat.units.tree import tree_on

_THERE = (RegistrationState.REGISTERED, RegistrationState.ENDED)


@dataclass(frozen=True)
class BranchTurnOut:
    """A residential branch's year: its residents, those who took part at least once, and how often all of them did."""

    branch: UnitRow
    commune: UnitRow
    residents: int
    came: int
    times: int

    @property
    def share(self) -> Share:
        """The part of the residents that took part."""
        return Share(self.came, self.residents)


@dataclass(frozen=True)
class TurnOut:
    """A unit's residential branches, the best turn-out first; the whole counts everybody once."""

    unit: UnitRow
    year: int
    rows: tuple[BranchTurnOut, ...]
    residents: int
    came: int
    times: int

    @property
    def share(self) -> Share:
        """The part of all residents that took part."""
        return Share(self.came, self.residents)


def turn_out(unit: UnitRow, year: int, today: date) -> TurnOut:
    """The year of every residential branch at or under the unit. Five queries, however many branches.

    An activity counts for a resident where the commune or a unit below it led it while they were registered there, and
    a line of the branch's log counts.
    """
    period = Period(date(year, 1, 1), date(year + 1, 1, 1))
    tree = tree_on(today)
    under = subtree_of(unit.id, today)
    rows = list(
        Registration.objects.filter(state__in=_THERE, branch__in=under, start__lt=period.end)
        .exclude(end__lte=period.start)
        .exclude(continued_by__start__lt=period.end)
    )
    stays: dict[int, list[Registration]] = defaultdict(list)
    for row in rows:
        stays[row.person_id].append(row)
    times = dict.fromkeys((row.pk for row in rows), 0)
    communes = {row.commune_id for row in rows if row.commune_id in tree}
    led = {below for commune in communes for below in subtree_of(commune, today)} if communes else set()
    for one in attended_by(stays.keys(), led, period):
        for row in stays[one.person]:
            here = row.commune_id in tree and one.unit in tree and tree.covers(row.commune_id, one.unit)
            if here and row.start is not None and row.start <= one.day and (row.end is None or one.day < row.end):
                times[row.pk] += 1
    lines = LogEntry.objects.filter(
        registration__in=list(times), undone_at__isnull=True, day__gte=period.start, day__lt=period.end
    )
    for registration in lines.values_list("registration", flat=True):
        times[registration] += 1
    return _counted(unit, year, rows, times, today)


def _counted(unit: UnitRow, year: int, rows: list[Registration], times: dict[int, int], today: date) -> TurnOut:
    named = units_by_id({row.branch_id for row in rows} | {row.commune_id for row in rows}, today)  # type: ignore[arg-type]
    here: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    commune_of: dict[int, int] = {}
    everybody: dict[int, int] = defaultdict(int)
    for row in rows:
        if row.branch_id is None:
            continue
        here[row.branch_id][row.person_id] += times[row.pk]
        everybody[row.person_id] += times[row.pk]
        commune_of[row.branch_id] = row.commune_id
    made = [
        BranchTurnOut(
            named[branch], named[commune_of[branch]], len(of), sum(n > 0 for n in of.values()), sum(of.values())
        )
        for branch, of in here.items()
    ]
    return TurnOut(
        unit,
        year,
        tuple(sorted(made, key=lambda row: (-row.came / row.residents, row.branch.name))),
        len(everybody),
        sum(n > 0 for n in everybody.values()),
        sum(everybody.values()),
    )
