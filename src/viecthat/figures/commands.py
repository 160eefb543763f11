"""Share targets out by a base figure: the figures come from the ledger, the shares go to plans."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from viecthat.figures.queries.bases import weights_of
from viecthat.kernel.errors import Refused
from viecthat.plans.choices import SharingMethod
from viecthat.plans.commands import advance_run, draft_sharing, end_run
from viecthat.plans.queries.sharing import Year, map_day, receivers_of, run_targets, shared_out, whole_for, years_of

if TYPE_CHECKING:
    from viecthat.plans.models import SharingRun, Target


def do_run(*, run: SharingRun, basis: str, at: datetime) -> None:
    """Make the drafts, a target at a time, each whole or not at all; what could not be shared out is told at the end.

    `basis` says in words what the shares were reckoned by.
    """
    problems: list[str] = []
    for target in run_targets(run):
        receivers = receivers_of(run.unit_id, run.kind, map_day(target, run.day))
        try:
            with transaction.atomic():
                _share_one(run, target, receivers, basis, at)
        except Refused as refused:
            problems.append(f"{target.indicator}: {refused}")
        advance_run(run=run, done=len(receivers))
    end_run(run=run, problem="\n".join(problems), at=at)


def _share_one(run: SharingRun, target: Target, receivers: list[int], basis: str, at: datetime) -> None:
    wholes = whole_for(target, run.unit_id)
    years = years_of(target) if run.by_year else []
    if run.method == SharingMethod.FLOOR:
        floor = int(run.base)
        spans: list[Year] = [*years] or sorted(wholes, key=lambda year: year or 0)
        amounts: dict[tuple[int, Year], int] = {(unit, year): floor for unit in receivers for year in spans}
    else:
        weights = [1] * len(receivers)
        if run.method == SharingMethod.BASE:
            weights = weights_of(run.base, target.indicator_id, receivers, map_day(target, run.day))
        amounts = shared_out(wholes, receivers, weights, years)
    draft_sharing(target=target, unit=run.unit_id, amounts=amounts, method=run.method, basis=basis, actor=run.by, at=at)
