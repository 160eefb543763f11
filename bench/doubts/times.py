"""How long, and how much memory."""

from __future__ import annotations

import platform
import statistics
import time
import tracemalloc
from collections import defaultdict
from dataclasses import dataclass, replace

import numpy as np

from bench.doubts.planting import plant
from bench.doubts.world import make_world
from viecthat.doubts.combine import doubts_of
from viecthat.doubts.facts import Facts, Photos, Presences, Recordings, Sheet
from viecthat.doubts.peers import choose_peers


@dataclass(frozen=True)
class Times:
    """Seconds of the processor, so that neighbours do not count, and bytes."""

    report: float
    report_most: float
    report_same: float
    province: float
    province_units: int
    level: float
    level_units: int
    level_memory: int
    level_given: int
    machine: str


def measure_times(seed: int) -> Times:
    """One report with the peers chosen for it, all reports of a province, all communes of the nation."""
    world = make_world(seed)
    plant(world, 15)
    facts = world.facts()
    among_all = defaultdict(set)
    for doubt in doubts_of(facts):
        among_all[doubt.unit].add(doubt.key)
    spans, same, said = [], 0, 0
    for unit in [
        *facts.sheet.units[::110],
        *(facts.sheet.units[facts.sheet.rows[at]] for at in sorted(among_all)[::5]),
    ]:
        chosen = choose_peers(facts.sheet.units, unit)
        one = _only(facts, np.array([facts.sheet.rows[peer.id] for peer in chosen]), unit.id)
        begin = time.process_time()
        alone = {doubt.key for doubt in doubts_of(one)}
        spans.append(time.process_time() - begin)
        same += len(alone & among_all[unit.id])
        said += len(alone | among_all[unit.id])
    largest = max(
        {unit.parent for unit in facts.sheet.units}, key=lambda p: sum(u.parent == p for u in facts.sheet.units)
    )
    inside = np.array([row for row, unit in enumerate(facts.sheet.units) if unit.parent == largest])
    province = _only(facts, inside, None)
    begin = time.process_time()
    doubts_of(province)
    of_province = time.process_time() - begin
    begin = time.process_time()
    doubts_of(facts)
    of_level = time.process_time() - begin
    tracemalloc.start()
    doubts_of(facts)
    memory = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    history = facts.sheet.history
    given = facts.sheet.values.nbytes + (history.nbytes if history is not None else 0)
    return Times(
        statistics.median(spans),
        max(spans),
        same / said,
        of_province,
        len(inside),
        of_level,
        len(facts.sheet.units),
        memory,
        given,
        f"{platform.machine()}, Python {platform.python_version()}, numpy {np.__version__}",
    )


def _only(facts: Facts, rows: np.ndarray, unit: int | None) -> Facts:
    """The same facts cut to some units; records of the unit asked, or of all of them."""
    sheet = facts.sheet
    cut = Sheet(
        sheet.period,
        tuple(sheet.units[row] for row in rows),
        sheet.indicators,
        sheet.values[rows],
        sheet.past,
        sheet.history[:, rows] if sheet.history is not None else None,
        *(
            None if given is None else given[rows]
            for given in (sheet.wholes, sheet.percents, sheet.proved, sheet.goals)
        ),
    )
    kept = {unit} if unit is not None else {known.id for known in cut.units}
    recorded, present, pictured = facts.recordings, facts.presences, facts.photos
    at = np.isin(recorded.unit, list(kept))
    here = np.isin(present.unit, list(kept))
    shot = np.isin(pictured.unit, list(kept))
    return replace(
        facts,
        sheet=cut,
        asked=None if unit is None else frozenset({unit}),
        breakdowns=tuple(row for row in facts.breakdowns if row.unit in kept),
        works=tuple(row for row in facts.works if row.unit in kept),
        ratings=tuple(row for row in facts.ratings if row.unit in kept),
        prose=tuple(row for row in facts.prose if row.unit in kept),
        recordings=Recordings(recorded.unit[at], recorded.recorded_at[at], recorded.day[at]),
        presences=Presences(
            *(
                column[here]
                for column in (
                    present.person,
                    present.unit,
                    present.activity,
                    present.place,
                    present.start,
                    present.end,
                )
            )
        ),
        photos=Photos(pictured.unit[shot], pictured.activity[shot], pictured.bits[shot]),
    )
