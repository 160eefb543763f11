"""Delegates: the list, who of them is to be looked at, and how they are made up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.utils.translation import gettext

from viecthat.congress.choices import DelegateBasis
from viecthat.congress.models import ALPHABET, Congress, Delegate, Quota
from viecthat.kernel.names import fold
from viecthat.people.queries.duplicate import merged_into
from viecthat.people.queries.traits import Traits, traits_of
from viecthat.people.rules.charter import age_on
from viecthat.units.queries import UnitRow, units_by_id
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.rollup.placement import UnitMap

ORDERS: dict[str, tuple[str | OrderBy, ...]] = {
    "ten": (ALPHABET.asc(), "pk"),
    "-ten": (ALPHABET.desc(), "-pk"),
    "dien": ("basis", ALPHABET.asc(), "pk"),
    "-dien": ("-basis", ALPHABET.desc(), "-pk"),
}
FIRST = "ten"
THERE, AWAY, STRUCK, SUBSTITUTE = "co-mat", "vang", "rut", "du-khuyet"
_STATES = {
    THERE: Q(came_at__isnull=False),
    AWAY: Q(came_at__isnull=True, struck_why=""),
    STRUCK: ~Q(struck_why=""),
    SUBSTITUTE: Q(substitute=True),
}
FEWEST_TOLD = 5
AGES = ((0, 25), (26, 30), (31, 35), (36, 40), (41, 200))


# A merge takes delegates along, but not one whose other file is in the list already: there one person stands twice.
TWICE = merged_into(OuterRef("person"))


@dataclass(frozen=True)
class ListedDelegate:
    """A delegate with the delegation and what is to be looked at."""

    row: Delegate
    unit: UnitRow | None
    doubts: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """So many of the delegates; None when told of too few to be told."""

    name: str
    count: int | None
    of: int

    @property
    def share(self) -> Decimal | None:
        """In percent."""
        return None if self.count is None or not self.of else Decimal(100 * self.count) / self.of


@dataclass(frozen=True)
class Structure:
    """How the delegates are made up, by the registers of people on the day."""

    day: date
    called: int
    there: int
    substitutes: int
    bases: tuple[Part, ...]
    parts: tuple[Part, ...]
    ages: tuple[Part, ...]
    mean_age: Decimal | None
    youngest: date | None
    oldest: date | None
    kept_back: bool


@dataclass(frozen=True)
class QuotaRow:
    """A unit's quota with how many it has elected."""

    quota: Quota
    unit: UnitRow
    elected: int

    @property
    def missing(self) -> int:
        """How many it has still to elect."""
        return max(0, self.quota.seats - self.elected)


def delegates_found(
    congress: Congress, *, text: str = "", basis: str = "", unit: int | None = None, state: str = ""
) -> QuerySet[Delegate]:
    """Delegates by name, kind, delegation and whether they came."""
    found = Delegate.objects.filter(congress=congress).select_related("person").annotate(twice=Exists(TWICE))
    if basis:
        found = found.filter(basis=basis)
    if unit is not None:
        found = found.filter(unit=unit)
    if state:
        found = found.filter(_STATES[state])
    if wanted := fold(text):
        # Few enough to be read: names outside the register have no folded copy.
        near = [pk for pk, name in found.filter(person__isnull=True).values_list("pk", "name") if wanted in fold(name)]
        found = found.filter(Q(person__folded_name__contains=wanted) | Q(pk__in=near))
    return found.order_by(*ORDERS[FIRST])


def delegate_of(congress: Congress, pk: int) -> Delegate | None:
    """This delegate of the congress."""
    return Delegate.objects.filter(congress=congress, pk=pk).select_related("person", "congress").first()


def listed(rows: Sequence[Delegate], day: date) -> list[ListedDelegate]:
    """These delegates with what the verification board is to look at. Seven queries."""
    units = units_by_id({row.unit_id for row in rows if row.unit_id}, day)
    traits = traits_of([row.person_id for row in rows if row.person_id], day)
    unit_map = map_on(day)
    return [
        ListedDelegate(
            row,
            units.get(row.unit_id or 0),
            () if row.struck_why else tuple(_doubts(row, traits.get(row.person_id or 0), unit_map)),
        )
        for row in rows
    ]


def structure_of(congress: Congress, day: date, *, small_told: bool) -> Structure:
    """The make-up of those called, substitutes and struck ones left out.

    Ethnicity and religion of fewer than five people are told only to whoever reads the restricted part of files.
    """
    rows = list(Delegate.objects.filter(congress=congress, struck_why=""))
    called = [row for row in rows if not row.substitute]
    traits = traits_of([row.person_id for row in called if row.person_id], day)
    told = [_told(row, traits.get(row.person_id or 0)) for row in called]
    n = len(called)
    bases = Counter(row.basis for row in called)
    restricted = (
        (gettext("Người dân tộc thiểu số"), sum(one.minority is True for one in told)),
        (gettext("Người có tôn giáo"), sum(one.religious is True for one in told)),
    )
    hidden = {name for name, count in restricted if 0 < count < FEWEST_TOLD and not small_told}
    parts = (
        Part(gettext("Nữ"), sum(one.sex == "female" for one in told), n),
        *(Part(name, None if name in hidden else count, n) for name, count in restricted),
        Part(gettext("Đảng viên"), sum(one.party for one in told), n),
        Part(gettext("Đại học trở lên"), sum(one.degree is True for one in told), n),
    )
    born = sorted(one.birth_date for one in told if one.birth_date is not None)
    ages = [age_on(one, day) for one in born]
    return Structure(
        day=day,
        called=n,
        there=sum(row.came_at is not None for row in called),
        substitutes=len(rows) - n,
        bases=tuple(Part(str(basis.label), bases[basis.value], n) for basis in DelegateBasis),
        parts=parts,
        ages=tuple(Part(_ages(low, high), sum(low <= age <= high for age in ages), n) for low, high in AGES),
        mean_age=Decimal(sum(ages)) / len(ages) if ages else None,
        youngest=born[-1] if born else None,
        oldest=born[0] if born else None,
        kept_back=bool(hidden),
    )


def standing_twice(congress: Congress) -> list[Delegate]:
    """Delegates whose file went into that of another one of the list. One query."""
    return list(Delegate.objects.filter(Exists(TWICE), congress=congress, struck_why="").order_by("pk"))


def quotas_of(congress: Congress, day: date) -> list[QuotaRow]:
    """Each unit's quota beside what it elected, by name. Three queries."""
    rows = list(Quota.objects.filter(congress=congress))
    units = units_by_id({row.unit_id for row in rows}, day)
    elected = Counter(
        Delegate.objects.filter(
            congress=congress, basis=DelegateBasis.ELECTED, substitute=False, struck_why=""
        ).values_list("unit", flat=True)
    )
    found = [QuotaRow(row, units[row.unit_id], elected[row.unit_id]) for row in rows if row.unit_id in units]
    return sorted(found, key=lambda one: (fold(one.unit.name), one.unit.id))


def doubtful(congress: Congress, day: date) -> list[ListedDelegate]:
    """Delegates the verification board has a question about."""
    rows = list(delegates_found(congress).filter(struck_why=""))
    return [one for one in listed(rows, day) if one.doubts]


def _told(row: Delegate, traits: Traits | None) -> Traits:
    if traits is not None:
        return traits
    return Traits(row.sex, row.birth_date, None, None, party=False, degree=None, active=True, warned=False, unit=None)


def _doubts(row: Delegate, traits: Traits | None, unit_map: UnitMap) -> Iterable[str]:
    if getattr(row, "twice", False):
        yield gettext("hồ sơ đã nhập vào hồ sơ khác cũng có trong danh sách: một người hai lần, rút một dòng")
    if traits is None:
        yield gettext("không có trong sổ: đối chiếu giấy tờ")
        return
    if not traits.active:
        yield gettext("không còn sinh hoạt Đoàn, không giữ chức vụ nào")
    if traits.warned:
        yield gettext("đã bị kỷ luật từ cảnh cáo: xem đã được công nhận tiến bộ chưa")
    if row.unit_id and row.basis == DelegateBasis.ELECTED and not _belongs(traits.unit, row.unit_id, unit_map):
        yield gettext("không thuộc đơn vị đã bầu")


def _belongs(unit: int | None, top: int, unit_map: UnitMap) -> bool:
    here = None if unit is None else unit_map.stands_at(unit)[0]
    above = unit_map.stands_at(top)[0]
    return here is not None and above is not None and unit_map.tree.covers(above, here)


def _ages(low: int, high: int) -> str:
    if low == 0:
        return gettext("đến {age} tuổi").format(age=high)
    if high == AGES[-1][1]:
        return gettext("từ {age} tuổi").format(age=low)
    return gettext("{low} đến {high} tuổi").format(low=low, high=high)
