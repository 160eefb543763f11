"""Who keeps the library and quizzes, who reads them, who may take a quiz."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

import numpy as np
from django.db.models import Q
from django.utils.timezone import localdate

from viecthat.accounts.choices import Capability
from viecthat.accounts.rules import authority_of
from viecthat.learning.choices import MaterialKind, QuizState
from viecthat.people.queries.own import person_of
from viecthat.units.queries.scope import units_where
from viecthat.units.rules import may
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.learning.models import Material, Quiz
    from viecthat.people.models import Person


def may_keep_learning(actor: Account, unit: int, at: datetime) -> bool:
    """Keep the unit's library and its quizzes."""
    return may(actor, Capability.RECORD, unit, at)


def may_see_results(actor: Account, unit: int, at: datetime) -> bool:
    """Know how many took a quiz, and passed; not who."""
    return may(actor, Capability.SEE, unit, at)


def may_see_who(actor: Account, unit: int, at: datetime) -> bool:
    """Know who took it, who committed to a code."""
    return may(actor, Capability.FILES, unit, at)


def given_to(actor: Account, at: datetime) -> Q:
    """The condition that material or a quiz was given to the actor: by a unit over theirs, or within their reach."""
    today = map_on(localdate(at))
    held = set(authority_of(actor, at).units_for(Capability.SEE))
    person = person_of(actor)
    if person is not None and person.unit_id is not None:
        held.add(person.unit_id)
    over: set[int] = set()
    for unit in held:
        stands, _how = today.stands_at(unit)
        if stands is not None:
            over.update((stands, *today.tree.ancestors(stands)))
    # What a unit gave that was merged since is for those of the unit where it stands now.
    places = [today.tree.position(unit) for unit in over]
    return Q(unit__in=today.known[np.isin(today.places, places)].tolist()) | units_where(actor, Capability.SEE, at).of(
        "unit"
    )


def material_visible(actor: Account, at: datetime) -> Q:
    """The condition that the actor may read a material."""
    return given_to(actor, at) | Q(kind=MaterialKind.PRACTICE)


def for_member(person: Person, day: date) -> Callable[[Material | Quiz], bool]:
    """What tells of a material or quiz whether it is for this member: of their unit or one above it. One query."""
    today = map_on(day)
    here = today.stands_at(person.unit_id)[0] if person.unit_id is not None else None
    over = set() if here is None else {here, *today.tree.ancestors(here)}
    return lambda row: today.stands_at(row.unit_id)[0] in over


def is_given_to(row: Material | Quiz, person: Person, day: date) -> bool:
    """Whether it is for this member."""
    return for_member(person, day)(row)


def is_running(quiz: Quiz, day: date) -> bool:
    """Whether it may be taken on the day."""
    return quiz.state == QuizState.OPEN and quiz.start <= day <= quiz.last_day
