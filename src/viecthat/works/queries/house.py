"""Charity houses: what everybody above may know, apart from the household itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.db.models import QuerySet, Sum

from viecthat.kernel.names import fold
from viecthat.units.queries import UnitRow, units_by_id
from viecthat.works.models import CharityHouse, Household, HouseholdView, HouseMoney, HousePhoto
from viecthat.works.rules import may_see_house

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.units.queries.scope import UnitScope

ORDERS = {
    "xa": ("folded", "pk"),
    "-xa": ("-folded", "-pk"),
    "ngay": ("registered_on", "pk"),
    "-ngay": ("-registered_on", "-pk"),
}
NEWEST = "-ngay"
_CHUNK = 500


@dataclass(frozen=True)
class ListedHouse:
    """A house in a list: never whose it is."""

    house: CharityHouse
    unit: UnitRow
    money: int


def houses_found(
    scope: UnitScope, *, text: str = "", kind: str = "", state: str = "", year: int | None = None, order: str = NEWEST
) -> QuerySet[CharityHouse]:
    """Houses of the units in scope that fit all that is asked; `text` is part of the commune's name."""
    found = CharityHouse.objects.filter(scope.of("unit"))
    if kind:
        found = found.filter(kind=kind)
    if state:
        found = found.filter(state=state)
    if year is not None:
        found = found.filter(registered_on__gte=date(year, 1, 1), registered_on__lt=date(year + 1, 1, 1))
    if wanted := fold(text):
        found = found.filter(folded__contains=wanted)
    return found.order_by(*ORDERS[order])


def listed(houses: Sequence[CharityHouse], today: date) -> list[ListedHouse]:
    """These houses as a list shows them. Two queries for any number."""
    units = units_by_id({house.unit_id for house in houses}, today)
    sums = dict(
        HouseMoney.objects.filter(house__in=[house.pk for house in houses])
        .values_list("house")
        .annotate(sum=Sum("amount"))
    )
    return [ListedHouse(house, units[house.unit_id], int(sums.get(house.pk, 0))) for house in houses]


def listed_in_chunks(found: QuerySet[CharityHouse], today: date) -> Iterator[ListedHouse]:
    """All of them, a few hundred at a time."""
    for page in Paginator(found, _CHUNK):
        yield from listed(list(page.object_list), today)


def house_with_id(pk: int, actor: Account, at: datetime) -> CharityHouse | None:
    """The house, for whoever is over its unit."""
    house = CharityHouse.objects.filter(pk=pk).first()
    return house if house is not None and may_see_house(actor, house, at) else None


def money_of(house: CharityHouse) -> list[HouseMoney]:
    """What came in for the house, the latest first."""
    return list(house.money.order_by("-day", "-pk"))


def household_known(house: CharityHouse) -> Household | None:
    """Whether a household is named, and since when it consents; its name is read by `open_household` only."""
    return Household.objects.filter(house=house).only("house_id", "consent_on", "forgotten_on").first()


def views_of(house: CharityHouse) -> list[HouseholdView]:
    """Who read the household's name, the latest first."""
    found = HouseholdView.objects.filter(household__house=house).select_related("account")
    return list(found.order_by("-at", "-pk")[:50])


def photos_of(house: CharityHouse) -> list[HousePhoto]:
    """Photos of the house in the order they were added."""
    return list(house.photos.order_by("pk"))


def photo_with_id(pk: int) -> HousePhoto | None:
    """A photo with its file and house."""
    return HousePhoto.objects.select_related("file", "house").filter(pk=pk).first()
