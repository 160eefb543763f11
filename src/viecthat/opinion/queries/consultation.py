"""Consultations: found, read clause by clause, summed up."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from viecthat.kernel.names import fold
from viecthat.opinion.choices import DraftState, Stance, Way
from viecthat.opinion.models import Clause, Comment, Draft, Opinion
from viecthat.opinion.rules import drafts_visible
from viecthat.units.queries import UnitRow, units_by_id
from viecthat.units.queries.reach import part_of

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.units.queries.scope import UnitScope

DRAFT_ORDERS = {"han": ("due", "pk"), "-han": ("-due", "-pk"), "ten": ("folded", "pk"), "-ten": ("-folded", "-pk")}


@dataclass(frozen=True)
class ClauseRow:
    """A clause with how many want what of it."""

    clause: Clause
    agree: int
    change: int
    oppose: int

    @property
    def n(self) -> int:
        """All comments on it."""
        return self.agree + self.change + self.oppose


@dataclass(frozen=True)
class CommentRow:
    """A comment and whose it is: the unit's name; empty for the public."""

    comment: Comment
    who: str


@dataclass(frozen=True)
class OpinionRow:
    """A line of the summary: an opinion, those who stand behind it, how many of them as members and public."""

    opinion: Opinion
    units: tuple[str, ...]
    members: int
    public: int

    @property
    def n(self) -> int:
        """How many comments it holds."""
        return len(self.units) + self.members + self.public


def drafts_found(
    actor: Account, units: UnitScope | None, at: datetime, *, text: str, kind: str, state: str, during: Q
) -> QuerySet[Draft]:
    """Drafts in reach or put to the actor, with how many comments they have."""
    found = Draft.objects.filter(drafts_visible(actor, at), during)
    if units is not None:
        found = found.filter(units.of("unit"))
    if kind:
        found = found.filter(kind=kind)
    if state:
        found = found.filter(state=state)
    if fold(text):
        found = found.filter(folded__contains=fold(text))
    return found.annotate(said=Count("comments", filter=Q(comments__hidden_why="")))


def drafts_to_answer(units: Collection[int], above: Collection[int], today: date) -> QuerySet[Draft]:
    """Drafts that units `above` put to these units, which have not said anything on them yet."""
    said = Comment.objects.filter(draft=OuterRef("pk"), unit__in=list(units))
    found = Draft.objects.filter(unit__in=list(above), state=DraftState.OPEN, due__gte=today)
    return found.filter(~Exists(said))


def draft_shown(pk: int, actor: Account, at: datetime) -> Draft | None:
    """The draft, where the actor may read it."""
    return Draft.objects.filter(drafts_visible(actor, at), pk=pk).select_related("file").first()


def draft_behind(code: str) -> Draft | None:
    """The draft with this public address, while it is open to comments or told of afterwards."""
    return Draft.objects.filter(public_code=code).exclude(state=DraftState.PREPARED).first() if code else None


def drafts_for_all(today: date) -> tuple[QuerySet[Draft], QuerySet[Draft]]:
    """Drafts with a public address: those that take comments, the first to close first; then those that did."""
    found = Draft.objects.filter(public_code__isnull=False).exclude(state=DraftState.PREPARED)
    taking = Q(state=DraftState.OPEN, due__gte=today)
    return found.filter(taking).order_by("due", "pk"), found.exclude(taking).order_by("-due", "-pk")


def clauses_of(draft: Draft) -> list[ClauseRow]:
    """Its clauses in order, with how many want what. One query."""
    kept = Q(comments__hidden_why="")
    rows = draft.clauses.order_by("position").annotate(
        **{stance: Count("comments", filter=kept & Q(comments__stance=stance)) for stance in Stance.values}
    )
    return [ClauseRow(one, one.agree, one.change, one.oppose) for one in rows]  # type: ignore[attr-defined]


def clause_with_id(pk: int, draft: Draft) -> Clause | None:
    """A clause of the draft."""
    return Clause.objects.filter(pk=pk, draft=draft).first()


def beside(clause: Clause) -> tuple[Clause | None, Clause | None]:
    """The clause before and the one after it. One query."""
    near = Clause.objects.filter(draft=clause.draft_id, position__in=[clause.position - 1, clause.position + 1])
    found = {one.position: one for one in near}
    return found.get(clause.position - 1), found.get(clause.position + 1)


def on_the_whole(draft: Draft) -> int:
    """How many comments are on the whole draft. One query."""
    return Comment.objects.filter(draft=draft, clause__isnull=True, hidden_why="").count()


def comments_on(
    draft: Draft, clause: Clause | None, today: date, *, hidden: bool = False, seen: UnitScope | None = None
) -> list[CommentRow]:
    """Comments on a clause, or on the whole draft; only of units in `seen` where given. Two queries."""
    found = Comment.objects.filter(draft=draft, clause=clause).select_related("opinion").order_by("pk")
    if not hidden:
        found = found.filter(hidden_why="")
    if seen is not None:
        found = found.filter(seen.of("unit"))
    return told(list(found), today)


def told(comments: Sequence[Comment], today: date) -> list[CommentRow]:
    """Comments with the names of their units. One query."""
    names = units_by_id({one.unit_id for one in comments if one.unit_id}, today)
    return [CommentRow(one, names[one.unit_id].name if one.unit_id else "") for one in comments]


def comment_with_id(pk: int, draft: Draft) -> Comment | None:
    """A comment on the draft."""
    return Comment.objects.filter(pk=pk, draft=draft).first()


def loose_comments(draft: Draft) -> int:
    """How many comments stand in no opinion yet. One query."""
    return Comment.objects.filter(draft=draft, hidden_why="", opinion__isnull=True).count()


def loose_by_clause(draft: Draft) -> list[tuple[int, str, int, int]]:
    """For each clause with comments (0: the whole draft): its id, label, how many comments, how many in no opinion yet.
    One query.
    """
    found = Comment.objects.filter(draft=draft, hidden_why="").order_by(F("clause__position").asc(nulls_first=True))
    rows = found.values_list("clause", "clause__label").annotate(
        n=Count("pk"), loose=Count("pk", filter=Q(opinion__isnull=True))
    )
    return [(pk or 0, label or "", n, loose) for pk, label, n, loose in rows]


def opinions_of(draft: Draft, today: date) -> list[OpinionRow]:
    """The summary in the order of the draft, on the whole first. Three queries."""
    rows = list(draft.opinions.select_related("clause").order_by(F("clause__position").asc(nulls_first=True), "pk"))
    behind: dict[int, list[tuple[str, int | None]]] = {}
    said = Comment.objects.filter(opinion__in=rows).order_by("pk").values_list("opinion", "way", "unit")
    for opinion, way, unit in said:
        behind.setdefault(opinion, []).append((way, unit))
    names = units_by_id({unit for each in behind.values() for _way, unit in each if unit}, today)
    made = []
    for row in rows:
        here = behind.get(row.pk, [])
        units = dict.fromkeys(names[unit].name for way, unit in here if way == Way.UNIT and unit)
        members = sum(way == Way.MEMBER for way, _unit in here)
        made.append(OpinionRow(row, tuple(units), members, sum(way == Way.PUBLIC for way, _unit in here)))
    return made


def opinion_with_id(pk: int, draft: Draft) -> Opinion | None:
    """A line of the summary."""
    return Opinion.objects.filter(pk=pk, draft=draft).select_related("clause").first()


def comments_by_unit(draft: Draft, today: date) -> list[tuple[UnitRow, int]]:
    """How many comments came from each part of the unit, the most first; the public is left out. Three queries."""
    found = Comment.objects.filter(draft=draft, hidden_why="", unit__isnull=False).order_by()
    sums: dict[int, int] = {}
    rows = list(found.values_list("unit").annotate(n=Count("pk")))
    stands = part_of(draft.unit_id, {unit for unit, _n in rows}, today)
    for unit, n in rows:
        if unit in stands:
            sums[stands[unit]] = sums.get(stands[unit], 0) + n
    names = units_by_id(set(sums), today)
    return sorted(((names[unit], n) for unit, n in sums.items()), key=lambda row: (-row[1], row[0].name))
