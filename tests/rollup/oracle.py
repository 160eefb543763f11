"""The roll-up told a second time, in loops over dated versions: slow, plain, and sharing nothing with the real one.

Measures are tuples: ("flow", i) ("stock", i) ("people", i) ("turns", i) ("coverage", i, kinds, at_least)
("ratio", measure, measure) ("difference", measure, measure). Parts are opened by "none", "children" or ("kind", name).
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple


class Version(NamedTuple):
    """What a unit was from `start` up to, not including, `end` (None: still)."""

    unit: int
    start: date
    end: date | None
    parent: int | None
    kind: str
    order: str


class Became(NamedTuple):
    old: int
    new: int
    day: date
    heir: bool


class Line(NamedTuple):
    entry: int
    posting: int
    unit: int
    indicator: int
    day: date
    quantity: int
    person: int
    grade: int
    recorded: datetime


@dataclass
class World:
    versions: list[Version] = field(default_factory=list)
    became: list[Became] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


class Oracle:
    """Answers about a world under the map of one day."""

    def __init__(self, world: World, day: date) -> None:
        self.world = world
        self.day = day
        self.now = {v.unit: v for v in world.versions if v.start <= day and (v.end is None or day < v.end)}
        self.place = {}
        for unit in {v.unit for v in world.versions} | {line.unit for line in world.lines}:
            self.place[unit] = self._place(unit)

    # The map

    def chain(self, unit: int) -> list[int]:
        """The unit and everything above it, itself first."""
        above = [unit]
        while (parent := self.now[above[-1]].parent) is not None:
            above.append(parent)
        return above

    def under(self, unit: int, above: int) -> bool:
        return above in self.chain(unit)

    def children(self, unit: int) -> list[int]:
        below = [v for v in self.now.values() if v.parent == unit]
        return [v.unit for v in sorted(below, key=lambda v: (v.order, v.unit))]

    def walk(self, unit: int) -> list[int]:
        found = [unit]
        for child in self.children(unit):
            found.extend(self.walk(child))
        return found

    def _place(self, unit: int) -> int | None:
        if unit in self.now:
            return unit
        ends, lost = self._follow(unit, [])
        if not ends:
            return None
        if len(ends) == 1:
            (only,) = ends
            if not lost:
                return only
            parent = self.now[only].parent
            return only if parent is None else parent
        shared = [u for u in self.chain(min(ends)) if all(self.under(end, u) for end in ends)]
        return shared[0] if shared else None

    def _follow(self, unit: int, trail: list[int]) -> tuple[set[int], bool]:
        """The units of the map that this one leads to, and whether some of it leads nowhere."""
        if unit in self.now:
            return {unit}, False
        ended = [b for b in self.world.became if b.old == unit and b.day <= self.day]
        begins = [b for b in self.world.became if b.new == unit and b.day > self.day]
        if ended:
            ended = [b for b in ended if b.day == max(x.day for x in ended)]
            if any(b.heir for b in ended):
                ended = [b for b in ended if b.heir]
            steps = [b.new for b in ended]
        elif begins:
            steps = [b.old for b in begins if b.day == min(x.day for x in begins)]
        else:
            return set(), True
        ends: set[int] = set()
        lost = False
        for step in steps:
            if step not in trail and step != unit:
                more, missing = self._follow(step, [*trail, unit])
                ends |= more
                lost = lost or missing
        return ends, lost

    # The parts

    def parts(self, unit: int, by: Any) -> list[int]:
        if by == "none":
            return []
        if by == "children":
            return self.children(unit)
        outermost = []
        for below in self.walk(unit):
            chain = self.chain(below)
            between = chain[1 : chain.index(unit) + 1]
            if self.now[below].kind == by[1] and all(self.now[u].kind != by[1] for u in between):
                outermost.append(below)
        return outermost

    def regions(self, unit: int, by: Any) -> list[tuple[Any, set[int]]]:
        """(part, places it holds) in the order of the answer."""
        whole = set(self.walk(unit))
        regions: list[tuple[Any, set[int]]] = [(None, whole)]
        if by != "none":
            own = set(whole)
            for part in self.parts(unit, by):
                regions.append((part, set(self.walk(part))))
                own -= set(self.walk(part))
            regions.append(("own", own))
        return regions

    # The figures

    def figure(self, measure: Any, region: set[int], start: date, end: date, keep: Any) -> dict[str, Any]:
        scope: dict[int, Line] = {}
        reported: set[int] = set()
        for indicator, stock in _reads(measure):
            lines = self._lines(indicator, region, None if stock else start, end, keep)
            net: dict[tuple[int, int, int], int] = defaultdict(int)
            for line in lines:
                net[line.unit, line.day.year, line.day.month] += line.quantity
            scope.update({line.entry: line for line in lines})
            reported |= {unit for (unit, _, _), total in net.items() if total != 0}
        answer: dict[str, Any] = dict.fromkeys(("value", "n", "of", "people", "turns"))
        answer["entries"] = len(scope)
        answer["reported_by"] = len(reported)
        if measure[0] == "coverage":
            split, answer["of"] = self._coverage(measure, region, start, end, keep)
            answer["n"] = sum(split)
        elif measure[0] == "ratio":
            split = self._split(measure[1], region, start, end, keep)
            answer["n"] = sum(split)
            answer["of"] = sum(self._split(measure[2], region, start, end, keep))
        else:
            split = self._split(measure, region, start, end, keep)
            answer["value"] = sum(split)
        if measure[0] == "people":
            answer["people"] = sum(split)
        if measure[0] in {"people", "turns"}:
            answer["turns"] = sum(line.quantity for line in self._lines(measure[1], region, start, end, keep))
        answer["grades"] = tuple(split)
        return answer

    def outside(self, measures: list[Any], periods: list[tuple[date, date]], keep: Any) -> int:
        lost = set()
        for measure in measures:
            for start, end in periods:
                for indicator, stock in _every_read(measure):
                    for line in self.world.lines:
                        dated = line.day < end and (stock or line.day >= start)
                        if line.indicator == indicator and dated and keep(line) and self.place[line.unit] is None:
                            lost.add(line.entry)
        return len(lost)

    def _lines(self, indicator: int, region: set[int], start: date | None, end: date, keep: Any) -> list[Line]:
        return [
            line
            for line in self.world.lines
            if line.indicator == indicator
            and (start is None or line.day >= start)
            and line.day < end
            and self.place[line.unit] in region
            and keep(line)
        ]

    def _split(self, measure: Any, region: set[int], start: date, end: date, keep: Any) -> list[int]:
        name = measure[0]
        if name == "difference":
            a = self._split(measure[1], region, start, end, keep)
            b = self._split(measure[2], region, start, end, keep)
            return [x - y for x, y in zip(a, b, strict=True)]
        lines = self._lines(measure[1], region, None if name == "stock" else start, end, keep)
        split = [0, 0, 0]
        if name != "people":
            for line in lines:
                split[line.grade - 1] += line.quantity
            return split
        nets: dict[tuple[int, int, int, int], list[int]] = {}
        for line in lines:
            if line.person == 0:
                split[line.grade - 1] += line.quantity
            else:
                seen = (line.person, line.unit, line.day.year, line.day.month)
                nets.setdefault(seen, [0, 0, 0])[line.grade - 1] += line.quantity
        best: dict[int, int] = {}
        for (person, *_), net in nets.items():
            if sum(net) > 0:
                best[person] = max(best.get(person, 0), *(g for g in (0, 1, 2) if net[g] > 0), 0)
        for grade in best.values():
            split[grade] += 1
        return split

    def _coverage(self, measure: Any, region: set[int], start: date, end: date, keep: Any) -> tuple[list[int], int]:
        _, indicator, kinds, at_least = measure
        split, of = [0, 0, 0], 0
        for unit in region:
            if self.now[unit].kind not in kinds:
                continue
            of += 1
            declared, evidenced, verified = self._split(("flow", indicator), set(self.walk(unit)), start, end, keep)
            if verified + evidenced + declared < at_least:
                continue
            if verified >= at_least:
                split[2] += 1
            elif verified + evidenced >= at_least:
                split[1] += 1
            else:
                split[0] += 1
        return split, of


def _every_read(measure: Any) -> set[tuple[int, bool]]:
    """(indicator, over all time?) of every single measure inside."""
    if measure[0] in {"ratio", "difference"}:
        return _every_read(measure[1]) | _every_read(measure[2])
    return {(measure[1], measure[0] == "stock")}


def _reads(measure: Any) -> set[tuple[int, bool]]:
    """The same with each indicator once: read both ways it is read over all time."""
    every = _every_read(measure)
    return {(i, stock) for i, stock in every if stock or (i, True) not in every}
