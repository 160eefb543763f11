"""Comments wait for somebody to read them before all do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.news.choices import CommentState
from viecthat.news.commands.comment import decide_comment
from viecthat.news.forms.news import DecideForm
from viecthat.news.pages.shared import POSTED, Words, form_page, links, reader_of, sent, trail_of
from viecthat.news.queries.desk import COMMENT_ORDERS, comment_by_id, comments_found, edited_portals
from viecthat.news.rules import may_edit
from viecthat.ui.privacy import private
from viecthat.units.pages.register import Asked, Column, Register, Shown, asked_of, register_file, register_page

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from viecthat.news.models import Comment
    from viecthat.news.pages.shared import Reader

_SHOWN = 90


def _register(request: HttpRequest, reader: Reader) -> tuple[Register[Comment], Asked, QuerySet[Comment]]:
    states = [one for one in CommentState.choices if one[0] != CommentState.UNCONFIRMED]
    asked = asked_of(request, reader.at, reader.today, states=states)
    edited = edited_portals(reader.actor, reader.at)
    found = comments_found(edited, text=asked.get("text"), state=asked.get("state"), year=asked.given.get("year"))

    def show(rows: Sequence[Comment], _today: date) -> list[Shown]:
        return [
            Shown(
                reverse("news:comment-decide", args=[row.pk]),
                (row.title or row.words[:_SHOWN], row.name, row.article.title, row.article.portal.name,
                 localdate(row.sent_at)),
                chip=str(row.get_state_display()),
            )
            for row in rows
        ]  # fmt: skip

    register: Register[Comment] = Register(
        title=_("Bình luận"),
        slug="binh-luan",
        columns=(
            Column(_("Bình luận"), width=48), Column(_("Người gửi"), width=24), Column(_("Bài"), width=48),
            Column(_("Cổng"), width=24), Column(_("Gửi ngày"), "-ngay", "day", 12),
        ),
        orders=COMMENT_ORDERS,
        default="-ngay",
        show=show,
        nothing=_("Chưa có bình luận nào"),
        what_to_do=_("Bình luận của bạn đọc vào đây trước; duyệt rồi mới hiện dưới bài."),
        links=links(),
    )  # fmt: skip
    return register, asked, found


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """What readers of the portals one edits wrote."""
    reader = reader_of(request)
    register, asked, found = _register(request, reader)
    return private(register_page(request, register, asked, found, reader.today))


@require_safe
def listing_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The list whole, without any contact."""
    reader = reader_of(request)
    register, asked, found = _register(request, reader)
    return private(register_file(request, register, asked, found, reader.today, kind))


@require_http_methods(POSTED)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """One comment, how its writer may be reached while that is kept, and whether it is shown."""
    reader = reader_of(request)
    row = comment_by_id(pk)
    if (
        row is None
        or row.state == CommentState.UNCONFIRMED
        or not may_edit(reader.actor, row.article.portal, reader.at)
    ):
        raise Http404
    form = DecideForm(sent(request), today=reader.today, initial={"show": "1", "answer": row.answer})
    back = f"{reverse('news:comments')}?tinh-trang=waiting"

    def run(given: dict[str, Any]) -> tuple[str, str]:
        show = given["show"] == "1"
        decide_comment(
            comment=row, show=show, reason=given["reason"], answer=given["answer"], actor=reader.actor, at=reader.at
        )
        return _("Đã ghi."), back

    words = Words(_("Duyệt bình luận"), row.article.title, _("Ghi"))
    trail = trail_of((_("Bình luận"), reverse("news:comments")), (words.title, ""))
    contact = getattr(row, "contact", None)
    extra = {"comment": row, "contact": contact}
    template = "news/decide.html"
    return private(form_page(request, form, words, run, back=back, trail=trail, extra=extra, template=template))
