"""The report on Conclusions 07 and 08 of a unit on a day, and the same as a document."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_safe

from viecthat.accounts.queries import actor_of
from viecthat.documents.on_paper import on_paper
from viecthat.kernel.dates import parse_date
from viecthat.kernel.errors import Refused
from viecthat.people.exports.cadre_report import check_words, group_name, report_document, sentences
from viecthat.people.pages.post_unit import trail_to, unit_or_404
from viecthat.people.pages.posts import file_response, made_up
from viecthat.people.queries.cadre_report import CadreReport, cadre_report
from viecthat.people.rules.post import may_see_cadres
from viecthat.ui.sentences import sentence_of
from viecthat.units.tree import tree_on

if TYPE_CHECKING:
    from viecthat.documents.model import Lang

KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


class _Asked:
    """What the places of cadres share: the unit looked at."""

    def __init__(self, report: CadreReport) -> None:
        self.unit = report.unit
        self.code = report.unit.code


@require_safe
def report(request: HttpRequest, code: str) -> HttpResponse:
    """The page; `ngay` chooses the day, `tu` from when comings and goings are counted."""
    told, wrong = _report(request, code)
    lang = _lang()
    context = {
        "wrong": wrong,
        "asked": _Asked(told),
        "report": told,
        "trail": [*trail_to(told.unit, told.day, actor_of(request), now()), (_("Kết luận 07, 08"), "")],
        "said": sentences(told, lang),
        "levels": [(group_name(level.group), level) for level in (told.own, *told.levels)],
        "checks": [check_words(check, lang) for check in told.checks],
        "today": localdate(),
        "query": request.GET.urlencode(),
        "synthetic": made_up([told.made_up]),
    }
    return render(request, "people/posts_report.html", context)


@require_safe
def download(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """The same as Word or PDF."""
    if kind not in KINDS:
        raise Http404
    told, _wrong = _report(request, code)
    document = report_document(told, at=now(), lang=_lang())
    return file_response(on_paper(document, kind), f"ket-luan-07-{code}-{told.day:%Y-%m-%d}.{kind}", KINDS[kind])


def _report(request: HttpRequest, code: str) -> tuple[CadreReport, str]:
    """The report the address asks for, and what of it could not be read."""
    today = localdate()
    asked, wrong = _day(request, "ngay", today)
    day = min(asked, today)
    unit = unit_or_404(code, day)
    if not may_see_cadres(actor_of(request), unit.id, now()):
        raise PermissionDenied(_("Bạn chưa được giao quyền xem cán bộ của đơn vị này."))
    if unit.id not in tree_on(day):
        raise Http404(_("Ngày ấy đơn vị chưa thành lập hoặc đã kết thúc."))
    since, wrong_since = _day(request, "tu", date(day.year, 1, 1))
    return cadre_report(unit.id, day, min(since, day)), wrong or wrong_since


def _day(request: HttpRequest, name: str, otherwise: date) -> tuple[date, str]:
    typed = request.GET.get(name, "").strip()
    if not typed:
        return otherwise, ""
    try:
        return parse_date(typed), ""
    except Refused as refused:
        return otherwise, sentence_of(refused)


def _lang() -> Lang:
    return "en" if get_language() == "en" else "vi"
