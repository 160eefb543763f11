"""The list of a decision of commendation is taken over as what is handed over on the stage."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from viecthat.commendations.queries.book import awarded_in
from viecthat.commendations.rules import form_kinds, may_see_decision
from viecthat.conferences.choices import AwardTo
from viecthat.conferences.commands import shared
from viecthat.conferences.models import Award, Conference
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import normalise

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.commendations.models import Commendation, CommendationDecision


@transaction.atomic
def take_awards(
    *,
    conference: Conference,
    decision: CommendationDecision,
    handed_by: str = "",
    actor: Account | None,
    at: datetime,
) -> int:
    """Whom the decision commends and who still holds it, in the book's order, after what the list has already.

    Lines taken over before stay as somebody put them right since. Returns how many came. Raises Refused when nobody is
    left to take over.
    """
    conference = shared.held(conference, actor, at)
    if actor is not None and not may_see_decision(actor, decision, at):
        raise Refused(gettext_noop("Không có quyết định khen thưởng này trong phần bạn được xem."), field="decision")
    there = Counter(conference.awards.filter(decision=decision.number).values_list("to", "name"))
    made = 0
    for row in awarded_in(decision):
        to, name = _to(row), _name(row)
        if there[to, name] > 0:
            there[to, name] -= 1
            continue
        values = {
            "kind": str(form_kinds().get(row.form, row.form)), "to": to, "name": name, "unit_id": row.home_id,
            "decision": decision.number, "handed_by": normalise(handed_by),
        }  # fmt: skip
        shared.keep_row(Award(conference=conference), values)
        made += 1
    if not made:
        raise Refused(
            gettext_noop("Mọi người, mọi tập thể trong quyết định này đã có trong danh sách."), field="decision"
        )
    return made


def _to(row: Commendation) -> str:
    return AwardTo.COLLECTIVE if row.to == AwardTo.COLLECTIVE else AwardTo.PERSON


def _name(row: Commendation) -> str:
    """As it stands on the paper."""
    return ", ".join(filter(None, (row.name, row.place)))[:200]
