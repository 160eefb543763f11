"""Working days: weekends, holidays, what is given in their stead, Saturdays worked; and Vietnam's own calendar."""

from datetime import date, timedelta

import pytest

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
    assert all(len(names) == (6 if year >= 2026 else 5) for year, names in known.items())
    assert date(2030, 2, 2) not in working_days()


def test_every_row_says_whether_the_law_the_moon_or_a_notice_has_it():
    known = rows("holidays")
    assert {row["by"] for row in known} == {"law", "lunar", "notice"}
    assert all(("free" in row) == (row["by"] == "notice") for row in known)
    fixed = {(1, 1), (4, 30), (9, 1), (9, 2), (11, 24)}  # day of the sun's calendar on which a holiday by law begins
    for row in known:
        if row["by"] == "law":
            assert (row["first"].month, row["first"].day) in fixed, row
        elif row["by"] == "lunar":
            assert row["first"].month <= 4, row
