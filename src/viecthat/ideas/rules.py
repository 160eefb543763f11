"""Who may do what with ideas and initiatives; how points are added up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from django.utils.translation import get_language

from viecthat.accounts.choices import Capability
from viecthat.catalogue.readers import day as day_in, rows
from viecthat.ideas.choices import PUBLIC_STATES
from viecthat.units.rules import may

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.ideas.models import Idea


@dataclass(frozen=True)
class Criterion:
    """What points are given for; `weight` of the whole."""

    code: str
    vietnamese: str
    english: str
    weight: int

    def __str__(self) -> str:
        return self.english if get_language() == "en" else self.vietnamese


def criteria_on(on: date) -> list[Criterion]:
    """The criteria of the day, in their order."""
    known = [
        row
        for row in rows("idea_criteria")
        if (day_in(row, "start") or date.min) <= on < (day_in(row, "end") or date.max)
    ]
    return [Criterion(row["code"], row["name"], row["name_en"], row["weight"]) for row in known]


def weighted(points: Mapping[str, int], criteria: list[Criterion]) -> Fraction | None:
    """The points by their weights, out of ten; None when no criterion of these was judged."""
    judged = [one for one in criteria if one.code in points]
    whole = sum(one.weight for one in judged)
    return Fraction(sum(points[one.code] * one.weight for one in judged), whole) if whole else None


def is_public(idea: Idea) -> bool:
    """Whether everybody may read it: taken in, by somebody who read it first."""
    return idea.state in PUBLIC_STATES


def may_keep_ideas(actor: Account, unit: int, at: datetime) -> bool:
    """Screen and lead ideas of the unit, record initiatives."""
    return may(actor, Capability.RECORD, unit, at)


def may_see_ideas(actor: Account, unit: int, at: datetime) -> bool:
    """Read the unit's register, what is not public too."""
    return may(actor, Capability.SEE, unit, at)


def may_see_sender(actor: Account, unit: int, at: datetime) -> bool:
    """Know who sent an idea and how to reach them."""
    return may(actor, Capability.FILES, unit, at)


def may_decide(actor: Account, idea: Idea, at: datetime) -> bool:
    """Take an idea in, select it, say that it is realised: nobody decides on their own."""
    return idea.account_id != actor.pk and may_keep_ideas(actor, idea.unit_id, at)
