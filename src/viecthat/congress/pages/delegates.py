"""Delegates of a congress: the list, quotas, the roll, who is struck; how they are made up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from viecthat.congress.choices import DelegateBasis
from viecthat.congress.commands.delegate import (
    add_delegate,
    add_delegates,
    call_committee,
    call_roll,
    share_out_seats,
    strike_delegate,
)
from viecthat.congress.forms.congress import DelegateForm, QuotaForm, ReasonForm
from viecthat.congress.forms.delegates import DelegatesForm
from viecthat.congress.models import Delegate
from viecthat.congress.pages.shared import (
    POSTED,
    Shown as Page,
    form_page,
    kept_or_403,
    named_or_403,
    note_names,
    paper_file,
    shown_or_404,
    tried,
)
from viecthat.congress.queries.delegate import (
    AWAY,
    FIRST,
    ORDERS,
    STRUCK,
    SUBSTITUTE,
    THERE,
    delegate_of,
    delegates_found,
    doubtful,
    listed,
    quotas_of,
    structure_of,
)
from viecthat.congress.rules import may_read_small_groups
from viecthat.kernel.errors import Refused
from viecthat.people.rules.post import units_with_visible_cadres
from viecthat.plans.pages.shared import Reader, Words, reader_of, sent
from viecthat.ui.sentences import add_refusal
from viecthat.units.pages.register import Asked, Column, Register, Shown, asked_of, register_file, register_page

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from viecthat.documents.model import Lang, OfficialDocument

MOST_ON_ROLL = 1000


def _register(request: HttpRequest, page: Page, reader: Reader) -> tuple[Register[Delegate], Asked, QuerySet[Delegate]]:
    pk = page.congress.pk
    states = (
        (THERE, _("có mặt")),
        (AWAY, _("chưa có mặt")),
        (SUBSTITUTE, _("dự khuyết")),
        (STRUCK, _("đã rút tên")),
    )
    asked = asked_of(request, reader.at, reader.today, kinds=DelegateBasis.choices, states=states, years=False)
    unit = asked.unit.id if asked.unit else None
    found = delegates_found(
        page.congress, text=asked.get("text"), basis=asked.get("kind"), unit=unit, state=asked.get("state")
    )

    def show(rows: Sequence[Delegate], today: date) -> list[Shown]:
        return [
            Shown(
                reverse("congress:delegate", args=[pk, one.row.pk]),
                (
                    one.row.called,
                    str(one.row.get_basis_display()),
                    one.unit.name if one.unit else "",
                    one.row.post,
                    _("có mặt") if one.row.came_at else "",
                    one.row.struck_why or "; ".join(one.doubts),
                ),
                note=_("dự khuyết") if one.row.substitute else "",
                chip=_("đã rút tên") if one.row.struck_why else _("xem lại") if one.doubts else "",
                chip_icon="push" if one.doubts else "",
            )
            for one in listed(rows, today)
        ]

    is_open = page.keeper and page.congress.held_on is None
    register: Register[Delegate] = Register(
        title=_("Đại biểu"),
        slug=f"dai-bieu-{pk}",
        lede=page.congress.name,
        columns=(
            Column(_("Họ và tên"), "ten", width=28),
            Column(_("Thuộc diện"), "dien", width=16),
            Column(_("Đoàn đại biểu"), width=34),
            Column(_("Chức vụ, công việc"), width=34),
            Column(_("Điểm danh"), width=12),
            Column(_("Cần xem lại, rút tên vì"), width=50),
        ),
        orders=ORDERS,
        default=FIRST,
        show=show,
        nothing=_("Chưa có đại biểu nào"),
        what_to_do=_(
            "Phân bổ số đại biểu theo đoàn viên, đưa ban chấp hành vào diện đương nhiên, rồi thêm từng người hoặc dán "
            "cả danh sách."
        ),
        crumbs=tuple(page.trail((_("Đại biểu"), ""))),
        links=tabs(pk),
        actions=(
            (_("Thêm đại biểu"), reverse("congress:delegate-new", args=[pk])),
            (_("Dán danh sách"), reverse("congress:delegates-new", args=[pk])),
        )
        if is_open
        else (),
        notes=(_("Mỗi người có tên ở đây thấy trong hồ sơ của mình ai đã tải danh sách này."),),
    )
    return register, asked, found


def tabs(pk: int) -> tuple[tuple[str, str], ...]:
    """The pages about delegates beside one another."""
    return (
        (_("Danh sách"), reverse("congress:delegates", args=[pk])),
        (_("Phân bổ"), reverse("congress:quotas", args=[pk])),
        (_("Điểm danh"), reverse("congress:roll", args=[pk])),
        (_("Thẩm tra tư cách"), reverse("congress:structure", args=[pk])),
    )


@require_safe
def delegates(request: HttpRequest, pk: int) -> HttpResponse:
    """The list of delegates."""
    reader = reader_of(request)
    page = named_or_403(pk, reader)
    register, asked, found = _register(request, page, reader)
    return register_page(request, register, asked, found, reader.today)


@require_safe
def delegates_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The list whole; noted in the files of those in it."""
    reader = reader_of(request)
    page = named_or_403(pk, reader)
    register, asked, found = _register(request, page, reader)
    people = [row.person_id for row in found if row.person_id]
    note_names(reader, people, page.congress.name)
    return register_file(request, register, asked, found, reader.today, kind)


@require_http_methods(POSTED)
def delegate_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody is called."""
    reader = reader_of(request)
    page = kept_or_403(pk, reader)
    here = reverse("congress:delegates", args=[pk])
    units = units_with_visible_cadres(reader.actor, reader.at)
    form = DelegateForm(sent(request), today=reader.today, units=units, initial={"basis": "elected"})

    def run(_given: dict[str, Any]) -> tuple[str, str]:
        made = add_delegate(congress=page.congress, facts=form.facts, actor=reader.actor, at=reader.at)
        return _("Đã thêm {name}.").format(name=made.called), here

    words = Words(_("Thêm đại biểu"), page.congress.name, _("Thêm"))
    return form_page(request, form, words, run, back=here, trail=page.trail((_("Đại biểu"), here)))


@require_http_methods(POSTED)
def delegates_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Many are called from a list copied from a sheet: looked over first, then all of them or nobody."""
    reader = reader_of(request)
    page = kept_or_403(pk, reader)
    here = reverse("congress:delegates", args=[pk])
    units = units_with_visible_cadres(reader.actor, reader.at)
    form = DelegatesForm(sent(request), today=reader.today, units=units, initial={"basis": "elected"})
    read = form.is_bound and form.is_valid()
    if read and "ghi" in request.POST:
        lines = [(line.number, line.facts) for line in form.lines]
        try:
            made = add_delegates(congress=page.congress, lines=lines, actor=reader.actor, at=reader.at)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Đã thêm {count} đại biểu.").format(count=len(made)))
            return redirect(here)
    context = page.context | {
        "form": form,
        "lines": form.lines if read else (),
        "unknown": sum(not line.known for line in form.lines),
        "back": here,
        "trail": page.trail((_("Đại biểu"), here), (_("Dán danh sách đại biểu"), "")),
    }
    return render(request, "congress/delegates_new.html", context, status=422 if form.errors else 200)


@require_POST
def committee(request: HttpRequest, pk: int) -> HttpResponse:
    """Members of the committee that calls the congress come by their post."""
    reader = reader_of(request)
    page = kept_or_403(pk, reader)
    return tried(
        request,
        lambda: call_committee(congress=page.congress, actor=reader.actor, at=reader.at),
        _("Ủy viên đương nhiệm đã có trong danh sách, diện đương nhiên."),
        reverse("congress:delegates", args=[pk]),
    )


@require_http_methods(POSTED)
def delegate(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """One delegate: strike from the list, with the reason."""
    reader = reader_of(request)
    page = kept_or_403(pk, reader) if request.method == "POST" else named_or_403(pk, reader)
    found = delegate_of(page.congress, row)
    if found is None:
        raise Http404
    here = reverse("congress:delegates", args=[pk])
    (told,) = listed([found], reader.today)
    form = ReasonForm(sent(request), today=reader.today)

    def run(given: dict[str, Any]) -> tuple[str, str]:
        strike_delegate(delegate=found, **given, actor=reader.actor, at=reader.at)
        return _("Đã rút tên."), here

    trail = page.trail((_("Đại biểu"), here))
    if not page.keeper or found.struck_why or page.congress.held_on is not None:
        context = page.context | {"told": told, "trail": [*trail, (found.called, "")]}
        return render(request, "congress/delegate.html", context)
    lede = "; ".join((str(found.get_basis_display()), *([told.unit.name] if told.unit else []), *told.doubts))
    words = Words(_("Rút tên đại biểu {name}").format(name=found.called), lede, _("Rút tên"))
    return form_page(request, form, words, run, back=here, trail=trail)


@require_http_methods(POSTED)
def quotas(request: HttpRequest, pk: int) -> HttpResponse:
    """How many each unit elects, beside its members and whom it has elected; shared out anew by a form."""
    reader = reader_of(request)
    page = kept_or_403(pk, reader) if request.method == "POST" else shown_or_404(pk, reader)
    row = page.congress
    rows = quotas_of(row, reader.today)
    start = {"seats": sum(one.quota.seats for one in rows) or None, "least": 1}
    form = QuotaForm(sent(request), today=reader.today, initial=start)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data

        def run() -> None:
            share_out_seats(congress=row, **given, actor=reader.actor, at=reader.at)

        return tried(request, run, _("Đã phân bổ theo số đoàn viên."), request.path)
    context = page.context | {
        "rows": rows,
        "seats": sum(one.quota.seats for one in rows),
        "members": sum(one.quota.members for one in rows),
        "elected": sum(one.elected for one in rows),
        "form": form if page.keeper and row.held_on is None else None,
        "tabs": tabs(pk) if page.named else (),
        "trail": page.trail((_("Phân bổ đại biểu"), "")),
    }
    return render(request, "congress/quotas.html", context, status=422 if form.is_bound else 200)


@require_http_methods(POSTED)
def roll(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is there: ticked at the door."""
    reader = reader_of(request)
    page = kept_or_403(pk, reader) if request.method == "POST" else named_or_403(pk, reader)
    text = request.GET.get("q", "")[:120]
    found = delegates_found(page.congress, text=text).filter(struck_why="")
    if request.method == "POST":
        shown, there = (
            {int(one) for one in request.POST.getlist(name) if one.isdecimal()} for name in ("dong", "co-mat")
        )

        def run() -> None:
            call_roll(congress=page.congress, shown=shown, there=there, actor=reader.actor, at=reader.at)

        return tried(request, run, _("Đã ghi điểm danh."), request.get_full_path())
    rows = listed(list(found[:MOST_ON_ROLL]), reader.today)
    called = delegates_found(page.congress).filter(struck_why="", substitute=False)
    context = page.context | {
        "rows": rows,
        "asked": text,
        "called": called.count(),
        "there": called.filter(came_at__isnull=False).count(),
        "tabs": tabs(pk),
        "trail": page.trail((_("Điểm danh đại biểu"), "")),
    }
    return render(request, "congress/roll.html", context)


@require_safe
def structure(request: HttpRequest, pk: int) -> HttpResponse:
    """How the delegates are made up and who of them is to be looked at."""
    reader = reader_of(request)
    page = shown_or_404(pk, reader)
    row = page.congress
    small = may_read_small_groups(reader.actor, row.unit_id, reader.at)
    context = page.context | {
        "structure": structure_of(row, _day(page, reader), small_told=small),
        "doubtful": doubtful(row, reader.today) if page.named else [],
        "tabs": tabs(pk) if page.named else (),
        "trail": page.trail((_("Thẩm tra tư cách đại biểu"), "")),
    }
    return render(request, "congress/structure.html", context)


@require_safe
def structure_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The verification board's report, as Word or PDF."""
    from viecthat.congress.exports.papers import report_on_delegates  # noqa: PLC0415 - Word and Typst only for takers

    reader = reader_of(request)
    page = named_or_403(pk, reader)
    row = page.congress
    small = may_read_small_groups(reader.actor, row.unit_id, reader.at)
    told = structure_of(row, _day(page, reader), small_told=small)

    def document(lang: Lang) -> OfficialDocument:
        return report_on_delegates(row, told, doubtful(row, reader.today), day=reader.today, lang=lang)

    return paper_file(kind, document, f"tham-tra-{pk}")


def _day(page: Page, reader: Reader) -> date:
    return page.congress.held_on or reader.today
