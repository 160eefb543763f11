"""What plans and the ledger do together: sharing targets out by a base figure, the means of a programme."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from viecthat.figures.queries.bases import weights_of
from viecthat.kernel.errors import Refused
from viecthat.kernel.names import normalise
from viecthat.ledger.choices import Grade, PostingKind
from viecthat.ledger.commands import Line, post_entries, reverse_posting
from viecthat.ledger.queries import indicator_named
from viecthat.plans.choices import SharingMethod
from viecthat.plans.commands import advance_run, check_resource, draft_sharing, drop_resource, end_run, keep_resource
from viecthat.plans.queries.sharing import Year, map_day, receivers_of, run_targets, shared_out, whole_for, years_of

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.plans.models import Programme, Resource, SharingRun, Target


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


@transaction.atomic
def record_resource(
    *,
    programme: Programme,
    source: str,
    amount: int,
    day: date,
    giver: str,
    note: str,
    actor: Account | None,
    at: datetime,
) -> Resource:
    """Means that came in for a programme, in đồng: a line of its register and of the ledger at once.

    With a paper named in `note` the line is evidenced, without one declared. Raises Refused for what can't be.
    """
    check_resource(programme=programme, source=source, amount=amount, day=day, actor=actor, at=at)
    indicator = indicator_named(f"resources_{source}")
    grade = Grade.EVIDENCED if normalise(note) else Grade.DECLARED
    posting = post_entries(
        kind=PostingKind.REGISTER,
        unit=programme.unit_id,
        lines=[Line(programme.unit_id, indicator.pk, day, amount, grade)],
        reason=programme.title[:500],
        actor=actor,
        at=at,
    )
    return keep_resource(
        programme=programme,
        source=source,
        amount=amount,
        day=day,
        giver=giver,
        note=note,
        posting=posting.pk,
        actor=actor,
        at=at,
    )


@transaction.atomic
def take_back_resource(*, resource: Resource, reason: str, actor: Account, at: datetime) -> None:
    """A line entered by mistake: its posting is reversed and it leaves the register. Raises Refused."""
    reverse_posting(posting=resource.posting, reason=reason, actor=actor, at=at)
    drop_resource(resource=resource, actor=actor, at=at)
