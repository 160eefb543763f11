"""PostgreSQL with packed rows: what is asked of units that others stand under is added up beforehand.

One row per upper unit and month holds the sums of all indicators, once plain and once by grade; one row per indicator
and month holds the sums of all base units (the same, transposed). Numbers lie one after the other in a bytea, read by
numpy. A serious rival: transactional, backed up with the rest, shared by servers. It keeps neither people nor the past,
and every map must be packed anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from bench.columns import PeerData, Spots
from bench.peers.postgres import PostgresPeer, maps_of
from bench.questions import Answer, Draw
from bench.sizes import INDICATORS
from bench.tree import Ints

GRADES = 3


class PackedRows(PostgresPeer):
    """A look-up by primary key and a sum over a few rows."""

    name = "packed_rows"
    label = "PostgreSQL, packed rows"
    tables = ("packed%",)

    def __init__(self) -> None:
        super().__init__()
        self._bases: Ints = np.empty(0, dtype=np.int64)

    def load(self, data: PeerData) -> None:
        """Add up once per month for every upper unit of both maps."""
        self.open(data)
        if not self.has("packed_units"):
            self.execute(
                "DROP TABLE IF EXISTS packed_units, packed_indicators",
                "CREATE UNLOGGED TABLE packed_units"
                " (map smallint, unit integer, month smallint, sums bytea, graded bytea)",
                "ALTER TABLE packed_units ALTER sums SET STORAGE EXTERNAL, ALTER graded SET STORAGE EXTERNAL",
                "CREATE UNLOGGED TABLE packed_indicators (indicator smallint, month smallint, sums bytea)",
                "ALTER TABLE packed_indicators ALTER sums SET STORAGE EXTERNAL",
            )
            for month in data.world.size.months:
                self._pack(data, month)
            self.execute(
                "ALTER TABLE packed_units ADD PRIMARY KEY (map, unit, month)",
                "ALTER TABLE packed_indicators ADD PRIMARY KEY (indicator, month)",
                "VACUUM ANALYZE packed_units",
                "VACUUM ANALYZE packed_indicators",
            )
            self.whole("packed_units")
        self.close()

    def open(self, data: PeerData) -> None:
        """Connect, and know in which order base units are packed."""
        super().open(data)
        self._bases = np.array(data.today.map.tree.units_of_kind("base"))

    def can(self, draw: Draw) -> bool:
        """Sums of units that were packed."""
        return not draw.people and draw.known is None

    def statement(self, draw: Draw) -> str:
        """The SQL of a question."""
        months = f"month BETWEEN {draw.months[0]} AND {draw.months[1]}"
        if draw.question == "Q4":
            return f"SELECT month, sums FROM packed_indicators WHERE indicator = {draw.indicators[0]} AND {months}"
        units = ", ".join(map(str, draw.regions))
        column = "graded" if draw.by_grade else "sums"
        chosen = f"map = {int(draw.historic)} AND unit IN ({units}) AND {months}"
        return f"SELECT unit, month, {column} FROM packed_units WHERE {chosen}"

    def run(self, draw: Draw) -> Any:
        """The rows, unpacked and added up: units (None for base units) and their sums."""
        with self.connection.cursor(binary=True) as cursor:
            rows = cursor.execute(self.statement(draw)).fetchall()  # type: ignore[arg-type]
        packed = np.frombuffer(b"".join(row[-1] for row in rows), dtype=np.int64).reshape(len(rows), -1)
        if draw.question == "Q4":
            return None, packed.sum(axis=0)
        if draw.by_month:
            return np.array([row[:2] for row in rows]), packed
        units, which = np.unique(np.array([row[0] for row in rows]), return_inverse=True)
        if len(units) == 1:
            return units, packed.sum(axis=0, keepdims=True)
        order = np.argsort(which, kind="stable")
        starts = np.searchsorted(which[order], np.arange(len(units)))
        return units, np.add.reduceat(packed[order], starts, axis=0)

    def answer(self, draw: Draw, found: Any) -> Answer:
        """Packed sums in the common shape."""
        units, sums = found
        answer = np.zeros(draw.shape, dtype=np.int64)
        chosen = [INDICATORS.index(indicator) for indicator in draw.indicators]
        if units is None:
            place = {unit: number for number, unit in enumerate(self._bases.tolist())}
            answer[:, 0, 0, 0] = sums[[place[unit] for unit in draw.regions]]
        elif draw.by_month:
            answer[0, :, units[:, 1] - draw.months[0], 0] = sums[:, chosen]
        else:
            place = {unit: number for number, unit in enumerate(draw.regions)}
            for unit, line in zip(units.tolist(), sums, strict=True):
                answer[place[unit], :, 0, :] = line.reshape(len(INDICATORS), -1)[chosen]
        return answer

    def _pack(self, data: PeerData, month: int) -> None:
        columns = data.entries()
        lines = slice(*np.searchsorted(columns["month"], [month, month + 1]))  # type: ignore[misc]
        spot, grade = columns["spot"][lines], columns["grade"][lines].astype(np.int64)
        cell = (spot.astype(np.int64) * len(INDICATORS) + columns["indicator"][lines] - 1) * GRADES + grade - 1
        dense = np.zeros((len(data.known), len(INDICATORS) * GRADES), dtype=np.int64)
        np.add.at(dense.reshape(-1), cell, columns["quantity"][lines])
        until = np.concatenate((np.zeros((1, dense.shape[1]), dtype=np.int64), dense.cumsum(axis=0)))
        del dense
        with self.connection.cursor() as cursor:
            with cursor.copy("COPY packed_units FROM STDIN (FORMAT BINARY)") as copy:
                copy.set_types(["int2", "int4", "int2", "bytea", "bytea"])
                for number, spots in maps_of(data):
                    for unit, sums in _sums(spots, until):
                        plain = sums.reshape(-1, GRADES).sum(axis=1)
                        copy.write_row((number, unit, month, plain.tobytes(), sums.tobytes()))
            bases = {unit: sums.reshape(-1, GRADES).sum(axis=1) for unit, sums in _sums(data.today, until, ("base",))}
            transposed = np.array([bases[unit] for unit in self._bases.tolist()]).T
            with cursor.copy("COPY packed_indicators FROM STDIN (FORMAT BINARY)") as copy:
                copy.set_types(["int2", "int2", "bytea"])
                for indicator, line in zip(INDICATORS, transposed, strict=True):
                    copy.write_row((indicator, month, np.ascontiguousarray(line).tobytes()))


def _sums(
    spots: Spots, until: npt.NDArray[np.int64], kinds: tuple[str, ...] = ("centre", "province", "district", "base")
) -> Iterator[tuple[int, Ints]]:
    """Each unit of these kinds with the sums of its subtree."""
    for kind in kinds:
        for unit in spots.map.tree.units_of_kind(kind):
            sums = np.zeros(until.shape[1], dtype=np.int64)
            for lo, hi in spots.spans(unit):
                sums += until[hi] - until[lo]
            yield unit, sums
