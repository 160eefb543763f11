"""The words of a review: written under the standard headings, box by box as one types, with its key tasks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from viecthat.kernel.errors import Refused
from viecthat.plans.pages.shared import Reader, Words, change_page, reader_of, sent
from viecthat.reporting.forms.report import SectionForm
from viecthat.reporting.queries.narrative import Disagreement, said_with_unit
from viecthat.reporting.queries.report import mark_of
from viecthat.reviews.commands.content import (
    OvertakenError,
    change_task,
    drop_task,
    move_task,
    name_task,
    open_task,
    write_words,
)
from viecthat.reviews.commands.drafting import draft_words, is_configured
from viecthat.reviews.exports.suggestions import suggestions_of
from viecthat.reviews.forms.content import KeyTaskForm
from viecthat.reviews.models import ContentLang, KeyTask, Review, ReviewSection
from viecthat.reviews.pages.not_in_map import not_in_map
from viecthat.reviews.pages.review import Asked, asked_for
from viecthat.reviews.queries import review_table
from viecthat.reviews.queries.content import (
    ReadSection,
    ReviewContent,
    key_task_numbered,
    read_words,
    review_content,
    sections_written,
    typed_otherwise,
    unknown_in,
)
from viecthat.reviews.rules import may_open_review, may_write_review
from viecthat.ui.fragments import asks_for_part
from viecthat.ui.sentences import sentence_of
from viecthat.units.queries import units_by_id

if TYPE_CHECKING:
    from viecthat.reporting.queries.narrative import Words as Piece
    from viecthat.reviews.queries import ReviewTable

POSTED = ["GET", "HEAD", "POST"]


@dataclass(frozen=True)
class Writing:
    """A review whose words somebody reads or writes, in one language."""

    asked: Asked
    review: Review
    reader: Reader
    lang: str
    writes: bool

    @property
    def address(self) -> str:
        """The page, in the same language."""
        there = reverse("reviews:content", args=[self.asked.unit.code, self.review.slug])
        return there if self.lang == ContentLang.VI else f"{there}?tieng=en"


@dataclass(frozen=True)
class Problem:
    """What came of a box that could not be kept: why, what was sent, and what somebody else had left there."""

    said: str
    text: str
    revision: int
    mark: str
    theirs: ReviewSection | None = None


@dataclass(frozen=True)
class Suggested:
    """A sentence as it is put in, with its fields, and as it reads now."""

    words: str
    read_as: str


@dataclass(frozen=True)
class SectionRow:
    """A heading with its box, how it reads, and where its numbers differ from the table."""

    section: ReadSection
    text: str
    revision: int
    mark: str
    pieces: tuple[Piece, ...]
    unknown: list[str]
    warnings: list[Disagreement]
    suggestions: list[Suggested]
    problem: Problem | None = None

    @property
    def place(self) -> str:
        """The heading's key as ids and names of boxes have it: a dot would mean something else in a selector."""
        return place_of(self.section.key)

    @property
    def fields_in(self) -> bool:
        """Whether some figure stands in the words as a field."""
        return any(piece.code for piece in self.pieces)


def place_of(key: str) -> str:
    """A heading's key without its dot."""
    return key.replace(".", "-")


@require_http_methods(POSTED)
def content(request: HttpRequest, unit_code: str, slug: str) -> HttpResponse:
    """The words; sent, every box that was touched is kept, and those that can't be are shown with why."""
    writing = _writing(request, unit_code, slug)
    if request.method != "POST":
        return _page(request, writing, {})
    _must_write(writing)
    table = _table(writing)
    written = sections_written(writing.review, writing.lang)
    problems: dict[str, Problem] = {}
    for section in review_content(table, writing.lang).sections:
        if section.heading.written and (problem := _keep(request, writing, section.key, written.get(section.key))):
            problems[section.key] = problem
    if problems:
        return _page(request, writing, problems)
    messages.success(request, _("Đã lưu lời viết."))
    return redirect(writing.address)


@require_POST
def section(request: HttpRequest, unit_code: str, slug: str, key: str) -> HttpResponse:
    """What is written under one heading is kept; how it reads comes back."""
    writing = _writing(request, unit_code, slug)
    _must_write(writing)
    written = sections_written(writing.review, writing.lang)
    problem = _keep(request, writing, key, written.get(key))
    if not asks_for_part(request):
        return (
            _page(request, writing, {key: problem}) if problem else redirect(f"{writing.address}#muc-{place_of(key)}")
        )
    shown = review_content(_table(writing), writing.lang)
    found = shown.section(key)
    if found is None:
        raise Http404
    context = {
        "row": _row(found, shown, problem, suggesting=False),
        "asked": writing.asked,
        "review": writing.review,
        "writing": writing,
        "saved": True,
    }
    response = render(request, "reviews/content_saved.html", context, status=422 if problem else 200)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_POST
def draft(request: HttpRequest, unit_code: str, slug: str, key: str) -> HttpResponse:
    """What the installation's own language model makes of the suggested sentences, with its own numbers marked."""
    writing = _writing(request, unit_code, slug)
    _must_write(writing)
    if not is_configured():
        raise Http404
    shown = review_content(_table(writing), writing.lang)
    found = shown.section(key)
    if found is None or not found.heading.written:
        raise Http404
    context: dict[str, Any] = {"place": place_of(key), "asked": writing.asked, "review": writing.review}
    try:
        context["draft"] = draft_words(found.heading, shown.fields)
    except Refused as refused:
        context["said"] = sentence_of(refused)
    return render(request, "reviews/content_draft.html", context, status=422 if "said" in context else 200)


@require_http_methods(POSTED)
def add_task(request: HttpRequest, unit_code: str, slug: str) -> HttpResponse:
    """One more key task of the next period."""
    writing = _writing(request, unit_code, slug)
    _must_write(writing)

    def run(given: dict[str, Any]) -> tuple[str, str]:
        given["unit"] = given["unit"].id
        row = name_task(review=writing.review, actor=writing.reader.actor, at=writing.reader.at, **given)
        return _("Đã thêm nhiệm vụ {n}.").format(n=row.number), f"{writing.address}#nhiem-vu"

    return _task_page(request, writing, {"unit": writing.asked.unit}, _("Thêm nhiệm vụ trọng tâm"), run)


@require_http_methods(POSTED)
def edit_task(request: HttpRequest, unit_code: str, slug: str, pk: int) -> HttpResponse:
    """A key task put right."""
    writing = _writing(request, unit_code, slug)
    _must_write(writing)
    row = _task_or_404(writing, pk)
    unit = units_by_id({row.unit_id}, writing.reader.today)[row.unit_id]

    def run(given: dict[str, Any]) -> tuple[str, str]:
        given["unit"] = given["unit"].id
        change_task(row=row, actor=writing.reader.actor, at=writing.reader.at, **given)
        return _("Đã lưu."), f"{writing.address}#nhiem-vu"

    initial = {"words": row.words, "unit": unit, "due": row.due}
    return _task_page(request, writing, initial, _("Sửa nhiệm vụ {n}").format(n=row.number), run)


@require_POST
def step_task(request: HttpRequest, unit_code: str, slug: str, pk: int) -> HttpResponse:
    """A key task moved up or down, taken away, or opened as a task of the plan."""
    writing = _writing(request, unit_code, slug)
    _must_write(writing)
    row = _task_or_404(writing, pk)
    actor, at = writing.reader.actor, writing.reader.at
    try:
        match request.POST.get("lam", ""):
            case "len" | "xuong" as way:
                move_task(row=row, up=way == "len", actor=actor, at=at)
            case "bo":
                drop_task(row=row, actor=actor, at=at)
                messages.success(request, _("Đã bỏ nhiệm vụ; các nhiệm vụ sau được đánh số lại."))
            case "giao":
                open_task(row=row, actor=actor, at=at)
                messages.success(request, _("Đã giao thành nhiệm vụ trong kế hoạch của đơn vị chủ trì."))
            case _:
                raise Http404
    except Refused as refused:
        messages.error(request, sentence_of(refused))
    return redirect(f"{writing.address}#nhiem-vu")


def _page(request: HttpRequest, writing: Writing, problems: Mapping[str, Problem]) -> HttpResponse:
    try:
        table = _table(writing)
    except Refused as refused:
        return not_in_map(request, writing.asked, refused)
    shown = review_content(table, writing.lang)
    context = {
        "asked": writing.asked,
        "review": writing.review,
        "table": table,
        "writing": writing,
        "rows": [_row(one, shown, problems.get(one.key), suggesting=writing.writes) for one in shown.sections],
        "tasks": shown.tasks,
        "problems": [
            (place_of(row.key), row.title, problems[row.key]) for row in shown.sections if row.key in problems
        ],
        "fields": list(_fields_offered(shown, writing.lang)) if writing.writes else [],
        "empty": shown.is_empty,
        "drafts": is_configured(),
        "opener": may_open_review(writing.reader.actor, writing.review.unit_id, writing.reader.at),
        "synthetic": table.made_up,
    }
    return render(request, "reviews/content.html", context, status=422 if problems else 200)


def _fields_offered(shown: ReviewContent, lang: str) -> Iterator[tuple[str, str]]:
    """Fields to choose from, each with what it reads as now."""
    says = shown.fields.say
    for line in shown.fields.lines:
        name = line.name_en if lang == "en" else line.name
        yield line.code, f"{name}: {said_with_unit(line, lang)}"
        if (share := says(line.code, "share")) is not None:
            yield f"{line.code}.share", f"{name} – {_('phần đạt chỉ tiêu')}: {share}"
            yield f"{line.code}.verdict", f"{name} – {_('đánh giá')}: {says(line.code, 'verdict')}"
    for part, label in (("reporting", _("đơn vị có số liệu")), ("silent_names", _("đơn vị chưa có số liệu"))):
        yield f"review.{part}", f"{label}: {says('review', part)}"


def _row(section: ReadSection, shown: ReviewContent, problem: Problem | None, *, suggesting: bool) -> SectionRow:
    text = problem.text if problem is not None else section.text
    pieces = read_words(text, shown.fields) if problem is not None else section.pieces
    suggested = suggestions_of(section.heading, shown.fields) if suggesting and section.heading.written else []
    return SectionRow(
        section=section,
        text=text,
        # Still that of the words it was written over: to keep one's own over theirs takes a press of a button.
        revision=problem.revision if problem is not None else section.revision,
        mark=problem.mark if problem is not None else mark_of(section.text, ""),
        pieces=pieces,
        unknown=unknown_in(pieces),
        warnings=typed_otherwise(text, shown.fields) if text else [],
        suggestions=[
            Suggested(words, "".join(piece.words for piece in read_words(words, shown.fields)))
            for words in suggested
            if words not in text
        ],
        problem=problem,
    )


def _keep(request: HttpRequest, writing: Writing, key: str, row: ReviewSection | None) -> Problem | None:
    """Keep a box if anybody touched it; what hinders it otherwise."""
    prefix = f"muc-{place_of(key)}"
    if f"{prefix}-text" not in request.POST:
        return None
    text = request.POST[f"{prefix}-text"].replace("\r\n", "\n")
    mark = request.POST.get(f"{prefix}-mark", "")
    if mark == mark_of(text, ""):
        return None  # as it was drawn: somebody else may have changed it since
    form = SectionForm(request.POST, prefix=prefix)
    if not form.is_valid():
        return Problem(" ".join(str(e) for errors in form.errors.values() for e in errors), text, 0, mark)
    if text.strip() == (row.words if row is not None else ""):
        return None
    try:
        write_words(
            review=writing.review,
            heading=key,
            lang=writing.lang,
            text=text,
            revision=form.written_over,
            actor=writing.reader.actor,
            at=writing.reader.at,
        )
    except OvertakenError as overtaken:
        return Problem(
            sentence_of(overtaken), text, form.cleaned_data.get("revision") or 0, mark, overtaken.theirs
        )  # fmt: skip
    except Refused as refused:
        return Problem(sentence_of(refused), text, form.written_over, mark)
    return None


def _task_page(request: HttpRequest, writing: Writing, initial: dict[str, Any], title: str, run: Any) -> HttpResponse:
    form = KeyTaskForm(sent(request), today=writing.reader.today, initial=initial)
    return change_page(
        request,
        form,
        Words(title, f"{writing.asked.unit.name} · {writing.review}", _("Lưu")),
        run,
        back=f"{writing.address}#nhiem-vu",
        trail=[(_("Sơ kết, tổng kết"), reverse("reviews:list")), (str(writing.review), writing.address)],
        template="reviews/open.html",
    )


def _task_or_404(writing: Writing, pk: int) -> KeyTask:
    row = key_task_numbered(writing.review, pk)
    if row is None:
        raise Http404
    return row


def _writing(request: HttpRequest, unit_code: str, slug: str) -> Writing:
    """Http404 for a period nobody opened a review of."""
    asked, reader = asked_for(request, unit_code, slug), reader_of(request)
    if asked.review is None:
        raise Http404
    lang = ContentLang.EN if request.GET.get("tieng") == "en" else ContentLang.VI
    return Writing(asked, asked.review, reader, lang, may_write_review(reader.actor, asked.unit.id, reader.at))


def _must_write(writing: Writing) -> None:
    if not writing.writes:
        raise PermissionDenied(_("Bạn chưa được giao quyền viết sơ kết, tổng kết của đơn vị này."))


def _table(writing: Writing) -> ReviewTable:
    asked = writing.asked
    return review_table(
        asked.unit,
        asked.period,
        map_name=asked.map_name,
        today=writing.reader.today,
        as_known=asked.as_known,
        review=writing.review,
    )
