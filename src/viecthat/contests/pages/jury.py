"""The jury's workbench: what waits, works by number, one work marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.contests.choices import ContestState
from viecthat.contests.commands.judging import keep_off, score_submission
from viecthat.contests.forms.entering import KeepOffForm, MarkForm
from viecthat.contests.pages.shared import POSTED, links, reader_of, sent, trail_of, zip_answer
from viecthat.contests.queries.jury import judging_of, juror_in, to_mark
from viecthat.contests.queries.listing import criteria_of, round_by_id
from viecthat.contests.queries.standing import latest_minutes
from viecthat.contests.rules import JUDGED_BY_JURY, judged_by
from viecthat.kernel.errors import Refused
from viecthat.ui.privacy import private
from viecthat.ui.sentences import add_refusal, sentence_of

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

    from viecthat.contests.models import Round
    from viecthat.contests.pages.shared import Reader

KEEP_OFF = "khong-cham"


@require_safe
def judging(request: HttpRequest) -> HttpResponse:
    """The rounds one is asked to judge."""
    reader = reader_of(request)
    context = {"rows": judging_of(reader.actor, reader.at), "links": links(), "today": reader.today}
    return private(render(request, "contests/judging.html", context))


def _judged_or_404(pk: int, reader: Reader) -> Round:
    found = round_by_id(pk)
    if found is None or judged_by(found) != JUDGED_BY_JURY or found.contest.state == ContestState.DRAFT:
        raise Http404
    if juror_in(found.contest_id, reader.actor) is None:
        raise Http404
    return found


@require_safe
def judge(request: HttpRequest, pk: int) -> HttpResponse:
    """The works of a round by number, with one's own marks."""
    reader = reader_of(request)
    row = _judged_or_404(pk, reader)
    rows = to_mark(row, reader.actor, reader.at)
    may = [one for one in rows if one.may]
    context = {
        "round": row,
        "contest": row.contest,
        "rows": rows,
        "done": sum(one.points is not None for one in may),
        "of": len(may),
        "closed": bool(latest_minutes([row.pk])),
        "trail": trail_of((_("Tôi chấm"), reverse("contests:judging")), (row.contest.title, "")),
    }
    return private(render(request, "contests/judge.html", context))


@require_safe
def works_zip(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The works one may mark, by number, to look at without a network."""
    reader = reader_of(request)
    row = _judged_or_404(pk, reader)
    works = [one.work for one in to_mark(row, reader.actor, reader.at) if one.may]
    try:
        return zip_answer(works, f"bai-vong-{pk}")
    except Refused as refused:
        messages.error(request, sentence_of(refused))
        return HttpResponseRedirect(reverse("contests:judge", args=[pk]))


@require_http_methods(POSTED)
def mark(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One work, what was sent, a box for each criterion; then the next that waits."""
    reader = reader_of(request)
    row = _judged_or_404(pk, reader)
    rows = to_mark(row, reader.actor, reader.at)
    one = next((found for found in rows if found.work.number == number), None)
    if one is None:
        raise Http404
    criteria = criteria_of(row.contest)
    off = KEEP_OFF in request.POST
    form = MarkForm(
        None if off else sent(request),
        today=reader.today,
        criteria=[(each.pk, _("{name} (trọng số {n})").format(name=each.name, n=each.weight)) for each in criteria],
        initial={f"c{criterion}": _tenths(points) for criterion, points in one.marks.items()},
    )
    off_form = KeepOffForm(request.POST if off else None, today=reader.today)
    bound = off_form if off else form
    if bound.is_bound and bound.is_valid():
        try:
            if off:
                reason = off_form.cleaned_data["reason"]
                keep_off(round_=row, submission=one.work, reason=reason, actor=reader.actor, at=reader.at)
            else:
                score_submission(round_=row, submission=one.work, marks=form.marks, actor=reader.actor, at=reader.at)
        except Refused as refused:
            add_refusal(bound, refused)
        else:
            messages.success(request, _("Đã ghi."))
            waiting = next((n for n in rows if n.may and n.points is None and n.work.number != number), None)
            if waiting is None:
                return HttpResponseRedirect(reverse("contests:judge", args=[pk]))
            return HttpResponseRedirect(reverse("contests:mark", args=[pk, waiting.work.number]))
    back = reverse("contests:judge", args=[pk])
    context = {
        "round": row,
        "contest": row.contest,
        "one": one,
        "form": form,
        "off_form": off_form,
        "off_name": KEEP_OFF,
        "closed": bool(latest_minutes([row.pk])),
        "back": back,
        "trail": trail_of((row.contest.title, back), (_("Bài số {n}").format(n=number), "")),
    }
    return private(render(request, "contests/mark.html", context, status=422 if bound.is_bound else 200))


def _tenths(points: int) -> str:
    return f"{points / 100:.2f}".rstrip("0").rstrip(".").replace(".", ",")
