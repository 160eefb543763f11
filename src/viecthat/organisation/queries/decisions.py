"""Decisions about units, and everything each of them did."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from viecthat.organisation.choices import Part, ReorganisationKind
from viecthat.organisation.models import (
    GrantEnded,
    MemberMove,
    PostChange,
    Reorganisation,
    ReorganisedUnit,
    WaitingDecision,
)
from viecthat.people.queries.post import HeldPost, held, posts_with_ids
from viecthat.units.queries import UnitRow, units_by_id


@dataclass(frozen=True)
class OpenedDecision:
    """A decision with its units, how many members went from where to where, the posts and roles it ended or gave."""

    row: Reorganisation
    unit: UnitRow
    units: list[tuple[Part, UnitRow]]
    members: list[tuple[UnitRow, UnitRow, int]]
    ended_posts: list[HeldPost]
    given_posts: list[HeldPost]
    grants: list[GrantEnded]
    undone: Reorganisation | None

    @property
    def may_be_undone(self) -> bool:
        """Not undone yet, and no undoing itself."""
        return self.undone is None and self.row.kind != ReorganisationKind.UNDONE


def decision_with_id(pk: int) -> Reorganisation | None:
    """The decision with this id."""
    return Reorganisation.objects.select_related("actor", "undoes").filter(pk=pk).first()


def waiting_with_id(pk: int) -> WaitingDecision | None:
    """The decision on its way through the queue."""
    return WaitingDecision.objects.filter(pk=pk).first()


def decisions_of(unit: int) -> QuerySet[Reorganisation]:
    """Decisions that concerned the unit, newest first, with how many units and members each moved."""
    concerned = ReorganisedUnit.objects.filter(unit=unit).values("reorganisation")
    found = Reorganisation.objects.filter(pk__in=concerned).select_related("actor", "undoes", "undone_by")
    return found.annotate(
        units_count=Count("units", distinct=True), members_count=Count("members", distinct=True)
    ).order_by("-day", "-pk")


def decision_opened(row: Reorganisation) -> OpenedDecision:
    """All that the decision did. Nine queries, however much that is."""
    parts = list(ReorganisedUnit.objects.filter(reorganisation=row).order_by("part", "pk"))
    moves = Counter(MemberMove.objects.filter(reorganisation=row).values_list("origin", "destination"))
    rows = units_by_id({row.unit_id, *(p.unit_id for p in parts), *(u for pair in moves for u in pair)}, row.day)
    changes = dict(PostChange.objects.filter(reorganisation=row).values_list("post", "given"))
    posts = held(posts_with_ids(changes), row.day)
    grants = GrantEnded.objects.filter(reorganisation=row).select_related("grant__account").order_by("pk")
    return OpenedDecision(
        row=row,
        unit=rows[row.unit_id],
        units=[(Part(part.part), rows[part.unit_id]) for part in parts],
        members=[(rows[origin], rows[to], count) for (origin, to), count in sorted(moves.items())],
        ended_posts=[one for one in posts if not changes[one.post.pk]],
        given_posts=[one for one in posts if changes[one.post.pk]],
        grants=list(grants),
        undone=Reorganisation.objects.filter(undoes=row).first(),
    )
