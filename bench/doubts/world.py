"""Made-up honest figures of the nation's communes: season, size, growth, habits, campaigns, rounding, quotas.

Seeded. What is odd and yet honest is made on purpose: it is what a test must not ask about.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Final

import numpy as np

from viecthat.catalogue.readers import rows
from viecthat.doubts.facts import (
    Breakdown,
    Facts,
    Floats,
    IndicatorFacts,
    Photos,
    Presences,
    Prose,
    Ratings,
    Recordings,
    Sheet,
    UnitFacts,
    Work,
)
from viecthat.doubts.limits import companions, members_only, sum_rules
from viecthat.kernel.periods import Period

COMMUNES: Final = 3_321
PROVINCES: Final = 34
INDICATORS: Final = 60
PAST: Final = 8
PERIOD: Final = Period.quarter(2026, 2)
DUE: Final = datetime(2026, 7, 5, 10, 0, tzinfo=UTC)
NEW_UNITS: Final = 0.02
_ALWAYS = ("trees_planted", "volunteer_turns", "work_days", "outstanding_introduced", "outstanding_admitted", "members")
# Named one by one: the made-up nation must stay the same while the catalogue grows.
_OTHERS = (
    "cadres_taught_count", "cadres_to_teach", "members_taught_count", "members_to_teach", "uncle_ho_models",
    "education_turns", "forums_held", "source_visits", "gratitude_households", "martyr_sites_tended",
    "commitments_signed", "conduct_checks", "quiz_takers", "quiz_passed", "media_channels", "channel_followers",
    "series_articles", "good_news", "good_stories", "law_taught_turns", "relief_deliveries", "relief_households",
    "relief_money", "ideas_proposed", "trees_cared", "trees_alive", "gifts_given", "gift_value", "lamps_installed",
    "playgrounds_built", "murals_painted",
)  # fmt: skip
_SHARES = ("cadres_taught", "members_taught", "units_with_skills", "cadres_trained")


@dataclass
class World:
    """The honest facts, still open to planting, and what is known of how they were made."""

    rng: np.random.Generator
    units: list[UnitFacts]
    indicators: tuple[IndicatorFacts, ...]
    values: Floats
    history: Floats
    usual: Floats
    wholes: Floats
    percents: Floats
    proved: Floats
    goals: Floats
    breakdowns: list[Breakdown] = field(default_factory=list)
    works: list[Work] = field(default_factory=list)
    ratings: list[Ratings] = field(default_factory=list)
    prose: list[Prose] = field(default_factory=list)
    recordings: list[tuple[int, datetime, date]] = field(default_factory=list)
    presences: list[tuple[int, int, int, int, datetime, datetime]] = field(default_factory=list)
    photos: list[tuple[int, int, int]] = field(default_factory=list)

    @property
    def column(self) -> dict[str, int]:
        """Columns by code."""
        return {indicator.code: at for at, indicator in enumerate(self.indicators)}

    @property
    def counted(self) -> list[int]:
        """Columns of what is counted in a period and not in đồng."""
        return [
            at
            for at, indicator in enumerate(self.indicators)
            if indicator.measure in {"flow", "turns", "people"} and not indicator.money
        ]

    def facts(self) -> Facts:
        """As the engine takes them."""
        past = tuple(Period.quarter(2024 + (at + 1) // 4, (at + 1) % 4 + 1) for at in range(PAST))
        sheet = Sheet(
            PERIOD,
            tuple(self.units),
            self.indicators,
            self.values,
            past,
            self.history,
            self.wholes,
            self.percents,
            self.proved,
            self.goals,
        )
        return Facts(
            sheet,
            due=DUE,
            rules=sum_rules(),
            companions=companions(),
            breakdowns=tuple(self.breakdowns),
            works=tuple(self.works),
            ratings=tuple(self.ratings),
            prose=tuple(self.prose),
            recordings=Recordings.of(self.recordings),
            presences=Presences.of(self.presences),
            photos=Photos.of(self.photos),
        )


def make_world(seed: int, communes: int = COMMUNES) -> World:
    """Honest figures: the same for the same seed."""
    rng = np.random.default_rng(seed)
    indicators = _indicators()
    units = _units(rng, communes)
    values, history, usual, proved = _figures(rng, units, indicators)
    world = World(
        rng,
        units,
        indicators,
        values,
        history,
        usual,
        wholes=np.full(values.shape, np.nan),
        percents=np.full(values.shape, np.nan),
        proved=proved,
        goals=np.full(values.shape, np.nan),
    )
    _keep_rules(world)
    _shares(world)
    _goals(world)
    for at in range(communes):
        _breakdowns(world, at)
        _works(world, at)
        _marks(world, at)
        _prose(world, at)
        _recordings(world, at)
    _presences(world)
    _photos(world)
    return world


def _indicators() -> tuple[IndicatorFacts, ...]:
    known = {row["code"]: row for row in rows("indicators")}
    together = companions()
    wanted = dict.fromkeys(
        (*_ALWAYS, *(c.indicator for c in together), *(n for c in together for n in c.any_of), *_OTHERS)
    )
    shares = dict.fromkeys(_SHARES)
    return tuple(
        IndicatorFacts(
            code,
            known[code]["name"],
            known[code]["measure"],
            known[code].get("decimals", 0),
            money=known[code].get("unit") == "đồng",
            members_only=code in members_only(),
        )
        for code in (*wanted, *shares)
    )


def _units(rng: np.random.Generator, communes: int) -> list[UnitFacts]:
    sizes = np.clip(rng.lognormal(6.8, 0.75, communes), 60, 15_000).astype(int)
    parents = np.sort(rng.integers(0, PROVINCES, communes))
    return [
        UnitFacts(1_000 + at, f"Đoàn xã {at + 1}", "commune", int(sizes[at]), int(parents[at]) + 1)
        for at in range(communes)
    ]


def _figures(
    rng: np.random.Generator, units: list[UnitFacts], indicators: tuple[IndicatorFacts, ...]
) -> tuple[Floats, Floats, Floats, Floats]:
    number, columns = len(units), len(indicators)
    sizes = np.array([unit.size for unit in units], dtype=float)
    popular = np.exp(rng.normal(-3.4, 1.5, columns))  # of a member and quarter
    money = np.array([indicator.money for indicator in indicators])
    stock = np.array([indicator.measure == "stock" for indicator in indicators])
    popular[money] *= 5e4
    season = rng.normal(0, 0.5, (4, columns))
    season[:, stock] = 0
    growth = rng.normal(0.02, 0.03, columns)
    together = rng.normal(0, 0.2, (PAST + 1, columns))
    together[:, stock] = 0
    own = rng.normal(0, 0.7, (number, columns))
    spread = rng.uniform(0.25, 0.55, columns)
    spread[stock] = 0.05
    does = rng.random((number, columns)) < rng.uniform(0.6, 1.0, columns)
    level = np.log(popular) + np.log(sizes)[:, None] * rng.uniform(0.8, 1.1, columns) + own
    level -= np.log(sizes).mean() * 0.05
    periods = np.full((PAST + 1, number, columns), np.nan)
    campaigns = np.zeros((number, columns), dtype=bool)
    for at in range(PAST + 1):
        noise = rng.normal(0, spread, (number, columns))
        noise = np.where(rng.random(noise.shape) < 0.01, noise + rng.lognormal(0.0, 0.4, noise.shape), noise)
        with_campaign = rng.random(number) < 0.02
        pushed = with_campaign[:, None] & (rng.random((number, columns)) < 0.08) & ~stock
        noise = np.where(pushed, noise + np.log(rng.uniform(3, 10, (number, columns))), noise)
        mean = np.exp(level + season[at % 4] + growth * at + together[at] + noise)
        figures = rng.poisson(np.minimum(mean, 1e15)).astype(float)
        figures = np.where(mean > 1e9, np.round(mean), figures)
        periods[at] = np.where(does, figures, 0.0)
        campaigns = pushed
    usual = np.where(does, np.exp(level + season[PAST % 4] + growth * PAST + together[PAST]), 0.0)
    _merge(rng, periods, usual)
    _round(rng, periods, money)
    _quotas(rng, periods, units, indicators)
    periods[:, rng.random((number, columns)) < 0.02] = np.nan
    fresh = rng.random(number) < NEW_UNITS
    periods[:-1, fresh] = np.nan
    proved = rng.beta(2, 3, (number, columns))
    careful = campaigns & (rng.random(campaigns.shape) < 0.85)
    proved = np.where(careful, rng.beta(6, 2, (number, columns)), proved)
    return periods[-1].copy(), periods[:-1].copy(), usual, proved


def _merge(rng: np.random.Generator, periods: Floats, usual: Floats) -> None:
    """Some took over a neighbour in this period: everything doubles, honestly."""
    merged = rng.random(periods.shape[1]) < 0.01
    periods[-1, merged] = np.round(periods[-1, merged] * rng.uniform(1.6, 2.4))
    usual[merged] *= 2


def _round(rng: np.random.Generator, periods: Floats, money: np.ndarray) -> None:
    """Everybody rounds now and then; some a lot."""
    habit = rng.beta(2, 7, periods.shape[1])
    rounds = rng.random(periods.shape) < habit[:, None]
    step = np.where(periods >= 1_000, 100.0, 10.0)
    periods[:] = np.where(rounds & (periods >= 20), np.round(periods / step) * step, periods)
    periods[:, :, money] = np.round(periods[:, :, money] / 1_000) * 1_000


def _quotas(
    rng: np.random.Generator, periods: Floats, units: list[UnitFacts], indicators: tuple[IndicatorFacts, ...]
) -> None:
    """Twelve meetings each, every quarter; and in some provinces an equal share of something, told for years."""
    plain = [at for at, i in enumerate(indicators) if i.measure == "flow" and not i.money and i.code not in _ALWAYS]
    everywhere = plain[3]
    kept = (rng.random(len(units)) < 0.7) & (rng.random(periods.shape[:2]) < 0.95)
    periods[:, :, everywhere] = np.where(kept, 12.0, periods[:, :, everywhere])
    periods[:, :, everywhere] = np.minimum(periods[:, :, everywhere], rng.integers(10, 20, periods.shape[:2]))
    parents = np.array([unit.parent for unit in units])
    for parent, at in zip(rng.choice(PROVINCES, 5, replace=False) + 1, rng.choice(plain[4:], 5), strict=True):
        share = (parents == parent) & (rng.random(len(units)) < 0.8)
        periods[:, share, at] = float(rng.integers(15, 60))


def _keep_rules(world: World) -> None:
    """What must hold holds: nobody admitted but introduced, no tree without hands."""
    at = world.column
    for periods in (world.values[None], world.history):
        introduced, admitted = at["outstanding_introduced"], at["outstanding_admitted"]
        periods[:, :, admitted] = np.minimum(periods[:, :, admitted], periods[:, :, introduced])
        for known in companions():
            needed = [at[code] for code in known.any_of]
            result = periods[:, :, at[known.indicator]]
            nothing = (np.nan_to_num(periods[:, :, needed]).sum(axis=2) == 0) & (result > 0)
            periods[:, :, needed[0]] = np.where(nothing, np.ceil(result / 20), periods[:, :, needed[0]])


def _shares(world: World) -> None:
    rng = world.rng
    for code in _SHARES:
        column = world.column[code]
        wholes = np.maximum(rng.poisson(np.array([unit.size or 1 for unit in world.units]) * 0.4), 5).astype(float)
        share = np.clip(rng.beta(12, 2, len(wholes)), 0, 1)
        n = np.round(wholes * share)
        world.values[:, column], world.wholes[:, column] = n, wholes
        world.percents[:, column] = np.round(100 * n / wholes, int(rng.integers(1, 3)))
        world.history[:, :, column] = np.nan


def _goals(world: World) -> None:
    """Goals are round and mostly met, some far surpassed."""
    counted = world.counted
    goals = world.values[:, counted] / np.clip(world.rng.lognormal(0.1, 0.35, (len(world.units), len(counted))), 0.3, 4)
    world.goals[:, counted] = np.where(goals >= 10, np.round(goals / 5) * 5, np.nan)


def _breakdowns(world: World, at: int) -> None:
    rng, unit = world.rng, world.units[at].id
    column = world.counted[at % len(world.counted)]
    whole = world.values[at, column]
    if np.isnan(whole) or whole < 5:
        return
    code = world.indicators[column].code
    women = float(rng.binomial(int(min(whole, 1e9)), 0.48))
    world.breakdowns.append(Breakdown(unit, code, "giới", whole, (("Nam", whole - women), ("Nữ", women))))
    cuts = np.sort(rng.random(3))
    parts = np.diff(np.concatenate([[0], np.floor(cuts * whole), [whole]]))
    if rng.random() < 0.25 and whole >= 20_000:
        parts, whole = np.round(parts / 1_000) * 1_000, float(np.round(whole / 1_000) * 1_000)
    names = ("Nông thôn", "Trường học", "Công nhân", "Khác")
    world.breakdowns.append(Breakdown(unit, code, "khối", whole, tuple(zip(names, parts.tolist(), strict=True))))
    together = rng.integers(int(parts.max()), int(parts.sum()) + 1)
    world.breakdowns.append(
        Breakdown(
            unit, code, "địa bàn", float(together), tuple(zip(names, parts.tolist(), strict=True)), overlapping=True
        )
    )


def _works(world: World, at: int) -> None:
    rng, unit = world.rng, world.units[at]
    for number in range(4):
        result = float(rng.poisson(30) + 1)
        hands = int(rng.integers(3, 60)) if rng.random() < 0.97 else 0
        cost = int(rng.integers(1, 40)) * 500_000 if not hands or rng.random() < 0.4 else 0
        size, days = unit.size or 60, int(rng.integers(1, 4))
        turns = int(size * days * rng.beta(1.2, 6)) + hands
        world.works.append(
            Work(
                unit.id,
                at * 10 + number,
                f"Việc {number + 1}",
                world.indicators[world.counted[number]].code,
                result,
                cost,
                hands,
                min(turns, size * days),
                days,
                members_only=number == 0,
            )
        )


def _marks(world: World, at: int) -> None:
    rng = world.rng
    leaning = rng.dirichlet([0.4, 0.7, 2.0, 5.0, 7.0])
    number = int(rng.integers(20, 120))
    marks = rng.choice(np.arange(1, 6), number, p=leaning)
    world.ratings.append(Ratings(world.units[at].id, "Buổi sinh hoạt", tuple(marks.tolist())))


_SENTENCES = (
    "Đơn vị trồng {a} cây xanh, đạt {p} % chỉ tiêu năm 2026.",
    "Có {a} lượt đoàn viên tham gia, vượt {s} % chỉ tiêu được giao.",
    "Theo Kế hoạch số 225-KH/TWĐTN-CTTN ngày 15.4.2026, đơn vị ra quân từ 06/5 đến 30/6/2026.",
    "Giá trị làm lợi 1,250 tỷ đồng; tuyến đường dài 2,375 km.",
    "Giới thiệu {b} đoàn viên ưu tú, trong đó {c}/{b} được kết nạp Đảng.",
    "Số điện thoại đường dây: 0912.345.678; tài khoản 1903.2026.1234.",
    "Tăng {p} % so với cùng kỳ, bình quân 3,6 lượt một đoàn viên.",
)


def _prose(world: World, at: int) -> None:
    rng = world.rng
    picked = rng.choice(len(_SENTENCES), 3, replace=False)
    filled = {
        "a": f"{int(rng.integers(1_000, 90_000)):,}".replace(",", "."),
        "b": int(rng.integers(20, 90)),
        "c": int(rng.integers(1, 20)),
        "p": f"{rng.uniform(60, 260):.1f}".replace(".", ","),
        "s": f"{rng.uniform(1, 60):.1f}".replace(".", ","),
    }
    text = " ".join(_SENTENCES[which].format(**filled) for which in picked)
    world.prose.append(Prose(world.units[at].id, "Kết quả", text))


def _recordings(world: World, at: int) -> None:
    """Most record as they go; some type a notebook in on the last days, some do the rest in the last hour."""
    rng, unit = world.rng, world.units[at].id
    number = int(rng.integers(15, 60))
    habit = rng.random()
    for _ in range(number):
        day = PERIOD.start + timedelta(days=int(rng.integers(0, PERIOD.days)))
        lag = timedelta(days=float(rng.exponential(6.0)), hours=float(rng.uniform(0, 10)))
        recorded = min(datetime(day.year, day.month, day.day, 8, tzinfo=UTC) + lag, DUE - timedelta(minutes=90))
        if habit < 0.10:
            recorded = DUE - timedelta(hours=float(rng.uniform(2, 60)))
        elif habit < 0.16 and rng.random() < 0.4:
            recorded = DUE - timedelta(minutes=float(rng.uniform(0, 60)))
        world.recordings.append((unit, recorded, day))


def _presences(world: World) -> None:
    """Forty people a commune in a sample of communes, some hurrying from one place to the next."""
    rng = world.rng
    for at in range(0, len(world.units), 4):
        unit = world.units[at].id
        for person in range(12):
            for session in range(4):
                day = datetime(2026, 4, 1, 8, tzinfo=UTC) + timedelta(days=int(session * 20 + rng.integers(0, 15)))
                world.presences.append(
                    (at * 100 + person, unit, at * 10 + session, at * 10 + session, day, day + timedelta(hours=3))
                )
                if rng.random() < 0.03:
                    begin = day + timedelta(hours=3) - timedelta(minutes=float(rng.uniform(0, 20)))
                    world.presences.append(
                        (at * 100 + person, unit, at * 10 + 7, at * 10 + 7, begin, begin + timedelta(hours=2))
                    )


def _photos(world: World) -> None:
    rng = world.rng
    for at, unit in enumerate(world.units):
        for number in range(3):
            bits = int(rng.integers(0, 2**63)) * 2 + int(rng.integers(0, 2))
            world.photos.append((unit.id, at * 10 + number, bits))
            if rng.random() < 0.2:  # taken twice at the same work
                world.photos.append((unit.id, at * 10 + number, bits ^ (1 << int(rng.integers(0, 64)))))
    for at in rng.choice(len(world.units), len(world.units) // 20, replace=False):
        world.photos.append((world.units[at].id, int(at) * 10 + 1, 0))  # a black picture


def resized(unit: UnitFacts, size: int) -> UnitFacts:
    """The same unit with another number of members."""
    return replace(unit, size=size)
