"""Many targets shared out at once, in the background."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.plans.choices import RunState, SharingMethod
from viecthat.plans.commands.checks import check_planner
from viecthat.plans.models import SharingRun, Target

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

MOST_TARGETS = 60


@transaction.atomic
def open_run(
    *,
    unit: int,
    targets: Sequence[Target],
    kind: str,
    receivers: int,
    method: str,
    base: str,
    by_year: bool,
    day: date,
    actor: Account,
    at: datetime,
) -> SharingRun:
    """Note the work; whoever asked puts it into the queue."""
    check_planner(actor, unit, at)
    if not targets:
        raise Refused(gettext_noop("Chọn ít nhất một chỉ tiêu để chia."), field="targets")
    if len(targets) > MOST_TARGETS:
        raise Refused(gettext_noop("Mỗi lần chia nhiều nhất {most} chỉ tiêu."), field="targets", most=MOST_TARGETS)
    if not receivers:
        raise Refused(gettext_noop("Không có đơn vị nào để chia."), field="kind")
    if method not in {SharingMethod.EQUAL, SharingMethod.BASE, SharingMethod.FLOOR}:
        raise Refused(gettext_noop("Chọn cách chia."), field="method")
    return SharingRun.objects.create(
        unit_id=unit,
        targets=[target.pk for target in targets],
        kind=kind,
        method=method,
        base=base,
        by_year=by_year,
        day=day,
        total=receivers,
        by=actor,
        at=at,
    )


def advance_run(*, run: SharingRun, done: int) -> None:
    """So many shares more are written."""
    SharingRun.objects.filter(pk=run.pk).update(done=F("done") + done, state=RunState.RUNNING)


def end_run(*, run: SharingRun, problem: str, at: datetime) -> None:
    """The work is over, whole or not."""
    state = RunState.FAILED if problem else RunState.DONE
    SharingRun.objects.filter(pk=run.pk).update(state=state, problem=problem[:2000], finished_at=at)
