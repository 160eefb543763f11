"""The register of drafts, and one draft: its clauses, what is said on them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.accounts.choices import Capability
from viecthat.opinion.choices import DraftKind, DraftState
from viecthat.opinion.commands.comment import comment_as_member, comment_as_unit, leave_out_comment
from viecthat.opinion.commands.draft import (
    close_draft,
    correct_draft,
    note_issue,
    open_draft,
    prepare_draft,
    reopen_draft,
    submit_draft,
    take_back_submission,
)
from viecthat.opinion.forms.consultation import (
    DraftForm,
    HideForm,
    IssueForm,
    OpenForm,
    PaperForm,
    UnitSayForm,
    WhyForm,
)
from viecthat.opinion.pages.shared import (
    POSTED,
    Words,
    actions,
    form_page,
    links,
    reader_of,
    sent,
    trail_of,
    unit_kept_or_404,
)
from viecthat.opinion.queries.consultation import (
    DRAFT_ORDERS,
    beside,
    clause_with_id,
    clauses_of,
    comment_with_id,
    comments_by_unit,
    comments_on,
    draft_shown,
    drafts_found,
    loose_comments,
    on_the_whole,
)
from viecthat.opinion.rules import is_asked, may_keep_opinion, may_see_opinion, takes_comments
from viecthat.people.queries.own import person_of
from viecthat.plans.pages.shared import own_units
from viecthat.plans.pages.task import kept_file
from viecthat.ui.privacy import private
from viecthat.units.pages.register import Asked, Column, Register, Shown, asked_of, register_file, register_page
from viecthat.units.queries import units_by_id
from viecthat.units.queries.scope import units_seen

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from viecthat.opinion.models import Clause, Draft
    from viecthat.opinion.pages.shared import Reader


def _register(request: HttpRequest, reader: Reader) -> tuple[Register[Draft], Asked, QuerySet[Draft]]:
    asked = asked_of(request, reader.at, reader.today, kinds=DraftKind.choices, states=DraftState.choices)
    found = drafts_found(
        reader.actor, asked.units if asked.unit else None, reader.at, text=asked.get("text"), kind=asked.get("kind"),
        state=asked.get("state"), during=asked.during("due"),
    )  # fmt: skip

    def show(rows: Sequence[Draft], today: date) -> list[Shown]:
        units = units_by_id({row.unit_id for row in rows}, today)
        return [
            Shown(
                reverse("opinion:draft", args=[row.pk]),
                (row.title, str(row.get_kind_display()), row.body, row.replaces, units[row.unit_id].name, row.due,
                 row.said, row.submitted_on, row.issued_number),  # type: ignore[attr-defined]
                chip=str(row.get_state_display()),
            )
            for row in rows
        ]  # fmt: skip

    register: Register[Draft] = Register(
        title=_("Lấy ý kiến dự thảo văn bản"),
        slug="lay-y-kien-du-thao",
        columns=(
            Column(_("Dự thảo"), "ten", width=48), Column(_("Loại"), width=16),
            Column(_("Cơ quan soạn thảo"), width=28), Column(_("Thay thế, sửa đổi"), width=36),
            Column(_("Đơn vị lấy ý kiến"), width=28),
            Column(_("Hạn góp ý"), "han", "day", 12), Column(_("Ý kiến"), "", "whole", 10),
            Column(_("Ngày gửi"), "", "day", 12), Column(_("Đã ban hành, số"), width=24),
        ),
        orders=DRAFT_ORDERS,
        default="-han",
        show=show,
        nothing=_("Chưa lấy ý kiến dự thảo nào"),
        what_to_do=_("Ghi dự thảo luật, nghị định được gửi xin ý kiến; dán toàn văn, phần mềm cắt theo điều."),
        links=links(),
        actions=actions(reader, asked.unit, _("Ghi dự thảo"), "draft-new"),
    )  # fmt: skip
    return register, asked, found


@require_safe
def drafts(request: HttpRequest) -> HttpResponse:
    """Drafts of units in reach, and those put to the reader."""
    reader = reader_of(request)
    register, asked, found = _register(request, reader)
    return register_page(request, register, asked, found, reader.today)


@require_safe
def drafts_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The register whole."""
    reader = reader_of(request)
    register, asked, found = _register(request, reader)
    return register_file(request, register, asked, found, reader.today, kind)


@require_http_methods(POSTED)
def draft_new(request: HttpRequest, code: str) -> HttpResponse:
    """A draft enters the register."""
    reader = reader_of(request)
    unit = unit_kept_or_404(code, reader)
    form = DraftForm(sent(request), request.FILES or None, today=reader.today)

    def run(given: dict[str, Any]) -> tuple[str, str]:
        file, text = given.pop("attached"), given.pop("text")
        made = prepare_draft(unit=unit.id, facts=given, text=text, file=file, actor=reader.actor, at=reader.at)
        return _("Đã ghi dự thảo; xem lại các điều rồi mở lấy ý kiến."), reverse("opinion:draft", args=[made.pk])

    words = Words(_("Ghi dự thảo lấy ý kiến"), unit.name, _("Ghi vào sổ"))
    return form_page(request, form, words, run, back=reverse("opinion:drafts"), trail=trail_of((words.title, "")))


@require_safe
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft clause by clause, with how many want what of it."""
    reader = reader_of(request)
    row = shown_or_404(pk, reader)
    sees = may_see_opinion(reader.actor, row.unit_id, reader.at)
    context = {
        "row": row,
        "unit": units_by_id({row.unit_id}, reader.today)[row.unit_id],
        "clauses": clauses_of(row),
        "whole": on_the_whole(row),
        "sees": sees,
        "keeps": may_keep_opinion(reader.actor, row.unit_id, reader.at),
        "takes": takes_comments(row, reader.at),
        "by_unit": comments_by_unit(row, reader.today) if sees else [],
        "loose": loose_comments(row) if sees else 0,
        "public": request.build_absolute_uri(reverse("opinion:say", args=[row.public_code])) if row.public_code else "",
        "trail": trail_of((row.title, "")),
    }
    return private(render(request, "opinion/draft.html", context))


@require_http_methods(POSTED)
def clause(request: HttpRequest, pk: int, clause: int) -> HttpResponse:
    """A clause (0: the whole draft): its words, what is said on it, one's own say."""
    reader = reader_of(request)
    row = shown_or_404(pk, reader)
    found: Clause | None = clause_with_id(clause, row) if clause else None
    if clause and found is None:
        raise Http404
    back = reverse("opinion:clause", args=[pk, clause])
    takes = takes_comments(row, reader.at) and _may_say(row, reader)
    mine = [one for one in own_units(reader, capabilities=(Capability.RECORD,)) if is_asked(row, one.id, reader.at)]
    initial = {"unit": mine[0] if mine and person_of(reader.actor) is None else None}
    form = UnitSayForm(sent(request) if takes else None, today=reader.today, initial=initial)

    def run(given: dict[str, Any]) -> tuple[str, str]:
        said = form.said(found.pk if found else None)
        if given["unit"] is not None:
            comment_as_unit(draft=row, unit=given["unit"].id, said=said, actor=reader.actor, at=reader.at)
        else:
            comment_as_member(draft=row, said=said, actor=reader.actor, at=reader.at)
        return _("Đã ghi ý kiến."), back

    sees = may_see_opinion(reader.actor, row.unit_id, reader.at)
    rows = comments_on(
        row, found, reader.today, hidden=sees, seen=None if sees else units_seen(reader.actor, reader.at)
    )
    words = Words(found.label if found else _("Góp ý toàn bộ dự thảo"), row.title, _("Gửi ý kiến"))
    return form_page(
        request, form, words, run, back=reverse("opinion:draft", args=[pk]), template="opinion/clause.html",
        trail=trail_of((row.title, reverse("opinion:draft", args=[pk])), (words.title, "")),
        row=row, clause=found, rows=rows, takes=takes, beside=beside(found) if found else (None, None),
        changes=may_keep_opinion(reader.actor, row.unit_id, reader.at)
        and row.state in {DraftState.OPEN, DraftState.CLOSED},
    )  # fmt: skip


@require_http_methods(POSTED)
def comment_hide(request: HttpRequest, pk: int, comment: int) -> HttpResponse:
    """A comment is left out, or taken in again."""
    reader = reader_of(request)
    row = kept_or_404(pk, reader)
    found = comment_with_id(comment, row)
    if found is None:
        raise Http404
    back = reverse("opinion:clause", args=[pk, found.clause_id or 0])
    form = HideForm(sent(request), initial={"reason": found.hidden_why})

    def run(given: dict[str, Any]) -> tuple[str, str]:
        leave_out_comment(comment=found, actor=reader.actor, at=reader.at, **given)
        return _("Đã ghi."), back

    words = Words(_("Gạt ý kiến ra"), found.words[:120] or str(found.get_stance_display()), _("Ghi"))
    return form_page(request, form, words, run, back=back, trail=trail_of((row.title, back), (words.title, "")))


@require_http_methods(POSTED)
def draft_step(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Corrected, opened, closed, submitted, taken back, issued."""
    reader = reader_of(request)
    row = kept_or_404(pk, reader)
    back, today, data = reverse("opinion:draft", args=[pk]), reader.today, sent(request)
    who: dict[str, Any] = {"draft": row, "actor": reader.actor, "at": reader.at}
    steps: dict[str, tuple[Any, str, Any]] = {
        "sua": (DraftForm, _("Sửa dự thảo"), None),
        "mo": (OpenForm, _("Mở lấy ý kiến"), open_draft),
        "dong": (forms.Form, _("Đóng nhận ý kiến"), close_draft),
        "mo-lai": (forms.Form, _("Mở lại lấy ý kiến"), reopen_draft),
        "gui": (PaperForm, _("Gửi cơ quan soạn thảo"), submit_draft),
        "lay-lai": (WhyForm, _("Lấy lại bản đã gửi"), take_back_submission),
        "ban-hanh": (IssueForm, _("Văn bản đã ban hành"), note_issue),
    }
    if slug not in steps:
        raise Http404
    kind, title, command = steps[slug]
    if slug == "sua":
        initial = {name: getattr(row, name) for name in ("title", "kind", "body", "replaces", "asks", "due")}
        form: Any = DraftForm(data, request.FILES or None, today=today, initial=initial)
    elif slug in {"gui", "ban-hanh"}:
        form = kind(data, today=today, initial={"day": today})
    else:
        form = kind(data)

    def run(given: dict[str, Any]) -> tuple[str, str]:
        if command is None:
            file, text = given.pop("attached"), given.pop("text")
            correct_draft(facts=given, text=text, file=file, **who)
        else:
            command(**given, **who)
        return _("Đã ghi."), back

    words = Words(title, row.title, title if slug in {"mo", "dong", "mo-lai"} else _("Ghi"))
    return form_page(request, form, words, run, back=back, trail=trail_of((row.title, back), (title, "")))


@require_safe
def draft_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft as it came."""
    row = shown_or_404(pk, reader_of(request))
    if row.file is None or not row.file.path.exists():
        raise Http404
    return kept_file(row.file, row.file_name)


def shown_or_404(pk: int, reader: Reader) -> Draft:
    """The draft, for who may read it. Http404 for any other."""
    row = draft_shown(pk, reader.actor, reader.at)
    if row is None:
        raise Http404
    return row


def kept_or_404(pk: int, reader: Reader) -> Draft:
    """The draft, for who holds the consultation. Http404 for any other."""
    row = shown_or_404(pk, reader)
    if not may_keep_opinion(reader.actor, row.unit_id, reader.at):
        raise Http404
    return row


def _may_say(row: Draft, reader: Reader) -> bool:
    person = person_of(reader.actor)
    if person is not None and is_asked(row, person.unit_id, reader.at):
        return True
    mine = own_units(reader, capabilities=(Capability.RECORD,))
    return any(
        is_asked(row, one.id, reader.at) or may_keep_opinion(reader.actor, row.unit_id, reader.at) for one in mine
    )
