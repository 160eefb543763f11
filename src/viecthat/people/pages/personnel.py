"""The review of cadres on screen: what was asked, who has not answered, one unit's form."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.accounts.queries import actor_of
from viecthat.documents.model import Lang
from viecthat.documents.on_paper import on_paper
from viecthat.kernel.errors import Refused
from viecthat.people.choices.personnel import PersonnelState
from viecthat.people.commands.personnel import (
    accept_review,
    call_for_review,
    call_off_review,
    remark_cadres,
    return_review,
    send_review,
)
from viecthat.people.exports.cadres import workbook_bytes
from viecthat.people.exports.personnel import call_sheets, review_document
from viecthat.people.forms.personnel import CallForm, CallOffForm, PersonnelAnswerForm, RemarksForm
from viecthat.people.forms.post import named
from viecthat.people.models.personnel import PersonnelCall, PersonnelReview
from viecthat.people.pages.cadre_report import KINDS
from viecthat.people.pages.post_changes import Page, Words, asked_at, sent, shown
from viecthat.people.pages.post_unit import unit_or_404
from viecthat.people.pages.posts import file_response, made_up, reach_or_404, taken_along, unit_choices
from viecthat.people.queries.personnel import (
    OpenReview,
    call_by_id,
    calls_of,
    open_call,
    open_review,
    review_by_id,
    reviews_asked_of,
)
from viecthat.people.rules.charter import months_later
from viecthat.people.rules.post import may_give_posts, units_with_managed_cadres
from viecthat.ui.sentences import add_refusal
from viecthat.units.queries import kinds as unit_kinds, units_by_id
from viecthat.units.tree import tree_on

ON_A_PAGE = 50


@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """Forms the reader's units owe or sent, and what they asked of units below."""
    at, today, actor = now(), localdate(), actor_of(request)
    reach = reach_or_404(request, at)
    managed = units_with_managed_cadres(actor, at) & reach.units
    asked = Paginator(reviews_asked_of(managed, today), ON_A_PAGE).get_page(request.GET.get("trang"))
    context = {
        "asked": {"unit": reach.unit, "code": reach.unit.code if reach.unit else ""},
        "units": unit_choices(reach),
        "page": asked,
        "rows": list(asked.object_list),
        "calls": calls_of(managed, today),
        "today": today,
        "may_call": reach.unit is not None and reach.unit.id in managed,
    }
    return render(request, "people/personnel.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def call(request: HttpRequest, code: str) -> HttpResponse:
    """Ask units below for their forms; `phieu` names the unit's own form that this feeds."""
    asked = asked_at(request, unit_or_404(code, localdate()))
    within = _own_form(request, asked.unit.id)
    tree = tree_on(asked.today)
    known = unit_kinds()
    counts = tree.kinds_below(asked.unit.id) if asked.unit.id in tree else {}
    kinds = [
        (kind, _("{kind} ({count})").format(kind=named(known[kind]), count=count))
        for kind, count in sorted(counts.items(), key=lambda pair: known[pair[0]].level)
    ]
    initial = {
        "day": asked.today,
        "due": months_later(asked.today, 1),
        "title": within.call.title if within else "",
    }
    form = CallForm(sent(request), kinds=kinds, fixed_day=within is not None, today=asked.today, initial=initial)
    words = Words(
        _("Yêu cầu rà soát nhân sự"),
        _("{unit}. Mỗi đơn vị nhận một phiếu lập sẵn từ sổ cán bộ; đơn vị nhận xét, ký, gửi lên.").format(
            unit=asked.unit.name
        ),
        _("Gửi yêu cầu"),
    )

    def run(given: dict[str, Any]) -> tuple[str, str]:
        wanted = set(given.pop("kinds"))
        found = tree.units[tree.positions_of(wanted, within=asked.unit.id)].tolist()
        units = [unit for unit in found if unit != asked.unit.id]
        made = call_for_review(
            unit=asked.unit.id, units=units, within=within, actor=asked.actor, at=asked.at,
            day=given.pop("day", asked.today), **given,
        )  # fmt: skip
        return _("Đã gửi yêu cầu đến {count} đơn vị.").format(count=len(units)), _call_url(made.pk)

    return shown(request, Page(asked, form, words, run, back=reverse("cadres:personnel")))


@require_safe
def one_call(request: HttpRequest, pk: int) -> HttpResponse:
    """A call: n of N, and who has not sent theirs."""
    found = _call(request, pk)
    opened = open_call(found, localdate())
    context = {
        "open": opened,
        "call": found,
        "trail": [(_("Rà soát nhân sự"), reverse("cadres:personnel")), (found.title, "")],
    }
    return render(request, "people/personnel_call.html", context)


@require_safe
def call_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as a workbook."""
    found = _call(request, pk)
    today = localdate()
    name = f"ra-soat-nhan-su-{pk}.xlsx"
    return file_response(workbook_bytes(call_sheets(open_call(found, today)), found.title, today), name)


@require_http_methods(["GET", "HEAD", "POST"])
def call_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Nobody need send it any more."""
    found = _call(request, pk)
    asked = asked_at(request, units_by_id([found.unit_id], localdate())[found.unit_id])
    words = Words(_("Thôi đợt rà soát"), found.title, _("Thôi đợt này"))

    def run(given: dict[str, Any]) -> tuple[str, str]:
        call_off_review(call=found, **given, actor=asked.actor, at=asked.at)
        return _("Đã thôi; đơn vị dưới không phải gửi nữa."), _call_url(pk)

    return shown(request, Page(asked, CallOffForm(sent(request), today=asked.today), words, run, back=_call_url(pk)))


@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, pk: int) -> HttpResponse:
    """One unit's form: remarked and sent by the unit, accepted or returned by whoever asked."""
    at, today, actor = now(), localdate(), actor_of(request)
    review = _review(request, pk)
    opened = open_review(review, today)
    keeps = may_give_posts(actor, review.unit_id, at)
    answers = may_give_posts(actor, review.call.unit_id, at) and review.state == PersonnelState.SENT
    said = request.POST.get("viec", "") if request.method == "POST" else ""
    rows = [(row.post.post.pk, row.post.post.person.full_name, row.remark) for row in opened.rows]
    writing = said in {"luu", "gui"}
    remarks = RemarksForm(
        request.POST if writing else None,
        rows=rows if opened.editable else [],
        today=today,
        initial={"note": review.note},
    )
    answer = PersonnelAnswerForm(request.POST if said in {"nhan", "tra-lai"} else None, today=today)
    box = remarks if writing else answer if said in {"nhan", "tra-lai"} else None
    if box is not None and box.is_valid():
        try:
            if box is remarks:
                given = {"remarks": remarks.remarks(), "note": remarks.cleaned_data["note"]}
                with transaction.atomic():  # what can't be sent is not saved either: the boxes still hold it
                    remark_cadres(review=review, **given, actor=actor, at=at)
                    if said == "gui":
                        send_review(review=review, actor=actor, at=at)
                messages.success(request, _("Đã ký, gửi lên.") if said == "gui" else _("Đã lưu nhận xét."))
            else:
                do = accept_review if said == "nhan" else return_review
                do(review=review, answer=answer.cleaned_data["answer"], actor=actor, at=at)
                messages.success(request, _("Đã nhận phiếu.") if said == "nhan" else _("Đã trả lại phiếu."))
            return redirect(_form_url(pk))
        except Refused as refused:
            add_refusal(box, refused)
    context = {
        "open": opened,
        "review": review,
        "call": review.call,
        "lines": [(row, _box(remarks, row.post.post.pk)) for row in opened.rows],
        "remarks": remarks if keeps and opened.editable else None,
        "answer": answer if answers and review.signed_by_id != actor.pk else None,
        "own": answers and review.signed_by_id == actor.pk,
        "keeps": keeps,
        "late": review.call.due < today and opened.editable,
        "trail": [(_("Rà soát nhân sự"), reverse("cadres:personnel")), (opened.unit.name, "")],
        "synthetic": made_up(row.post.post.person.example for row in opened.rows),
    }
    return render(request, "people/personnel_form.html", context, status=422 if box is not None else 200)


@require_safe
def form_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The form as Word or PDF."""
    if kind not in KINDS:
        raise Http404
    opened: OpenReview = open_review(_review(request, pk), localdate())
    lang: Lang = "en" if get_language() == "en" else "vi"
    name = f"ra-soat-nhan-su-{opened.unit.code}.{kind}"
    taken_along(request, [row.post.post.person_id for row in opened.rows], name)
    document = review_document(opened, opened.rows, at=now(), lang=lang)
    return file_response(on_paper(document, kind), name, KINDS[kind])


def _box(remarks: RemarksForm, post: int) -> Any:
    name = f"remark_{post}"
    return remarks[name] if name in remarks.fields else None


def _call_url(pk: int) -> str:
    return reverse("cadres:personnel-call", args=[pk])


def _form_url(pk: int) -> str:
    return reverse("cadres:personnel-form", args=[pk])


def _call(request: HttpRequest, pk: int) -> PersonnelCall:
    """The call for those who keep the cadres of the unit that asked. Http404 for anybody else."""
    found = call_by_id(pk)
    if found is None or not may_give_posts(actor_of(request), found.unit_id, now()):
        raise Http404
    return found


def _review(request: HttpRequest, pk: int) -> PersonnelReview:
    """The form for those who keep the cadres of the unit, or of the one that asked. Http404 for anybody else."""
    found = review_by_id(pk)
    actor, at = actor_of(request), now()
    if found is None or not any(may_give_posts(actor, unit, at) for unit in (found.unit_id, found.call.unit_id)):
        raise Http404
    return found


def _own_form(request: HttpRequest, unit: int) -> PersonnelReview | None:
    asked = request.GET.get("phieu", "")
    if not asked:
        return None
    found = review_by_id(int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 18 else None
    if found is None or found.unit_id != unit:
        raise Http404
    return found
