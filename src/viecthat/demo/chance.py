"""Chance that repeats itself, and splits that add up to the unit."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

_FINE = 2**40  # weights are taken over as integers: shares are then exact whatever the total


def chance(*names: object) -> Random:
    """A source of chance of its own for what the names say: adding one thing does not change another."""
    return Random("/".join(str(name) for name in names))


def split_exactly(total: int, weights: Sequence[float], *, least: int = 0, step: int = 1) -> list[int]:
    """Parts in proportion to the weights, each at least `least`, that add up to `total` (largest remainders).

    Parts are multiples of `step`; what `total` has beyond a multiple goes to the largest part. ValueError when the
    least parts alone exceed the total, or nothing has a weight.
    """
    units, beyond = divmod(total, step)
    floor = -(-least // step)
    free = units - floor * len(weights)
    if free < 0 or not weights:
        raise ValueError(f"{total} cannot be split into {len(weights)} parts of at least {least}")
    whole = [int(weight * _FINE) for weight in weights]
    parts = [part + floor for part in _largest_remainders(free, whole)]
    parts = [part * step for part in parts]
    if beyond:
        parts[parts.index(max(parts))] += beyond
    return parts


def split_within(total: int, caps: Sequence[int]) -> list[int]:
    """Parts in proportion to the caps, none above its cap, that add up to `total`. ValueError when they can't."""
    if not 0 <= total <= sum(caps):
        raise ValueError(f"{total} does not fit within {sum(caps)}")
    return _largest_remainders(total, caps) if total else [0] * len(caps)


def zipf(count: int, exponent: float, random: Random) -> list[float]:
    """Shares by rank 1/r^exponent, in random order, that add up to 1: a few large, many small."""
    ranks = [1 / (rank + 1) ** exponent for rank in range(count)]
    random.shuffle(ranks)
    whole = sum(ranks)
    return [rank / whole for rank in ranks]


def _largest_remainders(total: int, weights: Sequence[int]) -> list[int]:
    whole = sum(weights)
    if whole <= 0:
        raise ValueError("nothing to split by: no weight is above zero")
    parts, remainders = zip(*(divmod(total * weight, whole) for weight in weights), strict=True)
    result = list(parts)
    order = sorted(range(len(weights)), key=lambda i: (-remainders[i], i))
    for i in order[: total - sum(result)]:
        result[i] += 1
    return result
