"""Editorial series, and what was published in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.accounts.choices import Capability
from viecthat.media.choices import SeriesKind
from viecthat.media.commands.series import end_series, open_series, publish_item, undo_item
from viecthat.media.forms.media import EndForm, ItemForm, ReasonForm, SeriesForm
from viecthat.media.pages.shared import (
    POSTED,
    Words,
    actions,
    form_page,
    in_reach,
    links,
    own_units,
    reader_of,
    sent,
    trail_of,
    unit_kept_or_404,
)
from viecthat.media.queries.listing import (
    ITEM_ORDERS,
    SERIES_ORDERS,
    above,
    item_by_id,
    items_found,
    open_channels,
    series_by_id,
    series_found,
    standing_of,
)
from viecthat.media.rules import is_for, may_keep_media, may_see_media
from viecthat.units.pages.register import Asked, Column, Register, Shown, asked_of, register_file, register_page
from viecthat.units.queries import unit_with_code, units_by_id
from viecthat.units.queries.scope import units_seen

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from viecthat.media.models import Item, Series
    from viecthat.media.pages.shared import Reader
    from viecthat.units.queries import UnitRow

REUSABLE, KEPT_HERE = "dung-lai", "rieng"


def _series(request: HttpRequest, reader: Reader) -> tuple[Register[Series], Asked, QuerySet[Series]]:
    asked = asked_of(request, reader.at, reader.today, kinds=SeriesKind.choices)
    mine = above([one.id for one in own_units(reader, capabilities=(Capability.RECORD,))], reader.at)
    during = _in_year(asked.given.get("year"))
    found = series_found(
        mine if asked.unit is None else (), asked.units, text=asked.get("text"), kind=asked.get("kind"), during=during
    )

    def show(rows: Sequence[Series], today: date) -> list[Shown]:
        units = units_by_id({row.unit_id for row in rows}, today)
        return [
            Shown(
                reverse("media:series", args=[row.pk]),
                (row.title, str(row.get_kind_display()), str(row.get_rhythm_display()), units[row.unit_id].name,
                 row.start, row.last_day, row.shown),  # type: ignore[attr-defined]
            )
            for row in rows
        ]  # fmt: skip

    register: Register[Series] = Register(
        title=_("Tuyến bài"),
        slug="tuyen-bai",
        columns=(
            Column(_("Tuyến bài"), width=40), Column(_("Loại"), width=28), Column(_("Nhịp"), width=16),
            Column(_("Của đơn vị"), width=32), Column(_("Từ ngày"), "ngay", "day", 12),
            Column(_("Đến hết"), "", "day", 12), Column(_("Bài đã đăng"), "", "whole", 12),
        ),
        orders=SERIES_ORDERS,
        default="-ngay",
        show=show,
        nothing=_("Chưa có tuyến bài nào"),
        what_to_do=_("Lập tuyến bài như “Mỗi ngày một tin tốt”; đơn vị ở dưới cùng đăng, trang đếm theo ngày, tuần."),
        links=links(),
        actions=actions(reader, asked.unit, _("Lập tuyến bài"), "series-new"),
    )  # fmt: skip
    return register, asked, found


def _in_year(year: int | None) -> Q:
    if year is None:
        return Q()
    first, last = date(year, 1, 1), date(year, 12, 31)
    return Q(start__lte=last) & (Q(last_day__isnull=True) | Q(last_day__gte=first))


@require_safe
def series_list(request: HttpRequest) -> HttpResponse:
    """The series of units in reach, and those one publishes in."""
    reader = reader_of(request)
    register, asked, found = _series(request, reader)
    return register_page(request, register, asked, found, reader.today)


@require_safe
def series_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The list whole."""
    reader = reader_of(request)
    register, asked, found = _series(request, reader)
    return register_file(request, register, asked, found, reader.today, kind)


@require_http_methods(POSTED)
def series_new(request: HttpRequest, code: str) -> HttpResponse:
    """What the unit sets itself and those below it to publish."""
    reader = reader_of(request)
    unit = unit_kept_or_404(code, reader)
    initial = {"start": reader.today, "rhythm": "day"}
    form = SeriesForm(sent(request), today=reader.today, initial=initial)

    def run(given: dict[str, Any]) -> tuple[str, str]:
        made = open_series(unit=unit.id, facts=given, actor=reader.actor, at=reader.at)
        return _("Đã lập tuyến bài."), reverse("media:series", args=[made.pk])

    words = Words(_("Lập tuyến bài"), unit.name, _("Lập"))
    back = reverse("media:series-list")
    return form_page(request, form, words, run, back=back, trail=trail_of((_("Tuyến bài"), back), (words.title, "")))


@require_safe
def series(request: HttpRequest, pk: int) -> HttpResponse:
    """How a series is kept: how much, on how many days or weeks, by whom; who is silent."""
    reader = reader_of(request)
    row = _series_or_404(pk, reader)
    scope = units_seen(reader.actor, reader.at)
    mine = [one for one in own_units(reader, capabilities=(Capability.RECORD,)) if is_for(row, one.id, reader.at)]
    names = units_by_id({row.unit_id}, reader.today)
    top = _top_of(request, reader, names[row.unit_id])
    context = {
        "row": row,
        "unit": names[row.unit_id],
        "top": top,
        "standing": standing_of(row, scope, top.id, reader.today),
        "mine": mine,
        "over": row.last_day is not None and row.last_day < reader.today,
        "keeps": may_keep_media(reader.actor, row.unit_id, reader.at),
        "trail": trail_of((_("Tuyến bài"), reverse("media:series-list")), (row.title, "")),
    }
    return render(request, "media/series.html", context)


@require_http_methods(POSTED)
def series_end(request: HttpRequest, pk: int) -> HttpResponse:
    """The last day of a series."""
    reader = reader_of(request)
    row = in_reach(series_by_id(pk), reader, keeps=True)
    back = reverse("media:series", args=[pk])
    form = EndForm(sent(request), today=reader.today, initial={"last_day": row.last_day or reader.today})

    def run(given: dict[str, Any]) -> tuple[str, str]:
        end_series(series=row, last_day=given["last_day"], actor=reader.actor, at=reader.at)
        return _("Đã ghi."), back

    words = Words(_("Kết thúc tuyến bài"), row.title, _("Ghi"))
    return form_page(request, form, words, run, back=back, trail=trail_of((row.title, back), (words.title, "")))


@require_http_methods(POSTED)
def item_new(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """A piece that a unit published."""
    reader = reader_of(request)
    row = _series_or_404(pk, reader)
    unit = unit_kept_or_404(code, reader)
    channels = [(str(one.pk), f"{one.name} ({one.get_kind_display()})") for one in open_channels(unit.id)]
    form = ItemForm(sent(request), today=reader.today, channels=channels, initial={"day": reader.today})
    back = reverse("media:series", args=[pk])

    def run(given: dict[str, Any]) -> tuple[str, str]:
        publish_item(series=row, unit=unit.id, facts=given, actor=reader.actor, at=reader.at)
        return _("Đã ghi bài; số liệu đã vào sổ việc."), back

    words = Words(_("Ghi bài đã đăng"), f"{row.title} · {unit.name}", _("Ghi"))
    return form_page(request, form, words, run, back=back, trail=trail_of((row.title, back), (words.title, "")))


def _items(request: HttpRequest, reader: Reader) -> tuple[Register[Item], Asked, QuerySet[Item]]:
    states = ((REUSABLE, _("cho dùng lại")), (KEPT_HERE, _("không cho dùng lại")))
    asked = asked_of(request, reader.at, reader.today, kinds=SeriesKind.choices, states=states)
    reusable = {REUSABLE: True, KEPT_HERE: False}.get(asked.get("state"))
    found = items_found(
        asked.units, text=asked.get("text"), kind=asked.get("kind"), reusable=reusable, during=asked.during("day")
    )

    def show(rows: Sequence[Item], today: date) -> list[Shown]:
        units = units_by_id({row.unit_id for row in rows}, today)
        return [
            Shown(
                reverse("media:item", args=[row.pk]),
                (row.title, row.day, row.series.title, units[row.unit_id].name,
                 row.channel.name if row.channel else "", row.url),
                chip=_("cho dùng lại") if row.reusable else "",
            )
            for row in rows
        ]  # fmt: skip

    register: Register[Item] = Register(
        title=_("Bài đã đăng"),
        slug="bai-da-dang",
        columns=(
            Column(_("Đầu đề"), width=48), Column(_("Ngày đăng"), "ngay", "day", 12), Column(_("Tuyến bài"), width=32),
            Column(_("Đơn vị"), width=32), Column(_("Kênh"), width=28), Column(_("Đường dẫn"), width=40),
        ),
        orders=ITEM_ORDERS,
        default="-ngay",
        show=show,
        nothing=_("Chưa có bài nào"),
        what_to_do=_("Mở tuyến bài rồi ghi bài đã đăng."),
        links=links(),
    )  # fmt: skip
    return register, asked, found


@require_safe
def items(request: HttpRequest) -> HttpResponse:
    """What was published."""
    reader = reader_of(request)
    register, asked, found = _items(request, reader)
    return register_page(request, register, asked, found, reader.today)


@require_safe
def items_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The same whole."""
    reader = reader_of(request)
    register, asked, found = _items(request, reader)
    return register_file(request, register, asked, found, reader.today, kind)


@require_safe
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """One piece."""
    reader = reader_of(request)
    row = in_reach(item_by_id(pk), reader)
    context = {
        "row": row,
        "unit": units_by_id({row.unit_id}, reader.today)[row.unit_id],
        "keeps": may_keep_media(reader.actor, row.unit_id, reader.at),
        "trail": trail_of((row.series.title, reverse("media:series", args=[row.series_id])), (row.title, "")),
    }
    return render(request, "media/item.html", context)


@require_http_methods(POSTED)
def item_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Recorded by mistake, or taken off."""
    reader = reader_of(request)
    row = in_reach(item_by_id(pk), reader, keeps=True)
    back = reverse("media:item", args=[pk])

    def run(given: dict[str, Any]) -> tuple[str, str]:
        undo_item(item=row, **given, actor=reader.actor, at=reader.at)
        return _("Đã lấy lại; số liệu đã được đảo trong sổ việc."), reverse("media:series", args=[row.series_id])

    words = Words(_("Lấy lại bài đã ghi"), row.title, _("Lấy lại"))
    form = ReasonForm(sent(request), today=reader.today)
    return form_page(request, form, words, run, back=back, trail=trail_of((row.title, back), (words.title, "")))


def _top_of(request: HttpRequest, reader: Reader, whose: UnitRow) -> UnitRow:
    """Whose parts are told apart: the unit the address names, else the series' own, else the reader's own."""
    code = request.GET.get("don-vi", "")
    if code:
        named = unit_with_code(code, reader.today)
        if named is None or not may_see_media(reader.actor, named.id, reader.at):
            raise Http404
        return named
    own = own_units(reader, capabilities=(Capability.SEE,))
    return own[0] if own and not may_see_media(reader.actor, whose.id, reader.at) else whose


def _series_or_404(pk: int, reader: Reader) -> Series:
    """A series of a unit in reach, or of one above the reader's own."""
    row = series_by_id(pk)
    if row is None:
        raise Http404
    mine = own_units(reader, capabilities=(Capability.SEE,))
    if may_see_media(reader.actor, row.unit_id, reader.at) or any(is_for(row, one.id, reader.at) for one in mine):
        return row
    raise Http404
