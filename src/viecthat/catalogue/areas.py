"""The administrative areas of Vietnam as they stood and stand: names, kinds, places in the tree, successions.

Where the figures come from, and what they do not know, is written in administrative_map/README.md.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

PROVINCE_KINDS = frozenset({"tinh", "thanh_pho_tw"})
DISTRICT_KINDS = frozenset({"quan", "huyen", "thi_xa", "thanh_pho"})
COMMUNE_KINDS = frozenset({"xa", "phuong", "thi_tran", "dac_khu"})

KIND_NAMES = {
    "tinh": "tỉnh",
    "thanh_pho_tw": "thành phố",
    "quan": "quận",
    "huyen": "huyện",
    "thi_xa": "thị xã",
    "thanh_pho": "thành phố",
    "xa": "xã",
    "phuong": "phường",
    "thi_tran": "thị trấn",
    "dac_khu": "đặc khu",
}


@dataclass(frozen=True)
class Area:
    """One dated version of an area; a code may have several, one after the other.

    `end` is the first day on which the version is no longer valid, None while it is.
    """

    code: str
    kind: str
    name: str
    parent: str | None
    start: date
    end: date | None

    @property
    def full_name(self) -> str:
        """The name with its kind: "xã Tản Lĩnh"."""
        return f"{KIND_NAMES[self.kind]} {self.name}"

    def valid_on(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(frozen=True)
class AreaSuccession:
    """The area `old` ended on `day` and went into `new`.

    A single successor is heir. Of several, the one that keeps the name is; where none keeps it, none is heir.
    """

    old: str
    new: str
    day: date
    heir: bool
    note: str


@cache
def areas() -> tuple[Area, ...]:
    """Every version of every area, by code and first day."""
    return tuple(
        Area(
            code=row["code"],
            kind=row["kind"],
            name=row["name"],
            parent=row["parent_code"] or None,
            start=date.fromisoformat(row["valid_from"]),
            end=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        )
        for row in _rows("units.csv")
    )


@cache
def area_successions() -> tuple[AreaSuccession, ...]:
    """What every ended area became, by the old code and the new one."""
    return tuple(
        AreaSuccession(
            old=row["old_code"],
            new=row["new_code"],
            day=date.fromisoformat(row["day"]),
            heir=row["heir"] == "1",
            note=row["note"],
        )
        for row in _rows("successions.csv")
    )


def areas_on(day: date) -> dict[str, Area]:
    """The map of one day, by code."""
    return {area.code: area for area in areas() if area.valid_on(day)}


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = (files("viecthat.catalogue") / "administrative_map" / name).read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines())
