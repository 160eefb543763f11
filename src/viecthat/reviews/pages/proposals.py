"""Difficulties and proposals upward: those of a review, the register of all, one with its answers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from viecthat.accounts.choices import Capability
from viecthat.kernel.errors import Refused
from viecthat.plans.exports.directive import workbook_bytes
from viecthat.plans.pages.shared import (
    Reader,
    Words,
    change_page,
    file_response,
    own_units,
    reader_of,
    sent,
    unit_or_404,
)
from viecthat.plans.queries.session import obstacles_found
from viecthat.plans.rules import may_keep_directives, units_held
from viecthat.reviews.commands.proposal import (
    answer_proposal,
    make_obstacle,
    pass_on_proposal,
    send_proposal,
    take_up_proposal,
    withdraw_proposal,
)
from viecthat.reviews.exports.open_items import proposals_sheet
from viecthat.reviews.forms.proposal import (
    AnswerProposalForm,
    PassOnForm,
    ProposalForm,
    ProposalListForm,
    ReasonForm,
    TakeUpForm,
)
from viecthat.reviews.models import WAITING, Proposal, ProposalState, Review
from viecthat.reviews.pages.limits import MOST_TAKEN, ON_A_PAGE, POSTED, opened_review
from viecthat.reviews.queries.proposals import (
    FIRST,
    ORDERS,
    ProposalFilter,
    addressees_of,
    listed_proposals,
    proposal_shown,
    proposals_found,
    proposals_of_review,
    proposals_with_obstacles,
    steps_of_proposal,
    waiting_by_addressee,
)
from viecthat.reviews.rules import may_answer_proposal, may_keep_limits, may_read_review
from viecthat.ui.sentences import sentence_of
from viecthat.units.queries import units_by_id


@require_safe
def review_proposals(request: HttpRequest, unit_code: str, slug: str) -> HttpResponse:
    """What the unit of a review proposes upward, and what others propose to it."""
    asked, review = opened_review(request, unit_code, slug)
    reader = reader_of(request)
    context = {
        "asked": asked,
        "review": review,
        "proposals": proposals_of_review(review, reader.today),
        "keeper": may_keep_limits(reader.actor, review.unit_id, reader.at),
    }
    return render(request, "reviews/proposals.html", context)


@require_http_methods(POSTED)
def enter_in_review(request: HttpRequest, unit_code: str, slug: str) -> HttpResponse:
    """The unit proposes something in its review."""
    _asked_of, review = opened_review(request, unit_code, slug)
    back = reverse("reviews:proposals", args=[unit_code, slug])
    return _enter(request, unit_code, back, review)


@require_http_methods(POSTED)
def enter(request: HttpRequest, unit_code: str) -> HttpResponse:
    """The unit proposes something outside of a review."""
    return _enter(request, unit_code, reverse("reviews:proposal-register"), None)


def _enter(request: HttpRequest, unit_code: str, back: str, review: Review | None) -> HttpResponse:
    reader = reader_of(request)
    unit = unit_or_404(unit_code, reader.today)
    if not may_keep_limits(reader.actor, unit.id, reader.at):
        raise PermissionDenied(_("Bạn chưa được giao quyền gửi kiến nghị của đơn vị này."))
    waiting = {
        point.pk: point for point in obstacles_found(reader.actor, reader.at, unsolved=True).filter(unit=unit.id)
    }
    for taken in proposals_with_obstacles(list(waiting)):
        del waiting[taken]
    form = ProposalForm(
        sent(request),
        today=reader.today,
        addressees=addressees_of(unit.id, reader.today),
        obstacles=[(pk, point.words) for pk, point in waiting.items()],
    )

    def run(given: dict[str, Any]) -> tuple[str, str]:
        made = send_proposal(
            unit=unit.id,
            facts=form.facts,
            review=review,
            point=waiting.get(given.get("point") or 0),
            actor=reader.actor,
            at=reader.at,
        )
        return _("Đã gửi kiến nghị."), reverse("reviews:proposal", args=[made.pk])

    words = Words(_("Gửi kiến nghị"), unit.name, _("Gửi"))
    return change_page(request, form, words, run, back=back, trail=trail())


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """All proposals the reader may see, fifty to a page; with whom they wait, the most late first."""
    reader = reader_of(request)
    form, found, order = _asked(request, reader)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("trang"))
    own = own_units(reader, capabilities=(Capability.DECLARE, Capability.PLAN))
    filtered = any(form.data.get(name) for name in ProposalListForm.parameters.values())
    context = {
        "form": form,
        "page": page,
        "rows": listed_proposals(page.object_list, reader.today),
        "waiting": [] if filtered else waiting_by_addressee(reader.actor, reader.at),
        "own": own[0] if own else None,
        "order": order,
        "default_order": FIRST,
        "query": request.GET.urlencode(),
        "filtered": filtered,
    }
    return render(request, "reviews/proposal_register.html", context)


@require_safe
def register_file(request: HttpRequest) -> HttpResponse:
    """The same list whole, as a workbook."""
    reader = reader_of(request)
    _form, found, _order = _asked(request, reader)
    title = _("Sổ khó khăn, kiến nghị")
    sheet = proposals_sheet(listed_proposals(found[:MOST_TAKEN], reader.today), title)
    return file_response(workbook_bytes((sheet,), title, reader.today), f"kien-nghi-{reader.today:%Y-%m-%d}.xlsx")


def _asked(request: HttpRequest, reader: Reader) -> tuple[ProposalListForm, QuerySet[Proposal], str]:
    form = ProposalListForm(request.GET, today=reader.today)
    valid = form.is_valid()
    data: dict[str, Any] = form.cleaned_data
    wanted = ProposalFilter(
        text=data.get("text", ""),
        whose=data.get("whose", ""),
        state=data.get("state", ""),
        unit=data["unit"].id if data.get("unit") else None,
        addressee=data["addressee"].id if data.get("addressee") else None,
        area=data.get("area"),
        units=tuple(units_held(reader.actor, reader.at)) if data.get("whose") else (),
    )
    order = request.GET.get("xep", FIRST)
    order = order if order in ORDERS else FIRST
    found = proposals_found(wanted, reader.actor, reader.at, order)
    return form, found if valid else found.none(), order


@require_safe
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """One proposal with all that happened."""
    reader = reader_of(request)
    shown = _proposal_or_404(pk, reader)
    waits = shown.state in WAITING
    answers = waits and may_answer_proposal(reader.actor, shown, reader.at)
    sends = waits and may_keep_limits(reader.actor, shown.unit_id, reader.at)
    context = {
        "proposal": shown,
        "row": listed_proposals([shown], reader.today)[0],
        "steps": steps_of_proposal(shown, reader.today),
        "answers": answers,
        "takes_up": answers and shown.state != ProposalState.TAKEN,
        "withdraws": sends,
        "to_session": waits
        and shown.point_id is None
        and (answers or sends)
        and may_keep_directives(reader.actor, shown.unit_id, reader.at),
        "opens_review": shown.review is not None and may_read_review(reader.actor, shown.unit_id, reader.at),
        "review_unit": units_by_id({shown.review.unit_id}, reader.today)[shown.review.unit_id]
        if shown.review
        else None,
    }
    return render(request, "reviews/proposal.html", context)


@require_http_methods(POSTED)
def take_up(request: HttpRequest, pk: int) -> HttpResponse:
    """The addressee takes it up."""
    reader = reader_of(request)
    shown = _proposal_or_404(pk, reader)
    form = TakeUpForm(sent(request), today=reader.today, initial={"due": shown.due})

    def run(given: dict[str, Any]) -> tuple[str, str]:
        take_up_proposal(proposal=shown, actor=reader.actor, at=reader.at, **given)
        return _("Đã tiếp nhận; đơn vị gửi được báo."), reverse("reviews:proposal", args=[pk])

    return _change(request, form, shown, (_("Tiếp nhận kiến nghị"), _("Tiếp nhận")), run)


@require_http_methods(POSTED)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The addressee answers; what a working session decided on it is offered as the words."""
    reader = reader_of(request)
    shown = _proposal_or_404(pk, reader)
    decided = shown.point.decision if shown.point is not None else ""
    form = AnswerProposalForm(sent(request), initial={"words": decided})

    def run(given: dict[str, Any]) -> tuple[str, str]:
        answer_proposal(
            proposal=shown,
            answer=ProposalState(given["answer"]),
            words=given["words"],
            actor=reader.actor,
            at=reader.at,
        )
        return _("Đã trả lời; đơn vị gửi được báo."), reverse("reviews:proposal", args=[pk])

    return _change(request, form, shown, (_("Trả lời kiến nghị"), _("Trả lời")), run)


@require_http_methods(POSTED)
def pass_on(request: HttpRequest, pk: int) -> HttpResponse:
    """It goes to the next level."""
    reader = reader_of(request)
    shown = _proposal_or_404(pk, reader)
    whom = addressees_of(shown.unit_id, reader.today, beyond=shown.addressee_id)
    form = PassOnForm(sent(request), addressees=whom)

    def run(given: dict[str, Any]) -> tuple[str, str]:
        pass_on_proposal(proposal=shown, actor=reader.actor, at=reader.at, **given)
        # Whoever passed it on keeps seeing it: its steps name their unit.
        return _("Đã chuyển lên; đơn vị gửi được báo."), reverse("reviews:proposal", args=[pk])

    return _change(request, form, shown, (_("Chuyển kiến nghị lên cấp trên"), _("Chuyển")), run)


@require_http_methods(POSTED)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit takes it back."""
    reader = reader_of(request)
    shown = _proposal_or_404(pk, reader)
    form = ReasonForm(sent(request))

    def run(given: dict[str, Any]) -> tuple[str, str]:
        withdraw_proposal(proposal=shown, actor=reader.actor, at=reader.at, **given)
        return _("Đã rút kiến nghị."), reverse("reviews:proposal", args=[pk])

    return _change(request, form, shown, (_("Rút kiến nghị"), _("Rút")), run)


@require_POST
def to_session(request: HttpRequest, pk: int) -> HttpResponse:
    """It waits for a working session too."""
    reader = reader_of(request)
    shown = _proposal_or_404(pk, reader)
    try:
        if not may_answer_proposal(reader.actor, shown, reader.at):
            _check_sender(shown, reader)
        make_obstacle(proposal=shown, actor=reader.actor, at=reader.at)
        messages.success(request, _("Đã đưa vào danh sách vướng mắc chờ buổi làm việc."))
    except Refused as refused:
        messages.error(request, sentence_of(refused))
    return redirect("reviews:proposal", pk)


def _change(request: HttpRequest, form: Any, shown: Proposal, words: tuple[str, str], run: Any) -> HttpResponse:
    title, button = words
    back = reverse("reviews:proposal", args=[shown.pk])
    extra = {"quote": f"{shown.difficulty}\n{shown.solution}"}
    lede = _("Khó khăn và phương án đơn vị đề xuất")
    return change_page(request, form, Words(title, lede, button), run, back=back, trail=trail(), extra=extra)


def trail() -> list[tuple[str, str]]:
    """The way to a page about a proposal."""
    return [
        (_("Sơ kết, tổng kết"), reverse("reviews:list")),
        (_("Sổ kiến nghị"), reverse("reviews:proposal-register")),
    ]


def _proposal_or_404(pk: int, reader: Reader) -> Proposal:
    found = proposal_shown(pk, reader.actor, reader.at)
    if found is None:
        raise Http404
    return found


def _check_sender(shown: Proposal, reader: Reader) -> None:
    if not may_keep_limits(reader.actor, shown.unit_id, reader.at):
        raise PermissionDenied(_("Bạn chưa được giao quyền gửi kiến nghị của đơn vị này."))
