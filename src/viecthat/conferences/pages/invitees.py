"""Who is asked: the list, by rule, by hand, what each answered; the letters sent."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from viecthat.conferences.choices import Answer, InviteePart
from viecthat.conferences.commands import (
    drop_invitee,
    invite_by_rule,
    keep_invitee,
    note_answer,
    send_invitations,
    take_back_check_in,
)
from viecthat.conferences.forms import AnswerForm, InviteeForm, RuleForm
from viecthat.conferences.pages.shared import POSTED, kept_or_403, shown_or_404
from viecthat.conferences.queries.calling import kinds_to_call, posts_to_call
from viecthat.conferences.queries.presence import (
    STATES,
    attendance_of,
    invitee_shown,
    invitees_found,
    listed_invitees,
)
from viecthat.kernel.errors import Refused
from viecthat.plans.pages.shared import Words, change_page, reader_of, sent
from viecthat.ui.sentences import add_refusal, sentence_of

ON_A_PAGE = 50


@require_http_methods(POSTED)
def listing(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is asked and what they said; the button sends the letters."""
    reader = reader_of(request)
    if request.method == "POST":
        shown = kept_or_403(pk, reader)
        try:
            count = send_invitations(conference=shown.conference, actor=reader.actor, at=reader.at)
        except Refused as refused:
            messages.error(request, sentence_of(refused))
        else:
            messages.success(request, _("Đã ghi gửi giấy mời cho {n} người.").format(n=count))
        return HttpResponseRedirect(request.path)
    shown = shown_or_404(pk, reader)
    text, state = request.GET.get("q", "")[:200], request.GET.get("tinh-trang", "")
    part = request.GET.get("phan", "")
    found = invitees_found(shown.conference, text=text, state=state, part=part)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("trang"))
    words = {
        "cho": _("chưa trả lời"),
        "se-du": _("sẽ dự"),
        "khong-du": _("không dự được"),
        "da-den": _("đã đến"),
        "chua-den": _("chưa đến"),
        "chua-gui": _("chưa gửi giấy mời"),
    }
    context = shown.context | {
        "page": page,
        "rows": listed_invitees(page.object_list, shown.conference),
        "attendance": attendance_of(shown.conference),
        "unsent": shown.conference.invitees.filter(STATES["chua-gui"]).count(),
        "text": text,
        "state": state,
        "states": list(words.items()),
        "part": part,
        "parts": InviteePart.choices,
    }
    return render(request, "conferences/invitees.html", context)


@require_http_methods(POSTED)
def by_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Kinds of units times posts."""
    reader = reader_of(request)
    shown = kept_or_403(pk, reader)
    kinds = kinds_to_call(shown.conference)
    initial = {"kinds": [kinds[0][0]] if kinds else [], "posts": ["secretary"], "unnamed": True}
    form = RuleForm(sent(request), kinds=kinds, posts=posts_to_call(), initial=initial)
    back = reverse("conferences:invitees", args=[pk])

    def run(given: dict[str, Any]) -> tuple[str, str]:
        count = invite_by_rule(conference=shown.conference, **given, actor=reader.actor, at=reader.at)
        return _("Đã đưa {n} người vào danh sách mời.").format(n=count), back

    words = Words(
        _("Mời theo diện"),
        _("Ai giữ các chức vụ này ở các loại đơn vị này theo sổ cán bộ ngày họp; ai đã có thì không thêm lần nữa."),
        _("Đưa vào danh sách"),
    )
    trail = [*shown.trail, (_("Khách mời"), back)]
    return change_page(request, form, words, run, back=back, trail=trail)


@require_http_methods(POSTED)
def by_hand(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody asked by hand."""
    reader = reader_of(request)
    shown = kept_or_403(pk, reader)
    form = InviteeForm(sent(request), today=shown.conference.held_on)
    back = reverse("conferences:invitees", args=[pk])

    def run(_given: dict[str, Any]) -> tuple[str, str]:
        keep_invitee(conference=shown.conference, facts=form.facts, actor=reader.actor, at=reader.at)
        return _("Đã thêm."), back

    words = Words(_("Mời thêm"), _("Một người, một đơn vị cử người, hoặc cấp ủy, công đoàn, cơ quan bạn."), _("Thêm"))
    return change_page(request, form, words, run, back=back, trail=[*shown.trail, (_("Khách mời"), back)])


@require_http_methods(POSTED)
def invitee(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """One of them: the letter, its secret address, what they told by telephone; taken off the list."""
    reader = reader_of(request)
    shown = kept_or_403(pk, reader)
    found = invitee_shown(row, shown.conference)
    if found is None:
        raise Http404
    listed = listed_invitees([found], shown.conference)[0]
    back = reverse("conferences:invitees", args=[pk])
    what = request.POST.get("viec", "") if request.method == "POST" else ""
    fields = ("part", "name", "post", "body", "contact")
    initial = {name: getattr(found, name) for name in fields} | {"unit": listed.unit}
    day = shown.conference.held_on
    facts = InviteeForm(request.POST if what == "sua" else None, today=day, initial=initial)
    said = {"answer": found.answer or Answer.CONFIRMED, "stand_in": found.stand_in, "reason": found.reason}
    answer = AnswerForm(request.POST if what == "tra-loi" else None, initial=said)
    form = {"sua": facts, "tra-loi": answer}.get(what)
    if what and (form is None or form.is_valid()):
        try:
            if what == "sua":
                keep_invitee(
                    conference=shown.conference, facts=facts.facts, row=found, actor=reader.actor, at=reader.at
                )
            elif what == "tra-loi":
                note_answer(row=found, **answer.cleaned_data, actor=reader.actor, at=reader.at)
            elif what == "chua-den":
                take_back_check_in(row=found, actor=reader.actor, at=reader.at)
            elif what == "bo":
                drop_invitee(row=found, actor=reader.actor, at=reader.at)
                messages.success(request, _("Đã đưa ra khỏi danh sách mời."))
                return HttpResponseRedirect(back)
            else:
                raise Http404
        except Refused as refused:
            if form is None:
                messages.error(request, sentence_of(refused))
                return HttpResponseRedirect(request.path)
            add_refusal(form, refused)
        else:
            messages.success(request, _("Đã ghi."))
            return HttpResponseRedirect(request.path)
    context = shown.context | {
        "one": listed,
        "facts": facts,
        "answer": answer,
        "address": request.build_absolute_uri(reverse("conferences:letter-door", args=[found.code])),
        "back": back,
    }
    return render(request, "conferences/invitee.html", context, status=422 if what else 200)
