"""How figures came in: all in the last hour, people in two places, the same picture twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from viecthat.doubts.chance import score_of_distance
from viecthat.doubts.doubt import Doubt, Evidence
from viecthat.doubts.facts import Facts, Photos, Presences, moment
from viecthat.doubts.limits import Limits
from viecthat.kernel.errors import gettext_noop

_SHOWN = 12
_BANDS = 4  # of 16 bits: pictures no more than three bits apart agree in one of four
_MOST_ALIKE = 200  # in one band: beyond that it is a blank picture or a logo, which says nothing
_PLAIN = 8  # bits: a black picture, or a white one
LAST_HOUR = gettext_noop("Ghi trong giờ cuối")
ACTIVITY = gettext_noop("Hoạt động")
OTHER_ACTIVITY = gettext_noop("Hoạt động kia")


def last_hour(facts: Facts, limits: Limits) -> Iterator[Doubt]:
    """Looks at when the period's postings were recorded.

    Doubtful: most of them in the last hour before the report was due, for work done weeks before. Innocent: a notebook
    typed in at the end, a line that was down. Work of the last two weeks is no reason to ask.
    """
    recordings = facts.recordings
    if facts.due is None or not len(recordings.unit):
        return
    due = moment(facts.due)
    hour = np.timedelta64(int(limits.burst_minutes), "m")
    late = (recordings.recorded_at > due - hour) & (recordings.recorded_at <= due)
    age = (due.astype("datetime64[D]") - recordings.day.astype("datetime64[D]")).astype(np.int64)
    units, at = np.unique(recordings.unit, return_inverse=True)
    number, within = np.bincount(at), np.bincount(at, weights=late)
    for place in np.flatnonzero((within >= limits.burst_least) & (within >= limits.burst_share * number)):
        unit = int(units[place])
        days = int(np.median(age[(at == place) & late]))
        if days < limits.burst_days or not facts.asks(unit):
            continue
        yield Doubt(
            "last_hour",
            unit,
            "",
            facts.sheet.period,
            min(score_of_distance(float(within[place]), limits.burst_least), 0.9),
            gettext_noop(
                "{count} trong {of} lần ghi của kỳ nằm trong giờ cuối trước hạn, cho việc làm trước đó chừng {days} "
                "ngày. "
                "Có thể do nhập lại từ sổ tay, hay do đường truyền?"
            ),
            {"count": int(within[place]), "of": int(number[place]), "days": days},
            (Evidence(LAST_HOUR, int(within[place])),),
        )


def two_places(facts: Facts, limits: Limits) -> Iterator[Doubt]:
    """Looks for one person at two places at the same hours.

    Doubtful: nobody is. Innocent: hours written as planned and not as kept, a namesake ticked by mistake. Half an hour
    is left for the way. Nobody is named: the two activities are, whose registers show who came.
    """
    met: dict[int, dict[tuple[int, int], int]] = defaultdict(lambda: defaultdict(int))
    people: dict[int, set[int]] = defaultdict(set)
    for first, second in _overlaps(facts.presences, np.timedelta64(int(limits.overlap_minutes), "m")):
        for one, other in ((first, second), (second, first)):
            unit = int(facts.presences.unit[one])
            met[unit][int(facts.presences.activity[one]), int(facts.presences.activity[other])] += 1
            people[unit].add(int(facts.presences.person[one]))
    for unit, pairs in met.items():
        if not facts.asks(unit):
            continue
        most = sorted(pairs.items(), key=lambda item: (-item[1], item[0]))[:_SHOWN]
        evidence = [piece for (one, other), count in most for piece in _pair(one, other, count)]
        yield Doubt(
            "two_places",
            unit,
            "",
            facts.sheet.period,
            min(0.6 + 0.1 * (len(people[unit]) - 1), 0.95),
            gettext_noop(
                "{count} người được ghi có mặt ở hai nơi cùng một lúc. "
                "Có thể do giờ ghi theo kế hoạch, hay do trùng tên khi điểm danh?"
            ),
            {"count": len(people[unit])},
            tuple(evidence),
        )


def _overlaps(presences: Presences, slack: np.timedelta64) -> Iterator[tuple[int, int]]:
    """Pairs of one person, each begun before the one before it was over, at another place and another work."""
    order = np.lexsort((presences.start, presences.person))
    reach = 3  # those begun just before: a person in more than four places at once is found all the same
    for back in range(1, reach + 1):
        earlier, later = order[:-back], order[back:]
        meet = presences.person[earlier] == presences.person[later]
        meet &= presences.start[later] + slack < np.minimum(presences.end[earlier], presences.end[later])
        meet &= presences.place[earlier] != presences.place[later]
        meet &= presences.activity[earlier] != presences.activity[later]
        yield from zip(earlier[meet].tolist(), later[meet].tolist(), strict=True)


def _pair(one: int, other: int, count: int) -> tuple[Evidence, Evidence]:
    return Evidence(ACTIVITY, count, activity=one), Evidence(OTHER_ACTIVITY, count, activity=other)


def repeated_photos(facts: Facts, limits: Limits) -> Iterator[Doubt]:
    """Looks for one picture under two works.

    Doubtful: it shows one moment. Innocent: one event told as two works, the wrong picture taken from the phone. Blank
    pictures and those everybody has (a logo) are left out.
    """
    photos = facts.photos
    pairs: dict[int, set[tuple[int, int]]] = defaultdict(set)
    other_unit: set[int] = set()
    for one, other in sorted(_alike(photos, int(limits.photo_bits))):
        for here, there in ((one, other), (other, one)):
            unit = int(photos.unit[here])
            pairs[unit].add((int(photos.activity[here]), int(photos.activity[there])))
            if photos.unit[here] != photos.unit[there]:
                other_unit.add(unit)
    for unit, found in pairs.items():
        if not facts.asks(unit):
            continue
        count = len({here for here, _ in found})
        score = 0.85 if unit in other_unit else 0.7
        yield Doubt(
            "repeated_photos",
            unit,
            "",
            facts.sheet.period,
            min(score + 0.03 * (count - 1), 0.97),
            gettext_noop(
                "{count} hoạt động có ảnh giống ảnh của hoạt động khác. "
                "Có thể do một buổi được ghi thành hai việc, hay do chọn nhầm ảnh?"
            ),
            {"count": count},
            tuple(piece for one, other in sorted(found)[:_SHOWN] for piece in _pair(one, other, 1)),
        )


def _alike(photos: Photos, bits: int) -> set[tuple[int, int]]:
    set_bits = np.bitwise_count(photos.bits)
    kept = np.flatnonzero((set_bits >= _PLAIN) & (set_bits <= 64 - _PLAIN))
    found: set[tuple[int, int]] = set()
    for band in range(_BANDS):
        pieces = (photos.bits[kept] >> np.uint64(16 * band)) & np.uint64(0xFFFF)
        order = np.argsort(pieces, kind="stable")
        ends = np.flatnonzero(np.diff(pieces[order])) + 1
        for run in np.split(order, ends):
            if 2 <= len(run) <= _MOST_ALIKE:
                at = kept[run]
                apart = np.bitwise_count(photos.bits[at][:, None] ^ photos.bits[at][None, :]) <= bits
                apart &= photos.activity[at][:, None] != photos.activity[at][None, :]
                for one, other in np.argwhere(np.triu(apart, 1)):
                    found.add((int(min(at[one], at[other])), int(max(at[one], at[other]))))
    return found
