"""How likely something is by chance, and middles and spreads that a few wild figures do not move."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from viecthat.doubts.facts import Floats

MAD_TO_SPREAD = 1.4826  # of a normal distribution: standard deviation over median absolute deviation
MEDIAN_OF_SQUARES = 0.4549  # median of chi-square with one degree of freedom


def middle(values: Floats, axis: int, least: int = 1) -> Floats:
    """The median along an axis, NaN left out; NaN where fewer than `least` are known."""
    if not values.shape[axis]:
        return np.full(np.delete(values.shape, axis), np.nan)
    ordered = np.sort(values, axis=axis)  # NaN last
    known = np.count_nonzero(~np.isnan(values), axis=axis, keepdims=True)
    low = np.take_along_axis(ordered, np.maximum((known - 1) // 2, 0), axis)
    high = np.take_along_axis(ordered, np.minimum(known // 2, values.shape[axis] - 1), axis)
    found: Floats = np.where(known >= max(least, 1), (low + high) / 2, np.nan)
    return np.squeeze(found, axis)


def binomial_tail(at_least: int, of: int, chance: float) -> float:
    """The chance that at least `at_least` of `of` happen, each with `chance`."""
    if at_least <= 0 or chance >= 1:
        return 1.0
    if chance <= 0 or at_least > of:
        return 0.0
    log_chance, log_not = math.log(chance), math.log1p(-chance)
    of_all = math.lgamma(of + 1)
    total = 0.0
    for k in range(at_least, of + 1):
        term = math.exp(of_all - math.lgamma(k + 1) - math.lgamma(of - k + 1) + k * log_chance + (of - k) * log_not)
        total += term
        if k > of * chance and term < total * 1e-9:
            break
    return min(total, 1.0)


def several_tail(at_least: int, chances: Sequence[float]) -> float:
    """The chance that at least `at_least` happen, each with a chance of its own (Poisson binomial)."""
    exactly = np.zeros(at_least + 1)  # the last place: that many or more
    exactly[0] = 1.0
    for chance in chances:
        moved = exactly * chance
        exactly[:-1] -= moved[:-1]
        exactly[1:] += moved[:-1]
    return float(min(max(exactly[-1], 0.0), 1.0))


def chi_square_tail(value: float, freedom: int) -> float:
    """The chance of a chi-square this great or greater (Wilson and Hilferty, 1931)."""
    ninth = 2 / (9 * freedom)
    z = ((value / freedom) ** (1 / 3) - (1 - ninth)) / math.sqrt(ninth)
    return 0.5 * math.erfc(z / math.sqrt(2))


def score_of_distance(distance: float, limit: float) -> float:
    """0.5 at the limit, 0.9 at twice, towards 1 beyond."""
    return 1 - 0.5 * 5 ** -(distance / limit - 1) if distance >= limit else 0.5 * distance / limit


def score_of_chance(chance: float, limit: float) -> float:
    """0.5 when the chance is the limit, 0.9 when its logarithm is twice that of the limit."""
    return score_of_distance(-math.log(max(chance, 1e-300)), -math.log(limit))
