"""What a unit leaves open is carried from one term into the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from viecthat.plans.pages.shared import Reader, Words, change_page, reader_of, sent, unit_or_404
from viecthat.plans.queries import terms_of
from viecthat.reviews.commands.carrying import carry_over
from viecthat.reviews.forms.proposal import CarryForm
from viecthat.reviews.pages.limits import POSTED
from viecthat.reviews.queries.carried import LeftOpen, carryings_of, left_open
from viecthat.reviews.rules import may_open_review, may_read_review

if TYPE_CHECKING:
    from viecthat.plans.models import Term

_LONGEST = 160


@require_http_methods(POSTED)
def carry(request: HttpRequest, unit_code: str) -> HttpResponse:
    """What a term of the unit leaves open, one button that carries it on, and what was carried with how it stands."""
    reader = reader_of(request)
    unit = unit_or_404(unit_code, reader.today)
    if not may_read_review(reader.actor, unit.id, reader.at):
        raise PermissionDenied(_("Bạn chưa được giao quyền xem số liệu của đơn vị này."))
    terms = sorted(terms_of(unit.id), key=lambda term: term.start)
    old = _old_term(request, terms, reader)
    later = [term for term in terms if old is not None and term.start >= old.end]
    into = later[0] if later else None
    there = left_open(unit.id, old, into, reader.today) if old is not None else LeftOpen()
    form = CarryForm(
        sent(request),
        today=reader.today,
        terms=later,
        items=_items(there),
        initial={"day": reader.today, "items": [key for key, _words in _items(there)]},
    )
    carries = bool(later) and bool(there.count) and may_open_review(reader.actor, unit.id, reader.at)
    back = reverse("reviews:carry-over", args=[unit.code])

    def run(given: dict[str, Any]) -> tuple[str, str]:
        new = next(term for term in later if term.pk == given["new"])
        if old is None:
            raise PermissionDenied
        carry_over(
            unit=unit.id,
            old=old,
            new=new,
            day=given["day"],
            decision=given["decision"],
            limits=form.chosen("limit"),
            proposals=form.chosen("proposal"),
            tasks=form.chosen("task"),
            actor=reader.actor,
            at=reader.at,
        )
        return _("Đã chuyển sang nhiệm kỳ sau."), back

    extra = {
        "unit": unit,
        "terms": terms,
        "old": old,
        "later": later,
        "there": there,
        "carries": carries,
        "carried": carryings_of(unit.id, reader.today),
    }
    words = Words(_("Chuyển sang nhiệm kỳ sau"), unit.name, _("Chuyển sang nhiệm kỳ sau"))
    return change_page(request, form, words, run, back=back, extra=extra, template="reviews/carry_over.html")


def _old_term(request: HttpRequest, terms: list[Term], reader: Reader) -> Term | None:
    """The term asked for, else the latest that is over, else the running one."""
    asked = request.GET.get("nk", "")
    named = next((term for term in terms if str(term.pk) == asked), None)
    over = [term for term in terms if term.end <= reader.today]
    return named or (over[-1] if over else next(iter(terms), None))


def _items(there: LeftOpen) -> list[tuple[str, str]]:
    limits = [
        (f"limit-{row.limit.pk}", _("Hạn chế: {words}").format(words=_short(row.limit.words))) for row in there.limits
    ]
    proposals = [
        (f"proposal-{row.proposal.pk}", _("Kiến nghị: {words}").format(words=_short(row.proposal.difficulty)))
        for row in there.proposals
    ]
    tasks = [
        (f"task-{row.task.pk}", _("Nhiệm vụ: {words}").format(words=_short(row.task.title))) for row in there.tasks
    ]
    return [*limits, *proposals, *tasks]


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
