"""The pieces of the tree a question asks about, as spans of positions."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np

from viecthat.rollup.answer import RegionNames
from viecthat.rollup.tree import Positions, Tree


@dataclass(frozen=True, slots=True)
class By:
    """Into which parts a unit's figure is opened: By.NONE, By.CHILDREN or By.kind("commune")."""

    grain: str
    of_kind: str | None = None

    NONE: ClassVar[By]
    CHILDREN: ClassVar[By]

    @staticmethod
    def kind(name: str) -> By:
        """A part per unit of this kind in the subtree (the unit itself included; the outermost where they nest)."""
        return By("kind", name)


By.NONE = By("none")
By.CHILDREN = By("children")


@dataclass(frozen=True)
class Regions:
    """Regions numbered 0 … count-1: per unit its whole, then its parts, then what is left of it.

    A region is one or more spans of positions, or none: span k, [lows[k], highs[k]), belongs to region `owners[k]`.
    Regions may overlap; the spans of one never do.
    """

    tree: Tree
    names: RegionNames
    owners: Positions
    lows: Positions
    highs: Positions

    @property
    def count(self) -> int:
        """How many regions there are."""
        return len(self.names)

    @cached_property
    def layers(self) -> tuple[Positions, ...]:
        """Arrays over positions that hold the region there, or `count` for none, so that a layer splits the facts.

        As few as it takes that regions of one layer never overlap.
        """
        layers: list[Positions] = []
        painted_until: list[int] = []
        order = np.lexsort((-self.highs, self.lows))
        # Spans in preorder nest or follow each other: the first layer whose last span has ended takes the next one.
        for lo, hi, owner in zip(
            self.lows[order].tolist(), self.highs[order].tolist(), self.owners[order].tolist(), strict=True
        ):
            depth = next((depth for depth, until in enumerate(painted_until) if until <= lo), len(painted_until))
            if depth == len(painted_until):
                painted_until.append(hi)
                layers.append(np.full(self.tree.size, self.count, dtype=np.int64))
            painted_until[depth] = hi
            layers[depth][lo:hi] = owner
        return tuple(layers)


def regions_of(tree: Tree, units: Iterable[int], by: By) -> Regions:
    """The wholes of the units and the parts they are opened into. Refused when a unit is not in the tree.

    The same question about the same tree gets the same object as long as it is kept, so that others can keep what they
    made of it.
    """
    key = (id(tree), tuple(dict.fromkeys(units)), by)
    if (held := _kept.get(key)) is None:
        made = _regions_of(tree, key[1], by)
        with _lock:  # what is kept is gone through here, and several threads ask at once
            # The tree is kept with it, so that no other one can come to have the same identity.
            held = _kept.setdefault(key, made)
            while len(_kept) > _MOST_KEPT or sum(len(one.lows) for one in _kept.values()) > _MOST_SPANS:
                _kept.popitem(last=False)
    return held


_kept: OrderedDict[tuple[int, tuple[int, ...], By], Regions] = OrderedDict()
_lock = threading.Lock()
_MOST_KEPT = 256
_MOST_SPANS = 1 << 19


def _regions_of(tree: Tree, asked: tuple[int, ...], by: By) -> Regions:
    starts = [0]
    parts: list[Positions] = []
    spans: list[tuple[Positions, Positions, Positions]] = []
    for unit in asked:
        lo, hi = tree.span(unit)
        whole = starts[-1]
        below = _part_positions(tree, lo, hi, by)
        if below is None:
            parts.append(_WHOLE)
            spans.append((np.array([whole]), np.array([lo]), np.array([hi])))
            starts.append(whole + 1)
            continue
        # What is left lies before, between and after the parts, which follow each other in preorder.
        part_lows, part_highs = below, tree.ends[below]
        rest_lows, rest_highs = np.append(lo, part_highs), np.append(part_lows, hi)
        gaps = rest_highs > rest_lows
        rest = whole + 1 + len(below)
        spans.append(
            (
                np.concatenate(([whole], np.arange(whole + 1, rest), np.full(int(gaps.sum()), rest))),
                np.concatenate(([lo], part_lows, rest_lows[gaps])),
                np.concatenate(([hi], part_highs, rest_highs[gaps])),
            )
        )
        parts.append(np.concatenate((_WHOLE, tree.units[below], _REST)))
        starts.append(rest + 1)
    owners, lows, highs = (
        (np.concatenate(columns) for columns in zip(*spans, strict=True)) if spans else (_NONE, _NONE, _NONE)
    )
    return Regions(tree, RegionNames(asked, starts, np.concatenate(parts) if parts else _NONE), owners, lows, highs)


_WHOLE = np.array([RegionNames.WHOLE], dtype=np.int64)
_REST = np.array([RegionNames.REST], dtype=np.int64)
_NONE = np.array([], dtype=np.int64)


def _part_positions(tree: Tree, lo: int, hi: int, by: By) -> Positions | None:
    if by == By.NONE:
        return None
    if by == By.CHILDREN:
        return tree.child_positions(lo)
    places = lo + np.flatnonzero(tree.kind_codes[lo:hi] == tree.kind_code(by.of_kind or ""))
    if not len(places):
        return places
    earlier_end = np.concatenate(([lo], np.maximum.accumulate(tree.ends[places])[:-1]))
    return places[places >= earlier_end]
