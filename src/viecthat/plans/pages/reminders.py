"""What one is told of, how one wishes to be told, and one's calendar addresses."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from viecthat.accounts.choices import Capability
from viecthat.accounts.commands import Door, check_door, note_try
from viecthat.accounts.queries import visitor_of
from viecthat.kernel.errors import Refused
from viecthat.kernel.icalendar import calendar_text
from viecthat.plans.commands import (
    confirm_address,
    make_calendar_key,
    read_notices,
    revoke_calendar_key,
    set_reminders,
)
from viecthat.plans.commands.calendar import digest_of
from viecthat.plans.forms.task import ReminderForm
from viecthat.plans.pages.shared import Words, change_page, own_units, reader_of, sent
from viecthat.plans.pages.tasks import trail
from viecthat.plans.queries.calendar import calendar_of, key_for
from viecthat.plans.queries.notice import calendar_keys_of, notice_page, notices_of, setting_of, unread_notices
from viecthat.ui.sentences import sentence_of
from viecthat.units.queries import unit_with_code, units_by_id

# Only secrets that do not hold are counted: a whole office reads its calendars from one place.
DOOR = Door("calendar", most=30, minutes=10)
ON_A_PAGE = 50
POSTED = ["GET", "HEAD", "POST"]


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """What I am told of, the newest first."""
    reader = reader_of(request)
    page = Paginator(notices_of(reader.actor), ON_A_PAGE).get_page(request.GET.get("trang"))
    context = {"page": page, "unread": unread_notices(reader.actor).count()}
    return render(request, "plans/notices.html", context)


@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """I have seen them all."""
    reader = reader_of(request)
    read_notices(actor=reader.actor, at=reader.at)
    messages.success(request, _("Đã đánh dấu đã đọc."))
    return HttpResponseRedirect(reverse("tasks:notices"))


@require_safe
def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """To what the notice is about; it counts as read."""
    reader = reader_of(request)
    note = notices_of(reader.actor).filter(pk=pk).first()
    if note is None:
        raise Http404
    read_notices(actor=reader.actor, notices=[pk], at=reader.at)
    return HttpResponseRedirect(notice_page(note))


@require_http_methods(POSTED)
def reminders(request: HttpRequest) -> HttpResponse:
    """How I wish to be told."""
    reader = reader_of(request)
    row = setting_of(reader.actor)
    names = ("days_before", "address", "by_mail", "reports")
    form = ReminderForm(sent(request), initial={name: getattr(row, name) for name in names})
    back = reverse("tasks:reminders")

    def run(given: dict[str, Any]) -> tuple[str, str]:
        link = request.build_absolute_uri(reverse("tasks:reminders")) + "xac-nhan/"
        made = set_reminders(link=link, actor=reader.actor, at=reader.at, **given)
        if made.address and made.confirmed_at is None:
            return _("Đã lưu. Mở thư vừa gửi tới {address} và bấm đường dẫn để bắt đầu nhận nhắc việc.").format(
                address=made.address
            ), back
        return _("Đã lưu."), back

    words = Words(_("Nhắc việc"), _("Việc đến hạn luôn hiện ở “Việc của tôi”; thư là thêm."), _("Lưu"))
    extra = {"setting": row, "can_mail": settings.VIECTHAT_MAIL}
    return change_page(
        request, form, words, run, back=reverse("tasks:list"), trail=trail(), extra=extra,
        template="plans/reminders.html",
    )  # fmt: skip


@require_http_methods(POSTED)
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link of a mail: shown first, so that a mail program that opens links confirms nothing."""
    reader = reader_of(request)
    if request.method == "POST":
        try:
            confirm_address(token=token, actor=reader.actor, at=reader.at)
            messages.success(request, _("Đã xác nhận địa chỉ thư."))
        except Refused as refused:
            messages.error(request, sentence_of(refused))
        return HttpResponseRedirect(reverse("tasks:reminders"))
    return render(request, "plans/confirm_address.html", {})


@require_safe
def calendars(request: HttpRequest) -> HttpResponse:
    """My calendar addresses: one for me, one for each unit I look after."""
    return _calendars(request, "")


def _calendars(request: HttpRequest, address: str) -> HttpResponse:
    reader = reader_of(request)
    keys = calendar_keys_of(reader.actor)
    units = own_units(reader, capabilities=(Capability.SEE,))
    names = units_by_id({key.unit_id for key in keys if key.unit_id}, reader.today)
    by_unit = {key.unit_id: key for key in keys}
    rows = [(None, by_unit.get(None))] + [(unit, by_unit.get(unit.id)) for unit in units]
    rows += [(names[key.unit_id], key) for key in keys if key.unit_id and key.unit_id not in {u.id for u in units}]
    # Phones and desktop calendars subscribe when such an address is opened.
    opens = f"webcal://{address.partition('://')[2]}" if address else ""
    context = {"rows": rows, "address": address, "opens": opens}
    response = render(request, "plans/calendars.html", context)
    # The secret is shown this once, and kept by no cache.
    response["Cache-Control"] = "no-store, private"
    return response


@require_POST
def make_calendar(request: HttpRequest) -> HttpResponse:
    """A new address; it is shown on the answer and never again."""
    reader = reader_of(request)
    code = request.POST.get("don-vi", "")
    unit = unit_with_code(code, reader.today) if code else None
    if code and unit is None:
        messages.error(request, _("Không có đơn vị này."))
        return HttpResponseRedirect(reverse("tasks:calendars"))
    try:
        token = make_calendar_key(unit=unit.id if unit else None, actor=reader.actor, at=reader.at)
    except Refused as refused:
        messages.error(request, sentence_of(refused))
        return HttpResponseRedirect(reverse("tasks:calendars"))
    address = request.build_absolute_uri(reverse("calendar", args=[token]))
    return _calendars(request, address)


@require_POST
def revoke_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """The address tells nothing any more."""
    reader = reader_of(request)
    try:
        revoke_calendar_key(key=pk, actor=reader.actor, at=reader.at)
        messages.success(request, _("Đã thu hồi; lịch đăng ký bằng địa chỉ đó sẽ không cập nhật nữa."))
    except Refused as refused:
        messages.error(request, sentence_of(refused))
    return HttpResponseRedirect(reverse("tasks:calendars"))


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """The calendar behind a secret address."""
    at, visitor = now(), visitor_of(request)
    try:
        check_door(door=DOOR, visitor=visitor, at=at)
    except Refused as refused:
        return _plain(sentence_of(refused), 429)
    key = key_for(token, at)
    if key is None:
        note_try(door=DOOR, visitor=visitor, at=at)
        return _plain(_("Địa chỉ lịch này không còn hiệu lực."), 404)
    calendar = calendar_of(key, at, request.build_absolute_uri("/").rstrip("/"))
    text = calendar_text(calendar.name, calendar.events)
    # A calendar is asked for every few hours and mostly says the same.
    etag = quote_etag(digest_of(text)[:32])
    response = get_conditional_response(request, etag=etag) or HttpResponse(
        text,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'inline; filename="viec.ics"'},
    )
    response["ETag"] = etag
    return _private(response)


def _plain(words: str, status: int) -> HttpResponseBase:
    return _private(HttpResponse(words, content_type="text/plain; charset=utf-8", status=status))


def _private(response: HttpResponseBase) -> HttpResponseBase:
    response["Cache-Control"] = "private, no-cache"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
