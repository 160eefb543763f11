"""Which units do a kind of work how often, and how much comes of each: whole numbers that add up exactly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from viecthat.demo.chance import split_exactly, split_within
from viecthat.demo.grounds import Spot
from viecthat.demo.wording import Look

LEVELS = ("commune", "district", "province")
_SPREAD_OF_UNITS, _SPREAD_OF_SIZES = 0.35, 0.5
_EVEN, _EVEN_SIZES = 0.7, 0.4  # below 1: small units still do some of it, and not too little at a time


@dataclass(frozen=True)
class Part:
    """One indicator of a work and its total; `within` names the part it can't exceed (n within N)."""

    indicator: str
    total: int
    within: str = ""


Slot = tuple[Spot, Mapping[str, Any]]


def slots_of(
    levels: Mapping[str, Mapping[str, Any]], spots: Mapping[str, Sequence[Spot]], look: Look, random: Random
) -> list[Slot]:
    """The unit of each activity, with the rule of its level."""
    slots: list[Slot] = []
    for level in LEVELS:
        rule = levels.get(level)
        if not rule:
            continue
        here = spots[level]
        weights = [_weight(spot, look, random) ** _EVEN for spot in here]
        counts = split_exactly(rule["count"], weights, least=1 if rule.get("every") else 0)
        slots += [(spot, rule) for spot, count in zip(here, counts, strict=True) for _ in range(count)]
    return slots


def quantities_of(
    parts: Sequence[Part], slots: Sequence[Slot], look: Look, random: Random, step: int = 1
) -> dict[str, list[int]]:
    """For each part its quantity in every slot; each part adds up to its total exactly."""
    weights = [
        _weight(spot, look, random) ** _EVEN_SIZES * random.lognormvariate(0, _SPREAD_OF_SIZES) for spot, _ in slots
    ]
    quantities: dict[str, list[int]] = {}
    for part in sorted(parts, key=lambda part: bool(part.within)):
        if part.within:
            quantities[part.indicator] = _within(part.total, quantities[part.within], slots)
        else:
            quantities[part.indicator] = _shared(part.total, slots, weights, step)
    return quantities


def _shared(total: int, slots: Sequence[Slot], weights: Sequence[float], step: int) -> list[int]:
    result = [int(rule.get("each", 0)) for _, rule in slots]
    rest = total - sum(result)
    shares = {id(rule): rule["share"] for _, rule in slots if "share" in rule}
    if not shares:
        if rest:
            raise ValueError(f"{rest} left over: the levels fix every quantity")
        return result
    least = {id(rule): max(int(rule.get("least", 1)), step) for _, rule in slots}
    by_level = dict(zip(shares, split_exactly(rest, list(shares.values()), step=step), strict=True))
    for rule, of_level in by_level.items():
        indexes = [i for i, (_, of) in enumerate(slots) if id(of) == rule]
        parts = split_exactly(of_level, [weights[i] for i in indexes], least=least[rule], step=step)
        for i, part in zip(indexes, parts, strict=True):
            result[i] = part
    return result


def _within(total: int, caps: Sequence[int], slots: Sequence[Slot]) -> list[int]:
    fixed = [int(rule.get("each", 0)) for _, rule in slots]
    free = [0 if "each" in rule else cap for cap, (_, rule) in zip(caps, slots, strict=True)]
    parts = split_within(total - sum(fixed), free)
    return [a + b for a, b in zip(fixed, parts, strict=True)]


def _weight(spot: Spot, look: Look, random: Random) -> float:
    weight = spot.size * random.lognormvariate(0, _SPREAD_OF_UNITS)
    return weight * (look.urban if spot.is_ward else 1.0) * look.favours.get(spot.district, 1.0)
