"""What support came to in a year by topic and group; few people are not told apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Sum

from viecthat.support.choices import Beneficiary, PlacementState, Topic
from viecthat.support.models import AdviceCase, AdviceSession, Placement
from viecthat.support.rules import small_cell

if TYPE_CHECKING:
    from viecthat.units.queries.scope import UnitScope


@dataclass(frozen=True)
class TopicFigures:
    """Advice on a topic: cases, sessions, people and turns of sessions. None: withheld."""

    topic: str
    cases: int | None
    sessions: int
    people: int
    turns: int


@dataclass(frozen=True)
class GroupFigures:
    """Placements of a group: referred, taken on, still at work after six months. None: withheld."""

    group: str
    referred: int | None
    placed: int | None
    kept: int | None

    @property
    def cells(self) -> tuple[int | None, int | None, int | None]:
        """The three figures in their order."""
        return (self.referred, self.placed, self.kept)


def by_topic(units: UnitScope, year: int, *, whole: bool) -> list[TopicFigures]:
    """Advice in the year by topic. Two queries. Unless `whole`, fewer people than the setting says are withheld."""
    least = 0 if whole else small_cell(date(year, 12, 31))
    here = AdviceCase.objects.filter(units.of("unit"), day__year=year, undone_why="").order_by()
    cases = dict(here.values_list("topic").annotate(n=Count("pk")))
    held = {
        topic: (n, people, turns)
        for topic, n, people, turns in AdviceSession.objects.filter(units.of("unit"), day__year=year, undone_why="")
        .order_by()
        .values_list("topic")
        .annotate(n=Count("pk"), people=Sum("people"), turns=Sum("turns"))
    }
    return [
        TopicFigures(str(topic.label), _told(cases.get(topic, 0), least), *held.get(topic, (0, 0, 0)))
        for topic in Topic
        if topic in cases or topic in held
    ]


def by_group(units: UnitScope, year: int, *, whole: bool) -> list[GroupFigures]:
    """Placements in the year by group. One query. As `by_topic` for few people."""
    least = 0 if whole else small_cell(date(year, 12, 31))
    found: dict[str, list[int]] = {}
    rows = Placement.objects.filter(units.of("unit"), day__year=year).values_list("group", "state", "after_6")
    for group, state, still in rows:
        sums = found.setdefault(group, [0, 0, 0])
        sums[0] += 1
        sums[1] += state == PlacementState.PLACED
        sums[2] += still == "yes"
    return [
        GroupFigures(str(group.label), *(_told(n, least) for n in found[group]))
        for group in Beneficiary
        if group in found
    ]


def _told(n: int, least: int) -> int | None:
    return None if 0 < n < least else n
