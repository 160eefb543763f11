"""Running sums in half the bytes: how far each row lies above the first one of its block.

Sums of a nation need 64 bits, what a few thousand rows add to them seldom does. A block where it does (money) keeps its
rows as they are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from viecthat.rollup.question import Numbers

# Rows of a block, as a power of two: few enough to stay in the processor's cache while they are made.
BLOCK_BITS = 16
# How far a row may lie above or below the first one of its block.
NARROW = 1 << 31


@dataclass(frozen=True, eq=False)
class Running:
    """Sums by (row, column): of everything before the row, so that there is one row more than there are lines.

    begin: by (block, column), the sums at the block's first row; rise: by (row, column), how far it lies above that, 0
    in wide blocks; wide: the rows of wide blocks, one block after the other; wide_at: by block, where in `wide` its
    rows begin, -1 for a block that is not wide.
    """

    begin: Numbers
    rise: npt.NDArray[np.int32]
    wide: Numbers
    wide_at: npt.NDArray[np.int64]

    @classmethod
    def of_rows(cls, rows: int, columns: int, sums_of: Callable[[int, int], Numbers]) -> Self:
        """Made block by block: `sums_of(start, stop)` gives the sums at these rows, by (row, column)."""
        block = 1 << BLOCK_BITS
        starts = range(0, rows, block)
        begin = np.empty((len(starts), columns), dtype=np.int64)
        rise = np.empty((rows, columns), dtype=np.int32)
        wide_at = np.full(len(starts), -1, dtype=np.int64)
        wide: list[Numbers] = []
        for number, start in enumerate(starts):
            here = slice(start, min(start + block, rows))
            sums = sums_of(start, here.stop)
            begin[number] = sums[0]
            above = sums - sums[0]
            if int(above.max()) < NARROW and int(above.min()) > -NARROW:
                rise[here] = above
            else:
                rise[here] = 0
                wide_at[number] = sum(len(rows_there) for rows_there in wide)
                wide.append(np.array(sums))
        return cls(begin, rise, np.concatenate(wide) if wide else begin[:0], wide_at)

    @classmethod
    def of_steps(cls, lines: int, columns: int, steps_of: Callable[[slice], Numbers]) -> Self:
        """Made block by block: `steps_of(lines)` gives what these lines add, by (column, line)."""
        carried = np.zeros((columns, 1), dtype=np.int64)

        def sums_of(start: int, stop: int) -> Numbers:
            nonlocal carried
            # A row is the sum of the lines before it: the first of all is zero.
            steps = steps_of(slice(max(start - 1, 0), stop - 1))
            sums = np.empty((columns, stop - start), dtype=np.int64)
            sums[:, :1] = carried
            np.cumsum(steps, axis=1, out=sums[:, stop - start - steps.shape[1] :])
            if start:
                sums += carried
            carried = sums[:, -1:].copy()
            return sums.T

        return cls.of_rows(lines + 1, columns, sums_of)

    @classmethod
    def within(cls, segment: Any) -> Self:
        """The running sums of a segment, which has their arrays as its own."""
        return cls(*(getattr(segment, f"run_{field.name}") for field in fields(cls)))

    def arrays(self) -> dict[str, Any]:
        """Its arrays under the names a segment gives them."""
        return {f"run_{field.name}": getattr(self, field.name) for field in fields(self)}

    def __len__(self) -> int:
        return len(self.rise)

    def at(self, rows: Numbers) -> Numbers:
        """The sums at these rows, columns as the last axis."""
        block = rows >> BLOCK_BITS
        sums: Numbers = np.take(self.begin, block, axis=0)
        sums += np.take(self.rise, rows, axis=0)
        if len(self.wide):
            wide_at = self.wide_at[block]
            wide = wide_at >= 0
            sums[wide] = self.wide[wide_at[wide] + (rows[wide] & _within_block())]
        return sums

    def one(self, rows: Numbers, column: Numbers | int) -> Numbers:
        """At each of these rows the sum in one column: the same of all, or each row's own."""
        block = rows >> BLOCK_BITS
        sums: Numbers = self.begin[block, column] + self.rise[rows, column]
        if len(self.wide):
            wide_at = self.wide_at[block]
            wide = wide_at >= 0
            of = column if isinstance(column, int) else column[wide]
            sums[wide] = self.wide[wide_at[wide] + (rows[wide] & _within_block()), of]
        return sums


def _within_block() -> int:
    return (1 << BLOCK_BITS) - 1
