"""Elections at a congress: the scheme, the list, the count, papers, and the elected entering their posts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from viecthat.congress.commands.ballot import (
    add_candidate,
    count_ballots,
    drop_candidate,
    install_elected,
    prepare_ballot,
    reopen_list,
    settle_list,
)
from viecthat.congress.forms.congress import BallotForm, CandidateForm, CountForm, InstallForm
from viecthat.congress.models import Ballot
from viecthat.congress.pages.shared import POSTED, Shown, form_page, kept_or_403, named_or_403, paper_file, tried
from viecthat.congress.queries.ballot import ballot_with_id, ballots_of, result_of
from viecthat.congress.queries.checks import checks_of, checks_of_ballot
from viecthat.congress.queries.congress import agenda_of, papers_of
from viecthat.congress.queries.delegate import structure_of
from viecthat.congress.rules import may_read_small_groups
from viecthat.people.queries.traits import traits_of
from viecthat.people.rules.charter import age_on
from viecthat.people.rules.post import may_give_posts, units_with_visible_cadres
from viecthat.plans.pages.shared import Reader, Words, reader_of, sent

if TYPE_CHECKING:
    from viecthat.documents.model import Lang, OfficialDocument


@require_http_methods(POSTED)
def ballot_new(request: HttpRequest, pk: int) -> HttpResponse:
    """An election of the personnel scheme: how many, how made up."""
    reader = reader_of(request)
    page = kept_or_403(pk, reader)
    form = BallotForm(sent(request), today=reader.today, line=page.congress.line, initial={"surplus": 1})

    def run(_given: dict[str, Any]) -> tuple[str, str]:
        made = prepare_ballot(congress=page.congress, facts=form.facts, actor=reader.actor, at=reader.at)
        return _("Đã ghi; giờ đưa người vào danh sách."), reverse("congress:ballot", args=[made.pk])

    words = Words(_("Thêm cuộc bầu"), _("Số lượng, cơ cấu theo đề án nhân sự."), _("Ghi"))
    return form_page(request, form, words, run, back=page.home, trail=page.trail())


@require_http_methods(POSTED)
def ballot(request: HttpRequest, pk: int) -> HttpResponse:
    """One election: who stands, what the rules say, the votes; a form adds somebody while the list is open."""
    reader = reader_of(request)
    row, page = _shown(pk, reader, keeps=request.method == "POST")
    here = reverse("congress:ballot", args=[pk])
    units = units_with_visible_cadres(reader.actor, reader.at) if page.keeper else ()
    form = CandidateForm(sent(request), today=reader.today, units=units)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data

        def run() -> None:
            add_candidate(
                ballot=row, person=given["person"].id, self_named=given["self_named"], actor=reader.actor, at=reader.at
            )

        return tried(request, run, _("Đã thêm vào danh sách."), here)
    candidates = list(row.candidates.select_related("person"))
    result = result_of(row, page.congress, candidates)
    day = page.congress.held_on or page.congress.planned_on
    traits = traits_of([one.person_id for one in candidates], day)
    elected = {one.pk for one in result.elected}
    title = _("Bầu {what}").format(what=row.get_to_display())
    context = page.context | {
        "ballot": row,
        "title": title,
        "rows": [
            (
                one,
                None if one.person.birth_date is None else age_on(one.person.birth_date, day),
                traits[one.person_id],
                one.pk in elected,
            )
            for one in candidates
        ],
        "result": result,
        "checks": checks_of_ballot(row, reader.today),
        "form": form if page.keeper and row.settled_on is None else None,
        "trail": page.trail((title, "")),
    }
    return render(request, "congress/ballot.html", context, status=422 if form.is_bound else 200)


@require_POST
def candidate_drop(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Somebody stands no longer."""
    reader = reader_of(request)
    of, _page = _shown(pk, reader, keeps=True)
    found = of.candidates.select_related("ballot__congress").filter(pk=row).first()
    if found is None:
        raise Http404
    return tried(
        request,
        lambda: drop_candidate(candidate=found, actor=reader.actor, at=reader.at),
        _("Đã rút khỏi danh sách."),
        reverse("congress:ballot", args=[pk]),
    )


@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """The congress agreed on the list."""
    reader = reader_of(request)
    row, _page = _shown(pk, reader, keeps=True)
    return tried(
        request,
        lambda: settle_list(ballot=row, actor=reader.actor, at=reader.at),
        _("Đã chốt danh sách; in phiếu bầu ở đây."),
        reverse("congress:ballot", args=[pk]),
    )


@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """The list was settled too soon."""
    reader = reader_of(request)
    row, _page = _shown(pk, reader, keeps=True)
    return tried(
        request,
        lambda: reopen_list(ballot=row, actor=reader.actor, at=reader.at),
        _("Đã mở lại danh sách; phiếu đã in không dùng nữa."),
        reverse("congress:ballot", args=[pk]),
    )


@require_http_methods(POSTED)
def count(request: HttpRequest, pk: int) -> HttpResponse:
    """The counting board's sums, name by name."""
    reader = reader_of(request)
    row, page = _shown(pk, reader, keeps=True)
    here = reverse("congress:ballot", args=[pk])
    candidates = list(row.candidates.select_related("person"))
    names = ("board", "issued", "collected", "valid", "invalid")
    start = {name: getattr(row, name) for name in names} | {f"votes_{one.pk}": one.votes for one in candidates}
    form = CountForm(sent(request), candidates=candidates, initial=start)

    def run(_given: dict[str, Any]) -> tuple[str, str]:
        count_ballots(ballot=row, count=form.count, actor=reader.actor, at=reader.at)
        return _("Đã ghi kết quả kiểm phiếu."), here

    what = _("Bầu {what}").format(what=row.get_to_display())
    words = Words(_("Kiểm phiếu"), what, _("Ghi kết quả"))
    return form_page(request, form, words, run, back=here, trail=page.trail((what, here)))


@require_safe
def ballot_file(request: HttpRequest, pk: int, what: str, kind: str) -> HttpResponse:
    """The ballot to be printed, or the minutes of the count, as Word or PDF."""
    from viecthat.congress.exports.papers import ballot_paper, minutes_of_count  # noqa: PLC0415 - Word only for takers

    reader = reader_of(request)
    row, page = _shown(pk, reader)
    if what not in {"phieu", "bien-ban"} or (what == "phieu" and row.settled_on is None):
        raise Http404
    candidates = list(row.candidates.select_related("person"))
    result = result_of(row, page.congress, candidates)

    def document(lang: Lang) -> OfficialDocument:
        if what == "phieu":
            return ballot_paper(page.congress, row, candidates, day=reader.today, lang=lang)
        return minutes_of_count(page.congress, row, candidates, result, day=reader.today, lang=lang)

    return paper_file(kind, document, f"{what}-{pk}")


@require_http_methods(POSTED)
def install(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody elected enters the post, once confirmed with the decision."""
    reader = reader_of(request)
    page = kept_or_403(pk, reader)
    if not may_give_posts(reader.actor, page.congress.unit_id, reader.at):
        raise PermissionDenied(_("Bạn chưa được giao quyền quản lý cán bộ của đơn vị này."))
    form = InstallForm(sent(request))
    waiting = [
        (one, result) for one, _rows, result in ballots_of(page.congress) if one.counted_at and not one.installed_on
    ]

    def run(given: dict[str, Any]) -> tuple[str, str]:
        taken = install_elected(congress=page.congress, **given, actor=reader.actor, at=reader.at)
        return _("{n} người trúng cử đã vào sổ chức vụ.").format(n=len(taken)), page.home

    told = [
        f"{one.get_to_display()}: {', '.join(who.person.full_name for who in result.elected)}"
        for one, result in waiting
    ]
    lede = "; ".join(told) or _("Chưa có kết quả kiểm phiếu nào chờ vào sổ chức vụ.")
    words = Words(_("Đưa người trúng cử vào sổ chức vụ"), lede, _("Xác nhận, vào sổ"))
    return form_page(request, form, words, run, back=page.home, trail=page.trail())


@require_safe
def minutes_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The minutes of the congress, as Word or PDF."""
    from viecthat.congress.exports.papers import minutes  # noqa: PLC0415 - Word and Typst only for takers

    reader = reader_of(request)
    page = named_or_403(pk, reader)
    row = page.congress
    small = may_read_small_groups(reader.actor, row.unit_id, reader.at)
    told = structure_of(row, row.held_on or reader.today, small_told=small)
    ballots, checks = ballots_of(row), checks_of(row, reader.today)

    def document(lang: Lang) -> OfficialDocument:
        return minutes(row, agenda_of(row), papers_of(row), told, ballots, checks, day=reader.today, lang=lang)

    return paper_file(kind, document, f"bien-ban-dai-hoi-{pk}")


def _shown(pk: int, reader: Reader, *, keeps: bool = False) -> tuple[Ballot, Shown]:
    row = ballot_with_id(pk)
    if row is None:
        raise Http404
    return row, (kept_or_403 if keeps else named_or_403)(row.congress_id, reader)
