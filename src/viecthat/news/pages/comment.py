"""A reader writes under an article, without signing in."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from viecthat.accounts.commands import Door, check_door, note_try
from viecthat.accounts.pages.human_check import answered_once
from viecthat.accounts.queries import visitor_of
from viecthat.kernel.errors import Refused
from viecthat.news.commands.comment import confirm_comment, send_comment
from viecthat.news.forms.news import CommentForm
from viecthat.news.queries.public import article_by_id, frame_of
from viecthat.news.rules import is_public, takes_comments
from viecthat.plans.pages.shared import sent
from viecthat.ui.privacy import unlisted
from viecthat.ui.sentences import add_refusal, sentence_of

# A school writes from one place: only a machine sends more than this in ten minutes.
DOOR = Door("comment", most=20, minutes=10)


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, code: str, pk: int, slug: str) -> HttpResponse:
    """The form, and thanks once it is sent."""
    at, visitor = now(), visitor_of(request)
    row = article_by_id(pk)
    if row is None or row.portal.code != code or row.slug != slug or not is_public(row, at) or not takes_comments(row):
        raise Http404
    form = CommentForm(sent(request), fields=row.portal.comment_fields)
    made, status = None, 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                check_door(door=DOOR, visitor=visitor, at=at)
            except Refused:
                form.add_error(None, _("Từ đây vừa gửi quá nhiều bình luận; chờ mười phút rồi gửi tiếp."))
                status = 429
            else:
                if answered_once(form, at):
                    link = request.build_absolute_uri(reverse("news:comment-confirm", args=["x"])).removesuffix("x/")
                    try:
                        made = send_comment(article=row, facts=form.cleaned_data, link=link, at=at)
                    except Refused as refused:
                        add_refusal(form, refused)
                    else:
                        note_try(door=DOOR, visitor=visitor, at=at)
                        status = 200
    context = {"frame": frame_of(row.portal), "article": row, "form": form, "made": made}
    return unlisted(render(request, "news/comment.html", context, status=status))


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the letter; a button confirms, for programs that look through letters open links too."""
    said, row = "", None
    if request.method == "POST":
        try:
            row = confirm_comment(token=token, at=now())
        except Refused as refused:
            said = sentence_of(refused)
    context = {"said": said, "done": row is not None}
    return unlisted(render(request, "news/confirm.html", context, status=410 if said else 200))
