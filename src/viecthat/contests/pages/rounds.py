"""A round before the organiser: how its works stand, its minutes; prizes given and taken back; winners proposed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.commendations.rules import form_kinds
from viecthat.contests.commands.closing import close_round, correct_minutes
from viecthat.contests.commands.result import give_award, propose_commendation, take_back_award
from viecthat.contests.exports import minutes_document
from viecthat.contests.forms.desk import AwardForm, CloseForm, DossierForm, WhyForm
from viecthat.contests.pages.shared import (
    FORM,
    POSTED,
    Words,
    change_page,
    desk_trail,
    in_reach,
    kept_contest_or_404,
    reader_of,
    sent,
    work_words,
    zip_answer,
)
from viecthat.contests.queries.jury import marked_by
from viecthat.contests.queries.listing import (
    award_by_id,
    jurors_of,
    jury_of_round,
    minutes_of,
    prize_by_id,
    round_by_id,
    work_by_id,
)
from viecthat.contests.queries.standing import judged_rounds, latest_minutes, standing_of, works_in
from viecthat.contests.rules import JUDGED_BY_JURY, judged_by
from viecthat.documents.on_paper import on_paper
from viecthat.kernel.errors import Refused
from viecthat.plans.pages.shared import file_response
from viecthat.ui.privacy import private
from viecthat.ui.sentences import sentence_of

PAPERS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http.response import HttpResponseBase

    from viecthat.contests.models import Contest, Round
    from viecthat.contests.pages.shared import Reader
    from viecthat.contests.queries.standing import Stood


def _round_or_404(pk: int, reader: Reader) -> Round:
    found = round_by_id(pk)
    if found is None or not judged_by(found):
        raise Http404
    in_reach(found.contest, reader, keeps=True)
    return found


@require_safe
def round_page(request: HttpRequest, pk: int) -> HttpResponse:
    """How the works of a round stand now, and every minutes of it."""
    reader = reader_of(request)
    row = _round_or_404(pk, reader)
    how = judged_by(row)
    marked = marked_by(row) if how == JUDGED_BY_JURY else {}
    minutes = minutes_of(row)
    later = [one.pk for one in judged_rounds(row.contest_id) if one.stage > row.stage]
    context = {
        "round": row,
        "contest": row.contest,
        "how": how,
        "stood": [] if minutes else standing_of(row),
        "minutes": [(one, sorted(one.lines.all(), key=_by_category)) for one in minutes],
        "jury": jury_of_round(row) if minutes else [],
        "jurors": [(one, marked.get(one.pk, 0)) for one in jurors_of(row.contest)] if how == JUDGED_BY_JURY else [],
        "running": row.contest.state == "open",
        "may_correct": bool(minutes) and row.contest.state == "open" and not latest_minutes(later),
        "trail": desk_trail(row.contest, (row.name, "")),
    }
    return private(render(request, "contests/round.html", context))


def _by_category(line: Any) -> tuple[int, int, int]:
    category = line.submission.category
    return (category.position if category else -1, line.place, line.submission.number)


@require_safe
def works_zip(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The works of a round by number, for jurors who look at them together."""
    row = _round_or_404(pk, reader_of(request))
    try:
        return zip_answer(works_in(row), f"bai-vong-{pk}")
    except Refused as refused:
        messages.error(request, sentence_of(refused))
        return HttpResponseRedirect(reverse("contests:round", args=[pk]))


@require_safe
def minutes_file(request: HttpRequest, pk: int, number: int, kind: str) -> HttpResponse:
    """One minutes of the round as Word or PDF, those corrected since too."""
    row = _round_or_404(pk, reader_of(request))
    found = next((one for one in minutes_of(row) if one.number == number), None)
    if found is None or kind not in PAPERS:
        raise Http404
    lines = sorted(found.lines.all(), key=_by_category)
    content = on_paper(minutes_document(row, found, lines, jury_of_round(row)), kind)
    return private(file_response(content, f"bien-ban-vong-{pk}-{number}.{kind}", PAPERS[kind]))


@require_http_methods(POSTED)
def close(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """The minutes that close a round, or those that correct them."""
    reader = reader_of(request)
    row = _round_or_404(pk, reader)
    if slug not in {"bien-ban", "dinh-chinh"}:
        raise Http404
    corrects = slug == "dinh-chinh"
    stood = standing_of(row)
    form = CloseForm(
        sent(request),
        today=reader.today,
        works=[(one.submission.number, stood_words(one)) for one in stood],
        corrects=corrects,
        initial={"passed": _going_on(row, stood)},
    )
    back = reverse("contests:round", args=[pk])

    def run(given: dict[str, Any]) -> tuple[str, str]:
        who: dict[str, Any] = {"round_": row, "actor": reader.actor, "at": reader.at}
        if corrects:
            correct_minutes(**given, **who)
        else:
            close_round(**given, **who)
        return _("Đã lập biên bản."), back

    title = _("Lập biên bản đính chính") if corrects else _("Đóng vòng, lập biên bản")
    lede = _("Biên bản không sửa được; muốn đổi thì lập biên bản đính chính.")
    words = Words(title, f"{row.name}. {lede}", _("Lập biên bản"))
    trail = desk_trail(row.contest, (row.name, back), (title, ""))
    return private(change_page(request, form, words, run, back=back, trail=trail, template=FORM))


def stood_words(one: Stood) -> str:
    """A work's place and what it got, as one line."""
    if one.votes is not None:
        got = _("{n} lượt").format(n=one.votes)
    else:
        got = "—" if one.points is None else f"{one.points / 100:.2f}".replace(".", ",")
    category = f"{one.submission.category.name}, " if one.submission.category else ""
    place = _("hạng {n}").format(n=one.place)
    tied = " (" + _("đồng hạng") + ")" if one.tied else ""
    return f"{category}{place}{tied}: {work_words(one.submission)}, {got}"


def _going_on(row: Round, stood: Sequence[Stood]) -> list[int]:
    """Who goes on by rank alone; nobody of equals who would not all fit."""
    if row.passing is None:
        return []
    taken: list[int] = []
    for one in stood:
        equal_or_better = [
            other
            for other in stood
            if other.submission.category_id == one.submission.category_id and other.place <= one.place
        ]
        if len(equal_or_better) <= row.passing:
            taken.append(one.submission.number)
    return taken


@require_http_methods(POSTED)
def award_new(request: HttpRequest, pk: int) -> HttpResponse:
    """A prize is given to a work of the last round."""
    reader = reader_of(request)
    prize = prize_by_id(pk)
    if prize is None:
        raise Http404
    contest = in_reach(prize.contest, reader, keeps=True)
    back = reverse("contests:desk", args=[contest.pk])
    form = AwardForm(sent(request), today=reader.today, works=_ranked(contest), initial={"given_on": reader.today})

    def run(given: dict[str, Any]) -> tuple[str, str]:
        work = work_by_id(given["work"])
        if work is None or work.contest_id != contest.pk:
            raise Http404
        give_award(prize=prize, submission=work, given_on=given["given_on"], actor=reader.actor, at=reader.at)
        return _("Đã trao giải."), back

    words = Words(_("Trao {prize}").format(prize=prize.name), contest.title, _("Trao giải"))
    trail = desk_trail(contest, (words.title, ""))
    return private(change_page(request, form, words, run, back=back, trail=trail, template=FORM))


def _ranked(contest: Contest) -> list[tuple[int, str]]:
    """The works of the rounds with minutes, those of the last round first."""
    rounds = judged_rounds(contest.pk)
    done = latest_minutes([one.pk for one in rounds])
    found: dict[int, str] = {}
    for one in sorted((one for one in rounds if one.pk in done), key=lambda one: -one.stage):
        for line in sorted(done[one.pk].lines.select_related("submission__category"), key=_by_category):
            work = line.submission
            told = _("{round}, hạng {n}").format(round=one.name, n=line.place)
            found.setdefault(work.pk, f"{work_words(work)} ({told})")
    return list(found.items())


@require_http_methods(POSTED)
def award_back(request: HttpRequest, pk: int) -> HttpResponse:
    """A prize is taken back."""
    reader = reader_of(request)
    row = award_by_id(pk)
    if row is None:
        raise Http404
    contest = in_reach(row.prize.contest, reader, keeps=True)
    back = reverse("contests:desk", args=[contest.pk])
    form = WhyForm(sent(request), today=reader.today)

    def run(given: dict[str, Any]) -> tuple[str, str]:
        take_back_award(award=row, actor=reader.actor, at=reader.at, **given)
        return _("Đã thu lại; số liệu đã được đảo trong sổ việc."), back

    words = Words(_("Thu lại giải"), f"{row.prize.name} · {work_words(row.submission)}", _("Thu lại"))
    trail = desk_trail(contest, (words.title, ""))
    return private(change_page(request, form, words, run, back=back, trail=trail, template=FORM))


@require_http_methods(POSTED)
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever won is put forward for a commendation, in one dossier."""
    reader = reader_of(request)
    contest = kept_contest_or_404(pk, reader)
    back = reverse("contests:desk", args=[pk])
    forms = [(code, str(kind)) for code, kind in form_kinds().items()]
    form = DossierForm(sent(request), today=reader.today, forms=forms)

    def run(given: dict[str, Any]) -> tuple[str, str]:
        made = propose_commendation(contest=contest, actor=reader.actor, at=reader.at, **given)
        return _("Đã lập hồ sơ đề nghị khen thưởng."), reverse("commendations:dossier", args=[made])

    words = Words(_("Đề nghị khen thưởng"), contest.title, _("Lập hồ sơ"))
    trail = desk_trail(contest, (words.title, ""))
    return private(change_page(request, form, words, run, back=back, trail=trail, template=FORM))
