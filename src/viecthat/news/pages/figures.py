"""Figures of the ledger in an article: put in and taken out at the desk; how one was counted, for everybody."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from viecthat.accounts.queries import actor_of
from viecthat.kernel.errors import Refused
from viecthat.ledger.rules import may_see_figures
from viecthat.news.commands.figure import place_figure, take_figure_out
from viecthat.news.forms.news import FigureForm
from viecthat.news.models import Article
from viecthat.news.pages.shared import (
    POSTED,
    Reader,
    Words,
    article_in_reach,
    form_page,
    reader_of,
    sent,
    trail_of,
)
from viecthat.news.queries.figures import by_number, figures_read, how_counted, made_up_in
from viecthat.news.queries.public import article_by_id, frame_of
from viecthat.news.rules import is_public, may_change_article, may_edit
from viecthat.plans.queries.target import indicator_choices
from viecthat.ui.sentences import sentence_of
from viecthat.units.forms import unit_label
from viecthat.units.queries import units_by_id


@require_http_methods(POSTED)
def place(request: HttpRequest, pk: int) -> HttpResponse:
    """The next figure of an article."""
    reader = reader_of(request)
    row, back = _filled(pk, reader), reverse("news:desk-article", args=[pk])
    unit = units_by_id({row.unit_id}, reader.today)[row.unit_id]
    offered = [(one.pk, one.label) for one in indicator_choices(unit.id, reader.today)]
    initial = {"unit": unit_label(unit.name, unit.code)}
    form = FigureForm(sent(request), today=reader.today, indicators=offered, initial=initial)

    def run(given: dict[str, Any]) -> tuple[str, str]:
        made = place_figure(
            article=row, indicator=given["indicator"], unit=given["unit"].id, period=given["period"],
            actor=reader.actor, at=reader.at,
        )  # fmt: skip
        return _("Đã lấy số; viết [số {n}] vào chỗ cần trong bài.").format(n=made.number), back

    words = Words(_("Lấy số từ sổ việc"), row.title, _("Lấy số"))
    about = _("Số trong bài đổi theo sổ việc cho đến khi duyệt đăng; từ lúc duyệt, bài giữ nguyên số của lúc ấy.")
    trail = trail_of((row.title, back), (words.title, ""))
    return form_page(request, form, words, run, back=back, trail=trail, extra={"about": about})


@require_POST
def take_out(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The figure stands in the article no longer."""
    reader = reader_of(request)
    row = _filled(pk, reader)
    try:
        take_figure_out(article=row, number=number, actor=reader.actor, at=reader.at)
    except Refused as refused:
        messages.error(request, sentence_of(refused))
    return HttpResponseRedirect(reverse("news:desk-article", args=[pk]))


@login_not_required
@require_safe
def counted(request: HttpRequest, code: str, pk: int, slug: str, number: int) -> HttpResponse:
    """What a figure of a public article counts, how, by when; who may open the ledger goes on from there."""
    at, row = now(), article_by_id(pk)
    if row is None or row.portal.code != code or row.slug != slug or not is_public(row, at):
        raise Http404
    figure = by_number(figures_read(row, (get_language() or "vi")[:2])).get(number)
    if figure is None or figure.row.known_at is None:
        raise Http404
    day = localdate(figure.row.known_at)
    opens = request.user.is_authenticated and may_see_figures(actor_of(request), figure.row.unit_id, at)
    context = {
        "frame": frame_of(row.portal),
        "article": row,
        "figure": figure,
        "unit": units_by_id({figure.row.unit_id}, day)[figure.row.unit_id],
        "map_day": day,
        "how": how_counted(figure.row),
        "synthetic": made_up_in(figure.row),
        "opens": opens,
    }
    return render(request, "news/figure.html", context)


def _filled(pk: int, reader: Reader) -> Article:
    row = article_in_reach(pk, reader)
    if not may_change_article(reader.actor, row, reader.at) and not may_edit(reader.actor, row.portal, reader.at):
        raise Http404
    return row
