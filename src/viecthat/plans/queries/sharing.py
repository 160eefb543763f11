"""How targets are shared out: who got what, what is left, what units undertake themselves."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from viecthat.kernel.dividing import divide
from viecthat.kernel.names import sort_key
from viecthat.kernel.periods import Period
from viecthat.plans.choices import Cadence, SharingState, UndertakingState
from viecthat.plans.models import Share, Sharing, SharingRun, Target, Undertaking
from viecthat.plans.queries.target import current_version, current_versions
from viecthat.prepared import prepared
from viecthat.rollup.placement import How
from viecthat.units.queries import UnitRow, units_by_id
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.rollup.placement import UnitMap

Year = int | None


def sharing_in_force(root: int, unit: int) -> Sharing | None:
    """The shares of this target that the unit has given."""
    rows = Sharing.objects.filter(target=root, unit=unit, state=SharingState.DECIDED, superseded_on=None)
    return rows.select_related("decision").first()


def open_sharing(root: int, unit: int) -> Sharing | None:
    """The plan of sharing that is not decided yet."""
    return Sharing.objects.filter(target=root, unit=unit).exclude(state=SharingState.DECIDED).first()


def sharings_of(root: int, unit: int) -> QuerySet[Sharing]:
    """Every version, the newest first."""
    return Sharing.objects.filter(target=root, unit=unit).select_related("decision").order_by("-version")


def sharing_numbered(pk: int) -> Sharing | None:
    """A version of sharing out."""
    return Sharing.objects.filter(pk=pk).select_related("target__indicator", "decision").first()


def given_to(root: int, unit: int) -> dict[Year, int]:
    """What the unit got of this target in the shares in force, by year."""
    rows = Share.objects.filter(
        sharing__target=root, sharing__state=SharingState.DECIDED, sharing__superseded_on=None, unit=unit
    )
    return dict(rows.values_list("year", "amount"))


def laid_before(root: int, unit: int) -> dict[Year, int]:
    """What the unit would get of this target in the plan that units are asked about, by year."""
    rows = Share.objects.filter(sharing__target=root, sharing__state=SharingState.PROPOSED, unit=unit)
    return dict(rows.values_list("year", "amount"))


def shares_to_answer(units: Collection[int]) -> QuerySet[Sharing]:
    """Plans laid before one of `units` since it last said something to them."""
    said = Undertaking.objects.filter(
        target=OuterRef("sharing__target"),
        unit=OuterRef("unit"),
        superseded=False,
        at__gte=OuterRef("sharing__made_at"),
    )
    asked = Share.objects.filter(sharing=OuterRef("pk"), unit__in=units).exclude(Exists(said))
    return Sharing.objects.filter(Exists(asked), state=SharingState.PROPOSED)


def own_figures_to_answer(units: Collection[int]) -> QuerySet[Undertaking]:
    """Lower figures put forward to one of `units`, which shares the target out."""
    giver = Share.objects.filter(
        Q(sharing__state=SharingState.PROPOSED) | Q(sharing__state=SharingState.DECIDED, sharing__superseded_on=None),
        sharing__target=OuterRef("target"),
        sharing__unit__in=units,
        unit=OuterRef("unit"),
    )
    return Undertaking.objects.filter(Exists(giver), state=UndertakingState.PROPOSED, superseded=False)


def own_figures_asked(unit: int, day: date) -> list[tuple[Undertaking, UnitRow]]:
    """Lower figures put forward to the unit, each with who asks. Two queries."""
    rows = list(own_figures_to_answer([unit]).select_related("target__indicator").order_by("at"))
    names = units_by_id({row.unit_id for row in rows}, day) if rows else {}
    return [(row, names[row.unit_id]) for row in rows if row.unit_id in names]


def shares_given(unit: int, roots: Collection[int]) -> dict[int, dict[int, int]]:
    """What the unit gave of each of these targets in the shares in force, by target and receiver, all years together.

    One query.
    """
    rows = Share.objects.filter(
        sharing__target__in=roots,
        sharing__unit=unit,
        sharing__state=SharingState.DECIDED,
        sharing__superseded_on=None,
    )
    found: dict[int, dict[int, int]] = {}
    for root, receiver, amount in rows.values_list("sharing__target", "unit", "amount"):
        of_root = found.setdefault(root, {})
        of_root[receiver] = of_root.get(receiver, 0) + amount
    return found


def years_of(target: Target) -> list[int]:
    """The calendar years the target touches."""
    return list(range(target.start.year, date.fromordinal(target.end.toordinal() - 1).year + 1))


def map_day(target: Target, today: date) -> date:
    """The day whose map a target is shared out on: today's while it runs, else the nearest day of its own time."""
    last = date.fromordinal(target.end.toordinal() - 1)
    return min(max(today, target.start), last)


@dataclass(frozen=True)
class BalanceCell:
    """What one unit got in one year, and what it undertakes itself."""

    year: Year
    amount: int | None
    own: Undertaking | None = None

    @property
    def taken_on(self) -> int:
        """The share, or the unit's own figure above it."""
        if self.own is not None and self.own.state == UndertakingState.REGISTERED:
            return self.own.amount
        return self.amount or 0

    @property
    def raised(self) -> bool:
        """Whether the unit undertakes more than its share."""
        return self.own is not None and self.own.state == UndertakingState.REGISTERED


@dataclass(frozen=True)
class BalanceRow:
    """One unit of the balance; `came_from` are the units whose shares it carries on since a merger."""

    unit: UnitRow
    cells: tuple[BalanceCell, ...]
    came_from: tuple[UnitRow, ...] = ()

    @property
    def total(self) -> int:
        """The unit's shares of all years."""
        return sum(cell.amount or 0 for cell in self.cells)

    @property
    def taken_on(self) -> int:
        """What it undertakes of its own or was given."""
        return sum(cell.taken_on for cell in self.cells)


@dataclass(frozen=True)
class BalanceColumn:
    """One year of the balance (None: the whole period)."""

    year: Year
    whole: int | None
    shared: int
    taken_on: int

    @property
    def left(self) -> int:
        """What nobody has got yet."""
        return max(0, (self.whole or 0) - self.shared)

    @property
    def over(self) -> int:
        """What was given beyond the whole."""
        return max(0, self.shared - self.whole) if self.whole is not None else 0


@dataclass(frozen=True)
class Balance:
    """A target at a unit: the whole, and where it went."""

    target: Target
    unit: UnitRow
    sharing: Sharing | None
    years: tuple[Year, ...]
    rows: tuple[BalanceRow, ...]
    columns: tuple[BalanceColumn, ...]
    total: BalanceColumn
    own_raise: int = 0
    waiting: tuple[Undertaking, ...] = field(default=())

    @property
    def answered(self) -> int:
        """How many units have said something to their share since it was laid before them."""
        since = self.sharing.made_at if self.sharing else None
        said = (any(cell.own and since and cell.own.at >= since for cell in row.cells) for row in self.rows)
        return sum(map(bool, said))

    @property
    def by_year(self) -> bool:
        """Whether shares stand year by year."""
        return self.years != (None,)


def whole_for(target: Target, unit: int) -> dict[Year, int]:
    """What the unit has to share out, by year: the goal itself for the target's own unit; elsewhere what it got from
    above, or undertook beyond that. A goal repeated yearly is there anew every year.
    """
    if unit == target.unit_id:
        if target.cadence == "yearly":
            return dict.fromkeys(years_of(target), target.goal)
        return {None: target.goal}
    given = given_to(target.root, unit)
    for own in undertakings(target.root, [unit]):
        if own.state == UndertakingState.REGISTERED and own.year in given:
            given[own.year] = max(given[own.year], own.amount)
    return given


def undertakings(root: int, units: Collection[int] | None = None) -> QuerySet[Undertaking]:
    """The figures that stand of units of their own."""
    rows = Undertaking.objects.filter(target=root, superseded=False).select_related("by")
    return (rows if units is None else rows.filter(unit__in=units)).order_by("at")


def balance_of(target: Target, unit: int, sharing: Sharing | None, day: date) -> Balance:
    """The balance of one version of sharing out, on the map of `day`: shares of units that have since merged stand
    with whoever carries them on, and the row says so. Seven queries, however many units.
    """
    shares = [] if sharing is None else list(sharing.shares.values_list("unit", "year", "amount"))
    wholes = whole_for(target, unit)
    years: tuple[Year, ...] = tuple(sorted({year for _unit, year, _amount in shares if year is not None}))
    years = years or (tuple(sorted(y for y in wholes if y is not None)) if not shares else ()) or (None,)
    unit_map = map_on(day)
    own = {(u.unit_id, u.year): u for u in undertakings(target.root, {u for u, _y, _a in shares})}
    rows = _rows(shares, years, own, unit_map, day, unit)
    columns = tuple(_column(number, year, rows, wholes) for number, year in enumerate(years))
    whole = _sum_of(wholes)
    total = BalanceColumn(None, whole, sum(row.total for row in rows), sum(row.taken_on for row in rows))
    return Balance(
        target=target,
        unit=units_by_id({unit}, day)[unit],
        sharing=sharing,
        years=years,
        rows=tuple(rows),
        columns=columns,
        total=total,
        own_raise=total.taken_on - total.shared,
        waiting=tuple(u for u in own.values() if u.state == UndertakingState.PROPOSED),
    )


def _sum_of(wholes: Mapping[Year, int]) -> int | None:
    return sum(wholes.values()) if wholes else None


def _column(number: int, year: Year, rows: Sequence[BalanceRow], wholes: Mapping[Year, int]) -> BalanceColumn:
    cells = [row.cells[number] for row in rows]
    return BalanceColumn(
        year, wholes.get(year), sum(cell.amount or 0 for cell in cells), sum(cell.taken_on for cell in cells)
    )


def _rows(
    shares: Sequence[tuple[int, Year, int]],
    years: tuple[Year, ...],
    own: Mapping[tuple[int, Year], Undertaking],
    unit_map: UnitMap,
    day: date,
    giver: int,
) -> list[BalanceRow]:
    amounts: dict[int, dict[Year, int]] = {}
    came: dict[int, set[int]] = {}
    for receiver, year, amount in shares:
        place, how = unit_map.stands_at(receiver)
        # What was parted among several, or fell back to the giver, stays where it was given.
        stands = receiver if place is None or how is How.APART or place == giver else place
        cells = amounts.setdefault(stands, {})
        cells[year] = cells.get(year, 0) + amount
        if stands != receiver:
            came.setdefault(stands, set()).add(receiver)
    names = units_by_id({*amounts, *(unit for units in came.values() for unit in units)}, day)
    rows = []
    for stands, cells in amounts.items():
        # What a unit said before it merged was said of its own share, not of the successor's.
        told = {year: own.get((stands, year)) for year in years} if stands not in came else {}
        rows.append(
            BalanceRow(
                unit=names[stands],
                cells=tuple(BalanceCell(year, cells.get(year), told.get(year)) for year in years),
                came_from=tuple(sorted((names[unit] for unit in came.get(stands, ())), key=lambda row: row.name)),
            )
        )
    return sorted(rows, key=lambda row: sort_key(row.unit.name))


@dataclass(frozen=True)
class Received:
    """A share a unit got: of which target, from whom, and what it undertakes itself."""

    target: Target
    giver: UnitRow
    cells: tuple[BalanceCell, ...]
    sharing: Sharing

    @property
    def total(self) -> int:
        """What it got over all years."""
        return sum(cell.amount or 0 for cell in self.cells)

    @property
    def accepted(self) -> bool:
        """Whether the unit has agreed to just these figures."""
        agreed = (cell.own is not None and cell.own.state == UndertakingState.ACCEPTED for cell in self.cells)
        return all(agreed) and all(cell.own.amount == cell.amount for cell in self.cells if cell.own)


def received_by(unit: int, day: date, *, root: int | None = None) -> list[Received]:
    """What the unit got from above, as given, or as laid before it. Four queries; one when it got nothing."""
    by_sharing: dict[int, list[Share]] = {}
    for share in _given_to(unit) if root is None else _given_of(unit, root):
        by_sharing.setdefault(share.sharing_id, []).append(share)
    if not by_sharing:
        return []
    roots = {shares[0].sharing.target_id for shares in by_sharing.values()}
    targets = current_versions(roots)
    own = {(u.target_id, u.year): u for u in Undertaking.objects.filter(unit=unit, target__in=roots, superseded=False)}
    names = units_by_id({shares[0].sharing.unit_id for shares in by_sharing.values()}, day)
    return [
        Received(
            target=targets[shares[0].sharing.target_id],
            giver=names[shares[0].sharing.unit_id],
            cells=tuple(
                BalanceCell(share.year, share.amount, own.get((share.sharing.target_id, share.year)))
                for share in shares
            ),
            sharing=shares[0].sharing,
        )
        for shares in by_sharing.values()
        if shares[0].sharing.target_id in targets
    ]


@prepared
def _given_to(unit: int) -> QuerySet[Share]:
    """In force or laid before it, those of one target together."""
    rows = Share.objects.filter(
        unit=unit, sharing__superseded_on=None, sharing__state__in=[SharingState.DECIDED, SharingState.PROPOSED]
    )
    return rows.select_related("sharing__decision").order_by("sharing__target", "year")


@prepared
def _given_of(unit: int, root: int) -> QuerySet[Share]:
    return _given_to.queryset(unit).filter(sharing__target=root)


def shares_as_targets(unit: int, period: Period, day: date) -> list[Target]:
    """The unit's shares that a review of `period` answers for, each as a target of the unit's own that is never saved.

    The share of the year when the period lies within one, else all years together; what the unit registered above its
    share counts instead of it. As for its own targets, the span must be within the period or hold it.
    """
    found = []
    for row in received_by(unit, day):
        if row.sharing.state != SharingState.DECIDED:
            continue
        year = period.start.year if period.start.year == period.last_day.year else None
        of_year = [cell for cell in row.cells if cell.year == year and year is not None]
        cells = of_year or list(row.cells)
        span = Period(row.target.start, row.target.end)
        if of_year and year is not None:
            span = span.intersection(Period.year(year)) or span
        if not (period.covers(span) or span.covers(period)):
            continue
        share = copy(row.target)
        share.unit_id, share.given_by = unit, row.giver.name
        share.start, share.end = span.start, span.end
        share.goal, share.cadence, share.floor = sum(cell.taken_on for cell in cells), Cadence.WHOLE, None
        if share.goal > 0:
            found.append(share)
    return found


def receivers_of(unit: int, kind: str, day: date) -> list[int]:
    """Units that get a share: those right below, or all below of one kind, in the order of the tree."""
    tree = map_on(day).tree
    if unit not in tree:
        return []
    if not kind:
        return list(tree.children(unit))
    return [below for below in tree.units_of_kind(kind, within=unit) if below != unit]


def shared_out(
    wholes: Mapping[Year, int], units: Sequence[int], weights: Sequence[int], years: Sequence[int]
) -> dict[tuple[int, Year], int]:
    """Shares by weight that add up to each whole exactly; a whole of the whole period is first parted evenly among
    `years`, when there are any.
    """
    if years and set(wholes) == {None}:
        wholes = dict(zip(years, divide(wholes[None], [1] * len(years)), strict=True))
    return {
        (unit, year): part
        for year, whole in wholes.items()
        for unit, part in zip(units, divide(whole, weights), strict=True)
    }


def shareable_targets(unit: int) -> list[Target]:
    """What the unit may share out, that which ends last first: its own targets that are no ratios, and what it got."""
    own = Target.objects.filter(unit=unit, draft=False, superseded_on=None, goal_of=None)
    found = list(own.select_related("indicator").order_by("-end", "position", "pk"))
    roots = Share.objects.filter(
        unit=unit, sharing__state=SharingState.DECIDED, sharing__superseded_on=None
    ).values_list("sharing__target", flat=True)
    received = current_versions(set(roots))
    return found + [row for row in received.values() if row.unit_id != unit]


def run_numbered(pk: int) -> SharingRun | None:
    """Work of sharing out in the background."""
    return SharingRun.objects.filter(pk=pk).first()


def run_targets(run: SharingRun) -> list[Target]:
    """The targets of the work, in its order."""
    rows = Target.objects.in_bulk(run.targets)
    found = [rows[pk] for pk in run.targets if pk in rows]
    return [current_version(row.root) or row for row in found]
