"""Ideas found, read, and those like them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Greatest

from viecthat.activities.queries import Activity, activities_of
from viecthat.ideas.choices import PUBLIC_STATES, IdeaState
from viecthat.ideas.models import Backing, Idea, Review, Step, Vote
from viecthat.ideas.rules import Criterion, criteria_on, weighted
from viecthat.kernel.names import fold
from viecthat.plans.commands.calendar import digest_of
from viecthat.units.queries import UnitRow, head_unit, units_by_id
from viecthat.units.queries.below import children_of
from viecthat.units.queries.rows import row_of
from viecthat.units.tree import tree_on

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from viecthat.accounts.models import Account
    from viecthat.units.queries.scope import UnitScope

LIKE = 0.3  # of one: titles share a third of their letters in threes
MOST_LIKE = 5
MOST_OFFERED = 100
ORDERS = {
    "ten": ("folded_title", "pk"),
    "-ten": ("-folded_title", "-pk"),
    "ngay": ("sent_on", "pk"),
    "-ngay": ("-sent_on", "-pk"),
    "-ung-ho": ("-supporters", "-pk"),
    "ung-ho": ("supporters", "pk"),
}
NEWEST = "-ngay"
# What was selected once stays selected when it goes on.
SUMS = {"counted": PUBLIC_STATES, "chosen": (IdeaState.SELECTED, IdeaState.PILOT, IdeaState.REALISED)}


def ideas_found(units: UnitScope | None, *, text: str = "", field: str = "", state: str = "") -> QuerySet[Idea]:
    """Ideas of these units; None: those that everybody reads. Each with `supporters`."""
    found = Idea.objects.filter(state__in=PUBLIC_STATES) if units is None else Idea.objects.filter(units.of("unit"))
    if field:
        found = found.filter(field=field)
    if state:
        found = found.filter(state__in=SUMS.get(state, (state,)))
    if wanted := fold(text):
        found = found.filter(folded__contains=wanted)
    return found.annotate(supporters=Count("votes"))


def ideas_sought(units: UnitScope, text: str) -> QuerySet[Idea]:
    """Ideas of these units and those that everybody reads, for the search of all."""
    found = Idea.objects.filter(Q(state__in=PUBLIC_STATES) | units.of("unit"), folded__contains=fold(text))
    return found.defer("text", "effect", "folded")


def waiting_for_screening(units: UnitScope) -> int:
    """How many ideas nobody has read yet. One query."""
    return Idea.objects.filter(units.of("unit"), state=IdeaState.SENT).count()


def ideas_unread(kept: Collection[int]) -> QuerySet[Idea]:
    """Ideas sent to these units, which the reader keeps, that nobody has taken in yet."""
    return Idea.objects.filter(unit__in=list(kept), state=IdeaState.SENT)


def ideas_like(title: str, text: str, *, but: int | None = None) -> list[tuple[Idea, int]]:
    """Ideas in the bank that say nearly the same, the likest first, each with its likeness in percent. One query."""
    name, words = fold(title)[:200], fold(f"{title} {text}")
    known = Idea.objects.filter(state__in=[IdeaState.SENT, *PUBLIC_STATES]).exclude(pk=but or 0)
    near = known.filter(Q(folded_title__trigram_similar=name) | Q(folded__trigram_similar=words))
    likeness = Greatest(TrigramSimilarity("folded_title", name), TrigramSimilarity("folded", words))
    found = near.annotate(likeness=likeness).filter(likeness__gte=LIKE).order_by("-likeness", "pk")[:MOST_LIKE]
    return [(one, round(one.likeness * 100)) for one in found]


def idea_with_id(pk: int) -> Idea | None:
    """The idea with its sender."""
    return Idea.objects.select_related("person", "duplicate_of").filter(pk=pk).first()


def idea_behind(code: str) -> Idea | None:
    """The idea whose sender holds this code."""
    found = Idea.objects.select_related("person", "duplicate_of").filter(code=digest_of(code))
    return found.first()


@dataclass(frozen=True)
class Judged:
    """What one reviewer found; `points` by the weights, out of ten."""

    review: Review
    points: Fraction | None
    scores: tuple[tuple[Criterion, int], ...]


@dataclass(frozen=True)
class OpenedIdea:
    """An idea with its way, its support and, for who leads it, its reviews."""

    idea: Idea
    unit: UnitRow
    steps: tuple[Step, ...]
    units: dict[int, UnitRow]
    backings: tuple[tuple[Backing, UnitRow | None], ...]
    reviews: tuple[Judged, ...]
    supporters: int

    @property
    def points(self) -> Fraction | None:
        """The mean of what the reviewers gave."""
        given = [one.points for one in self.reviews if one.points is not None]
        return sum(given, Fraction(0)) / len(given) if given else None


def idea_opened(idea: Idea, today: date, *, keeper: bool) -> OpenedIdea:
    """What a page of the idea shows; steps taken back and their corrections only for the `keeper`."""
    steps = idea.steps.select_related("activity", "work", "file", "by").order_by("pk")
    if not keeper:
        steps = steps.filter(undoes__isnull=True, undone_by__isnull=True)
    shown = tuple(steps)
    backings = tuple(idea.backings.filter(undone_why="").order_by("day", "pk"))
    units = units_by_id(
        {idea.unit_id, *(one.unit_id for one in shown), *(one.unit_id for one in backings if one.unit_id)}, today
    )
    return OpenedIdea(
        idea, units[idea.unit_id], shown, units,
        tuple((one, units.get(one.unit_id) if one.unit_id else None) for one in backings),
        tuple(_judged(idea)) if keeper else (), idea.votes.count(),
    )  # fmt: skip


def _judged(idea: Idea) -> list[Judged]:
    found = []
    for one in idea.reviews.select_related("reviewer").prefetch_related("scores").order_by("asked_at", "pk"):
        criteria = criteria_on((one.given_at or one.asked_at).date())
        points = {score.criterion: score.points for score in one.scores.all()}
        scores = tuple((crit, points[crit.code]) for crit in criteria if crit.code in points)
        found.append(Judged(one, weighted(points, criteria), scores))
    return found


def review_of(idea: Idea, actor: Account) -> Review | None:
    """What this account was asked to judge of it."""
    return idea.reviews.prefetch_related("scores").filter(reviewer=actor).first()


def is_supported(idea: Idea, actor: Account | None, code: str) -> bool:
    """Whether this account, or the browser that keeps this code, has said yes."""
    if actor is None and not code:
        return False
    mine = Q(account=actor) if actor is not None else Q(digest=digest_of(code))
    return Vote.objects.filter(mine, idea=idea).exists()


def backing_with_id(pk: int, idea: Idea) -> Backing | None:
    """A support of this idea that was not taken back."""
    return idea.backings.filter(pk=pk, undone_why="").first()


def activities_to_show(idea: Idea) -> list[Activity]:
    """Activities of the unit, and of those who took the idea on, since it was sent; the newest first."""
    units = {idea.unit_id, *idea.backings.filter(undone_why="", unit__isnull=False).values_list("unit", flat=True)}
    found = activities_of(sorted(units)).filter(day__gte=idea.sent_on).exclude(state="cancelled")
    return list(found[:MOST_OFFERED])


def proof_of(step: int) -> Step | None:
    """A step with a file that shows its result."""
    return Step.objects.select_related("idea", "file").filter(pk=step, file__isnull=False).first()


def units_that_receive(today: date) -> list[UnitRow]:
    """Whom anybody may send an idea to without naming a unit: the head of the organisation and those under it."""
    head = head_unit(tree_on(today))
    if head is None:
        return []
    rows = units_by_id([head], today)
    return [rows[head], *(row_of(one) for one in children_of(head, today))]


def in_words(points: Fraction | None) -> str:
    """Points with one decimal, the Vietnamese way."""
    return "" if points is None else f"{float(points):.1f}".replace(".", ",")


def counted_public() -> tuple[int, int]:
    """How many ideas everybody reads, how many of them are realised. One query."""
    found = Idea.objects.filter(state__in=PUBLIC_STATES)
    sums = found.aggregate(n=Count("pk"), done=Count("pk", filter=Q(state=IdeaState.REALISED)))
    return sums["n"], sums["done"]


def with_units(ideas: Sequence[Idea], today: date) -> list[tuple[Idea, UnitRow]]:
    """These with their units. One query."""
    units = units_by_id({one.unit_id for one in ideas}, today)
    return [(one, units[one.unit_id]) for one in ideas]
