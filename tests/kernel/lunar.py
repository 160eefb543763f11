"""The Vietnamese lunar calendar from the sky, for checking dates that were written down: new moons and the sun's
longitude by the short series of J. Meeus (Astronomical Algorithms, chapters 25 and 49), in Vietnam's own time.

A lunar month begins on the day of a new moon; the eleventh holds the winter solstice; a year of thirteen months has
its leap month where the sun enters none of its twelve signs. Good to some minutes, which is enough while no new moon
falls near midnight in Hanoi: `nearest_to_midnight` says how near one comes.
"""

from datetime import date, timedelta
from math import floor, pi, sin

_HOURS = 7  # of Hanoi before Greenwich
_MONTH = 29.530588853
_EPOCH = date(2000, 1, 1).toordinal()


def _new_moon(k: int) -> float:
    """The moment of the k-th new moon since 6 January 2000, in days since noon of 1 January 2000, Hanoi's time."""
    t = k / 1236.85
    moment = 5.09766 + _MONTH * k + 0.0001337 * t * t
    sun = (2.5534 + 29.10535670 * k) * pi / 180
    moon = (201.5643 + 385.81693528 * k) * pi / 180
    node = (160.7108 + 390.67050284 * k) * pi / 180
    rising = (124.7746 - 1.56375588 * k) * pi / 180
    e = 1 - 0.002516 * t
    moment += (
        -0.40720 * sin(moon) + 0.17241 * e * sin(sun) + 0.01608 * sin(2 * moon) + 0.01039 * sin(2 * node)
        + 0.00739 * e * sin(moon - sun) - 0.00514 * e * sin(moon + sun) + 0.00208 * e * e * sin(2 * sun)
        - 0.00111 * sin(moon - 2 * node) - 0.00057 * sin(moon + 2 * node) + 0.00056 * e * sin(2 * moon + sun)
        - 0.00042 * sin(3 * moon) + 0.00042 * e * sin(sun + 2 * node) - 0.00017 * sin(rising)
    )  # fmt: skip
    earth_turns_slower = (64 + 0.3 * t * 100) / 86_400  # terrestrial time before universal time, near our years
    return moment - earth_turns_slower + _HOURS / 24


def _day_of(moment: float) -> int:
    """The civil day of a moment, as an ordinal: moments are counted from noon."""
    return _EPOCH + floor(moment + 0.5)


def _sign(day: int) -> int:
    """Which of the twelve signs the sun is in as a day begins in Hanoi; 9 begins with the winter solstice."""
    t = (day - _EPOCH - 0.5 - _HOURS / 24) / 36_525
    mean = (357.5291 + 35_999.0503 * t) * pi / 180
    true = 280.46646 + 36_000.76983 * t + 1.9146 * sin(mean) + 0.02 * sin(2 * mean)
    return int((true - 0.00569) % 360 // 30)


def _month_with_solstice(year: int) -> int:
    """k of the eleventh month that holds the winter solstice of the year."""
    k = round((date(year, 12, 15).toordinal() - _EPOCH) / _MONTH) + 1
    while _sign(_day_of(_new_moon(k))) >= 9 or _day_of(_new_moon(k)) > date(year, 12, 31).toordinal():
        k -= 1
    return k


def lunar_day(year: int, month: int, day: int) -> date:
    """The day of an ordinary lunar month of the year that begins in `year`; months up to the tenth."""
    start, after = _month_with_solstice(year - 1), _month_with_solstice(year)
    firsts = [_day_of(_new_moon(k)) for k in range(start, after + 1)]
    leap = None
    if after - start == 13:
        leap = next(n for n in range(1, 13) if _sign(firsts[n]) == _sign(firsts[n + 1]))
    place = month + 1  # the eleventh month is the first in the list, the twelfth the second
    if leap is not None and place >= leap:
        place += 1
    return date.fromordinal(firsts[place]) + timedelta(days=day - 1)


def nearest_to_midnight(first_year: int, last_year: int) -> float:
    """How many minutes from midnight in Hanoi the new moon falls that begins a first or third month."""
    minutes = []
    for year in range(first_year, last_year + 1):
        for month in (1, 3):
            first = lunar_day(year, month, 1).toordinal()
            k = round((first - _EPOCH - 5.1) / _MONTH)
            part = (_new_moon(k) + 0.5) % 1
            minutes.append(min(part, 1 - part) * 1440)
    return min(minutes)
