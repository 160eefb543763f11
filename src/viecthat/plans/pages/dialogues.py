"""Dialogues, their questions and answers; the lists of what waits and what is late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.documents.csv_lines import to_csv
from viecthat.documents.on_paper import on_paper
from viecthat.documents.workbook import Sheet
from viecthat.plans.choices import Gathered
from viecthat.plans.commands import (
    answer_question,
    correct_question,
    group_questions,
    keep_dialogue,
    leave_out_question,
    note_question,
    promise_answer,
)
from viecthat.plans.exports.directive import workbook_bytes
from viecthat.plans.forms.dialogue import (
    AnswerForm,
    DialogueForm,
    DialogueListForm,
    GroupForm,
    LeaveOutForm,
    PromiseForm,
    QuestionForm,
    QuestionListForm,
)
from viecthat.plans.models import Dialogue
from viecthat.plans.pages.plan import TYPES
from viecthat.plans.pages.shared import Reader, Words, change_page, file_response, own_units, reader_of, sent
from viecthat.plans.pages.task import kept_file
from viecthat.plans.queries.dialogue import (
    FIRST,
    ORDERS,
    dialogue_file,
    dialogue_shown,
    dialogues_found,
    listed_dialogues,
    listed_questions,
    open_beside,
    question_shown,
    questions_found,
    questions_of,
    topics_of,
)
from viecthat.plans.queries.task import people_at
from viecthat.plans.rules import may_answer_question, may_keep_dialogue
from viecthat.units.queries import UnitRow, units_by_id

ON_A_PAGE = 50
MOST_TAKEN = 10_000
POSTED = ["GET", "HEAD", "POST"]
ANSWERED_WITHIN = timedelta(days=15)


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Dialogues, the newest first, with what became of their questions."""
    reader = reader_of(request)
    form = DialogueListForm(request.GET, today=reader.today)
    valid = form.is_valid()
    data: dict[str, Any] = form.cleaned_data
    found = dialogues_found(
        reader.actor,
        reader.at,
        text=data.get("text", ""),
        unit=data["unit"].id if data.get("unit") else None,
        year=data.get("year"),
    )
    page = Paginator(found if valid else found.none(), ON_A_PAGE).get_page(request.GET.get("trang"))
    context = {
        "form": form,
        "filtered": any(form.data.get(name) for name in form.parameters.values()),
        "page": page,
        "rows": listed_dialogues(list(page.object_list), reader.today),
        "own": own_units(reader),
        "today": reader.today,
    }
    return render(request, "plans/dialogue_list.html", context)


@require_safe
def dialogue(request: HttpRequest, pk: int) -> HttpResponse:
    """One dialogue: who, when, each question with its answer; printed, it is the report."""
    reader = reader_of(request)
    shown = _dialogue_or_404(pk, reader)
    questions = listed_questions(questions_of(shown), reader.today)
    keeper = may_keep_dialogue(reader.actor, shown, reader.at)
    context = {
        "dialogue": shown,
        "row": listed_dialogues([shown], reader.today)[0],
        "questions": questions,
        "papers": list(shown.papers.order_by("pk")),
        "keeper": keeper,
        "asking": reader.today <= shown.asked_until,
        "address": request.build_absolute_uri(reverse("ask", args=[shown.ask_code])) if keeper else "",
        "today": reader.today,
    }
    return render(request, "plans/dialogue.html", context)


@require_safe
def report(request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
    """The dialogue to take along: Word or PDF as a document of the Union, its questions as XLSX or CSV."""
    reader = reader_of(request)
    shown = _dialogue_or_404(pk, reader)
    questions = listed_questions(questions_of(shown), reader.today)
    if kind in {"csv", "xlsx"}:
        from viecthat.plans.exports.dialogue import questions_sheet  # noqa: PLC0415 - as below

        return _sheet(questions_sheet(questions, shown.title), f"doi-thoai-{shown.held_on}.{kind}", kind, reader)
    if kind not in TYPES:
        raise Http404
    from viecthat.plans.exports.dialogue import dialogue_document  # noqa: PLC0415 - only who takes it needs Word, Typst

    lang: Any = "en" if (get_language() or "vi").startswith("en") else "vi"
    row = listed_dialogues([shown], reader.today)[0]
    document = dialogue_document(row, questions, day=reader.today, lang=lang)
    return file_response(on_paper(document, kind), f"doi-thoai-{row.unit.code}-{shown.held_on}.{kind}", TYPES[kind])


@dataclass(frozen=True)
class Sought:
    """What was asked of the list of questions."""

    form: QuestionListForm
    found: Any
    order: str


def _sought(request: HttpRequest, reader: Reader) -> Sought:
    form = QuestionListForm(request.GET, today=reader.today)
    valid = form.is_valid()
    data: dict[str, Any] = form.cleaned_data
    order = request.GET.get("xep", FIRST)
    order = order if order in ORDERS else FIRST
    found = questions_found(
        reader.actor,
        reader.at,
        reader.today,
        text=data.get("text", ""),
        state=data.get("state") or "mo",
        unit=data["unit"].id if data.get("unit") else None,
        order=order,
    )
    # What can't be read finds nothing: a list that silently left a filter out would be taken for the answer.
    return Sought(form, found if valid else found.none(), order)


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """Questions over all dialogues: those that wait, late ones first."""
    reader = reader_of(request)
    sought = _sought(request, reader)
    page = Paginator(sought.found, ON_A_PAGE).get_page(request.GET.get("trang"))
    context = {
        "form": sought.form,
        "filtered": any(sought.form.data.get(name) for name in sought.form.parameters.values()),
        "order": sought.order,
        "default_order": FIRST,
        "page": page,
        "rows": listed_questions(page.object_list, reader.today),
        "query": request.GET.urlencode(),
    }
    return render(request, "plans/questions.html", context)


@require_safe
def questions_file(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The same list whole, as CSV or XLSX."""
    from viecthat.plans.exports.dialogue import questions_sheet  # noqa: PLC0415 - pages are read without spreadsheets

    if kind not in {"csv", "xlsx"}:
        raise Http404
    reader = reader_of(request)
    rows = listed_questions(_sought(request, reader).found[:MOST_TAKEN], reader.today)
    return _sheet(questions_sheet(rows, _("Câu hỏi đối thoại")), f"cau-hoi-{reader.today}.{kind}", kind, reader)


def _sheet(sheet: Sheet, name: str, kind: str, reader: Reader) -> HttpResponseBase:
    if kind == "xlsx":
        return file_response(workbook_bytes((sheet,), sheet.title or sheet.name, reader.today), name)
    response = StreamingHttpResponse(to_csv(sheet), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_http_methods(POSTED)
def enter(request: HttpRequest) -> HttpResponse:
    """A dialogue is noted."""
    reader = reader_of(request)
    units = own_units(reader)
    if not units:
        raise PermissionDenied(_("Bạn chưa được giao quyền ghi việc ở đơn vị nào."))
    return _dialogue_form(request, reader, units, None)


@require_http_methods(POSTED)
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """What is noted of a dialogue is put right."""
    reader = reader_of(request)
    shown = _kept(pk, reader)
    return _dialogue_form(request, reader, [units_by_id({shown.unit_id}, reader.today)[shown.unit_id]], shown)


def _dialogue_form(request: HttpRequest, reader: Reader, units: list[UnitRow], shown: Dialogue | None) -> HttpResponse:
    by_code = {row.code: row for row in units}
    initial: dict[str, Any] = {"unit": units[0].code, "held_on": reader.today, "asked_until": reader.today}
    if shown is not None:
        names = ("title", "held_on", "place", "chairs", "invited", "content", "asked_until")
        initial |= {name: getattr(shown, name) for name in names}
        initial["begins"] = f"{shown.begins:%H:%M}" if shown.begins else ""
        initial["parties"] = list(listed_dialogues([shown], reader.today)[0].parties)
    form = DialogueForm(
        sent(request),
        request.FILES or None,
        today=reader.today,
        units=[(row.code, row.name) for row in units],
        initial=initial,
    )
    back = reverse("dialogues:list") if shown is None else reverse("dialogues:dialogue", args=[shown.pk])

    def run(given: dict[str, Any]) -> tuple[str, str]:
        made = keep_dialogue(
            unit=by_code[given["unit"]].id,
            facts=form.facts,
            parties=[row.id for row in given["parties"]],
            files=given["attached"],
            dialogue=shown,
            actor=reader.actor,
            at=reader.at,
        )
        return _("Đã ghi buổi đối thoại."), reverse("dialogues:dialogue", args=[made.pk])

    words = Words(
        _("Ghi buổi đối thoại") if shown is None else _("Sửa buổi đối thoại"),
        _("Lãnh đạo đối thoại với ai, khi nào; câu hỏi gửi trước và hỏi tại chỗ, từng câu được trả lời hoặc hẹn."),
        _("Ghi"),
    )
    return change_page(request, form, words, run, back=back, trail=_trail())


@require_http_methods(POSTED)
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """A question that came by voice or on paper."""
    reader = reader_of(request)
    shown = _kept(pk, reader)
    now_or_before = Gathered.ROOM if shown.held_on <= reader.today else Gathered.BEFORE
    form = QuestionForm(sent(request), topics=topics_of(shown), initial={"gathered": now_or_before})
    back = reverse("dialogues:dialogue", args=[pk])

    def run(given: dict[str, Any]) -> tuple[str, str]:
        made = note_question(
            dialogue=shown, asked=form.asked, gathered=given["gathered"], actor=reader.actor, at=reader.at
        )
        return _("Đã ghi câu hỏi."), f"{back}#c-{made.pk}"

    return change_page(
        request, form, Words(_("Ghi câu hỏi"), shown.title, _("Ghi")), run, back=back, trail=_trail(shown)
    )


@require_http_methods(POSTED)
def group(request: HttpRequest, pk: int) -> HttpResponse:
    """Questions about the same stand together."""
    reader = reader_of(request)
    shown = _kept(pk, reader)
    form = GroupForm(sent(request), rows=shown.questions.filter(left_out="").order_by("topic", "pk"))
    back = reverse("dialogues:dialogue", args=[pk])

    def run(given: dict[str, Any]) -> tuple[str, str]:
        count = group_questions(
            dialogue=shown,
            questions=[row.pk for row in given["questions"]],
            topic=given["topic"],
            actor=reader.actor,
            at=reader.at,
        )
        return _("Đã đưa {count} câu vào nhóm.").format(count=count), back

    words = Words(_("Gom nhóm câu hỏi"), shown.title, _("Gom"))
    return change_page(request, form, words, run, back=back, trail=_trail(shown))


@require_safe
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """One question: for its asker, whoever is to answer it, and all who read the record."""
    reader = reader_of(request)
    shown = _question_or_404(pk, reader)
    seen = dialogue_shown(shown.dialogue_id, reader.actor, reader.at) is not None
    context = {
        "one": listed_questions([shown], reader.today)[0],
        "dialogue": shown.dialogue,
        "seen": seen,
        "keeper": may_keep_dialogue(reader.actor, shown.dialogue, reader.at),
        "answers": may_answer_question(reader.actor, shown, reader.at),
        "task_seen": seen or may_answer_question(reader.actor, shown, reader.at),
    }
    return render(request, "plans/question.html", context)


@require_http_methods(POSTED)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """What is noted of a question is put right."""
    reader = reader_of(request)
    shown = _kept_question(pk, reader)
    initial = {name: getattr(shown, name) for name in ("words", "gathered", "asker_name", "topic")}
    form = QuestionForm(
        sent(request), noted=shown.slip is None, topics=topics_of(shown.dialogue), initial=initial
    )  # fmt: skip
    back = _home_of(shown)

    def run(_given: dict[str, Any]) -> tuple[str, str]:
        correct_question(question=shown, asked=form.asked, actor=reader.actor, at=reader.at)
        return _("Đã sửa."), back

    return _question_form(request, shown, form, Words(_("Sửa câu hỏi"), shown.dialogue.title, _("Lưu")), run)


@require_http_methods(POSTED)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The question is answered."""
    reader = reader_of(request)
    shown = _question_or_404(pk, reader)
    if not may_answer_question(reader.actor, shown, reader.at):
        raise PermissionDenied(_("Chỉ đơn vị giữ biên bản hoặc người được giao trả lời ghi câu trả lời này."))
    given_before = shown.answer
    initial = {
        "words": given_before.words if given_before else "",
        "said_by": given_before.said_by if given_before else shown.dialogue.chairs[:200],
        "day": given_before.day if given_before else reader.today,
    }
    beside = open_beside(shown)
    if not may_keep_dialogue(reader.actor, shown.dialogue, reader.at):
        beside = beside.filter(task=shown.task_id) if shown.task_id else beside.none()
    form = AnswerForm(sent(request), today=reader.today, rows=beside, initial=initial)

    def run(given: dict[str, Any]) -> tuple[str, str]:
        answer_question(
            question=shown,
            words=given["words"],
            said_by=given["said_by"],
            day=given["day"],
            also=[row.pk for row in given.get("also", ())],
            actor=reader.actor,
            at=reader.at,
        )
        return _("Đã ghi câu trả lời; người hỏi đọc được."), _home_of(shown)

    return _question_form(request, shown, form, Words(_("Trả lời"), shown.dialogue.title, _("Ghi trả lời")), run)


@require_http_methods(POSTED)
def promise(request: HttpRequest, pk: int) -> HttpResponse:
    """The answer is promised for a day: a task of somebody."""
    reader = reader_of(request)
    shown = _kept_question(pk, reader)
    form = PromiseForm(
        sent(request),
        today=reader.today,
        people=people_at(shown.dialogue.unit_id, reader.at),
        rows=open_beside(shown).filter(task=None),
        initial={"due": reader.today + ANSWERED_WITHIN},
    )

    def run(given: dict[str, Any]) -> tuple[str, str]:
        promise_answer(
            question=shown,
            unit=given["unit"].id if given["unit"] else shown.dialogue.unit_id,
            person=given["person"],
            due=given["due"],
            words=given["words"],
            also=[row.pk for row in given.get("also", ())],
            actor=reader.actor,
            at=reader.at,
        )
        return _("Đã hẹn trả lời và giao việc."), _home_of(shown)

    return _question_form(request, shown, form, Words(_("Hẹn trả lời"), shown.dialogue.title, _("Hẹn")), run)


@require_http_methods(POSTED)
def leave_out(request: HttpRequest, pk: int) -> HttpResponse:
    """The question is not answered on its own, or taken in again."""
    reader = reader_of(request)
    shown = _kept_question(pk, reader)
    form = LeaveOutForm(sent(request), initial={"reason": shown.left_out})

    def run(given: dict[str, Any]) -> tuple[str, str]:
        made = leave_out_question(question=shown, actor=reader.actor, at=reader.at, **given)
        return _("Đã gạt câu này ra.") if made.left_out else _("Đã đưa câu này lại vào."), _home_of(shown)

    return _question_form(request, shown, form, Words(_("Gạt câu hỏi ra"), shown.dialogue.title, _("Ghi")), run)


@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """A paper of a dialogue, to keep."""
    reader = reader_of(request)
    found = dialogue_file(pk, reader.actor, reader.at)
    if found is None or not found.file.path.exists():
        raise Http404
    return kept_file(found.file, found.name)


def _question_form(request: HttpRequest, shown: Any, form: Any, words: Words, run: Any) -> HttpResponse:
    return change_page(
        request,
        form,
        words,
        run,
        back=_home_of(shown),
        trail=_trail(shown.dialogue),
        extra={"quote": shown.words},
    )


def _home_of(shown: Any) -> str:
    return reverse("dialogues:question", args=[shown.pk])


def _dialogue_or_404(pk: int, reader: Reader) -> Dialogue:
    found = dialogue_shown(pk, reader.actor, reader.at)
    if found is None:
        raise Http404
    return found


def _kept(pk: int, reader: Reader) -> Dialogue:
    found = _dialogue_or_404(pk, reader)
    if not may_keep_dialogue(reader.actor, found, reader.at):
        raise PermissionDenied(_("Bạn chưa được giao quyền giữ biên bản của đơn vị này."))
    return found


def _question_or_404(pk: int, reader: Reader) -> Any:
    found = question_shown(pk, reader.actor, reader.at)
    if found is None:
        raise Http404
    return found


def _kept_question(pk: int, reader: Reader) -> Any:
    found = _question_or_404(pk, reader)
    if not may_keep_dialogue(reader.actor, found.dialogue, reader.at):
        raise PermissionDenied(_("Bạn chưa được giao quyền giữ biên bản của đơn vị này."))
    return found


def _trail(shown: Dialogue | None = None) -> list[tuple[str, str]]:
    trail = [(_("Đối thoại"), reverse("dialogues:list"))]
    return trail if shown is None else [*trail, (shown.title, reverse("dialogues:dialogue", args=[shown.pk]))]
