"""The groups of targets of a programme with their state: each target judged, the group by the worst of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from viecthat.activities.queries.sums import serving
from viecthat.figures.queries.targets import Figure, figures_of
from viecthat.kernel.judging import Verdict
from viecthat.kernel.periods import Period
from viecthat.ledger.feed import read_postings
from viecthat.ledger.queries import indicators, measure_of
from viecthat.plans.choices import ItemKind
from viecthat.plans.queries.programme import ItemNode, items_of
from viecthat.rollup.ask import By, ask
from viecthat.rollup.scan import MemorySource
from viecthat.units.queries import units_by_id
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.activities.models import Activity
    from viecthat.ledger.models import Indicator
    from viecthat.plans.models import Programme
    from viecthat.rollup.answer import Row
    from viecthat.units.queries import UnitRow

_NEWEST = 10
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


@dataclass(frozen=True)
class ServedFigure:
    """What came of the work that serves a programme, of one indicator."""

    indicator: Indicator
    row: Row


@dataclass(frozen=True)
class Served:
    """Work that serves a programme and what came of it; `newest`: the last of it, each with its unit."""

    works: int
    newest: tuple[tuple[Activity, UnitRow], ...]
    figures: tuple[ServedFigure, ...]


def served_figures(programme: Programme, today: date) -> Served:
    """A programme's figures are a filter: the ledger's lines of work that serves it, added up as everywhere.

    Only those lines are read, so that it costs what the programme did, not what the ledger holds. Work that serves
    several programmes, or several items of one, is counted once in each.
    """
    found = serving(programme.root, _NEWEST)
    units = units_by_id({work.unit_id for work in found.newest}, today)
    newest = tuple((work, units[work.unit_id]) for work in found.newest)
    day = min(today, Period(programme.start, programme.end).last_day)
    unit_map = map_on(day)
    place, _how = unit_map.stands_at(programme.unit_id)
    if place is None or not found.postings:
        return Served(found.count, newest, ())
    facts = read_postings(found.postings)
    known = indicators()
    present = [known[pk] for pk in sorted({int(pk) for pk in facts.indicator})]
    measures = {one.pk: measure_of(one) for one in present}
    # All that it did, whatever its years: work of before or after them was said to serve it all the same.
    days = [date.fromordinal(int(one)) for one in (facts.day.min(), facts.day.max())]
    span = Period(min(programme.start, days[0]), max(programme.end, days[1] + timedelta(days=1)))
    table = ask(measures, units=[place], periods=[span], by=By.NONE, map=unit_map, source=MemorySource(facts))
    return Served(found.count, newest, tuple(ServedFigure(one, table.one(place, one.pk, span)) for one in present))


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
