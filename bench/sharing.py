"""python -m bench.sharing [UNITS] [TARGETS]: how long it takes to share targets of a term out to many units.

What the page does in the background: the drafts, target by target, year by year, with every check; and how far it has
come is told meanwhile. 20,000 units and 12 targets of five years when not told otherwise.
"""

from __future__ import annotations

import argparse
import time
from datetime import UTC, date, datetime
from typing import Final

from bench.database import own_database

DATABASE: Final = "viecthat_bench_sharing"
AT: Final = datetime(2018, 3, 27, 9, 0, tzinfo=UTC)
BEGIN: Final = date(2000, 1, 1)
FIRST, LAST = date(2017, 12, 11), date(2022, 12, 15)


def main() -> None:
    """Parse, make the ground, share out equally as a whole and year by year, print seconds."""
    parser = argparse.ArgumentParser(prog="python -m bench.sharing", description=__doc__)
    parser.add_argument("units", nargs="?", type=int, default=20_000)
    parser.add_argument("targets", nargs="?", type=int, default=12)
    given = parser.parse_args()
    with own_database(DATABASE):
        centre = _ground(given.units)
        for by_year in (False, True):
            wall, processor, shares = _share(centre, given.units, given.targets, by_year=by_year)
            print(
                f"{given.units:,} units × {given.targets} targets{' × 5 years' if by_year else ''}: {shares:,} shares"
                f" in {wall:.1f} s, {processor:.1f} s of this process"
            )


def _ground(units: int) -> int:
    from viecthat.project.catalogue import load_catalogue
    from viecthat.units.commands import UnitSpan, import_tree
    from viecthat.units.queries import unit_with_code

    load_catalogue()
    spans = [UnitSpan("tw", "Trung ương Đoàn", "central", None, BEGIN, None)]
    spans += [UnitSpan(f"x{n}", f"Đoàn xã {n}", "commune", "tw", BEGIN, None) for n in range(units)]
    import_tree(spans=spans, successions=[], decision="")
    centre = unit_with_code("tw", AT.date())
    assert centre is not None
    return centre.id


def _share(centre: int, units: int, targets: int, *, by_year: bool) -> tuple[float, float, int]:
    from viecthat.accounts.choices import Role
    from viecthat.accounts.commands import grant_role, open_account
    from viecthat.figures.commands import do_run
    from viecthat.kernel.periods import Period
    from viecthat.ledger.queries import indicators
    from viecthat.plans.commands import adopt_target, open_run
    from viecthat.plans.models import Share
    from viecthat.plans.queries.sharing import run_numbered

    actor = open_account(username=f"bench-{by_year}", full_name="Bench", password=None, at=AT)
    grant_role(account=actor, role=Role.SECRETARY, unit_id=centre, start=BEGIN, decision="bench", actor=None, at=AT)
    plain = [pk for pk, row in indicators().items() if row.measure == "flow"]
    # Both rounds have indicators of their own: a target is adopted once for its time.
    chosen = plain[targets * by_year : targets * (1 + by_year)]
    term = Period(FIRST, LAST)
    adopted = [
        adopt_target(unit=centre, indicator=pk, period=term, goal=5_000_000 + pk, source="bench", actor=None, at=AT)
        for pk in chosen
    ]
    assert len(adopted) == targets, "the catalogue has too few flows for so many targets"
    run = open_run(
        unit=centre, targets=adopted, kind="commune", receivers=units * targets, method="equal", base="",
        by_year=by_year, day=AT.date(), actor=actor, at=AT,
    )  # fmt: skip
    before = Share.objects.count()
    wall, processor = time.perf_counter(), time.process_time()
    do_run(run=run, basis="equally", at=AT)
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    ended = run_numbered(run.pk)
    assert ended is not None
    assert (ended.state, ended.problem) == ("done", "")
    return wall, processor, Share.objects.count() - before


if __name__ == "__main__":
    main()
