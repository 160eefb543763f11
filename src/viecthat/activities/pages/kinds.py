"""The catalogue of kinds of work: read by all, kept by the central office as dated versions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.accounts.queries import actor_of
from viecthat.activities.choices import KindGroup, Movement
from viecthat.activities.commands.kind import KindDraft, boxes_written, write_kind
from viecthat.activities.forms.kinds import KindForm
from viecthat.activities.queries import ActivityKind, KindVersion
from viecthat.activities.queries.kinds import (
    Need,
    fields_of,
    kind_book,
    kinds,
    need_of,
    results_of,
    typed_indicators,
    versions_of,
)
from viecthat.activities.rules import may_keep_kinds
from viecthat.kernel.names import fold
from viecthat.ledger.choices import Grade
from viecthat.plans.pages.shared import Words, change_page, sent

if TYPE_CHECKING:
    from viecthat.ledger.models import Indicator

NEED = ("photos", "names", "papers", "links", "all")


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every kind that may be recorded today, by group, found by name."""
    text = request.GET.get("q", "").strip()
    wanted, known = fold(text), typed_indicators()
    rows = [
        (version, results_of(version, known))
        for version in kind_book().offered_on(localdate())
        if wanted in fold(f"{version.kind.name} {version.kind.name_en}")
    ]
    groups = [(group.label, [row for row in rows if row[0].kind.group == group]) for group in KindGroup]
    context = {
        "groups": [(name, found) for name, found in groups if found],
        "count": len(rows),
        "text": text,
        "may_keep": may_keep_kinds(actor_of(request), now()),
    }
    return render(request, "activities/kinds.html", context)


@require_safe
def kind(request: HttpRequest, code: str) -> HttpResponse:
    """A kind and all its versions, the newest first."""
    versions, known, today = versions_of(code), typed_indicators(), localdate()
    if not versions:
        raise Http404
    current = kind_book([code]).on(code, today)
    rows = [
        {
            "version": version,
            "current": current is not None and version.pk == current.pk,
            "results": results_of(version, known),
            "boxes": fields_of(version),
            "need": need_of(version, Grade.EVIDENCED),
            "serves": [Movement(one).label for one in version.serves],
        }
        for version in versions
    ]
    context = {"kind": versions[0].kind, "rows": rows, "may_keep": may_keep_kinds(actor_of(request), now())}
    return render(request, "activities/kind.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, code: str = "") -> HttpResponse:
    """A new kind, or a new version of one."""
    actor, at = actor_of(request), now()
    if not may_keep_kinds(actor, at):
        raise PermissionDenied
    last = versions_of(code)[0] if code and kinds().filter(pk=code).exists() else None
    if code and last is None:
        raise Http404
    form = KindForm(sent(request), indicators=_common(), initial=_initial(last))
    back = reverse("activities:kind", args=[code]) if code else reverse("activities:kinds")

    def run(given: dict[str, Any]) -> tuple[str, str]:
        need = Need.read({name: given.pop(name) or 0 for name in NEED[:-1]} | {"all": bool(given.pop("all"))})
        found: ActivityKind | None = last.kind if last else None
        version = write_kind(kind=found, draft=KindDraft(**given, need=need), actor=actor, at=at)
        return _("Đã lưu loại việc “{name}”.").format(name=version.kind.name), reverse(
            "activities:kind", args=[version.kind_id]
        )

    title = _("Bản mới của “{name}”").format(name=last.kind) if last else _("Thêm loại việc")
    words = Words(title, _("Việc đã ghi giữ nguyên bản cũ của loại việc; bản mới dùng từ ngày ghi dưới đây."), _("Lưu"))
    trail = [(_("Loại việc"), reverse("activities:kinds"))]
    return change_page(request, form, words, run, back=back, trail=trail, template="activities/change.html")


def _initial(last: KindVersion | None) -> dict[str, Any]:
    if last is None:
        return {"photos": 1, "names": 1, "papers": 1, "start": localdate()}
    need = need_of(last, Grade.EVIDENCED)
    return {
        "name": last.kind.name,
        "name_en": last.kind.name_en,
        "group": last.kind.group,
        "boxes": boxes_written(last),
        **{
            name: getattr(last, name)
            for name in ("indicators", "verified_by", "minors", "serves", "guidance", "offered")
        },
        **{name: getattr(need, name) or None for name in NEED},
    }


def _common() -> list[Indicator]:
    """What a kind of the common list may yield: no unit's own."""
    return [one for one in typed_indicators().values() if one.unit_id is None]
