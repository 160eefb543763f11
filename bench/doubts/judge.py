"""Doubts against what was planted."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace

import numpy as np

from bench.doubts.planting import Fault, plant
from bench.doubts.rivals import RIVALS, Flags
from bench.doubts.world import make_world
from viecthat.doubts.combine import doubts_of
from viecthat.doubts.doubt import Doubt
from viecthat.doubts.facts import Facts

FIGURE_KINDS = ("spike", "drop", "× 1,000", "÷ 1,000", "new unit, far from peers")

FIGURE_TESTS = ("far_from_history", "far_from_peers", "thousand_off")


@dataclass
class Judged:
    """Of one world: planted and found by kind; right and wrong doubts by test; the same for rivals."""

    planted: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    found: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    right: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    wrong: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    rivals_found: dict[str, dict[str, int]] = field(default_factory=dict)
    rivals_right: dict[str, int] = field(default_factory=dict)
    rivals_wrong: dict[str, int] = field(default_factory=dict)
    honest: int = 0
    without_grades: tuple[float, float] = (0.0, 0.0)
    reports: int = 0


def judge(seed: int, each: int) -> Judged:
    """Make a world, plant, ask, compare."""
    world = make_world(seed)
    clean = doubts_of(world.facts())
    faults = plant(world, each)
    facts = world.facts()
    result = Judged(honest=len(clean), reports=len(world.units))
    doubts = doubts_of(facts)
    tally(result, doubts, faults)
    ungraded = Judged()
    tally(ungraded, doubts_of(_without_grades(facts)), faults)
    result.without_grades = rates(ungraded)
    for name, way in RIVALS.items():
        _of_rival(result, name, way(facts.sheet), faults)
    return result


def rates(judged: Judged) -> tuple[float, float]:
    """Recall over all faults, and precision over all doubts."""
    recall = sum(judged.found.values()) / max(sum(judged.planted.values()), 1)
    right, wrong = sum(judged.right.values()), sum(judged.wrong.values())
    return recall, right / max(right + wrong, 1)


def _without_grades(facts: Facts) -> Facts:
    return replace(facts, sheet=replace(facts.sheet, proved=np.zeros(facts.sheet.values.shape)))


def tally(result: Judged, doubts: list[Doubt], faults: list[Fault]) -> None:
    """Count into `result` what was found of the faults, and which doubts were right."""
    by_unit: dict[int, list[Fault]] = defaultdict(list)
    for fault in faults:
        by_unit[fault.unit].append(fault)
    met: set[Fault] = set()
    for doubt in doubts:
        meant = [fault for fault in by_unit[doubt.unit] if _meets(doubt, fault)]
        met.update(meant)
        result.right[doubt.code] += bool(meant)
        result.wrong[doubt.code] += not meant
    for fault in faults:
        result.planted[fault.kind] += 1
        result.found[fault.kind] += fault in met


def _meets(doubt: Doubt, fault: Fault) -> bool:
    """The test means this fault, at this figure; a doubt of another kind about the very figure is right as well."""
    named = set(doubt.indicators)
    if fault.indicators:
        return bool(named & fault.indicators) and (bool({doubt.code, *doubt.also} & fault.codes) or len(named) == 1)
    return bool({doubt.code, *doubt.also} & fault.codes)


def _of_rival(result: Judged, name: str, flags: Flags, faults: list[Fault]) -> None:
    """A flag is right at a faulty figure, and anywhere in a report that is faulty as a whole."""
    figures = {(fault.unit, code) for fault in faults for code in fault.indicators}
    whole = {fault.unit for fault in faults if not fault.indicators}
    right = sum(1 for unit, code in flags if (unit, code) in figures or unit in whole)
    found: dict[str, int] = defaultdict(int)
    flagged_units = {unit for unit, _ in flags}
    for fault in faults:
        at_figure = any((fault.unit, code) in flags for code in fault.indicators)
        found[fault.kind] += at_figure or (not fault.indicators and fault.unit in flagged_units)
    result.rivals_found[name], result.rivals_right[name] = found, right
    result.rivals_wrong[name] = len(flags) - right
