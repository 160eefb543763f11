"""Initiatives at work: the register, one of them, and the door where the place of work confirms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.accounts.pages.human_check import answered_once
from viecthat.accounts.pages.secrets import behind_door
from viecthat.ideas.choices import IdeaField, InitiativeState
from viecthat.ideas.commands.initiative import (
    confirm_by_link,
    confirm_on_paper,
    correct_initiative,
    declare_initiative,
    make_link,
    reject_by_link,
    take_back_initiative,
)
from viecthat.ideas.forms.idea import WhyForm
from viecthat.ideas.forms.initiative import InitiativeForm, LinkForm, PaperForm
from viecthat.ideas.pages.shared import (
    CODES,
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
from viecthat.ideas.queries.initiative import (
    INITIATIVE_ORDERS,
    initiative_behind,
    initiative_with_id,
    initiatives_found,
    partner_choices,
)
from viecthat.ideas.rules import may_keep_ideas, may_see_sender
from viecthat.kernel.errors import Refused
from viecthat.people.queries.pick import picked
from viecthat.ui.privacy import private, unlisted
from viecthat.ui.sentences import add_refusal, sentence_of
from viecthat.units.pages.register import Asked, Column, Register, Shown, asked_of, register_file, register_page
from viecthat.units.queries import units_by_id

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from viecthat.ideas.models import Initiative


def _register(request: HttpRequest, reader: Reader) -> tuple[Register[Initiative], Asked, QuerySet[Initiative]]:
    asked = asked_of(request, reader.at, reader.today, kinds=IdeaField.choices, states=InitiativeState.choices)
    asked.form.fields["kind"].label = _("Lĩnh vực")
    day = "confirmed_on" if asked.get("state") == InitiativeState.CONFIRMED else "applied_on"
    found = initiatives_found(
        asked.units, text=asked.get("text"), field=asked.get("kind"), state=asked.get("state"),
        during=asked.during(day),
    )  # fmt: skip

    def show(rows: Sequence[Initiative], today: date) -> list[Shown]:
        units = units_by_id({row.unit_id for row in rows}, today)
        return [
            Shown(
                reverse("ideas:initiative", args=[row.pk]),
                (row.title, str(row.get_field_display()), units[row.unit_id].name, row.employer, row.applied_on,
                 str(row.get_state_display()), row.real_money, row.real_hours),
            )
            for row in rows
        ]  # fmt: skip

    register: Register[Initiative] = Register(
        title=_("Sổ sáng kiến"),
        slug="sang-kien",
        lede=_("Chỉ lợi ích được nơi áp dụng xác nhận mới vào sổ việc."),
        columns=(
            Column(_("Tên sáng kiến"), "ten", width=48), Column(_("Lĩnh vực"), width=24),
            Column(_("Đơn vị"), width=32), Column(_("Nơi áp dụng"), width=32),
            Column(_("Áp dụng từ"), "ngay", "day", 12), Column(_("Tình trạng"), width=24),
            Column(_("Làm lợi đã xác nhận (đồng)"), "tien", "money", 18), Column(_("Giờ công"), "", "whole", 10),
        ),
        orders=INITIATIVE_ORDERS,
        default="-ngay",
        show=show,
        nothing=_("Chưa có sáng kiến nào"),
        what_to_do=_("Ghi sáng kiến với lợi ích một năm, rồi xin nơi áp dụng xác nhận bằng liên kết hoặc giấy."),
        links=links(),
        actions=actions(reader, asked.unit, _("Ghi sáng kiến"), "initiative-new"),
    )  # fmt: skip
    return register, asked, found


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """The register of initiatives."""
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
def new(request: HttpRequest, code: str) -> HttpResponse:
    """An initiative."""
    reader = reader_of(request)
    unit = unit_kept_or_404(code, reader)
    form = InitiativeForm(
        sent(request), _files(request), today=reader.today, units=units_of_people(reader),
        partners=partner_choices(unit.id), initial={"applied_on": reader.today},
    )  # fmt: skip

    def run(_given: dict[str, Any]) -> tuple[str, str]:
        made = declare_initiative(unit=unit.id, facts=form.facts(), actor=reader.actor, at=reader.at)
        return _("Đã ghi sáng kiến; xin nơi áp dụng xác nhận."), reverse("ideas:initiative", args=[made.pk])

    words = Words(_("Ghi sáng kiến"), unit.name, _("Ghi vào sổ"))
    back = reverse("ideas:initiatives")
    return form_page(request, form, words, run, back=back, trail=_trail((words.title, "")))


@require_http_methods(POSTED)
def initiative(request: HttpRequest, pk: int) -> HttpResponse:
    """One initiative. The link for the place of work is made by a button and shown this once."""
    reader = reader_of(request)
    row = in_reach(initiative_with_id(pk), reader)
    link = ""
    if request.method == "POST":
        try:
            code = make_link(initiative=row, actor=reader.actor, at=reader.at)
        except Refused as refused:
            messages.error(request, sentence_of(refused))
            return HttpResponseRedirect(request.path)
        link = request.build_absolute_uri(reverse("ideas:confirm", args=[code]))
        row = in_reach(initiative_with_id(pk), reader)
    keeps = may_keep_ideas(reader.actor, row.unit_id, reader.at)
    context = {
        "row": row,
        "unit": units_by_id({row.unit_id}, reader.today)[row.unit_id],
        "named": may_see_sender(reader.actor, row.unit_id, reader.at),
        "keeps": keeps,
        "waits": row.state == InitiativeState.DECLARED,
        "counts": row.state == InitiativeState.CONFIRMED,
        "over": row.state == InitiativeState.TAKEN_BACK,
        "link": link,
        "trail": _trail((row.title, "")),
    }
    return private(render(request, "ideas/initiative.html", context))


@require_http_methods(POSTED)
def step(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Put right before it is confirmed, confirmed on paper, taken back."""
    reader = reader_of(request)
    row = in_reach(initiative_with_id(pk), reader, keeps=True)
    back = reverse("ideas:initiative", args=[pk])
    who: dict[str, Any] = {"initiative": row, "actor": reader.actor, "at": reader.at}
    form: Any
    if slug == "sua":
        names = (
            "title", "field", "author", "employer", "text", "applied_on", "money", "hours", "material",
            "material_unit", "effect",
        )  # fmt: skip
        initial = {name: getattr(row, name) for name in names} | {"partner": row.partner_id or ""}
        initial["person"] = picked(row.person) if row.person is not None else None
        form, title = (
            InitiativeForm(
                sent(request), _files(request), today=reader.today, units=units_of_people(reader),
                partners=partner_choices(row.unit_id), initial=initial,
            ),
            _("Sửa bản kê khai"),
        )  # fmt: skip
    elif slug == "giay":
        initial = {"money": row.money, "hours": row.hours, "material": row.material, "day": reader.today}
        form, title = (
            PaperForm(sent(request), _files(request), today=reader.today, initial=initial),
            _("Ghi giấy xác nhận"),
        )
    elif slug == "rut":
        form, title = WhyForm(sent(request), today=reader.today), _("Rút sáng kiến")
    else:
        raise Http404

    def run(given: dict[str, Any]) -> tuple[str, str]:
        if slug == "sua":
            correct_initiative(facts=form.facts(), **who)
        elif slug == "giay":
            file = given["file"]
            confirm_on_paper(said=form.said(), day=given["day"], content=file.read(), file_name=file.name, **who)
        else:
            take_back_initiative(reason=given["reason"], **who)
        return _("Đã ghi."), back

    trail = _trail((row.title, back), (title, ""))
    return form_page(request, form, Words(title, row.title, _("Ghi")), run, back=back, trail=trail)


@require_safe
def file(request: HttpRequest, pk: int, which: str) -> HttpResponse:
    """The evidence (`minh-chung`) or the signed paper (`giay`)."""
    row = in_reach(initiative_with_id(pk), reader_of(request))
    if which not in {"minh-chung", "giay"}:
        raise Http404
    return file_answer(row.file, row.file_name) if which == "minh-chung" else file_answer(row.paper, row.paper_name)


@never_cache
@login_not_required
@require_http_methods(POSTED)
def confirm(request: HttpRequest, code: str) -> HttpResponse:
    """Behind the link sent to the place of work: yes with the real amounts, or no and why. Used once."""
    row = behind_door(request, CODES, initiative_behind, code)
    form = LinkForm(sent(request), initial={"money": row.money, "hours": row.hours, "material": row.material})
    done, status = False, 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            answer = confirm_by_link if form.cleaned_data["yes"] == "co" else reject_by_link
            try:
                if answered_once(form, now()):
                    answer(initiative=row, said=form.said(), at=now())
                    done, status = True, 200
            except Refused as refused:
                add_refusal(form, refused)
    context = {
        "row": row,
        "unit": units_by_id({row.unit_id}, row.applied_on)[row.unit_id],
        "form": form,
        "done": done,
    }
    response = unlisted(render(request, "ideas/confirm.html", context, status=status))
    response["Cache-Control"] = "no-store"
    return response


def _trail(*steps: tuple[str, str]) -> list[tuple[str, str]]:
    return trail_of((_("Sổ sáng kiến"), reverse("ideas:initiatives")), *steps)


def _files(request: HttpRequest) -> Any:
    return request.FILES if request.method == "POST" else None
