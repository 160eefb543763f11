"""The groups of targets of a programme with their state: each target judged, the group by the worst of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from viecthat.figures.queries.targets import Figure, figures_of
from viecthat.kernel.judging import Verdict
from viecthat.kernel.periods import Period
from viecthat.ledger.queries import indicators
from viecthat.plans.choices import ItemKind
from viecthat.plans.queries.programme import ItemNode, items_of
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.plans.models import Programme

# From the one that needs most attention.
_ORDER = (Verdict.PUSH, Verdict.NOT_YET, Verdict.PROMISING, Verdict.ON_PACE, Verdict.MET, Verdict.EXCEEDED)


@dataclass(frozen=True)
class GroupState:
    """A group of targets, or a task with targets, with their figures."""

    node: ItemNode
    figures: tuple[Figure, ...]

    @property
    def verdict(self) -> Verdict:
        """What is said of the group: the worst of its targets; nothing yet where it has none."""
        said = {figure.verdict for figure in self.figures}
        return next((verdict for verdict in _ORDER if verdict in said), Verdict.NOT_YET)

    @property
    def reached(self) -> int:
        """How many of its targets are met or exceeded."""
        return sum(figure.verdict in {Verdict.MET, Verdict.EXCEEDED} for figure in self.figures)


def group_states(programme: Programme, today: date) -> list[GroupState]:
    """Every item of the programme that answers for targets; groups of targets first, those without any too."""
    tree = items_of([programme])[programme.pk]
    nodes = [node for top in tree for node in top.every() if node.targets or node.item.kind == ItemKind.TARGETS]
    nodes.sort(key=lambda node: node.item.kind != ItemKind.TARGETS)
    day = min(today, Period(programme.start, programme.end).last_day)
    unit_map = map_on(day)
    place, _how = unit_map.stands_at(programme.unit_id)
    known = indicators()
    pairs = {
        target.pk: (known[target.indicator_id], Period(target.start, target.end), target)
        for node in nodes
        for target in node.targets
    }
    figures: dict[int, Figure] = {}
    if place is not None and pairs:
        found = figures_of(place, list(pairs.values()), unit_map=unit_map, as_known=None, on=day + timedelta(days=1))
        figures = dict(zip(pairs, found, strict=True))
    return [
        GroupState(node, tuple(figures[target.pk] for target in node.targets if target.pk in figures)) for node in nodes
    ]
