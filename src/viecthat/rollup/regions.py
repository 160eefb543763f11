"""The pieces of the tree a question asks about, painted on positions so that one pass over the facts fills them all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from viecthat.rollup.answer import OWN, Part
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


@dataclass(frozen=True, slots=True)
class Regions:
    """Regions numbered 0 … count-1: per unit its whole, then its parts, then what is left of it.

    names: (unit, part) per region. layers: arrays over positions that hold the number of the region there, or
    `count` where there is none; regions of one layer never overlap, so a layer splits the facts.
    """

    names: tuple[tuple[int, Part], ...]
    layers: tuple[npt.NDArray[np.int64], ...]

    @property
    def count(self) -> int:
        """How many regions there are."""
        return len(self.names)


def regions_of(tree: Tree, units: Iterable[int], by: By) -> Regions:
    """The wholes of the units and the parts they are opened into. Refused when a unit is not in the tree."""
    names: list[tuple[int, Part]] = []
    opened: list[tuple[int, int, int, Positions | None]] = []
    for unit in dict.fromkeys(units):
        lo, hi = tree.span(unit)
        parts = _part_positions(tree, lo, hi, by)
        opened.append((lo, hi, len(names), parts))
        names.append((unit, None))
        if parts is not None:
            names.extend((unit, part) for part in tree.units[parts].tolist())
            names.append((unit, OWN))

    nowhere = len(names)
    layers: list[npt.NDArray[np.int64]] = []
    painted_until: list[int] = []
    per_unit = 1 if by == By.NONE else 2
    # Spans in preorder nest or follow each other: the first layer whose last span has ended takes the next one.
    for lo, hi, whole, parts in sorted(opened, key=lambda span: span[0]):
        depth = next((depth for depth, until in enumerate(painted_until) if until <= lo), len(painted_until))
        if depth == len(painted_until):
            painted_until.append(hi)
            layers.extend(np.full(tree.size, nowhere, dtype=np.int64) for _ in range(per_unit))
        painted_until[depth] = hi
        layers[depth * per_unit][lo:hi] = whole
        if parts is not None:
            layer = layers[depth * per_unit + 1]
            layer[lo:hi] = whole + 1 + len(parts)
            for number, (start, end) in enumerate(
                zip(parts.tolist(), tree.ends[parts].tolist(), strict=True), whole + 1
            ):
                layer[start:end] = number
    return Regions(tuple(names), tuple(layers))


def _part_positions(tree: Tree, lo: int, hi: int, by: By) -> Positions | None:
    if by == By.NONE:
        return None
    if by == By.CHILDREN:
        return tree.child_positions(lo)
    places = lo + np.flatnonzero(tree.kinds[lo:hi] == by.of_kind)
    if not len(places):
        return places
    earlier_end = np.concatenate(([lo], np.maximum.accumulate(tree.ends[places])[:-1]))
    return places[places >= earlier_end]
