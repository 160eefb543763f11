"""Who the members are: by unit, sex and age group, on any day and as known on any other."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.utils.timezone import make_aware

from viecthat.accounts.choices import Capability
from viecthat.kernel.made_up import MadeUp
from viecthat.kernel.periods import Period
from viecthat.ledger.feed import LedgerSource
from viecthat.ledger.queries import datasets_behind, indicator_named, measure_of
from viecthat.people.choices.file import GroupedBy
from viecthat.people.models import SensitiveFacts
from viecthat.people.queries.groups import GroupName, anybody_made_up, group_names, people_groups
from viecthat.people.rules.groups import groups_kept_back
from viecthat.rollup.answer import OWN
from viecthat.rollup.ask import By, ask
from viecthat.units.queries import units_by_id
from viecthat.units.queries.scope import units_where
from viecthat.units.rules import may
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.rollup.answer import Part, Table
    from viecthat.rollup.question import Source
    from viecthat.units.queries import UnitRow

MEMBERS = "members"
FEWEST_TOLD = 5


@dataclass(frozen=True)
class CompositionRow:
    """A unit with its members, and of them each group; None for groups that are kept back.

    unknown: of whom no group can be told. is_own: what stands at the unit asked about itself.
    """

    unit: UnitRow
    total: int
    counts: tuple[int, ...] | None
    unknown: int | None
    is_own: bool = False

    @property
    def of_women(self) -> tuple[int, ...]:
        """Women by age."""
        return () if self.counts is None else self.counts[: len(self.counts) // 2]

    @property
    def of_men(self) -> tuple[int, ...]:
        """Men by age."""
        return () if self.counts is None else self.counts[len(self.counts) // 2 :]

    @property
    def women(self) -> int | None:
        """All women whose age is known."""
        return None if self.counts is None else sum(self.of_women)

    @property
    def men(self) -> int | None:
        """All men whose age is known."""
        return None if self.counts is None else sum(self.of_men)


@dataclass(frozen=True)
class Composition:
    """The members of a unit and of those under it; `groups` are women by age, then men by age, or youth groups."""

    day: date
    groups: tuple[GroupName, ...]
    rows: tuple[CompositionRow, ...]
    whole: CompositionRow
    made_up: MadeUp

    @property
    def ages(self) -> tuple[str, ...]:
        """The age groups, each once."""
        return tuple(group.name.rpartition(", ")[2] for group in self.groups[: len(self.groups) // 2])

    @property
    def kept_back(self) -> bool:
        """Whether groups of any row are not told."""
        return any(row.counts is None for row in (*self.rows, self.whole))


def composition_of(
    unit: UnitRow,
    day: date,
    *,
    known: date | None = None,
    without_files: Collection[int] = frozenset(),
    by: GroupedBy = GroupedBy.SEX_AND_AGE,
    source: Source | None = None,
) -> Composition:
    """The members at the end of `day`, under its map, by sex and age or by youth group; as known at the end of `known`.

    without_files: units whose people the reader may not see, so that groups are kept back. Refused when the
    unit does not stand in the map.
    """
    members, map_ = indicator_named(MEMBERS), map_on(day)
    period = Period(day, day + timedelta(days=1))
    table = ask(
        {MEMBERS: measure_of(members)},
        units=[unit.id],
        periods=[period],
        by=By.CHILDREN,
        map=map_,
        source=source or LedgerSource().hold(),
        as_known=None if known is None else _end_of(known),
        groups=people_groups(by),
    )
    groups = tuple(group_names(by))
    names = units_by_id({unit.id, *(part for _u, part in table.regions if isinstance(part, int))}, day)
    found = [
        _row(table, groups, number, names[part if isinstance(part, int) else unit.id], part)
        for number, (_unit, part) in enumerate(table.regions)
    ]
    whole, rows = found[0], [row for row in found[1:] if row.total or not row.is_own]
    shut = frozenset(without_files)
    kept = groups_kept_back([_told(row) for row in rows], [row.unit.id in shut for row in rows])
    if kept.whole or groups_kept_back([_told(whole)], [whole.unit.id in shut]).rows:
        whole = _without_groups(whole)
    rows = [_without_groups(row) if number in kept.rows else row for number, row in enumerate(rows)]
    made_up = MadeUp.among(dataset.made_up for dataset in datasets_behind({members.pk}, None, period.end))
    return Composition(day, groups, tuple(rows), whole, made_up | (MadeUp.ALL if anybody_made_up() else MadeUp.NOTHING))


def of_minorities(unit: int, actor: Account, at: datetime) -> tuple[int, int] | None:
    """Of the members here whose ethnicity is noted, how many are of a minority: (n, N).

    None for whoever may not open the restricted part of all of them, or where they are too few to be told apart.
    """
    if not may(actor, Capability.SENSITIVE, unit, at):
        return None
    scope = units_where(actor, Capability.SENSITIVE, at, within=unit)
    noted = SensitiveFacts.objects.filter(scope.of("person__unit")).exclude(ethnicity="")
    found = noted.aggregate(n=Count("pk", filter=~Q(ethnicity__iexact="Kinh")), of=Count("pk"))
    return None if found["of"] < FEWEST_TOLD else (found["n"], found["of"])


def _row(table: Table, groups: tuple[GroupName, ...], region: int, unit: UnitRow, part: Part) -> CompositionRow:
    counts = tuple(int(table.grid((MEMBERS, group.key)).totals[region, 0]) for group in groups)
    unknown = int(table.grid((MEMBERS, None)).totals[region, 0])
    return CompositionRow(unit, sum(counts) + unknown, counts, unknown, is_own=part == OWN)


def _told(row: CompositionRow) -> list[int]:
    return [*(row.counts or ()), row.unknown or 0]


def _without_groups(row: CompositionRow) -> CompositionRow:
    return replace(row, counts=None, unknown=None)


def _end_of(day: date) -> datetime:
    return make_aware(datetime.combine(day + timedelta(days=1), time())) - timedelta(microseconds=1)
