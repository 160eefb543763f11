"""A decision about thousands of members goes through the queue, so that nobody waits at a page for seconds."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from procrastinate.contrib.django import app

from viecthat.kernel.errors import Refused
from viecthat.organisation.choices import ReorganisationKind, WaitingState
from viecthat.organisation.commands.reorganisation import carry_out
from viecthat.organisation.models import WaitingDecision
from viecthat.organisation.queries.plan import EndingUnit, NewUnit, Plan, Provisional

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

TASK = "organisation.work_on_decision"


@transaction.atomic
def carry_out_later(*, plan: Plan, actor: Account, at: datetime, key: str) -> WaitingDecision:
    """Put the plan into the queue; sent again with the same key it is the one that waits already."""
    row, new = WaitingDecision.objects.get_or_create(
        key=key, defaults={"unit_id": plan.unit, "plan": _written(plan), "asked_by": actor, "asked_at": at}
    )
    if new:
        # In this transaction: the job is there exactly when the row is.
        app.configure_task(TASK, allow_unknown=True).defer(decision=row.pk)
    return row


def work_on_decision(*, decision: int, at: datetime) -> None:
    """Carry out what waits; asked twice, it is done once. What stands against it is said on its page."""
    with transaction.atomic():
        row = WaitingDecision.objects.select_for_update(of=("self",)).select_related("asked_by").get(pk=decision)
        if row.state != WaitingState.WAITING:
            return
        try:
            with transaction.atomic():
                made = carry_out(plan=_read(row.plan), actor=row.asked_by, at=at, key=row.key)
        except Refused as refused:
            row.state, row.why_not = WaitingState.REFUSED, str(refused)[:500]
        else:
            row.state, row.reorganisation = WaitingState.DONE, made.reorganisation
        row.save()


def _written(plan: Plan) -> dict[str, Any]:
    return asdict(plan) | {"kind": str(plan.kind), "day": plan.day.isoformat()}


def _read(written: dict[str, Any]) -> Plan:
    def pairs(name: str) -> tuple[tuple[int, int | str], ...]:
        return tuple((one, place) for one, place in written[name])

    return Plan(
        kind=ReorganisationKind(written["kind"]),
        unit=written["unit"],
        day=date.fromisoformat(written["day"]),
        decision=written["decision"],
        founded=tuple(NewUnit(**new) for new in written["founded"]),
        moved=pairs("moved"),
        ended=tuple(EndingUnit(one["unit"], tuple(one["into"]), one["heir"]) for one in written["ended"]),
        branches=pairs("branches"),
        people=pairs("people"),
        committees=tuple(
            Provisional(one["place"], one["secretary"], tuple(one["deputies"]), tuple(one["members"]))
            for one in written["committees"]
        ),
    )
