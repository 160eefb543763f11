"""What the library and quizzes hold about a person, for the person's own page."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext

from viecthat.learning.models import Attempt, Commitment
from viecthat.people.queries.own import OwnCell, OwnSection


def own_section(person: int, at: datetime) -> OwnSection:  # noqa: ARG001 - as every own section is called
    """Codes the person committed to and quizzes taken (`VIECTHAT_OWN_DATA`). Two queries."""
    signed = Commitment.objects.filter(person=person).select_related("material").order_by("-day", "-pk")
    rows: list[tuple[OwnCell, ...]] = [(one.day, gettext("Cam kết"), one.material.title, "") for one in signed]
    for taken in Attempt.objects.filter(person=person).select_related("quiz").order_by("-at", "-pk"):
        result = gettext("{marks} câu đúng, đạt") if taken.passed else gettext("{marks} câu đúng, chưa đạt")
        rows.append((localdate(taken.at), gettext("Trắc nghiệm"), taken.quiz.title, result.format(marks=taken.marks)))
    heads = (gettext("Ngày"), gettext("Loại"), gettext("Tên"), gettext("Kết quả"))
    return OwnSection("learning", gettext("Học tập, cam kết"), heads, tuple(rows))
