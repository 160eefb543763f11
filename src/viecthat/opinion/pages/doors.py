"""Where comments and answers are sent without signing in, and where results are read by all."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.accounts.commands import check_door, note_try
from viecthat.accounts.pages.human_check import answered_once
from viecthat.accounts.pages.secrets import behind_door
from viecthat.accounts.queries import visitor_of
from viecthat.kernel.errors import Refused
from viecthat.opinion.commands.answering import answer_openly, answer_with_code
from viecthat.opinion.commands.comment import comment_as_public
from viecthat.opinion.forms.consultation import PublicSayForm
from viecthat.opinion.forms.survey import AnswerForm, CodeForm
from viecthat.opinion.pages.shared import GUESSED, POSTED, SENT, sent
from viecthat.opinion.queries.consultation import clauses_of, draft_behind, drafts_for_all, opinions_of
from viecthat.opinion.queries.survey import (
    public_survey,
    published_surveys,
    questions_of,
    results_of,
    survey_behind,
    survey_of_code,
)
from viecthat.opinion.rules import is_running, takes_comments
from viecthat.ui.context import open_frame
from viecthat.ui.privacy import findable, secret, unlisted
from viecthat.ui.sentences import add_refusal
from viecthat.units.queries import units_by_id

MOST_LISTED = 200


@login_not_required
@findable
@require_safe
def drafts_open(request: HttpRequest) -> HttpResponse:
    """Drafts on which anybody may comment, and what became of those on which anybody could."""
    today = localdate()
    taking, over = (list(found[:MOST_LISTED]) for found in drafts_for_all(today))
    units = units_by_id({row.unit_id for row in (*taking, *over)}, today)
    context = {
        "base": open_frame(request),
        "taking": [(row, units[row.unit_id]) for row in taking],
        "over": [(row, units[row.unit_id]) for row in over],
    }
    return render(request, "opinion/open.html", context)


@never_cache
@login_not_required
@require_http_methods(POSTED)
def say(request: HttpRequest, code: str) -> HttpResponse:
    """A draft with the form to comment on it; afterwards what was done with what people said."""
    row = behind_door(request, GUESSED, draft_behind, code)
    at, clauses = now(), clauses_of(row)
    choices = [(one.clause.pk, one.clause.label) for one in clauses]
    chosen = request.GET.get("dieu", "")
    form = PublicSayForm(sent(request), today=localdate(at), clauses=choices, initial={"clause": chosen})
    status, done = 200, False
    if form.is_bound:
        status = 422
        if form.is_valid() and _may_send(request, form):
            try:
                if answered_once(form, at):
                    comment_as_public(draft=row, said=form.said(form.cleaned_data["clause"]), at=at)
                    note_try(door=SENT, visitor=visitor_of(request), at=at)
                    done, status = True, 200
            except Refused as refused:
                add_refusal(form, refused)
    context = {
        "row": row,
        "unit": units_by_id({row.unit_id}, localdate(at))[row.unit_id],
        "clauses": clauses,
        "form": form,
        "done": done,
        "takes": takes_comments(row, at),
        "opinions": opinions_of(row, localdate(at)) if row.submitted_on else [],
    }
    return unlisted(render(request, "opinion/say.html", context, status=status))


@never_cache
@login_not_required
@require_http_methods(POSTED)
def code(request: HttpRequest) -> HttpResponse:
    """The code on a slip is typed."""
    form = CodeForm(sent(request))
    if form.is_bound and form.is_valid():
        typed = "".join(form.cleaned_data["code"].lower().split())
        try:
            check_door(door=GUESSED, visitor=visitor_of(request), at=now())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            if typed.isalnum() and typed.isascii() and survey_of_code(typed) is not None:
                return redirect("opinion:answer", typed)
            note_try(door=GUESSED, visitor=visitor_of(request), at=now())
            form.add_error("code", _("Mã này không đúng, hoặc đã dùng rồi."))
    return unlisted(render(request, "opinion/code.html", {"form": form}, status=422 if form.is_bound else 200))


@never_cache
@login_not_required
@require_http_methods(POSTED)
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """The sheet behind a code; sent, the code is used up."""
    row = behind_door(request, GUESSED, survey_of_code, code)

    def run(form: AnswerForm) -> None:
        answer_with_code(code=code, answers=form.answers, at=now())

    return secret(_sheet(request, row, run, human=False))


@never_cache
@login_not_required
@require_http_methods(POSTED)
def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """The sheet of a survey that anybody with the address may answer."""
    row = behind_door(request, GUESSED, survey_behind, code)

    def run(form: AnswerForm) -> None:
        if answered_once(form, now()):
            answer_openly(survey=row, answers=form.answers, at=now())

    return unlisted(_sheet(request, row, run, human=True))


@login_not_required
@findable
@require_safe
def published(request: HttpRequest) -> HttpResponse:
    """Surveys whose results are public."""
    rows = list(published_surveys()[:MOST_LISTED])
    units = units_by_id({row.unit_id for row in rows}, localdate())
    return render(request, "opinion/published.html", {"rows": [(row, units[row.unit_id]) for row in rows]})


@login_not_required
@findable
@require_safe
def results(request: HttpRequest, pk: int) -> HttpResponse:
    """The results of one, small counts left out."""
    row = public_survey(pk)
    if row is None:
        raise Http404
    questions = questions_of(row)
    context = {
        "row": row,
        "unit": units_by_id({row.unit_id}, localdate())[row.unit_id],
        "results": results_of(row, questions, with_words=False),
        "received": row.sheets.count(),
    }
    return render(request, "opinion/results.html", context)


def _sheet(request: HttpRequest, row: Any, run: Any, *, human: bool) -> HttpResponse:
    questions = questions_of(row)
    form = AnswerForm(sent(request), questions=questions, human=human)
    status, done = 200, False
    if form.is_bound:
        status = 422
        if form.is_valid() and (not human or _may_send(request, form)):
            try:
                run(form)
            except Refused as refused:
                add_refusal(form, refused)
            if not form.errors:
                if human:  # a code is its own limit, and who sent a sheet with one shall stand nowhere
                    note_try(door=SENT, visitor=visitor_of(request), at=now())
                done, status = True, 200
    context = {
        "row": row,
        "unit": units_by_id({row.unit_id}, localdate())[row.unit_id],
        "form": form,
        "done": done,
        "running": is_running(row, localdate()),
    }
    return render(request, "opinion/sheet.html", context, status=status)


def _may_send(request: HttpRequest, form: Any) -> bool:
    try:
        check_door(door=SENT, visitor=visitor_of(request), at=now())
    except Refused:
        form.add_error(None, _("Từ đây vừa gửi quá nhiều; chờ mười phút rồi gửi tiếp."))
        return False
    return True
