"""Faults of every kind, planted in honest figures: what each is, where, and which doubts point at it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import numpy as np

from bench.doubts.world import DUE, PERIOD, World
from viecthat.doubts.facts import Breakdown, Prose, Ratings, Work


@dataclass(frozen=True)
class Fault:
    """One fault of one unit. `codes`: the tests that mean it; `indicators`: where it is, empty for the whole report."""

    kind: str
    unit: int
    codes: frozenset[str]
    indicators: frozenset[str] = frozenset()


_FIGURE = frozenset({"far_from_history", "far_from_peers", "thousand_off"})


def plant(world: World, each: int) -> list[Fault]:
    """`each` faults of every kind, no two in one unit."""
    free = world.rng.permutation(len(world.units)).tolist()
    planted: list[Fault] = []
    for kind, way in WAYS.items():
        done = 0
        while done < each and free:
            if kind == "same in many":
                found = _same_in_many(world, free, each - done)
            else:
                fault = way(world, at := free.pop())
                found = [fault] if fault else []
                if fault and fault.codes & _FIGURE and world.rng.random() < 0.85:
                    columns = [world.column[code] for code in fault.indicators]
                    world.proved[at, columns] = world.rng.beta(1, 6, len(columns))
            planted += found
            done += len(found)
    introduced, admitted = world.column["outstanding_introduced"], world.column["outstanding_admitted"]
    broken = {fault.unit for fault in planted if fault.kind == "rule of the charter"}
    for at, unit in enumerate(world.units):
        if unit.id not in broken:  # what was planted must not break a rule by the way
            world.values[at, admitted] = np.fmin(world.values[at, admitted], world.values[at, introduced])
    return planted


def _fault(world: World, at: int, kind: str, codes: str | frozenset[str], *columns: int) -> Fault:
    named = frozenset(world.indicators[column].code for column in columns)
    return Fault(kind, world.units[at].id, frozenset(codes.split()) if isinstance(codes, str) else codes, named)


def _cell(world: World, at: int, least: float, most: float = 1e9) -> int | None:
    """A column where the unit usually does that much, and did this time and before."""
    fit = [
        column
        for column in world.counted
        if least <= world.usual[at, column] <= most
        and world.values[at, column] > 0
        and np.count_nonzero(world.history[:, at, column] > 0) >= 6
        and len(np.unique(world.history[:, at, column])) > 4
    ]
    return int(world.rng.choice(fit)) if fit else None


def _spike(world: World, at: int) -> Fault | None:
    column = _cell(world, at, 5)
    if column is None:
        return None
    world.values[at, column] = np.round(world.usual[at, column] * world.rng.uniform(6, 30)) + 1
    return _fault(world, at, "spike", _FIGURE, column)


def _drop(world: World, at: int) -> Fault | None:
    column = _cell(world, at, 120)
    if column is None:
        return None
    world.values[at, column] = np.round(world.usual[at, column] / world.rng.uniform(15, 60))
    return _fault(world, at, "drop", _FIGURE, column)


def _thousand_high(world: World, at: int) -> Fault | None:
    column = _cell(world, at, 5, 5_000)
    if column is None:
        return None
    world.values[at, column] *= 1_000
    return _fault(world, at, "× 1,000", _FIGURE, column)


def _thousand_low(world: World, at: int) -> Fault | None:
    column = _cell(world, at, 1_500)
    if column is None or world.values[at, column] < 1_500:
        return None
    world.values[at, column] = np.round(world.values[at, column] / 1_000)
    return _fault(world, at, "÷ 1,000", _FIGURE, column)


def _new_unit(world: World, at: int) -> Fault | None:
    column = _cell(world, at, 5)
    if column is None:
        return None
    world.history[:, at] = np.nan
    world.values[at, column] = np.round(world.usual[at, column] * world.rng.uniform(30, 100)) + 5
    return _fault(world, at, "new unit, far from peers", _FIGURE, column)


def _same_in_many(world: World, free: list[int], most: int) -> list[Fault]:
    """Brothers of one parent with one figure."""
    parent = world.units[free[-1]].parent
    number = int(min(world.rng.integers(8, 16), max(most, 8)))
    brothers = [at for at in free if world.units[at].parent == parent][:number]
    fit = [
        c
        for c in world.counted
        if np.median(world.values[brothers, c]) >= 60
        and (np.unique(world.values[brothers, c]).size > len(brothers) // 2)
    ]
    for at in brothers:
        free.remove(at)
    if not fit or len(brothers) < 5:
        return []
    column = int(world.rng.choice(fit))
    world.values[brothers, column] = float(np.median(world.values[brothers, column]) // 1)
    return [_fault(world, at, "same in many", "same_in_many", column) for at in brothers]


def _copied(world: World, at: int) -> Fault | None:
    past = world.history[-1, at]
    large = [c for c in world.counted if past[c] >= 10 and not np.isnan(past[c])]
    if len(large) < 8:
        return None
    copied = [c for c in large if world.rng.random() < world.rng.uniform(0.5, 1.0)]
    world.values[at, copied] = past[copied]
    return _fault(world, at, "copy of last period", "copied")


def _rounded(world: World, at: int) -> Fault | None:
    values = world.values[at]
    large = [c for c in world.counted if values[c] >= 20]
    if len(large) < 12:
        return None
    for column in large:
        if world.rng.random() < 0.92:
            step = 100 if values[column] >= 1_000 else 10
            values[column] = max(np.round(values[column] / step), 2) * step
    return _fault(world, at, "round numbers", "round_numbers")


def _repeated(world: World, at: int) -> Fault | None:
    values = world.values[at]
    large = [c for c in world.counted if 150 <= values[c] <= 80_000]
    if len(large) < 5:
        return None
    for column in world.rng.choice(large, min(int(world.rng.integers(4, 7)), len(large)), replace=False):
        figures = len(str(int(values[column])))
        values[column] = float(int(str(int(values[column]))[0] * figures))
    return _fault(world, at, "repeated digits", "repeated_digits")


def _last_digits(world: World, at: int) -> Fault | None:
    periods = np.concatenate([world.history[:, at], world.values[None, at]])
    large = np.nan_to_num(periods) >= 100
    large[:, [c for c in range(periods.shape[1]) if c not in world.counted]] = False
    if large.sum() < 90:
        return None
    invented = large & (world.rng.random(periods.shape) < 0.7)
    ends = world.rng.choice([3, 7, 8], periods.shape, p=[0.4, 0.4, 0.2])
    periods = np.where(invented, periods // 10 * 10 + ends, periods)
    world.history[:, at], world.values[at] = periods[:-1], periods[-1]
    return _fault(world, at, "last digits", "last_digits")


def _parts(world: World, at: int) -> Fault | None:
    unit = world.units[at].id
    for number, known in enumerate(world.breakdowns):
        if known.unit == unit and not known.overlapping and known.whole < 20_000:
            name, part = known.parts[0]
            wrong = part + max(float(world.rng.integers(1, 12)), np.round(known.whole * world.rng.uniform(0.01, 0.1)))
            world.breakdowns[number] = replace(known, parts=((name, wrong), *known.parts[1:]))
            return Fault("parts and whole", unit, frozenset({"parts_and_whole"}), frozenset({known.indicator}))
    return None


def _overlapping(world: World, at: int) -> Fault | None:
    unit = world.units[at].id
    parts = (("Nam", 40.0), ("Nữ", 35.0))
    code = world.indicators[world.counted[0]].code
    world.breakdowns.append(Breakdown(unit, code, "tổ", 90.0, parts, overlapping=True))
    return Fault("people's parts below the whole", unit, frozenset({"parts_and_whole"}), frozenset({code}))


def _more_than_all(world: World, at: int) -> Fault | None:
    column = world.column["members_taught"]
    world.values[at, column] = world.wholes[at, column] + float(world.rng.integers(1, 30))
    world.percents[at, column] = np.nan
    return _fault(world, at, "n > N", "more_than_all", column)


def _percent(world: World, at: int) -> Fault | None:
    column = world.column["cadres_taught"]
    world.percents[at, column] = np.round(world.percents[at, column] * world.rng.uniform(0.8, 0.98), 1)
    return _fault(world, at, "percent differs", "percent_differs", column)


def _rule(world: World, at: int) -> Fault | None:
    introduced, admitted = world.column["outstanding_introduced"], world.column["outstanding_admitted"]
    if not world.values[at, introduced] >= 2 or np.isnan(world.values[at, admitted]):
        return None
    world.values[at, admitted] = world.values[at, introduced] + float(world.rng.integers(1, 6))
    return _fault(world, at, "rule of the charter", "sum_rule", introduced, admitted)


def _alone(world: World, at: int) -> Fault | None:
    result = world.column["waste_collected"]
    if not world.values[at, result] > 0:
        return None
    needed = [world.column[code] for code in ("volunteer_turns", "work_days", "places_cleaned")]
    others = [world.column[c] for c in ("trees_planted", "roads_built", "charity_houses")]
    world.values[at, needed] = 0
    world.values[at, others] = 0
    # Nothing was done before either: what is missing now is the fault, not a fall.
    world.history[:, at, needed] = 0
    world.history[:, at, others] = 0
    return _fault(world, at, "result without hands", "results_alone", result)


def _work_alone(world: World, at: int) -> Fault | None:
    unit, code = world.units[at].id, world.indicators[world.counted[5]].code
    world.works.append(Work(unit, at * 10 + 9, "Việc khác", code, 25.0, 0, 0, 0))
    return Fault("work without cost or people", unit, frozenset({"results_alone"}), frozenset({code}))


def _turns(world: World, at: int) -> Fault | None:
    unit, code = world.units[at], world.indicators[world.counted[0]].code
    days = int(world.rng.integers(1, 4))
    turns = int((unit.size or 60) * days * world.rng.uniform(1.1, 4)) + 1
    world.works.append(Work(unit.id, at * 10 + 8, "Sinh hoạt", code, 1.0, 0, 10, turns, days, members_only=True))
    return Fault("more turns than members × days", unit.id, frozenset({"more_turns"}), frozenset({code}))


def _burst(world: World, at: int) -> Fault | None:
    unit = world.units[at].id
    world.recordings = [row for row in world.recordings if row[0] != unit]
    for _ in range(int(world.rng.integers(30, 80))):
        day = PERIOD.start + timedelta(days=int(world.rng.integers(0, PERIOD.days - 10)))
        late = world.rng.random() < 0.9
        before = world.rng.uniform(0, 55) if late else world.rng.uniform(120, 9_000)
        world.recordings.append((unit, DUE - timedelta(minutes=float(before)), day))
    return Fault("burst in the last hour", unit, frozenset({"last_hour"}))


def _two_places(world: World, at: int) -> Fault | None:
    unit = world.units[at].id
    for person in range(int(world.rng.integers(1, 6))):
        begin = datetime(2026, 5, 3, 8, tzinfo=UTC)
        who = 9_000_000 + at * 100 + person
        world.presences.append((who, unit, at * 10 + 5, at * 10 + 5, begin, begin + timedelta(hours=3)))
        later = begin + timedelta(minutes=float(world.rng.uniform(0, 100)))
        world.presences.append((who, unit, at * 10 + 6, at * 10 + 6, later, later + timedelta(hours=3)))
    return Fault("people in two places", unit, frozenset({"two_places"}))


def _photo(world: World, at: int) -> Fault | None:
    unit = world.units[at].id
    own = next(row for row in world.photos if row[0] == unit and row[2])
    bits = own[2]
    for bit in world.rng.choice(64, int(world.rng.integers(0, 4)), replace=False):
        bits ^= 1 << int(bit)
    world.photos.append((unit, at * 10 + 6, bits))
    return Fault("repeated photo", unit, frozenset({"repeated_photos"}))


def _same_marks(world: World, at: int) -> Fault | None:
    unit, number = world.units[at].id, int(world.rng.integers(30, 100))
    marks = [5] * number
    if number > 55 and world.rng.random() < 0.5:
        marks[3] = 4
    world.ratings.append(Ratings(unit, "Tập huấn", tuple(marks)))
    return Fault("same marks", unit, frozenset({"same_marks"}))


def _even_marks(world: World, at: int) -> Fault | None:
    unit, number = world.units[at].id, int(world.rng.integers(50, 150))
    world.ratings.append(Ratings(unit, "Tập huấn", tuple(world.rng.integers(1, 6, number).tolist())))
    return Fault("random marks", unit, frozenset({"even_marks"}))


def _say(kind: str, code: str, *sentences: str) -> Callable[[World, int], Fault | None]:
    def planted(world: World, at: int) -> Fault | None:
        unit, rng = world.units[at].id, world.rng
        text = str(rng.choice(sentences)).format(
            p=f"{rng.uniform(110, 320):.1f}".replace(".", ","),
            a=int(rng.integers(2, 99)),
            b=int(rng.integers(100, 999)),
            c=int(rng.integers(1_000, 9_999)),
        )
        world.prose.append(Prose(unit, "Đánh giá", text))
        return Fault(kind, unit, frozenset({code}))

    return planted


def _beyond(world: World, at: int) -> Fault | None:
    """The result is so many percent of the goal, and the text says beyond."""
    known = np.flatnonzero(world.goals[at] > 0)
    percents = 100 * world.values[at, known] / world.goals[at, known]
    fit = [p for p in percents if 101 < p < 400 and not np.any(np.abs(percents - 100 - p) < 1)]
    if not fit:
        return None
    told = f"{float(world.rng.choice(fit)):.1f}".replace(".", ",")
    world.prose.append(Prose(world.units[at].id, "Đánh giá", f"Đơn vị vượt {told}% chỉ tiêu cả năm."))
    return Fault("vượt for đạt, figures known", world.units[at].id, frozenset({"beyond_or_reached"}))


WAYS: dict[str, Callable[[World, int], Fault | None]] = {
    "same in many": _spike,  # never called: brothers are planted together
    "spike": _spike,
    "drop": _drop,
    "× 1,000": _thousand_high,
    "÷ 1,000": _thousand_low,
    "new unit, far from peers": _new_unit,
    "copy of last period": _copied,
    "round numbers": _rounded,
    "repeated digits": _repeated,
    "last digits": _last_digits,
    "parts and whole": _parts,
    "people's parts below the whole": _overlapping,
    "n > N": _more_than_all,
    "percent differs": _percent,
    "rule of the charter": _rule,
    "result without hands": _alone,
    "work without cost or people": _work_alone,
    "more turns than members × days": _turns,
    "burst in the last hour": _burst,
    "people in two places": _two_places,
    "repeated photo": _photo,
    "same marks": _same_marks,
    "random marks": _even_marks,
    "vượt for đạt, figures known": _beyond,
    "vượt for đạt, text only": _say(
        "vượt for đạt, text only",
        "beyond_or_reached",
        "Kết quả vượt {p}% chỉ tiêu năm 2025.",
        "Chương trình vượt {p} % so với chỉ tiêu đại hội.",
        "Vượt {p}% kế hoạch đề ra.",
    ),
    "broken groups of digits": _say(
        "broken groups of digits",
        "broken_groups",
        "Tuyên truyền cho 15.190/18.{c} thanh niên.",
        "Có {a}.{c} lượt người dự.",
        "Huy động {a}.{a}.{b} lượt đoàn viên.",
    ),
    "comma for thousands": _say(
        "comma for thousands",
        "comma_or_point",
        "Kết nạp {a},{b} đoàn viên mới.",
        "Trao {a},{b} suất quà cho các em.",
        "Trồng mới {a},{b} cây xanh.",
    ),
}
