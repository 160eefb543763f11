"""Random worlds for the property tests, the questions put to them, and their translation into the roll-up's shapes."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import settings, strategies as st
from hypothesis.strategies import DrawFn

from tests.rollup.oracle import Became, Line, Version, World
from viecthat.kernel.periods import Period
from viecthat.rollup.ask import By, Where
from viecthat.rollup.facts import FactRow, Facts
from viecthat.rollup.measures import Coverage, Difference, Flow, Measure, People, Ratio, Stock, Turns
from viecthat.rollup.placement import Succession, UnitMap, place_units
from viecthat.rollup.tree import Node, encode_tree

BEGIN = date(2020, 1, 1)
# A world costs as much as fifty pure examples: each of these tests says how many times so many the gate tries, the same
# ones each time; `make test-long` tries twenty times as many, other ones each time.
FEW = settings().max_examples // 10
FIRST_MOMENT = datetime(2020, 1, 1, tzinfo=UTC)
KINDS = ("province", "district", "commune", "school")
NEVER_HEARD_OF = 900
# Mergers, splits and dissolutions twice as often: they are what maps differ by.
EVENTS = ("merge", "split", "dissolve", "merge", "split", "dissolve", "move", "reopen", "look", "found")

MEASURES: dict[str, Any] = {
    "flow 1": ("flow", 1),
    "flow 2": ("flow", 2),
    "never reported": ("flow", 4),
    "stock 1": ("stock", 1),
    "people 1": ("people", 1),
    "people 2": ("people", 2),
    "turns 1": ("turns", 1),
    "communes": ("coverage", 1, ("commune",), 1),
    "two kinds": ("coverage", 2, ("district", "commune"), 3),
    "no such kind": ("coverage", 1, ("ward",), 1),
    "flow of stock": ("ratio", ("flow", 1), ("stock", 2)),
    "flow of own stock": ("ratio", ("flow", 1), ("stock", 1)),
    "people of flow": ("ratio", ("people", 1), ("flow", 2)),
    "difference": ("difference", ("flow", 1), ("flow", 2)),
    "people less stock": ("difference", ("people", 2), ("stock", 1)),
    "nested": ("ratio", ("difference", ("stock", 1), ("flow", 1)), ("people", 2)),
}


@dataclass
class Question:
    day: date
    periods: list[tuple[date, date]]
    by: Any
    as_known: datetime | None
    postings: set[int] | None
    persons: set[int] | None
    grades: set[int] | None

    def keeps(self, line: Line) -> bool:
        return (
            (self.as_known is None or line.recorded <= self.as_known)
            and (self.postings is None or line.posting in self.postings)
            and (self.persons is None or line.person in self.persons)
            and (self.grades is None or line.grade in self.grades)
        )


@dataclass
class Builder:
    """Lets a tree live through events; every unit keeps a living superior, and parents never run in a circle."""

    world: World = field(default_factory=World)
    alive: dict[int, Version] = field(default_factory=dict)
    ended: dict[int, Version] = field(default_factory=dict)

    def found(self, day: date, parent: int | None, kind: str, order: str) -> int:
        unit = len(self.alive) + len(self.ended) + 1
        self.alive[unit] = Version(unit, day, None, parent, kind, order)
        return unit

    def change(self, unit: int, day: date, **what: Any) -> None:
        before = self.alive[unit]
        if before.start < day:
            self.world.versions.append(before._replace(end=day))
        self.alive[unit] = before._replace(start=day, **what)

    def end(self, unit: int, day: date) -> None:
        for child in [v.unit for v in self.alive.values() if v.parent == unit]:
            self.change(child, day, parent=self.alive[unit].parent)
        last = self.alive.pop(unit)
        if last.start < day:
            self.world.versions.append(last._replace(end=day))
        self.ended[unit] = last

    def covers(self, above: int, below: int | None) -> bool:
        while below is not None and below != above:
            below = self.alive[below].parent
        return below == above

    def finish(self) -> World:
        self.world.versions.extend(self.alive.values())
        return self.world


@st.composite
def worlds(draw: DrawFn) -> World:
    """A forest with mergers, splits, moves, dissolutions and re-openings, and entries of every sort."""
    builder = Builder()
    day = BEGIN

    def some_unit(also_none: bool = False) -> int | None:
        return draw(st.sampled_from([*([None] if also_none else []), *builder.alive])) if builder.alive else None

    def look() -> tuple[str, str]:
        return draw(st.sampled_from(KINDS)), draw(st.sampled_from("abc"))

    for number in range(draw(st.integers(1, 10))):
        builder.found(day, some_unit(also_none=number % 5 == 0), *look())
    for _ in range(draw(st.integers(2, 10))):
        day += timedelta(days=draw(st.integers(1, 40)))
        _event(draw, builder, day, some_unit, look)
    units = [*builder.alive, *builder.ended]
    world = builder.finish()
    world.lines = draw(lines(units, day))
    return world


def _event(draw: DrawFn, builder: Builder, day: date, some_unit: Any, look: Any) -> None:
    event = draw(st.sampled_from(EVENTS))
    unit = some_unit()
    if event == "found" or unit is None:
        builder.found(day, some_unit(also_none=True), *look())
    elif event == "merge":
        _merge(draw, builder, day, unit, look)
    elif event == "split":
        _split(draw, builder, day, unit, some_unit, look)
    elif event == "move":
        parent = some_unit(also_none=True)
        if not builder.covers(unit, parent):
            builder.change(unit, day, parent=parent)
    elif event == "dissolve":
        builder.end(unit, day)
    elif event == "look":
        kind, order = look()
        builder.change(unit, day, kind=kind, order=order)
    elif builder.ended:
        again = draw(st.sampled_from(list(builder.ended)))
        last = builder.ended.pop(again)
        builder.alive[again] = last._replace(start=day, end=None, parent=some_unit(also_none=True))


def _merge(draw: DrawFn, builder: Builder, day: date, unit: int, look: Any) -> None:
    """Into a new unit, or into one of them that goes on."""
    others = draw(st.lists(st.sampled_from(list(builder.alive)), min_size=1, max_size=3, unique=True))
    target = unit
    if draw(st.booleans()):
        others = list({unit: None} | dict.fromkeys(others))
        parent = builder.alive[unit].parent
        while parent in others:
            parent = builder.alive[parent].parent
        target = builder.found(day, parent, *look())
    for other in others:
        if other != target:
            builder.end(other, day)
            builder.world.became.append(Became(other, target, day, draw(st.booleans())))


def _split(draw: DrawFn, builder: Builder, day: date, unit: int, some_unit: Any, look: Any) -> None:
    """Into one, two or three new units, with an heir or without; or the unit gives up a part and goes on."""
    if goes_on := draw(st.booleans()):
        parents = draw(st.lists(st.sampled_from(list(builder.alive)), min_size=1, max_size=2))
    else:
        builder.end(unit, day)
        parents = [some_unit(also_none=True) for _ in range(draw(st.integers(1, 3)))]
    heir = None if goes_on else draw(st.sampled_from([None, *range(len(parents))]))
    for number, parent in enumerate(parents):
        new = builder.found(day, parent, *look())
        builder.world.became.append(Became(unit, new, day, number == heir))


@st.composite
def lines(draw: DrawFn, units: list[int], last: date) -> list[Line]:
    """Entries, some of them reversed later, rightly or not, some regraded by a reversal and a new entry."""
    made: list[Line] = []

    def put(line: Line, **what: Any) -> None:
        made.append(line._replace(entry=len(made) + 1, **what))

    span = (last - BEGIN).days
    for _ in range(draw(st.integers(0, 25))):
        line = Line(
            entry=0,
            posting=draw(st.integers(1, 5)),
            unit=draw(st.sampled_from([*units, *units, NEVER_HEARD_OF])),
            indicator=draw(st.sampled_from((1, 1, 1, 2, 2, 3))),
            day=BEGIN + timedelta(days=draw(st.integers(-20, span + 40))),
            quantity=draw(st.sampled_from((1, 1, 2, 2, 5, -1, 0, 2**40))),
            person=draw(st.sampled_from((0, 0, 1, 1, 1, 2, 3, 2**40))),
            grade=draw(st.integers(1, 3)),
            recorded=FIRST_MOMENT + timedelta(hours=draw(st.integers(0, 50))),
        )
        put(line)
        fate = draw(st.sampled_from(("stands", "stands", "reversed", "regraded", "mistaken")))
        later = line.recorded + timedelta(hours=draw(st.integers(0, 20)))
        if fate != "stands":
            # A mistaken reversal takes back a grade of proof that was never given: nets of one grade turn negative.
            taken = {"quantity": -1, "grade": draw(st.integers(1, 3))} if fate == "mistaken" else {}
            put(line, **{"quantity": -line.quantity, "recorded": later} | taken)
        if fate == "regraded":
            put(line, grade=draw(st.integers(1, 3)), recorded=later)
    return made


@st.composite
def questions(draw: DrawFn, world: World) -> Question:
    """A map day (often the very day of a change), periods, an opening, and now and then a filter."""
    changes = sorted({v.start for v in world.versions} | {b.day for b in world.became})
    start, end = changes[0] - timedelta(days=1), changes[-1] + timedelta(days=40)
    days = st.dates(start, end)
    periods = []
    for _ in range(draw(st.integers(1, 3))):
        first = draw(days)
        periods.append((first, first + timedelta(days=draw(st.sampled_from((1, 10, 60, 400))))))
    seldom = st.integers(0, 3).map(lambda n: n == 3)
    return Question(
        day=draw(st.sampled_from([*changes, changes[-1]]) | days),
        periods=periods,
        by=draw(st.sampled_from(["none", "children", *(("kind", kind) for kind in KINDS)])),
        as_known=FIRST_MOMENT + timedelta(hours=draw(st.integers(0, 60))) if draw(seldom) else None,
        postings=draw(st.sets(st.integers(1, 6))) if draw(seldom) else None,
        persons=draw(st.sets(st.integers(0, 3))) if draw(seldom) else None,
        grades=draw(st.sets(st.integers(1, 3))) if draw(seldom) else None,
    )


def unit_map(world: World, day: date) -> UnitMap:
    nodes = [
        Node(v.unit, v.parent, v.kind, v.order)
        for v in world.versions
        if v.start <= day and (v.end is None or day < v.end)
    ]
    return place_units(encode_tree(nodes, day), {v.unit for v in world.versions}, map(Succession._make, world.became))


def facts(world: World) -> Facts:
    return Facts.of(map(FactRow._make, world.lines))


def measure(told: Any) -> Measure:
    single = {"flow": Flow, "stock": Stock, "people": People, "turns": Turns, "coverage": Coverage}
    if told[0] in single:
        return single[told[0]](*told[1:])
    return {"ratio": Ratio, "difference": Difference}[told[0]](measure(told[1]), measure(told[2]))


def by(told: Any) -> By:
    return {"none": By.NONE, "children": By.CHILDREN}.get(told) or By.kind(told[1])


def where(question: Question) -> Where | None:
    given = (question.postings, question.persons, question.grades)
    return None if given == (None, None, None) else Where(*given)


def period(told: tuple[date, date]) -> Period:
    return Period(*told)
