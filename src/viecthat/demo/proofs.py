"""How well made-up work is proved: mostly verified, some declared only, and not the same in every district."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from viecthat.demo.chance import chance
from viecthat.demo.grounds import Spot
from viecthat.ledger.choices import Grade

_VERIFIED_OF_PROVED = 0.68
_CITY = 0.05
_WORST, _POOR = 0.42, 0.24  # share only declared: in one district, in two more
_BETTER = (0.06, 0.16)

Mix = Mapping[str, Mapping[Grade, float]]


def mix_of(districts: Sequence[Spot]) -> Mix:
    """By district code ("" is the level above) the share of each grade that its figures are to have."""
    random = chance("proof")
    # The example that all drawings show lies in Ba Vì: it is not the district that proves least.
    candidates = [spot.code for spot in districts if spot.area.name != "Ba Vì"]
    worst, *poor = random.sample(candidates, 3)
    declared = {spot.code: random.uniform(*_BETTER) for spot in districts}
    declared |= {worst: _WORST} | dict.fromkeys(poor, _POOR) | {"": _CITY}
    return {
        code: {
            Grade.DECLARED: share,
            Grade.EVIDENCED: (1 - share) * (1 - _VERIFIED_OF_PROVED),
            Grade.VERIFIED: (1 - share) * _VERIFIED_OF_PROVED,
        }
        for code, share in declared.items()
    }


def grade_all(items: Sequence[tuple[str, int]], mix: Mix) -> list[Grade]:
    """A grade for each (district code, quantity), so that by quantity every district comes near its mix.

    What one item takes too much of a grade the next ones of its district get less; what a whole district could not
    even out is left to the following districts.
    """
    grades = [Grade.DECLARED] * len(items)
    owed = dict.fromkeys(Grade, 0.0)
    by_district: dict[str, list[int]] = {}
    for index, (district, _) in enumerate(items):
        by_district.setdefault(district, []).append(index)
    for district, indexes in sorted(by_district.items()):
        # Large ones first, while there is room to even them out.
        for index in sorted(indexes, key=lambda i: (-items[i][1], i)):
            quantity = items[index][1]
            for grade, share in mix[district].items():
                owed[grade] += share * quantity
            grades[index] = max(owed, key=lambda grade: (owed[grade], grade))
            owed[grades[index]] -= quantity
    return grades
