"""Follow a review by mail, and stop."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import get_language, gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from viecthat.accounts.commands import Door, check_door, note_try
from viecthat.accounts.queries import visitor_of
from viecthat.kernel.errors import Refused
from viecthat.plans.pages.shared import Words, change_page, reader_of, sent
from viecthat.plans.queries.notice import confirmed_address
from viecthat.reviews.commands.subscribing import (
    subscribe,
    subscription_behind,
    unsubscribe,
    unsubscribe_by_link,
)
from viecthat.reviews.forms.subscribing import SubscribeForm
from viecthat.reviews.pages.limits import opened_review
from viecthat.reviews.queries.subscribing import subscription_of
from viecthat.ui.sentences import sentence_of

# Only links that do not hold are counted.
DOOR = Door("unsubscribe", most=30, minutes=10)
POSTED = ["GET", "HEAD", "POST"]


@require_http_methods(POSTED)
def follow(request: HttpRequest, unit_code: str, slug: str) -> HttpResponse:
    """Follow the review, or change from which change on one is told."""
    asked, review = opened_review(request, unit_code, slug)
    reader = reader_of(request)
    known = subscription_of(review, reader.actor)
    form = SubscribeForm(sent(request), initial={"threshold": known.threshold if known else 5})
    back = reverse("reviews:review", args=[unit_code, review.slug])

    def run(given: dict[str, Any]) -> tuple[str, str]:
        language = get_language() or "vi"
        subscribe(review=review, **given, language=language, actor=reader.actor, at=reader.at)
        return _("Từ nay bạn nhận thư khi cuộc này có thay đổi, nhiều nhất một thư mỗi ngày."), back

    context = {
        "asked": asked,
        "review": review,
        "known": known,
        "address": confirmed_address(reader.actor.pk),
        "mails": settings.VIECTHAT_MAIL,
    }
    words = Words(_("Theo dõi qua thư"), review.title, _("Theo dõi") if known is None else _("Lưu"))
    return change_page(
        request,
        form,
        words,
        run,
        back=back,
        trail=[(review.title, back), (words.title, "")],
        extra=context,
        template="reviews/follow.html",
    )


@require_POST
def stop(request: HttpRequest, unit_code: str, slug: str) -> HttpResponse:
    """Follow it no longer."""
    _asked, review = opened_review(request, unit_code, slug)
    reader = reader_of(request)
    if unsubscribe(review=review, actor=reader.actor, at=reader.at):
        messages.success(request, _("Bạn đã thôi theo dõi cuộc này."))
    return redirect("reviews:review", unit_code, review.slug)


# A mail program posts here by itself, from no page of ours; the link is the proof.
@csrf_exempt
@login_not_required
@require_http_methods(POSTED)
def unsubscribe_page(request: HttpRequest, token: str) -> HttpResponse:
    """Stop by the link of a mail, without signing in. Nothing ends by only looking: mail scanners open every link."""
    at, visitor = now(), visitor_of(request)
    context: dict[str, Any] = {"done": False, "why": "", "row": None}
    try:
        check_door(door=DOOR, visitor=visitor, at=at)
    except Refused as refused:
        return render(request, "reviews/unsubscribe.html", context | {"why": sentence_of(refused)}, status=429)
    row = subscription_behind(token)
    if row is None:
        note_try(door=DOOR, visitor=visitor, at=at)
        why = _("Địa chỉ thôi theo dõi không đúng; mở lại từ thư mới nhất.")
        return render(request, "reviews/unsubscribe.html", context | {"why": why}, status=404)
    done = row.ended_at is not None
    if request.method == "POST":
        unsubscribe_by_link(token=token, at=at)
        done = True
    response = render(request, "reviews/unsubscribe.html", context | {"row": row, "done": done})
    response["Referrer-Policy"] = "no-referrer"
    return response
