"""Limits: those of a review and those that come back in it, the register of all, one limit with all that happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.accounts.choices import Capability
from viecthat.kernel.errors import Refused
from viecthat.ledger.queries import indicators_offered
from viecthat.plans.exports.directive import workbook_bytes
from viecthat.plans.pages.shared import (
    Reader,
    Words,
    change_page,
    file_response,
    own_units,
    reader_of,
    sent,
)
from viecthat.plans.pages.task import kept_file
from viecthat.plans.queries.task import people_at
from viecthat.plans.rules import units_held
from viecthat.reviews.commands.limit import LimitFacts, correct_limit, open_limit, say_of_limit
from viecthat.reviews.exports.open_items import limits_sheet
from viecthat.reviews.forms.limit import LimitForm, LimitListForm, LimitStepForm
from viecthat.reviews.models import STILL_THERE, Limit, LimitState, LimitStepKind, Review
from viecthat.reviews.pages.review import Asked, asked_for
from viecthat.reviews.queries import review_table
from viecthat.reviews.queries.limits import (
    FIRST,
    ORDERS,
    LimitFilter,
    Suggested,
    limit_file,
    limit_shown,
    limits_found,
    limits_of_review,
    listed_limits,
    reviews_to_answer_in,
    steps_of_limit,
    suggested_limits,
    suggestions_taken,
)
from viecthat.reviews.rules import may_answer_limit, may_keep_limits, may_open_review, may_read_review
from viecthat.ui.sentences import sentence_of
from viecthat.units.queries import UnitRow, units_by_id

ON_A_PAGE = 50
MOST_TAKEN = 20_000
POSTED = ["GET", "HEAD", "POST"]


@dataclass(frozen=True)
class Move:
    """A step that a page offers."""

    kind: LimitStepKind
    title: Any
    said: Any
    files: bool = False
    words: bool = True


MOVES: dict[str, Move] = {
    "da-khac-phuc": Move(
        LimitStepKind.MENDED, gettext_lazy("Đã khắc phục"), gettext_lazy("Đã ghi hạn chế được khắc phục."), files=True
    ),
    "dang-khac-phuc": Move(
        LimitStepKind.MENDING, gettext_lazy("Đang khắc phục"), gettext_lazy("Đã ghi đang khắc phục."), words=False
    ),
    "con-ton-tai": Move(LimitStepKind.STILL, gettext_lazy("Còn tồn tại"), gettext_lazy("Đã ghi hạn chế còn tồn tại.")),
    "thoi-theo-doi": Move(LimitStepKind.DROPPED, gettext_lazy("Thôi theo dõi"), gettext_lazy("Đã thôi theo dõi.")),
    "neu-lai": Move(LimitStepKind.REOPENED, gettext_lazy("Nêu lại"), gettext_lazy("Đã nêu lại hạn chế.")),
}


def opened_review(request: HttpRequest, unit_code: str, slug: str) -> tuple[Asked, Review]:
    """The review that the address names. Http404 for a period nobody opened a review of."""
    asked = asked_for(request, unit_code, slug)
    if asked.review is None:
        raise Http404
    return asked, asked.review


@require_safe
def review_limits(request: HttpRequest, unit_code: str, slug: str) -> HttpResponse:
    """The limits of a review: what came back from earlier ones, how many are mended, what is new."""
    asked, review = opened_review(request, unit_code, slug)
    reader = reader_of(request)
    limits = limits_of_review(review, reader.today)
    context = {
        "asked": asked,
        "review": review,
        "limits": limits,
        "keeper": may_keep_limits(reader.actor, review.unit_id, reader.at),
        "carries": review.kind == "term" and may_open_review(reader.actor, review.unit_id, reader.at),
    }
    return render(request, "reviews/limits.html", context)


@require_http_methods(POSTED)
def suggestions(request: HttpRequest, unit_code: str, slug: str) -> HttpResponse:
    """What the figures suggest; each is taken over by one button."""
    asked, review = opened_review(request, unit_code, slug)
    reader = reader_of(request)
    _check_keeper(reader, review.unit_id)
    try:
        table = review_table(asked.unit, asked.period, map_name="then", today=reader.today, review=review)
    except Refused:
        table = None
    found = suggested_limits(table, suggestions_taken(review)) if table is not None else []
    if request.method == "POST":
        _take_over(request, reader, review, found)
        return redirect("reviews:limit-suggestions", unit_code, slug)
    context = {"asked": asked, "review": review, "suggestions": found}
    return render(request, "reviews/limit_suggestions.html", context)


def _take_over(request: HttpRequest, reader: Reader, review: Review, found: list[Suggested]) -> None:
    meant = next((one for one in found if one.key == request.POST.get("goi-y", "")), None)
    if meant is None:
        messages.error(request, _("Gợi ý này không còn; xem lại danh sách."))
        return
    facts = LimitFacts(meant.words, area=meant.area, indicator=meant.indicator)
    try:
        made = open_limit(review=review, facts=facts, suggested=meant.key, actor=reader.actor, at=reader.at)
    except Refused as refused:
        messages.error(request, sentence_of(refused))
    else:
        messages.success(request, _("Đã ghi thành hạn chế số {number}; bổ sung nguyên nhân.").format(number=made.pk))


@require_http_methods(POSTED)
def enter(request: HttpRequest, unit_code: str, slug: str) -> HttpResponse:
    """A limit found in the review."""
    asked, review = opened_review(request, unit_code, slug)
    reader = reader_of(request)
    _check_keeper(reader, review.unit_id)
    form = _limit_form(request, reader, review.unit_id)
    back = reverse("reviews:limits", args=[unit_code, slug])

    def run(_given: dict[str, Any]) -> tuple[str, str]:
        made = open_limit(review=review, facts=form.facts, actor=reader.actor, at=reader.at)
        return _("Đã ghi hạn chế."), f"{back}#hc-{made.pk}"

    words = Words(_("Ghi hạn chế"), f"{asked.unit.name}: {review.title}", _("Ghi"))
    return change_page(request, form, words, run, back=back, trail=[(review.title, back)])


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """All limits the reader may see, fifty to a page."""
    reader = reader_of(request)
    form, found, order = _asked(request, reader)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("trang"))
    own = own_units(reader, capabilities=(Capability.PLAN,))
    context = {
        "own": own[0] if own else None,
        "form": form,
        "page": page,
        "rows": listed_limits(page.object_list, reader.today),
        "order": order,
        "default_order": FIRST,
        "query": request.GET.urlencode(),
        "filtered": any(form.data.get(name) for name in LimitListForm.parameters.values()),
    }
    return render(request, "reviews/limit_register.html", context)


@require_safe
def register_file(request: HttpRequest) -> HttpResponse:
    """The same list whole, as a workbook."""
    reader = reader_of(request)
    _form, found, _order = _asked(request, reader)
    title = _("Sổ hạn chế, khắc phục")
    sheet = limits_sheet(listed_limits(found[:MOST_TAKEN], reader.today), title)
    return file_response(workbook_bytes((sheet,), title, reader.today), f"han-che-{reader.today:%Y-%m-%d}.xlsx")


def _asked(request: HttpRequest, reader: Reader) -> tuple[LimitListForm, QuerySet[Limit], str]:
    form = LimitListForm(request.GET, today=reader.today)
    valid = form.is_valid()
    data: dict[str, Any] = form.cleaned_data
    wanted = LimitFilter(
        text=data.get("text", ""),
        whose=data.get("whose", ""),
        units=tuple(units_held(reader.actor, reader.at)) if data.get("whose") else (),
        state=data.get("state", ""),
        area=data.get("area"),
        unit=data["unit"].id if data.get("unit") else None,
    )
    order = request.GET.get("xep", FIRST)
    order = order if order in ORDERS else FIRST
    found = limits_found(wanted, reader.actor, reader.at, order)
    return form, found if valid else found.none(), order


@require_safe
def limit(request: HttpRequest, pk: int) -> HttpResponse:
    """One limit: what is done about it by whom, and everything that happened."""
    reader = reader_of(request)
    shown = _limit_or_404(pk, reader)
    row = listed_limits([shown], reader.today)[0]
    found_at = units_by_id({shown.review.unit_id}, shown.review.last_day)[shown.review.unit_id]
    context = {
        "limit": shown,
        "row": row,
        "steps": list(steps_of_limit(shown)),
        "moves": _moves(shown, reader),
        "corrects": shown.state in STILL_THERE and may_keep_limits(reader.actor, shown.unit_id, reader.at),
        "found_at": found_at,
        "opens_review": may_read_review(reader.actor, shown.review.unit_id, reader.at),
    }
    return render(request, "reviews/limit.html", context)


def _moves(shown: Limit, reader: Reader) -> list[tuple[str, str]]:
    if not may_answer_limit(reader.actor, shown, reader.at):
        return []
    keeps = may_keep_limits(reader.actor, shown.unit_id, reader.at)
    if shown.state in STILL_THERE:
        names = ["da-khac-phuc", "con-ton-tai"]
        names[1:1] = ["dang-khac-phuc"] if shown.state == LimitState.OPEN else []
        names += ["thoi-theo-doi"] if keeps else []
    else:
        names = ["neu-lai"] if keeps else []
    return [(reverse("reviews:limit-step", args=[shown.pk, name]), str(MOVES[name].title)) for name in names]


@require_http_methods(POSTED)
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """What is said of a limit is put right."""
    reader = reader_of(request)
    shown = _limit_or_404(pk, reader)
    _check_keeper(reader, shown.unit_id)
    names = ("words", "area", "cause", "cause_kind", "lesson", "action", "due")
    owner = units_by_id({shown.owner_id}, reader.today)[shown.owner_id] if shown.owner_id else None
    initial = {name: getattr(shown, name) for name in names}
    initial |= {"owner": owner, "person": shown.person_id, "indicator": shown.indicator_id}
    form = _limit_form(request, reader, shown.unit_id, owner=owner, initial=initial)
    back = reverse("reviews:limit", args=[pk])

    def run(_given: dict[str, Any]) -> tuple[str, str]:
        correct_limit(limit=shown, facts=form.facts, actor=reader.actor, at=reader.at)
        return _("Đã sửa."), back

    words = Words(_("Sửa hạn chế"), shown.words[:200], _("Lưu"))
    return change_page(request, form, words, run, back=back, trail=trail())


@require_http_methods(POSTED)
def step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Something is said of the limit; `cuoc` names the review in which."""
    reader = reader_of(request)
    shown = _limit_or_404(pk, reader)
    if name not in MOVES:
        raise Http404
    move = MOVES[name]
    review, back = _said_in(request, shown, reader)
    form = LimitStepForm(sent(request), request.FILES or None, with_files=move.files, words_required=move.words)

    def run(given: dict[str, Any]) -> tuple[str, str]:
        say_of_limit(
            limit=shown,
            kind=move.kind,
            words=given["words"],
            proof=given.get("proof", ""),
            files=given.get("attached", ()),
            review=review,
            actor=reader.actor,
            at=reader.at,
        )
        return str(move.said), back

    words = Words(str(move.title), review.title if review else _("Hạn chế"), str(move.title))
    extra = {"quote": shown.words}
    return change_page(request, form, words, run, back=back, trail=trail(), extra=extra)


def _said_in(request: HttpRequest, shown: Limit, reader: Reader) -> tuple[Review | None, str]:
    """The later review in which the step is said, and the page to go back to."""
    asked = request.GET.get("cuoc", "")
    if asked.isdecimal() and len(asked) < 10:
        review = reviews_to_answer_in(shown).filter(pk=int(asked)).first()
        if review is not None:
            unit = units_by_id({review.unit_id}, reader.today)[review.unit_id]
            return review, reverse("reviews:limits", args=[unit.code, review.slug]) + f"#hc-{shown.pk}"
    return None, reverse("reviews:limit", args=[shown.pk])


@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """What shows that a limit was mended, to keep."""
    reader = reader_of(request)
    found = limit_file(pk, reader.actor, reader.at)
    if found is None or not found.file.path.exists():
        raise Http404
    return kept_file(found.file, found.name)


def trail() -> list[tuple[str, str]]:
    """The way to a page about a limit."""
    return [(_("Sơ kết, tổng kết"), reverse("reviews:list")), (_("Sổ hạn chế"), reverse("reviews:limit-register"))]


def _limit_form(
    request: HttpRequest,
    reader: Reader,
    unit: int,
    *,
    owner: UnitRow | None = None,
    initial: dict[str, Any] | None = None,
) -> LimitForm:
    people = dict(people_at(unit, reader.at))
    if owner is not None:
        people |= dict(people_at(owner.id, reader.at))
    offered = indicators_offered([unit], reader.today)
    return LimitForm(
        sent(request),
        today=reader.today,
        people=people.items(),
        indicators=[(one.indicator.pk, str(one.indicator)) for one in offered],
        initial=initial,
    )


def _limit_or_404(pk: int, reader: Reader) -> Limit:
    found = limit_shown(pk, reader.actor, reader.at)
    if found is None:
        raise Http404
    return found


def _check_keeper(reader: Reader, unit: int) -> None:
    if not may_keep_limits(reader.actor, unit, reader.at):
        raise PermissionDenied(_("Bạn chưa được giao quyền ghi hạn chế của đơn vị này."))
