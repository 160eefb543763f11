"""The departments of an office at a review: criteria, points with what they rest on, levels, and all said before."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import get_language

from viecthat.catalogue.readers import rows
from viecthat.organisation.rules.standing import unit_classes
from viecthat.reviews.models import DepartmentLevel, DepartmentScore, OfficeCriteria, OfficeCriterion, Review
from viecthat.reviews.queries.bloc import SideBySide, period_of, side_by_side
from viecthat.units.queries import UnitRow, office_of

if TYPE_CHECKING:
    from viecthat.organisation.rules.standing import UnitClass


@dataclass(frozen=True)
class CriterionLine:
    """A criterion and what was said of one department by it, the latest last; empty while nobody has."""

    criterion: OfficeCriterion
    said: tuple[DepartmentScore, ...]

    @property
    def score(self) -> DepartmentScore | None:
        """What holds."""
        return self.said[-1] if self.said else None

    @property
    def before(self) -> tuple[DepartmentScore, ...]:
        """What was said before and holds no longer, the latest first."""
        return tuple(reversed(self.said[:-1]))


@dataclass(frozen=True)
class GivenLevel:
    """A level that was given, with its class."""

    row: DepartmentLevel
    level: UnitClass


@dataclass(frozen=True)
class Department:
    """A department: its points by criterion, `points` of `most` in all, what they speak for, what was given.

    before: its levels at the unit's earlier reviews, the latest first.
    """

    unit: UnitRow
    kind: str
    lines: tuple[CriterionLine, ...]
    points: Decimal
    most: Decimal
    spoken_for: UnitClass | None
    levels: tuple[GivenLevel, ...]
    before: tuple[tuple[Review, GivenLevel], ...]
    place: int

    @property
    def scored(self) -> int:
        """By how many criteria it was judged."""
        return sum(1 for line in self.lines if line.said)

    @property
    def is_whole(self) -> bool:
        """Whether every criterion was judged."""
        return bool(self.lines) and self.scored == len(self.lines)

    @property
    def level(self) -> GivenLevel | None:
        """The level that holds."""
        return self.levels[-1] if self.levels else None


@dataclass(frozen=True)
class OfficeReview:
    """An office at a review: its departments by kind, and their figures side by side."""

    review: Review
    criteria: tuple[OfficeCriterion, ...]
    adopted: OfficeCriteria | None
    departments: tuple[Department, ...]
    beside: SideBySide

    @property
    def by_kind(self) -> list[tuple[str, list[Department]]]:
        """The departments kind by kind, in the catalogue's order."""
        found: dict[str, list[Department]] = {}
        for one in self.departments:
            found.setdefault(one.kind, []).append(one)
        return list(found.items())

    @property
    def rated(self) -> int:
        """How many have a level."""
        return sum(1 for one in self.departments if one.levels)

    @property
    def levels(self) -> list[tuple[UnitClass, int]]:
        """How many departments have which level, best first."""
        given = [one.level.level.code for one in self.departments if one.level is not None]
        return [(one, given.count(one.code)) for one in classes_on(self.review.last_day) if one.code in given]


@dataclass(frozen=True)
class DefaultCriterion:
    """A criterion of the catalogue, in the reader's language."""

    name: str
    meaning: str
    points: Decimal


def default_criteria() -> list[DefaultCriterion]:
    """The five that are offered to a unit without criteria of its own."""
    end = "_en" if get_language() == "en" else ""
    return [
        DefaultCriterion(row[f"name{end}"], row[f"meaning{end}"], Decimal(row["points"]))
        for row in rows("office_criteria")
    ]


def classes_on(day: date) -> list[UnitClass]:
    """The levels there are on the day, best first."""
    return list(unit_classes(day).values())


def class_of(points: Decimal, most: Decimal, day: date) -> UnitClass:
    """The level that the points speak for."""
    share = points * 100 / most
    known = classes_on(day)
    return next((one for one in known if share >= one.from_points), known[-1])


def departments_of(review: Review, today: date | None = None) -> list[UnitRow]:
    """The departments of the unit's office at the end of the review's period, by kind, then by name."""
    day = review.last_day if today is None else min(review.last_day, today)
    return [one for _kind, departments in office_of(review.unit_id, day) for one in departments]


def criteria_in_force(review: Review) -> OfficeCriteria | None:
    """The set by which the review's departments are judged: the one they were judged by already, else the latest that
    holds when the review is held.
    """
    used = DepartmentScore.objects.filter(review=review).values_list("criterion__criteria", flat=True).first()
    if used is not None:
        return OfficeCriteria.objects.get(pk=used)
    by = max(review.last_day, review.conference_on or review.last_day)
    return OfficeCriteria.objects.filter(unit=review.unit_id, start__lte=by).order_by("-start").first()


def criteria_of(review: Review) -> list[OfficeCriterion]:
    """The criteria of `criteria_in_force`, in their order."""
    adopted = criteria_in_force(review)
    return [] if adopted is None else list(adopted.lines.order_by("position"))


def scores_said(review: Review) -> dict[int, dict[int, list[DepartmentScore]]]:
    """All that was said, by department and criterion, in the order in which it was. One query."""
    found: dict[int, dict[int, list[DepartmentScore]]] = {}
    for row in DepartmentScore.objects.filter(review=review).select_related("scored_by").order_by("pk"):
        found.setdefault(row.unit_id, {}).setdefault(row.criterion_id, []).append(row)
    return found


def scores_standing(review: Review) -> dict[int, dict[int, DepartmentScore]]:
    """What holds now, by department and criterion."""
    return {
        unit: {criterion: said[-1] for criterion, said in of_unit.items()}
        for unit, of_unit in scores_said(review).items()
    }


def points_in_all(
    criteria: Sequence[OfficeCriterion], standing: Mapping[int, DepartmentScore]
) -> tuple[Decimal, Decimal]:
    """The points a department has, and the most it could have."""
    points = sum((standing[one.pk].points for one in criteria if one.pk in standing), Decimal(0))
    return points, sum((one.points for one in criteria), Decimal(0))


def office_review(review: Review, *, responsible: Collection[int], today: date) -> OfficeReview:
    """The office with everything its page and files show. A dozen queries, however many departments."""
    day = min(review.last_day, today)
    units = departments_of(review, today)
    adopted = criteria_in_force(review)
    criteria = [] if adopted is None else list(adopted.lines.order_by("position"))
    said = scores_said(review)
    known = unit_classes(day)
    levels: dict[int, list[GivenLevel]] = {}
    for row in DepartmentLevel.objects.filter(review=review).select_related("given_by").order_by("pk"):
        levels.setdefault(row.unit_id, []).append(GivenLevel(row, known[row.level]))
    before = _levels_before(review, [unit.id for unit in units])
    made = []
    for unit in units:
        lines = tuple(CriterionLine(one, tuple(said.get(unit.id, {}).get(one.pk, ()))) for one in criteria)
        points, most = points_in_all(criteria, {line.criterion.pk: line.said[-1] for line in lines if line.said})
        whole = bool(lines) and all(line.said for line in lines)
        made.append(
            Department(
                unit=unit,
                kind=unit.kind,
                lines=lines,
                points=points,
                most=most,
                spoken_for=class_of(points, most, day) if whole else None,
                levels=tuple(levels.get(unit.id, ())),
                before=tuple(before.get(unit.id, ())),
                place=0,
            )
        )
    return OfficeReview(
        review=review,
        criteria=tuple(criteria),
        adopted=adopted,
        departments=tuple(_placed(made)),
        beside=side_by_side(units, period_of(review), day, responsible=responsible),
    )


def _placed(departments: Sequence[Department]) -> list[Department]:
    """With their places among those judged by every criterion; the same points are the same place."""
    points = [one.points for one in departments if one.is_whole]
    return [
        Department(**{**vars(one), "place": 1 + sum(more > one.points for more in points) if one.is_whole else 0})
        for one in departments
    ]


def _levels_before(review: Review, units: Collection[int]) -> dict[int, list[tuple[Review, GivenLevel]]]:
    """The level that held at each earlier review of the same unit, by department. One query."""
    rows_ = DepartmentLevel.objects.filter(
        review__unit=review.unit_id, review__end__lt=review.end, unit__in=units
    ).select_related("review", "given_by")
    last: dict[tuple[int, int], DepartmentLevel] = {}
    for row in rows_.order_by("pk"):
        last[row.unit_id, row.review_id] = row
    found: dict[int, list[tuple[Review, GivenLevel]]] = {}
    for (unit, _review), row in sorted(last.items(), key=lambda one: one[1].review.end, reverse=True):
        level = unit_classes(row.review.last_day)[row.level]
        found.setdefault(unit, []).append((row.review, GivenLevel(row, level)))
    return found
