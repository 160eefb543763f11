"""A report that says again what an earlier one said."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from viecthat.doubts.chance import score_of_chance, several_tail
from viecthat.doubts.doubt import Doubt, Evidence
from viecthat.doubts.expected import COUNTED, Expected
from viecthat.doubts.facts import Facts
from viecthat.doubts.limits import Limits
from viecthat.doubts.showing import figure
from viecthat.kernel.errors import gettext_noop

_SHOWN = 8
_SAME_BY_CHANCE = 0.282  # times one over the spread: two draws from one bell curve fall on the same whole number


def copied(facts: Facts, expected: Expected, limits: Limits) -> Iterator[Doubt]:
    """Looks for several figures of ten and more that are to the unit those of an earlier period.

    Doubtful: each may be equal by chance, many together not. Innocent: work repeated as planned, a form filled in
    before the figures came. What is a quota (the same in most periods) and what is a stock is left out.
    """
    sheet = facts.sheet
    if sheet.history is None or not len(sheet.past):
        return
    flows = np.array([indicator.measure in COUNTED - {"stock"} for indicator in sheet.indicators], dtype=bool)
    quota = np.count_nonzero(sheet.history == sheet.values, axis=0) * 2 > len(sheet.past)
    quota &= len(sheet.past) > 2
    looked_at = flows & (sheet.values >= limits.copy_value) & ~quota
    level = np.exp(np.where(np.isnan(expected.past), expected.figure, expected.past))
    spread = np.where(np.isnan(expected.past_spread), limits.typical_spread, expected.past_spread)
    chances = np.clip(2 * _SAME_BY_CHANCE / np.maximum(level * spread, 1), 0.02, 0.5)
    told = np.zeros(len(sheet.units), dtype=bool)
    for at in range(len(sheet.past) - 1, -1, -1):
        comparable = looked_at & (sheet.history[at] >= limits.copy_value)
        same = comparable & (sheet.history[at] == sheet.values)
        for row in np.flatnonzero((same.sum(axis=1) >= limits.copy_least) & ~told):
            if not facts.asks(sheet.units[row].id):
                continue
            count = int(same[row].sum())
            tail = several_tail(count, chances[row, comparable[row]].tolist()) * len(sheet.past)
            if tail > limits.copy_chance:
                continue
            told[row] = True
            columns = np.flatnonzero(same[row])
            yield Doubt(
                "copied",
                sheet.units[row].id,
                "",
                sheet.period,
                score_of_chance(tail, limits.copy_chance),
                gettext_noop(
                    "{count} chỉ số ghi đúng bằng {period}. "
                    "Có thể do việc làm đều như nhau, hay do biểu của kỳ ấy chưa sửa hết?"
                ),
                {"count": count, "period": sheet.past[at]},
                tuple(
                    Evidence(sheet.indicators[column].name, figure(sheet, column, sheet.values[row, column]))
                    for column in columns[:_SHOWN]
                ),
                indicators=tuple(sheet.indicators[column].code for column in columns),
            )
