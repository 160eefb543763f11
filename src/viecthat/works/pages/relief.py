"""Relief drives: the list, one with its needs, log and what is left, its report."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.accounts.choices import Capability
from viecthat.organisation.queries.whence import whence
from viecthat.plans.pages.shared import Reader, Words, change_page, own_units, reader_of, sent
from viecthat.units.queries import units_by_id
from viecthat.works import forms
from viecthat.works.commands import relief as commands
from viecthat.works.exports import drive_report, drives_sheet
from viecthat.works.models import ReliefDrive
from viecthat.works.pages.shared import (
    ON_A_PAGE,
    POSTED,
    Deed,
    deeds_for,
    do,
    is_asked,
    kept_or_403,
    list_file,
    order_asked,
    scope_asked,
    taken,
)
from viecthat.works.queries import relief as queries
from viecthat.works.rules import may_keep_drive


def _trail(drive: ReliefDrive | None = None) -> list[tuple[str, str]]:
    trail = [(_("Cứu trợ"), reverse("works:drives"))]
    return [*trail, (drive.title, reverse("works:drive", args=[drive.pk]))] if drive else trail


def _asked(request: HttpRequest, reader: Reader) -> tuple[forms.DriveListForm, Any]:
    form = forms.DriveListForm(request.GET.copy(), today=reader.today)
    scope = scope_asked(form, reader)
    if form.errors:
        return form, ReliefDrive.objects.none().order_by("pk")
    data = form.cleaned_data
    found = queries.drives_found(
        scope, text=data["text"], is_open={"mo": True, "dong": False}.get(data["state"]),
        order=order_asked(request, queries.ORDERS, queries.NEWEST),
    )  # fmt: skip
    return form, found


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Drives in reach."""
    reader = reader_of(request)
    form, found = _asked(request, reader)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("trang"))
    query = request.GET.copy()
    query.pop("trang", None)
    context = {
        "form": form,
        "page": page,
        "rows": queries.listed(list(page.object_list), reader.today),
        "own": own_units(reader, capabilities=(Capability.RECORD,))[:1],
        "asked": is_asked(form),
        "query": query.urlencode(),
        "default_order": queries.NEWEST,
    }
    return render(request, "works/drives.html", context)


@require_safe
def download(request: HttpRequest, kind: str) -> HttpResponse:
    """The same list whole, as a file."""
    reader = reader_of(request)
    _form, found = _asked(request, reader)
    return list_file(kind, (drives_sheet(queries.listed(list(taken(found)), reader.today)),), "cuu-tro", reader.today)


@require_http_methods(POSTED)
def register(request: HttpRequest) -> HttpResponse:
    """Open a drive."""
    reader = reader_of(request)
    unit, own = kept_or_403(request, reader)
    form = forms.DriveForm(sent(request), today=reader.today, initial={"start": reader.today})

    def run(data: dict[str, Any]) -> tuple[str, str]:
        drive = commands.open_drive(unit=unit.id, **data, actor=reader.actor, at=reader.at)
        return _("Đã mở đợt cứu trợ."), reverse("works:drive", args=[drive.pk])

    words = Words(_("Mở đợt cứu trợ"), unit.name, _("Mở đợt"))
    others = [(row.name, f"?don-vi={row.code}") for row in own if row.id != unit.id][:12]
    return change_page(
        request, form, words, run, back=reverse("works:drives"), trail=_trail(), extra={"others": others},
        template="works/change.html",
    )  # fmt: skip


def _drive_or_404(pk: int, reader: Reader) -> ReliefDrive:
    drive = queries.drive_with_id(pk, reader.actor, reader.at)
    if drive is None:
        raise Http404
    return drive


@require_safe
def drive(request: HttpRequest, pk: int) -> HttpResponse:
    """One drive: what is needed, came in, went out where, is left."""
    reader = reader_of(request)
    shown = _drive_or_404(pk, reader)
    page = Paginator(queries.moves_of(shown), ON_A_PAGE).get_page(request.GET.get("trang"))
    context = {
        "drive": shown,
        "unit": units_by_id([shown.unit_id], reader.today)[shown.unit_id],
        "whence": whence(shown.followed.all()),
        "balances": queries.balances_of(shown),
        "needs": queries.needs_of(shown),
        "given": queries.given_of(shown),
        "page": page,
        "keeps": may_keep_drive(reader.actor, shown, reader.at),
        "deeds": deeds_for(DEEDS, shown, reader),
        "trail": [*_trail(), (shown.title, "")],
    }
    return render(request, "works/drive.html", context)


@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The drive's report: sums, communes, the whole log."""
    reader = reader_of(request)
    shown = _drive_or_404(pk, reader)
    sheets = drive_report(
        queries.balances_of(shown), queries.given_of(shown), queries.moves_of(shown).iterator(), shown.title
    )
    return list_file("xlsx", sheets, f"cuu-tro-{pk}", reader.today)


@require_http_methods(POSTED)
def undo(request: HttpRequest, pk: int, move: int) -> HttpResponse:
    """Take a line of the log back."""
    reader = reader_of(request)
    shown = _drive_or_404(pk, reader)
    line = queries.move_with_id(shown, move)
    if line is None:
        raise Http404
    if not may_keep_drive(reader.actor, shown, reader.at):
        raise PermissionDenied
    form = forms.ReasonForm(sent(request), today=reader.today)
    back = reverse("works:drive", args=[pk])

    def run(data: dict[str, Any]) -> tuple[str, str]:
        commands.undo_move(move=line, reason=data["reason"], actor=reader.actor, at=reader.at)
        return _("Đã lấy lại dòng này."), back

    words = Words(_("Lấy lại một dòng"), f"{line.item}: {line.party}", _("Lấy lại"))
    return change_page(request, form, words, run, back=back, trail=_trail(shown))


@require_http_methods(POSTED)
def step(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Do one thing with a drive."""
    reader = reader_of(request)
    shown = _drive_or_404(pk, reader)
    back = reverse("works:drive", args=[pk])
    return do(request, DEEDS.get(slug), shown, reader, back=back, trail=_trail(shown), lede=shown.title)


def _keeps(row: ReliefDrive, reader: Reader) -> bool:
    return may_keep_drive(reader.actor, row, reader.at)


def _items(row: ReliefDrive, _reader: Reader) -> dict[str, Any]:
    return {"items": [(b.item.pk, f"{b.item.name} ({b.item.measure})") for b in queries.balances_of(row)]}


DEEDS: dict[str, Deed] = {
    "trao": Deed(
        "gift", gettext_lazy("Ghi trao"), gettext_lazy("Đã ghi trao; số liệu đã vào sổ việc."), forms.DeliverForm,
        lambda row, f, r: commands.deliver_relief(drive=row, **f.cleaned_data, actor=r.actor, at=r.at),
        _keeps, needs=_items,
    ),
    "nhan": Deed(
        "plus", gettext_lazy("Ghi nhận"), gettext_lazy("Đã ghi nhận."), forms.ReceiveForm,
        lambda row, f, r: commands.receive_relief(drive=row, **f.cleaned_data, actor=r.actor, at=r.at),
        _keeps, needs=_items,
    ),
    "can": Deed(
        "list", gettext_lazy("Ghi nhu cầu"), gettext_lazy("Đã ghi nhu cầu."), forms.NeedForm,
        lambda row, f, r: commands.note_need(drive=row, **f.cleaned_data, actor=r.actor, at=r.at),
        _keeps, needs=_items,
    ),
    "mat-hang": Deed(
        "plus", gettext_lazy("Thêm mặt hàng"), gettext_lazy("Đã thêm mặt hàng."), forms.ItemForm,
        lambda row, f, r: commands.add_item(drive=row, **f.cleaned_data, actor=r.actor, at=r.at),
        _keeps, starts=lambda _row, _r: {},
    ),
    "ket-thuc": Deed(
        "check", gettext_lazy("Kết thúc đợt"), gettext_lazy("Đã kết thúc đợt cứu trợ."), forms.DayOnlyForm,
        lambda row, f, r: commands.close_drive(drive=row, **f.cleaned_data, actor=r.actor, at=r.at),
        _keeps,
    ),
}  # fmt: skip
