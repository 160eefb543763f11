"""python -m bench.doubts [--seeds N …]: how many planted faults are found, how many honest figures are asked about, and
how long it takes. Writes docs/bench/doubts.md. `--tune` shows what is asked wrongly, on the seed for tuning only.
"""

from __future__ import annotations

import argparse
from collections import Counter

from bench.doubts.judge import judge
from bench.doubts.planting import plant
from bench.doubts.report import write_report
from bench.doubts.times import measure_times
from bench.doubts.world import make_world
from viecthat.doubts.combine import doubts_of

TUNING_SEED = 1
HELD_OUT_SEEDS = (3001, 3002, 3003)  # looked at once, after the last limit was set
EACH = 15


def main() -> None:
    """Parse and go."""
    parser = argparse.ArgumentParser(prog="python -m bench.doubts", description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="+", default=list(HELD_OUT_SEEDS))
    parser.add_argument("--each", type=int, default=EACH, help="faults of every kind")
    parser.add_argument("--tune", action="store_true")
    given = parser.parse_args()
    if given.tune:
        _tune(given.each)
        return
    judged = [judge(seed, given.each) for seed in given.seeds]
    write_report(judged, measure_times(given.seeds[0]), given.seeds, given.each)


def _tune(each: int) -> None:
    world = make_world(TUNING_SEED)
    faults = plant(world, each)
    facts = world.facts()
    doubts = doubts_of(facts)
    by_unit = {fault.unit: fault for fault in faults}
    wrong: Counter[str] = Counter()
    for doubt in doubts:
        fault = by_unit.get(doubt.unit)
        if not fault or not (doubt.code in fault.codes or fault.indicators & set(doubt.indicators)):
            wrong[doubt.code] += 1
            if wrong[doubt.code] <= 4:
                print(
                    f"{doubt.score:.2f} {doubt.code} {doubt.indicator} {doubt.words()} [{fault.kind if fault else ''}]"
                )
    print(wrong, len(doubts))
    found = {(doubt.unit, code) for doubt in doubts for code in (doubt.code, *doubt.also)}
    missed = Counter(fault.kind for fault in faults if not any((fault.unit, code) in found for code in fault.codes))
    print(missed)


if __name__ == "__main__":
    main()
