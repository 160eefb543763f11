"""A member's own side, on the phone: codes to commit to, quizzes to take."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from viecthat.kernel.errors import Refused
from viecthat.learning.commands.library import commit_self
from viecthat.learning.commands.quiz import take_quiz
from viecthat.learning.forms.learning import TakeForm
from viecthat.learning.pages.shared import POSTED, reader_of, sent
from viecthat.learning.queries.listing import Offered, codes_for, material_by_id, offered_to, questions_of
from viecthat.people.pages.life import made_up
from viecthat.people.queries.own import person_of
from viecthat.ui.privacy import private
from viecthat.ui.sentences import add_refusal, sentence_of


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """What I may read, sign and take, and what I did."""
    reader = reader_of(request)
    person = person_of(reader.actor)
    context = {
        "person": person,
        "quizzes": offered_to(person, reader.at) if person is not None else [],
        "codes": codes_for(person, reader.at) if person is not None else [],
        "synthetic": made_up([person]),
    }
    return private(render(request, "learning/own.html", context))


@require_POST
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """I commit to a code."""
    reader = reader_of(request)
    row = material_by_id(pk, reader.actor, reader.at)
    if row is None:
        raise Http404
    try:
        commit_self(material=row, actor=reader.actor, at=reader.at)
        messages.success(request, _("Đã ký cam kết."))
    except Refused as refused:
        messages.error(request, sentence_of(refused))
    return redirect("learning:own")


@require_http_methods(POSTED)
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """The questions; sent, they are marked."""
    reader = reader_of(request)
    person = person_of(reader.actor)
    offered = next((one for one in offered_to(person, reader.at) if one.quiz.pk == pk), None) if person else None
    if offered is None:
        raise Http404
    questions = questions_of(offered.quiz)
    takes = offered.open and offered.left > 0
    form = TakeForm(sent(request) if takes else None, questions=[(one.text, one.answers) for one in questions])
    if form.is_bound and form.is_valid():
        try:
            made = take_quiz(quiz=offered.quiz, answers=form.answers, actor=reader.actor, at=reader.at)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            result = _("Đạt: đúng {marks}/{n} câu.") if made.passed else _("Chưa đạt: đúng {marks}/{n} câu.")
            messages.success(request, result.format(marks=made.marks, n=len(questions)))
            return redirect("learning:take", pk)
    context: dict[str, Any] = {
        "offered": offered,
        "form": form if takes else None,
        "count": len(questions),
        "told": _told(offered, questions) if not takes and offered.attempts else [],
        "synthetic": made_up([person]),
    }
    return private(render(request, "learning/take.html", context, status=422 if form.is_bound else 200))


def _told(offered: Offered, questions: list[Any]) -> list[tuple[str, str, str, bool]]:
    """What was asked, answered and right, once there is no further try: before, it would answer the next one."""
    given = max(offered.attempts, key=lambda one: one.marks).answers
    return [
        (
            one.text,
            one.answers[chosen] if 0 <= chosen < len(one.answers) else "",
            one.answers[one.right],
            chosen == one.right,
        )
        for one, chosen in zip(questions, given, strict=False)
    ]
