"""Rows of a conference, matter by matter: shown in order, added, put right, moved by buttons, taken out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods

from viecthat.commendations.queries.book import decision_shown, decisions_found
from viecthat.conferences.commands import (
    drop_row,
    keep_agenda_item,
    keep_award,
    keep_conclusion,
    keep_paper,
    keep_question,
    move_row,
    take_awards,
)
from viecthat.conferences.forms import AgendaForm, AwardForm, ConclusionForm, PaperForm, QuestionForm, TakeAwardsForm
from viecthat.conferences.pages.shared import POSTED, Shown, kept_or_403, shown_or_404
from viecthat.conferences.queries.conference import row_of, rows_of, units_named
from viecthat.kernel.dates import format_date
from viecthat.kernel.errors import Refused
from viecthat.plans.pages.shared import Reader, Words, change_page, reader_of
from viecthat.plans.queries.task import people_at
from viecthat.ui.sentences import add_refusal, sentence_of

DECISIONS_OFFERED = 50  # the newest


@dataclass(frozen=True)
class Matter:
    """What a page of rows is about."""

    title: Any
    lede: Any
    button: Any
    form: type[Any]
    keep: Callable[..., Any]
    file: str = ""
    ordered: bool = True


MATTERS = {
    "chuong-trinh": Matter(
        gettext_lazy("Chương trình hội nghị"),
        gettext_lazy("Từng nội dung theo thứ tự, ai trình bày, bao nhiêu phút."),
        gettext_lazy("Thêm nội dung"),
        AgendaForm,
        keep_agenda_item,
    ),
    "tham-luan": Matter(
        gettext_lazy("Tham luận"),
        gettext_lazy("Theo thứ tự trình bày; bài gửi bằng văn bản cũng ghi ở đây."),
        gettext_lazy("Thêm tham luận"),
        PaperForm,
        keep_paper,
    ),
    "thao-luan": Matter(
        gettext_lazy("Thảo luận"),
        gettext_lazy("Thư ký ghi ngay khi nghe: ai, đơn vị nào, ý kiến gì, ai trả lời."),
        gettext_lazy("Ghi ý kiến"),
        QuestionForm,
        keep_question,
        "bien-ban",
        ordered=False,
    ),
    "khen-thuong": Matter(
        gettext_lazy("Danh sách trao khen thưởng"),
        gettext_lazy("Theo thứ tự lên sân khấu; đổi chỗ bằng nút lên, xuống."),
        gettext_lazy("Thêm vào danh sách"),
        AwardForm,
        keep_award,
        "khen-thuong",
    ),
    "ket-luan": Matter(
        gettext_lazy("Dự thảo kết luận"),
        gettext_lazy("Mỗi kết luận có đơn vị làm, hạn, minh chứng; chốt hội nghị thì mỗi kết luận thành một nhiệm vụ."),
        gettext_lazy("Thêm kết luận"),
        ConclusionForm,
        keep_conclusion,
        "thong-bao",
    ),
}


@require_http_methods(POSTED)
def rows(request: HttpRequest, pk: int, matter: str) -> HttpResponse:
    """The rows, with a form below; a button moves one or takes it out."""
    about = MATTERS.get(matter)
    if about is None:
        raise Http404
    reader = reader_of(request)
    shown = kept_or_403(pk, reader) if request.method == "POST" else shown_or_404(pk, reader)
    here = reverse("conferences:rows", args=[pk, matter])
    if request.method == "POST" and request.POST.get("viec") in {"len", "xuong", "bo"}:
        return _done(request, shown, matter, reader, here)
    form = _form(request, about, shown, reader)
    if form.is_bound and form.is_valid():
        try:
            about.keep(conference=shown.conference, **form.values, actor=reader.actor, at=reader.at)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Đã ghi."))
            return HttpResponseRedirect(f"{here}#them")
    found = list(rows_of(shown.conference, matter))
    units = units_named(found, shown.conference.held_on)
    open_for_change = shown.keeper and not (matter == "ket-luan" and shown.conference.concluded)
    context = shown.context | {
        "about": about,
        "matter": matter,
        "rows": [(row, units.get(getattr(row, "unit_id", None) or 0)) for row in found],
        "form": form if open_for_change else None,
        "minutes": sum(getattr(row, "minutes", 0) for row in found),
    }
    return render(request, "conferences/rows.html", context, status=422 if form.is_bound else 200)


@require_http_methods(POSTED)
def row(request: HttpRequest, pk: int, matter: str, row: int) -> HttpResponse:
    """One row is put right."""
    about = MATTERS.get(matter)
    if about is None:
        raise Http404
    reader = reader_of(request)
    shown = kept_or_403(pk, reader)
    found = row_of(row, matter, shown.conference)
    if found is None:
        raise Http404
    form = _form(request, about, shown, reader, found)
    here = reverse("conferences:rows", args=[pk, matter])

    def run(_given: dict[str, Any]) -> tuple[str, str]:
        about.keep(conference=shown.conference, **form.values, row=found, actor=reader.actor, at=reader.at)
        return _("Đã sửa."), f"{here}#d-{found.pk}"

    trail = [*shown.trail, (str(about.title), here)]
    return change_page(request, form, Words(_("Sửa"), str(about.title), _("Lưu")), run, back=here, trail=trail)


@require_http_methods(POSTED)
def awards(request: HttpRequest, pk: int) -> HttpResponse:
    """The list of a decision of commendation is taken over, instead of being typed."""
    reader = reader_of(request)
    shown = kept_or_403(pk, reader)
    here = reverse("conferences:rows", args=[pk, "khen-thuong"])
    found = decisions_found(reader.actor, reader.at)[:DECISIONS_OFFERED]
    offered = [
        (one.pk, _("{number}, {day}: {about} ({n} được khen)").format(
            number=one.number, day=format_date(one.day), about=one.about, n=one.given))  # type: ignore[attr-defined]
        for one in found
    ]  # fmt: skip
    posted = request.POST if request.method == "POST" else None
    form = TakeAwardsForm(posted, today=shown.conference.held_on, decisions=offered)

    def run(given: dict[str, Any]) -> tuple[str, str]:
        decision = decision_shown(given["decision"], reader.actor, reader.at)
        if decision is None:
            raise Http404
        made = take_awards(
            conference=shown.conference, decision=decision, handed_by=given["handed_by"], actor=reader.actor,
            at=reader.at,
        )  # fmt: skip
        return _("Đã thêm {n} dòng vào danh sách trao.").format(n=made), here

    lede = _("Tên, hình thức, số quyết định lấy từ sổ khen thưởng; ai đã có trong danh sách thì giữ nguyên.")
    words = Words(_("Lấy từ quyết định khen thưởng"), lede, _("Lấy vào danh sách"))
    trail = [*shown.trail, (str(MATTERS["khen-thuong"].title), here), (words.title, "")]
    return change_page(request, form, words, run, back=here, trail=trail)


def _form(request: HttpRequest, about: Matter, shown: Shown, reader: Reader, found: Any = None) -> Any:
    more: dict[str, Any] = {}
    if about.form is ConclusionForm:
        more["people"] = people_at(shown.conference.unit_id, reader.at)
    initial: dict[str, Any] = {}
    if found is not None:
        initial = {name: getattr(found, name) for name in about.form.base_fields if hasattr(found, name)}
        if "unit" in initial:
            initial["unit"] = units_named([found], shown.conference.held_on).get(found.unit_id or 0)
        if "person" in initial:
            initial["person"] = found.person_id
    elif about.form is ConclusionForm:
        initial["unit"] = shown.unit
    posted = request.method == "POST"
    return about.form(
        request.POST if posted else None,
        request.FILES if posted else None,
        today=shown.conference.held_on,
        initial=initial,
        **more,
    )


def _done(request: HttpRequest, shown: Shown, matter: str, reader: Reader, here: str) -> HttpResponse:
    what, which = request.POST["viec"], request.POST.get("dong", "")
    found: Any = row_of(int(which), matter, shown.conference) if which.isdecimal() else None
    if found is None:
        raise Http404
    try:
        if what == "bo":
            drop_row(row=found, actor=reader.actor, at=reader.at)
        else:
            move_row(row=found, up=what == "len", actor=reader.actor, at=reader.at)
    except Refused as refused:
        messages.error(request, sentence_of(refused))
    # Back to where the button stood, so that pressing on moves it on.
    return HttpResponseRedirect(here if what == "bo" else f"{here}#d-{found.pk}")
