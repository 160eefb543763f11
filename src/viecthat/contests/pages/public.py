"""What everybody may open: contests, their rules and results; the way in; one's own work by its code; the vote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.accounts.commands import Door, check_door, note_try
from viecthat.accounts.pages.human_check import answered_once
from viecthat.accounts.pages.secrets import behind_door
from viecthat.accounts.queries import actor_of, visitor_of
from viecthat.contests.choices import EntrantKind, RoundKind
from viecthat.contests.commands.judging import cast_vote
from viecthat.contests.commands.submission import send_submission, withdraw_submission
from viecthat.contests.forms.entering import ContestListForm, EnterForm, VoteForm
from viecthat.contests.pages.shared import POSTED, file_answer, links, sent, trail_of, work_words
from viecthat.contests.queries.jury import juror_in, vote_of
from viecthat.contests.queries.listing import (
    CONTEST_ORDERS,
    awards_of_work,
    contest_by_id,
    file_by_id,
    files_of,
    is_shown_to_all,
    open_votes,
    opened,
    people_of,
    public_contests,
    round_by_id,
    winners_of,
    work_behind,
)
from viecthat.contests.queries.standing import works_in
from viecthat.contests.rules import is_public, is_running, may_keep_contests
from viecthat.kernel.errors import Refused
from viecthat.learning.queries.listing import offered_to
from viecthat.people.queries.own import person_of
from viecthat.ui.context import open_frame
from viecthat.ui.privacy import findable, secret, unlisted
from viecthat.ui.sentences import add_refusal, sentence_of
from viecthat.units.queries import units_by_id

if TYPE_CHECKING:
    from datetime import datetime

    from django.forms import Form

    from viecthat.accounts.models import Account
    from viecthat.contests.models import Contest, Round, Submission
    from viecthat.contests.queries.listing import Opened
    from viecthat.learning.models import Quiz

ON_A_PAGE = 20
# A school enters from one place: only a machine sends more than this.
ENTERING = Door("contest-entry", most=60, minutes=30)
VOTING = Door("contest-vote", most=300, minutes=30)
# Codes that do not hold: whoever guesses is soon sent away.
WORKS = Door("contest-work", most=30, minutes=10)
CODES = Door("contest-vote-code", most=20, minutes=30)


def _account(request: HttpRequest) -> Account | None:
    return actor_of(request) if request.user.is_authenticated else None


@login_not_required
@findable
@require_safe
def contests(request: HttpRequest) -> HttpResponse:
    """The contests that run and those whose results are out."""
    form = ContestListForm(request.GET, today=localdate())
    given = form.cleaned_data if form.is_valid() else {}
    found = public_contests(text=given.get("text") or "", state=given.get("state") or "", during=Q())
    page = Paginator(found.order_by(*CONTEST_ORDERS["-nam"]), ON_A_PAGE).get_page(request.GET.get("trang"))
    rows = list(page.object_list)
    units = units_by_id({one.unit_id for one in rows}, localdate())
    context = {
        "base": open_frame(request),
        "form": form,
        "page": page,
        "rows": [(one, units[one.unit_id]) for one in rows],
        "asked": form.is_bound and any(given.values()),
        "links": links() if request.user.is_authenticated else (),
    }
    return render(request, "contests/list.html", context)


def _public_or_404(pk: int) -> Contest:
    found = contest_by_id(pk)
    if found is None or not is_public(found):
        raise Http404
    return found


@login_not_required
@findable
@require_safe
def contest(request: HttpRequest, pk: int) -> HttpResponse:
    """The rules, the days, the prizes; the results once they are published."""
    row, today, account = _public_or_404(pk), localdate(), _account(request)
    shown = opened(row, today)
    context = {
        "base": open_frame(request),
        "shown": shown,
        "contest": row,
        "winners": winners_of(row, today) if row.published_at is not None else [],
        "votes": open_votes(row.pk, today),
        "keeps": account is not None and may_keep_contests(account, row.unit_id, now()),
        "quizzes": _quizzes(shown, account, now()),
        "judges": account is not None and juror_in(row.pk, account) is not None,
        "trail": trail_of((row.title, "")),
    }
    page = render(request, "contests/contest.html", context)
    # Winners are told to whoever reads the contest, not to search engines.
    return unlisted(page) if row.published_at is not None else page


def _quizzes(shown: Opened, account: Account | None, at: datetime) -> list[Quiz]:
    """Quizzes of rounds that run, which the reader may take."""
    here = [one.round.quiz for one in shown.rounds if one.running and one.round.quiz is not None]
    person = person_of(account) if here and account is not None else None
    offered = {one.quiz.pk for one in offered_to(person, at)} if person is not None else set()
    return [one for one in here if one.pk in offered]


@login_not_required
@require_safe
def rules_file(request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG001 - as every page
    """The rules as a file."""
    row = _public_or_404(pk)
    if row.rules_file is None:
        raise Http404
    return file_answer(row.rules_file, f"the-le-{row.pk}", download=True)


@never_cache
@login_not_required
@require_http_methods(POSTED)
def enter(request: HttpRequest, pk: int) -> HttpResponse:
    """A work is sent, by a member or by anybody the rules let in."""
    row, at, account = _public_or_404(pk), now(), _account(request)
    shown = opened(row, localdate(at))
    own = person_of(account) if account is not None else None
    form = EnterForm(
        sent(request),
        request.FILES if request.method == "POST" else None,
        today=localdate(at),
        categories=[(one.pk, one.name) for one in shown.categories],
        most=row.most,
        team=row.entrants == EntrantKind.TEAM,
        own=own,
        human=account is None,
    )
    link, status = "", 200
    if form.is_bound:
        status = 422
        if form.is_valid() and _let_in(request, form, ENTERING, account, at):
            try:
                made = send_submission(contest=row, work=form.work, people=form.people, actor=account, at=at)
            except Refused as refused:
                add_refusal(form, refused)
            else:
                note_try(door=ENTERING, visitor=visitor_of(request), at=at)
                link, status = request.build_absolute_uri(reverse("contests:own-work", args=[made.code])), 200
    context = {
        "base": open_frame(request),
        "contest": row,
        "shown": shown,
        "form": form,
        "own": own,
        "link": link,
        "shut_out": account is None and not row.outside,
        "trail": trail_of((row.title, reverse("contests:contest", args=[row.pk])), (_("Gửi bài dự thi"), "")),
    }
    return render(request, "contests/enter.html", context, status=status)


def _let_in(request: HttpRequest, form: Form, door: Door, account: Account | None, at: datetime) -> bool:
    """Whether the form may go on: not too many from one place, and an answer of a person; else said at the form."""
    try:
        check_door(door=door, visitor=visitor_of(request), at=at)
    except Refused:
        form.add_error(None, _("Từ đây vừa gửi quá nhiều lần; chờ nửa giờ rồi gửi tiếp."))
        return False
    return account is not None or answered_once(form, at)


@never_cache
@login_not_required
@require_http_methods(POSTED)
def own_work(request: HttpRequest, code: str) -> HttpResponse:
    """What became of a work, for whoever holds its code; they may withdraw it until it is accepted."""
    work = behind_door(request, WORKS, work_behind, code)
    if request.method == "POST":
        try:
            withdraw_submission(submission=work, at=now())
            messages.success(request, _("Đã rút bài."))
        except Refused as refused:
            messages.error(request, sentence_of(refused))
        return HttpResponseRedirect(request.path)
    context = {
        "base": open_frame(request),
        "work": work,
        "contest": work.contest,
        "people": people_of(work),
        "files": files_of([work])[work.pk],
        "awards": awards_of_work(work) if work.contest.published_at is not None else [],
        "code": code,
    }
    return secret(render(request, "contests/own_work.html", context))


@login_not_required
@require_safe
def own_file(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """A file of one's own work."""
    work = behind_door(request, WORKS, work_behind, code)
    found = file_by_id(pk)
    if found is None or found.submission_id != work.pk:
        raise Http404
    return secret(file_answer(found.file, f"bai-{work.number}-{found.position + 1}"))


@login_not_required
@require_safe
def shown_file(request: HttpRequest, pk: int) -> HttpResponse:
    """A file of a work, for everybody while it is voted on or once it won, and for who judges or runs the contest."""
    found, account = file_by_id(pk), _account(request)
    if found is None:
        raise Http404
    work = found.submission
    if not is_shown_to_all(work, localdate()) and not _works_with(work, account):
        raise Http404
    return file_answer(found.file, f"bai-{work.number}-{found.position + 1}")


def _works_with(work: Submission, account: Account | None) -> bool:
    if account is None:
        return False
    return may_keep_contests(account, work.contest.unit_id, now()) or juror_in(work.contest_id, account) is not None


@never_cache
@login_not_required
@require_http_methods(POSTED)
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody chooses one work, once."""
    row, at, account = _vote_or_404(pk), now(), _account(request)
    works = works_in(row)
    form = VoteForm(
        sent(request), today=localdate(at), works=[(one.pk, work_words(one)) for one in works], human=account is None
    )
    given = vote_of(row, account) if account is not None else None
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid() and _let_in(request, form, CODES if account is None else VOTING, account, at):
            chosen = next(one for one in works if one.pk == form.cleaned_data["work"])
            try:
                cast_vote(round_=row, submission=chosen, actor=account, code=form.cleaned_data.get("code", ""), at=at)
            except Refused as refused:
                add_refusal(form, refused)
                if account is None:
                    note_try(door=CODES, visitor=visitor_of(request), at=at)
            else:
                messages.success(request, _("Đã ghi lượt bình chọn của bạn."))
                return HttpResponseRedirect(reverse("contests:contest", args=[row.contest_id]))
    files = files_of(works)
    context = {
        "base": open_frame(request),
        "round": row,
        "contest": row.contest,
        "form": form,
        "works": [(one, files[one.pk]) for one in works],
        "given": given,
        "open": is_running(row, localdate(at)) and row.contest.published_at is None,
        "trail": trail_of((row.contest.title, reverse("contests:contest", args=[row.contest_id])), (row.name, "")),
    }
    return render(request, "contests/vote.html", context, status=status)


def _vote_or_404(pk: int) -> Round:
    found = round_by_id(pk)
    if found is None or found.kind != RoundKind.VOTE or not is_public(found.contest):
        raise Http404
    return found
