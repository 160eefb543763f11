"""Admission on the screen: one page for a branch, one step at a time, for all who are at it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _, gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.accounts.queries import actor_of
from viecthat.kernel.errors import Refused
from viecthat.people.choices.membership import AdmissionStep
from viecthat.people.commands import admission as commands
from viecthat.people.commands.bringing import bring_in_members
from viecthat.people.commands.rows import RowsRefused
from viecthat.people.forms import admission as forms
from viecthat.people.pages.branch_choice import branch_choice
from viecthat.people.pages.life import made_up, tell_rows
from viecthat.people.queries.admission import (
    admission_with_id,
    admissions_at,
    has_voted,
    may_follow_admissions,
    steps_open,
)
from viecthat.people.queries.membership import open_members
from viecthat.people.rules.membership import may_decide_above, may_keep_members
from viecthat.ui.sentences import add_refusal
from viecthat.units.forms import DatedForm
from viecthat.units.queries import UnitRow, unit_with_code, units_by_id

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.people.models import Admission


@dataclass(frozen=True)
class Step:
    """A step of admission: who is at it, the form, the command, and what to say when it is done."""

    slug: str
    waits: AdmissionStep
    title: str | Promise
    lede: str | Promise
    button: str | Promise
    form: type[forms.TickForm]
    run: Callable[[Any, Account, datetime], object]


def _learn(form: Any, actor: Account, at: datetime) -> object:
    return commands.learn_charter(admissions=_ids(form), day=form.cleaned_data["day"], actor=actor, at=at)


def _introduce(form: Any, actor: Account, at: datetime) -> object:
    given = {name: form.cleaned_data[name] for name in ("kind", "introducer", "introducer_name", "day")}
    return commands.introduce_applicants(admissions=_ids(form), **given, actor=actor, at=at)


def _vote(form: Any, actor: Account, at: datetime) -> object:
    given = {name: form.cleaned_data[name] for name in ("present", "day")}
    return commands.record_admission_vote(ballots=form.ballots, **given, actor=actor, at=at)


def _approve(form: Any, actor: Account, at: datetime) -> object:
    given = {name: form.cleaned_data[name] for name in ("decision", "day")}
    return commands.approve_admissions(admissions=_ids(form), **given, actor=actor, at=at)


def _admit(form: Any, actor: Account, at: datetime) -> object:
    return commands.admit_members(admissions=_ids(form), day=form.cleaned_data["day"], actor=actor, at=at)


def _ids(form: Any) -> list[int]:
    return [admission.pk for admission in form.ticked]


STEPS = {
    step.slug: step
    for step in (
        Step(
            "hoc", AdmissionStep.APPLIED, gettext_lazy("Học Điều lệ"),
            gettext_lazy("Người xin vào Đoàn tìm hiểu Điều lệ trước khi được giới thiệu."),
            gettext_lazy("Ghi đã học Điều lệ"), forms.LearnForm, _learn,
        ),
        Step(
            "gioi-thieu", AdmissionStep.LEARNED, gettext_lazy("Giới thiệu"),
            gettext_lazy("Một đoàn viên từ ba tháng trở lên, một đảng viên, hoặc chi đội, chi hội giới thiệu."),
            gettext_lazy("Ghi người giới thiệu"), forms.IntroduceForm, _introduce,
        ),
        Step(
            "bieu-quyet", AdmissionStep.INTRODUCED, gettext_lazy("Biểu quyết"),
            gettext_lazy("Chi đoàn biểu quyết từng người; quá nửa số đoàn viên có mặt đồng ý mới được."),
            gettext_lazy("Ghi kết quả biểu quyết"), forms.VoteForm, _vote,
        ),
        Step(
            "chuan-y", AdmissionStep.VOTED, gettext_lazy("Chuẩn y"),
            gettext_lazy("Đoàn cấp trên trực tiếp ra quyết định; không ai tự chuẩn y cuộc biểu quyết do mình ghi."),
            gettext_lazy("Chuẩn y"), forms.ApproveForm, _approve,
        ),
        Step(
            "ket-nap", AdmissionStep.APPROVED, gettext_lazy("Lễ kết nạp"),
            gettext_lazy("Từ ngày làm lễ là đoàn viên; số đoàn viên mới kết nạp vào sổ việc."),
            gettext_lazy("Ghi lễ kết nạp"), forms.CeremonyForm, _admit,
        ),
    )
}  # fmt: skip


def _branch_or_404(request: HttpRequest, code: str, at: datetime) -> UnitRow:
    unit = unit_with_code(code, localdate(at))
    if unit is None or not may_follow_admissions(actor_of(request), unit.id, at):
        raise Http404
    return unit


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Every branch within reach with applications on their way, and the branches one may begin at."""
    at, actor, today = now(), actor_of(request), localdate()
    waiting = steps_open(actor, at)
    kept = branch_choice(request)
    if kept.only is not None and set(waiting) <= {kept.only.id}:
        return redirect("people:admission-branch", kept.only.code)
    units = units_by_id(set(waiting), today)
    rows = [
        (units[pk], [(step, counts.get(step.waits, 0)) for step in STEPS.values()]) for pk, counts in waiting.items()
    ]
    context = {"rows": sorted(rows, key=lambda row: row[0].name), "kept": kept, "steps": list(STEPS.values())}
    return render(request, "people/admission_overview.html", context)


@require_safe
def branch(request: HttpRequest, code: str) -> HttpResponse:
    """A branch's applications: the first step at which somebody waits."""
    at = now()
    unit = _branch_or_404(request, code, at)
    counts = steps_open(actor_of(request), at).get(unit.id, {})
    first = next((step.slug for step in STEPS.values() if counts.get(step.waits)), None)
    if first is None and may_keep_members(actor_of(request), unit.id, at):
        return redirect("people:apply", code)
    return redirect("people:admission-step", code, first or "hoc")


@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, code: str) -> HttpResponse:
    """New applications, up to sixty on one screen."""
    at, actor, today = now(), actor_of(request), localdate()
    unit = _branch_or_404(request, code, at)
    if not may_keep_members(actor, unit.id, at):
        raise PermissionDenied
    sent = request.POST if request.method == "POST" else None
    form = forms.ApplyForm(sent, today=today, initial={"applied_on": today})
    rows = forms.ApplicantRows(sent, prefix="nguoi")
    rows.extra = _blank_rows(request)
    if sent is not None and form.is_valid() and rows.is_valid():
        filled = [row for row in rows.forms if row.has_changed()]
        try:
            made = commands.apply_for_membership(
                unit=unit.id,
                applicants=[row.applicant() for row in filled],
                applied_on=form.cleaned_data["applied_on"],
                actor=actor,
                at=at,
            )
        except RowsRefused as refused:
            add_refusal(form, refused)
            for place, wrong in refused.rows.items():
                add_refusal(filled[place], wrong)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            said = ngettext("Đã nhận đơn của {n} người.", "Đã nhận đơn của {n} người.", len(made))
            messages.success(request, said.format(n=len(made)))
            return redirect("people:admission-step", code, "hoc")
    more = [count for count in forms.BLANK_ROWS if count > rows.extra]
    context = {"form": form, "rows": rows, "more": more, "unit": unit, **_tabs(actor, unit, at, "nop-don")}
    return render(request, "people/apply.html", context, status=422 if sent is not None else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: HttpRequest, code: str) -> HttpResponse:
    """Members of the paper book come into the register, up to sixty on one screen."""
    at, actor = now(), actor_of(request)
    unit = _branch_or_404(request, code, at)
    if not may_keep_members(actor, unit.id, at):
        raise PermissionDenied
    sent = request.POST if request.method == "POST" else None
    form = DatedForm(sent, today=localdate(at))
    rows = forms.KnownRows(sent, prefix="nguoi")
    rows.extra = _blank_rows(request)
    if sent is not None and form.is_valid() and rows.is_valid():
        filled = [row for row in rows.forms if row.has_changed()]
        try:
            made = bring_in_members(unit=unit.id, members=[row.known(unit.id) for row in filled], actor=actor, at=at)
        except RowsRefused as refused:
            add_refusal(form, refused)
            for place, wrong in refused.rows.items():
                add_refusal(filled[place], wrong)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            said = ngettext("Đã ghi {n} đoàn viên vào sổ.", "Đã ghi {n} đoàn viên vào sổ.", len(made))
            messages.success(request, said.format(n=len(made)))
            return redirect("people:register")
    more = [count for count in forms.BLANK_ROWS if count > rows.extra]
    context = {"form": form, "rows": rows, "more": more, "unit": unit, **_tabs(actor, unit, at, "vao-so")}
    return render(request, "people/bring_in.html", context, status=422 if sent is not None else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """One step for all who are at it."""
    at, actor, today = now(), actor_of(request), localdate()
    unit = _branch_or_404(request, code, at)
    asked = STEPS.get(slug)
    if asked is None:
        raise Http404
    may_do = (may_decide_above if asked.slug == "chuan-y" else may_keep_members)(actor, unit.id, at)
    waiting = list(admissions_at(unit.id, [asked.waits]))
    given: dict[str, Any] = {"today": today, "waiting": waiting, "initial": {"day": today}}
    if asked.form is forms.IntroduceForm:
        members = open_members([unit.id]).values_list("person_id", "person__full_name")
        given["members"] = list(members)
        given["initial"]["kind"] = "member"
    form = asked.form(request.POST if request.method == "POST" else None, **given)
    if form.is_bound and not may_do:
        raise PermissionDenied
    if form.is_bound and form.is_valid():
        ticked = form.ticked
        try:
            asked.run(form, actor, at)
        except RowsRefused as refused:
            tell_rows(form, refused, [admission.person.full_name for admission in ticked])
        except Refused as refused:
            add_refusal(form, refused)
        else:
            _say_done(request, ticked)
            return redirect("people:admission-branch", code)
    context = {
        "form": form,
        "unit": unit,
        "step": asked,
        "may_do": may_do,
        "synthetic": made_up(admission.person for admission in waiting),
        "closable": may_keep_members(actor, unit.id, at),
        "voting": asked.form is forms.VoteForm,
        "has_minutes": slug in {"bieu-quyet", "chuan-y"} and has_voted(unit.id),
        "failed": list(admissions_at(unit.id, [AdmissionStep.NOT_PASSED])) if slug == "bieu-quyet" else [],
        **_tabs(actor, unit, at, slug),
    }
    return render(request, "people/admission_step.html", context, status=422 if form.is_bound else 200)


def _blank_rows(request: HttpRequest) -> int:
    """How many rows to fill in: a class of thirty on one screen, a few people on a short one."""
    asked = request.GET.get("dong", "")
    return next((count for count in forms.BLANK_ROWS if str(count) == asked), forms.BLANK_ROWS[0])


def _say_done(request: HttpRequest, ticked: list[Admission]) -> None:
    failed = []
    for admission in ticked:
        admission.refresh_from_db()
        if admission.step == AdmissionStep.NOT_PASSED:
            failed.append(admission.person.full_name)
    done = len(ticked) - len(failed)
    if done:
        said = ngettext("Đã ghi cho {n} người.", "Đã ghi cho {n} người.", done)
        messages.success(request, said.format(n=done))
    if failed:
        said = _("Chưa quá nửa số người có mặt đồng ý, không chuyển bước: {names}.")
        messages.warning(request, said.format(names=", ".join(failed)))


def _tabs(actor: Account, unit: UnitRow, at: datetime, here: str) -> dict[str, Any]:
    counts = steps_open(actor, at).get(unit.id, {})
    tabs = [(step, counts.get(step.waits, 0)) for step in STEPS.values()]
    return {"tabs": tabs, "here": here, "may_apply": may_keep_members(actor, unit.id, at)}


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """An application goes no further."""
    at, actor = now(), actor_of(request)
    found = admission_with_id(pk, actor, at)
    if found is None:
        raise Http404
    unit = units_by_id([found.unit_id], localdate(at))[found.unit_id]
    form = forms.CloseForm(request.POST if request.method == "POST" else None, today=localdate(at))
    if form.is_bound and form.is_valid():
        try:
            commands.close_admission(admission=pk, reason=form.cleaned_data["reason"], actor=actor, at=at)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Đã dừng đơn của {name}.").format(name=found.person.full_name))
            return redirect("people:admission-branch", unit.code)
    words = {"title": _("Dừng đơn xin vào Đoàn"), "lede": found.person.full_name, "button": _("Dừng đơn")}
    context = {"form": form, "person": found.person, "words": words, "with_files": False}
    return render(request, "people/change.html", context, status=422 if form.is_bound else 200)
