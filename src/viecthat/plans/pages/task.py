"""One task: what it is, how it goes, who works on it, what it was broken down into."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from viecthat.documents.extract import EXTENSIONS
from viecthat.kernel.errors import Refused
from viecthat.plans.choices import RUNNING, UNFINISHED, TaskOrigin, TaskPart, TaskState
from viecthat.plans.commands import (
    Marked,
    adopt_task,
    ask_extension,
    break_down,
    cancel_task,
    confirm_task,
    correct_task,
    decline_task,
    extend_task,
    pass_milestone,
    refuse_extension,
    remark_on_task,
    report_done,
    report_progress,
    return_task,
    share_task,
)
from viecthat.plans.forms.task import BreakDownForm, ExtensionForm, ShareForm, StepForm, TaskCorrectForm
from viecthat.plans.models import Milestone, Task
from viecthat.plans.pages.shared import Reader, Words, change_page, reader_of, sent
from viecthat.plans.pages.tasks import POSTED, trail
from viecthat.plans.queries.dialogue import questions_of_task
from viecthat.plans.queries.task import (
    listed_tasks,
    open_request,
    other_units,
    parts_below,
    people_at,
    steps_of,
    task_file,
    task_shown,
    tasks_in,
)
from viecthat.plans.rules import (
    may_adopt_proposal,
    may_keep_directives,
    may_see_task,
    may_steer_task,
    may_work_on_task,
)
from viecthat.ui.sentences import sentence_of
from viecthat.units.queries import children_of


@dataclass(frozen=True)
class Step:
    """A step that a page offers: its words, the command behind it, whether files belong to it."""

    title: Any
    button: Any
    said: Any
    run: Callable[..., object]
    files: bool = False
    day: bool = False


STEPS: dict[str, Step] = {
    "tien-do": Step(
        gettext_lazy("Báo tiến độ"), gettext_lazy("Báo tiến độ"), gettext_lazy("Đã ghi tiến độ."), report_progress, True
    ),
    "bao-xong": Step(
        gettext_lazy("Báo xong"), gettext_lazy("Báo xong"), gettext_lazy("Đã báo xong."), report_done, True
    ),
    "xac-nhan": Step(
        gettext_lazy("Xác nhận xong"), gettext_lazy("Xác nhận"), gettext_lazy("Đã xác nhận."), confirm_task
    ),
    "tra-lai": Step(gettext_lazy("Trả lại"), gettext_lazy("Trả lại"), gettext_lazy("Đã trả lại."), return_task),
    "thoi": Step(
        gettext_lazy("Thôi thực hiện"),
        gettext_lazy("Thôi thực hiện"),
        gettext_lazy("Đã ghi thôi thực hiện."),
        cancel_task,
    ),
    "nhan-xet": Step(gettext_lazy("Nhận xét"), gettext_lazy("Gửi"), gettext_lazy("Đã gửi nhận xét."), remark_on_task),
    "chap-nhan": Step(
        gettext_lazy("Chấp nhận đề xuất"), gettext_lazy("Chấp nhận"), gettext_lazy("Đã chấp nhận."), adopt_task
    ),
    "khong-chap-nhan": Step(
        gettext_lazy("Không chấp nhận đề xuất"),
        gettext_lazy("Không chấp nhận"),
        gettext_lazy("Đã trả lời."),
        decline_task,
    ),
    "khong-gia-han": Step(
        gettext_lazy("Không gia hạn"), gettext_lazy("Không gia hạn"), gettext_lazy("Đã trả lời."), refuse_extension
    ),
    "xin-gia-han": Step(
        gettext_lazy("Xin gia hạn"), gettext_lazy("Xin gia hạn"), gettext_lazy("Đã gửi."), ask_extension, day=True
    ),
    "gia-han": Step(
        gettext_lazy("Gia hạn"),
        gettext_lazy("Gia hạn"),
        gettext_lazy("Đã gia hạn; hạn cũ được giữ lại."),
        extend_task,
        day=True,
    ),
}


def task_or_404(pk: int, reader: Reader) -> Task:
    """The task. Http404 for one the reader may not know of."""
    found = task_shown(pk, reader.actor, reader.at)
    if found is None:
        raise Http404
    return found


@require_safe
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """The task."""
    reader = reader_of(request)
    shown = task_or_404(pk, reader)
    row = listed_tasks([shown], reader.today)[0]
    asked = open_request(shown)
    context = {
        "task": shown,
        "row": row,
        "others": other_units(shown, reader.today),
        "milestones": list(shown.milestones.all()),
        "steps": list(steps_of(shown)),
        "parts": tasks_in(shown, reader.today) if shown.is_group else parts_below(shown, reader.today),
        "asked": asked,
        "moves": _moves(shown, reader, asked is not None),
        "works": shown.state in RUNNING and may_work_on_task(reader.actor, shown, reader.at),
        "parent_seen": shown.parent is not None and may_see_task(reader.actor, shown.parent, reader.at),
        "asked_in": questions_of_task(shown) if shown.origin == TaskOrigin.DIALOGUE else [],
        "items": list(shown.programme_items.select_related("programme").order_by("pk")),
        "today": reader.today,
    }
    return render(request, "plans/task.html", context)


def _moves(shown: Task, reader: Reader, asked: bool) -> list[tuple[str, str]]:
    """What the reader may do now, the likeliest first: addresses with their words."""
    actor, at = reader.actor, reader.at
    names: list[str] = []
    pages: list[tuple[str, str]] = []
    keeps = may_keep_directives(actor, shown.unit_id, at)
    steers = may_steer_task(actor, shown, at)
    if not shown.is_group:
        if shown.state == TaskState.PROPOSED and may_adopt_proposal(actor, shown, at):
            names += ["chap-nhan", "khong-chap-nhan"]
        if shown.state == TaskState.REPORTED and steers:
            names += ["xac-nhan", "tra-lai"]
        if shown.state in RUNNING and may_work_on_task(actor, shown, at):
            names += ["bao-xong", "tien-do"]
            names += [] if steers or shown.due is None else ["xin-gia-han"]
        if shown.state in UNFINISHED and steers:
            names += ["gia-han"] if shown.due is not None else []
            names += ["khong-gia-han"] if asked else []
            names += ["thoi"]
        if shown.state in UNFINISHED and keeps:
            pages.append((reverse("tasks:break-down", args=[shown.pk]), _("Giao xuống, chia phần")))
    if keeps or steers:
        pages.append((reverse("tasks:share", args=[shown.pk]), _("Chia sẻ")))
    if steers and shown.state in {*UNFINISHED, TaskState.PROPOSED}:
        pages.append((reverse("tasks:correct", args=[shown.pk]), _("Sửa")))
    names += ["nhan-xet"]
    steps = [(reverse("tasks:step", args=[shown.pk, name]), str(STEPS[name].button)) for name in names]
    return [*steps[:-1], *pages, steps[-1]]


@require_http_methods(POSTED)
def step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Something happens to the task."""
    reader = reader_of(request)
    shown = task_or_404(pk, reader)
    if name not in STEPS:
        raise Http404
    move = STEPS[name]
    form: ExtensionForm | StepForm
    if move.day:
        asked = open_request(shown)
        initial = {"due": asked.new_due} if asked is not None and name == "gia-han" else {}
        form = ExtensionForm(sent(request), today=reader.today, initial=initial)
    else:
        form = StepForm(sent(request), request.FILES or None, with_files=move.files)
    back = reverse("tasks:task", args=[pk])

    def run(given: dict[str, Any]) -> tuple[str, str]:
        if "attached" in given:
            given["files"] = given.pop("attached")
        move.run(task=shown, actor=reader.actor, at=reader.at, **given)
        return str(move.said), back

    return change_page(
        request, form, Words(str(move.title), shown.title, str(move.button)), run, back=back, trail=trail()
    )


@require_POST
def milestone(request: HttpRequest, pk: int) -> HttpResponse:
    """A day on the way is reached, today."""
    reader = reader_of(request)
    found = Milestone.objects.filter(pk=pk).select_related("task").first()
    if found is None or not may_see_task(reader.actor, found.task, reader.at):
        raise Http404
    try:
        pass_milestone(milestone=found, day=reader.today, actor=reader.actor, at=reader.at)
        messages.success(request, _("Đã ghi xong mốc."))
    except Refused as refused:
        messages.error(request, sentence_of(refused))
    return HttpResponseRedirect(reverse("tasks:task", args=[found.task_id]))


@require_http_methods(POSTED)
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """What a task says is put right."""
    reader = reader_of(request)
    shown = task_or_404(pk, reader)
    if not may_steer_task(reader.actor, shown, reader.at):
        raise PermissionDenied(_("Chỉ đơn vị giao việc này mới làm được bước này."))
    names = ("title", "detail", "professional", "origin", "origin_note", "line", "due")
    partners = [row for other, row in other_units(shown, reader.today) if other.part == TaskPart.PARTNER]
    form = TaskCorrectForm(
        sent(request),
        today=reader.today,
        people=people_at(shown.unit_id, reader.at),
        initial={
            **{name: getattr(shown, name) for name in names},
            "person": shown.person_id,
            "partners": partners,
            "milestones": tuple(Marked(row.due, row.title) for row in shown.milestones.all()),
        },
    )
    back = reverse("tasks:task", args=[pk])

    def run(given: dict[str, Any]) -> tuple[str, str]:
        correct_task(
            task=shown,
            text=form.words,
            due=given["due"],
            person=given["person"],
            milestones=given["milestones"],
            partners=[row.id for row in given["partners"]],
            actor=reader.actor,
            at=reader.at,
        )
        return _("Đã sửa."), back

    return change_page(request, form, Words(_("Sửa nhiệm vụ"), shown.title, _("Lưu")), run, back=back, trail=trail())


@require_http_methods(POSTED)
def parts(request: HttpRequest, pk: int) -> HttpResponse:
    """Parts for units below, or for people of the own unit."""
    reader = reader_of(request)
    shown = task_or_404(pk, reader)
    if not may_keep_directives(reader.actor, shown.unit_id, reader.at):
        raise PermissionDenied(_("Chỉ đơn vị chủ trì chia việc này thành phần."))
    form = BreakDownForm(
        sent(request), today=reader.today, people=people_at(shown.unit_id, reader.at), initial={"title": shown.title}
    )
    back = reverse("tasks:task", args=[pk])

    def run(given: dict[str, Any]) -> tuple[str, str]:
        units = [row.id for row in given["units"]]
        if given["below"]:
            units += children_of(shown.unit_id, reader.today).values_list("unit", flat=True)
        made = break_down(
            parent=shown,
            units=units or [shown.unit_id],
            title=given["title"],
            due=given["due"],
            person=given["person"],
            actor=reader.actor,
            at=reader.at,
        )
        return _("Đã giao {count} phần việc.").format(count=len(made)), back + "#h-parts"

    words = Words(_("Giao xuống, chia phần"), shown.title, _("Giao"))
    return change_page(request, form, words, run, back=back, trail=trail())


@require_http_methods(POSTED)
def share(request: HttpRequest, pk: int) -> HttpResponse:
    """Other units, departments among them, are told of the task."""
    reader = reader_of(request)
    shown = task_or_404(pk, reader)
    form = ShareForm(sent(request), today=reader.today)
    back = reverse("tasks:task", args=[pk])

    def run(given: dict[str, Any]) -> tuple[str, str]:
        new = share_task(
            task=shown,
            units=[row.id for row in given["units"]],
            part=given["part"],
            words=given["words"],
            actor=reader.actor,
            at=reader.at,
        )
        return _("Đã chia sẻ với {count} đơn vị.").format(count=new), back

    words = Words(_("Chia sẻ nhiệm vụ"), shown.title, _("Chia sẻ"))
    return change_page(request, form, words, run, back=back, trail=trail())


@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """What shows a step, to keep."""
    reader = reader_of(request)
    found = task_file(pk, reader.actor, reader.at)
    if found is None or not found.file.path.exists():
        raise Http404
    return kept_file(found.file, found.name)


def kept_file(kept: Any, name: str) -> HttpResponse:
    """A kept file to download; never shown by the browser itself, so that whatever is inside stays inside."""
    response = HttpResponse(kept.path.read_bytes(), content_type=kept.content_type)
    extension = {**EXTENSIONS, "image/jpeg": "jpg"}.get(kept.content_type, "bin")
    name = name if name.lower().endswith(f".{extension}") else f"{name}.{extension}"
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
