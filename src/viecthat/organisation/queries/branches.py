"""Branches and base units as their superior sees them: strength, secretary, activity, rating, signs of weakness."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from django.utils.timezone import localdate

from viecthat.kernel.names import fold, sort_key
from viecthat.kernel.periods import Period
from viecthat.organisation.models import UnitRating
from viecthat.organisation.queries.effects import floors_with_work
from viecthat.organisation.rules.standing import UnitClass, WeakRule, rated_as, unit_classes, weak_rules
from viecthat.people.queries.reorganisation import strength_of, units_with_secretary
from viecthat.people.queries.standing import last_fees, last_sessions
from viecthat.people.rules.charter import months_later
from viecthat.people.rules.membership import holds_members
from viecthat.units.queries import UnitKind, UnitRow, kinds, lifespans, units_by_id
from viecthat.units.queries.scope import among, units_seen
from viecthat.units.tree import tree_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.people.models import Post

LOOK_BACK = 12  # months
MOST_JUDGED = 15_000
ORDERS = ("ten", "-ten", "nguoi", "-nguoi", "viec", "-viec")


@dataclass(frozen=True)
class Standing:
    """A unit and how it stands on a day; `reasons` are the signs of weakness it shows."""

    unit: UnitRow
    kind: UnitKind
    parent: UnitRow | None
    members: int
    secretary: Post | None
    activities: int  # within the last twelve months
    last_activity: date | None
    last_class: UnitClass | None
    reasons: tuple[WeakRule, ...] = field(default=())

    @property
    def is_branch(self) -> bool:
        """Whether members belong to it."""
        return holds_members(self.unit.kind)


class TooManyUnitsError(Exception):
    """More units than are judged at once: somebody who sees a nation chooses a part of it first."""

    def __init__(self, units: npt.NDArray[np.int64]) -> None:
        super().__init__(len(units))
        self.units = units


def judged_units(actor: Account, at: datetime, *, within: int | None = None, codes: Collection[str] = ()) -> list[int]:
    """Units of today the actor sees that are branches or base units; of these kinds when given, under `within`.

    Raises TooManyUnitsError for more than MOST_JUDGED.
    """
    tree, known = tree_on(localdate(at)), kinds()
    wanted = [code for code, kind in known.items() if rated_as(code, kind.level) and (not codes or code in codes)]
    lo, hi = tree.span(within) if within is not None and within in tree else (0, tree.size)
    units = tree.units[lo:hi][np.isin(tree.kind_codes[lo:hi], [tree.kind_code(code) for code in wanted])]
    units = units[units_seen(actor, at).mask(units)]
    if len(units) > MOST_JUDGED:
        raise TooManyUnitsError(units)
    return units.tolist()


def parts_to_choose(too_many: TooManyUnitsError, today: date) -> list[tuple[UnitRow, int]]:
    """The units right below the lowest one that has them all below it, each with how many of the units to be judged
    stand there; those without any are left out.
    """
    tree = tree_on(today)
    first, last = too_many.units[[0, -1]].tolist()  # they come in the order of the tree
    top = tree.common_ancestor([first, last])
    places = np.flatnonzero(np.isin(tree.units, too_many.units))
    counts = {
        child: int(np.searchsorted(places, hi) - np.searchsorted(places, lo))
        for child in (tree.roots if top is None else tree.children(top))
        for lo, hi in [tree.span(child)]
    }
    rows = units_by_id(list(counts), today)
    return [(rows[child], count) for child, count in counts.items() if count]


def standing_of(units: Sequence[int], day: date) -> list[Standing]:
    """How these units stand, in the order of the tree. Ten queries, however many there are."""
    known, classes = kinds(), unit_classes(day)
    back = months_later(day, -LOOK_BACK)
    work: dict[int, list[date]] = {}
    for floor in floors_with_work():
        for unit, worked in floor.days_of_work(units, Period(back, date.fromordinal(day.toordinal() + 1))):
            work.setdefault(unit, []).append(worked)
    rows = units_by_id(set(units), day)
    parents = units_by_id({row.parent for row in rows.values() if row.parent is not None}, day)
    strength, secretaries = strength_of(units), units_with_secretary(units, day)
    rated = dict(
        UnitRating.objects.filter(among(units), year=day.year - 1, state="decided").values_list("unit", "given_class")
    )
    seen = _Seen(
        strength=strength,
        led=set(secretaries),
        activity={unit: max(days) for unit, days in work.items()},
        fee=last_fees(units),
        met=last_sessions(units),
        rated=set(rated),
        since={unit: life.start for unit, life in lifespans(list(units)).items()},
    )
    rules = [(rule, months_later(day, -rule.months)) for rule in weak_rules(day)]
    return [
        Standing(
            unit=rows[unit],
            kind=known[rows[unit].kind],
            parent=parents.get(rows[unit].parent or 0),
            members=strength.get(unit, 0),
            secretary=secretaries.get(unit),
            activities=len(work.get(unit, ())),
            last_activity=seen.activity.get(unit),
            last_class=classes.get(rated.get(unit, "")),
            reasons=tuple(rule for rule, cutoff in rules if _weak(rule, cutoff, rows[unit], known, seen, day)),
        )
        for unit in units
    ]


def found(rows: Iterable[Standing], *, text: str = "", order: str = "ten") -> list[Standing]:
    """Those whose name or secretary holds the text, in the order asked for."""
    wanted = fold(text)
    kept = [
        row
        for row in rows
        if not wanted or wanted in fold(row.unit.name) or (row.secretary and wanted in row.secretary.person.folded_name)
    ]
    by_name = sorted(kept, key=lambda row: (sort_key(row.unit.name), row.unit.id))
    match order.removeprefix("-"):
        case "nguoi":
            by_name.sort(key=lambda row: row.members)
        case "viec":
            by_name.sort(key=lambda row: row.activities)
    return by_name[::-1] if order.startswith("-") else by_name


@dataclass(frozen=True)
class _Seen:
    """What the registers say of all units asked about."""

    strength: dict[int, int]
    led: set[int]
    activity: dict[int, date]
    fee: dict[int, date]
    met: dict[int, date]
    rated: set[int]
    since: dict[int, date]


def _weak(rule: WeakRule, cutoff: date, row: UnitRow, known: dict[str, UnitKind], seen: _Seen, day: date) -> bool:
    level = 5 if holds_members(row.kind) else known[row.kind].level
    if level not in rule.levels:
        return False
    since = seen.since[row.id]
    if rule.months and since > cutoff:
        return False
    match rule.code:
        case "too_few":
            return seen.strength.get(row.id, 0) < rule.least
        case "no_secretary":
            return row.id not in seen.led
        case "no_activity":
            return seen.activity.get(row.id, date.min) <= cutoff
        case "no_fee":
            return seen.fee.get(row.id, date.min) <= cutoff
        case "not_met":
            return seen.met.get(row.id, date.min) <= cutoff
        case "not_rated":
            return since < date(day.year, 1, 1) and row.id not in seen.rated
    raise LookupError(f"no rule {rule.code}")
