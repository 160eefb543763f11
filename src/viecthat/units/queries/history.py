"""What a unit was, what it became, where its figures stand now, and the blocs it is in."""

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Max, Min, Q, QuerySet

from viecthat.rollup.placement import How
from viecthat.units.models import Bloc, BlocMember, BlocRole, Succession, UnitVersion
from viecthat.units.queries.rows import UnitRow, units_then
from viecthat.units.tree import map_on


@dataclass(frozen=True, slots=True)
class Change:
    """One dated version of a unit; `founded`, `renamed`, `moved`, `regraded`, `again`: what is new in it.

    `parent` as it was; `again`: the unit had ended before.
    """

    version: UnitVersion
    parent: UnitRow | None
    founded: bool
    renamed: bool
    moved: bool
    regraded: bool
    again: bool


@dataclass(frozen=True, slots=True)
class Link:
    """One succession, seen from one of its ends: the other unit as it was on that day.

    `heir` keeps the history of a split. `stands_at`, `how`: where the ended unit's figures stand on the map asked for.
    """

    unit: UnitRow
    day: date
    heir: bool
    decision: str
    stands_at: UnitRow | None
    how: How


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the figures of a unit stand on a map, and why."""

    unit: UnitRow | None
    how: How


@dataclass(frozen=True, slots=True)
class Lifespan:
    """A unit's first day and the first day after its last one (None: it is still there)."""

    start: date
    end: date | None


def versions_of(unit: int) -> "QuerySet[UnitVersion]":
    """Every name, kind and parent the unit ever had, newest first."""
    return UnitVersion.objects.filter(unit=unit).select_related("kind", "parent").order_by("-start")


def changes_of(unit: int) -> list[Change]:
    """The unit's history, newest first: what each version brought. Two queries."""
    versions = list(versions_of(unit))
    parents = units_then((v.parent_id, v.start) for v in versions if v.parent_id is not None)
    changes = []
    for version, before in zip(versions, [*versions[1:], None], strict=True):
        changes.append(
            Change(
                version=version,
                parent=None if version.parent_id is None else parents[version.parent_id, version.start],
                founded=before is None,
                renamed=before is not None and before.name != version.name,
                moved=before is not None and before.parent_id != version.parent_id,
                regraded=before is not None and before.kind_id != version.kind_id,
                again=before is not None and before.end != version.start,
            )
        )
    return changes


def successors_of(unit: int) -> "QuerySet[Succession]":
    """What the unit became."""
    return Succession.objects.filter(old=unit).select_related("new").order_by("day", "pk")


def predecessors_of(unit: int) -> "QuerySet[Succession]":
    """What became the unit."""
    return Succession.objects.filter(new=unit).select_related("old").order_by("day", "pk")


def links_of(unit: int, day: date) -> tuple[list[Link], list[Link]]:
    """(what it became, what became it), each with where the ended unit's figures stand on the map of `day`.

    Four queries, however many there are.
    """
    links = list(Succession.objects.filter(Q(old=unit) | Q(new=unit)).order_by("day", "pk"))
    if not links:
        return [], []
    unit_map = map_on(day)
    ended = {link.old_id: unit_map.stands_at(link.old_id) for link in links}
    wanted = {(link.new_id if link.old_id == unit else link.old_id, _seen_on(link, unit)) for link in links}
    wanted |= {(place, day) for place, _how in ended.values() if place is not None}
    rows = units_then(wanted)
    became: list[Link] = []
    came_from: list[Link] = []
    for link in links:
        place, how = ended[link.old_id]
        other = link.new_id if link.old_id == unit else link.old_id
        (became if link.old_id == unit else came_from).append(
            Link(
                unit=rows[other, _seen_on(link, unit)],
                day=link.day,
                heir=link.heir,
                decision=link.decision,
                stands_at=None if place is None else rows[place, day],
                how=how,
            )
        )
    return became, came_from


def _seen_on(link: Succession, unit: int) -> date:
    # The successor is seen on the day itself, the ended unit on its last one.
    return link.day if link.old_id == unit else date.fromordinal(link.day.toordinal() - 1)


def standing_of(unit: int, day: date) -> Standing:
    """Where the unit's figures stand on the map of `day`. Three queries at most."""
    place, how = map_on(day).stands_at(unit)
    return Standing(None if place is None else units_then([(place, day)])[place, day], how)


def kept_apart_at(unit: int, day: date) -> list[UnitRow]:
    """Ended or later units whose figures can't be shared out and are kept apart at this unit on the map of `day`."""
    apart = map_on(day).kept_apart_at(unit)
    rows = units_then((other, day) for other in apart)
    return sorted((rows[other, day] for other in apart), key=lambda row: row.name)


def blocs_of(unit: int) -> "QuerySet[Bloc]":
    """The emulation blocs the unit is or was in, newest first."""
    return Bloc.objects.filter(members__unit=unit).order_by("-year", "name")


def bloc_places_of(unit: int) -> "QuerySet[BlocMember]":
    """The unit's place in each of its blocs, newest first."""
    return BlocMember.objects.filter(unit=unit).select_related("bloc").order_by("-bloc__year", "bloc__name")


def bloc_members(bloc: int, year: int) -> list[tuple[UnitRow, BlocRole]]:
    """Who is in the bloc, head first, each as it was named at the year's end. Two queries."""
    order = {BlocRole.HEAD: 0, BlocRole.DEPUTY: 1, BlocRole.MEMBER: 2}
    members = list(BlocMember.objects.filter(bloc=bloc).values_list("unit_id", "role"))
    end = date(year, 12, 31)
    rows = units_then((unit, end) for unit, _role in members)
    named = [(rows[unit, end], BlocRole(role)) for unit, role in members]
    return sorted(named, key=lambda pair: (order[pair[1]], pair[0].name))


def bloc_by_id(pk: int) -> Bloc | None:
    """The bloc with this id."""
    return Bloc.objects.filter(pk=pk).first()


def blocs_in(year: int | None, units: "Q | None" = None) -> "QuerySet[Bloc]":
    """Blocs of the year (of every year for None) with a member that meets the condition, by name, newest first."""
    found = Bloc.objects.all() if year is None else Bloc.objects.filter(year=year)
    if units is not None:
        found = found.filter(pk__in=BlocMember.objects.filter(units).values("bloc"))
    return found.order_by("-year", "name")


def bloc_roles(blocs: "list[int]") -> dict[int, list[tuple[int, BlocRole]]]:
    """(unit, role) of everybody in each of these blocs. One query."""
    found: dict[int, list[tuple[int, BlocRole]]] = {pk: [] for pk in blocs}
    for bloc, unit, role in BlocMember.objects.filter(bloc__in=blocs).values_list("bloc", "unit", "role"):
        found[bloc].append((unit, BlocRole(role)))
    return found


def lifespans(units: "list[int] | None" = None) -> dict[int, Lifespan]:
    """From when to when each unit existed (all of them when None). One query."""
    versions = UnitVersion.objects.all() if units is None else UnitVersion.objects.filter(unit__in=units)
    rows = versions.values_list("unit").annotate(
        first=Min("start"), last=Max("end"), open=Max("pk", filter=Q(end=None))
    )
    return {unit: Lifespan(first, None if still is not None else last) for unit, first, last, still in rows}


def days_without_parent() -> list[tuple[UnitRow, date]]:
    """Versions whose parent did not exist throughout, each with its first day: a tree would fall apart there.

    One query, and one more for their names.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT v.unit_id, v.start FROM units_unitversion v
            WHERE v.parent_id IS NOT NULL AND NOT coalesce((
                SELECT range_agg(daterange(p.start, p."end")) @> daterange(v.start, v."end")
                FROM units_unitversion p WHERE p.unit_id = v.parent_id
            ), false)
            ORDER BY v.start, v.unit_id
            """
        )
        found = list(cursor.fetchall())
    rows = units_then(found)
    return [(rows[unit, start], start) for unit, start in found]
