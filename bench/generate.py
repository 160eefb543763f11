"""Made-up facts: seeded, vectorised, month by month, kept as .npy columns in the bench's home."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from bench.sizes import ATTENDANCE, INDICATORS, YEAR, Size
from bench.tree import BEFORE_REFORM, REFORM, SEED, TODAY, Ints, Organisation, make_organisation
from viecthat.rollup.facts import Facts
from viecthat.rollup.placement import UnitMap

VERSION: Final = 2  # of what is generated: caches of another version are left alone
DAY: Final = 86_400 * 10**6  # microseconds
UNIX: Final = date(1970, 1, 1).toordinal()
MONEY: Final = 10  # the last ten indicators are sums of money in đồng
CORRECTED, REVERSED = 0.01, 0.003  # of a month's lines: replaced by another figure; taken back for good

# As narrow as the numbers allow; Facts widens what it is given.
NARROW: Final = {
    "entry": np.int32,
    "posting": np.int32,
    "unit": np.int32,
    "indicator": np.int16,
    "day": np.int32,
    "quantity": np.int64,
    "person": np.int32,
    "grade": np.int8,
    "recorded": np.int64,
}
Columns = dict[str, npt.NDArray[np.generic]]


@dataclass(frozen=True)
class World:
    """An organisation and its cached facts."""

    size: Size
    folder: Path

    @cached_property
    def organisation(self) -> Organisation:
        """The units."""
        return make_organisation(self.size)

    @cached_property
    def today(self) -> UnitMap:
        """The newest map."""
        return self.organisation.map_on(TODAY)

    @cached_property
    def historic(self) -> UnitMap:
        """The map of the day before the reform."""
        return self.organisation.map_on(BEFORE_REFORM)

    def columns(self, month: int) -> Columns:
        """The columns of one month's facts as they lie on disk, memory-mapped."""
        return {name: np.load(self.folder / f"{month:02}-{name}.npy", mmap_mode="r") for name in NARROW}

    def batches(self) -> Iterator[Facts]:
        """The facts month by month."""
        for month in self.size.months:
            yield facts_of(self.columns(month))

    def count(self) -> dict[str, int]:
        """Lines and attendances, from the manifest."""
        counted: dict[str, int] = json.loads((self.folder / "manifest.json").read_text())
        return counted


def facts_of(columns: Columns) -> Facts:
    """Columns as the roll-up takes them."""
    return Facts(**columns)  # type: ignore[arg-type]


def make_world(size: Size, home: Path) -> World:
    """The world of this size, from the cache when it is there."""
    world = World(size, home / f"{size.name}-{VERSION}" / "facts")
    manifest = world.folder / "manifest.json"
    if manifest.exists():
        return world
    shutil.rmtree(world.folder, ignore_errors=True)
    world.folder.mkdir(parents=True)
    written = {"lines": 0, "attendances": 0, "postings": 0}
    for month in size.months:
        columns = _month(world.organisation, size, month, written["lines"], written["postings"])
        for name, column in columns.items():
            np.save(world.folder / f"{month:02}-{name}.npy", column)
        written["lines"] += len(columns["entry"])
        written["attendances"] += int((columns["indicator"] == ATTENDANCE).sum())
        written["postings"] = int(columns["posting"].max()) + 1
    manifest.write_text(json.dumps(written))
    return world


def make_news(world: World, lines: int, *, taken_back: bool = False) -> Facts:
    """What an evening brings after all others: reports of the last month and attendances, as many to a report as ever.

    One line in twelve comes late, of the month before. `taken_back`: as many lines as are corrected anyhow are others'
    opposite, of the five months before.
    """
    size, month, counts = world.size, world.size.months[-1], world.count()
    columns = _month(world.organisation, size, month, counts["lines"], counts["postings"], seed=SEED + 1)
    share = counts["attendances"] / counts["lines"]
    straight = columns["quantity"] > 0
    attended = np.flatnonzero(straight & (columns["person"] != 0))[: round(lines * share)]
    reported = np.flatnonzero(straight & (columns["person"] == 0))[: lines - len(attended)]
    chosen = np.sort(np.concatenate((reported, attended)))
    news = facts_of({name: column[chosen] for name, column in columns.items()})
    days_back = date(YEAR, month, 1).toordinal() - date(YEAR, max(1, month - 1), 1).toordinal()
    late = np.arange(len(news)) % 12 == 0
    day = np.where(late, np.maximum(news.day - days_back, date(YEAR, max(1, month - 1), 1).toordinal()), news.day)
    news = replace(news, day=day)
    before = [earlier for earlier in size.months if month - 6 < earlier < month]
    return _with_taken_back(world, news, before) if taken_back and before else news


def _with_taken_back(world: World, news: Facts, months: list[int]) -> Facts:
    """The last of these lines replaced by the opposite of lines of earlier months, equally many of each."""
    each = round(len(news) * (CORRECTED + REVERSED) / len(months))
    rng = np.random.default_rng(SEED + 2)
    names = ("unit", "indicator", "day", "quantity", "person", "grade")
    taken: list[Columns] = []
    for month in months:
        held = world.columns(month)
        rows = np.sort(rng.choice(len(held["unit"]), each, replace=False))
        taken.append({name: held[name][rows] for name in names})
    columns = {name: getattr(news, name).copy() for name in NARROW}
    for name in names:
        columns[name][-each * len(months) :] = np.concatenate([one[name] for one in taken])
    columns["quantity"][-each * len(months) :] *= -1
    return facts_of(columns)


def _month(
    organisation: Organisation, size: Size, month: int, entries: int, postings: int, seed: int = SEED
) -> Columns:
    rng = np.random.default_rng([seed, month])
    first = date(YEAR, month, 1).toordinal()
    days = (date(YEAR + month // 12, month % 12 + 1, 1).toordinal()) - first
    reports = _reports(rng, organisation, size, first, days)
    attended = _attendances(rng, organisation, size, first, days)
    attended["posting"] += int(reports["posting"].max()) + 1
    on_time = _joined(reports, attended)
    late = _corrections(rng, on_time)
    late["posting"] += int(on_time["posting"].max()) + 1
    columns = _joined(on_time, late)
    columns["posting"] += postings
    columns["entry"] = np.arange(entries + 1, entries + 1 + len(columns["unit"]))
    return {name: np.ascontiguousarray(columns[name], dtype=kind) for name, kind in NARROW.items()}


def _reports(rng: np.random.Generator, organisation: Organisation, size: Size, first: int, days: int) -> Columns:
    """A report of each unit in the order they came in: about a quarter of the indicators each, popular ones more."""
    units = rng.permutation(_reporting(organisation, size, first))
    popular = np.exp(-np.arange(len(INDICATORS)) / 30)
    popular *= size.lines / popular.sum()
    popular = np.minimum(popular, 0.95)
    said = rng.random((len(units), len(INDICATORS)), dtype=np.float32) < popular.astype(np.float32)
    # Which indicators are popular must not follow from their ids.
    said = said[:, np.random.default_rng(SEED).permutation(len(INDICATORS))]
    which, column = np.nonzero(said)
    lines = len(which)
    indicator = np.asarray(INDICATORS)[column]
    pool = np.maximum(1, rng.lognormal(2.2, 1.1, 2**16).astype(np.int64))
    quantity = pool[rng.integers(0, 2**16, lines, dtype=np.uint16)]
    quantity = np.where(indicator > len(INDICATORS) - MONEY, quantity * 100_000, quantity)
    # Reports come in from the last days of the month on, most within a week, in the order of `units`.
    moments = np.sort(rng.gamma(2.0, 2.0, len(units)) + first + days - 1.0 - UNIX) * DAY
    return {
        "unit": organisation.ids[units][which],
        "posting": which,
        "indicator": indicator,
        "day": first + rng.integers(0, days, lines, dtype=np.uint8).astype(np.int32),
        "quantity": quantity,
        "person": np.zeros(lines, dtype=np.int32),
        "grade": _grades(rng, lines, (0.35, 0.8)),
        "recorded": moments.astype(np.int64)[which],
    }


def _attendances(rng: np.random.Generator, organisation: Organisation, size: Size, first: int, days: int) -> Columns:
    """People who came, one line each: mostly to their own unit, now and then elsewhere."""
    everyone = organisation.reporting(REFORM)
    members = _reporting(organisation, size, first)
    each = size.people // len(everyone)
    lines = size.attendances * len(members) // len(everyone)
    # The active come more often: the square of a uniform number favours the first members of each unit.
    where = rng.integers(0, len(members), lines)
    rank = (rng.random(lines) ** 2 * each).astype(np.int64)
    number = np.searchsorted(everyone, members)[where]
    elsewhere = rng.random(lines)
    guest = np.clip(where + rng.integers(-20, 21, lines), 0, len(members) - 1)
    place = np.where(elsewhere < 0.85, where, np.where(elsewhere < 0.95, guest, rng.integers(0, len(members), lines)))
    day = first + rng.integers(0, days, lines)
    return {
        "unit": organisation.ids[members[place]],
        "posting": np.arange(lines) // 20,
        "indicator": np.full(lines, ATTENDANCE),
        "day": day,
        "quantity": np.ones(lines, dtype=np.int64),
        "person": 1 + number * each + rank,
        "grade": _grades(rng, lines, (0.0, 0.7)),
        "recorded": ((day - UNIX + rng.random(lines) * 5 + 0.5) * DAY).astype(np.int64),
    }


def _corrections(rng: np.random.Generator, lines: Columns) -> Columns:
    """Reversals one to five months later; most with the right figure beside them, half of those better proven."""
    chance = rng.random(len(lines["unit"]))
    wrong = np.flatnonzero(chance < CORRECTED + REVERSED)
    back = {name: column[wrong] for name, column in lines.items()}
    back["quantity"] = -back["quantity"]
    back["recorded"] = back["recorded"] + ((30 + rng.random(len(wrong)) * 120) * DAY).astype(np.int64)
    back["posting"] = np.arange(len(wrong))
    again = chance[wrong] < CORRECTED
    right = {name: column[again] for name, column in back.items()}
    named = right["person"] != 0
    changed = np.maximum(1, -right["quantity"] * rng.integers(5, 15, len(named)) // 10)
    right["quantity"] = np.where(named, 1, changed)
    right["grade"] = np.minimum(3, right["grade"] + rng.integers(0, 2, len(named)))
    return _joined(back, right)


def _reporting(organisation: Organisation, size: Size, first: int) -> Ints:
    units = organisation.reporting(date.fromordinal(first))
    if not size.one_province:
        return units
    provinces = organisation.province[units]
    numbers, counts = np.unique(provinces, return_counts=True)
    return units[provinces == numbers[np.argmin(counts)]]


def _grades(rng: np.random.Generator, lines: int, bounds: tuple[float, float]) -> npt.NDArray[np.int8]:
    return (1 + np.digitize(rng.random(lines, dtype=np.float32), bounds)).astype(np.int8)


def _joined(first: Columns, second: Columns) -> Columns:
    return {name: np.concatenate((first[name], second[name])) for name in first}
