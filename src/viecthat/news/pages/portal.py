"""What everybody reads, without signing in: portals, lists by section, tag and day, articles and their pictures."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from viecthat.files.commands import small_copy
from viecthat.kernel.dates import month_name, parse_date
from viecthat.kernel.errors import Refused
from viecthat.news.choices import ArticleState
from viecthat.news.commands.opened import note_opened
from viecthat.news.queries.public import (
    article_by_id,
    article_opened,
    articles_public,
    covers_of,
    frame_of,
    months_of,
    most_read,
    portal_with_code,
    portals,
    public_picture,
)
from viecthat.news.rules import is_public, takes_comments
from viecthat.ui.privacy import findable

if TYPE_CHECKING:
    from viecthat.files.models import KeptFile
    from viecthat.news.models import Article, Picture, Portal
    from viecthat.news.queries.public import OpenedArticle, PortalFrame

ON_A_PAGE = 20
_A_DAY = 86_400


@login_not_required
@findable
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The newest of all portals, or what of them holds some words; with one portal alone, that portal."""
    found, text = portals(), request.GET.get("q", "")[:200].strip()
    if len(found) == 1:
        there = reverse("news:portal", args=[found[0].code])
        return redirect(f"{there}?{urlencode({'q': text})}" if text else there)
    page = Paginator(articles_public(now(), text=text), ON_A_PAGE).get_page(request.GET.get("trang"))
    context = {"portals": found, "page": page, "rows": _with_covers(page), "text": text}
    return render(request, "news/front.html", context)


@login_not_required
@findable
@require_safe
def listing(request: HttpRequest, code: str, section: str = "", tag: str = "") -> HttpResponse:
    """A portal, or of it a section, a tag, a day, a month, what holds some words."""
    at, frame = now(), _frame_or_404(code)
    chosen = frame.named(section) if section else None
    if section and chosen is None:
        raise Http404
    day, month, text = _day(request), _month(request), request.GET.get("q", "")[:200].strip()
    found = articles_public(at, portal=frame.portal, section=chosen, tag=tag, day=day, month=month, text=text)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("trang"))
    plain = not (section or tag or day or month or text)
    context = {
        "frame": frame,
        "page": page,
        "rows": _with_covers(page),
        "section": chosen,
        "way": frame.way_to(chosen.category.pk)[:-1] if chosen else (),
        "tag": _tag_name(list(page), tag),
        "day": day,
        "month_said": f"{month_name(month.month).capitalize()}/{month.year}" if month else "",
        "text": text,
        "plain": plain,
        "months": months_of(frame.portal, at),
        "most_read": most_read(frame.portal, at) if plain else [],
    }
    return render(request, "news/listing.html", context)


@login_not_required
@findable
@require_safe
def article(request: HttpRequest, code: str, pk: int, slug: str) -> HttpResponse:
    """One article; opening it is counted, its reader is not known."""
    at, row = now(), _article_or_404(code, pk)
    if row.state == ArticleState.TAKEN_DOWN:
        context = {"frame": frame_of(row.portal), "article": row}
        return render(request, "news/taken_down.html", context, status=410)
    if row.slug != slug:
        return HttpResponsePermanentRedirect(reverse("news:article", args=[code, pk, row.slug]))
    note_opened(article=pk, agent=request.headers.get("User-Agent", ""), at=at)
    frame, opened = frame_of(row.portal), article_opened(row, at)
    address = request.build_absolute_uri(reverse("news:article", args=[code, pk, row.slug]))
    pictures = [request.build_absolute_uri(reverse("news:picture", args=[one.picture_id])) for one in opened.pictures]
    context = {
        "frame": frame,
        "opened": opened,
        "article": row,
        "way": frame.way_to(row.category_id),
        "tags": list(zip(row.tags, row.tag_slugs, strict=True)),
        "address": address,
        "picture": pictures[0] if pictures else "",
        "data": _data_of(opened, frame, address, pictures),
        "takes_comments": takes_comments(row),
    }
    return render(request, "news/article.html", context)


@login_not_required
@require_safe
def article_print(request: HttpRequest, code: str, pk: int, slug: str) -> HttpResponse:
    """The article for paper: its words, its pictures, where it stood."""
    at, row = now(), _article_or_404(code, pk)
    if not is_public(row, at) or row.slug != slug:
        raise Http404
    address = request.build_absolute_uri(reverse("news:article", args=[code, pk, row.slug]))
    context = {"portal": row.portal, "opened": article_opened(row, at), "article": row, "address": address}
    return render(request, "news/print.html", context)


@login_not_required
@require_safe
def picture(_request: HttpRequest, pk: int) -> HttpResponse:
    """A picture of a public article."""
    return picture_response(_picture_or_404(pk).path.read_bytes(), f"anh-{pk}.jpg")


@login_not_required
@require_safe
def picture_small(_request: HttpRequest, pk: int) -> HttpResponse:
    """The same at most 480 px a side."""
    return picture_response(small_copy(_picture_or_404(pk)).read_bytes(), f"anh-{pk}-nho.jpg")


def picture_response(content: bytes, name: str, *, everybody: bool = True) -> HttpResponse:
    """A picture and nothing but a picture; taken off the portal, copies are forgotten after a day."""
    return HttpResponse(
        content,
        content_type="image/jpeg",
        headers={
            "Content-Disposition": f'inline; filename="{name}"',
            "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'",
            "Cache-Control": f"public, max-age={_A_DAY}" if everybody else "private, no-store",
        },
    )


def _with_covers(page: Iterable[Article]) -> list[tuple[Article, Picture | None]]:
    rows = list(page)
    covers = covers_of(rows)
    return [(row, covers.get(row.pk)) for row in rows]


def _data_of(opened: OpenedArticle, frame: PortalFrame, address: str, pictures: list[str]) -> dict[str, Any]:
    """The article for machines (schema.org NewsArticle)."""
    row = opened.article
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": address,
        "headline": row.title,
        "description": row.lead,
        "datePublished": row.publish_at.isoformat() if row.publish_at else "",
        "dateModified": (
            opened.corrections[-1].at if opened.corrections else row.publish_at or row.changed_at
        ).isoformat(),
        "articleSection": row.category.name,
        "keywords": row.tags,
        "image": pictures,
        "inLanguage": "vi",
        "publisher": {"@type": "Organization", "name": frame.portal.name},
    }
    if row.byline:
        data["author"] = {"@type": "Person", "name": row.byline}
    return data


def _tag_name(rows: list[Article], slug: str) -> str:
    for row in rows:
        if slug in row.tag_slugs:
            return row.tags[row.tag_slugs.index(slug)]
    return slug.replace("-", " ")


def _day(request: HttpRequest) -> date | None:
    try:
        return parse_date(request.GET["ngay"]) if request.GET.get("ngay", "").strip() else None
    except Refused:
        return None


def _month(request: HttpRequest) -> date | None:
    try:
        return date.fromisoformat(f"{request.GET['thang']}-01") if request.GET.get("thang") else None
    except ValueError:
        return None


def _frame_or_404(code: str) -> PortalFrame:
    found: Portal | None = portal_with_code(code)
    if found is None:
        raise Http404
    return frame_of(found)


def _article_or_404(code: str, pk: int) -> Article:
    """The article of the portal that is public, or was."""
    row = article_by_id(pk)
    if row is None or row.portal.code != code:
        raise Http404
    gone = row.state == ArticleState.TAKEN_DOWN and row.taken_down_at is not None
    if not gone and not is_public(row, now()):
        raise Http404
    return row


def _picture_or_404(pk: int) -> KeptFile:
    found = public_picture(pk, now())
    if found is None or not found.path.exists():
        raise Http404(_("Không có ảnh này."))
    return found
