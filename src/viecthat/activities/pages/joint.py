"""Work done together: the lead unit's page, and each partner's answer."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.accounts.queries import actor_of
from viecthat.activities.choices import LinkKind
from viecthat.activities.commands.joint import agree_shares, answer_partnership
from viecthat.activities.forms.checking import AnswerJointForm
from viecthat.activities.pages.activity import opened_or_404
from viecthat.activities.queries.around import around
from viecthat.activities.queries.joint import asked_rows, partnerships_asked
from viecthat.activities.rules import may_answer_for, may_arrange_activity
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.ui.sentences import add_refusal, sentence_of
from viecthat.units.queries import unit_with_code

ON_A_PAGE = 50


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """Work of others that my units were named in, and have not answered."""
    at, actor = now(), actor_of(request)
    page = Paginator(partnerships_asked(actor, at), ON_A_PAGE).get_page(request.GET.get("trang"))
    return render(request, "activities/joint_asked.html", {"page": page, "rows": asked_rows(list(page), localdate(at))})


@require_http_methods(["GET", "HEAD", "POST"])
def joint(request: HttpRequest, pk: int) -> HttpResponse:
    """Shares of credit and what doing it together joined, proposed by the lead unit."""
    at, actor = now(), actor_of(request)
    opened = opened_or_404(request, pk, at)
    if not may_arrange_activity(actor, opened.activity, at):
        raise PermissionDenied
    wrong, status = "", 200
    if request.method == "POST":
        try:
            _agree(request, opened.activity.pk, at)
        except Refused as refused:
            wrong, status = sentence_of(refused), 422
        else:
            messages.success(request, _("Đã gửi các đơn vị cùng làm để xác nhận."))
            return redirect("activities:activity", pk)
    context = {
        "opened": opened,
        "around": around(opened, actor, at),
        "links": LinkKind.choices,
        "wrong": wrong,
        "typed": request.POST,
    }
    return render(request, "activities/joint.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """The partner says whether it took part."""
    at, actor = now(), actor_of(request)
    opened = opened_or_404(request, pk, at)
    unit = unit_with_code(code, localdate(at))
    row = next((one for one in opened.activity.partners.all() if unit and one.unit_id == unit.id), None)
    if unit is None or row is None:
        raise Http404
    if not may_answer_for(actor, unit.id, at):
        raise PermissionDenied
    form = AnswerJointForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            answer_partnership(
                activity=opened.activity,
                unit=unit.id,
                took_part=form.cleaned_data["took_part"] == "co",
                words=form.cleaned_data["words"],
                actor=actor,
                at=at,
            )
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Đã trả lời đơn vị chủ trì."))
            return redirect("activities:activity", pk)
    context = {"opened": opened, "form": form, "unit": unit, "row": row}
    return render(request, "activities/joint_answer.html", context, status=422 if form.errors else 200)


def _agree(request: HttpRequest, pk: int, at: datetime) -> None:
    opened = opened_or_404(request, pk, at)
    shares: dict[int, int | None] = {}
    links: dict[int, str] = {}
    for unit in opened.partners:
        typed = request.POST.get(f"share_{unit.id}", "").strip().rstrip("%").strip()
        if typed and not (typed.isascii() and typed.isdigit() and len(typed) <= 2):
            raise Refused(gettext_noop("Phần công là một số từ 1 đến 99."), field="shares")
        shares[unit.id] = int(typed) if typed else None
        links[unit.id] = request.POST.get(f"link_{unit.id}", "")
    agree_shares(activity=opened.activity, shares=shares, links=links, actor=actor_of(request), at=at)
