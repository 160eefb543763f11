"""What was noted of an inspection, put right or taken out; conclusions that another took the place of."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from viecthat.inspections.choices import FindingKind
from viecthat.inspections.commands.inspection import drop_noted, note_day, note_finding
from viecthat.inspections.commands.recommendation import recommend
from viecthat.inspections.pages.inspections import shown_or_404, step_form
from viecthat.inspections.pages.shared import POSTED, Words, form_page, reader_of, trail_of
from viecthat.inspections.pages.team import kept_or_404, tried
from viecthat.inspections.queries.inspection import earlier_conclusion, noted_with_id
from viecthat.ui.privacy import private
from viecthat.units.queries import units_by_id

# By the address: the step it was noted by, what stands in its boxes.
_NOTED: dict[str, tuple[str, tuple[str, ...]]] = {
    "ngay": ("bien-ban", ("body_id", "day", "present", "minutes")),
    "phat-hien": ("phat-hien", ("body_id", "kind", "article", "words", "evidence")),
    "kien-nghi": ("kien-nghi", ("words", "due", "finding_id")),
}


@require_http_methods(POSTED)
def noted_change(request: HttpRequest, pk: int, what: str, noted: int) -> HttpResponse:
    """A day, a finding or a recommendation is put right while the inspection is under way."""
    reader = reader_of(request)
    row = kept_or_404(pk, reader)
    found: Any = noted_with_id(row, what, noted)
    if found is None:
        raise Http404
    slug, names = _NOTED[what]
    initial = {name.removesuffix("_id"): getattr(found, name) for name in names}
    if what == "kien-nghi" and found.to_unit_id is not None:
        initial["to_unit"] = units_by_id({found.to_unit_id}, reader.today)[found.to_unit_id]
    elif what == "kien-nghi":
        initial["to"] = found.to
    back = reverse("inspections:inspection", args=[pk])
    who: dict[str, Any] = {"inspection": row, "of": found, "actor": reader.actor, "at": reader.at}

    def run(given: dict[str, Any]) -> tuple[str, str]:
        if what == "ngay":
            note_day(file=given.pop("attached"), **given, **who)
        elif what == "phat-hien":
            note_finding(body=given.pop("body"), file=given.pop("attached"), facts=given, **who)
        else:
            recommend(**given, **who)
        return _("Đã sửa."), back

    titles = {"ngay": _("Sửa ngày làm việc"), "phat-hien": _("Sửa phát hiện"), "kien-nghi": _("Sửa kiến nghị")}
    words = Words(titles[what], row.subject, _("Ghi"))
    form = step_form(slug, row, request, reader, initial)
    return form_page(request, form, words, run, back=back, trail=trail_of((row.subject, back), (words.title, "")))


@require_POST
def noted_drop(request: HttpRequest, pk: int, what: str, noted: int) -> HttpResponse:
    """A day, a finding or a recommendation is taken out while the inspection is under way."""
    reader = reader_of(request)
    row = noted_with_id(kept_or_404(pk, reader), what, noted)
    if row is None:
        raise Http404
    return tried(
        request,
        lambda: drop_noted(noted=row, actor=reader.actor, at=reader.at),
        _("Đã xoá."),
        reverse("inspections:inspection", args=[pk]),
    )


@require_safe
def earlier(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A conclusion that another took the place of, as it was sent out."""
    reader = reader_of(request)
    row = shown_or_404(pk, reader)
    found = earlier_conclusion(row, number)
    if found is None:
        raise Http404
    home = reverse("inspections:inspection", args=[pk])
    context = {
        "row": row,
        "found": found,
        "findings": [one | {"kind": FindingKind(one["kind"]).label} for one in found.findings],
        "recommendations": [one | {"due": date.fromisoformat(one["due"])} for one in found.recommendations],
        "home": home,
        "trail": trail_of((row.subject, home), (_("Bản kết luận cũ"), "")),
    }
    return private(render(request, "inspections/earlier.html", context))
