"""Quizzes as those who keep them see them: written, opened, closed, what came of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.accounts.choices import Capability
from viecthat.learning.choices import QuizState
from viecthat.learning.commands.quiz import close_quiz, correct_quiz, open_quiz, write_quiz
from viecthat.learning.forms.learning import QuizForm
from viecthat.learning.pages.shared import (
    POSTED,
    Words,
    actions,
    form_page,
    links,
    reader_of,
    sent,
    top_of,
    trail_of,
    unit_kept_or_404,
)
from viecthat.learning.queries.listing import (
    QUIZ_ORDERS,
    materials_found,
    members_under,
    offered_to,
    questions_of,
    quiz_by_id,
    quizzes_found,
    results_by_unit,
    right_shares,
    takers_of,
)
from viecthat.learning.rules import may_keep_learning, may_see_results
from viecthat.people.pages.life import made_up
from viecthat.people.queries.own import person_of
from viecthat.ui.privacy import private
from viecthat.units.pages.register import Asked, Column, Register, Shown, asked_of, register_file, register_page
from viecthat.units.queries import units_by_id
from viecthat.units.queries.scope import UnitScope, units_where

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from viecthat.learning.models import Question, Quiz
    from viecthat.learning.pages.shared import Reader
    from viecthat.units.queries import UnitRow


def _register(request: HttpRequest, reader: Reader) -> tuple[Register[Quiz], Asked, QuerySet[Quiz]]:
    asked = asked_of(request, reader.at, reader.today, states=QuizState.choices)
    found = quizzes_found(
        reader.actor, asked.units if asked.unit else None, reader.at, text=asked.get("text"), state=asked.get("state"),
        during=asked.during("start", "last_day"),
    )  # fmt: skip
    # How others did is not for a member without an office: they are led to take it.
    person = None if units_where(reader.actor, Capability.SEE, reader.at) else person_of(reader.actor)
    offered = {one.quiz.pk for one in offered_to(person, reader.at)} if person is not None else set()

    def way(row: Quiz) -> str:
        if person is None:
            return reverse("learning:quiz", args=[row.pk])
        return reverse("learning:take", args=[row.pk]) if row.pk in offered else reverse("learning:own")

    def show(rows: Sequence[Quiz], today: date) -> list[Shown]:
        units = units_by_id({row.unit_id for row in rows}, today)
        return [
            Shown(
                way(row),
                (row.title, units[row.unit_id].name, row.start, row.last_day, row.takers, row.passers),  # type: ignore[attr-defined]
                chip=str(row.get_state_display()),
            )
            for row in rows
        ]

    register: Register[Quiz] = Register(
        title=_("Trắc nghiệm"),
        slug="trac-nghiem",
        columns=(
            Column(_("Bài"), width=48), Column(_("Của đơn vị"), width=32), Column(_("Mở từ"), "ngay", "day", 12),
            Column(_("Đến hết"), "", "day", 12), Column(_("Người làm"), "", "whole", 12),
            Column(_("Người đạt"), "", "whole", 12),
        ),
        orders=QUIZ_ORDERS,
        default="-ngay",
        show=show,
        nothing=_("Chưa có bài nào"),
        what_to_do=_("Lập bài sau buổi học nghị quyết: đoàn viên làm trên điện thoại, máy chấm, kết quả vào sổ việc."),
        links=links(),
        actions=actions(reader, asked.unit, _("Lập bài"), "quiz-new"),
    )  # fmt: skip
    return register, asked, found


@require_safe
def quizzes(request: HttpRequest) -> HttpResponse:
    """The quizzes."""
    reader = reader_of(request)
    register, asked, found = _register(request, reader)
    return register_page(request, register, asked, found, reader.today)


@require_safe
def quizzes_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The list whole."""
    reader = reader_of(request)
    register, asked, found = _register(request, reader)
    return register_file(request, register, asked, found, reader.today, kind)


@require_http_methods(POSTED)
def quiz_new(request: HttpRequest, code: str) -> HttpResponse:
    """A quiz as a draft."""
    reader = reader_of(request)
    unit = unit_kept_or_404(code, reader)
    initial = {"start": reader.today, "tries": 1}
    form = QuizForm(sent(request), today=reader.today, materials=_materials(reader, unit), initial=initial)

    def run(given: dict[str, Any]) -> tuple[str, str]:
        made = write_quiz(unit=unit.id, facts=given, actor=reader.actor, at=reader.at)
        return _("Đã lập bài; xem lại câu hỏi rồi mở."), reverse("learning:quiz", args=[made.pk])

    words = Words(_("Lập bài trắc nghiệm"), unit.name, _("Lập"))
    back = reverse("learning:quizzes")
    return form_page(request, form, words, run, back=back, trail=trail_of((_("Trắc nghiệm"), back), (words.title, "")))


@require_safe
def quiz(request: HttpRequest, pk: int) -> HttpResponse:
    """How many took it and passed, unit by unit; its questions and what was hard; who, for those who may know."""
    reader = reader_of(request)
    row = _quiz_or_404(pk, reader)
    keeps = may_keep_learning(reader.actor, row.unit_id, reader.at)
    seen = units_where(reader.actor, Capability.SEE, reader.at)
    top = top_of(request, reader, row.unit_id)
    under = units_where(reader.actor, Capability.SEE, reader.at, within=top.id)
    named = units_where(reader.actor, Capability.FILES, reader.at)
    questions = questions_of(row)
    units = results_by_unit(row, seen, top.id, reader.today)
    takers = takers_of(row, named, reader.today)
    context = {
        "row": row,
        "unit": units_by_id({row.unit_id}, reader.today)[row.unit_id],
        "units": units,
        "top": top,
        "took": sum(one.n for one in units),
        "passed": sum(one.well for one in units),
        "members": members_under(under),
        "questions": right_shares(row, questions) if keeps else [],
        "count": len(questions),
        "takers": takers,
        "keeps": keeps,
        "trail": trail_of((_("Trắc nghiệm"), reverse("learning:quizzes")), (row.title, "")),
        "synthetic": made_up(one.person for one in takers),
    }
    return private(render(request, "learning/quiz.html", context))


@require_http_methods(POSTED)
def quiz_step(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """The draft is changed; it is opened, or closed."""
    reader = reader_of(request)
    row = _quiz_or_404(pk, reader)
    if slug not in {"sua", "mo", "dong"} or not may_keep_learning(reader.actor, row.unit_id, reader.at):
        raise Http404
    unit = units_by_id({row.unit_id}, reader.today)[row.unit_id]
    back = reverse("learning:quiz", args=[pk])
    who: dict[str, Any] = {"quiz": row, "actor": reader.actor, "at": reader.at}
    form: Any
    if slug == "sua":
        names = ("title", "start", "last_day", "pass_mark", "tries")
        initial = {**{name: getattr(row, name) for name in names}, "material": row.material_id or "",
                   "questions": _as_lines(questions_of(row))}  # fmt: skip
        form = QuizForm(sent(request), today=reader.today, materials=_materials(reader, unit), initial=initial)
        words = Words(_("Sửa bài trắc nghiệm"), row.title, _("Ghi"))
    else:
        form = forms.Form(sent(request))
        what = (_("Mở bài"), _("Mở rồi thì câu hỏi giữ nguyên.")) if slug == "mo" else (_("Đóng bài"), row.title)
        words = Words(what[0], what[1], what[0])

    def run(given: dict[str, Any]) -> tuple[str, str]:
        if slug == "sua":
            correct_quiz(facts=given, **who)
            return _("Đã sửa bài."), back
        if slug == "mo":
            open_quiz(**who)
            return _("Đã mở bài; đoàn viên thấy bài ở “Việc của tôi”."), back
        close_quiz(**who)
        return _("Đã đóng bài; không ai làm thêm được."), back

    return form_page(request, form, words, run, back=back, trail=trail_of((row.title, back), (words.title, "")))


def _materials(reader: Reader, unit: UnitRow) -> list[tuple[str, str]]:
    found = materials_found(reader.actor, UnitScope((unit.id,)), reader.at, text="", kind="", area="")
    return [(str(one.pk), one.title) for one in found.order_by("title")]


def _as_lines(questions: Sequence[Question]) -> str:
    blocks = [
        "\n".join([one.text, *(f"{'*' if n == one.right else '-'} {answer}" for n, answer in enumerate(one.answers))])
        for one in questions
    ]
    return "\n\n".join(blocks)


def _quiz_or_404(pk: int, reader: Reader) -> Quiz:
    row = quiz_by_id(pk)
    if row is None or not _sees(row, reader):
        raise Http404
    return row


def _sees(row: Quiz, reader: Reader) -> bool:
    if may_see_results(reader.actor, row.unit_id, reader.at):
        return True
    # Whoever works below sees how their own units did.
    given = quizzes_found(reader.actor, None, reader.at, text="", state="", during=Q()).filter(pk=row.pk).exists()
    return given and row.state != QuizState.DRAFT and bool(units_where(reader.actor, Capability.SEE, reader.at))
