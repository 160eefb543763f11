"""What the library and quizzes hold about a person, and what waits for them, for the person's own page."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext, ngettext

from viecthat.learning.models import Attempt, Commitment
from viecthat.learning.queries.listing import offered_to
from viecthat.people.queries.own import OwnCell, OwnDue, OwnSection

if TYPE_CHECKING:
    from viecthat.people.models import Person


def own_section(person: int, at: datetime) -> OwnSection:  # noqa: ARG001 - as every own section is called
    """Codes the person committed to and quizzes taken (`VIECTHAT_OWN_DATA`). Two queries."""
    signed = Commitment.objects.filter(person=person).select_related("material").order_by("-day", "-pk")
    rows: list[tuple[OwnCell, ...]] = [(one.day, gettext("Cam kết"), one.material.title, "") for one in signed]
    for taken in Attempt.objects.filter(person=person).select_related("quiz").order_by("-at", "-pk"):
        result = gettext("{marks} câu đúng, đạt") if taken.passed else gettext("{marks} câu đúng, chưa đạt")
        rows.append((localdate(taken.at), gettext("Trắc nghiệm"), taken.quiz.title, result.format(marks=taken.marks)))
    heads = (gettext("Ngày"), gettext("Loại"), gettext("Tên"), gettext("Kết quả"))
    return OwnSection("learning", gettext("Học tập, cam kết"), heads, tuple(rows))


def own_due(person: Person, at: datetime) -> list[OwnDue]:
    """Quizzes that run and that the member has not passed yet, while a try is left. Two queries."""
    return [
        OwnDue(
            "book",
            row.quiz.title,
            _still(row.left, tried=bool(row.attempts)),
            reverse("learning:take", args=[row.quiz.pk]),
            gettext("Làm bài"),
            row.quiz.last_day,
        )
        for row in offered_to(person, at)
        if row.open and row.left and not row.passed
    ]


def _still(left: int, *, tried: bool) -> str:
    if not tried:
        return gettext("Bài trắc nghiệm bạn chưa làm")
    return ngettext("Chưa đạt; còn {n} lần làm", "Chưa đạt; còn {n} lần làm", left).format(n=left)
