"""Two units found a branch together: the list of proposals, a new one, the answer."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from viecthat.accounts.choices import Capability
from viecthat.accounts.queries import actor_of
from viecthat.kernel.errors import Refused
from viecthat.organisation.commands.founding import answer_proposal, propose_founding, withdraw_proposal
from viecthat.organisation.forms.founding import AnswerForm, ProposeForm
from viecthat.organisation.queries.founding import listed_proposals, proposal_with_id, proposals_seen
from viecthat.people.rules.membership import holds_members
from viecthat.ui.sentences import add_refusal, sentence_of
from viecthat.units.queries import kinds, units_by_id
from viecthat.units.rules import units_reached

ON_A_PAGE = 50


@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """Proposals from and to the reader's units."""
    at, actor = now(), actor_of(request)
    page = Paginator(proposals_seen(actor, at), ON_A_PAGE).get_page(request.GET.get("trang"))
    context = {
        "page": page,
        "rows": listed_proposals(list(page.object_list), actor, at),
        "may_propose": bool(units_reached(actor, Capability.DECLARE, at)),
    }
    return render(request, "organisation/proposals.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """A new proposal."""
    at, today, actor = now(), localdate(), actor_of(request)
    own = units_reached(actor, Capability.DECLARE, at)
    if not own:
        raise PermissionDenied(_("Bạn chưa được giao quyền đề nghị thay cho đơn vị nào."))
    initial = {"proposer": next(iter(units_by_id(own[:1], today).values())), "kind": "apartment_branch"}
    offered = [kind for kind in kinds().values() if holds_members(kind.code)]
    form = ProposeForm(request.POST if request.method == "POST" else None, kinds=offered, today=today, initial=initial)
    if form.is_bound and form.is_valid():
        given = dict(form.cleaned_data)
        proposer, host = given.pop("proposer"), given.pop("host")
        try:
            propose_founding(proposer=proposer.id, host=host.id, **given, actor=actor, at=at)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Đã gửi đề nghị đến {unit}.").format(unit=host.name))
            return redirect("organisation:proposals")
    return render(request, "organisation/propose.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The host agrees or declines; the proposer withdraws."""
    at, actor = now(), actor_of(request)
    row = proposal_with_id(pk, actor, at)
    if row is None:
        raise Http404
    form = AnswerForm(request.POST)
    form.is_valid()
    said = form.cleaned_data.get("answer", "")
    try:
        match request.POST.get("lam"):
            case "dong-y":
                answer_proposal(proposal=row, agrees=True, answer=said, actor=actor, at=at)
                messages.success(request, _("Đã đồng ý phối hợp."))
            case "khong":
                answer_proposal(proposal=row, agrees=False, answer=said, actor=actor, at=at)
                messages.success(request, _("Đã trả lời."))
            case "rut":
                withdraw_proposal(proposal=row, actor=actor, at=at)
                messages.success(request, _("Đã rút đề nghị."))
            case _other:
                raise Http404
    except Refused as refused:
        messages.error(request, sentence_of(refused))
    return redirect("organisation:proposals")
