"""Surveys as those who hold them see them: written, drawn, opened, followed, read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from viecthat.documents.workbook import Sheet, SheetColumn
from viecthat.kernel.errors import Refused
from viecthat.opinion.choices import QuestionKind, SurveyState, SurveyWay
from viecthat.opinion.commands.sample import draw_sample, hand_out_codes
from viecthat.opinion.commands.survey import (
    close_survey,
    correct_survey,
    open_survey,
    publish_survey,
    withdraw_results,
    write_survey,
)
from viecthat.opinion.exports.results import results_sheet
from viecthat.opinion.forms.survey import DrawForm, SurveyForm
from viecthat.opinion.pages.shared import (
    POSTED,
    Words,
    actions,
    form_page,
    in_reach,
    links,
    reader_of,
    sent,
    trail_of,
    unit_kept_or_404,
)
from viecthat.opinion.queries.frame import SEX, UNIT
from viecthat.opinion.queries.survey import (
    SURVEY_ORDERS,
    crossed_by,
    has_used_codes,
    invited_people,
    may_cross,
    progress_of,
    questions_of,
    results_of,
    survey_by_id,
    surveys_found,
)
from viecthat.opinion.rules import may_keep_opinion
from viecthat.people.pages.life import made_up
from viecthat.plans.exports.directive import workbook_bytes
from viecthat.plans.pages.shared import file_response
from viecthat.ui.privacy import private
from viecthat.ui.sentences import sentence_of
from viecthat.units.pages.register import (
    TYPES,
    Asked,
    Column,
    Register,
    Shown,
    asked_of,
    register_file,
    register_page,
    sheet_bytes,
)
from viecthat.units.queries import units_by_id

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from viecthat.opinion.models import Question, Survey
    from viecthat.opinion.pages.shared import Reader

BY_STRATUM = "nhom"


def _register(request: HttpRequest, reader: Reader) -> tuple[Register[Survey], Asked, QuerySet[Survey]]:
    asked = asked_of(request, reader.at, reader.today, states=SurveyState.choices)
    found = surveys_found(
        asked.units, text=asked.get("text"), state=asked.get("state"), during=asked.during("start", "last_day")
    )

    def show(rows: Sequence[Survey], today: date) -> list[Shown]:
        units = units_by_id({row.unit_id for row in rows}, today)
        return [
            Shown(
                reverse("opinion:survey", args=[row.pk]),
                (row.title, units[row.unit_id].name, str(row.get_way_display()), row.start, row.last_day,
                 row.received),  # type: ignore[attr-defined]
                chip=str(row.get_state_display()),
            )
            for row in rows
        ]  # fmt: skip

    register: Register[Survey] = Register(
        title=_("Khảo sát"),
        slug="khao-sat",
        columns=(
            Column(_("Khảo sát"), width=48), Column(_("Đơn vị"), width=32), Column(_("Ai trả lời"), width=36),
            Column(_("Mở từ"), "ngay", "day", 12), Column(_("Đến hết"), "", "day", 12),
            Column(_("Phiếu thu về"), "", "whole", 12),
        ),
        orders=SURVEY_ORDERS,
        default="-ngay",
        show=show,
        nothing=_("Chưa có khảo sát nào"),
        what_to_do=_("Lập khảo sát: phần mềm chọn mẫu theo nhóm, phiếu trả lời không gắn với tên ai."),
        links=links(),
        actions=actions(reader, asked.unit, _("Lập khảo sát"), "survey-new"),
    )  # fmt: skip
    return register, asked, found


@require_safe
def surveys(request: HttpRequest) -> HttpResponse:
    """The surveys of units in reach."""
    reader = reader_of(request)
    register, asked, found = _register(request, reader)
    return register_page(request, register, asked, found, reader.today)


@require_safe
def surveys_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The list whole."""
    reader = reader_of(request)
    register, asked, found = _register(request, reader)
    return register_file(request, register, asked, found, reader.today, kind)


@require_http_methods(POSTED)
def survey_new(request: HttpRequest, code: str) -> HttpResponse:
    """A survey as a draft."""
    reader = reader_of(request)
    unit = unit_kept_or_404(code, reader)
    form = SurveyForm(sent(request), today=reader.today, initial={"start": reader.today, "way": SurveyWay.SAMPLE})

    def run(given: dict[str, Any]) -> tuple[str, str]:
        made = write_survey(unit=unit.id, facts=given, actor=reader.actor, at=reader.at)
        return _("Đã lập khảo sát; xem lại câu hỏi, chọn mẫu rồi mở."), reverse("opinion:survey", args=[made.pk])

    words = Words(_("Lập khảo sát"), unit.name, _("Lập"))
    back = reverse("opinion:surveys")
    return form_page(request, form, words, run, back=back, trail=trail_of((_("Khảo sát"), back), (words.title, "")))


@require_safe
def survey(request: HttpRequest, pk: int) -> HttpResponse:
    """How many answered by stratum; once closed what they answered, small counts left out. Nowhere who."""
    reader = reader_of(request)
    row = in_reach(survey_by_id(pk), reader)
    keeps = may_keep_opinion(reader.actor, row.unit_id, reader.at)
    questions = questions_of(row)
    over = row.state in {SurveyState.CLOSED, SurveyState.PUBLISHED}
    progress = progress_of(row)
    asked = request.GET.get("theo", "")
    by = next((one for one in questions if may_cross(one) and str(one.position) == asked), None)
    open_link = row.state == SurveyState.OPEN and row.public_code
    context = {
        "row": row,
        "unit": units_by_id({row.unit_id}, reader.today)[row.unit_id],
        "questions": questions,
        "progress": progress,
        "drawn": sum(one.stratum.drawn for one in progress),
        "received": row.sheets.count(),
        "results": results_of(row, questions, with_words=keeps) if over else [],
        "crossed": crossed_by(row, questions, by) if over and (by or (asked == BY_STRATUM and progress)) else [],
        "crossable": [one for one in questions if may_cross(one)],
        "by": asked if by or asked == BY_STRATUM else "",
        "over": over,
        "keeps": keeps,
        "used": has_used_codes(row) if keeps else False,
        "public": request.build_absolute_uri(reverse("opinion:sheet", args=[row.public_code])) if open_link else "",
        "door": request.build_absolute_uri(reverse("opinion:code")),
        "trail": trail_of((_("Khảo sát"), reverse("opinion:surveys")), (row.title, "")),
    }
    return private(render(request, "opinion/survey.html", context))


@require_safe
def results_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The results as csv or xlsx; of those that are public anybody with an account."""
    reader = reader_of(request)
    row = in_reach(survey_by_id(pk), reader)
    if kind not in TYPES or row.state not in {SurveyState.CLOSED, SurveyState.PUBLISHED}:
        raise Http404
    sheet = results_sheet(row, results_of(row, questions_of(row), with_words=False))
    content = sheet_bytes((sheet,), row.title, reader.today, kind)
    return file_response(content, f"ket-qua-khao-sat-{row.pk}.{kind}", TYPES[kind])


@require_http_methods(POSTED)
def draw(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is asked is drawn, and drawn anew until it is opened; those drawn by name below."""
    reader = reader_of(request)
    row = in_reach(survey_by_id(pk), reader, keeps=True)
    if row.way != SurveyWay.SAMPLE:
        raise Http404
    back = reverse("opinion:draw", args=[pk])
    form = DrawForm(sent(request), initial={"by": [UNIT, SEX], "seed": row.seed})

    def run(given: dict[str, Any]) -> tuple[str, str]:
        draw_sample(survey=row, actor=reader.actor, at=reader.at, **given)
        return _("Đã chọn mẫu; phát mã rồi mở khảo sát."), back

    home = reverse("opinion:survey", args=[pk])
    people = invited_people(row)
    words = Words(_("Chọn mẫu"), row.title, _("Chọn mẫu"))
    return form_page(
        request, form, words, run, back=home, trail=trail_of((row.title, home), (words.title, "")),
        template="opinion/draw.html", row=row, people=people, progress=progress_of(row),
        synthetic=made_up(person for person, _name in people), is_draft=row.state == SurveyState.DRAFT,
        gives=row.drawn_on is not None and row.state in {SurveyState.DRAFT, SurveyState.OPEN}
        and not has_used_codes(row),
    )  # fmt: skip


@require_POST
def codes(request: HttpRequest, pk: int) -> HttpResponse:
    """Slips with a code for everybody drawn, told this once: former codes hold no longer."""
    reader = reader_of(request)
    row = in_reach(survey_by_id(pk), reader, keeps=True)
    try:
        slips = hand_out_codes(survey=row, actor=reader.actor, at=reader.at)
    except Refused as refused:
        return HttpResponse(sentence_of(refused), status=422, content_type="text/plain; charset=utf-8")
    names = {person.pk: person for person, _name in invited_people(row)}
    units = units_by_id({person.unit_id for person in names.values() if person.unit_id}, reader.today)
    columns = (
        SheetColumn(_("Họ và tên"), "text", 30), SheetColumn(_("Đơn vị"), "text", 36), SheetColumn(_("Mã"), "text", 18),
        SheetColumn(_("Trả lời tại"), "text", 60),
    )  # fmt: skip
    lines = []
    for slip in sorted(slips, key=lambda one: names[one.person].sort_key):
        person = names[slip.person]
        unit = units[person.unit_id].name if person.unit_id in units else ""
        address = request.build_absolute_uri(reverse("opinion:answer", args=[slip.code]))
        lines.append((person.full_name, unit, slip.code, address))
    notes = (_("Phát từng phiếu cho từng người, rồi xoá tệp này: phần mềm không giữ mã của ai."),)
    sheet = Sheet(_("Phiếu mời"), columns, lines, row.title, notes, freeze=1, landscape=True)
    return private(file_response(workbook_bytes((sheet,), row.title, reader.today), f"phieu-moi-{row.pk}.xlsx"))


@require_http_methods(POSTED)
def survey_step(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Written anew, opened, closed, published, withdrawn."""
    reader = reader_of(request)
    row = in_reach(survey_by_id(pk), reader, keeps=True)
    back = reverse("opinion:survey", args=[pk])
    who: dict[str, Any] = {"survey": row, "actor": reader.actor, "at": reader.at}
    steps: dict[str, tuple[str, str, Any]] = {
        "sua": (_("Sửa khảo sát"), row.title, None),
        "mo": (_("Mở khảo sát"), _("Mở rồi thì câu hỏi giữ nguyên."), open_survey),
        "dong": (_("Đóng khảo sát"), _("Các mã bị xoá, phiếu trả lời được xáo lại; không mở lại được."), close_survey),
        "cong-bo": (_("Công bố kết quả"), _("Ai cũng đọc được; số dưới 5 được ẩn."), publish_survey),
        "rut": (_("Rút kết quả đã công bố"), row.title, withdraw_results),
    }
    if slug not in steps:
        raise Http404
    title, lede, command = steps[slug]
    form: Any = forms.Form(sent(request))
    if command is None:
        names = ("title", "way", "start", "last_day", "asks")
        initial = {name: getattr(row, name) for name in names} | {"questions": as_lines(questions_of(row))}
        form = SurveyForm(sent(request), today=reader.today, initial=initial)

    def run(given: dict[str, Any]) -> tuple[str, str]:
        if command is None:
            correct_survey(facts=given, **who)
        else:
            command(**who)
        return _("Đã ghi."), back

    words = Words(title, lede, _("Ghi") if command is None else title)
    return form_page(request, form, words, run, back=back, trail=trail_of((row.title, back), (title, "")))


def as_lines(questions: Sequence[Question]) -> str:
    """Questions as `read_questions` reads them."""
    tags = {QuestionKind.SINGLE: "một", QuestionKind.MULTIPLE: "nhiều", QuestionKind.TEXT: "viết"}
    blocks = []
    for one in questions:
        said = [tags.get(QuestionKind(one.kind), "")]
        if one.kind in {QuestionKind.SCALE, QuestionKind.NUMBER}:
            said = [f"{'thang' if one.kind == QuestionKind.SCALE else 'số'} {one.low}-{one.high}"]
        if not one.required:
            said.append("không bắt buộc")
        if one.skip_position is not None:
            said.append(f"nếu câu {one.skip_position + 1} chọn {(one.skip_option or 0) + 1}")
        head = " ".join([one.text, *(f"[{tag}]" for tag in said)])
        blocks.append("\n".join([head, *(f"- {option}" for option in one.options)]))
    return "\n\n".join(blocks)
