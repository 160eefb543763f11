"""Which published counts, taken from one another, would tell of too few people.

A count of a province and one of all its communes but one are both large; their difference is that commune. So each
count is looked at with those that it holds: one alone, and as many as stand beside one another in it.

Periods of one unit may overlap too: January to June, April to September and January to September tell of April to June.
A count is what was there by its last day less what was there by its first; so any two days that published counts lead
between, forth or back, give the count from one to the other.

Not covered: parts of different units and different days that fill a whole between them, as tiles do; several counts of
overlapping periods taken at once from a longer one that no day leads to; the same span counted at two moments (what was
recorded late or set right is told by their difference). What was published is taken to be right: where counts
contradict one another, as those of two moments do, the fewest steps between two days are believed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from viecthat.kernel.suppression import LEAST, is_small

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class ToldCount:
    """A published count: of which units (a span of the tree), of which days, how many. tag: whatever names it."""

    units: Span
    days: Span
    count: int
    tag: Hashable = None

    def holds(self, other: ToldCount) -> bool:
        """Whether the other counts part of what this one counts, and not all of it."""
        inside = _within(other.units, self.units) and _within(other.days, self.days)
        return inside and (other.units, other.days) != (self.units, self.days)


def tells_of_few(new: ToldCount, known: Sequence[ToldCount], least: int = LEAST) -> tuple[ToldCount, ...]:
    """Counts that together tell of too few, `new` among them; nothing when all of them may stand together.

    A count first, then those that leave too few of it, where the parts lie within or beside one another, as units and
    months, quarters, years do: exact there. Else the counts that lead from one day to another, in their order.
    """
    for whole in (new, *(one for one in known if one.holds(new))):
        for parts in _ways_to_divide(whole, new, known):
            if is_small(whole.count - sum(part.count for part in parts), least):
                return whole, *parts
    return _over_days(new, [one for one in known if one.units == new.units], least)


def _over_days(new: ToldCount, known: Sequence[ToldCount], least: int) -> tuple[ToldCount, ...]:
    """Counts of the same units, `new` among them, that lead from one day to another with too few between."""
    first, last = (_reached(day, known) for day in new.days)
    if new.days[1] in first:
        return ()  # the others tell the same without it
    for start, (before, way) in first.items():
        for end, (after, onward) in last.items():
            # From `start` back to the first day of `new`, over it, and on from its last day to `end`.
            between = new.count - before + after
            if is_small(between if start < end else -between, least):
                return (*reversed(way), new, *onward)
    return ()


def _reached(day: int, known: Sequence[ToldCount]) -> dict[int, tuple[int, tuple[ToldCount, ...]]]:
    """Every day that counts lead to from this one, in the fewest steps: what is counted from here to there, and how."""
    reached: dict[int, tuple[int, tuple[ToldCount, ...]]] = {day: (0, ())}
    front = [day]
    for here in front:
        so_far, way = reached[here]
        for one in known:
            for start, end, more in ((*one.days, one.count), (*reversed(one.days), -one.count)):
                if start == here and end not in reached:
                    reached[end] = (so_far + more, (*way, one))
                    front.append(end)
    return reached


def _ways_to_divide(whole: ToldCount, new: ToldCount, known: Sequence[ToldCount]) -> list[tuple[ToldCount, ...]]:
    if whole is not new and (whole.units, whole.days) == (new.units, new.days):
        return []
    parts = [one for one in known if whole.holds(one)]
    if whole is new:
        alone = [(one,) for one in parts]
    else:
        parts, alone = [*parts, new], [(new,)]
    of_units = _most_beside([one for one in parts if one.days == whole.days], by_days=False)
    of_days = _most_beside([one for one in parts if one.units == whole.units], by_days=True)
    return [*alone, *(found for found in (of_units, of_days) if found and (whole is new or new in found))]


def _most_beside(parts: Sequence[ToldCount], *, by_days: bool) -> tuple[ToldCount, ...]:
    """Those of the parts that stand beside one another and count most together."""
    spans = sorted(((one.days if by_days else one.units), one.count, place) for place, one in enumerate(parts))
    spans.sort(key=lambda row: row[0][1])
    ends = [span[1] for span, _count, _place in spans]
    best: list[tuple[int, tuple[int, ...]]] = [(0, ())]
    for number, (span, count, place) in enumerate(spans):
        before = best[bisect_right(ends, span[0], 0, number)]
        best.append(max(best[-1], (before[0] + count, (*before[1], place)), key=lambda row: row[0]))
    return tuple(parts[place] for place in best[-1][1])


def _within(inner: Span, outer: Span) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]
