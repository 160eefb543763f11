"""Courses for cadres: the register of a year, one course with its people, who was trained and who not."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from viecthat.accounts.choices import Capability
from viecthat.accounts.queries import actor_of
from viecthat.catalogue.posts import post_kinds
from viecthat.kernel.errors import Refused
from viecthat.people.commands.course import (
    add_attendees,
    correct_course,
    give_certificates,
    record_course_session,
    register_course,
    settle_training,
    withdraw_attendance,
    withdraw_course,
)
from viecthat.people.exports.cadres import workbook_bytes
from viecthat.people.exports.course import course_sheets, training_sheets
from viecthat.people.forms.course import (
    CertificatesForm,
    CourseFilter,
    CourseForm,
    CourseReasonForm,
    CourseSessionForm,
)
from viecthat.people.forms.post import named
from viecthat.people.models.course import CadreCourse
from viecthat.people.pages.post_changes import Asked, Page, Words, asked_at, sent, shown
from viecthat.people.pages.post_unit import unit_or_404
from viecthat.people.pages.posts import file_response, made_up, reach_or_404, taken_along, unit_choices
from viecthat.people.queries.cadre import CadreFilter, cadres_found, listed
from viecthat.people.queries.course import (
    OpenCourse,
    attendance_by_id,
    course_by_id,
    courses_found,
    courses_listed,
    open_course,
    posted_share,
    trained_cadres,
    trained_listed,
    trained_share,
    training_day,
    units_with_cadres,
)
from viecthat.people.queries.reach import Reach
from viecthat.people.rules.post import may_give_posts, may_see_cadres, units_with_managed_cadres
from viecthat.ui.sentences import sentence_of
from viecthat.units.queries import units_by_id
from viecthat.units.queries.scope import UnitScope
from viecthat.units.rules import units_reached

ON_A_PAGE = 50
ADDED_AT_ONCE = 200


class _Seen:
    """What the pages of training share: the unit and the year looked at."""

    def __init__(self, request: HttpRequest, *, kinds: bool = False) -> None:
        self.at, self.today = now(), localdate()
        self.reach: Reach = reach_or_404(request, self.at)
        self.form = CourseFilter(
            request.GET,
            units=unit_choices(self.reach),
            kinds=[(kind.code, named(kind)) for kind in post_kinds().values()] if kinds else (),
            today=self.today,
        )
        valid = self.form.is_valid()
        data: dict[str, Any] = self.form.cleaned_data
        self.valid = valid
        self.year = int(data.get("year") or self.today.year)
        self.text = data.get("text", "")
        self.kind = data.get("kind", "")
        self.trained = {"co": True, "chua": False}.get(data.get("trained", ""))
        self.unit = self.reach.unit
        self.code = self.unit.code if self.unit else ""
        self.units = self.reach.units if valid else UnitScope(())


@require_safe
def courses(request: HttpRequest) -> HttpResponse:
    """Courses of the year, with how many of those in post were trained."""
    seen = _Seen(request)
    page = Paginator(courses_found(seen.units, seen.year, seen.text), ON_A_PAGE).get_page(request.GET.get("trang"))
    managed = units_with_managed_cadres(actor_of(request), seen.at)
    context = {
        "asked": seen,
        "form": seen.form,
        "year": str(seen.year),
        "page": page,
        "rows": courses_listed(list(page.object_list), seen.today),
        "share": trained_share(seen.units, seen.year, seen.today),
        "day": training_day(seen.year, seen.today),
        "may_enter": seen.unit is not None and seen.unit.id in managed,
        "query": request.GET.urlencode(),
    }
    return render(request, "people/courses.html", context)


@require_safe
def courses_xlsx(request: HttpRequest) -> HttpResponse:
    """The year's courses and everybody who attended, as a workbook."""
    seen = _Seen(request)
    found = list(courses_found(seen.units, seen.year, seen.text))
    opened = [open_course(one, seen.today) for one in found]
    name = f"dao-tao-can-bo-{seen.year}.xlsx"
    taken_along(request, [a.row.person_id for one in opened for a in one.attendees], name)
    title = _("Đào tạo, bồi dưỡng cán bộ Đoàn năm {year}").format(year=seen.year)
    return file_response(workbook_bytes(course_sheets(opened, title), title, seen.today), name)


@require_safe
def ratio(request: HttpRequest) -> HttpResponse:
    """Everybody in post with the course of the year, those without one too; and what stands in the ledger."""
    seen = _Seen(request)
    people = trained_cadres(seen.units, seen.year, seen.today, trained=seen.trained, text=seen.text)
    page = Paginator(people, ON_A_PAGE).get_page(request.GET.get("trang"))
    rows = trained_listed(list(page.object_list), seen.units, seen.year, seen.today)
    day = training_day(seen.year, seen.today)
    holding = units_with_cadres(seen.units, day)
    posted, last = posted_share(list(holding), seen.year)
    managed = units_with_managed_cadres(actor_of(request), seen.at)
    context = {
        "asked": seen,
        "form": seen.form,
        "year": str(seen.year),
        "page": page,
        "rows": rows,
        "share": trained_share(seen.units, seen.year, seen.today),
        "day": day,
        "posted": posted,
        "holding": len(holding),
        "last": last,
        "reached": seen.reach.units,
        "may_settle": bool(holding) and seen.unit is not None and all(unit in managed for unit in holding),
        "query": request.GET.urlencode(),
        "synthetic": made_up(row.person.example for row in rows),
    }
    return render(request, "people/courses_ratio.html", context)


@require_safe
def ratio_xlsx(request: HttpRequest) -> HttpResponse:
    """The same list as a workbook."""
    seen = _Seen(request)
    people = trained_cadres(seen.units, seen.year, seen.today, trained=seen.trained, text=seen.text)
    name = f"can-bo-da-hoc-{seen.year}.xlsx"
    taken_along(request, people, name)
    title = _("Cán bộ Đoàn được đào tạo, bồi dưỡng năm {year}").format(year=seen.year)
    rows = trained_listed(people, seen.units, seen.year, seen.today)
    return file_response(workbook_bytes(training_sheets(rows, title), title, seen.today), name)


@require_POST
def settle(request: HttpRequest) -> HttpResponse:
    """Put the ratio of the unit looked at, and of every unit below it, into the ledger."""
    seen = _Seen(request)
    actor = actor_of(request)
    try:
        changed = settle_training(
            units=[unit for unit in units_reached(actor, Capability.CADRES, seen.at) if unit in seen.units],
            year=seen.year,
            actor=actor,
            at=seen.at,
            reason=_("Sổ đào tạo cán bộ năm {year}").format(year=seen.year),
        )
        messages.success(request, _("Đã ghi vào sổ việc: {count} đơn vị có số mới.").format(count=changed))
    except Refused as refused:
        messages.error(request, sentence_of(refused))
    return redirect(f"{reverse('cadres:training')}?{request.GET.urlencode()}")


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, code: str) -> HttpResponse:
    """A course of the unit."""
    asked = asked_at(request, unit_or_404(code, localdate()))
    form = CourseForm(sent(request), today=asked.today, initial={"organiser": asked.unit.name, "end": asked.today})
    words = Words(
        _("Ghi lớp đào tạo, bồi dưỡng"),
        _("{unit}. Ghi lớp đã học xong; ghi xong thì chọn người đã dự.").format(unit=asked.unit.name),
        _("Ghi lớp"),
    )

    def run(given: dict[str, Any]) -> tuple[str, str]:
        made = register_course(unit=asked.unit.id, **given, actor=asked.actor, at=asked.at)
        return _("Đã ghi lớp; chọn người đã dự."), reverse("cadres:course-people", args=[made.pk])

    return shown(request, Page(asked, form, words, run, back=f"{reverse('cadres:courses')}?don-vi={asked.unit.code}"))


@require_safe
def course(request: HttpRequest, pk: int) -> HttpResponse:
    """One course with everybody who attended."""
    opened = _open(request, pk)
    context = {
        "open": opened,
        "course": opened.course,
        "managed": _managed(request, opened) and not opened.course.withdrawn_why,
        "trail": [
            (_("Đào tạo cán bộ"), f"{reverse('cadres:courses')}?nam={opened.course.end.year}"),
            (opened.course.title, ""),
        ],
        "synthetic": made_up(one.person.example for one in opened.attendees),
    }
    return render(request, "people/course.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose many who attended: cadres in post while the course was held, found by unit, post and name."""
    opened, asked = _asked(request, pk)
    seen = _Seen(request, kinds=True)
    if request.method == "POST":
        try:
            chosen = [int(one) for one in request.POST.getlist("people") if one.isascii() and one.isdigit()]
            count = add_attendees(course=opened.course, people=chosen, actor=asked.actor, at=asked.at)
            messages.success(request, _("Đã thêm {count} người vào lớp.").format(count=count))
            return redirect(_url(pk))
        except Refused as refused:
            messages.error(request, sentence_of(refused))
    already = {one.row.person_id for one in opened.attendees}
    wanted = CadreFilter(
        units=seen.units & units_with_managed_cadres(asked.actor, asked.at),
        day=opened.course.end,
        text=seen.text,
        kind=seen.kind,
    )
    found = cadres_found(wanted, "ten").exclude(pk__in=already)
    page = Paginator(found, ADDED_AT_ONCE).get_page(request.GET.get("trang"))
    context = {
        "open": opened,
        "course": opened.course,
        "asked": seen,
        "form": seen.form,
        "page": page,
        "rows": listed(list(page.object_list), wanted),
        "trail": [(opened.course.title, _url(pk)), (_("Thêm người đã dự"), "")],
        "synthetic": made_up(person.example for person in page.object_list),
    }
    return render(request, "people/course_people.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """A session and who was absent."""
    opened, asked = _asked(request, pk)
    attendees = [(one.row.pk, one.person.full_name) for one in opened.attendees]
    form = CourseSessionForm(
        sent(request), attendees=attendees, today=asked.today, initial={"day": opened.course.start}
    )
    words = Words(
        _("Ghi buổi học, điểm danh"),
        _("{course}. Ai vắng mọi buổi thì không tính là đã học.").format(course=opened.course.title),
        _("Ghi buổi học"),
    )

    def run(given: dict[str, Any]) -> tuple[str, str]:
        given["absent"] = [int(one) for one in given["absent"]]
        record_course_session(course=opened.course, **given, actor=asked.actor, at=asked.at)
        return _("Đã ghi buổi học."), _url(pk)

    return shown(request, Page(asked, form, words, run, back=_url(pk)))


@require_http_methods(["GET", "HEAD", "POST"])
def certificates(request: HttpRequest, pk: int) -> HttpResponse:
    """Numbers of certificates, everybody on one page."""
    opened, asked = _asked(request, pk)
    attendees = [(one.row.pk, one.person.full_name, one.row.certificate) for one in opened.attendees]
    form = CertificatesForm(sent(request), attendees=attendees, today=asked.today)
    words = Words(_("Số chứng chỉ, giấy chứng nhận"), _("Để trống nếu người ấy chưa được cấp."), _("Ghi số"))

    def run(_given: dict[str, Any]) -> tuple[str, str]:
        count = give_certificates(course=opened.course, numbers=form.numbers(), actor=asked.actor, at=asked.at)
        return _("Đã ghi: {count} dòng đổi.").format(count=count), _url(pk)

    return shown(request, Page(asked, form, words, run, back=_url(pk)))


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """What was entered wrongly."""
    opened, asked = _asked(request, pk)
    names = ("title", "subject", "organiser", "place", "start", "end", "hours", "decision")
    form = CourseForm(sent(request), today=asked.today, initial={name: getattr(opened.course, name) for name in names})
    words = Words(_("Sửa lớp"), _("Lịch sử giữ bản cũ; số trong sổ việc được tính lại."), _("Ghi"))

    def run(given: dict[str, Any]) -> tuple[str, str]:
        correct_course(course=opened.course, **given, actor=asked.actor, at=asked.at)
        return _("Đã sửa."), _url(pk)

    return shown(request, Page(asked, form, words, run, back=_url(pk)))


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The course was entered by mistake."""
    opened, asked = _asked(request, pk)
    form = CourseReasonForm(sent(request), today=asked.today)
    words = Words(_("Rút lớp khỏi sổ"), _("Lớp và người dự không tính nữa; lịch sử vẫn giữ."), _("Rút lớp"))

    def run(given: dict[str, Any]) -> tuple[str, str]:
        withdraw_course(course=opened.course, **given, actor=asked.actor, at=asked.at)
        return _("Đã rút lớp."), reverse("cadres:courses")

    return shown(request, Page(asked, form, words, run, back=_url(pk)))


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_person(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    """Somebody did not attend after all."""
    _opened, asked = _asked(request, pk)
    row = attendance_by_id(line, pk)
    if row is None:
        raise Http404
    form = CourseReasonForm(sent(request), today=asked.today)
    words = Words(_("Rút khỏi danh sách lớp"), row.person.full_name, _("Rút"))

    def run(given: dict[str, Any]) -> tuple[str, str]:
        withdraw_attendance(attendance=row, **given, actor=asked.actor, at=asked.at)
        return _("Đã rút khỏi danh sách."), _url(pk)

    return shown(request, Page(asked, form, words, run, back=_url(pk)))


def _url(pk: int) -> str:
    return reverse("cadres:course", args=[pk])


def _open(request: HttpRequest, pk: int) -> OpenCourse:
    """The course as the reader may see it. Http404 for one out of reach: it is not said that it is there."""
    found: CadreCourse | None = course_by_id(pk)
    if found is None or not may_see_cadres(actor_of(request), found.unit_id, now()):
        raise Http404
    return open_course(found, localdate())


def _managed(request: HttpRequest, opened: OpenCourse) -> bool:
    return may_give_posts(actor_of(request), opened.course.unit_id, now())


def _asked(request: HttpRequest, pk: int) -> tuple[OpenCourse, Asked]:
    """The course for those who keep it. Http404 for anybody else's, and for one that was withdrawn."""
    opened = _open(request, pk)
    if not _managed(request, opened) or opened.course.withdrawn_why:
        raise Http404
    return opened, asked_at(request, units_by_id([opened.course.unit_id], localdate())[opened.course.unit_id])
