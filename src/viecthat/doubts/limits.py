"""From when on a figure is asked about: `catalogue/doubts.yaml`, each limit with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, Self

from viecthat.catalogue.readers import rows
from viecthat.doubts.facts import Companions, SumRule


@dataclass(frozen=True, slots=True)
class Limits:
    """What each number is for stands beside it in `doubts.yaml`."""

    shown_from: float
    history_needed: float
    history_z: float
    history_times: float
    history_low_times: float
    history_low_usual: float
    history_trust: float
    typical_spread: float
    common_peers: float
    proof_eases: float
    thousand_within: float
    thousand_spread: float
    thousand_low_usual: float
    peers_needed: float
    peers_window: float
    peers_z: float
    peers_times: float
    many_least: float
    many_value: float
    many_chance: float
    copy_least: float
    copy_value: float
    copy_chance: float
    round_least: float
    round_value: float
    round_share: float
    round_chance: float
    pattern_rarity: float
    last_needed: float
    last_value: float
    last_chance: float
    burst_least: float
    burst_share: float
    burst_minutes: float
    burst_days: float
    overlap_minutes: float
    photo_bits: float
    turns_a_day: float
    marks_least: float
    marks_usual: float
    marks_chance: float
    even_least: float
    even_share: float
    over_percent: float

    @classmethod
    def of(cls, given: Iterable[Mapping[str, Any]]) -> Self:
        """From rows of limit, value, why. ValueError when one is missing, unknown, or has no reason."""
        values: dict[str, float] = {}
        for row in given:
            if not row.get("why"):
                raise ValueError(f"{row['limit']} gives no reason")
            values[row["limit"]] = float(row["value"])
        wrong = {field.name for field in fields(cls)} ^ values.keys()
        if wrong:
            raise ValueError(f"limits missing or unknown: {', '.join(sorted(wrong))}")
        return cls(**values)


@cache
def shipped() -> Limits:
    """The limits of the catalogue."""
    return Limits.of(row for row in rows("doubts") if "limit" in row)


@cache
def companions() -> tuple[Companions, ...]:
    """Results of the catalogue that cannot come about alone."""
    return tuple(Companions(row["result"], tuple(row["needs"])) for row in rows("doubts") if "result" in row)


@cache
def members_only() -> frozenset[str]:
    """Codes of attendances of which only members can be part (`IndicatorFacts.members_only`)."""
    return frozenset(row["members_only"] for row in rows("doubts") if "members_only" in row)


@cache
def sum_rules() -> tuple[SumRule, ...]:
    """The sums of `catalogue/figure_checks.yaml`."""
    return tuple(
        SumRule(row["code"], tuple(row["left"]), row["relation"], row["right"], row["n"], row["of"], row["rule"])
        for row in rows("figure_checks")
    )
