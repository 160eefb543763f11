"""Working days: weekends, holidays, what is given in their stead, Saturdays worked; and Vietnam's own calendar."""

from datetime import date, timedelta

import pytest

from tests.kernel.lunar import lunar_day, nearest_to_midnight
from viecthat.catalogue.holidays import working_days
from viecthat.catalogue.readers import rows
from viecthat.kernel.working_days import WorkingDays


def test_a_holiday_on_a_weekend_is_made_up_for_once_each():
    saturday, sunday = date(2023, 4, 29), date(2023, 4, 30)
    days = WorkingDays(frozenset({saturday, sunday, date(2023, 5, 1)}))
    assert days.from_on(saturday) == date(2023, 5, 4)
    assert days.until(date(2023, 5, 3)) == date(2023, 4, 28)
    assert date(2023, 5, 4) in days


def test_a_saturday_worked_for_a_day_off_is_a_working_day():
    days = WorkingDays(frozenset(), frozenset({date(2024, 4, 29)}), frozenset({date(2024, 5, 4)}))
    assert days.from_on(date(2024, 4, 29)) == date(2024, 4, 30)
    assert days.from_on(date(2024, 5, 4)) == date(2024, 5, 4)


@pytest.mark.parametrize(
    ("first", "back"),
    [
        (date(2018, 2, 14), date(2018, 2, 21)),
        (date(2020, 1, 23), date(2020, 1, 30)),
        (date(2021, 2, 10), date(2021, 2, 17)),
        (date(2023, 1, 20), date(2023, 1, 27)),
        (date(2024, 2, 8), date(2024, 2, 15)),
        (date(2025, 1, 27), date(2025, 2, 3)),
        (date(2026, 2, 16), date(2026, 2, 23)),
        (date(2023, 9, 1), date(2023, 9, 5)),
        (date(2026, 8, 31), date(2026, 9, 3)),
        (date(2025, 5, 1), date(2025, 5, 5)),
    ],
)
def test_offices_were_closed_as_announced(first, back):
    days = working_days()
    assert days.from_on(first) == back
    assert days.until(back - timedelta(days=1)) < first


def test_every_year_has_all_its_holidays():
    known = {}
    for row in rows("holidays"):
        if "first" in row:
            known.setdefault(row["first"].year, []).append(row["name"])
    assert sorted(known) == list(range(2018, 2031))
    assert {len(names) for names in known.values()} == {5}
    assert date(2030, 2, 2) not in working_days()


def test_a_day_that_no_law_has_made_free_is_worked():
    """Vietnam Culture Day was chosen by a resolution; article 112 does not name it yet."""
    assert date(2026, 11, 24) in working_days()


def test_every_row_says_whether_the_law_the_moon_or_a_notice_has_it():
    known = rows("holidays")
    assert {row["by"] for row in known} == {"law", "lunar", "notice"}
    assert all(("free" in row) == (row["by"] == "notice") for row in known)


def test_days_of_the_sun_are_those_of_the_labour_code():
    """Article 112 of 2019, since 2021 with a second day at National Day; article 115 of 2012 before."""
    for year in range(2018, 2031):
        fixed = [row for row in rows("holidays") if row["by"] == "law" and row["first"].year == year]
        new_year, spring, autumn = sorted((row["first"], row["last"]) for row in fixed)
        assert new_year == (date(year, 1, 1), date(year, 1, 1))
        assert spring == (date(year, 4, 30), date(year, 5, 1))
        national, beside = date(year, 9, 2), timedelta(days=1)
        assert autumn in (
            [(national, national)] if year < 2021 else [(national - beside, national), (national, national + beside)]
        )


def test_days_of_the_moon_come_out_of_the_sky_as_well():
    # Days known from elsewhere, three of them on which Vietnam and China parted.
    tet = {1968: (1, 29), 1985: (1, 21), 2007: (2, 17), 2020: (1, 25), 2023: (1, 22), 2025: (1, 29), 2030: (2, 2)}
    assert all(lunar_day(year, 1, 1) == date(year, *day) for year, day in tet.items())
    # The series is good to some minutes: no new moon is so near midnight that the day would hang on them.
    assert nearest_to_midnight(2018, 2030) > 30
    for year in range(2018, 2031):
        tet_days, kings = sorted(
            (row["first"], row["last"])
            for row in rows("holidays")
            if row["by"] == "lunar" and row["first"].year == year
        )
        assert tet_days[1] - tet_days[0] == timedelta(days=4)
        assert tet_days[0] < lunar_day(year, 1, 1) <= tet_days[1]
        assert kings == (lunar_day(year, 3, 10),) * 2
