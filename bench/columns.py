"""The same facts as the peers get them: narrow columns in tree order, and the tree as they like it.

Every unit has a *spot*: its rank in today's preorder, a unit that ended beside the one that carries it on. Any subtree
of today's map is one range of spots, of another map a few. Peers that know no ranges get levels or a closure.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from bench.generate import World
from bench.sizes import ATTENDANCE, YEAR
from bench.tree import Ints
from viecthat.rollup.facts import Facts
from viecthat.rollup.placement import UnitMap
from viecthat.rollup.question import months_of
from viecthat.rollup.ranks import Ranks

ENTRY_COLUMNS: Final = {
    "spot": np.int32,
    "indicator": np.int16,
    "month": np.int16,
    "grade": np.int16,
    "quantity": np.int64,
    "recorded": np.int64,
}
PRESENCE_COLUMNS: Final = {"spot": np.int32, "month": np.int16, "person": np.int32}
LEVELS: Final = 5
Columns = dict[str, npt.NDArray[np.generic]]


@dataclass(frozen=True)
class Spots:
    """Units in spot order under one map: `places` are their places in its tree (-1: nowhere)."""

    map: UnitMap
    places: Ints
    _spans: dict[int, list[tuple[int, int]]] = field(default_factory=dict, repr=False)

    def spans(self, unit: int) -> list[tuple[int, int]]:
        """Ranges [lo, hi) of spots that stand in the unit's subtree; kept once found."""
        if unit not in self._spans:
            self._spans[unit] = self._find_spans(unit)
        return self._spans[unit]

    def _find_spans(self, unit: int) -> list[tuple[int, int]]:
        lo, hi = self.map.tree.span(unit)
        inside = np.concatenate(([False], (self.places >= lo) & (self.places < hi), [False]))
        edges = np.flatnonzero(inside[1:] != inside[:-1])
        return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))

    @cached_property
    def levels(self) -> npt.NDArray[np.int32]:
        """By spot the ids of the units above it from the root down, itself included, 0 where there is none."""
        tree = self.map.tree
        path = np.zeros((tree.size + 1, LEVELS + 1), dtype=np.int32)
        depth = np.zeros(tree.size, dtype=np.int64)
        for place, (unit, parent) in enumerate(zip(tree.units.tolist(), tree.parents.tolist(), strict=True)):
            if parent >= 0:
                depth[place] = depth[parent] + 1
                path[place] = path[parent]
            path[place, depth[place]] = unit
        return path[self.places]

    def closure(self) -> tuple[Ints, Ints]:
        """Every (unit above or itself, spot) of the upper units: those that others stand under."""
        levels = self.levels.astype(np.int64)
        tree = self.map.tree
        upper = np.append(tree.units[tree.ends > np.arange(tree.size) + 1], tree.units[tree.positions_of(["base"])])
        spot, level = np.nonzero(np.isin(levels, upper))
        return levels[spot, level], spot


class PeerData:
    """Flat columns of entries and of presences, cached under the world's folder; sorted by month, spot, indicator."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.folder = world.folder.parent / "columns"
        today = world.today
        self.order = np.lexsort((today.known, today.places))
        self.known = today.known[self.order]
        self.today = Spots(today, today.places[self.order])
        historic = world.historic
        self.historic = Spots(historic, historic.places[self.order])

    @cached_property
    def count(self) -> dict[str, int]:
        """How many entries and presences there are."""
        manifest = self.folder / "manifest.json"
        if not manifest.exists():
            self._write(manifest)
        counted: dict[str, int] = json.loads(manifest.read_text())
        return counted

    def entries(self) -> Columns:
        """The columns of all entries, memory-mapped; attendances are not among them."""
        return self._read("entries", ENTRY_COLUMNS)

    def presences(self) -> Columns:
        """Who was present where in which month: attendances whose quantities do not cancel, once a month and unit."""
        return self._read("presences", PRESENCE_COLUMNS)

    def chunks(self, name: str, lines: int = 2**19) -> Iterator[Columns]:
        """The columns in pieces."""
        columns = self.entries() if name == "entries" else self.presences()
        for start in range(0, self.count[name], lines):
            yield {key: column[start : start + lines] for key, column in columns.items()}

    def _read(self, name: str, kinds: dict[str, type]) -> Columns:
        lines = self.count[name]
        return {
            key: np.memmap(self.folder / f"{name}-{key}", dtype=kind, mode="r", shape=(lines,))
            for key, kind in kinds.items()
        }

    def _write(self, manifest: Path) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        for old in self.folder.iterdir():
            old.unlink()
        ranks = Ranks(self.world.today.known)
        spot_of = np.argsort(self.order)
        counts = {"entries": 0, "presences": 0}
        for facts in self.world.batches():
            spot = spot_of[ranks.of(facts.unit)]
            month = months_of(facts.day) - YEAR * 12 + 1
            for name, columns in (
                ("entries", _entries(facts, spot, month)),
                ("presences", _presences(facts, spot, month)),
            ):
                kinds = ENTRY_COLUMNS if name == "entries" else PRESENCE_COLUMNS
                for key, kind in kinds.items():
                    with (self.folder / f"{name}-{key}").open("ab") as file:
                        np.ascontiguousarray(columns[key], dtype=kind).tofile(file)
                counts[name] += len(columns["spot"])
        manifest.write_text(json.dumps(counts))


def _entries(facts: Facts, spot: Ints, month: Ints) -> Columns:
    lines = np.flatnonzero(facts.indicator != ATTENDANCE)
    lines = lines[np.argsort(spot[lines] * 128 + facts.indicator[lines], kind="stable")]
    return {
        "spot": spot[lines],
        "indicator": facts.indicator[lines],
        "month": month[lines],
        "grade": facts.grade[lines],
        "quantity": facts.quantity[lines],
        "recorded": facts.recorded[lines],
    }


def _presences(facts: Facts, spot: Ints, month: Ints) -> Columns:
    lines = np.flatnonzero(facts.indicator == ATTENDANCE)
    key = (spot[lines] * 16 + month[lines]) * 2**24 + facts.person[lines]
    keys, which = np.unique(key, return_inverse=True)
    net = np.bincount(which, weights=facts.quantity[lines], minlength=len(keys))
    keys = keys[net > 0]
    return {"spot": keys >> 28, "month": (keys >> 24) & 15, "person": keys & (2**24 - 1)}
