"""The register of recommendations, and one of them until it is carried out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.inspections.choices import RecommendationState
from viecthat.inspections.commands.recommendation import (
    answer_recommendation,
    drop_recommendation,
    find_done,
    send_back_answer,
)
from viecthat.inspections.forms.inspection import AnswerForm, StepForm
from viecthat.inspections.pages.shared import POSTED, Words, form_page, links, reader_of, sent, trail_of
from viecthat.inspections.queries.inspection import (
    LATE,
    RECOMMENDATION_ORDERS,
    listed,
    recommendation_shown,
    recommendations_found,
    steps_of,
)
from viecthat.inspections.rules import may_answer, may_close
from viecthat.ui.privacy import private
from viecthat.units.pages.register import Asked, Column, Register, Shown, asked_of, register_file, register_page
from viecthat.units.queries import units_by_id
from viecthat.units.queries.scope import units_seen

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from viecthat.inspections.models import Recommendation
    from viecthat.inspections.pages.shared import Reader


def _register(request: HttpRequest, reader: Reader) -> tuple[Register[Recommendation], Asked, QuerySet[Recommendation]]:
    states = (*RecommendationState.choices, (LATE, _("quá hạn")))
    asked = asked_of(request, reader.at, reader.today, states=states)
    found = recommendations_found(
        asked.units, reader.today, text=asked.get("text"), state=asked.get("state"), during=asked.during("due")
    )

    def show(rows: Sequence[Recommendation], today: date) -> list[Shown]:
        units = units_by_id({row.inspection.unit_id for row in rows}, today)
        return [
            Shown(
                reverse("inspections:recommendation", args=[row.pk]),
                (Truncator(row.words).chars(160), row.to, row.inspection.subject,
                 units[row.inspection.unit_id].name, row.due, row.done_on),
                chip=_("quá hạn") if listed(row, today).late else str(row.get_state_display()),
            )
            for row in rows
        ]  # fmt: skip

    register: Register[Recommendation] = Register(
        title=_("Kiến nghị sau kiểm tra, giám sát"),
        slug="kien-nghi-giam-sat",
        columns=(
            Column(_("Kiến nghị"), width=60), Column(_("Gửi tới"), width=32), Column(_("Từ cuộc"), width=40),
            Column(_("Đơn vị kiến nghị"), width=32), Column(_("Hạn"), "han", "day", 12),
            Column(_("Thực hiện xong"), "", "day", 14),
        ),
        orders=RECOMMENDATION_ORDERS,
        default="han",
        show=show,
        nothing=_("Chưa có kiến nghị nào"),
        what_to_do=_("Kiến nghị ghi ở cuộc kiểm tra, giám sát; khi kết luận thì gửi tới nơi nhận."),
        links=links(),
    )  # fmt: skip
    return register, asked, found


@require_safe
def recommendations(request: HttpRequest) -> HttpResponse:
    """What units in reach recommended, and were recommended."""
    reader = reader_of(request)
    register, asked, found = _register(request, reader)
    return register_page(request, register, asked, found, reader.today)


@require_safe
def recommendations_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The register whole."""
    reader = reader_of(request)
    register, asked, found = _register(request, reader)
    return register_file(request, register, asked, found, reader.today, kind)


@require_safe
def recommendation(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them: what was found, what is asked, what was answered."""
    reader = reader_of(request)
    row = _shown_or_404(pk, reader)
    open_ = row.made_on is not None and row.state in {RecommendationState.OPEN, RecommendationState.ANSWERED}
    context = {
        "row": row,
        "unit": units_by_id({row.inspection.unit_id}, reader.today)[row.inspection.unit_id],
        "late": listed(row, reader.today).late,
        "steps": steps_of(row),
        "answers": open_ and may_answer(reader.actor, row, reader.at),
        "closes": open_ and may_close(reader.actor, row, reader.at),
        "reopens": row.state != RecommendationState.OPEN and may_close(reader.actor, row, reader.at),
        "trail": trail_of((_("Kiến nghị"), reverse("inspections:recommendations")), (row.to, "")),
    }
    return private(render(request, "inspections/recommendation.html", context))


@require_http_methods(POSTED)
def recommendation_step(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Answered, sent back, found done, dropped."""
    reader = reader_of(request)
    row = _shown_or_404(pk, reader)
    steps: dict[str, tuple[str, Any, Any]] = {
        "tra-loi": (_("Trả lời kiến nghị"), answer_recommendation, may_answer),
        "xong": (_("Xác nhận đã thực hiện"), find_done, may_close),
        "mo-lai": (_("Trả lại, mở lại"), send_back_answer, may_close),
        "thoi": (_("Thôi theo dõi"), drop_recommendation, may_close),
    }
    if slug not in steps or not steps[slug][2](reader.actor, row, reader.at):
        raise Http404
    title, command, _rule = steps[slug]
    form: Any = StepForm(sent(request), today=reader.today, initial={"day": reader.today})
    if slug == "tra-loi":
        form = AnswerForm(sent(request), request.FILES or None, today=reader.today, initial={"day": reader.today})
    back = reverse("inspections:recommendation", args=[pk])

    def run(given: dict[str, Any]) -> tuple[str, str]:
        if slug == "tra-loi":
            given["file"] = given.pop("attached")
        command(row=row, actor=reader.actor, at=reader.at, **given)
        return _("Đã ghi."), back

    words = Words(title, row.to, _("Ghi"))
    return form_page(request, form, words, run, back=back, trail=trail_of((row.to, back), (title, "")), quote=row.words)


def _shown_or_404(pk: int, reader: Reader) -> Recommendation:
    row = recommendation_shown(pk, units_seen(reader.actor, reader.at))
    if row is None:
        raise Http404
    return row
