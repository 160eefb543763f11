"""Made-up register entries behind published totals: each unit's, quarter by quarter or month by month."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from random import Random

from viecthat.demo.chance import chance, split_exactly
from viecthat.demo.grounds import Spot
from viecthat.demo.proofs import Mix, grade_all
from viecthat.demo.published import Published, Register, read
from viecthat.demo.rhythm import moment
from viecthat.kernel.periods import Period
from viecthat.ledger.choices import Grade, PostingKind
from viecthat.ledger.commands import Draft, Line

_EVEN, _SPREAD, _SEASON = 0.8, 0.4, 0.35
_LATEST_ENTRY, _LATEST_RECORD = 20, 14  # days before the end of a quarter, after it


def drafts_of(
    published: Published, register: Register, spots: Mapping[str, Sequence[Spot]], indicator: int, mix: Mix
) -> Iterator[Draft]:
    """The postings of one register; they add up to the published figure."""
    random = chance(published.code, register.figure)
    total = published.figures[register.figure].value or 0
    buckets = list(_buckets(published.period, register.by))
    of_levels = split_exactly(total, list(register.levels.values()))
    items: list[tuple[Spot, int, int]] = []
    for level, of_level in zip(register.levels, of_levels, strict=True):
        for spot, quantities in _by_unit(spots[level], of_level, buckets, random):
            items += [(spot, bucket, quantity) for bucket, quantity in enumerate(quantities) if quantity]
    grades = grade_all([(spot.district, quantity) for spot, _, quantity in items], mix)
    reasons = read("words")["register_reasons"][register.figure]
    for (spot, bucket, quantity), grade in zip(items, grades, strict=True):
        day = _day(buckets[bucket], random)
        latest = min(buckets[bucket].end + timedelta(days=random.randint(0, _LATEST_RECORD)), published.known_by)
        yield Draft(
            unit=spot.unit,
            # What no register shows yet came on paper.
            kind=PostingKind.IMPORT if grade == Grade.DECLARED else PostingKind.REGISTER,
            lines=(Line(spot.unit, indicator, day, quantity, grade),),
            recorded_at=moment(max(latest, day), random, 18 * 60, 22 * 60),
            key=f"demo/{published.code}/{register.figure}/{spot.code}/{bucket}",
            reason=reasons[grade.name.lower()],
        )


def _by_unit(
    spots: Sequence[Spot], total: int, buckets: Sequence[Period], random: Random
) -> Iterator[tuple[Spot, list[int]]]:
    weights = [spot.size**_EVEN * random.lognormvariate(0, _SPREAD) for spot in spots]
    for spot, of_unit in zip(spots, split_exactly(total, weights), strict=True):
        seasons = [bucket.days * random.lognormvariate(0, _SEASON) for bucket in buckets]
        yield spot, split_exactly(of_unit, seasons)


def _buckets(period: Period, by: str) -> Iterator[Period]:
    if by == "month":
        candidates = [Period.month(y, m) for y in range(period.start.year, period.end.year + 1) for m in range(1, 13)]
    else:
        candidates = [Period.quarter(y, q) for y in range(period.start.year, period.end.year + 1) for q in range(1, 5)]
    for candidate in candidates:
        inside = candidate.intersection(period)
        if inside is not None:
            yield inside


def _day(bucket: Period, random: Random) -> date:
    return bucket.last_day - timedelta(days=random.randrange(min(_LATEST_ENTRY, bucket.days)))
