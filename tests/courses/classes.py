"""Small true courses for tests, made by the project's own commands."""

from datetime import date

from tests.factories import AT, make_indicator
from viecthat.catalogue.readers import rows
from viecthat.courses.commands.course import open_course
from viecthat.courses.commands.learner import sign_up
from viecthat.courses.commands.session import Mark, give_marks, record_meeting
from viecthat.courses.models import Course, Enrolment
from viecthat.ledger.queries import entries_of

START, END = date(2026, 3, 2), date(2026, 3, 20)


def make_indicators() -> None:
    for row in rows("indicators"):
        if row.get("register") == "courses" or row["code"] == "swimming_learners":
            make_indicator(row["code"], name=row["name"], measure=row["measure"], register=row.get("register", ""))


def make_course(unit, actor, title: str = "Kỹ năng số cho thanh niên nông thôn", **changed) -> Course:
    make_indicators()
    fee = changed.pop("fee", None)
    facts = {
        "title": title, "kind": "digital", "start": START, "end": END, "place": "Nhà văn hoá", "teacher": "",
        "capacity": None, "sign_up_until": None, "open_to_members": True, "pass_mark": 50, "safety": "", **changed,
    }  # fmt: skip
    return open_course(unit=unit.pk, facts=facts, fee=fee, actor=actor, at=AT)


def outsider(course: Course, actor, name: str, **more) -> Enrolment:
    given = {"phone": "0912345678", "day": date(2026, 3, 1), **more}
    return sign_up(course=course, name=name, **given, actor=actor, at=AT)


def member(course: Course, actor, person, **more) -> Enrolment:
    return sign_up(course=course, person=person.pk, day=date(2026, 3, 1), **more, actor=actor, at=AT)


def taught(course: Course, actor, *learners: Enrolment, days=(START,), mark: int | None = 80) -> None:
    """These came on these days, and got this mark."""
    for day in days:
        record_meeting(
            course=course, day=day, title="Buổi học", present=[one.pk for one in learners], actor=actor, at=AT
        )
    give_marks(course=course, marks={one.pk: Mark(mark) for one in learners}, actor=actor, at=AT)


def counted(posting: int) -> dict[str, int]:
    """What a posting says, summed by indicator."""
    found: dict[str, int] = {}
    for line in entries_of([posting]).select_related("indicator"):
        found[line.indicator.code] = found.get(line.indicator.code, 0) + line.quantity
    return found
