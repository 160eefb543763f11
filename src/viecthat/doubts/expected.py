"""What was to be expected of every figure: by the unit's own past, and by peers of its size.

On logarithms, where a campaign that doubles everything moves everybody by the same. The season is not assumed: what all
units of a kind did together in a period, summer or Tết, growth or a year of floods, is taken out of each of them. Where
there are too few peers the same season of earlier years stands in. Spreads are those of over-dispersed counts: what a
unit does by itself, and the chance that is in any small count.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from viecthat.doubts.chance import MAD_TO_SPREAD, MEDIAN_OF_SQUARES, middle
from viecthat.doubts.facts import Floats, Ints, Sheet
from viecthat.doubts.limits import Limits
from viecthat.kernel.periods import Period

COUNTED = frozenset({"flow", "people", "turns", "stock"})
_HALF = 0.5  # added before the logarithm, so that nothing done is not infinitely little
_NOTHING = np.log(_HALF) + 1e-9
_AT_ONCE = 8  # columns: keeps what a whole level needs in memory to some tens of megabytes
_SMALL = 5.0


@dataclass(frozen=True, eq=False)
class Expected:
    """Logarithms, units × indicators. `known`: from how many periods or peers; NaN: nothing is known.

    `z` says how many spreads a figure lies above (below 0: under) what was expected.
    """

    figure: Floats
    past: Floats
    past_spread: Floats
    past_known: Floats
    peers: Floats
    peers_spread: Floats
    peers_known: Floats

    def past_z(self) -> Floats:
        """Distance from the unit's own past."""
        found: Floats = (self.figure - self.past) / self.past_spread
        return found

    def peers_z(self) -> Floats:
        """Distance from peers of its size."""
        found: Floats = (self.figure - self.peers) / self.peers_spread
        return found


def expected_of(sheet: Sheet, limits: Limits) -> Expected:
    """What was to be expected, for every unit and every indicator that is counted."""
    shape = sheet.values.shape
    figure, past, past_spread, past_known, peers, peers_spread, peers_known = (np.full(shape, np.nan) for _ in range(7))
    past_known[:], peers_known[:] = 0, 0
    counted = [at for at, indicator in enumerate(sheet.indicators) if indicator.measure in COUNTED]
    groups = list(_kinds(sheet))
    sizes = np.array([unit.size or np.nan for unit in sheet.units], dtype=np.float64)
    ids = np.array([unit.id for unit in sheet.units], dtype=np.int64)
    same_season = np.array([_season(period) == _season(sheet.period) for period in sheet.past], dtype=bool)
    for start in range(0, len(counted), _AT_ONCE):
        columns = np.array(counted[start : start + _AT_ONCE])
        for group in groups:
            cells = np.ix_(group, columns)
            now = _logarithm(sheet.values[cells])
            figure[cells] = now
            if sheet.history is not None:
                then = _logarithm(sheet.history[:, group[:, None], columns])
                past[cells], past_spread[cells], past_known[cells] = _by_past(now, then, same_season, limits)
            peers[cells], peers_spread[cells], peers_known[cells] = _by_peers(
                now, np.log(sizes[group]), ids[group], limits
            )
    return Expected(figure, past, past_spread, past_known, peers, peers_spread, peers_known)


def _kinds(sheet: Sheet) -> Iterator[Ints]:
    kinds = np.array([unit.kind for unit in sheet.units], dtype=str)
    for kind in np.unique(kinds):
        yield np.flatnonzero(kinds == kind)


def _season(period: Period) -> tuple[int, int, int, int]:
    return period.start.month, period.start.day, period.end.month, period.end.day


def _logarithm(figures: Floats) -> Floats:
    found: Floats = np.log(np.maximum(figures, 0) + _HALF)  # a stock may fall below nothing only by mistake
    return found


def _by_past(now: Floats, then: Floats, same_season: np.ndarray, limits: Limits) -> tuple[Floats, Floats, Floats]:
    level = middle(then, 0)
    moves = middle(then - level, 1, int(limits.common_peers))  # periods × columns: what all did together
    move = middle(now - level, 0, int(limits.common_peers))
    seasonal = middle(moves[same_season], 0) if same_season.any() else np.full(move.shape, np.nan)
    move = np.where(np.isnan(move), seasonal, move)
    alone = np.isnan(moves).any(axis=0) | np.isnan(move)
    if alone.any():  # too few peers: the same season of earlier years, when it was there twice
        seasons = middle(then[same_season], 0, 2) if same_season.sum() >= 2 else np.full(level.shape, np.nan)
        offset = np.where(np.isnan(seasons), 0.0, seasons - level)
        moves = np.where(alone, 0.0, moves)
        move = np.where(alone, 0.0, move)
    else:
        offset = np.zeros(level.shape)
    level = middle(then - moves[:, None, :], 0)
    apart = then - level - moves[:, None, :]
    if alone.any():
        shifted = same_season[:, None, None] & alone
        apart = np.where(shifted, apart - offset, apart)
    expected = level + move + np.where(alone, offset, 0.0)
    known = np.count_nonzero(~np.isnan(then), axis=0).astype(np.float64)
    spread = _spread(apart, level + moves[:, None, :], expected, known, limits)
    return expected, spread, known


def _spread(apart: Floats, levels: Floats, expected: Floats, known: Floats, limits: Limits) -> Floats:
    chance = 1 / (np.exp(levels) + 1)
    lost = known / np.maximum(known - 1, 1)  # one of the periods went into the level
    squares = np.where(np.exp(levels) >= _SMALL, apart**2 / MEDIAN_OF_SQUARES * lost - chance, np.nan)
    flat = squares.reshape(-1, squares.shape[-1])
    enough = int(limits.common_peers * limits.history_needed)
    common = np.maximum(middle(flat, 0, enough), 0.02)
    common = np.where(np.isnan(common), limits.typical_spread**2, common)
    own = np.maximum((MAD_TO_SPREAD * middle(np.abs(apart), 0)) ** 2 * lost - middle(chance, 0), 0)
    trust = limits.history_trust
    over = (trust * common + known * np.nan_to_num(own)) / (trust + known)
    found: Floats = np.sqrt(over * (1 + 1 / np.maximum(known, 1)) + 1 / (np.exp(expected) + 1))
    return found


def _by_peers(now: Floats, sizes: Floats, ids: Ints, limits: Limits) -> tuple[Floats, Floats, Floats]:
    nothing = np.full(now.shape, np.nan)
    sized = np.flatnonzero(~np.isnan(sizes))
    if len(sized) < limits.peers_needed:
        return nothing, nothing, np.zeros(now.shape)
    order = sized[np.lexsort((ids[sized], sizes[sized]))]
    rates = np.where(now[order] > _NOTHING, now[order] - sizes[order, None], np.nan)  # only those who do it
    window = min(int(limits.peers_window), len(order))
    windows = np.lib.stride_tricks.sliding_window_view(rates, window, axis=0)
    middles = middle(windows, 2, int(limits.peers_needed))
    spreads = MAD_TO_SPREAD * middle(np.abs(windows - middles[..., None]), 2)
    at = np.clip(np.arange(len(order)) - window // 2, 0, len(middles) - 1)
    expected, spread, known = nothing.copy(), nothing.copy(), np.zeros(now.shape)
    expected[order] = middles[at] + sizes[order, None]
    spread[order] = np.sqrt(np.maximum(spreads[at], 0.1) ** 2 + 1 / (np.exp(expected[order]) + 1))
    known[order] = np.count_nonzero(~np.isnan(windows), axis=2)[at]
    return expected, spread, known
