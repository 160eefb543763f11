"""Days and moments of made-up work."""

from datetime import date

from viecthat.demo.chance import chance
from viecthat.demo.rhythm import Rhythm, checked, written_down
from viecthat.kernel.periods import Period

YEARS = Period(date(2018, 1, 1), date(2021, 1, 1))


def days(months, count=3_000, weekend=1.0):
    rhythm, random = Rhythm(YEARS, months, weekend), chance("rhythm")
    return [rhythm.day(random) for _ in range(count)]


def test_work_falls_in_its_months_and_never_on_tet() -> None:
    drawn = days([0, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    assert {day.month for day in drawn} == {2, 3}
    assert not [day for day in drawn if date(2018, 2, 12) <= day <= date(2018, 2, 20)]


def test_there_was_next_to_nothing_in_april_2020() -> None:
    drawn = days([1] * 12)
    april = {year: sum((day.year, day.month) == (year, 4) for day in drawn) for year in (2018, 2019, 2020)}
    assert april[2020] < april[2018] / 5
    assert april[2020] < april[2019] / 5


def test_week_ends_are_likelier_where_said() -> None:
    weekends = sum(day.weekday() >= 5 for day in days([1] * 12, weekend=3.0))
    assert weekends > 0.45 * 3_000


def test_recorded_after_it_was_done_and_checked_in_between() -> None:
    random, done, latest = chance("moments"), date(2020, 6, 10), date(2020, 6, 24)
    for _ in range(500):
        recorded = written_down(done, latest, random)
        assert done <= recorded.date() <= latest
        check = checked(done, recorded, random)
        assert done <= check.date()
        assert check <= recorded
