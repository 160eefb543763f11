"""Works before the organiser: found, looked at, accepted or refused; a guardian heard; an idea drawn from one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.contests.choices import SubmissionState
from viecthat.contests.commands.result import promote_to_idea
from viecthat.contests.commands.submission import accept_submission, note_guardian, refuse_submission
from viecthat.contests.forms.desk import IdeaForm, PlainForm, WhyForm
from viecthat.contests.pages.shared import (
    FORM,
    POSTED,
    Words,
    change_page,
    desk_trail,
    in_reach,
    kept_contest_or_404,
    reader_of,
    sent,
    work_words,
)
from viecthat.contests.queries.listing import (
    WORK_ORDERS,
    awards_of_work,
    entrant_by_id,
    files_of,
    people_of,
    promotion_of,
    work_by_id,
    works_found,
)
from viecthat.ui.privacy import private
from viecthat.units.pages.register import Asked, Column, Register, Shown, asked_of, register_file, register_page
from viecthat.units.queries import units_by_id

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from viecthat.contests.models import Contest, Submission
    from viecthat.contests.pages.shared import Reader


def _register(
    request: HttpRequest, contest: Contest, reader: Reader
) -> tuple[Register[Submission], Asked, QuerySet[Submission]]:
    categories = [(str(one.pk), one.name) for one in contest.categories.order_by("position")]
    asked = asked_of(request, reader.at, reader.today, kinds=categories, states=SubmissionState.choices, years=False)
    found = works_found(
        contest, asked.units if asked.unit is not None else None, text=asked.get("text"),
        category=asked.get("kind"), state=asked.get("state"),
    )  # fmt: skip

    def show(rows: Sequence[Submission], today: date) -> list[Shown]:
        units = units_by_id({row.unit_id for row in rows}, today)
        shown = []
        for row in rows:
            people = sorted(row.people.all(), key=lambda one: one.position)
            child = any(one.child and one.guardian_on is None for one in people)
            shown.append(
                Shown(
                    reverse("contests:work", args=[row.pk]),
                    (row.title, row.no, ", ".join(one.name for one in people), row.team,
                     row.category.name if row.category else "", units[row.unit_id].name,
                     ", ".join(dict.fromkeys(one.place for one in people if one.place)),
                     localdate(row.sent_at), row.contact, str(row.get_state_display())),
                    chip=_("chờ người giám hộ") if child and row.state == SubmissionState.SENT else "",
                )
            )  # fmt: skip
        return shown

    register: Register[Submission] = Register(
        title=_("Bài dự thi"),
        slug=f"bai-du-thi-{contest.pk}",
        lede=contest.title,
        columns=(
            Column(_("Tác phẩm"), "ten", width=40), Column(_("Mã số"), "so", width=9),
            Column(_("Người dự thi"), width=32), Column(_("Tên đội"), width=20), Column(_("Bảng"), width=20),
            Column(_("Đơn vị"), width=28), Column(_("Trường, nơi làm việc"), width=28),
            Column(_("Ngày gửi"), "gui", "day", 12), Column(_("Liên hệ"), width=20), Column(_("Tình trạng"), width=16),
        ),
        orders=WORK_ORDERS,
        default="-gui",
        show=show,
        nothing=_("Chưa có bài nào"),
        what_to_do=_("Bài gửi qua trang công khai hoặc từ tài khoản đoàn viên hiện ở đây."),
        crumbs=tuple(desk_trail(contest, (_("Bài dự thi"), ""))),
    )  # fmt: skip
    return register, asked, found


@require_safe
def works(request: HttpRequest, pk: int) -> HttpResponse:
    """The works of a contest."""
    reader = reader_of(request)
    register, asked, found = _register(request, kept_contest_or_404(pk, reader), reader)
    return private(register_page(request, register, asked, found, reader.today))


@require_safe
def works_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The list whole."""
    reader = reader_of(request)
    register, asked, found = _register(request, kept_contest_or_404(pk, reader), reader)
    return private(register_file(request, register, asked, found, reader.today, kind))


def _work_or_404(pk: int, reader: Reader) -> Submission:
    found = work_by_id(pk)
    if found is None:
        raise Http404
    in_reach(found.contest, reader, keeps=True)
    return found


@require_safe
def work(request: HttpRequest, pk: int) -> HttpResponse:
    """One work with who made it."""
    reader = reader_of(request)
    row = _work_or_404(pk, reader)
    people = people_of(row)
    context = {
        "work": row,
        "contest": row.contest,
        "unit": units_by_id({row.unit_id}, reader.today)[row.unit_id],
        "people": people,
        "waits": any(one.child and one.guardian_on is None for one in people),
        "files": files_of([row])[row.pk],
        "awards": awards_of_work(row),
        "promotion": promotion_of(row),
        "running": row.contest.state == "open",
        "trail": desk_trail(
            row.contest,
            (_("Bài dự thi"), reverse("contests:works", args=[row.contest_id])),
            (_("Bài số {n}").format(n=row.number), ""),
        ),
    }
    return private(render(request, "contests/work.html", context))


@require_http_methods(POSTED)
def work_step(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """The work is accepted or refused, or an idea is drawn from it."""
    reader = reader_of(request)
    row = _work_or_404(pk, reader)
    back = reverse("contests:work", args=[pk])
    who: dict[str, Any] = {"submission": row, "actor": reader.actor, "at": reader.at}
    form: Any
    if slug == "nhan":
        words = Words(_("Nhận bài"), work_words(row), _("Nhận bài"))
        form = PlainForm(sent(request), today=reader.today)
    elif slug == "gat":
        words = Words(_("Bài không hợp lệ"), work_words(row), _("Ghi không hợp lệ"))
        form = WhyForm(sent(request), today=reader.today)
    elif slug == "y-tuong":
        words = Words(_("Chuyển thành ý tưởng"), work_words(row), _("Chuyển vào ngân hàng ý tưởng"))
        form = IdeaForm(sent(request), today=reader.today, initial={"words": row.words[:6000]})
    else:
        raise Http404

    def run(given: dict[str, Any]) -> tuple[str, str]:
        if slug == "nhan":
            accept_submission(**who)
        elif slug == "gat":
            refuse_submission(**given, **who)
        else:
            made = promote_to_idea(**given, **who)
            return _("Đã chuyển vào ngân hàng ý tưởng."), reverse("ideas:idea", args=[made])
        return _("Đã ghi."), back

    trail = desk_trail(row.contest, (_("Bài số {n}").format(n=row.number), back), (words.title, ""))
    return private(change_page(request, form, words, run, back=back, trail=trail, template=FORM))


@require_http_methods(POSTED)
def guardian(request: HttpRequest, pk: int) -> HttpResponse:
    """A child's guardian was asked and agrees."""
    reader = reader_of(request)
    row = entrant_by_id(pk)
    if row is None:
        raise Http404
    in_reach(row.submission.contest, reader, keeps=True)
    back = reverse("contests:work", args=[row.submission_id])
    form = PlainForm(sent(request), today=reader.today)

    def run(_given: dict[str, Any]) -> tuple[str, str]:
        note_guardian(entrant=row, actor=reader.actor, at=reader.at)
        return _("Đã ghi."), back

    said = _("{guardian}, {phone}, đồng ý cho {name} dự thi.")
    lede = said.format(guardian=row.guardian, phone=row.guardian_phone, name=row.name)
    words = Words(_("Xác nhận người giám hộ đồng ý"), lede, _("Đã hỏi, người giám hộ đồng ý"))
    trail = desk_trail(
        row.submission.contest, (_("Bài số {n}").format(n=row.submission.number), back), (words.title, "")
    )
    return private(change_page(request, form, words, run, back=back, trail=trail, template=FORM))
