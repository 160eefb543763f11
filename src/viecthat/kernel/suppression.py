"""Which counts of a published table must be left out so that nobody reads from it what few people answered.

A count of 1 to 4 is left out (primary). A total printed beside it would give it back, so others go with it (secondary)
until no count left out can be worked out from the sums. Every count of a table with its margins stands in exactly two
sums, its row's and its column's: take sums as points and counts left out as lines between them, and a count can be
worked out just when its line is a bridge, which nothing else goes round.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LEAST = 5


def is_small(count: int, least: int = LEAST) -> bool:
    """Whether a count tells of too few people; nobody at all is told."""
    return 0 < count < least


def hidden_in_line(counts: Sequence[int], least: int = LEAST) -> list[bool]:
    """Which of these counts are left out beside their published sum: the small ones, and never one alone."""
    hidden = [is_small(count, least) for count in counts]
    if sum(counts) < least:
        return [True] * len(counts)
    if sum(hidden) == 1:
        rest = [place for place, gone in enumerate(hidden) if not gone]
        if rest:
            hidden[_cheapest(rest, counts)] = True
    return hidden


@dataclass(frozen=True, slots=True)
class Hidden:
    """What is left out of a table: its cells row by row, the sums of its rows, the sums of its columns."""

    cells: tuple[tuple[bool, ...], ...]
    rows: tuple[bool, ...]
    columns: tuple[bool, ...]


def hidden_in_table(table: Sequence[Sequence[int]], least: int = LEAST) -> Hidden:
    """What is left out of a table printed with the sums of rows and columns and of all.

    The sum of all is five or more; of fewer nothing is printed. Of the sums those are left out that `hidden_in_line`
    says of them alone, and no others: as lines of their own they may be printed already.
    """
    height, width = len(table), len(table[0]) if table else 0
    columns = [sum(row[place] for row in table) for place in range(width)]
    sums = [sum(row) for row in table]
    inside = {(row, place): table[row][place] for row in range(height) for place in range(width)}
    gone = {cell for cell, count in inside.items() if is_small(count, least)}
    # The sum of a row stands behind its last column, that of a column under its last row.
    gone |= {(height, place) for place, hide in enumerate(hidden_in_line(columns, least)) if hide}
    gone |= {(row, width) for row, hide in enumerate(hidden_in_line(sums, least)) if hide}
    gone |= {(row, place) for row in range(height) if is_small(sums[row], least) for place in range(width)}
    while told := next((cell for cell in sorted(gone) if _is_bridge(cell, gone)), None):
        left = [cell for cell in inside if cell not in gone]
        beside = [cell for cell in left if cell[0] == told[0] or cell[1] == told[1]] or left
        if not beside:
            break
        gone.add(min(beside, key=lambda cell: (inside[cell] == 0, inside[cell], cell)))
    return Hidden(
        tuple(tuple((row, place) in gone for place in range(width)) for row in range(height)),
        tuple((row, width) in gone for row in range(height)),
        tuple((height, place) in gone for place in range(width)),
    )


def _cheapest(places: Iterable[int], counts: Sequence[int]) -> int:
    """The count that costs least to leave out; nobody at all hides nothing, so it comes last."""
    return min(places, key=lambda place: (counts[place] == 0, counts[place], place))


def _is_bridge(cell: tuple[int, int], gone: set[tuple[int, int]]) -> bool:
    """Whether no other counts left out lead from its row's sum round to its column's."""
    start, end = ("row", cell[0]), ("column", cell[1])
    seen, front = {start}, [start]
    while front:
        kind, at = front.pop()
        for row, place in gone - {cell}:
            if (row if kind == "row" else place) == at:
                step = ("column", place) if kind == "row" else ("row", row)
                if step == end:
                    return False
                if step not in seen:
                    seen.add(step)
                    front.append(step)
    return True
