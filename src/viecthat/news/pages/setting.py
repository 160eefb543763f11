"""Portals: set up, their sections and links kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from viecthat.accounts.choices import Capability
from viecthat.kernel.errors import Refused
from viecthat.news.choices import CommentFields
from viecthat.news.commands.portal import change_portal, drop_category, keep_category, set_up_portal
from viecthat.news.forms.news import CategoryForm, NewPortalForm, PortalForm
from viecthat.news.pages.shared import (
    POSTED,
    Words,
    edited_or_404,
    form_page,
    links,
    own_units,
    reader_of,
    sent,
    trail_of,
)
from viecthat.news.queries.desk import edited_portals, unused_categories
from viecthat.news.queries.public import frame_of, sections_of
from viecthat.news.rules import may_open_portal
from viecthat.ui.sentences import sentence_of
from viecthat.units.queries import unit_with_code, units_by_id

if TYPE_CHECKING:
    from viecthat.news.models import Category, Portal
    from viecthat.news.pages.shared import Reader


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The portals one edits, with their sections and links."""
    reader = reader_of(request)
    found = [frame_of(portal) for portal in edited_portals(reader.actor, reader.at)]
    units = units_by_id({one.portal.unit_id for one in found}, reader.today)
    context = {
        "frames": [(one, units[one.portal.unit_id]) for one in found],
        "unused": unused_categories([one.portal.pk for one in found]),
        "tabs": links(),
        "mine": own_units(reader, capabilities=(Capability.ACCEPT,))[:1],
        "trail": trail_of((_("Cổng"), "")),
    }
    return render(request, "news/portals.html", context)


@require_http_methods(POSTED)
def set_up(request: HttpRequest, code: str) -> HttpResponse:
    """A portal of the unit."""
    reader = reader_of(request)
    unit = unit_with_code(code, reader.today)
    if unit is None or not may_open_portal(reader.actor, unit.id, reader.at):
        raise Http404
    initial = {"contact_days": 90, "comment_fields": CommentFields.PHONE, "copyright": f"© {unit.name}"}
    form = NewPortalForm(sent(request), today=reader.today, initial=initial)

    def run(given: dict[str, Any]) -> tuple[str, str]:
        set_up_portal(unit=unit.id, facts=given, actor=reader.actor, at=reader.at)
        return _("Đã lập cổng."), reverse("news:portals")

    return _form(request, form, Words(_("Lập cổng"), unit.name, _("Lập cổng")), run)


@require_http_methods(POSTED)
def change(request: HttpRequest, code: str) -> HttpResponse:
    """What the portal says of itself, its links, the boxes of its comments."""
    reader = reader_of(request)
    portal = edited_or_404(code, reader)
    names = ("name", "about", "copyright", "source", "comment_fields", "contact_days")
    lines = "\n".join(f"{link.label} | {link.url}" for link in frame_of(portal).links)
    initial = {name: getattr(portal, name) for name in names} | {"links": lines}
    form = PortalForm(sent(request), today=reader.today, initial=initial)

    def run(given: dict[str, Any]) -> tuple[str, str]:
        change_portal(portal=portal, facts=given, actor=reader.actor, at=reader.at)
        return _("Đã ghi."), reverse("news:portals")

    return _form(request, form, Words(_("Sửa cổng"), portal.name, _("Lưu")), run)


@require_http_methods(POSTED)
def category_new(request: HttpRequest, code: str) -> HttpResponse:
    """A section more."""
    reader = reader_of(request)
    return _category(request, reader, edited_or_404(code, reader), None)


@require_http_methods(POSTED)
def category_change(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Another name or place of a section."""
    reader = reader_of(request)
    portal = edited_or_404(code, reader)
    found = next((one.category for one in sections_of(portal) if one.category.pk == pk), None)
    if found is None:
        raise Http404
    return _category(request, reader, portal, found)


@require_POST
def category_drop(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """An unused section goes."""
    reader = reader_of(request)
    found = next((one.category for one in sections_of(edited_or_404(code, reader)) if one.category.pk == pk), None)
    if found is None:
        raise Http404
    try:
        drop_category(category=found, actor=reader.actor, at=reader.at)
        messages.success(request, _("Đã bỏ chuyên mục “{name}”.").format(name=found.name))
    except Refused as refused:
        messages.error(request, sentence_of(refused))
    return HttpResponseRedirect(reverse("news:portals"))


def _category(request: HttpRequest, reader: Reader, portal: Portal, category: Category | None) -> HttpResponse:
    parents = [
        (str(one.category.pk), f"{'– ' * one.depth}{one.category.name}")
        for one in sections_of(portal)
        if category is None or category.pk != one.category.pk
    ]
    initial = {"name": category.name, "parent": category.parent_id, "position": category.position} if category else {}
    form = CategoryForm(sent(request), today=reader.today, parents=parents, initial=initial)

    def run(given: dict[str, Any]) -> tuple[str, str]:
        keep_category(portal=portal, facts=given, category=category, actor=reader.actor, at=reader.at)
        return _("Đã ghi."), reverse("news:portals")

    title = _("Sửa chuyên mục") if category else _("Thêm chuyên mục")
    return _form(request, form, Words(title, portal.name, _("Lưu")), run)


def _form(request: HttpRequest, form: Any, words: Words, run: Any) -> HttpResponse:
    trail = trail_of((_("Cổng"), reverse("news:portals")), (words.title, ""))
    return form_page(request, form, words, run, back=reverse("news:portals"), trail=trail)
