"""What lets the application be installed and opened without a network: manifest, service worker, the pages for both."""

from __future__ import annotations

import json
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

# The shell; what floors above need on top stands in settings.VIECTHAT_OFFLINE.
_SHELL = (
    "ui/fonts.css",
    "ui/viecthat.css",
    "ui/icons.css",
    "ui/viecthat.js",
    "ui/outbox.js",
    "ui/outbox_page.js",
    "ui/icon.svg",
    "ui/fonts/be-vietnam-pro-latin-400.woff2",
    "ui/fonts/be-vietnam-pro-vietnamese-400.woff2",
    "django_htmx/htmx-2.min.js",
)


@login_not_required
@require_safe
def manifest(_request: HttpRequest) -> HttpResponse:
    """What a phone needs to put the application among its own."""
    told = {
        "id": "/",
        "name": "Việc Thật",
        "short_name": "Việc Thật",
        "description": _("Ghi việc một lần, ở nơi làm, bởi người có mặt."),
        "lang": "vi",
        "start_url": reverse("root"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#0b2f74",
        "icons": [
            {"src": static("ui/icon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"},
            {"src": static("ui/icon-192.png"), "sizes": "192x192", "type": "image/png", "purpose": "any"},
            {"src": static("ui/icon-512.png"), "sizes": "512x512", "type": "image/png", "purpose": "any maskable"},
        ],
        "shortcuts": [
            {"name": str(_(one["label"])), "url": reverse(one["url_name"])}
            for one in settings.VIECTHAT_OFFLINE["shortcuts"]
        ],
    }
    return HttpResponse(json.dumps(told, ensure_ascii=False), content_type="application/manifest+json")


@login_not_required
@require_safe
def worker(_request: HttpRequest) -> HttpResponse:
    """The service worker: its text changes with any asset, and with it the cache it keeps them in."""
    assets = [*_SHELL, *settings.VIECTHAT_OFFLINE["assets"]]
    context = {
        "version": "",
        "assets": json.dumps([static(asset) for asset in assets]),
        "pages": json.dumps(settings.VIECTHAT_OFFLINE["pages"]),
        "fallback": reverse("ui:no-network"),
    }
    version = _version(render_to_string("ui/worker.js", context), tuple(assets))
    text = render_to_string("ui/worker.js", context | {"version": version})
    headers = {"Cache-Control": "no-cache", "Service-Worker-Allowed": "/"}
    return HttpResponse(text, content_type="text/javascript; charset=utf-8", headers=headers)


@lru_cache(maxsize=1)
def _version(text: str, assets: tuple[str, ...]) -> str:
    digest = sha256(text.encode())
    for asset in assets:
        found = finders.find(asset)
        assert isinstance(found, str), asset  # noqa: S101 - a name in the settings that is no file
        digest.update(Path(found).read_bytes())
    return digest.hexdigest()[:12]


@require_safe
def session(request: HttpRequest) -> JsonResponse:
    """Who is signed in, and the token that what waited is sent with."""
    told = {"account": str(request.user.pk), "token": get_token(request), "now": int(now().timestamp() * 1000)}
    return JsonResponse(told, headers={"Cache-Control": "no-store"})


@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """What waits on this device, drawn by the browser: the server does not know of it yet."""
    return render(request, "ui/outbox.html")


@login_not_required
@require_safe
def no_network(request: HttpRequest) -> HttpResponse:
    """What the service worker shows where a page was never opened with a network. The same for everybody."""
    ways = [
        {"label": _(one["label"]), "url": reverse(one["url_name"])} for one in settings.VIECTHAT_OFFLINE["shortcuts"]
    ]
    return render(request, "ui/no_network.html", {"ways": ways})
