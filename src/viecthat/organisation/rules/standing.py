"""When a unit counts as weak, by what it is rated, as the catalogue has it on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language

from viecthat.accounts.choices import Capability
from viecthat.catalogue.readers import day as day_in, rows
from viecthat.people.rules.membership import holds_members, may_decide_above
from viecthat.units.rules import may

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

BRANCH, BASE = "branch", "base"
_BASE_LEVEL = 4


def _words(vietnamese: str, english: str, facts: dict[str, Any]) -> str:
    return (english if get_language() == "en" else vietnamese).format_map(facts)


@dataclass(frozen=True)
class WeakRule:
    """One sign of weakness, and what to do about it."""

    code: str
    levels: tuple[int, ...]
    row: dict[str, Any]

    @property
    def months(self) -> int:
        """For how many months something is missing; 0 when the rule is not about time."""
        return int(self.row.get("months", 0))

    @property
    def least(self) -> int:
        """The least number that is enough."""
        return int(self.row.get("least", 0))

    @property
    def name(self) -> str:
        """The reason, in the reader's language."""
        return _words(self.row["name"], self.row["name_en"], self.row)

    @property
    def todo(self) -> str:
        """What to do, in the reader's language."""
        return _words(self.row["todo"], self.row["todo_en"], self.row)


@dataclass(frozen=True)
class UnitClass:
    """A class of the rating; `from_points` is where the points begin to speak for it."""

    code: str
    vietnamese: str
    english: str
    from_points: int
    posts: dict[str, str]

    def __str__(self) -> str:
        return self.english if get_language() == "en" else self.vietnamese


@dataclass(frozen=True)
class Criterion:
    """What a unit is rated by: at most `points`; `computed` names what the registers say, all points from `full_at`."""

    code: str
    points: Decimal
    computed: str
    full_at: int
    vietnamese: str
    english: str

    def __str__(self) -> str:
        return self.english if get_language() == "en" else self.vietnamese

    def earned(self, n: int, of: int) -> Decimal:
        """The points that n of N are worth, in halves: nothing known, nothing earned."""
        if of == 0:
            return Decimal(0)
        share = min(Decimal(n * 100) / Decimal(of * self.full_at), Decimal(1))
        return (self.points * share * 2).quantize(Decimal(1)) / 2


@cache
def weak_rules(day: date) -> tuple[WeakRule, ...]:
    """The signs of weakness known on the day."""
    return tuple(WeakRule(row["code"], tuple(row["levels"]), row) for row in _on(day, "weak_unit_rules"))


@cache
def unit_classes(day: date) -> dict[str, UnitClass]:
    """The classes known on the day, best first, by code."""
    return {
        row["code"]: UnitClass(
            row["code"],
            row["name"],
            row["name_en"],
            row["from_points"],
            {BRANCH: row["posts_branch"], BASE: row["posts_base"]},
        )
        for row in _on(day, "unit_ratings")
    }


@cache
def criteria(of: str, year: int) -> dict[str, Criterion]:
    """What a branch or a base unit is rated by for the year, by code."""
    return {
        row["code"]: Criterion(
            row["code"],
            Decimal(row["points"]),
            row.get("computed", ""),
            row.get("full_at", 100),
            row["name"],
            row["name_en"],
        )
        for row in _on(date(year, 12, 31), "unit_criteria")
        if row["of"] == of
    }


def rated_as(kind: str, level: int) -> str:
    """Whether a unit of this kind is rated as a branch or as a base unit; empty for neither."""
    if holds_members(kind):
        return BRANCH
    return BASE if level == _BASE_LEVEL else ""


def class_for(points: Decimal, day: date) -> UnitClass:
    """The class the points speak for."""
    known = list(unit_classes(day).values())
    return next((one for one in known if points >= one.from_points), known[-1])


@cache
def initiatives(day: date) -> tuple[Criterion, ...]:
    """The three criteria of the model of three initiatives."""
    return tuple(Criterion(r["code"], Decimal(0), "", 0, r["name"], r["name_en"]) for r in _on(day, "initiatives"))


def may_propose_rating(actor: Account, unit: int, at: datetime) -> bool:
    """Say for the unit how it rates itself, or register it for the three initiatives."""
    return may(actor, Capability.DECLARE, unit, at)


def may_decide_rating(actor: Account, unit: int, at: datetime) -> bool:
    """Decide for the direct superior."""
    return may_decide_above(actor, unit, at)


def _on(day: date, name: str) -> list[dict[str, Any]]:
    return [r for r in rows(name) if (day_in(r, "start") or date.min) <= day < (day_in(r, "end") or date.max)]
