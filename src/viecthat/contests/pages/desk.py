"""The organiser's desk: the register of contests, one contest with its rounds and jurors, its steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from viecthat.contests.choices import ContestState, RoundKind
from viecthat.contests.commands.contest import (
    add_juror,
    cancel_contest,
    correct_contest,
    drop_juror,
    drop_round,
    keep_round,
    make_vote_codes,
    name_chair,
    open_contest,
    write_contest,
)
from viecthat.contests.commands.joining import join_activity, part_activity
from viecthat.contests.commands.result import publish_results, withdraw_results
from viecthat.contests.forms.desk import CodesForm, ContestForm, JoinForm, JurorForm, PlainForm, RoundForm, WhyForm
from viecthat.contests.pages.shared import (
    FORM,
    POSTED,
    Words,
    actions,
    change_page,
    desk_trail,
    in_reach,
    kept_contest_or_404,
    links,
    reader_of,
    sent,
    trail_of,
    unit_kept_or_404,
)
from viecthat.contests.queries.joining import alike, joined_with
from viecthat.contests.queries.jury import jurors_at_work
from viecthat.contests.queries.listing import (
    CONTEST_ORDERS,
    Opened,
    contest_by_id,
    contests_found,
    counts_of,
    juror_by_id,
    jurors_of,
    opened,
    round_by_id,
    winners_of,
)
from viecthat.contests.rules import JUDGED_BY_JURY, judged_by, may_keep_contests
from viecthat.kernel.dates import format_date
from viecthat.kernel.errors import Refused
from viecthat.learning.queries.listing import quizzes_open_at
from viecthat.plans.pages.shared import file_response
from viecthat.ui.privacy import private
from viecthat.ui.sentences import sentence_of
from viecthat.units.pages.register import Asked, Column, Register, Shown, asked_of, register_file, register_page
from viecthat.units.queries import units_by_id

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from viecthat.contests.models import Contest, Round
    from viecthat.contests.pages.shared import Reader


def _register(request: HttpRequest, reader: Reader) -> tuple[Register[Contest], Asked, QuerySet[Contest]]:
    asked = asked_of(request, reader.at, reader.today, states=ContestState.choices)
    year = asked.given.get("year")
    during = Q(year=year) if year else Q()
    found = contests_found(asked.units.of("unit"), text=asked.get("text"), state=asked.get("state"), during=during)

    def show(rows: Sequence[Contest], today: date) -> list[Shown]:
        units = units_by_id({row.unit_id for row in rows}, today)
        return [
            Shown(
                reverse("contests:desk", args=[row.pk]),
                (row.title, row.edition, str(row.year), units[row.unit_id].name, row.organisers, row.partner,
                 str(row.get_entrants_display()), row.works),  # type: ignore[attr-defined]
                chip=str(row.get_state_display()),
            )
            for row in rows
        ]  # fmt: skip

    register: Register[Contest] = Register(
        title=_("Sổ cuộc thi"),
        slug="cuoc-thi",
        columns=(
            Column(_("Cuộc thi"), "ten", width=44), Column(_("Lần"), "", "whole", 8),
            Column(_("Năm"), "nam", width=8), Column(_("Đơn vị"), width=32), Column(_("Ban tổ chức"), width=32),
            Column(_("Phối hợp với"), width=32), Column(_("Dự thi theo"), width=14),
            Column(_("Bài hợp lệ"), "", "whole", 12),
        ),
        orders=CONTEST_ORDERS,
        default="-nam",
        show=show,
        nothing=_("Chưa có cuộc thi nào"),
        what_to_do=_("Lập cuộc thi: thể lệ, các vòng, tiêu chí, giải; rồi mở cho mọi người gửi bài."),
        links=links(),
        actions=actions(reader, asked.unit, _("Lập cuộc thi"), "new"),
    )  # fmt: skip
    return register, asked, found


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """The contests of units in reach, drafts too."""
    reader = reader_of(request)
    shown, asked, found = _register(request, reader)
    return register_page(request, shown, asked, found, reader.today)


@require_safe
def register_as_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The list whole."""
    reader = reader_of(request)
    shown, asked, found = _register(request, reader)
    return register_file(request, shown, asked, found, reader.today, kind)


@require_http_methods(POSTED)
def new(request: HttpRequest, code: str) -> HttpResponse:
    """A contest as a draft."""
    reader = reader_of(request)
    unit = unit_kept_or_404(code, reader)
    initial = {"year": reader.today.year, "organisers": unit.name, "anonymous": True, "outside": True}
    form = ContestForm(sent(request), request.FILES or None, today=reader.today, initial=initial)

    def run(given: dict[str, Any]) -> tuple[str, str]:
        made = write_contest(
            unit=unit.id, facts=given, rules_file=given["rules_file"], actor=reader.actor, at=reader.at
        )
        return _("Đã lập cuộc thi; thêm các vòng rồi mở."), reverse("contests:desk", args=[made.pk])

    words = Words(_("Lập cuộc thi"), unit.name, _("Lập"))
    back = reverse("contests:register")
    return change_page(
        request, form, words, run, back=back, trail=trail_of((_("Sổ cuộc thi"), back), (words.title, ""))
    )


@require_safe
def desk(request: HttpRequest, pk: int) -> HttpResponse:
    """One contest: where it stands, its rounds, jurors, prizes."""
    reader = reader_of(request)
    row = in_reach(contest_by_id(pk), reader)
    shown = opened(row, reader.today)
    keeps = may_keep_contests(reader.actor, row.unit_id, reader.at)
    given = winners_of(row, reader.today, everybody=True) if keeps else []
    jurors, at_work = jurors_of(row), jurors_at_work(pk)
    units = units_by_id({one.unit_id for one in jurors if one.unit_id is not None}, reader.today)
    left = {prize.pk: prize.count - sum(one.award.prize_id == prize.pk for one in given) for prize in shown.prizes}
    context = {
        "contest": row,
        "shown": shown,
        "counts": counts_of(row),
        "jurors": [(one, units.get(one.unit_id or 0)) for one in jurors],
        "rounds": [(one, _progress(one.round, at_work, len(jurors))) for one in shown.rounds],
        "prizes": [(prize, left[prize.pk]) for prize in shown.prizes],
        "winners": given,
        "joined": joined_with(row) if keeps and row.state in {ContestState.OPEN, ContestState.ENDED} else None,
        "keeps": keeps,
        "draft": row.state == ContestState.DRAFT,
        "running": row.state == ContestState.OPEN,
        "trail": desk_trail(row),
    }
    return private(render(request, "contests/desk.html", context))


def _progress(round_: Round, at_work: Mapping[int, int], jurors: int) -> str:
    if judged_by(round_) != JUDGED_BY_JURY:
        return ""
    return _("{n} trong {of} giám khảo đã chấm").format(n=at_work.get(round_.pk, 0), of=jurors)


def _initial(shown: Opened) -> dict[str, Any]:
    row = shown.contest
    names = ("title", "edition", "year", "organisers", "partner", "entrants", "most", "outside", "anonymous", "rules")
    return {name: getattr(row, name) for name in (*names, "rights")} | {
        "categories": "\n".join(_line(one.name, one.youngest, one.oldest) for one in shown.categories),
        "criteria": "\n".join(_line(one.name, one.weight) for one in shown.criteria),
        "prizes": "\n".join(_line(one.name, one.count, one.amount or None) for one in shown.prizes),
    }


def _line(name: str, *numbers: int | None) -> str:
    return "; ".join([name, *("" if one is None else str(one) for one in numbers)]).rstrip("; ")


@require_http_methods(POSTED)
def step(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """The draft is changed, a round or juror added; the contest is opened, called off, its results published."""
    reader = reader_of(request)
    row = kept_contest_or_404(pk, reader)
    back = reverse("contests:desk", args=[pk])
    who: dict[str, Any] = {"contest": row, "actor": reader.actor, "at": reader.at}
    form, words = _step_form(request, row, slug, reader.today)

    def run(given: dict[str, Any]) -> tuple[str, str]:
        if slug == "sua":
            correct_contest(facts=given, rules_file=given["rules_file"], **who)
        elif slug == "vong":
            keep_round(facts=given, **who)
        elif slug == "giam-khao":
            unit = given.pop("unit")
            add_juror(unit=unit.id if unit else None, **given, **who)
        elif slug == "huy":
            cancel_contest(**given, **who)
        elif slug == "ghep":
            join_activity(**given, **who)
        elif slug == "bo-ghep":
            part_activity(**who)
        elif slug == "rut-cong-bo":
            withdraw_results(**who)
            return _("Đã rút công bố; sửa giải rồi công bố lại."), back
        elif slug == "mo":
            open_contest(**who)
        else:
            publish_results(**who)
        return _("Đã ghi."), back

    trail = desk_trail(row, (words.title, ""))
    if slug == "sua":
        return private(change_page(request, form, words, run, back=back, trail=trail))
    return private(change_page(request, form, words, run, back=back, trail=trail, template=FORM))


def _step_form(request: HttpRequest, row: Contest, slug: str, today: date) -> tuple[Any, Words]:
    """The form of a step and what its page says. Http404 for a step there is none of."""
    data = sent(request)
    if slug == "sua":
        form: Any = ContestForm(data, request.FILES or None, today=today, initial=_initial(opened(row, today)))
        return form, Words(_("Sửa thể lệ"), row.title, _("Ghi"))
    if slug == "vong":
        stage = max((one.round.stage for one in opened(row, today).rounds), default=0) + 1
        form = RoundForm(data, today=today, quizzes=_quizzes(row), initial={"stage": stage, "start": today})
        return form, Words(_("Thêm vòng"), row.title, _("Thêm"))
    if slug == "giam-khao":
        return JurorForm(data, today=today), Words(_("Thêm giám khảo"), row.title, _("Thêm"))
    if slug == "huy":
        return WhyForm(data, today=today), Words(_("Huỷ cuộc thi"), row.title, _("Huỷ cuộc thi"))
    if slug == "ghep":
        offered = [(one.pk, f"{format_date(one.day)} {one.title}") for one in alike(row)]
        lede = _(
            "Ghép rồi thì hoạt động đếm “cuộc thi được tổ chức” và “lượt dự thi” nếu loại việc ấy có đếm; sổ cuộc thi"
            " thôi đếm, để mỗi cuộc, mỗi lượt tính một lần."
        )
        return JoinForm(data, today=today, activities=offered), Words(_("Ghép với hoạt động đã ghi"), lede, _("Ghép"))
    if slug == "bo-ghep":
        title, lede = _("Bỏ ghép với hoạt động"), _("Bỏ ghép thì sổ cuộc thi tự đếm cuộc thi này và lượt dự thi.")
    elif slug == "rut-cong-bo":
        title = _("Rút công bố kết quả")
        lede = _(
            "Cuộc thi trở lại đang diễn ra; giải đã trao giữ nguyên, thu lại và trao lại được, rồi công bố lại. Hồ sơ"
            " khen thưởng chưa gửi thì thôi đề nghị; đã gửi thì nhờ cấp trên trả lại."
        )
    elif slug == "mo":
        title, lede = _("Mở cuộc thi"), _("Mở rồi thì thể lệ, bảng, tiêu chí, giải giữ nguyên.")
    elif slug == "cong-bo":
        title, lede = _("Công bố kết quả"), _("Mọi người đọc được giải; tên chỉ hiện khi người dự thi đã đồng ý.")
        if row.activity_id is None and alike(row):
            lede = " ".join(
                (lede, _("Đơn vị cũng ghi cuộc thi là hoạt động trong những ngày này: ghép trước khi công bố."))
            )
    else:
        raise Http404
    return PlainForm(data, today=today), Words(title, lede, title)


def _quizzes(row: Contest) -> list[tuple[str, str]]:
    return [(str(one.pk), one.title) for one in quizzes_open_at([row.unit_id])]


@require_http_methods(POSTED)
def round_step(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """A round is put right or left out; codes for a vote are made."""
    reader = reader_of(request)
    row = round_by_id(pk)
    if row is None or slug not in {"sua", "bo", "ma"} or (slug == "ma" and row.kind != RoundKind.VOTE):
        raise Http404
    contest = in_reach(row.contest, reader, keeps=True)
    back = reverse("contests:desk", args=[contest.pk])
    form: Any
    if slug == "sua":
        words = Words(_("Sửa vòng"), row.name, _("Ghi"))
        names = ("kind", "name", "stage", "start", "last_day", "passing", "sent_from", "sent_until")
        initial = {name: getattr(row, name) for name in names} | {"quiz": row.quiz_id or ""}
        quizzes = _quizzes(contest)
        if row.quiz is not None and str(row.quiz_id) not in dict(quizzes):
            quizzes.append((str(row.quiz_id), row.quiz.title))
        form = RoundForm(sent(request), today=reader.today, quizzes=quizzes, initial=initial)
    elif slug == "ma":
        words = Words(_("Làm mã bình chọn"), row.name, _("Làm mã, tải về"))
        form = CodesForm(sent(request), today=reader.today, initial={"count": 100})
        if form.is_bound and form.is_valid():
            codes = make_vote_codes(round_=row, count=form.cleaned_data["count"], actor=reader.actor, at=reader.at)
            return private(file_response("\n".join(codes).encode(), f"ma-binh-chon-{pk}.csv", "text/csv"))
    else:
        words = Words(_("Bỏ vòng"), row.name, _("Bỏ"))
        form = PlainForm(sent(request), today=reader.today)

    def run(given: dict[str, Any]) -> tuple[str, str]:
        if slug == "sua":
            keep_round(contest=contest, facts=given, round_=row, actor=reader.actor, at=reader.at)
        else:
            drop_round(round_=row, actor=reader.actor, at=reader.at)
        return _("Đã ghi."), back

    trail = desk_trail(contest, (words.title, ""))
    return private(change_page(request, form, words, run, back=back, trail=trail, template=FORM))


@require_POST
def juror_chair(request: HttpRequest, pk: int) -> HttpResponse:
    """A juror chairs the jury."""
    reader = reader_of(request)
    row = juror_by_id(pk)
    if row is None:
        raise Http404
    contest = in_reach(row.contest, reader, keeps=True)
    try:
        name_chair(juror=row, actor=reader.actor, at=reader.at)
        messages.success(request, _("{name} là trưởng ban giám khảo.").format(name=row.account.full_name))
    except Refused as refused:
        messages.error(request, sentence_of(refused))
    return HttpResponseRedirect(reverse("contests:desk", args=[contest.pk]))


@require_http_methods(POSTED)
def juror_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody is asked to judge no longer."""
    reader = reader_of(request)
    row = juror_by_id(pk)
    if row is None:
        raise Http404
    contest = in_reach(row.contest, reader, keeps=True)
    back = reverse("contests:desk", args=[contest.pk])
    form = PlainForm(sent(request), today=reader.today)

    def run(_given: dict[str, Any]) -> tuple[str, str]:
        drop_juror(juror=row, actor=reader.actor, at=reader.at)
        return _("Đã ghi."), back

    words = Words(_("Thôi mời giám khảo"), row.account.full_name, _("Thôi mời"))
    trail = desk_trail(contest, (words.title, ""))
    return private(change_page(request, form, words, run, back=back, trail=trail, template=FORM))
