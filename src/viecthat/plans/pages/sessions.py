"""Working sessions, leaders' instructions, obstacles; and the tasks that come of them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.plans.choices import PointKind, TaskOrigin
from viecthat.plans.commands import decide_obstacle, give_task, keep_session, note_point, take_up_obstacles
from viecthat.plans.forms.session import DecideForm, PointForm, SessionForm, SessionListForm, TakeUpForm
from viecthat.plans.forms.task import TaskEntryForm
from viecthat.plans.models import SessionPoint, WorkingSession
from viecthat.plans.pages.shared import Reader, Words, change_page, own_units, reader_of, sent
from viecthat.plans.pages.task import kept_file
from viecthat.plans.queries.session import (
    instructions_found,
    listed_sessions,
    obstacles_found,
    point_shown,
    points_listed,
    points_of,
    session_file,
    session_shown,
    sessions_found,
)
from viecthat.plans.queries.task import people_at
from viecthat.plans.rules import may_decide_point, may_keep_session, units_keeping
from viecthat.units.queries import UnitRow, units_by_id
from viecthat.units.queries.scope import UnitScope

ON_A_PAGE = 50
POSTED = ["GET", "HEAD", "POST"]


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Sessions, the newest first."""
    reader = reader_of(request)
    form = SessionListForm(request.GET, today=reader.today)
    valid = form.is_valid()
    found = sessions_found(reader.actor, reader.at, form.cleaned_data.get("text", ""))
    page = Paginator(found if valid else found.none(), ON_A_PAGE).get_page(request.GET.get("trang"))
    rows = listed_sessions(list(page.object_list), reader.today)
    context = {"form": form, "page": page, "rows": rows, "own": own_units(reader), "today": reader.today}
    return render(request, "plans/session_list.html", context)


@require_safe
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """One session: who, when, what was said, what came of it."""
    reader = reader_of(request)
    shown = session_or_404(pk, reader)
    row = listed_sessions([shown], reader.today)[0]
    points = points_listed(points_of(shown), reader.today, _kept_units(reader))
    context = {
        "session": shown,
        "row": row,
        "papers": list(shown.papers.order_by("pk")),
        "groups": [(kind, [one for one in points if one.point.kind == kind]) for kind in PointKind],
        "points": points,
        "keeper": may_keep_session(reader.actor, shown, reader.at),
        "today": reader.today,
    }
    return render(request, "plans/session.html", context)


def session_or_404(pk: int, reader: Reader) -> WorkingSession:
    """The session. Http404 for one the reader may not know of."""
    found = session_shown(pk, reader.actor, reader.at)
    if found is None:
        raise Http404
    return found


@require_http_methods(POSTED)
def enter(request: HttpRequest) -> HttpResponse:
    """A session is noted."""
    reader = reader_of(request)
    units = _units_or_403(reader)
    return _session_form(request, reader, units, None)


@require_http_methods(POSTED)
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """What is noted of a session is put right."""
    reader = reader_of(request)
    shown = _kept(pk, reader)
    return _session_form(request, reader, [units_by_id({shown.unit_id}, reader.today)[shown.unit_id]], shown)


def _session_form(
    request: HttpRequest, reader: Reader, units: list[UnitRow], shown: WorkingSession | None
) -> HttpResponse:
    by_code = {row.code: row for row in units}
    initial: dict[str, Any] = {"unit": units[0].code, "held_on": reader.today}
    if shown is not None:
        initial |= {name: getattr(shown, name) for name in ("title", "held_on", "place", "chairs", "guests", "agenda")}
        initial["begins"] = f"{shown.begins:%H:%M}" if shown.begins else ""
        initial["parties"] = list(listed_sessions([shown], reader.today)[0].parties)
    form = SessionForm(
        sent(request),
        request.FILES or None,
        today=reader.today,
        units=[(row.code, row.name) for row in units],
        initial=initial,
    )
    back = reverse("sessions:list") if shown is None else reverse("sessions:session", args=[shown.pk])

    def run(given: dict[str, Any]) -> tuple[str, str]:
        made = keep_session(
            unit=by_code[given["unit"]].id,
            facts=form.facts,
            parties=[row.id for row in given["parties"]],
            files=given["attached"],
            session=shown,
            actor=reader.actor,
            at=reader.at,
        )
        return _("Đã ghi buổi làm việc."), reverse("sessions:session", args=[made.pk])

    words = Words(
        _("Ghi buổi làm việc") if shown is None else _("Sửa buổi làm việc"),
        _("Ai làm việc với ai, nội dung gì; kết luận ghi sau thành nhiệm vụ."),
        _("Ghi"),
    )
    return change_page(request, form, words, run, back=back, trail=_trail())


@require_http_methods(POSTED)
def point(request: HttpRequest, pk: int) -> HttpResponse:
    """Something said in a session."""
    reader = reader_of(request)
    shown = _kept(pk, reader)
    back = reverse("sessions:session", args=[pk])
    words = Words(_("Ghi kết luận, ý kiến, vướng mắc"), shown.title, _("Ghi"))
    unit = units_by_id({shown.unit_id}, reader.today)[shown.unit_id]
    initial = {"day": min(shown.held_on, reader.today), "unit": unit, "said_by": shown.chairs[:200]}
    return _point_form(request, reader, words, back, session=shown, initial=initial)


@require_safe
def instructions(request: HttpRequest) -> HttpResponse:
    """Leaders' instructions with the tasks made of them."""
    reader = reader_of(request)
    page = Paginator(instructions_found(reader.actor, reader.at), ON_A_PAGE).get_page(request.GET.get("trang"))
    context = {
        "page": page,
        "rows": points_listed(page.object_list, reader.today, _kept_units(reader)),
        "own": own_units(reader),
        "today": reader.today,
    }
    return render(request, "plans/instructions.html", context)


@require_http_methods(POSTED)
def instruct(request: HttpRequest) -> HttpResponse:
    """A leader said something outside of a session."""
    reader = reader_of(request)
    units = _units_or_403(reader)
    words = Words(_("Ghi ý kiến chỉ đạo"), _("Ai chỉ đạo, ngày nào, việc gì; ghi xong thì thành nhiệm vụ."), _("Ghi"))
    initial = {"day": reader.today, "unit": units[0]}
    back = reverse("sessions:instructions")
    return _point_form(request, reader, words, back, kind=PointKind.INSTRUCTION, initial=initial)


@require_safe
def obstacles(request: HttpRequest) -> HttpResponse:
    """Obstacles of units, the unsolved first, each with its session and decision."""
    reader = reader_of(request)
    found = obstacles_found(reader.actor, reader.at, unsolved="cho" in request.GET)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("trang"))
    context = {
        "page": page,
        "rows": points_listed(page.object_list, reader.today, _kept_units(reader)),
        "own": own_units(reader),
        "waiting_only": "cho" in request.GET,
        "today": reader.today,
    }
    return render(request, "plans/obstacles.html", context)


@require_http_methods(POSTED)
def raise_obstacle(request: HttpRequest) -> HttpResponse:
    """A unit says what stands in its way."""
    reader = reader_of(request)
    units = _units_or_403(reader)
    words = Words(_("Nêu vướng mắc"), _("Cấp trên đưa vào buổi làm việc và trả lời cách tháo gỡ."), _("Gửi"))
    initial = {"day": reader.today, "unit": units[0]}
    back = reverse("sessions:obstacles")
    return _point_form(request, reader, words, back, kind=PointKind.OBSTACLE, initial=initial)


def _point_form(
    request: HttpRequest,
    reader: Reader,
    words: Words,
    back: str,
    *,
    initial: dict[str, Any],
    session: WorkingSession | None = None,
    kind: str = "",
) -> HttpResponse:
    form = PointForm(sent(request), today=reader.today, kind=kind, initial=initial)

    def run(given: dict[str, Any]) -> tuple[str, str]:
        made = note_point(
            unit=given["unit"].id,
            kind=given["kind"],
            day=given["day"],
            words=given["words"],
            said_by=given.get("said_by", ""),
            session=session,
            actor=reader.actor,
            at=reader.at,
        )
        return _("Đã ghi."), f"{back}#y-{made.pk}"

    return change_page(request, form, words, run, back=back, trail=_trail())


@require_http_methods(POSTED)
def take_up(request: HttpRequest, pk: int) -> HttpResponse:
    """The session deals with obstacles that wait."""
    reader = reader_of(request)
    shown = _kept(pk, reader)
    form = TakeUpForm(sent(request))
    waiting = obstacles_found(reader.actor, reader.at, unsolved=True).filter(session=None)
    names = units_by_id({row.unit_id for row in waiting}, reader.today)
    form.fields["points"].queryset = waiting  # type: ignore[attr-defined]
    form.fields["points"].label_from_instance = lambda row: f"{names[row.unit_id].name}: {row.words}"  # type: ignore[attr-defined]
    back = reverse("sessions:session", args=[pk])

    def run(given: dict[str, Any]) -> tuple[str, str]:
        count = take_up_obstacles(session=shown, points=list(given["points"]), actor=reader.actor, at=reader.at)
        return _("Đã đưa {count} vướng mắc vào buổi làm việc.").format(count=count), back

    words = Words(_("Đưa vướng mắc vào buổi làm việc"), shown.title, _("Đưa vào"))
    return change_page(request, form, words, run, back=back, trail=_trail())


@require_http_methods(POSTED)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """How an obstacle is removed."""
    reader = reader_of(request)
    shown = _point_or_404(pk, reader)
    initial = {"day": shown.decided_on or reader.today, "decision": shown.decision}
    form = DecideForm(sent(request), today=reader.today, initial=initial)
    back = _home_of(shown)

    def run(given: dict[str, Any]) -> tuple[str, str]:
        decide_obstacle(point=shown, actor=reader.actor, at=reader.at, **given)
        return _("Đã ghi cách tháo gỡ."), back

    words = Words(_("Cách tháo gỡ"), shown.words[:200], _("Ghi"))
    return change_page(request, form, words, run, back=back, trail=_trail())


@require_http_methods(POSTED)
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """A task out of what was said."""
    reader = reader_of(request)
    shown = _point_or_404(pk, reader)
    if not may_decide_point(reader.actor, shown, reader.at):
        raise PermissionDenied(_("Chỉ đơn vị giữ biên bản buổi làm việc giao việc từ đó."))
    units = _units_or_403(reader)
    by_code = {row.code: row for row in units}
    concerned = units_by_id({shown.unit_id}, reader.today)[shown.unit_id]
    note = ", ".join(words for words in (shown.said_by, shown.session.title if shown.session else "") if words)
    form = TaskEntryForm(
        sent(request),
        today=reader.today,
        units=[(row.code, row.name) for row in units],
        people=people_at(shown.unit_id, reader.at),
        initial={
            "giver": units[0].code,
            "unit": None if concerned.id == units[0].id else concerned,
            "title": (shown.decision or shown.words)[:500],
            "origin": TaskOrigin.INSTRUCTION if shown.kind == PointKind.INSTRUCTION else TaskOrigin.CONCLUSION,
            "origin_note": note[:300],
        },
    )
    back = _home_of(shown)

    def run(given: dict[str, Any]) -> tuple[str, str]:
        giver = by_code[given["giver"]].id
        give_task(
            unit=given["unit"].id if given["unit"] else giver,
            giver=giver,
            text=form.words,
            due=given["due"],
            person=given["person"],
            point=shown,
            milestones=given["milestones"],
            partners=[row.id for row in given["partners"]],
            proposed=given["proposed"],
            actor=reader.actor,
            at=reader.at,
        )
        return _("Đã ghi nhiệm vụ."), back

    words = Words(_("Thành nhiệm vụ"), note, _("Giao"))
    return change_page(request, form, words, run, back=back, trail=_trail(), extra={"quote": shown.words})


@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """A paper of a session, to keep."""
    reader = reader_of(request)
    found = session_file(pk, reader.actor, reader.at)
    if found is None or not found.file.path.exists():
        raise Http404
    return kept_file(found.file, found.name)


def _kept_units(reader: Reader) -> UnitScope:
    return units_keeping(reader.actor, reader.at)


def _home_of(shown: SessionPoint) -> str:
    if shown.session_id is not None:
        return reverse("sessions:session", args=[shown.session_id]) + f"#y-{shown.pk}"
    page = "sessions:obstacles" if shown.kind == PointKind.OBSTACLE else "sessions:instructions"
    return reverse(page) + f"#y-{shown.pk}"


def _point_or_404(pk: int, reader: Reader) -> SessionPoint:
    found = point_shown(pk, reader.actor, reader.at)
    if found is None:
        raise Http404
    return found


def _kept(pk: int, reader: Reader) -> WorkingSession:
    found = session_or_404(pk, reader)
    if not may_keep_session(reader.actor, found, reader.at):
        raise PermissionDenied(_("Bạn chưa được giao quyền giữ biên bản của đơn vị này."))
    return found


def _units_or_403(reader: Reader) -> list[UnitRow]:
    units = own_units(reader)
    if not units:
        raise PermissionDenied(_("Bạn chưa được giao quyền ghi việc ở đơn vị nào."))
    return units


def _trail() -> list[tuple[str, str]]:
    return [(_("Làm việc, chỉ đạo"), reverse("sessions:list"))]
