"""What somebody who records work may choose from: kinds, units, people, and the targets it will add to."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Count
from django.utils.timezone import localdate

from viecthat.accounts.choices import Capability
from viecthat.activities.choices import TAKEN_BACK
from viecthat.activities.models import Activity
from viecthat.activities.queries.kinds import kind_book
from viecthat.kernel.names import fold
from viecthat.kernel.periods import Period
from viecthat.kernel.quantities import Share, unscaled
from viecthat.ledger.queries import indicators
from viecthat.people.queries import people_by_id, people_found
from viecthat.people.queries.beside import nameable_beside
from viecthat.plans.queries import targets_in_force
from viecthat.plans.queries.programme import ProgrammeFilter, items_of, programmes_found
from viecthat.units.queries import UnitRow, units_by_id, units_found
from viecthat.units.queries.scope import UnitScope, units_seen, units_where
from viecthat.units.rules import highest_reached
from viecthat.units.tree import tree_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.activities.models import KindVersion
    from viecthat.ledger.models import Indicator
    from viecthat.people.models import Person
    from viecthat.plans.models import Target
    from viecthat.rollup.tree import Tree

MOST_OFFERED = 20
_RECENT = timedelta(days=365)
_LATELY = timedelta(days=60)
_MOST_PROGRAMMES = 30
_MOST_SUPERIORS = 50


@dataclass(frozen=True)
class Fed:
    """A target that an activity of some kind adds to, and the unit that has it."""

    target: Target
    indicator: Indicator
    unit: UnitRow
    period: Period

    @property
    def share(self) -> Share | None:
        """The goal of a ratio, such as 80 of 100; None when the goal is an amount."""
        return None if self.target.goal_of is None else Share(self.target.goal, self.target.goal_of)

    @property
    def amount(self) -> Decimal:
        """The goal in the unit people say."""
        return unscaled(self.target.goal, self.indicator.decimals)


def kinds_for(unit: int | None, today: date) -> list[KindVersion]:
    """Every kind that may be recorded today, those the unit recorded most in the last year first. Two queries."""
    used = Activity.objects.filter(unit=unit, day__gt=today - _RECENT).values("kind").annotate(times=Count("pk"))
    times = dict(used.order_by().values_list("kind", "times")) if unit is not None else {}
    return sorted(kind_book().offered_on(today), key=lambda one: -times.get(one.kind_id, 0))


def recordable_units(actor: Account, at: datetime) -> UnitScope:
    """The units of today whose work `actor` may record."""
    return units_where(actor, Capability.RECORD, at, standing=True)


def likeliest_unit(actor: Account, at: datetime) -> int | None:
    """Of the units they may record for the highest, which is their own; None when there is none."""
    return highest_reached(actor, Capability.RECORD, at)


def listed_when_few(units: UnitScope, today: date, *, most: int) -> list[int] | None:
    """The units of a scope that stand today, in tree order; None when there are more than `most`."""
    tree = tree_on(today)
    if len(tree.units) > most + len(units.ids) if units.left_out else len(units.ids) > most:
        return None
    here = [unit for unit in units.ids if unit in tree] if not units.left_out else tree.units.tolist()
    found = sorted((unit for unit in here if unit in units), key=tree.position)
    return found if len(found) <= most else None


def units_in_order(ids: Collection[int], today: date) -> list[UnitRow]:
    """These units as the tree lays them out: each above its own."""
    tree = tree_on(today)
    return sorted(units_by_id(set(ids), today).values(), key=lambda unit: tree.position(unit.id))


def units_offered(text: str, today: date, *, among: UnitScope | None, most: int = MOST_OFFERED) -> list[UnitRow]:
    """The first units of today whose name holds the text; only `among` these when given."""
    if not fold(text) and (among is None or among.left_out):
        ids = _highest(tree_on(today), among, most)  # to have a nation sorted for its first twenty takes too long
    else:
        found = units_found(text, today)
        if among is not None:
            found = found.filter(among.of("unit"))
        ids = [version.unit_id for version in found[:most]]
    rows = units_by_id(ids, today)
    return [rows[unit] for unit in ids]


def _highest(tree: Tree, among: UnitScope | None, most: int) -> list[int]:
    found: list[int] = []
    level = tree.roots
    while level and len(found) < most:
        found += [unit for unit in level if among is None or unit in among]
        level = tuple(below for unit in level for below in tree.children(unit))
    return found[:most]


def people_offered(actor: Account, unit: int, text: str, at: datetime, *, most: int = MOST_OFFERED) -> list[Person]:
    """The first people of the unit and those below it whose name holds the text; only whom `actor` may see or name."""
    scope = units_seen(actor, at, within=unit)
    return list(people_found(text).filter(scope.of("unit") | nameable_beside(scope))[:most])


def people_nameable(actor: Account, ids: Sequence[int], at: datetime) -> dict[int, Person]:
    """Those of these people whom `actor` may see, and so may name; those too who live where `actor` records."""
    seen = units_seen(actor, at) if ids else UnitScope(())
    people = people_by_id(ids)
    named = {pk: person for pk, person in people.items() if person.unit_id in seen}
    if seen and len(named) < len(people):
        beside = nameable_beside(units_where(actor, Capability.RECORD, at))
        named |= {person.pk: person for person in people_found("").filter(beside, pk__in=list(people))}
    return named


def programmes_offered(actor: Account, unit: int, at: datetime) -> list[tuple[str, str]]:
    """Programmes of this year that work of the unit may serve, its own and those from above, each with its tasks.

    A value is the programme's id, or that and the item's: "7-31". Seven queries.
    """
    today = localdate(at)
    tree = tree_on(today)
    if unit not in tree:
        return []
    found = programmes_found(ProgrammeFilter(year=today.year), actor, at).filter(unit__in=[unit, *tree.ancestors(unit)])
    rows = list(found[:_MOST_PROGRAMMES])
    items = items_of(rows) if rows else {}
    offered: list[tuple[str, str]] = []
    for row in rows:
        offered.append((str(row.pk), row.title))
        nodes = (node for top in items[row.pk] for node in top.every())
        offered += [(f"{row.pk}-{node.item.pk}", f"{row.title} · {node.label} {node.item.title}") for node in nodes]
    return offered


def superiors_offered(unit: int, today: date) -> list[tuple[int, str]]:
    """What units above did lately or are about to do, for a unit to have its part in. One query."""
    tree = tree_on(today)
    if unit not in tree:
        return []
    span = (today - _LATELY, today + _LATELY)
    found = Activity.objects.filter(unit__in=tree.ancestors(unit), day__range=span).exclude(state__in=TAKEN_BACK)
    rows = found.order_by("-day", "-pk").values_list("pk", "title", "day")[:_MOST_SUPERIORS]
    return [(pk, f"{day:%d/%m/%Y} · {title}") for pk, title, day in rows]


def targets_fed(kind: KindVersion, unit: int, today: date) -> list[Fed]:
    """Targets in force, of the unit and of those above it, that work of this kind adds to; nearest unit first."""
    tree = tree_on(today)
    if unit not in tree:
        return []
    path = [unit, *reversed(tree.ancestors(unit))]
    known = indicators()
    yields = {i.pk for i in known.values() if i.code in kind.indicators}
    fed = yields | {i.pk for i in known.values() if i.numerator_id in yields}
    found = [t for t in targets_in_force(path, Period(today, today + timedelta(days=1))) if t.indicator_id in fed]
    units = units_by_id({t.unit_id for t in found}, today)
    rows = [Fed(t, known[t.indicator_id], units[t.unit_id], Period(t.start, t.end)) for t in found]
    return sorted(rows, key=lambda row: path.index(row.unit.id))
