"""What a unit leaves open at the end of a term, and what was carried into the next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from viecthat.plans.queries.task import ListedTask, listed_tasks, tasks_numbered, tasks_open_from
from viecthat.plans.queries.term import terms_of
from viecthat.reviews.models import STILL_THERE, WAITING, CarriedItem, Carrying, Limit, Proposal
from viecthat.reviews.queries.limits import ListedLimit, listed_limits
from viecthat.reviews.queries.proposals import ListedProposal, listed_proposals

if TYPE_CHECKING:
    from viecthat.plans.models import Term


@dataclass(frozen=True)
class LeftOpen:
    """What a term leaves: limits still there, proposals without an answer, tasks not done."""

    limits: tuple[ListedLimit, ...] = ()
    proposals: tuple[ListedProposal, ...] = ()
    tasks: tuple[ListedTask, ...] = ()

    @property
    def count(self) -> int:
        """How many things there are."""
        return len(self.limits) + len(self.proposals) + len(self.tasks)


@dataclass(frozen=True)
class CarriedShown:
    """A carrying, with what it carried as that stands now."""

    carrying: Carrying
    items: LeftOpen

    @property
    def settled(self) -> int:
        """How many of them are done with by now."""
        items = self.items
        return (
            sum(one.limit.state not in STILL_THERE for one in items.limits)
            + sum(one.proposal.state not in WAITING for one in items.proposals)
            + sum(one.task.state in {"confirmed", "cancelled"} for one in items.tasks)
        )


def left_open(unit: int, term: Term, into: Term | None, today: date) -> LeftOpen:
    """What the unit has open of that term, save what was carried `into` the next already.

    A limit belongs to the term in which its review ends, a proposal to that in which it was sent, a task to that in
    which it was given or was to be done.
    """
    taken = CarriedItem.objects.filter(new=into) if into is not None else CarriedItem.objects.none()
    limits = Limit.objects.filter(
        unit=unit, state__in=STILL_THERE, review__end__gt=term.start, review__start__lt=term.end
    ).exclude(pk__in=taken.exclude(limit=None).values("limit"))
    proposals = Proposal.objects.filter(
        unit=unit, state__in=WAITING, sent_on__gte=term.start, sent_on__lt=term.end
    ).exclude(pk__in=taken.exclude(proposal=None).values("proposal"))
    tasks = tasks_open_from(unit, term.start, term.end).exclude(pk__in=taken.exclude(task=None).values("task"))
    return LeftOpen(
        tuple(listed_limits(limits.select_related("review", "indicator", "person").order_by("area", "pk"), today)),
        tuple(listed_proposals(proposals.order_by("sent_on", "pk"), today)),
        tuple(listed_tasks(tasks, today)),
    )


def carryings_of(unit: int, today: date) -> list[CarriedShown]:
    """What the unit carried on, the latest first, each thing as it stands now; the same queries for one and for ten."""
    made = list(Carrying.objects.filter(unit=unit).select_related("old", "new", "by").order_by("-day", "-pk"))
    if not made:
        return []
    items = list(CarriedItem.objects.filter(carrying__in=made).order_by("pk"))
    limits = Limit.objects.filter(pk__in=[i.limit_id for i in items if i.limit_id])
    proposals = Proposal.objects.filter(pk__in=[i.proposal_id for i in items if i.proposal_id])
    by_limit = {one.limit.pk: one for one in listed_limits(limits.select_related("review", "indicator"), today)}
    by_proposal = {one.proposal.pk: one for one in listed_proposals(proposals, today)}
    by_task = {one.task.pk: one for one in tasks_numbered([i.task_id for i in items if i.task_id], today)}
    return [
        CarriedShown(
            one,
            LeftOpen(
                tuple(by_limit[i.limit_id] for i in items if i.carrying_id == one.pk and i.limit_id),
                tuple(by_proposal[i.proposal_id] for i in items if i.carrying_id == one.pk and i.proposal_id),
                tuple(by_task[i.task_id] for i in items if i.carrying_id == one.pk and i.task_id),
            ),
        )
        for one in made
    ]


def term_numbered(unit: int, pk: int) -> Term | None:
    """A term of the unit."""
    return terms_of(unit).filter(pk=pk).first()
