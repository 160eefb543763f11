"""Courses: the register, one course, and everything that is done with it as a whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.courses.choices import CourseState, LookedAt, Result
from viecthat.courses.commands.certificate import issue_certificates
from viecthat.courses.commands.confirmation import confirm_course, reopen_course
from viecthat.courses.commands.course import correct_course, open_course, withdraw_course
from viecthat.courses.commands.fee import set_fee
from viecthat.courses.commands.learner import sign_up
from viecthat.courses.commands.session import drop_meeting, give_marks, record_meeting
from viecthat.courses.commands.shared import note_look
from viecthat.courses.forms import course as forms
from viecthat.courses.pages.shared import (
    POSTED,
    Words,
    course_or_404,
    form_page,
    kept_units,
    links,
    reader_of,
    sent,
    unit_kept_or_404,
    units_of_people,
)
from viecthat.courses.queries.course import ORDERS, Opened, courses_found, listed, meeting_by_id, opened
from viecthat.courses.rules import (
    course_kinds,
    may_keep_courses,
    may_reopen_course,
    may_see_learners,
    may_see_restricted,
)
from viecthat.documents.workbook import Sheet, SheetColumn
from viecthat.people.pages.life import made_up
from viecthat.plans.pages.shared import file_response
from viecthat.ui.privacy import private
from viecthat.units.pages.register import (
    Asked,
    Column,
    Register,
    Shown,
    asked_of,
    register_file,
    register_page,
    sheet_bytes,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from viecthat.courses.models import Course
    from viecthat.courses.pages.shared import Reader
    from viecthat.units.forms import DatedForm


def _register(request: HttpRequest, reader: Reader) -> tuple[Register[Course], Asked, QuerySet[Course]]:
    kinds = course_kinds()
    asked = asked_of(
        request, reader.at, reader.today, kinds=[(code, str(kind)) for code, kind in kinds.items()],
        states=CourseState.choices,
    )  # fmt: skip
    found = courses_found(
        asked.units, text=asked.get("text"), kind=asked.get("kind"), state=asked.get("state"),
        during=asked.during("start", "end"),
    )  # fmt: skip
    kept = kept_units(reader, asked.unit)
    actions = tuple((_("Mở lớp"), reverse("courses:new", args=[unit.code])) for unit in kept)

    def show(rows: Sequence[Course], today: date) -> list[Shown]:
        return [
            Shown(
                reverse("courses:course", args=[one.course.pk]),
                (
                    one.course.title, str(kinds[one.course.kind]), one.unit.name, one.course.start, one.course.end,
                    one.learners, one.sessions, one.revenue, str(one.course.get_state_display()),
                ),
                note=_("{n} người chờ").format(n=one.waiting) if one.waiting else "",
            )
            for one in listed(rows, today)
        ]  # fmt: skip

    register: Register[Course] = Register(
        title=_("Lớp học, khoá học"),
        slug="lop-hoc",
        columns=(
            Column(_("Tên lớp"), "ten", width=40), Column(_("Loại"), width=24), Column(_("Đơn vị"), width=32),
            Column(_("Từ ngày"), "ngay", "day", 12), Column(_("Đến ngày"), "", "day", 12),
            Column(_("Học viên"), "", "whole", 10), Column(_("Buổi"), "", "whole", 8),
            Column(_("Đã thu (đồng)"), "", "money", 16), Column(_("Tình trạng"), width=20),
        ),
        orders=ORDERS,
        default="-ngay",
        show=show,
        nothing=_("Chưa có lớp nào"),
        what_to_do=_("Mở lớp, nhận đăng ký, điểm danh từng buổi; xác nhận xong kết quả tự vào sổ việc."),
        lede=_("Lớp của đơn vị, trung tâm: người học, buổi học, học phí, chứng nhận"),
        links=links(reader),
        actions=actions,
    )  # fmt: skip
    return register, asked, found


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The register of courses."""
    reader = reader_of(request)
    register, asked, found = _register(request, reader)
    if not asked.units and not request.GET:
        return redirect("courses:own")  # whoever keeps no register finds the courses that take them in
    return register_page(request, register, asked, found, reader.today)


@require_safe
def download(request: HttpRequest, kind: str) -> HttpResponse:
    """The register whole; it names nobody."""
    reader = reader_of(request)
    register, asked, found = _register(request, reader)
    return register_file(request, register, asked, found, reader.today, kind)


@require_http_methods(POSTED)
def new(request: HttpRequest, code: str) -> HttpResponse:
    """A new course of the unit."""
    reader = reader_of(request)
    unit = unit_kept_or_404(code, reader)
    form = forms.CourseForm(sent(request), today=reader.today)

    def run(given: dict[str, Any]) -> tuple[str, str]:
        fee = given.pop("fee")
        made = open_course(unit=unit.id, facts=given, fee=fee, actor=reader.actor, at=reader.at)
        return _("Đã mở lớp; nhận đăng ký được ngay."), reverse("courses:course", args=[made.pk])

    words = Words(_("Mở lớp"), unit.name, _("Mở lớp"))
    back = f"{reverse('courses:list')}?don-vi={unit.code}"
    return form_page(
        request, form, words, run, back=back, trail=[(_("Lớp học"), reverse("courses:list")), (words.title, "")]
    )


@require_safe
def course(request: HttpRequest, pk: int) -> HttpResponse:
    """One course; who learns in it for those who may read the roll, else how many."""
    reader = reader_of(request)
    row = course_or_404(pk, reader)
    whole = opened(row, reader.today)
    named = may_see_learners(reader.actor, row.unit_id, reader.at)
    keeps = may_keep_courses(reader.actor, row.unit_id, reader.at)
    people = [one.row.person for one in (*whole.learners, *whole.waiting)] if named else []
    context = {
        "course": row,
        "kind": course_kinds()[row.kind],
        "open": whole,
        "named": named,
        "keeps": keeps,
        "contacts": keeps and may_see_restricted(reader.actor, row.unit_id, reader.at),
        "is_open": row.state == CourseState.OPEN,
        "pass_mark": f"{row.pass_mark / 10:.1f}".replace(".", ",") if row.pass_mark is not None else "",
        "steps": [step for step in STEPS.values() if step.fits(reader, row, whole)],
        "trail": [(_("Lớp học"), reverse("courses:list")), (row.title, "")],
        "may_print": keeps and any(one.certificate for one in whole.learners),
        "synthetic": made_up(people),
    }
    return private(render(request, "courses/course.html", context))


@require_safe
def roll(request: HttpRequest, pk: int) -> HttpResponse:
    """The roll as a workbook, for who keeps the course; that it was taken is noted."""
    reader = reader_of(request)
    row = course_or_404(pk, reader, keeps=True)
    whole = opened(row, reader.today)
    note_look(what=LookedAt.ROLL, record=row.pk, actor=reader.actor, at=reader.at)
    columns = (
        SheetColumn(_("Họ và tên"), "text", 28), SheetColumn(_("Ngày sinh"), "day", 12),
        SheetColumn(_("Tình trạng"), "text", 16), SheetColumn(_("Số buổi có mặt"), "whole", 12),
        SheetColumn(_("Điểm"), "text", 8), SheetColumn(_("Kết quả"), "text", 12),
        SheetColumn(_("Phải nộp (đồng)"), "money", 16), SheetColumn(_("Đã nộp (đồng)"), "money", 16),
    )  # fmt: skip
    everybody = (*whole.learners, *whole.waiting, *whole.left)
    cells = (
        (
            one.name, one.born, str(one.row.get_state_display()), one.came, one.mark,
            str(one.row.get_result_display()), one.row.owed, one.paid,
        )
        for one in everybody
    )  # fmt: skip
    sheet = Sheet(_("Danh sách lớp"), columns, cells, row.title, freeze=1, landscape=True)
    return file_response(sheet_bytes((sheet,), row.title, reader.today), f"danh-sach-lop-{row.pk}.xlsx")


@dataclass(frozen=True)
class Step:
    """Something the keeper does with the course: its words, form and command."""

    slug: str
    icon: str
    title: str | Promise
    button: str | Promise
    done: str | Promise
    make: Callable[..., DatedForm]
    run: Callable[[Reader, Course, Any], object]
    fits: Callable[[Reader, Course, Opened], bool]
    about: str | Promise = ""
    initial: Callable[[Course, date], dict[str, Any]] | None = None
    more: Callable[[Reader, Opened], dict[str, Any]] | None = None
    template: str = ""


def _open_and_kept(reader: Reader, row: Course, _whole: Opened) -> bool:
    return row.state == CourseState.OPEN and may_keep_courses(reader.actor, row.unit_id, reader.at)


def _ready(reader: Reader, row: Course, whole: Opened) -> bool:
    return _open_and_kept(reader, row, whole) and row.end <= reader.today and bool(whole.meetings)


def _passed(reader: Reader, row: Course, whole: Opened) -> bool:
    kept = row.state == CourseState.CONFIRMED and may_keep_courses(reader.actor, row.unit_id, reader.at)
    return kept and bool(_to_certify(whole))


def _to_certify(whole: Opened) -> list[Any]:
    return [one for one in whole.learners if one.row.result == Result.PASSED and one.certificate is None]


def _likely_day(row: Course, today: date) -> dict[str, Any]:
    return {"day": min(max(row.start, today), row.end) if row.start <= today else today}


STEPS = {
    step.slug: step
    for step in (
        Step(
            "dang-ky", "plus", gettext_lazy("Ghi đăng ký"), gettext_lazy("Đăng ký"), gettext_lazy("Đã ghi đăng ký."),
            forms.SignUpForm,
            lambda reader, row, form: sign_up(course=row, **form.cleaned_data, actor=reader.actor, at=reader.at),
            _open_and_kept, initial=lambda _row, today: {"day": today},
            more=lambda reader, _whole: {"units": units_of_people(reader)},
        ),
        Step(
            "buoi", "check", gettext_lazy("Ghi buổi học, điểm danh"), gettext_lazy("Ghi buổi học"),
            gettext_lazy("Đã ghi buổi học."), forms.MeetingForm,
            lambda reader, row, form: record_meeting(
                course=row, day=form.cleaned_data["day"], title=form.cleaned_data["title"],
                present=[int(pk) for pk in form.cleaned_data["present"]], actor=reader.actor, at=reader.at,
            ),
            lambda reader, row, whole: _open_and_kept(reader, row, whole) and bool(whole.learners),
            initial=_likely_day, more=lambda _reader, whole: {"learners": whole.learners},
        ),
        Step(
            "diem", "edit", gettext_lazy("Ghi điểm, kết quả"), gettext_lazy("Ghi điểm"), gettext_lazy("Đã ghi."),
            forms.MarksForm,
            lambda reader, row, form: give_marks(course=row, marks=form.marks, actor=reader.actor, at=reader.at),
            lambda reader, row, whole: _open_and_kept(reader, row, whole) and bool(whole.learners),
            more=lambda _reader, whole: {"learners": whole.learners, "by_mark": whole.course.pass_mark is not None},
            template="courses/marks.html",
        ),
        Step(
            "hoc-phi", "edit", gettext_lazy("Đặt mức học phí"), gettext_lazy("Đặt mức"),
            gettext_lazy("Đã đặt mức học phí."), forms.FeeForm,
            lambda reader, row, form: set_fee(course=row, **form.cleaned_data, actor=reader.actor, at=reader.at),
            _open_and_kept, initial=lambda _row, today: {"start": today},
        ),
        Step(
            "xac-nhan", "book", gettext_lazy("Xác nhận kết quả"), gettext_lazy("Xác nhận, ghi vào sổ việc"),
            gettext_lazy("Đã xác nhận; kết quả đã vào sổ việc."), forms.EmptyForm,
            lambda reader, row, _form: confirm_course(course=row, actor=reader.actor, at=reader.at), _ready,
            template="courses/confirm.html",
        ),
        Step(
            "chung-nhan", "award", gettext_lazy("Cấp giấy chứng nhận"), gettext_lazy("Cấp chứng nhận"),
            gettext_lazy("Đã cấp; tải tệp PDF để in."), forms.CertificatesForm,
            lambda reader, row, form: issue_certificates(
                course=row, enrolments=[int(pk) for pk in form.cleaned_data["enrolments"]],
                day=form.cleaned_data["day"], actor=reader.actor, at=reader.at,
            ),
            _passed, initial=lambda _row, today: {"day": today},
            more=lambda _reader, whole: {"learners": _to_certify(whole)},
        ),
        Step(
            "sua", "edit", gettext_lazy("Sửa lớp"), gettext_lazy("Ghi"), gettext_lazy("Đã sửa."),
            lambda *args, **given: forms.CourseForm(*args, with_fee=False, **given),
            lambda reader, row, form: correct_course(
                course=row, facts=form.cleaned_data, actor=reader.actor, at=reader.at
            ),
            _open_and_kept, initial=lambda row, _today: forms.course_initial(row),
        ),
        Step(
            "mo-lai", "undo", gettext_lazy("Mở lại để đính chính"), gettext_lazy("Mở lại"),
            gettext_lazy("Đã mở lại; kết quả cũ đã được đảo trong sổ việc."), forms.ReasonForm,
            lambda reader, row, form: reopen_course(
                course=row, reason=form.cleaned_data["reason"], actor=reader.actor, at=reader.at
            ),
            lambda reader, row, _whole: may_reopen_course(reader.actor, row, reader.at),
        ),
        Step(
            "huy", "x", gettext_lazy("Huỷ lớp"), gettext_lazy("Huỷ lớp"), gettext_lazy("Đã huỷ lớp."), forms.ReasonForm,
            lambda reader, row, form: withdraw_course(
                course=row, reason=form.cleaned_data["reason"], actor=reader.actor, at=reader.at
            ),
            _open_and_kept,
        ),
    )
}  # fmt: skip


@require_http_methods(POSTED)
def step(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Do one thing with the course."""
    reader = reader_of(request)
    row = course_or_404(pk, reader, keeps=True)
    deed = STEPS.get(slug)
    if deed is None:
        raise Http404
    whole = opened(row, reader.today)
    if not deed.fits(reader, row, whole):
        raise PermissionDenied(_("Lúc này không làm được việc ấy với lớp."))
    more = deed.more(reader, whole) if deed.more else {}
    initial = deed.initial(row, reader.today) if deed.initial else {}
    form = deed.make(sent(request), today=reader.today, initial=initial, **more)
    back = reverse("courses:course", args=[pk])

    def run(_given: dict[str, Any]) -> tuple[str, str]:
        deed.run(reader, row, form)
        return str(deed.done), back

    words = Words(str(deed.title), row.title, str(deed.button))
    extra: dict[str, Any] = {"about": deed.about, "open": whole}
    if deed.template:
        extra["template"] = deed.template
    trail = [(_("Lớp học"), reverse("courses:list")), (row.title, back), (words.title, "")]
    return form_page(request, form, words, run, back=back, trail=trail, **extra)


@require_http_methods(POSTED)
def meeting_drop(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    """A session that was recorded by mistake."""
    reader = reader_of(request)
    row = course_or_404(pk, reader, keeps=True)
    meeting = meeting_by_id(line, pk)
    if meeting is None:
        raise Http404
    back = reverse("courses:course", args=[pk])

    def run(_given: dict[str, Any]) -> tuple[str, str]:
        drop_meeting(meeting=meeting, actor=reader.actor, at=reader.at)
        return _("Đã bỏ buổi học; lịch sử vẫn giữ."), back

    words = Words(_("Bỏ buổi học ghi nhầm"), meeting.title, _("Bỏ buổi này"))
    trail = [(_("Lớp học"), reverse("courses:list")), (row.title, back), (words.title, "")]
    return form_page(request, forms.EmptyForm(sent(request), today=reader.today), words, run, back=back, trail=trail)
