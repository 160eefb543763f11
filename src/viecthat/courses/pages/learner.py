"""One learner: contact, money, health, withdrawal. Every look is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.courses.choices import CourseState, EnrolmentState, LookedAt
from viecthat.courses.commands.fee import let_off, take_payment
from viecthat.courses.commands.learner import change_health_note, open_health_note, withdraw_learner
from viecthat.courses.commands.shared import note_look
from viecthat.courses.forms import course as forms
from viecthat.courses.pages.shared import POSTED, Words, course_or_404, form_page, reader_of, sent
from viecthat.courses.queries.course import enrolment_by_id, learner_of
from viecthat.courses.queries.look import looks_at
from viecthat.courses.rules import may_see_restricted
from viecthat.people.choices.file import AccessKind
from viecthat.people.commands.file import note_access
from viecthat.people.pages.life import made_up
from viecthat.ui.privacy import private

if TYPE_CHECKING:
    from viecthat.courses.models import Course, Enrolment
    from viecthat.courses.pages.shared import Reader
    from viecthat.courses.queries.course import Learner
    from viecthat.units.forms import DatedForm


def _learner_or_404(request: HttpRequest, pk: int, line: int) -> tuple[Reader, Course, Learner]:
    """The learner, for who keeps the course and may read contacts; that it was opened is noted."""
    reader = reader_of(request)
    row = course_or_404(pk, reader, keeps=True)
    found = enrolment_by_id(line, pk)
    if found is None or not may_see_restricted(reader.actor, row.unit_id, reader.at):
        raise Http404
    return reader, row, learner_of(found)


@require_safe
def learner(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    """Contact, presence, money; who looked."""
    reader, row, one = _learner_or_404(request, pk, line)
    note_look(what=LookedAt.LEARNER, record=one.row.pk, actor=reader.actor, at=reader.at)
    if one.row.person_id is not None:
        note_access(
            people=[one.row.person_id], kind=AccessKind.OPENED, detail="lớp học", actor=reader.actor, at=reader.at
        )
    back = reverse("courses:course", args=[pk])
    context = {
        "course": row,
        "one": one,
        "payments": one.row.payments.order_by("day", "pk"),
        "presences": one.row.presences.select_related("meeting").order_by("meeting__day"),
        "looks": looks_at(LookedAt.LEARNER, one.row.pk) + looks_at(LookedAt.HEALTH, one.row.pk),
        "steps": [step for step in STEPS.values() if step.fits(row, one.row)],
        "trail": [(_("Lớp học"), reverse("courses:list")), (row.title, back), (one.name, "")],
        "synthetic": made_up([one.row.person]),
    }
    return private(render(request, "courses/learner.html", context))


@dataclass(frozen=True)
class Step:
    """Something done with one learner."""

    slug: str
    icon: str
    title: str | Promise
    button: str | Promise
    form: type[DatedForm]
    run: Callable[[Reader, Enrolment, Any], str]
    fits: Callable[[Course, Enrolment], bool]
    about: str | Promise = ""


def _pay(reader: Reader, row: Enrolment, form: Any) -> str:
    take_payment(enrolment=row, **form.given, actor=reader.actor, at=reader.at)
    return _("Đã ghi tiền.")


def _let_off(reader: Reader, row: Enrolment, form: Any) -> str:
    let_off(enrolment=row, **form.cleaned_data, actor=reader.actor, at=reader.at)
    return _("Đã ghi miễn, giảm.")


def _health(reader: Reader, row: Enrolment, form: Any) -> str:
    change_health_note(enrolment=row, **form.cleaned_data, actor=reader.actor, at=reader.at)
    return _("Đã ghi; mỗi lần mở phần này đều được ghi lại.")


def _withdraw(reader: Reader, row: Enrolment, form: Any) -> str:
    moved = withdraw_learner(enrolment=row, **form.cleaned_data, actor=reader.actor, at=reader.at)
    if not moved:
        return _("Đã ghi rút khỏi lớp.")
    said = ngettext(
        "Đã ghi rút khỏi lớp; {n} người trong danh sách chờ được vào lớp.",
        "Đã ghi rút khỏi lớp; {n} người trong danh sách chờ được vào lớp.",
        len(moved),
    )
    return said.format(n=len(moved))


def _in_course(course: Course, row: Enrolment) -> bool:
    return course.state == CourseState.OPEN and row.state != EnrolmentState.WITHDRAWN


STEPS = {
    step.slug: step
    for step in (
        Step(
            "thu-tien", "edit", gettext_lazy("Thu, trả học phí"), gettext_lazy("Ghi"), forms.PaymentForm, _pay,
            lambda course, _row: course.state == CourseState.OPEN,
        ),
        Step(
            "mien-giam", "edit", gettext_lazy("Miễn, giảm học phí"), gettext_lazy("Ghi"), forms.LetOffForm, _let_off,
            _in_course,
        ),
        Step(
            "suc-khoe", "edit", gettext_lazy("Sức khoẻ, an toàn"), gettext_lazy("Ghi"), forms.HealthForm, _health,
            _in_course, gettext_lazy("Phần hạn chế: lần mở này đã được ghi lại. Xoá trắng thì không giữ nữa."),
        ),
        Step(
            "rut", "x", gettext_lazy("Rút khỏi lớp"), gettext_lazy("Ghi rút"), forms.DayReasonForm, _withdraw,
            _in_course,
        ),
    )
}  # fmt: skip


@require_http_methods(POSTED)
def step(request: HttpRequest, pk: int, line: int, slug: str) -> HttpResponse:
    """Do one thing with a learner."""
    reader, row, one = _learner_or_404(request, pk, line)
    deed = STEPS.get(slug)
    if deed is None:
        raise Http404
    if not deed.fits(row, one.row):
        raise PermissionDenied(_("Lúc này không làm được việc ấy với lớp."))
    initial: dict[str, Any] = {"day": reader.today}
    if slug == "suc-khoe" and request.method != "POST":
        note = open_health_note(enrolment=one.row, actor=reader.actor, at=reader.at)
        initial = {"health": note.health, "emergency": note.emergency}
    elif slug == "mien-giam":
        initial = {"percent": one.row.exempt, "reason": one.row.exempt_reason}
    elif slug == "thu-tien":
        initial["amount"] = one.due or None
    form = deed.form(sent(request), today=reader.today, initial=initial)
    back = reverse("courses:learner", args=[pk, line])

    def run(_given: dict[str, Any]) -> tuple[str, str]:
        return deed.run(reader, one.row, form), back

    words = Words(str(deed.title), f"{one.name}, {row.title}", str(deed.button))
    trail = [(row.title, reverse("courses:course", args=[pk])), (one.name, back), (words.title, "")]
    return form_page(request, form, words, run, back=back, trail=trail, about=deed.about)
