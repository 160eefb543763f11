"""Who may do what with courses and clubs; the catalogue's kinds and settings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from viecthat.accounts.choices import Capability
from viecthat.catalogue.readers import rows, setting_on
from viecthat.courses.choices import CourseState
from viecthat.people.rules.charter import age_on
from viecthat.people.rules.training import Named
from viecthat.units.rules import may

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.courses.models import Course


@dataclass(frozen=True)
class Kind(Named):
    """A kind of course. `posts`: the indicator that counts its learners too; `guarded`: it is for minors."""

    posts: str
    guarded: bool


@dataclass(frozen=True)
class AgeGroup(Named):
    """Ages counted together, both ends inclusive."""

    youngest: int
    oldest: int


def setting(code: str, day: date) -> int:
    """A setting of courses on a day (`catalogue/courses_rules.yaml`). KeyError when it had none."""
    return setting_on("courses_rules", code, day)


def course_kinds() -> dict[str, Kind]:
    """Kinds of courses by code, in their order."""
    return {
        row["code"]: Kind(row["code"], row["name"], row["name_en"], row["posts"], bool(row["guarded"]))
        for row in rows("course_kinds")
    }


def age_groups() -> tuple[AgeGroup, ...]:
    """The age groups learners are counted in, youngest first."""
    return tuple(
        AgeGroup(row["code"], row["name"], row["name_en"], row["from"], row["to"]) for row in rows("learner_ages")
    )


def age_group(born: date | None, day: date) -> AgeGroup | None:
    """The group of somebody born that day; None when that is not known."""
    if born is None or born > day:
        return None
    age = age_on(born, day)
    return next((group for group in age_groups() if group.youngest <= age <= group.oldest), None)


def is_minor(born: date | None, day: date) -> bool:
    """Not yet of age in civil law: signs up with a guardian's consent."""
    return born is not None and age_on(born, day) < setting("adult_age", day)


def may_keep_courses(actor: Account, unit: int, at: datetime) -> bool:
    """Open courses and clubs of the unit, keep their rolls, take money, confirm."""
    return may(actor, Capability.RECORD, unit, at)


def may_see_courses(actor: Account, unit: int, at: datetime) -> bool:
    """Know of the unit's courses and clubs: what is taught, how many learn. Not who."""
    return may(actor, Capability.SEE, unit, at)


def may_see_learners(actor: Account, unit: int, at: datetime) -> bool:
    """Read the roll."""
    return may(actor, Capability.FILES, unit, at)


def may_see_restricted(actor: Account, unit: int, at: datetime) -> bool:
    """Read contacts, health notes and children's cases."""
    return may(actor, Capability.SENSITIVE, unit, at)


def may_reopen_course(actor: Account, course: Course, at: datetime) -> bool:
    """Take the results of a confirmed course back to put something right."""
    return course.state == CourseState.CONFIRMED and may(actor, Capability.CORRECT, course.unit_id, at)
