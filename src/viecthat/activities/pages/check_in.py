"""A member's side of a roll call: scan, open a scanned link, type six digits; from a phone that had no network too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from viecthat.accounts.commands import Door, check_door, note_try
from viecthat.accounts.queries import actor_of
from viecthat.activities.commands.presence import (
    CheckedIn,
    WrongCodeError,
    check_in,
    check_in_by_digits,
    check_in_seen,
    see_code,
)
from viecthat.activities.forms.presence import DigitsForm
from viecthat.activities.queries.presence import roll_call_numbered
from viecthat.kernel.errors import Refused
from viecthat.ui.outbox import from_outbox, not_theirs, refused as told_refused, written
from viecthat.ui.privacy import secret
from viecthat.ui.sentences import add_refusal, sentence_of
from viecthat.ui.templatetags.ui import moment

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

# By account, not by place: a hall of five hundred stands behind one address.
DOOR = Door("presence", most=15, minutes=10)
_SEEN = "diem-danh"
_LATEST_MILLISECONDS = 4_102_444_800_000  # the year 2100: beyond it no clock is believed


@require_http_methods(["GET", "HEAD", "POST"])
def scan(request: HttpRequest) -> HttpResponse:
    """Scan with the camera, or type the digits."""
    form = DigitsForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        actor, at = actor_of(request), now()
        try:
            done = _guarded(
                actor,
                at,
                lambda: check_in_by_digits(
                    number=form.cleaned_data["number"], digits=form.cleaned_data["digits"], actor=actor, at=at
                ),
            )
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, told(done))
            return redirect("activities:own-presence")
    return render(request, "activities/scan.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """A code that a phone has scanned, now or while it had no network; answered as the outbox expects."""
    if not from_outbox(request) or (answer := not_theirs(request)) is not None:
        return (
            answer
            if from_outbox(request) and answer is not None
            else told_refused([_("Mở trang quét mã rồi quét lại.")])
        )
    actor, at = actor_of(request), now()
    code = request.POST.get("code", "")
    try:
        done = _guarded(
            actor,
            at,
            lambda: check_in(code=code, claimed_at=_moment_in(request.POST.get("luc", "")), actor=actor, at=at),
        )
    except Refused as refused:
        return told_refused([sentence_of(refused)])
    messages.success(request, told(done))
    return written(told(done), reverse("activities:own-presence"))


@login_not_required
@require_safe
def link(request: HttpRequest, code: str) -> HttpResponse:
    """What a phone's own camera opens. Fresh, it is remembered for ten minutes: time enough to sign in first."""
    at = now()
    try:
        call, purpose = see_code(code=code, at=at)
    except Refused as refused:
        return secret(render(request, "activities/code_refused.html", {"sentence": sentence_of(refused)}, status=410))
    request.session[_SEEN] = [call.pk, purpose.decode("latin-1"), at.timestamp()]
    return redirect("activities:here")


@require_http_methods(["GET", "HEAD", "POST"])
def here(request: HttpRequest) -> HttpResponse:
    """I am here: the one button after a link was opened."""
    actor, at = actor_of(request), now()
    seen = request.session.get(_SEEN)
    call = roll_call_numbered(seen[0]) if seen else None
    if seen is None or call is None:
        return redirect("activities:scan")
    sentence = ""
    if request.method == "POST":
        seen_at = datetime.fromtimestamp(seen[2], UTC)
        purpose = str(seen[1]).encode("latin-1")
        try:
            done = check_in_seen(number=call.pk, purpose=purpose, seen_at=seen_at, actor=actor, at=at)
        except Refused as refused:
            sentence = sentence_of(refused)
        else:
            del request.session[_SEEN]
            messages.success(request, told(done))
            return redirect("activities:own-presence")
    context = {"call": call, "leaving": seen[1] == "o", "sentence": sentence}
    return secret(render(request, "activities/here.html", context, status=422 if sentence else 200))


def told(done: CheckedIn) -> str:
    """What came of it, kindly: a second scan is no mistake."""
    title, when = done.roll_call.title, moment(done.presence.came_at)
    if done.left:
        gone = moment(done.presence.left_at)
        if done.already:
            return _("Giờ về của bạn đã ghi từ trước: {when}, “{title}”.").format(when=gone, title=title)
        return _("Đã ghi giờ về {when}: “{title}”. Cảm ơn bạn.").format(when=gone, title=title)
    if done.already:
        return _("Đã ghi từ trước: bạn có mặt lúc {when}, “{title}”.").format(when=when, title=title)
    if done.presence.late:
        return _("Đã nhận: bạn có mặt lúc {when}, “{title}”. Lượt gửi sau chờ người giữ buổi xác nhận.").format(
            when=when, title=title
        )
    return _("Đã ghi bạn có mặt lúc {when}: “{title}”.").format(when=when, title=title)


def _guarded(actor: Account, at: datetime, try_code: Callable[[], CheckedIn]) -> CheckedIn:
    """Try a code; one that no key of ours made is counted, and after some the account waits."""
    visitor = f"account-{actor.pk}"
    check_door(door=DOOR, visitor=visitor, at=at)
    try:
        return try_code()
    except WrongCodeError:
        note_try(door=DOOR, visitor=visitor, at=at)
        raise


def _moment_in(typed: str) -> datetime | None:
    """The moment a phone claims, in milliseconds; None where it claims none that can be read."""
    if not (typed.isascii() and typed.isdigit()) or len(typed) > 14 or int(typed) > _LATEST_MILLISECONDS:
        return None
    return datetime.fromtimestamp(int(typed) / 1000, UTC)
