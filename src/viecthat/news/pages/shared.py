"""What the pages of the desk share: the places to go, records in reach, one form that gives one command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from viecthat.news.queries.desk import waiting_comments
from viecthat.news.queries.public import article_by_id, portal_with_code
from viecthat.news.rules import may_edit, may_see_article, may_see_desk, may_write
from viecthat.plans.pages.of_units import Registers
from viecthat.plans.pages.shared import Reader, Words, change_page, own_units, reader_of, sent

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from django.forms import Form
    from django.http import HttpRequest, HttpResponse

    from viecthat.news.models import Article, Portal

POSTED = ["GET", "HEAD", "POST"]

__all__ = [
    "POSTED",
    "Reader",
    "Words",
    "actions",
    "article_in_reach",
    "comments_due",
    "edited_or_404",
    "form_page",
    "in_reach",
    "links",
    "own_units",
    "reader_of",
    "sent",
    "trail_of",
    "unit_kept_or_404",
]

_REGISTERS = Registers("news", may_write, may_see_desk)
actions, unit_kept_or_404, in_reach = _REGISTERS.actions, _REGISTERS.unit_kept_or_404, _REGISTERS.in_reach


def links() -> tuple[tuple[str, str], ...]:
    """The registers beside one another."""
    return (
        (_("Bài viết"), reverse("news:desk")),
        (_("Kho ảnh"), reverse("news:pictures")),
        (_("Bình luận"), reverse("news:comments")),
        (_("Cổng"), reverse("news:portals")),
    )


def trail_of(*steps: tuple[str, str]) -> list[tuple[str, str]]:
    """Where on the desk a page stands."""
    return [(_("Toà soạn"), reverse("news:desk")), *steps]


def form_page(
    request: HttpRequest,
    form: Form,
    words: Words,
    run: Callable[[dict[str, Any]], tuple[str, str]],
    *,
    back: str,
    trail: Sequence[tuple[str, str]],
    extra: dict[str, Any] | None = None,
    template: str = "units/register_change.html",
) -> HttpResponse:
    """One form that gives one command."""
    return change_page(request, form, words, run, back=back, trail=trail, extra=extra, template=template)


def article_in_reach(pk: int, reader: Reader) -> Article:
    """The article, or Http404 when it is out of reach, as when it is not there."""
    row = article_by_id(pk)
    if row is None or not may_see_article(reader.actor, row, reader.at):
        raise Http404
    return row


def edited_or_404(code: str, reader: Reader) -> Portal:
    """The portal, for who edits it. Http404 for any other."""
    row = portal_with_code(code)
    if row is None or not may_edit(reader.actor, row, reader.at):
        raise Http404
    return row


def comments_due(edited: Sequence[Portal]) -> tuple[tuple[str, str], ...]:
    """The way to comments that wait to be read."""
    waiting = waiting_comments(edited) if edited else 0
    if not waiting:
        return ()
    said = _("{n} bình luận chờ duyệt").format(n=waiting)
    return ((said, f"{reverse('news:comments')}?tinh-trang=waiting"),)
