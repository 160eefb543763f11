"""Emulation blocs: the list of a year, one bloc, its contract, criteria, key tasks, scores and ranking."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from viecthat.accounts.queries import actor_of
from viecthat.kernel.errors import Refused
from viecthat.kernel.looking import one_look
from viecthat.kernel.names import fold
from viecthat.organisation.commands.bloc import (
    rank_bloc,
    report_progress,
    score_member,
    set_criteria,
    set_key_tasks,
    sign_contract,
    unrank_bloc,
)
from viecthat.organisation.commands.flagship import add_product, remove_product, set_flagship
from viecthat.organisation.exports.bloc import bloc_xlsx
from viecthat.organisation.forms.bloc import (
    ContractForm,
    CriteriaForm,
    FlagshipForm,
    ProductForm,
    ProgressForm,
    RankForm,
    ScoreForm,
    TasksForm,
    criteria_text,
)
from viecthat.organisation.forms.rating import YearForm
from viecthat.organisation.queries.bloc import (
    OpenBloc,
    blocs_listed,
    open_bloc,
    product_by_id,
    progress_of,
    scores_given,
    task_by_id,
)
from viecthat.organisation.rules.bloc import may_lead_bloc, may_see_bloc, units_spoken_for
from viecthat.people.pages.posts import file_response
from viecthat.ui.sentences import add_refusal, sentence_of
from viecthat.units.queries import bloc_by_id

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

ON_A_PAGE = 50


@dataclass(frozen=True)
class Asked:
    """The bloc, who looks at it, and for which of its members they speak."""

    open: OpenBloc
    actor: Account
    at: datetime
    today: date

    @cached_property
    def leads(self) -> bool:
        """Speaks for the head unit or its deputy."""
        return may_lead_bloc(self.actor, self.open.leaders, self.at)

    @cached_property
    def own_ids(self) -> set[int]:
        """The ids of the members they speak for."""
        return units_spoken_for(self.actor, [one.unit.id for one in self.open.members], self.at)

    @property
    def own(self) -> list[tuple[int, str]]:
        """These members with their names."""
        return [(one.unit.id, one.unit.name) for one in self.open.members if one.unit.id in self.own_ids]

    @property
    def url(self) -> str:
        """The bloc's page."""
        return reverse("organisation:bloc", args=[self.open.bloc.pk])


@require_safe
def blocs(request: HttpRequest) -> HttpResponse:
    """Blocs of the year."""
    today = localdate()
    form = YearForm(request.GET, today=today)
    form.is_valid()
    year = form.cleaned_data.get("year") or today.year
    wanted = fold(form.cleaned_data.get("text", ""))
    rows = [one for one in blocs_listed(actor_of(request), now(), year) if wanted in fold(one.bloc.name)]
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("trang"))
    context = {"form": form, "year": str(year), "page": page, "rows": list(page.object_list)}
    return render(request, "organisation/blocs.html", context)


@require_safe
@one_look()
def bloc(request: HttpRequest, pk: int) -> HttpResponse:
    """One bloc: who is in it, what they undertook, how they stand."""
    asked = _asked(request, pk)
    context = {
        "asked": asked,
        "open": asked.open,
        "bloc": asked.open.bloc,
        "year": str(asked.open.bloc.year),
        "trail": [(_("Khối, cụm thi đua"), reverse("organisation:blocs")), (asked.open.bloc.name, "")],
    }
    return render(request, "organisation/bloc.html", context)


@require_safe
def bloc_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Members, points, ranking and key tasks as a workbook."""
    asked = _asked(request, pk)
    return file_response(bloc_xlsx(asked.open, asked.today), f"khoi-thi-dua-{pk}.xlsx")


@require_safe
def contract_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The signed paper, to keep."""
    row = _asked(request, pk).open.contract
    if row is None or row.file is None or not row.file.path.exists():
        raise Http404
    response = HttpResponse(row.file.path.read_bytes(), content_type=row.file.content_type)
    # Never shown by the browser itself: whatever is inside stays inside.
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(row.file_name)}"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def contract(request: HttpRequest, pk: int) -> HttpResponse:
    """The members' contract."""
    asked = _leading(request, pk)
    row = asked.open.contract
    initial = {"signed_on": row.signed_on, "terms": row.terms} if row else {"signed_on": asked.today}
    form = ContractForm(_sent(request), request.FILES or None, initial=initial)

    def run() -> str:
        given = {name: form.cleaned_data[name] for name in ("signed_on", "terms")}
        sign_contract(bloc=pk, **given, file=form.attached(), actor=asked.actor, at=asked.at)
        return _("Đã ghi giao ước.")

    return _shown(request, asked, form, _("Giao ước thi đua"), run)


@require_http_methods(["GET", "HEAD", "POST"])
def criteria(request: HttpRequest, pk: int) -> HttpResponse:
    """What members are scored by."""
    asked = _leading(request, pk)
    form = CriteriaForm(_sent(request), initial={"criteria": criteria_text(asked.open.criteria)})

    def run() -> str:
        set_criteria(bloc=pk, criteria=form.cleaned_data["criteria"], actor=asked.actor, at=asked.at)
        return _("Đã ghi tiêu chí.")

    return _shown(request, asked, form, _("Tiêu chí chấm điểm"), run)


@require_http_methods(["GET", "HEAD", "POST"])
def tasks(request: HttpRequest, pk: int) -> HttpResponse:
    """The numbered key tasks."""
    asked = _leading(request, pk)
    form = TasksForm(_sent(request), initial={"tasks": "\n".join(one.task.words for one in asked.open.tasks)})

    def run() -> str:
        set_key_tasks(bloc=pk, tasks=form.cleaned_data["tasks"], actor=asked.actor, at=asked.at)
        return _("Đã ghi nhiệm vụ trọng tâm.")

    return _shown(request, asked, form, _("Nhiệm vụ trọng tâm của khối"), run)


@require_http_methods(["GET", "HEAD", "POST"])
def flagship(request: HttpRequest, pk: int) -> HttpResponse:
    """The one movement the bloc is known by."""
    asked = _leading(request, pk)
    row = asked.open.flagship
    form = FlagshipForm(_sent(request), initial={"movement": row.movement, "trait": row.trait} if row else {})

    def run() -> str:
        set_flagship(bloc=pk, **form.cleaned_data, actor=asked.actor, at=asked.at)
        return _("Đã ghi phong trào chủ lực.")

    return _shown(request, asked, form, _("Phong trào chủ lực của khối"), run)


@require_http_methods(["GET", "HEAD", "POST"])
def product(request: HttpRequest, pk: int) -> HttpResponse:
    """Something a member made of it."""
    asked = _asked(request, pk)
    if not asked.own or asked.open.flagship is None:
        raise Http404
    form = ProductForm(_sent(request), units=asked.own, initial={"day": asked.today})

    def run() -> str:
        add_product(bloc=pk, **form.cleaned_data, actor=asked.actor, at=asked.at)
        return _("Đã ghi sản phẩm.")

    return _shown(request, asked, form, _("Sản phẩm của phong trào chủ lực"), run)


@require_POST
def product_remove(request: HttpRequest, pk: int, product: int) -> HttpResponse:
    """Noted by mistake."""
    asked = _asked(request, pk)
    row = product_by_id(product, pk)
    if row is None:
        raise Http404
    try:
        remove_product(product=row, actor=asked.actor, at=asked.at)
        messages.success(request, _("Đã bỏ sản phẩm."))
    except Refused as refused:
        messages.error(request, sentence_of(refused))
    return redirect(asked.url)


@require_http_methods(["GET", "HEAD", "POST"])
def progress(request: HttpRequest, pk: int, task: int) -> HttpResponse:
    """A member's word on a key task."""
    asked = _asked(request, pk)
    row = task_by_id(task, pk)
    if row is None or not asked.own:
        raise Http404
    said = progress_of(row, asked.own[0][0])
    initial = {"note": said.note, "done": said.done} if said else {}
    form = ProgressForm(_sent(request), units=asked.own, initial=initial)

    def run() -> str:
        report_progress(task=row, **form.cleaned_data, actor=asked.actor, at=asked.at)
        return _("Đã ghi tiến độ.")

    title = _("Tiến độ: {task}").format(task=row.words)
    return _shown(request, asked, form, title, run)


@require_http_methods(["GET", "HEAD", "POST"])
def score(request: HttpRequest, pk: int, unit: int, scorer: int) -> HttpResponse:
    """One member scored by itself or by another."""
    asked = _asked(request, pk)
    names = {one.unit.id: one.unit.name for one in asked.open.members}
    if unit not in names or scorer not in dict(asked.own) or not asked.open.criteria or asked.open.ranks:
        raise Http404
    form = ScoreForm(_sent(request), criteria=asked.open.criteria, given=scores_given(pk, unit, scorer))

    def run() -> str:
        score_member(bloc=pk, unit=unit, scorer=scorer, points=form.points(), actor=asked.actor, at=asked.at)
        return _("Đã ghi điểm.")

    words = _("{unit} tự chấm") if unit == scorer else _("{scorer} chấm cho {unit}")
    return _shown(request, asked, form, words.format(unit=names[unit], scorer=names[scorer]), run)


@require_http_methods(["GET", "HEAD", "POST"])
def rank(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the year."""
    asked = _leading(request, pk)
    form = RankForm(_sent(request))

    def run() -> str:
        rank_bloc(bloc=pk, decision=form.cleaned_data["decision"], actor=asked.actor, at=asked.at)
        return _("Đã xếp hạng.")

    return _shown(request, asked, form, _("Xếp hạng năm"), run)


@require_POST
def unrank(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the scores again."""
    asked = _leading(request, pk)
    try:
        unrank_bloc(bloc=pk, actor=asked.actor, at=asked.at)
        messages.success(request, _("Đã bỏ xếp hạng; các đơn vị chấm lại được."))
    except Refused as refused:
        messages.error(request, sentence_of(refused))
    return redirect(asked.url)


def _asked(request: HttpRequest, pk: int) -> Asked:
    """The bloc for everybody who sees one of its members. Http404 for anybody else."""
    row = bloc_by_id(pk)
    if row is None:
        raise Http404
    at, actor = now(), actor_of(request)
    opened = open_bloc(row)
    if not may_see_bloc(actor, [one.unit.id for one in opened.members], at):
        raise Http404
    return Asked(opened, actor, at, localdate(at))


def _leading(request: HttpRequest, pk: int) -> Asked:
    asked = _asked(request, pk)
    if not asked.leads:
        raise PermissionDenied(_("Chỉ khối trưởng, khối phó ghi được mục này."))
    return asked


def _sent(request: HttpRequest) -> QueryDict | None:
    """What was sent: a form with every box blank is an answer too, and must be refused as one."""
    return request.POST if request.method == "POST" else None


def _shown(request: HttpRequest, asked: Asked, form: forms.Form, title: str, run: Callable[[], str]) -> HttpResponse:
    if form.is_bound and form.is_valid():
        try:
            messages.success(request, run())
            return redirect(asked.url)
        except Refused as refused:
            add_refusal(form, refused)
    context = {
        "form": form,
        "title": title,
        "back": asked.url,
        "trail": [(asked.open.bloc.name, asked.url), (title, "")],
        "bloc": asked.open.bloc,
    }
    return render(request, "organisation/bloc_change.html", context, status=422 if form.is_bound else 200)
