"""A member's own courses: what is offered, signing up, giving the place back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from viecthat.courses.choices import CourseState, EnrolmentState
from viecthat.courses.commands.learner import sign_up_self, withdraw_self
from viecthat.courses.forms.course import ReasonForm
from viecthat.courses.pages.shared import POSTED, Words, form_page, reader_of, sent
from viecthat.courses.queries.course import course_by_id, listed
from viecthat.courses.queries.offer import offered_to, places_of
from viecthat.courses.rules import course_kinds
from viecthat.kernel.errors import Refused
from viecthat.people.pages.life import made_up
from viecthat.people.queries.own import person_of
from viecthat.ui.privacy import private
from viecthat.ui.sentences import sentence_of

if TYPE_CHECKING:
    from viecthat.courses.models import Course

MOST_OFFERED = 100


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """Courses I am in, and those I may sign up for."""
    reader = reader_of(request)
    person = person_of(reader.actor)
    mine = places_of(person.pk) if person is not None else []
    taken = {one.course_id for one in mine}
    offered = list(offered_to(person, reader.today).exclude(pk__in=taken)[:MOST_OFFERED]) if person is not None else []
    kinds = course_kinds()
    context = {
        "person": person,
        "mine": [(one, kinds[one.course.kind], _way_out(one.course, reader.today)) for one in mine],
        "offered": [(one, kinds[one.course.kind]) for one in listed(offered, reader.today)],
        "synthetic": made_up([person]),
    }
    return private(render(request, "courses/own.html", context))


@require_POST
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign up, or (`rut`) give the place back."""
    reader = reader_of(request)
    row = course_by_id(pk)
    if row is None:
        raise Http404
    try:
        if request.POST.get("viec") == "rut":
            withdraw_self(course=row, actor=reader.actor, at=reader.at)
            messages.success(request, _("Đã rút khỏi lớp."))
        else:
            made = sign_up_self(course=row, actor=reader.actor, at=reader.at)
            waits = made.state == EnrolmentState.WAITING
            messages.success(request, _("Lớp đã đủ chỗ: bạn vào danh sách chờ.") if waits else _("Đã đăng ký lớp."))
    except Refused as refused:
        messages.error(request, sentence_of(refused))
    return redirect("courses:own")


@require_http_methods(POSTED)
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the place in a course that runs back, saying why. Http404 for who is not in one."""
    reader = reader_of(request)
    person = person_of(reader.actor)
    held = [one.course for one in places_of(person.pk) if one.course_id == pk] if person is not None else []
    if not held or not _way_out(held[0], reader.today):
        raise Http404
    (row,) = held
    form = ReasonForm(sent(request), today=reader.today)
    back = reverse("courses:own")

    def run(data: dict[str, Any]) -> tuple[str, str]:
        withdraw_self(course=row, reason=data["reason"], actor=reader.actor, at=reader.at)
        return _("Đã rút khỏi lớp."), back

    words = Words(
        _("Rút khỏi lớp"), _("Buổi đã học vẫn được tính. Đơn vị mở lớp đọc lý do này."), _("Rút khỏi lớp")
    )  # fmt: skip
    return form_page(request, form, words, run, back=back, trail=[(_("Lớp của tôi"), back), (row.title, "")])


def _way_out(course: Course, today: date) -> str:
    """How a member leaves it: at once before it begins, with a reason while it runs, not at all when it is over."""
    if course.state != CourseState.OPEN or course.end < today:
        return ""
    return "at once" if course.start > today else "with reason"
