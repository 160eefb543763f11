"""The question everybody asks: measures of units over periods, under a map, as known at a moment."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from viecthat.kernel.periods import Period
from viecthat.rollup.answer import Table
from viecthat.rollup.facts import FactSource
from viecthat.rollup.measures import Measure
from viecthat.rollup.placement import UnitMap


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
class Where:
    """Which entries count. Each condition given must hold; None asks nothing.

    postings: entries of these postings (a programme's figure is a filter); persons: entries naming one of these
    people (sex, age group); grades: entries of these grades of proof, 1 to 3.
    """

    postings: Collection[int] | None = None
    persons: Collection[int] | None = None
    grades: Collection[int] | None = None


def ask(
    measures: Mapping[Any, Measure],
    *,
    units: Sequence[int],
    periods: Sequence[Period],
    by: By = By.NONE,
    map: UnitMap,
    source: FactSource,
    as_known: datetime | None = None,
    where: Where | None = None,
) -> Table:
    """Every measure of every unit over every period, opened `by` parts.

    Entries count where their unit stands in `map`; `as_known` leaves out what was recorded after that moment (which
    needs its time zone: ValueError). Refused when a unit does not stand in the map. Units and periods may overlap;
    one asked twice is answered once. Sums are exact; the parts of an additive measure add to the whole.
    """
    raise NotImplementedError
