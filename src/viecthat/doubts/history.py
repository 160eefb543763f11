"""Figures far from what the unit did before, and those a thousand times off."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import numpy as np

from viecthat.doubts.chance import score_of_distance
from viecthat.doubts.doubt import Doubt, Evidence, Shown
from viecthat.doubts.expected import Expected
from viecthat.doubts.facts import Facts, Floats
from viecthat.doubts.limits import Limits
from viecthat.doubts.showing import figure, rough, times
from viecthat.kernel.errors import gettext_noop

_THOUSAND = np.log(1000.0)
_SHOWN_PERIODS = 4
USUAL = gettext_noop("Mức thường thấy")


def far_from_history(facts: Facts, expected: Expected, limits: Limits) -> Iterator[Doubt]:
    """Looks at a figure beside the unit's own periods before, with what all its peers did meanwhile taken out.

    Doubtful: a unit seldom does ten times what it does. Innocent: a great campaign, a unit that took over another, a
    work of two periods told in one; a fall: work put off, a part still missing. Figures with proof must lie further.
    """
    z = expected.past_z()
    times_off = expected.figure - expected.past
    limit = _limit(facts, limits)
    enough = expected.past_known >= limits.history_needed
    high = enough & (z >= limit) & (times_off >= np.log(limits.history_times))
    low = enough & (z <= -limit) & (times_off <= -np.log(limits.history_low_times))
    low &= expected.past >= np.log(limits.history_low_usual)
    for row, column in np.argwhere(high | low):
        if not facts.asks(facts.sheet.units[row].id):
            continue
        if high[row, column]:
            message = gettext_noop(
                "Số này gấp {times} lần mức thường thấy của đơn vị trong kỳ như thế này ({usual}). "
                "Có thể do một đợt làm lớn, do cộng cả kỳ trước, hay do gõ nhầm?"
            )
        else:
            message = gettext_noop(
                "Mức thường thấy của đơn vị trong kỳ như thế này ({usual}) gấp {times} lần số này. "
                "Có thể do việc dời sang kỳ sau, do còn thiếu nơi chưa ghi, hay do gõ thiếu chữ số?"
            )
        score = score_of_distance(float(abs(z[row, column])), float(limit[row, column]))
        yield _doubt(facts, "far_from_history", row, column, score, message, expected.past[row, column])


def thousand_off(facts: Facts, expected: Expected, limits: Limits) -> Iterator[Doubt]:
    """Looks for a figure that would be usual if it were divided or multiplied by a thousand.

    Doubtful: 6,780 and 6.780 are a thousand apart, and both are written. Innocent: another unit of measure (kg for
    tấn), the first year of something done at a large scale.
    """
    counted = expected.past_known >= 2
    usual = np.where(counted, expected.past, expected.peers)
    spread = np.where(counted, expected.past_spread, expected.peers_spread)
    known = counted | (expected.peers_known >= limits.peers_needed)
    away = expected.figure - usual
    sure = known & (spread <= limits.thousand_spread)
    within = np.minimum(np.log(limits.thousand_within), 2 * spread)
    high = sure & (np.abs(away - _THOUSAND) <= within) & (usual >= np.log(2))
    low = sure & (np.abs(away + _THOUSAND) <= within) & (usual >= np.log(limits.thousand_low_usual))
    low &= facts.sheet.values > 0
    for row, column in np.argwhere(high | low):
        if not facts.asks(facts.sheet.units[row].id):
            continue
        value = figure(facts.sheet, column, facts.sheet.values[row, column])
        if high[row, column]:
            message = gettext_noop(
                "Số này gấp khoảng một nghìn lần mức thường thấy ({usual}). "
                "Có thể dấu chấm, dấu phẩy bị đọc nhầm: {value} hay {other}?"
            )
            other = (Decimal(value) / 1000).normalize()
        else:
            message = gettext_noop(
                "Số này chỉ bằng khoảng một phần nghìn mức thường thấy ({usual}). "
                "Có thể dấu chấm, dấu phẩy bị đọc nhầm: {value} hay {other}?"
            )
            other = (Decimal(value) * 1000).normalize()
        shown: dict[str, Shown] = {"value": value, "other": Decimal(f"{other:f}")}
        score = 0.97 - 0.2 * float(abs(abs(away[row, column]) - _THOUSAND) / np.log(limits.thousand_within))
        yield _doubt(facts, "thousand_off", row, column, score, message, usual[row, column], shown)


def _limit(facts: Facts, limits: Limits) -> Floats:
    proved = facts.sheet.proved
    eased = 0.0 if proved is None else limits.proof_eases * np.nan_to_num(proved)
    found: Floats = limits.history_z * (1 + eased) * np.ones(facts.sheet.values.shape)
    return found


def _doubt(
    facts: Facts,
    code: str,
    row: int,
    column: int,
    score: float,
    message: str,
    usual: float,
    more: dict[str, Shown] | None = None,
) -> Doubt:
    sheet = facts.sheet
    value = float(sheet.values[row, column])
    level = max(float(np.exp(usual)) - 0.5, 0.0)
    params: dict[str, Shown] = {"usual": rough(level), "times": times(value, level)}
    evidence = [Evidence(USUAL, rough(level))]
    if sheet.history is not None:
        for at in range(len(sheet.past) - 1, -1, -1):
            past = sheet.history[at, row, column]
            if not np.isnan(past) and len(evidence) <= _SHOWN_PERIODS:
                period = sheet.past[at]
                evidence.append(Evidence("", figure(sheet, column, past), sheet.units[row].id, period))
    indicator = sheet.indicators[column].code
    return Doubt(
        code,
        sheet.units[row].id,
        indicator,
        sheet.period,
        score,
        message,
        {name: shown for name, shown in (params | (more or {})).items() if f"{{{name}}}" in message},
        tuple(evidence),
        indicators=(indicator,),
    )
