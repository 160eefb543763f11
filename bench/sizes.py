"""How large a made-up organisation is, and how much of its ledger is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

YEAR: Final = 2026
INDICATORS: Final = tuple(range(1, 101))
ATTENDANCE: Final = 101


@dataclass(frozen=True, slots=True)
class Size:
    """Counts of the tree and of the facts.

    months: calendar months of YEAR that have facts; one_province: only the smallest province reports, the tree stays
    whole; lines: entries of a unit in a month, on average; attendances: of the whole nation in a month.
    """

    name: str
    provinces: int = 34
    old_provinces: int = 63
    districts: int = 696
    communes: int = 3_321
    old_communes: int = 10_035
    schools: int = 17_000
    branches: int = 200_000
    people: int = 6_400_000
    months: tuple[int, ...] = tuple(range(1, 13))
    one_province: bool = False
    lines: float = 22.45
    attendances: int = 829_000


SIZES: Final = {
    size.name: size
    for size in (
        Size("S", one_province=True),
        Size("M", months=(6,)),
        Size("L"),
        Size(
            "tiny",
            provinces=4,
            old_provinces=7,
            districts=14,
            communes=24,
            old_communes=70,
            schools=60,
            branches=400,
            people=6_000,
            months=tuple(range(1, 13)),
            lines=12.0,
            attendances=900,
        ),
    )
}
