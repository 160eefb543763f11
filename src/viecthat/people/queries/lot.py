"""Members drawn by lot: counted and drawn in the database, so that one among six million takes no more memory.

Everybody has a number between 0 and 1 that only the seed and the number of their file make: the first 52 bits of
MD5("seed/file"). Who has the smallest ones is drawn, so that anybody with the seed and the register can draw again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Any

from django.db import connection

# The part of the unit, the sex, the place of the age group from 1 on; 0 and "": unknown, or not told apart.
Cell = tuple[int, str, int]
_BITS = 52
_LOT = f"('x' || left(md5(%(seed)s || '/' || p.id), {_BITS // 4}))::bit({_BITS})::bigint"
_FROM = """
    FROM unnest(%(units)s::bigint[], %(parts)s::bigint[]) u(unit, part)
    JOIN people_membership m ON m.unit_id = u.unit AND m."end" IS NULL
    JOIN people_person p ON p.id = m.person_id
"""


@dataclass(frozen=True)
class Pot:
    """Out of whom it is drawn, and by what they are told apart.

    parts: every unit whose members are in it, with the part it is told under; ages: the age groups as days of birth.
    """

    parts: Mapping[int, int]
    by_sex: bool
    ages: tuple[tuple[date, date], ...]


@dataclass(frozen=True, slots=True)
class Lot:
    """A member with where they stand and their number."""

    cell: Cell
    number: int
    person: int


def members_by_cell(pot: Pot) -> dict[Cell, int]:
    """How many members stand in each cell. One query."""
    cells, given = _cells(pot)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {cells}, count(*) {_FROM} GROUP BY 1, 2, 3", given)
        return {(part, sex, age): n for part, sex, age, n in cursor.fetchall()}


def smallest_lots(pot: Pot, seed: str, share: float) -> list[Lot]:
    """Members whose number is within the smallest `share` of all numbers, the smallest first. One query."""
    cells, given = _cells(pot)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {cells}, {_LOT} AS lot, p.id {_FROM} WHERE {_LOT} < %(most)s ORDER BY lot, p.id",
            given | {"seed": seed, "most": ceil(min(share, 1) * 2**_BITS)},
        )
        return [Lot((part, sex, age), number, person) for part, sex, age, number, person in cursor.fetchall()]


def _cells(pot: Pot) -> tuple[str, dict[str, Any]]:
    given: dict[str, Any] = {"units": list(pot.parts), "parts": list(pot.parts.values())}
    cases = ""
    for place, (first, last) in enumerate(pot.ages, 1):
        cases += f" WHEN p.birth_date BETWEEN %(first_{place})s AND %(last_{place})s THEN {place}"
        given |= {f"first_{place}": first, f"last_{place}": last}
    sex = "p.sex" if pot.by_sex else "''"
    age = f"CASE{cases} ELSE 0 END" if cases else "0"
    return f"u.part, {sex}, {age}", given
