"""Difficulties with proposals upward: the register, by addressee, those of a review, to whom a unit may turn."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Count, F, Q, QuerySet
from django.utils.timezone import localdate

from viecthat.kernel.names import fold
from viecthat.reviews.models import ANSWERS, WAITING, Proposal, ProposalState, ProposalStep, ProposalStepKind, Review
from viecthat.reviews.rules import proposals_visible
from viecthat.units.queries import UnitRow, office_kinds, units_by_id
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

ORDERS: dict[str, tuple[str, ...]] = {
    "han": ("due", "pk"),
    "-han": ("-due", "-pk"),
    "gui": ("sent_on", "pk"),
    "-gui": ("-sent_on", "-pk"),
    "tinh-trang": ("state", "due", "pk"),
    "-tinh-trang": ("-state", "due", "pk"),
}
FIRST = "han"


@dataclass(frozen=True)
class ListedProposal:
    """A proposal as a list or a document shows it; `answer` is the step that answered it, `last` the last one."""

    proposal: Proposal
    unit: UnitRow
    addressee: UnitRow
    last: ProposalStep | None
    days_left: int | None = None

    @property
    def answer(self) -> ProposalStep | None:
        """What the addressee answered."""
        return self.last if self.proposal.state in ANSWERS else None

    @property
    def open_still(self) -> bool:
        """It waits for an answer."""
        return self.proposal.state in WAITING

    @property
    def late(self) -> bool:
        """Its day is over and nobody has answered."""
        return self.days_left is not None and self.days_left < 0 and self.open_still


@dataclass(frozen=True)
class ReviewProposals:
    """Proposals that a review shows: those its unit sent, and those that came to it from others."""

    sent: tuple[ListedProposal, ...]
    received: tuple[ListedProposal, ...]


@dataclass(frozen=True)
class ProposalFilter:
    """What is looked for; empty parts ask for nothing. `units`: those the reader holds, meant with `whose`."""

    text: str = ""
    whose: str = ""  # "den": sent to my units, "di": sent by them
    state: str = ""  # "": waiting, "tat-ca": all, "qua-han": late, or a ProposalState
    unit: int | None = None
    addressee: int | None = None
    area: int | None = None
    units: tuple[int, ...] = ()


@dataclass(frozen=True)
class Addressed:
    """What waits with one addressee, and how much of it is late."""

    unit: UnitRow
    waiting: int
    late: int


def proposals_of_review(review: Review, today: date) -> ReviewProposals:
    """Proposals tied to the review, or open at any time of its period: of its unit and to it. Two or three queries."""
    open_then = Q(sent_on__lt=review.end) & (Q(answered_on=None) | Q(answered_on__gte=review.start))
    of_unit = Q(unit=review.unit_id) | Q(followed__unit=review.unit_id)
    sent = Q(review=review) | of_unit & open_then & ~Q(state=ProposalState.WITHDRAWN)
    received = Q(addressee=review.unit_id) & open_then & ~Q(state=ProposalState.WITHDRAWN)
    listed = listed_proposals(Proposal.objects.filter(sent | received).distinct().order_by("sent_on", "pk"), today)
    to_it = [one for one in listed if one.proposal.addressee_id == review.unit_id]
    return ReviewProposals(tuple(one for one in listed if one not in to_it), tuple(to_it))


def proposals_found(wanted: ProposalFilter, actor: Account, at: datetime, order: str = FIRST) -> QuerySet[Proposal]:
    """Proposals the reader may see, as asked for."""
    found = Proposal.objects.filter(proposals_visible(actor, at))
    for word in fold(wanted.text).split():
        found = found.filter(folded__contains=word)
    match wanted.whose:
        case "den":
            found = found.filter(addressee__in=wanted.units)
        case "di":
            found = found.filter(unit__in=wanted.units)
    match wanted.state:
        case "":
            found = found.filter(state__in=WAITING)
        case "tat-ca":
            pass
        case "qua-han":
            found = found.filter(state__in=WAITING, due__lt=localdate(at))
        case state:
            found = found.filter(state=state)
    named = {"unit": wanted.unit, "addressee": wanted.addressee, "area": wanted.area}
    found = found.filter(**{field: value for field, value in named.items() if value is not None})
    first, *rest = ORDERS[order]
    column = F(first.lstrip("-"))
    lead = column.desc(nulls_last=True) if first.startswith("-") else column.asc(nulls_last=True)
    return found.order_by(lead, *rest)


def listed_proposals(rows: Iterable[Proposal], today: date) -> list[ListedProposal]:
    """The rows of a list with their last words. Two queries more, none for an empty list."""
    rows = list(rows)
    if not rows:
        return []
    last: dict[int, ProposalStep] = {}
    steps = ProposalStep.objects.filter(proposal__in=[row.pk for row in rows]).exclude(kind=ProposalStepKind.OBSTACLE)
    for step in steps.select_related("by").order_by("at", "pk"):
        last[step.proposal_id] = step
    names = units_by_id({row.unit_id for row in rows} | {row.addressee_id for row in rows}, today)
    return [
        ListedProposal(
            row,
            names[row.unit_id],
            names[row.addressee_id],
            last.get(row.pk),
            None if row.due is None else (row.due - today).days,
        )
        for row in rows
    ]


def waiting_by_addressee(actor: Account, at: datetime) -> list[Addressed]:
    """With whom proposals wait, of those the reader may see; the most late first. Two queries."""
    today = localdate(at)
    seen = Proposal.objects.filter(proposals_visible(actor, at), state__in=WAITING)
    counted = seen.order_by().values("addressee").annotate(n=Count("pk"), late=Count("pk", filter=Q(due__lt=today)))
    rows = list(counted)
    names = units_by_id({row["addressee"] for row in rows}, today)
    found = [Addressed(names[row["addressee"]], row["n"], row["late"]) for row in rows]
    return sorted(found, key=lambda one: (-one.late, -one.waiting, one.unit.id))


def proposal_shown(pk: int, actor: Account, at: datetime) -> Proposal | None:
    """The proposal, when the reader may see it."""
    seen = Proposal.objects.filter(proposals_visible(actor, at), pk=pk)
    return seen.select_related("review", "point__session").first()


def steps_of_proposal(proposal: Proposal, today: date) -> list[tuple[ProposalStep, UnitRow, UnitRow | None]]:
    """What happened to it, the newest first, with whose people did it and to whom it went. Two queries."""
    steps = list(proposal.steps.select_related("by").order_by("-at", "-pk"))
    names = units_by_id({one.unit_id for one in steps} | {one.to_id for one in steps if one.to_id}, today)
    return [(one, names[one.unit_id], names.get(one.to_id or 0)) for one in steps]


def addressees_of(unit: int, day: date, *, beyond: int | None = None) -> list[UnitRow]:
    """To whom the unit may turn: the units above it, the nearest first, each followed by its departments.

    beyond: only whom the addressee `beyond` may pass it on to: nobody below that one, and not itself.
    """
    today = map_on(day)
    place, _how = today.stands_at(unit)
    if place is None:
        return []
    tree, offices = today.tree, set(office_kinds())
    found: list[int] = []
    for above in reversed(list(tree.ancestors(place))):
        found.append(above)
        here = tree.children(above)
        found += [one for one in here if tree.kind_names[tree.kind_codes[tree.position(one)]] in offices]
    now_with = None if beyond is None else today.stands_at(beyond)[0]
    if now_with is not None:
        found = [one for one in found if one != now_with and not tree.covers(now_with, one)]
    names = units_by_id([one for one in found if one != place], day)
    return [names[one] for one in found if one in names]


def proposals_to_answer(units: Collection[int], actor: Account) -> QuerySet[Proposal]:
    """Proposals that wait with these units for somebody but the reader, who sent them."""
    return Proposal.objects.filter(addressee__in=list(units), state__in=WAITING).exclude(made_by=actor.pk)


def proposals_with_obstacles(points: Sequence[int]) -> dict[int, int]:
    """Which of these obstacles are proposals: {obstacle: proposal}."""
    return dict(Proposal.objects.filter(point__in=list(points)).values_list("point", "pk"))
