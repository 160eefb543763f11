"""The ground on which made-up work stands: real units of a day, with the names of their places and their weight."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from viecthat.catalogue.areas import Area, areas_on
from viecthat.demo.chance import chance, zipf
from viecthat.demo.tree import CENTRE, HANOI, unit_code, unit_kind
from viecthat.units.queries import unit_with_code, units_by_id
from viecthat.units.tree import tree_on

# Any day after the districts ended: the map on which today's commune unions stand.
TODAY = date(2025, 7, 1)
# The last day of the map with districts.
BEFORE = date(2025, 6, 30)

_UNEVEN_DISTRICTS = 0.45
_UNEVEN_COMMUNES = 0.6


@dataclass(frozen=True)
class Spot:
    """A unit where work is done. `district` is its district union, `size` its share among units of its level."""

    code: str
    unit: int
    level: str
    name: str
    area: Area
    district: str
    size: float

    @property
    def is_ward(self) -> bool:
        """In a town: streets and blocks, no fields."""
        return self.area.kind in {"phuong", "thi_tran", "quan", "dac_khu"}


class Ground:
    """The units of Hà Nội as they stood on a day."""

    def __init__(self, day: date) -> None:
        self.day = day
        self._areas = areas_on(day)
        tree, hanoi = tree_on(day), unit_with_code(HANOI, day)
        if hanoi is None or hanoi.parent is None:
            raise LookupError("plant_tree() comes first")
        lo, hi = tree.span(hanoi.id)
        wanted = {hanoi.parent, *tree.children(hanoi.parent), *tree.units[lo:hi].tolist()}
        self._rows = {row.code: row for row in units_by_id(wanted, day).values()}

    @cached_property
    def spots(self) -> dict[str, list[Spot]]:
        """Hà Nội by level, each level in the order of its codes; no districts on a day after they ended."""
        districts = [area for area in self._areas.values() if area.parent == "01" and unit_kind(area) == "district"]
        districts.sort(key=lambda area: area.code)
        sizes = zipf(len(districts), _UNEVEN_DISTRICTS, chance("districts"))
        # On today's map nothing stands between the city and its communes.
        communes = [] if districts else list(self._communes_of(self._areas["01"], 1.0))
        for district, size in zip(districts, sizes, strict=True):
            communes += self._communes_of(district, size)
        city = self._spot(self._areas["01"], "province", "", 1.0)
        whole = sum(spot.size for spot in communes)
        return {
            "province": [city],
            "district": [
                self._spot(area, "district", unit_code(area.code), size)
                for area, size in zip(districts, sizes, strict=True)
            ],
            "commune": [replace(spot, size=spot.size / whole) for spot in communes],
        }

    @cached_property
    def provinces(self) -> list[Spot]:
        """Every province of the day; weighed by its number of communes and a chance of its own."""
        below: dict[str, int] = {}
        for area in self._areas.values():
            if unit_kind(area) == "commune" and area.parent:
                above = self._areas[area.parent]
                below[above.parent or above.code] = below.get(above.parent or above.code, 0) + 1
        return [
            self._spot(area, "province", unit_code(area.code), below[area.code] * _luck(area.code))
            for area in sorted(self._areas.values(), key=lambda area: area.code)
            if unit_kind(area) == "province"
        ]

    @property
    def centre(self) -> int:
        """The central office's unit."""
        return self._rows[CENTRE].id

    def unit(self, code: str) -> int:
        """The id of a unit of the day."""
        return self._rows[code].id

    def name(self, code: str) -> str:
        """What a unit was called on the day."""
        return self._rows[code].name

    def _communes_of(self, district: Area, size: float) -> Iterator[Spot]:
        inside = sorted((a for a in self._areas.values() if a.parent == district.code), key=lambda area: area.code)
        # A district with more communes does more, though not in proportion.
        shares = zipf(len(inside), _UNEVEN_COMMUNES, chance("communes", district.code))
        for area, share in zip(inside, shares, strict=True):
            yield self._spot(area, "commune", unit_code(district.code), size * share * len(inside) ** 0.5)

    def _spot(self, area: Area, level: str, district: str, size: float) -> Spot:
        row = self._rows[unit_code(area.code)]
        return Spot(row.code, row.id, level, row.name, area, district, size)


def _luck(code: str) -> float:
    return chance("province", code).uniform(0.6, 1.8)


def neighbours(spot: Spot, spots: Sequence[Spot]) -> list[Spot]:
    """The other units of the same level under the same district."""
    return [other for other in spots if other.district == spot.district and other.code != spot.code]


__all__ = ["BEFORE", "HANOI", "TODAY", "Ground", "Spot", "neighbours"]
