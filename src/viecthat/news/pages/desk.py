"""The desk: articles on their way, looked at, approved, corrected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext, gettext as _, gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.news.choices import ArticleState
from viecthat.news.commands.article import (
    approve_article,
    change_article,
    correct_article,
    put_back,
    recall_article,
    return_article,
    send_article,
    take_down,
    write_article,
)
from viecthat.news.forms.news import ApproveForm, ArticleForm, CorrectForm, ReasonForm
from viecthat.news.pages.shared import (
    POSTED,
    Words,
    actions,
    article_in_reach,
    comments_due,
    form_page,
    links,
    reader_of,
    sent,
    trail_of,
    unit_kept_or_404,
)
from viecthat.news.queries.desk import (
    ARTICLE_ORDERS,
    articles_found,
    edited_portals,
    portals_to_write_for,
    series_offered,
    versions_of,
    views_by_day,
)
from viecthat.news.queries.figures import figures_at_desk
from viecthat.news.queries.public import frame_of, pictures_of, sections_of, views_of
from viecthat.news.queries.words import checks_of
from viecthat.news.rules import is_public, may_approve, may_change_article, may_edit, may_recall_article
from viecthat.units.forms import DatedForm
from viecthat.units.pages.register import Asked, Column, Register, Shown, asked_of, register_file, register_page
from viecthat.units.queries import units_by_id

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from viecthat.news.models import Article, Portal
    from viecthat.news.pages.shared import Reader


_PLAIN = {
    "gui": (gettext_noop("Gửi duyệt"), send_article),
    "rut": (gettext_noop("Rút lại để sửa"), recall_article),
    "dang-lai": (gettext_noop("Đưa lên lại"), put_back),
}


def _register(request: HttpRequest, reader: Reader) -> tuple[Register[Article], Asked, QuerySet[Article]]:
    edited = edited_portals(reader.actor, reader.at)
    known = {row.code: row.name for row in [*edited, *portals_to_write_for(reader.actor, reader.at)]}
    asked = asked_of(
        request,
        reader.at,
        reader.today,
        kinds=sorted(known.items(), key=lambda one: one[1]),
        states=ArticleState.choices,
    )
    found = articles_found(
        asked.units,
        edited if asked.unit is None else [],
        text=asked.get("text"),
        portal=asked.get("kind"),
        state=asked.get("state"),
        year=asked.given.get("year"),
    )

    def show(rows: Sequence[Article], today: date) -> list[Shown]:
        units = units_by_id({row.unit_id for row in rows}, today)
        return [
            Shown(
                reverse("news:desk-article", args=[row.pk]),
                (row.title, row.portal.name, row.category.name, units[row.unit_id].name, row.byline,
                 localdate(row.publish_at) if row.publish_at else None,
                 row.views or 0, localdate(row.changed_at)),  # type: ignore[attr-defined]
                chip=str(row.get_state_display()),
            )
            for row in rows
        ]  # fmt: skip

    begin = actions(reader, asked.unit, _("Viết bài"), "write") if known else ()
    register: Register[Article] = Register(
        title=_("Toà soạn"),
        slug="bai-viet",
        columns=(
            Column(_("Đầu đề"), width=48), Column(_("Cổng"), width=24), Column(_("Chuyên mục"), width=20),
            Column(_("Đơn vị"), width=32), Column(_("Tác giả"), width=20), Column(_("Đăng ngày"), "-dang", "day", 12),
            Column(_("Lượt xem"), "-xem", "whole", 10), Column(_("Sửa ngày"), "-ngay", "day", 12),
        ),
        orders=ARTICLE_ORDERS,
        default="-ngay",
        show=show,
        nothing=_("Chưa có bài nào"),
        what_to_do=_("Lập cổng của đơn vị rồi viết bài; bài của người này do người khác duyệt đăng."),
        links=links(),
        due=comments_due(edited),
        actions=begin,
    )  # fmt: skip
    return register, asked, found


@require_safe
def articles(request: HttpRequest) -> HttpResponse:
    """Articles of units in reach and of portals one edits."""
    reader = reader_of(request)
    register, asked, found = _register(request, reader)
    return register_page(request, register, asked, found, reader.today)


@require_safe
def articles_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The list whole."""
    reader = reader_of(request)
    register, asked, found = _register(request, reader)
    return register_file(request, register, asked, found, reader.today, kind)


@require_http_methods(POSTED)
def write(request: HttpRequest, code: str) -> HttpResponse:
    """A new article of the unit; `?cong=` says for which of the portals it may write for."""
    reader = reader_of(request)
    unit = unit_kept_or_404(code, reader)
    offered = portals_to_write_for(reader.actor, reader.at, unit.id)
    wanted = request.GET.get("cong", "")
    portal = next((row for row in offered if row.code == wanted), offered[-1] if offered else None)
    words = Words(_("Viết bài"), unit.name, _("Lưu bài"))
    trail = trail_of((words.title, ""))
    if portal is None:
        return render(request, "news/no_portal.html", {"unit": unit, "words": words, "trail": trail})
    initial = {"source": portal.source, "comments_open": True, "byline": reader.actor.full_name}
    form = ArticleForm(sent(request), initial=initial, **_offered(portal, unit.id, reader))

    def run(given: dict[str, Any]) -> tuple[str, str]:
        made = write_article(portal=portal, unit=unit.id, facts=given, actor=reader.actor, at=reader.at)
        return _("Đã lưu bài; thêm ảnh rồi gửi duyệt."), reverse("news:desk-article", args=[made.pk])

    extra = {"about": _("Đăng trên {portal}.").format(portal=portal.name)}
    return form_page(request, form, words, run, back=reverse("news:desk"), trail=trail, extra=extra)


@require_safe
def article(request: HttpRequest, pk: int) -> HttpResponse:
    """An article as it will be read, what to look at, what may be done with it now."""
    reader = reader_of(request)
    row = article_in_reach(pk, reader)
    pictures, figures = pictures_of(row), figures_at_desk(row, reader.at)
    there = {one.row.number: one.asked is not None for one in figures}
    units = units_by_id({row.unit_id, *(one.row.unit_id for one in figures)}, reader.today)
    context = {
        "row": row,
        "unit": units[row.unit_id],
        "way": frame_of(row.portal).way_to(row.category_id),
        "pictures": pictures,
        "figures": [replace(one, place=units[one.row.unit_id].name) for one in figures],
        "checks": checks_of(row, pictures, there),
        "versions": versions_of(row),
        "days": views_by_day(row),
        "views": views_of(row),
        "public": is_public(row, reader.at),
        "recalls": may_recall_article(reader.actor, row, reader.at),
        "changes": may_change_article(reader.actor, row, reader.at),
        "edits": may_edit(reader.actor, row.portal, reader.at),
        "approves": row.state == ArticleState.SENT and may_approve(reader.actor, row, reader.at),
        "trail": trail_of((row.title, "")),
    }
    return render(request, "news/desk_article.html", context)


@require_safe
def version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """What everybody could read then."""
    reader = reader_of(request)
    row = article_in_reach(pk, reader)
    found = next((one for one in versions_of(row) if one.number == number), None)
    if found is None:
        raise Http404
    title = _("Bản {n}").format(n=number)
    context = {
        "row": row,
        "version": found,
        "pictures": pictures_of(row),
        "title": title,
        "trail": trail_of((row.title, reverse("news:desk-article", args=[pk])), (title, "")),
    }
    return render(request, "news/version.html", context)


@require_http_methods(POSTED)
def step(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """The article is changed, sent, sent back, approved, corrected or taken down."""
    reader = reader_of(request)
    row = article_in_reach(pk, reader)
    back, data = reverse("news:desk-article", args=[pk]), sent(request)
    who: dict[str, Any] = {"article": row, "actor": reader.actor, "at": reader.at}
    form: DatedForm
    if slug in ("sua", "dinh-chinh"):
        kind = ArticleForm if slug == "sua" else CorrectForm
        form = kind(data, initial=_facts_of(row), **_offered(row.portal, row.unit_id, reader))
        words = Words(_("Sửa bài") if slug == "sua" else _("Đính chính"), row.title, _("Lưu bài"))
    elif slug in _PLAIN:
        title, plain = gettext(_PLAIN[slug][0]), _PLAIN[slug][1]
        form, words = DatedForm(data, today=reader.today), Words(title, row.title, title)
    elif slug == "duyet":
        initial = {"day": reader.today, "hour": f"{localtime(reader.at):%H:%M}"}
        form = ApproveForm(data, today=reader.today, initial=initial)
        words = Words(_("Duyệt đăng"), row.title, _("Duyệt đăng"))
    elif slug in ("tra-lai", "go"):
        form = ReasonForm(data, today=reader.today)
        words = Words(_("Trả lại") if slug == "tra-lai" else _("Gỡ bài"), row.title, _("Ghi"))
    else:
        raise Http404

    def run(given: dict[str, Any]) -> tuple[str, str]:
        if isinstance(form, CorrectForm):
            note = given.pop("note")
            correct_article(facts=given, note=note, **who)
        elif isinstance(form, ArticleForm):
            change_article(facts=given, **who)
        elif isinstance(form, ApproveForm):
            approve_article(publish_at=form.moment, **who)
        elif slug == "tra-lai":
            return_article(**given, **who)
        elif slug == "go":
            take_down(**given, **who)
        else:
            plain(**who)
        return _("Đã ghi."), back

    trail = trail_of((row.title, back), (words.title, ""))
    return form_page(request, form, words, run, back=back, trail=trail)


def _offered(portal: Portal, unit: int, reader: Reader) -> dict[str, Any]:
    categories = [(row.category.pk, f"{'– ' * row.depth}{row.category.name}") for row in sections_of(portal)]
    return {"categories": categories, "series": series_offered(unit, reader.at), "today": reader.today}


def _facts_of(row: Article) -> dict[str, Any]:
    names = ("title", "lead", "body", "source", "byline", "reprinted", "comments_open", "series")
    facts = {name: getattr(row, name) for name in names}
    return facts | {"category": row.category_id, "tags": ", ".join(row.tags)}
