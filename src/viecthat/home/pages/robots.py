"""What search engines ask for first: what they may open, and where the addresses stand."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.xmlreader import AttributesImpl

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from viecthat.home.queries.addresses import open_pages, portal_codes

# What must not be found says so itself (`X-Robots-Tag`), so it may be read; these are only work for nobody.
_NOT_ASKED = ("/xac-nhan/", "/dang-nhap/", "/*?q=")


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """The file at /robots.txt."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _NOT_ASKED), ""]
    lines += [f"Sitemap: {request.build_absolute_uri(reverse('home:sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The sitemaps: of the open pages, and of each portal."""
    parts = [reverse("home:sitemap-open"), *(reverse("news:sitemap", args=[code]) for code in portal_codes())]
    return _xml(request, "sitemapindex", "sitemap", parts)


@login_not_required
@require_safe
def sitemap_open(request: HttpRequest) -> HttpResponse:
    """The addresses of open pages outside the portals."""
    return _xml(request, "urlset", "url", (reverse(name, args=args) for name, args in open_pages()))


def _xml(request: HttpRequest, whole: str, part: str, paths: Iterable[str]) -> HttpResponse:
    response = HttpResponse(content_type="application/xml; charset=utf-8")
    xml = SimplerXMLGenerator(response, "utf-8")
    xml.startDocument()
    xml.startElement(whole, AttributesImpl({"xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9"}))
    for path in paths:
        xml.startElement(part, AttributesImpl({}))
        xml.addQuickElement("loc", request.build_absolute_uri(path))
        xml.endElement(part)
    xml.endElement(whole)
    xml.endDocument()
    return response
