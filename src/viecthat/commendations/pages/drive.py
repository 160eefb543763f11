"""Drives: the list, one with its standing, what may be given, targets, criteria, points, the summing up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from viecthat.commendations.choices import DriveKind, NomineeKind, ScoreBy
from viecthat.commendations.commands import criteria as scoring, drive as commands
from viecthat.commendations.exports.sheets import standing_sheet
from viecthat.commendations.forms import drive as forms
from viecthat.commendations.models import Criterion, Drive
from viecthat.commendations.pages.shared import POSTED, PROPOSING, countable, drive_or_404, links, own_unit, tried
from viecthat.commendations.queries import drive as queries
from viecthat.commendations.queries.book import decisions_of_drive
from viecthat.commendations.queries.dossier import dossiers_of_drive, listed_dossiers
from viecthat.commendations.queries.standing import standing_of
from viecthat.commendations.rules import forms_given_by, may_call_drive
from viecthat.kernel.quantities import scaled
from viecthat.ledger.queries import indicators
from viecthat.organisation.rules.standing import unit_classes
from viecthat.plans.pages.shared import Reader, Words, change_page, file_response, reader_of, sent
from viecthat.plans.queries.programme import ProgrammeFilter, programmes_found
from viecthat.units.pages.register import (
    Asked,
    Column,
    Register,
    Shown,
    asked_of,
    register_file,
    register_page,
    sheet_bytes,
)
from viecthat.units.queries import units_by_id
from viecthat.units.queries.scope import units_seen

ON_A_PAGE = 50
_MOST_PROGRAMMES = 100


def _register(reader: Reader) -> Register[Drive]:
    calls = bool(own_unit(reader))
    return Register(
        title=_("Thi đua, khen thưởng"),
        slug="dot-thi-dua",
        columns=(
            Column(_("Đợt"), "ten", width=40),
            Column(_("Đơn vị phát động"), width=28),
            Column(_("Loại"), width=18),
            Column(_("Hạn gửi hồ sơ"), "han", "day", 14),
            Column(_("Hồ sơ"), kind="whole", width=10),
            Column(_("Đã khen thưởng"), kind="whole", width=14),
        ),
        orders=queries.ORDERS,
        default=queries.NEWEST,
        show=_shown,
        nothing=_("Chưa có đợt thi đua, khen thưởng nào"),
        what_to_do=_("Phát động một đợt: năm, chào mừng sự kiện hay chuyên đề; các đơn vị gửi hồ sơ vào đó.")
        if calls
        else _("Đợt do cán bộ của đơn vị phát động; có đợt bạn được xem thì nó hiện ở đây."),
        links=links(),
        actions=((_("Phát động"), reverse("commendations:drive-new")),) if calls else (),
    )


def _shown(rows: Sequence[Drive], today: date) -> list[Shown]:
    return [
        Shown(
            reverse("commendations:drive", args=[row.drive.pk]),
            (
                row.drive.title, row.unit.name, str(row.drive.get_kind_display()), row.drive.due, row.dossiers,
                row.given,
            ),
            note=row.drive.event,
            chip=_("đang nhận hồ sơ") if row.is_open else "",
        )
        for row in queries.listed_drives(rows, today)
    ]  # fmt: skip


def _sought(request: HttpRequest, reader: Reader) -> tuple[Asked, Any]:
    asked = asked_of(request, reader.at, reader.today, kinds=DriveKind.choices)
    found = queries.drives_found(
        reader.actor, reader.at, text=asked.get("text"), year=asked.given.get("year"), kind=asked.get("kind")
    )
    return asked, found.filter(asked.units.of("unit")) if asked.unit else found


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Drives, those with the latest deadline first."""
    reader = reader_of(request)
    return register_page(request, _register(reader), *_sought(request, reader), reader.today)


@require_safe
def listing_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The same list whole."""
    reader = reader_of(request)
    return register_file(request, _register(reader), *_sought(request, reader), reader.today, kind)


@require_safe
def drive(request: HttpRequest, pk: int) -> HttpResponse:
    """One drive: what for, what may be given, where units stand, what came of it."""
    reader = reader_of(request)
    shown = drive_or_404(pk, reader)
    standing = standing_of(shown, reader.today)
    dossiers = dossiers_of_drive(shown, reader.actor, reader.at)
    keeps = shown.closed_on is None and may_call_drive(reader.actor, shown.unit_id, reader.at)
    page = Paginator(standing.rows, ON_A_PAGE).get_page(request.GET.get("trang"))
    reach = units_seen(reader.actor, reader.at)
    is_open = queries.is_open(shown, reader.today)
    context = {
        "drive": shown,
        "unit": units_by_id([shown.unit_id], reader.today)[shown.unit_id],
        "keeps": keeps,
        "is_open": is_open,
        "proposes": is_open and bool(own_unit(reader, PROPOSING)),
        "over": shown.end < reader.today,
        "forms": queries.forms_of(shown),
        "standing": standing,
        "page": page,
        "opens": {unit for unit in (shown.unit_id, *(row.unit.id for row in page)) if reach.has(unit)},
        "criteria": list(shown.criteria.select_related("indicator")),
        "dossiers": listed_dossiers(dossiers, reader.today),
        "decisions": decisions_of_drive(shown),
        "trail": _trail(shown),
    }
    return render(request, "commendations/drive.html", context)


@require_safe
def standing_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Where units stand, as a workbook."""
    reader = reader_of(request)
    shown = drive_or_404(pk, reader)
    sheet = standing_sheet(shown, standing_of(shown, reader.today))
    return file_response(sheet_bytes((sheet,), shown.title, reader.today), f"thi-dua-{pk}-{reader.today:%Y-%m-%d}.xlsx")


@require_http_methods(POSTED)
def new(request: HttpRequest) -> HttpResponse:
    """Call a drive."""
    reader = reader_of(request)
    start = own_unit(reader)
    if not start:
        raise PermissionDenied
    form = forms.DriveForm(sent(request), today=reader.today, programmes=_programmes(reader), initial=start)

    def run(data: dict[str, Any]) -> tuple[str, str]:
        unit = data.pop("unit")
        row = commands.call_drive(unit=unit.id, facts=commands.DriveFacts(**data), actor=reader.actor, at=reader.at)
        return _("Đã phát động; ghi hình thức, chỉ tiêu, tiêu chí."), reverse("commendations:drive", args=[row.pk])

    words = Words(_("Phát động thi đua, khen thưởng"), _("Năm, chào mừng sự kiện, hoặc chuyên đề"), _("Phát động"))
    return change_page(request, form, words, run, back=reverse("commendations:drives"), trail=_trail())


@require_http_methods(POSTED)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Say a drive anew."""
    reader = reader_of(request)
    shown = drive_or_404(pk, reader, calls=True)
    names = ("kind", "title", "event", "words", "start", "end", "due", "programme")
    values = {name: getattr(shown, name) for name in names}
    if shown.programme is not None:
        values["programme"] = shown.programme_id
    form = forms.DriveForm(sent(request), today=reader.today, programmes=_programmes(reader), initial=values)
    del form.fields["unit"]

    def run(data: dict[str, Any]) -> str:
        commands.change_drive(drive=shown, facts=commands.DriveFacts(**data), actor=reader.actor, at=reader.at)
        return _("Đã lưu.")

    return _changed(request, shown, form, Words(_("Sửa đợt"), shown.title, _("Lưu")), run)


@require_http_methods(POSTED)
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """What may be given, and how much."""
    reader = reader_of(request)
    shown = drive_or_404(pk, reader, calls=True)
    giver = units_by_id({shown.unit_id}, shown.start)[shown.unit_id]
    kinds = [(code, str(kind)) for code, kind in forms_given_by(giver.kind, shown.start).items()]
    form = forms.OfferForm(sent(request), today=reader.today, kinds=kinds, initial={"to": NomineeKind.COLLECTIVE})

    def run(data: dict[str, Any]) -> str:
        commands.offer_form(drive=shown, **data, actor=reader.actor, at=reader.at)
        return _("Đã ghi hình thức và hạn mức.")

    return _changed(request, shown, form, Words(_("Hình thức, hạn mức"), shown.title, _("Ghi")), run)


@require_http_methods(POSTED)
def target(request: HttpRequest, pk: int) -> HttpResponse:
    """What is to be reached."""
    reader = reader_of(request)
    shown = drive_or_404(pk, reader, calls=True)
    form = forms.TargetForm(sent(request), today=reader.today, indicators=countable(reader, shown.unit_id))

    def run(data: dict[str, Any]) -> str:
        counted = indicators()[data["indicator"]]
        goal = scaled(data["goal"], counted.decimals, field="goal")
        each = scaled(data["each"], counted.decimals, field="each") if data["each"] is not None else None
        commands.set_target(drive=shown, indicator=counted, goal=goal, each=each, actor=reader.actor, at=reader.at)
        return _("Đã ghi chỉ tiêu.")

    return _changed(request, shown, form, Words(_("Chỉ tiêu của đợt"), shown.title, _("Ghi")), run)


@require_http_methods(POSTED)
def criterion(request: HttpRequest, pk: int) -> HttpResponse:
    """What units are scored by."""
    reader = reader_of(request)
    shown = drive_or_404(pk, reader, calls=True)
    form = forms.CriterionForm(
        sent(request), today=reader.today, indicators=countable(reader, shown.unit_id),
        ratings=[(code, str(kind)) for code, kind in unit_classes(shown.start).items()],
        initial={"by": ScoreBy.FIGURE},
    )  # fmt: skip

    def run(data: dict[str, Any]) -> str:
        counted = indicators()[data.pop("indicator")] if data["indicator"] else data.pop("indicator")
        bar = data.pop("bar")
        if bar is not None:
            decimals = counted.decimals if counted is not None and data["by"] == ScoreBy.FIGURE else 0
            bar = scaled(bar, decimals, field="bar")
        facts = scoring.CriterionFacts(**data, indicator=counted, bar=bar)
        scoring.add_criterion(drive=shown, facts=facts, actor=reader.actor, at=reader.at)
        return _("Đã thêm tiêu chí.")

    return _changed(request, shown, form, Words(_("Thêm tiêu chí chấm điểm"), shown.title, _("Thêm")), run)


def _criterion_or_404(shown: Drive, pk: int) -> Criterion:
    found = queries.criterion_of(shown, pk)
    if found is None:
        raise Http404
    return found


@require_POST
def drop_criterion(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    """A criterion is taken out."""
    reader = reader_of(request)
    shown = drive_or_404(pk, reader, calls=True)
    row = _criterion_or_404(shown, line)
    return tried(
        request, lambda: scoring.drop_criterion(criterion=row, actor=reader.actor, at=reader.at), _("Đã bỏ tiêu chí."),
        "commendations:drive", pk,
    )  # fmt: skip


@require_http_methods(POSTED)
def score(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    """Points by hand."""
    reader = reader_of(request)
    shown = drive_or_404(pk, reader, calls=True)
    row = _criterion_or_404(shown, line)
    units = sorted((one.unit.id, one.unit.name) for one in standing_of(shown, reader.today).rows)
    form = forms.ScoreForm(sent(request), today=reader.today, units=sorted(units, key=lambda one: one[1]))

    def run(data: dict[str, Any]) -> str:
        scoring.score_by_hand(criterion=row, **data, actor=reader.actor, at=reader.at)
        return _("Đã chấm điểm.")

    return _changed(request, shown, form, Words(_("Chấm điểm"), row.words, _("Chấm")), run)


@require_http_methods(POSTED)
def summary(request: HttpRequest, pk: int) -> HttpResponse:
    """Words of the sơ kết."""
    reader = reader_of(request)
    shown = drive_or_404(pk, reader, calls=True)
    form = forms.SummaryForm(sent(request), today=reader.today, initial={"summary": shown.summary})

    def run(data: dict[str, Any]) -> str:
        commands.sum_up(drive=shown, summary=data["summary"], actor=reader.actor, at=reader.at)
        return _("Đã ghi lời sơ kết.")

    return _changed(request, shown, form, Words(_("Sơ kết, tổng kết đợt"), shown.title, _("Lưu")), run)


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """No more dossiers."""
    reader = reader_of(request)
    shown = drive_or_404(pk, reader, calls=True)
    return tried(
        request, lambda: commands.close_drive(drive=shown, actor=reader.actor, at=reader.at), _("Đã khép lại đợt."),
        "commendations:drive", pk,
    )  # fmt: skip


def _changed(
    request: HttpRequest, shown: Drive, form: Any, words: Words, run: Callable[[dict[str, Any]], str]
) -> HttpResponse:
    back = reverse("commendations:drive", args=[shown.pk])
    return change_page(
        request, form, words, lambda data: (run(data), back), back=back, trail=[*_trail(), (shown.title, back)]
    )


def _programmes(reader: Reader) -> list[tuple[str, str]]:
    found = programmes_found(ProgrammeFilter(year=reader.today.year), reader.actor, reader.at)
    return [(str(row.pk), row.title) for row in found[:_MOST_PROGRAMMES]]


def _trail(shown: Drive | None = None) -> list[tuple[str, str]]:
    trail = [(_("Thi đua, khen thưởng"), reverse("commendations:drives"))]
    return [*trail, (shown.title, "")] if shown is not None else trail
