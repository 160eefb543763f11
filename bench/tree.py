"""A made-up organisation: today's tree, the historic one, and how one became the other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt

from bench.sizes import YEAR, Size
from viecthat.rollup.placement import Succession, UnitMap, place_units
from viecthat.rollup.tree import Node, encode_tree

Ints = npt.NDArray[np.int64]
_Link = tuple[int, int, date]  # old unit, new unit, day; by number

SEED: Final = 20_260_701
REFORM: Final = date(2025, 7, 1)  # 63 provinces with districts became 34 without
ADJUSTMENT: Final = date(YEAR, 7, 1)  # a few communes and branches merged in the middle of the year of the facts
TODAY: Final = date(YEAR, 12, 31)
BEFORE_REFORM: Final = date(2025, 6, 30)

KINDS: Final = ("centre", "province", "district", "base", "school", "branch")
CENTRE, PROVINCE, DISTRICT, BASE, SCHOOL, BRANCH = range(6)
NOWHERE: Final = -1

ODD_SPLITS = 0.03
FAR_SPLITS = 0.1  # of them: into another province, perhaps
SCHOOLS_UNDER_PROVINCES = 0.1
BRANCHES_UNDER_COMMUNES = 0.55
SMALLEST_PROVINCE = 1 / 130


@dataclass(frozen=True, slots=True)
class Organisation:
    """Units as parallel arrays by number (unit id = ids[number]); parents are numbers, -1 where the unit is not.

    before, since, now: parents before the reform, after it, and since the adjustment. province: number of the province
    a unit stands in.
    """

    ids: Ints
    kind: Ints
    before: Ints
    since: Ints
    now: Ints
    province: Ints
    successions: tuple[Succession, ...]

    @property
    def centre(self) -> int:
        """Unit id of the root."""
        return int(self.ids[0])

    def reporting(self, on: date) -> Ints:
        """Numbers of the units that record: the branches, schools and communes of a day since the reform."""
        parents = self.since if on < ADJUSTMENT else self.now
        return np.flatnonzero((parents != NOWHERE) & (self.kind >= BASE))

    def map_on(self, day: date) -> UnitMap:
        """The map of a day; one of three."""
        parents = self.before if day < REFORM else self.since if day < ADJUSTMENT else self.now
        standing = np.flatnonzero(parents != NOWHERE)
        above = [
            None if number == up else int(self.ids[up]) for number, up in zip(standing, parents[standing], strict=True)
        ]
        nodes = [
            # Laid out as they were made: neighbours stay neighbours, as they do by official code.
            Node(unit, parent, KINDS[kind], f"{number:07}")
            for number, unit, parent, kind in zip(
                standing.tolist(), self.ids[standing].tolist(), above, self.kind[standing].tolist(), strict=True
            )
        ]
        return place_units(encode_tree(nodes, day), self.ids.tolist(), self.successions)


class _Builder:
    """Numbers units as they are made; the root is its own parent, so that -1 may mean "not there"."""

    def __init__(self) -> None:
        self.kind: list[Ints] = []
        self.before: list[Ints] = []
        self.since: list[Ints] = []
        self.province: list[Ints] = []
        self.count = 0

    def provinces(self) -> Ints:
        """The province of every unit made so far."""
        return np.concatenate(self.province)

    def add(self, kind: int, before: npt.ArrayLike, since: npt.ArrayLike, province: npt.ArrayLike) -> Ints:
        """Make units and return their numbers."""
        shapes = np.broadcast(np.asarray(before), np.asarray(since), np.asarray(province))
        size = shapes.size
        numbers = np.arange(self.count, self.count + size)
        self.count += size
        self.kind.append(np.full(size, kind))
        for column, values in ((self.before, before), (self.since, since), (self.province, province)):
            column.append(np.broadcast_to(np.asarray(values, dtype=np.int64), (size,)).copy())
        return numbers


def make_organisation(size: Size) -> Organisation:
    """The organisation of this size; the same every time."""
    rng = np.random.default_rng(SEED)
    build = _Builder()
    build.add(CENTRE, 0, 0, NOWHERE)
    provinces = _make_provinces(rng, build, size)
    communes = _make_communes(rng, build, size, provinces)

    direct = int(size.schools * SCHOOLS_UNDER_PROVINCES)
    old_weights = provinces.weights[provinces.of_old] / np.bincount(provinces.of_old)[provinces.of_old]
    old = np.sort(rng.choice(size.old_provinces, direct, p=_shares(old_weights)))
    above = provinces.now[provinces.of_old[old]]
    colleges = build.add(BASE, provinces.old[old], above, above)
    schools = _under_communes(rng, build, SCHOOL, size.schools - direct, communes)
    many = int(size.branches * BRANCHES_UNDER_COMMUNES)
    of_communes = _under_communes(rng, build, BRANCH, many, communes)
    bodies = np.concatenate((colleges, schools))
    inside = bodies[rng.integers(0, len(bodies), size.branches - many)]
    of_schools = build.add(BRANCH, inside, inside, build.provinces()[inside])

    now, merged = _adjusted(rng, build, communes, np.concatenate((of_communes, of_schools)))
    ids = _shuffled_ids(rng, build.count)
    links = [*provinces.links, *communes.links, *merged]
    return Organisation(
        ids,
        np.concatenate(build.kind),
        np.concatenate(build.before),
        np.concatenate(build.since),
        now,
        build.provinces(),
        tuple(Succession(int(ids[old]), int(ids[new]), day) for old, new, day in links),
    )


@dataclass(frozen=True, slots=True)
class _Provinces:
    """Unit numbers of today's and of the old provinces; of_old: which of today's an old one is in, by index."""

    now: Ints
    old: Ints
    of_old: Ints
    weights: npt.NDArray[np.float64]
    links: list[_Link]


@dataclass(frozen=True, slots=True)
class _Communes:
    """Unit numbers of today's communes and of the old ones they were made of.

    home: index of the province of each; weights: how much stands under each; of_old: which of today's an old one went
    to, by index, its pieces lying side by side; second: unit number of the other one where it was split, else -1.
    """

    now: Ints
    home: Ints
    weights: npt.NDArray[np.float64]
    old: Ints
    of_old: Ints
    second: Ints
    links: list[_Link]


def _make_provinces(rng: np.random.Generator, build: _Builder, size: Size) -> _Provinces:
    """Some stay as they are, the others are made of two or three."""
    made_of = _spread(rng, size.old_provinces, np.ones(size.provinces), at_least=1, at_most=3)
    stays = made_of == 1
    now = np.empty(size.provinces, dtype=np.int64)
    now[stays] = build.add(PROVINCE, np.zeros(stays.sum()), 0, NOWHERE)
    now[~stays] = build.add(PROVINCE, np.full((~stays).sum(), NOWHERE), 0, NOWHERE)
    of_old = np.repeat(np.arange(size.provinces), made_of)
    stayed = stays[of_old]
    old = np.empty(size.old_provinces, dtype=np.int64)
    old[stayed] = now[stays]
    old[~stayed] = build.add(PROVINCE, np.zeros((~stayed).sum()), NOWHERE, NOWHERE)
    links = [(before, now[after], REFORM) for before, after in zip(old[~stayed], of_old[~stayed], strict=True)]
    weights = rng.lognormal(0, 0.45, size.provinces)
    weights[-1] = 0
    weights[-1] = weights.sum() * SMALLEST_PROVINCE / (1 - SMALLEST_PROVINCE)
    return _Provinces(now, old, of_old, weights, links)


def _make_communes(rng: np.random.Generator, build: _Builder, size: Size, provinces: _Provinces) -> _Communes:
    """Today's communes, each with a home among the old provinces; the districts and old communes they came from."""
    made_of = np.bincount(provinces.of_old)
    per_province = _spread(rng, size.communes, provinces.weights, at_least=3)
    home = np.repeat(np.arange(size.provinces), per_province)
    # In runs, so that an old province is a few stretches of today's tree and not a sprinkling.
    along = np.concatenate([np.arange(count) / count for count in per_province])
    old_home = np.concatenate(([0], np.cumsum(made_of)))[home] + (along * made_of[home]).astype(np.int64)
    of_province = _spread(rng, size.districts, np.ones(size.old_provinces), at_least=1)
    above = np.repeat(np.arange(size.old_provinces), of_province)
    successor = provinces.now[provinces.of_old[above]]
    districts = build.add(DISTRICT, provinces.old[above], NOWHERE, successor)
    links = [(before, after, REFORM) for before, after in zip(districts, successor, strict=True)]
    now = build.add(BASE, np.full(size.communes, NOWHERE), provinces.now[home], provinces.now[home])

    of_old = np.repeat(np.arange(size.communes), _spread(rng, size.old_communes, np.ones(size.communes), at_least=1))
    # A commune over an old border: one of its pieces came from the old province next to it.
    province = old_home[of_old]
    neighbour = np.minimum(province + 1, size.old_provinces - 1)
    strays = (rng.random(size.old_communes) < ODD_SPLITS / 2) & (
        provinces.of_old[neighbour] == provinces.of_old[province]
    )
    province = np.where(strays, neighbour, province)
    district = np.concatenate(([0], np.cumsum(of_province)))[province]
    district = district + (rng.random(size.old_communes) * of_province[province]).astype(np.int64)
    old = build.add(BASE, districts[district], NOWHERE, provinces.now[home[of_old]])
    links += [(before, now[after], REFORM) for before, after in zip(old, of_old, strict=True)]
    # Odd splits: a second successor nearby, now and then in another province.
    split = np.flatnonzero(rng.random(size.old_communes) < ODD_SPLITS)
    beside = np.minimum(of_old[split] + 1, size.communes - 1)
    other = np.where(rng.random(len(split)) < FAR_SPLITS, rng.integers(0, size.communes, len(split)), beside)
    split, other = split[other != of_old[split]], other[other != of_old[split]]
    links += [(old[piece], now[after], REFORM) for piece, after in zip(split, other, strict=True)]
    second = np.full(size.old_communes, NOWHERE)
    second[split] = now[other]
    weights = (provinces.weights / per_province)[home] * rng.lognormal(0, 0.3, size.communes)
    return _Communes(now, home, weights, old, of_old, second, links)


def _under_communes(rng: np.random.Generator, build: _Builder, kind: int, count: int, communes: _Communes) -> Ints:
    """Units under communes; those of an old commune that was split went one way or the other."""
    pieces = np.bincount(communes.of_old)
    chosen = np.repeat(np.arange(len(communes.now)), _spread(rng, count, communes.weights))
    piece = np.concatenate(([0], np.cumsum(pieces)))[chosen] + (rng.random(count) * pieces[chosen]).astype(np.int64)
    went = (communes.second[piece] != NOWHERE) & (rng.random(count) < 0.4)
    since = np.where(went, communes.second[piece], communes.now[chosen])
    return build.add(kind, communes.old[piece], since, build.provinces()[since])


def _adjusted(
    rng: np.random.Generator, build: _Builder, communes: _Communes, branches: Ints
) -> tuple[Ints, list[_Link]]:
    """Parents since the adjustment, and who was merged into whom: a hundredth of communes, a thousandth of branches."""
    now = np.concatenate(build.since)
    merged: list[_Link] = []
    for group, beside, share in ((communes.now, communes.home, 0.01), (branches, now[branches], 0.001)):
        likely = max(share, 4 / len(group))
        gone = np.flatnonzero((rng.random(len(group) - 1) < likely) & (beside[:-1] == beside[1:]))
        # Nobody is merged into one who is merged away on the same day.
        gone = gone[np.diff(gone, append=len(group) + 1) > 1]
        into = np.arange(len(now))
        into[group[gone]] = group[gone + 1]
        now = np.where(now == NOWHERE, NOWHERE, into[now])
        now[group[gone]] = NOWHERE
        merged += [(int(old), int(new), ADJUSTMENT) for old, new in zip(group[gone], group[gone + 1], strict=True)]
    return now, merged


def _spread(
    rng: np.random.Generator,
    total: int,
    weights: npt.NDArray[np.float64],
    *,
    at_least: int = 0,
    at_most: int | None = None,
) -> Ints:
    """Whole parts that sum to `total`, by weight, within bounds."""
    parts = np.full(len(weights), at_least)
    while (left := total - parts.sum()) > 0:
        open_ = weights * (parts < at_most) if at_most is not None else weights
        parts += rng.multinomial(left, _shares(open_))
        if at_most is not None:
            parts = np.minimum(parts, at_most)
    return parts


def _shares(weights: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return weights / weights.sum()


def _shuffled_ids(rng: np.random.Generator, count: int) -> Ints:
    """Ids that say nothing about the place in the tree; the root keeps the first."""
    return np.concatenate(([1], 2 + rng.permutation(count - 1)))
