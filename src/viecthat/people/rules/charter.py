"""The charter's numbers as they were on a day, from the catalogue, and what follows from them for one person."""

from __future__ import annotations

from datetime import date, timedelta

from viecthat.catalogue.readers import setting_on


def setting(code: str, day: date) -> int:
    """The value of a membership rule on `day` (`catalogue/membership_rules.yaml`). KeyError when it had none."""
    return setting_on("membership_rules", code, day)


def years_later(day: date, years: int) -> date:
    """The same day `years` later; of 29 February, 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def months_later(day: date, months: int) -> date:
    """The same day `months` later (earlier when negative), or the last day of a shorter month."""
    month = day.year * 12 + day.month - 1 + months
    first = date(month // 12, month % 12 + 1, 1)
    following = date((month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), following - timedelta(days=1))


def age_on(born: date, day: date) -> int:
    """Whole years lived on `day`."""
    age = day.year - born.year
    return age if years_later(born, age) <= day else age - 1


def first_admission_day(born: date, day: date) -> date:
    """15 years and one day: the first day on which somebody may be admitted (charter, article 1)."""
    return years_later(born, setting("admission_age_from", day)) + timedelta(days=1)


def last_admission_day(born: date, day: date) -> date:
    """The last day on which somebody is not yet over 30 (charter, article 1)."""
    return years_later(born, setting("admission_age_to", day) + 1) - timedelta(days=1)


def comes_of_age_on(born: date, day: date) -> date:
    """The day on which a member is over 30 and the branch holds the ceremony of maturity."""
    return years_later(born, setting("maturity_age", day) + 1)


def stays_until(born: date, day: date) -> date:
    """The first day on which somebody who stayed on by request may stay no longer."""
    return years_later(born, setting("stay_on_until_age", day) + 1)


def is_child(born: date | None, day: date) -> bool:
    """A child in law. Whose birth date is not known is treated as one where that protects."""
    return born is None or age_on(born, day) < setting("child_under", day)


def passes(votes_for: int, present: int, day: date, *, rule: str = "vote_over_percent") -> bool:
    """More than the needed part of those present said yes; a blank ballot is no yes."""
    return votes_for * 100 > present * setting(rule, day)
