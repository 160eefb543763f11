"""Reads of emulation blocs: the list of a year, one bloc with its contract, scores, ranking and key tasks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from viecthat.organisation.models import (
    BlocContract,
    BlocCriterion,
    BlocFlagship,
    BlocProduct,
    BlocRank,
    BlocScore,
    BlocTask,
    BlocTaskProgress,
)
from viecthat.units.queries import bloc_roles, blocs_in, units_then
from viecthat.units.queries.scope import units_seen

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.units.models import Bloc, BlocRole
    from viecthat.units.queries import UnitRow

_ORDER = {"head": 0, "deputy": 1, "member": 2}


@dataclass(frozen=True)
class MemberStanding:
    """A member with its points: its own, what the others gave on average, by how many; its place so far."""

    unit: UnitRow
    role: str
    own: Decimal | None
    cross: Decimal | None
    scorers: int
    place: int


@dataclass(frozen=True)
class CriterionPoints:
    """A member's points by one criterion: its own, what the others gave on average, by how many."""

    criterion: BlocCriterion
    own: Decimal | None
    cross: Decimal | None
    scorers: int


@dataclass(frozen=True)
class TaskStanding:
    """A key task, what each member says of it, and how many have done it."""

    task: BlocTask
    progress: tuple[tuple[UnitRow, BlocTaskProgress], ...]
    done: int
    of: int


@dataclass(frozen=True)
class OpenBloc:
    """One bloc in its year; `others`: blocs of the same name in other years."""

    bloc: Bloc
    members: tuple[MemberStanding, ...]
    contract: BlocContract | None
    criteria: tuple[BlocCriterion, ...]
    ranks: tuple[tuple[UnitRow, BlocRank], ...]
    tasks: tuple[TaskStanding, ...]
    others: tuple[Bloc, ...]
    flagship: BlocFlagship | None
    products: tuple[tuple[UnitRow, BlocProduct], ...]

    @property
    def most(self) -> Decimal:
        """The most points a member can have."""
        return sum((one.points for one in self.criteria), Decimal(0))

    @property
    def leaders(self) -> list[int]:
        """The head unit and its deputy."""
        return [one.unit.id for one in self.members if one.role != "member"]


@dataclass(frozen=True)
class ListedBloc:
    """A bloc of the list: its head, how many members, whether it signed, whether it was ranked, who came first."""

    bloc: Bloc
    head: UnitRow | None
    members: int
    contract: BlocContract | None
    first: tuple[UnitRow, ...]


def members_of_bloc(bloc: int) -> list[tuple[int, BlocRole]]:
    """(unit, role) of everybody in the bloc."""
    return bloc_roles([bloc])[bloc]


def blocs_listed(actor: Account, at: datetime, year: int) -> list[ListedBloc]:
    """Blocs of the year with a member whose work the actor sees. Six queries for any number."""
    scope = units_seen(actor, at)
    blocs = list(blocs_in(year, scope.of())) if scope else []
    ids = [one.pk for one in blocs]
    roles = bloc_roles(ids)
    contracts = {row.bloc_id: row for row in BlocContract.objects.filter(bloc__in=ids)}
    first: dict[int, list[int]] = {}
    for bloc, unit in BlocRank.objects.filter(bloc__in=ids, place=1).values_list("bloc", "unit"):
        first.setdefault(bloc, []).append(unit)
    end = date(year, 12, 31)
    heads = {pk: next((unit for unit, role in members if role == "head"), None) for pk, members in roles.items()}
    wanted = {unit for unit in heads.values() if unit is not None} | {u for units in first.values() for u in units}
    named = units_then((unit, end) for unit in wanted)
    found = []
    for one in blocs:
        head = heads[one.pk]
        found.append(
            ListedBloc(
                one,
                named[head, end] if head is not None else None,
                len(roles[one.pk]),
                contracts.get(one.pk),
                tuple(named[unit, end] for unit in first.get(one.pk, ())),
            )
        )
    return found


def open_bloc(bloc: Bloc) -> OpenBloc:
    """The bloc with everything it holds. Twelve queries, however many members."""
    standing = standing_of_bloc(bloc.pk, bloc.year)
    named = {one.unit.id: one.unit for one in standing}
    tasks = list(BlocTask.objects.filter(bloc=bloc.pk).order_by("position"))
    said: dict[int, list[tuple[UnitRow, BlocTaskProgress]]] = {}
    progress = BlocTaskProgress.objects.filter(task__in=tasks).select_related("reported_by").order_by("pk")
    for row in progress:
        if row.unit_id in named:
            said.setdefault(row.task_id, []).append((named[row.unit_id], row))
    ranks = BlocRank.objects.filter(bloc=bloc.pk).order_by("place", "pk")
    products = BlocProduct.objects.filter(bloc=bloc.pk).order_by("-day", "pk")
    others = [one for one in blocs_in(None) if one.name == bloc.name and one.pk != bloc.pk]
    return OpenBloc(
        bloc=bloc,
        members=tuple(standing),
        contract=BlocContract.objects.filter(bloc=bloc.pk).select_related("file").first(),
        criteria=tuple(BlocCriterion.objects.filter(bloc=bloc.pk).order_by("position")),
        ranks=tuple((named[row.unit_id], row) for row in ranks if row.unit_id in named),
        tasks=tuple(
            TaskStanding(
                task, tuple(said.get(task.pk, ())), sum(row.done for _u, row in said.get(task.pk, ())), len(standing)
            )
            for task in tasks
        ),
        others=tuple(others),
        flagship=BlocFlagship.objects.filter(bloc=bloc.pk).first(),
        products=tuple((named[row.unit_id], row) for row in products if row.unit_id in named),
    )


def standing_of_bloc(bloc: int, year: int | None = None) -> list[MemberStanding]:
    """Members with their points, in the order of what the others gave; who has none yet come last. Three queries."""
    roles = members_of_bloc(bloc)
    end = date(year or 9000, 12, 31)
    named = units_then((unit, end) for unit, _role in roles)
    own: dict[int, Decimal] = {}
    across: dict[int, dict[int, Decimal]] = {}
    scores = BlocScore.objects.filter(criterion__bloc=bloc).values_list("unit", "scorer", "points")
    for unit, scorer, points in scores:
        if unit == scorer:
            own[unit] = own.get(unit, Decimal(0)) + points
        else:
            given = across.setdefault(unit, {})
            given[scorer] = given.get(scorer, Decimal(0)) + points
    cross = {
        unit: (sum(given.values(), Decimal(0)) / len(given)).quantize(Decimal("0.01")) for unit, given in across.items()
    }
    ordered = sorted(roles, key=lambda one: (-cross.get(one[0], Decimal(-1)), _ORDER[one[1]], named[one[0], end].name))
    found = []
    for unit, role in ordered:
        mine = cross.get(unit)
        place = 1 + sum(other > mine for other in cross.values()) if mine is not None else 0
        found.append(MemberStanding(named[unit, end], str(role), own.get(unit), mine, len(across.get(unit, ())), place))
    return found


def points_by_criterion(bloc: int) -> dict[int, tuple[CriterionPoints, ...]]:
    """Each member's points opened down to the criteria, in their order; nothing for who has none. Two queries."""
    criteria = list(BlocCriterion.objects.filter(bloc=bloc).order_by("position"))
    given: dict[tuple[int, int], dict[int, Decimal]] = {}
    scores = BlocScore.objects.filter(criterion__bloc=bloc).values_list("unit", "criterion", "scorer", "points")
    for unit, criterion, scorer, points in scores:
        given.setdefault((unit, criterion), {})[scorer] = points
    found = {}
    for unit in {unit for unit, _criterion in given}:
        lines = []
        for one in criteria:
            scored = dict(given.get((unit, one.pk), {}))
            own = scored.pop(unit, None)
            cross = (sum(scored.values(), Decimal(0)) / len(scored)).quantize(Decimal("0.01")) if scored else None
            lines.append(CriterionPoints(one, own, cross, len(scored)))
        found[unit] = tuple(lines)
    return found


def scores_given(bloc: int, unit: int, scorer: int) -> dict[int, Decimal]:
    """What `scorer` gave `unit` so far, by criterion."""
    found = BlocScore.objects.filter(criterion__bloc=bloc, unit=unit, scorer=scorer)
    return dict(found.values_list("criterion", "points"))


def task_by_id(pk: int, bloc: int) -> BlocTask | None:
    """One key task of the bloc."""
    return BlocTask.objects.filter(pk=pk, bloc=bloc).first()


def progress_of(task: BlocTask, unit: int) -> BlocTaskProgress | None:
    """What the member said of the task last."""
    return BlocTaskProgress.objects.filter(task=task, unit=unit).first()


def product_by_id(pk: int, bloc: int) -> BlocProduct | None:
    """A product of this bloc."""
    return BlocProduct.objects.filter(pk=pk, bloc=bloc).first()
