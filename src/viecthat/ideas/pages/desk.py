"""The keepers' side: the register, one idea with those like it, and each step it may go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.ideas.choices import IdeaField, IdeaState
from viecthat.ideas.commands import record_idea
from viecthat.ideas.commands.judging import ask_reviewer, judge_idea
from viecthat.ideas.commands.sending import IdeaFacts
from viecthat.ideas.commands.steps import (
    accept_idea,
    answer_idea,
    classify_idea,
    drop_idea,
    hand_over_idea,
    mark_duplicate,
    pilot_idea,
    realise_idea,
    refuse_idea,
    select_idea,
    undo_step,
)
from viecthat.ideas.commands.support import back_idea, undo_backing
from viecthat.ideas.forms import idea as forms
from viecthat.ideas.pages.shared import (
    POSTED,
    Reader,
    Words,
    actions,
    file_answer,
    form_page,
    in_reach,
    links,
    reader_of,
    sent,
    trail_of,
    unit_kept_or_404,
    units_of_people,
)
from viecthat.ideas.queries.bank import (
    NEWEST,
    ORDERS,
    activities_to_show,
    backing_with_id,
    idea_opened,
    idea_with_id,
    ideas_found,
    ideas_like,
    in_words,
    proof_of,
    review_of,
    waiting_for_screening,
)
from viecthat.ideas.rules import criteria_on, is_public, may_keep_ideas, may_see_sender
from viecthat.plans.queries.task import people_at
from viecthat.ui.privacy import private
from viecthat.units.pages.register import Asked, Column, Register, Shown, asked_of, register_file, register_page
from viecthat.units.queries import units_by_id
from viecthat.works.queries.work import works_shown_by

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from viecthat.ideas.models import Idea

# What is offered at each state, the usual one first.
_OFFERED: dict[str, tuple[str, ...]] = {
    IdeaState.SENT: ("tiep-nhan", "trung", "chuyen", "linh-vuc", "loai"),
    IdeaState.ACCEPTED: ("moi-cham", "chon", "ho-tro", "tra-loi", "linh-vuc", "tu-choi", "lay-lai"),
    IdeaState.SELECTED: ("thu-nghiem", "thuc-hien", "ho-tro", "tra-loi", "tu-choi", "lay-lai"),
    IdeaState.PILOT: ("thuc-hien", "ho-tro", "tra-loi", "tu-choi", "lay-lai"),
    IdeaState.REALISED: ("lay-lai",),
    IdeaState.REFUSED: ("lay-lai",),
    IdeaState.DUPLICATE: ("lay-lai",),
    IdeaState.DROPPED: ("lay-lai",),
}


def _titles() -> dict[str, str]:
    return {
        "tiep-nhan": _("Tiếp nhận"), "trung": _("Trùng ý tưởng khác"), "chuyen": _("Chuyển đơn vị khác"),
        "linh-vuc": _("Xếp lĩnh vực"), "loai": _("Không phải ý tưởng"), "moi-cham": _("Mời người chấm"),
        "cham": _("Chấm ý tưởng"), "chon": _("Chọn thực hiện"), "ho-tro": _("Ghi hỗ trợ"),
        "tra-loi": _("Trả lời công khai"), "tu-choi": _("Chưa thực hiện được"), "lay-lai": _("Lấy lại bước vừa ghi"),
        "thu-nghiem": _("Bắt đầu thử nghiệm"), "thuc-hien": _("Đã thực hiện"),
    }  # fmt: skip


def _register(request: HttpRequest, reader: Reader) -> tuple[Register[Idea], Asked, QuerySet[Idea]]:
    asked = asked_of(request, reader.at, reader.today, kinds=IdeaField.choices, states=forms.REGISTER_STATES)
    asked.form.fields["kind"].label = _("Lĩnh vực")
    found = ideas_found(asked.units, text=asked.get("text"), field=asked.get("kind"), state=asked.get("state"))

    def show(rows: Sequence[Idea], today: date) -> list[Shown]:
        units = units_by_id({row.unit_id for row in rows}, today)
        return [
            Shown(
                reverse("ideas:desk", args=[row.pk]),
                (row.title, row.pk, str(row.get_field_display()), units[row.unit_id].name, row.sent_on,
                 str(row.get_origin_display()), str(row.get_state_display()),
                 row.supporters),  # type: ignore[attr-defined]
            )
            for row in rows
        ]  # fmt: skip

    waiting = waiting_for_screening(asked.units)
    due = ((_("{n} ý tưởng chờ sàng lọc, cũ nhất trước").format(n=waiting), "?tinh-trang=sent&xep=ngay"),)
    register: Register[Idea] = Register(
        title=_("Sổ ý tưởng"),
        slug="y-tuong",
        columns=(
            Column(_("Tên ý tưởng"), "ten", width=48), Column(_("Số"), "", "whole", 8),
            Column(_("Lĩnh vực"), width=24), Column(_("Đơn vị"), width=32), Column(_("Ngày gửi"), "ngay", "day", 12),
            Column(_("Ai gửi"), width=18), Column(_("Tình trạng"), width=20),
            Column(_("Ủng hộ"), "ung-ho", "whole", 10),
        ),
        orders=ORDERS,
        default=NEWEST,
        show=show,
        nothing=_("Chưa có ý tưởng nào"),
        what_to_do=_("Treo địa chỉ gửi ý tưởng của đơn vị, hoặc ghi hộ ý tưởng nhận trên giấy."),
        links=links(),
        actions=actions(reader, asked.unit, _("Ghi hộ ý tưởng"), "record"),
        due=due if waiting else (),
    )  # fmt: skip
    return register, asked, found.filter(asked.during("sent_on"))


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """The register of ideas, with what is not public."""
    reader = reader_of(request)
    shown, asked, found = _register(request, reader)
    return register_page(request, shown, asked, found, reader.today)


@require_safe
def download(request: HttpRequest, kind: str) -> HttpResponse:
    """The register whole."""
    reader = reader_of(request)
    shown, asked, found = _register(request, reader)
    return register_file(request, shown, asked, found, reader.today, kind)


@require_http_methods(POSTED)
def record(request: HttpRequest, code: str) -> HttpResponse:
    """An idea that somebody gave on paper."""
    reader = reader_of(request)
    unit = unit_kept_or_404(code, reader)
    form = forms.RecordForm(sent(request), today=reader.today, units=units_of_people(reader))

    def run(given: dict[str, Any]) -> tuple[str, str]:
        facts = IdeaFacts(given["title"], given["text"], given["field"], given["effect"], given["name"])
        made = record_idea(
            unit=unit.id, facts=facts, source_name=given["source_name"], person=given["person"], words=given["words"],
            actor=reader.actor, at=reader.at,
        )  # fmt: skip
        return _("Đã ghi ý tưởng vào ngân hàng."), reverse("ideas:desk", args=[made.pk])

    words = Words(_("Ghi hộ ý tưởng"), unit.name, _("Ghi vào ngân hàng"))
    back = reverse("ideas:register")
    return form_page(request, form, words, run, back=back, trail=trail_of((_("Sổ ý tưởng"), back), (words.title, "")))


@require_safe
def desk(request: HttpRequest, pk: int) -> HttpResponse:
    """One idea as its keepers see it: who sent it, what is like it, who judges it, what comes next."""
    reader = reader_of(request)
    row = in_reach(idea_with_id(pk), reader)
    keeps = may_keep_ideas(reader.actor, row.unit_id, reader.at)
    opened = idea_opened(row, reader.today, keeper=True)
    titles = _titles()
    mine = review_of(row, reader.actor)
    to_judge = mine is not None and row.state == IdeaState.ACCEPTED
    judged = any(one.points is not None for one in opened.reviews)
    context = {
        "idea": row,
        "opened": opened,
        "points": in_words(opened.points),
        "judged": [(one, in_words(one.points)) for one in opened.reviews],
        "named": may_see_sender(reader.actor, row.unit_id, reader.at),
        "keeps": keeps,
        "public": is_public(row),
        "offered": [(slug, titles[slug]) for slug in _OFFERED.get(row.state, ()) if slug != "chon" or judged]
        if keeps
        else [],
        "to_judge": to_judge,
        "like": ideas_like(row.title, row.text, but=row.pk) if keeps and row.state == IdeaState.SENT else [],
        "trail": trail_of((_("Sổ ý tưởng"), reverse("ideas:register")), (row.title, "")),
    }
    return private(render(request, "ideas/desk.html", context))


@require_http_methods(POSTED)
def step(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """One step of an idea."""
    reader = reader_of(request)
    titles = _titles()
    if slug not in titles:
        raise Http404
    row = _to_step(pk, slug, reader)
    build = _form_of[slug]
    form, run = build(request, row, reader)
    back = reverse("ideas:desk", args=[pk])

    def done(given: dict[str, Any]) -> tuple[str, str]:
        run(given)
        return _("Đã ghi."), back if slug != "cham" else reverse("ideas:own")

    title = titles[slug]
    trail = trail_of((_("Sổ ý tưởng"), reverse("ideas:register")), (row.title, back), (title, ""))
    about = f"{row.title}\n\n{row.text}" if slug == "cham" else ""
    return form_page(request, form, Words(title, row.title, _("Ghi")), done, back=back, trail=trail, about=about)


@require_http_methods(POSTED)
def backing_undo(request: HttpRequest, pk: int, backing: int) -> HttpResponse:
    """A support that was not given after all."""
    reader = reader_of(request)
    row = in_reach(idea_with_id(pk), reader, keeps=True)
    found = backing_with_id(backing, row)
    if found is None:
        raise Http404
    back = reverse("ideas:desk", args=[pk])
    form = forms.WhyForm(sent(request), today=reader.today)

    def run(given: dict[str, Any]) -> tuple[str, str]:
        undo_backing(backing=found, reason=given["reason"], actor=reader.actor, at=reader.at)
        return _("Đã bỏ."), back

    words = Words(_("Bỏ một hỗ trợ"), found.words, _("Bỏ"))
    return form_page(request, form, words, run, back=back, trail=trail_of((row.title, back), (words.title, "")))


@require_safe
def proof(request: HttpRequest, step: int) -> HttpResponse:
    """The file that shows a result."""
    reader = reader_of(request)
    found = proof_of(step)
    if found is None or not is_public(in_reach(found.idea, reader)):
        raise Http404
    return file_answer(found.file, found.file_name)


def _to_step(pk: int, slug: str, reader: Reader) -> Idea:
    """Keepers go every step; whoever was asked to judge may do that without keeping anything."""
    row = idea_with_id(pk)
    if slug == "cham" and row is not None and review_of(row, reader.actor) is not None:
        return row
    return in_reach(row, reader, keeps=True)


Built = tuple[Any, Callable[[dict[str, Any]], object]]


def _words(command: Callable[..., object], *, required: bool = True) -> Callable[[HttpRequest, Idea, Reader], Built]:
    def build(request: HttpRequest, row: Idea, reader: Reader) -> Built:
        form = forms.WordsForm(sent(request), today=reader.today, required=required)
        return form, lambda given: command(idea=row, words=given["words"], actor=reader.actor, at=reader.at)

    return build


def _dated(command: Callable[..., object]) -> Callable[[HttpRequest, Idea, Reader], Built]:
    def build(request: HttpRequest, row: Idea, reader: Reader) -> Built:
        form = forms.DayForm(sent(request), today=reader.today, required=False, initial={"day": reader.today})
        return form, lambda given: command(idea=row, **given, actor=reader.actor, at=reader.at)

    return build


def _hand_over(request: HttpRequest, row: Idea, reader: Reader) -> Built:
    form = forms.HandOverForm(sent(request), today=reader.today)
    return form, lambda given: hand_over_idea(idea=row, **given, actor=reader.actor, at=reader.at)


def _duplicate(request: HttpRequest, row: Idea, reader: Reader) -> Built:
    number = request.GET.get("so", "")
    form = forms.DuplicateForm(
        sent(request), today=reader.today, initial={"of": int(number) if number.isdecimal() else None}
    )

    def run(given: dict[str, Any]) -> object:
        first = idea_with_id(given["of"]) or row  # an unknown number is refused as the idea itself is
        return mark_duplicate(idea=row, of=first, words=given["words"], actor=reader.actor, at=reader.at)

    return form, run


def _classify(request: HttpRequest, row: Idea, reader: Reader) -> Built:
    form = forms.FieldForm(sent(request), today=reader.today, initial={"field": row.field})
    return form, lambda given: classify_idea(idea=row, **given, actor=reader.actor, at=reader.at)


def _ask(request: HttpRequest, row: Idea, reader: Reader) -> Built:
    asked = set(row.reviews.values_list("reviewer", flat=True)) | {row.account_id}
    people = [one for one in people_at(row.unit_id, reader.at) if one[0] not in asked]
    form = forms.ReviewerForm(sent(request), today=reader.today, people=people)
    return form, lambda given: ask_reviewer(idea=row, **given, actor=reader.actor, at=reader.at)


def _judge(request: HttpRequest, row: Idea, reader: Reader) -> Built:
    mine = review_of(row, reader.actor)
    initial: dict[str, Any] = {}
    if mine is not None:
        initial = {one.criterion: one.points for one in mine.scores.all()}
        initial |= {"verdict": mine.verdict, "words": mine.words}
    form = forms.JudgeForm(sent(request), today=reader.today, criteria=criteria_on(reader.today), initial=initial)
    return form, lambda given: judge_idea(
        idea=row, points=form.points(), verdict=given["verdict"], words=given["words"], actor=reader.actor, at=reader.at
    )


def _back(request: HttpRequest, row: Idea, reader: Reader) -> Built:
    form = forms.BackForm(sent(request), today=reader.today, initial={"day": reader.today})
    return form, lambda given: back_idea(idea=row, **given, actor=reader.actor, at=reader.at)


def _realise(request: HttpRequest, row: Idea, reader: Reader) -> Built:
    works = works_shown_by([row.unit_id], row.sent_on, reader.today, reader.today)
    form = forms.RealiseForm(
        sent(request),
        request.FILES if request.method == "POST" else None,
        today=reader.today,
        initial={"day": reader.today},
        activities=[(str(one.pk), f"{one.day:%d/%m/%Y} {one.title}") for one in activities_to_show(row)],
        works=[(str(one.work.pk), str(one.work)) for one in works],
    )

    def run(given: dict[str, Any]) -> object:
        file = given.pop("file", None)
        return realise_idea(
            idea=row, **given, content=file.read() if file else b"", file_name=file.name if file else "",
            actor=reader.actor, at=reader.at,
        )  # fmt: skip

    return form, run


_form_of: dict[str, Callable[[HttpRequest, Idea, Reader], Built]] = {
    "tiep-nhan": _words(accept_idea, required=False),
    "trung": _duplicate,
    "chuyen": _hand_over,
    "linh-vuc": _classify,
    "loai": _words(drop_idea),
    "moi-cham": _ask,
    "cham": _judge,
    "chon": _dated(select_idea),
    "ho-tro": _back,
    "tra-loi": _words(answer_idea),
    "tu-choi": _words(refuse_idea),
    "lay-lai": _words(undo_step),
    "thu-nghiem": _dated(pilot_idea),
    "thuc-hien": _realise,
}
