"""The register of channels."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.media.choices import ChannelKind
from viecthat.media.commands.channel import close_channel, correct_channel, count_followers, open_channel
from viecthat.media.forms.media import ChannelForm, CloseForm, CorrectChannelForm, CountForm
from viecthat.media.pages.shared import (
    POSTED,
    Words,
    actions,
    form_page,
    in_reach,
    links,
    reader_of,
    sent,
    trail_of,
    unit_kept_or_404,
)
from viecthat.media.queries.listing import CHANNEL_ORDERS, CLOSED, KEPT, channel_by_id, channels_found, counts_of
from viecthat.media.rules import may_keep_media
from viecthat.units.pages.register import Asked, Column, Register, Shown, asked_of, register_file, register_page
from viecthat.units.queries import units_by_id

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from viecthat.media.models import Channel
    from viecthat.media.pages.shared import Reader


def _register(request: HttpRequest, reader: Reader) -> tuple[Register[Channel], Asked, QuerySet[Channel]]:
    states = ((KEPT, _("đang giữ")), (CLOSED, _("đã đóng")))
    asked = asked_of(request, reader.at, reader.today, kinds=ChannelKind.choices, states=states, years=False)
    found = channels_found(asked.units, text=asked.get("text"), kind=asked.get("kind"), state=asked.get("state"))

    def show(rows: Sequence[Channel], today: date) -> list[Shown]:
        units = units_by_id({row.unit_id for row in rows}, today)
        return [
            Shown(
                reverse("media:channel", args=[row.pk]),
                (row.name, str(row.get_kind_display()), units[row.unit_id].name, row.opened_on,
                 row.followers, row.counted_on, row.url),  # type: ignore[attr-defined]
                chip=_("đã đóng") if row.closed_on else "",
            )
            for row in rows
        ]  # fmt: skip

    register: Register[Channel] = Register(
        title=_("Kênh truyền thông"),
        slug="kenh-truyen-thong",
        columns=(
            Column(_("Kênh"), "ten", width=40), Column(_("Loại"), width=24), Column(_("Đơn vị"), width=32),
            Column(_("Mở từ"), "", "day", 12), Column(_("Người theo dõi"), "-nguoi", "whole", 14),
            Column(_("Đếm ngày"), "", "day", 12), Column(_("Địa chỉ"), width=40),
        ),
        orders=CHANNEL_ORDERS,
        default="ten",
        show=show,
        nothing=_("Chưa có kênh nào"),
        what_to_do=_("Ghi trang, nhóm mạng xã hội của đơn vị; mỗi tháng đếm người theo dõi một lần."),
        links=links(),
        actions=actions(reader, asked.unit, _("Ghi kênh"), "channel-new"),
    )  # fmt: skip
    return register, asked, found


@require_safe
def channels(request: HttpRequest) -> HttpResponse:
    """The register of channels."""
    reader = reader_of(request)
    register, asked, found = _register(request, reader)
    return register_page(request, register, asked, found, reader.today)


@require_safe
def channels_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The register whole."""
    reader = reader_of(request)
    register, asked, found = _register(request, reader)
    return register_file(request, register, asked, found, reader.today, kind)


@require_http_methods(POSTED)
def channel_new(request: HttpRequest, code: str) -> HttpResponse:
    """A channel of the unit."""
    reader = reader_of(request)
    unit = unit_kept_or_404(code, reader)
    form = ChannelForm(sent(request), today=reader.today, initial={"opened_on": reader.today})

    def run(given: dict[str, Any]) -> tuple[str, str]:
        made = open_channel(unit=unit.id, facts=given, actor=reader.actor, at=reader.at)
        return _("Đã ghi kênh."), reverse("media:channel", args=[made.pk])

    words = Words(_("Ghi kênh truyền thông"), unit.name, _("Ghi vào sổ"))
    return form_page(request, form, words, run, back=reverse("media:channels"), trail=trail_of((words.title, "")))


@require_safe
def channel(request: HttpRequest, pk: int) -> HttpResponse:
    """One channel: what it is for, how many followed it when."""
    reader = reader_of(request)
    row = in_reach(channel_by_id(pk), reader)
    counts = counts_of(row)
    context = {
        "row": row,
        "unit": units_by_id({row.unit_id}, reader.today)[row.unit_id],
        "counts": list(zip(counts, [*counts[1:], None], strict=False)),  # nobody has counted yet: none
        "keeps": row.closed_on is None and may_keep_media(reader.actor, row.unit_id, reader.at),
        "trail": trail_of((row.name, "")),
    }
    return render(request, "media/channel.html", context)


@require_http_methods(POSTED)
def channel_step(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Followers are counted, facts corrected, the channel closed."""
    reader = reader_of(request)
    row = in_reach(channel_by_id(pk), reader, keeps=True)
    back, today, data = reverse("media:channel", args=[pk]), reader.today, sent(request)
    who: dict[str, Any] = {"channel": row, "actor": reader.actor, "at": reader.at}
    form: Any
    if slug == "dem":
        form, title = CountForm(data, today=today, initial={"day": today}), _("Đếm người theo dõi")
    elif slug == "sua":
        initial = {name: getattr(row, name) for name in ("name", "kind", "url", "about")}
        form, title = CorrectChannelForm(data, today=today, initial=initial), _("Sửa kênh")
    elif slug == "dong":
        form, title = CloseForm(data, today=today, initial={"day": today}), _("Đóng kênh")
    else:
        raise Http404

    def run(given: dict[str, Any]) -> tuple[str, str]:
        if slug == "dem":
            count_followers(**given, **who)
        elif slug == "sua":
            correct_channel(facts=given, **who)
        else:
            close_channel(**given, **who)
        return _("Đã ghi."), back

    words = Words(title, row.name, _("Ghi"))
    return form_page(request, form, words, run, back=back, trail=trail_of((row.name, back), (title, "")))
