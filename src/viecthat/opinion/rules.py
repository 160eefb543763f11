"""Who holds consultations and surveys, who comments, who knows what of them."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.timezone import localdate

from viecthat.accounts.choices import Capability
from viecthat.opinion.choices import DraftState, SurveyState
from viecthat.people.queries.own import person_of
from viecthat.plans.rules import units_above
from viecthat.units.queries.scope import units_where
from viecthat.units.rules import may
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.opinion.models import Draft, Survey


def may_keep_opinion(actor: Account, unit: int, at: datetime) -> bool:
    """Hold consultations and surveys of the unit."""
    return may(actor, Capability.RECORD, unit, at)


def may_see_opinion(actor: Account, unit: int, at: datetime) -> bool:
    """Know what the unit's consultations and surveys brought; of a survey never who answered."""
    return may(actor, Capability.SEE, unit, at)


def drafts_visible(actor: Account, at: datetime) -> Q:
    """The condition that a draft is of a unit in reach, or was put to the actor: opened by a unit over theirs."""
    over = set(units_above(actor, at))
    person = person_of(actor)
    if person is not None and person.unit_id is not None:
        today = map_on(localdate(at))
        stands, _how = today.stands_at(person.unit_id)
        if stands is not None:
            over.update((stands, *today.tree.ancestors(stands)))
    put = Q(unit__in=over) & ~Q(state=DraftState.PREPARED)
    return units_where(actor, Capability.SEE, at).of("unit") | put


def is_asked(draft: Draft, unit: int | None, at: datetime) -> bool:
    """Whether the draft was put to this unit: the one that holds the consultation, or one below it."""
    if unit is None:
        return False
    today = map_on(localdate(at))
    here, above = today.stands_at(unit)[0], today.stands_at(draft.unit_id)[0]
    return here is not None and above is not None and today.tree.covers(above, here)


def takes_comments(draft: Draft, at: datetime) -> bool:
    """Whether comments are taken today."""
    return draft.state == DraftState.OPEN and localdate(at) <= draft.due


def digest_of(code: str) -> str:
    """What is kept of a code."""
    return hashlib.sha256(code.strip().lower().encode()).hexdigest()


def is_running(survey: Survey, day: date) -> bool:
    """Whether it may be answered on the day."""
    return survey.state == SurveyState.OPEN and survey.start <= day <= survey.last_day
