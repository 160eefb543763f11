"""What other programs read of a portal: the newest as Atom, all addresses as a sitemap."""

from __future__ import annotations

from datetime import datetime
from xml.sax.xmlreader import AttributesImpl

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.timezone import now
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from viecthat.news.models import Portal
from viecthat.news.queries.public import articles_public, portal_with_code, sections_of

_IN_FEED, _IN_MAP = 30, 5000


@login_not_required
@require_safe
def atom(request: HttpRequest, code: str) -> HttpResponse:
    """The thirty newest."""
    portal = _portal_or_404(code)
    home = request.build_absolute_uri(reverse("news:portal", args=[code]))
    feed = Atom1Feed(
        title=portal.name, link=home, description=portal.about, language="vi", feed_url=request.build_absolute_uri()
    )
    for row in articles_public(now(), portal=portal)[:_IN_FEED]:
        address = request.build_absolute_uri(reverse("news:article", args=[code, row.pk, row.slug]))
        feed.add_item(
            title=row.title, link=address, description=row.lead, unique_id=address, author_name=row.byline or None,
            pubdate=row.publish_at, updateddate=row.publish_at, categories=[row.category.name, *row.tags],
        )  # fmt: skip
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


@login_not_required
@require_safe
def sitemap(request: HttpRequest, code: str) -> HttpResponse:
    """The addresses of all articles, the newest first."""
    portal = _portal_or_404(code)
    response = HttpResponse(content_type="application/xml; charset=utf-8")
    xml = SimplerXMLGenerator(response, "utf-8")
    xml.startDocument()
    xml.startElement("urlset", AttributesImpl({"xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9"}))
    places: list[tuple[str, datetime | None]] = [(reverse("news:portal", args=[code]), None)]
    places += [(reverse("news:category", args=[code, one.category.slug]), None) for one in sections_of(portal)]
    found = articles_public(now(), portal=portal).values_list("pk", "slug", "publish_at")
    places += [(reverse("news:article", args=[code, pk, slug]), moment) for pk, slug, moment in found[:_IN_MAP]]
    for path, moment in places:
        xml.startElement("url", AttributesImpl({}))
        xml.addQuickElement("loc", request.build_absolute_uri(path))
        if moment is not None:
            xml.addQuickElement("lastmod", moment.isoformat())
        xml.endElement("url")
    xml.endElement("urlset")
    xml.endDocument()
    return response


def _portal_or_404(code: str) -> Portal:
    found = portal_with_code(code)
    if found is None:
        raise Http404
    return found
