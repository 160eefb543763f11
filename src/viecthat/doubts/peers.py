"""Figures far from those of peers, and the same figure in many of them."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from viecthat.doubts.chance import binomial_tail, middle, score_of_chance, score_of_distance
from viecthat.doubts.doubt import Doubt, Evidence
from viecthat.doubts.expected import COUNTED, Expected
from viecthat.doubts.facts import Facts, Floats, Ints, Sheet, UnitFacts
from viecthat.doubts.limits import Limits
from viecthat.doubts.showing import figure, rough, times
from viecthat.kernel.errors import gettext_noop

_SHOWN_UNITS = 12
_LEAST_BROTHERS = 6
SIZE = gettext_noop("Đoàn viên của đơn vị")
PEERS_MIDDLE = gettext_noop("Mức giữa của đơn vị cùng cỡ")


def choose_peers(units: Sequence[UnitFacts], unit: UnitFacts, count: int = 80) -> list[UnitFacts]:
    """Whom one report is compared with: the unit, those of its kind under its parent, and the `count` of its kind
    nearest in size. So much is enough for `doubts_of` to say of one unit nearly what it says among all.
    """
    of_kind = [other for other in units if other.kind == unit.kind and other.id != unit.id]
    brothers = [other for other in of_kind if unit.parent is not None and other.parent == unit.parent]
    sized = [other for other in of_kind if unit.size and other.size]
    near = sorted(sized, key=lambda other: (abs(math.log((other.size or 1) / (unit.size or 1))), other.id))[:count]
    return list(dict.fromkeys((unit, *brothers, *near)))


def far_from_peers(facts: Facts, expected: Expected, limits: Limits) -> Iterator[Doubt]:
    """Looks at a figure per member beside those of some sixty units of the kind, a little smaller and a little larger.

    Doubtful: six times the middle, and further off than peers are from one another. Innocent: something only this place
    has (a port, a festival), a count that takes in others. Silent when the unit's own past explains the figure.
    """
    z = expected.peers_z()
    away = expected.figure - expected.peers
    values, sheet = facts.sheet.values, facts.sheet
    proved = 0.0 if sheet.proved is None else limits.proof_eases * np.nan_to_num(sheet.proved)
    limit: Floats = limits.peers_z * (1 + proved) * np.ones(values.shape)
    far = (expected.peers_known >= limits.peers_needed) & (away >= np.log(limits.peers_times)) & (z >= limit)
    if not far.any():
        return
    unexplained = (expected.past_known < limits.history_needed) | (expected.past_z() >= 0.75 * limits.history_z)
    for row, column in np.argwhere(far & unexplained):
        unit = sheet.units[row]
        if not facts.asks(unit.id):
            continue
        level = max(float(np.exp(expected.peers[row, column])) - 0.5, 0.0)
        indicator = sheet.indicators[column].code
        yield Doubt(
            "far_from_peers",
            unit.id,
            indicator,
            sheet.period,
            score_of_distance(float(z[row, column]), float(limit[row, column])),
            gettext_noop(
                "Tính theo số đoàn viên, số này gấp {times} lần mức giữa của {count} đơn vị cùng loại, cùng cỡ. "
                "Có thể do việc riêng của nơi này, hay do đếm cả phần của nơi khác?"
            ),
            {"times": times(float(values[row, column]), level), "count": int(expected.peers_known[row, column])},
            (Evidence(PEERS_MIDDLE, rough(level)), Evidence(SIZE, unit.size or 0)),
            indicators=(indicator,),
        )


def same_in_many(facts: Facts, expected: Expected, limits: Limits) -> Iterator[Doubt]:
    """Looks for one figure written by many units under the same parent.

    Doubtful: figures of ten and more seldom agree by chance. Innocent: an equal share of a target, one joint work told
    by each. Silent when the figure is as common elsewhere or was so in a period before: then it is a quota.
    """
    sheet = facts.sheet
    brothers: dict[tuple[str, int], list[int]] = defaultdict(list)
    for row, unit in enumerate(sheet.units):
        if unit.parent is not None:
            brothers[unit.kind, unit.parent].append(row)
    counted = [at for at, indicator in enumerate(sheet.indicators) if indicator.measure in COUNTED - {"stock"}]
    kinds = np.array([unit.kind for unit in sheet.units], dtype=str)
    for (kind, _), rows in brothers.items():
        if len(rows) < _LEAST_BROTHERS:
            continue
        group = np.array(rows)
        elsewhere = np.setdiff1d(np.flatnonzero(kinds == kind), group)
        for column in counted:
            yield from _same(facts, group, elsewhere, column, expected, limits)


def _same(
    facts: Facts, group: Ints, elsewhere: Ints, column: int, expected: Expected, limits: Limits
) -> Iterator[Doubt]:
    sheet = facts.sheet
    values = sheet.values[group, column]
    found, counts = np.unique(values[values >= limits.many_value], return_counts=True)
    reported = int(np.count_nonzero(~np.isnan(values)))
    for value, count in zip(found[counts >= limits.many_least], counts[counts >= limits.many_least], strict=True):
        there = group[values == value]
        if not any(facts.asks(sheet.units[row].id) for row in there) or _is_quota(sheet, there, column, value):
            continue
        spread = float(middle(expected.peers_spread[there, column], 0))
        chance = _chance(value, spread, sheet.values[elsewhere, column])
        tail = min(1.0, binomial_tail(int(count), reported, chance) * len(found))
        if tail > limits.many_chance:
            continue
        indicator = sheet.indicators[column].code
        evidence = tuple(
            Evidence(sheet.units[row].name, figure(sheet, column, value), sheet.units[row].id)
            for row in there[:_SHOWN_UNITS]
        )
        for row in there:
            if facts.asks(sheet.units[row].id):
                yield Doubt(
                    "same_in_many",
                    sheet.units[row].id,
                    indicator,
                    sheet.period,
                    score_of_chance(tail, limits.many_chance),
                    gettext_noop(
                        "{count} trong {of} đơn vị cùng cấp trên ghi đúng một số {value}. "
                        "Có thể do chỉ tiêu chia đều, hay do một việc chung được ghi ở từng đơn vị?"
                    ),
                    {"count": int(count), "of": reported, "value": figure(sheet, column, value)},
                    evidence,
                    indicators=(indicator,),
                )


def _is_quota(sheet: Sheet, there: Ints, column: int, value: float) -> bool:
    if sheet.history is None:
        return False
    before: Floats = sheet.history[:, there, column]
    return bool((np.count_nonzero(before == value, axis=1) * 2 >= len(there)).any())


def _chance(value: float, spread: float, elsewhere: Floats) -> float:
    """How likely a unit has this very figure: as often as elsewhere, or as the spread and round ends make it."""
    spread = 1.0 if math.isnan(spread) else spread
    rounder = 30 if value % 100 == 0 else 10 if value % 10 == 0 else 4 if value % 5 == 0 else 1
    likely = min(0.4 / (value * spread) * rounder, 0.3)
    known = elsewhere[~np.isnan(elsewhere)]
    return max(likely, (np.count_nonzero(known == value) + 0.5) / (len(known) + 1) if len(known) else likely)
